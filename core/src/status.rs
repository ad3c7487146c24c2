//! One append-only table of numbers that every language shares.

mod near;

use std::str::FromStr;

use crate::error::{Error, Result};

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
    LegacyAlgorithm = 38,
    Unauthenticated = 39,
    Cancelled = 40,
    Panic = 41,
    Untrusted = 42,
    HandshakeFailed = 43,
    ServerCertificateChanged = 44,
    TimedOut = 45,
    Unreachable = 46,
    UnfitCertificate = 47,
    EndpointState = 48,
    ApplyFailed = 49,
    Missing = 50,
    UnknownRole = 51,
    OtherInstallation = 52,
    Conflict = 53,
    OtherSigner = 54,
    NotRestorable = 55,
}

/// What is said of a status.
struct Row {
    status: Status,
    code: &'static str,
    meaning: &'static str,
    cause: &'static str,
    cure: &'static str,
}

/// Every status, in the order of the numbers.
const TABLE: [Row; 55] = [
    Row {
        status: Status::Internal,
        code: "internal",
        meaning: "something that certwright itself must not let happen",
        cause: "A fault in certwright, or a system that gives no random octets.",
        cure: "Try again. If it stays, report it with the message, what was done before and the output of `certwright report`, without keys and \
                passwords.",
    },
    Row {
        status: Status::AlreadyExists,
        code: "already_exists",
        meaning: "the file is there; nothing was overwritten",
        cause: "An earlier run left a file of this name, or a store is to be made where one stands, or only its key file.",
        cure: "Give another name, or let `certwright export` replace its file with `--force`. A store is never replaced: move the old one away, its \
                key file and its -wal file with it.",
    },
    Row {
        status: Status::Ambiguous,
        code: "ambiguous",
        meaning: "several certificates match where exactly one is wanted",
        cause: "A subject or a name was given, and a renewed certificate, or that of another server, has the same one.",
        cure: "Name one by its thumbprint, which `certwright find TEXT` shows. `certwright find TEXT --newest-valid` takes the valid one that was \
                made last.",
    },
    Row {
        status: Status::AmbiguousDate,
        code: "ambiguous_date",
        meaning: "the date can be read as two different days",
        cause: "Day and month are both at most 12, and the order is not told: 01/02/2026 is in January for some readers and in February for others.",
        cure: "Write the year first: YYYY-MM-DD.",
    },
    Row {
        status: Status::Busy,
        code: "busy",
        meaning: "another process holds the store for too long",
        cause: "A long change, a stopped process, a backup program or a virus scanner holds the database; or a process was forked while a thread \
                used the store.",
        cure: "Try again. `fuser -v DATABASE` shows who has it open.",
    },
    Row {
        status: Status::Damaged,
        code: "damaged",
        meaning: "the content is cut short or altered",
        cause: "A full disk, a broken transfer or one in text mode, or a copy that was made during a write has cut the file short or altered it.",
        cure: "Get the file again from where it came, in binary mode. Of a store, `certwright store check` says what is hurt; restore it from a \
                backup.",
    },
    Row {
        status: Status::InvalidArgument,
        code: "invalid_argument",
        meaning: "an argument is not of the form it must have",
        cause: "An option or a value is misspelt, out of range, or does not go with another one. A question that was answered with no ends with this \
                status too.",
        cure: "The message names the argument and what it must be; `certwright COMMAND --help` lists what a command takes.",
    },
    Row {
        status: Status::InvalidDate,
        code: "invalid_date",
        meaning: "the text is not a date",
        cause: "It is a word such as yesterday, a day that no calendar has, or, in a program, a time without a time zone.",
        cure: "Write YYYY-MM-DD, or RFC 3339 such as 2026-01-31T12:00:00Z; give a Python `datetime` its `tzinfo`.",
    },
    Row {
        status: Status::InvalidSerialNumber,
        code: "invalid_serial_number",
        meaning: "the text is not a serial number",
        cause: "Another field was copied, or the number with words around it.",
        cure: "Copy the hexadecimal digits alone; `openssl x509 -in FILE -noout -serial` prints them.",
    },
    Row {
        status: Status::InvalidSubject,
        code: "invalid_subject",
        meaning: "the text is not a subject",
        cause: "A comma, a plus sign or a quotation mark in a value has no backslash before it, a component has no value, or its type is not known.",
        cure: "Give a plain name, or RFC 4514 text such as \"CN=srv1, O=Example\\, Inc.\".",
    },
    Row {
        status: Status::InvalidThumbprint,
        code: "invalid_thumbprint",
        meaning: "the text is not a thumbprint",
        cause: "Digits were lost or doubled in copying, or another field was copied: a name, a serial number, an application id.",
        cure: "Copy all of its 40 (SHA-1) or 64 (SHA-256) hexadecimal digits; `certwright list` shows them. `certwright find TEXT` takes names and \
                serial numbers too.",
    },
    Row {
        status: Status::InvalidValidity,
        code: "invalid_validity",
        meaning: "the end of the validity is not after its beginning",
        cause: "The end lies in the past or before the beginning; often day and month were swapped.",
        cure: "Give an end that comes after the beginning, as YYYY-MM-DD, or a length: `certwright new SUBJECT --days 90`.",
    },
    Row {
        status: Status::Io,
        code: "io",
        meaning: "the system refused to read or write a file",
        cause: "A permission is missing, the disk is full, the file system is read-only, or the path is that of a folder or a device.",
        cure: "The message gives the path and the reason. `namei -l PATH` shows the permissions on the way there, `df -h PATH` the space, `findmnt \
                -T PATH` the file system.",
    },
    Row {
        status: Status::KeyFileExposed,
        code: "key_file_exposed",
        meaning: "others can read the key file",
        cause: "It was copied, restored or unpacked with a mode that lets others read it.",
        cure: "Run `chmod 600 KEYFILE`, and `certwright store protect rotate` if somebody may have read it. For users who share a store there is \
                `certwright store init --group GROUP`.",
    },
    Row {
        status: Status::KeyFileMissing,
        code: "key_file_missing",
        meaning: "the key file of the store is not there",
        cause: "The database was moved or restored without its key file, or the key file lies elsewhere and was not named.",
        cure: "Name it with `--key-file FILE`, or restore it from a backup. A key file that is made anew does not open the store.",
    },
    Row {
        status: Status::KeyFileWrong,
        code: "key_file_wrong",
        meaning: "the key file does not open this store",
        cause: "It belongs to another store or to an older state of this one, or an editor or a transfer has altered it.",
        cure: "Name the right one with `--key-file FILE`, or restore database and key file from the same backup.",
    },
    Row {
        status: Status::KeyMismatch,
        code: "key_mismatch",
        meaning: "the private key does not belong to the certificate",
        cause: "The certificate was reissued for another key, or the files of two certificates were mixed up.",
        cure: "Find the key with the same public half: `openssl x509 -in CERT -noout -pubkey` and `openssl pkey -in KEY -pubout` print the same for \
                a pair.",
    },
    Row {
        status: Status::MalformedCertificate,
        code: "malformed_certificate",
        meaning: "the bytes are not a certificate",
        cause: "The file holds something else, a pasted text has lost lines, or the issuer's software does not keep to the standard.",
        cure: "Look at it with `openssl x509 -in FILE -noout -text`; get it again from where it came, or have its issuer make it anew.",
    },
    Row {
        status: Status::MalformedKey,
        code: "malformed_key",
        meaning: "the bytes are not a private key",
        cause: "The file is cut short, a pasted text has lost lines, or the parts of the key contradict each other.",
        cure: "Check it with `openssl pkey -in FILE -noout -check`. Restore it from a backup; if there is none, make another key with its \
                certificate: `certwright new SUBJECT`.",
    },
    Row {
        status: Status::NewerSchema,
        code: "newer_schema",
        meaning: "the store was written by a newer version",
        cause: "Another program on this host brings a newer certwright and has upgraded the store, or the store comes from a host that has one.",
        cure: "Update this certwright to the version that the message names; `certwright --version` tells what it is.",
    },
    Row {
        status: Status::NoPrivateKey,
        code: "no_private_key",
        meaning: "the certificate is there without its private key",
        cause: "The certificate was imported alone. Its key is on the host that requested it, or was left out of the export.",
        cure: "Export it there together with its private key, as a PFX, then `certwright import FILE`.",
    },
    Row {
        status: Status::NotAStore,
        code: "not_a_store",
        meaning: "the file is not a certificate store",
        cause: "`--db` or CERTWRIGHT_DB names another file or a folder, or a failed copy has left an empty file.",
        cure: "Name the database itself. Where there is no file yet, `certwright store init --db PATH` makes one.",
    },
    Row {
        status: Status::NotFound,
        code: "not_found",
        meaning: "what was asked for is not there",
        cause: "The thumbprint is from before a renewal, the certificate is archived or in another database, or a path is misspelt.",
        cure: "Look for it with `certwright find TEXT --all`; `certwright store info` shows which database that is. `certwright store init` makes a \
                store where there is none.",
    },
    Row {
        status: Status::PasswordRequired,
        code: "password_required",
        meaning: "the file is encrypted and no password was given",
        cause: "A PFX is to be read or written, or a store that only a passphrase opens; none was given, and there is no terminal to ask at.",
        cure: "Give it with `--password-file FILE`, that of a store with `--passphrase-file FILE`; `-` is standard input. Whoever made the file \
               knows it.",
    },
    Row {
        status: Status::StoreLocked,
        code: "store_locked",
        meaning: "the store was opened without its key",
        cause: "The store was opened without its key, on purpose or because the key file could not be read. Then only public data is at hand, and \
                nothing can be changed.",
        cure: "Open it with its key file or its passphrase: `--key-file FILE`, `--passphrase-file FILE`. `certwright store protect list` shows what \
               opens it.",
    },
    Row {
        status: Status::Tampered,
        code: "tampered",
        meaning: "the store was altered by someone without its key",
        cause: "Somebody who does not have the store's key has edited the database, or parts of two databases were mixed.",
        cure: "Keep a copy and find out who did it; `certwright store check` and `certwright log` show what is affected. Then restore a backup from \
                before.",
    },
    Row {
        status: Status::TooLarge,
        code: "too_large",
        meaning: "the input is larger than what is taken",
        cause: "Another file was named than the one that was meant, such as a log or a disk image, or very many certificates stand in one file.",
        cure: "See what it is with `file FILE`. Split a bundle into files below the limit that the message gives.",
    },
    Row {
        status: Status::UnknownFormat,
        code: "unknown_format",
        meaning: "the file is of no kind that is read",
        cause: "It is a Java keystore, a key of OpenSSH or the like, a web page that was saved in place of the download, or empty.",
        cure: "`certwright show FILE` says what it is. `keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12` makes a PFX \
                of a Java keystore.",
    },
    Row {
        status: Status::UnknownStoreName,
        code: "unknown_store_name",
        meaning: "there is no named store of this name",
        cause: "The name is misspelt, or this named store was made in another database.",
        cure: "`certwright store info` lists the names. `--create-store` makes one: `certwright import FILE --store NAME --create-store`.",
    },
    Row {
        status: Status::Unsupported,
        code: "unsupported",
        meaning: "it is understood but cannot be done",
        cause: "It uses an algorithm or a form that is too old or too rare, such as the ciphers of an old PFX, an encrypted PEM key or a curve that \
                few programs know.",
        cure: "Have it written anew in a current form. An old PFX goes through OpenSSL: `openssl pkcs12 -legacy -in OLD -out PEM`, then `openssl \
                pkcs12 -export -in PEM -out NEW`.",
    },
    Row {
        status: Status::WorkLimit,
        code: "work_limit",
        meaning: "the input asks for more work than is allowed",
        cause: "The file asks for so many rounds of key derivation that it would keep the reader busy, by a mistake of its writer or on purpose.",
        cure: "Have it written with fewer rounds: `openssl pkcs12 -export` has `-iter`. If you trust its source, raise `max_iterations` where your \
                program reads it.",
    },
    Row {
        status: Status::WrongPassword,
        code: "wrong_password",
        meaning: "the password does not open it",
        cause: "It was copied with a blank too many, typed on another keyboard layout, or is that of another file. A damaged PFX looks the same.",
        cure: "Try it with `openssl pkcs12 -in FILE -noout`. If that refuses it too, get file and password again from whoever made them.",
    },
    Row {
        status: Status::LastProtector,
        code: "last_protector",
        meaning: "the last protector of a store cannot be removed",
        cause: "A key file or a passphrase was to be removed, and nothing else opens the store.",
        cure: "Add another protector first with `certwright store protect add`, or put one in its place with `certwright store protect change`; \
                `certwright store protect list` shows what there is.",
    },
    Row {
        status: Status::Moved,
        code: "moved",
        meaning: "the store was moved, replaced or deleted while it was open",
        cause: "A restore, a clean-up or an installer has moved, replaced or deleted the database while a program had it open.",
        cure: "Open it again where it is, or restart the program. Before a store is moved or restored, stop all that use it; `fuser -v DATABASE` \
                shows them.",
    },
    Row {
        status: Status::NetworkFileSystem,
        code: "network_file_system",
        meaning: "the store lies on a network file system",
        cause: "The path lies on NFS, SMB or the like, where the locks and the shared memory of SQLite do not hold.",
        cure: "Keep the database on a local disk and name it with `--db PATH` or CERTWRIGHT_DB; `findmnt -T PATH` shows what a path lies on.",
    },
    Row {
        status: Status::OlderSchema,
        code: "older_schema",
        meaning: "the store was written by an older version and must be upgraded",
        cause: "certwright was updated, and the store is from before.",
        cure: "Update all programs that use the store, then run `certwright store upgrade`, which keeps a copy.",
    },
    Row {
        status: Status::Required,
        code: "required",
        meaning: "the certificate is still needed",
        cause: "The certificate is assigned to a role, serves an endpoint or an integration, or has issued one that is still valid; the message says \
                which.",
        cure: "Put it out of the way with `certwright archive THUMBPRINT`, or delete what needs it and then `certwright delete THUMBPRINT`.",
    },
    Row {
        status: Status::LegacyAlgorithm,
        code: "legacy_algorithm",
        meaning: "the file is protected by an algorithm that is not to be relied on any more",
        cause: "Old programs, Windows Server 2016 and Java 8 among them, protect PFX files with 3DES, RC2 or SHA-1, and the program that reads this one \
                refuses such.",
        cure: "Have it written anew with AES-256 and SHA-256, or let it be read without `refuse_legacy` if you trust the way it came.",
    },
    Row {
        status: Status::Unauthenticated,
        code: "unauthenticated",
        meaning: "the file has no integrity check, and one was demanded",
        cause: "The PFX was written without a MAC, so that nobody can tell whether it was altered on its way.",
        cure: "Have it written anew with one: `openssl pkcs12 -export` without `-nomac`. If you trust the way it came, read it without `require_mac`.",
    },
    Row {
        status: Status::Cancelled,
        code: "cancelled",
        meaning: "the work was stopped because its progress callback asked for it",
        cause: "A person or a program stopped it while it went on.",
        cure: "Start it anew if it is still wanted; nothing was changed.",
    },
    Row {
        status: Status::Panic,
        code: "panic",
        meaning: "certwright failed in a way that must not happen, and the call was stopped",
        cause: "A mistake in certwright itself, which was caught before it could reach the program that called.",
        cure: "Please report it with what was done. The program may go on; what was to be changed was not.",
    },
    Row {
        status: Status::Untrusted,
        code: "untrusted",
        meaning: "no path leads from the certificate to a root that is right in all points",
        cause: "It has expired, is for another host, was altered, or its issuer is not among the roots or was not sent along; the message gives every \
                reason.",
        cure: "Mend what the reasons name. `certwright trust verify FILE` shows them for each certificate; `--roots` and `--intermediates` name what \
                is missing.",
    },
    Row {
        status: Status::HandshakeFailed,
        code: "handshake_failed",
        meaning: "the server answers, and no TLS connection comes about",
        cause: "Something else than TLS listens on the port, the server speaks only versions or ciphers that are not to be relied on, it refuses \
                whoever has no client certificate, or it broke the connection off.",
        cure: "The message says which. Check port and protocol (`--starttls` for SMTP and PostgreSQL), and the server's settings and log.",
    },
    Row {
        status: Status::ServerCertificateChanged,
        code: "server_certificate_changed",
        meaning: "the server presents another certificate than the one that was decided upon",
        cause: "The server's certificate was renewed with another key, another server answers under this name, or somebody stands between.",
        cure: "Ask whoever runs the server for the new thumbprint, on another way than this connection. If it is right, `certwright trust remove` the \
                old decision and `certwright trust add` the new one.",
    },
    Row {
        status: Status::TimedOut,
        code: "timed_out",
        meaning: "the server did not answer in time",
        cause: "A firewall drops the packets, nothing on the port speaks, or the server is overloaded or very slow.",
        cure: "Check host and port, and that the way to it is open; `--timeout` allows more time.",
    },
    Row {
        status: Status::Unreachable,
        code: "unreachable",
        meaning: "no connection to the server comes about",
        cause: "The name is not known, nothing listens on the port, or no way leads to the host.",
        cure: "Check host and port, and that the server runs; the message has the system's reason.",
    },
    Row {
        status: Status::UnfitCertificate,
        code: "unfit_certificate",
        meaning: "the certificate cannot be a server's",
        cause: "It has expired or is not valid yet, it is for another purpose than servers, or its key is too short.",
        cure: "Choose another one, or make one: `certwright api https certificate --generated`. `certwright show THUMBPRINT` has what it says of itself.",
    },
    Row {
        status: Status::EndpointState,
        code: "endpoint_state",
        meaning: "the endpoint is not set to HTTPS, and has nothing to serve with",
        cause: "Somebody switched it off, or to HTTP; `certwright log` says who and when.",
        cure: "Set it to HTTPS with `certwright api https --name NAME`; it keeps the certificate that it had.",
    },
    Row {
        status: Status::ApplyFailed,
        code: "apply_failed",
        meaning: "the server did not take up the certificate that was written for it",
        cause: "Its reload command failed, it refuses the files, it reads others than those that were written, or it listens elsewhere.",
        cure: "The message says what was seen, and whether the former files are back. Look into the server's configuration and log, then try again.",
    },
    Row {
        status: Status::Missing,
        code: "missing",
        meaning: "the key of an essential role is not here, and is never made anew",
        cause: "It was unassigned, deleted or altered, or the store is not the one that held it. A new key would not open what the old one protects.",
        cure: "Import it from the backup that the message names, then `certwright assign`. `certwright roles` shows what else is missing.",
    },
    Row {
        status: Status::UnknownRole,
        code: "unknown_role",
        meaning: "there is no role of this name",
        cause: "A typing error; or the host's role is not defined in this store yet.",
        cure: "`certwright role list` has the names. Define one with `certwright role define`, or add `--create` to `assign`.",
    },
    Row {
        status: Status::OtherInstallation,
        code: "other_installation",
        meaning: "the store belongs to another installation, or is a copy of one that is still in use",
        cause: "A copy or a restored backup was opened beside the original, or on another machine. Keys made here would be missing there.",
        cure: "Use the original. If this one is to be the store from here on, say so once: `certwright store adopt`.",
    },
    Row {
        status: Status::Conflict,
        code: "conflict",
        meaning: "what is to be restored and what is here cannot both hold; nothing was restored",
        cause: "The store has gone on since the backup was made: another certificate serves the same role and scope, or a role or an endpoint has \
                other rules.",
        cure: "`certwright backup restore FILE --dry-run` shows each conflict. Then `--conflicts keep` keeps what is here, and `--conflicts replace` \
                puts what is restored in its place.",
    },
    Row {
        status: Status::OtherSigner,
        code: "other_signer",
        meaning: "another store's key signed the bundle",
        cause: "The bundle comes from another store, as after the loss of a machine; or somebody else put one in its place.",
        cure: "Compare the fingerprint with the one that the store it should come from showed (`certwright backup list`), then restore with \
                `--trust-signer FINGERPRINT`.",
    },
    Row {
        status: Status::NotRestorable,
        code: "not_restorable",
        meaning: "a backup was made or read, and does not restore what it should hold",
        cause: "The place it is stored at altered or cut it, a disk is full or broken, or the store is damaged.",
        cure: "Make another one, at another place: `certwright backup run --location PLACE`. `certwright store check` looks at the store.",
    },
];

