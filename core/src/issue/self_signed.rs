//! A certificate that its own key signs.

use std::{net::IpAddr, sync::Arc};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyIdMethod};
use sha1::{Digest, Sha1};
use time::OffsetDateTime;

use super::{
    host::Host,
    purpose::{KeyReader, Purpose},
    san::{self, AltNames},
    tbs,
    validity::{self, Now, ValidTo},
};
use crate::{
    certificate::{Certificate, Name, SerialNumber},
    date::DateInput,
    error::{Error, Result},
    key::{Identity, KeyAlgorithm, PrivateKey},
    random::random,
};

/// What is to be made. Nothing happens before [`issue`](Self::issue).
///
/// Unless said otherwise: an EC P-256 key (RSA 3072 for [`Purpose::Encipher`], RSA 2048 for a [`KeyReader`]), valid from
/// now less 5 minutes for 5 years, a random serial number of 16 octets, and no subjectAltName.
///
/// ```
/// # use certwright::{Now, SelfSigned};
/// let identity = SelfSigned::new("Integration API")?.dns_name("srv1.corp.example")?.issue(Now::system())?;
/// assert_eq!(identity.certificate().subject().to_string(), "CN=Integration API");
/// # Ok::<(), certwright::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SelfSigned {
    subject: Name,
    names: AltNames,
    purpose: Purpose,
    key: Option<KeyAlgorithm>,
    reader: Option<KeyReader>,
    valid_from: Option<DateInput>,
    valid_to: ValidTo,
    serial: Option<SerialNumber>,
}

impl SelfSigned {
    /// For a subject: a plain name, or an RFC 4514 string.
    ///
    /// # Errors
    /// As [`Name::parse`].
    pub fn new(subject: &str) -> Result<Self> {
        Ok(Self {
            subject: Name::parse(subject)?,
            names: AltNames::default(),
            purpose: Purpose::default(),
            key: None,
            reader: None,
            valid_from: None,
            valid_to: ValidTo::default(),
            serial: None,
        })
    }

    /// Adds a dNSName: ASCII letters, digits, hyphens; `*` as the whole first label.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for what is no host name; an address belongs to [`ip_address`](Self::ip_address).
    pub fn dns_name(mut self, name: &str) -> Result<Self> {
        let name = san::dns_name(name)?;
        if !self.names.dns.contains(&name) {
            self.names.dns.push(name);
        }
        Ok(self)
    }

    /// Adds an iPAddress.
    pub fn ip_address(mut self, address: IpAddr) -> Self {
        if !self.names.ip.contains(&address) {
            self.names.ip.push(address);
        }
        self
    }

    /// Writes each address as a dNSName too, for old clients. RFC 9525 forbids it.
    pub fn addresses_also_as_dns(mut self) -> Self {
        self.names.ip_as_dns = true;
        self
    }

    /// Adds the names and addresses of a host. A name that no certificate can hold is left out.
    pub fn host(mut self, host: &Host) -> Self {
        for name in &host.names {
            self = match self.clone().dns_name(name) {
                Ok(with_name) => with_name,
                Err(_) => self,
            };
        }
        host.addresses.iter().fold(self, |made, address| made.ip_address(*address))
    }

    /// The subject.
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// What it is for; a TLS server unless said.
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// The kind of key.
    pub fn key(mut self, algorithm: KeyAlgorithm) -> Self {
        self.key = Some(algorithm);
        self
    }

    /// A program that must be able to use the key.
    pub fn reader(mut self, reader: KeyReader) -> Self {
        self.reader = Some(reader);
        self
    }

    /// When it begins; today, here or in UTC, means now less 5 minutes.
    pub fn valid_from(mut self, from: DateInput) -> Self {
        self.valid_from = Some(from);
        self
    }

    /// When it ends.
    pub fn valid_to(mut self, to: ValidTo) -> Self {
        self.valid_to = to;
        self
    }

    /// A serial number in place of a random one: for tests, and for callers who number themselves.
    pub fn serial(mut self, serial: SerialNumber) -> Self {
        self.serial = Some(serial);
        self
    }

