//! The journal: one line for each change, numbered without gaps, each sealed together with the one before it. A sealed head
//! holds the number of the last line, so that lines that were cut off are missed.

use std::{collections::HashMap, fmt};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use time::OffsetDateTime;

use super::{Store, change::Change, diagnostic::DiagnosticCode, seal::Seals};
use crate::{
    certificate::{Certificate, Thumbprint},
    date::{rfc3339, serialize_rfc3339},
    error::{Error, Result, visible},
};

/// What a line of the journal tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Created,
    Upgraded,
    Issued,
    Added,
    Imported,
    Described,
    Archived,
    Unarchived,
    Deleted,
    KeyExported,
    Refused,
    UnlockFailed,
    ProtectorAdded,
    ProtectorChanged,
    ProtectorRemoved,
    KeyRotated,
    TrustAdded,
    TrustEnded,
    TrustRemoved,
    EndpointChanged,
    RoleDefined,
    RoleRemoved,
    Assigned,
    Unassigned,
    Retained,
    Replaced,
    NearExpiry,
    Expired,
    Adopted,
    Discarded,
    BackedUp,
    BackupFailed,
    BackupProven,
    BackupRemoved,
    BackupSettings,
    Restored,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Upgraded => "upgraded",
            Self::Issued => "issued",
            Self::Added => "added",
            Self::Imported => "imported",
            Self::Described => "described",
            Self::Archived => "archived",
            Self::Unarchived => "unarchived",
            Self::Deleted => "deleted",
            Self::KeyExported => "key-exported",
            Self::Refused => "refused",
            Self::UnlockFailed => "unlock-failed",
            Self::ProtectorAdded => "protector-added",
            Self::ProtectorChanged => "protector-changed",
            Self::ProtectorRemoved => "protector-removed",
            Self::KeyRotated => "key-rotated",
            Self::TrustAdded => "trust-added",
            Self::TrustEnded => "trust-ended",
            Self::TrustRemoved => "trust-removed",
            Self::EndpointChanged => "endpoint-changed",
            Self::RoleDefined => "role-defined",
            Self::RoleRemoved => "role-removed",
            Self::Assigned => "assigned",
            Self::Unassigned => "unassigned",
            Self::Retained => "retained",
            Self::Replaced => "replaced",
            Self::NearExpiry => "near-expiry",
            Self::Expired => "expired",
            Self::Adopted => "adopted",
            Self::Discarded => "discarded",
            Self::BackedUp => "backed-up",
            Self::BackupFailed => "backup-failed",
            Self::BackupProven => "backup-proven",
            Self::BackupRemoved => "backup-removed",
            Self::BackupSettings => "backup-settings",
            Self::Restored => "restored",
        })
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// From 1, without gaps.
    pub number: u64,
    /// When, UTC, in milliseconds.
    #[serde(serialize_with = "serialize_rfc3339")]
    pub at: OffsetDateTime,
    /// By whom: user, program and process, and what the host says of itself.
    pub actor: String,
    /// `created`, `upgraded`, `issued`, `added`, `imported`, `described`, `archived`, `unarchived`, `deleted`,
    /// `key-exported`, `refused`, `unlock-failed`, `protector-added`, `protector-changed`, `protector-removed`, `key-rotated`,
    /// `trust-added`, `trust-ended`, `trust-removed`, `endpoint-changed`, `role-defined`, `role-removed`, `assigned`, `unassigned`,
    /// `retained`, `replaced`, `near-expiry`, `expired`, `adopted`, `discarded`, `backed-up`, `backup-failed`, `backup-proven`,
    /// `backup-removed`, `backup-settings`, `restored`.
    pub kind: String,
    /// SHA-1 of the certificate concerned.
    pub thumbprint: Option<String>,
    /// What else is to be known, as a JSON object of texts.
    pub details: String,
}

/// A line as the table holds it.
pub(super) struct Line {
    number: i64,
    at: i64,
    actor: String,
    kind: String,
    thumbprint: Option<String>,
    details: String,
    seal: Vec<u8>,
}

const COLUMNS: &str = "SELECT number, at, actor, kind, thumbprint, details, seal FROM events";

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

    /// Role and scope, where it tells of an assignment.
    fn assigned_place(&self) -> Option<(String, String)> {
        if self.kind != "assigned" {
            return None;
        }
        let details: serde_json::Value = serde_json::from_str(&self.details).ok()?;
        Some((details["role"].as_str()?.to_owned(), details["scope"].as_str()?.to_owned()))
    }

    fn into_event(self) -> Result<Event> {
        let damaged = || Error::Damaged { what: "the journal".to_owned(), why: format!("line {} has no date", self.number) };
        Ok(Event {
            number: self.number.unsigned_abs(),
            at: moment(self.at).ok_or_else(damaged)?,
            actor: self.actor,
            kind: self.kind,
            thumbprint: self.thumbprint,
            details: self.details,
        })
    }
}

