//! Protectors: each opens the store by itself, because each wraps the store's key under a secret of its own.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    Store,
    change::Change,
    diagnostic::{DiagnosticCode, Diagnostics},
    journal::Action,
    key_file,
    open::{Opener, Unlocked},
    passphrase,
    place::Group,
    rotate, schema,
    seal::{self, Seals, Secret, StoreId},
};
use crate::{
    certificate::pasted::{hex, unhex},
    error::{Error, Result, visible},
    random::random,
};

/// More than any store has; a stranger who may write could add rows that make unlocking slow.
const MAX_PROTECTORS: usize = 16;

/// What opens a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Protector {
    /// What tells it from the others, in hex.
    pub id: String,
    /// `key-file` or `passphrase`.
    pub kind: String,
    /// Whether this store was opened with it.
    pub in_use: bool,
    /// Whether it was made by somebody with the store's key; unknown to a locked store. One that was not opens nothing.
    pub genuine: Option<bool>,
}

/// A protector that is to be made.
#[derive(Clone)]
#[non_exhaustive]
pub enum NewProtector {
    /// A new key file, made there; it may not be there yet.
    KeyFile(PathBuf),
    /// A passphrase, made into a key by Argon2id (64 MiB, 3 passes, 4 lanes).
    Passphrase(Zeroizing<String>),
}

impl std::fmt::Debug for NewProtector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::KeyFile(path) => write!(f, "KeyFile({})", path.display()),
            Self::Passphrase(_) => f.write_str("Passphrase(..)"),
        }
    }
}

/// A row of the table.
pub(super) struct Row {
    pub(super) id: Vec<u8>,
    pub(super) kind: String,
    pub(super) parameters: String,
    pub(super) wrapped: Vec<u8>,
    pub(super) seal: Vec<u8>,
}

impl Row {
    /// Wraps the store's key under a secret.
    pub(super) fn wrap(id: &[u8], kind: &str, parameters: &str, secret: &Secret, store: &StoreId, store_key: &Secret, seals: &Seals) -> Result<Self> {
        let wrapped = seal::wrap(secret, store, &[store, id, kind.as_bytes(), parameters.as_bytes()], store_key)?;
        let mut row = Self { id: id.to_vec(), kind: kind.to_owned(), parameters: parameters.to_owned(), wrapped, seal: Vec::new() };
        row.seal = seals.seal_record(&row.fields());
        Ok(row)
    }

    /// The store's key, if the secret is the right one.
    pub(super) fn unwrap(&self, secret: &Secret, store: &StoreId) -> Option<Secret> {
        seal::unwrap(secret, store, &[store, &self.id, self.kind.as_bytes(), self.parameters.as_bytes()], &self.wrapped)
    }

    /// What its seal covers: who lacks the store's key cannot add a protector unseen.
    pub(super) fn fields(&self) -> [&[u8]; 5] {
        [b"protector", &self.id, self.kind.as_bytes(), self.parameters.as_bytes(), &self.wrapped]
    }

    /// Whether somebody with the store's key made it as it is.
    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        seals.is_sealed(&self.fields(), &self.seal)
    }

    pub(super) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let insert = "INSERT INTO protectors (id, kind, parameters, wrapped, seal) VALUES (?1, ?2, ?3, ?4, ?5)";
        connection.execute(insert, params![self.id, self.kind, self.parameters, self.wrapped, self.seal]).map(|_| ())
    }
}

/// The rows in a fixed order; where there are more than a store may have, one more than that.
pub(super) fn rows(connection: &Connection) -> rusqlite::Result<Vec<Row>> {
    let sql = format!("SELECT id, kind, parameters, wrapped, seal FROM protectors ORDER BY rowid LIMIT {}", MAX_PROTECTORS + 1);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement
        .query_map([], |row| Ok(Row { id: row.get(0)?, kind: row.get(1)?, parameters: row.get(2)?, wrapped: row.get(3)?, seal: row.get(4)? }))?;
    rows.collect()
}

