//! Names of public keys and signature algorithms, and what can be verified with ring.

use std::borrow::Cow;

use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

use super::point;
use crate::asn1::{self, Reader};

pub(crate) const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0, 34];

/// A public key taken apart (RFC 5280 section 4.1.2.7). Equal keys may differ in an RSA key's NULL parameters, and in whether
/// the point of an EC key is compressed.
#[derive(PartialEq)]
pub(crate) struct PublicKey<'a> {
    algorithm: &'a [u8],
    parameters: Option<&'a [u8]>,
    /// The content of the BIT STRING, a point of a known curve uncompressed.
    pub(crate) key: Cow<'a, [u8]>,
}

impl<'a> PublicKey<'a> {
    /// From the DER of a SubjectPublicKeyInfo.
    pub(crate) fn from_spki(der: &'a [u8]) -> Result<Self, asn1::Malformed> {
        let mut info = asn1::only_sequence(der)?;
        let mut identifier = info.sequence()?;
        let algorithm = identifier.expect(asn1::OID)?.content;
        let parameters = if identifier.is_empty() { None } else { Some(identifier.element()?) };
        let bits = info.expect(asn1::BIT_STRING)?.content;
        info.finish()?;
        let (_unused, key) = bits.split_first().filter(|(unused, _)| **unused == 0).ok_or(asn1::Malformed)?;
        let parameters = parameters.filter(|found| found.tag == asn1::OID).map(|found| found.content);
        let key = match (algorithm, parameters, key.first()) {
            (EC_PUBLIC_KEY, Some(curve @ (P256 | P384)), Some(2 | 3)) => point::uncompressed(curve, key).map_or(Cow::Borrowed(key), Cow::Owned),
            _ => Cow::Borrowed(key),
        };
        Ok(Self { algorithm, parameters, key })
    }

    /// The word that the command line's `--key` knows (`p256`, `rsa2048`), another curve's name, or the OID.
    pub(crate) fn name(&self) -> String {
        match self.rsa_bits().filter(|_| self.algorithm == RSA_ENCRYPTION) {
            Some(bits) => format!("rsa{bits}"),
            None => key_name(self.algorithm, self.parameters),
        }
    }

    /// Algorithm, curve (empty without one), and the bits.
    pub(crate) fn parts(&self) -> [&[u8]; 3] {
        [self.algorithm, self.parameters.unwrap_or_default(), &self.key]
    }

    /// The size of an RSA modulus.
    fn rsa_bits(&self) -> Option<usize> {
        let mut key = asn1::only_sequence(&self.key).ok()?;
        let modulus = key.expect(asn1::INTEGER).ok()?.content;
        let start = modulus.iter().position(|octet| *octet != 0)?;
        Some((modulus.len() - start) * 8 - modulus[start].leading_zeros() as usize)
    }
}

/// The name of a kind of key, or the OID where it has none here.
pub(crate) fn key_name(algorithm: &[u8], curve: Option<&[u8]>) -> String {
    let name = match (algorithm, curve) {
        (RSA_ENCRYPTION, _) => "rsa",
        (EC_PUBLIC_KEY, Some(P256)) => "p256",
        (EC_PUBLIC_KEY, Some(P384)) => "p384",
        (EC_PUBLIC_KEY, Some([0x2b, 0x81, 0x04, 0, 35])) => "p521",
        (EC_PUBLIC_KEY, Some([0x2b, 0x81, 0x04, 0, 10])) => "secp256k1",
        (EC_PUBLIC_KEY, Some([0x2b, 0x24, 3, 3, 2, 8, 1, 1, 7])) => "brainpoolP256r1",
        (EC_PUBLIC_KEY, Some([0x2b, 0x24, 3, 3, 2, 8, 1, 1, 11])) => "brainpoolP384r1",
        (EC_PUBLIC_KEY, Some([0x2b, 0x24, 3, 3, 2, 8, 1, 1, 13])) => "brainpoolP512r1",
        (EC_PUBLIC_KEY, Some(curve)) => return format!("ec {}", asn1::oid_shown(curve)),
        (EC_PUBLIC_KEY, None) => "ec",
        (ED25519, _) => "ed25519",
        ([0x2b, 0x65, 0x6e], _) => "x25519",
        ([0x2b, 0x65, 0x6f], _) => "x448",
        ([0x2b, 0x65, 0x71], _) => "ed448",
        ([0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1], _) => "dsa",
        ([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10], _) => "rsa-pss",
        (other, _) => return asn1::oid_shown(other),
    };
    name.to_owned()
}

