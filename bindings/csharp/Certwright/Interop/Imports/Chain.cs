// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_chain_count(ChainHandle chain, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_chain_at(ChainHandle chain, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_chain_free(IntPtr chain);

    /// <summary>Owns a cw_chain.</summary>
    internal sealed class ChainHandle : Handle
    {
        public ChainHandle()
        {
        }

        internal ChainHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_chain_free>.Call(pointer);
    }
}
