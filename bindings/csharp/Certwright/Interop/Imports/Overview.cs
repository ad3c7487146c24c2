// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_overview_assignment_count(OverviewHandle overview, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_assignment_at(OverviewHandle overview, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_otherwise_required_count(OverviewHandle overview, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_otherwise_required_at(OverviewHandle overview, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_others(OverviewHandle overview, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_not_required_count(OverviewHandle overview, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_not_required_at(OverviewHandle overview, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_last_backup(OverviewHandle overview, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_overview_free(IntPtr overview);

    /// <summary>Owns a cw_overview.</summary>
    internal sealed class OverviewHandle : Handle
    {
        public OverviewHandle()
        {
        }

        internal OverviewHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_overview_free>.Call(pointer);
    }
}
