// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_identity_new(CertificateHandle certificate, PrivateKeyHandle key, IntPtr[] chain, UIntPtr chain_count, byte* friendly_name, UIntPtr friendly_name_len, out IdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_certificate(IdentityHandle identity, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_private_key(IdentityHandle identity, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_chain_count(IdentityHandle identity, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_chain_at(IdentityHandle identity, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_friendly_name(IdentityHandle identity, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_identity_to_pem(IdentityHandle identity, byte* password, UIntPtr password_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_identity_clone(IdentityHandle identity, out IdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_identity_free(IntPtr identity);

    /// <summary>Owns a cw_identity.</summary>
    internal sealed class IdentityHandle : Handle
    {
        public IdentityHandle()
        {
        }

        internal IdentityHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_identity_free>.Call(pointer);
    }
}