fn moment(milliseconds: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000).ok()
}

fn milliseconds(time: OffsetDateTime) -> i64 {
    (time.unix_timestamp_nanos() / 1_000_000) as i64 // fits until the year 292,000,000
}

/// Where the journal ends: the number and the seal of its last line. All zero before the first.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    number: i64,
    seal: Vec<u8>,
}

impl Head {
    /// The head as the store holds it, after its own seal was found right.
    pub(super) fn load(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<Self>> {
        let row =
            connection.prepare_cached("SELECT value FROM meta WHERE name = 'journal'")?.query_row([], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        let Some(row) = row else { return Ok(Err(Self::altered())) };
        let Some((number, rest)) = row.split_first_chunk::<8>() else { return Ok(Err(Self::altered())) };
        let Some((seal, own)) = rest.split_at_checked(rest.len().saturating_sub(32)) else { return Ok(Err(Self::altered())) };
        let head = Self { number: i64::from_be_bytes(*number), seal: seal.to_vec() };
        Ok(if seals.is_sealed(&head.fields(number), own) { Ok(head) } else { Err(Self::altered()) })
    }

    /// Writes it, sealed.
    pub(super) fn keep(&self, connection: &Connection, seals: &Seals) -> rusqlite::Result<()> {
        let number = self.number.to_be_bytes();
        let value = [number.as_slice(), &self.seal, &seals.seal_record(&self.fields(&number))].concat();
        let keep = "INSERT INTO meta VALUES ('journal', ?1) ON CONFLICT DO UPDATE SET value = excluded.value";
        connection.prepare_cached(keep)?.execute([value]).map(|_| ())
    }

    /// Of a journal that has no head yet.
    pub(super) fn of_last_line(connection: &Connection) -> rusqlite::Result<Self> {
        let last = connection
            .query_row("SELECT number, seal FROM events ORDER BY number DESC LIMIT 1", [], |row| Ok(Self { number: row.get(0)?, seal: row.get(1)? }));
        last.optional().map(Option::unwrap_or_default)
    }

    fn fields<'a>(&'a self, number: &'a [u8; 8]) -> [&'a [u8]; 3] {
        [b"journal head", number, &self.seal]
    }

    fn altered() -> Error {
        Error::Tampered { what: "the end of the journal".to_owned() }
    }

    /// Adds a line behind it and moves on.
    pub(super) fn append(&mut self, connection: &Connection, seals: &Seals, told: &Told<'_>) -> rusqlite::Result<()> {
        let details: serde_json::Map<_, _> = told.details.iter().map(|(key, value)| ((*key).to_owned(), value.as_str().into())).collect();
        let mut line = Line {
            number: self.number.saturating_add(1),
            at: milliseconds(told.at),
            actor: told.actor.to_owned(),
            kind: told.action.to_string(),
            thumbprint: told.thumbprint.clone(),
            details: serde_json::Value::Object(details).to_string(),
            seal: Vec::new(),
        };
        line.seal = line.sealed_fields(&self.seal, |fields| seals.seal_record(fields));
        let insert = "INSERT INTO events (number, at, actor, kind, thumbprint, details, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = connection.prepare_cached(insert)?;
        insert.execute(params![line.number, line.at, line.actor, line.kind, line.thumbprint, line.details, line.seal])?;
        *self = Self { number: line.number, seal: line.seal };
        Ok(())
    }
}

/// What a line is to tell.
pub(super) struct Told<'a> {
    pub(super) at: OffsetDateTime,
    pub(super) actor: &'a str,
    pub(super) action: Action,
    pub(super) thumbprint: Option<String>,
    pub(super) details: &'a [(&'a str, String)],
}

