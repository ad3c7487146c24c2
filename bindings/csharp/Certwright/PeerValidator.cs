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
    /// nobody else. Made by <see cref="Store.ServerValidator"/> for one server, and by <see cref="Store.ClientValidator"/> for every client. Any number of
    /// threads and connections may share one; it lives as long as its store is open.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The errors that the runtime found do not count, except that there is no certificate: that is refused. The runtime builds a chain of its own before
    /// it asks, and may fetch missing issuers for it; that chain is not looked at. What is looked at is what the peer presented: the leaf, and the
    /// <see cref="X509ChainPolicy.ExtraStore"/> of the chain, in which .NET Core (3.1, on Linux) and Mono (6.8) put every certificate that came, of servers
    /// and of clients. What cannot be read above the leaf is left out. Where a runtime gives the leaf alone, those in the store's Intermediate fill the gap.
    /// </para>
    /// <para>
    /// One <c>HttpClientHandler</c>, one server: a handler asks its one validator about every server that its requests and redirects lead to. Where the
    /// sender is an HttpRequestMessage, one for another host or port than the validator's is refused, whatever is presented; a short name or an address
    /// is another host than the full name. <c>AllowAutoRedirect = false</c> belongs to it, so that a redirect is an answer and no refusal. Of any other
    /// sender nobody can tell whom the connection was made to: there the validator believes its own server at whatever place it answers.
    /// </para>
    /// <para>
    /// A refused handshake fails with what the runtime has for that, an <see cref="System.Security.Authentication.AuthenticationException"/> of few words.
    /// Why it was refused is in <see cref="LastVerdict"/>; where connections share a validator that may be another's verdict by then, and
    /// <see cref="Judged"/> tells each. A validator costs next to nothing, except that it has copies of the <see cref="PeerOptions.Roots"/> and gives all
    /// of them to the library at each handshake; otherwise one for each connection is the simplest. A verdict is for one handshake: a connection that
    /// stands is not judged again when the store is changed.
    /// </para>
    /// </remarks>
    public sealed class PeerValidator
    {
        private static readonly IReadOnlyList<Certificate> Nothing = Array.AsReadOnly(new Certificate[0]);

        private readonly PeerPlace server;
        private readonly Func<IReadOnlyList<Certificate>, Trusted> verify;
        private PeerVerdict last;

        /// <summary>Of a server; null for clients.</summary>
        internal PeerValidator(PeerPlace server, Func<IReadOnlyList<Certificate>, Trusted> verify)
        {
            this.server = server;
            this.verify = verify;
            Callback = Validate;
        }

        /// <summary>
        /// Each verdict, on the thread of its handshake and before that goes on. Its sender is what the runtime tells of the connection: .NET Core the
        /// SslStream or the HttpRequestMessage, Mono the name of the server or null. A handler that throws refuses a peer that the store believes: so a
        /// server can look at who the client is. What it threw is then the <see cref="PeerVerdict.Refusal"/> of <see cref="LastVerdict"/>. Every handler
        /// is called, in the order in which they were added, with what has been come to until then: who is told that the peer is trusted may be followed
        /// by one that refuses it, and those behind that one are told the refusal. A handler that keeps a record is added last.
        /// </summary>
        public event EventHandler<PeerVerdict> Judged;

        /// <summary><see cref="Validate"/> as a delegate, for where a method's name is not taken for one, as in PowerShell 5.1.</summary>
        public RemoteCertificateValidationCallback Callback { get; }

        /// <summary>
        /// The verdict that was come to last; null before the first. Handlers of <see cref="Judged"/> find theirs in it, unless another connection that
        /// shares the validator has been judged meanwhile; a handler that throws leaves a refusal in it.
        /// </summary>
        public PeerVerdict LastVerdict => Volatile.Read(ref last);

        /// <summary>
        /// What a runtime calls in a handshake; true if the store believes the peer. It never throws. To be given by its name:
        /// <c>new SslStream(stream, false, validator.Validate)</c>, or of a handler for this server alone
        /// <c>new HttpClientHandler { AllowAutoRedirect = false, ServerCertificateCustomValidationCallback = validator.Validate }</c>.
        /// </summary>
        public bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            PeerVerdict verdict = Judge(sender, certificate, chain, errors);
            Volatile.Write(ref last, verdict);
            foreach (EventHandler<PeerVerdict> handler in Judged?.GetInvocationList() ?? new Delegate[0])
            {
                try
                {
                    handler(sender, verdict);
                }
                catch (Exception thrown) when (verdict.IsTrusted)
                {
                    verdict = new PeerVerdict(verdict.Chain, null, thrown);
                    Volatile.Write(ref last, verdict);
                }
                catch (Exception)
                {
                    // where it is refused already, the reasons for that are what is to be known
                }
            }

            return verdict.IsTrusted;
        }

        private PeerVerdict Judge(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            IReadOnlyList<Certificate> presented = Nothing;
            try
            {
                if (certificate == null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
                {
                    throw new CertwrightException(Status.InvalidArgument, "the " + (server == null ? "client" : "server") + " presented no certificate; nobody can tell who it is without one");
                }

                presented = Array.AsReadOnly(new[] { Certificate.FromDer(certificate.GetRawCertData()) });
                presented = presented.Concat(Above(presented[0], chain)).ToList().AsReadOnly();
                server?.MustBeMeantBy(sender);
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
