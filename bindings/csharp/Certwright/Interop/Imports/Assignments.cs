// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_assignments_count(AssignmentsHandle assignments, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assignments_at(AssignmentsHandle assignments, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_assignments_free(IntPtr assignments);

    /// <summary>Owns a cw_assignments.</summary>
    internal sealed class AssignmentsHandle : Handle
    {
        public AssignmentsHandle()
        {
        }

        internal AssignmentsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_assignments_free>.Call(pointer);
    }
}