impl Change<'_> {
    /// Adds a line; it is written or lost together with the change.
    pub(super) fn record(&mut self, action: Action, about: Option<&Certificate>, details: &[(&str, String)]) -> Result<()> {
        self.record_of(action, about.map(|certificate| certificate.thumbprint().to_string()), details)
    }

    /// As `record`, for a certificate that may not parse.
    pub(super) fn record_of(&mut self, action: Action, thumbprint: Option<String>, details: &[(&str, String)]) -> Result<()> {
        let told = Told { at: self.store.now().utc, actor: &self.store.0.actor, action, thumbprint, details };
        self.tell(&told)
    }

    fn tell(&mut self, told: &Told<'_>) -> Result<()> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => {
                let head = self.sql(Head::load(self.transaction, &self.seals))??;
                let behind = self.transaction.prepare_cached("DELETE FROM events WHERE number > ?1");
                let strays = self.sql(behind.and_then(|mut behind| behind.execute([head.number])))?;
                self.tell_of_strays(head, strays)?
            }
        };
        self.sql(head.append(self.transaction, &self.seals, told))?;
        self.head = Some(head);
        Ok(())
    }

    /// Lines behind the sealed end were written without the key. They are taken away, and told of.
    fn tell_of_strays(&self, mut head: Head, strays: usize) -> Result<Head> {
        if strays > 0 {
            let message = format!("{strays} lines behind the end of the journal were written without the store's key, and taken away");
            self.note(DiagnosticCode::JournalStrays, message);
            let details = [("action", "journal".to_owned()), ("why", format!("{strays} lines were there that nobody with the key wrote"))];
            let actor = &self.store.0.actor;
            let told = Told { at: self.store.now().utc, actor, action: Action::Refused, thumbprint: None, details: &details };
            self.sql(head.append(self.transaction, &self.seals, &told))?;
        }
        Ok(head)
    }

    /// Takes over what was noted while nobody had the key: who failed to unlock the store, and when. Anybody who may write the
    /// file may have written it, so it is bounded, and told as no more than it is.
    pub(super) fn take_attempts(&mut self) -> Result<()> {
        let attempt = |row: &rusqlite::Row<'_>| -> rusqlite::Result<[String; 3]> {
            let text = |index: usize| row.get_ref(index).map(|text| visible(&String::from_utf8_lossy(text.as_bytes().unwrap_or_default())));
            Ok([row.get::<_, i64>(0).ok().and_then(moment).map_or_else(String::new, rfc3339), text(1)?, text(2)?])
        };
        let select = format!("SELECT at, substr(actor, 1, 256), substr(what, 1, 64) FROM attempts ORDER BY number LIMIT {MAX_ATTEMPTS}");
        let mut found = self.sql(self.transaction.prepare_cached(&select))?;
        let rows = found.query_map([], attempt).and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>);
        let rows = self.sql(rows)?;
        for [at, by, what] in &rows {
            self.record(Action::UnlockFailed, None, &[("at", at.clone()), ("by", by.clone()), ("what", what.clone())])?;
        }
        if !rows.is_empty() {
            let message = format!("{} failed attempts to unlock {} are told of in the journal", rows.len(), self.store.0.path.display());
            self.note(DiagnosticCode::UnlockFailed, message);
            let all = self.sql(self.transaction.execute("DELETE FROM attempts", []))?;
            if all > rows.len() {
                let why = format!("{} more notes of failed attempts were there than are kept", all - rows.len());
                self.record(Action::Refused, None, &[("action", "unlock".to_owned()), ("why", why)])?;
            }
        }
        Ok(())
    }
}

/// How many failed attempts are kept until someone with the key comes.
const MAX_ATTEMPTS: u32 = 100;

/// Notes that the store could not be unlocked. Whoever lacks the key cannot seal a line, so this is no line of the journal
/// yet; who may not write cannot even note it.
pub(super) fn note_attempt(connection: &Connection, now: OffsetDateTime, actor: &str, what: &str) {
    let insert = format!("INSERT INTO attempts (at, actor, what) SELECT ?1, ?2, ?3 WHERE (SELECT count(*) FROM attempts) < {MAX_ATTEMPTS}");
    let _ = connection.execute(&insert, params![milliseconds(now), actor, what]);
}

