using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Certwright.Interop;

namespace Certwright
{
    /// <content>Whom a store trusts: verdicts, decisions, revocation lists.</content>
    public sealed partial class Store
    {
        /// <summary>
        /// Whether the store believes the chain that a server presents: by a decision about this server; because the leaf is in TrustedPeople; by a
        /// root in TrustedRoot; or by a root of the system, and then by the rules of public CAs. Certificates of the store fill gaps in the chain, and
        /// its revocation lists are looked at; nothing is fetched. A decision overrules name and issuer, never dates, purpose or a revocation. Where
        /// there is one about a server that presents something else, that is refused, whoever issued it.
        /// </summary>
        /// <param name="chain">What it presents, the leaf first.</param>
        /// <param name="host">A DNS name in A-labels, or an address.</param>
        /// <param name="port">Its port; null if it is not known: then no decision is looked for, and where there is one, <see cref="Trusted.Notes"/> says so.</param>
        /// <param name="options">How; null for the defaults.</param>
        /// <exception cref="ServerCertificateChangedException">Something else was decided upon.</exception>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">
        /// StoreLocked; Tampered for a decision or revocation list in the store that was altered, about whomever it is; WorkLimit; InvalidArgument for an
        /// empty chain and a host that is none.
        /// </exception>
        public unsafe Trusted VerifyServer(IEnumerable<Certificate> chain, string host, int? port = null, PeerOptions options = null)
        {
            uint number = Port(port);
            using (HeldArray shown = Certificate.Held(chain ?? throw new ArgumentNullException(nameof(chain)), nameof(chain)))
            using (Input name = Input.Of(host ?? throw new ArgumentNullException(nameof(host))))
            using (PeerOptionsHandle how = PeerOptions.Build(options))
            {
                Native.Check(
                    Import<cw_store_verify_server>.Call(
                        Handle, shown.Pointers, shown.Count, name.Pointer, name.Length, number, how, out TrustedHandle trusted, out ErrorHandle error),
                    error);
                return Trusted.Of(trusted);
            }
        }

        /// <summary>The same of certificates as a TLS library hands them out, each in DER; those above the leaf that cannot be read are left out.</summary>
        /// <exception cref="ServerCertificateChangedException">Something else was decided upon.</exception>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">As above; MalformedCertificate and TooLarge of the leaf.</exception>
        public unsafe Trusted VerifyServer(IEnumerable<byte[]> chain, string host, int? port = null, PeerOptions options = null)
        {
            uint number = Port(port);
            using (var shown = new OctetsArray(chain ?? throw new ArgumentNullException(nameof(chain)), nameof(chain)))
            using (Input name = Input.Of(host ?? throw new ArgumentNullException(nameof(host))))
            using (PeerOptionsHandle how = PeerOptions.Build(options))
            {
                fixed (CwOctets* first = shown.Octets)
                {
                    Native.Check(
                        Import<cw_store_verify_server_der>.Call(
                            Handle, first, shown.Count, name.Pointer, name.Length, number, how, out TrustedHandle trusted, out ErrorHandle error),
                        error);
                    return Trusted.Of(trusted);
                }
            }
        }

        /// <summary>The same of certificates of .NET's; those above the leaf that cannot be read here are left out.</summary>
        /// <exception cref="ServerCertificateChangedException">Something else was decided upon.</exception>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">As above; MalformedCertificate and TooLarge of the leaf.</exception>
        public Trusted VerifyServer(IEnumerable<X509Certificate2> chain, string host, int? port = null, PeerOptions options = null) =>
            VerifyServer(Ders(chain), host, port, options);

        /// <summary>
        /// Whether the store believes the chain that a client presents, the leaf first: because the leaf is in TrustedPeople, or by a root in
        /// TrustedRoot. Roots of the system do not count. Who the client is, its names say; that is for the caller to look at.
        /// </summary>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">
        /// StoreLocked; Tampered for a revocation list in the store that was altered, of whomever it is; WorkLimit; InvalidArgument for an empty chain.
        /// </exception>
        public Trusted VerifyClient(IEnumerable<Certificate> chain, PeerOptions options = null)
        {
            using (HeldArray shown = Certificate.Held(chain ?? throw new ArgumentNullException(nameof(chain)), nameof(chain)))
            using (PeerOptionsHandle how = PeerOptions.Build(options))
            {
                Native.Check(Import<cw_store_verify_client>.Call(Handle, shown.Pointers, shown.Count, how, out TrustedHandle trusted, out ErrorHandle error), error);
                return Trusted.Of(trusted);
            }
        }

        /// <summary>The same of certificates as a TLS library hands them out, each in DER; those above the leaf that cannot be read are left out.</summary>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">As above; MalformedCertificate and TooLarge of the leaf.</exception>
        public unsafe Trusted VerifyClient(IEnumerable<byte[]> chain, PeerOptions options = null)
        {
            using (var shown = new OctetsArray(chain ?? throw new ArgumentNullException(nameof(chain)), nameof(chain)))
            using (PeerOptionsHandle how = PeerOptions.Build(options))
            {
                fixed (CwOctets* first = shown.Octets)
                {
                    Native.Check(Import<cw_store_verify_client_der>.Call(Handle, first, shown.Count, how, out TrustedHandle trusted, out ErrorHandle error), error);
                    return Trusted.Of(trusted);
                }
            }
        }

