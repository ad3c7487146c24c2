// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_finding_code(IntPtr finding, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_finding_message(IntPtr finding, out CwStr result, out ErrorHandle error);
}
