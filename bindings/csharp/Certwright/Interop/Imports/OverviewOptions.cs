// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_overview_options_new(out OverviewOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_overview_options_scope(OverviewOptionsHandle options, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_overview_options_all(OverviewOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_overview_options_free(IntPtr overview_options);

    /// <summary>Owns a cw_overview_options.</summary>
    internal sealed class OverviewOptionsHandle : Handle
    {
        public OverviewOptionsHandle()
        {
        }

        internal OverviewOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_overview_options_free>.Call(pointer);
    }
}
