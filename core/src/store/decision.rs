//! Decisions to trust what one server presents, as the store keeps them: sealed, and told in the journal.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::{
    Store,
    change::{AddOptions, Change},
    journal::Action,
    name::StoreName,
    schema,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, Thumbprint, pasted::hex},
    date::rfc3339,
    error::{Error, Result, visible},
};

/// What of a server's certificate is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pin {
    /// What this CA issues for the server. Its certificate was in the chain that the server presented.
    Ca,
    /// Exactly this certificate.
    #[default]
    Certificate,
    /// Every certificate of this key.
    Key,
}

impl Pin {
    /// Reads `ca`, `certificate`, `key`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "ca" => Ok(Self::Ca),
            "certificate" => Ok(Self::Certificate),
            "key" => Ok(Self::Key),
            _ => Err(Error::InvalidArgument { what: "pin", why: "it is one of certificate, key, ca".to_owned() }),
        }
    }

    /// The word that `parse` reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ca => "ca",
            Self::Certificate => "certificate",
            Self::Key => "key",
        }
    }
}

/// "What this server presents is trusted": who said so, when, why, until when, and on what evidence.
///
/// Serialized: `id`, `host`, `port`, `pin`, `thumbprint` and `sha256` of the certificate, `key_sha256`, `subject`, `by`, `why`,
/// `since`, `until`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrustDecision {
    /// Its number, which is never used again.
    pub id: u64,
    /// The server's name in lower case, in A-labels, or its address.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// What of the certificate is trusted.
    pub pin: Pin,
    /// The certificate that whoever decided was shown; the CA's for [`Pin::Ca`].
    pub certificate: Certificate,
    /// Who decided.
    pub by: String,
    /// Why.
    pub why: String,
    /// Since when, UTC.
    pub since: OffsetDateTime,
    /// Until when; the decision still holds at this second. `None`: until it is removed.
    pub until: Option<OffsetDateTime>,
}

impl TrustDecision {
    /// Whether it holds at this time.
    pub fn holds_at(&self, at: OffsetDateTime) -> bool {
        self.until.is_none_or(|until| at <= until)
    }

    /// SHA-256 of the certificate's SubjectPublicKeyInfo, in hex: what RFC 7469 pins.
    pub fn key_sha256(&self) -> String {
        key_sha256(&self.certificate)
    }
}

impl Serialize for TrustDecision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("TrustDecision", 12)?;
        fields.serialize_field("id", &self.id)?;
        fields.serialize_field("host", &self.host)?;
        fields.serialize_field("port", &self.port)?;
        fields.serialize_field("pin", self.pin.word())?;
        fields.serialize_field("thumbprint", &self.certificate.thumbprint().to_string())?;
        fields.serialize_field("sha256", &self.certificate.sha256().to_string())?;
        fields.serialize_field("key_sha256", &self.key_sha256())?;
        fields.serialize_field("subject", &self.certificate.subject().to_string())?;
        fields.serialize_field("by", &self.by)?;
        fields.serialize_field("why", &self.why)?;
        fields.serialize_field("since", &rfc3339(self.since))?;
        fields.serialize_field("until", &self.until.map(rfc3339))?;
        fields.end()
    }
}

fn key_sha256(certificate: &Certificate) -> String {
    hex(&Thumbprint::sha256_of(certificate.public_key_der()))
}

/// A row of the table.
pub(super) struct Record {
    decision: TrustDecision,
    /// Its end was told in the journal.
    ended: bool,
    seal: Vec<u8>,
}

const COLUMNS: &str = "SELECT id, host, port, pin, decided_by, why, since, until, der, ended IS NOT NULL, seal FROM decisions";

impl Record {
    /// The row, and whether it is one that a program with the key wrote.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let (id, port): (i64, i64) = (row.get(0)?, row.get(2)?);
        let (pin, der): (String, Vec<u8>) = (row.get(3)?, row.get(8)?);
        let (since, until): (i64, Option<i64>) = (row.get(6)?, row.get(7)?);
        let (host, by, why) = (row.get(1)?, row.get(4)?, row.get(5)?);
        let (ended, seal) = (row.get(9)?, row.get(10)?);
        let read = || {
            Some(Self {
                decision: TrustDecision {
                    id: u64::try_from(id).ok()?,
                    host,
                    port: u16::try_from(port).ok()?,
                    pin: Pin::parse(&pin).ok()?,
                    certificate: Certificate::from_der(&der).ok()?,
                    by,
                    why,
                    since: OffsetDateTime::from_unix_timestamp(since).ok()?,
                    until: until.map(OffsetDateTime::from_unix_timestamp).transpose().ok()?,
                },
                ended,
                seal,
            })
        };
        Ok(read())
    }

    /// All rows, each as far as it can be read.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Option<Self>>> {
        if schema::lacks(connection, "decisions")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        connection.prepare_cached(&format!("{COLUMNS} ORDER BY id"))?.query_map([], Self::from_row)?.collect()
    }

    fn of_server(connection: &Connection, host: &str, port: u16) -> rusqlite::Result<Vec<Option<Self>>> {
        connection
            .prepare_cached(&format!("{COLUMNS} WHERE host = ?1 AND port = ?2 ORDER BY id"))?
            .query_map(params![host, port], Self::from_row)?
            .collect()
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        sealed_fields(&self.decision, |fields| seals.is_sealed(fields, &self.seal))
    }

    /// How it is named where it is altered.
    pub(super) fn shown(row: Option<&Self>) -> String {
        match row {
            Some(Self { decision: TrustDecision { id, host, port, .. }, .. }) => format!("the decision {id} to trust {}:{port}", visible(host)),
            None => "a decision to trust a server".to_owned(),
        }
    }

    /// The decision, if somebody with the store's key made it.
    fn genuine(row: Option<Self>, seals: &Seals) -> Result<Self> {
        match row {
            Some(record) if record.is_genuine(seals) => Ok(record),
            row => Err(Error::Tampered { what: Self::shown(row.as_ref()) }),
        }
    }
}

