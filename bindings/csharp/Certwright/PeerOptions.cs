using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// How a store judges what a peer presents. Unless said otherwise: at the time of the call, with the roots of the operating system for
    /// servers, and whatever revocation lists the store has. What is given stays whose it is.
    /// </summary>
    public sealed class PeerOptions
    {
        /// <summary>When the chain must be right; null is the time of the call. Fractions of a second are dropped.</summary>
        public DateTimeOffset? At { get; set; }

        /// <summary>Which roots of the system count for servers; for clients none ever does.</summary>
        public SystemRoots SystemRoots { get; set; } = SystemRoots.Os;

        /// <summary>Roots that count in place of the system's, where there are any, by the rules for public CAs; one's own belongs into TrustedRoot.</summary>
        public IList<Certificate> Roots { get; } = new List<Certificate>();

        /// <summary>What follows where no revocation list in the store covers a certificate.</summary>
        public Revocation Revocation { get; set; } = Revocation.WhereGiven;

        /// <summary>As the library has them.</summary>
        internal static PeerOptionsHandle Build(PeerOptions options)
        {
            Native.Check(Import<cw_peer_options_new>.Call(out PeerOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        /// <summary>The same, which stays as it is whatever becomes of these and of their roots.</summary>
        internal PeerOptions Copy()
        {
            var copy = new PeerOptions { At = At, SystemRoots = SystemRoots, Revocation = Revocation };
            foreach (Certificate root in Roots)
            {
                copy.Roots.Add(Given(root).Copy());
            }

            return copy;
        }

        private void Set(PeerOptionsHandle handle)
        {
            if (At is DateTimeOffset at)
            {
                Native.SetValue(handle, at.ToUnixTimeSeconds(), Import<cw_peer_options_at>.Call.Invoke);
            }

            // which takes back the roots, and so comes before them
            Native.SetValue(handle, (uint)SystemRoots, Import<cw_peer_options_system_roots>.Call.Invoke);
            foreach (Certificate root in Roots)
            {
                Native.SetValue(handle, Given(root).Handle, Import<cw_peer_options_root>.Call.Invoke);
            }

            Native.SetValue(handle, (uint)Revocation, Import<cw_peer_options_revocation>.Call.Invoke);
        }

        private static Certificate Given(Certificate root) => root ?? throw new ArgumentException("one of them is null", nameof(Roots));
    }
}
