//! Private keys: generate, read, write one form, sign, match to a certificate.

mod algorithm;
mod encrypted;
mod generate;
mod identity;
mod opaque;
mod pkcs8;

use std::{borrow::Cow, fmt};

use ring::{
    digest,
    rand::SystemRandom,
    rsa::KeyPair as RsaKeyPair,
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_ASN1_SIGNING, ED25519, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey, VerificationAlgorithm,
    },
};
use zeroize::Zeroizing;

use self::pkcs8::Parts;
use crate::{
    certificate::{
        Certificate,
        algorithm::{P256, P384, PublicKey},
        point,
    },
    error::{Error, Result},
    random::random,
};

pub use self::{algorithm::KeyAlgorithm, identity::Identity, opaque::OpaqueKey};
pub(crate) use self::{
    encrypted::{Decrypted, OPENSSH, decrypt, decrypt_block, encrypted_info, encrypted_parts, is_encrypted_pkcs8},
    opaque::is_pkcs8,
};

/// A private key in memory, wiped when dropped, never printed.
///
/// Held as PKCS#8 version 1, whatever form it was read in. The copies that ring makes while it signs or checks a key live
/// for that call only, but ring does not wipe them.
pub struct PrivateKey {
    algorithm: KeyAlgorithm,
    pkcs8: Zeroizing<Vec<u8>>,
    public_key: Vec<u8>,
}

impl PrivateKey {
    /// Makes a new key. RSA takes a while: the median for 3072 bits is near 150 ms, single ones take a second.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an RSA size that is not 2048, 3072 or 4096.
    pub fn generate(algorithm: KeyAlgorithm) -> Result<Self> {
        generate::generate(algorithm)
    }

    /// Reads PKCS#8 (version 1 or 2), SEC1 or PKCS#1, unencrypted; checks that private and public key belong together, and
    /// computes the public key of an EC key that lacks it, as Java writes them.
    ///
    /// # Errors
    /// [`Error::MalformedKey`]; [`Error::Unsupported`] for another algorithm or curve, RSA outside 2048 to 4096 bits or not in
    /// steps of 512, and public exponents below 65537.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        let key = Self::from_trusted_der(der)?;
        key.prove()?;
        Ok(key)
    }

    /// Reads the first private key of a PEM text; text and certificates around it are passed over.
    ///
    /// # Errors
    /// As [`from_der`](Self::from_der), and [`Error::PasswordRequired`] for an encrypted one.
    pub fn from_pem(pem: &[u8]) -> Result<Self> {
        Self::from_pem_with_password(pem, None)
    }

    /// Without the check that private and public key belong together: for what was just generated, or was sealed here.
    pub(crate) fn from_trusted_der(der: &[u8]) -> Result<Self> {
        let rejected = |error| Error::key(format!("{error}"));
        let (algorithm, pkcs8, public) = match pkcs8::read(der)? {
            Parts::Ec(algorithm, scalar, point) => {
                let curve = if algorithm == KeyAlgorithm::EcP256 { P256 } else { P384 };
                let scalar = pkcs8::fixed_width(curve, scalar)?;
                let point = match point {
                    Some(point @ [4, ..]) => point.to_vec(), // which ring compares with the scalar
                    Some(point) => point::uncompressed(curve, point).ok_or_else(|| Error::key("its public key is none of its curve"))?,
                    None => point::of_scalar(curve, &scalar).ok_or_else(|| Error::key("its number is none of its curve"))?,
                };
                (algorithm, pkcs8::ec(curve, &scalar, &point), point)
            }
            Parts::Ed25519(seed, public) => {
                let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(rejected)?;
                if public.is_some_and(|public| public != pair.public_key().as_ref()) {
                    return Err(Error::key("its public key is another one's"));
                }
                (KeyAlgorithm::Ed25519, pkcs8::ed25519(seed), pair.public_key().as_ref().to_vec())
            }
            Parts::Rsa(pkcs1) => {
                let pkcs1 = pkcs8::shortest_numbers(pkcs1).map_err(|_| Error::key("its encoding is cut short or altered"))?;
                let (bits, public) = rsa_public(&pkcs1)?;
                (KeyAlgorithm::Rsa(bits), pkcs8::rsa(&pkcs1), public)
            }
        };
        Ok(Self { algorithm, pkcs8, public_key: pkcs8::public_key_info(algorithm, &public) })
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// PKCS#8 version 1, unencrypted. The caller keeps it secret.
    pub fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }

    /// The content of the BIT STRING of its public key.
    pub(crate) fn public_key_bits(&self) -> Option<&[u8]> {
        PublicKey::from_spki(&self.public_key).ok().and_then(|key| if let Cow::Borrowed(bits) = key.key { Some(bits) } else { None })
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// PKCS#8 version 1 as PEM, unencrypted. The caller keeps it secret.
    pub fn to_pkcs8_pem(&self) -> Zeroizing<String> {
        Zeroizing::new(crate::pem::encode("PRIVATE KEY", &self.pkcs8))
    }

    /// The DER of the SubjectPublicKeyInfo.
    pub fn public_key_der(&self) -> &[u8] {
        &self.public_key
    }

    /// Whether the certificate's public key is this key's.
    pub fn matches(&self, certificate: &Certificate) -> bool {
        let own = PublicKey::from_spki(&self.public_key);
        let its = PublicKey::from_spki(certificate.public_key_der());
        matches!((own, its), (Ok(own), Ok(its)) if own == its)
    }

    /// Signs with the one algorithm of its kind: ECDSA P-256 with SHA-256, P-384 with SHA-384 (both as DER), Ed25519,
    /// RSA PKCS#1 v1.5 with SHA-256.
    ///
    /// # Errors
    /// [`Error::Internal`] if the system gives no random octets.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let random = SystemRandom::new();
        let failed = |_| Error::internal("signing failed");
        match self.signer()? {
            Signer::Ec(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
            Signer::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Signer::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }

    /// Whether its parts belong together. Of an RSA key ring compares most of them, but not the exponents of its primes
    /// before it signs; then it does, and gives no signature that does not verify.
    pub(crate) fn prove(&self) -> Result<()> {
        match self.signer()? {
            Signer::Rsa(_) => self.sign(&[]).map(|_| ()).map_err(|_| Error::key("its parts do not belong together")),
            Signer::Ec(_) | Signer::Ed25519(_) => Ok(()),
        }
    }

    /// Signs something that nobody foresaw, and verifies it by the certificate's public key.
    ///
    /// # Errors
    /// [`Error::KeyMismatch`]; [`Error::Unsupported`] for a key that cannot sign here.
    pub(crate) fn must_sign_for(&self, certificate: &Certificate) -> Result<()> {
        let mismatch = || Error::KeyMismatch { thumbprint: certificate.thumbprint().to_string() };
        let algorithm: &dyn VerificationAlgorithm = match self.algorithm {
            KeyAlgorithm::EcP256 => &ECDSA_P256_SHA256_ASN1,
            KeyAlgorithm::EcP384 => &ECDSA_P384_SHA384_ASN1,
            KeyAlgorithm::Ed25519 => &ED25519,
            KeyAlgorithm::Rsa(_) => &RSA_PKCS1_2048_8192_SHA256,
        };
        let public_key = PublicKey::from_spki(certificate.public_key_der()).map_err(|_| mismatch())?;
        let message: [u8; 32] = random()?;
        let signature = self.sign(&message)?;
        UnparsedPublicKey::new(algorithm, &public_key.key).verify(&message, &signature).map_err(|_| mismatch())
    }

    /// ring's form of the key, made for one call, since ring does not wipe it.
    fn signer(&self) -> Result<Signer> {
        let rejected = |error| Error::key(format!("{error}"));
        let random = SystemRandom::new();
        match self.algorithm {
            KeyAlgorithm::EcP256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.pkcs8, &random).map(Signer::Ec).map_err(rejected),
            KeyAlgorithm::EcP384 => EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &self.pkcs8, &random).map(Signer::Ec).map_err(rejected),
            KeyAlgorithm::Ed25519 => Ed25519KeyPair::from_pkcs8_maybe_unchecked(&self.pkcs8).map(Signer::Ed25519).map_err(rejected),
            KeyAlgorithm::Rsa(bits @ 2048..=4096) if bits % 512 == 0 => RsaKeyPair::from_pkcs8(&self.pkcs8).map(Signer::Rsa).map_err(rejected),
            KeyAlgorithm::Rsa(bits) => Err(Error::Unsupported {
                what: format!("an RSA key of {bits} bits"),
                why: "2048 to 4096 bits in steps of 512 can be used".to_owned(),
            }),
        }
    }
}

