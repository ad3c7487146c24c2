//! What changes a store: one transaction with its journal lines; and adding certificates.

use std::{cell::RefCell, collections::HashMap, net::IpAddr, sync::Arc};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use time::OffsetDateTime;

use super::{
    Store,
    diagnostic::DiagnosticCode,
    entry::{Entry, select_entries},
    journal::{Action, Head},
    name::StoreName,
    open::Unlocked,
    protector, schema,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, GeneralName, Thumbprint, pasted::hex},
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
    pub(super) seals: Arc<Seals>,
    /// How often the store's key was rotated.
    pub(super) generation: i64,
    pub(super) names: &'a mut HashMap<i64, StoreName>,
    /// The end of the journal, once a line was added; written when the change is done.
    pub(super) head: Option<Head>,
    wipe: bool,
    /// What the host is to be told, should the change be done.
    noted: RefCell<Vec<(DiagnosticCode, String)>>,
}

impl Store {
    /// Runs a change in one immediate transaction, its journal lines included; nothing stays of one that fails.
    pub(super) fn change<T>(&self, action: &'static str, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<T> {
        let (mut work, mut outcome) = (Some(work), None);
        self.change_by(action, &mut |change| {
            outcome = work.take().map(|work| work(change)).transpose()?;
            Ok(())
        })?;
        outcome.ok_or_else(|| Error::internal("a change was not made"))
    }

