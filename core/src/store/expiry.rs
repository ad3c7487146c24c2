//! That a certificate nears its end, or has come to it, told in the journal once each.

use std::collections::HashSet;

use rusqlite::{Connection, params};
use time::Duration;

use super::{Store, assignment, change::Change, entry::select_entries, journal::Action};
use crate::{certificate::Thumbprint, date::rfc3339, error::Result};

/// How long before its end a certificate is near it.
pub(crate) const NEAR: Duration = Duration::days(30);
/// How many are told of in one transaction.
const BATCH: i64 = 256;

/// Those that were not told of and end before a time.
const UNTOLD: &str = "SELECT id, not_after FROM certificates
    WHERE expiry_told IS NULL AND key IS NOT NULL AND not_after < ?1 ORDER BY not_after LIMIT ?2";
/// Those that were told to be near their end, which is before a time.
const TOLD_NEAR: &str = "SELECT id, not_after FROM certificates WHERE expiry_told = 1 AND not_after < ?1 ORDER BY not_after LIMIT ?2";

/// Row and notAfter of those that are due.
fn due(connection: &Connection, sql: &str, before: i64, limit: i64) -> rusqlite::Result<Vec<(i64, i64)>> {
    connection.prepare_cached(sql)?.query_map([before, limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Store {
    /// Tells in the journal of every certificate that ends within 30 days, and of every one that has ended: `near-expiry` and
    /// `expired`, once each. Those without a private key here are not told of, nor are archived ones that no role needs. Says how many
    /// lines were written; none by a store that is locked. `preflight`, `overview`, `expiry_report` and a watch do this by themselves.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::Busy`](crate::Error::Busy).
    pub fn tell_expiries(&self) -> Result<usize> {
        let now = self.now().utc;
        let (present, soon) = (now.unix_timestamp(), now.saturating_add(NEAR).unix_timestamp());
        let any_is_due = || {
            self.read(|handle, _| {
                let connection = &handle.connection;
                let any = || -> rusqlite::Result<bool> {
                    Ok(!(due(connection, UNTOLD, soon, 1)?.is_empty() && due(connection, TOLD_NEAR, present, 1)?.is_empty()))
                };
                self.sql(any())
            })
        };
        let mut told = 0;
        while !self.is_locked() && any_is_due()? {
            let (marked, lines) = self.change("tell of what expires", |change| {
                let mut all = change.sql(due(change.transaction, UNTOLD, soon, BATCH))?;
                all.extend(change.sql(due(change.transaction, TOLD_NEAR, present, BATCH))?);
                let needed = change.sql(assignment::needed(change.transaction))?;
                let (mut marked, mut lines) = (0, 0);
                for (id, not_after) in all {
                    if change.mark_told(id, not_after < present)? {
                        marked += 1;
                        lines += change.tell_expiry(id, &needed)?;
                    }
                }
                Ok((marked, lines))
            })?;
            told += lines;
            if marked == 0 {
                break; // an index leads to those that were told of: `check` finds it
            }
        }
        Ok(told)
    }

    /// The same, for who has something else to do: nothing comes of it where the store cannot be written.
    pub(crate) fn try_to_tell_expiries(&self) {
        let _ = self.tell_expiries();
    }
}

impl Change<'_> {
    /// Marks a certificate as told of; says whether it was not before.
    fn mark_told(&mut self, id: i64, has_ended: bool) -> Result<bool> {
        let update = "UPDATE certificates SET expiry_told = ?2 WHERE id = ?1 AND ifnull(expiry_told, 0) < ?2";
        Ok(self.sql(self.transaction.execute(update, params![id, if has_ended { 2 } else { 1 }]))? > 0)
    }

    /// Tells of a certificate; says how many lines were written. Nothing is told of one that is archived and not needed, nor of one whose
    /// row does not say what it says itself, which `check` finds.
    fn tell_expiry(&mut self, id: i64, needed: &HashSet<[u8; 32]>) -> Result<usize> {
        let found = self.store.rows(self.transaction, Some(&self.seals), self.names, select_entries!("c.id = ?1"), [id])?;
        let Some(entry) = found.into_iter().flatten().next() else { return Ok(0) };
        if entry.archived() && !needed.contains(&Thumbprint::sha256_of(entry.der())) {
            self.sql(self.transaction.execute("UPDATE certificates SET expiry_told = 3 WHERE id = ?1", [id]))?; // until it comes back
            return Ok(0);
        }
        let left = entry.not_after() - self.store.now().utc;
        let action = match (left.is_negative(), left < NEAR) {
            (true, _) => Action::Expired,
            (_, true) => Action::NearExpiry,
            _ => return Ok(0),
        };
        self.record(action, Some(&entry), &[("not after", rfc3339(entry.not_after())), ("subject", entry.subject().to_string())])?;
        Ok(1)
    }
}
