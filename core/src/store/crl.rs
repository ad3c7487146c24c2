//! Certificate revocation lists, as the store keeps them: one of each issuer and scope, the newest; sealed.

use std::{collections::HashMap, sync::PoisonError};

use rusqlite::{Connection, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::{Store, change::Change, entry::select_entries, journal::Action, schema, seal::Seals};
use crate::{
    certificate::{Thumbprint, comparable::Comparable, pasted::hex},
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

/// How many octets of lists are held.
const MAX_HELD: usize = 32 * 1024 * 1024;

/// Lists that were read, by the SHA-256 of their DER: to read a large one anew for each handshake would take longer than the handshake.
/// What is held is what the sealed row names, whatever has become of the DER beside it.
#[derive(Default)]
pub(super) struct Read {
    lists: HashMap<Vec<u8>, Crl>,
    octets: usize,
}

impl Read {
    fn hold(&mut self, sha256: &[u8], crl: &Crl) {
        let size = crl.der().len();
        if size > MAX_HELD {
            return;
        }
        while self.octets + size > MAX_HELD
            && let Some(other) = self.lists.keys().next().cloned()
        {
            self.octets -= self.lists.remove(&other).map_or(0, |list| list.der().len());
        }
        if self.lists.insert(sha256.to_vec(), crl.clone()).is_none() {
            self.octets += size;
        }
    }
}

/// A row of the table.
pub(super) struct Record {
    id: i64,
    sha256: Vec<u8>,
    issuer: Vec<u8>,
    added: i64,
    seal: Vec<u8>,
}

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, sha256: row.get(1)?, issuer: row.get(2)?, added: row.get(3)?, seal: row.get(4)? })
    }

    /// All rows, without their lists, some of which are large.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "crls")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        connection.prepare_cached("SELECT id, sha256, issuer, added, seal FROM crls ORDER BY id")?.query_map([], Self::from_row)?.collect()
    }

    /// What the row says of its list; that the list is the one is for `read` to see.
    fn is_sealed(&self, seals: &Seals) -> bool {
        seals.is_sealed(&fields(&self.sha256, &self.issuer), &self.seal)
    }

    /// Whether a program with the key put it here as it is.
    pub(super) fn is_genuine(&self, connection: &Connection, seals: &Seals) -> rusqlite::Result<bool> {
        Ok(self.is_sealed(seals) && self.read(connection)?.is_some())
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("the CRL {}", hex(&self.sha256))
    }

    fn altered(&self) -> Error {
        Error::Tampered { what: self.shown() }
    }

    /// The list; `None` if it is not the one that the row speaks of.
    fn read(&self, connection: &Connection) -> rusqlite::Result<Option<KeptCrl>> {
        let der: Vec<u8> = connection.prepare_cached("SELECT der FROM crls WHERE id = ?1")?.query_row([self.id], |row| row.get(0))?;
        let crl = Some(der).filter(|der| Thumbprint::sha256_of(der).as_slice() == self.sha256).and_then(|der| Crl::from_der(&der).ok());
        let added = OffsetDateTime::from_unix_timestamp(self.added).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Ok(crl.filter(|crl| crl.issuer_name().der() == self.issuer).map(|crl| KeptCrl { crl, added }))
    }

    fn is_of(&self, issuer: &Comparable) -> bool {
        Comparable::of(&self.issuer).is_ok_and(|own| own == *issuer)
    }
}

/// What the seal covers.
fn fields<'a>(sha256: &'a [u8], issuer: &'a [u8]) -> [&'a [u8]; 3] {
    [b"crl", sha256, issuer]
}

impl Store {
    /// The lists that are kept, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]; [`Error::Tampered`] for one that was altered.
    pub fn crls(&self) -> Result<Vec<KeptCrl>> {
        self.with_crls(|row, connection| self.whole(row, connection).map(Some))
    }

    /// The lists of these issuers.
    pub(crate) fn crls_of(&self, issuers: &[Comparable]) -> Result<Vec<Crl>> {
        self.with_crls(|row, connection| {
            if !issuers.iter().any(|issuer| row.is_of(issuer)) {
                return Ok(None);
            }
            let held = || self.0.read_crls.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(crl) = held().lists.get(&row.sha256) {
                return Ok(Some(crl.clone()));
            }
            let crl = self.whole(row, connection)?.crl;
            held().hold(&row.sha256, &crl);
            Ok(Some(crl))
        })
    }

