//! The journal: one line for each change, numbered without gaps, each sealed together with the one before it.

use std::fmt;

use rusqlite::{OptionalExtension, params};
use time::OffsetDateTime;

use super::{Store, change::Change};
use crate::{
    certificate::Certificate,
    error::{Error, Result},
};

/// What a line of the journal tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Created,
    Issued,
    Added,
    Imported,
    Archived,
    Unarchived,
    Deleted,
    KeyExported,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Issued => "issued",
            Self::Added => "added",
            Self::Imported => "imported",
            Self::Archived => "archived",
            Self::Unarchived => "unarchived",
            Self::Deleted => "deleted",
            Self::KeyExported => "key-exported",
        })
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// From 1, without gaps.
    pub number: u64,
    /// When, UTC, in milliseconds.
    pub at: OffsetDateTime,
    /// By whom.
    pub actor: String,
    /// `created`, `issued`, `added`, `imported`, `archived`, `unarchived`, `deleted`, `key-exported`.
    pub kind: String,
    /// SHA-1 of the certificate concerned.
    pub thumbprint: Option<String>,
    /// What else is to be known, as a JSON object of texts.
    pub details: String,
}

/// A line as the table holds it.
struct Line {
    number: i64,
    at: i64,
    actor: String,
    kind: String,
    thumbprint: Option<String>,
    details: String,
    seal: Vec<u8>,
}

const COLUMNS: &str = "SELECT number, at, actor, kind, thumbprint, details, seal FROM journal";

impl Line {
    fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            kind: row.get(3)?,
            thumbprint: row.get(4)?,
            details: row.get(5)?,
            seal: row.get(6)?,
        })
    }

    /// Calls with all that the seal covers: this line and the seal before it.
    fn sealed_fields<T>(&self, before: &[u8], work: impl FnOnce(&[&[u8]]) -> T) -> T {
        let present: &[u8] = if self.thumbprint.is_some() { b"1" } else { b"0" };
        let thumbprint = self.thumbprint.as_deref().unwrap_or_default();
        let (number, at) = (self.number.to_be_bytes(), self.at.to_be_bytes());
        work(&[
            b"journal",
            before,
            &number,
            &at,
            self.actor.as_bytes(),
            self.kind.as_bytes(),
            present,
            thumbprint.as_bytes(),
            self.details.as_bytes(),
        ])
    }

    fn into_event(self) -> Result<Event> {
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.at) * 1_000_000);
        let damaged = || Error::Damaged { what: "the journal".to_owned(), why: format!("line {} has no date", self.number) };
        Ok(Event {
            number: self.number.unsigned_abs(),
            at: at.map_err(|_| damaged())?,
            actor: self.actor,
            kind: self.kind,
            thumbprint: self.thumbprint,
            details: self.details,
        })
    }
}

impl Change<'_> {
    /// Adds a line; it is written or lost together with the change.
    pub(super) fn record(&mut self, action: Action, about: Option<&Certificate>, details: &[(&str, String)]) -> Result<()> {
        let last = "SELECT number, seal FROM journal ORDER BY number DESC LIMIT 1";
        let last = self
            .sql(self.transaction.prepare_cached(last).and_then(|mut found| found.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()))?;
        let (number, before): (i64, Vec<u8>) = last.unwrap_or_default();
        let details: serde_json::Map<_, _> = details.iter().map(|(key, value)| ((*key).to_owned(), value.as_str().into())).collect();
        let mut line = Line {
            number: number.checked_add(1).ok_or_else(|| Error::Tampered { what: "the journal".to_owned() })?,
            at: (self.store.now().utc.unix_timestamp_nanos() / 1_000_000) as i64, // fits until the year 292,000,000
            actor: self.store.0.actor.clone(),
            kind: action.to_string(),
            thumbprint: about.map(|certificate| certificate.thumbprint().to_string()),
            details: serde_json::Value::Object(details).to_string(),
            seal: Vec::new(),
        };
        line.seal = line.sealed_fields(&before, |fields| self.seals.seal_record(fields));
        let insert = "INSERT INTO journal (number, at, actor, kind, thumbprint, details, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let insert = self.transaction.prepare_cached(insert);
        self.sql(
            insert.and_then(|mut row| row.execute(params![line.number, line.at, line.actor, line.kind, line.thumbprint, line.details, line.seal])),
        )?;
        Ok(())
    }
}

impl Store {
    /// Lines of the journal after number `since` (0: from the first), at most `limit`, in order. Each is compared with its
    /// seal and its predecessor's unless the store is locked.
    ///
    /// Lines cut off at the end are not noticed here.
    ///
    /// # Errors
    /// [`Error::Tampered`] with the number of the line that was altered or is missing.
    pub fn events(&self, since: u64, limit: usize) -> Result<Vec<Event>> {
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (before, lines) = self.read(|handle| {
            let transaction = self.sql(handle.connection.transaction())?; // both reads see the same journal
            let before = transaction.query_row("SELECT seal FROM journal WHERE number = ?1", [since], |row| row.get(0)).optional();
            let before: Vec<u8> = self.sql(before)?.unwrap_or_default();
            let mut statement = self.sql(transaction.prepare_cached(&format!("{COLUMNS} WHERE number > ?1 ORDER BY number LIMIT ?2")))?;
            let lines = self.sql(statement.query_map([since, limit], Line::from_row))?.collect::<rusqlite::Result<Vec<_>>>();
            Ok((before, self.sql(lines)?))
        })?;
        let mut before = before;
        let mut expected = since;
        for line in &lines {
            expected += 1;
            let sealed = self.0.seals.as_ref().is_none_or(|seals| line.sealed_fields(&before, |fields| seals.is_sealed(fields, &line.seal)));
            if line.number != expected || !sealed {
                return Err(Error::Tampered { what: format!("line {expected} of the journal") });
            }
            before.clone_from(&line.seal);
        }
        lines.into_iter().map(Line::into_event).collect()
    }

    /// The number of the last line; 0 if there is none.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn last_event(&self) -> Result<u64> {
        self.read(|handle| {
            let last = handle.connection.query_row("SELECT ifnull(max(number), 0) FROM journal", [], |row| row.get::<_, i64>(0));
            Ok(self.sql(last)?.unsigned_abs())
        })
    }
}
