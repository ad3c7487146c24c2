using System;
using System.Collections.Generic;
using System.Linq;

namespace Certwright
{
    /// <summary>
    /// What a <see cref="PeerValidator"/> came to in one handshake: what the peer presented, and either what trust in it rests on or why it is refused.
    /// Nobody has to dispose of its parts.
    /// </summary>
    public sealed class PeerVerdict
    {
        internal PeerVerdict(IReadOnlyList<Certificate> chain, Trusted trusted, Exception refusal)
        {
            Chain = chain;
            Trusted = trusted;
            Refusal = refusal;
        }

        /// <summary>Whether the peer is believed.</summary>
        public bool IsTrusted => Refusal == null;

        /// <summary>
        /// What it presented, the leaf first, such as for <see cref="Certwright.Chain.Picture"/> and a <see cref="TrustRequest"/>, without what cannot be
        /// read above the leaf; empty if it presented nothing, or a leaf that cannot be read.
        /// </summary>
        public IReadOnlyList<Certificate> Chain { get; }

        /// <summary>What trust rests on; null if it is refused.</summary>
        public Trusted Trusted { get; }

        /// <summary>
        /// Why it is refused; null if it is believed. An <see cref="UntrustedException"/> with every reason, a
        /// <see cref="ServerCertificateChangedException"/>, another <see cref="CertwrightException"/> (InvalidArgument where the peer presented no
        /// certificate), an <see cref="InvalidOperationException"/> for a request to another server, what a handler of <see cref="PeerValidator.Judged"/>
        /// threw, or whatever else kept it from being judged, such as an <see cref="ObjectDisposedException"/> of the store.
        /// </summary>
        public Exception Refusal { get; }

        /// <summary>What trust rests on, with what is to be known; or why it is refused.</summary>
        public override string ToString() => IsTrusted ? string.Join("; ", new[] { "trusted by " + Trusted.Basis }.Concat(Trusted.Notes)) : Refusal.Message;
    }
}
