using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace Certwright
{
    /// <summary>
    /// Judges the peers of <see cref="SslStream"/>, <c>HttpClientHandler</c> and their like by a store: who is believed that the store believes, and
    /// nobody else. Made by <see cref="Store.ServerValidator"/> and <see cref="Store.ClientValidator"/>. Any number of threads and connections may share
    /// one; it lives as long as its store is open.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The errors that the runtime found do not count, except that there is no certificate: that is refused. The runtime builds a chain of its own before
    /// it asks, and may fetch missing issuers for it; that chain is not looked at. What is looked at is what the peer presented: the leaf, and the
    /// <see cref="X509ChainPolicy.ExtraStore"/> of the chain, in which .NET Core (3.1, on Linux) and Mono (6.8) put every certificate that came, of servers
    /// and of clients. Where a runtime gives the leaf alone, those in the store's Intermediate fill the gap.
    /// </para>
    /// <para>
    /// A refused handshake fails with what the runtime has for that, an <see cref="System.Security.Authentication.AuthenticationException"/> of few words.
    /// Why it was refused is in <see cref="LastVerdict"/>; where connections share a validator that may be another's verdict by then, and
    /// <see cref="Judged"/> tells each. A validator costs nothing: one for each connection is the simplest. A verdict is for one handshake: a connection
    /// that stands is not judged again when the store is changed.
    /// </para>
    /// </remarks>
    public sealed class PeerValidator
    {
        private static readonly IReadOnlyList<Certificate> Nothing = Array.AsReadOnly(new Certificate[0]);

        private readonly string peer;
        private readonly Func<IReadOnlyList<Certificate>, Trusted> verify;
        private PeerVerdict last;

        internal PeerValidator(string peer, Func<IReadOnlyList<Certificate>, Trusted> verify)
        {
            this.peer = peer;
            this.verify = verify;
            Callback = Validate;
        }

        /// <summary>
        /// Each verdict, on the thread of its handshake and before that goes on. Its sender is what the runtime tells of the connection: .NET Core the
        /// SslStream or the HttpRequestMessage, Mono the name of the server or null. What a handler throws refuses a peer that the store believes, and is
        /// then the <see cref="PeerVerdict.Refusal"/> of <see cref="LastVerdict"/>: so a server can look at who the client is.
        /// </summary>
        public event EventHandler<PeerVerdict> Judged;

        /// <summary><see cref="Validate"/> as a delegate, for where a method's name is not taken for one, as in PowerShell 5.1.</summary>
        public RemoteCertificateValidationCallback Callback { get; }

        /// <summary>The verdict that was come to last; null before the first.</summary>
        public PeerVerdict LastVerdict => Volatile.Read(ref last);

        /// <summary>
        /// What a runtime calls in a handshake; true if the store believes the peer. It never throws. To be given by its name:
        /// <c>new SslStream(stream, false, validator.Validate)</c>, <c>handler.ServerCertificateCustomValidationCallback = validator.Validate</c>.
        /// </summary>
        public bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            PeerVerdict verdict = Judge(certificate, chain, errors);
            try
            {
                Judged?.Invoke(sender, verdict);
            }
            catch (Exception thrown)
            {
                // where the store refuses, its reasons are what is to be known
                verdict = verdict.IsTrusted ? new PeerVerdict(verdict.Chain, null, thrown) : verdict;
            }

            Volatile.Write(ref last, verdict);
            return verdict.IsTrusted;
        }

        private PeerVerdict Judge(X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            IReadOnlyList<Certificate> presented = Nothing;
            try
            {
                if (certificate == null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
                {
                    throw new CertwrightException(Status.InvalidArgument, "the " + peer + " presented no certificate; nobody can tell who it is without one");
                }

                presented = Array.AsReadOnly(new[] { Certificate.FromDer(certificate.GetRawCertData()) });
                presented = presented.Concat(Above(presented[0], chain)).ToList().AsReadOnly();
                return new PeerVerdict(presented, verify(presented), null);
            }
            catch (Exception refusal)
            {
                return new PeerVerdict(presented, null, refusal);
            }
        }

        // The leaf is among them, too, of servers and with Mono. What cannot be read helps nobody: no peer is refused for it.
        private static IEnumerable<Certificate> Above(Certificate leaf, X509Chain chain)
        {
            foreach (X509Certificate2 one in chain?.ChainPolicy.ExtraStore ?? new X509Certificate2Collection())
            {
                Certificate above;
                try
                {
                    above = Certificate.FromX509Certificate2(one);
                }
                catch (CryptographicException)
                {
                    continue;
                }

                if (!above.Equals(leaf))
                {
                    yield return above;
                }
            }
        }
    }
}