impl Status {
    /// Every status, in the order of the numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.status)
    }

    /// The number, the same in every language.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// The status of a number, if there is one.
    pub fn from_number(number: u32) -> Option<Self> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        TABLE.get(index).map(|row| row.status)
    }

    /// The status of a code, in either case and with dashes or underscores, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.replace('-', "_");
        Self::all().find(|status| status.code().eq_ignore_ascii_case(&code))
    }

    /// The name in JSON and in other languages, such as `not_found`.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// One line that says what it means.
    pub fn meaning(self) -> &'static str {
        self.row().meaning
    }

    /// A sentence or two on what usually brings it about.
    pub fn cause(self) -> &'static str {
        self.row().cause
    }

    /// A sentence or two on what to do, with the command where there is one.
    pub fn cure(self) -> &'static str {
        self.row().cure
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize - 1] // a test holds the table dense and in order
    }
}

impl FromStr for Status {
    type Err = Error;

    /// Reads a number, or a code as [`from_code`](Self::from_code) does.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`], which names the codes that come nearest.
    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let why = if text.bytes().all(|letter| letter.is_ascii_digit()) && !text.is_empty() {
            match text.parse().ok().and_then(Self::from_number) {
                Some(status) => return Ok(status),
                None => format!("there is none of this number; they go from 1 to {}", TABLE.len()),
            }
        } else {
            match Self::from_code(text) {
                Some(status) => return Ok(status),
                None => format!("there is none called {:?}; {}", text.chars().take(near::MAX_SHOWN).collect::<String>(), near::nearest(text)),
            }
        };
        Err(Error::InvalidArgument { what: "status", why })
    }
}

#[cfg(test)]
mod tests;
