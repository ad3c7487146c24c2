//! What is this file? PKCS#12, DER or PEM, by its content alone.

use std::fmt;

use zeroize::Zeroizing;

use super::{
    Bag, Content, FileFormat, ImportReport, MAX_BAGS,
    keys::{ENCRYPTED, private_key, private_key_of_block, private_key_with_password},
    pkcs12, too_many_bags,
};
use crate::{
    asn1::{self, Reader},
    certificate::Certificate,
    error::{Error, Result},
    key::is_encrypted_pkcs8,
    pbe::{Keys, Limits},
    pem::{Block, Blocks},
};

/// The largest file that is read, in bytes.
pub(crate) const MAX_FILE_SIZE: u64 = 64 << 20;

/// How a file is read.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The password of a PFX or of an encrypted key. None is not the same as an empty one: tools write both kinds of files.
    pub password: Option<&'a str>,
    /// How many iterations of key derivation a file may ask for in all, retries included, lest it keep its reader busy for
    /// hours. Of scrypt N·r·p counts.
    pub max_iterations: u64,
    /// How much memory scrypt may ask for, in bytes.
    pub max_scrypt_memory: u64,
    /// Whether a PFX without an integrity check, which anyone may have altered, is refused.
    pub require_mac: bool,
    /// Whether encryption and integrity checks that are not to be relied on any more are refused: DES, 3DES, RC2, RC4, the
    /// derivations of PKCS#12 and PBES1, MD5 of a password; MACs with MD5 and SHA-1.
    pub refuse_legacy: bool,
}

impl ReadOptions<'_> {
    pub(crate) fn limits(&self) -> Limits {
        Limits { iterations: self.max_iterations, memory: self.max_scrypt_memory }
    }
}

impl Default for ReadOptions<'_> {
    /// No password; 10,000,000 iterations, a few seconds; 256 MiB; nothing refused.
    fn default() -> Self {
        let Limits { iterations, memory } = Limits::default();
        Self { password: None, max_iterations: iterations, max_scrypt_memory: memory, require_mac: false, refuse_legacy: false }
    }
}

impl fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let password = self.password.map(|_| "..");
        f.debug_struct("ReadOptions")
            .field("password", &password)
            .field("max_iterations", &self.max_iterations)
            .field("max_scrypt_memory", &self.max_scrypt_memory)
            .field("require_mac", &self.require_mac)
            .field("refuse_legacy", &self.refuse_legacy)
            .finish()
    }
}

/// Reads the bytes of a file: a PFX (PKCS#12), PEM, or one certificate or private key in DER.
///
/// The kind is told by the content. Every bag of a PFX and every block of a PEM text is in the report: taken, or with the
/// reason why not. PEM may be UTF-8 or, as some shells write it, UTF-16. Nothing in the report is verified: who signed it,
/// whether it has expired, whether anyone should trust it.
///
/// # Errors
/// [`Error::UnknownFormat`] if it is none of these; [`Error::TooLarge`] above 64 MiB; for a PFX [`Error::WrongPassword`],
/// also for damage where the two cannot be told apart, [`Error::PasswordRequired`], [`Error::Damaged`],
/// [`Error::Unsupported`] and [`Error::WorkLimit`]; for one certificate or key in DER, and for PEM of a single block, what is
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
    if data.is_empty() {
        return Err(unknown("it is empty"));
    }
    if data.len() as u64 > MAX_FILE_SIZE {
        return Err(Error::TooLarge { what: "the file".to_owned(), size: data.len() as u64, limit: MAX_FILE_SIZE });
    }
    if pkcs12::looks_like(data) {
        return pkcs12::read(data, options);
    }
    if let Ok(inside) = asn1::only_sequence(data) {
        return der(data, inside, options); // before PEM, which may stand as a comment in a certificate
    }
    if let Some(text) = utf16(data) {
        return pem(&text, options);
    }
    if data.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return pem(data, options);
    }
    Err(unknown(match data[0] {
        asn1::SEQUENCE => "it begins as DER but is cut short, or something follows it",
        _ if data.iter().all(|octet| *octet == 0) => "it holds nothing but zero bytes",
        _ => "it begins with neither PEM nor DER",
    }))
}

