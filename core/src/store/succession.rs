//! What took a certificate's place: one transaction exchanges it wherever this store names it, and the link between the two stays.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::{
    Store, assignment,
    change::{AddOptions, Change},
    endpoint,
    entry::{Entry, select_entries},
    journal::Action,
    name::StoreName,
    required::issued_by,
    role, schema,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, Thumbprint, pasted::hex},
    date::rfc3339,
    error::{Error, Result},
    key::Identity,
};

/// How many renewals are followed to the last one.
const MAX_HOPS: usize = 256;

/// One certificate took the place of another.
///
/// Serialized: `old` and `new` (SHA-1), `old_sha256`, `new_sha256`, `at`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Succession {
    /// SHA-1 of the one that was replaced.
    pub old: Thumbprint,
    /// Its SHA-256.
    pub old_sha256: Thumbprint,
    /// SHA-1 of the one that replaced it.
    pub new: Thumbprint,
    /// Its SHA-256.
    pub new_sha256: Thumbprint,
    /// When, UTC.
    pub at: OffsetDateTime,
}

impl Succession {
    /// Calls with all that the seal covers.
    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        let at = self.at.unix_timestamp().to_be_bytes();
        work(&[b"succession", self.old.as_bytes(), self.old_sha256.as_bytes(), self.new.as_bytes(), self.new_sha256.as_bytes(), &at])
    }

    pub(super) fn shown(&self) -> String {
        format!("{} superseded it on {}", self.new, rfc3339(self.at))
    }
}

impl Serialize for Succession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Succession", 5)?;
        fields.serialize_field("old", &self.old.to_string())?;
        fields.serialize_field("old_sha256", &self.old_sha256.to_string())?;
        fields.serialize_field("new", &self.new.to_string())?;
        fields.serialize_field("new_sha256", &self.new_sha256.to_string())?;
        fields.serialize_field("at", &rfc3339(self.at))?;
        fields.end()
    }
}

/// A row of the table.
pub(super) struct Record {
    number: i64,
    old: Vec<u8>,
    /// `None` where it cannot be read.
    succession: Option<Succession>,
    seal: Vec<u8>,
}

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (old, old_sha1): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let (new, new_sha1): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
        let at: i64 = row.get(4)?;
        let sha1 = |octets: &[u8]| octets.try_into().map(Thumbprint::Sha1).ok();
        let sha256 = |octets: &[u8]| octets.try_into().map(Thumbprint::Sha256).ok();
        let read = || {
            Some(Succession {
                old: sha1(&old_sha1)?,
                old_sha256: sha256(&old)?,
                new: sha1(&new_sha1)?,
                new_sha256: sha256(&new)?,
                at: OffsetDateTime::from_unix_timestamp(at).ok()?,
            })
        };
        Ok(Self { number: row.get(6)?, succession: read(), old, seal: row.get(5)? })
    }

    fn those(connection: &Connection, condition: &str, value: Option<&[u8]>) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "successions")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        let select = format!("SELECT old, old_sha1, new, new_sha1, at, seal, rowid FROM successions {condition}");
        connection.prepare_cached(&select)?.query_map(rusqlite::params_from_iter(value), Self::from_row)?.collect()
    }

    /// All rows, each as far as it can be read.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::those(connection, "ORDER BY at", None)
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.succession.as_ref().is_some_and(|succession| succession.sealed(|fields| seals.is_sealed(fields, &self.seal)))
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("what superseded {}", hex(&self.old))
    }

    fn genuine(self, seals: &Seals) -> Result<Succession> {
        match self.succession.as_ref().filter(|_| self.is_genuine(seals)) {
            Some(succession) => Ok(succession.clone()),
            None => Err(Error::Tampered { what: self.shown() }),
        }
    }
}

fn those(connection: &Connection, seals: &Seals, condition: &str, value: &[u8]) -> rusqlite::Result<Result<Vec<Succession>>> {
    Ok(Record::those(connection, condition, Some(value))?.into_iter().map(|row| row.genuine(seals)).collect())
}

/// The rows that nobody with the key wrote.
pub(super) fn altered(connection: &Connection, seals: &Seals) -> rusqlite::Result<Vec<(i64, String)>> {
    Ok(Record::all(connection)?.into_iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.number, row.shown())).collect())
}

