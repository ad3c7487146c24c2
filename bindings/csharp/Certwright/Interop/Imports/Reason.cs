// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_reason_code(IntPtr reason, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_reason_place(IntPtr reason, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_reason_certificate(IntPtr reason, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_reason_message(IntPtr reason, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_reason_advice(IntPtr reason, out CwStr result, out ErrorHandle error);
}