    /// Makes a key of the kind asked for and the certificate. Everything is checked before the key is made.
    ///
    /// # Errors
    /// [`Error::InvalidValidity`]; [`Error::InvalidArgument`] for a key that does not go with purpose or reader.
    pub fn issue(&self, now: Now) -> Result<Identity> {
        let validity = validity::resolve(self.valid_from, self.valid_to, now)?;
        let key = PrivateKey::generate(self.purpose.key(self.key, self.reader)?)?;
        self.sign(Arc::new(key), validity)
    }

    /// Makes the certificate for a key that is there already.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn issue_with_key(&self, key: Arc<PrivateKey>, now: Now) -> Result<Identity> {
        let validity = validity::resolve(self.valid_from, self.valid_to, now)?;
        self.purpose.key(Some(key.algorithm()), self.reader)?;
        self.sign(key, validity)
    }

    fn sign(&self, key: Arc<PrivateKey>, (not_before, not_after): (OffsetDateTime, OffsetDateTime)) -> Result<Identity> {
        let mut params = CertificateParams::default();
        params.not_before = not_before;
        params.not_after = not_after;
        params.serial_number = Some(self.serial_content()?.into());
        params.subject_alt_names = self.names.to_rcgen(&self.subject)?;
        params.is_ca = self.purpose.basic_constraints();
        params.key_usages = self.purpose.key_usages(key.algorithm());
        params.extended_key_usages = self.purpose.extended_key_usages();
        params.use_authority_key_identifier_extension = true;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(&key)?);
        // never empty here, so that rcgen leaves the subjectAltName uncritical; the real name is put in at signing
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "-");
        let certificate = Certificate::from_der(&tbs::self_signed(&params, &self.subject, &key)?)?;
        Identity::new(certificate, key, Vec::new())
    }

    fn serial_content(&self) -> Result<Vec<u8>> {
        if let Some(serial) = &self.serial {
            if serial.is_negative() || serial.der_content().iter().all(|octet| *octet == 0) || serial.der_content().len() > 20 {
                let why = "it must be above zero and have at most 20 octets (RFC 5280 section 4.1.2.2)".to_owned();
                return Err(Error::InvalidSerialNumber { why });
            }
            return Ok(serial.der_content().to_vec());
        }
        random_serial()
    }

    /// Whether a certificate is what this asks for: subject, names, purpose and the kind of key that would be made. Dates are
    /// not compared.
    pub fn describes(&self, certificate: &Certificate) -> bool {
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let wanted_dns = self.names.ip.iter().filter(|_| self.names.ip_as_dns).map(ToString::to_string);
        let same_dns =
            sorted(self.names.dns.iter().cloned().chain(wanted_dns).collect()) == sorted(certificate.dns_names().map(str::to_owned).collect());
        let same_ip =
            sorted(self.names.ip.iter().map(ToString::to_string).collect()) == sorted(certificate.ip_addresses().map(|ip| ip.to_string()).collect());
        let key = self.purpose.key(self.key, self.reader);
        certificate.subject() == self.subject
            && certificate.is_self_signed()
            && certificate.is_ca() == (self.purpose == Purpose::Ca)
            && certificate.extended_key_usage().unwrap_or_default() == self.purpose.extended_key_usage_names()
            && key.is_ok_and(|key| certificate.key_algorithm() == key.to_string())
            && same_dns
            && same_ip
    }
}

/// 16 random octets, the first from 0x10 to 0x7F: no leading zero and no sign octet, so that every tool prints the same digits.
pub(super) fn random_serial() -> Result<Vec<u8>> {
    loop {
        let mut octets = random::<16>()?;
        octets[0] &= 0x7f;
        if octets[0] >= 0x10 {
            return Ok(octets.to_vec());
        }
    }
}

/// RFC 5280 section 4.2.1.2 method 1: SHA-1 of the public key's bits. It names the key and protects nothing.
pub(super) fn key_identifier(key: &PrivateKey) -> Result<Vec<u8>> {
    let bits = key.public_key_bits().ok_or_else(|| Error::internal("the public key is malformed"))?;
    Ok(Sha1::digest(bits).to_vec())
}
