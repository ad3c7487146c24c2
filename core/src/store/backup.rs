//! The backups that were made, as the store remembers them: what each holds, where it is, and when it was last proven to restore.

use std::{collections::HashMap, fmt, str::FromStr};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Store, altered::text, assignment, change::Change, document::Document, journal::Action, schema, seal::Seals};
use crate::{
    certificate::Thumbprint,
    date,
    error::{Error, Result},
};

/// What form a backup has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BackupKind {
    /// PKCS#12: the certificates and keys that roles need, for any program.
    #[default]
    Pfx,
    /// Everything that the store holds, for disaster recovery.
    Bundle,
}

impl fmt::Display for BackupKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pfx => "pfx",
            Self::Bundle => "bundle",
        })
    }
}

impl FromStr for BackupKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "pfx" => Ok(Self::Pfx),
            "bundle" => Ok(Self::Bundle),
            _ => Err(Error::InvalidArgument { what: "kind", why: "it is one of pfx, bundle".to_owned() }),
        }
    }
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BackupFile {
    /// Its name in the backup's location.
    pub name: String,
    /// How many octets it has.
    pub size: u64,
    /// SHA-256 of it, in hex.
    pub sha256: String,
}

/// A backup that was made and proven.
///
/// Serialized: its fields; times in RFC 3339, UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Backup {
    /// Its number, which is never used again.
    #[serde(default)]
    pub id: u64,
    /// When it was made, UTC.
    #[serde(with = "date::text")]
    pub at: OffsetDateTime,
    /// It was restored here, and made elsewhere or by another program: its files are never removed.
    #[serde(default)]
    pub restored: bool,
    /// What form it has.
    pub kind: BackupKind,
    /// The folder or the URL it was stored at.
    pub location: String,
    /// Its files there.
    pub files: Vec<BackupFile>,
    /// The only scope that was taken; `None`: all.
    pub scope: Option<String>,
    /// How many certificates with their keys it holds.
    pub keys: u64,
    /// How many certificates it holds in all.
    pub certificates: u64,
    /// SHA-1 of the certificates that should be in it and whose keys could not be taken.
    pub lacking: Vec<String>,
    /// When it was last proven that it restores; `None`: only its contents were, see `contents_proven`.
    #[serde(with = "date::optional_text")]
    pub proven: Option<OffsetDateTime>,
    /// When its contents were last proven, with a key that was made for the proof alone where recipients open it.
    #[serde(with = "date::text")]
    pub contents_proven: OffsetDateTime,
}

impl Backup {
    /// Where it is and of when.
    pub fn shown(&self) -> String {
        let verb = if self.restored { "restored, " } else { "" };
        let files = match self.files.as_slice() {
            [one] => one.name.clone(),
            files => format!("{} files", files.len()),
        };
        format!("backup {} ({verb}{}): {files} in {}", self.id, date::rfc3339(self.at), self.location)
    }
}

/// What became of scheduled backups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BackupState {
    /// In a row.
    pub(crate) failures: u32,
    #[serde(with = "date::optional_text")]
    pub(crate) failed_at: Option<OffsetDateTime>,
    pub(crate) why: Option<String>,
    pub(crate) claim: Option<BackupClaim>,
}

/// Who is making the backup that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BackupClaim {
    pub(crate) by: String,
    /// What tells this claim from any other of the same process.
    pub(crate) token: String,
    #[serde(with = "date::text")]
    pub(crate) until: OffsetDateTime,
}

impl BackupState {
    /// The document that holds it.
    pub(crate) const DOCUMENT: &'static str = "backup state";

    pub(crate) fn read(document: Option<&Document>) -> Result<Self> {
        let Some(document) = document else { return Ok(Self::default()) };
        let damaged = |_| Error::Damaged { what: "the state of backups".to_owned(), why: "a later version may have written it".to_owned() };
        serde_json::from_str(&document.text).map_err(damaged)
    }

    pub(crate) fn document(&self) -> Result<Document> {
        let text = serde_json::to_string(self).map_err(|error| Error::internal(format!("the state of backups cannot be written: {error}")))?;
        Ok(Document { text, secret: None })
    }
}

