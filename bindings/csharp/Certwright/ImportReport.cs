using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Everything that a file holds, in its order. Certificates, keys and identities belong to it and are disposed of with it.</summary>
    public sealed class ImportReport : IDisposable
    {
        private readonly Parts parts = new Parts();

        private ImportReport(ImportReportHandle handle)
        {
            Format = Native.Text<ImportReportHandle>(handle, Import<cw_import_report_format>.Call.Invoke);
            Bags = Native.List<ImportReportHandle, IntPtr, Bag>(
                handle, Import<cw_import_report_bag_count>.Call.Invoke, Import<cw_import_report_bag_at>.Call.Invoke, lent => new Bag(lent, parts));
            Notes = Native.Texts<ImportReportHandle>(handle, Import<cw_import_report_note_count>.Call.Invoke, Import<cw_import_report_note_at>.Call.Invoke);
            Certificates = parts.Add(Native.List<ImportReportHandle, IntPtr, Certificate>(
                handle, Import<cw_import_report_certificate_count>.Call.Invoke, Import<cw_import_report_certificate_at>.Call.Invoke, Certificate.Copy));
            PrivateKeys = parts.Add(Native.List<ImportReportHandle, IntPtr, PrivateKey>(
                handle, Import<cw_import_report_private_key_count>.Call.Invoke, Import<cw_import_report_private_key_at>.Call.Invoke, PrivateKey.Copy));
            OpaqueKeys = parts.Add(Native.List<ImportReportHandle, IntPtr, OpaqueKey>(
                handle, Import<cw_import_report_opaque_key_count>.Call.Invoke, Import<cw_import_report_opaque_key_at>.Call.Invoke, OpaqueKey.Copy));
            Identities = parts.Add(Native.List<ImportReportHandle, IntPtr, Identity>(
                handle, Import<cw_import_report_identity_count>.Call.Invoke, Import<cw_import_report_identity_at>.Call.Invoke, Identity.Copy));
        }

        private ImportReport(ImportedHandle imported, ImportReportHandle read)
            : this(read)
        {
            var bags = new Bag[Bags.Count];
            for (int i = 0; i < bags.Length; i++)
            {
                bags[i] = new Bag(Bags[i], imported, (UIntPtr)i, parts);
            }

            Bags = Array.AsReadOnly(bags);
            Changed = Native.Value<ImportedHandle, bool>(imported, Import<cw_imported_changed>.Call.Invoke);
            Entries = parts.Add(Native.List<ImportedHandle, IntPtr, Entry>(
                imported, Import<cw_imported_entry_count>.Call.Invoke, Import<cw_imported_entry_at>.Call.Invoke, Entry.Copy));
        }

        /// <summary>DER, PEM, PKCS#7 or PKCS#12.</summary>
        public string Format { get; }

        /// <summary>Every bag, block or element.</summary>
        public IReadOnlyList<Bag> Bags { get; }

        /// <summary>What else is to be known, such as that the file has no integrity check, or what is odd about its text.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>The certificates, each once.</summary>
        public IReadOnlyList<Certificate> Certificates { get; }

        /// <summary>The private keys.</summary>
        public IReadOnlyList<PrivateKey> PrivateKeys { get; }

        /// <summary>The private keys of kinds that cannot be used here, in the order of the file.</summary>
        public IReadOnlyList<OpaqueKey> OpaqueKeys { get; }

        /// <summary>Certificates with their keys, matched by public key, and their chains out of this file.</summary>
        public IReadOnlyList<Identity> Identities { get; }

        /// <summary>After an import: whether the store is other than before.</summary>
        public bool Changed { get; }

        /// <summary>After an import: the certificates as the store holds them, each once.</summary>
        public IReadOnlyList<Entry> Entries { get; } = new Entry[0];

        /// <summary>Frees what the file held; again does nothing.</summary>
        public void Dispose() => parts.Dispose();

        internal static ImportReport Of(ImportReportHandle handle)
        {
            using (handle)
            {
                return new ImportReport(handle);
            }
        }

        internal static ImportReport Of(ImportedHandle imported)
        {
            using (imported)
            using (imported.Hold())
            using (var read = new ImportReportHandle(Native.Value<ImportedHandle, IntPtr>(imported, Import<cw_imported_report>.Call.Invoke)))
            {
                return new ImportReport(imported, read);
            }
        }
    }
}
