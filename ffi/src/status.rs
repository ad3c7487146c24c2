//! The status numbers, which every language shares; a test holds them against the core's table.

use certwright::Status;

/// Whether a call did what it says, and if not, why. The numbers never change their meaning; later versions may add some.
#[must_use]
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_status {
    /// It did.
    Ok = 0,
    /// Something that certwright itself must not let happen.
    Internal = 1,
    /// The file is there; nothing was overwritten.
    AlreadyExists = 2,
    /// Several certificates match where exactly one is wanted.
    Ambiguous = 3,
    /// The date can be read as two different days.
    AmbiguousDate = 4,
    /// Another process holds the store for too long.
    Busy = 5,
    /// The content is cut short or altered.
    Damaged = 6,
    /// An argument is not of the form it must have.
    InvalidArgument = 7,
    /// The text is not a date.
    InvalidDate = 8,
    /// The text is not a serial number.
    InvalidSerialNumber = 9,
    /// The text is not a subject.
    InvalidSubject = 10,
    /// The text is not a thumbprint.
    InvalidThumbprint = 11,
    /// The end of the validity is not after its beginning.
    InvalidValidity = 12,
    /// The system refused to read or write a file.
    Io = 13,
    /// Others can read the key file.
    KeyFileExposed = 14,
    /// The key file of the store is not there.
    KeyFileMissing = 15,
    /// The key file does not open this store.
    KeyFileWrong = 16,
    /// The private key does not belong to the certificate.
    KeyMismatch = 17,
    /// The bytes are not a certificate.
    MalformedCertificate = 18,
    /// The bytes are not a private key.
    MalformedKey = 19,
    /// The store was written by a newer version.
    NewerSchema = 20,
    /// The certificate is there without its private key.
    NoPrivateKey = 21,
    /// The file is not a certificate store.
    NotAStore = 22,
    /// What was asked for is not there.
    NotFound = 23,
    /// The file is encrypted and no password was given.
    PasswordRequired = 24,
    /// The store was opened without its key.
    StoreLocked = 25,
    /// The store was altered by someone without its key.
    Tampered = 26,
    /// The input is larger than what is taken.
    TooLarge = 27,
    /// The file is of no kind that is read.
    UnknownFormat = 28,
    /// There is no named store of this name.
    UnknownStoreName = 29,
    /// It is understood but cannot be done.
    Unsupported = 30,
    /// The input asks for more work than is allowed.
    WorkLimit = 31,
    /// The password does not open it.
    WrongPassword = 32,
    /// The last protector of a store cannot be removed.
    LastProtector = 33,
    /// The store was moved, replaced or deleted while it was open.
    Moved = 34,
    /// The store lies on a network file system.
    NetworkFileSystem = 35,
    /// The store was written by an older version and must be upgraded.
    OlderSchema = 36,
    /// The certificate is still needed.
    Required = 37,
    /// The file is protected by an algorithm that is not to be relied on any more.
    LegacyAlgorithm = 38,
    /// The file has no integrity check, and one was demanded.
    Unauthenticated = 39,
    /// The work was stopped because its progress callback asked for it.
    Cancelled = 40,
    /// Certwright failed in a way that must not happen, and the call was stopped.
    Panic = 41,
    /// No path leads from the certificate to a root that is right in all points.
    Untrusted = 42,
    /// The server answers, and no TLS connection comes about.
    HandshakeFailed = 43,
    /// The server presents another certificate than the one that was decided upon.
    ServerCertificateChanged = 44,
    /// The server did not answer in time.
    TimedOut = 45,
    /// No connection to the server comes about.
    Unreachable = 46,
    /// The certificate cannot be a server's.
    UnfitCertificate = 47,
    /// The endpoint is not set to HTTPS, and has nothing to serve with.
    EndpointState = 48,
    /// The server did not take up the certificate that was written for it.
    ApplyFailed = 49,
    /// The key of an essential role is not here, and is never made anew.
    Missing = 50,
    /// There is no role of this name.
    UnknownRole = 51,
    /// The store belongs to another installation, or is a copy of one that is still in use.
    OtherInstallation = 52,
    /// What is to be restored and what is here cannot both hold; nothing was restored.
    Conflict = 53,
    /// Another store's key signed the bundle.
    OtherSigner = 54,
    /// A backup was made or read, and does not restore what it should hold.
    NotRestorable = 55,
}

impl From<Status> for cw_status {
    fn from(status: Status) -> Self {
        match status {
            Status::Internal => Self::Internal,
            Status::AlreadyExists => Self::AlreadyExists,
            Status::Ambiguous => Self::Ambiguous,
            Status::AmbiguousDate => Self::AmbiguousDate,
            Status::Busy => Self::Busy,
            Status::Damaged => Self::Damaged,
            Status::InvalidArgument => Self::InvalidArgument,
            Status::InvalidDate => Self::InvalidDate,
            Status::InvalidSerialNumber => Self::InvalidSerialNumber,
            Status::InvalidSubject => Self::InvalidSubject,
            Status::InvalidThumbprint => Self::InvalidThumbprint,
            Status::InvalidValidity => Self::InvalidValidity,
            Status::Io => Self::Io,
            Status::KeyFileExposed => Self::KeyFileExposed,
            Status::KeyFileMissing => Self::KeyFileMissing,
            Status::KeyFileWrong => Self::KeyFileWrong,
            Status::KeyMismatch => Self::KeyMismatch,
            Status::MalformedCertificate => Self::MalformedCertificate,
            Status::MalformedKey => Self::MalformedKey,
            Status::NewerSchema => Self::NewerSchema,
            Status::NoPrivateKey => Self::NoPrivateKey,
            Status::NotAStore => Self::NotAStore,
            Status::NotFound => Self::NotFound,
            Status::PasswordRequired => Self::PasswordRequired,
            Status::StoreLocked => Self::StoreLocked,
            Status::Tampered => Self::Tampered,
            Status::TooLarge => Self::TooLarge,
            Status::UnknownFormat => Self::UnknownFormat,
            Status::UnknownStoreName => Self::UnknownStoreName,
            Status::Unsupported => Self::Unsupported,
            Status::WorkLimit => Self::WorkLimit,
            Status::WrongPassword => Self::WrongPassword,
            Status::LastProtector => Self::LastProtector,
            Status::Moved => Self::Moved,
            Status::NetworkFileSystem => Self::NetworkFileSystem,
            Status::OlderSchema => Self::OlderSchema,
            Status::Required => Self::Required,
            Status::LegacyAlgorithm => Self::LegacyAlgorithm,
            Status::Unauthenticated => Self::Unauthenticated,
            Status::Cancelled => Self::Cancelled,
            Status::Panic => Self::Panic,
            Status::Untrusted => Self::Untrusted,
            Status::HandshakeFailed => Self::HandshakeFailed,
            Status::ServerCertificateChanged => Self::ServerCertificateChanged,
            Status::TimedOut => Self::TimedOut,
            Status::Unreachable => Self::Unreachable,
            Status::UnfitCertificate => Self::UnfitCertificate,
            Status::EndpointState => Self::EndpointState,
            Status::ApplyFailed => Self::ApplyFailed,
            Status::Missing => Self::Missing,
            Status::UnknownRole => Self::UnknownRole,
            Status::OtherInstallation => Self::OtherInstallation,
            Status::Conflict => Self::Conflict,
            Status::OtherSigner => Self::OtherSigner,
            Status::NotRestorable => Self::NotRestorable,
            _ => Self::Internal, // of a core that is newer than this; a test holds that there is none
        }
    }
}
