//! How backups are made unless said otherwise: where, in what form, under what password, when. Kept in the store, sealed.

use std::{
    env, fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{Retention, Schedule};
use crate::{
    error::{Error, Result, visible},
    format::{Reader, read_secret},
    store::{BackupKind, Document, HANDED_ON, Store},
};

/// How many files a PFX backup has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BackupFiles {
    /// One file that holds all.
    #[default]
    One,
    /// One file for each certificate.
    Each,
}

impl FromStr for BackupFiles {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "one" => Ok(Self::One),
            "each" => Ok(Self::Each),
            _ => Err(Error::InvalidArgument { what: "files", why: "it is one of one, each".to_owned() }),
        }
    }
}

impl fmt::Display for BackupFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One => "one",
            Self::Each => "each",
        })
    }
}

/// Where the password of a backup comes from when none is given.
///
/// As text: `prompt`, `file:PATH`, `environment:NAME`, `sealed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[non_exhaustive]
pub enum PasswordSource {
    /// Whoever makes the backup is asked.
    #[default]
    Prompt,
    /// What a file holds, without a line end at its end.
    File(PathBuf),
    /// A variable of the environment.
    Environment(String),
    /// It is sealed in the store. Then it dies with the machine: without a copy elsewhere no backup opens when it is needed.
    Sealed,
}

impl fmt::Display for PasswordSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prompt => f.write_str("prompt"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Environment(name) => write!(f, "environment:{name}"),
            Self::Sealed => f.write_str("sealed"),
        }
    }
}

impl FromStr for PasswordSource {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let invalid = |why: &str| Err(Error::InvalidArgument { what: "password source", why: why.to_owned() });
        match text.split_once(':') {
            None if text == "prompt" => Ok(Self::Prompt),
            None if text == "sealed" => Ok(Self::Sealed),
            Some(("file", path)) if PathBuf::from(path).is_absolute() => Ok(Self::File(path.into())),
            Some(("file", _)) => invalid("the path of the file is absolute: a schedule runs elsewhere"),
            Some(("environment" | "env", name)) if is_variable(name) => Ok(Self::Environment(name.to_owned())),
            Some(("environment" | "env", _)) => invalid("a variable's name is of letters, digits and \"_\""),
            _ => invalid("it is one of prompt, file:PATH, environment:NAME, sealed"),
        }
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_')
}

impl From<PasswordSource> for String {
    fn from(source: PasswordSource) -> Self {
        source.to_string()
    }
}

impl TryFrom<String> for PasswordSource {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

/// How backups are made unless said otherwise.
///
/// Serialized: its fields; `schedule`, `retention`, `password` and `reader` as their texts, `schedule` and `reader` null where there is
/// none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BackupSettings {
    /// A folder, or `s3://bucket/prefix`.
    pub location: Option<String>,
    /// What form a scheduled backup has.
    pub kind: BackupKind,
    /// How many files a PFX backup has.
    pub files: BackupFiles,
    /// Where the password comes from.
    pub password: PasswordSource,
    /// The recipients of bundles (`age1…`); where there are some, a bundle needs no password.
    pub recipients: Vec<String>,
    /// Who has to open a PFX.
    pub reader: Option<String>,
    /// When backups are made.
    pub schedule: Option<Schedule>,
    /// Which of them are kept.
    pub retention: Retention,
}

impl BackupSettings {
    pub(super) fn reader(&self) -> Result<Reader> {
        self.reader.as_deref().map_or_else(|| Ok(Reader::default()), str::parse)
    }

    fn must_be_well_formed(&self) -> Result<()> {
        self.reader()?;
        self.retention.must_be_well_formed()?;
        // a key of S3 that is pasted into a location would stand in the journal for ever
        let is_of_s3 = |location: &str| location.starts_with("s3://") && !location.contains('@');
        let is_right = |location: &str| visible(location) == *location && (is_of_s3(location) || Path::new(location).is_absolute());
        if !self.location.as_deref().is_none_or(is_right) {
            let why = "it is the full path of a folder, because a schedule runs elsewhere, or s3://bucket/prefix without keys in it".to_owned();
            return Err(Error::InvalidArgument { what: "location", why });
        }
        #[cfg(feature = "bundle")]
        super::bundle::must_be_recipients(&self.recipients)?;
        Ok(())
    }
}

