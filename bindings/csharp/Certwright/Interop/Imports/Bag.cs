// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_bag_what(IntPtr bag, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_taken(IntPtr bag, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_note(IntPtr bag, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_friendly_name(IntPtr bag, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_local_key_id(IntPtr bag, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_key_provider(IntPtr bag, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_machine_key(IntPtr bag, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_trusted(IntPtr bag, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_encryption(IntPtr bag, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_certificate(IntPtr bag, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_private_key(IntPtr bag, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_opaque_key(IntPtr bag, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_bag_crl(IntPtr bag, out IntPtr result, out ErrorHandle error);
}
