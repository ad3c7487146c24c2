//! The tables, and how a database is told from other files.
//!
//! `application_id` says that it is a store, `user_version` holds the schema's major version. Within a major version only
//! tables, indexes and nullable columns are added, so that older programs go on beside newer ones; `meta` counts them.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, ffi};

use super::diagnostic::{DiagnosticCode, Diagnostics};
use crate::error::{Error, Result, visible};

/// "CWRT".
pub(super) const APPLICATION_ID: i32 = 0x4357_5254;
/// The schema's major version that this program reads and writes.
pub(super) const VERSION: u32 = 2;

/// Public data is plain; `seal` columns are HMACs, `sealed` and `wrapped` are ciphertexts. What can be had from `der` stands
/// in columns only to be found by it.
pub(super) const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE protectors (
    id BLOB PRIMARY KEY, kind TEXT NOT NULL, parameters TEXT NOT NULL, wrapped BLOB NOT NULL, seal BLOB NOT NULL
) STRICT;
CREATE TABLE stores (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
CREATE TABLE keys (id INTEGER PRIMARY KEY, key_id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE certificates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha1 BLOB NOT NULL, sha256 BLOB NOT NULL UNIQUE, key_id BLOB NOT NULL, key INTEGER REFERENCES keys,
    subject TEXT NOT NULL COLLATE NOCASE, issuer TEXT NOT NULL COLLATE NOCASE, serial TEXT NOT NULL,
    not_before INTEGER NOT NULL, not_after INTEGER NOT NULL,
    is_ca INTEGER NOT NULL, self_issued INTEGER NOT NULL, subject_key_id BLOB, key_algorithm TEXT NOT NULL, signature_hash TEXT,
    archived INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL,
    friendly_name TEXT COLLATE NOCASE, tags TEXT, der BLOB NOT NULL
) STRICT;
CREATE INDEX certificates_sha1 ON certificates (sha1);
CREATE INDEX certificates_key_id ON certificates (key_id);
CREATE INDEX certificates_key ON certificates (key) WHERE key IS NOT NULL;
CREATE INDEX certificates_subject ON certificates (subject);
CREATE INDEX certificates_issuer ON certificates (issuer);
CREATE INDEX certificates_serial ON certificates (serial);
CREATE INDEX certificates_not_before ON certificates (not_before);
CREATE INDEX certificates_not_after ON certificates (not_after);
CREATE INDEX certificates_ca ON certificates (is_ca) WHERE is_ca = 1;
CREATE INDEX certificates_subject_key_id ON certificates (subject_key_id) WHERE subject_key_id IS NOT NULL;
CREATE INDEX certificates_archived ON certificates (archived) WHERE archived = 1;
CREATE INDEX certificates_friendly_name ON certificates (friendly_name) WHERE friendly_name IS NOT NULL;
CREATE TABLE tags (
    certificate INTEGER NOT NULL REFERENCES certificates ON DELETE CASCADE, tag TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (tag, certificate)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_certificate ON tags (certificate);
CREATE TABLE alt_names (
    certificate INTEGER NOT NULL REFERENCES certificates ON DELETE CASCADE,
    kind TEXT NOT NULL, value TEXT NOT NULL COLLATE NOCASE, parent TEXT COLLATE NOCASE
) STRICT;
CREATE INDEX alt_names_value ON alt_names (value);
CREATE INDEX alt_names_parent ON alt_names (parent) WHERE parent IS NOT NULL;
CREATE INDEX alt_names_certificate ON alt_names (certificate);
CREATE TABLE memberships (
    certificate INTEGER NOT NULL REFERENCES certificates ON DELETE CASCADE,
    store INTEGER NOT NULL REFERENCES stores, seal BLOB NOT NULL, PRIMARY KEY (certificate, store)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_store ON memberships (store, certificate);
CREATE TABLE events (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
    thumbprint TEXT, details TEXT NOT NULL, seal BLOB NOT NULL
) STRICT;
CREATE INDEX events_at ON events (at);
CREATE TABLE attempts (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL) STRICT;
";

/// What was added to the tables since the major version began, in order; never changed, only appended to.
const ADDITIONS: &[&str] = &[
    "CREATE TABLE decisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, port INTEGER NOT NULL, pin TEXT NOT NULL,
        decided_by TEXT NOT NULL, why TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, der BLOB NOT NULL, ended INTEGER, seal BLOB NOT NULL
    ) STRICT;
    CREATE INDEX decisions_server ON decisions (host, port);
    CREATE TABLE crls (
        id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, issuer BLOB NOT NULL, this_update INTEGER NOT NULL, next_update INTEGER,
        added INTEGER NOT NULL, der BLOB NOT NULL, seal BLOB NOT NULL
    ) STRICT;",
    "CREATE TABLE endpoints (
        name TEXT PRIMARY KEY, state TEXT NOT NULL, port INTEGER NOT NULL, sha256 BLOB, generated INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;",
    "CREATE TABLE roles (
        name TEXT PRIMARY KEY, description TEXT NOT NULL, essential INTEGER NOT NULL, in_backup INTEGER NOT NULL,
        expiry_matters INTEGER NOT NULL, purpose TEXT NOT NULL, default_key TEXT, renewable INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;
    CREATE TABLE assignments (
        id INTEGER PRIMARY KEY AUTOINCREMENT, role TEXT NOT NULL, scope TEXT NOT NULL COLLATE NOCASE, sha256 BLOB NOT NULL, sha1 BLOB NOT NULL,
        certificate INTEGER, since INTEGER NOT NULL, until INTEGER, retained INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX assignments_current ON assignments (role, scope) WHERE until IS NULL;
    CREATE INDEX assignments_place ON assignments (role, scope);
    CREATE INDEX assignments_certificate ON assignments (sha256);
    CREATE INDEX assignments_sha1 ON assignments (sha1);
    CREATE TABLE successions (
        old BLOB PRIMARY KEY, old_sha1 BLOB NOT NULL, new BLOB NOT NULL, new_sha1 BLOB NOT NULL, at INTEGER NOT NULL, seal BLOB NOT NULL
    ) STRICT;
    CREATE INDEX successions_old_sha1 ON successions (old_sha1);
    CREATE INDEX successions_new ON successions (new);
    ALTER TABLE certificates ADD COLUMN expiry_told INTEGER;
    CREATE INDEX certificates_untold ON certificates (not_after) WHERE expiry_told IS NULL AND key IS NOT NULL;
    CREATE INDEX certificates_told_near ON certificates (not_after) WHERE expiry_told = 1;
    CREATE INDEX certificates_issued ON certificates (issuer, not_after) WHERE self_issued = 0;
    CREATE INDEX events_exported ON events (thumbprint, number) WHERE kind = 'key-exported';",
    "CREATE TABLE backups (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, holds BLOB NOT NULL, seal BLOB NOT NULL) STRICT;
    CREATE TABLE documents (name TEXT PRIMARY KEY, document TEXT NOT NULL, secret BLOB, seal BLOB NOT NULL) STRICT;",
    #[cfg(feature = "schema-addition")]
    "CREATE TABLE from_the_future (certificate INTEGER REFERENCES certificates ON DELETE CASCADE, value TEXT) STRICT;
    ALTER TABLE certificates ADD COLUMN future TEXT;
    CREATE INDEX certificates_future ON certificates (future) WHERE future IS NOT NULL;",
];

/// Refuses a database that is no store, one of another major version, and one with more in it than tables and indexes.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<()> {
    let (found, known) = (version(connection, path)?, VERSION);
    if found < known {
        return Err(Error::OlderSchema { path: path.display().to_string(), found, known });
    }
    check_contents(connection, path)
}

/// Refuses a database with more in it than tables and indexes.
pub(super) fn check_contents(connection: &Connection, path: &Path) -> Result<()> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| sqlite(&error, path));
    // a view in place of a table can keep its reader busy for ever, and a trigger acts in the name of whoever writes
    if number("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'")? != 0 {
        return Err(Error::Tampered { what: format!("the store {} (it holds a view, a trigger or a virtual table)", path.display()) });
    }
    Ok(())
}

