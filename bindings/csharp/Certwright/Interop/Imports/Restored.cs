// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_restored_kind(RestoredHandle restored, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_changed(RestoredHandle restored, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_line_count(RestoredHandle restored, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_line_at(RestoredHandle restored, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_signer(RestoredHandle restored, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_note_count(RestoredHandle restored, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restored_note_at(RestoredHandle restored, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_restored_free(IntPtr restored);

    /// <summary>Owns a cw_restored.</summary>
    internal sealed class RestoredHandle : Handle
    {
        public RestoredHandle()
        {
        }

        internal RestoredHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_restored_free>.Call(pointer);
    }
}
