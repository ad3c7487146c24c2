//! What the certificates of a store are for, read at one moment.

use std::collections::{HashMap, HashSet};

use rusqlite::Statement;

use super::{
    Store,
    assignment::{self, Assignment},
    change::KEY_KIND,
    entry::{Entry, select_entries},
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
    /// Every certificate that is required.
    pub(crate) required: HashSet<[u8; 32]>,
    /// How many certificates there are.
    pub(crate) certificates: u64,
}

impl Store {
    /// What its certificates are for.
    pub(crate) fn uses(&self) -> Result<Uses> {
        self.read_at_once(|transaction, seals, names| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what its certificates are for" })?;
            let (held, former): (Vec<_>, Vec<_>) = self.sql(assignment::all(transaction, seals))??.into_iter().partition(Assignment::holds);
            let of_rows = select_entries!("c.id IN (SELECT certificate FROM assignments WHERE until IS NULL OR retained <> 0) ORDER BY c.id");
            let mut entries: HashMap<Thumbprint, (KeyState, Entry)> = HashMap::with_capacity(held.len());
            let mut keys = self.sql(transaction.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1"))?;
            for entry in self.rows(transaction, Some(seals), names, of_rows, [])?.into_iter().flatten() {
                entries.insert(entry.sha256(), (self.sql(key_state(&mut keys, seals, &entry))?, entry));
            }
            let mut all = Vec::with_capacity(held.len());
            for assignment in held {
                if let Some((key, entry)) = entries.get(&assignment.sha256) {
                    all.push(Held { assignment, entry: Some(entry.clone()), key: *key });
                    continue;
                }
                // it may have been deleted and come back, under another number
                let found = self.rows(transaction, Some(seals), names, select_entries!("c.sha256 = ?1"), [assignment.sha256.as_bytes()])?;
                let entry = found.into_iter().flatten().find(|entry| entry.sha256() == assignment.sha256);
                let key = entry.as_ref().map(|entry| self.sql(key_state(&mut keys, seals, entry))).transpose()?;
                all.push(Held { assignment, entry, key: key.unwrap_or(KeyState::Missing) });
            }
            let mut required = self.otherwise_required(transaction, Some(seals), names)?;
            required.extend(all.iter().filter_map(|held| <[u8; 32]>::try_from(held.assignment.sha256.as_bytes()).ok()));
            let count = transaction.query_row("SELECT count(*) FROM certificates", [], |row| row.get::<_, i64>(0));
            Ok(Uses { roles: self.sql(role::all(transaction, seals))??, held: all, former, required, certificates: self.sql(count)?.unsigned_abs() })
        })
    }
}

/// What is found of the key of a certificate. A key is sealed under its own id, so that one that opens is the one of that certificate.
fn key_state(keys: &mut Statement<'_>, seals: &Seals, certificate: &Certificate) -> rusqlite::Result<KeyState> {
    let id = key_id(certificate.public_key_der());
    let mut rows = keys.query([id])?;
    let Some(row) = rows.next()? else { return Ok(KeyState::Missing) };
    let (kind, sealed) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?);
    Ok(if kind == KEY_KIND && seals.open_key(&id, kind, sealed).is_some() { KeyState::Good } else { KeyState::Unreadable })
}