/// Calls with all that the seal covers.
fn sealed_fields<T>(decision: &TrustDecision, work: impl FnOnce(&[&[u8]]) -> T) -> T {
    let since = decision.since.unix_timestamp().to_be_bytes();
    let until = decision.until.map(|until| until.unix_timestamp().to_be_bytes());
    work(&[
        b"decision",
        decision.host.as_bytes(),
        &decision.port.to_be_bytes(),
        decision.pin.word().as_bytes(),
        decision.by.as_bytes(),
        decision.why.as_bytes(),
        &since,
        until.as_ref().map_or(&[], |until| until.as_slice()),
        decision.certificate.der(),
    ])
}

impl Store {
    /// Every decision, in the order in which they were made, those that have ended included.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who made them. [`Error::Tampered`] for one that was altered.
    pub fn decisions(&self) -> Result<Vec<TrustDecision>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read whom it trusts" })?;
            let rows = self.sql(Record::all(&handle.connection))?;
            rows.into_iter().map(|row| Record::genuine(row, seals).map(|record| record.decision)).collect()
        })
    }

    /// The decisions about one server, or about a host at any port. That one has ended is told in the journal, once.
    pub(crate) fn decisions_of(&self, host: &str, port: Option<u16>) -> Result<Vec<TrustDecision>> {
        let found = self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "judge a server" })?;
            // all of them, so that none is hidden by altering what server it is about
            let rows = self.sql(Record::all(&handle.connection))?;
            rows.into_iter().map(|row| Record::genuine(row, seals)).collect::<Result<Vec<_>>>()
        })?;
        let found: Vec<_> =
            found.into_iter().filter(|record| record.decision.host == host && port.is_none_or(|port| record.decision.port == port)).collect();
        let now = self.now().utc;
        let (found, ended): (Vec<_>, Vec<_>) = found.into_iter().map(|record| (record.decision, record.ended)).unzip();
        if found.iter().zip(ended).any(|(decision, ended)| !ended && !decision.holds_at(now)) {
            // best effort: the answer is the same
            let _ = self.change("note that a decision has ended", |change| change.tell_ended(now));
        }
        Ok(found)
    }

    /// Keeps a decision, and puts its certificate into a named store if one is given; a decision about the same server and
    /// certificate is replaced. Says whether anything changed.
    pub(crate) fn keep_decision(&self, decision: TrustDecision, into: Option<StoreName>) -> Result<(TrustDecision, bool)> {
        self.change("trust a server", |change| {
            let (decision, mut changed) = change.decide(decision)?;
            if let Some(into) = into {
                changed |= change.put(&decision.certificate, None, &AddOptions::to(into), Action::Added)?.changed;
            }
            Ok((decision, changed))
        })
    }

    /// Takes a decision away; gives what it was.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::StoreLocked`]. [`Error::Tampered`] for one that was altered, which is taken away as well.
    pub fn remove_decision(&self, id: u64) -> Result<TrustDecision> {
        self.change("take trust away", |change| {
            let missing = || Error::NotFound { wanted: format!("the decision {id}"), near: Vec::new() };
            let number = i64::try_from(id).map_err(|_| missing())?;
            let select = change.transaction.prepare(&format!("{COLUMNS} WHERE id = ?1"));
            let found = select.and_then(|mut select| select.query_row([number], Record::from_row).optional());
            let row = change.sql(found)?.ok_or_else(missing)?;
            change.sql(change.transaction.execute("DELETE FROM decisions WHERE id = ?1", [number]))?;
            // what an altered one says is nobody's word
            match Record::genuine(row, &change.seals) {
                Ok(Record { decision, .. }) => {
                    change.tell_decision(Action::TrustRemoved, &decision)?;
                    Ok(Some(decision))
                }
                Err(_) => {
                    change.record_of(Action::TrustRemoved, None, &[("id", id.to_string()), ("note", "it had been altered".to_owned())]).map(|()| None)
                }
            }
        })?
        .ok_or_else(|| Error::Tampered { what: format!("the decision {id}, which was removed,") })
    }
}

