//! What changes a store: add, archive, delete, inside one transaction with its journal lines.

use std::{collections::HashMap, net::IpAddr};

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    Store,
    entry::{Entry, select_entries},
    journal::Action,
    name::StoreName,
    query::Get,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, GeneralName, Thumbprint},
    error::{Error, Result},
    issue::SelfSigned,
    key::{Identity, PrivateKey, key_id},
};

/// How private keys are stored by name: sealed PKCS#8 in this database. A token's key will be another kind.
pub(super) const KEY_KIND: &str = "pkcs8";

/// Where a certificate goes, and what people call it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AddOptions {
    /// The named store; Personal unless said.
    pub store: StoreName,
    /// Make the named store if it is not there.
    pub create_store: bool,
    /// A name for people.
    pub friendly_name: Option<String>,
    /// Free words.
    pub tags: Vec<String>,
}

impl AddOptions {
    /// For this named store.
    pub fn to(store: StoreName) -> Self {
        Self { store, ..Self::default() }
    }

    /// Makes the named store if it is not there.
    pub fn create_store(mut self) -> Self {
        self.create_store = true;
        self
    }

    /// With a name for people.
    pub fn friendly_name(mut self, name: impl Into<String>) -> Self {
        self.friendly_name = Some(name.into());
        self
    }

    /// With free words.
    pub fn tags(mut self, tags: impl IntoIterator<Item = String>) -> Self {
        self.tags = tags.into_iter().collect();
        self
    }
}

/// What an addition came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Added {
    /// The certificate as the store holds it.
    pub entry: Entry,
    /// Whether anything is other than before.
    pub changed: bool,
    /// What is to be known, such as that a key was left out.
    pub notes: Vec<String>,
}

/// A transaction that is under way.
pub(super) struct Change<'a> {
    pub(super) store: &'a Store,
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) seals: &'a Seals,
    pub(super) names: &'a mut HashMap<i64, StoreName>,
}

impl Store {
    /// Adds a certificate without a key. One that is there gets what is new: the named store, the name, the tags.
    ///
    /// # Errors
    /// [`Error::UnknownStoreName`], [`Error::StoreLocked`], [`Error::Io`].
    pub fn add(&self, certificate: &Certificate, options: &AddOptions) -> Result<Added> {
        self.change("add a certificate", |change| change.put(certificate, None, options, Action::Added))
    }

