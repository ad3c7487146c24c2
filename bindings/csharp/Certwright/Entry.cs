using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// A certificate as a store holds it, at the moment it was read; taken wherever a thumbprint is. It keeps the files of its store open until
    /// it is disposed of.
    /// </summary>
    public sealed class Entry : IDisposable
    {
        private readonly Parts parts = new Parts();
        private Certificate certificate;

        internal Entry(EntryHandle handle) => Handle = handle;

        /// <summary>The certificate without its store. It belongs to the entry and is disposed of with it.</summary>
        public Certificate Certificate => parts.Once(
            ref certificate,
            () => Native.Lent<EntryHandle, Certificate>(Handle, Import<cw_entry_certificate>.Call.Invoke, Certificate.Copy));

        /// <summary>The name for people; null if it has none.</summary>
        public string FriendlyName => Native.Text<EntryHandle>(Handle, Import<cw_entry_friendly_name>.Call.Invoke);

        /// <summary>Free words.</summary>
        public IReadOnlyList<string> Tags => Native.Texts<EntryHandle>(Handle, Import<cw_entry_tag_count>.Call.Invoke, Import<cw_entry_tag_at>.Call.Invoke);

        /// <summary>The named stores it is in.</summary>
        public IReadOnlyList<string> Stores => Native.Texts<EntryHandle>(Handle, Import<cw_entry_store_count>.Call.Invoke, Import<cw_entry_store_at>.Call.Invoke);

        /// <summary>Whether it was archived.</summary>
        public bool Archived => Native.Value<EntryHandle, bool>(Handle, Import<cw_entry_archived>.Call.Invoke);

        /// <summary>Whether the store holds its private key.</summary>
        public bool HasPrivateKey => Native.Value<EntryHandle, bool>(Handle, Import<cw_entry_has_private_key>.Call.Invoke);

        /// <summary>When it came into the store, UTC.</summary>
        public DateTimeOffset Added => Native.Time<EntryHandle>(Handle, Import<cw_entry_added>.Call.Invoke);

        /// <summary>SHA-1 of the DER, upper-case hex: Windows' name for a certificate. It identifies, and proves nothing.</summary>
        public string Thumbprint => Certificate.Thumbprint;

        /// <summary>The DER, octet for octet as it was read.</summary>
        public byte[] Der => Certificate.Der;

        /// <summary>SHA-256 of the DER, upper-case hex.</summary>
        public string Sha256 => Certificate.Sha256;

        /// <summary>The subject as RFC 4514 text, the last component of the DER first.</summary>
        public string Subject => Certificate.Subject;

        /// <summary>The issuer as RFC 4514 text.</summary>
        public string Issuer => Certificate.Issuer;

        /// <summary>The most specific common name of the subject; null if it has none.</summary>
        public string CommonName => Certificate.CommonName;

        /// <summary>The serial number: upper-case hex without the sign octet, a negative one with "-". Unique within one issuer only.</summary>
        public string Serial => Certificate.Serial;

        /// <summary>The beginning of the validity, UTC.</summary>
        public DateTimeOffset NotBefore => Certificate.NotBefore;

        /// <summary>The end of the validity, UTC; still valid at this second.</summary>
        public DateTimeOffset NotAfter => Certificate.NotAfter;

        /// <summary>The DNS names of the subjectAltName.</summary>
        public IReadOnlyList<string> DnsNames => Certificate.DnsNames;

        /// <summary>The addresses of the subjectAltName.</summary>
        public IReadOnlyList<string> IpAddresses => Certificate.IpAddresses;

        /// <summary>The kind of its key: p256, rsa2048; or another curve's name, or an OID.</summary>
        public string KeyAlgorithm => Certificate.KeyAlgorithm;

        /// <summary>The algorithm it is signed with, such as ecdsa-with-SHA256.</summary>
        public string SignatureAlgorithm => Certificate.SignatureAlgorithm;

        /// <summary>Whether basicConstraints says that it is a CA.</summary>
        public bool IsCa => Certificate.IsCa;

        /// <summary>Whether subject and issuer are the same and its own key verifies its signature.</summary>
        public bool IsSelfSigned => Certificate.IsSelfSigned;

        internal EntryHandle Handle { get; }

        /// <summary>The certificate, its private key, and the chain as far as the store has it; the caller disposes of it.</summary>
        /// <exception cref="CertwrightException">NoPrivateKey, StoreLocked, Tampered.</exception>
        public Identity Identity() => new Identity(Native.Value<EntryHandle, IdentityHandle>(Handle, Import<cw_entry_identity>.Call.Invoke));

        /// <summary>The certificates above it that the store has, nearest first, without a self-signed one. None is thereby trusted.</summary>
        public IReadOnlyList<Certificate> Chain()
        {
            using (ChainHandle chain = Native.Value<EntryHandle, ChainHandle>(Handle, Import<cw_entry_chain>.Call.Invoke))
            {
                return Native.List<ChainHandle, IntPtr, Certificate>(chain, Import<cw_chain_count>.Call.Invoke, Import<cw_chain_at>.Call.Invoke, Certificate.Copy);
            }
        }

        /// <summary>What it is for: its assignments as they are at the time of the call, former ones included.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<Assignment> Assignments() =>
            Assignment.All(Native.Value<EntryHandle, AssignmentsHandle>(Handle, Import<cw_entry_assignments>.Call.Invoke));

        /// <summary>
        /// Why the store must keep it, for people, at the time of the call: it is assigned, retained or used by an endpoint, or issued what is valid and
        /// here. At most eight reasons, none where it is not required. Whether it is archived does not matter.
        /// </summary>
        /// <exception cref="CertwrightException">Io, Damaged.</exception>
        public IReadOnlyList<string> Required()
        {
            using (TextsHandle reasons = Native.Value<EntryHandle, TextsHandle>(Handle, Import<cw_entry_required>.Call.Invoke))
            {
                return Native.Texts<TextsHandle>(reasons, Import<cw_texts_count>.Call.Invoke, Import<cw_texts_at>.Call.Invoke);
            }
        }

        /// <summary>The certificate as an object of .NET's, with its private key; the caller disposes of it. See <see cref="Certwright.Identity.ToX509Certificate2"/>.</summary>
        /// <exception cref="CertwrightException">NoPrivateKey, StoreLocked, Tampered, Unsupported.</exception>
        public X509Certificate2 ToX509Certificate2(X509KeyStorageFlags flags = X509KeyStorageFlags.DefaultKeySet)
        {
            using (Identity identity = Identity())
            {
                return identity.ToX509Certificate2(flags);
            }
        }

        /// <summary>Its subject and thumbprint.</summary>
        public override string ToString() => Handle.IsClosed ? nameof(Entry) : Certificate.ToString();

        /// <summary>Frees it, and its certificate; again does nothing.</summary>
        public void Dispose()
        {
            parts.Dispose();
            Handle.Dispose();
        }

        internal static Entry Copy(IntPtr lent)
        {
            using (var borrowed = new EntryHandle(lent))
            {
                return new Entry(Native.Value<EntryHandle, EntryHandle>(borrowed, Import<cw_entry_clone>.Call.Invoke));
            }
        }
    }
}
