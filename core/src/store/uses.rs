//! What the certificates of a store are for, read at one moment.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    Store,
    assignment::{self, Assignment},
    change::KEY_KIND,
    entry::{Entry, select_entries},
    name::StoreName,
    role::{self, Role},
    seal::Seals,
};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    key::key_id,
};

/// What is found of a certificate's private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyState {
    Good,
    Missing,
    Unreadable,
}

/// An assignment that holds, with what the store has of its certificate.
pub(crate) struct Held {
    pub(crate) assignment: Assignment,
    pub(crate) entry: Option<Entry>,
    pub(crate) key: KeyState,
}

/// What the certificates of a store are for, at one moment.
pub(crate) struct Uses {
    pub(crate) roles: Vec<Role>,
    /// By role and scope, the current one of each first.
    pub(crate) held: Vec<Held>,
    pub(crate) former: Vec<Assignment>,
    /// How many of the certificates that are assigned or retained are here.
    pub(crate) here: usize,
    /// Those that are required by something else; some may be assigned or retained, too.
    pub(crate) otherwise: HashSet<[u8; 32]>,
    /// How many certificates there are.
    pub(crate) certificates: u64,
}

impl Uses {
    /// SHA-256 of every certificate that is required.
    pub(crate) fn required(&self) -> HashSet<[u8; 32]> {
        let by_role = self.held.iter().filter_map(|held| held.assignment.sha256.as_bytes().try_into().ok());
        self.otherwise.iter().copied().chain(by_role).collect()
    }
}

impl Store {
    /// What its certificates are for.
    pub(crate) fn uses(&self) -> Result<Uses> {
        self.read_at_once(|transaction, seals, names| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what its certificates are for" })?;
            let (holding, former): (Vec<_>, Vec<_>) = self.sql(assignment::all(transaction, seals))??.into_iter().partition(Assignment::holds);
            let keys = self.sql(Keys::load(transaction, seals))?;
            // by the row that each assignment leads to
            let by_row = select_entries!("c.id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0) ORDER BY c.id");
            let found = self.rows(transaction, Some(seals), names, by_row, [])?;
            let mut entries: HashMap<Thumbprint, (KeyState, Entry)> = HashMap::with_capacity(holding.len());
            for entry in found.into_iter().flatten() {
                entries.insert(entry.sha256(), (self.sql(keys.of(&entry))?, entry));
            }
            let (mut held, mut here) = (Vec::with_capacity(holding.len()), HashSet::with_capacity(holding.len()));
            for assignment in holding {
                let found = match entries.get(&assignment.sha256) {
                    Some((key, entry)) => Some((*key, entry.clone())),
                    None => self.by_sha256(transaction, seals, names, &assignment.sha256, &keys)?,
                };
                held.push(match found {
                    Some((key, entry)) => {
                        here.insert(assignment.sha256);
                        Held { assignment, entry: Some(entry), key }
                    }
                    None => Held { assignment, entry: None, key: KeyState::Missing },
                });
            }
            let count = transaction.query_row("SELECT count(*) FROM certificates", [], |row| row.get::<_, i64>(0));
            Ok(Uses {
                roles: self.sql(role::all(transaction, seals))??,
                held,
                former,
                here: here.len(),
                otherwise: self.otherwise_required(transaction, Some(seals), names)?,
                certificates: self.sql(count)?.unsigned_abs(),
            })
        })
    }
}

impl Store {
    /// A certificate that may have been deleted and come back, in another row.
    fn by_sha256(
        &self,
        connection: &Connection,
        seals: &Seals,
        names: &mut HashMap<i64, StoreName>,
        sha256: &Thumbprint,
        keys: &Keys<'_>,
    ) -> Result<Option<(KeyState, Entry)>> {
        let found = self.rows(connection, Some(seals), names, select_entries!("c.sha256 = ?1"), [sha256.as_bytes()])?;
        match found.into_iter().flatten().find(|entry| entry.sha256() == *sha256) {
            Some(entry) => Ok(Some((self.sql(keys.of(&entry))?, entry))),
            None => Ok(None),
        }
    }
}

/// The keys of the certificates that are assigned or retained. A key is sealed under its own id, so that one that opens is the one of that
/// certificate.
struct Keys<'a> {
    connection: &'a Connection,
    seals: &'a Seals,
    /// Whether each opens, by its id: those that the rows of the certificates lead to, read in one go.
    opening: HashMap<[u8; 32], bool>,
}

impl<'a> Keys<'a> {
    fn load(connection: &'a Connection, seals: &'a Seals) -> rusqlite::Result<Self> {
        let by_row = "SELECT key_id, kind, sealed FROM keys WHERE id IN (SELECT key FROM certificates
            WHERE id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0))";
        let mut select = connection.prepare_cached(by_row)?;
        let (mut rows, mut opening) = (select.query([])?, HashMap::new());
        while let Some(row) = rows.next()? {
            if let Ok(id) = <[u8; 32]>::try_from(row.get_ref(0)?.as_blob()?) {
                opening.insert(id, opens(seals, &id, row, 1)?);
            }
        }
        Ok(Self { connection, seals, opening })
    }

    fn of(&self, certificate: &Certificate) -> rusqlite::Result<KeyState> {
        let id = key_id(certificate.public_key_der());
        let opens = match self.opening.get(&id) {
            Some(opens) => Some(*opens),
            None => {
                // the row of the certificate may lead to none, or to another one
                let mut select = self.connection.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1")?;
                select.query_row([id], |row| opens(self.seals, &id, row, 0)).optional()?
            }
        };
        Ok(opens.map_or(KeyState::Missing, |opens| if opens { KeyState::Good } else { KeyState::Unreadable }))
    }
}

/// Whether a sealed key opens, whose kind and octets stand in a row.
fn opens(seals: &Seals, id: &[u8; 32], row: &Row<'_>, index: usize) -> rusqlite::Result<bool> {
    let (kind, sealed) = (row.get_ref(index)?.as_str()?, row.get_ref(index + 1)?.as_blob()?);
    Ok(kind == KEY_KIND && seals.open_key(id, kind, sealed).is_some())
}
