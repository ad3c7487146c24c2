using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// What an endpoint serves with at present. Made by <see cref="Endpoint.Live"/>. Any number of threads and connections may share one, nothing runs in
    /// the background, and it keeps its store open until it is disposed of.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A server asks at each new connection, so that a change is served at once, whichever process made it; connections that stand go on with what they
    /// began with. Kestrel: <c>https.ServerCertificateSelector = live.Select</c>. SslStream of .NET Core 2.1 and later:
    /// <c>new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = live.Select }</c>. Any SslStream:
    /// <c>tls.AuthenticateAsServer(live.Certificate(), …)</c> for each connection.
    /// </para>
    /// <para>
    /// Certificates for .NET are made once for each identity, and are to be disposed of by nobody. A former one stays alive as long as a connection, or
    /// anybody else, has a reference to it; then the collector frees it. What is current is freed by <see cref="Dispose"/>: stop the server before.
    /// </para>
    /// <para>
    /// Which certificates above its own a server sends, .NET decides. Mono (6.8) sends them all. .NET Core (3.1, on Linux) sends those that it finds in the
    /// store CertificateAuthority of user or machine, which <see cref="LiveOptions.IntermediatesToUserStore"/> puts there; it looks there at most every five
    /// seconds, so that what a running server did not have before can be missing for as long. .NET 5 and later take them from the host:
    /// <c>SslStreamCertificateContext.Create(all[0], all, offline: true)</c> of <see cref="Collection"/>, made anew when <c>all[0]</c> is another object, goes
    /// into <c>SslServerAuthenticationOptions.ServerCertificateContext</c>, which Kestrel takes for each connection by
    /// <c>UseHttps(ServerOptionsSelectionCallback, …)</c>. Windows takes them from its stores. The last two were not tried.
    /// <see cref="Endpoint.Check"/> tells of one that is not sent.
    /// </para>
    /// </remarks>
    public sealed class LiveIdentity : IDisposable
    {
        private readonly object gate = new object();
        private readonly LiveIdentityHandle handle;
        private readonly X509KeyStorageFlags keyStorage;
        private readonly bool intermediatesToUserStore;
        private Served held;
        private Exception failure;

        internal LiveIdentity(LiveIdentityHandle handle, LiveOptions options)
        {
            this.handle = handle;
            keyStorage = options.KeyStorage;
            intermediatesToUserStore = options.IntermediatesToUserStore;
        }

        /// <summary>What the store had when it could be read last; null before the first time. Reads nothing of the store. It belongs to this object, as with <see cref="Get"/>.</summary>
        public Identity Last
        {
            get
            {
                Served known = Volatile.Read(ref held);
                Native.Check(
                    Import<cw_live_identity_last>.Call(handle, known?.Version ?? 0, out ulong version, out IdentityHandle identity, out ErrorHandle error), error);
                return Newest(known, version, identity)?.Identity;
            }
        }

        /// <summary>What went wrong when a thread asked last: the store could not be read, or there is nothing to be served; null if nothing did. With certificates that were to go into the user's store, also why they did not.</summary>
        public Exception LastFailure => Volatile.Read(ref failure);

        /// <summary>
        /// The identity as the store has it: the same object as before unless the certificate or its chain is another one. That costs one look at the
        /// journal's end unless the store has changed. It belongs to this object and is not to be disposed of.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="Endpoint.Identity"/>: EndpointState where nothing is to be served.</exception>
        public Identity Get() => Asked(toServe: false).Identity;

        /// <summary>
        /// The certificate to serve with, with its key: that of <see cref="Get"/>, and where the store cannot be read, what was served before;
        /// <see cref="LastFailure"/> says why. The same object as before unless the identity is another one.
        /// </summary>
        /// <exception cref="CertwrightException">
        /// EndpointState where nothing is to be served; before anything was served, as <see cref="Endpoint.Identity"/>; Unsupported: .NET cannot use Ed25519.
        /// </exception>
        public X509Certificate2 Certificate() => Asked(toServe: true).All[0];

        /// <summary>The same, and behind it those above it, nearest first, without keys. The collection is the caller's, what is in it is not.</summary>
        /// <exception cref="CertwrightException">As <see cref="Certificate"/>.</exception>
        public X509Certificate2Collection Collection() => new X509Certificate2Collection(Asked(toServe: true).All);

        /// <summary>
        /// <see cref="Certificate"/> for what asks at each handshake: Kestrel's <c>ServerCertificateSelector</c>, and <c>ServerCertificateSelectionCallback</c>.
        /// It never throws. Where there is nothing to serve with it gives null, with which the handshake fails; <see cref="LastFailure"/> says why.
        /// </summary>
        /// <param name="connection">The connection, which makes no difference.</param>
        /// <param name="name">The name that the client asks for, which makes none either: an endpoint has one certificate.</param>
        public X509Certificate2 Select(object connection, string name)
        {
            try
            {
                return Certificate();
            }
            catch (Exception)
            {
                return null; // it is kept as the last failure
            }
        }

        /// <summary>Frees it, and what is current, which no connection may be using any more; again does nothing.</summary>
        public void Dispose()
        {
            handle.Dispose();
            lock (gate)
            {
                held?.Dispose();
                held = null;
            }
        }

        private Served Asked(bool toServe)
        {
            Exception wrong = null;
            try
            {
                return toServe ? ToServe(out wrong) : Look();
            }
            catch (Exception thrown)
            {
                wrong = thrown;
                throw;
            }
            finally
            {
                Volatile.Write(ref failure, wrong);
            }
        }

        private Served ToServe(out Exception wrong)
        {
            wrong = null;
            Served served;
            try
            {
                served = Look();
            }
            catch (CertwrightException unreadable) when (unreadable.Status != Status.EndpointState && Volatile.Read(ref held) != null)
            {
                wrong = unreadable;
                served = Volatile.Read(ref held) ?? throw new ObjectDisposedException(nameof(LiveIdentity));
            }

            served.Make(keyStorage);
            if (intermediatesToUserStore && !DotNetPfx.IsMono)
            {
                wrong = wrong ?? served.Publish();
            }

            return served;
        }

        private Served Look()
        {
            Served known = Volatile.Read(ref held);
            Native.Check(
                Import<cw_live_identity_get>.Call(handle, known?.Version ?? 0, out ulong version, out IdentityHandle identity, out ErrorHandle error), error);
            return Newest(known, version, identity);
        }

        // Threads that looked at the same time come in any order: an older one never takes a newer one's place.
        private Served Newest(Served known, ulong version, IdentityHandle identity)
        {
            if (identity.IsInvalid)
            {
                return known;
            }

            lock (gate)
            {
                if (handle.IsClosed)
                {
                    identity.Dispose();
                    throw new ObjectDisposedException(nameof(LiveIdentity));
                }

                if (held == null || held.Version < version)
                {
                    held = new Served(version, new Identity(identity));
                }
                else
                {
                    identity.Dispose();
                }

                return held;
            }
        }

        /// <summary>One identity, and what .NET has of it.</summary>
        private sealed class Served : IDisposable
        {
            private readonly Parts parts = new Parts();
            private X509Certificate2[] all;
            private bool published;
            private Exception unpublished;

            internal Served(ulong version, Identity identity)
            {
                Version = version;
                Identity = parts.Add(identity);
            }

            internal ulong Version { get; }

            internal Identity Identity { get; }

            /// <summary>Its certificate with the key, and those above it; once they were made.</summary>
            internal X509Certificate2[] All => all;

            /// <summary>Makes them, once.</summary>
            internal void Make(X509KeyStorageFlags keyStorage) => parts.Once(ref all, () =>
            {
                X509Certificate2Collection made = Identity.ToX509Certificate2Collection(keyStorage);
                var array = new X509Certificate2[made.Count];
                made.CopyTo(array, 0);
                return array;
            });

            /// <summary>Puts those above it where .NET looks for them, once; what went wrong, as long as this is what is served.</summary>
            internal Exception Publish()
            {
                lock (parts)
                {
                    if (!published)
                    {
                        published = true;
                        try
                        {
                            Put();
                        }
                        catch (Exception exception)
                        {
                            unpublished = exception;
                        }
                    }

                    return unpublished;
                }
            }

            public void Dispose() => parts.Dispose();

            private void Put()
            {
                using (var store = new X509Store(StoreName.CertificateAuthority, StoreLocation.CurrentUser))
                {
                    store.Open(OpenFlags.ReadWrite);
                    for (int i = 1; i < all.Length; i++)
                    {
                        store.Add(all[i]);
                    }
                }
            }
        }
    }
}
