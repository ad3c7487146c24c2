//! What the certificates of a store are for, read at one moment.

use std::{
    collections::{HashMap, HashSet},
    thread,
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    Store,
    altered::text,
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
            let (rows, sealed) = (self.sql(assignment::rows(transaction))?, self.sql(sealed_keys(transaction))?);
            // what was read is verified on another thread while the certificates are read
            let (found, verified) = thread::scope(|scope| {
                let verifying = scope.spawn(|| (assignment::in_order(&rows, seals), opened(&sealed, seals)));
                // by the row that each assignment leads to
                let by_row = select_entries!("c.id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0) ORDER BY c.id");
                let found = self.rows(transaction, Some(seals), names, by_row, []);
                let found = found.map(|found| found.into_iter().flatten().map(|entry| (entry.sha256(), entry)).collect::<HashMap<_, _>>());
                (found, verifying.join())
            });
            let (verified, opened) = verified.map_err(|_| Error::internal("the thread that verifies assignments failed"))?;
            let (mut entries, keys) = (found?, Keys { connection: transaction, seals, opened });
            let (holding, former): (Vec<_>, Vec<_>) = verified?.into_iter().partition(Assignment::holds);
            let mut held: Vec<Held> = Vec::with_capacity(holding.len());
            let mut here: HashMap<Thumbprint, usize> = HashMap::with_capacity(holding.len());
            for assignment in holding {
                let known = here.get(&assignment.sha256).and_then(|index| held.get(*index));
                let (entry, key) = match (known, entries.remove(&assignment.sha256)) {
                    (Some(known), _) => (known.entry.clone(), known.key),
                    (None, Some(entry)) => {
                        let key = self.sql(keys.of(&entry))?;
                        (Some(entry), key)
                    }
                    // it may have been deleted and come back, in another row
                    (None, None) => match self.by_sha256(transaction, seals, names, &assignment.sha256)? {
                        Some(entry) => {
                            let key = self.sql(keys.of(&entry))?;
                            (Some(entry), key)
                        }
                        None => (None, KeyState::Missing),
                    },
                };
                if entry.is_some() {
                    here.entry(assignment.sha256).or_insert(held.len());
                }
                held.push(Held { assignment, entry, key });
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
    fn by_sha256(&self, connection: &Connection, seals: &Seals, names: &mut HashMap<i64, StoreName>, sha256: &Thumbprint) -> Result<Option<Entry>> {
        let found = self.rows(connection, Some(seals), names, select_entries!("c.sha256 = ?1"), [sha256.as_bytes()])?;
        Ok(found.into_iter().flatten().find(|entry| entry.sha256() == *sha256))
    }
}

/// A key as a row holds it: its id, kind, and octets.
type SealedKey = ([u8; 32], String, Vec<u8>);

/// The keys that the rows of the certificates lead to which are assigned or retained, in one go.
fn sealed_keys(connection: &Connection) -> rusqlite::Result<Vec<SealedKey>> {
    let by_row = "SELECT key_id, kind, sealed FROM keys WHERE length(key_id) = 32 AND id IN (SELECT key FROM certificates
        WHERE id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0))";
    connection.prepare_cached(by_row)?.query_map([], |row| Ok((row.get(0)?, text(row, 1)?, row.get(2)?)))?.collect()
}

/// Whether each opens, by its id.
fn opened(sealed: &[SealedKey], seals: &Seals) -> HashMap<[u8; 32], bool> {
    sealed.iter().map(|(id, kind, octets)| (*id, opens(seals, id, kind, octets))).collect()
}

/// Whether a key opens. It is sealed under its own id, so that one that does is the one of its certificate.
fn opens(seals: &Seals, id: &[u8; 32], kind: &str, sealed: &[u8]) -> bool {
    kind == KEY_KIND && seals.open_key(id, kind, sealed).is_some()
}

struct Keys<'a> {
    connection: &'a Connection,
    seals: &'a Seals,
    /// Whether each opens, of those that were read in one go.
    opened: HashMap<[u8; 32], bool>,
}

impl Keys<'_> {
    fn of(&self, certificate: &Certificate) -> rusqlite::Result<KeyState> {
        let id = key_id(certificate.public_key_der());
        let opens = match self.opened.get(&id) {
            Some(opens) => Some(*opens),
            None => {
                // the row of the certificate may lead to none, or to another one
                let mut select = self.connection.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1")?;
                select.query_row([id], |row| Ok(opens(self.seals, &id, row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?))).optional()?
            }
        };
        Ok(opens.map_or(KeyState::Missing, |opens| if opens { KeyState::Good } else { KeyState::Unreadable }))
    }
}
