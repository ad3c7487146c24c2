// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_ok(EndpointCheckedHandle @checked, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_settings(EndpointCheckedHandle @checked, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_expected(EndpointCheckedHandle @checked, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_server(EndpointCheckedHandle @checked, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_served(EndpointCheckedHandle @checked, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_protocol_count(EndpointCheckedHandle @checked, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_protocol_at(EndpointCheckedHandle @checked, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_finding_count(EndpointCheckedHandle @checked, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_finding_at(EndpointCheckedHandle @checked, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_note_count(EndpointCheckedHandle @checked, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_checked_note_at(EndpointCheckedHandle @checked, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_endpoint_checked_free(IntPtr @checked);

    /// <summary>Owns a cw_endpoint_checked.</summary>
    internal sealed class EndpointCheckedHandle : Handle
    {
        public EndpointCheckedHandle()
        {
        }

        internal EndpointCheckedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_endpoint_checked_free>.Call(pointer);
    }
}
