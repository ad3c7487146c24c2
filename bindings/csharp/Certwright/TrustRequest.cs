using System;
using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// What is to be trusted, and on what evidence: at this server's name and port alone, and only if the thumbprint is that of what was shown to
    /// whoever decides. What is given stays whose it is.
    /// </summary>
    public sealed class TrustRequest
    {
        private readonly string server;
        private readonly Certificate[] chain;
        private readonly Probed probed;
        private readonly Thumbprint thumbprint;

        /// <summary>Of what a server presented.</summary>
        /// <param name="server"><c>host:port</c> or a URL, as for <see cref="Probe.Server"/>.</param>
        /// <param name="chain">What it presented to whoever decides, the leaf first.</param>
        /// <param name="thumbprint">SHA-1 or SHA-256 of the certificate that was shown: of the leaf, or of the CA for <see cref="Certwright.Pin.Ca"/>.</param>
        public TrustRequest(string server, IEnumerable<Certificate> chain, Thumbprint thumbprint)
        {
            this.server = server ?? throw new ArgumentNullException(nameof(server));
            this.chain = (chain ?? throw new ArgumentNullException(nameof(chain))).ToArray();
            this.thumbprint = Given(thumbprint);
        }

        /// <summary>Of what was looked at.</summary>
        /// <param name="probed">What it presented, which was shown to whoever decides.</param>
        /// <param name="thumbprint">SHA-1 or SHA-256 of the certificate that was shown: of the leaf, or of the CA for <see cref="Certwright.Pin.Ca"/>.</param>
        public TrustRequest(Probed probed, Thumbprint thumbprint)
        {
            this.probed = probed ?? throw new ArgumentNullException(nameof(probed));
            this.thumbprint = Given(thumbprint);
        }

        /// <summary>What of the certificate is trusted.</summary>
        public Pin Pin { get; set; } = Pin.Certificate;

        /// <summary>Who decides; null is the actor of the store.</summary>
        public string By { get; set; }

        /// <summary>Why, for whoever reads it later.</summary>
        public string Why { get; set; }

        /// <summary>The last second at which it holds; null: until it is removed. Fractions of a second are dropped.</summary>
        public DateTimeOffset? Until { get; set; }

        /// <summary>
        /// Also puts the CA of <see cref="Certwright.Pin.Ca"/> into TrustedRoot: from then on whatever it issues, for any name, of servers and of
        /// clients, is trusted.
        /// </summary>
        public bool TrustedRoot { get; set; }

        /// <summary>As the library has it.</summary>
        internal TrustRequestHandle Build()
        {
            TrustRequestHandle handle = probed == null ? OfServer() : OfProbed();
            try
            {
                Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe TrustRequestHandle OfServer()
        {
            using (Input place = Input.Of(server))
            using (HeldArray shown = Certificate.Held(chain, nameof(chain)))
            using (Input print = Input.Of(thumbprint.ToString()))
            {
                Native.Check(
                    Import<cw_trust_request_new>.Call(
                        place.Pointer, place.Length, shown.Pointers, shown.Count, print.Pointer, print.Length, out TrustRequestHandle handle, out ErrorHandle error),
                    error);
                return handle;
            }
        }

        private unsafe TrustRequestHandle OfProbed()
        {
            using (probed.Hold())
            using (Input print = Input.Of(thumbprint.ToString()))
            {
                Native.Check(
                    Import<cw_trust_request_of_probed>.Call(probed.Handle, print.Pointer, print.Length, out TrustRequestHandle handle, out ErrorHandle error), error);
                return handle;
            }
        }

        private unsafe void Set(TrustRequestHandle handle)
        {
            Native.SetValue(handle, (uint)Pin, Import<cw_trust_request_pin>.Call.Invoke);
            Native.SetText(handle, By, Import<cw_trust_request_by>.Call.Invoke);
            Native.SetText(handle, Why, Import<cw_trust_request_why>.Call.Invoke);
            if (Until is DateTimeOffset until)
            {
                Native.SetValue(handle, until.ToUnixTimeSeconds(), Import<cw_trust_request_until>.Call.Invoke);
            }

            if (TrustedRoot)
            {
                Native.Set(handle, Import<cw_trust_request_trusted_root>.Call.Invoke);
            }
        }

        private static Thumbprint Given(Thumbprint thumbprint)
        {
            thumbprint.Text(nameof(thumbprint));
            return thumbprint;
        }
    }
}
