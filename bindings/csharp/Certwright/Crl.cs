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
                return Native.List<CrlsHandle, IntPtr, Crl>(crls, Import<cw_crls_count>.Call.Invoke, Import<cw_crls_at>.Call.Invoke, Copy);
            }
        }

        /// <summary>When it was made, UTC.</summary>
        public DateTimeOffset ThisUpdate => Native.Time<CrlHandle>(Handle, Import<cw_crl_this_update>.Call.Invoke);

        /// <summary>When the next one is due at the latest, UTC; null if it does not say.</summary>
        public DateTimeOffset? NextUpdate
        {
            get
            {
                long due = Native.Value<CrlHandle, long>(Handle, Import<cw_crl_next_update>.Call.Invoke);
                return due == long.MinValue ? (DateTimeOffset?)null : Moment.OfSeconds(due);
            }
        }

        /// <summary>Frees what is kept of it outside of .NET; again does nothing.</summary>
        public void Dispose() => Handle.Dispose();

        private static Crl Copy(IntPtr lent)
        {
            using (var borrowed = new CrlHandle(lent))
            {
                return new Crl(Native.Value<CrlHandle, CrlHandle>(borrowed, Import<cw_crl_clone>.Call.Invoke));
            }
        }
    }
}
