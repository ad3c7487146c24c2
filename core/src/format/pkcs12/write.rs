//! Writing a PFX: AES-256 and SHA-256, one derivation for all of it, read back before it is done (RFC 7292).

use std::collections::{HashMap, HashSet};

use ring::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use subtle::ConstantTimeEq;

use super::{
    keys::{Digest, Function, Keys, Recipe},
    oid,
    pbes2::Pbes2,
    read::read_with,
};
use crate::{
    asn1::{self, context},
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    format::{Bag, Content},
    key::{Identity, PrivateKey},
};

const LEAST_ITERATIONS: u32 = 1_000;
/// Twice as many, for the keys and for the integrity check, are what readers here take without being asked.
const MOST_ITERATIONS: u32 = 5_000_000;

/// How a PFX is written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Iterations of each of the two key derivations, 1,000 to 5,000,000. `None` is what the loader of .NET 9 still opens:
    /// 300,000, and fewer if the file holds more than one private key, but at least 10,000.
    pub iterations: Option<u32>,
}

/// Writes a PFX (PKCS#12) with these identities and further certificates, and reads it back before it returns it.
///
/// Certificates and keys are encrypted with AES-256-CBC under PBKDF2 with HMAC-SHA-256; the whole is protected by
/// HMAC-SHA-256 with the key derivation of PKCS#12. Windows Server 2019, OpenSSL 1.1, Java 8u301 and their successors read
/// this; Windows Server 2016 and older systems do not. Java opens none whose password is not ASCII; NSS takes no Ed25519 key.
///
/// The file holds the certificate of each identity, then their chains, then `certificates`; each certificate and each key
/// once, even if several of them share it. A key and its certificates carry the same localKeyId and the friendly name of the
/// identity. A file without identities marks each certificate as trusted and names it by its common name or thumbprint,
/// since Java lists no others.
///
/// Not checked: whether the chains are right, whether anything has expired, whether the password is any good.
///
/// # Errors
/// [`Error::InvalidArgument`] if the password is empty, there is nothing to write, or the number of iterations is out of
/// range; [`Error::Internal`] if what was written does not read back, or the system gives no random octets.
///
/// ```
/// # fn main() -> certwright::Result<()> {
/// # let pem = include_bytes!("../../../tests/data/pkcs12/certificate.pem");
/// use certwright::{Certificate, ReadOptions, WriteOptions, read_file, write_pkcs12};
///
/// let certificate = Certificate::from_pem(pem)?;
/// let pfx = write_pkcs12(&[], &[certificate.clone()], "a good password", &WriteOptions::default())?;
/// let report = read_file(&pfx, &ReadOptions { password: Some("a good password"), ..ReadOptions::default() })?;
/// assert_eq!(report.certificates(), [&certificate]);
/// # Ok(())
/// # }
/// ```
pub fn write_pkcs12(identities: &[Identity], certificates: &[Certificate], password: &str, options: &WriteOptions) -> Result<Vec<u8>> {
    if password.is_empty() {
        return Err(Error::InvalidArgument { what: "password", why: "it is empty, which protects nothing; give one".to_owned() });
    }
    let plan = Plan::new(identities, certificates);
    if plan.certificates.is_empty() {
        return Err(Error::InvalidArgument { what: "certificates", why: "there is nothing to write; give an identity or a certificate".to_owned() });
    }
    let iterations = match options.iterations {
        None => default_iterations(plan.keys.len()),
        Some(wanted @ LEAST_ITERATIONS..=MOST_ITERATIONS) => wanted,
        Some(wanted) => {
            let why = format!("between {LEAST_ITERATIONS} and {MOST_ITERATIONS} are taken, not {wanted}");
            return Err(Error::InvalidArgument { what: "iterations", why });
        }
    };
    let mut keys = Keys::new(Some(password), u64::MAX);
    let pfx = plan.encode(&mut keys, iterations)?;
    keys.seal(); // reading back derives nothing anew, so it also proves what the file says of its keys
    let report = read_with(&pfx, &mut keys).map_err(|error| Error::internal(format!("the PFX file that was written does not read back: {error}")))?;
    plan.compare(&report.bags)?;
    Ok(pfx)
}

