//! The bags of a PFX, each taken or accounted for (RFC 7292 section 4.2).

use super::{FILE, attributes, check_legacy, oid};
use crate::{
    asn1::{self, Element, Reader, context},
    certificate::Certificate,
    error::{Error, Result},
    format::{Bag, Content, MAX_BAGS, ReadOptions, keys, too_many_bags},
    key::{encrypted_parts, is_pkcs8},
    pbe::{Keys, Scheme},
};

/// How deep safe contents may lie in safe contents at all: each level takes some of the stack.
const MAX_DEPTH: usize = 64;

/// Why what is encrypted is not taken where the integrity check has proven the password.
const OTHER_PASSWORD: &str = "the password of the file does not open it: it has another, or is damaged";

/// Collects the bags of one file.
pub(super) struct Bags<'k, 'p> {
    keys: &'k mut Keys<'p>,
    /// The integrity check has proven the password.
    checked: bool,
    refuse_legacy: bool,
    max_depth: usize,
    seen: usize,
    taken: Vec<Bag>,
    /// The schemes met that are not to be relied on any more, each once.
    legacy: Vec<String>,
    /// How what is read at present is encrypted as a whole.
    encryption: Option<String>,
}

impl<'k, 'p> Bags<'k, 'p> {
    pub(super) fn new(keys: &'k mut Keys<'p>, checked: bool, options: &ReadOptions<'_>) -> Self {
        let (refuse_legacy, max_depth) = (options.refuse_legacy, options.max_nesting.min(MAX_DEPTH));
        Self { keys, checked, refuse_legacy, max_depth, seen: 0, taken: Vec::new(), legacy: Vec::new(), encryption: None }
    }

    /// All of them, once all have been read; and the schemes met that are not to be relied on any more.
    pub(super) fn finish(self) -> (Vec<Bag>, Vec<String>) {
        (self.taken, self.legacy)
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
    pub(super) fn read_encrypted(&mut self, scheme: &Scheme, ciphertext: &[u8]) -> Result<()> {
        self.met(scheme)?;
        let is_sequence = |plaintext: &[u8]| {
            let mut outer = Reader::ber(plaintext);
            outer.sequence().is_ok() && outer.is_empty()
        };
        let why = match scheme.decrypt(self.keys, ciphertext, is_sequence) {
            Ok(Some(contents)) => return self.read_decrypted(scheme, &contents),
            Ok(None) if self.checked => OTHER_PASSWORD.to_owned(),
            Err(error @ Error::Damaged { .. }) if self.checked => error.to_string(),
            Ok(None) => return Err(self.keys.refused()),
            Err(error) => return Err(error),
        };
        self.taken.push(Bag { encryption: Some(scheme.to_string()), ..Bag::new(not_taken("encrypted contents", &why)) });
        Ok(())
    }

    fn read_decrypted(&mut self, scheme: &Scheme, contents: &[u8]) -> Result<()> {
        self.encryption = Some(scheme.to_string());
        let read = self.read(contents).map_err(|error| match error {
            Error::Damaged { .. } if !self.checked => self.keys.refused(),
            other => other,
        });
        self.encryption = None;
        read
    }

    fn met(&mut self, scheme: &Scheme) -> Result<()> {
        if scheme.is_legacy() {
            let name = scheme.to_string();
            check_legacy(&name, self.refuse_legacy)?;
            if !self.legacy.contains(&name) && self.legacy.len() < 8 {
                self.legacy.push(name);
            }
        }
        Ok(())
    }

    fn safe_contents(&mut self, mut contents: Reader<'_>, depth: usize) -> Result<()> {
        if depth > self.max_depth {
            let (asked, limit) = (depth as u64, self.max_depth as u64); // at most 65
            return Err(Error::WorkLimit { what: FILE.to_owned(), asked, limit, unit: "levels of contents in one another" });
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
            let mut bag = self.content(kind, value)?;
            if let Some(attributes) = attributes {
                attributes::read(attributes, &mut bag).map_err(Error::damaged(FILE))?;
            }
            self.taken.push(bag);
        }
        Ok(())
    }

    fn content(&mut self, kind: &[u8], value: Reader<'_>) -> Result<Bag> {
        let content = match kind {
            oid::SHROUDED_KEY_BAG => return self.shrouded_key(only(value, asn1::SEQUENCE)?.inside()),
            oid::KEY_BAG => self.private_key(only(value, asn1::SEQUENCE)?.raw)?,
            oid::CERT_BAG => certificate(only(value, asn1::SEQUENCE)?.inside())?,
            oid::CRL_BAG => not_taken("a CRL", "CRLs are taken from DER, PEM and PKCS#7 alone"),
            oid::SECRET_BAG => not_taken("a secret", "only certificates and private keys are taken"),
            other => {
                let kind = asn1::oid_shown(other);
                not_taken(&format!("a bag of the kind {kind}"), "this kind is not known")
            }
        };
        Ok(Bag { encryption: self.encryption.clone(), ..Bag::new(content) })
    }

    fn private_key(&mut self, der: &[u8]) -> Result<Content> {
        self.keys.count_private_key()?;
        Ok(keys::private_key(der).unwrap_or_else(|error| not_taken("a private key", &error.to_string())))
    }

    /// EncryptedPrivateKeyInfo (RFC 5208 section 6).
    fn shrouded_key(&mut self, mut info: Reader<'_>) -> Result<Bag> {
        let (scheme, ciphertext) = match encrypted_parts(&mut info, FILE) {
            Err(error @ Error::Unsupported { .. }) => return Ok(Bag::new(not_taken("a private key", &error.to_string()))),
            parts => parts?,
        };
        self.met(&scheme)?;
        let content = match scheme.decrypt(self.keys, &ciphertext, is_pkcs8) {
            Ok(Some(key)) => self.private_key(&key)?,
            Ok(None) if self.checked => not_taken("a private key", OTHER_PASSWORD),
            Err(error @ Error::Damaged { .. }) if self.checked => not_taken("a private key", &error.to_string()),
            Ok(None) => return Err(self.keys.refused()),
            Err(error) => return Err(error),
        };
        Ok(Bag { encryption: Some(scheme.to_string()), ..Bag::new(content) })
    }
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
            let kind = asn1::oid_shown(other);
            Ok(not_taken(&format!("a certificate of the kind {kind}"), "only X.509 certificates are taken"))
        }
    }
}
