// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_entry(IntPtr expiring, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_days_left(IntPtr expiring, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_expiry_matters(IntPtr expiring, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_required(IntPtr expiring, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_assignment_count(IntPtr expiring, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiring_certificate_assignment_at(IntPtr expiring, UIntPtr index, out IntPtr result, out ErrorHandle error);
}