/// The loader of .NET 9 takes 300,000 for one derivation and 1,000,000 for a file, and counts one for each key, one for the
/// certificates and one for the integrity check.
fn default_iterations(keys: usize) -> u32 {
    let share = 1_000_000 / u32::try_from(keys).unwrap_or(u32::MAX).saturating_add(2);
    share.clamp(10_000, 300_000)
}

/// What goes into the file, in its order.
struct Plan<'a> {
    certificates: Vec<Entry<'a, Certificate>>,
    keys: Vec<Entry<'a, PrivateKey>>,
}

struct Entry<'a, T> {
    item: &'a T,
    friendly_name: Option<String>,
    local_key_id: Option<[u8; 20]>,
    trusted: bool,
}

impl<'a> Plan<'a> {
    fn new(identities: &'a [Identity], certificates: &'a [Certificate]) -> Self {
        let mut plan = Self { certificates: Vec::new(), keys: Vec::new() };
        let mut written = HashSet::new();
        let mut key_ids = HashMap::new();
        for identity in identities {
            if !written.insert(identity.certificate().der()) {
                continue;
            }
            let friendly_name = identity.friendly_name().filter(|name| !name.is_empty()).map(str::to_owned);
            let local_key_id = *key_ids.entry(identity.private_key().public_key_der()).or_insert_with(|| {
                let id = Thumbprint::sha1_of(identity.certificate().der());
                let friendly_name = friendly_name.clone();
                plan.keys.push(Entry { item: &**identity.private_key(), friendly_name, local_key_id: Some(id), trusted: false });
                id
            });
            let item = identity.certificate();
            plan.certificates.push(Entry { item, friendly_name, local_key_id: Some(local_key_id), trusted: false });
        }
        let trusted = identities.is_empty();
        let mut names = HashSet::new();
        for item in identities.iter().flat_map(Identity::chain).chain(certificates) {
            if written.insert(item.der()) {
                let friendly_name = trusted.then(|| unique_name(item, &mut names));
                plan.certificates.push(Entry { item, friendly_name, local_key_id: None, trusted });
            }
        }
        plan
    }

    fn encode(&self, keys: &mut Keys<'_>, iterations: u32) -> Result<Vec<u8>> {
        let salt: [u8; 16] = random()?;
        let bags: Vec<Vec<u8>> = self.certificates.iter().map(certificate_bag).collect();
        let encryption = Pbes2::aes_256(&salt, iterations, random()?);
        let ciphertext = encryption.encrypt(keys, &sequence_of(&bags))?;
        let encrypted = asn1::sequence(&[&oid(oid::DATA), &encryption.identifier(), &asn1::tlv(0x80, &[&ciphertext])]);
        let mut contents = vec![content_info(oid::ENCRYPTED_DATA, &asn1::sequence(&[&asn1::unsigned(0), &encrypted]))];
        if !self.keys.is_empty() {
            let bags = self.keys.iter().map(|entry| {
                let encryption = Pbes2::aes_256(&salt, iterations, random()?);
                let ciphertext = encryption.encrypt(keys, entry.item.pkcs8())?;
                let info = asn1::sequence(&[&encryption.identifier(), &asn1::tlv(asn1::OCTET_STRING, &[&ciphertext])]);
                Ok(entry.bag(oid::SHROUDED_KEY_BAG, &info))
            });
            let bags = bags.collect::<Result<Vec<_>>>()?;
            contents.push(content_info(oid::DATA, &asn1::tlv(asn1::OCTET_STRING, &[&sequence_of(&bags)])));
        }
        let authenticated = sequence_of(&contents);
        let mac = mac_data(&authenticated, keys, iterations)?;
        Ok(asn1::sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &asn1::tlv(asn1::OCTET_STRING, &[&authenticated])), &mac]))
    }

    /// What was read back is what was to be written.
    fn compare(&self, bags: &[Bag]) -> Result<()> {
        let (certificates, keys) = bags.split_at_checked(self.certificates.len()).unwrap_or_default();
        let same_certificates = self.certificates.iter().zip(certificates).all(|(entry, bag)| {
            let same = matches!(&bag.content, Content::Certificate(found) if found == entry.item);
            same && entry.is_named_as(bag)
        });
        let same_keys = self.keys.iter().zip(keys).all(|(entry, bag)| {
            let same = matches!(&bag.content, Content::PrivateKey(found) if bool::from(found.pkcs8().ct_eq(entry.item.pkcs8())));
            same && entry.is_named_as(bag)
        });
        let complete = certificates.len() == self.certificates.len() && keys.len() == self.keys.len();
        if !complete || !same_certificates || !same_keys {
            return Err(Error::internal("the PFX file that was written holds something else than it should"));
        }
        Ok(())
    }
}

