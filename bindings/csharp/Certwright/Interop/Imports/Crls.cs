// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_crls_read(byte* data, UIntPtr data_len, out CrlsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crls_count(CrlsHandle crls, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crls_at(CrlsHandle crls, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_crls_free(IntPtr crls);

    /// <summary>Owns a cw_crls.</summary>
    internal sealed class CrlsHandle : Handle
    {
        public CrlsHandle()
        {
        }

        internal CrlsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_crls_free>.Call(pointer);
    }
}
