//! What is this file? Told by its content alone, with the reason, for far more kinds than are read.

use std::fmt;

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::{
    der::{self, Holds},
    pem, pkcs12,
    read::MAX_FILE_SIZE,
};
use crate::pem::{Blocks, decode_text, has_block};

/// Kinds of files that stand where a certificate or key is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// One certificate.
    Certificate,
    /// A certificate request (PKCS#10).
    CertificateRequest,
    /// A certificate revocation list.
    Crl,
    /// DER that holds nothing of these, or is followed by something else.
    Der,
    /// Nothing at all.
    Empty,
    /// A private key that needs a password.
    EncryptedPrivateKey,
    /// Compressed.
    Gzip,
    /// A page of the web.
    Html,
    /// A keystore of Java with secret keys.
    Jceks,
    /// A keystore of Java in its old format.
    Jks,
    /// JSON without a certificate in it.
    Json,
    /// A private key in OpenSSH's own format.
    OpenSshPrivateKey,
    /// A public key of SSH.
    OpenSshPublicKey,
    /// PEM blocks of which one at least can be taken.
    Pem,
    /// A key or message of PGP.
    Pgp,
    /// PKCS#12, `.pfx` or `.p12`.
    Pkcs12,
    /// PKCS#7 or CMS, `.p7b` or `.p7c`.
    Pkcs7,
    /// A private key.
    PrivateKey,
    /// A public key alone.
    PublicKey,
    /// A key of PuTTY, `.ppk`.
    PuttyKey,
    /// A database of SQLite, which a store is.
    Sqlite,
    /// Text of no kind that is known.
    Text,
    /// DER of which the end is missing.
    Truncated,
    /// Nothing that is known.
    Unknown,
    /// XML.
    Xml,
    /// Nothing but zero bytes, as a full disk leaves behind.
    Zeros,
    /// A ZIP archive.
    Zip,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Certificate => "certificate",
            Self::CertificateRequest => "certificate-request",
            Self::Crl => "crl",
            Self::Der => "der",
            Self::Empty => "empty",
            Self::EncryptedPrivateKey => "encrypted-private-key",
            Self::Gzip => "gzip",
            Self::Html => "html",
            Self::Jceks => "jceks",
            Self::Jks => "jks",
            Self::Json => "json",
            Self::OpenSshPrivateKey => "openssh-private-key",
            Self::OpenSshPublicKey => "openssh-public-key",
            Self::Pem => "pem",
            Self::Pgp => "pgp",
            Self::Pkcs12 => "pkcs12",
            Self::Pkcs7 => "pkcs7",
            Self::PrivateKey => "private-key",
            Self::PublicKey => "public-key",
            Self::PuttyKey => "putty-key",
            Self::Sqlite => "sqlite",
            Self::Text => "text",
            Self::Truncated => "truncated",
            Self::Unknown => "unknown",
            Self::Xml => "xml",
            Self::Zeros => "zeros",
            Self::Zip => "zip",
        })
    }
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detected {
    /// The kind.
    pub kind: FileKind,
    /// What tells it, such as "it is PEM with 2 blocks: a private key, a certificate".
    pub why: String,
    /// What makes it a file that can be read, such as a command in which FILE is its name.
    pub hint: Option<String>,
}

impl Detected {
    pub(super) fn new(kind: FileKind, why: impl Into<String>) -> Self {
        Self { kind, why: why.into(), hint: None }
    }

    fn hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }

    /// The reason, and what to do.
    pub(super) fn reason(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}: {hint}", self.why),
            None => self.why.clone(),
        }
    }
}

/// Says what the bytes of a file are, by the content alone. It reads no further than is needed for that: whether
/// [`read_file`](crate::read_file) finds it whole, only that says. Of more than 64 MiB only the first are looked at.
///
/// ```
/// use certwright::{FileKind, detect};
///
/// let found = detect(b"\xfe\xed\xfe\xed\0\0\0\x02");
/// assert_eq!((found.kind, found.why.as_str()), (FileKind::Jks, "it is a Java keystore (JKS)"));
/// assert!(found.hint.is_some_and(|hint| hint.starts_with("keytool -importkeystore")));
/// ```
pub fn detect(data: &[u8]) -> Detected {
    let limit = usize::try_from(MAX_FILE_SIZE).unwrap_or(usize::MAX);
    let data = &data[..data.len().min(limit)];
    let look = look(data);
    match in_base64(data, &look) {
        None => told(look),
        Some(inner) => {
            let found = told(self::look(&inner));
            Detected { why: format!("{}, as base64 without the lines of PEM", found.why), ..found }
        }
    }
}

fn told(look: Look<'_>) -> Detected {
    match look {
        Look::Der(holds) => {
            let found = Detected::new(holds.kind(), format!("it is {}", holds.what()));
            Detected { hint: holds.hint().map(str::to_owned), ..found }
        }
        Look::Pem(blocks) => pem::detect(blocks),
        Look::Other(found) => found,
    }
}

/// What is to be read, and how.
pub(super) enum Look<'a> {
    /// One whole element, or a PFX that may be cut short.
    Der(Holds),
    Pem(Blocks<'a>),
    Other(Detected),
}

const KEYTOOL_JKS: &str = "keytool -importkeystore -srckeystore FILE -srcstoretype JKS -destkeystore FILE.p12 -deststoretype PKCS12";
const KEYTOOL_JCEKS: &str = "keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore FILE.p12 -deststoretype PKCS12";

