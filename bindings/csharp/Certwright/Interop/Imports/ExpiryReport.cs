// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_expiry_report_at(ExpiryReportHandle report, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiry_report_until(ExpiryReportHandle report, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiry_report_more(ExpiryReportHandle report, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiry_report_certificate_count(ExpiryReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiry_report_certificate_at(ExpiryReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_expiry_report_to_html(ExpiryReportHandle report, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_expiry_report_free(IntPtr report);

    /// <summary>Owns a cw_expiry_report.</summary>
    internal sealed class ExpiryReportHandle : Handle
    {
        public ExpiryReportHandle()
        {
        }

        internal ExpiryReportHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_expiry_report_free>.Call(pointer);
    }
}