impl Store {
    /// Lines of the journal after number `since` (0: from the first), at most `limit`, in order. Each is compared with its
    /// seal and its predecessor's, and the last with the sealed head, unless the store is locked.
    ///
    /// # Errors
    /// [`Error::Tampered`] with the number of the line that was altered or is missing.
    pub fn events(&self, since: u64, limit: usize) -> Result<Vec<Event>> {
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|handle, seals| {
            let transaction = self.sql(handle.connection.transaction())?; // all see the same journal
            let before = transaction.query_row("SELECT seal FROM events WHERE number = ?1", [since], |row| row.get(0)).optional();
            let mut before: Vec<u8> = self.sql(before)?.unwrap_or_default();
            let mut statement = self.sql(transaction.prepare_cached(&format!("{COLUMNS} WHERE number > ?1 ORDER BY number LIMIT ?2")))?;
            let lines = self.sql(statement.query_map([since, rows], Line::from_row))?.collect::<rusqlite::Result<Vec<_>>>();
            let lines = self.sql(lines)?;
            let mut expected = since;
            for line in &lines {
                expected += 1;
                let sealed = seals.is_none_or(|seals| line.sealed_fields(&before, |fields| seals.is_sealed(fields, &line.seal)));
                if line.number != expected || !sealed {
                    return Err(Error::Tampered { what: format!("line {expected} of the journal") });
                }
                before.clone_from(&line.seal);
            }
            if let Some(seals) = seals {
                let head = self.sql(Head::load(&transaction, seals))??;
                let to_the_end = lines.len() < limit;
                if head.number > expected && to_the_end || head.number < expected && !lines.is_empty() {
                    return Err(Error::Tampered { what: format!("line {} of the journal", head.number.min(expected) + 1) });
                }
                if head.number == expected && head.seal != before && expected > 0 {
                    return Err(Head::altered());
                }
            }
            lines.into_iter().map(Line::into_event).collect()
        })
    }

    /// The last line that tells of a private key's leaving the store. What a stranger wrote behind the journal's end is passed over.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub(crate) fn last_export(&self, sha1: &Thumbprint) -> Result<Option<Event>> {
        let sha1 = sha1.to_string();
        let numbers = self.read(|handle, seals| {
            let Some(seals) = seals else { return Ok(Vec::new()) };
            let head = self.sql(Head::load(&handle.connection, seals))??;
            let last =
                "SELECT number FROM events WHERE kind = 'key-exported' AND thumbprint = ?1 AND number BETWEEN 1 AND ?2 ORDER BY number DESC LIMIT 8";
            let mut last = self.sql(handle.connection.prepare_cached(last))?;
            let numbers =
                last.query_map(params![sha1, head.number], |row| row.get::<_, i64>(0)).and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>);
            self.sql(numbers)
        })?;
        for number in numbers {
            let line = self.events(number.unsigned_abs() - 1, 1)?.pop(); // each is 1 or more
            // the index that led here is not sealed, the line is
            if let Some(line) = line.filter(|line| line.kind == "key-exported" && line.thumbprint.as_deref() == Some(&sha1)) {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    /// Where each certificate, by SHA-1, was ever assigned, by the journal, every line of which is verified: role and scope, which is empty
    /// for the whole installation.
    pub(crate) fn ever_assigned(&self) -> Result<HashMap<String, Vec<(String, String)>>> {
        self.read_at_once(|transaction, seals, _| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read its journal" })?;
            let mut all: HashMap<String, Vec<(String, String)>> = HashMap::new();
            let whole = each_line(transaction, seals, Strays::PassedOver, |_, line| {
                if let (Some(place), Some(thumbprint)) = (line.assigned_place(), &line.thumbprint) {
                    all.entry(thumbprint.clone()).or_default().push(place);
                }
                Ok(())
            });
            self.sql(whole)??;
            Ok(all)
        })
    }

    /// Whether a certificate was made while the clock was ahead of the present: the line that tells of it is from later, and a line before
    /// that is not.
    pub(crate) fn was_made_ahead(&self, sha1: &Thumbprint) -> Result<bool> {
        let (sha1, now) = (sha1.to_string(), milliseconds(self.now().utc));
        self.read_at_once(|transaction, seals, _| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read its journal" })?;
            let (mut before, mut ahead) = (false, false);
            let whole = each_line(transaction, seals, Strays::PassedOver, |_, line| {
                if line.kind == "issued" && line.thumbprint.as_deref() == Some(&sha1) {
                    ahead = before && line.at > now;
                }
                before |= line.at <= now;
                Ok(())
            });
            self.sql(whole)??;
            Ok(ahead)
        })
    }

    /// The last line that somebody with the key wrote.
    pub(crate) fn last_sealed_event(&self) -> Result<Option<Event>> {
        let last = self.read(|handle, seals| match seals {
            Some(seals) => Ok(self.sql(Head::load(&handle.connection, seals))??.number),
            None => Err(Error::StoreLocked { action: "read its journal" }),
        })?;
        match last.checked_sub(1) {
            Some(before) if before >= 0 => Ok(self.events(before.unsigned_abs(), 1)?.pop()),
            _ => Ok(None),
        }
    }

    /// The number of the last line; 0 if there is none.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn last_event(&self) -> Result<u64> {
        self.read(|handle, _| {
            let last = handle.connection.prepare_cached("SELECT ifnull(max(number), 0) FROM events");
            Ok(self.sql(last.and_then(|mut last| last.query_row([], |row| row.get::<_, i64>(0))))?.unsigned_abs())
        })
    }

    /// The number of the last line before this time: `events` after it gives the lines from that time on.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn last_event_before(&self, time: OffsetDateTime) -> Result<u64> {
        self.read(|handle, _| {
            let first = handle
                .connection
                .query_row("SELECT min(number) FROM events WHERE at >= ?1 AND number > 0", [milliseconds(time)], |row| row.get::<_, Option<i64>>(0));
            match self.sql(first)? {
                Some(first) => Ok(first.saturating_sub(1).unsigned_abs()),
                None => self
                    .sql(handle.connection.query_row("SELECT ifnull(max(number), 0) FROM events", [], |row| row.get::<_, i64>(0)))
                    .map(i64::unsigned_abs),
            }
        })
    }
}

