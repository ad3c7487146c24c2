// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_renewed_entry(RenewedHandle renewed, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_renewed_old(RenewedHandle renewed, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_renewed_changed(RenewedHandle renewed, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_renewed_note_count(RenewedHandle renewed, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_renewed_note_at(RenewedHandle renewed, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_renewed_free(IntPtr renewed);

    /// <summary>Owns a cw_renewed.</summary>
    internal sealed class RenewedHandle : Handle
    {
        public RenewedHandle()
        {
        }

        internal RenewedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_renewed_free>.Call(pointer);
    }
}