/// One signature algorithm: its OID's content octets, its name, and ring's verifier for a kind of key.
struct Signature {
    oid: &'static [u8],
    name: &'static str,
    verifiers: &'static [(KeyKind, &'static dyn VerificationAlgorithm)],
}

#[derive(PartialEq)]
enum KeyKind {
    Rsa,
    P256,
    P384,
    Ed25519,
}

const SIGNATURES: [Signature; 9] = [
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11],
        name: "sha256WithRSAEncryption",
        verifiers: &[(KeyKind::Rsa, &signature::RSA_PKCS1_2048_8192_SHA256)],
    },
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12],
        name: "sha384WithRSAEncryption",
        verifiers: &[(KeyKind::Rsa, &signature::RSA_PKCS1_2048_8192_SHA384)],
    },
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13],
        name: "sha512WithRSAEncryption",
        verifiers: &[(KeyKind::Rsa, &signature::RSA_PKCS1_2048_8192_SHA512)],
    },
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5],
        name: "sha1WithRSAEncryption",
        verifiers: &[(KeyKind::Rsa, &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY)],
    },
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2],
        name: "ecdsa-with-SHA256",
        verifiers: &[(KeyKind::P256, &signature::ECDSA_P256_SHA256_ASN1), (KeyKind::P384, &signature::ECDSA_P384_SHA256_ASN1)],
    },
    Signature {
        oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3],
        name: "ecdsa-with-SHA384",
        verifiers: &[(KeyKind::P256, &signature::ECDSA_P256_SHA384_ASN1), (KeyKind::P384, &signature::ECDSA_P384_SHA384_ASN1)],
    },
    Signature { oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4], name: "ecdsa-with-SHA512", verifiers: &[] },
    Signature { oid: ED25519, name: "ed25519", verifiers: &[(KeyKind::Ed25519, &signature::ED25519)] },
    Signature { oid: &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10], name: "rsassaPss", verifiers: &[] },
];

/// The name of a signature algorithm from its AlgorithmIdentifier, or its OID where it has no name here.
pub(crate) fn signature_name(identifier: &[u8]) -> String {
    let oid = identifier_oid(identifier);
    match SIGNATURES.iter().find(|known| known.oid == oid) {
        Some(known) => known.name.to_owned(),
        None => asn1::oid_shown(oid),
    }
}

/// The hash that a signature algorithm signs, where its name says so.
pub(crate) fn signature_hash(identifier: &[u8]) -> Option<&'static str> {
    let oid = identifier_oid(identifier);
    let name = SIGNATURES.iter().find(|known| known.oid == oid)?.name.to_ascii_lowercase();
    ["sha1", "sha224", "sha256", "sha384", "sha512"].into_iter().find(|hash| name.contains(hash))
}

fn identifier_oid(identifier: &[u8]) -> &[u8] {
    let oid = Reader::der(identifier).sequence().and_then(|mut inside| inside.expect(asn1::OID));
    oid.map_or(&[], |oid| oid.content)
}

/// Whether the signature is right. `None`: ring cannot verify this algorithm with this key.
pub(crate) fn verify(spki: &[u8], identifier: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let key = PublicKey::from_spki(spki).ok()?;
    let kind = match (key.algorithm, key.parameters) {
        (RSA_ENCRYPTION, _) => KeyKind::Rsa,
        (EC_PUBLIC_KEY, Some(P256)) => KeyKind::P256,
        (EC_PUBLIC_KEY, Some(P384)) => KeyKind::P384,
        (ED25519, _) => KeyKind::Ed25519,
        _ => return None,
    };
    let oid = identifier_oid(identifier);
    let known = SIGNATURES.iter().find(|known| known.oid == oid)?;
    let (_, verifier) = known.verifiers.iter().find(|(wanted, _)| *wanted == kind)?;
    if kind == KeyKind::Rsa && !key.rsa_bits().is_some_and(|bits| (2048..=8192).contains(&bits)) {
        return None; // outside ring's bounds a right signature would look wrong
    }
    Some(UnparsedPublicKey::new(*verifier, &key.key).verify(message, signature).is_ok())
}
