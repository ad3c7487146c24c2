using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What form a backup has.</summary>
    public enum BackupKind : uint
    {
        /// <summary>PKCS#12: the certificates and keys that roles need, for any program.</summary>
        Pfx = 1,

        /// <summary>Everything that the store holds, for disaster recovery.</summary>
        Bundle = 2,
    }

    /// <summary>A backup that was made, as its store remembers it.</summary>
    public sealed class Backup
    {
        private readonly string shown;

        private Backup(BackupHandle handle)
        {
            Id = checked((long)Native.Value<BackupHandle, ulong>(handle, Import<cw_backup_id>.Call.Invoke));
            At = Native.Time<BackupHandle>(handle, Import<cw_backup_at>.Call.Invoke);
            Kind = (BackupKind)Native.Value<BackupHandle, uint>(handle, Import<cw_backup_kind>.Call.Invoke);
            Location = Native.Text<BackupHandle>(handle, Import<cw_backup_location>.Call.Invoke);
            Files = Native.List<BackupHandle, BackupFile, BackupFile>(handle, Import<cw_backup_file_count>.Call.Invoke, FileAt, file => file);
            Scope = Native.Text<BackupHandle>(handle, Import<cw_backup_scope>.Call.Invoke);
            Keys = checked((long)Native.Value<BackupHandle, ulong>(handle, Import<cw_backup_keys>.Call.Invoke));
            Certificates = checked((long)Native.Value<BackupHandle, ulong>(handle, Import<cw_backup_certificates>.Call.Invoke));
            Restored = Native.Value<BackupHandle, bool>(handle, Import<cw_backup_restored>.Call.Invoke);
            Lacking = Native.Texts<BackupHandle>(handle, Import<cw_backup_lacking_count>.Call.Invoke, Import<cw_backup_lacking_at>.Call.Invoke);
            Proven = Moment.OfSecondsOrNull(Native.Value<BackupHandle, long>(handle, Import<cw_backup_proven>.Call.Invoke));
            ContentsProven = Native.Time<BackupHandle>(handle, Import<cw_backup_contents_proven>.Call.Invoke);
            shown = Native.Text<BackupHandle>(handle, Import<cw_backup_shown>.Call.Invoke);
        }

        /// <summary>Its number, which its store never uses again.</summary>
        public long Id { get; }

        /// <summary>When it was made, UTC.</summary>
        public DateTimeOffset At { get; }

        /// <summary>What form it has.</summary>
        public BackupKind Kind { get; }

        /// <summary>The folder or the URL that it was stored at.</summary>
        public string Location { get; }

        /// <summary>Its files there.</summary>
        public IReadOnlyList<BackupFile> Files { get; }

        /// <summary>The only scope that was taken; null: all.</summary>
        public string Scope { get; }

        /// <summary>How many certificates with their keys it holds.</summary>
        public long Keys { get; }

        /// <summary>How many certificates it holds in all.</summary>
        public long Certificates { get; }

        /// <summary>Whether it was restored here, and made elsewhere or by another program: its files are never removed.</summary>
        public bool Restored { get; }

        /// <summary>SHA-1, upper-case hex, of the certificates that should be in it and whose keys could not be taken.</summary>
        public IReadOnlyList<string> Lacking { get; }

        /// <summary>When it was last proven that it restores, UTC; null: only its contents were, see <see cref="ContentsProven"/>.</summary>
        public DateTimeOffset? Proven { get; }

        /// <summary>When its contents were last proven, UTC: with a key that was made for the proof alone where recipients open it.</summary>
        public DateTimeOffset ContentsProven { get; }

        /// <summary>Where it is and of when, for people.</summary>
        public override string ToString() => shown;

        internal static Backup Of(BackupHandle handle)
        {
            using (handle)
            {
                return handle.IsInvalid ? null : new Backup(handle);
            }
        }

        internal static Backup Copy(IntPtr lent) => Of(new BackupHandle(lent));

        internal static IReadOnlyList<Backup> All(BackupsHandle backups)
        {
            using (backups)
            {
                return Native.List<BackupsHandle, IntPtr, Backup>(backups, Import<cw_backups_count>.Call.Invoke, Import<cw_backups_at>.Call.Invoke, Copy);
            }
        }

        private static Status FileAt(BackupHandle handle, UIntPtr index, out BackupFile file, out ErrorHandle error)
        {
            Status status = Import<cw_backup_file_at>.Call(handle, index, out CwStr name, out ulong size, out CwStr sha256, out error);
            file = status == Status.Ok ? new BackupFile(name.Text(), checked((long)size), sha256.Text()) : null;
            return status;
        }
    }

    /// <summary>One file of a backup.</summary>
    public sealed class BackupFile
    {
        internal BackupFile(string name, long size, string sha256)
        {
            Name = name;
            Size = size;
            Sha256 = sha256;
        }

        /// <summary>Its name in the backup's location.</summary>
        public string Name { get; }

        /// <summary>How many octets it has.</summary>
        public long Size { get; }

        /// <summary>SHA-256 of it, upper-case hex.</summary>
        public string Sha256 { get; }

        /// <summary>Its name.</summary>
        public override string ToString() => Name;
    }
}