impl<T> Entry<'_, T> {
    fn is_named_as(&self, bag: &Bag) -> bool {
        self.friendly_name == bag.friendly_name && self.local_key_id.as_ref().map(|id| id.as_slice()) == bag.local_key_id.as_deref()
    }

    /// SafeBag with the attributes, in the order DER wants in a SET OF.
    fn bag(&self, kind: &[u8], value: &[u8]) -> Vec<u8> {
        let mut attributes = Vec::new();
        if let Some(name) = &self.friendly_name {
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
            attributes.push(attribute(oid::FRIENDLY_NAME, &asn1::tlv(asn1::BMP_STRING, &[&units])));
        }
        if let Some(id) = &self.local_key_id {
            attributes.push(attribute(oid::LOCAL_KEY_ID, &asn1::tlv(asn1::OCTET_STRING, &[id])));
        }
        if self.trusted {
            attributes.push(attribute(oid::TRUSTED_KEY_USAGE, &oid(oid::ANY_EXTENDED_KEY_USAGE)));
        }
        attributes.sort();
        let value = asn1::tlv(context(0), &[value]);
        let set = if attributes.is_empty() { Vec::new() } else { asn1::tlv(asn1::SET, &slices(&attributes)) };
        asn1::sequence(&[&oid(kind), &value, &set])
    }
}

/// Java tells entries apart by their names in lower case: of two that are the same it lists one.
fn unique_name(certificate: &Certificate, names: &mut HashSet<String>) -> String {
    let thumbprint = certificate.thumbprint();
    let name = certificate.subject().common_name().filter(|name| !name.is_empty()).unwrap_or_else(|| thumbprint.to_string());
    if names.insert(name.to_lowercase()) { name } else { format!("{name} {thumbprint}") }
}

fn certificate_bag(entry: &Entry<'_, Certificate>) -> Vec<u8> {
    let der = asn1::tlv(context(0), &[&asn1::tlv(asn1::OCTET_STRING, &[entry.item.der()])]);
    entry.bag(oid::CERT_BAG, &asn1::sequence(&[&oid(oid::X509_CERTIFICATE), &der]))
}

pub(super) fn mac_data(authenticated: &[u8], keys: &mut Keys<'_>, iterations: u32) -> Result<Vec<u8>> {
    let digest = Digest::Sha256;
    let salt: [u8; 16] = random()?;
    let recipe = Recipe { function: Function::Pkcs12Mac, digest, salt: salt.to_vec(), iterations: iterations.into(), length: digest.output_len() };
    let tag = hmac::sign(&hmac::Key::new(digest.hmac(), keys.key(&recipe)?), authenticated);
    let algorithm = asn1::sequence(&[&oid(oid::SHA256), &[asn1::NULL, 0]]);
    let info = asn1::sequence(&[&algorithm, &asn1::tlv(asn1::OCTET_STRING, &[tag.as_ref()])]);
    Ok(asn1::sequence(&[&info, &asn1::tlv(asn1::OCTET_STRING, &[&salt]), &asn1::unsigned(iterations.into())]))
}

pub(super) fn content_info(kind: &[u8], content: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&oid(kind), &asn1::tlv(context(0), &[content])])
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&oid(kind), &asn1::tlv(asn1::SET, &[value])])
}

fn oid(content: &[u8]) -> Vec<u8> {
    asn1::tlv(asn1::OID, &[content])
}

fn sequence_of(parts: &[Vec<u8>]) -> Vec<u8> {
    asn1::sequence(&slices(parts))
}

fn slices(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut octets = [0; N];
    SystemRandom::new().fill(&mut octets).map_err(|_| Error::internal("the system gave no random octets"))?;
    Ok(octets)
}
