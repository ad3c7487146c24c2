//! Everything in a store that refers to a certificate.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    certificate::Thumbprint,
    error::Result,
    store::{Assignment, Backup, Entry, Event, Get, Pin, Store, Succession, TrustDecision},
};

/// Everything in a store that refers to a certificate.
///
/// Serialized: `thumbprint`, `sha256`, `subject`, `stores`, `assignments`, `endpoints`, `decisions`, `issued` and `issuers` (by SHA-1),
/// `supersedes`, `superseded_by`, `same_key` (by SHA-1), `last_export` (a line of the journal, or null), `backup` (or null), `required`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WhereUsed {
    /// The certificate.
    pub entry: Entry,
    /// What it is and was for.
    pub assignments: Vec<Assignment>,
    /// The endpoints whose certificate it is.
    pub endpoints: Vec<String>,
    /// The decisions to trust it, its key, or what it issues.
    pub decisions: Vec<TrustDecision>,
    /// The first eight of those that it issued which are valid and here; none where another CA certificate can stand in for it.
    pub issued: Vec<Entry>,
    /// The certificates above it that are here, nearest first, without a self-signed one.
    pub issuers: Vec<Thumbprint>,
    /// What it took the place of.
    pub supersedes: Vec<Succession>,
    /// What took its place.
    pub superseded_by: Option<Succession>,
    /// Other certificates of its key.
    pub same_key: Vec<Thumbprint>,
    /// The last line of the journal that tells of its private key's leaving the store by itself, outside of a backup.
    pub last_export: Option<Event>,
    /// The newest backup that holds its private key, as far as the store knows.
    pub backup: Option<Backup>,
    /// Why it is required; empty where it is not.
    pub required: Vec<String>,
}

impl Store {
    /// Everything in this store that refers to a certificate. What other programs and machines refer to, it cannot know.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), [`Error::StoreLocked`](crate::Error::StoreLocked),
    /// [`Error::Tampered`](crate::Error::Tampered).
    pub fn where_used(&self, thumbprint: impl Into<Thumbprint>) -> Result<WhereUsed> {
        let entry = self.get_with(thumbprint.into(), &Get::any())?;
        let sha256 = entry.sha256();
        let key = Thumbprint::sha256_of(entry.public_key_der());
        let refers = |decision: &TrustDecision| {
            decision.certificate == *entry.certificate()
                || decision.pin == Pin::Key && Thumbprint::sha256_of(decision.certificate.public_key_der()) == key
        };
        let assignments = entry.assignments()?;
        let uses_it = |settings: &crate::store::EndpointSettings| settings.certificate == Some(sha256);
        Ok(WhereUsed {
            assignments,
            endpoints: self.endpoints()?.into_iter().filter(uses_it).map(|settings| settings.name).collect(),
            decisions: self.decisions()?.into_iter().filter(refers).collect(),
            issued: entry.issued()?,
            issuers: entry.chain()?.iter().map(|certificate| certificate.thumbprint()).collect(),
            supersedes: self.supersedes(&sha256)?,
            superseded_by: self.superseded_by(sha256)?,
            same_key: entry.of_same_key()?,
            last_export: self.last_export(&entry.thumbprint())?,
            backup: self.backup_that_holds(&sha256)?,
            required: entry.required()?,
            entry,
        })
    }
}

impl Serialize for WhereUsed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = |all: &[Thumbprint]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut fields = serializer.serialize_struct("WhereUsed", 15)?;
        fields.serialize_field("thumbprint", &self.entry.thumbprint().to_string())?;
        fields.serialize_field("sha256", &self.entry.sha256().to_string())?;
        fields.serialize_field("subject", &self.entry.subject().to_string())?;
        fields.serialize_field("stores", &self.entry.stores().iter().map(ToString::to_string).collect::<Vec<_>>())?;
        fields.serialize_field("assignments", &self.assignments)?;
        fields.serialize_field("endpoints", &self.endpoints)?;
        fields.serialize_field("decisions", &self.decisions)?;
        fields.serialize_field("issued", &self.issued.iter().map(|entry| entry.thumbprint().to_string()).collect::<Vec<_>>())?;
        fields.serialize_field("issuers", &shown(&self.issuers))?;
        fields.serialize_field("supersedes", &self.supersedes)?;
        fields.serialize_field("superseded_by", &self.superseded_by)?;
        fields.serialize_field("same_key", &shown(&self.same_key))?;
        fields.serialize_field("last_export", &self.last_export)?;
        fields.serialize_field("backup", &self.backup)?;
        fields.serialize_field("required", &self.required)?;
        fields.end()
    }
}