/// Every succession.
pub(super) fn all(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<Vec<Succession>>> {
    Ok(Record::all(connection)?.into_iter().map(|row| row.genuine(seals)).collect())
}

/// The last of those that took a certificate's place one after another and are here; `None` for one that still serves.
fn successor(store: &Store, connection: &Connection, seals: &Seals, names: &mut HashMap<i64, StoreName>, old: &Certificate) -> Result<Option<Entry>> {
    let sha256 = Thumbprint::sha256_of(old.der());
    if !assignment::places(store, connection, seals, &sha256)?.is_empty() || !store.sql(endpoint::of_certificate(connection, &sha256))?.is_empty() {
        return Ok(None);
    }
    let (mut last, mut next) = (None, Thumbprint::Sha256(sha256));
    for _ in 0..MAX_HOPS {
        let found = store.sql(Record::those(connection, "WHERE old = ?1", Some(next.as_bytes())))?;
        let Some(succession) = found.into_iter().next().map(|row| row.genuine(seals)).transpose()? else { break };
        next = succession.new_sha256;
        let found = store.rows(connection, Some(seals), names, select_entries!("c.sha256 = ?1"), [next.as_bytes()])?;
        last = found.into_iter().flatten().find(|entry| entry.sha256() == next).or(last);
    }
    Ok(last)
}

impl Store {
    /// What took the place of a certificate, which may be gone by now; `None` if nothing did. Of several renewals, the next one.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who wrote it. [`Error::Tampered`] for what was altered.
    pub fn superseded_by(&self, thumbprint: impl Into<Thumbprint>) -> Result<Option<Succession>> {
        let thumbprint = thumbprint.into();
        let condition = if thumbprint.algorithm() == "SHA-1" { "WHERE old_sha1 = ?1" } else { "WHERE old = ?1" };
        Ok(self.successions(condition, &thumbprint)?.pop())
    }

    /// Every renewal; those that were altered are left out.
    pub(crate) fn all_successions(&self) -> Result<Vec<Succession>> {
        self.read_at_once(|transaction, seals, _| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what superseded its certificates" })?;
            Ok(self.sql(Record::all(transaction))?.into_iter().filter_map(|row| row.genuine(seals).ok()).collect())
        })
    }

    /// What a certificate took the place of, by its SHA-256.
    pub(crate) fn supersedes(&self, sha256: &Thumbprint) -> Result<Vec<Succession>> {
        self.successions("WHERE new = ?1", sha256)
    }

    fn successions(&self, condition: &str, thumbprint: &Thumbprint) -> Result<Vec<Succession>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what superseded a certificate" })?;
            self.sql(those(&handle.connection, seals, condition, thumbprint.as_bytes()))?
        })
    }

    /// The last certificate in the row of those that took one another's place.
    pub(super) fn last_successor(&self, thumbprint: Thumbprint) -> Result<Option<Succession>> {
        let mut last = None;
        let mut next = thumbprint;
        for _ in 0..MAX_HOPS {
            match self.superseded_by(next)? {
                Some(succession) => {
                    next = succession.new_sha256;
                    last = Some(succession);
                }
                None => break,
            }
        }
        Ok(last)
    }

    /// Puts a certificate in the place of another one wherever this store names that: in its named stores, assignments and endpoints,
    /// and in decisions to trust exactly it. The old one is archived, unless it issued others that need it. One that was archived before
    /// hands on no trust. `false` where another took its place before; the one that did is given in either case.
    pub(crate) fn replace(&self, old: &Entry, made: &Identity) -> Result<(Entry, bool)> {
        self.change("renew a certificate", |change| {
            let old = change.entry_still(&Thumbprint::sha256_of(old.der()))?;
            match successor(self, change.transaction, &change.seals, change.names, &old)? {
                Some(theirs) => Ok((theirs, false)),
                None => change.must_be_own_installation().and_then(|()| change.replace(&old, made)).map(|entry| (entry, true)),
            }
        })
    }

    /// What took a certificate's place everywhere, if that is still here: of several renewals, the last one that is. `None` for one that
    /// serves all the same, because it was assigned again.
    pub(crate) fn successor(&self, old: &Entry) -> Result<Option<Entry>> {
        self.read_at_once(|transaction, seals, names| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what superseded a certificate" })?;
            successor(self, transaction, seals, names, old)
        })
    }
}

