//! Named stores, under our names, Windows' short names and its display names.

use std::fmt;

use crate::error::{Error, Result};

/// A named store inside a store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StoreName {
    /// Certificates of this host, with their keys; Windows' "My".
    #[default]
    Personal,
    /// Trusted inside certwright: browsers, the system and curl do not read it. Windows' "Root".
    TrustedRoot,
    /// Certificates of CAs that are not trusted by themselves; Windows' "CA".
    Intermediate,
    /// Exactly these certificates are trusted.
    TrustedPeople,
    /// A name of the host's own.
    Other(String),
}

const NAMES: [(&str, StoreName); 10] = [
    ("Personal", StoreName::Personal),
    ("TrustedRoot", StoreName::TrustedRoot),
    ("Intermediate", StoreName::Intermediate),
    ("TrustedPeople", StoreName::TrustedPeople),
    ("My", StoreName::Personal),
    ("Root", StoreName::TrustedRoot),
    ("CA", StoreName::Intermediate),
    ("Trusted Root Certification Authorities", StoreName::TrustedRoot),
    ("Intermediate Certification Authorities", StoreName::Intermediate),
    ("Trusted People", StoreName::TrustedPeople),
];

impl StoreName {
    /// The four that are in every store.
    pub(super) const BUILT_IN: [Self; 4] = [Self::Personal, Self::TrustedRoot, Self::Intermediate, Self::TrustedPeople];

    /// Reads a name in any case: one of the four, Windows' short or display name for it, or a name of one's own.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it is empty, longer than 64 characters, or holds a control character.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Some((_, name)) = NAMES.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            return Ok(name.clone());
        }
        if text.is_empty() || text.chars().count() > 64 || text.chars().any(char::is_control) {
            return Err(Error::InvalidArgument { what: "named store", why: "its name has 1 to 64 visible characters".to_owned() });
        }
        Ok(Self::Other(text.to_owned()))
    }

    /// Whether it is the same named store; the case of ASCII letters does not matter.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Other(one), Self::Other(two)) => one.eq_ignore_ascii_case(two),
            _ => self == other,
        }
    }

    /// Whether being in it is trust, so that no key may be in it and every membership is sealed.
    pub(crate) fn is_trust(&self) -> bool {
        matches!(self, Self::TrustedRoot | Self::TrustedPeople)
    }
}

impl fmt::Display for StoreName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(name) => f.write_str(name),
            known => f.write_str(NAMES.iter().find(|(_, name)| name == known).map_or("", |(word, _)| word)),
        }
    }
}

impl serde::Serialize for StoreName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_names_are_aliases_in_any_case() {
        for (text, name) in [("my", "Personal"), ("ROOT", "TrustedRoot"), ("intermediate certification authorities", "Intermediate"), ("Web", "Web")]
        {
            assert_eq!(StoreName::parse(text).map(|found| found.to_string()), Ok(name.to_owned()), "{text}");
        }
        assert!(StoreName::parse(" ").is_err() && StoreName::parse("a\nb").is_err() && StoreName::parse(&"x".repeat(65)).is_err());
    }
}
