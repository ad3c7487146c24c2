//! Reading a file of any kind, told by its content alone.

use std::fmt;

use super::{
    Bag, Content, FileFormat, ImportReport, MAX_BAGS,
    der::Holds,
    keys,
    kind::{Look, in_base64, look},
    pem, pkcs7, pkcs12, unknown,
};
use crate::{
    certificate::Certificate,
    crl::Crl,
    error::{Error, Result},
    pbe::{Budget, Limits},
};

/// The largest file that is read, in bytes.
pub(crate) const MAX_FILE_SIZE: u64 = 64 << 20;

/// How a file is read.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The password of a PFX or of an encrypted key. None is not the same as an empty one: tools write both kinds of files.
    pub password: Option<&'a str>,
    /// How many iterations of key derivation a file may ask for in all, retries included, lest it keep its reader busy for
    /// hours. A key that is made of several hashes counts several times; of scrypt N·r·p counts.
    pub max_iterations: u64,
    /// How much memory scrypt may ask for, in bytes.
    pub max_scrypt_memory: u64,
    /// How deep the contents of a PFX may lie in one another; above 64 counts as 64.
    pub max_nesting: usize,
    /// Whether a PFX without an integrity check, which anyone may have altered, is refused.
    pub require_mac: bool,
    /// Whether what is not to be relied on any more is refused: encryption with DES, 3DES, RC2, RC4, with keys derived as
    /// PKCS#12 or PBES1 do it, with MD5 of a password or HMAC-MD5; integrity checks with MD5 and SHA-1. PBKDF2 with
    /// HMAC-SHA-1, and PKCS#12's own derivation for an integrity check, which most programs write, are taken.
    pub refuse_legacy: bool,
}

impl ReadOptions<'_> {
    pub(crate) fn limits(&self) -> Limits {
        Limits { iterations: self.max_iterations, memory: self.max_scrypt_memory }
    }
}

impl Default for ReadOptions<'_> {
    /// No password; 10,000,000 iterations, a few seconds; 256 MiB; 8 deep; nothing refused.
    fn default() -> Self {
        let Limits { iterations, memory } = Limits::default();
        Self { password: None, max_iterations: iterations, max_scrypt_memory: memory, max_nesting: 8, require_mac: false, refuse_legacy: false }
    }
}

impl fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let password = self.password.map(|_| "..");
        f.debug_struct("ReadOptions")
            .field("password", &password)
            .field("max_iterations", &self.max_iterations)
            .field("max_scrypt_memory", &self.max_scrypt_memory)
            .field("max_nesting", &self.max_nesting)
            .field("require_mac", &self.require_mac)
            .field("refuse_legacy", &self.refuse_legacy)
            .finish()
    }
}

/// Reads the bytes of a file: a PFX (PKCS#12), PKCS#7, PEM, one certificate or private key in DER, or base64 of these.
///
/// The kind is told by the content, of a block of PEM too, whatever its label says. Every bag of a PFX and every block of a
/// PEM text is in the report: taken, or with the reason why not. PEM may be UTF-8 or UTF-16, with line ends of any kind or
/// escaped, indented or quoted; the notes name what is odd. Nothing in the report is verified: who signed it, whether it
/// has expired, whether anyone should trust it.
///
/// # Errors
/// [`Error::UnknownFormat`] if it is none of these, with what it is instead, as [`detect`](crate::detect) says it;
/// [`Error::TooLarge`] above 64 MiB; for a PFX [`Error::WrongPassword`],
/// also for damage where the two cannot be told apart, [`Error::PasswordRequired`], [`Error::Damaged`],
/// [`Error::Unsupported`], [`Error::WorkLimit`], and [`Error::Unauthenticated`] and [`Error::LegacyAlgorithm`] where the options
/// demand it; for one certificate or key in DER, and for PEM of a single block, what is
/// wrong with it.
///
/// ```
/// # fn main() -> certwright::Result<()> {
/// # let bytes = include_bytes!("../../tests/data/pkcs12/certificate.pem");
/// use certwright::{FileFormat, ReadOptions, read_file};
///
/// let report = read_file(bytes, &ReadOptions::default())?;
/// assert_eq!(report.format, FileFormat::Pem);
/// assert_eq!(report.certificates().len(), 1);
/// # Ok(())
/// # }
/// ```
pub fn read(data: &[u8], options: &ReadOptions<'_>) -> Result<ImportReport> {
    if data.len() as u64 > MAX_FILE_SIZE {
        return Err(Error::TooLarge { what: "the file".to_owned(), size: data.len() as u64, limit: MAX_FILE_SIZE });
    }
    let look = look(data);
    let Some(inner) = in_base64(data, &look) else { return found(data, look, options) };
    let mut report = found(&inner, self::look(&inner), options)?;
    report.notes.insert(0, "it is base64 without the lines of PEM".to_owned());
    Ok(report)
}

/// Reads the bytes of a PFX (PKCS#12), and of nothing else.
///
/// # Errors
/// As [`read`], [`Error::UnknownFormat`] also for PEM and DER.
pub fn read_pkcs12(data: &[u8], options: &ReadOptions<'_>) -> Result<ImportReport> {
    let report = read(data, options)?;
    if report.format == FileFormat::Pkcs12 { Ok(report) } else { Err(unknown(&format!("it is {}, not a PFX", report.format))) }
}

fn found(data: &[u8], look: Look<'_>, options: &ReadOptions<'_>) -> Result<ImportReport> {
    match look {
        Look::Der(Holds::Pkcs12) => pkcs12::read(data, options, &Budget::new(options.limits())),
        Look::Der(Holds::Pkcs7) => {
            pkcs7::read(data, MAX_BAGS).map(|found| ImportReport { format: FileFormat::Pkcs7, bags: found.bags, notes: found.notes })
        }
        Look::Der(holds) => der(data, holds, options),
        Look::Pem(blocks) => pem::read(blocks, options),
        Look::Other(other) => Err(unknown(&other.reason())),
    }
}

/// One element that is whole.
fn der(data: &[u8], holds: Holds, options: &ReadOptions<'_>) -> Result<ImportReport> {
    holds.taken()?;
    let (content, note) = if holds == Holds::Crl {
        (Content::Crl(Crl::from_der(data)?), None)
    } else if holds.is_private_key() {
        keys::private_key_with_password(data, &mut keys::of_file(options, &Budget::new(options.limits())), options)?
    } else {
        (Content::Certificate(Certificate::from_der(data)?), None)
    };
    Ok(ImportReport { format: FileFormat::Der, bags: vec![Bag::new(content)], notes: note.into_iter().collect() })
}

#[cfg(test)]
mod tests;
