// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_left_out_thumbprint(IntPtr left_out, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_left_out_role(IntPtr left_out, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_left_out_scope(IntPtr left_out, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_left_out_subject(IntPtr left_out, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_left_out_why(IntPtr left_out, out CwStr result, out ErrorHandle error);
}
