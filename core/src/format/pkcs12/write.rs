//! Writing a PFX for a reader, under one derivation for all of it, read back before it is done (RFC 7292).

use std::fmt;

use zeroize::Zeroizing;

use super::{
    FILE,
    attributes::attribute,
    mac::Mac,
    oid,
    plan::{PfxContents, Plan, Planned},
    read::read_with,
    reader::{Encryption, Integrity, Profile, Reader},
};
use crate::{
    asn1::{self, context},
    certificate::Certificate,
    error::{Error, Result},
    format::{MAX_BAGS, ReadOptions},
    key::{PrivateKey, encrypted_info},
    pbe::{Budget, Digest, Keys, Limits, MAX_PRIVATE_KEYS, Scheme},
    random::random,
};

const LEAST_ITERATIONS: u32 = 1_000;
/// Twice as many, for the keys and for the integrity check, are what is taken here without being asked.
const MOST_ITERATIONS: u32 = 5_000_000;
/// What Windows reads as "for key exchange" in the keyUsage of a private key: dataEncipherment, as a BIT STRING.
const KEY_EXCHANGE: [u8; 4] = [asn1::BIT_STRING, 2, 4, 0x10];

/// How a PFX is written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Who has to open it.
    pub reader: Reader,
    /// Iterations of each key derivation, 1,000 to 5,000,000; with 3DES those of all bags together must stay below what
    /// [`read_file`](crate::read_file) takes unless told otherwise. `None` is what the loader of .NET 9 still opens: 300,000, and fewer
    /// if the file holds more than one private key, but at least 10,000 (fewer for [`Reader::DotNet9`], and with 3DES).
    pub iterations: Option<u32>,
}

impl WriteOptions {
    /// For this reader.
    pub fn reader(reader: Reader) -> Self {
        Self { reader, ..Self::default() }
    }
}

/// A PFX that was written.
#[derive(Clone)]
#[non_exhaustive]
pub struct Pfx {
    /// The file. What is secret in it is encrypted.
    pub bytes: Vec<u8>,
    /// What is to be known of it, such as that a common program will not open it.
    pub notes: Vec<String>,
}

impl fmt::Debug for Pfx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pfx({} bytes, {:?})", self.bytes.len(), self.notes)
    }
}

/// Writes a PFX (PKCS#12), and reads it back before it returns it.
///
/// What it is encrypted with, and what it may hold, follows the [`Reader`]. With AES all bags share one derivation of the key,
/// each under a vector of its own; with 3DES each has a derivation of its own. Unless said otherwise that is AES-256-CBC under PBKDF2 with
/// HMAC-SHA-256, and HMAC-SHA-256 over the whole: Windows Server 2019, OpenSSL 1.1, Java 8u301 and their successors read it.
/// Java opens none whose password is not ASCII; NSS takes no Ed25519 key; GnuTLS shows 32 certificates of a file and no more.
///
/// The file holds the certificate of each identity, then their chains, then `certificates`; then the keys; each certificate
/// and each key once, even if several of them share it. A key and its certificates carry the same localKeyId and the friendly
/// name of the identity. A file without keys marks each certificate as trusted and names it by its common name or thumbprint,
/// since Java lists no others.
///
/// Not checked: whether the chains are right, whether anything has expired, whether the password is any good.
///
/// # Errors
/// [`Error::InvalidArgument`] if the password is empty or not for this reader, there is nothing to write, or the number of
/// iterations is out of range or too large for so many bags; [`Error::Unsupported`] for what this reader cannot hold; [`Error::Internal`] if what was
/// written does not read back, or the system gives no random octets.
///
/// ```
/// # fn main() -> certwright::Result<()> {
/// # let pem = include_bytes!("../../../tests/data/pkcs12/certificate.pem");
/// use certwright::{Certificate, ReadOptions, Reader, WriteOptions, read_file, write_pkcs12};
///
/// let certificates = [Certificate::from_pem(pem)?];
/// let pfx = write_pkcs12(certificates.as_slice(), "a good password", &WriteOptions::reader(Reader::Java17Truststore))?;
/// let report = read_file(&pfx.bytes, &ReadOptions { password: Some("a good password"), ..ReadOptions::default() })?;
/// assert_eq!(report.certificates(), [&certificates[0]]);
/// # Ok(())
/// # }
/// ```
pub fn write_pkcs12<'a>(contents: impl Into<PfxContents<'a>>, password: &str, options: &WriteOptions) -> Result<Pfx> {
    write_with_uses(contents, &[], password, options)
}

