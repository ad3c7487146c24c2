//! New private keys.

use std::convert::Infallible;

use ring::{
    digest,
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair},
};
use rsa::{
    RsaPrivateKey,
    pkcs1::EncodeRsaPrivateKey,
    rand_core::{TryCryptoRng, TryRng},
};
use zeroize::{Zeroize, Zeroizing};

use super::{PrivateKey, algorithm::KeyAlgorithm};
use crate::error::{Error, Result};

pub(super) fn generate(algorithm: KeyAlgorithm) -> Result<PrivateKey> {
    let random = SystemRandom::new();
    let refused = |_| Error::internal("the system gave no random octets");
    match algorithm {
        KeyAlgorithm::EcP256 => {
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).map_err(refused)?;
            PrivateKey::from_trusted_der(document.as_ref())
        }
        KeyAlgorithm::EcP384 => {
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &random).map_err(refused)?;
            PrivateKey::from_trusted_der(document.as_ref())
        }
        KeyAlgorithm::Ed25519 => {
            let mut seed = Zeroizing::new([0; 32]);
            random.fill(seed.as_mut()).map_err(refused)?;
            PrivateKey::from_trusted_der(&super::pkcs8::ed25519(seed.as_ref()))
        }
        KeyAlgorithm::Rsa(bits @ (2048 | 3072 | 4096)) => rsa(bits),
        KeyAlgorithm::Rsa(bits) => {
            Err(Error::InvalidArgument { what: "key", why: format!("RSA keys of 2048, 3072 and 4096 bits are made, not of {bits}") })
        }
    }
}

/// ring cannot make RSA keys. The `rsa` crate does this and nothing else: its decryption leaks through timing
/// (RUSTSEC-2023-0071), its generation of keys is not concerned.
fn rsa(bits: u32) -> Result<PrivateKey> {
    let mut source = Source { random: SystemRandom::new(), failures: 0 };
    let key = RsaPrivateKey::new(&mut source, bits as usize).map_err(|error| Error::internal(format!("RSA key generation: {error}")))?;
    if source.failures > 0 {
        return Err(Error::internal("the system gave no random octets"));
    }
    let pkcs1 = key.to_pkcs1_der().map_err(|error| Error::internal(format!("RSA key encoding: {error}")))?;
    PrivateKey::from_trusted_der(pkcs1.as_bytes())
}

/// ring's randomness for a trait that knows no failure: one is counted, the loop that asks still ends, and what came of it
/// is thrown away by the caller.
struct Source {
    random: SystemRandom,
    failures: u64,
}

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        let value = u32::from_le_bytes(octets);
        octets.zeroize();
        Ok(value)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        let value = u64::from_le_bytes(octets);
        octets.zeroize();
        Ok(value)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        if self.random.fill(out).is_err() {
            for piece in out.chunks_mut(digest::SHA256_OUTPUT_LEN) {
                self.failures += 1;
                let filler = digest::digest(&digest::SHA256, &self.failures.to_le_bytes());
                piece.copy_from_slice(&filler.as_ref()[..piece.len()]);
            }
        }
        Ok(())
    }
}

impl TryCryptoRng for Source {}
