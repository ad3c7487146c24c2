using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>One thing in a file: taken, or why not.</summary>
    public sealed class Bag
    {
        internal Bag(IntPtr lent, Parts parts)
        {
            What = Lent.Text(lent, Import<cw_bag_what>.Call.Invoke);
            Taken = Lent.Value<bool>(lent, Import<cw_bag_taken>.Call.Invoke);
            FriendlyName = Lent.Text(lent, Import<cw_bag_friendly_name>.Call.Invoke);
            LocalKeyId = Lent.Value<CwOctets>(lent, Import<cw_bag_local_key_id>.Call.Invoke).Octets();
            Certificate = Part(lent, Import<cw_bag_certificate>.Call.Invoke, Certificate.Copy, parts);
            PrivateKey = Part(lent, Import<cw_bag_private_key>.Call.Invoke, PrivateKey.Copy, parts);
            Crl = Part(lent, Import<cw_bag_crl>.Call.Invoke, Crl.Copy, parts);
            OpaqueKey = Part(lent, Import<cw_bag_opaque_key>.Call.Invoke, OpaqueKey.Copy, parts);
            KeyProvider = Lent.Text(lent, Import<cw_bag_key_provider>.Call.Invoke);
            MachineKey = Lent.Value<bool>(lent, Import<cw_bag_machine_key>.Call.Invoke);
            Trusted = Lent.Value<bool>(lent, Import<cw_bag_trusted>.Call.Invoke);
            Encryption = Lent.Text(lent, Import<cw_bag_encryption>.Call.Invoke);
            Note = Lent.Text(lent, Import<cw_bag_note>.Call.Invoke);
        }

        /// <summary>The same after an import: what became of it there.</summary>
        internal Bag(Bag read, ImportedHandle imported, UIntPtr index, Parts parts)
        {
            What = read.What;
            FriendlyName = read.FriendlyName;
            LocalKeyId = read.LocalKeyId;
            Certificate = read.Certificate;
            PrivateKey = read.PrivateKey;
            Crl = read.Crl;
            OpaqueKey = read.OpaqueKey;
            KeyProvider = read.KeyProvider;
            MachineKey = read.MachineKey;
            Trusted = read.Trusted;
            Encryption = read.Encryption;
            Native.Check(Import<cw_imported_bag_taken>.Call(imported, index, out bool taken, out ErrorHandle error), error);
            Native.Check(Import<cw_imported_bag_changed>.Call(imported, index, out bool changed, out error), error);
            Native.Check(Import<cw_imported_bag_note>.Call(imported, index, out CwStr note, out error), error);
            Native.Check(Import<cw_imported_bag_entry>.Call(imported, index, out IntPtr entry, out error), error);
            Taken = taken;
            Changed = changed;
            Note = note.Text();
            Entry = entry == IntPtr.Zero ? null : parts.Add(Entry.Copy(entry));
        }

        /// <summary>certificate, private key, CRL, or what it is instead, such as <c>a certificate request</c>.</summary>
        public string What { get; }

        /// <summary>Whether it could be read; after an import whether the store holds it.</summary>
        public bool Taken { get; }

        /// <summary>After an import: whether the store is other than before by it.</summary>
        public bool Changed { get; }

        /// <summary>After an import: the certificate that it is, or belongs to, as the store holds it; null if there is none. It belongs to the report.</summary>
        public Entry Entry { get; }

        /// <summary>The name that the file gives to it; null if it gives none.</summary>
        public string FriendlyName { get; }

        /// <summary>The id by which a PFX ties key and certificate together; only a hint.</summary>
        public byte[] LocalKeyId { get; }

        /// <summary>The certificate, if it is one. It belongs to the report.</summary>
        public Certificate Certificate { get; }

        /// <summary>The private key, if it is one that can be used. It belongs to the report.</summary>
        public PrivateKey PrivateKey { get; }

        /// <summary>The certificate revocation list, if it is one; of no store, also after an import. It belongs to the report.</summary>
        public Crl Crl { get; }

        /// <summary>The private key, if it is one of a kind that cannot be used here; then it is not taken. It belongs to the report.</summary>
        public OpaqueKey OpaqueKey { get; }

        /// <summary>The provider of CryptoAPI or CNG that Windows kept the key in, and would put it into.</summary>
        public string KeyProvider { get; }

        /// <summary>Whether Windows kept the key for the machine, not for a user.</summary>
        public bool MachineKey { get; }

        /// <summary>Whether it carries Oracle's mark of a certificate that Java trusts.</summary>
        public bool Trusted { get; }

        /// <summary>How it was encrypted, such as <c>AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations</c>.</summary>
        public string Encryption { get; }

        /// <summary>Why it was not taken, or what is to be known.</summary>
        public string Note { get; }

        private static T Part<T>(IntPtr lent, Look<IntPtr, IntPtr> look, Func<IntPtr, T> copy, Parts parts)
            where T : class
        {
            IntPtr found = Lent.Value(lent, look);
            return found == IntPtr.Zero ? null : parts.Add(copy(found));
        }
    }
}
