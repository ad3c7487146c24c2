using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Which of the archived certificates and the others are meant.</summary>
    public enum Archived : uint
    {
        /// <summary>Those that are not archived.</summary>
        No = 1,

        /// <summary>The archived ones.</summary>
        Only = 2,

        /// <summary>All.</summary>
        Also = 3,
    }

    /// <summary>In which order certificates are given.</summary>
    public enum Order : uint
    {
        /// <summary>In which they were added.</summary>
        Added = 1,

        /// <summary>By the end of the validity.</summary>
        NotAfter = 2,

        /// <summary>By the beginning of the validity.</summary>
        NotBefore = 3,

        /// <summary>By subject.</summary>
        Subject = 4,
    }

    /// <summary>What is looked for: all that is set has to match. Case does not matter.</summary>
    public sealed class Query
    {
        /// <summary>Anything that people name a certificate by, whole: a thumbprint, a serial number, a subject or one of its components, a friendly name, a DNS name or an address.</summary>
        public string Text { get; set; }

        /// <summary>Part of the subject, of the friendly name or of a DNS name.</summary>
        public string Contains { get; set; }

        /// <summary>A subject or a run of its components, whole: <c>srv1</c> and <c>CN=srv1</c> find <c>CN=srv1,O=Example</c>, not <c>CN=srv10</c>.</summary>
        public string Subject { get; set; }

        /// <summary>The same of the issuer.</summary>
        public string Issuer { get; set; }

        /// <summary>The serial number, as it was pasted.</summary>
        public string Serial { get; set; }

        /// <summary>The serial number, by the content octets of its DER: also a negative one. It takes the place of <see cref="Serial"/>.</summary>
        public byte[] SerialDer { get; set; }

        /// <summary>Part of the subject.</summary>
        public string SubjectContains { get; set; }

        /// <summary>Part of the issuer.</summary>
        public string IssuerContains { get; set; }

        /// <summary>A DNS name of the subjectAltName; one with a star finds those it stands for, and the reverse.</summary>
        public string DnsName { get; set; }

        /// <summary>An address of the subjectAltName.</summary>
        public string IpAddress { get; set; }

        /// <summary>The friendly name, whole.</summary>
        public string FriendlyName { get; set; }

        /// <summary>One of its tags, whole.</summary>
        public string Tag { get; set; }

        /// <summary>The named store.</summary>
        public string Store { get; set; }

        /// <summary>The name of a role to which it is assigned, or for which it is retained. The search needs the store's key.</summary>
        public string Role { get; set; }

        /// <summary>The scope of such an assignment; an empty one is the whole installation. The search needs the store's key.</summary>
        public string Scope { get; set; }

        /// <summary>The kind of its key: p256, rsa2048, or rsa for any size.</summary>
        public string KeyAlgorithm { get; set; }

        /// <summary>The hash under its signature: sha1, sha256.</summary>
        public string SignatureHash { get; set; }

        /// <summary>The thumbprint, of either hash, or a certificate.</summary>
        public Thumbprint? Thumbprint { get; set; }

        /// <summary>The subjectKeyIdentifier.</summary>
        public byte[] SubjectKeyId { get; set; }

        /// <summary>With its private key in the store, or without.</summary>
        public bool? HasPrivateKey { get; set; }

        /// <summary>CA or not, as basicConstraints says.</summary>
        public bool? IsCa { get; set; }

        /// <summary>Signed by its own key, which is proven, or not.</summary>
        public bool? IsSelfSigned { get; set; }

        /// <summary>Required or not, as <see cref="Entry.Required"/> says.</summary>
        public bool? Required { get; set; }

        /// <summary>Valid for longer than this from beginning to end.</summary>
        public TimeSpan? ValidityOver { get; set; }

        /// <summary>Valid for less than this from beginning to end.</summary>
        public TimeSpan? ValidityUnder { get; set; }

        /// <summary>Its validity ends before this time.</summary>
        public DateTimeOffset? ExpiringBefore { get; set; }

        /// <summary>Valid at this time.</summary>
        public DateTimeOffset? ValidAt { get; set; }

        /// <summary>At most so many.</summary>
        public int? Limit { get; set; }

        /// <summary>Expired as of now, or not.</summary>
        public bool? Expired { get; set; }

        /// <summary>Which of the archived certificates and the others are meant.</summary>
        public Archived Archived { get; set; } = Archived.No;

        /// <summary>In which order they are given.</summary>
        public Order Order { get; set; } = Order.Added;

        /// <summary>The other way round.</summary>
        public bool Descending { get; set; }

        /// <summary>As the library has it.</summary>
        internal static QueryHandle Build(Query query)
        {
            Native.Check(Import<cw_query_new>.Call(out QueryHandle handle, out ErrorHandle error), error);
            try
            {
                query?.SetTexts(handle);
                query?.SetValues(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void SetTexts(QueryHandle handle)
        {
            Native.SetText(handle, Text, Import<cw_query_text>.Call.Invoke);
            Native.SetText(handle, Contains, Import<cw_query_contains>.Call.Invoke);
            Native.SetText(handle, Subject, Import<cw_query_subject>.Call.Invoke);
            Native.SetText(handle, Issuer, Import<cw_query_issuer>.Call.Invoke);
            Native.SetText(handle, Serial, Import<cw_query_serial>.Call.Invoke);
            Native.SetText(handle, SubjectContains, Import<cw_query_subject_contains>.Call.Invoke);
            Native.SetText(handle, IssuerContains, Import<cw_query_issuer_contains>.Call.Invoke);
            Native.SetText(handle, DnsName, Import<cw_query_dns_name>.Call.Invoke);
            Native.SetText(handle, IpAddress, Import<cw_query_ip_address>.Call.Invoke);
            Native.SetText(handle, FriendlyName, Import<cw_query_friendly_name>.Call.Invoke);
            Native.SetText(handle, Tag, Import<cw_query_tag>.Call.Invoke);
            Native.SetText(handle, Store, Import<cw_query_store>.Call.Invoke);
            Native.SetText(handle, Role, Import<cw_query_role>.Call.Invoke);
            Native.SetText(handle, Scope, Import<cw_query_scope>.Call.Invoke);
            Native.SetText(handle, KeyAlgorithm, Import<cw_query_key_algorithm>.Call.Invoke);
            Native.SetText(handle, SignatureHash, Import<cw_query_signature_hash>.Call.Invoke);
            Native.SetText(handle, Thumbprint?.Text(nameof(Thumbprint)), Import<cw_query_thumbprint>.Call.Invoke);
            if (SerialDer != null)
            {
                using (Input serial = Input.Of(SerialDer))
                {
                    Native.SetInput(handle, serial, Import<cw_query_serial_der>.Call.Invoke);
                }
            }

            using (Input id = Input.Of(SubjectKeyId))
            {
                Native.SetInput(handle, id, Import<cw_query_subject_key_id>.Call.Invoke);
            }
        }

        private void SetValues(QueryHandle handle)
        {
            if (HasPrivateKey is bool hasPrivateKey)
            {
                Native.SetValue(handle, hasPrivateKey, Import<cw_query_has_private_key>.Call.Invoke);
            }

            if (IsCa is bool isCa)
            {
                Native.SetValue(handle, isCa, Import<cw_query_is_ca>.Call.Invoke);
            }

            if (IsSelfSigned is bool isSelfSigned)
            {
                Native.SetValue(handle, isSelfSigned, Import<cw_query_self_signed>.Call.Invoke);
            }

            if (Required is bool required)
            {
                Native.SetValue(handle, required, Import<cw_query_required>.Call.Invoke);
            }

            if (ValidityOver is TimeSpan validityOver)
            {
                Native.SetValue(handle, checked((long)validityOver.TotalSeconds), Import<cw_query_validity_over>.Call.Invoke);
            }

            if (ValidityUnder is TimeSpan validityUnder)
            {
                Native.SetValue(handle, checked((long)validityUnder.TotalSeconds), Import<cw_query_validity_under>.Call.Invoke);
            }

            if (ExpiringBefore is DateTimeOffset expiringBefore)
            {
                Native.SetValue(handle, expiringBefore.ToUnixTimeSeconds(), Import<cw_query_expiring_before>.Call.Invoke);
            }

            if (ValidAt is DateTimeOffset validAt)
            {
                Native.SetValue(handle, validAt.ToUnixTimeSeconds(), Import<cw_query_valid_at>.Call.Invoke);
            }

            if (Limit is int limit)
            {
                Native.SetValue(handle, (UIntPtr)Native.Unsigned(limit, nameof(Limit)), Import<cw_query_limit>.Call.Invoke);
            }

            if (Expired is bool expired)
            {
                long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                Native.Check(Import<cw_query_expired_at>.Call(handle, now, expired, out ErrorHandle error), error);
            }

            Native.SetValue(handle, (uint)Archived, Import<cw_query_archived>.Call.Invoke);
            Native.SetValue(handle, (uint)Order, Import<cw_query_order>.Call.Invoke);
            if (Descending)
            {
                Native.Set(handle, Import<cw_query_descending>.Call.Invoke);
            }
        }
    }
}