enum Signer {
    Ec(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// Size of the modulus, and the PKCS#1 RSAPublicKey, out of an RSAPrivateKey (RFC 8017 appendix A.1).
fn rsa_public(pkcs1: &[u8]) -> Result<(u32, Vec<u8>)> {
    use crate::asn1::{INTEGER, Malformed, only_sequence, sequence};
    let read = || -> Result<_, Malformed> {
        let mut key = only_sequence(pkcs1)?;
        if key.unsigned()? != 0 {
            return Err(Malformed); // several primes
        }
        Ok((key.expect(INTEGER)?, key.expect(INTEGER)?))
    };
    let (modulus, exponent) = read().map_err(|_| Error::key("its encoding is cut short or altered"))?;
    let small = matches!(exponent.content, [_] | [_, _] | [0, _, _] | [1, 0, 0]); // below 65537
    if small || exponent.content.len() > 5 {
        let why = "it must lie between 65537 and 2^33 - 1".to_owned();
        return Err(Error::Unsupported { what: "the public exponent of this RSA key".to_owned(), why });
    }
    let start = modulus.content.iter().position(|octet| *octet != 0).unwrap_or(modulus.content.len());
    let digits = &modulus.content[start..];
    let bits = digits.len() as u32 * 8 - digits.first().map_or(0, |first| first.leading_zeros());
    Ok((bits, sequence(&[modulus.raw, exponent.raw])))
}

/// SHA-256 of the public key, under which a store keeps the private key: of its algorithm, curve and bits, each with its
/// length before it; the same whether an RSA key has its NULL parameters or not.
pub(crate) fn key_id(public_key_info: &[u8]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    let key = PublicKey::from_spki(public_key_info);
    let parts = key.as_ref().map_or([public_key_info, &[], &[]], PublicKey::parts);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut id = [0; 32];
    id.copy_from_slice(context.finish().as_ref());
    id
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(..)")
    }
}

#[cfg(test)]
mod tests;