    /// The same, in the program once for all changes.
    fn change_by(&self, action: &'static str, work: &mut dyn FnMut(&mut Change<'_>) -> Result<()>) -> Result<()> {
        let unlocked = self.0.unlocked().ok_or(Error::StoreLocked { action })?;
        self.0.pool.write(|handle| {
            let transaction = self.sql(self.0.pool.begin(&mut handle.connection))?;
            self.0.pool.look()?; // others may have been waited for
            schema::must_be_current(&transaction, &self.0.path)?;
            let unlocked = self.still_unlocked(&transaction, unlocked)?;
            let names = &mut handle.names;
            let (seals, generation) = (unlocked.seals.clone(), unlocked.generation);
            let mut change =
                Change { store: self, transaction: &transaction, seals, generation, names, head: None, wipe: false, noted: RefCell::default() };
            change.take_attempts()?;
            work(&mut change)?;
            change.flush_head()?;
            let (wipe, noted) = (change.wipe, change.noted.take());
            self.sql(transaction.commit())?;
            noted.into_iter().for_each(|(code, message)| self.note(code, || message));
            if wipe {
                self.0.pool.must_wipe();
            }
            Ok(())
        })
    }

    /// Runs a change of which nothing stays, to know what it would come to.
    pub(super) fn rehearse<T>(&self, action: &'static str, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<T> {
        let mut outcome = None;
        let ended = self.change(action, |change| {
            outcome = Some(work(change)?);
            Err::<(), _>(Error::Cancelled { what: action.to_owned() }) // by which the transaction is undone
        });
        match (outcome, ended) {
            (Some(outcome), _) => Ok(outcome),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(Error::internal("a rehearsal ended as a change")),
        }
    }

    /// What opens the store's seals at present: another process may have rotated its key.
    pub(super) fn still_unlocked(&self, transaction: &Transaction<'_>, unlocked: Arc<Unlocked>) -> Result<Arc<Unlocked>> {
        let generation = self.sql(protector::generation(transaction))?;
        if generation == unlocked.generation {
            return Ok(unlocked);
        }
        self.reopened(transaction, &unlocked, generation)
    }

    /// Notes a refusal in the journal, where it is one that matters; its transaction is gone by then.
    pub(super) fn told_of_refusal<T>(&self, done: Result<T>, action: &str, thumbprint: Option<Thumbprint>) -> Result<T> {
        if let Err(error @ (Error::Required { .. } | Error::LastProtector { .. } | Error::Tampered { .. })) = &done {
            let details = [("action", action.to_owned()), ("status", error.status().code().to_owned()), ("why", error.to_string())];
            let thumbprint = thumbprint.map(|thumbprint| thumbprint.to_string());
            // best effort: the refusal itself is what the caller must hear of
            let _ = self.change("note a refusal", |change| change.record_of(Action::Refused, thumbprint, &details));
        }
        done
    }

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
                changed += usize::from(change.keep(certificate, None, options, Action::Added)?.changed);
            }
            Ok(changed)
        })
    }

    /// Adds many certificates, their keys and their chains in one transaction: all or none. Says of how many certificates
    /// anything is other than before.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_identities<'a>(&self, identities: impl IntoIterator<Item = &'a Identity>, options: &AddOptions) -> Result<usize> {
        self.change("add certificates", |change| {
            let mut changed = 0;
            for identity in identities {
                for above in identity.chain() {
                    change.keep(above, None, &AddOptions::to(StoreName::Intermediate), Action::Added)?;
                }
                let kept = change.keep(identity.certificate(), Some(identity.private_key()), options, Action::Added)?;
                changed += usize::from(kept.changed);
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
        self.read(|handle, _| self.named_store(handle, &options.store, options.create_store).map(|_| ()))?; // before a key is made
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
        self.ensure_self_signed_if(wanted, options, |_| Ok(()))
    }

    /// The same, for who refuses some of those that would be made. One that is refused does not come into the store.
    pub(crate) fn ensure_self_signed_if(
        &self,
        wanted: &SelfSigned,
        options: &AddOptions,
        must_fit: impl FnOnce(&Certificate) -> Result<()>,
    ) -> Result<Added> {
        let found = self.change("make a certificate", |change| change.take_described(wanted, options))?;
        if let Some(found) = found {
            return Ok(found);
        }
        if options.store.is_trust() {
            return self.create_self_signed(wanted, options).map(|entry| Added { entry, changed: true, notes: Vec::new() });
        }
        self.read(|handle, _| self.named_store(handle, &options.store, options.create_store).map(|_| ()))?;
        let identity = wanted.issue(self.now())?; // outside the transaction: it can take a while
        must_fit(identity.certificate())?;
        self.change("make a certificate", |change| match change.take_described(wanted, options)? {
            Some(theirs) => Ok(theirs), // another process was faster
            None => change.put(identity.certificate(), Some(identity.private_key()), options, Action::Issued),
        })
    }

    /// The newest certificate that is what `wanted` describes, in a named store, with its key and valid now.
    pub(crate) fn described(&self, wanted: &SelfSigned, store: &StoreName) -> Result<Option<Entry>> {
        self.read_at_once(|transaction, seals, names| self.newest_described(transaction, seals, names, wanted, store))
    }

    fn newest_described(
        &self,
        connection: &Connection,
        seals: Option<&Seals>,
        names: &mut HashMap<i64, StoreName>,
        wanted: &SelfSigned,
        store: &StoreName,
    ) -> Result<Option<Entry>> {
        let sql = select_entries!(
            "c.subject = ?1 COLLATE NOCASE AND c.archived = 0 AND c.not_before <= ?2 AND c.not_after >= ?2
            AND c.key IS NOT NULL
            AND c.id IN (SELECT m.certificate FROM memberships m JOIN stores s ON s.id = m.store WHERE s.name = ?3)
            ORDER BY c.not_before DESC, c.id DESC"
        );
        let now = self.now().utc;
        let values = params![wanted.subject().to_string(), now.unix_timestamp(), store.to_string()];
        let found = self.rows(connection, seals, names, sql, values)?;
        for entry in found.into_iter().flatten().filter(|entry| wanted.describes(entry) && entry.is_valid_at(now)) {
            if self.has_key(connection, &entry)? {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }
}

impl Change<'_> {
    pub(super) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        self.store.sql(result)
    }

    /// The present in whole seconds, as rows hold it.
    pub(super) fn now(&self) -> OffsetDateTime {
        let now = self.store.now().utc;
        now.replace_nanosecond(0).unwrap_or(now) // 0 is always a nanosecond
    }

    /// Notes a diagnostic, which is told once the change is done; of one that is not, nothing has happened.
    pub(super) fn note(&self, code: DiagnosticCode, message: String) {
        self.noted.borrow_mut().push((code, message));
    }

    /// The journal's end is written once for all lines of the change.
    pub(super) fn flush_head(&mut self) -> Result<()> {
        let Some(head) = self.head.take() else { return Ok(()) };
        self.sql(head.keep(self.transaction, &self.seals))
    }

    /// The log beside the database is emptied after the change: something secret was deleted.
    pub(super) fn must_wipe(&mut self) {
        self.wipe = true;
    }

    /// As `keep`, with the entry as it is then.
    pub(super) fn put(&mut self, certificate: &Certificate, key: Option<&PrivateKey>, options: &AddOptions, action: Action) -> Result<Added> {
        let Kept { changed, notes, .. } = self.keep(certificate, key, options, action)?;
        Ok(Added { entry: self.entry(&Thumbprint::sha256_of(certificate.der()))?, changed, notes })
    }

    /// Adds a certificate, its key, its place and its names, as far as they are new.
    pub(super) fn keep(&mut self, certificate: &Certificate, key: Option<&PrivateKey>, options: &AddOptions, action: Action) -> Result<Kept> {
        let mut notes = Vec::new();
        let key = match key {
            Some(_) if options.store.is_trust() => {
                notes.push(format!("its private key was left out: none is put into {}", options.store));
                None
            }
            key => key,
        };
        // one whose algorithm cannot be verified here has the benefit of the doubt
        let is_root = || certificate.is_self_issued() && certificate.is_signed_by(certificate) != Some(false);
        if options.store == StoreName::TrustedRoot && !is_root() {
            notes.push(
                "it is not self-signed: a root store should hold roots only, and Windows refuses every client certificate over one that is none"
                    .to_owned(),
            );
        }
        let store = self.store_id(&options.store, options.create_store)?;
        let sha256 = Thumbprint::sha256_of(certificate.der());
        let known = self.sql(
            self.transaction
                .prepare_cached("SELECT id FROM certificates WHERE sha256 = ?1")
                .and_then(|mut found| found.query_row([sha256], |row| row.get::<_, i64>(0)).optional()),
        )?;
        let mut changed = known.is_none();
        if let Some(key) = key {
            changed |= self.keep_key(key)?; // before the certificate, whose row is then written once, with its key
        }
        let id = match known {
            Some(id) => id,
            None => {
                let inserted = insert_certificate(self.transaction, None, certificate, self.store.now().utc.unix_timestamp());
                self.sql(inserted)?
            }
        };
        changed |= self.join(id, &sha256, store, &options.store)?;
        changed |= self.describe(id, options)?;
        if changed {
            let has_key = if key.is_some() { "yes" } else { "no" };
            let mut details = vec![("store", options.store.to_string()), ("key", has_key.to_owned())];
            if !notes.is_empty() {
                details.push(("notes", notes.join("; ")));
            }
            self.record(action, Some(certificate), &details)?;
        }
        Ok(Kept { changed, notes })
    }

    fn join(&self, certificate: i64, sha256: &[u8; 32], store: i64, name: &StoreName) -> Result<bool> {
        let seal = if name.is_trust() { self.seals.seal_record(&membership(sha256, name).fields()) } else { Vec::new() };
        let insert = self.transaction.prepare_cached(
            "INSERT INTO memberships (certificate, store, seal) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET seal = excluded.seal WHERE seal IS NOT excluded.seal",
        );
        Ok(self.sql(insert.and_then(|mut insert| insert.execute(params![certificate, store, seal])))? > 0)
    }

    pub(super) fn keep_key(&self, key: &PrivateKey) -> Result<bool> {
        let id = key_id(key.public_key_der());
        let find = self.transaction.prepare_cached("SELECT id, kind, sealed FROM keys WHERE key_id = ?1");
        let known = find.and_then(|mut find| {
            find.query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))).optional()
        });
        if let Some((row, kind, sealed)) = self.sql(known)? {
            // one that does not open was damaged or put there by a stranger: the right one takes its place
            let opens = self.seals.open_key(&id, &kind, &sealed).is_some();
            if !opens {
                self.note(DiagnosticCode::KeyReplaced, format!("the private key {} did not open; the one that was added took its place", hex(&id)));
                let sealed = self.seals.seal_key(&id, KEY_KIND, key.pkcs8())?;
                self.sql(self.transaction.execute("UPDATE keys SET kind = ?2, sealed = ?3 WHERE id = ?1", params![row, KEY_KIND, sealed]))?;
            }
            let owners = "UPDATE certificates SET key = ?2 WHERE key_id = ?1 AND key IS NOT ?2";
            let linked = self.sql(self.transaction.prepare_cached(owners).and_then(|mut owners| owners.execute(params![id, row])))?;
            return Ok(!opens || linked > 0);
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
            let update = "UPDATE certificates SET friendly_name = ?2 WHERE id = ?1 AND friendly_name IS NOT ?2 COLLATE BINARY";
            changed |= self.sql(self.transaction.execute(update, params![id, name]))? > 0;
        }
        if !options.tags.is_empty() {
            let tags: Option<String> = self.sql(self.transaction.query_row("SELECT tags FROM certificates WHERE id = ?1", [id], |row| row.get(0)))?;
            let mut all = super::entry::tags_from(tags.as_deref())?;
            let before = all.len();
            for tag in &options.tags {
                if !all.contains(tag) {
                    all.push(tag.clone());
                }
            }
            if all.len() > before {
                self.set_tags(id, &all)?;
                changed = true;
            }
        }
        Ok(changed)
    }

    pub(super) fn set_tags(&self, id: i64, tags: &[String]) -> Result<()> {
        self.sql(write_tags(self.transaction, id, tags))
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
        let found = self.store.newest_described(self.transaction, Some(&self.seals), self.names, wanted, &options.store)?;
        found.map(|entry| self.put(&entry, None, options, Action::Added)).transpose()
    }

    pub(super) fn entry(&mut self, sha256: &[u8; 32]) -> Result<Entry> {
        self.store
            .entries(self.transaction, Some(&self.seals), self.names, select_entries!("c.sha256 = ?1"), [sha256.as_slice()])?
            .pop()
            .ok_or_else(|| Error::internal("a certificate that was just written is not there"))
    }
}

