//! Bringing a store of an older schema to this one, after a copy was made of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::{
    Store,
    change::{insert_certificate, write_tags},
    entry::{open_key, tags_from},
    journal::{self, Action, Head},
    key_file,
    open::{OpenOptions, folder_of, looks_like_database, store_id, with_ending},
    place,
    pool::connect,
    schema,
    seal::{self, Seals},
};
use crate::{
    certificate::{Certificate, pasted::hex},
    error::{Error, Result},
};

/// What an upgrade came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Upgraded {
    /// The schema's major version before.
    pub from: u32,
    /// And after.
    pub to: u32,
    /// The copy of the store as it was; `None` if there was nothing to do. The key file opens it, too.
    pub copy: Option<PathBuf>,
}

impl Store {
    /// Brings a store of an older major version to this one: copies it to a file beside it, then changes it in one
    /// transaction. Programs of the older version cannot use it from then on. One that needs nothing is left as it is.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Error::Tampered`] if journal or keys were altered. Then it is as it was.
    pub fn upgrade(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Upgraded> {
        let path = path.as_ref();
        looks_like_database(path)?;
        place::must_be_local(path)?;
        let mut connection = connect(path, false, options.busy())?;
        let (from, to) = (schema::version(&connection, path)?, schema::VERSION);
        if from == to {
            return Ok(Upgraded { from, to, copy: None });
        }
        schema::check_contents(&connection, path)?;
        let (opener, seals) = unlock_1(&connection, path, options)?;
        let copy = keep_copy(&connection, path, from)?;
        // the tables are made anew under their old names; what refers to them is the same
        let sql = |error| schema::sqlite(&error, path);
        connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;").map_err(sql)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
        let upgrade = Upgrade { path, opener: &opener, seals: &seals, options, copy: &copy, transaction: &transaction };
        upgrade.run(from).inspect_err(|_| {
            let _ = fs::remove_file(&copy); // nothing was changed, so there is nothing to keep
        })?;
        transaction.commit().map_err(sql)?; // should this fail, the copy stays
        Ok(Upgraded { from, to, copy: Some(copy) })
    }
}

/// The protector and the seals of a store of schema 1, which knows key files only.
fn unlock_1(connection: &Connection, path: &Path, options: &OpenOptions) -> Result<([u8; 16], Seals)> {
    let id = store_id(connection, path)?;
    let absolute = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
    let (key_path, _) = key_file::locate(options.key_file_path(), &absolute);
    let key_file = key_file::read(&key_path, path, None)?;
    let wrapped =
        connection.query_row("SELECT wrapped FROM protectors WHERE id = ?1 AND kind = 'key-file'", [key_file.id], |row| row.get::<_, Vec<u8>>(0));
    let wrapped = wrapped.optional().map_err(|error| schema::sqlite(&error, path))?;
    let about: [&[u8]; 4] = [&id, &key_file.id, key_file::KIND.as_bytes(), b"{}"];
    let store_key = wrapped.and_then(|wrapped| seal::unwrap(&key_file.secret, &id, &about, &wrapped));
    let wrong = || Error::KeyFileWrong { path: key_path.display().to_string(), store: path.display().to_string() };
    Ok((key_file.id, Seals::new(id, &store_key.ok_or_else(wrong)?)?))
}

/// A copy of the whole store as it is at this moment, under a name of its own, with the database's mode.
fn keep_copy(connection: &Connection, path: &Path, version: u32) -> Result<PathBuf> {
    let failed = |error: std::io::Error| Error::io("copy", path, &error);
    let copy = with_ending(path, &format!(".schema{version}"));
    if fs::symlink_metadata(&copy).is_ok() {
        return Err(Error::AlreadyExists { path: copy.display().to_string() });
    }
    let unfinished = tempfile::Builder::new().prefix(".certwright-").tempfile_in(folder_of(path)).map_err(failed)?.into_temp_path();
    let name = unfinished.to_str().ok_or_else(|| Error::InvalidArgument { what: "path", why: "it is not UTF-8".to_owned() })?;
    connection.execute("VACUUM INTO ?1", [name]).map_err(|error| schema::sqlite(&error, path))?;
    let mode = fs::metadata(path).map_err(failed)?.permissions();
    fs::set_permissions(&unfinished, mode).map_err(failed)?;
    fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    unfinished.persist_noclobber(&copy).map_err(|error| failed(error.error))?;
    key_file::sync_folder(&copy).map_err(failed)?;
    Ok(copy)
}

struct Upgrade<'a> {
    path: &'a Path,
    opener: &'a [u8],
    transaction: &'a Transaction<'a>,
    seals: &'a Seals,
    options: &'a OpenOptions,
    copy: &'a Path,
}

