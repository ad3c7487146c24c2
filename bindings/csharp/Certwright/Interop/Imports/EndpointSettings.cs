// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_endpoint_settings_name(IntPtr settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_settings_state(IntPtr settings, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_settings_port(IntPtr settings, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_settings_sha256(IntPtr settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoint_settings_generated(IntPtr settings, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);
}
