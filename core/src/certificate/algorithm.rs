//! Names of public keys and signature algorithms, and what can be verified: with ring, and ECDSA that ring does not have with
//! p256, p384 and p521.

use std::borrow::Cow;

use p521::ecdsa::signature::hazmat::PrehashVerifier;
use ring::{
    digest,
    signature::{self, UnparsedPublicKey, VerificationAlgorithm},
};

use super::{point, pss};
use crate::asn1::{self, Reader};

pub(crate) const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 0x04, 0, 34];
const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
const P521: &[u8] = &[0x2b, 0x81, 0x04, 0, 35];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4];

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

    /// What kind it is, for rules about kinds.
    pub(crate) fn sort(&self) -> KeySort {
        match (self.algorithm, self.parameters) {
            (RSA_ENCRYPTION, _) => self.rsa_bits().map_or(KeySort::Other, KeySort::Rsa),
            (EC_PUBLIC_KEY, Some(P256)) => KeySort::P256,
            (EC_PUBLIC_KEY, Some(P384)) => KeySort::P384,
            (EC_PUBLIC_KEY, Some(P521)) => KeySort::P521,
            (ED25519, _) => KeySort::Ed25519,
            _ => KeySort::Other,
        }
    }

    /// The size of an RSA modulus.
    fn rsa_bits(&self) -> Option<usize> {
        let mut key = asn1::only_sequence(&self.key).ok()?;
        let modulus = key.expect(asn1::INTEGER).ok()?.content;
        let start = modulus.iter().position(|octet| *octet != 0)?;
        Some((modulus.len() - start) * 8 - modulus[start].leading_zeros() as usize)
    }
}

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeySort {
    /// With the bits of its modulus.
    Rsa(usize),
    P256,
    P384,
    P521,
    Ed25519,
    Other,
}

/// The name of a kind of key, or the OID where it has none here.
pub(crate) fn key_name(algorithm: &[u8], curve: Option<&[u8]>) -> String {
    let name = match (algorithm, curve) {
        (RSA_ENCRYPTION, _) => "rsa",
        (EC_PUBLIC_KEY, Some(P256)) => "p256",
        (EC_PUBLIC_KEY, Some(P384)) => "p384",
        (EC_PUBLIC_KEY, Some(P521)) => "p521",
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
        oid: ECDSA_SHA256,
        name: "ecdsa-with-SHA256",
        verifiers: &[(KeyKind::P256, &signature::ECDSA_P256_SHA256_ASN1), (KeyKind::P384, &signature::ECDSA_P384_SHA256_ASN1)],
    },
    Signature {
        oid: ECDSA_SHA384,
        name: "ecdsa-with-SHA384",
        verifiers: &[(KeyKind::P256, &signature::ECDSA_P256_SHA384_ASN1), (KeyKind::P384, &signature::ECDSA_P384_SHA384_ASN1)],
    },
    Signature { oid: ECDSA_SHA512, name: "ecdsa-with-SHA512", verifiers: &[] },
    Signature { oid: ED25519, name: "ed25519", verifiers: &[(KeyKind::Ed25519, &signature::ED25519)] },
    Signature { oid: RSASSA_PSS, name: "rsassaPss", verifiers: &[] }, // its parameters say which
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

/// Whether it rests on MD2, MD5 or SHA-1.
pub(crate) fn is_weak(identifier: &[u8]) -> bool {
    match identifier_oid(identifier) {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2..=5] => true,                           // RSA
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] | [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3] => true, // ECDSA and DSA with SHA-1
        _ => false,
    }
}

/// Whether the parameters of an AlgorithmIdentifier are those of its algorithm: NULL (forgiven: none) for RSA (RFC 4055
/// section 5), none for ECDSA (RFC 5758 section 3.2) and Ed25519 (RFC 8410 section 3). True of what is not known here, and of
/// RSASSA-PSS, which cannot be verified where they are strange.
pub(crate) fn parameters_fit(identifier: &[u8]) -> bool {
    let oid = identifier_oid(identifier);
    let rest = identifier.get(identifier.len().min(4 + oid.len())..).unwrap_or_default(); // identifiers are short: two octets of header each
    match SIGNATURES.iter().find(|known| known.oid == oid) {
        Some(known) if known.name == "rsassaPss" => true,
        Some(known) if known.name.ends_with("RSAEncryption") => rest.is_empty() || rest == [asn1::NULL, 0],
        Some(_) => rest.is_empty(),
        None => true,
    }
}

/// Whether the signature is right. `None`: this algorithm cannot be verified with this key.
pub(crate) fn verify(spki: &[u8], identifier: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let key = PublicKey::from_spki(spki).ok()?;
    let oid = identifier_oid(identifier);
    let sort = key.sort();
    let kind = match sort {
        KeySort::Rsa(2048..=8192) => KeyKind::Rsa, // outside ring's bounds a right signature would look wrong
        KeySort::P256 => KeyKind::P256,
        KeySort::P384 => KeyKind::P384,
        KeySort::Ed25519 => KeyKind::Ed25519,
        KeySort::P521 => return verify_ecdsa(sort, &key.key, oid, message, signature),
        KeySort::Rsa(_) | KeySort::Other => return None,
    };
    let verifier = match oid {
        RSASSA_PSS if kind == KeyKind::Rsa => pss::verifier(identifier)?,
        _ => {
            let known = SIGNATURES.iter().find(|known| known.oid == oid)?;
            match known.verifiers.iter().find(|(wanted, _)| *wanted == kind) {
                Some((_, verifier)) => *verifier,
                None => return verify_ecdsa(sort, &key.key, oid, message, signature),
            }
        }
    };
    Some(UnparsedPublicKey::new(verifier, &key.key).verify(message, signature).is_ok())
}

/// The same for a curve with a hash that ring does not have with it.
fn verify_ecdsa(curve: KeySort, point: &[u8], oid: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let hash = match oid {
        ECDSA_SHA256 => &digest::SHA256,
        ECDSA_SHA384 => &digest::SHA384,
        ECDSA_SHA512 => &digest::SHA512,
        _ => return None,
    };
    let hash = digest::digest(hash, message);
    match curve {
        KeySort::P256 => {
            Some(is_right(p256::ecdsa::VerifyingKey::from_sec1_bytes(point), p256::ecdsa::Signature::from_der(signature), hash.as_ref()))
        }
        KeySort::P384 => {
            Some(is_right(p384::ecdsa::VerifyingKey::from_sec1_bytes(point), p384::ecdsa::Signature::from_der(signature), hash.as_ref()))
        }
        KeySort::P521 => {
            // as long as the field: the crate refuses a hash below half of that, and the number is the same
            let mut number = [0; 66];
            number[66 - hash.as_ref().len()..].copy_from_slice(hash.as_ref()); // 64 octets at the most
            Some(is_right(p521::ecdsa::VerifyingKey::from_sec1_bytes(point), p521::ecdsa::Signature::from_der(signature), &number))
        }
        KeySort::Rsa(_) | KeySort::Ed25519 | KeySort::Other => None,
    }
}

fn is_right<Key: PrehashVerifier<Signature>, Signature>(
    key: Result<Key, p521::ecdsa::Error>,
    signature: Result<Signature, p521::ecdsa::Error>,
    hash: &[u8],
) -> bool {
    key.and_then(|key| key.verify_prehash(hash, &signature?)).is_ok()
}
