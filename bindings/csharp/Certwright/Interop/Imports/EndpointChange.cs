// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_endpoint_change_settings(EndpointChangeHandle change, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_change_changed(EndpointChangeHandle change, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_change_certificate(EndpointChangeHandle change, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_change_warning_count(EndpointChangeHandle change, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_change_warning_at(EndpointChangeHandle change, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_endpoint_change_free(IntPtr change);

    /// <summary>Owns a cw_endpoint_change.</summary>
    internal sealed class EndpointChangeHandle : Handle
    {
        public EndpointChangeHandle()
        {
        }

        internal EndpointChangeHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_endpoint_change_free>.Call(pointer);
    }
}
