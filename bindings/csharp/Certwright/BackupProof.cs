using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What came of the proof that a backup restores.</summary>
    public sealed class BackupProof
    {
        private BackupProof(BackupProofHandle handle)
        {
            Kind = (BackupKind)Native.Value<BackupProofHandle, uint>(handle, Import<cw_backup_proof_kind>.Call.Invoke);
            Certificates = checked((long)Native.Value<BackupProofHandle, ulong>(handle, Import<cw_backup_proof_certificates>.Call.Invoke));
            Keys = checked((long)Native.Value<BackupProofHandle, ulong>(handle, Import<cw_backup_proof_keys>.Call.Invoke));
            Signed = checked((long)Native.Value<BackupProofHandle, ulong>(handle, Import<cw_backup_proof_signed>.Call.Invoke));
            Compared = Native.Texts<BackupProofHandle>(
                handle, Import<cw_backup_proof_compared_count>.Call.Invoke, Import<cw_backup_proof_compared_at>.Call.Invoke);
            Skipped = Native.List<BackupProofHandle, IntPtr, RestoreLine>(
                handle, Import<cw_backup_proof_skipped_count>.Call.Invoke, Import<cw_backup_proof_skipped_at>.Call.Invoke, RestoreLine.Copy);
            MissingToday = Native.List<BackupProofHandle, IntPtr, LeftOut>(
                handle, Import<cw_backup_proof_missing_today_count>.Call.Invoke, Import<cw_backup_proof_missing_today_at>.Call.Invoke, LeftOut.Copy);
            Complete = Native.Value<BackupProofHandle, bool>(handle, Import<cw_backup_proof_complete>.Call.Invoke);
            RecipientProven = Native.Value<BackupProofHandle, bool>(handle, Import<cw_backup_proof_recipient_proven>.Call.Invoke);
            Signer = Native.Text<BackupProofHandle>(handle, Import<cw_backup_proof_signer>.Call.Invoke);
            bool own = Native.Value<BackupProofHandle, bool>(handle, Import<cw_backup_proof_own_signer>.Call.Invoke);
            OwnSigner = Signer == null ? (bool?)null : own;
            Made = Moment.OfSecondsOrNull(Native.Value<BackupProofHandle, long>(handle, Import<cw_backup_proof_made>.Call.Invoke));
            Notes = Native.Texts<BackupProofHandle>(handle, Import<cw_backup_proof_note_count>.Call.Invoke, Import<cw_backup_proof_note_at>.Call.Invoke);
        }

        /// <summary>What form the backup has.</summary>
        public BackupKind Kind { get; }

        /// <summary>How many certificates came out of it.</summary>
        public long Certificates { get; }

        /// <summary>How many private keys did.</summary>
        public long Keys { get; }

        /// <summary>How many of these signed something that their certificates verify.</summary>
        public long Signed { get; }

        /// <summary>Certificates, by SHA-1, whose keys cannot sign here, and were compared octet by octet with those of the store.</summary>
        public IReadOnlyList<string> Compared { get; }

        /// <summary>What could not be taken out of it, with why.</summary>
        public IReadOnlyList<RestoreLine> Skipped { get; }

        /// <summary>What the store's roles need today that it does not hold; of a backup that was made a moment ago see <see cref="BackupReport.Lacking"/>.</summary>
        public IReadOnlyList<LeftOut> MissingToday { get; }

        /// <summary>Whether all came out of it, and it holds all that is needed today.</summary>
        public bool Complete { get; }

        /// <summary>Whether it was opened by what opens it for real, not only by a key that was made for the proof alone.</summary>
        public bool RecipientProven { get; }

        /// <summary>SHA-256 of the key that signed a bundle, in hex; null of a PFX, which nobody signs.</summary>
        public string Signer { get; }

        /// <summary>Whether that is this store's own key; null of a PFX.</summary>
        public bool? OwnSigner { get; }

        /// <summary>When a bundle was made, UTC; null of a PFX.</summary>
        public DateTimeOffset? Made { get; }

        /// <summary>What else is to be known.</summary>
        public IReadOnlyList<string> Notes { get; }

        internal static BackupProof Of(BackupProofHandle handle)
        {
            using (handle)
            {
                return new BackupProof(handle);
            }
        }

        internal static BackupProof Copy(IntPtr lent) => Of(new BackupProofHandle(lent));
    }

    /// <summary>A certificate that a backup does not hold, and why.</summary>
    public sealed class LeftOut
    {
        private LeftOut(IntPtr lent)
        {
            Thumbprint = Lent.Text(lent, Import<cw_left_out_thumbprint>.Call.Invoke);
            Role = Lent.Text(lent, Import<cw_left_out_role>.Call.Invoke);
            Scope = Lent.Text(lent, Import<cw_left_out_scope>.Call.Invoke);
            Subject = Lent.Text(lent, Import<cw_left_out_subject>.Call.Invoke);
            Why = Lent.Text(lent, Import<cw_left_out_why>.Call.Invoke);
        }

        /// <summary>SHA-1 of the certificate, upper-case hex.</summary>
        public string Thumbprint { get; }

        /// <summary>The role that it serves.</summary>
        public string Role { get; }

        /// <summary>Where; null: in the whole installation.</summary>
        public string Scope { get; }

        /// <summary>Its subject; null where the certificate is not here.</summary>
        public string Subject { get; }

        /// <summary>Why it is not in the backup, for people.</summary>
        public string Why { get; }

        internal static LeftOut Copy(IntPtr lent) => new LeftOut(lent);
    }
}
