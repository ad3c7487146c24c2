// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_protector_id(ProtectorHandle protector, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_protector_kind(ProtectorHandle protector, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_protector_in_use(ProtectorHandle protector, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_protector_genuine(ProtectorHandle protector, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_protector_free(IntPtr protector);

    /// <summary>Owns a cw_protector.</summary>
    internal sealed class ProtectorHandle : Handle
    {
        public ProtectorHandle()
        {
        }

        internal ProtectorHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_protector_free>.Call(pointer);
    }
}
