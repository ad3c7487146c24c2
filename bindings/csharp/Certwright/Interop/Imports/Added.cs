// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_added_entry(AddedHandle added, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_added_changed(AddedHandle added, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_added_note_count(AddedHandle added, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_added_note_at(AddedHandle added, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_added_free(IntPtr added);

    /// <summary>Owns a cw_added.</summary>
    internal sealed class AddedHandle : Handle
    {
        public AddedHandle()
        {
        }

        internal AddedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_added_free>.Call(pointer);
    }
}
