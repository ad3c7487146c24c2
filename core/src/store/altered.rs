//! Rows that somebody without the key added or altered: how they are read, and taken away.

use rusqlite::{Connection, Row};

use super::{Store, assignment, backup, change::Change, document, journal::Action, role, seal::Seals, succession};
use crate::error::Result;

/// A text as it stands in a row, which may be none: what is altered is to be shown, not to stop the reader.
pub(super) fn text(row: &Row<'_>, index: usize) -> rusqlite::Result<String> {
    Ok(String::from_utf8_lossy(row.get_ref(index)?.as_bytes_or_null()?.unwrap_or_default()).into_owned())
}

/// The rows of a table that nobody with the key wrote: the number of each, and how it is named.
type Altered = fn(&Connection, &Seals) -> rusqlite::Result<Vec<(i64, String)>>;

/// The tables that `discard_altered` goes through.
const TABLES: [(&str, Altered); 5] = [
    ("roles", role::altered),
    ("assignments", assignment::altered),
    ("successions", succession::altered),
    ("backups", backup::altered),
    ("documents", document::altered),
];

impl Store {
    /// Takes away the roles, assignments, successions, records of backups and their settings that somebody without the key added or altered, which keep others from being
    /// read; each is told in the journal. Says what they were. What they said before is not restored: assign again what serves.
    ///
    /// # Errors
    /// [`Error::StoreLocked`](crate::Error::StoreLocked), [`Error::Io`](crate::Error::Io).
    pub fn discard_altered(&self) -> Result<Vec<String>> {
        self.change("discard what was altered", |change| change.discard_altered())
    }
}

impl Change<'_> {
    fn discard_altered(&mut self) -> Result<Vec<String>> {
        let mut discarded = Vec::new();
        for (table, altered) in TABLES {
            for (number, what) in self.sql(altered(self.transaction, &self.seals))? {
                self.sql(self.transaction.execute(&format!("DELETE FROM {table} WHERE rowid = ?1"), [number]))?;
                self.record_of(Action::Discarded, None, &[("what", what.clone())])?;
                discarded.push(what);
            }
        }
        Ok(discarded)
    }
}
