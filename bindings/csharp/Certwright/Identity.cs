using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A certificate, its private key, and the certificates above it. What it gives belongs to it and is disposed of with it.</summary>
    public sealed class Identity : IDisposable
    {
        private readonly Parts parts = new Parts();
        private Certificate certificate;
        private PrivateKey privateKey;
        private IReadOnlyList<Certificate> chain;

        /// <summary>Puts them together.</summary>
        /// <exception cref="CertwrightException">KeyMismatch.</exception>
        public Identity(Certificate certificate, PrivateKey privateKey, IEnumerable<Certificate> chain = null, string friendlyName = null)
            : this(New(certificate, privateKey, chain, friendlyName))
        {
        }

        internal Identity(IdentityHandle handle) => Handle = handle;

        /// <summary>The certificate.</summary>
        public Certificate Certificate => parts.Once(
            ref certificate,
            () => Native.Lent<IdentityHandle, Certificate>(Handle, Import<cw_identity_certificate>.Call.Invoke, Certificate.Copy));

        /// <summary>Its private key.</summary>
        public PrivateKey PrivateKey => parts.Once(
            ref privateKey,
            () => Native.Lent<IdentityHandle, PrivateKey>(Handle, Import<cw_identity_private_key>.Call.Invoke, PrivateKey.Copy));

        /// <summary>The certificates above it, nearest first.</summary>
        public IReadOnlyList<Certificate> Chain => parts.Once(
            ref chain,
            () => Native.List<IdentityHandle, IntPtr, Certificate>(
                Handle, Import<cw_identity_chain_count>.Call.Invoke, Import<cw_identity_chain_at>.Call.Invoke, Certificate.Copy));

        /// <summary>The name for people; null if it has none.</summary>
        public string FriendlyName => Native.Text<IdentityHandle>(Handle, Import<cw_identity_friendly_name>.Call.Invoke);

        internal IdentityHandle Handle { get; }

        /// <summary>
        /// A certificate of .NET's with its key, which has to be exportable. The chain is not in it; add it with <see cref="Identity(Certificate, PrivateKey, IEnumerable{Certificate}, string)"/>.
        /// </summary>
        /// <exception cref="System.Security.Cryptography.CryptographicException">It has no key, or one that may not leave its place.</exception>
        public static Identity FromX509Certificate2(X509Certificate2 certificate) => DotNetPfx.Read(certificate ?? throw new ArgumentNullException(nameof(certificate)));

        /// <summary>
        /// The same as a certificate of .NET's with its key; the caller disposes of it. Where Windows keeps keys, the flags say where:
        /// <c>EphemeralKeySet</c> (.NET Core and .NET Framework 4.7.2) keeps it in memory, which SslStream on Windows cannot use;
        /// <see cref="X509KeyStorageFlags.MachineKeySet"/> with <see cref="X509KeyStorageFlags.PersistKeySet"/> is for services. With
        /// Mono the certificates above it come along unseen, which its SslStream sends.
        /// </summary>
        /// <exception cref="CertwrightException">Unsupported: .NET cannot use Ed25519.</exception>
        public X509Certificate2 ToX509Certificate2(X509KeyStorageFlags flags = X509KeyStorageFlags.DefaultKeySet) => DotNetPfx.Write(this, flags);

        /// <summary>The certificate with its key, then those above it without; the caller disposes of them.</summary>
        /// <exception cref="CertwrightException">Unsupported: .NET cannot use Ed25519.</exception>
        public X509Certificate2Collection ToX509Certificate2Collection(X509KeyStorageFlags flags = X509KeyStorageFlags.DefaultKeySet)
        {
            var collection = new X509Certificate2Collection(ToX509Certificate2(flags));
            collection.AddRange(Chain.Select(above => above.ToX509Certificate2()).ToArray());
            return collection;
        }

        /// <summary>Key, certificate and chain as one PEM text; without a password the key is not encrypted, and as a string it cannot be wiped.</summary>
        /// <exception cref="CertwrightException">InvalidArgument.</exception>
        public unsafe string ToPem(Password password = null) => Password.Use(password, secret =>
        {
            Native.Check(Import<cw_identity_to_pem>.Call(Handle, secret.Pointer, secret.Length, out CwBytes bytes, out ErrorHandle error), error);
            return bytes.TakeText();
        });

        /// <summary>Nothing of the key.</summary>
        public override string ToString() => Handle.IsClosed ? nameof(Identity) : "Identity of " + Certificate;

        /// <summary>Frees it, and what it gave; again does nothing.</summary>
        public void Dispose()
        {
            parts.Dispose();
            Handle.Dispose();
        }

        internal static Identity Copy(IntPtr lent)
        {
            using (var borrowed = new IdentityHandle(lent))
            {
                return new Identity(Native.Value<IdentityHandle, IdentityHandle>(borrowed, Import<cw_identity_clone>.Call.Invoke));
            }
        }

        private static unsafe IdentityHandle New(Certificate certificate, PrivateKey privateKey, IEnumerable<Certificate> chain, string friendlyName)
        {
            CertificateHandle own = (certificate ?? throw new ArgumentNullException(nameof(certificate))).Handle;
            PrivateKeyHandle key = (privateKey ?? throw new ArgumentNullException(nameof(privateKey))).Handle;
            using (var above = new HeldArray((chain ?? Enumerable.Empty<Certificate>()).Select(one => (Handle)one.Handle).ToArray()))
            using (Input name = Input.Of(friendlyName))
            {
                Native.Check(
                    Import<cw_identity_new>.Call(own, key, above.Pointers, above.Count, name.Pointer, name.Length, out IdentityHandle handle, out ErrorHandle error),
                    error);
                return handle;
            }
        }
    }
}