/// Reads the bytes of a PFX (PKCS#12), and of nothing else.
///
/// # Errors
/// As [`read`], [`Error::UnknownFormat`] also for PEM and DER.
pub fn read_pkcs12(data: &[u8], options: &ReadOptions<'_>) -> Result<ImportReport> {
    let report = read(data, options)?;
    if report.format == FileFormat::Pkcs12 { Ok(report) } else { Err(unknown(&format!("it is {}, not a PFX", report.format))) }
}

const BEGIN: &[u8] = b"-----BEGIN ";

fn unknown(why: &str) -> Error {
    Error::UnknownFormat { why: why.to_owned() }
}

/// One element that is whole: what it begins with says what it is meant to be.
fn der(data: &[u8], mut inside: Reader<'_>, options: &ReadOptions<'_>) -> Result<ImportReport> {
    let mut notes = Vec::new();
    let content = match inside.peek() {
        Some(asn1::SEQUENCE) if is_encrypted_pkcs8(data) => {
            let (content, note) = private_key_with_password(data, &mut Keys::new(ENCRYPTED, options.password, options.limits()), options)?;
            notes.extend(note);
            content
        }
        Some(asn1::SEQUENCE) => Content::Certificate(Certificate::from_der(data)?),
        Some(asn1::INTEGER) => private_key(data)?,
        Some(asn1::OID) => {
            let kind = inside.expect(asn1::OID).ok().and_then(|oid| asn1::oid_to_text(oid.content)).unwrap_or_default();
            return Err(unknown(&format!("it is CMS or PKCS#7 content of the kind {kind}")));
        }
        _ => return Err(unknown("it is DER, but neither a certificate nor a private key")),
    };
    Ok(ImportReport { format: FileFormat::Der, bags: vec![Bag::new(content)], notes })
}

/// The text as UTF-8 if a byte order mark says that it is UTF-16.
fn utf16(data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (order, rest): (fn([u8; 2]) -> u16, _) = match data {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    let (units, _) = rest.as_chunks::<2>();
    let mut text = Zeroizing::new(Vec::with_capacity(units.len() * 3)); // never more octets of UTF-8
    for character in char::decode_utf16(units.iter().map(|unit| order(*unit))) {
        let mut octets = [0; 4];
        text.extend_from_slice(character.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut octets).as_bytes());
    }
    Some(text)
}

fn pem(text: &[u8], options: &ReadOptions<'_>) -> Result<ImportReport> {
    let mut keys = Keys::new(ENCRYPTED, options.password, options.limits());
    let mut notes = Vec::new();
    let mut bags = Vec::new();
    let mut refusal = None;
    for block in Blocks::new(text) {
        if bags.len() == MAX_BAGS {
            return Err(too_many_bags("a PEM text"));
        }
        let (what, content) = match block {
            Ok(block) => (kind_of(&block), content_of(&block, &mut keys, options, &mut notes)),
            Err(error) => ("a PEM block".to_owned(), Err(error)),
        };
        bags.push(Bag::new(content.unwrap_or_else(|error| {
            let why = error.to_string();
            refusal = Some(error);
            Content::NotTaken { what, why }
        })));
    }
    match refusal {
        _ if bags.is_empty() => Err(unknown("there is no PEM block in it")),
        Some(error) if bags.len() == 1 => Err(error),
        _ => Ok(ImportReport { format: FileFormat::Pem, bags, notes }),
    }
}

fn content_of(block: &Block, keys: &mut Keys<'_>, options: &ReadOptions<'_>, notes: &mut Vec<String>) -> Result<Content> {
    if block.label == "TRUSTED CERTIFICATE" {
        // OpenSSL's own: what it trusts the certificate for stands behind it
        let first = Reader::der(&block.content).element().map_err(|_| Error::certificate("it is cut short, or not DER"))?;
        return Certificate::from_der(first.raw).map(Content::Certificate);
    }
    if block.is_certificate() {
        return Certificate::from_der(&block.content).map(Content::Certificate);
    }
    if block.label.ends_with("PRIVATE KEY") {
        let (content, note) = private_key_of_block(block, keys, options)?;
        notes.extend(note);
        return Ok(content);
    }
    Err(unknown("only certificates and private keys are taken"))
}

fn kind_of(block: &Block) -> String {
    let label: String = block.label.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(40).collect();
    match label.as_str() {
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => "a certificate".to_owned(),
        "X509 CRL" => "a CRL".to_owned(),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => "a certificate request".to_owned(),
        label if label.ends_with("PRIVATE KEY") => "a private key".to_owned(),
        label => format!("a PEM block {label}"),
    }
}

#[cfg(test)]
mod tests;