/// The major version of a store that is not of a later one than this program knows.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<u32> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| sqlite(&error, path));
    if number("PRAGMA application_id")? != i64::from(APPLICATION_ID) {
        return Err(Error::NotAStore { path: path.display().to_string(), why: "it is a database of another program".to_owned() });
    }
    let found = u32::try_from(number("PRAGMA user_version")?).unwrap_or(u32::MAX);
    if found > VERSION {
        let written_by = connection.query_row("SELECT value FROM meta WHERE name = 'written_by'", [], |row| row.get(0)).optional();
        return Err(Error::NewerSchema {
            path: path.display().to_string(),
            found,
            known: VERSION,
            written_by: written_by.ok().flatten().map_or_else(|| "of a newer version".to_owned(), |text: String| visible(&text)),
        });
    }
    Ok(found)
}

/// Refuses to go on where another version upgraded the store under a program that has it open.
pub(super) fn must_be_current(connection: &Connection, path: &Path) -> Result<()> {
    let found = connection.prepare_cached("PRAGMA user_version").and_then(|mut version| version.query_row([], |row| row.get::<_, u32>(0)));
    match found.map_err(|error| sqlite(&error, path))? {
        VERSION => Ok(()),
        _ => check(connection, path),
    }
}

/// Adds what this program knows of and the store does not have yet. A store that knows more is left as it is.
pub(super) fn add_missing(connection: &mut Connection) -> rusqlite::Result<()> {
    if additions(connection)? >= ADDITIONS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for addition in ADDITIONS.iter().skip(additions(&transaction)?) {
        transaction.execute_batch(addition)?;
    }
    let set = "INSERT INTO meta VALUES ('additions', ?1) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)";
    transaction.execute(set, [ADDITIONS.len() as i64])?;
    transaction.commit()
}

