//! What can go wrong: one enum, each variant with its values and a message that says what to do.

use std::{fmt, io, path::Path};

use serde::Serialize;

use crate::{
    asn1::Malformed,
    reason::{Reason, RefusedPath},
    status::Status,
};

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, with the values that a host needs to say it in its own language.
///
/// `Display` gives one line in English that says what was wrong with which thing and what to do. No variant ever holds a
/// secret or raw input. Serialized, an error is its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the fields are named for what they hold")]
pub enum Error {
    /// The file is there, and replacing it was not asked for.
    AlreadyExists { path: String },
    /// Several certificates match where exactly one is wanted.
    Ambiguous { wanted: String, count: usize, candidates: Vec<String> },
    /// The date has two readings.
    AmbiguousDate { text: String, readings: [String; 2] },
    /// A server did not take up what was written for it.
    ApplyFailed { server: String, why: String, outcome: String },
    /// Another process holds the store for longer than the deadline.
    Busy { path: String },
    /// Its progress callback stopped it.
    Cancelled { what: String },
    /// What is to be restored and what is here cannot both hold; nothing was restored.
    Conflict { what: Vec<String> },
    /// The content is cut short or altered.
    Damaged { what: String, why: String },
    /// An endpoint that is not HTTPS has no certificate to serve with.
    EndpointState { name: String, state: &'static str },
    /// The server answers, and no TLS connection comes about; `kind` is a stable word for programs.
    HandshakeFailed { server: String, kind: &'static str, why: String },
    /// Something that must not happen; please report it.
    Internal { why: String },
    /// An argument is not of the form it must have.
    InvalidArgument { what: &'static str, why: String },
    /// The text is not a date.
    InvalidDate { text: String, why: String },
    /// The text is not a serial number.
    InvalidSerialNumber { why: String },
    /// The text is not a subject.
    InvalidSubject { why: String },
    /// The text is not a thumbprint.
    InvalidThumbprint { digits: usize, why: String },
    /// The validity ends before it begins.
    InvalidValidity { not_before: String, not_after: String },
    /// The system refused.
    Io { action: &'static str, path: String, reason: String, os_code: Option<i32> },
    /// Others can read the key file.
    KeyFileExposed { path: String, mode: u32 },
    /// The key file is not there.
    KeyFileMissing { path: String, store: String },
    /// The key file belongs to another store, or was altered.
    KeyFileWrong { path: String, store: String },
    /// The key does not belong to the certificate.
    KeyMismatch { thumbprint: String },
    /// Without it nobody could open the store's keys.
    LastProtector { path: String },
    /// Protected by an algorithm that is not to be relied on any more, where such are to be refused.
    LegacyAlgorithm { what: String, algorithm: String },
    /// The bytes are not a certificate.
    MalformedCertificate { why: String },
    /// The bytes are not a private key that can be used.
    MalformedKey { why: String },
    /// The key of an essential role does not serve it, and is never made anew: what it protects would be lost. `thumbprint` is SHA-1; `here`:
    /// the key is in the store, and no longer assigned.
    Missing { role: String, scope: Option<String>, thumbprint: Option<String>, backup: Option<String>, here: bool },
    /// The open store is no longer the file at its path.
    Moved { path: String },
    /// Locks and shared memory do not work there.
    NetworkFileSystem { path: String, kind: &'static str },
    /// A newer version wrote the store.
    NewerSchema { path: String, found: u32, known: u32, written_by: String },
    /// The certificate is there, its key is not.
    NoPrivateKey { thumbprint: String },
    /// The file is not a store.
    NotAStore { path: String, why: String },
    /// Not there; `near` says what comes close.
    NotFound { wanted: String, near: Vec<String> },
    /// A backup does not restore what it should hold; `backup` names it.
    NotRestorable { backup: String, why: String },
    /// An older version wrote the store.
    OlderSchema { path: String, found: u32, known: u32 },
    /// The store is another installation's, or a copy of one that is still in use.
    OtherInstallation { path: String, why: String },
    /// Another store's key signed the bundle; `fingerprint` is SHA-256 of that key.
    OtherSigner { fingerprint: String },
    /// Encrypted, and no password was given.
    PasswordRequired { what: String },
    /// Something still needs the certificate; `reasons` says what.
    Required { thumbprint: String, reasons: Vec<String> },
    /// The server presents another certificate than the one that was decided upon; `old` and `new` are SHA-256.
    ServerCertificateChanged { server: String, pin: &'static str, old: String, new: String, since: String },
    /// The store was opened without its key.
    StoreLocked { action: &'static str },
    /// Altered by someone who did not have the key.
    Tampered { what: String },
    /// The server did not answer in time.
    TimedOut { server: String, doing: &'static str, milliseconds: u64 },
    /// Larger than what is taken.
    TooLarge { what: String, size: u64, limit: u64 },
    /// Without an integrity check, where one is demanded.
    Unauthenticated { what: String },
    /// No connection to the server comes about; `kind` is a stable word for programs: `refused` where nothing listens at any of its
    /// addresses, `unknown_host`, `other`.
    Unreachable { server: String, kind: &'static str, why: String },
    /// A certificate that cannot be a server's.
    UnfitCertificate { thumbprint: String, subject: String, why: String },
    /// Of no kind that is read.
    UnknownFormat { why: String },
    /// No role of this name.
    UnknownRole { name: String, known: Vec<String> },
    /// No named store of this name.
    UnknownStoreName { name: String, known: Vec<String> },
    /// Understood, but not possible.
    Unsupported { what: String, why: String },
    /// No path from the certificate to a root is right: the best one with all that is wrong with it, and the others.
    Untrusted { path: Vec<String>, reasons: Vec<Reason>, others: Vec<RefusedPath> },
    /// More work than is allowed.
    WorkLimit { what: String, asked: u64, limit: u64, unit: &'static str },
    /// Wrong password; or damage, where the two cannot be told apart.
    WrongPassword { what: String },
}

impl Error {
    /// The kind, with its number and code.
    pub fn status(&self) -> Status {
        match self {
            Self::AlreadyExists { .. } => Status::AlreadyExists,
            Self::Ambiguous { .. } => Status::Ambiguous,
            Self::AmbiguousDate { .. } => Status::AmbiguousDate,
            Self::ApplyFailed { .. } => Status::ApplyFailed,
            Self::Busy { .. } => Status::Busy,
            Self::Cancelled { .. } => Status::Cancelled,
            Self::Damaged { .. } => Status::Damaged,
            Self::EndpointState { .. } => Status::EndpointState,
            Self::HandshakeFailed { .. } => Status::HandshakeFailed,
            Self::Internal { .. } => Status::Internal,
            Self::InvalidArgument { .. } => Status::InvalidArgument,
            Self::InvalidDate { .. } => Status::InvalidDate,
            Self::InvalidSerialNumber { .. } => Status::InvalidSerialNumber,
            Self::InvalidSubject { .. } => Status::InvalidSubject,
            Self::InvalidThumbprint { .. } => Status::InvalidThumbprint,
            Self::InvalidValidity { .. } => Status::InvalidValidity,
            Self::Io { .. } => Status::Io,
            Self::KeyFileExposed { .. } => Status::KeyFileExposed,
            Self::KeyFileMissing { .. } => Status::KeyFileMissing,
            Self::KeyFileWrong { .. } => Status::KeyFileWrong,
            Self::KeyMismatch { .. } => Status::KeyMismatch,
            Self::LastProtector { .. } => Status::LastProtector,
            Self::LegacyAlgorithm { .. } => Status::LegacyAlgorithm,
            Self::MalformedCertificate { .. } => Status::MalformedCertificate,
            Self::MalformedKey { .. } => Status::MalformedKey,
            Self::Missing { .. } => Status::Missing,
            Self::Moved { .. } => Status::Moved,
            Self::NetworkFileSystem { .. } => Status::NetworkFileSystem,
            Self::NewerSchema { .. } => Status::NewerSchema,
            Self::NoPrivateKey { .. } => Status::NoPrivateKey,
            Self::NotAStore { .. } => Status::NotAStore,
            Self::NotFound { .. } => Status::NotFound,
            Self::OlderSchema { .. } => Status::OlderSchema,
            Self::OtherInstallation { .. } => Status::OtherInstallation,
            Self::Conflict { .. } => Status::Conflict,
            Self::NotRestorable { .. } => Status::NotRestorable,
            Self::OtherSigner { .. } => Status::OtherSigner,
            Self::PasswordRequired { .. } => Status::PasswordRequired,
            Self::Required { .. } => Status::Required,
            Self::ServerCertificateChanged { .. } => Status::ServerCertificateChanged,
            Self::StoreLocked { .. } => Status::StoreLocked,
            Self::Tampered { .. } => Status::Tampered,
            Self::TimedOut { .. } => Status::TimedOut,
            Self::TooLarge { .. } => Status::TooLarge,
            Self::Unauthenticated { .. } => Status::Unauthenticated,
            Self::UnknownFormat { .. } => Status::UnknownFormat,
            Self::UnknownRole { .. } => Status::UnknownRole,
            Self::UnknownStoreName { .. } => Status::UnknownStoreName,
            Self::UnfitCertificate { .. } => Status::UnfitCertificate,
            Self::Unreachable { .. } => Status::Unreachable,
            Self::Unsupported { .. } => Status::Unsupported,
            Self::Untrusted { .. } => Status::Untrusted,
            Self::WorkLimit { .. } => Status::WorkLimit,
            Self::WrongPassword { .. } => Status::WrongPassword,
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path, error: &io::Error) -> Self {
        let path = path.display().to_string();
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound { wanted: format!("the file {path}"), near: Vec::new() },
            io::ErrorKind::AlreadyExists => Self::AlreadyExists { path },
            _ => {
                // std appends " (os error 28)", which helps nobody who reads it
                let text = error.to_string();
                let reason = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
                Self::Io { action, path, reason, os_code: os_code(error) }
            }
        }
    }

    pub(crate) fn certificate(why: impl Into<String>) -> Self {
        Self::MalformedCertificate { why: why.into() }
    }

    pub(crate) fn key(why: impl Into<String>) -> Self {
        Self::MalformedKey { why: why.into() }
    }

    pub(crate) fn internal(why: impl Into<String>) -> Self {
        Self::Internal { why: why.into() }
    }

    /// For `map_err`: damage found while reading `what`.
    pub(crate) fn damaged(what: &str) -> impl Fn(Malformed) -> Self + Copy + '_ {
        move |Malformed| Self::Damaged { what: what.to_owned(), why: "its encoding is cut short or altered".to_owned() }
    }
}

/// A control character, or one that changes the direction of the text around it.
pub(crate) fn disturbs(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text that stood in a file, for a message: without what disturbs the rest of it, and not long.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter(|letter| !disturbs(*letter)).take(200).collect()
}

/// How many reasons a message gives, and how much of each; all of them stand in the error.
const MAX_REASONS: usize = 6;
const MAX_REASON: usize = 400;

/// The system's number; where a library wrapped the error and hid it, the kind still tells the commonest.
fn os_code(error: &io::Error) -> Option<i32> {
    error.raw_os_error().or(match error.kind() {
        io::ErrorKind::PermissionDenied => Some(13),
        io::ErrorKind::FileTooLarge => Some(27),
        io::ErrorKind::StorageFull => Some(28),
        io::ErrorKind::ReadOnlyFilesystem => Some(30),
        _ => None,
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyExists { path } => write!(f, "{path} is already there and was left as it is; give another name or ask to replace it"),
            Self::Ambiguous { wanted, count, candidates } => {
                let more = if *count > candidates.len() { "; ..." } else { "" };
                write!(f, "{count} certificates match {wanted}; name one by its thumbprint: {}{more}", candidates.join("; "))
            }
            Self::AmbiguousDate { text, readings: [first, second] } => {
                write!(f, "the date {text} can be {first} or {second}; write it as YYYY-MM-DD")
            }
            Self::ApplyFailed { server, why, outcome } => write!(f, "{server} does not serve the certificate: {why}; {outcome}"),
            Self::Busy { path } => write!(f, "the store {path} is held by another process; try again"),
            Self::Cancelled { what } => write!(f, "{what} was stopped on request; nothing was changed"),
            Self::Damaged { what, why } => write!(f, "{what} is damaged: {why}; get it again from where it came"),
            Self::EndpointState { name, state } => {
                write!(
                    f,
                    "the endpoint {name} is set to {state}: set it to HTTPS, with `certwright api https --name {name}`, before it serves with a certificate"
                )
            }
            Self::HandshakeFailed { server, why, .. } => write!(f, "no TLS connection to {server}: {why}"),
            Self::Internal { why } => write!(f, "internal error: {why}; please report it"),
            Self::InvalidArgument { what, why } => write!(f, "{what}: {why}"),
            Self::InvalidDate { text, why } => write!(f, "{text:?} is not a date: {why}; write it as YYYY-MM-DD or as 2026-01-31T12:00:00Z"),
            Self::InvalidSerialNumber { why } => write!(f, "not a serial number: {why}"),
            Self::InvalidSubject { why } => write!(f, "not a subject: {why}; give a plain name or a string such as \"CN=srv1, O=Example\""),
            Self::InvalidThumbprint { why, .. } => {
                write!(f, "not a thumbprint: {why}; a thumbprint has 40 hexadecimal digits (SHA-1) or 64 (SHA-256)")
            }
            Self::InvalidValidity { not_before, not_after } => {
                write!(f, "the validity would end on {not_after}, which is not after its beginning on {not_before}")
            }
            Self::Io { action, path, reason, .. } => write!(f, "cannot {action} {path}: {reason}"),
            Self::KeyFileExposed { path, mode } => {
                write!(f, "others can read the key file {path} (mode {mode:04o}); make it private first: chmod 600 {path}")
            }
            Self::KeyFileMissing { path, store } => {
                write!(
                    f,
                    "the key file {path} of the store {store} is not there; restore it from a backup or name its place (no new one opens this store)"
                )
            }
            Self::KeyFileWrong { path, store } => {
                write!(f, "the key file {path} does not open the store {store}; it belongs to another store or was altered")
            }
            Self::KeyMismatch { thumbprint } => write!(f, "the private key does not belong to the certificate {thumbprint}"),
            Self::MalformedCertificate { why } => write!(f, "not a certificate: {why}"),
            Self::LastProtector { path } => {
                write!(f, "this is the last protector of the store {path}: without it nobody opens its keys again; add another one first")
            }
            Self::LegacyAlgorithm { what, algorithm } => {
                write!(f, "{what} is protected with {algorithm}, which is not to be relied on any more; have it written anew, or allow it")
            }
            Self::Missing { role, scope, thumbprint, backup, here } => {
                write!(f, "the key of {role}")?;
                scope.as_ref().map_or(Ok(()), |scope| write!(f, " for {scope}"))?;
                if let (true, Some(thumbprint)) = (here, thumbprint) {
                    return write!(
                        f,
                        " was unassigned, and none is made in its place, because what it protects would be lost: assign {thumbprint} again"
                    );
                }
                write!(f, " is not here, and none is made in its place, because what it protects would be lost: ")?;
                match (thumbprint, backup) {
                    (Some(thumbprint), Some(backup)) => write!(f, "import {thumbprint} from the last backup that holds it ({backup})"),
                    (Some(thumbprint), None) => write!(f, "import {thumbprint}; this store knows of no backup that holds it"),
                    (None, _) => f.write_str("import it from a backup, and assign it"),
                }
            }
            Self::OtherInstallation { path, why } => {
                write!(f, "the store {path} is not this installation's: {why}; if it is to be from here on, run certwright store adopt")
            }
            Self::Conflict { what } => {
                let shown: Vec<&str> = what.iter().take(MAX_REASONS).map(String::as_str).collect();
                let more = what.len() - shown.len();
                let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
                write!(f, "nothing was restored: {}{rest}; say whether what is here is kept or replaced", shown.join("; "))
            }
            Self::NotRestorable { backup, why } => {
                write!(f, "the backup {backup} does not restore: {why}; the last one that was proven is untouched")
            }
            Self::OtherSigner { fingerprint } => {
                write!(f, "another store's key signed the bundle: {fingerprint}; compare that with what its store shows, and say that it is trusted")
            }
            Self::UnknownRole { name, known } => {
                write!(f, "there is no role {name:?}; there are {}; define it first, or say that it is to be created", known.join(", "))
            }
            Self::Moved { path } => write!(f, "the store {path} was moved, replaced or deleted while it was open; open it again where it is"),
            Self::NetworkFileSystem { path, kind } => {
                write!(
                    f,
                    "{path} lies on a network file system ({kind}), where locks and shared memory fail and data would be lost; use a local disk"
                )
            }
            Self::OlderSchema { path, found, known } => {
                write!(f, "the store {path} has schema {found}; this version works on {known}: run certwright store upgrade, which keeps a copy")
            }
            Self::Required { thumbprint, reasons } => {
                write!(f, "the certificate {thumbprint} is still needed: {}; archive it, or end those uses first", reasons.join("; "))
            }
            Self::MalformedKey { why } => write!(f, "not a private key that can be used: {why}"),
            Self::NewerSchema { path, found, known, written_by } => {
                write!(f, "the store {path} has schema {found}, written by certwright {written_by}; this version knows {known}: update certwright")
            }
            Self::NoPrivateKey { thumbprint } => write!(f, "the private key of {thumbprint} is not in the store; import the file that holds it"),
            Self::NotAStore { path, why } => write!(f, "{path} is not a certificate store: {why}"),
            Self::NotFound { wanted, near } if near.is_empty() => write!(f, "{wanted} is not there"),
            Self::NotFound { wanted, near } => write!(f, "{wanted} is not there; near it: {}", near.join("; ")),
            Self::PasswordRequired { what } => write!(f, "{what} is encrypted: give its password"),
            Self::ServerCertificateChanged { server, pin, old, new, since } => write!(
                f,
                "{server} presents another certificate than was decided upon: since {since} the {pin} of {old} is trusted there, and it presents {new}; \
                if that is right, look at it with certwright trust probe, and decide anew"
            ),
            Self::StoreLocked { action } => write!(f, "cannot {action}: the store was opened without its key; open it with its key file"),
            Self::Tampered { what } => write!(f, "{what} was altered by someone who does not have the store's key; it is refused"),
            Self::TimedOut { server, doing, milliseconds } => {
                write!(f, "{server} did not answer in time: {doing}, for {} seconds in all", *milliseconds as f64 / 1000.0)
            }
            Self::TooLarge { what, size, limit } => write!(f, "{what} has {size} bytes; at most {limit} are taken"),
            Self::Unauthenticated { what } => {
                write!(f, "{what} has no integrity check: anyone may have altered it; have it written anew with one, or do not demand it")
            }
            Self::UnknownFormat { why } => write!(f, "no certificate or key was read: {why}"),
            Self::UnknownStoreName { name, known } => {
                write!(f, "there is no named store {name:?} (there are {}); ask to create it if it is meant", known.join(", "))
            }
            Self::Untrusted { path, reasons, .. } => {
                let leaf = path.first().filter(|leaf| !leaf.is_empty()).map_or("the certificate", String::as_str);
                let mut said: Vec<String> =
                    reasons.iter().take(MAX_REASONS).map(|reason| reason.to_string().chars().take(MAX_REASON).collect()).collect();
                if reasons.len() > said.len() {
                    said.push(format!("and for {} more reasons", reasons.len() - said.len()));
                }
                write!(f, "{leaf} is not trusted: {}", said.join("; "))
            }
            Self::UnfitCertificate { thumbprint, subject, why } => {
                write!(f, "the certificate {thumbprint} ({subject}) cannot be a server's, because it {why}; choose or make another one")
            }
            Self::Unreachable { server, why, .. } => write!(f, "{server} cannot be reached: {why}"),
            Self::Unsupported { what, why } => write!(f, "{what} is not supported: {why}"),
            Self::WorkLimit { what, asked, limit, unit } => write!(f, "{what} asks for {asked} {unit}; at most {limit} are allowed"),
            Self::WrongPassword { what } => write!(f, "the password does not open {what}"),
        }
    }
}

impl std::error::Error for Error {}
