//! Taking certificates away: archive, which can be undone, and delete, which cannot; and what they are called.

use rusqlite::params;

use super::{
    Store,
    change::{Added, Change},
    entry::Entry,
    find::Get,
    journal::Action,
    required::{named, required},
};
use crate::{
    certificate::{
        Certificate, Thumbprint,
        pasted::{hex, unhex},
    },
    error::{Error, Result, visible},
    key::key_id,
};

/// What a deletion came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deleted {
    /// The private key is gone too.
    pub key_deleted: bool,
    /// The private key stayed, because another certificate here shares it.
    pub key_shared: bool,
}

/// What people call a certificate; what is `None` stays.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Description {
    /// The name; an empty one takes it away.
    pub friendly_name: Option<String>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
}

impl Description {
    /// With this name.
    pub fn friendly_name(mut self, name: impl Into<String>) -> Self {
        self.friendly_name = Some(name.into());
        self
    }

    /// With these tags and no others.
    pub fn tags(mut self, tags: impl IntoIterator<Item = String>) -> Self {
        self.tags = Some(tags.into_iter().collect());
        self
    }
}

impl Store {
    /// Archives a certificate: it is kept, and no longer offered by `get`, `select` and `find` unless asked for. Says
    /// whether anything changed.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`].
    pub fn archive(&self, thumbprint: impl Into<Thumbprint>) -> Result<Added> {
        self.set_archived(thumbprint.into(), true)
    }

    /// Undoes [`archive`](Self::archive).
    ///
    /// # Errors
    /// As [`archive`](Self::archive).
    pub fn unarchive(&self, thumbprint: impl Into<Thumbprint>) -> Result<Added> {
        self.set_archived(thumbprint.into(), false)
    }

    fn set_archived(&self, thumbprint: Thumbprint, archived: bool) -> Result<Added> {
        let entry = self.get_with(thumbprint, &Get::any())?;
        let action = if archived { "archive a certificate" } else { "take a certificate out of the archive" };
        self.change(action, |change| {
            let sha256 = Thumbprint::sha256_of(entry.der());
            // an end that was passed over while it was archived is told of
            let update = "UPDATE certificates SET archived = ?2, expiry_told = nullif(expiry_told, 3) WHERE sha256 = ?1 AND archived <> ?2";
            let changed = change.sql(change.transaction.execute(update, params![sha256, archived]))? > 0;
            if changed {
                let action = if archived { Action::Archived } else { Action::Unarchived };
                change.record(action, Some(&entry), &[])?;
            }
            Ok(Added { entry: change.entry_still(&sha256)?, changed, notes: Vec::new() })
        })
    }

    /// Sets what people call a certificate. Says whether anything changed.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`].
    pub fn describe(&self, thumbprint: impl Into<Thumbprint>, description: &Description) -> Result<Added> {
        let entry = self.get_with(thumbprint.into(), &Get::any())?;
        self.change("describe a certificate", |change| {
            let sha256 = Thumbprint::sha256_of(entry.der());
            let before = change.entry_still(&sha256)?;
            let mut details = Vec::new();
            if let Some(name) = &description.friendly_name {
                let name = Some(name.as_str()).filter(|name| !name.is_empty());
                if name != before.friendly_name() {
                    change.sql(change.transaction.execute("UPDATE certificates SET friendly_name = ?2 WHERE id = ?1", params![before.id, name]))?;
                    details.push(("friendly name", name.unwrap_or_default().to_owned()));
                }
            }
            if let Some(tags) = &description.tags {
                let mut all: Vec<String> = Vec::new();
                tags.iter().for_each(|tag| {
                    if !all.contains(tag) {
                        all.push(tag.clone())
                    }
                });
                if all != before.tags() {
                    change.set_tags(before.id, &all)?;
                    details.push(("tags", all.join(", ")));
                }
            }
            let changed = !details.is_empty();
            if changed {
                change.record(Action::Described, Some(&entry), &details)?;
            }
            Ok(Added { entry: change.entry_still(&sha256)?, changed, notes: Vec::new() })
        })
    }

    /// Deletes a certificate, and its key unless another certificate here shares it. There is no way back. One whose row
    /// was damaged can be deleted, too.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`]; [`Error::Required`] for one that is assigned or retained, that an endpoint uses, or
    /// that issued another that is still valid here.
    pub fn delete(&self, thumbprint: impl Into<Thumbprint>) -> Result<Deleted> {
        let thumbprint = thumbprint.into();
        let sha1 = match self.get_with(thumbprint, &Get::any()) {
            Ok(entry) => entry.thumbprint(),
            Err(error @ (Error::NotFound { .. } | Error::Ambiguous { .. })) => return Err(error), // which says what comes near
            Err(_) => thumbprint,
        };
        let deleted = self.change("delete a certificate", |change| change.delete(thumbprint));
        self.told_of_refusal(deleted, "delete", Some(sha1))
    }

