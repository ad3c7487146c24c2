// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_trust_request_new(byte* server, UIntPtr server_len, IntPtr[] chain, UIntPtr chain_count, byte* thumbprint, UIntPtr thumbprint_len, out TrustRequestHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_trust_request_of_probed(ProbedHandle probed, byte* thumbprint, UIntPtr thumbprint_len, out TrustRequestHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_request_pin(TrustRequestHandle request, uint pin, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_trust_request_by(TrustRequestHandle request, byte* by, UIntPtr by_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_trust_request_why(TrustRequestHandle request, byte* why, UIntPtr why_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_request_until(TrustRequestHandle request, long until, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_request_trusted_root(TrustRequestHandle request, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_trust_request_free(IntPtr request);

    /// <summary>Owns a cw_trust_request.</summary>
    internal sealed class TrustRequestHandle : Handle
    {
        public TrustRequestHandle()
        {
        }

        internal TrustRequestHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_trust_request_free>.Call(pointer);
    }
}