/// The same, with what each identity is for, in their order: what a backup says to who restores it.
pub(crate) fn write_with_uses<'a>(
    contents: impl Into<PfxContents<'a>>,
    uses: &[Option<String>],
    password: &str,
    options: &WriteOptions,
) -> Result<Pfx> {
    if password.is_empty() {
        return Err(Error::InvalidArgument { what: "password", why: "it is empty, which protects nothing; give one".to_owned() });
    }
    let profile = options.reader.profile();
    let plan = Plan::new(&contents.into(), uses, profile);
    let (keys, certificates) = (plan.key_algorithms(), plan.certificates.len());
    if keys.len() > MAX_PRIVATE_KEYS || keys.len() + certificates > MAX_BAGS {
        return Err(Error::InvalidArgument { what: "certificates", why: "there are more than can be read again".to_owned() });
    }
    if keys.is_empty() && certificates == 0 {
        return Err(Error::InvalidArgument { what: "certificates", why: "there is nothing to write; give an identity or a certificate".to_owned() });
    }
    profile.check(&keys, certificates, password, options.iterations)?;
    let iterations = match options.iterations {
        None => profile.iterations(keys.len()),
        Some(wanted @ LEAST_ITERATIONS..=MOST_ITERATIONS) => wanted,
        Some(wanted) => {
            let why = format!("between {LEAST_ITERATIONS} and {MOST_ITERATIONS} are taken, not {wanted}");
            return Err(Error::InvalidArgument { what: "iterations", why });
        }
    };
    let (asked, limit) = (profile.work(keys.len(), certificates, iterations), Limits::default().iterations);
    if asked > limit {
        let why = format!("with {iterations} for each bag it takes {asked} to read the file, above {limit}; give fewer, or write several files");
        return Err(Error::InvalidArgument { what: "iterations", why });
    }
    let notes = profile.notes(keys.len(), certificates, iterations);
    let budget = Budget::new(Limits::NONE);
    let mut keys = Keys::new(FILE, Some(password), &budget);
    let bytes = encode(&plan, profile, &mut keys, iterations)?;
    keys.seal(); // reading back derives nothing anew, so it also proves what the file says of its keys
    let report = read_with(&bytes, &mut keys, &ReadOptions::default())
        .map_err(|error| Error::internal(format!("the PFX file that was written does not read back: {error}")))?;
    plan.compare(&report.bags)?;
    Ok(Pfx { bytes, notes })
}

fn encode(plan: &Plan<'_>, profile: &Profile, keys: &mut Keys<'_>, iterations: u32) -> Result<Vec<u8>> {
    let shared: [u8; 16] = random()?;
    let scheme = || -> Result<Scheme> {
        Ok(match profile.encryption {
            Encryption::Aes256 => Scheme::aes_256(&shared, iterations, random()?),
            Encryption::TripleDes => Scheme::triple_des(&random::<16>()?, iterations), // its vector comes out of the salt
        })
    };
    let mut contents = Vec::new();
    if !plan.certificates.is_empty() {
        let bags: Vec<Vec<u8>> = plan.certificates.iter().map(certificate_bag).collect();
        let scheme = scheme()?;
        let ciphertext = scheme.encrypt(keys, &sequence_of(&bags))?;
        let encrypted = asn1::sequence(&[&asn1::oid(oid::DATA), &scheme.identifier(), &asn1::tlv(0x80, &[&ciphertext])]);
        contents.push(content_info(oid::ENCRYPTED_DATA, &asn1::sequence(&[&asn1::unsigned(0), &encrypted])));
    }
    if !plan.keys.is_empty() {
        let bags = plan.keys.iter().map(|planned| {
            let scheme = scheme()?;
            let info = encrypted_info(&scheme, keys, &private_key_info(planned.item, profile)?)?;
            Ok(bag(oid::SHROUDED_KEY_BAG, &info, planned))
        });
        let bags = bags.collect::<Result<Vec<_>>>()?;
        contents.push(content_info(oid::DATA, &asn1::tlv(asn1::OCTET_STRING, &[&sequence_of(&bags)])));
    }
    let authenticated = sequence_of(&contents);
    let salt: [u8; 16] = random()?; // another one: what proves integrity must not be the key of the encryption
    let mac = match profile.integrity {
        Integrity::HmacSha256 => Mac::hmac(Digest::Sha256, &salt, iterations),
        Integrity::HmacSha1 => Mac::hmac(Digest::Sha1, &salt, iterations),
        Integrity::Pbmac1 => Mac::pbmac1_sha256(&salt, iterations),
    };
    let mac = mac.encode(&authenticated, keys)?;
    Ok(asn1::sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &asn1::tlv(asn1::OCTET_STRING, &[&authenticated])), &mac]))
}

/// The key's PKCS#8, with the attribute that Windows wants of one for key exchange (RFC 5208 section 5).
fn private_key_info(key: &PrivateKey, profile: &Profile) -> Result<Zeroizing<Vec<u8>>> {
    if !profile.key_exchange {
        return Ok(Zeroizing::new(key.pkcs8().to_vec()));
    }
    let mut outer = asn1::Reader::der(key.pkcs8());
    let info = outer.expect(asn1::SEQUENCE).map_err(|_| Error::internal("a private key has no PKCS#8"))?.content;
    let usage = asn1::tlv(context(0), &[&attribute(oid::KEY_USAGE, &KEY_EXCHANGE)]);
    Ok(Zeroizing::new(asn1::sequence(&[info, &usage])))
}

/// SafeBag.
fn bag<T>(kind: &[u8], value: &[u8], planned: &Planned<'_, T>) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::tlv(context(0), &[value]), &planned.attributes.encode()])
}

fn certificate_bag(planned: &Planned<'_, Certificate>) -> Vec<u8> {
    let der = asn1::tlv(context(0), &[&asn1::tlv(asn1::OCTET_STRING, &[planned.item.der()])]);
    bag(oid::CERT_BAG, &asn1::sequence(&[&asn1::oid(oid::X509_CERTIFICATE), &der]), planned)
}

pub(in crate::format) fn content_info(kind: &[u8], content: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::tlv(context(0), &[content])])
}

fn sequence_of(parts: &[Vec<u8>]) -> Vec<u8> {
    let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    asn1::sequence(&slices)
}
