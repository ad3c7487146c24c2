// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_certificate_from_der(byte* der, UIntPtr der_len, out CertificateHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_certificate_from_pem(byte* pem, UIntPtr pem_len, out CertificateHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_der(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_to_pem(CertificateHandle certificate, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_thumbprint(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_sha256(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_version(CertificateHandle certificate, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_not_before(CertificateHandle certificate, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_not_after(CertificateHandle certificate, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_is_valid_at(CertificateHandle certificate, long at, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_equal(CertificateHandle certificate, CertificateHandle other, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_clone(CertificateHandle certificate, out CertificateHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_certificate_free(IntPtr certificate);

    [Function(Cdecl)] internal delegate Status cw_certificate_key_usage_count(CertificateHandle certificate, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_key_usage_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_extended_key_usage_count(CertificateHandle certificate, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_extended_key_usage_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_is_ca(CertificateHandle certificate, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_path_length(CertificateHandle certificate, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_key_id(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_authority_key_id(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_public_key_der(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_key_algorithm(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_signature_algorithm(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_signature_hash(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_is_self_issued(CertificateHandle certificate, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_is_self_signed(CertificateHandle certificate, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_is_signed_by(CertificateHandle certificate, CertificateHandle issuer, out int result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_issuer(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_der(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_issuer_der(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_name(CertificateHandle certificate, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_issuer_name(CertificateHandle certificate, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_common_name(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_serial(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_serial_der(CertificateHandle certificate, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_dns_name_count(CertificateHandle certificate, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_dns_name_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_ip_address_count(CertificateHandle certificate, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_ip_address_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_alt_name_count(CertificateHandle certificate, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_alt_name_kind_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject_alt_name_at(CertificateHandle certificate, UIntPtr index, out CwStr result, out ErrorHandle error);

    /// <summary>Owns a cw_certificate.</summary>
    internal sealed class CertificateHandle : Handle
    {
        public CertificateHandle()
        {
        }

        internal CertificateHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_certificate_free>.Call(pointer);
    }
}
