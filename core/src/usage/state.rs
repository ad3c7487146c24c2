//! How it stands with a certificate that something is protected with.

use serde::{Serialize, Serializer};
use time::OffsetDateTime;

use crate::store::{Entry, Held, KeyState, NEAR, Role};

/// How it stands with a certificate of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CertificateState {
    /// Certificate and key are here, and it is valid where that matters.
    Good,
    /// It ends within 30 days, and that matters.
    Expiring,
    /// It is not valid yet, and that matters.
    NotYetValid,
    /// It has expired, and that matters.
    Expired,
    /// It has expired, and its key keeps decrypting.
    ExpiredDecrypting,
    /// The certificate is here, and its private key is not.
    KeyMissing,
    /// The private key is here, and does not open.
    KeyUnreadable,
    /// The certificate is not here, or its row cannot be read, which `check` tells.
    CertificateMissing,
}

impl CertificateState {
    /// `good`, `expiring`, `not_yet_valid`, `expired`, `expired_decrypting`, `key_missing`, `key_unreadable`, `certificate_missing`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expiring => "expiring",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::ExpiredDecrypting => "expired_decrypting",
            Self::KeyMissing => "key_missing",
            Self::KeyUnreadable => "key_unreadable",
            Self::CertificateMissing => "certificate_missing",
        }
    }

    /// Whether the role is served: the certificate does its work.
    pub fn serves(self) -> bool {
        matches!(self, Self::Good | Self::Expiring | Self::ExpiredDecrypting)
    }

    /// What is said of it to people.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expiring => "expiring",
            Self::NotYetValid => "not yet valid",
            Self::Expired => "expired",
            Self::ExpiredDecrypting => "expired but still decrypting",
            Self::KeyMissing => "key missing",
            Self::KeyUnreadable => "key unreadable",
            Self::CertificateMissing => "certificate missing",
        }
    }

    /// The state of a certificate and its key at a time.
    pub(super) fn of(entry: Option<&Entry>, key: KeyState, expiry_matters: bool, at: OffsetDateTime) -> Self {
        let Some(entry) = entry else { return Self::CertificateMissing };
        match key {
            KeyState::Missing => return Self::KeyMissing,
            KeyState::Unreadable => return Self::KeyUnreadable,
            KeyState::Good => {}
        }
        match (entry.not_after() < at, expiry_matters) {
            (true, false) => Self::ExpiredDecrypting,
            (true, true) => Self::Expired,
            (false, false) => Self::Good,
            (false, true) if entry.not_before() > at => Self::NotYetValid,
            (false, true) if entry.not_after() - at < NEAR => Self::Expiring,
            (false, true) => Self::Good,
        }
    }

    pub(super) fn of_held(held: &Held, role: Option<&Role>, at: OffsetDateTime) -> Self {
        // a former certificate only decrypts what is old
        let matters = held.assignment.until.is_none() && role.is_none_or(|role| role.expiry_matters);
        Self::of(held.entry.as_ref(), held.key, matters, at)
    }
}

impl Serialize for CertificateState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}
