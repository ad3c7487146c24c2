//! Proof that a store is whole: the file, its seals, its keys, its journal; a verdict on each.

use std::ops::ControlFlow;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::{
    Store, assignment, backup,
    change::{alt_names, membership},
    crl,
    decision::Record,
    document, endpoint,
    entry::{open_key, tags_from},
    installation::Installation,
    journal,
    name::StoreName,
    protector, role, schema,
    seal::Seals,
    succession,
};
use crate::{
    certificate::{Certificate, Thumbprint, pasted::hex},
    error::{Error, Result},
    key::key_id,
};

/// How many faults of one kind are named one by one.
const SHOWN: usize = 100;

/// What was found of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// What was looked at: `file`, `protectors`, `certificates`, `keys`, `trust`, `usage`, `journal`; or one certificate or key.
    pub what: String,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found.
    pub found: String,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CheckReport {
    /// One for each thing that was looked at, and one for each fault.
    pub verdicts: Vec<Verdict>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn ok(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.ok)
    }
}

/// Tells how far a long work is, done and of how many; it can be stopped.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

impl Store {
    /// Checks that the file is whole; that every protector and every trusted place is sealed; that every certificate's columns
    /// are those of its DER; that every private key opens and belongs to its certificate; that no line of the journal was
    /// altered, is missing or was cut off. A locked store is checked as far as that goes without the key, and says so.
    ///
    /// Not seen: that the whole file was put back to an earlier state, and what somebody did who has file and key.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Moved`]; [`Error::Cancelled`] if `progress` stopped it. What is wrong inside the store is a
    /// verdict, not an error.
    pub fn check(&self, progress: Progress<'_>) -> Result<CheckReport> {
        let progress = std::cell::RefCell::new(progress);
        self.read_at_once(|transaction, seals, _| {
            let mut checked = Check { store: self, connection: transaction, seals, verdicts: Vec::new() };
            if checked.file()? {
                let go_on = &mut **progress.borrow_mut();
                checked.protectors()?;
                let total = checked.count("certificates")?.saturating_add(checked.count("keys")?);
                checked.certificates(total, go_on)?;
                checked.keys(total, go_on)?;
                checked.trust()?;
                checked.journal()?;
            }
            Ok(CheckReport { verdicts: checked.verdicts })
        })
    }
}

struct Check<'a> {
    store: &'a Store,
    connection: &'a Connection,
    seals: Option<&'a Seals>,
    verdicts: Vec<Verdict>,
}

