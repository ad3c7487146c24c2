// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_report_backup(BackupReportHandle report, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_proof(BackupReportHandle report, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_left_out_count(BackupReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_left_out_at(BackupReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_lacking_count(BackupReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_lacking_at(BackupReportHandle report, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_removed_count(BackupReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_removed_at(BackupReportHandle report, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_note_count(BackupReportHandle report, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_report_note_at(BackupReportHandle report, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_report_free(IntPtr backup_report);

    /// <summary>Owns a cw_backup_report.</summary>
    internal sealed class BackupReportHandle : Handle
    {
        public BackupReportHandle()
        {
        }

        internal BackupReportHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_report_free>.Call(pointer);
    }
}