    /// Adds many certificates in one transaction: all or none. Says of how many anything is other than before.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_all<'a>(&self, certificates: impl IntoIterator<Item = &'a Certificate>, options: &AddOptions) -> Result<usize> {
        self.change("add certificates", |change| {
            let mut changed = 0;
            for certificate in certificates {
                changed += usize::from(change.put(certificate, None, options, Action::Added)?.changed);
            }
            Ok(changed)
        })
    }

    /// Adds a certificate and its key; the chain goes to Intermediate. A key is never put into TrustedRoot or
    /// TrustedPeople: there it is left out, and a note says so.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_identity(&self, identity: &Identity, options: &AddOptions) -> Result<Added> {
        self.change("add a certificate", |change| {
            for above in identity.chain() {
                change.put(above, None, &AddOptions::to(StoreName::Intermediate), Action::Added)?;
            }
            change.put(identity.certificate(), Some(identity.private_key()), options, Action::Added)
        })
    }

    /// Makes a self-signed certificate and keeps it with its key.
    ///
    /// # Errors
    /// As [`SelfSigned::issue`] and [`add`](Self::add).
    pub fn create_self_signed(&self, wanted: &SelfSigned, options: &AddOptions) -> Result<Entry> {
        if options.store.is_trust() {
            let why = format!("a certificate with its key is not made in {}; make it in Personal and add its certificate there", options.store);
            return Err(Error::InvalidArgument { what: "named store", why });
        }
        if self.is_locked() {
            return Err(Error::StoreLocked { action: "make a certificate" });
        }
        self.read(|handle| self.named_store(handle, &options.store, options.create_store).map(|_| ()))?; // before a key is made
        let identity = wanted.issue(self.now())?;
        let put = |change: &mut Change<'_>| change.put(identity.certificate(), Some(identity.private_key()), options, Action::Issued);
        Ok(self.change("make a certificate", put)?.entry)
    }

    /// The newest certificate that is what `wanted` describes, in this named store, with its key and valid now; or a new one.
    /// One that is found gets the name and the tags. Exactly one is made when several processes ask at once.
    ///
    /// # Errors
    /// As [`create_self_signed`](Self::create_self_signed).
    pub fn ensure_self_signed(&self, wanted: &SelfSigned, options: &AddOptions) -> Result<Added> {
        let found = self.change("make a certificate", |change| change.take_described(wanted, options))?;
        if let Some(found) = found {
            return Ok(found);
        }
        if options.store.is_trust() {
            return self.create_self_signed(wanted, options).map(|entry| Added { entry, changed: true, notes: Vec::new() });
        }
        self.read(|handle| self.named_store(handle, &options.store, options.create_store).map(|_| ()))?;
        let identity = wanted.issue(self.now())?; // outside the transaction: it can take a while
        self.change("make a certificate", |change| match change.take_described(wanted, options)? {
            Some(theirs) => Ok(theirs), // another process was faster
            None => change.put(identity.certificate(), Some(identity.private_key()), options, Action::Issued),
        })
    }

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
            let update = "UPDATE certificates SET archived = ?2 WHERE sha256 = ?1 AND archived <> ?2";
            let changed = change.sql(change.transaction.execute(update, params![sha256, archived]))? > 0;
            if changed {
                let action = if archived { Action::Archived } else { Action::Unarchived };
                change.record(action, Some(&entry), &[])?;
            }
            Ok(Added { entry: change.entry(&sha256)?, changed, notes: Vec::new() })
        })
    }

    /// Deletes a certificate, and its key unless another certificate here shares it. There is no way back.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`].
    pub fn delete(&self, thumbprint: impl Into<Thumbprint>) -> Result<Deleted> {
        let entry = self.get_with(thumbprint.into(), &Get::any())?;
        self.change("delete a certificate", |change| {
            let id = key_id(entry.public_key_der());
            if change.sql(change.transaction.execute("DELETE FROM certificates WHERE sha256 = ?1", [Thumbprint::sha256_of(entry.der())]))? == 0 {
                return Err(Error::NotFound { wanted: format!("the certificate {}", entry.thumbprint()), near: Vec::new() });
            }
            let unshared = "DELETE FROM keys WHERE key_id = ?1 AND NOT EXISTS (SELECT 1 FROM certificates WHERE key_id = ?1)";
            let key_deleted = change.sql(change.transaction.execute(unshared, [id]))? > 0;
            let key = if key_deleted {
                "deleted"
            } else if entry.has_private_key() {
                "kept: another certificate shares it"
            } else {
                "none"
            };
            change.record(Action::Deleted, Some(&entry), &[("subject", entry.subject().to_string()), ("key", key.to_owned())])?;
            Ok(Deleted { key_deleted, key_shared: entry.has_private_key() && !key_deleted })
        })
    }
}

/// What a deletion came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deleted {
    /// The private key is gone too.
    pub key_deleted: bool,
    /// The private key stayed, because another certificate here shares it.
    pub key_shared: bool,
}

