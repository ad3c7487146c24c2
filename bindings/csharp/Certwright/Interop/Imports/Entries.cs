// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_entries_count(EntriesHandle entries, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entries_at(EntriesHandle entries, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_entries_free(IntPtr entries);

    /// <summary>Owns a cw_entries.</summary>
    internal sealed class EntriesHandle : Handle
    {
        public EntriesHandle()
        {
        }

        internal EntriesHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_entries_free>.Call(pointer);
    }
}
