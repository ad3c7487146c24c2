// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_private_key_generate(uint algorithm, out PrivateKeyHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_private_key_from_der(byte* der, UIntPtr der_len, byte* password, UIntPtr password_len, out PrivateKeyHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_private_key_from_pem(byte* pem, UIntPtr pem_len, byte* password, UIntPtr password_len, out PrivateKeyHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_private_key_algorithm(PrivateKeyHandle key, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_private_key_public_key_der(PrivateKeyHandle key, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_private_key_to_pkcs8_der(PrivateKeyHandle key, byte* password, UIntPtr password_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_private_key_to_pkcs8_pem(PrivateKeyHandle key, byte* password, UIntPtr password_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_private_key_matches(PrivateKeyHandle key, CertificateHandle certificate, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_private_key_sign(PrivateKeyHandle key, byte* message, UIntPtr message_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_private_key_clone(PrivateKeyHandle key, out PrivateKeyHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_private_key_free(IntPtr key);

    /// <summary>Owns a cw_private_key.</summary>
    internal sealed class PrivateKeyHandle : Handle
    {
        public PrivateKeyHandle()
        {
        }

        internal PrivateKeyHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_private_key_free>.Call(pointer);
    }
}