impl Change<'_> {
    pub(super) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        self.store.sql(result)
    }

    /// Adds a certificate, its key, its place and its names, as far as they are new.
    pub(super) fn put(&mut self, certificate: &Certificate, key: Option<&PrivateKey>, options: &AddOptions, action: Action) -> Result<Added> {
        let mut notes = Vec::new();
        let key = match key {
            Some(_) if options.store.is_trust() => {
                notes.push(format!("its private key was left out: none is put into {}", options.store));
                None
            }
            key => key,
        };
        if options.store == StoreName::TrustedRoot && !certificate.is_self_issued() {
            notes.push("it is not self-signed; a root store should hold roots only".to_owned());
        }
        let store = self.store_id(&options.store, options.create_store)?;
        let sha256 = Thumbprint::sha256_of(certificate.der());
        let known = self.sql(
            self.transaction
                .prepare_cached("SELECT id FROM certificates WHERE sha256 = ?1")
                .and_then(|mut found| found.query_row([sha256], |row| row.get::<_, i64>(0)).optional()),
        )?;
        let mut changed = known.is_none();
        let id = match known {
            Some(id) => id,
            None => self.insert(certificate, &sha256)?,
        };
        changed |= self.join(id, &sha256, store, &options.store)?;
        if let Some(key) = key {
            changed |= self.keep_key(key)?;
        }
        changed |= self.describe(id, options)?;
        if changed {
            let has_key = if key.is_some() { "yes" } else { "no" };
            self.record(action, Some(certificate), &[("store", options.store.to_string()), ("key", has_key.to_owned())])?;
        }
        Ok(Added { entry: self.entry(&sha256)?, changed, notes })
    }

    fn insert(&self, certificate: &Certificate, sha256: &[u8; 32]) -> Result<i64> {
        let insert = "INSERT INTO certificates
            (sha1, sha256, key_id, key, subject, issuer, serial, not_before, not_after, is_ca, added, der)
            VALUES (?1, ?2, ?3, (SELECT id FROM keys WHERE key_id = ?3), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let row = params![
            Thumbprint::sha1_of(certificate.der()),
            sha256,
            key_id(certificate.public_key_der()),
            certificate.subject().to_string(),
            certificate.issuer().to_string(),
            certificate.serial().to_string(),
            certificate.not_before().unix_timestamp(),
            certificate.not_after().unix_timestamp(),
            certificate.is_ca(),
            self.store.now().utc.unix_timestamp(),
            certificate.der(),
        ];
        self.sql(self.transaction.prepare_cached(insert).and_then(|mut statement| statement.execute(row)))?;
        let id = self.transaction.last_insert_rowid();
        let insert = self.transaction.prepare_cached("INSERT INTO alt_names VALUES (?1, ?2, ?3)");
        let mut insert = self.sql(insert)?;
        for name in certificate.subject_alt_names() {
            let (kind, value) = match name {
                GeneralName::Dns(name) => ("dns", name.clone()),
                GeneralName::Ip(address) => ("ip", IpAddr::to_string(address)),
                GeneralName::Email(name) => ("email", name.clone()),
                GeneralName::Uri(name) => ("uri", name.clone()),
                GeneralName::Directory(_) | GeneralName::Other(_) => continue,
            };
            self.sql(insert.execute(params![id, kind, value]))?;
        }
        Ok(id)
    }

    fn join(&self, certificate: i64, sha256: &[u8; 32], store: i64, name: &StoreName) -> Result<bool> {
        let seal = if name.is_trust() { self.seals.seal_record(&membership(sha256, name).fields()) } else { Vec::new() };
        let insert = self.transaction.prepare_cached("INSERT OR IGNORE INTO memberships VALUES (?1, ?2, ?3)");
        Ok(self.sql(insert.and_then(|mut insert| insert.execute(params![certificate, store, seal])))? > 0)
    }

    pub(super) fn keep_key(&self, key: &PrivateKey) -> Result<bool> {
        let id = key_id(key.public_key_der());
        let known = self.transaction.prepare_cached("SELECT 1 FROM keys WHERE key_id = ?1").and_then(|mut found| found.exists([id]));
        if self.sql(known)? {
            return Ok(false);
        }
        let sealed = self.seals.seal_key(&id, KEY_KIND, key.pkcs8())?;
        let insert = self.transaction.prepare_cached("INSERT INTO keys (key_id, kind, sealed) VALUES (?1, ?2, ?3)");
        self.sql(insert.and_then(|mut insert| insert.execute(params![id, KEY_KIND, sealed])))?;
        let owners = self.transaction.prepare_cached("UPDATE certificates SET key = ?2 WHERE key_id = ?1");
        self.sql(owners.and_then(|mut owners| owners.execute(params![id, self.transaction.last_insert_rowid()])))?;
        Ok(true)
    }

    /// Sets the name and adds the tags, where they are given.
    fn describe(&self, id: i64, options: &AddOptions) -> Result<bool> {
        let mut changed = false;
        if let Some(name) = &options.friendly_name {
            let update = "UPDATE certificates SET friendly_name = ?2 WHERE id = ?1 AND friendly_name IS NOT ?2";
            changed |= self.sql(self.transaction.execute(update, params![id, name]))? > 0;
        }
        if !options.tags.is_empty() {
            let tags: Option<String> = self.sql(self.transaction.query_row("SELECT tags FROM certificates WHERE id = ?1", [id], |row| row.get(0)))?;
            let mut all = super::entry::tags_from(tags.as_deref())?;
            for tag in &options.tags {
                if !all.contains(tag) {
                    all.push(tag.clone());
                    changed = true;
                }
            }
            let text = serde_json::Value::from(all).to_string();
            self.sql(self.transaction.execute("UPDATE certificates SET tags = ?2 WHERE id = ?1", params![id, text]))?;
        }
        Ok(changed)
    }

    fn store_id(&mut self, name: &StoreName, create: bool) -> Result<i64> {
        let find = self.transaction.prepare_cached("SELECT id FROM stores WHERE name = ?1");
        let found = find.and_then(|mut find| find.query_row([name.to_string()], |row| row.get(0)).optional());
        match self.sql(found)? {
            Some(id) => Ok(id),
            None if create => {
                self.sql(self.transaction.execute("INSERT INTO stores (name) VALUES (?1)", [name.to_string()]))?;
                Ok(self.transaction.last_insert_rowid())
            }
            None => Err(self.store.unknown_store(self.transaction, name)?),
        }
    }

    /// The newest certificate that is described, with its name and tags set.
    fn take_described(&mut self, wanted: &SelfSigned, options: &AddOptions) -> Result<Option<Added>> {
        let sql = select_entries!(
            "c.subject = ?1 COLLATE NOCASE AND c.archived = 0 AND c.not_before <= ?2 AND c.not_after >= ?2
            AND c.key IS NOT NULL
            AND c.id IN (SELECT m.certificate FROM memberships m JOIN stores s ON s.id = m.store WHERE s.name = ?3)
            ORDER BY c.not_before DESC, c.id DESC"
        );
        let values = params![wanted.subject().to_string(), self.store.now().utc.unix_timestamp(), options.store.to_string()];
        let found = self.store.entries(self.transaction, self.names, sql, values)?;
        let Some(entry) = found.into_iter().find(|entry| wanted.describes(entry)) else { return Ok(None) };
        self.put(&entry, None, options, Action::Added).map(Some)
    }

    pub(super) fn entry(&mut self, sha256: &[u8; 32]) -> Result<Entry> {
        self.store
            .entries(self.transaction, self.names, select_entries!("c.sha256 = ?1"), [sha256.as_slice()])?
            .pop()
            .ok_or_else(|| Error::internal("a certificate that was just written is not there"))
    }
}

/// What the seal of a membership covers.
pub(super) struct Membership<'a> {
    sha256: &'a [u8; 32],
    name: String,
}

pub(super) fn membership<'a>(sha256: &'a [u8; 32], name: &StoreName) -> Membership<'a> {
    Membership { sha256, name: name.to_string() }
}

impl Membership<'_> {
    pub(super) fn fields(&self) -> [&[u8]; 3] {
        [b"membership", self.sha256, self.name.as_bytes()]
    }
}
