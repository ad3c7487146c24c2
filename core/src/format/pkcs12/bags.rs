//! The bags of a PFX, each taken or accounted for (RFC 7292 section 4.2).

use std::{collections::HashMap, sync::Arc};

use zeroize::Zeroizing;

use super::{FILE, keys::Keys, oid, pbes2::Pbes2, unsupported};
use crate::{
    asn1::{self, Element, Malformed, Reader, context},
    certificate::Certificate,
    error::{Error, Result},
    format::{Bag, Content, MAX_BAGS, too_many_bags},
    key::PrivateKey,
};

/// How deep safe contents may lie in safe contents.
const MAX_DEPTH: usize = 8;
/// How many certificates are tried for a key that names none.
const MAX_CANDIDATES: usize = 8;

/// Collects the bags of one file.
pub(super) struct Bags<'k, 'p> {
    keys: &'k mut Keys<'p>,
    /// The integrity check has proven the password.
    checked: bool,
    seen: usize,
    taken: Vec<Bag>,
    /// Keys that cannot be used as they are, by their place in `taken`: their certificate may have what they lack.
    incomplete: Vec<(usize, Zeroizing<Vec<u8>>)>,
}

impl<'k, 'p> Bags<'k, 'p> {
    pub(super) fn new(keys: &'k mut Keys<'p>, checked: bool) -> Self {
        Self { keys, checked, seen: 0, taken: Vec::new(), incomplete: Vec::new() }
    }

    /// All of them, once all have been read.
    ///
    /// Java writes EC keys without their public key, which ring does not compute: the certificate of the same localKeyId has
    /// it, or one of the first where none is named.
    pub(super) fn finish(mut self) -> Vec<Bag> {
        let certificates = || self.taken.iter().filter_map(|bag| certificate_of(bag).map(|found| (bag.local_key_id.as_deref(), found)));
        let mut by_id: HashMap<&[u8], &Certificate> = HashMap::new();
        for (id, certificate) in certificates() {
            if let Some(id) = id {
                by_id.entry(id).or_insert(certificate);
            }
        }
        let complete = |(place, der): &(usize, Zeroizing<Vec<u8>>)| {
            let own = self.taken[*place].local_key_id.as_deref().and_then(|id| by_id.get(id).copied());
            let candidates: Vec<_> = match own {
                Some(own) => vec![own],
                None => certificates().map(|(_, certificate)| certificate).take(MAX_CANDIDATES).collect(),
            };
            let key = candidates.into_iter().find_map(|candidate| PrivateKey::from_der_beside(der, candidate.public_key_der()).ok());
            key.map(|key| (*place, key))
        };
        let completed: Vec<_> = self.incomplete.iter().filter_map(complete).collect();
        for (place, key) in completed {
            self.taken[place].content = Content::PrivateKey(Arc::new(key));
        }
        self.taken
    }

    /// Reads SafeContents.
    pub(super) fn read(&mut self, contents: &[u8]) -> Result<()> {
        let mut outer = Reader::ber(contents);
        let inner = outer.sequence().map_err(Error::damaged(FILE))?;
        outer.finish().map_err(Error::damaged(FILE))?;
        self.safe_contents(inner, 0)
    }

    /// Reads SafeContents that are encrypted as a whole.
    ///
    /// Without an integrity check a wrong password shows only in what comes out: one of 256 is padded well by chance, so what
    /// cannot be read is a wrong password too.
    pub(super) fn read_encrypted(&mut self, encryption: &Pbes2, ciphertext: &[u8]) -> Result<()> {
        let contents = encryption.decrypt(self.keys, ciphertext)?.ok_or_else(|| self.keys.refused())?;
        self.read(&contents).map_err(|error| match error {
            Error::Damaged { .. } if !self.checked => self.keys.refused(),
            other => other,
        })
    }

