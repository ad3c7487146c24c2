//! What the certificates of a store are for, read at one moment.

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::mpsc,
    thread,
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    Store,
    altered::text,
    assignment::{self, Assignment},
    change::KEY_KIND,
    entry::{Entry, Unread, select_entries},
    name::StoreName,
    role::{self, Role},
    seal::Seals,
};
use crate::{
    certificate::Thumbprint,
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
            let rows = self.sql(assignment::rows(transaction))?;
            let (share, shared) = mpsc::channel::<Vec<Unread>>();
            let (share_keys, shared_keys) = mpsc::channel();
            // another thread verifies what was read and parses every other handful of certificates, while this one reads
            let (found, verified) = thread::scope(|scope| {
                let rows = &rows;
                let beside = scope.spawn(move || {
                    let verified = assignment::in_order(rows, seals);
                    let opened = shared_keys.recv().map(|sealed: Vec<SealedKey>| opened(&sealed, seals)).unwrap_or_default();
                    let parsed = shared.iter().flatten().filter_map(|unread| self.parsed(unread, seals)).collect::<Vec<_>>();
                    (verified, opened, parsed)
                });
                let found = self.read_needed(transaction, seals, names, &share_keys, share);
                drop(share_keys); // after which the other thread waits for nothing more
                (found, beside.join())
            });
            let (verified, opened, parsed) = verified.map_err(|_| Error::internal("the thread that verifies assignments failed"))?;
            let mut entries: HashMap<Thumbprint, Parsed> = HashMap::with_capacity(parsed.len() * 2 + HANDFUL);
            entries.extend(found?.into_iter().chain(parsed).map(|parsed| (parsed.sha256, parsed)));
            let keys = Keys { connection: transaction, seals, opened };
            let (holding, former): (Vec<_>, Vec<_>) = verified?.into_iter().partition(Assignment::holds);
            let mut held: Vec<Held> = Vec::with_capacity(holding.len());
            let mut here: HashMap<Thumbprint, usize> = HashMap::with_capacity(holding.len());
            for assignment in holding {
                let known = here.get(&assignment.sha256).and_then(|index| held.get(*index));
                let (entry, key) = match (known, entries.remove(&assignment.sha256)) {
                    (Some(known), _) => (known.entry.clone(), known.key),
                    (None, Some(parsed)) => {
                        let key = self.sql(keys.of(&parsed.key_id))?;
                        (Some(parsed.entry), key)
                    }
                    // it may have been deleted and come back, in another row
                    (None, None) => match self.by_sha256(transaction, seals, names, &assignment.sha256)? {
                        Some(entry) => {
                            let key = self.sql(keys.of(&key_id(entry.public_key_der())))?;
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
    /// The keys and the certificates that the rows of assignments lead to: reads them all, hands the keys and every other handful of
    /// certificates over, and parses the rest.
    fn read_needed(
        &self,
        transaction: &Connection,
        seals: &Seals,
        names: &mut HashMap<i64, StoreName>,
        share_keys: &mpsc::Sender<Vec<SealedKey>>,
        share: mpsc::Sender<Vec<Unread>>,
    ) -> Result<Vec<Parsed>> {
        // who would take what is handed over is gone only where it failed, which is told when it is waited for
        let _ = share_keys.send(self.sql(sealed_keys(transaction))?);
        let by_row = select_entries!("c.id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0) ORDER BY c.id");
        let (mut own, mut handful, mut is_own) = (Vec::new(), Vec::with_capacity(HANDFUL), true);
        self.each_unread(transaction, names, by_row, [], |unread| {
            handful.push(unread);
            if handful.len() == HANDFUL {
                let full = mem::replace(&mut handful, Vec::with_capacity(HANDFUL));
                if is_own {
                    own.push(full);
                } else {
                    let _ = share.send(full);
                }
                is_own = !is_own;
            }
        })?;
        drop(share);
        Ok(own.into_iter().flatten().chain(handful).filter_map(|unread| self.parsed(unread, seals)).collect())
    }

    /// One that does not parse is none.
    fn parsed(&self, unread: Unread, seals: &Seals) -> Option<Parsed> {
        let entry = self.read_entry(unread, Some(seals)).ok()?;
        Some(Parsed { sha256: entry.sha256(), key_id: key_id(entry.public_key_der()), entry })
    }

    fn by_sha256(&self, connection: &Connection, seals: &Seals, names: &mut HashMap<i64, StoreName>, sha256: &Thumbprint) -> Result<Option<Entry>> {
        let found = self.rows(connection, Some(seals), names, select_entries!("c.sha256 = ?1"), [sha256.as_bytes()])?;
        Ok(found.into_iter().flatten().find(|entry| entry.sha256() == *sha256))
    }
}

/// How many certificates are handed over at a time.
const HANDFUL: usize = 32;

struct Parsed {
    sha256: Thumbprint,
    key_id: [u8; 32],
    entry: Entry,
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
    fn of(&self, id: &[u8; 32]) -> rusqlite::Result<KeyState> {
        let opens = match self.opened.get(id) {
            Some(opens) => Some(*opens),
            None => {
                // the row of the certificate may lead to none, or to another one
                let mut select = self.connection.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1")?;
                select.query_row([id], |row| Ok(opens(self.seals, id, row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?))).optional()?
            }
        };
        Ok(opens.map_or(KeyState::Missing, |opens| if opens { KeyState::Good } else { KeyState::Unreadable }))
    }
}