    /// The list of a row, which must be the one that it names.
    fn whole(&self, row: &Record, connection: &Connection) -> Result<KeptCrl> {
        self.sql(row.read(connection))?.ok_or_else(|| row.altered())
    }

    /// What every row says is looked at, so that none is hidden by altering it; then the lists that are wanted are taken.
    fn with_crls<T>(&self, take: impl Fn(&Record, &Connection) -> Result<Option<T>>) -> Result<Vec<T>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read whom it trusts" })?;
            let rows = self.sql(Record::all(&handle.connection))?;
            if let Some(altered) = rows.iter().find(|row| !row.is_sealed(seals)) {
                return Err(altered.altered());
            }
            rows.iter().filter_map(|row| take(row, &handle.connection).transpose()).collect()
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
    /// Keeps a list in place of those that it follows. Says whether it is kept, whether anything changed, and what is to be known.
    ///
    /// One that nobody can verify here is not taken: anyone could have made it, to hide what the right one revokes, or to have
    /// every certificate of the CA refused.
    pub(super) fn keep_crl(&mut self, crl: &Crl) -> Result<(bool, bool, Option<String>)> {
        let refused = |why: String| Ok((false, false, Some(why)));
        if let Some(what) = crl.scope().unsupported {
            return refused(format!("it is {what}, which is not read"));
        }
        if let Some(why) = crl.scope().unusable {
            return refused(format!("it cannot be relied on: {why}"));
        }
        let issuer = crl.issuer_name();
        let sql = select_entries!("c.subject = ?1 ORDER BY c.id");
        let known = self.store.rows(self.transaction, Some(&self.seals), self.names, sql, [issuer.to_string()])?;
        let signed = known.into_iter().flatten().find(|above| above.subject() == issuer && crl.is_signed_with(above.public_key_der()) == Some(true));
        let Some(signer) = signed else {
            let shown = visible(&issuer.to_string());
            return refused(format!("no certificate of {shown} that verifies its signature is in the file or in the store: import that first"));
        };
        let sha256 = Thumbprint::sha256_of(crl.der());
        let seals = self.seals.clone();
        let mut followed = Vec::new();
        for row in self.sql(Record::all(self.transaction))?.into_iter().filter(|row| row.is_of(crl.issuer()) || row.sha256 == sha256) {
            let genuine = row.is_sealed(&seals);
            match self.sql(row.read(self.transaction))?.filter(|_| genuine) {
                None => followed.push(row.id), // it was altered
                Some(other) if other.crl.der() == crl.der() => return Ok((true, false, None)),
                Some(other) if other.crl.is_signed_with(signer.public_key_der()) != Some(true) => {} // of another CA of this name
                Some(other) if crl.follows(&other.crl) => followed.push(row.id),
                Some(other) if other.crl.follows(crl) => return refused(format!("a newer one, of {}, is kept", rfc3339(other.crl.this_update()))),
                Some(_) => {}
            }
        }
        for id in &followed {
            self.sql(self.transaction.execute("DELETE FROM crls WHERE id = ?1", [id]))?;
        }
        let now = self.store.now().utc;
        let insert = "INSERT INTO crls (sha256, issuer, this_update, next_update, added, der, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let (made, due) = (crl.this_update().unix_timestamp(), crl.next_update().map(OffsetDateTime::unix_timestamp));
        let seal = seals.seal_record(&fields(&sha256, issuer.der()));
        self.sql(self.transaction.execute(insert, params![sha256, issuer.der(), made, due, now.unix_timestamp(), crl.der(), seal]))?;
        let details = [("crl", Thumbprint::Sha256(sha256).to_string()), ("issuer", visible(&issuer.to_string())), ("of", rfc3339(crl.this_update()))];
        self.record(Action::Imported, None, &details)?;
        let stale = crl.next_update().filter(|due| *due < now).map(|due| format!("it is stale: the next one was due on {}", rfc3339(due)));
        Ok((true, true, stale))
    }

    /// Seals every list anew; refuses where one was altered.
    pub(super) fn seal_crls_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            if !self.sql(row.is_genuine(self.transaction, &self.seals))? {
                return Err(row.altered());
            }
            let seal = seals.seal_record(&fields(&row.sha256, &row.issuer));
            self.sql(self.transaction.execute("UPDATE crls SET seal = ?2 WHERE id = ?1", params![row.id, seal]))?;
        }
        Ok(())
    }
}
