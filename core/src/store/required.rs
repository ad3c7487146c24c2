//! Which certificates are required: assigned, retained, used by an endpoint, or issuers of what is valid and here.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use super::{
    Store, assignment, endpoint,
    entry::{Entry, select_entries},
    name::StoreName,
    schema,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, Thumbprint},
    date::rfc3339,
    error::{Result, visible},
    key::key_id,
};

/// How many of the certificates that hold another one back are named.
const SHOWN: usize = 8;

/// The names of those that issued what is valid and is not self-issued, one after another from the index.
const ISSUERS: &str = "WITH RECURSIVE names (name) AS (
        SELECT min(issuer) FROM certificates WHERE self_issued = 0
        UNION ALL SELECT (SELECT min(issuer) FROM certificates WHERE self_issued = 0 AND issuer > name) FROM names WHERE name IS NOT NULL
    )
    SELECT name FROM names WHERE name IS NOT NULL
    AND EXISTS (SELECT 1 FROM certificates WHERE self_issued = 0 AND issuer = name AND not_after >= ?1)";

impl Entry {
    /// Why the store must keep it: it is assigned, retained or used by an endpoint, or issued what is valid and here; at most eight
    /// reasons, none where it is not required. Whether it is archived does not matter.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::Damaged`](crate::Error::Damaged).
    pub fn required(&self) -> Result<Vec<String>> {
        let store = self.store();
        store.read_at_once(|transaction, seals, names| required(store, transaction, seals, names, self))
    }

    /// The first eight of those that it issued which are valid and here; none where another CA certificate can stand in for it.
    pub(crate) fn issued(&self) -> Result<Vec<Self>> {
        let store = self.store();
        store.read_at_once(|transaction, seals, names| issued_by(store, transaction, seals, names, self))
    }

    /// Other certificates of its key.
    pub(crate) fn of_same_key(&self) -> Result<Vec<Thumbprint>> {
        let store = self.store();
        store.read_at_once(|transaction, seals, names| {
            let sql = select_entries!("c.key_id = ?1 AND c.id <> ?2 ORDER BY c.id LIMIT 64");
            let found = store.rows(transaction, seals, names, sql, params![key_id(self.public_key_der()), self.id])?;
            Ok(found.into_iter().flatten().map(|entry| entry.thumbprint()).collect())
        })
    }
}

impl Store {
    /// SHA-256 of every certificate that is required.
    pub(crate) fn required_ones(&self) -> Result<HashSet<[u8; 32]>> {
        self.read_at_once(|transaction, seals, names| {
            let mut all = self.otherwise_required(transaction, seals, names)?;
            all.extend(self.sql(assignment::needed(transaction))?);
            Ok(all)
        })
    }

    /// SHA-256 of those that are required without being assigned or retained.
    pub(super) fn otherwise_required(
        &self,
        connection: &Connection,
        seals: Option<&Seals>,
        names: &mut HashMap<i64, StoreName>,
    ) -> Result<HashSet<[u8; 32]>> {
        let mut all: HashSet<[u8; 32]> = self.sql(endpoint::used(connection))?.into_iter().collect();
        if self.sql(schema::lacks(connection, "assignments"))? {
            return Ok(all); // nor is the index there that leads to issuers
        }
        let issuers = || -> rusqlite::Result<Vec<String>> {
            connection.prepare_cached(ISSUERS)?.query_map([self.now().utc.unix_timestamp()], |row| row.get(0))?.collect()
        };
        for name in self.sql(issuers())? {
            let of_name = self.rows(connection, seals, names, select_entries!("c.subject = ?1 ORDER BY c.id"), [name])?;
            for issuer in of_name.into_iter().flatten() {
                if !issued_by(self, connection, seals, names, &issuer)?.is_empty() {
                    all.insert(Thumbprint::sha256_of(issuer.der()));
                }
            }
        }
        Ok(all)
    }
}

/// Why a certificate is required: it is assigned, retained or used by an endpoint, or issued what is valid and here; at most eight
/// reasons. Whether it is archived does not matter.
pub(super) fn required(
    store: &Store,
    connection: &Connection,
    seals: Option<&Seals>,
    names: &mut HashMap<i64, StoreName>,
    certificate: &Certificate,
) -> Result<Vec<String>> {
    let mut reasons = named(store, connection, &Thumbprint::sha256_of(certificate.der()), certificate.thumbprint().as_bytes())?;
    reasons.extend(issued_by(store, connection, seals, names, certificate)?.iter().map(|entry| {
        let (name, until) = (visible(&entry.subject().to_string()), rfc3339(entry.not_after()));
        format!("it issued {} ({name}), which is valid until {until}", entry.thumbprint())
    }));
    reasons.truncate(SHOWN);
    Ok(reasons)
}

/// Why it is required by what names it.
pub(super) fn named(store: &Store, connection: &Connection, sha256: &[u8], sha1: &[u8]) -> Result<Vec<String>> {
    let mut reasons = store.sql(assignment::reasons(connection, sha256, sha1))?;
    reasons.extend(store.sql(endpoint::of_certificate(connection, sha256))?.iter().map(|endpoint| format!("the endpoint {endpoint} uses it")));
    Ok(reasons)
}

/// The first of those that it issued which are valid and here; none where another CA certificate of the same name and key can stand in
/// for it.
pub(super) fn issued_by(
    store: &Store,
    connection: &Connection,
    seals: Option<&Seals>,
    names: &mut HashMap<i64, StoreName>,
    certificate: &Certificate,
) -> Result<Vec<Entry>> {
    let now = store.now().utc;
    let subject = certificate.subject();
    let (name, present) = (subject.to_string(), now.unix_timestamp());
    let valid =
        |entry: &Entry| entry.not_after() >= now && entry.issuer() == subject && entry.certificate() != certificate && !entry.is_self_signed();
    // where the algorithm cannot be verified here, the names alone decide: rather kept than lost
    let is_its = |entry: &Entry| entry.is_signed_by(certificate).unwrap_or(!entry.is_self_issued());
    let page =
        select_entries!("c.id IN (SELECT id FROM certificates WHERE issuer = ?1 AND not_after >= ?2 AND id > ?3 ORDER BY id LIMIT 64) ORDER BY c.id");
    let (mut found, mut after) = (Vec::new(), i64::MIN);
    while found.len() < SHOWN {
        let (entries, last) = store.page(connection, seals, names, page, params![name, present, after])?;
        let Some(last) = last.filter(|last| *last > after) else { break };
        after = last;
        found.extend(entries.into_iter().flatten().filter(|entry| valid(entry) && is_its(entry)).take(SHOWN - found.len()));
    }
    if found.is_empty() {
        return Ok(found);
    }
    let own_key = key_id(certificate.public_key_der());
    let can_stand_in = |entry: &Entry| {
        let same_key = key_id(entry.public_key_der()) == own_key && entry.subject() == subject;
        same_key
            && entry.is_ca()
            && entry.subject_key_id() == certificate.subject_key_id()
            && entry.not_after() >= now
            && entry.certificate() != certificate
    };
    // by subject: one key may be that of any number of certificates
    let stand_ins = select_entries!("c.subject = ?1 AND +c.key_id = ?2 AND +c.is_ca = 1 AND +c.archived = 0 AND +c.not_after >= ?3 ORDER BY c.id");
    let stand_ins = store.rows(connection, seals, names, stand_ins, params![name, own_key, present])?;
    Ok(if stand_ins.iter().flatten().any(can_stand_in) { Vec::new() } else { found })
}
