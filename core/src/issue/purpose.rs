//! What a new certificate is for, and what follows from it.

use std::{fmt, str::FromStr};

use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use crate::{
    error::{Error, Result},
    key::KeyAlgorithm,
};

/// What a certificate is made for: sets its key usage, extended key usage and basic constraints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// A TLS server.
    #[default]
    Server,
    /// A TLS client.
    Client,
    /// TLS server and client.
    Both,
    /// A CA that signs certificates and CRLs.
    Ca,
    /// A key that others encrypt to; RSA only, since hosts decrypt with it through .NET and OpenSSL.
    Encipher,
    /// Signing code.
    CodeSign,
}

/// A program that has to use the certificate, where it narrows the choice of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyReader {
    /// Windows of any version still met.
    Windows,
    /// .NET Framework.
    NetFramework,
    /// SQL Server.
    SqlServer,
}

const PURPOSES: [(&str, Purpose); 6] = [
    ("server", Purpose::Server),
    ("client", Purpose::Client),
    ("both", Purpose::Both),
    ("ca", Purpose::Ca),
    ("encipher", Purpose::Encipher),
    ("codesign", Purpose::CodeSign),
];

const READERS: [(&str, KeyReader); 3] =
    [("windows", KeyReader::Windows), ("netframework", KeyReader::NetFramework), ("sql-server", KeyReader::SqlServer)];

impl Purpose {
    /// The kind of key: the one asked for, else what purpose and reader want.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a key that could not be used.
    pub(super) fn key(self, asked: Option<KeyAlgorithm>, reader: Option<KeyReader>) -> Result<KeyAlgorithm> {
        let is_rsa = |algorithm: KeyAlgorithm| matches!(algorithm, KeyAlgorithm::Rsa(_));
        let refuse = |why: &str| Err(Error::InvalidArgument { what: "key", why: why.to_owned() });
        match (asked, reader) {
            (Some(other), _) if self == Self::Encipher && !is_rsa(other) => refuse("what others encrypt to needs an RSA key"),
            (Some(other), Some(_)) if !is_rsa(other) => refuse("this reader needs an RSA key"),
            (Some(asked), _) => Ok(asked),
            (None, Some(_)) => Ok(KeyAlgorithm::Rsa(2048)),
            (None, None) if self == Self::Encipher => Ok(KeyAlgorithm::Rsa(3072)),
            (None, None) => Ok(KeyAlgorithm::EcP256),
        }
    }

    /// Refuses a kind of key that could not be used for it.
    pub(crate) fn must_go_with(self, key: Option<KeyAlgorithm>) -> Result<()> {
        self.key(key, None).map(|_| ())
    }

    /// keyUsage (RFC 5280 section 4.2.1.3).
    pub(super) fn key_usages(self, key: KeyAlgorithm) -> Vec<KeyUsagePurpose> {
        use KeyUsagePurpose::{CrlSign, DataEncipherment, DigitalSignature, KeyCertSign, KeyEncipherment};
        match self {
            Self::Ca => vec![KeyCertSign, CrlSign],
            Self::Encipher => vec![KeyEncipherment, DataEncipherment],
            Self::CodeSign => vec![DigitalSignature],
            _ if matches!(key, KeyAlgorithm::Rsa(_)) => vec![DigitalSignature, KeyEncipherment],
            _ => vec![DigitalSignature],
        }
    }

    /// extKeyUsage (RFC 5280 section 4.2.1.12; the encryption of documents is Microsoft's).
    pub(super) fn extended_key_usages(self) -> Vec<ExtendedKeyUsagePurpose> {
        use ExtendedKeyUsagePurpose::{ClientAuth, CodeSigning, Other, ServerAuth};
        match self {
            Self::Server => vec![ServerAuth],
            Self::Client => vec![ClientAuth],
            Self::Both => vec![ServerAuth, ClientAuth],
            Self::Ca => vec![],
            Self::Encipher => vec![Other(vec![1, 3, 6, 1, 4, 1, 311, 80, 1])],
            Self::CodeSign => vec![CodeSigning],
        }
    }

    /// The same by the names that a parsed certificate gives.
    pub(crate) fn extended_key_usage_names(self) -> &'static [&'static str] {
        match self {
            Self::Server => &["serverAuth"],
            Self::Client => &["clientAuth"],
            Self::Both => &["serverAuth", "clientAuth"],
            Self::Ca => &[],
            Self::Encipher => &["documentEncryption"],
            Self::CodeSign => &["codeSigning"],
        }
    }

    /// basicConstraints (RFC 5280 section 4.2.1.9).
    pub(super) fn basic_constraints(self) -> IsCa {
        if self == Self::Ca { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = PURPOSES.iter().find(|(_, purpose)| purpose == self).map_or("", |(word, _)| word);
        f.write_str(word)
    }
}

impl FromStr for Purpose {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        by_word("purpose", &PURPOSES, text)
    }
}

impl FromStr for KeyReader {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        by_word("reader", &READERS, text)
    }
}

fn by_word<T: Copy>(what: &'static str, words: &[(&str, T)], text: &str) -> Result<T> {
    let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Error::InvalidArgument { what, why: format!("it is one of {}", all.join(", ")) }
    })
}
