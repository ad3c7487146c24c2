// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_check_report_ok(CheckReportHandle report, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_check_report_verdict_count(CheckReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_check_report_verdict_at(CheckReportHandle report, UIntPtr index, out CwStr out_what, [MarshalAs(UnmanagedType.U1)] out bool out_ok, out CwStr out_found, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_check_report_free(IntPtr check_report);

    /// <summary>Owns a cw_check_report.</summary>
    internal sealed class CheckReportHandle : Handle
    {
        public CheckReportHandle()
        {
        }

        internal CheckReportHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_check_report_free>.Call(pointer);
    }
}