/// Looks at the bytes, and not into base64.
pub(super) fn look(data: &[u8]) -> Look<'_> {
    if let Some(holds) = der::holds(data) {
        return Look::Der(holds); // before PEM, which may stand as a comment in a certificate
    }
    if pkcs12::looks_like(data) {
        return Look::Der(Holds::Pkcs12);
    }
    if let Some(found) = binary(data) {
        return Look::Other(found);
    }
    let (text, oddity) = decode_text(data);
    if has_block(&text) {
        return Look::Pem(Blocks::of_text(text, oddity));
    }
    if let Some(found) = readable(&text) {
        return Look::Other(found);
    }
    Look::Other(match der::unfinished(data) {
        Some((kind, why)) => Detected::new(kind, why),
        None if data.first() == Some(&0x30) => Detected::new(FileKind::Der, "it begins as DER, but holds no certificate or key"),
        None => Detected::new(FileKind::Unknown, "it begins with neither PEM nor DER"),
    })
}

/// Told by the first octets.
fn binary(data: &[u8]) -> Option<Detected> {
    let found = |kind, why: &str| Some(Detected::new(kind, why));
    match data {
        [] => found(FileKind::Empty, "it is empty"),
        [0xfe, 0xed, 0xfe, 0xed, ..] => found(FileKind::Jks, "it is a Java keystore (JKS)").map(|found| found.hint(KEYTOOL_JKS)),
        [0xce, 0xce, 0xce, 0xce, ..] => found(FileKind::Jceks, "it is a Java keystore (JCEKS)").map(|found| found.hint(KEYTOOL_JCEKS)),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => found(FileKind::Zip, "it is a ZIP archive").map(|found| found.hint("unpack it first")),
        [0x1f, 0x8b, 8, ..] => found(FileKind::Gzip, "it is compressed (gzip)").map(|found| found.hint("gunzip it first")),
        // a packet of a public or secret key, in the old form and in the new one (RFC 4880 sections 4.2 and 5.5)
        [0x98 | 0x94, _, 4, ..] | [0x99 | 0x95, _, _, 4, ..] | [0xc6 | 0xc5, 0..=191, 4..=6, ..] | [0xc6 | 0xc5, 192..=223, _, 4..=6, ..] => {
            found(FileKind::Pgp, "it is a key of PGP, which is no X.509")
        }
        _ if data.starts_with(b"SQLite format 3\0") => {
            found(FileKind::Sqlite, "it is a database (SQLite)").map(|found| found.hint("a store is opened with --db FILE"))
        }
        _ if data.iter().all(|octet| *octet == 0) => found(FileKind::Zeros, "it holds nothing but zero bytes"),
        _ => None,
    }
}

/// Told by the first words, if it is text.
fn readable(text: &[u8]) -> Option<Detected> {
    let text = text.trim_ascii();
    let start = &text[..text.len().min(4096)];
    if start.iter().any(|octet| octet.is_ascii_control() && !octet.is_ascii_whitespace()) || is_not_utf8(start) {
        return None;
    }
    let lower = Zeroizing::new(start.to_ascii_lowercase()); // it may be a key
    let begins = |with: &[&str]| with.iter().any(|with| lower.starts_with(with.as_bytes()));
    let contains = |word: &str| lower.windows(word.len()).any(|window| window == word.as_bytes());
    let found = if begins(&["putty-user-key-file-"]) {
        Detected::new(FileKind::PuttyKey, "it is a key of PuTTY").hint("puttygen FILE -O private-openssh -o NEW")
    } else if begins(&["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- begin ssh2 public key"]) {
        Detected::new(FileKind::OpenSshPublicKey, "it is a public key of SSH, which is no X.509")
    } else if begins(&["<"]) && (begins(&["<!doctype html", "<html"]) || contains("<html")) {
        Detected::new(FileKind::Html, "it is a page of the web (HTML)").hint("the server sent a page in place of the file; get it again")
    } else if begins(&["<"]) {
        Detected::new(FileKind::Xml, "it is XML")
    } else if begins(&["{", "["]) {
        Detected::new(FileKind::Json, "it is JSON without a PEM block in it")
    } else if contains("begin ") && (contains("certificate") || contains("private key")) {
        Detected::new(FileKind::Text, "its PEM lines are not whole").hint("write five dashes before and behind BEGIN ... and END ...")
    } else if text.is_empty() {
        Detected::new(FileKind::Text, "it holds nothing but blanks")
    } else {
        Detected::new(FileKind::Text, "it is text without a PEM block in it")
    };
    Some(found)
}

/// Whether something in it is not UTF-8, other than a character cut off at its end.
fn is_not_utf8(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_err_and(|error| error.error_len().is_some())
}

/// What a text of nothing but base64 holds, if that is something that is known; base64 of base64 is not.
pub(super) fn in_base64(data: &[u8], look: &Look<'_>) -> Option<Zeroizing<Vec<u8>>> {
    if !matches!(look, Look::Other(Detected { kind: FileKind::Text, .. })) {
        return None;
    }
    let (text, _) = decode_text(data);
    let is_base64 = |octet: &u8| octet.is_ascii_alphanumeric() || octet.is_ascii_whitespace() || matches!(octet, b'+' | b'/' | b'=');
    if !text.iter().all(is_base64) {
        return None;
    }
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len())); // at once: what a vector grows out of is not wiped
    letters.extend(text.iter().copied().filter(|octet| !octet.is_ascii_whitespace()));
    let mut inner = Zeroizing::new(vec![0; letters.len() / 4 * 3 + 3]);
    let length = Base64::decode(letters.as_slice(), &mut inner).ok()?.len();
    inner.truncate(length); // what is cut off here never held anything
    match self::look(&inner) {
        Look::Der(_) | Look::Pem(_) => Some(inner),
        Look::Other(found) if matches!(found.kind, FileKind::Jks | FileKind::Jceks | FileKind::Truncated) => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
