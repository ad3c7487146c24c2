// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_overview_line_assignment(IntPtr line, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_line_state(IntPtr line, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_line_meaning(IntPtr line, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_line_serves(IntPtr line, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_line_entry(IntPtr line, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_line_role(IntPtr line, out IntPtr result, out ErrorHandle error);
}
