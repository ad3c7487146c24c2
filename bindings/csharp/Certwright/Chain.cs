using System;
using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Chains of certificates: are they right, and if not, for which reasons (RFC 5280 sections 6.1 and 6.3)?</summary>
    public static class Chain
    {
        /// <summary>
        /// Looks for a path from the first certificate to a root, and judges it. The other certificates may lie between, in any order.
        /// Checked are signatures, dates, CA flags, path lengths, key usages, name constraints, policies, critical extensions, host or mailbox,
        /// the revocation lists given, and the rules of the profile. Nothing is fetched: no OCSP, no missing intermediate.
        /// </summary>
        /// <exception cref="UntrustedException">No path is right; it has every reason.</exception>
        /// <exception cref="CertwrightException">WorkLimit; InvalidArgument for an empty chain, a host, mailbox or policy that is none; MalformedKey.</exception>
        public static Verified Verify(IEnumerable<Certificate> chain, VerifyOptions options)
        {
            Certificate[] all = (chain ?? throw new ArgumentNullException(nameof(chain))).ToArray();
            using (VerifyOptionsHandle asked = (options ?? throw new ArgumentNullException(nameof(options))).Build())
            using (HeldArray held = Certificate.Held(all, nameof(chain)))
            {
                Native.Check(Import<cw_verify_chain>.Call(held.Pointers, held.Count, asked, out VerifiedHandle verified, out ErrorHandle error), error);
                return Verified.Of(verified);
            }
        }

        /// <summary>The same of one certificate, with those of the options between it and a root.</summary>
        /// <exception cref="UntrustedException">No path is right; it has every reason.</exception>
        /// <exception cref="CertwrightException">WorkLimit; InvalidArgument for a host, mailbox or policy that is none; MalformedKey.</exception>
        public static Verified Verify(Certificate certificate, VerifyOptions options) =>
            Verify(new[] { certificate ?? throw new ArgumentNullException(nameof(certificate)) }, options);

        /// <summary>
        /// Draws a chain as lines of text, for people: who, issued by whom, for which names, how long still, thumbprints. Whether it is right is not
        /// said. Days are counted from <paramref name="at"/>, or from now.
        /// </summary>
        public static string Picture(IEnumerable<Certificate> chain, DateTimeOffset? at = null)
        {
            using (HeldArray held = Certificate.Held(chain ?? throw new ArgumentNullException(nameof(chain)), nameof(chain)))
            {
                long time = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
                Native.Check(Import<cw_picture>.Call(held.Pointers, held.Count, time, out CwBytes picture, out ErrorHandle error), error);
                return picture.TakeText();
            }
        }
    }
}
