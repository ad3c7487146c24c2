//! One append-only table of numbers that every language shares.

/// What kind of thing went wrong, as a number that never changes its meaning.
///
/// Numbers are never reused; 0 is success and stands for no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u32)]
#[allow(missing_docs, reason = "each is described by `meaning`, which a test holds complete")]
pub enum Status {
    Internal = 1,
    AlreadyExists = 2,
    Ambiguous = 3,
    AmbiguousDate = 4,
    Busy = 5,
    Damaged = 6,
    InvalidArgument = 7,
    InvalidDate = 8,
    InvalidSerialNumber = 9,
    InvalidSubject = 10,
    InvalidThumbprint = 11,
    InvalidValidity = 12,
    Io = 13,
    KeyFileExposed = 14,
    KeyFileMissing = 15,
    KeyFileWrong = 16,
    KeyMismatch = 17,
    MalformedCertificate = 18,
    MalformedKey = 19,
    NewerSchema = 20,
    NoPrivateKey = 21,
    NotAStore = 22,
    NotFound = 23,
    PasswordRequired = 24,
    StoreLocked = 25,
    Tampered = 26,
    TooLarge = 27,
    UnknownFormat = 28,
    UnknownStoreName = 29,
    Unsupported = 30,
    WorkLimit = 31,
    WrongPassword = 32,
    LastProtector = 33,
    Moved = 34,
    NetworkFileSystem = 35,
    OlderSchema = 36,
    Required = 37,
}

/// Number, code and meaning of every status, in the order of the numbers.
const TABLE: [(Status, &str, &str); 37] = [
    (Status::Internal, "internal", "something that certwright itself must not let happen"),
    (Status::AlreadyExists, "already_exists", "the file is there; nothing was overwritten"),
    (Status::Ambiguous, "ambiguous", "several certificates match where exactly one is wanted"),
    (Status::AmbiguousDate, "ambiguous_date", "the date can be read as two different days"),
    (Status::Busy, "busy", "another process holds the store for too long"),
    (Status::Damaged, "damaged", "the content is cut short or altered"),
    (Status::InvalidArgument, "invalid_argument", "an argument is not of the form it must have"),
    (Status::InvalidDate, "invalid_date", "the text is not a date"),
    (Status::InvalidSerialNumber, "invalid_serial_number", "the text is not a serial number"),
    (Status::InvalidSubject, "invalid_subject", "the text is not a subject"),
    (Status::InvalidThumbprint, "invalid_thumbprint", "the text is not a thumbprint"),
    (Status::InvalidValidity, "invalid_validity", "the end of the validity is not after its beginning"),
    (Status::Io, "io", "the system refused to read or write a file"),
    (Status::KeyFileExposed, "key_file_exposed", "others can read the key file"),
    (Status::KeyFileMissing, "key_file_missing", "the key file of the store is not there"),
    (Status::KeyFileWrong, "key_file_wrong", "the key file does not open this store"),
    (Status::KeyMismatch, "key_mismatch", "the private key does not belong to the certificate"),
    (Status::MalformedCertificate, "malformed_certificate", "the bytes are not a certificate"),
    (Status::MalformedKey, "malformed_key", "the bytes are not a private key"),
    (Status::NewerSchema, "newer_schema", "the store was written by a newer version"),
    (Status::NoPrivateKey, "no_private_key", "the certificate is there without its private key"),
    (Status::NotAStore, "not_a_store", "the file is not a certificate store"),
    (Status::NotFound, "not_found", "what was asked for is not there"),
    (Status::PasswordRequired, "password_required", "the file is encrypted and no password was given"),
    (Status::StoreLocked, "store_locked", "the store was opened without its key"),
    (Status::Tampered, "tampered", "the store was altered by someone without its key"),
    (Status::TooLarge, "too_large", "the input is larger than what is taken"),
    (Status::UnknownFormat, "unknown_format", "the file is of no kind that is read"),
    (Status::UnknownStoreName, "unknown_store_name", "there is no named store of this name"),
    (Status::Unsupported, "unsupported", "it is understood but cannot be done"),
    (Status::WorkLimit, "work_limit", "the input asks for more work than is allowed"),
    (Status::WrongPassword, "wrong_password", "the password does not open it"),
    (Status::LastProtector, "last_protector", "the last protector of a store cannot be removed"),
    (Status::Moved, "moved", "the store was moved, replaced or deleted while it was open"),
    (Status::NetworkFileSystem, "network_file_system", "the store lies on a network file system"),
    (Status::OlderSchema, "older_schema", "the store was written by an older version and must be upgraded"),
    (Status::Required, "required", "the certificate is still needed"),
];

impl Status {
    /// Every status, in the order of the numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(status, _, _)| *status)
    }

    /// The number, the same in every language.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// The status of a number, if there is one.
    pub fn from_number(number: u32) -> Option<Self> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        TABLE.get(index).map(|(status, _, _)| *status)
    }

    /// The name in JSON and in other languages, such as `not_found`.
    pub fn code(self) -> &'static str {
        TABLE[self as usize - 1].1 // a test holds the table dense and in order
    }

    /// One line that says what it means.
    pub fn meaning(self) -> &'static str {
        TABLE[self as usize - 1].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_dense_and_in_order() {
        for (index, (status, code, meaning)) in TABLE.iter().enumerate() {
            assert_eq!(status.number() as usize, index + 1, "{code}");
            assert_eq!(Status::from_number(status.number()), Some(*status));
            assert_eq!(status.code(), *code);
            assert!(!meaning.is_empty());
        }
        assert_eq!(Status::from_number(0), None);
        assert_eq!(Status::from_number(TABLE.len() as u32 + 1), None);
    }
}