/// A row of the table.
pub(super) struct Record {
    id: i64,
    document: String,
    /// SHA-256 of the certificates whose keys it holds, one behind another.
    holds: Vec<u8>,
    seal: Vec<u8>,
}

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, document: text(row, 1)?, holds: row.get(2)?, seal: row.get(3)? })
    }

    /// All rows, the newest first.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "backups")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        let select = "SELECT id, document, holds, seal FROM backups ORDER BY id DESC";
        connection.prepare_cached(select)?.query_map([], Self::from_row)?.collect()
    }

    fn of(connection: &Connection, id: u64) -> rusqlite::Result<Option<Self>> {
        let Ok(id) = i64::try_from(id) else { return Ok(None) };
        connection.prepare_cached("SELECT id, document, holds, seal FROM backups WHERE id = ?1")?.query_row([id], Self::from_row).optional()
    }

    /// Calls with all that the seal covers.
    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        work(&[b"backup", &self.id.to_be_bytes(), self.document.as_bytes(), &Thumbprint::sha256_of(&self.holds)])
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.sealed(|fields| seals.is_sealed(fields, &self.seal))
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("backup {}", self.id)
    }

    fn has(&self, sha256: &[u8]) -> bool {
        self.holds.as_chunks::<32>().0.iter().any(|held| held == sha256)
    }

    /// The backup, if somebody with the store's key wrote of it.
    fn genuine(&self, seals: &Seals) -> Result<Backup> {
        let read = || serde_json::from_str::<Backup>(&self.document).ok().filter(|_| self.is_genuine(seals));
        let backup = read().ok_or_else(|| Error::Tampered { what: self.shown() })?;
        Ok(Backup { id: self.id.unsigned_abs(), ..backup })
    }
}

/// The rows that nobody with the key wrote.
pub(super) fn altered(connection: &Connection, seals: &Seals) -> rusqlite::Result<Vec<(i64, String)>> {
    Ok(Record::all(connection)?.into_iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.id, row.shown())).collect())
}

