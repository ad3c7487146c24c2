// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_crl_from_der(byte* der, UIntPtr der_len, out CrlHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_issuer(CrlHandle crl, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_der(CrlHandle crl, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_sha256(CrlHandle crl, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_added(CrlHandle crl, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_this_update(CrlHandle crl, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_next_update(CrlHandle crl, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_crl_clone(CrlHandle crl, out CrlHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_crl_free(IntPtr crl);

    /// <summary>Owns a cw_crl.</summary>
    internal sealed class CrlHandle : Handle
    {
        public CrlHandle()
        {
        }

        internal CrlHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_crl_free>.Call(pointer);
    }
}
