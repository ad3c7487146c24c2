using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// One parsed X.509 certificate; immutable. Reading checks the form, and that no extension stands twice or is malformed. It does not
    /// check a signature, a date, or whether anyone should trust it.
    /// </summary>
    public sealed class Certificate : IDisposable, IEquatable<Certificate>
    {
        internal Certificate(CertificateHandle handle) => Handle = handle;

        internal CertificateHandle Handle { get; }

        /// <summary>Reads one certificate of at most 1 MiB; nothing may follow it.</summary>
        /// <exception cref="CertwrightException">MalformedCertificate, TooLarge.</exception>
        public static unsafe Certificate FromDer(byte[] der) =>
            new Certificate(Native.Made<CertificateHandle>(der, nameof(der), Import<cw_certificate_from_der>.Call.Invoke));

        /// <summary>Reads the first certificate of a PEM text.</summary>
        /// <exception cref="CertwrightException">MalformedCertificate, TooLarge.</exception>
        public static unsafe Certificate FromPem(byte[] pem) =>
            new Certificate(Native.Made<CertificateHandle>(pem, nameof(pem), Import<cw_certificate_from_pem>.Call.Invoke));

        /// <summary>Reads the first certificate of a PEM text.</summary>
        /// <exception cref="CertwrightException">MalformedCertificate, TooLarge.</exception>
        public static unsafe Certificate FromPem(string pem) =>
            new Certificate(Native.Made<CertificateHandle>(pem, nameof(pem), Import<cw_certificate_from_pem>.Call.Invoke));

        /// <summary>The same certificate as an object of .NET's. Its key, if it has one, stays behind; <see cref="Identity.FromX509Certificate2"/> takes it along.</summary>
        public static Certificate FromX509Certificate2(X509Certificate2 certificate) =>
            FromDer((certificate ?? throw new ArgumentNullException(nameof(certificate))).RawData);

        /// <summary>The same certificate as an object of .NET's, without a key.</summary>
        public X509Certificate2 ToX509Certificate2() => new X509Certificate2(Der);

        /// <summary>The DER, octet for octet as it was read.</summary>
        public byte[] Der => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_der>.Call.Invoke);

        /// <summary>SHA-1 of the DER, upper-case hex: Windows' name for a certificate. It identifies, and proves nothing.</summary>
        public string Thumbprint => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_thumbprint>.Call.Invoke);

        /// <summary>SHA-256 of the DER, upper-case hex.</summary>
        public string Sha256 => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_sha256>.Call.Invoke);

        /// <summary>1, 2 or 3.</summary>
        public int Version => (int)Native.Value<CertificateHandle, uint>(Handle, Import<cw_certificate_version>.Call.Invoke);

        /// <summary>The subject as RFC 4514 text, the last component of the DER first.</summary>
        public string Subject => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_subject>.Call.Invoke);

        /// <summary>The issuer as RFC 4514 text.</summary>
        public string Issuer => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_issuer>.Call.Invoke);

        /// <summary>The subject as it stands in the certificate.</summary>
        public byte[] SubjectDer => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_subject_der>.Call.Invoke);

        /// <summary>The issuer as it stands in the certificate.</summary>
        public byte[] IssuerDer => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_issuer_der>.Call.Invoke);

        /// <summary>The subject, with its attributes one by one.</summary>
        public Name SubjectName => Native.Lent<CertificateHandle, Name>(Handle, Import<cw_certificate_subject_name>.Call.Invoke, Name.Copy);

        /// <summary>The issuer, with its attributes one by one.</summary>
        public Name IssuerName => Native.Lent<CertificateHandle, Name>(Handle, Import<cw_certificate_issuer_name>.Call.Invoke, Name.Copy);

        /// <summary>The most specific common name of the subject; null if it has none.</summary>
        public string CommonName => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_common_name>.Call.Invoke);

        /// <summary>The serial number: upper-case hex without the sign octet, a negative one with "-". Unique within one issuer only.</summary>
        public string Serial => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_serial>.Call.Invoke);

        /// <summary>The content octets of the serial number's DER, as they stand in it: two's complement, the first octet the most significant.</summary>
        public byte[] SerialDer => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_serial_der>.Call.Invoke);

        /// <summary>The beginning of the validity, UTC.</summary>
        public DateTimeOffset NotBefore => Native.Time<CertificateHandle>(Handle, Import<cw_certificate_not_before>.Call.Invoke);

        /// <summary>The end of the validity, UTC; still valid at this second.</summary>
        public DateTimeOffset NotAfter => Native.Time<CertificateHandle>(Handle, Import<cw_certificate_not_after>.Call.Invoke);

        /// <summary>The DNS names of the subjectAltName; their form is not checked.</summary>
        public IReadOnlyList<string> DnsNames =>
            Native.Texts<CertificateHandle>(Handle, Import<cw_certificate_dns_name_count>.Call.Invoke, Import<cw_certificate_dns_name_at>.Call.Invoke);

        /// <summary>The addresses of the subjectAltName.</summary>
        public IReadOnlyList<string> IpAddresses =>
            Native.Texts<CertificateHandle>(Handle, Import<cw_certificate_ip_address_count>.Call.Invoke, Import<cw_certificate_ip_address_at>.Call.Invoke);

        /// <summary>Whether basicConstraints says that it is a CA.</summary>
        public bool IsCa => Native.Value<CertificateHandle, bool>(Handle, Import<cw_certificate_is_ca>.Call.Invoke);

        /// <summary>The subjectKeyIdentifier; null without the extension.</summary>
        public byte[] SubjectKeyId => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_subject_key_id>.Call.Invoke);

        /// <summary>The keyIdentifier of the authorityKeyIdentifier; null without it.</summary>
        public byte[] AuthorityKeyId => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_authority_key_id>.Call.Invoke);

        /// <summary>The subjectPublicKeyInfo.</summary>
        public byte[] PublicKeyDer => Native.Octets<CertificateHandle>(Handle, Import<cw_certificate_public_key_der>.Call.Invoke);

        /// <summary>The kind of its key: p256, rsa2048; or another curve's name, or an OID.</summary>
        public string KeyAlgorithm => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_key_algorithm>.Call.Invoke);

        /// <summary>The algorithm it is signed with, such as ecdsa-with-SHA256.</summary>
        public string SignatureAlgorithm => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_signature_algorithm>.Call.Invoke);

        /// <summary>The hash under its signature: sha1, sha256; null where it is not known.</summary>
        public string SignatureHash => Native.Text<CertificateHandle>(Handle, Import<cw_certificate_signature_hash>.Call.Invoke);

        /// <summary>Whether subject and issuer are the same; the signature is not looked at.</summary>
        public bool IsSelfIssued => Native.Value<CertificateHandle, bool>(Handle, Import<cw_certificate_is_self_issued>.Call.Invoke);

        /// <summary>Whether subject and issuer are the same and its own key verifies its signature. False also where the signature cannot be verified here.</summary>
        public bool IsSelfSigned => Native.Value<CertificateHandle, bool>(Handle, Import<cw_certificate_is_self_signed>.Call.Invoke);

        /// <summary>Every entry of the subjectAltName.</summary>
        public IReadOnlyList<AlternativeName> SubjectAltNames
        {
            get
            {
                using (Handle.Hold())
                {
                    var names = new List<AlternativeName>();
                    IReadOnlyList<string> kinds = Native.Texts<CertificateHandle>(Handle, Import<cw_certificate_subject_alt_name_count>.Call.Invoke, Import<cw_certificate_subject_alt_name_kind_at>.Call.Invoke);
                    IReadOnlyList<string> values = Native.Texts<CertificateHandle>(Handle, Import<cw_certificate_subject_alt_name_count>.Call.Invoke, Import<cw_certificate_subject_alt_name_at>.Call.Invoke);
                    for (int i = 0; i < kinds.Count; i++)
                    {
                        names.Add(new AlternativeName(kinds[i], values[i]));
                    }

                    return names.AsReadOnly();
                }
            }
        }

        /// <summary>The keyUsage bits that are set, by name; null without the extension.</summary>
        public IReadOnlyList<string> KeyUsage =>
            Optional(Import<cw_certificate_key_usage_count>.Call.Invoke, Import<cw_certificate_key_usage_at>.Call.Invoke);

        /// <summary>The extended key usages by name (serverAuth) or OID; null without the extension.</summary>
        public IReadOnlyList<string> ExtendedKeyUsage =>
            Optional(Import<cw_certificate_extended_key_usage_count>.Call.Invoke, Import<cw_certificate_extended_key_usage_at>.Call.Invoke);

        /// <summary>The path length of basicConstraints; null if none is set.</summary>
        public int? PathLength
        {
            get
            {
                long length = Native.Value<CertificateHandle, long>(Handle, Import<cw_certificate_path_length>.Call.Invoke);
                return length < 0 ? (int?)null : (int)Math.Min(length, int.MaxValue);
            }
        }

        /// <summary>PEM: LF, 64 columns (RFC 7468).</summary>
        public string ToPem() => Native.Value<CertificateHandle, CwBytes>(Handle, Import<cw_certificate_to_pem>.Call.Invoke).TakeText();

        /// <summary>Whether the time lies in its validity. Says nothing about trust.</summary>
        public bool IsValidAt(DateTimeOffset time)
        {
            Native.Check(Import<cw_certificate_is_valid_at>.Call(Handle, time.ToUnixTimeSeconds(), out bool valid, out ErrorHandle error), error);
            return valid;
        }

        /// <summary>
        /// Whether the other's key verifies this one's signature; null where the algorithm is not supported. Names, dates, and whether the
        /// other may sign certificates are not looked at.
        /// </summary>
        public bool? IsSignedBy(Certificate issuer)
        {
            CertificateHandle other = (issuer ?? throw new ArgumentNullException(nameof(issuer))).Handle;
            Native.Check(Import<cw_certificate_is_signed_by>.Call(Handle, other, out int answer, out ErrorHandle error), error);
            return answer < 0 ? (bool?)null : answer != 0;
        }

        /// <summary>Whether they are the same, octet for octet.</summary>
        public bool Equals(Certificate other)
        {
            if (other is null)
            {
                return false;
            }

            Native.Check(Import<cw_certificate_equal>.Call(Handle, other.Handle, out bool equal, out ErrorHandle error), error);
            return equal;
        }

        /// <inheritdoc/>
        public override bool Equals(object obj) => Equals(obj as Certificate);

        /// <inheritdoc/>
        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Sha256);

        /// <summary>Its subject and thumbprint.</summary>
        public override string ToString() => Handle.IsClosed ? nameof(Certificate) : Subject + " (" + Thumbprint + ")";

        /// <summary>Frees what is kept of it outside of .NET; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();

        /// <summary>Another of the same, of a handle that belongs to something else.</summary>
        internal static Certificate Copy(IntPtr lent)
        {
            using (var borrowed = new CertificateHandle(lent))
            {
                return Copy(borrowed);
            }
        }

        /// <summary>Another of the same, which lives on when this one is disposed of.</summary>
        internal Certificate Copy() => Copy(Handle);

        /// <summary>The handles of several, none of which is freed meanwhile.</summary>
        internal static HeldArray Held(IEnumerable<Certificate> several, string name) =>
            new HeldArray(several.Select(one => (Handle)(one ?? throw new ArgumentException("one of them is null", name)).Handle).ToArray());

        private static Certificate Copy(CertificateHandle handle) =>
            new Certificate(Native.Value<CertificateHandle, CertificateHandle>(handle, Import<cw_certificate_clone>.Call.Invoke));

        private IReadOnlyList<string> Optional(Look<CertificateHandle, long> count, LookAt<CertificateHandle, CwStr> at)
        {
            bool none = false;
            Look<CertificateHandle, UIntPtr> counted = (CertificateHandle handle, out UIntPtr value, out ErrorHandle error) =>
            {
                Status status = count(handle, out long number, out error);
                none = number < 0;
                value = (UIntPtr)(ulong)Math.Max(number, 0);
                return status;
            };
            IReadOnlyList<string> list = Native.Texts(Handle, counted, at);
            return none ? null : list;
        }
    }
}
