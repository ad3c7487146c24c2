//! What a certificate says: names, serial number, validity, extensions, thumbprints (RFC 5280 section 4.1).

pub(crate) mod algorithm;
pub(crate) mod comparable;
pub(crate) mod extension;
pub(crate) mod frame;
pub(crate) mod general_name;
pub(crate) mod name;
pub(crate) mod pasted;
pub(crate) mod point;
mod pss;
mod serial;
mod thumbprint;

use std::{
    fmt,
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use time::OffsetDateTime;

use self::{algorithm::PublicKey, extension::Extension, frame::Frame};
use crate::{
    asn1::Reader,
    error::{Error, Result},
};

pub use self::{
    extension::GeneralName,
    name::{Attribute, Name},
    serial::SerialNumber,
    thumbprint::Thumbprint,
};

/// The largest certificate that is read, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// One parsed X.509 certificate; immutable, and cheap to clone.
///
/// Parsing checks the form, and that no extension stands twice or is malformed. It does not check a signature, a date, or
/// whether anyone should trust it.
#[derive(Clone)]
pub struct Certificate(Arc<Parsed>);

struct Parsed {
    der: Box<[u8]>,
    frame: Frame,
    self_signed: OnceLock<bool>,
}

impl Certificate {
    /// Reads one certificate of at most 1 MiB; nothing may follow it.
    ///
    /// # Errors
    /// [`Error::MalformedCertificate`], which says what is wrong with it; [`Error::TooLarge`].
    pub fn from_der(der: &[u8]) -> Result<Self> {
        Self::must_be_of_size(der)?;
        Self::from_owned_der(der.to_vec())
    }

    /// The same, without a copy.
    pub(crate) fn from_owned_der(der: Vec<u8>) -> Result<Self> {
        Self::must_be_of_size(&der)?;
        Ok(Self(Arc::new(Parsed { frame: Frame::read(&der)?, der: der.into(), self_signed: OnceLock::new() })))
    }

    fn must_be_of_size(der: &[u8]) -> Result<()> {
        match der.len() {
            0 => Err(Error::certificate("it is empty")),
            1..=MAX_SIZE => Ok(()),
            size => Err(Error::TooLarge { what: "the certificate".to_owned(), size: size as u64, limit: MAX_SIZE as u64 }),
        }
    }

    /// Reads the first certificate of a PEM text; text around the block is passed over.
    ///
    /// # Errors
    /// [`Error::MalformedCertificate`] if there is none or it is not right.
    pub fn from_pem(pem: &[u8]) -> Result<Self> {
        let mut blocks = crate::pem::Blocks::new(pem);
        match blocks.find(|block| block.as_ref().map_or(true, |block| block.is_certificate())) {
            Some(block) => Self::from_der(&block?.content),
            None => Err(Error::certificate("there is no PEM block of a certificate in it")),
        }
    }

    /// The DER, byte for byte as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// PEM: LF, 64 columns (RFC 7468).
    pub fn to_pem(&self) -> String {
        crate::pem::encode("CERTIFICATE", self.der())
    }

    /// SHA-1 of the DER: Windows' name for a certificate.
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::Sha1(Thumbprint::sha1_of(self.der()))
    }

    /// SHA-256 of the DER.
    pub fn sha256(&self) -> Thumbprint {
        Thumbprint::Sha256(Thumbprint::sha256_of(self.der()))
    }

    /// The X.509 version: 1, 2 or 3.
    pub fn version(&self) -> u32 {
        self.0.frame.version
    }

    /// Whom or what it is for.
    pub fn subject(&self) -> Name {
        Name::from_checked_der(&self.0.der[self.0.frame.subject.clone()])
    }

    /// Who made it.
    pub fn issuer(&self) -> Name {
        Name::from_checked_der(&self.0.der[self.0.frame.issuer.clone()])
    }

    /// The DER of the subject.
    pub(crate) fn subject_der(&self) -> &[u8] {
        &self.0.der[self.0.frame.subject.clone()]
    }

    /// The DER of the issuer.
    pub(crate) fn issuer_der(&self) -> &[u8] {
        &self.0.der[self.0.frame.issuer.clone()]
    }

    /// Every extension, in its order.
    pub(crate) fn extensions(&self) -> Vec<Extension<'_>> {
        // Malformed cannot come up: parsing has walked the same elements.
        extension::list(Reader::der(&self.0.der[self.0.frame.extension_list.clone()])).unwrap_or_default()
    }

    /// The AlgorithmIdentifier of the signature.
    pub(crate) fn signature_algorithm_der(&self) -> &[u8] {
        &self.0.der[self.0.frame.signature_algorithm.clone()]
    }

    /// The serial number, unique only within one issuer.
    pub fn serial(&self) -> &SerialNumber {
        &self.0.frame.serial
    }

    /// The beginning of the validity, UTC.
    pub fn not_before(&self) -> OffsetDateTime {
        self.0.frame.not_before
    }

    /// The end of the validity, UTC; the certificate is still valid at this second.
    pub fn not_after(&self) -> OffsetDateTime {
        self.0.frame.not_after
    }

    /// Whether the time lies in the validity. Says nothing about trust.
    pub fn is_valid_at(&self, at: OffsetDateTime) -> bool {
        (self.not_before()..=self.not_after()).contains(&at)
    }

    /// The subjectAltName, in its order; empty if there is none.
    pub fn subject_alt_names(&self) -> &[GeneralName] {
        &self.0.frame.extensions.subject_alt_names
    }

    /// The DNS names of the subjectAltName.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.subject_alt_names().iter().filter_map(|name| if let GeneralName::Dns(name) = name { Some(name.as_str()) } else { None })
    }

    /// The IP addresses of the subjectAltName.
    pub fn ip_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.subject_alt_names().iter().filter_map(|name| if let GeneralName::Ip(address) = name { Some(*address) } else { None })
    }

    /// The names of the keyUsage bits that are set, in RFC 5280's order; `None` without the extension.
    pub fn key_usage(&self) -> Option<&[&'static str]> {
        self.0.frame.extensions.key_usage.as_deref()
    }

    /// The extended key usages, by name (`serverAuth`) or OID; `None` without the extension.
    pub fn extended_key_usage(&self) -> Option<&[String]> {
        self.0.frame.extensions.extended_key_usage.as_deref()
    }

    /// Whether basicConstraints says that it is a CA.
    pub fn is_ca(&self) -> bool {
        self.0.frame.extensions.basic_constraints.is_some_and(|(ca, _)| ca)
    }

    /// The path length of basicConstraints.
    pub fn path_length(&self) -> Option<u32> {
        self.0.frame.extensions.basic_constraints.and_then(|(_, length)| length)
    }

    /// The subjectKeyIdentifier.
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.frame.extensions.subject_key_id.as_deref()
    }

    /// The keyIdentifier of the authorityKeyIdentifier.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.0.frame.extensions.authority_key_id.as_deref()
    }

    /// The DER of the subjectPublicKeyInfo.
    pub fn public_key_der(&self) -> &[u8] {
        &self.0.der[self.0.frame.public_key.clone()]
    }

    /// The kind of its key in the word that `--key` takes: `p256`, `rsa2048`; or another curve's name, or an OID.
    pub fn key_algorithm(&self) -> String {
        PublicKey::from_spki(self.public_key_der()).map(|key| key.name()).unwrap_or_default() // read once at parsing
    }

    /// The algorithm it is signed with, such as `ecdsa-with-SHA256`.
    pub fn signature_algorithm(&self) -> String {
        algorithm::signature_name(&self.0.der[self.0.frame.signature_algorithm.clone()])
    }

    /// The hash under its signature: `sha1`, `sha224`, `sha256`, `sha384`, `sha512`; `None` where the algorithm's name does not
    /// say (Ed25519, RSA-PSS) or is not known.
    pub fn signature_hash(&self) -> Option<&'static str> {
        algorithm::signature_hash(&self.0.der[self.0.frame.signature_algorithm.clone()])
    }

    /// Whether subject and issuer are the same and its own key verifies its signature.
    ///
    /// `false` also where the signature cannot be verified here: RSA below 2048 or above 8192 bits, RSA-PSS with SHA-1, with a salt
    /// of another length than the hash or with a key for RSA-PSS alone, DSA, Ed448, SHA-224, ECDSA of other curves than the NIST's.
    pub fn is_self_signed(&self) -> bool {
        *self.0.self_signed.get_or_init(|| self.is_self_issued() && self.is_signed_by(self) == Some(true))
    }

    /// Whether subject and issuer are the same; the signature is not looked at.
    pub fn is_self_issued(&self) -> bool {
        self.0.der[self.0.frame.subject.clone()] == self.0.der[self.0.frame.issuer.clone()]
    }

    /// Whether the other certificate's key verifies this one's signature; `None` where the algorithm is not supported.
    ///
    /// Names, dates, and whether the other may sign certificates are not looked at.
    pub fn is_signed_by(&self, issuer: &Self) -> Option<bool> {
        self.is_signed_with(issuer.public_key_der())
    }

    /// Whether the key in a SubjectPublicKeyInfo verifies its signature.
    pub(crate) fn is_signed_with(&self, spki: &[u8]) -> Option<bool> {
        let Parsed { der, frame: Frame { signed, signature_algorithm, signature, .. }, .. } = &*self.0;
        algorithm::verify(spki, &der[signature_algorithm.clone()], &der[signed.clone()], &der[signature.clone()])
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der() == other.der()
    }
}

impl Eq for Certificate {}

impl std::hash::Hash for Certificate {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.der().hash(state);
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({} {})", self.thumbprint(), self.subject())
    }
}
