//! Keys derived from the password: each once, and never with more work than is allowed (RFC 8018 section 5.2, RFC 7292 appendix B).

use std::{
    collections::{HashMap, hash_map::Entry},
    num::NonZeroU32,
};

use ring::{digest, hmac, pbkdf2};
use zeroize::Zeroizing;

use super::{
    FILE, damaged,
    kdf::{self, Purpose},
    oid,
};
use crate::error::{Error, Result};

/// The digests that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// From the OID of the digest itself.
    pub(super) fn from_oid(content: &[u8]) -> Option<Self> {
        match content {
            oid::SHA1 => Some(Self::Sha1),
            oid::SHA256 => Some(Self::Sha256),
            oid::SHA384 => Some(Self::Sha384),
            oid::SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// From the OID of its HMAC, as PBKDF2 names it.
    pub(super) fn from_hmac_oid(content: &[u8]) -> Option<Self> {
        match content {
            oid::HMAC_SHA1 => Some(Self::Sha1),
            oid::HMAC_SHA256 => Some(Self::Sha256),
            oid::HMAC_SHA384 => Some(Self::Sha384),
            oid::HMAC_SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(super) fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
            Self::Sha512 => hmac::HMAC_SHA512,
        }
    }

    pub(super) fn output_len(self) -> usize {
        self.algorithm().output_len()
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        self.hmac().digest_algorithm()
    }

    fn pbkdf2(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha384 => pbkdf2::PBKDF2_HMAC_SHA384,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }
}

/// Which function derives the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Function {
    /// For encryption: the password is UTF-8.
    Pbkdf2,
    /// For the integrity check.
    Pkcs12Mac,
}

/// All that makes a derived key, but for the password.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Recipe {
    pub(super) function: Function,
    pub(super) digest: Digest,
    pub(super) salt: Vec<u8>,
    pub(super) iterations: u64,
    /// Of the key, in octets.
    pub(super) length: usize,
}

/// A password and the keys that were derived from it.
pub(super) struct Keys<'a> {
    password: Option<&'a str>,
    limit: u64,
    spent: u64,
    derived: HashMap<Recipe, Zeroizing<Vec<u8>>>,
}

impl<'a> Keys<'a> {
    /// `limit` is on the sum of the iterations of every key that is derived.
    pub(super) fn new(password: Option<&'a str>, limit: u64) -> Self {
        Self { password, limit, spent: 0, derived: HashMap::new() }
    }

    /// The key of the recipe, derived unless it was before.
    pub(super) fn key(&mut self, recipe: &Recipe) -> Result<&[u8]> {
        let vacant = match self.derived.entry(recipe.clone()) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(vacant) => vacant,
        };
        let asked = self.spent.saturating_add(recipe.iterations);
        let limit = self.limit.min(u64::from(u32::MAX)); // what PBKDF2 of ring takes
        let within = u32::try_from(recipe.iterations).ok().filter(|_| asked <= limit);
        let Some(within) = within else { return Err(Error::WorkLimit { what: FILE.to_owned(), asked, limit }) };
        let Some(iterations) = NonZeroU32::new(within) else { return Err(damaged("an iteration count in it is 0")) };
        self.spent = asked;

        let mut key = Zeroizing::new(vec![0; recipe.length]);
        match recipe.function {
            Function::Pbkdf2 => {
                let password = self.password.unwrap_or_default().as_bytes();
                pbkdf2::derive(recipe.digest.pbkdf2(), iterations, &recipe.salt, password, &mut key);
            }
            Function::Pkcs12Mac => {
                let password = kdf::bmp_password(self.password);
                kdf::derive(recipe.digest.algorithm(), Purpose::Mac, &password, &recipe.salt, recipe.iterations, &mut key);
            }
        }
        Ok(vacant.insert(key))
    }

    /// Nothing more may be derived: what is not known by then is an error.
    pub(super) fn seal(&mut self) {
        self.limit = self.spent;
    }

    /// The error for what the password does not open.
    pub(super) fn refused(&self) -> Error {
        match self.password {
            None => Error::PasswordRequired { what: FILE.to_owned() },
            Some(_) => Error::WrongPassword { what: FILE.to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(iterations: u64) -> Recipe {
        Recipe { function: Function::Pbkdf2, digest: Digest::Sha256, salt: vec![7; 16], iterations, length: 32 }
    }

    #[test]
    fn a_key_asked_for_twice_is_work_once() {
        let mut keys = Keys::new(Some("password"), 150);
        let first = keys.key(&recipe(100)).expect("within the limit").to_vec();
        assert_eq!(keys.key(&recipe(100)), Ok(first.as_slice()));
        assert_eq!(keys.key(&recipe(50)).map(<[u8]>::len), Ok(32));
        assert_eq!(keys.key(&recipe(1)), Err(Error::WorkLimit { what: FILE.to_owned(), asked: 151, limit: 150 }));
    }

    #[test]
    fn no_iterations_are_damage_and_too_many_are_refused_before_any_work() {
        let mut keys = Keys::new(Some("password"), u64::MAX);
        assert_eq!(keys.key(&recipe(0)), Err(damaged("an iteration count in it is 0")));
        let limit = u64::from(u32::MAX);
        assert_eq!(keys.key(&recipe(u64::MAX)), Err(Error::WorkLimit { what: FILE.to_owned(), asked: u64::MAX, limit }));
    }
}
