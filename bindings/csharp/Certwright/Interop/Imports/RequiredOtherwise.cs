// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_required_otherwise_entry(IntPtr required, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_required_otherwise_why_count(IntPtr required, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_required_otherwise_why_at(IntPtr required, UIntPtr index, out CwStr result, out ErrorHandle error);
}
