//! Renewal: a new certificate in the place of an old one, everywhere that this store names it.

use std::sync::Arc;

use time::Duration;

use crate::{
    certificate::{Certificate, Thumbprint},
    date::rfc3339,
    error::{Error, Result},
    issue::renewal,
    key::PrivateKey,
    store::{Archived, Assignment, Entry, Get, Order, Query, Store, StoreName},
};

/// How a certificate is renewed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RenewOptions {
    /// With the key that it has. A new key, of the same kind, is the better choice unless others hold a copy of the public key.
    pub same_key: bool,
}

impl RenewOptions {
    /// With the key that it has.
    pub fn same_key(mut self) -> Self {
        self.same_key = true;
        self
    }
}

/// What a renewal came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Renewed {
    /// The certificate that stands in the place of the old one.
    pub entry: Entry,
    /// The old one, as it is then.
    pub old: Entry,
    /// Whether this call made it; not where it was renewed before.
    pub changed: bool,
    /// What is to be known.
    pub notes: Vec<String>,
}

impl Store {
    /// Renews a self-signed certificate: the new one has its subject, names, purpose and all other extensions, its friendly name and
    /// tags, and is valid for as long. It takes the old one's place in every named store, assignment and endpoint, and in decisions to
    /// trust exactly it, in one transaction. The old one is archived; it is retained where a role is essential. One that was renewed
    /// before is not renewed again: what superseded it is given.
    ///
    /// A CA certificate that issued what is still valid stays where it is, beside the new one. Of a period of use for the key and of
    /// timestamps of CT logs, which were of the old certificate alone, nothing is taken over; nor is trust, where the old one was archived.
    ///
    /// Not done: telling whoever has the old certificate elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Unsupported`] for one that another certificate issued, and for a kind of key that is not made
    /// here; [`Error::NoPrivateKey`]; [`Error::InvalidArgument`] for a role whose certificates are not renewed, and where the new one
    /// would end before the old one, as by a wrong clock; [`Error::OtherInstallation`], [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn renew(&self, thumbprint: impl Into<Thumbprint>, options: &RenewOptions) -> Result<Renewed> {
        let old = self.get_with(thumbprint.into(), &Get::any())?;
        if self.is_locked() {
            return Err(Error::StoreLocked { action: "renew a certificate" });
        }
        if let Some(entry) = self.successor(&old)? {
            return Ok(Renewed { notes: vec![format!("{} was renewed before", old.thumbprint())], entry, old, changed: false });
        }
        let own = old.identity()?; // whoever has no key here has nothing to renew
        let key = match options.same_key {
            true => own.private_key().clone(),
            false => Arc::new(PrivateKey::generate(renewal::key_algorithm(&old)?)?),
        };
        let made = renewal::renew(&old, key, self.now())?;
        self.must_outlast(&old, made.certificate())?;
        made.private_key().prove()?;
        let was_archived = old.archived();
        let (entry, changed) = self.replace(&old, &made)?;
        let old = self.get_with(old.sha256(), &Get::any())?;
        let mut notes = Vec::new();
        if !changed {
            notes.push(format!("{} was renewed by another process", old.thumbprint()));
        }
        let is_trust = |name: &StoreName| name.is_trust();
        if was_archived && old.stores().iter().any(is_trust) {
            notes.push(format!("{} was archived, so that the new one is not trusted in its place", old.thumbprint()));
        }
        if !old.archived() {
            notes.push(format!("{} stays, because it issued certificates that are still valid", old.thumbprint()));
        }
        for assignment in old.assignments()?.iter().filter(|assignment| assignment.retained) {
            notes.push(format!("{} is retained: old data of {} may need it", old.thumbprint(), assignment.place()));
        }
        Ok(Renewed { entry, old, changed, notes })
    }

    /// Refuses a certificate that ends before the one that it is to replace: then the clock was set back, unless the journal says that it
    /// was ahead when that was made.
    fn must_outlast(&self, old: &Entry, new: &Certificate) -> Result<()> {
        let now = self.now().utc;
        if new.not_after() >= old.not_after() || old.not_before() > now && self.was_made_ahead(&old.thumbprint())? {
            return Ok(());
        }
        let (new, old) = (rfc3339(new.not_after()), rfc3339(old.not_after()));
        let why = format!(
            "a certificate that is made at {} ends on {new}, before the one that it is to replace ({old}); is the clock right?",
            rfc3339(now)
        );
        Err(Error::InvalidArgument { what: "renewal", why })
    }

    /// The certificates that `renew` could renew and that end within this time: self-signed, with their key, and required, or valid and
    /// not archived. The first to end comes first.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn renewable_within(&self, ahead: Duration) -> Result<Vec<Entry>> {
        let now = self.now().utc;
        let query = Query {
            expiring_before: Some(now.saturating_add(ahead)),
            archived: Archived::Also,
            self_signed: Some(true),
            has_private_key: Some(true),
            order: Order::NotAfter,
            ..Query::default()
        };
        let required = self.required_ones()?;
        let is_wanted = |entry: &Entry| entry.not_after() >= now && !entry.archived() || required.contains(&Thumbprint::sha256_of(entry.der()));
        let found = self.find(&query)?.collect::<Result<Vec<_>>>()?;
        let roles = self.roles()?;
        let mut all = Vec::with_capacity(found.len());
        for entry in found.into_iter().filter(is_wanted) {
            let assignments = entry.assignments()?;
            let is_kept = |one: &Assignment| one.until.is_none() && roles.iter().any(|role| role.name == one.role && !role.renewable);
            let is_former = assignments.iter().any(|one| one.retained) && assignments.iter().all(|one| one.until.is_some());
            if !assignments.iter().any(is_kept) && !is_former && self.successor(&entry)?.is_none() {
                all.push(entry);
            }
        }
        Ok(all)
    }
}
