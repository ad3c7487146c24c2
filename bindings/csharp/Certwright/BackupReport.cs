using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A backup that was made, and what came of its proof.</summary>
    public sealed class BackupReport
    {
        private BackupReport(BackupReportHandle handle)
        {
            Backup = Native.Lent<BackupReportHandle, Backup>(handle, Import<cw_backup_report_backup>.Call.Invoke, Certwright.Backup.Copy);
            Proof = Native.Lent<BackupReportHandle, BackupProof>(handle, Import<cw_backup_report_proof>.Call.Invoke, BackupProof.Copy);
            LeftOut = Native.List<BackupReportHandle, IntPtr, LeftOut>(
                handle, Import<cw_backup_report_left_out_count>.Call.Invoke, Import<cw_backup_report_left_out_at>.Call.Invoke, Certwright.LeftOut.Copy);
            Lacking = Native.List<BackupReportHandle, IntPtr, LeftOut>(
                handle, Import<cw_backup_report_lacking_count>.Call.Invoke, Import<cw_backup_report_lacking_at>.Call.Invoke, Certwright.LeftOut.Copy);
            Removed = Native.Texts<BackupReportHandle>(
                handle, Import<cw_backup_report_removed_count>.Call.Invoke, Import<cw_backup_report_removed_at>.Call.Invoke);
            Notes = Native.Texts<BackupReportHandle>(handle, Import<cw_backup_report_note_count>.Call.Invoke, Import<cw_backup_report_note_at>.Call.Invoke);
        }

        /// <summary>The backup, as the store remembers it.</summary>
        public Backup Backup { get; }

        /// <summary>What came of the proof.</summary>
        public BackupProof Proof { get; }

        /// <summary>What is not in it because it can be made again.</summary>
        public IReadOnlyList<LeftOut> LeftOut { get; }

        /// <summary>What should be in it, and is not here to be taken, or its key is not. Something is wrong where there is any.</summary>
        public IReadOnlyList<LeftOut> Lacking { get; }

        /// <summary>The names of the files of earlier backups that the retention let go.</summary>
        public IReadOnlyList<string> Removed { get; }

        /// <summary>What else is to be known.</summary>
        public IReadOnlyList<string> Notes { get; }

        internal static BackupReport Of(BackupReportHandle handle)
        {
            using (handle)
            {
                return handle.IsInvalid ? null : new BackupReport(handle);
            }
        }
    }
}
