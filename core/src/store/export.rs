//! Certificates out of the store, with their keys where that is asked for; the journal tells of each key that left.

use std::{fmt, str::FromStr};

use zeroize::Zeroizing;

use super::{Store, entry::Entry, find::Get, journal::Action};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    format::{Pfx, PfxContents, WriteOptions, write_pkcs7, write_pkcs12},
    key::Identity,
};

/// What kind of file is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportFormat {
    /// PKCS#12, encrypted.
    #[default]
    Pfx,
    /// PEM blocks; a key stands unencrypted unless there is a password.
    Pem,
    /// One certificate.
    Der,
    /// PKCS#7 in DER, each certificate once; never a key.
    P7b,
}

impl FromStr for ExportFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.to_ascii_lowercase().as_str() {
            "pfx" | "p12" => Ok(Self::Pfx),
            "pem" => Ok(Self::Pem),
            "der" => Ok(Self::Der),
            "p7b" | "p7c" => Ok(Self::P7b),
            _ => Err(Error::InvalidArgument { what: "format", why: "it is one of pfx, pem, der, p7b".to_owned() }),
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pfx => "pfx",
            Self::Pem => "pem",
            Self::Der => "der",
            Self::P7b => "p7b",
        })
    }
}

/// How certificates leave the store.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ExportOptions<'a> {
    /// The kind of file.
    pub format: ExportFormat,
    /// With private keys and chains.
    pub with_key: bool,
    /// The password of a PFX, or of the keys in PEM; never empty.
    pub password: Option<&'a str>,
    /// How a PFX is written.
    pub write: WriteOptions,
}

impl<'a> ExportOptions<'a> {
    /// A PFX with keys and chains, under this password.
    pub fn pfx(password: &'a str) -> Self {
        Self { with_key: true, password: Some(password), ..Self::default() }
    }

    /// Another kind of file, without keys.
    pub fn format(format: ExportFormat) -> Self {
        Self { format, ..Self::default() }
    }

    /// With private keys and chains, or without.
    pub fn with_key(mut self, with_key: bool) -> Self {
        self.with_key = with_key;
        self
    }

    /// With the password of a PFX, or of the keys in PEM.
    pub fn password(mut self, password: Option<&'a str>) -> Self {
        self.password = password;
        self
    }
}

impl fmt::Debug for ExportOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let password = self.password.map(|_| "..");
        f.debug_struct("ExportOptions")
            .field("format", &self.format)
            .field("with_key", &self.with_key)
            .field("password", &password)
            .finish_non_exhaustive()
    }
}

/// A file that was made.
#[derive(Clone)]
#[non_exhaustive]
pub struct Exported {
    /// The file; wiped when dropped.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What is to be known of it, such as that a common program will not open it.
    pub notes: Vec<String>,
}

impl Exported {
    fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: Zeroizing::new(bytes.into()), notes: Vec::new() }
    }
}

impl From<Pfx> for Exported {
    fn from(Pfx { bytes, notes }: Pfx) -> Self {
        Self { bytes: Zeroizing::new(bytes), notes }
    }
}

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exported({} bytes ..)", self.bytes.len())
    }
}

impl Store {
    /// The bytes of a file that holds these certificates, archived ones too: those that are retained are. With keys, the bytes are sealed by the password, or secret in PEM
    /// without one, and the journal names each key that left.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NoPrivateKey`], [`Error::StoreLocked`]; [`Error::PasswordRequired`] for a PFX without a
    /// password, and what [`write_pkcs12`] refuses; [`Error::InvalidArgument`] for more than one certificate in DER, or a key in
    /// DER or PKCS#7.
    pub fn export(&self, thumbprints: &[Thumbprint], options: &ExportOptions<'_>) -> Result<Exported> {
        let refuse = |what, why: &str| Err(Error::InvalidArgument { what, why: why.to_owned() });
        if thumbprints.is_empty() {
            return refuse("certificates", "none were named to export");
        }
        let entries = thumbprints.iter().map(|thumbprint| self.get_with(*thumbprint, &Get::any())).collect::<Result<Vec<Entry>>>()?;
        if !options.with_key {
            return self.public_bytes(&entries, options);
        }
        let identities = entries.iter().map(Entry::identity).collect::<Result<Vec<_>>>()?;
        let exported = match options.format {
            ExportFormat::Pfx => Exported::from(write_pkcs12(identities.as_slice(), password(options)?, &options.write)?),
            ExportFormat::Pem => {
                let pem = |identity: &Identity| match options.password {
                    Some(password) => identity.to_encrypted_pem(password),
                    None => Ok(identity.to_pem()),
                };
                let texts = identities.iter().map(pem).collect::<Result<Vec<Zeroizing<String>>>>()?;
                let mut all = Zeroizing::new(Vec::with_capacity(texts.iter().map(|text| text.len()).sum()));
                texts.iter().for_each(|text| all.extend_from_slice(text.as_bytes()));
                Exported { bytes: all, notes: Vec::new() }
            }
            ExportFormat::Der => return refuse("format", "DER holds one certificate and no key; take pfx or pem"),
            ExportFormat::P7b => return refuse("format", "PKCS#7 holds certificates and no key; take pfx or pem"),
        };
        self.change("export a private key", |change| {
            entries.iter().try_for_each(|entry| change.record(Action::KeyExported, Some(entry), &[("format", options.format.to_string())]))
        })?;
        Ok(exported)
    }

    /// Notes that a private key leaves the store in another way.
    #[cfg(feature = "tls")]
    pub(crate) fn tell_key_export(&self, entry: &Entry, details: &[(&str, String)]) -> Result<()> {
        self.change("write a private key", |change| change.record(Action::KeyExported, Some(entry), details))
    }

    fn public_bytes(&self, entries: &[Entry], options: &ExportOptions<'_>) -> Result<Exported> {
        match (options.format, entries) {
            (ExportFormat::Pem, _) => Ok(Exported::new(entries.iter().map(|entry| entry.to_pem()).collect::<String>())),
            (ExportFormat::Der, [one]) => Ok(Exported::new(one.der())),
            (ExportFormat::Der, _) => {
                Err(Error::InvalidArgument { what: "format", why: "DER holds one certificate; take p7b, pem or pfx".to_owned() })
            }
            (ExportFormat::P7b, _) => Ok(Exported::new(write_pkcs7(&certificates(entries))?)),
            (ExportFormat::Pfx, _) => {
                let (certificates, names) =
                    (certificates(entries), entries.iter().map(|entry| entry.friendly_name().map(str::to_owned)).collect::<Vec<_>>());
                let contents = PfxContents { certificates: &certificates, certificate_names: &names, ..PfxContents::default() };
                Ok(write_pkcs12(contents, password(options)?, &options.write)?.into())
            }
        }
    }
}

fn certificates(entries: &[Entry]) -> Vec<Certificate> {
    entries.iter().map(|entry| entry.certificate().clone()).collect()
}

fn password<'a>(options: &ExportOptions<'a>) -> Result<&'a str> {
    options.password.ok_or_else(|| Error::PasswordRequired { what: "a PFX".to_owned() })
}
