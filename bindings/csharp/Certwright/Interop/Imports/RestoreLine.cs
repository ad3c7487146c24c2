// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_restore_line_what(IntPtr line, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_line_name(IntPtr line, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_line_thumbprint(IntPtr line, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_line_outcome(IntPtr line, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_line_note(IntPtr line, out CwStr result, out ErrorHandle error);
}
