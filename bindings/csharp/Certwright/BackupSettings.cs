using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How backups of a store are made unless said otherwise. Changes count when they are given to <see cref="Store.SetBackupSettings"/>.</summary>
    public sealed class BackupSettings
    {
        /// <summary>Those of a store of which nothing was said.</summary>
        public BackupSettings()
        {
        }

        private BackupSettings(BackupSettingsHandle handle)
        {
            Location = Native.Text<BackupSettingsHandle>(handle, Import<cw_backup_settings_location>.Call.Invoke);
            Kind = (BackupKind)Native.Value<BackupSettingsHandle, uint>(handle, Import<cw_backup_settings_kind>.Call.Invoke);
            Files = (BackupFiles)Native.Value<BackupSettingsHandle, uint>(handle, Import<cw_backup_settings_files>.Call.Invoke);
            PasswordSource = Native.Text<BackupSettingsHandle>(handle, Import<cw_backup_settings_password_source>.Call.Invoke);
            Recipients = new List<string>(Native.Texts<BackupSettingsHandle>(
                handle, Import<cw_backup_settings_recipient_count>.Call.Invoke, Import<cw_backup_settings_recipient_at>.Call.Invoke));
            Reader = Native.Text<BackupSettingsHandle>(handle, Import<cw_backup_settings_reader>.Call.Invoke);
            Schedule = Native.Text<BackupSettingsHandle>(handle, Import<cw_backup_settings_schedule>.Call.Invoke);
            Retention = Native.Text<BackupSettingsHandle>(handle, Import<cw_backup_settings_retention>.Call.Invoke);
        }

        /// <summary>A folder, or s3://bucket/prefix.</summary>
        public string Location { get; set; }

        /// <summary>What form a scheduled backup has.</summary>
        public BackupKind Kind { get; set; } = BackupKind.Pfx;

        /// <summary>How many files a PFX backup has.</summary>
        public BackupFiles Files { get; set; } = BackupFiles.One;

        /// <summary>
        /// Where the password comes from when none is given: prompt, by whoever makes the backup; file:PATH, by its full path; environment:NAME; or sealed,
        /// in the store: then it dies with the machine, and without a copy elsewhere no backup opens when it is needed.
        /// </summary>
        public string PasswordSource { get; set; } = "prompt";

        /// <summary>The recipients of bundles (age1…), which then need no password.</summary>
        public IList<string> Recipients { get; } = new List<string>();

        /// <summary>Who has to open a PFX, one of <see cref="PfxWriter.Readers"/>; null for any.</summary>
        public string Reader { get; set; }

        /// <summary>
        /// When backups are made, by whoever calls <see cref="Store.BackupIfDue"/> often enough: every 6 hours, daily at 03:30, every 2 days at 03:30, or the
        /// five fields of cron; null for never.
        /// </summary>
        public string Schedule { get; set; }

        /// <summary>
        /// Which backups are kept: keep 7, daily 14, weekly 8, monthly 12, each of them at will; or keep all. The newest that was proven always is.
        /// </summary>
        public string Retention { get; set; } = "keep all";

        internal static BackupSettings Of(BackupSettingsHandle handle)
        {
            using (handle)
            {
                return new BackupSettings(handle);
            }
        }

        /// <summary>As the library has them.</summary>
        internal BackupSettingsHandle Build()
        {
            Native.Check(Import<cw_backup_settings_new>.Call(out BackupSettingsHandle handle, out ErrorHandle error), error);
            try
            {
                Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(BackupSettingsHandle handle)
        {
            Native.SetText(handle, Location, Import<cw_backup_settings_set_location>.Call.Invoke);
            Native.SetValue(handle, (uint)Kind, Import<cw_backup_settings_set_kind>.Call.Invoke);
            Native.SetValue(handle, (uint)Files, Import<cw_backup_settings_set_files>.Call.Invoke);
            Native.SetText(handle, PasswordSource, Import<cw_backup_settings_set_password_source>.Call.Invoke);
            Native.SetTexts(handle, Recipients, Import<cw_backup_settings_set_recipients>.Call.Invoke);
            Native.SetText(handle, Reader, Import<cw_backup_settings_set_reader>.Call.Invoke);
            Native.SetText(handle, Schedule, Import<cw_backup_settings_set_schedule>.Call.Invoke);
            Native.SetText(handle, Retention, Import<cw_backup_settings_set_retention>.Call.Invoke);
        }
    }
}
