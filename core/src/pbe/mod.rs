//! Encryption with a password: the schemes of PKCS#5 (RFC 8018), of PKCS#12 (RFC 7292 appendices B and C), and of old PEM keys.

mod cipher;
mod digest;
mod keys;
pub(crate) mod oid;
mod password;
mod pbkdf2_sha256;
mod pkcs12_kdf;
mod scheme;

pub(crate) use self::{
    digest::Digest,
    keys::{Budget, Function, Keys, Limits, MAX_PRIVATE_KEYS, Purpose, Recipe},
    password::Spelling,
    scheme::{Pbkdf2, Scheme},
};

use crate::{
    asn1::{self, Malformed, Reader},
    error::{Error, Result},
};

/// An AlgorithmIdentifier: the OID, and a reader over its parameters.
pub(crate) fn algorithm<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], Reader<'a>), Malformed> {
    let mut identifier = reader.sequence()?;
    let oid = identifier.expect(asn1::OID)?.content;
    Ok((oid, identifier))
}

/// What is not understood, and what to do instead.
pub(crate) fn unsupported(what: impl Into<String>) -> Error {
    Error::Unsupported { what: what.into(), why: "have it written anew with AES-256 and SHA-256".to_owned() }
}

/// What an algorithm that is met beside these is called; its digits if it has no name here.
pub(crate) fn name(oid: &[u8]) -> String {
    let text = asn1::oid_shown(oid);
    let name = match text.as_str() {
        "1.2.840.113549.1.5.1" => "DES with MD2",
        "1.2.840.113549.1.5.4" => "RC2 with MD2",
        "1.2.840.113549.2.2" => "MD2",
        "1.3.36.3.2.1" => "RIPEMD-160",
        "2.16.840.1.101.3.4.1.6" | "2.16.840.1.101.3.4.1.26" | "2.16.840.1.101.3.4.1.46" => "AES-GCM",
        "1.2.643.7.1.1.4.2" | "1.2.643.2.2.10" => "HMAC of GOST",
        "1.2.643.2.2.21" | "1.2.643.7.1.1.5.1.1" | "1.2.643.7.1.1.5.2.1" => "a cipher of GOST",
        _ => return format!("the algorithm {text}"),
    };
    name.to_owned()
}
