//! The kinds of private keys that are made and used here.

use std::{fmt, str::FromStr};

use crate::error::{Error, Result};

/// A kind of private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// ECDSA over P-256.
    EcP256,
    /// ECDSA over P-384.
    EcP384,
    /// Ed25519. Browsers, .NET and Apple refuse it for servers.
    Ed25519,
    /// RSA with a modulus of this many bits: 2048, 3072 and 4096 are generated, 2048 to 4096 in steps of 512 are read.
    Rsa(u32),
}

impl KeyAlgorithm {
    /// What `generate` makes.
    pub const ALL: [Self; 6] = [Self::EcP256, Self::EcP384, Self::Ed25519, Self::Rsa(2048), Self::Rsa(3072), Self::Rsa(4096)];
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EcP256 => f.write_str("p256"),
            Self::EcP384 => f.write_str("p384"),
            Self::Ed25519 => f.write_str("ed25519"),
            Self::Rsa(bits) => write!(f, "rsa{bits}"),
        }
    }
}

impl FromStr for KeyAlgorithm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|algorithm| algorithm.to_string().eq_ignore_ascii_case(text.trim()));
        known.ok_or_else(|| {
            let all: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
            Error::InvalidArgument { what: "key", why: format!("it is one of {}", all.join(", ")) }
        })
    }
}
