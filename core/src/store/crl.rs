//! Certificate revocation lists, as the store keeps them: one of each issuer and scope, the newest; sealed.

use rusqlite::{Connection, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::{Store, change::Change, journal::Action, schema, seal::Seals};
use crate::{
    certificate::{Thumbprint, comparable::Comparable},
    crl::Crl,
    date::rfc3339,
    error::{Error, Result, visible},
};

/// A list that the store keeps.
///
/// Serialized: `sha256`, `issuer`, `this_update`, `next_update`, `added`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeptCrl {
    /// The list.
    pub crl: Crl,
    /// When it came into the store.
    pub added: OffsetDateTime,
}

impl KeptCrl {
    /// SHA-256 of its DER.
    pub fn sha256(&self) -> Thumbprint {
        self.crl.sha256()
    }
}

impl Serialize for KeptCrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("KeptCrl", 5)?;
        fields.serialize_field("sha256", &self.sha256().to_string())?;
        fields.serialize_field("issuer", &self.crl.issuer_name().to_string())?;
        fields.serialize_field("this_update", &rfc3339(self.crl.this_update()))?;
        fields.serialize_field("next_update", &self.crl.next_update().map(rfc3339))?;
        fields.serialize_field("added", &rfc3339(self.added))?;
        fields.end()
    }
}

/// A row of the table.
pub(super) struct Record {
    id: i64,
    der: Vec<u8>,
    added: i64,
    seal: Vec<u8>,
}

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, der: row.get(1)?, added: row.get(2)?, seal: row.get(3)? })
    }

    /// Calls with each row in turn; their lists can be large.
    pub(super) fn each(connection: &Connection, mut work: impl FnMut(Self) -> Result<()>) -> rusqlite::Result<Result<()>> {
        if schema::additions(connection)? == 0 {
            return Ok(Ok(())); // opened without the key, by which nothing is added
        }
        let mut select = connection.prepare_cached("SELECT id, der, added, seal FROM crls ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if let Err(error) = work(Self::from_row(row)?) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        seals.is_sealed(&[b"crl", &self.der], &self.seal)
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        match Crl::from_der(&self.der) {
            Ok(crl) => format!("the CRL of {}", visible(&crl.issuer_name().to_string())),
            Err(_) => "a CRL".to_owned(),
        }
    }

    fn genuine(self, seals: &Seals) -> Result<Self> {
        if self.is_genuine(seals) { Ok(self) } else { Err(Error::Tampered { what: self.shown() }) }
    }

    fn read(&self) -> Result<KeptCrl> {
        Ok(KeptCrl { crl: Crl::from_der(&self.der)?, added: OffsetDateTime::from_unix_timestamp(self.added).unwrap_or(OffsetDateTime::UNIX_EPOCH) })
    }
}

impl Store {
    /// The lists that are kept, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]; [`Error::Tampered`] for one that was altered.
    pub fn crls(&self) -> Result<Vec<KeptCrl>> {
        self.crls_where(|_| true)
    }

    /// The lists of these issuers.
    pub(crate) fn crls_of(&self, issuers: &[Comparable]) -> Result<Vec<Crl>> {
        Ok(self.crls_where(|issuer| issuers.contains(issuer))?.into_iter().map(|kept| kept.crl).collect())
    }

    fn crls_where(&self, wanted: impl Fn(&Comparable) -> bool) -> Result<Vec<KeptCrl>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read whom it trusts" })?;
            let connection = &handle.connection;
            if self.sql(schema::additions(connection))? == 0 {
                return Ok(Vec::new());
            }
            // first whose they are: most are of no concern, and some are large
            let mut select = self.sql(connection.prepare_cached("SELECT id, issuer FROM crls ORDER BY id"))?;
            let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)));
            let rows = self.sql(rows.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))?;
            let mut found = Vec::new();
            for (id, issuer) in rows {
                let may_be = Comparable::of(&issuer).map_or(true, |issuer| wanted(&issuer)); // what cannot be read was altered
                if may_be {
                    let one = connection.query_row("SELECT id, der, added, seal FROM crls WHERE id = ?1", [id], Record::from_row);
                    found.push(self.sql(one)?.genuine(seals)?.read()?);
                }
            }
            Ok(found)
        })
    }

    /// Takes a list away, by the SHA-256 of its DER.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`].
    pub fn remove_crl(&self, sha256: Thumbprint) -> Result<()> {
        self.change("take a CRL away", |change| {
            let gone = change.sql(change.transaction.execute("DELETE FROM crls WHERE sha256 = ?1", [sha256.as_bytes()]))?;
            if gone == 0 {
                return Err(Error::NotFound { wanted: format!("the CRL {sha256}"), near: Vec::new() });
            }
            change.record(Action::Deleted, None, &[("crl", sha256.to_string())])
        })
    }
}

impl Change<'_> {
    /// Keeps a list in place of those that it follows. Says whether anything changed, and what is to be known.
    pub(super) fn keep_crl(&mut self, crl: &Crl) -> Result<(bool, Option<String>)> {
        let sha256 = Thumbprint::sha256_of(crl.der());
        let mut followed = Vec::new();
        let mut note = None;
        let mut known = false;
        let seals = self.seals.clone();
        let read = Record::each(self.transaction, |record| {
            let same = record.der == crl.der();
            let genuine = record.is_genuine(&seals);
            let Ok(other) = Crl::from_der(&record.der) else { return Ok(()) };
            match () {
                () if same && genuine => known = true,
                () if same || crl.follows(&other) => followed.push(record.id),
                () if genuine && other.follows(crl) => note = Some(format!("a newer one, of {}, is kept", rfc3339(other.this_update()))),
                () => {}
            }
            Ok(())
        });
        self.sql(read)??;
        if known || note.is_some() {
            return Ok((false, note));
        }
        for id in &followed {
            self.sql(self.transaction.execute("DELETE FROM crls WHERE id = ?1", [id]))?;
        }
        let now = self.store.now().utc;
        let issuer = crl.issuer_name();
        let insert = "INSERT INTO crls (sha256, issuer, this_update, next_update, added, der, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (made, due) = (crl.this_update().unix_timestamp(), crl.next_update().map(OffsetDateTime::unix_timestamp));
        let seal = seals.seal_record(&[b"crl", crl.der()]);
        self.sql(self.transaction.execute(insert, params![sha256, issuer.der(), made, due, now.unix_timestamp(), crl.der(), seal]))?;
        let details = [("crl", Thumbprint::Sha256(sha256).to_string()), ("issuer", visible(&issuer.to_string())), ("of", rfc3339(crl.this_update()))];
        self.record(Action::Imported, None, &details)?;
        let stale = crl.next_update().filter(|due| *due < now).map(|due| format!("it is stale: the next one was due on {}", rfc3339(due)));
        Ok((true, stale))
    }

    /// Seals every list anew; refuses where one was altered.
    pub(super) fn seal_crls_anew(&self, seals: &Seals) -> Result<()> {
        let mut sealed = Vec::new();
        let read = Record::each(self.transaction, |record| {
            let record = record.genuine(&self.seals)?;
            sealed.push((record.id, seals.seal_record(&[b"crl", &record.der])));
            Ok(())
        });
        self.sql(read)??;
        for (id, seal) in sealed {
            self.sql(self.transaction.execute("UPDATE crls SET seal = ?2 WHERE id = ?1", params![id, seal]))?;
        }
        Ok(())
    }
}