/// What a store was or is to be opened with.
pub(super) enum Means<'a> {
    KeyFile(&'a Path, Option<Group>),
    Passphrase(&'a str),
}

/// The store's key, and the protector that gave it.
pub(super) fn unlock(connection: &Connection, path: &Path, id: &StoreId, means: &Means<'_>, diagnostics: &Diagnostics) -> Result<(Opener, Secret)> {
    let rows = rows(connection).map_err(|error| schema::sqlite(&error, path))?;
    if rows.len() > MAX_PROTECTORS {
        return Err(Error::Tampered { what: format!("the store {} (it has more than {MAX_PROTECTORS} protectors)", path.display()) });
    }
    let of_kind = |kind: &'static str| rows.iter().filter(move |row| row.kind == kind);
    match means {
        Means::KeyFile(key_path, group) => {
            let key_file = match key_file::read(key_path, path, *group) {
                Err(Error::KeyFileMissing { .. }) if of_kind(key_file::KIND).next().is_none() && of_kind(passphrase::KIND).next().is_some() => {
                    return Err(Error::PasswordRequired { what: format!("the store {} (its passphrase)", path.display()) });
                }
                read => read?,
            };
            let row = of_kind(key_file::KIND).find(|row| row.id == key_file.id);
            let opened = row.and_then(|row| row.unwrap(&key_file.secret, id));
            let wrong = || Error::KeyFileWrong { path: key_path.display().to_string(), store: path.display().to_string() };
            Ok((Opener { id: key_file.id.to_vec(), secret: key_file.secret }, opened.ok_or_else(wrong)?))
        }
        Means::Passphrase(text) => {
            passphrase::check(text)?;
            let (mut failure, mut failed) = (None, Vec::new());
            for row in of_kind(passphrase::KIND) {
                match passphrase::secret(text, &row.parameters) {
                    Ok(secret) => {
                        if let Some(key) = row.unwrap(&secret, id) {
                            for (tried, why) in failed {
                                diagnostics
                                    .note(DiagnosticCode::ProtectorFailed, || format!("the protector {} {why}; another one opened", hex(tried)));
                            }
                            return Ok((Opener { id: row.id.clone(), secret }, key));
                        }
                        failed.push((&row.id, "is not opened by this passphrase"));
                    }
                    Err(error) => {
                        failure = failure.or(Some(error)); // of this row; another one may be right
                        failed.push((&row.id, "has parameters that are refused"));
                    }
                }
            }
            if let Some(failure) = failure {
                return Err(failure);
            }
            if of_kind(passphrase::KIND).next().is_none() {
                let why = "it has no passphrase; open it with its key file".to_owned();
                return Err(Error::InvalidArgument { what: "passphrase", why });
            }
            Err(Error::WrongPassword { what: format!("the store {}", path.display()) })
        }
    }
}

/// Notes how many protectors are not as somebody with the store's key made them.
pub(super) fn note_strangers(connection: &Connection, path: &Path, seals: &Seals, diagnostics: &Diagnostics) -> Result<()> {
    let rows = rows(connection).map_err(|error| schema::sqlite(&error, path))?;
    for row in rows.iter().filter(|row| !row.is_genuine(seals)) {
        diagnostics.note(DiagnosticCode::ProtectorAltered, || {
            format!("the protector {} of {} was added or altered without the store's key; remove it", hex(&row.id), path.display())
        });
    }
    Ok(())
}

/// A new protector's row, and what opens it.
fn make(new: &NewProtector, inner: &super::open::Inner, unlocked: &Unlocked) -> Result<(Row, Opener)> {
    let (id, kind, parameters, secret) = match new {
        NewProtector::KeyFile(path) => {
            let made = key_file::create(path, inner.group.filter(|_| inner.group_is_genuine))?;
            (made.id.to_vec(), key_file::KIND, "{}".to_owned(), made.secret)
        }
        NewProtector::Passphrase(text) => {
            passphrase::check(text)?;
            let parameters = passphrase::parameters()?;
            let secret = passphrase::secret(text, &parameters)?;
            (random::<16>()?.to_vec(), passphrase::KIND, parameters, secret)
        }
    };
    let row = Row::wrap(&id, kind, &parameters, &secret, &inner.id, &unlocked.store_key, &unlocked.seals)?;
    Ok((row, Opener { id, secret }))
}

impl Store {
    /// What opens this store.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn protectors(&self) -> Result<Vec<Protector>> {
        self.read_at_once(|transaction, seals, _| {
            let used = self.0.unlocked().map(|unlocked| unlocked.opener.id.clone());
            let protector = |row: Row| Protector {
                in_use: used.as_ref() == Some(&row.id),
                genuine: seals.map(|seals| row.is_genuine(seals)),
                id: hex(&row.id),
                kind: visible(&row.kind),
            };
            Ok(self.sql(rows(transaction))?.into_iter().map(protector).collect())
        })
    }

    /// Adds a protector: from then on the store opens with it, too.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]; [`Error::AlreadyExists`] for a key file that is there; [`Error::InvalidArgument`] for an empty
    /// passphrase or a seventeenth protector.
    pub fn add_protector(&self, new: &NewProtector) -> Result<Protector> {
        self.put_protector(new, None)
    }

    /// Puts a protector in the place of another one, which opens the store no more. `id` is its id or the beginning of it.
    /// Whoever knows the old secret and has an older copy of the store still opens that; and may have the store's key, which
    /// [`rotate_key`](Self::rotate_key) changes.
    ///
    /// # Errors
    /// As [`add_protector`](Self::add_protector), and [`Error::NotFound`].
    pub fn change_protector(&self, id: &str, new: &NewProtector) -> Result<Protector> {
        self.put_protector(new, Some(id))
    }

    /// The keys of the present: another process may have rotated the store's since it was opened.
    fn unlocked_now(&self, action: &'static str) -> Result<Arc<Unlocked>> {
        self.read_at_once(|_, _, _| Ok(()))?;
        self.0.unlocked().ok_or(Error::StoreLocked { action })
    }

    fn put_protector(&self, new: &NewProtector, in_place_of: Option<&str>) -> Result<Protector> {
        let unlocked = self.unlocked_now("add a protector")?;
        let old = in_place_of.map(|id| self.find_protector(id)).transpose()?;
        let (row, opener) = make(new, &self.0, &unlocked)?; // takes a while: outside the transaction
        let done = self.change("add a protector", |change| {
            if change.generation != unlocked.generation {
                return Err(Error::Busy { path: self.0.path.display().to_string() }); // the store's key was rotated meanwhile
            }
            let details = [("id", hex(&row.id)), ("kind", row.kind.clone())];
            match &old {
                Some(old) => {
                    change.delete_protector(old)?;
                    change.record(Action::ProtectorChanged, None, &[&details[..], &[("in place of", hex(old))]].concat())?;
                }
                None if change.sql(rows(change.transaction))?.len() >= MAX_PROTECTORS => {
                    return Err(Error::InvalidArgument { what: "protector", why: format!("a store has at most {MAX_PROTECTORS}") });
                }
                None => change.record(Action::ProtectorAdded, None, &details)?,
            }
            change.sql(row.insert(change.transaction))
        });
        match (&done, new) {
            (Ok(()) | Err(Error::Io { .. }), _) => {} // where the disk failed, nobody knows whether the change was written
            (Err(_), NewProtector::KeyFile(path)) => drop(std::fs::remove_file(path)), // it was made a moment ago and opens nothing
            (Err(_), NewProtector::Passphrase(_)) => {}
        }
        done?;
        let in_use = old.as_ref() == Some(&unlocked.opener.id);
        if let Some(old) = old {
            self.0.replace_opener(&old, opener)?;
        }
        Ok(Protector { id: hex(&row.id), kind: row.kind, in_use, genuine: Some(true) })
    }

    /// Removes a protector; `id` is its id or the beginning of it. Gives what is to be known: whoever may know its secret can
    /// still have the store's key.
    ///
    /// # Errors
    /// [`Error::LastProtector`], [`Error::NotFound`], [`Error::StoreLocked`].
    pub fn remove_protector(&self, id: &str) -> Result<Vec<String>> {
        let wanted = self.find_protector(id)?;
        let removed = self.change("remove a protector", |change| {
            let all = change.sql(rows(change.transaction))?;
            let known = |row: &&Row| [key_file::KIND, passphrase::KIND].contains(&row.kind.as_str()) && row.is_genuine(&change.seals);
            if !all.iter().filter(known).any(|row| row.id != wanted) {
                return Err(Error::LastProtector { path: self.0.path.display().to_string() });
            }
            change.delete_protector(&wanted)?;
            change.record(Action::ProtectorRemoved, None, &[("id", hex(&wanted))])
        });
        self.told_of_refusal(removed, "remove a protector", None)?;
        Ok(vec!["whoever may know its secret may have the store's key, and opens older copies of the store; rotate the key if that is so".to_owned()])
    }

    /// The whole id of the one protector whose id begins so.
    fn find_protector(&self, id: &str) -> Result<Vec<u8>> {
        let digits = id.trim().to_uppercase();
        let all = self.protectors()?;
        let mut matching = all.iter().filter(|protector| !digits.is_empty() && protector.id.starts_with(&digits));
        match (matching.next(), matching.next()) {
            (Some(one), None) => Ok(unhex(&one.id).unwrap_or_default()),
            (None, _) => {
                let near = all.iter().map(|protector| format!("{} ({})", protector.id, protector.kind)).collect();
                Err(Error::NotFound { wanted: format!("the protector {id}"), near })
            }
            (Some(_), Some(_)) => Err(Error::InvalidArgument { what: "protector", why: format!("several begin with {id}") }),
        }
    }

    /// Makes a new key for the store, and seals every private key, record and journal line anew under it, in one
    /// transaction. Each protector's secret is needed to go on with it: that of this store's own is known; `means` gives
    /// the others'.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the protectors whose secret is missing, unless `drop_others`;
    /// [`Error::Tampered`] for a key that does not open; [`Error::StoreLocked`]. Then the old key stays.
    pub fn rotate_key(&self, means: &RotateOptions) -> Result<Rotated> {
        let unlocked = self.unlocked_now("rotate the store's key")?;
        let known = self.read(|handle, _| self.sql(rows(&handle.connection)))?;
        let mut openers = vec![unlocked.opener.clone()];
        for path in &means.key_files {
            let key_file = key_file::read(path, &self.0.path, self.0.group)?;
            let row = known.iter().find(|row| row.id == key_file.id && row.unwrap(&key_file.secret, &self.0.id).is_some());
            let wrong = || Error::KeyFileWrong { path: path.display().to_string(), store: self.0.path.display().to_string() };
            openers.push(Opener { id: row.ok_or_else(wrong)?.id.clone(), secret: key_file.secret });
        }
        for text in &means.passphrases {
            let connection =
                self.read(|handle, _| unlock(&handle.connection, &self.0.path, &self.0.id, &Means::Passphrase(text), &self.0.pool.diagnostics))?;
            openers.push(connection.0);
        }
        let store_key = Secret::new(random()?);
        let rotated = self.change("rotate the store's key", |change| {
            if change.generation != unlocked.generation {
                return Err(Error::Busy { path: self.0.path.display().to_string() });
            }
            change.must_wipe();
            let all = change.sql(rows(change.transaction))?;
            if all.len() > MAX_PROTECTORS {
                return Err(Error::Tampered { what: format!("the store's protectors (more than {MAX_PROTECTORS})") });
            }
            let (others, kept): (Vec<Row>, Vec<Row>) = all.into_iter().partition(|row| !openers.iter().any(|opener| opener.id == row.id));
            if !kept.iter().any(|row| row.id == unlocked.opener.id) {
                return Err(Error::LastProtector { path: self.0.path.display().to_string() }); // what it was opened with was removed meanwhile
            }
            // what is wrapped anew is what somebody with the key made, and holds the key of the present
            let is_right = |row: &Row| {
                let opener = openers.iter().find(|opener| opener.id == row.id);
                let opened = opener.and_then(|opener| row.unwrap(&opener.secret, &self.0.id));
                row.is_genuine(&change.seals) && opened.is_some_and(|opened| bool::from(opened.ct_eq(&*unlocked.store_key)))
            };
            if let Some(wrong) = kept.iter().find(|row| !is_right(row)) {
                return Err(Error::Tampered { what: format!("the protector {}", hex(&wrong.id)) });
            }
            if !others.is_empty() && !means.drop_others {
                let named: Vec<String> = others.iter().map(|row| format!("{} ({})", hex(&row.id), visible(&row.kind))).collect();
                let why = format!("the secrets of {} are missing; give them, or ask to drop those", named.join(", "));
                return Err(Error::InvalidArgument { what: "protectors", why });
            }
            rotate::rotate(change, &openers, &kept, &others, &store_key).map(|rotated| (rotated, change.generation))
        })?;
        self.0.adopt_key(store_key, rotated.1)?;
        Ok(rotated.0)
    }
}

