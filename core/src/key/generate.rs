//! New private keys.

use std::{
    convert::Infallible,
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crypto_primes::{
    Flavor,
    hazmat::{SetBits, SmallFactorsSieveFactory},
    is_prime, sieve_and_find,
};
use ring::{
    digest,
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair},
};
use rsa::{
    BoxedUint, RsaPrivateKey,
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

/// ring cannot make RSA keys. The `rsa` crate puts one together from its primes and does nothing else: its decryption leaks
/// through timing (RUSTSEC-2023-0071), this is not concerned.
fn rsa(bits: u32) -> Result<PrivateKey> {
    const EXPONENT: u64 = 65537;
    for _ in 0..8 {
        let [p, q] = two_primes(bits / 2)?;
        // refused once in 30,000 times, when the exponent divides p - 1 or q - 1
        let Ok(key) = RsaPrivateKey::from_p_q(p, q, EXPONENT.into()) else { continue };
        let pkcs1 = key.to_pkcs1_der().map_err(|error| Error::internal(format!("RSA key encoding: {error}")))?;
        return PrivateKey::from_trusted_der(pkcs1.as_bytes());
    }
    Err(Error::internal("no RSA key came out of eight pairs of primes"))
}

/// The first two random primes, their two highest bits set, that any core finds. A caller without a second thread finds
/// both itself.
fn two_primes(bits: u32) -> Result<[BoxedUint; 2]> {
    let (found, done, failed) = (Mutex::new(Vec::new()), AtomicBool::new(false), AtomicBool::new(false));
    let search = || {
        let mut source = Source { random: SystemRandom::new(), failures: 0 };
        while !done.load(Ordering::Acquire) {
            let prime = SmallFactorsSieveFactory::<BoxedUint>::new(Flavor::Any, bits, SetBits::TwoMsb)
                .map(|sieve| sieve_and_find(&mut source, sieve, |_, candidate| done.load(Ordering::Acquire) || is_prime(Flavor::Any, candidate)));
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            match prime {
                // what stopped because it was done is not a prime: `done` is looked at again, under the lock
                Ok(Ok(Some(prime))) if source.failures == 0 => {
                    if !done.load(Ordering::Acquire) && !found.contains(&prime) {
                        found.push(prime);
                    }
                }
                _ => failed.store(true, Ordering::Release),
            }
            if found.len() == 2 || failed.load(Ordering::Acquire) {
                done.store(true, Ordering::Release);
            }
        }
    };
    let helpers = thread::available_parallelism().map_or(1, NonZero::get).clamp(1, 4) - 1;
    thread::scope(|scope| {
        for _ in 0..helpers {
            let _ = thread::Builder::new().spawn_scoped(scope, search); // without it the search takes longer
        }
        search();
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.try_into().map_err(|_| Error::internal("the system gave no random octets"))
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
