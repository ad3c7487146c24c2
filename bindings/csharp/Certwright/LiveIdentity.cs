using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// What an endpoint serves with at present. Made by <see cref="Endpoint.Live"/>. Any number of threads and connections may share one, nothing runs in
    /// the background, and it keeps its store open until it is disposed of.
    /// </summary>
    public sealed class LiveIdentity : IDisposable
    {
        private readonly object gate = new object();
        private readonly LiveIdentityHandle handle;
        private readonly X509KeyStorageFlags flags;
        private Served held;
        private Exception failure;

        internal LiveIdentity(LiveIdentityHandle handle, X509KeyStorageFlags flags)
        {
            this.handle = handle;
            this.flags = flags;
        }

        /// <summary>What any of the methods gave last, as the store had it; null before the first. Reads nothing of the store. It belongs to this object.</summary>
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

        /// <summary>Why the store could not be read, or why there was nothing to serve with, when it was last looked at; null if all was well.</summary>
        public Exception LastFailure => Volatile.Read(ref failure);

        /// <summary>
        /// As the store has it: the same object as before unless the certificate or its chain is another one. To be asked for at each new connection, which
        /// costs one look at the journal's end unless the store has changed. It belongs to this object, and is not to be disposed of.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="Endpoint.Identity"/>: EndpointState where nothing is to be served.</exception>
        public Identity Get() => Look(orLast: false).Identity;

        /// <summary>
        /// The same as a certificate of .NET's with its key. Where the store cannot be read, what was served before; see <see cref="LastFailure"/>.
        /// </summary>
        /// <exception cref="CertwrightException">EndpointState where nothing is to be served; as <see cref="Endpoint.Identity"/> before the first; Unsupported: .NET cannot use Ed25519.</exception>
        public X509Certificate2 Certificate() => Look(orLast: true).Certificate(flags);

        /// <summary>The same, then the certificates above it without keys, nearest first, as the store has them.</summary>
        /// <exception cref="CertwrightException">As <see cref="Certificate"/>.</exception>
        public X509Certificate2Collection Collection() => Look(orLast: true).Collection(flags);

        /// <summary>As <see cref="Certificate"/>, for what asks at each handshake.</summary>
        public X509Certificate2 Select(object connection, string name)
        {
            try
            {
                return Certificate();
            }
            catch (Exception wrong)
            {
                Volatile.Write(ref failure, wrong);
                return null;
            }
        }

        /// <summary>Frees it, and what it gave last; again does nothing.</summary>
        public void Dispose()
        {
            handle.Dispose();
            lock (gate)
            {
                held?.Dispose();
                held = null;
            }
        }

        private Served Look(bool orLast)
        {
            Served known = Volatile.Read(ref held);
            try
            {
                Native.Check(
                    Import<cw_live_identity_get>.Call(handle, known?.Version ?? 0, out ulong version, out IdentityHandle identity, out ErrorHandle error), error);
                Volatile.Write(ref failure, null);
                return Newest(known, version, identity);
            }
            catch (CertwrightException wrong)
            {
                Volatile.Write(ref failure, wrong);
                if (orLast && wrong.Status != Status.EndpointState && known != null)
                {
                    return known;
                }

                throw;
            }
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

        /// <summary>One identity and what .NET has of it, made when it is first asked for.</summary>
        private sealed class Served : IDisposable
        {
            private readonly Parts parts = new Parts();
            private X509Certificate2 certificate;
            private X509Certificate2[] above;

            internal Served(ulong version, Identity identity)
            {
                Version = version;
                Identity = parts.Add(identity);
            }

            internal ulong Version { get; }

            internal Identity Identity { get; }

            internal X509Certificate2 Certificate(X509KeyStorageFlags flags) => parts.Once(ref certificate, () => Identity.ToX509Certificate2(flags));

            internal X509Certificate2Collection Collection(X509KeyStorageFlags flags)
            {
                var collection = new X509Certificate2Collection(Certificate(flags));
                collection.AddRange(parts.Once(ref above, () => Identity.Chain.Select(each => each.ToX509Certificate2()).ToArray()));
                return collection;
            }

            public void Dispose() => parts.Dispose();
        }
    }
}