impl Store {
    /// The backups that were made and are still there as far as the store knows, the newest first.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who wrote of them. [`Error::Tampered`] for what was altered.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read of its backups" })?;
            self.sql(Record::all(&handle.connection))?.iter().map(|row| row.genuine(seals)).collect()
        })
    }

    /// The newest backup that holds the private key of a certificate, as far as the store knows; the certificate need not be here.
    ///
    /// # Errors
    /// As [`backups`](Self::backups).
    pub fn backup_that_holds(&self, thumbprint: &Thumbprint) -> Result<Option<Backup>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read of its backups" })?;
            let rows = self.sql(Record::all(&handle.connection))?;
            if rows.is_empty() {
                return Ok(None);
            }
            let sha256 = match thumbprint {
                Thumbprint::Sha256(sha256) => Some(*sha256),
                Thumbprint::Sha1(sha1) => self.sql(assignment::sha256_of(&handle.connection, sha1))?,
            };
            let Some(sha256) = sha256 else { return Ok(None) };
            rows.iter().find(|row| row.has(&sha256)).map(|row| row.genuine(seals)).transpose()
        })
    }

    /// What became of scheduled backups.
    pub(crate) fn backup_state(&self) -> Result<BackupState> {
        BackupState::read(self.document(BackupState::DOCUMENT)?.as_ref())
    }

    /// Tells of a scheduled backup that failed.
    pub(crate) fn note_failed_backup(&self, error: &Error) -> Result<()> {
        let details = [("status", error.status().code().to_owned()), ("why", error.to_string())];
        self.change("note a failed backup", |change| change.record_of(Action::BackupFailed, None, &details))
    }

    /// The backups that somebody with the key wrote of, the newest first; altered records are passed over, which `check` tells.
    pub(crate) fn genuine_backups(&self) -> Result<Vec<Backup>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read of its backups" })?;
            Ok(self.sql(Record::all(&handle.connection))?.iter().filter_map(|row| row.genuine(seals).ok()).collect())
        })
    }

    /// When the key of each certificate (by SHA-256) was last proven to be in a backup.
    pub(crate) fn backed_up(&self) -> Result<HashMap<[u8; 32], OffsetDateTime>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read of its backups" })?;
            let mut held: HashMap<[u8; 32], OffsetDateTime> = HashMap::new();
            for row in self.sql(Record::all(&handle.connection))? {
                let Some(at) = row.genuine(seals).ok().and_then(|backup| backup.proven) else { continue };
                for sha256 in row.holds.as_chunks::<32>().0 {
                    let known = held.entry(*sha256).or_insert(at);
                    *known = at.max(*known);
                }
            }
            Ok(held)
        })
    }

    /// Tells of files that were stored, were not proven, and could not be removed again.
    pub(crate) fn note_left_behind(&self, location: &str, files: &[&str]) -> Result<()> {
        let details = [("location", location.to_owned()), ("left behind, not proven", files.join(", "))];
        self.change("note what a backup left behind", |change| change.record_of(Action::BackupFailed, None, &details))
    }

    /// Remembers a backup, with SHA-256 of the certificates whose keys it holds.
    pub(crate) fn keep_backup(&self, backup: Backup, holds: &[[u8; 32]]) -> Result<Backup> {
        self.change("remember a backup", |change| {
            let row = Record { id: 0, document: written(&backup)?, holds: holds.concat(), seal: Vec::new() };
            change.sql(
                change.transaction.execute("INSERT INTO backups (document, holds, seal) VALUES (?1, ?2, x'')", params![row.document, row.holds]),
            )?;
            let row = Record { id: change.transaction.last_insert_rowid(), ..row };
            change.seal_backup(&row)?;
            let files: Vec<&str> = backup.files.iter().map(|file| file.name.as_str()).collect();
            let shown = match files.as_slice() {
                [] => String::new(),
                [one] => (*one).to_owned(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            };
            let details = [
                ("backup", row.id.to_string()),
                ("kind", backup.kind.to_string()),
                ("location", backup.location.clone()),
                ("files", shown),
                ("keys", backup.keys.to_string()),
                ("lacking", backup.lacking.join(" ")),
                ("proven", if backup.proven.is_some() { "yes" } else { "contents only" }.to_owned()),
            ];
            change.record_of(Action::BackedUp, None, &details)?;
            // as it is remembered, without fractions of a second
            let known = serde_json::from_str::<Backup>(&row.document);
            let known = known.map_err(|error| Error::internal(format!("a backup's record cannot be read: {error}")))?;
            Ok(Backup { id: row.id.unsigned_abs(), ..known })
        })
    }

    /// Notes that a backup was proven again, by what opens it for real.
    pub(crate) fn note_proof(&self, id: u64, at: OffsetDateTime) -> Result<()> {
        self.change("note a proof", |change| {
            let Some(row) = change.sql(Record::of(change.transaction, id))? else { return Ok(()) };
            let backup = Backup { proven: Some(at), contents_proven: at, ..row.genuine(&change.seals)? };
            change.seal_backup(&Record { document: written(&backup)?, ..row })?;
            change.record_of(Action::BackupProven, None, &[("backup", id.to_string())])
        })
    }

    /// Forgets a backup whose files are gone, with why.
    pub(crate) fn forget_backup(&self, id: u64, why: &str) -> Result<()> {
        self.change("forget a backup", |change| {
            let Some(row) = change.sql(Record::of(change.transaction, id))? else { return Ok(()) };
            change.sql(change.transaction.execute("DELETE FROM backups WHERE id = ?1", [row.id]))?;
            change.record_of(Action::BackupRemoved, None, &[("backup", id.to_string()), ("why", why.to_owned())])
        })
    }
}

fn written(backup: &Backup) -> Result<String> {
    serde_json::to_string(backup).map_err(|error| Error::internal(format!("a backup's record cannot be written: {error}")))
}

impl Change<'_> {
    fn seal_backup(&self, row: &Record) -> Result<()> {
        let seal = row.sealed(|fields| self.seals.seal_record(fields));
        let update = "UPDATE backups SET document = ?2, seal = ?3 WHERE id = ?1";
        self.sql(self.transaction.execute(update, params![row.id, row.document, seal])).map(|_| ())
    }

    /// Seals every record anew; refuses where one was altered.
    pub(super) fn seal_backups_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            row.genuine(&self.seals)?;
            let seal = row.sealed(|fields| seals.seal_record(fields));
            self.sql(self.transaction.execute("UPDATE backups SET seal = ?2 WHERE id = ?1", params![row.id, seal]))?;
        }
        Ok(())
    }
}
