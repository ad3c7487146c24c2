using System;
using System.Collections.Generic;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <content>Backups that are proven to restore: made, by a schedule too, restored, proven again.</content>
    public sealed partial class Store
    {
        /// <summary>
        /// Makes a backup, and proves that it restores from where it is stored: into a store that lives for that alone, where each key is used and everything
        /// compared with this store. One that does not is removed, and those before it stay; of those, the retention then lets go what it may. A PFX takes the
        /// certificates that are assigned or retained in roles that are in the backup, and their keys and chains. Certificates whose keys are not here are in
        /// <see cref="BackupReport.Lacking"/>, and the others are backed up all the same. A bundle takes everything. What <paramref name="progress"/>
        /// throws ends the work and comes out of this call.
        /// </summary>
        /// <param name="options">How; null for what the settings say.</param>
        /// <param name="progress">Is told how many certificates are done, once for writing and once for the proof.</param>
        /// <param name="cancellation">Stops the work.</param>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        /// <exception cref="CertwrightException">
        /// InvalidArgument without a location, and for an empty password; PasswordRequired; NotFound where nothing is to be backed up, and for a location that
        /// is not there; NotRestorable where the proof failed; Busy where the store does not hold still; Unsupported for what the native library is built
        /// without, as S3; StoreLocked, Io.
        /// </exception>
        public BackupReport Backup(BackupOptions options = null, IProgress<CheckProgress> progress = null, CancellationToken cancellation = default)
        {
            using (BackupOptionsHandle how = BackupOptions.Build(options))
            {
                return Told(
                    progress,
                    cancellation,
                    tell =>
                    {
                        cw_store_backup_progress told = (user, done, total) => tell(done, total);
                        Status status = Import<cw_store_backup>.Call(Handle, how, told, IntPtr.Zero, out BackupReportHandle report, out ErrorHandle error);
                        GC.KeepAlive(told);
                        return (status, report, error);
                    },
                    BackupReport.Of);
            }
        }

        /// <summary>The backups that were made and are still there as far as the store knows, the newest first.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<Backup> Backups() => Certwright.Backup.All(Native.Value<StoreHandle, BackupsHandle>(Handle, Import<cw_store_backups>.Call.Invoke));

        /// <summary>The newest backup that holds the private key of a certificate, as far as the store knows; null if there is none. The certificate need not be here.</summary>
        /// <exception cref="CertwrightException">InvalidThumbprint; as <see cref="Backups"/>.</exception>
        public unsafe Backup BackupThatHolds(Thumbprint certificate)
        {
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(Import<cw_store_backup_that_holds>.Call(Handle, text.Pointer, text.Length, out BackupHandle found, out ErrorHandle error), error);
                return Certwright.Backup.Of(found);
            }
        }

        /// <summary>How backups are made unless said otherwise.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for what was altered; Damaged for settings of a later version.</exception>
        public BackupSettings BackupSettings() =>
            Certwright.BackupSettings.Of(Native.Value<StoreHandle, BackupSettingsHandle>(Handle, Import<cw_store_backup_settings>.Call.Invoke));

        /// <summary>Sets how backups are made; whether anything changed. The settings are kept in the store, sealed.</summary>
        /// <param name="settings">What they are to be.</param>
        /// <param name="password">
        /// The password that is sealed in the store where the source is "sealed"; null to keep one that is sealed already. Any other source takes a sealed one
        /// away.
        /// </param>
        /// <exception cref="CertwrightException">
        /// InvalidArgument for a location, source, reader, recipient, schedule or rule that is not of its form, for an empty password, and for one that is not
        /// to be sealed; PasswordRequired where one is; StoreLocked.
        /// </exception>
        public unsafe bool SetBackupSettings(BackupSettings settings, Password password = null)
        {
            using (BackupSettingsHandle what = (settings ?? throw new ArgumentNullException(nameof(settings))).Build())
            {
                return Password.Use(password, input =>
                {
                    Native.Check(
                        Import<cw_store_set_backup_settings>.Call(Handle, what, input.Pointer, input.Length, out bool changed, out ErrorHandle error), error);
                    return changed;
                });
            }
        }

        /// <summary>
        /// Restores a backup: the files and their password are all that it takes. Everything is taken out of them first, then comes into this store in one
        /// transaction; roles, scopes, dates and names come back too. A file of another program is taken as well, for a role that is given. Where this store
        /// has gone on since, what both cannot hold is a conflict, and unless said how it is resolved nothing is restored. What is here already stays as it
        /// is. No password, no protector and no trust in a named store comes out of a PFX. What <paramref name="progress"/> throws ends the work and comes
        /// out of this call.
        /// </summary>
        /// <param name="files">The paths of all files of a PFX backup, or that of one bundle.</param>
        /// <param name="options">How; null for the defaults.</param>
        /// <param name="progress">Is told how much is done.</param>
        /// <param name="cancellation">Stops the work.</param>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        /// <exception cref="CertwrightException">
        /// Conflict, whose <see cref="CertwrightException.Details"/> name them all; PasswordRequired, WrongPassword; Damaged, Tampered for files that are not
        /// whole; OtherSigner for a bundle of another store whose key is not said to be trusted; Unsupported for one of a later version, and for a role
        /// whose rules the certificate does not fit; UnknownRole for a role that is given and not known;
        /// InvalidArgument for one that is given to a file that names its own, or that holds several keys; NotFound, StoreLocked, Io.
        /// </exception>
        public unsafe Restored Restore(
            IEnumerable<string> files, RestoreOptions options = null, IProgress<CheckProgress> progress = null, CancellationToken cancellation = default)
        {
            using (var paths = new TextArray(files ?? throw new ArgumentNullException(nameof(files))))
            using (RestoreOptionsHandle how = RestoreOptions.Build(options))
            {
                return Told(
                    progress,
                    cancellation,
                    tell =>
                    {
                        cw_store_restore_progress told = (user, done, total) => tell(done, total);
                        fixed (CwStr* first = paths.Texts)
                        {
                            Status status = Import<cw_store_restore>.Call(
                                Handle, first, paths.Count, how, told, IntPtr.Zero, out RestoredHandle restored, out ErrorHandle error);
                            GC.KeepAlive(told);
                            return (status, restored, error);
                        }
                    },
                    Restored.Of);
            }
        }

        /// <summary>
        /// Proves that files restore, at any time after they were made: takes everything out of them, uses each key, and says what the store's roles need
        /// today that is not in them. Nothing is restored. A backup that the store remembers is then proven as of now. Where nothing is given that opens them,
        /// the password that the settings lead to is tried.
        /// </summary>
        /// <param name="files">As for <see cref="Restore"/>.</param>
        /// <param name="options">Password and identities; the others have no effect.</param>
        /// <param name="progress">Is told how much is done.</param>
        /// <param name="cancellation">Stops the work.</param>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        /// <exception cref="CertwrightException">
        /// As <see cref="Restore"/>, without Conflict and OtherSigner; KeyMismatch for a key that does not sign what its certificate verifies.
        /// </exception>
        public unsafe BackupProof VerifyBackup(
            IEnumerable<string> files, RestoreOptions options = null, IProgress<CheckProgress> progress = null, CancellationToken cancellation = default)
        {
            using (var paths = new TextArray(files ?? throw new ArgumentNullException(nameof(files))))
            using (RestoreOptionsHandle how = RestoreOptions.Build(options))
            {
                return Told(
                    progress,
                    cancellation,
                    tell =>
                    {
                        cw_store_verify_backup_progress told = (user, done, total) => tell(done, total);
                        fixed (CwStr* first = paths.Texts)
                        {
                            Status status = Import<cw_store_verify_backup>.Call(
                                Handle, first, paths.Count, how, told, IntPtr.Zero, out BackupProofHandle proof, out ErrorHandle error);
                            GC.KeepAlive(told);
                            return (status, proof, error);
                        }
                    },
                    BackupProof.Of);
            }
        }

        /// <summary>How it stands with the backups.</summary>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public BackupStatus BackupStatus() =>
            Certwright.BackupStatus.Of(Native.Value<StoreHandle, BackupStatusHandle>(Handle, Import<cw_store_backup_status>.Call.Invoke));

        /// <summary>
        /// Makes the scheduled backup if it is due: exactly one, when several processes ask at once. One that fails is told in the journal, and due again after
        /// a pause that grows with each failure; it never switches the schedule off. To be called every few minutes.
        /// </summary>
        /// <param name="password">The password; null for what the settings lead to.</param>
        /// <param name="progress">As for <see cref="Backup"/>.</param>
        /// <param name="cancellation">Stops the work.</param>
        /// <exception cref="OperationCanceledException">It was asked for.</exception>
        /// <exception cref="CertwrightException">As <see cref="Backup"/>.</exception>
        public unsafe DueBackup BackupIfDue(Password password = null, IProgress<CheckProgress> progress = null, CancellationToken cancellation = default)
        {
            long next = 0;
            string elsewhere = null;
            return Password.Use(password, input => Told(
                progress,
                cancellation,
                tell =>
                {
                    cw_store_backup_if_due_progress told = (user, done, total) => tell(done, total);
                    Status status = Import<cw_store_backup_if_due>.Call(
                        Handle,
                        input.Pointer,
                        input.Length,
                        told,
                        IntPtr.Zero,
                        out BackupReportHandle report,
                        out next,
                        out CwBytes by,
                        out ErrorHandle error);
                    GC.KeepAlive(told);
                    elsewhere = by.Data == null ? null : by.TakeText();
                    return (status, report, error);
                },
                report => new DueBackup(BackupReport.Of(report), Moment.OfSecondsOrNull(next), elsewhere)));
        }
    }
}