    fn safe_contents(&mut self, mut contents: Reader<'_>, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(unsupported(format!("a PFX file whose contents are nested more than {MAX_DEPTH} deep"), "no program writes one"));
        }
        while !contents.is_empty() {
            self.seen += 1;
            if self.seen > MAX_BAGS {
                return Err(too_many_bags("a PFX file"));
            }
            let mut bag = contents.sequence().map_err(Error::damaged(FILE))?;
            let kind = bag.expect(asn1::OID).map_err(Error::damaged(FILE))?.content;
            let value = bag.expect(context(0)).map_err(Error::damaged(FILE))?.inside();
            let attributes = bag.optional(asn1::SET).map_err(Error::damaged(FILE))?;
            bag.finish().map_err(Error::damaged(FILE))?;
            if kind == oid::SAFE_CONTENTS_BAG {
                self.safe_contents(only(value, asn1::SEQUENCE)?.inside(), depth + 1)?;
                continue;
            }
            let mut bag = Bag::new(self.content(kind, value)?);
            if let Some(attributes) = attributes {
                read_attributes(attributes, &mut bag).map_err(Error::damaged(FILE))?;
            }
            self.taken.push(bag);
        }
        Ok(())
    }

    fn content(&mut self, kind: &[u8], value: Reader<'_>) -> Result<Content> {
        Ok(match kind {
            oid::KEY_BAG => self.private_key(only(value, asn1::SEQUENCE)?.raw),
            oid::SHROUDED_KEY_BAG => self.shrouded_key(only(value, asn1::SEQUENCE)?.inside())?,
            oid::CERT_BAG => certificate(only(value, asn1::SEQUENCE)?.inside())?,
            oid::CRL_BAG => not_taken("a CRL", "CRLs are not kept"),
            oid::SECRET_BAG => not_taken("a secret", "only certificates and private keys are taken"),
            other => {
                let kind = asn1::oid_to_text(other).unwrap_or_default();
                not_taken(&format!("a bag of the kind {kind}"), "this kind is not known")
            }
        })
    }

    /// EncryptedPrivateKeyInfo (RFC 5208 section 6).
    fn shrouded_key(&mut self, mut info: Reader<'_>) -> Result<Content> {
        let encryption = Pbes2::read(&mut info)?;
        let ciphertext = info.expect(asn1::OCTET_STRING).and_then(|string| string.octets()).map_err(Error::damaged(FILE))?;
        info.finish().map_err(Error::damaged(FILE))?;
        match encryption.decrypt(self.keys, &ciphertext)?.filter(is_private_key_info) {
            Some(key) => Ok(self.private_key(&key)),
            None if self.checked => Ok(not_taken("a private key", "the password of the file does not open it: it has another, or is damaged")),
            None => Err(self.keys.refused()),
        }
    }

    /// What becomes the next of `taken`.
    fn private_key(&mut self, der: &[u8]) -> Content {
        match PrivateKey::from_der(der) {
            Ok(key) => Content::PrivateKey(Arc::new(key)),
            Err(error) => {
                if matches!(error, Error::Unsupported { .. }) {
                    self.incomplete.push((self.taken.len(), Zeroizing::new(der.to_vec())));
                }
                not_taken("a private key", &error.to_string())
            }
        }
    }
}

fn certificate_of(bag: &Bag) -> Option<&Certificate> {
    if let Content::Certificate(certificate) = &bag.content { Some(certificate) } else { None }
}

/// The value of a bag: one element of this tag, nothing behind it.
fn only(mut value: Reader<'_>, tag: u8) -> Result<Element<'_>> {
    let element = value.expect(tag).map_err(Error::damaged(FILE))?;
    value.finish().map_err(Error::damaged(FILE))?;
    Ok(element)
}

fn not_taken(what: &str, why: &str) -> Content {
    Content::NotTaken { what: what.to_owned(), why: why.to_owned() }
}

/// Whether it has the form of one, so that a key of an unknown algorithm is not taken for a wrong password.
#[allow(clippy::ptr_arg, reason = "it filters an Option of this type")]
fn is_private_key_info(plaintext: &Zeroizing<Vec<u8>>) -> bool {
    let read = || -> Result<(), Malformed> {
        let mut outer = Reader::ber(plaintext);
        let mut info = outer.sequence()?;
        outer.finish()?;
        info.unsigned()?;
        info.sequence()?.expect(asn1::OID)?;
        info.expect(asn1::OCTET_STRING)?;
        Ok(())
    };
    read().is_ok()
}

/// CertBag (RFC 7292 section 4.2.3).
fn certificate(mut bag: Reader<'_>) -> Result<Content> {
    let kind = bag.expect(asn1::OID).map_err(Error::damaged(FILE))?.content;
    let value = bag.expect(context(0)).map_err(Error::damaged(FILE))?;
    bag.finish().map_err(Error::damaged(FILE))?;
    match kind {
        oid::X509_CERTIFICATE => {
            let der = only(value.inside(), asn1::OCTET_STRING)?.octets().map_err(Error::damaged(FILE))?;
            Ok(match Certificate::from_der(&der) {
                Ok(certificate) => Content::Certificate(certificate),
                Err(error) => not_taken("a certificate", &error.to_string()),
            })
        }
        oid::SDSI_CERTIFICATE => Ok(not_taken("an SDSI certificate", "only X.509 certificates are taken")),
        other => {
            let kind = asn1::oid_to_text(other).unwrap_or_default();
            Ok(not_taken(&format!("a certificate of the kind {kind}"), "only X.509 certificates are taken"))
        }
    }
}

/// The attributes that are known; one with a value of another type than it should have counts for nothing.
fn read_attributes(set: Element<'_>, bag: &mut Bag) -> Result<(), Malformed> {
    let mut attributes = set.inside();
    while !attributes.is_empty() {
        let mut attribute = attributes.sequence()?;
        let kind = attribute.expect(asn1::OID)?.content;
        let mut values = attribute.expect(asn1::SET)?.inside();
        match (kind, values.peek()) {
            (oid::FRIENDLY_NAME, Some(asn1::BMP_STRING)) => bag.friendly_name = bmp_text(values.element()?.content),
            (oid::LOCAL_KEY_ID, Some(asn1::OCTET_STRING)) => bag.local_key_id = Some(values.element()?.content.to_vec()),
            _ => {}
        }
    }
    Ok(())
}

fn bmp_text(octets: &[u8]) -> Option<String> {
    let (units, rest) = octets.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
    rest.is_empty().then(|| String::from_utf16_lossy(&units))
}
