using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How it stands with the backups of a store.</summary>
    public sealed class BackupStatus
    {
        private BackupStatus(BackupStatusHandle handle)
        {
            Schedule = Native.Text<BackupStatusHandle>(handle, Import<cw_backup_status_schedule>.Call.Invoke);
            LastProven = Native.Lent<BackupStatusHandle, Backup>(handle, Import<cw_backup_status_last_proven>.Call.Invoke, Backup.Copy);
            Signer = Native.Text<BackupStatusHandle>(handle, Import<cw_backup_status_signer>.Call.Invoke);
            Next = Moment.OfSecondsOrNull(Native.Value<BackupStatusHandle, long>(handle, Import<cw_backup_status_next>.Call.Invoke));
            Due = Native.Value<BackupStatusHandle, bool>(handle, Import<cw_backup_status_due>.Call.Invoke);
            Running = Native.Text<BackupStatusHandle>(handle, Import<cw_backup_status_running>.Call.Invoke);
            Failures = Native.Value<BackupStatusHandle, uint>(handle, Import<cw_backup_status_failures>.Call.Invoke);
            FailedAt = Moment.OfSecondsOrNull(Native.Value<BackupStatusHandle, long>(handle, Import<cw_backup_status_failed_at>.Call.Invoke));
            Why = Native.Text<BackupStatusHandle>(handle, Import<cw_backup_status_why>.Call.Invoke);
        }

        /// <summary>When backups are made; null: only when somebody makes one.</summary>
        public string Schedule { get; }

        /// <summary>The newest backup that was proven to restore; null if there is none.</summary>
        public Backup LastProven { get; }

        /// <summary>
        /// SHA-256 of the key that signs this store's bundles, in hex; null before it made one. To be kept elsewhere, too: other stores are told by it whom to
        /// trust.
        /// </summary>
        public string Signer { get; }

        /// <summary>When the next one is due, or tried again, UTC; null without a schedule.</summary>
        public DateTimeOffset? Next { get; }

        /// <summary>Whether that time has come.</summary>
        public bool Due { get; }

        /// <summary>Who is making it at present: user, program and process; null if nobody is.</summary>
        public string Running { get; }

        /// <summary>How many scheduled ones failed in a row.</summary>
        public long Failures { get; }

        /// <summary>When the last of them did, UTC; null if none did.</summary>
        public DateTimeOffset? FailedAt { get; }

        /// <summary>Why it did, for people; null if none did.</summary>
        public string Why { get; }

        internal static BackupStatus Of(BackupStatusHandle handle)
        {
            using (handle)
            {
                return new BackupStatus(handle);
            }
        }
    }

    /// <summary>What became of a backup that may have been due.</summary>
    public sealed class DueBackup
    {
        internal DueBackup(BackupReport report, DateTimeOffset? next, string elsewhere)
        {
            Report = report;
            Next = next;
            Elsewhere = elsewhere;
        }

        /// <summary>The backup, if it was due and was made; else null.</summary>
        public BackupReport Report { get; }

        /// <summary>Before which time none is due, UTC, if none is; null without a schedule.</summary>
        public DateTimeOffset? Next { get; }

        /// <summary>Who is making it, if another process is; else null.</summary>
        public string Elsewhere { get; }
    }
}
