using System;

namespace Certwright
{
    /// <summary>A certificate that is to stand alone in a PFX, with a name for people; a <see cref="Certwright.Certificate"/> is taken where this is wanted.</summary>
    public sealed class NamedCertificate
    {
        /// <summary>With this name, or without one.</summary>
        public NamedCertificate(Certificate certificate, string friendlyName = null)
        {
            Certificate = certificate ?? throw new ArgumentNullException(nameof(certificate));
            FriendlyName = friendlyName;
        }

        /// <summary>The certificate; it stays whose it is.</summary>
        public Certificate Certificate { get; }

        /// <summary>Its name; null if it has none: in a file without keys, whose entries Java tells apart by name, it is then the common name.</summary>
        public string FriendlyName { get; }

        /// <summary>Without a name.</summary>
        public static implicit operator NamedCertificate(Certificate certificate) => new NamedCertificate(certificate);
    }
}