        /// <summary>The same of certificates of .NET's; those above the leaf that cannot be read here are left out.</summary>
        /// <exception cref="UntrustedException">It is not believed; it has every reason.</exception>
        /// <exception cref="CertwrightException">As above; MalformedCertificate and TooLarge of the leaf.</exception>
        public Trusted VerifyClient(IEnumerable<X509Certificate2> chain, PeerOptions options = null) => VerifyClient(Ders(chain), options);

        /// <summary>What judges, in TLS connections to one server, by this store and nothing else; see <see cref="VerifyServer(IEnumerable{Certificate}, string, int?, PeerOptions)"/>.</summary>
        /// <param name="host">
        /// Whom the server must be, whatever name the connection asks for: a DNS name in A-labels, or an address, which may stand in brackets. That it is
        /// one is checked at once.
        /// </param>
        /// <param name="port">
        /// Its port. Null says aloud that it is not known: decisions, which are about a name and a port, then count neither for the server nor against it,
        /// and one whose certificate was replaced by another's is not found out. Where decisions about the host were passed over,
        /// <see cref="Trusted.Notes"/> of the verdict says so, and its text.
        /// </param>
        /// <param name="options">How; null for the defaults. They are copied.</param>
        /// <exception cref="CertwrightException">InvalidArgument for a host that is none, such as one with a port.</exception>
        public PeerValidator ServerValidator(string host, int? port, PeerOptions options = null)
        {
            Port(port);
            var place = new PeerPlace(host ?? throw new ArgumentNullException(nameof(host)), port);
            PeerOptions how = options?.Copy();
            return new PeerValidator(place, chain => VerifyServer(chain, host, port, how));
        }

        /// <summary>What judges the certificates of clients, in a TLS server, by this store and nothing else; see <see cref="VerifyClient(IEnumerable{Certificate}, PeerOptions)"/>. Who has none is refused; the server must ask for it (<c>clientCertificateRequired</c>).</summary>
        /// <param name="options">How; null for the defaults. They are copied.</param>
        public PeerValidator ClientValidator(PeerOptions options = null)
        {
            PeerOptions how = options?.Copy();
            return new PeerValidator(null, chain => VerifyClient(chain, how));
        }

        /// <summary>
        /// Records that what a server presented is trusted. A decision for a certificate or its key may overrule the name and the unknown issuer, never
        /// dates or purpose. The same decision again changes nothing. Nothing is fetched.
        /// </summary>
        /// <exception cref="UntrustedException">No decision makes the certificate good.</exception>
        /// <exception cref="CertwrightException">
        /// InvalidArgument for a thumbprint that is of no certificate presented, an end that has passed, and what is no server; InvalidThumbprint;
        /// StoreLocked.
        /// </exception>
        public TrustDecision Trust(TrustRequest request) => Trust(request, out _);

        /// <summary>The same, and whether the store is other than before.</summary>
        /// <exception cref="UntrustedException">No decision makes the certificate good.</exception>
        /// <exception cref="CertwrightException">As above.</exception>
        public TrustDecision Trust(TrustRequest request, out bool changed)
        {
            using (TrustRequestHandle what = (request ?? throw new ArgumentNullException(nameof(request))).Build())
            {
                Native.Check(Import<cw_store_trust>.Call(Handle, what, out TrustDecisionHandle decision, out changed, out ErrorHandle error), error);
                return TrustDecision.Of(decision);
            }
        }

        /// <summary>Every decision about a server, those that have ended included. Each is the caller's.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<TrustDecision> TrustDecisions() =>
            TrustDecision.All(Native.Value<StoreHandle, TrustDecisionsHandle>(Handle, Import<cw_store_trust_decisions>.Call.Invoke));

        /// <summary>Takes a decision away; gives what it was.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked; Tampered for one that was altered, which is taken away as well.</exception>
        public TrustDecision RemoveTrustDecision(long id)
        {
            ulong number = Native.Unsigned(id, nameof(id));
            Native.Check(Import<cw_store_remove_trust_decision>.Call(Handle, number, out TrustDecisionHandle decision, out ErrorHandle error), error);
            return TrustDecision.Of(decision);
        }

        /// <summary>The revocation lists that are kept, in the order in which they came: of each issuer and scope the newest. <see cref="Import"/> takes them in. Each is the caller's.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for one that was altered.</exception>
        public IReadOnlyList<Crl> Crls()
        {
            using (CrlsHandle crls = Native.Value<StoreHandle, CrlsHandle>(Handle, Import<cw_store_crls>.Call.Invoke))
            {
                return Crl.All(crls);
            }
        }

        /// <summary>Takes a revocation list away, by the SHA-256 of its DER.</summary>
        /// <exception cref="CertwrightException">NotFound, StoreLocked, InvalidThumbprint.</exception>
        public unsafe void RemoveCrl(string sha256) =>
            Native.SetText(Handle, sha256 ?? throw new ArgumentNullException(nameof(sha256)), Import<cw_store_remove_crl>.Call.Invoke);

        // 0 is the library's word for none
        internal static uint Port(int? port) => port is int number
            ? number >= 1 && number <= 65535 ? (uint)number : throw new ArgumentOutOfRangeException(nameof(port), number, "a port is a number from 1 to 65535")
            : 0;

        private static IEnumerable<byte[]> Ders(IEnumerable<X509Certificate2> chain) =>
            (chain ?? throw new ArgumentNullException(nameof(chain))).Select(one => (one ?? throw new ArgumentException("one of them is null", nameof(chain))).RawData);
    }
}
