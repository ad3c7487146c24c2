// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_leftovers_count(LeftoversHandle leftovers, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_leftovers_at(LeftoversHandle leftovers, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_leftovers_free(IntPtr leftovers);

    /// <summary>Owns a cw_leftovers.</summary>
    internal sealed class LeftoversHandle : Handle
    {
        public LeftoversHandle()
        {
        }

        internal LeftoversHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_leftovers_free>.Call(pointer);
    }
}
