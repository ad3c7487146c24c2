// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_selection_entry(SelectionHandle selection, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_selection_passed_over_count(SelectionHandle selection, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_selection_passed_over_at(SelectionHandle selection, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_selection_free(IntPtr selection);

    /// <summary>Owns a cw_selection.</summary>
    internal sealed class SelectionHandle : Handle
    {
        public SelectionHandle()
        {
        }

        internal SelectionHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_selection_free>.Call(pointer);
    }
}
