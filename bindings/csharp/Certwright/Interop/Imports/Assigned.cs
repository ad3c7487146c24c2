// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_assigned_assignment(AssignedHandle assigned, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assigned_changed(AssignedHandle assigned, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assigned_replaced(AssignedHandle assigned, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assigned_note_count(AssignedHandle assigned, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assigned_note_at(AssignedHandle assigned, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_assigned_free(IntPtr assigned);

    /// <summary>Owns a cw_assigned.</summary>
    internal sealed class AssignedHandle : Handle
    {
        public AssignedHandle()
        {
        }

        internal AssignedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_assigned_free>.Call(pointer);
    }
}
