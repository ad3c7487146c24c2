// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_endpoints_count(EndpointsHandle endpoints, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_endpoints_at(EndpointsHandle endpoints, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_endpoints_free(IntPtr endpoints);

    /// <summary>Owns a cw_endpoints.</summary>
    internal sealed class EndpointsHandle : Handle
    {
        public EndpointsHandle()
        {
        }

        internal EndpointsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_endpoints_free>.Call(pointer);
    }
}
