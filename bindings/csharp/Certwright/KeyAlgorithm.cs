namespace Certwright
{
    /// <summary>Kinds of keys that can be made.</summary>
    public enum KeyAlgorithm : uint
    {
        /// <summary>EC on the curve P-256.</summary>
        P256 = 1,

        /// <summary>EC on the curve P-384.</summary>
        P384 = 2,

        /// <summary>Ed25519, which .NET and Windows cannot use.</summary>
        Ed25519 = 3,

        /// <summary>RSA of 2048 bits.</summary>
        Rsa2048 = 4,

        /// <summary>RSA of 3072 bits.</summary>
        Rsa3072 = 5,

        /// <summary>RSA of 4096 bits.</summary>
        Rsa4096 = 6,
    }
}
