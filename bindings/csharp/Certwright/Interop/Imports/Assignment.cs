// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_assignment_role(IntPtr assignment, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_scope(IntPtr assignment, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_thumbprint(IntPtr assignment, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_sha256(IntPtr assignment, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_since(IntPtr assignment, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_until(IntPtr assignment, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_retained(IntPtr assignment, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignment_holds(IntPtr assignment, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);
}
