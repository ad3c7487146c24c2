using System;

namespace Certwright
{
    /// <summary>What a path may end in: a certificate, which is taken where this is wanted, or a name with its key.</summary>
    public sealed class TrustAnchor
    {
        private readonly byte[] publicKey;

        private TrustAnchor(Certificate certificate, Name name, byte[] publicKey)
        {
            Certificate = certificate;
            Name = name;
            this.publicKey = publicKey;
        }

        /// <summary>The certificate, if it is one; it stays whose it is.</summary>
        public Certificate Certificate { get; }

        /// <summary>Whom it stands for.</summary>
        public Name Name { get; }

        /// <summary>The subjectPublicKeyInfo.</summary>
        public byte[] PublicKeyDer => (byte[])publicKey.Clone();

        /// <summary>Its dates, its path length and its constraints hold for what is below it.</summary>
        public static implicit operator TrustAnchor(Certificate certificate)
        {
            Certificate root = certificate ?? throw new ArgumentNullException(nameof(certificate));
            return new TrustAnchor(root, root.SubjectName, root.PublicKeyDer);
        }

        /// <summary>A name with its key (the DER of a SubjectPublicKeyInfo), without dates and constraints. The key is read when a chain is verified.</summary>
        public static TrustAnchor Named(Name name, byte[] publicKeyDer) => new TrustAnchor(
            null,
            name ?? throw new ArgumentNullException(nameof(name)),
            (byte[])(publicKeyDer ?? throw new ArgumentNullException(nameof(publicKeyDer))).Clone());
    }
}
