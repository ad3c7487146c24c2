using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a certificate is for.</summary>
    public enum Purpose : uint
    {
        /// <summary>A TLS server.</summary>
        Server = 1,

        /// <summary>A TLS client.</summary>
        Client = 2,

        /// <summary>A TLS server and client.</summary>
        Both = 3,

        /// <summary>A CA that signs certificates and CRLs.</summary>
        Ca = 4,

        /// <summary>A key that others encrypt to; RSA only.</summary>
        Encipher = 5,

        /// <summary>Signing code.</summary>
        CodeSign = 6,
    }

    /// <summary>Who has to use the key of a certificate.</summary>
    public enum KeyReader : uint
    {
        /// <summary>Windows of any version still met.</summary>
        Windows = 1,

        /// <summary>.NET Framework.</summary>
        NetFramework = 2,

        /// <summary>SQL Server.</summary>
        SqlServer = 3,
    }

    /// <summary>
    /// A certificate that is to be made, self-signed. Unless said otherwise: for a TLS server, an EC P-256 key (RSA 3072 to encipher, RSA 2048
    /// for a reader), valid from now less 5 minutes for 5 years, a random serial number, no subjectAltName. Of the ends of its validity
    /// (<see cref="ValidTo"/>, <see cref="Days"/>, <see cref="Years"/>, <see cref="NoExpiry"/>) one may be set.
    /// </summary>
    public sealed class SelfSigned
    {
        /// <summary>For a plain name ("Integration API") or an RFC 4514 string ("CN=a, O=b").</summary>
        public SelfSigned(string subject) => Subject = subject ?? throw new ArgumentNullException(nameof(subject));

        /// <summary>The subject as it was given.</summary>
        public string Subject { get; }

        /// <summary>DNS names of the subjectAltName.</summary>
        public IList<string> DnsNames { get; } = new List<string>();

        /// <summary>Addresses of the subjectAltName.</summary>
        public IList<string> IpAddresses { get; } = new List<string>();

        /// <summary>Adds this host's names and global addresses.</summary>
        public bool ThisHost { get; set; }

        /// <summary>Adds each address as a DNS name, too: old clients want it.</summary>
        public bool AddressesAlsoAsDns { get; set; }

        /// <summary>What it is for.</summary>
        public Purpose Purpose { get; set; } = Purpose.Server;

        /// <summary>The kind of key.</summary>
        public KeyAlgorithm? Key { get; set; }

        /// <summary>Who has to use the key.</summary>
        public KeyReader? Reader { get; set; }

        /// <summary>The beginning of its validity.</summary>
        public DateTimeOffset? ValidFrom { get; set; }

        /// <summary>The beginning of its validity as people write it: 2026-01-31, 31.01.2026; a date alone is a whole day.</summary>
        public string ValidFromText { get; set; }

        /// <summary>The end of its validity.</summary>
        public DateTimeOffset? ValidTo { get; set; }

        /// <summary>The end of its validity as people write it; a date alone means the end of that day.</summary>
        public string ValidToText { get; set; }

        /// <summary>Valid for so many days.</summary>
        public int? Days { get; set; }

        /// <summary>Valid for so many years.</summary>
        public int? Years { get; set; }

        /// <summary>Valid until 9999-12-31T23:59:59Z, which means no expiry.</summary>
        public bool NoExpiry { get; set; }

        /// <summary>Its serial number, in hex.</summary>
        public string Serial { get; set; }

        /// <summary>Makes a key, unless one is given, and the certificate; kept nowhere.</summary>
        /// <exception cref="CertwrightException">InvalidSubject, InvalidArgument, InvalidDate, AmbiguousDate, InvalidValidity.</exception>
        public Identity Issue(PrivateKey key = null)
        {
            using (SelfSignedHandle handle = Build())
            using (var none = new PrivateKeyHandle())
            {
                Native.Check(Import<cw_self_signed_issue>.Call(handle, key?.Handle ?? none, out IdentityHandle identity, out ErrorHandle error), error);
                return new Identity(identity);
            }
        }

        /// <summary>Whether the certificate is what is described here; its validity is not compared.</summary>
        public bool Describes(Certificate certificate)
        {
            using (SelfSignedHandle handle = Build())
            {
                CertificateHandle other = (certificate ?? throw new ArgumentNullException(nameof(certificate))).Handle;
                Native.Check(Import<cw_self_signed_describes>.Call(handle, other, out bool describes, out ErrorHandle error), error);
                return describes;
            }
        }

        internal unsafe SelfSignedHandle Build()
        {
            SelfSignedHandle handle = Native.Made<SelfSignedHandle>(Subject, nameof(Subject), Import<cw_self_signed_new>.Call.Invoke);
            try
            {
                Native.AddTexts(handle, DnsNames, nameof(DnsNames), Import<cw_self_signed_dns_name>.Call.Invoke);
                Native.AddTexts(handle, IpAddresses, nameof(IpAddresses), Import<cw_self_signed_ip_address>.Call.Invoke);
                SetWhat(handle);
                SetWhen(handle);
                Native.SetText(handle, Serial, Import<cw_self_signed_serial>.Call.Invoke);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private void SetWhat(SelfSignedHandle handle)
        {
            if (ThisHost)
            {
                Native.Set(handle, Import<cw_self_signed_this_host>.Call.Invoke);
            }

            if (AddressesAlsoAsDns)
            {
                Native.Set(handle, Import<cw_self_signed_addresses_also_as_dns>.Call.Invoke);
            }

            Native.SetValue(handle, (uint)Purpose, Import<cw_self_signed_purpose>.Call.Invoke);
            if (Key is KeyAlgorithm key)
            {
                Native.SetValue(handle, (uint)key, Import<cw_self_signed_key>.Call.Invoke);
            }

            if (Reader is KeyReader reader)
            {
                Native.SetValue(handle, (uint)reader, Import<cw_self_signed_reader>.Call.Invoke);
            }
        }

        private unsafe void SetWhen(SelfSignedHandle handle)
        {
            One(ValidFrom != null, ValidFromText != null);
            One(ValidTo != null, ValidToText != null, Days != null, Years != null, NoExpiry);
            Native.SetText(handle, ValidFromText, Import<cw_self_signed_valid_from>.Call.Invoke);
            Native.SetText(handle, ValidToText, Import<cw_self_signed_valid_to>.Call.Invoke);
            if (ValidFrom is DateTimeOffset from)
            {
                Native.SetValue(handle, from.ToUnixTimeSeconds(), Import<cw_self_signed_valid_from_time>.Call.Invoke);
            }

            if (ValidTo is DateTimeOffset to)
            {
                Native.SetValue(handle, to.ToUnixTimeSeconds(), Import<cw_self_signed_valid_to_time>.Call.Invoke);
            }

            if (Days is int days)
            {
                Native.SetValue(handle, Native.Unsigned(days, nameof(Days)), Import<cw_self_signed_valid_days>.Call.Invoke);
            }

            if (Years is int years)
            {
                Native.SetValue(handle, Native.Unsigned(years, nameof(Years)), Import<cw_self_signed_valid_years>.Call.Invoke);
            }

            if (NoExpiry)
            {
                Native.Set(handle, Import<cw_self_signed_no_expiry>.Call.Invoke);
            }
        }

        private static void One(params bool[] set)
        {
            if (Array.FindAll(set, each => each).Length > 1)
            {
                throw new CertwrightException(Status.InvalidArgument, "the beginning or the end of the validity is given in more than one way; give one of them");
            }
        }
    }
}
