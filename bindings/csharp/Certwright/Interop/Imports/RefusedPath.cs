// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_refused_path_subject_count(IntPtr path, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_refused_path_subject_at(IntPtr path, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_refused_path_reason_count(IntPtr path, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_refused_path_reason_at(IntPtr path, UIntPtr index, out IntPtr result, out ErrorHandle error);
}