/// The certificate that was last assigned to a role in a scope, by SHA-1, as the lines say that were verified one by one.
pub(super) fn last_assigned(connection: &Connection, seals: &Seals, role: &str, scope: &str) -> rusqlite::Result<Result<Option<String>>> {
    let mut last = None;
    let whole = each_line(connection, seals, Strays::PassedOver, |_, line| {
        if line.assigned_place().is_some_and(|(of, at)| of == role && at.eq_ignore_ascii_case(scope)) {
            last.clone_from(&line.thumbprint);
        }
        Ok(())
    })?;
    Ok(whole.map(|_| last))
}

/// Whether a line says which installation the store is of.
pub(super) fn tells_installation(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<bool>> {
    let mut told = false;
    let whole = each_line(connection, seals, Strays::PassedOver, |_, line| {
        told |= line.kind == Action::Adopted.to_string() || line.kind == Action::Created.to_string() && line.details.contains("\"installation\"");
        Ok(())
    })?;
    Ok(whole.map(|_| told))
}

/// Whether every line is there and right, up to the sealed head.
pub(super) fn verify(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<()>> {
    each_line(connection, seals, Strays::Refused, |_, _| Ok(())).map(|whole| whole.map(|_| ()))
}

/// Seals every line and the head anew under another key, after each was found right under the old one.
pub(super) fn seal_anew(connection: &Connection, old: &Seals, new: &Seals) -> rusqlite::Result<Result<()>> {
    let mut is = Vec::new();
    let whole = each_line(connection, old, Strays::Refused, |connection, line| {
        is = line.sealed_fields(&is, |fields| new.seal_record(fields));
        connection.prepare_cached("UPDATE events SET seal = ?2 WHERE number = ?1")?.execute(params![line.number, is]).map(|_| ())
    })?;
    match whole {
        Ok(number) => Head { number, seal: is }.keep(connection, new).map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// What becomes of lines behind the sealed end, which somebody without the key wrote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strays {
    PassedOver,
    Refused,
}

/// Calls with each line in turn, after it was found right; gives the number of the last, after that was found to be the head's.
fn each_line(
    connection: &Connection,
    seals: &Seals,
    strays: Strays,
    mut work: impl FnMut(&Connection, &Line) -> rusqlite::Result<()>,
) -> rusqlite::Result<Result<i64>> {
    let head = match Head::load(connection, seals)? {
        Ok(head) => head,
        Err(error) => return Ok(Err(error)),
    };
    let (mut before, mut number) = (Vec::new(), 0_i64);
    let altered = |number| Ok(Err(Error::Tampered { what: format!("line {number} of the journal") }));
    loop {
        let mut select = connection.prepare_cached(&format!("{COLUMNS} WHERE number > ?1 ORDER BY number LIMIT 1000"))?;
        let after = if number == 0 { i64::MIN } else { number }; // there is none below 1 that anybody with the key wrote
        let mut lines = select.query_map([after], Line::from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if strays == Strays::PassedOver {
            lines.retain(|line| line.number <= head.number);
        }
        for line in &lines {
            if line.number != number + 1 || !line.sealed_fields(&before, |fields| seals.is_sealed(fields, &line.seal)) {
                return altered(number + 1);
            }
            work(connection, line)?;
            before.clone_from(&line.seal);
            number = line.number;
        }
        if lines.is_empty() {
            break;
        }
    }
    if head.number != number || head.seal != before {
        return altered(number + 1);
    }
    Ok(Ok(number))
}
