// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_host_local(out HostHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_host_new(CwStr* names, UIntPtr names_count, CwStr* addresses, UIntPtr addresses_count, out HostHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_host_name_count(HostHandle host, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_host_name_at(HostHandle host, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_host_address_count(HostHandle host, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_host_address_at(HostHandle host, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_host_free(IntPtr host);

    /// <summary>Owns a cw_host.</summary>
    internal sealed class HostHandle : Handle
    {
        public HostHandle()
        {
        }

        internal HostHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_host_free>.Call(pointer);
    }
}