    /// Deletes several certificates, each named once, in one transaction: all, or none where one of them is required. One that issued
    /// another is deleted behind it.
    ///
    /// # Errors
    /// As [`delete`](Self::delete).
    pub fn delete_all(&self, thumbprints: &[Thumbprint]) -> Result<Vec<Deleted>> {
        let deleted = self.change("delete certificates", |change| {
            let mut deleted = vec![None; thumbprints.len()];
            loop {
                let (mut refused, mut any) = (None, false);
                for (thumbprint, done) in thumbprints.iter().zip(&mut deleted).filter(|(_, done)| done.is_none()) {
                    match change.delete(*thumbprint) {
                        Ok(one) => (*done, any) = (Some(one), true),
                        Err(error @ Error::Required { .. }) => refused = Some(error),
                        Err(error) => return Err(error),
                    }
                }
                match refused {
                    None => return Ok(deleted.into_iter().flatten().collect()),
                    Some(error) if !any => return Err(error),
                    Some(_) => {} // what it issued may be gone by now
                }
            }
        });
        self.told_of_refusal(deleted, "delete", None)
    }
}

impl Change<'_> {
    pub(super) fn entry_still(&mut self, sha256: &[u8; 32]) -> Result<Entry> {
        match self.entry(sha256) {
            Err(Error::Internal { .. }) => Err(Error::NotFound { wanted: format!("the certificate {}", hex(sha256)), near: Vec::new() }),
            found => found,
        }
    }

    fn delete(&mut self, thumbprint: Thumbprint) -> Result<Deleted> {
        let Doomed { id, key, certificate, sha1, sha256, subject } = self.doomed(thumbprint)?;
        let own_key = certificate.as_ref().map(|certificate| key_id(certificate.public_key_der()));
        let reasons = match &certificate {
            Some(certificate) => required(self.store, self.transaction, Some(&self.seals), self.names, certificate)?,
            None => {
                // what it issued cannot be told, and one of its two columns may be wrong, too
                let by_sha1 = match thumbprint {
                    Thumbprint::Sha1(octets) => octets.to_vec(),
                    Thumbprint::Sha256(_) => unhex(&sha1).unwrap_or_default(),
                };
                named(self.store, self.transaction, &sha256, &by_sha1)?
            }
        };
        if !reasons.is_empty() {
            return Err(Error::Required { thumbprint: sha1, reasons });
        }
        self.sql(self.transaction.execute("DELETE FROM certificates WHERE id = ?1", [id]))?;
        // the key that the row points at, and the certificate's own, as far as nobody else needs them
        let unshared = "DELETE FROM keys WHERE (id = ?1 OR key_id = ?2)
            AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.key = keys.id OR c.key_id = keys.key_id)";
        let key_deleted = self.sql(self.transaction.execute(unshared, params![key, own_key]))? > 0;
        let told = match key {
            _ if key_deleted => "deleted",
            None => "none",
            Some(_) => "kept: another certificate shares it",
        };
        if key_deleted {
            self.must_wipe();
        }
        self.record_of(Action::Deleted, Some(sha1), &[("subject", subject), ("key", told.to_owned())])?;
        Ok(Deleted { key_deleted, key_shared: key.is_some() && !key_deleted })
    }

    /// The one row of this thumbprint: the one whose certificate has it; or one that does not parse.
    fn doomed(&self, thumbprint: Thumbprint) -> Result<Doomed> {
        let column = if thumbprint.algorithm() == "SHA-1" { "sha1" } else { "sha256" };
        let mut select =
            self.sql(self.transaction.prepare(&format!("SELECT id, key, der, sha1, subject, sha256 FROM certificates WHERE {column} = ?1")))?;
        let mut rows = self.sql(select.query([thumbprint.as_bytes()]))?;
        let (mut unreadable, mut other) = (None, false);
        while let Some(row) = self.sql(rows.next())? {
            let der: Vec<u8> = self.sql(row.get(2))?;
            let (id, key) = (self.sql(row.get(0))?, self.sql(row.get(1))?);
            match Certificate::from_der(&der) {
                Ok(certificate) if [certificate.thumbprint(), certificate.sha256()].contains(&thumbprint) => {
                    let (sha1, subject) = (certificate.thumbprint().to_string(), certificate.subject().to_string());
                    let sha256 = Thumbprint::sha256_of(&der).to_vec();
                    return Ok(Doomed { id, key, certificate: Some(certificate), sha1, sha256, subject });
                }
                Ok(_) => other = true,
                Err(_) => {
                    let (sha1, subject): (Vec<u8>, String) = (self.sql(row.get(3))?, self.sql(row.get(4))?);
                    let sha256 = self.sql(row.get(5))?;
                    unreadable = Some(Doomed { id, key, certificate: None, sha1: hex(&sha1), sha256, subject: visible(&subject) });
                }
            }
        }
        match unreadable {
            Some(unreadable) => Ok(unreadable),
            None if other => Err(Error::Tampered { what: format!("the certificate {thumbprint}") }),
            None => Err(Error::NotFound { wanted: format!("the certificate {thumbprint}"), near: Vec::new() }),
        }
    }
}

/// What is to be deleted. `None` where the certificate does not parse.
struct Doomed {
    id: i64,
    key: Option<i64>,
    certificate: Option<Certificate>,
    sha1: String,
    sha256: Vec<u8>,
    subject: String,
}
