using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What becomes of one thing that is restored.</summary>
    public enum RestoreOutcome : uint
    {
        /// <summary>It was not here.</summary>
        Added = 1,

        /// <summary>It is here as it is.</summary>
        Same = 2,

        /// <summary>It and what is here cannot both hold, and nothing was said of which is meant.</summary>
        Conflict = 3,

        /// <summary>What is here stays.</summary>
        Kept = 4,

        /// <summary>It took the place of what was here.</summary>
        Replaced = 5,

        /// <summary>It cannot be restored; the note says why.</summary>
        Skipped = 6,
    }

    /// <summary>What a restore came to, or would come to.</summary>
    public sealed class Restored
    {
        private Restored(RestoredHandle handle)
        {
            Kind = (BackupKind)Native.Value<RestoredHandle, uint>(handle, Import<cw_restored_kind>.Call.Invoke);
            Changed = Native.Value<RestoredHandle, bool>(handle, Import<cw_restored_changed>.Call.Invoke);
            Lines = Native.List<RestoredHandle, IntPtr, RestoreLine>(
                handle, Import<cw_restored_line_count>.Call.Invoke, Import<cw_restored_line_at>.Call.Invoke, RestoreLine.Copy);
            Signer = Native.Text<RestoredHandle>(handle, Import<cw_restored_signer>.Call.Invoke);
            Notes = Native.Texts<RestoredHandle>(handle, Import<cw_restored_note_count>.Call.Invoke, Import<cw_restored_note_at>.Call.Invoke);
        }

        /// <summary>What form the backup has.</summary>
        public BackupKind Kind { get; }

        /// <summary>Whether the store is other than before.</summary>
        public bool Changed { get; }

        /// <summary>What becomes of each thing.</summary>
        public IReadOnlyList<RestoreLine> Lines { get; }

        /// <summary>SHA-256 of the key that signed a bundle, in hex; null of a PFX, which nobody signs.</summary>
        public string Signer { get; }

        /// <summary>What else is to be known.</summary>
        public IReadOnlyList<string> Notes { get; }

        internal static Restored Of(RestoredHandle handle)
        {
            using (handle)
            {
                return new Restored(handle);
            }
        }
    }

    /// <summary>One thing of a backup, and what becomes of it.</summary>
    public sealed class RestoreLine
    {
        private RestoreLine(IntPtr lent)
        {
            What = Lent.Text(lent, Import<cw_restore_line_what>.Call.Invoke);
            Name = Lent.Text(lent, Import<cw_restore_line_name>.Call.Invoke);
            Thumbprint = Lent.Text(lent, Import<cw_restore_line_thumbprint>.Call.Invoke);
            Outcome = (RestoreOutcome)Lent.Value<uint>(lent, Import<cw_restore_line_outcome>.Call.Invoke);
            Note = Lent.Text(lent, Import<cw_restore_line_note>.Call.Invoke);
        }

        /// <summary>certificate, assignment, role, endpoint, decision, succession, crl, settings, or what a file holds instead.</summary>
        public string What { get; }

        /// <summary>The subject of a certificate, the place of an assignment, a name.</summary>
        public string Name { get; }

        /// <summary>SHA-1 of the certificate concerned, upper-case hex; null if none is.</summary>
        public string Thumbprint { get; }

        /// <summary>What becomes of it.</summary>
        public RestoreOutcome Outcome { get; }

        /// <summary>Why, or what else is to be known, for people; null if nothing is.</summary>
        public string Note { get; }

        /// <summary>All of it in one line.</summary>
        public override string ToString() => What + " " + Name + ": " + Outcome.ToString().ToLowerInvariant() + (Note == null ? string.Empty : " (" + Note + ")");

        internal static RestoreLine Copy(IntPtr lent) => new RestoreLine(lent);
    }
}