/// Writes a certificate's row, under a given id or the next one, and the names it is found by. Gives its id.
pub(super) fn insert_certificate(connection: &Connection, id: Option<i64>, certificate: &Certificate, added: i64) -> rusqlite::Result<i64> {
    let insert = "INSERT INTO certificates
        (id, sha1, sha256, key_id, key, subject, issuer, serial, not_before, not_after, is_ca, self_issued, subject_key_id, key_algorithm,
        signature_hash, added, der)
        VALUES (?1, ?2, ?3, ?4, (SELECT id FROM keys WHERE key_id = ?4), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    connection.prepare_cached(insert)?.execute(params![
        id,
        Thumbprint::sha1_of(certificate.der()),
        Thumbprint::sha256_of(certificate.der()),
        key_id(certificate.public_key_der()),
        certificate.subject().to_string(),
        certificate.issuer().to_string(),
        certificate.serial().to_string(),
        certificate.not_before().unix_timestamp(),
        certificate.not_after().unix_timestamp(),
        certificate.is_ca(),
        certificate.is_self_issued(),
        certificate.subject_key_id(),
        certificate.key_algorithm(),
        certificate.signature_hash(),
        added,
        certificate.der(),
    ])?;
    let id = connection.last_insert_rowid();
    let mut insert = connection.prepare_cached("INSERT INTO alt_names (certificate, kind, value, parent) VALUES (?1, ?2, ?3, ?4)")?;
    for (kind, value, parent) in alt_names(certificate) {
        insert.execute(params![id, kind, value, parent])?;
    }
    Ok(id)
}

/// Writes the tags, and where they are found by.
pub(super) fn write_tags(connection: &Connection, id: i64, tags: &[String]) -> rusqlite::Result<()> {
    let text = if tags.is_empty() { None } else { Some(serde_json::Value::from(tags).to_string()) };
    connection.execute("UPDATE certificates SET tags = ?2 WHERE id = ?1", params![id, text])?;
    connection.execute("DELETE FROM tags WHERE certificate = ?1", [id])?;
    for tag in tags {
        connection.execute("INSERT OR IGNORE INTO tags (certificate, tag) VALUES (?1, ?2)", params![id, tag])?;
    }
    Ok(())
}

/// What an addition came to, inside its transaction.
pub(super) struct Kept {
    pub(super) changed: bool,
    notes: Vec<String>,
}

/// What is found of a subjectAltName: kind, value, and the parent of a DNS name: what a wildcard of it would stand over.
pub(super) fn alt_names(certificate: &Certificate) -> impl Iterator<Item = (&'static str, String, Option<&str>)> {
    certificate.subject_alt_names().iter().filter_map(|name| match name {
        GeneralName::Dns(name) => Some(("dns", name.clone(), name.split_once('.').map(|(_, parent)| parent))),
        GeneralName::Ip(address) => Some(("ip", IpAddr::to_string(address), None)),
        GeneralName::Email(name) => Some(("email", name.clone(), None)),
        GeneralName::Uri(name) => Some(("uri", name.clone(), None)),
        GeneralName::Directory(_) | GeneralName::Other(_) => None,
    })
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
