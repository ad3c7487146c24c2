using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>How many files a PFX backup has.</summary>
    public enum BackupFiles : uint
    {
        /// <summary>One that holds all.</summary>
        One = 1,

        /// <summary>One for each certificate.</summary>
        Each = 2,
    }

    /// <summary>How one backup is made; what is null follows the <see cref="BackupSettings"/> of the store.</summary>
    public sealed class BackupOptions
    {
        /// <summary>A folder, or s3://bucket/prefix.</summary>
        public string Location { get; set; }

        /// <summary>What form it has.</summary>
        public BackupKind Kind { get; set; } = BackupKind.Pfx;

        /// <summary>How many files a PFX backup has.</summary>
        public BackupFiles? Files { get; set; }

        /// <summary>Only this scope, such as one database; null for all. Not of a bundle.</summary>
        public string Scope { get; set; }

        /// <summary>The password of a PFX, or the passphrase of a bundle; never empty.</summary>
        public Password Password { get; set; }

        /// <summary>The recipients of a bundle (age1…), in place of a password and of those of the settings; empty for these.</summary>
        public IList<string> Recipients { get; } = new List<string>();

        /// <summary>Who has to open a PFX, one of <see cref="PfxWriter.Readers"/>.</summary>
        public string Reader { get; set; }

        /// <summary>The iterations of each key derivation of a PFX, whose reader is then <see cref="Reader"/>, and not that of the settings.</summary>
        public int? Iterations { get; set; }

        /// <summary>As the library has them.</summary>
        internal static BackupOptionsHandle Build(BackupOptions options)
        {
            Native.Check(Import<cw_backup_options_new>.Call(out BackupOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(BackupOptionsHandle handle)
        {
            Native.SetText(handle, Location, Import<cw_backup_options_location>.Call.Invoke);
            Native.SetValue(handle, (uint)Kind, Import<cw_backup_options_kind>.Call.Invoke);
            if (Files is BackupFiles files)
            {
                Native.SetValue(handle, (uint)files, Import<cw_backup_options_files>.Call.Invoke);
            }

            Native.SetText(handle, Scope, Import<cw_backup_options_scope>.Call.Invoke);
            Native.SetPassword(handle, Password, Import<cw_backup_options_password>.Call.Invoke);
            Native.AddTexts(handle, Recipients, nameof(Recipients), Import<cw_backup_options_recipient>.Call.Invoke);
            Native.SetText(handle, Reader, Import<cw_backup_options_reader>.Call.Invoke);
            if (Iterations is int iterations)
            {
                Native.SetValue(handle, Native.Unsigned(iterations, nameof(Iterations)), Import<cw_backup_options_iterations>.Call.Invoke);
            }
        }
    }
}