impl Change<'_> {
    pub(super) fn decide(&mut self, mut decision: TrustDecision) -> Result<(TrustDecision, bool)> {
        let rows = self.sql(Record::of_server(self.transaction, &decision.host, decision.port))?;
        for record in rows.into_iter().flatten() {
            let known = &record.decision;
            if known.pin != decision.pin || known.certificate != decision.certificate {
                continue;
            }
            if record.is_genuine(&self.seals) && known.until == decision.until && known.why == decision.why && known.holds_at(decision.since) {
                return Ok((record.decision, false));
            }
            self.sql(self.transaction.execute("DELETE FROM decisions WHERE id = ?1", [known.id as i64]))?; // read as an i64
        }
        let seal = sealed_fields(&decision, |fields| self.seals.seal_record(fields));
        let insert = "INSERT INTO decisions (host, port, pin, decided_by, why, since, until, der, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let TrustDecision { host, port, pin, by, why, since, until, certificate, .. } = &decision;
        let (since, until) = (since.unix_timestamp(), until.map(OffsetDateTime::unix_timestamp));
        let values = params![host, port, pin.word(), by, why, since, until, certificate.der(), seal];
        self.sql(self.transaction.execute(insert, values))?;
        decision.id = self.transaction.last_insert_rowid().unsigned_abs();
        self.tell_decision(Action::TrustAdded, &decision)?;
        Ok((decision, true))
    }

    /// The decision about the same server and certificate, if there is one.
    pub(super) fn decision_like(&self, wanted: &TrustDecision) -> Result<Option<TrustDecision>> {
        let rows = self.sql(Record::of_server(self.transaction, &wanted.host, wanted.port))?;
        let is_like = |record: &Record| record.decision.pin == wanted.pin && record.decision.certificate == wanted.certificate;
        let like = rows.into_iter().flatten().find(|record| is_like(record) && record.is_genuine(&self.seals));
        Ok(like.map(|record| record.decision))
    }

    /// Trusts a certificate in place of another one, wherever exactly that one was decided upon.
    pub(super) fn exchange_in_decisions(&mut self, old: &Certificate, new: &Certificate) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let Some(record) = row.as_ref().filter(|record| record.decision.certificate == *old && record.decision.pin != Pin::Ca) else { continue };
            let (id, holds) = (record.decision.id as i64, record.decision.holds_at(self.store.now().utc)); // read as an i64
            let decision = Record::genuine(row, &self.seals)?.decision;
            if !holds {
                continue;
            }
            self.sql(self.transaction.execute("DELETE FROM decisions WHERE id = ?1", [id]))?;
            self.tell_decision(Action::TrustRemoved, &decision)?;
            let why = format!("{}; renewed, before it was {}", decision.why, old.thumbprint());
            self.decide(TrustDecision { certificate: new.clone(), since: self.now(), why, ..decision })?;
        }
        Ok(())
    }

    /// Tells of every decision that has ended and was not told of.
    fn tell_ended(&mut self, now: OffsetDateTime) -> Result<()> {
        for record in self.sql(Record::all(self.transaction))?.into_iter().flatten() {
            if record.ended || record.decision.holds_at(now) || !record.is_genuine(&self.seals) {
                continue;
            }
            let update = "UPDATE decisions SET ended = ?2 WHERE id = ?1 AND ended IS NULL";
            let id = record.decision.id as i64; // read as an i64
            if self.sql(self.transaction.execute(update, params![id, now.unix_timestamp()]))? > 0 {
                self.tell_decision(Action::TrustEnded, &record.decision)?;
            }
        }
        Ok(())
    }

    fn tell_decision(&mut self, action: Action, decision: &TrustDecision) -> Result<()> {
        let TrustDecision { host, port, pin, certificate, by, why, until, .. } = decision;
        let mut details = vec![
            ("server", format!("{host}:{port}")),
            ("pin", pin.word().to_owned()),
            ("sha256", certificate.sha256().to_string()),
            ("by", by.clone()),
            ("why", why.clone()),
        ];
        if let Some(until) = until {
            details.push(("until", rfc3339(*until)));
        }
        self.record(action, Some(certificate), &details)
    }

    /// Seals every decision anew; refuses where one was altered.
    pub(super) fn seal_decisions_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let record = Record::genuine(row, &self.seals)?;
            let seal = sealed_fields(&record.decision, |fields| seals.seal_record(fields));
            let id = record.decision.id as i64; // read as an i64
            self.sql(self.transaction.execute("UPDATE decisions SET seal = ?2 WHERE id = ?1", params![id, seal]))?;
        }
        Ok(())
    }
}
