using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// One certificate revocation list; immutable. Reading checks its form; its signature and its dates are looked at when a chain is
    /// verified with it.
    /// </summary>
    public sealed class Crl : IDisposable
    {
        private Crl(CrlHandle handle) => Handle = handle;

        internal CrlHandle Handle { get; }

        /// <summary>Reads one list in DER, of at most 100 MiB; nothing may follow it.</summary>
        /// <exception cref="CertwrightException">Damaged, TooLarge.</exception>
        public static unsafe Crl FromDer(byte[] der) => new Crl(Native.Made<CrlHandle>(der, nameof(der), Import<cw_crl_from_der>.Call.Invoke));

        /// <summary>Reads every list of a PEM text, or one in DER. Each is the caller's.</summary>
        /// <exception cref="CertwrightException">Damaged, TooLarge, UnknownFormat.</exception>
        public static unsafe IReadOnlyList<Crl> ReadAll(byte[] data)
        {
            using (CrlsHandle crls = Native.Made<CrlsHandle>(data, nameof(data), Import<cw_crls_read>.Call.Invoke))
            {
                return All(crls);
            }
        }

        /// <summary>Whose list it is, as RFC 4514 text.</summary>
        public string Issuer => IssuerName.Text;

        /// <summary>Whose list it is, with the attributes one by one.</summary>
        public Name IssuerName => Native.Lent<CrlHandle, Name>(Handle, Import<cw_crl_issuer>.Call.Invoke, Name.Copy);

        /// <summary>The DER, octet for octet as it was read.</summary>
        public byte[] Der => Native.Octets<CrlHandle>(Handle, Import<cw_crl_der>.Call.Invoke);

        /// <summary>SHA-256 of its DER, upper-case hex.</summary>
        public string Sha256 => Native.Text<CrlHandle>(Handle, Import<cw_crl_sha256>.Call.Invoke);

        /// <summary>When it came into the store that gave it, UTC; null if it is of none.</summary>
        public DateTimeOffset? Added => TimeOrNone(Import<cw_crl_added>.Call.Invoke);

        /// <summary>When it was made, UTC.</summary>
        public DateTimeOffset ThisUpdate => Native.Time<CrlHandle>(Handle, Import<cw_crl_this_update>.Call.Invoke);

        /// <summary>When the next one is due at the latest, UTC; null if it does not say.</summary>
        public DateTimeOffset? NextUpdate => TimeOrNone(Import<cw_crl_next_update>.Call.Invoke);

        /// <summary>Its issuer and thumbprint.</summary>
        public override string ToString() => Handle.IsClosed ? nameof(Crl) : Issuer + " (" + Sha256 + ")";

        /// <summary>Frees what is kept of it outside of .NET; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();

        internal static IReadOnlyList<Crl> All(CrlsHandle crls) =>
            Native.List<CrlsHandle, IntPtr, Crl>(crls, Import<cw_crls_count>.Call.Invoke, Import<cw_crls_at>.Call.Invoke, Copy);

        internal static Crl Copy(IntPtr lent)
        {
            using (var borrowed = new CrlHandle(lent))
            {
                return new Crl(Native.Value<CrlHandle, CrlHandle>(borrowed, Import<cw_crl_clone>.Call.Invoke));
            }
        }

        private DateTimeOffset? TimeOrNone(Look<CrlHandle, long> look)
        {
            long time = Native.Value(Handle, look);
            return time == long.MinValue ? (DateTimeOffset?)null : Moment.OfSeconds(time);
        }
    }
}
