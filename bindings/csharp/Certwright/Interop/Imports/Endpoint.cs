// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_endpoint_apply(EndpointHandle endpoint, ApplyOptionsHandle options, out AppliedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_endpoint_subject(EndpointHandle endpoint, byte* subject, UIntPtr subject_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_host(EndpointHandle endpoint, HostHandle host, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_dry_run(EndpointHandle endpoint, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_name(EndpointHandle endpoint, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_status(EndpointHandle endpoint, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_disable(EndpointHandle endpoint, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_http(EndpointHandle endpoint, uint port, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_https(EndpointHandle endpoint, uint port, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_https_generated(EndpointHandle endpoint, uint port, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_endpoint_https_stored(EndpointHandle endpoint, uint port, byte* thumbprint, UIntPtr thumbprint_len, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_https_self_signed(EndpointHandle endpoint, uint port, SelfSignedHandle wanted, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_endpoint_https_file(EndpointHandle endpoint, uint port, byte* data, UIntPtr data_len, byte* password, UIntPtr password_len, byte* name, UIntPtr name_len, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_reset(EndpointHandle endpoint, out EndpointChangeHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_certificate(EndpointHandle endpoint, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_identity(EndpointHandle endpoint, out IdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_endpoint_free(IntPtr endpoint);

    [Function(Cdecl)] internal unsafe delegate Status cw_endpoint_check(EndpointHandle endpoint, byte* server, UIntPtr server_len, ulong timeout_milliseconds, out EndpointCheckedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_endpoint_share(EndpointHandle endpoint, byte* host, UIntPtr host_len, out SharedHandle result, out ErrorHandle error);

    /// <summary>Owns a cw_endpoint.</summary>
    internal sealed class EndpointHandle : Handle
    {
        public EndpointHandle()
        {
        }

        internal EndpointHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_endpoint_free>.Call(pointer);
    }
}