/// The secrets that a rotation of the store's key needs.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RotateOptions {
    /// Key files of the store, beside the one it was opened with.
    pub key_files: Vec<PathBuf>,
    /// Its passphrases.
    pub passphrases: Vec<Zeroizing<String>>,
    /// Remove the protectors whose secret is not given.
    pub drop_others: bool,
}

impl std::fmt::Debug for RotateOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RotateOptions")
            .field("key_files", &self.key_files)
            .field("passphrases", &self.passphrases.len())
            .field("drop_others", &self.drop_others)
            .finish()
    }
}

/// What a rotation came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rotated {
    /// How many private keys were sealed anew.
    pub private_keys: usize,
    /// The ids of the protectors that were removed.
    pub dropped: Vec<String>,
}

impl Change<'_> {
    pub(super) fn delete_protector(&mut self, id: &[u8]) -> Result<()> {
        self.must_wipe();
        match self.sql(self.transaction.execute("DELETE FROM protectors WHERE id = ?1", [id]))? {
            0 => Err(Error::NotFound { wanted: format!("the protector {}", hex(id)), near: Vec::new() }),
            _ => Ok(()),
        }
    }
}

/// The key that the store is sealed with at present, by what it was opened with.
pub(super) fn reopen(connection: &Connection, path: &Path, id: &StoreId, opener: &Opener, generation: i64) -> Result<Unlocked> {
    let row = rows(connection).map_err(|error| schema::sqlite(&error, path))?.into_iter().find(|row| row.id == opener.id);
    match row.and_then(|row| row.unwrap(&opener.secret, id)) {
        Some(store_key) => Unlocked::new(*id, opener.clone(), store_key, generation),
        None => {
            let why = "its key was rotated, and what it was opened with was removed; open it again".to_owned();
            Err(Error::Unsupported { what: format!("the store {}", path.display()), why })
        }
    }
}

/// How often the store's key was rotated, from 1.
pub(super) fn generation(connection: &Connection) -> rusqlite::Result<i64> {
    let found = connection.prepare_cached("SELECT value FROM meta WHERE name = 'generation'")?.query_row([], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(1))
}
