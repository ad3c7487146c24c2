//! What rooms above the store keep in it: one text for each name, sealed, and beside it a secret that is encrypted.

use rusqlite::{Connection, OptionalExtension, Row, params};
use zeroize::Zeroizing;

use super::{Store, altered::text, change::Change, journal::Action, schema, seal::Seals};
use crate::error::{Error, Result, visible};

/// What stands under a name.
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) secret: Option<Zeroizing<Vec<u8>>>,
}

/// A row of the table.
pub(super) struct Record {
    number: i64,
    name: String,
    document: String,
    secret: Option<Vec<u8>>,
    seal: Vec<u8>,
}

/// The kind under which a document's secret is encrypted.
const SECRET: &str = "document";

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { number: row.get(4)?, name: text(row, 0)?, document: text(row, 1)?, secret: row.get(2)?, seal: row.get(3)? })
    }

    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "documents")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        let select = "SELECT name, document, secret, seal, rowid FROM documents ORDER BY name";
        connection.prepare_cached(select)?.query_map([], Self::from_row)?.collect()
    }

    fn of(connection: &Connection, name: &str) -> rusqlite::Result<Option<Self>> {
        if schema::lacks(connection, "documents")? {
            return Ok(None);
        }
        let select = "SELECT name, document, secret, seal, rowid FROM documents WHERE name = ?1";
        connection.prepare_cached(select)?.query_row([name], Self::from_row).optional()
    }

    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        work(&[b"document", self.name.as_bytes(), self.document.as_bytes(), self.secret.as_deref().unwrap_or_default()])
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.sealed(|fields| seals.is_sealed(fields, &self.seal))
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("the document {}", visible(&self.name))
    }

    fn genuine(&self, seals: &Seals) -> Result<Document> {
        let tampered = || Error::Tampered { what: self.shown() };
        if !self.is_genuine(seals) {
            return Err(tampered());
        }
        let open = |sealed: &Vec<u8>| seals.open_key(self.name.as_bytes(), SECRET, sealed).ok_or_else(tampered);
        Ok(Document { text: self.document.clone(), secret: self.secret.as_ref().map(open).transpose()? })
    }
}

/// The rows that nobody with the key wrote.
pub(super) fn altered(connection: &Connection, seals: &Seals) -> rusqlite::Result<Vec<(i64, String)>> {
    Ok(Record::all(connection)?.into_iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.number, row.shown())).collect())
}

impl Store {
    /// What stands under a name.
    pub(crate) fn document(&self, name: &str) -> Result<Option<Document>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read its settings" })?;
            self.sql(Record::of(&handle.connection, name))?.map(|row| row.genuine(seals)).transpose()
        })
    }

    /// Changes what stands under a name in one transaction, by what stands there: text, secret, and what the journal is to tell; `None`
    /// leaves it as it is. Gives what `work` made besides.
    pub(crate) fn change_document<T>(
        &self,
        name: &str,
        work: impl FnOnce(Option<&Document>) -> Result<(Option<Document>, Vec<(&'static str, String)>, T)>,
    ) -> Result<T> {
        self.change("change its settings", |change| {
            let known = change.sql(Record::of(change.transaction, name))?.map(|row| row.genuine(&change.seals)).transpose()?;
            let (document, told, made) = work(known.as_ref())?;
            if let Some(document) = document {
                change.keep_document(name, &document)?;
            }
            if !told.is_empty() {
                change.record_of(Action::BackupSettings, None, &told)?;
            }
            Ok(made)
        })
    }
}

impl Change<'_> {
    pub(super) fn keep_document(&self, name: &str, document: &Document) -> Result<()> {
        let secret = document.secret.as_ref().map(|secret| self.seals.seal_key(name.as_bytes(), SECRET, secret)).transpose()?;
        let row = Record { number: 0, name: name.to_owned(), document: document.text.clone(), secret, seal: Vec::new() };
        let seal = row.sealed(|fields| self.seals.seal_record(fields));
        let keep = "INSERT INTO documents (name, document, secret, seal) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (name) DO UPDATE SET document = ?2, secret = ?3, seal = ?4";
        self.sql(self.transaction.execute(keep, params![row.name, row.document, row.secret, seal])).map(|_| ())
    }

    pub(super) fn document(&self, name: &str) -> Result<Option<Document>> {
        self.sql(Record::of(self.transaction, name))?.map(|row| row.genuine(&self.seals)).transpose()
    }

    /// Seals every document anew; refuses where one was altered.
    pub(super) fn seal_documents_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let document = row.genuine(&self.seals)?;
            let secret = document.secret.map(|secret| seals.seal_key(row.name.as_bytes(), SECRET, &secret)).transpose()?;
            let row = Record { secret, ..row };
            let seal = row.sealed(|fields| seals.seal_record(fields));
            let update = "UPDATE documents SET secret = ?2, seal = ?3 WHERE name = ?1";
            self.sql(self.transaction.execute(update, params![row.name, row.secret, seal]))?;
        }
        Ok(())
    }
}