/// A store that a later version added to goes on as it is.
pub(super) fn note_newer(connection: &Connection, diagnostics: &Diagnostics, path: &Path) -> rusqlite::Result<()> {
    if additions(connection)? > ADDITIONS.len() {
        diagnostics.note(DiagnosticCode::NewerAdditions, || format!("a later version of certwright added to {}; that is left alone", path.display()));
    }
    Ok(())
}

/// Whether a table is yet to be added: in a store that was opened without its key, by which nothing is added. In any other one it is
/// there, or an error.
pub(super) fn lacks(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let locked = connection.prepare_cached("PRAGMA query_only")?.query_row([], |row| row.get::<_, bool>(0))?;
    Ok(locked && !connection.prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?.exists([table])?)
}

/// How many additions the store has.
fn additions(connection: &Connection) -> rusqlite::Result<usize> {
    let count = connection.query_row("SELECT value FROM meta WHERE name = 'additions'", [], |row| row.get::<_, i64>(0)).optional()?;
    Ok(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))
}

/// SQLite's error as ours. Its text never holds data, only the names of tables.
pub(super) fn sqlite(error: &rusqlite::Error, path: &Path) -> Error {
    let shown = path.display().to_string();
    let io = |action, reason: &str, os_code| Error::Io { action, path: shown.clone(), reason: reason.to_owned(), os_code };
    // the message of a statement that fails is left out: it is the whole statement, and names what is in the file
    let (rusqlite::Error::SqliteFailure(failure, _) | rusqlite::Error::SqlInputError { error: failure, .. }) = error else {
        return Error::Damaged { what: format!("the store {shown}"), why: error.to_string() };
    };
    match failure.code {
        // the last: another process holds the log while this one would set it up
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Error::Busy { path: shown },
        ErrorCode::NotADatabase => Error::NotAStore { path: shown, why: "it is no database".to_owned() },
        ErrorCode::DatabaseCorrupt => Error::Damaged { what: format!("the store {shown}"), why: "the database is corrupt".to_owned() },
        ErrorCode::DiskFull => io("write", "no space is left", Some(28)),
        ErrorCode::ReadOnly => io("write", "it or its folder is read-only", Some(30)),
        ErrorCode::CannotOpen => io("open", "the system refused; does the folder allow writing beside it?", None),
        ErrorCode::SystemIoFailure
            if matches!(failure.extended_code, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE) =>
        {
            io("write", "the system refused; is the disk full?", None)
        }
        ErrorCode::SystemIoFailure => io("use", "the system reported an input or output error", None),
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => io("open", "permission denied", Some(13)),
        // the statements are ours and right, so it is the file that lacks a table or column, or has a format SQLite does not know
        ErrorCode::Unknown => {
            Error::Damaged { what: format!("the store {shown}"), why: "its format or its tables are not those of a store".to_owned() }
        }
        _ => Error::internal(format!("the database refused: {error}")),
    }
}