impl Upgrade<'_> {
    /// All but the commit.
    fn run(&self, from: u32) -> Result<()> {
        let transaction = self.transaction;
        if schema::version(transaction, self.path)? != from {
            return Err(Error::Busy { path: self.path.display().to_string() }); // another process did it meanwhile
        }
        self.make_tables_anew(transaction)?;
        self.protectors(transaction)?;
        self.certificates(transaction)?;
        self.journal(transaction)?;
        for table in ["protectors", "keys", "certificates", "alt_names", "memberships", "journal"] {
            self.sql(transaction.execute_batch(&format!("DROP TABLE old_{table}")))?;
        }
        let broken = transaction.prepare("PRAGMA foreign_key_check").and_then(|mut check| check.exists([]));
        if self.sql(broken)? {
            return Err(Error::Damaged {
                what: format!("the store {}", self.path.display()),
                why: "rows refer to others that are not there".to_owned(),
            });
        }
        self.sql(transaction.pragma_update(None, "user_version", schema::VERSION))?;
        self.sql(transaction.execute("UPDATE meta SET value = ?1 WHERE name = 'written_by'", [env!("CARGO_PKG_VERSION")])).map(|_| ())
    }

    fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| schema::sqlite(&error, self.path))
    }

    fn make_tables_anew(&self, transaction: &Transaction<'_>) -> Result<()> {
        let mut select = self.sql(transaction.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"))?;
        let indexes = select.query_map([], |row| row.get::<_, String>(0));
        for index in self.sql(indexes.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))? {
            self.sql(transaction.execute_batch(&format!("DROP INDEX \"{}\"", index.replace('"', "\"\""))))?;
        }
        for table in ["protectors", "keys", "certificates", "alt_names", "memberships", "journal"] {
            self.sql(transaction.execute_batch(&format!("ALTER TABLE {table} RENAME TO old_{table}")))?;
        }
        // meta and stores are what they were
        let tables = schema::TABLES.split_inclusive(";\n").filter(|sql| !sql.contains("CREATE TABLE meta") && !sql.contains("CREATE TABLE stores"));
        self.sql(transaction.execute_batch(&tables.collect::<String>()))?;
        self.sql(transaction.execute("INSERT INTO meta VALUES ('generation', 1)", [])).map(|_| ())
    }

    fn protectors(&self, transaction: &Transaction<'_>) -> Result<()> {
        let insert = "INSERT INTO protectors (id, kind, parameters, wrapped, seal) SELECT id, kind, parameters, wrapped, x'' FROM old_protectors";
        self.sql(transaction.execute(insert, []))?;
        // only the one that opened it is known to be right
        for row in self.sql(super::protector::rows(transaction))?.into_iter().filter(|row| row.id == self.opener) {
            self.sql(transaction.execute("UPDATE protectors SET seal = ?2 WHERE id = ?1", params![row.id, self.seals.seal_record(&row.fields())]))?;
        }
        Ok(())
    }

    fn certificates(&self, transaction: &Transaction<'_>) -> Result<()> {
        self.sql(transaction.execute("INSERT INTO keys (key_id, kind, sealed) SELECT id, kind, sealed FROM old_keys ORDER BY rowid", []))?;
        let mut select = self.sql(transaction.prepare("SELECT key_id, kind, sealed FROM keys ORDER BY id"))?;
        let mut rows = self.sql(select.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let (id, kind, sealed): (Vec<u8>, String, Vec<u8>) = (self.sql(row.get(0))?, self.sql(row.get(1))?, self.sql(row.get(2))?);
            open_key(self.seals, &id, &kind, &sealed, &format!("the private key {}", hex(&id)))?;
        }
        let mut select = self.sql(transaction.prepare("SELECT id, der, added, archived, friendly_name, tags FROM old_certificates ORDER BY id"))?;
        let mut rows = self.sql(select.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let (id, der): (i64, Vec<u8>) = (self.sql(row.get(0))?, self.sql(row.get(1))?);
            let made = self.sql(insert_certificate(transaction, Some(id), &Certificate::from_der(&der)?, self.sql(row.get(2))?))?;
            let archived: i64 = self.sql(row.get(3))?;
            let name: Option<String> = self.sql(row.get(4))?;
            self.sql(transaction.execute("UPDATE certificates SET archived = ?2, friendly_name = ?3 WHERE id = ?1", params![made, archived, name]))?;
            let tags = tags_from(self.sql(row.get::<_, Option<String>>(5))?.as_deref())?;
            self.sql(write_tags(transaction, made, &tags))?;
        }
        let places = "INSERT INTO memberships (certificate, store, seal) SELECT certificate, store, seal FROM old_memberships";
        self.sql(transaction.execute(places, [])).map(|_| ())
    }

    fn journal(&self, transaction: &Transaction<'_>) -> Result<()> {
        // in a table of another name, so that a program of the older version that has the store open can write no more
        let lines = "INSERT INTO events (number, at, actor, kind, thumbprint, details, seal)
            SELECT number, at, actor, kind, thumbprint, details, seal FROM old_journal ORDER BY number";
        self.sql(transaction.execute(lines, []))?;
        let later = "SELECT 1 FROM events WHERE kind IN ('upgraded', 'key-rotated', 'protector-added', 'protector-changed', 'protector-removed')";
        if self.sql(transaction.prepare(later).and_then(|mut later| later.exists([])))? {
            return Err(Error::Tampered { what: "the version of the store".to_owned() }); // it was of this schema before
        }
        let mut head = self.sql(Head::of_last_line(transaction))?;
        self.sql(head.keep(transaction, self.seals))?;
        self.sql(journal::verify(transaction, self.seals))??;
        let details = [("from schema", "1".to_owned()), ("copy", self.copy.display().to_string())];
        let told = self.options.told(Action::Upgraded, &details);
        self.sql(head.append(transaction, self.seals, &told))?;
        self.sql(head.keep(transaction, self.seals))
    }
}
