// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_deletions_count(DeletionsHandle deletions, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_deletions_at(DeletionsHandle deletions, UIntPtr index, [MarshalAs(UnmanagedType.U1)] out bool out_key_deleted, [MarshalAs(UnmanagedType.U1)] out bool out_key_shared, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_deletions_free(IntPtr deletions);

    /// <summary>Owns a cw_deletions.</summary>
    internal sealed class DeletionsHandle : Handle
    {
        public DeletionsHandle()
        {
        }

        internal DeletionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_deletions_free>.Call(pointer);
    }
}
