using System.Security.Cryptography.X509Certificates;

namespace Certwright
{
    /// <summary>How .NET gets what an endpoint serves with.</summary>
    public sealed class LiveOptions
    {
        /// <summary>Where Windows keeps the key, as for <see cref="Identity.ToX509Certificate2"/>.</summary>
        public X509KeyStorageFlags KeyStorage { get; set; } = X509KeyStorageFlags.DefaultKeySet;

        /// <summary>
        /// Also puts the certificates above the endpoint's into the current user's store CertificateAuthority, where .NET looks for what a server sends
        /// with its own; see <see cref="LiveIdentity"/>. They stay there. None becomes trusted by that.
        /// </summary>
        public bool IntermediatesToUserStore { get; set; }
    }
}