impl Store {
    /// How backups of this store are made unless said otherwise.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]; [`Error::Tampered`] for what was altered; [`Error::Damaged`] for settings that a later version wrote.
    pub fn backup_settings(&self) -> Result<BackupSettings> {
        self.document(HANDED_ON)?.map_or_else(|| Ok(BackupSettings::default()), |document| read(&document.text))
    }

    /// Sets how backups are made. A password is given where it is to be sealed in the store ([`PasswordSource::Sealed`]), unless one is
    /// sealed there already; any other source takes a sealed one away. Says whether anything changed.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a location, reader, recipient or rule that is not of its form, and for an empty password;
    /// [`Error::PasswordRequired`] where one is to be sealed; [`Error::StoreLocked`].
    pub fn set_backup_settings(&self, settings: &BackupSettings, password: Option<&str>) -> Result<bool> {
        self.change_backup_settings(password, |known| known.clone_from(settings))
    }

    /// Changes what stands in the settings, in one transaction: what others set meanwhile stays. Else as
    /// [`set_backup_settings`](Self::set_backup_settings).
    ///
    /// # Errors
    /// As that; what [`backup_settings`](Self::backup_settings) refuses.
    pub fn change_backup_settings(&self, password: Option<&str>, change: impl FnOnce(&mut BackupSettings)) -> Result<bool> {
        if password == Some("") {
            return Err(Error::InvalidArgument { what: "password", why: "it is empty, which protects nothing; give one".to_owned() });
        }
        self.change_document(HANDED_ON, |known| {
            let mut settings = known.map_or_else(|| Ok(BackupSettings::default()), |known| read(&known.text))?;
            change(&mut settings);
            settings.must_be_well_formed()?;
            let kept = known.and_then(|known| known.secret.clone());
            let secret = match (&settings.password, password) {
                (PasswordSource::Sealed, Some(password)) => Some(Zeroizing::new(password.as_bytes().to_vec())),
                (PasswordSource::Sealed, None) => Some(kept.ok_or_else(|| Error::PasswordRequired { what: "what is to be sealed".to_owned() })?),
                (_, Some(_)) => {
                    return Err(Error::InvalidArgument { what: "password", why: "one is kept only where the source is sealed".to_owned() });
                }
                (_, None) => None,
            };
            let text = serde_json::to_string(&settings).map_err(|error| Error::internal(format!("settings cannot be written: {error}")))?;
            let is_same_secret = |known: &Option<Zeroizing<Vec<u8>>>| match (known, &secret) {
                (Some(known), Some(secret)) => bool::from(known.ct_eq(secret)),
                (known, secret) => known.is_none() && secret.is_none(),
            };
            if known.is_some_and(|known| known.text == text && is_same_secret(&known.secret)) {
                return Ok((None, Vec::new(), false));
            }
            let told = vec![("settings", text.clone())];
            Ok((Some(Document { text, secret }), told, true))
        })
    }

    /// The password that the settings lead to; `None` where somebody is to be asked.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a file or variable that is not there; [`Error::InvalidArgument`] for an empty one; [`Error::StoreLocked`].
    pub fn backup_password(&self) -> Result<Option<Zeroizing<String>>> {
        let Some(document) = self.document(HANDED_ON)? else { return Ok(None) };
        let password = match read(&document.text)?.password {
            PasswordSource::Prompt => return Ok(None),
            PasswordSource::File(path) => read_secret(&path)?,
            PasswordSource::Environment(name) => {
                let missing = |_| Error::NotFound { wanted: format!("the password of backups in the variable {name}"), near: Vec::new() };
                Zeroizing::new(env::var(&name).map_err(missing)?)
            }
            PasswordSource::Sealed => {
                let missing = || Error::PasswordRequired { what: "the backup, whose sealed password did not come along".to_owned() };
                let secret = document.secret.ok_or_else(missing)?;
                Zeroizing::new(String::from_utf8_lossy(&secret).into_owned())
            }
        };
        if password.is_empty() {
            return Err(Error::InvalidArgument { what: "password", why: "the one that the settings lead to is empty".to_owned() });
        }
        Ok(Some(password))
    }
}

/// Reads what a store, or a bundle, keeps.
pub(super) fn read(text: &str) -> Result<BackupSettings> {
    let damaged = |_| Error::Damaged { what: "the settings of backups".to_owned(), why: "a later version may have written them".to_owned() };
    serde_json::from_str(text).map_err(damaged)
}