impl Change<'_> {
    /// What took a certificate's place.
    pub(super) fn superseded_by(&self, certificate: &Certificate) -> Result<Option<Succession>> {
        self.succession_of(&certificate.sha256())
    }

    /// The same, by the certificate's SHA-256.
    pub(super) fn succession_of(&self, sha256: &Thumbprint) -> Result<Option<Succession>> {
        let found = self.sql(Record::those(self.transaction, "WHERE old = ?1", Some(sha256.as_bytes())))?;
        found.into_iter().next().map(|row| row.genuine(&self.seals)).transpose()
    }

    fn replace(&mut self, old: &Entry, made: &Identity) -> Result<Entry> {
        let (certificate, key) = (made.certificate(), made.private_key());
        if !key.matches(certificate) {
            return Err(Error::KeyMismatch { thumbprint: certificate.thumbprint().to_string() });
        }
        let roles = self.roles()?;
        let places = assignment::places(self.store, self.transaction, &self.seals, &Thumbprint::sha256_of(old.der()))?;
        if let Some(place) = places.iter().find(|place| roles.iter().any(|role| role.name == place.role && !role.renewable)) {
            let why = format!("certificates of {place} are not renewed; make another one and assign it");
            return Err(Error::InvalidArgument { what: "role", why });
        }
        let named = AddOptions { friendly_name: old.friendly_name().map(str::to_owned), tags: old.tags().to_vec(), ..AddOptions::default() };
        let (mut trusting, mut keeping): (Vec<StoreName>, Vec<StoreName>) = old.stores().iter().cloned().partition(StoreName::is_trust);
        if old.archived() {
            trusting.clear(); // that took its trust away
        }
        if keeping.is_empty() {
            keeping.push(StoreName::Personal);
        }
        for (index, store) in keeping.into_iter().chain(trusting).enumerate() {
            let key = if store.is_trust() { None } else { Some(&**key) };
            let action = if index == 0 { Action::Issued } else { Action::Added };
            self.put(certificate, key, &AddOptions { store, ..named.clone() }, action)?;
        }
        let sha256 = Thumbprint::sha256_of(certificate.der());
        let entry = self.entry(&sha256)?;
        for place in places {
            let role = role::named(roles.clone(), &place.role)?;
            self.assign(&entry, &role, &place, Some(old))?;
        }
        self.exchange_in_endpoints(old, &entry)?;
        if !old.archived() {
            self.exchange_in_decisions(old, &entry)?;
        }
        let succession =
            Succession { old: old.thumbprint(), old_sha256: old.sha256(), new: entry.thumbprint(), new_sha256: entry.sha256(), at: self.now() };
        self.keep_succession(&succession)?;
        self.record(Action::Replaced, Some(old), &[("by", entry.thumbprint().to_string())])?;
        if !old.archived() && issued_by(self.store, self.transaction, Some(&self.seals), self.names, old)?.is_empty() {
            self.sql(self.transaction.execute("UPDATE certificates SET archived = 1 WHERE id = ?1", [old.id]))?;
            self.record(Action::Archived, Some(old), &[])?;
        }
        self.entry(&sha256)
    }

    pub(super) fn keep_succession(&self, succession: &Succession) -> Result<()> {
        let seal = succession.sealed(|fields| self.seals.seal_record(fields));
        let insert = "INSERT OR REPLACE INTO successions (old, old_sha1, new, new_sha1, at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let Succession { old, old_sha256, new, new_sha256, at } = succession;
        let values = params![old_sha256.as_bytes(), old.as_bytes(), new_sha256.as_bytes(), new.as_bytes(), at.unix_timestamp(), seal];
        self.sql(self.transaction.execute(insert, values)).map(|_| ())
    }

    /// Seals every succession anew; refuses where one was altered.
    pub(super) fn seal_successions_anew(&self, seals: &Seals) -> Result<()> {
        for succession in self.sql(all(self.transaction, &self.seals))?? {
            let seal = succession.sealed(|fields| seals.seal_record(fields));
            let update = "UPDATE successions SET seal = ?2 WHERE old = ?1";
            self.sql(self.transaction.execute(update, params![succession.old_sha256.as_bytes(), seal]))?;
        }
        Ok(())
    }
}
