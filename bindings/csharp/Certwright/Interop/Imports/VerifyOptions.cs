// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_verify_options_new(out VerifyOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_root(VerifyOptionsHandle options, CertificateHandle certificate, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_verify_options_named_root(VerifyOptionsHandle options, NameHandle name, byte* public_key, UIntPtr public_key_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_intermediate(VerifyOptionsHandle options, CertificateHandle certificate, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_crl(VerifyOptionsHandle options, CrlHandle crl, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_at(VerifyOptionsHandle options, long at, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_purpose(VerifyOptionsHandle options, uint purpose, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_verify_options_host(VerifyOptionsHandle options, byte* host, UIntPtr host_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_verify_options_email(VerifyOptionsHandle options, byte* email, UIntPtr email_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_max_depth(VerifyOptionsHandle options, UIntPtr depth, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_profile(VerifyOptionsHandle options, uint profile, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_revocation(VerifyOptionsHandle options, uint revocation, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_verify_options_policy(VerifyOptionsHandle options, byte* policy, UIntPtr policy_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_require_policy(VerifyOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_inhibit_policy_mapping(VerifyOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_options_inhibit_any_policy(VerifyOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_verify_options_free(IntPtr options);

    /// <summary>Owns a cw_verify_options.</summary>
    internal sealed class VerifyOptionsHandle : Handle
    {
        public VerifyOptionsHandle()
        {
        }

        internal VerifyOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_verify_options_free>.Call(pointer);
    }
}
