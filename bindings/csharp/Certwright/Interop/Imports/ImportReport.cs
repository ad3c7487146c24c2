// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_import_report_format(ImportReportHandle report, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_bag_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_bag_at(ImportReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_note_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_note_at(ImportReportHandle report, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_certificate_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_certificate_at(ImportReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_private_key_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_private_key_at(ImportReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_opaque_key_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_opaque_key_at(ImportReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_identity_count(ImportReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_report_identity_at(ImportReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_import_report_free(IntPtr report);

    /// <summary>Owns a cw_import_report.</summary>
    internal sealed class ImportReportHandle : Handle
    {
        public ImportReportHandle()
        {
        }

        internal ImportReportHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_import_report_free>.Call(pointer);
    }
}
