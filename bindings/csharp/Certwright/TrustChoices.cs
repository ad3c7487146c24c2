namespace Certwright
{
    /// <summary>What of a server's certificate is trusted.</summary>
    public enum Pin : uint
    {
        /// <summary>What this CA issues for the server.</summary>
        Ca = 1,

        /// <summary>Exactly this certificate.</summary>
        Certificate = 2,

        /// <summary>Every certificate of this key.</summary>
        Key = 3,
    }

    /// <summary>What trust rests on.</summary>
    public enum Basis : uint
    {
        /// <summary>A decision about this server.</summary>
        Decision = 1,

        /// <summary>A root of the system, which ends the path.</summary>
        System = 2,

        /// <summary>The certificate is in TrustedPeople.</summary>
        TrustedPeople = 3,

        /// <summary>A certificate in TrustedRoot, which ends the path.</summary>
        TrustedRoot = 4,
    }

    /// <summary>Whether a server asks for a client certificate.</summary>
    public enum ClientCertificate : uint
    {
        /// <summary>It asks, and does without one as far as TLS is concerned.</summary>
        Asked = 1,

        /// <summary>It does not ask.</summary>
        NotAsked = 2,

        /// <summary>It refuses whoever has none.</summary>
        Required = 3,
    }

    /// <summary>Which roots of the system count, beside those of the store.</summary>
    public enum SystemRoots : uint
    {
        /// <summary>None.</summary>
        None = 1,

        /// <summary>
        /// Those of the operating system, read once for each open store: who changes them opens it again. Whoever stands under one of them is held to the
        /// rules for public CAs (<see cref="Profile.WebPki"/>). The root of a private CA belongs into TrustedRoot, where only RFC 5280 is asked for.
        /// </summary>
        Os = 2,
    }
}
