// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_find_next(FindHandle find, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_find_free(IntPtr find);

    /// <summary>Owns a cw_find.</summary>
    internal sealed class FindHandle : Handle
    {
        public FindHandle()
        {
        }

        internal FindHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_find_free>.Call(pointer);
    }
}
