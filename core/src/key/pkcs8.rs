//! PKCS#8 (RFC 5208, RFC 5958): any version in, version 1 out; SEC1 and PKCS#1 are wrapped on the way in.
//!
//! ring writes Ed25519 keys that neither OpenSSL 3.0 nor pyca reads, and refuses EC keys without their public key, so
//! every key is written anew in the one form that all of them take.

use zeroize::Zeroizing;

use super::algorithm::KeyAlgorithm;
use crate::{
    asn1::{self, Malformed, Reader},
    certificate::algorithm::{EC_PUBLIC_KEY, ED25519, P256, P384, RSA_ENCRYPTION, key_name},
    error::{Error, Result},
};

/// A private key taken apart; the parts are borrowed from the input.
pub(super) enum Parts<'a> {
    /// PKCS#1 RSAPrivateKey.
    Rsa(&'a [u8]),
    /// Curve, scalar, and the point, which may be missing.
    Ec(KeyAlgorithm, &'a [u8], Option<&'a [u8]>),
    /// The 32 octets of the seed, and the public key, which version 2 may have.
    Ed25519(&'a [u8], Option<&'a [u8]>),
}

/// Takes PKCS#8, SEC1 or PKCS#1 apart. Nothing may follow the key.
pub(super) fn read(der: &[u8]) -> Result<Parts<'_>> {
    let malformed = |Malformed| Error::key("its encoding is cut short or altered");
    let mut key = asn1::only_sequence(der).map_err(malformed)?;
    let version = key.unsigned().map_err(malformed)?;
    match key.peek() {
        Some(asn1::SEQUENCE) if version <= 1 => {
            let mut identifier = key.sequence().map_err(malformed)?;
            let algorithm = identifier.expect(asn1::OID).map_err(malformed)?.content;
            let content = key.expect(asn1::OCTET_STRING).map_err(malformed)?.content;
            match algorithm {
                RSA_ENCRYPTION => Ok(Parts::Rsa(content)),
                EC_PUBLIC_KEY => {
                    let curve = identifier.expect(asn1::OID).map_err(|Malformed| unsupported("an EC key without a named curve"))?;
                    let mut inner = asn1::only_sequence(content).map_err(malformed)?;
                    inner.unsigned().map_err(malformed)?;
                    sec1(inner, Some(curve.content))
                }
                ED25519 => {
                    let mut inner = Reader::der(content);
                    let seed = inner.expect(asn1::OCTET_STRING).map_err(malformed)?.content;
                    inner.finish().map_err(malformed)?;
                    key.optional(asn1::context(0)).map_err(malformed)?; // attributes
                    let public = key.optional(0x81).map_err(malformed)?; // [1] IMPLICIT BIT STRING (RFC 5958 section 2)
                    Ok(Parts::Ed25519(seed, public.and_then(|bits| bits.content.split_first()).map(|(_, bits)| bits)))
                }
                other => Err(unsupported(&format!("a private key of the kind {}", key_name(other, None)))),
            }
        }
        Some(asn1::OCTET_STRING) if version == 1 => sec1(key, None),
        Some(asn1::INTEGER) if version == 0 && is_dsa(key) => Err(unsupported("a private key of the kind dsa")),
        Some(asn1::INTEGER) if version == 0 => Ok(Parts::Rsa(der)),
        _ => Err(Error::key("it is neither PKCS#8 nor SEC1 nor PKCS#1")),
    }
}

/// Five numbers after the version: the old form of OpenSSL. RSA has eight.
fn is_dsa(mut key: Reader<'_>) -> bool {
    (0..5).all(|_| key.expect(asn1::INTEGER).is_ok()) && key.is_empty()
}

/// The rest of an ECPrivateKey after its version (RFC 5915).
fn sec1<'a>(mut key: Reader<'a>, curve: Option<&'a [u8]>) -> Result<Parts<'a>> {
    let malformed = |Malformed| Error::key("its encoding is cut short or altered");
    let scalar = key.expect(asn1::OCTET_STRING).map_err(malformed)?.content;
    let own = match key.optional(asn1::context(0)).map_err(malformed)? {
        Some(parameters) => Some(parameters.inside().expect(asn1::OID).map_err(|Malformed| unsupported("an EC key without a named curve"))?.content),
        None => None,
    };
    let point = match key.optional(asn1::context(1)).map_err(malformed)? {
        Some(point) => {
            let bits = point.inside().expect(asn1::BIT_STRING).map_err(malformed)?.content;
            Some(bits.split_first().filter(|(unused, _)| **unused == 0).ok_or(Malformed).map_err(malformed)?.1)
        }
        None => None,
    };
    key.finish().map_err(malformed)?;
    if curve.is_some() && own.is_some() && own != curve {
        return Err(Error::key("it names two curves"));
    }
    let algorithm = match curve.or(own) {
        Some(P256) => KeyAlgorithm::EcP256,
        Some(P384) => KeyAlgorithm::EcP384,
        Some(other) => return Err(unsupported(&format!("a private key of the kind {}", key_name(EC_PUBLIC_KEY, Some(other))))),
        None => return Err(Error::key("it does not name its curve")),
    };
    Ok(Parts::Ec(algorithm, scalar, point))
}

