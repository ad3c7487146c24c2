// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_new(byte* subject, UIntPtr subject_len, out SelfSignedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_subject(SelfSignedHandle wanted, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_dns_name(SelfSignedHandle wanted, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_ip_address(SelfSignedHandle wanted, byte* address, UIntPtr address_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_this_host(SelfSignedHandle wanted, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_addresses_also_as_dns(SelfSignedHandle wanted, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_purpose(SelfSignedHandle wanted, uint purpose, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_key(SelfSignedHandle wanted, uint algorithm, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_reader(SelfSignedHandle wanted, uint reader, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_valid_from(SelfSignedHandle wanted, byte* date, UIntPtr date_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_valid_from_time(SelfSignedHandle wanted, long at, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_valid_to(SelfSignedHandle wanted, byte* date, UIntPtr date_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_valid_to_time(SelfSignedHandle wanted, long at, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_valid_days(SelfSignedHandle wanted, uint days, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_valid_years(SelfSignedHandle wanted, uint years, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_no_expiry(SelfSignedHandle wanted, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_self_signed_serial(SelfSignedHandle wanted, byte* serial, UIntPtr serial_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_issue(SelfSignedHandle wanted, PrivateKeyHandle key, out IdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_self_signed_describes(SelfSignedHandle wanted, CertificateHandle certificate, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_self_signed_free(IntPtr wanted);

    /// <summary>Owns a cw_self_signed.</summary>
    internal sealed class SelfSignedHandle : Handle
    {
        public SelfSignedHandle()
        {
        }

        internal SelfSignedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_self_signed_free>.Call(pointer);
    }
}