impl Check<'_> {
    fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        self.store.sql(result)
    }

    fn count(&self, table: &str) -> Result<u64> {
        let count = self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
        Ok(self.sql(count)?.unsigned_abs())
    }

    fn say(&mut self, what: impl Into<String>, ok: bool, found: impl Into<String>) {
        self.verdicts.push(Verdict { what: what.into(), ok, found: found.into() });
    }

    /// A summary, and a verdict for each fault.
    fn sum(&mut self, what: &str, whole: String, faults: Vec<(String, String)>) {
        let count = faults.len();
        if count == 0 {
            self.say(what, true, whole);
            return;
        }
        self.say(what, false, format!("{count} of {whole}: see below"));
        for (one, found) in faults.into_iter().take(SHOWN) {
            self.say(one, false, found);
        }
    }

    fn file(&mut self) -> Result<bool> {
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
            let mut found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
            let orphans = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            found.extend(orphans.into_iter().take(20).map(|table| format!("a row of {table} refers to one that is not there")));
            Ok(found)
        };
        let found = match check() {
            Ok(found) => found,
            Err(error) => match schema::sqlite(&error, &self.store.0.path) {
                error @ (Error::Damaged { .. } | Error::NotAStore { .. }) => vec![error.to_string()],
                error => return Err(error),
            },
        };
        let ok = found == ["ok"];
        self.say("file", ok, if ok { "whole".to_owned() } else { found.join("; ") });
        Ok(ok || !found.iter().any(|line| line.contains("damaged") || line.contains("Tree") || line.contains("malformed")))
    }

    fn protectors(&mut self) -> Result<()> {
        let rows = self.sql(protector::rows(self.connection))?;
        let Some(seals) = self.seals else {
            self.say("protectors", true, format!("{}, not verified: the store is locked", rows.len()));
            return Ok(());
        };
        let strange = rows.iter().filter(|row| !row.is_genuine(seals));
        let faults = strange.map(|row| (format!("protector {}", hex(&row.id)), "it was added or altered without the store's key".to_owned()));
        let faults = faults.collect();
        self.sum("protectors", format!("{}", rows.len()), faults);
        Ok(())
    }

    fn certificates(&mut self, total: u64, progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<()> {
        let (mut faults, mut done) = (Vec::new(), 0_u64);
        let select = "SELECT id, sha1, sha256, key_id, subject, issuer, serial, not_before, not_after, is_ca, self_issued, subject_key_id,
            key_algorithm, signature_hash, der, tags, key IS NOT NULL AND (SELECT key_id FROM keys WHERE id = key) IS NOT key_id,
            key IS NULL AND EXISTS (SELECT 1 FROM keys k WHERE k.key_id = certificates.key_id) FROM certificates ORDER BY id";
        let mut statement = self.sql(self.connection.prepare(select))?;
        let mut rows = self.sql(statement.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let name = format!("certificate {}", self.sql(row.get::<_, Vec<u8>>(1)).map(|sha1| hex(&sha1)).unwrap_or_default());
            match self.certificate(row) {
                Ok(wrong) if wrong.is_empty() => {}
                Ok(wrong) => faults.push((name, format!("not as its DER says: {}", wrong.join(", ")))),
                Err(error) => faults.push((name, error.to_string())),
            }
            done += 1;
            report(progress, done, total)?;
        }
        drop(rows);
        drop(statement);
        self.sum("certificates", format!("{done}"), faults);
        Ok(())
    }

    /// The columns that are other than the certificate itself says.
    fn certificate(&self, row: &rusqlite::Row<'_>) -> Result<Vec<&'static str>> {
        let der: Vec<u8> = self.sql(row.get(14))?;
        let certificate = Certificate::from_der(&der)?;
        let text = |index: usize| self.sql(row.get::<_, String>(index));
        let number = |index: usize| self.sql(row.get::<_, i64>(index));
        let octets = |index: usize| self.sql(row.get::<_, Option<Vec<u8>>>(index));
        let mut wrong = Vec::new();
        let mut must = |what, holds: bool| {
            if !holds {
                wrong.push(what)
            }
        };
        must("SHA-1", octets(1)?.is_some_and(|sha1| sha1 == Thumbprint::sha1_of(&der)));
        must("SHA-256", octets(2)?.is_some_and(|sha256| sha256 == Thumbprint::sha256_of(&der)));
        must("key", octets(3)?.is_some_and(|id| id == key_id(certificate.public_key_der())));
        must("subject", text(4)? == certificate.subject().to_string());
        must("issuer", text(5)? == certificate.issuer().to_string());
        must("serial number", text(6)? == certificate.serial().to_string());
        must("notBefore", number(7)? == certificate.not_before().unix_timestamp());
        must("notAfter", number(8)? == certificate.not_after().unix_timestamp());
        must("CA", (number(9)? != 0) == certificate.is_ca());
        must("issuer is subject", (number(10)? != 0) == certificate.is_self_issued());
        must("subjectKeyIdentifier", octets(11)?.as_deref() == certificate.subject_key_id());
        must("key algorithm", text(12)? == certificate.key_algorithm());
        must("signature hash", self.sql(row.get::<_, Option<String>>(13))?.as_deref() == certificate.signature_hash());
        let id = number(0)?;
        let mut names = self.sql(self.connection.prepare_cached("SELECT kind, value FROM alt_names WHERE certificate = ?1 ORDER BY rowid"))?;
        let names = names.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let names = self.sql(names.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))?;
        let own = alt_names(&certificate).map(|(kind, value, _)| (kind.to_owned(), value));
        must("alternative names", own.eq(names));
        let mut found = self.sql(self.connection.prepare_cached("SELECT tag FROM tags WHERE certificate = ?1"))?;
        let found = found.query_map([id], |row| row.get::<_, String>(0));
        let mut found = self.sql(found.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))?;
        let mut tags = tags_from(self.sql(row.get::<_, Option<String>>(15))?.as_deref())?;
        for list in [&mut found, &mut tags] {
            list.iter_mut().for_each(|tag| tag.make_ascii_lowercase());
            list.sort();
            list.dedup();
        }
        must("tags", found == tags);
        must("place of its key", number(16)? == 0 && number(17)? == 0);
        Ok(wrong)
    }

    fn keys(&mut self, total: u64, progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<()> {
        let (mut faults, mut count) = (Vec::new(), 0_u64);
        let before = self.count("certificates")?;
        let select = "SELECT k.key_id, k.kind, k.sealed, (SELECT c.der FROM certificates c WHERE c.key = k.id LIMIT 1) FROM keys k ORDER BY k.id";
        let mut statement = self.sql(self.connection.prepare(select))?;
        let mut rows = self.sql(statement.query([]))?;
        while let Some(row) = self.sql(rows.next())? {
            let id: Vec<u8> = self.sql(row.get(0))?;
            let (kind, sealed): (String, Vec<u8>) = (self.sql(row.get(1))?, self.sql(row.get(2))?);
            let owner: Option<Vec<u8>> = self.sql(row.get(3))?;
            let name = || format!("key {}", hex(&id));
            let owner = owner.and_then(|der| Certificate::from_der(&der).ok());
            if owner.is_none() {
                faults.push((name(), "no certificate here is its own".to_owned()));
            } else if let Some(seals) = self.seals {
                match open_key(seals, &id, &kind, &sealed, "it").and_then(|key| key.prove().map(|()| key)) {
                    Ok(key) if owner.is_some_and(|owner| key.matches(&owner)) => {}
                    Ok(_) => faults.push((name(), "it does not belong to its certificate".to_owned())),
                    Err(error) => faults.push((name(), error.to_string())),
                }
            }
            count += 1;
            report(progress, before + count, total)?;
        }
        drop(rows);
        drop(statement);
        let locked = if self.seals.is_none() { ", not opened: the store is locked" } else { "" };
        self.sum("keys", format!("{count}{locked}"), faults);
        Ok(())
    }

    fn trust(&mut self) -> Result<()> {
        let Some(seals) = self.seals else {
            self.say("trust", true, "not verified: the store is locked");
            return Ok(());
        };
        let select = "SELECT c.der, s.name, m.seal FROM memberships m JOIN stores s ON s.id = m.store JOIN certificates c ON c.id = m.certificate
            WHERE s.name IN (?1, ?2) ORDER BY m.certificate";
        let (mut faults, mut count) = (Vec::new(), 0_u64);
        let mut statement = self.sql(self.connection.prepare(select))?;
        let names = params![StoreName::TrustedRoot.to_string(), StoreName::TrustedPeople.to_string()];
        let mut rows = self.sql(statement.query(names))?;
        while let Some(row) = self.sql(rows.next())? {
            let (der, name, seal): (Vec<u8>, String, Vec<u8>) = (self.sql(row.get(0))?, self.sql(row.get(1))?, self.sql(row.get(2))?);
            let name = StoreName::parse(&name)?;
            let sha256 = Thumbprint::sha256_of(&der);
            if !seals.is_sealed(&membership(&sha256, &name).fields(), &seal) {
                let what = format!("certificate {}", hex(&Thumbprint::sha1_of(&der)));
                faults.push((what, format!("it was put into {name} without the store's key")));
            }
            count += 1;
        }
        drop(rows);
        drop(statement);
        for row in self.sql(Record::all(self.connection))? {
            if !row.as_ref().is_some_and(|record| record.is_genuine(seals)) {
                faults.push((Record::shown(row.as_ref()), "it was made or altered without the store's key".to_owned()));
            }
            count += 1;
        }
        for row in self.sql(crl::Record::all(self.connection))? {
            if !self.sql(row.is_genuine(self.connection, seals))? {
                faults.push((row.shown(), "it was put here or altered without the store's key".to_owned()));
            }
            count += 1;
        }
        for row in self.sql(endpoint::Record::all(self.connection))? {
            if !row.is_genuine(seals) {
                faults.push((row.shown(), "they were made or altered without the store's key".to_owned()));
            } else if !self.sql(row.has_its_certificate(self.connection))? {
                faults.push((row.shown(), "the certificate that they name is not in the store".to_owned()));
            }
            count += 1;
        }
        self.sum("trust", format!("{count}"), faults);
        self.usage(seals)
    }

    /// Roles, what certificates are for, and what superseded them.
    fn usage(&mut self, seals: &Seals) -> Result<()> {
        let (mut faults, mut count) = (Vec::new(), 0_u64);
        let altered = || "it was made or altered without the store's key".to_owned();
        for row in self.sql(role::Record::all(self.connection))? {
            if !row.is_genuine(seals) {
                faults.push((row.shown(), altered()));
            }
            count += 1;
        }
        for row in self.sql(assignment::Record::all(self.connection))? {
            if !row.is_genuine(seals) {
                faults.push((row.shown(), altered()));
            } else if !self.sql(row.has_its_certificate(self.connection))? {
                faults.push((row.shown(), "the certificate is not in the store".to_owned()));
            }
            count += 1;
        }
        for row in self.sql(succession::Record::all(self.connection))? {
            if !row.is_genuine(seals) {
                faults.push((row.shown(), altered()));
            }
            count += 1;
        }
        let backups = self.sql(backup::Record::all(self.connection))?;
        faults.extend(backups.iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.shown(), altered())));
        let documents = self.sql(document::Record::all(self.connection))?;
        faults.extend(documents.iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.shown(), altered())));
        count += (backups.len() + documents.len()) as u64;
        if !self.sql(Installation::is_genuine(self.connection, seals))? {
            faults.push(("whose installation the store is".to_owned(), altered()));
        }
        self.sum("usage", format!("{count}"), faults);
        Ok(())
    }

    fn journal(&mut self) -> Result<()> {
        let count = self.count("events")?;
        let Some(seals) = self.seals else {
            self.say("journal", true, format!("{count} lines, not verified: the store is locked"));
            return Ok(());
        };
        match self.sql(journal::verify(self.connection, seals))? {
            Ok(()) => self.say("journal", true, format!("{count} lines, none altered, missing or cut off")),
            Err(error) => self.say("journal", false, error.to_string()),
        }
        Ok(())
    }
}

fn report(progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>, done: u64, total: u64) -> Result<()> {
    if done.is_multiple_of(64) && progress(done, total).is_break() {
        return Err(Error::Cancelled { what: "the check of the store".to_owned() });
    }
    Ok(())
}
