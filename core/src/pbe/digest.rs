//! The digests that files name, and what is made of them: hashes of hashes, HMAC, PBKDF2.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac, digest::block_api::EagerHash};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use super::{oid, pbkdf2_sha256};

/// A digest by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Digest {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512T224,
    Sha512T256,
}

/// Runs the function with the type of the digest.
macro_rules! with_type {
    ($digest:expr, $function:ident($($argument:expr),*)) => {
        match $digest {
            Digest::Md5 => $function::<Md5>($($argument),*),
            Digest::Sha1 => $function::<Sha1>($($argument),*),
            Digest::Sha224 => $function::<Sha224>($($argument),*),
            Digest::Sha256 => $function::<Sha256>($($argument),*),
            Digest::Sha384 => $function::<Sha384>($($argument),*),
            Digest::Sha512 => $function::<Sha512>($($argument),*),
            Digest::Sha512T224 => $function::<Sha512_224>($($argument),*),
            Digest::Sha512T256 => $function::<Sha512_256>($($argument),*),
        }
    };
}

impl Digest {
    /// From the OID of the digest itself.
    pub(crate) fn from_oid(content: &[u8]) -> Option<Self> {
        Some(match content {
            oid::MD5 => Self::Md5,
            oid::SHA1 => Self::Sha1,
            oid::SHA224 => Self::Sha224,
            oid::SHA256 => Self::Sha256,
            oid::SHA384 => Self::Sha384,
            oid::SHA512 => Self::Sha512,
            oid::SHA512_224 => Self::Sha512T224,
            oid::SHA512_256 => Self::Sha512T256,
            _ => return None,
        })
    }

    /// From the OID of its HMAC, as PBKDF2 names it.
    pub(crate) fn from_hmac_oid(content: &[u8]) -> Option<Self> {
        Some(match content {
            oid::HMAC_MD5 => Self::Md5,
            oid::HMAC_SHA1 => Self::Sha1,
            oid::HMAC_SHA224 => Self::Sha224,
            oid::HMAC_SHA256 => Self::Sha256,
            oid::HMAC_SHA384 => Self::Sha384,
            oid::HMAC_SHA512 => Self::Sha512,
            oid::HMAC_SHA512_224 => Self::Sha512T224,
            oid::HMAC_SHA512_256 => Self::Sha512T256,
            _ => return None,
        })
    }

    /// Not to be relied on any more.
    pub(crate) fn is_legacy(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// In octets.
    pub(crate) fn output_len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512T224 => 28,
            Self::Sha256 | Self::Sha512T256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// In octets, of what it works on at a time.
    pub(crate) fn block_len(self) -> usize {
        match self {
            Self::Md5 | Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 | Self::Sha512T224 | Self::Sha512T256 => 128,
        }
    }

    /// The hash of these parts, then the hash of that, until so many have been made.
    pub(crate) fn repeated(self, parts: &[&[u8]], times: u64) -> Zeroizing<Vec<u8>> {
        fn run<H: sha2::Digest>(parts: &[&[u8]], times: u64) -> Zeroizing<Vec<u8>> {
            let mut first = H::new();
            parts.iter().for_each(|part| first.update(part));
            let mut hash = first.finalize();
            for _ in 1..times {
                hash = H::digest(&hash);
            }
            let out = Zeroizing::new(hash.to_vec());
            hash.as_mut_slice().zeroize();
            out
        }
        with_type!(self, run(parts, times))
    }

    /// Whether the tag is the message's, compared in constant time and whole.
    pub(crate) fn is_hmac(self, key: &[u8], message: &[u8], tag: &[u8]) -> bool {
        self.hmac(key, message).ct_eq(tag).into()
    }

    pub(crate) fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        fn run<H: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
            let mut mac = Hmac::<H>::new_from_slice(key).expect("HMAC takes a key of any length");
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        }
        with_type!(self, run(key, message))
    }

    /// RFC 8018 section 5.2, with HMAC of this digest.
    pub(super) fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
        fn run<H: EagerHash>(password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
            pbkdf2::pbkdf2_hmac::<H>(password, salt, iterations, out);
        }
        match self {
            Self::Sha256 => pbkdf2_sha256::derive(password, salt, iterations, out),
            other => with_type!(other, run(password, salt, iterations, out)),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512T224 => "SHA-512/224",
            Self::Sha512T256 => "SHA-512/256",
        })
    }
}
