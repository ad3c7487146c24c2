namespace Certwright
{
    /// <summary>Whether a call did what it says, and if not, why: the same numbers in every language. Later versions may add some.</summary>
    public enum Status : uint
    {
        /// <summary>It did.</summary>
        Ok = 0,

        /// <summary>Something that certwright itself must not let happen.</summary>
        Internal = 1,

        /// <summary>The file is there; nothing was overwritten.</summary>
        AlreadyExists = 2,

        /// <summary>Several certificates match where exactly one is wanted.</summary>
        Ambiguous = 3,

        /// <summary>The date can be read as two different days.</summary>
        AmbiguousDate = 4,

        /// <summary>Another process holds the store for too long.</summary>
        Busy = 5,

        /// <summary>The content is cut short or altered.</summary>
        Damaged = 6,

        /// <summary>An argument is not of the form it must have.</summary>
        InvalidArgument = 7,

        /// <summary>The text is not a date.</summary>
        InvalidDate = 8,

        /// <summary>The text is not a serial number.</summary>
        InvalidSerialNumber = 9,

        /// <summary>The text is not a subject.</summary>
        InvalidSubject = 10,

        /// <summary>The text is not a thumbprint.</summary>
        InvalidThumbprint = 11,

        /// <summary>The end of the validity is not after its beginning.</summary>
        InvalidValidity = 12,

        /// <summary>The system refused to read or write a file.</summary>
        Io = 13,

        /// <summary>Others can read the key file.</summary>
        KeyFileExposed = 14,

        /// <summary>The key file of the store is not there.</summary>
        KeyFileMissing = 15,

        /// <summary>The key file does not open this store.</summary>
        KeyFileWrong = 16,

        /// <summary>The private key does not belong to the certificate.</summary>
        KeyMismatch = 17,

        /// <summary>The bytes are not a certificate.</summary>
        MalformedCertificate = 18,

        /// <summary>The bytes are not a private key.</summary>
        MalformedKey = 19,

        /// <summary>The store was written by a newer version.</summary>
        NewerSchema = 20,

        /// <summary>The certificate is there without its private key.</summary>
        NoPrivateKey = 21,

        /// <summary>The file is not a certificate store.</summary>
        NotAStore = 22,

        /// <summary>What was asked for is not there.</summary>
        NotFound = 23,

        /// <summary>The file is encrypted and no password was given.</summary>
        PasswordRequired = 24,

        /// <summary>The store was opened without its key.</summary>
        StoreLocked = 25,

        /// <summary>The store was altered by someone without its key.</summary>
        Tampered = 26,

        /// <summary>The input is larger than what is taken.</summary>
        TooLarge = 27,

        /// <summary>The file is of no kind that is read.</summary>
        UnknownFormat = 28,

        /// <summary>There is no named store of this name.</summary>
        UnknownStoreName = 29,

        /// <summary>It is understood but cannot be done.</summary>
        Unsupported = 30,

        /// <summary>The input asks for more work than is allowed.</summary>
        WorkLimit = 31,

        /// <summary>The password does not open it.</summary>
        WrongPassword = 32,

        /// <summary>The last protector of a store cannot be removed.</summary>
        LastProtector = 33,

        /// <summary>The store was moved, replaced or deleted while it was open.</summary>
        Moved = 34,

        /// <summary>The store lies on a network file system.</summary>
        NetworkFileSystem = 35,

        /// <summary>The store was written by an older version and must be upgraded.</summary>
        OlderSchema = 36,

        /// <summary>The certificate is still needed.</summary>
        Required = 37,

        /// <summary>The file is protected by an algorithm that is not to be relied on any more.</summary>
        LegacyAlgorithm = 38,

        /// <summary>The file has no integrity check, and one was demanded.</summary>
        Unauthenticated = 39,

        /// <summary>The work was stopped because its progress callback asked for it.</summary>
        Cancelled = 40,

        /// <summary>Certwright failed in a way that must not happen, and the call was stopped.</summary>
        Panic = 41,

        /// <summary>No path leads from the certificate to a root that is right in all points.</summary>
        Untrusted = 42,

        /// <summary>The server answers, and no TLS connection comes about.</summary>
        HandshakeFailed = 43,

        /// <summary>The server presents another certificate than the one that was decided upon.</summary>
        ServerCertificateChanged = 44,

        /// <summary>The server did not answer in time.</summary>
        TimedOut = 45,

        /// <summary>No connection to the server comes about.</summary>
        Unreachable = 46,

        /// <summary>The certificate cannot be a server's.</summary>
        UnfitCertificate = 47,

        /// <summary>The endpoint is not set to HTTPS, and has nothing to serve with.</summary>
        EndpointState = 48,

        /// <summary>The server did not take up the certificate that was written for it.</summary>
        ApplyFailed = 49,

        /// <summary>The key of an essential role is not here, and is never made anew.</summary>
        Missing = 50,

        /// <summary>There is no role of this name.</summary>
        UnknownRole = 51,

        /// <summary>The store belongs to another installation, or is a copy of one that is still in use.</summary>
        OtherInstallation = 52,

        /// <summary>What is to be restored and what is here cannot both hold; nothing was restored.</summary>
        Conflict = 53,

        /// <summary>Another store's key signed the bundle.</summary>
        OtherSigner = 54,

        /// <summary>A backup was made or read, and does not restore what it should hold.</summary>
        NotRestorable = 55,
    }
}