fn unsupported(what: &str) -> Error {
    Error::Unsupported { what: what.to_owned(), why: "P-256, P-384, Ed25519 and RSA keys can be used".to_owned() }
}

/// PKCS#1 with each number as short as it can be, as DER wants it: Mono writes them all as long as the modulus or the primes.
pub(super) fn shortest_numbers(pkcs1: &[u8]) -> Result<Zeroizing<Vec<u8>>, Malformed> {
    let mut key = asn1::only_sequence(pkcs1)?;
    let mut numbers = Zeroizing::new(Vec::with_capacity(pkcs1.len()));
    while !key.is_empty() {
        let number = key.expect(asn1::INTEGER)?.content;
        let surplus = number.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
        numbers.extend_from_slice(&Zeroizing::new(asn1::tlv(asn1::INTEGER, &[&number[surplus..]])));
    }
    Ok(Zeroizing::new(asn1::sequence(&[&numbers])))
}

/// PKCS#8 version 1 of an RSA key in PKCS#1.
pub(super) fn rsa(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    write(&asn1::sequence(&[&asn1::oid(RSA_ENCRYPTION), &[asn1::NULL, 0]]), pkcs1)
}

/// The scalar of an EC key as long as the curve's order (RFC 5915 section 3); GnuTLS writes it with a sign octet, others
/// without leading zeros.
pub(super) fn fixed_width(curve: &[u8], scalar: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let width = if curve == P256 { 32 } else { 48 };
    let surplus = scalar.iter().take(scalar.len().saturating_sub(width)).take_while(|octet| **octet == 0).count();
    let scalar = &scalar[surplus..];
    let missing = width.checked_sub(scalar.len()).ok_or_else(|| Error::key("its number is too large for its curve"))?;
    let mut fixed = Zeroizing::new(vec![0; width]);
    fixed[missing..].copy_from_slice(scalar);
    Ok(fixed)
}

/// PKCS#8 version 1 of an EC key, its public key inside, the curve named once.
pub(super) fn ec(curve: &[u8], scalar: &[u8], point: &[u8]) -> Zeroizing<Vec<u8>> {
    let public = asn1::tlv(asn1::context(1), &[&asn1::bit_string(point)]);
    let secret = Zeroizing::new(asn1::tlv(asn1::OCTET_STRING, &[scalar]));
    let inner = Zeroizing::new(asn1::sequence(&[&asn1::unsigned(1), &secret, &public]));
    write(&asn1::sequence(&[&asn1::oid(EC_PUBLIC_KEY), &asn1::oid(curve)]), &inner)
}

/// PKCS#8 version 1 of an Ed25519 seed (RFC 8410 section 7).
pub(super) fn ed25519(seed: &[u8]) -> Zeroizing<Vec<u8>> {
    let inner = Zeroizing::new(asn1::tlv(asn1::OCTET_STRING, &[seed]));
    write(&asn1::sequence(&[&asn1::oid(ED25519)]), &inner)
}

fn write(algorithm: &[u8], key: &[u8]) -> Zeroizing<Vec<u8>> {
    let octets = Zeroizing::new(asn1::tlv(asn1::OCTET_STRING, &[key]));
    Zeroizing::new(asn1::sequence(&[&asn1::unsigned(0), algorithm, &octets]))
}

/// SubjectPublicKeyInfo of a key (RFC 5480, RFC 8410, RFC 3279).
pub(super) fn public_key_info(algorithm: KeyAlgorithm, key: &[u8]) -> Vec<u8> {
    let identifier = match algorithm {
        KeyAlgorithm::EcP256 => asn1::sequence(&[&asn1::oid(EC_PUBLIC_KEY), &asn1::oid(P256)]),
        KeyAlgorithm::EcP384 => asn1::sequence(&[&asn1::oid(EC_PUBLIC_KEY), &asn1::oid(P384)]),
        KeyAlgorithm::Ed25519 => asn1::sequence(&[&asn1::oid(ED25519)]),
        KeyAlgorithm::Rsa(_) => asn1::sequence(&[&asn1::oid(RSA_ENCRYPTION), &[asn1::NULL, 0]]),
    };
    asn1::sequence(&[&identifier, &asn1::bit_string(key)])
}
