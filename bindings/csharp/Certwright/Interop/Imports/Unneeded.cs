// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_unneeded_entry(IntPtr unneeded, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unneeded_why_count(IntPtr unneeded, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unneeded_why_at(IntPtr unneeded, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unneeded_is_over(IntPtr unneeded, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unneeded_served_count(IntPtr unneeded, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unneeded_served_at(IntPtr unneeded, UIntPtr index, out IntPtr result, out ErrorHandle error);
}
