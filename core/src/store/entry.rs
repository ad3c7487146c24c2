//! A certificate as a store holds it.

use std::{collections::HashMap, fmt, ops::Deref, sync::Arc};

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use time::OffsetDateTime;

use super::{
    Store,
    change::{KEY_KIND, membership},
    name::StoreName,
    seal::Seals,
};
use crate::{
    certificate::{Certificate, Name, Thumbprint},
    error::{Error, Result, visible},
    format::{chain_of, issuer_among},
    key::{Identity, PrivateKey, key_id},
};

/// A certificate as a store holds it, at the moment it was read. The certificate's facts are its own: it derefs to
/// [`Certificate`].
#[derive(Clone)]
pub struct Entry {
    store: Store,
    certificate: Certificate,
    friendly_name: Option<String>,
    tags: Vec<String>,
    stores: Vec<StoreName>,
    archived: bool,
    has_private_key: bool,
    added: i64,
    pub(super) id: i64,
}

impl Entry {
    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The name for people.
    pub fn friendly_name(&self) -> Option<&str> {
        self.friendly_name.as_deref()
    }

    /// Free words.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// The named stores it is in.
    pub fn stores(&self) -> &[StoreName] {
        &self.stores
    }

    /// Whether it was archived.
    pub fn archived(&self) -> bool {
        self.archived
    }

    /// Whether the store holds its private key.
    pub fn has_private_key(&self) -> bool {
        self.has_private_key
    }

    /// When it came into the store.
    pub fn added(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.added).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The store it was read from.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The certificate, its private key, and the chain as far as the store has it.
    ///
    /// # Errors
    /// [`Error::NoPrivateKey`], [`Error::StoreLocked`]; [`Error::Tampered`] if the sealed key does not open.
    pub fn identity(&self) -> Result<Identity> {
        let key = self.store.private_key(&self.certificate)?;
        Ok(Identity::new(self.certificate.clone(), key, self.chain()?)?.with_friendly_name(self.friendly_name.clone()))
    }

    /// The certificates above it that the store has, nearest first, without a self-signed one. None of them is thereby
    /// trusted.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn chain(&self) -> Result<Vec<Certificate>> {
        let mut failure = None;
        let mut checks_left = 256;
        let chain = chain_of(&self.certificate, |below| {
            let candidates = self.store.by_subject(&below.issuer()).unwrap_or_else(|error| {
                failure = Some(error);
                Vec::new()
            });
            issuer_among(below, candidates.iter(), &mut checks_left).cloned()
        });
        failure.map_or(Ok(chain), Err)
    }
}

impl Deref for Entry {
    type Target = Certificate;

    fn deref(&self) -> &Certificate {
        &self.certificate
    }
}

impl From<&Entry> for Thumbprint {
    fn from(entry: &Entry) -> Self {
        entry.certificate.sha256()
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} {})", self.certificate.thumbprint(), self.certificate.subject())
    }
}

/// What the rows of one certificate hold.
pub(super) struct Unread {
    pub(super) id: i64,
    /// `None` where it is no blob.
    der: Option<Vec<u8>>,
    friendly_name: Option<String>,
    tags: Option<String>,
    /// The named stores, each with its seal.
    places: Vec<(Result<StoreName>, Option<Vec<u8>>)>,
    archived: bool,
    has_private_key: bool,
    added: i64,
}

impl Unread {
    fn from_row(id: i64, row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id,
            der: row.get_ref(3)?.as_blob().ok().map(<[u8]>::to_vec),
            friendly_name: row.get(4)?,
            tags: row.get_ref(5)?.as_str_or_null().unwrap_or_default().map(str::to_owned),
            places: Vec::with_capacity(1),
            archived: row.get(6)?,
            has_private_key: row.get(7)?,
            added: row.get(8)?,
        })
    }
}

/// How many names are looked up for one chain.
const MAX_ABOVE: usize = 32;

/// Begins every query for entries: one row for each named store that one is in. A condition follows, and where several may
/// match an order by which the rows of one stand together.
macro_rules! select_entries {
    ($condition:literal) => {
        concat!(
            "SELECT c.id, m.store, m.seal, c.der, c.friendly_name, c.tags, c.archived, c.key IS NOT NULL, c.added
            FROM certificates c LEFT JOIN memberships m ON m.certificate = c.id WHERE ",
            $condition
        )
    };
}
pub(super) use select_entries;

impl Store {
    /// The entries that a query made by `select_entries!` gives, in its order, each by itself: one that was altered does not
    /// hide the others. A locked store has no `seals` and cannot tell.
    pub(super) fn rows(
        &self,
        connection: &Connection,
        seals: Option<&Seals>,
        names: &mut HashMap<i64, StoreName>,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<Result<Entry>>> {
        self.page(connection, seals, names, sql, values).map(|(found, _)| found)
    }

    /// As `rows`, with the id of the last row, which may be one that does not parse.
    pub(super) fn page(
        &self,
        connection: &Connection,
        seals: Option<&Seals>,
        names: &mut HashMap<i64, StoreName>,
        sql: &str,
        values: impl Params,
    ) -> Result<(Vec<Result<Entry>>, Option<i64>)> {
        let (mut found, mut last) = (Vec::new(), None);
        self.each_unread(connection, names, sql, values, |unread| {
            last = Some(unread.id);
            found.push(self.read_entry(unread, seals));
        })?;
        Ok((found, last))
    }

    /// Calls with what each certificate's rows hold, as they stand there: reading them is for the connection, what follows for any thread.
    pub(super) fn each_unread(
        &self,
        connection: &Connection,
        names: &mut HashMap<i64, StoreName>,
        sql: &str,
        values: impl Params,
        mut take: impl FnMut(Unread),
    ) -> Result<()> {
        let mut statement = self.sql(connection.prepare_cached(sql))?;
        let mut rows = self.sql(statement.query(values))?;
        let mut under_way: Option<Unread> = None;
        while let Some(row) = self.sql(rows.next())? {
            let id = self.sql(row.get(0))?;
            if under_way.as_ref().is_none_or(|unread| unread.id != id) {
                let unread = self.sql(Unread::from_row(id, row))?;
                under_way.replace(unread).into_iter().for_each(&mut take);
            }
            if let (Some(unread), Some(store)) = (&mut under_way, self.sql(row.get::<_, Option<i64>>(1))?) {
                let seal = self.sql(row.get_ref(2))?.as_blob_or_null().unwrap_or_default().map(<[u8]>::to_vec);
                unread.places.push((self.store_name(connection, names, store), seal));
            }
        }
        under_way.into_iter().for_each(take);
        Ok(())
    }

    /// As `rows`, where one that was altered is an error of the whole.
    pub(super) fn entries(
        &self,
        connection: &Connection,
        seals: Option<&Seals>,
        names: &mut HashMap<i64, StoreName>,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<Entry>> {
        self.rows(connection, seals, names, sql, values)?.into_iter().collect()
    }

    /// The entry that a certificate's rows hold.
    pub(super) fn read_entry(&self, unread: Unread, seals: Option<&Seals>) -> Result<Entry> {
        let Unread { id, der, friendly_name, tags, places, archived, has_private_key, added } = unread;
        let damaged = || Error::Damaged { what: format!("the store {}", self.0.path.display()), why: format!("certificate {id} does not parse") };
        let certificate = der.and_then(|der| Certificate::from_owned_der(der).ok()).ok_or_else(damaged)?;
        let mut entry = Entry {
            store: self.clone(),
            certificate,
            friendly_name,
            tags: tags_from(tags.as_deref())?,
            stores: Vec::with_capacity(places.len()),
            archived,
            has_private_key,
            added,
            id,
        };
        for (name, seal) in places {
            let name = name?;
            verify_membership(seals, &name, &entry, seal.as_deref())?;
            entry.stores.push(name);
        }
        Ok(entry)
    }

    fn store_name(&self, connection: &Connection, names: &mut HashMap<i64, StoreName>, id: i64) -> Result<StoreName> {
        if let Some(name) = names.get(&id) {
            return Ok(name.clone());
        }
        let damaged = || Error::Damaged { what: format!("the store {}", self.0.path.display()), why: format!("named store {id} has no name") };
        let name = connection.query_row("SELECT name FROM stores WHERE id = ?1", [id], |row| row.get::<_, String>(0)).optional();
        let name = self.sql(name)?.and_then(|name| StoreName::parse(&name).ok()).ok_or_else(damaged)?;
        names.insert(id, name.clone());
        Ok(name)
    }

    /// Those of this subject that are not archived: valid ones first, then the newest.
    fn by_subject(&self, name: &Name) -> Result<Vec<Certificate>> {
        let (text, now) = (name.to_string(), self.now().utc.unix_timestamp());
        let found = self.read_at_once(|transaction, seals, names| {
            let sql = select_entries!(
                "c.subject = ?1 AND c.archived = 0 ORDER BY c.not_before <= ?2 AND c.not_after >= ?2 DESC, c.not_before DESC, c.id LIMIT 64"
            );
            self.rows(transaction, seals, names, sql, params![text, now])
        })?;
        let mut right = Vec::with_capacity(found.len());
        for entry in found {
            match entry {
                Ok(entry) if entry.subject() == *name => right.push(entry.certificate),
                Ok(_) => {}
                Err(failure) => self.passed_over(&failure)?,
            }
        }
        Ok(right)
    }

    /// The certificates that may stand above those of a chain: of the names of their issuers, and of theirs in turn.
    pub(crate) fn above(&self, chain: &[Certificate]) -> Result<Vec<Certificate>> {
        let mut found: Vec<Certificate> = Vec::new();
        let mut names: Vec<Name> = chain.iter().filter(|certificate| !certificate.is_self_issued()).map(Certificate::issuer).collect();
        let mut next = 0;
        while let Some(name) = names.get(next).filter(|_| next < MAX_ABOVE).cloned() {
            next += 1;
            for certificate in self.by_subject(&name)? {
                let issuer = certificate.issuer();
                if !names.contains(&issuer) {
                    names.push(issuer);
                }
                found.push(certificate);
            }
        }
        Ok(found)
    }

    /// The certificates of a named store, without those that are archived; those that somebody without the key put there are
    /// left out.
    pub(crate) fn in_named_store(&self, name: &StoreName) -> Result<Vec<Certificate>> {
        let found = self.read_at_once(|transaction, seals, names| {
            let sql = select_entries!(
                "c.archived = 0 AND c.id IN (SELECT m.certificate FROM memberships m JOIN stores s ON s.id = m.store WHERE s.name = ?1) ORDER BY c.id"
            );
            self.rows(transaction, seals, names, sql, [name.to_string()])
        })?;
        Ok(found.into_iter().flatten().filter(|entry| entry.stores.contains(name)).map(|entry| entry.certificate).collect())
    }

    /// Whether a certificate is in a named store, not archived, and was put there with the key.
    pub(crate) fn is_in(&self, certificate: &Certificate, name: &StoreName) -> Result<bool> {
        let found = self.read_at_once(|transaction, seals, names| {
            let sha256 = Thumbprint::sha256_of(certificate.der());
            self.rows(transaction, seals, names, select_entries!("c.archived = 0 AND c.sha256 = ?1"), [sha256.as_slice()])
        })?;
        Ok(found.into_iter().flatten().any(|entry| entry.certificate == *certificate && entry.stores.contains(name)))
    }

    /// Whether there is a key of the certificate's own, whatever its row points at.
    pub(super) fn has_key(&self, connection: &Connection, certificate: &Certificate) -> Result<bool> {
        let find = connection.prepare_cached("SELECT 1 FROM keys WHERE key_id = ?1");
        self.sql(find.and_then(|mut find| find.exists([key_id(certificate.public_key_der())])))
    }

    /// The same, for who has no connection at hand.
    pub(crate) fn has_key_of(&self, certificate: &Certificate) -> Result<bool> {
        self.read(|handle, _| self.has_key(&handle.connection, certificate))
    }

    /// A certificate's private key.
    pub(crate) fn private_key(&self, certificate: &Certificate) -> Result<Arc<PrivateKey>> {
        let id = key_id(certificate.public_key_der());
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read a private key" })?;
            let find = handle.connection.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1");
            let row = find.and_then(|mut find| find.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))).optional());
            let thumbprint = || certificate.thumbprint().to_string();
            let (kind, sealed) = self.sql(row)?.ok_or_else(|| Error::NoPrivateKey { thumbprint: thumbprint() })?;
            open_key(seals, &id, &kind, &sealed, &format!("the private key of {}", thumbprint())).map(Arc::new)
        })
    }
}

/// Opens a sealed private key.
pub(super) fn open_key(seals: &Seals, id: &[u8], kind: &str, sealed: &[u8], what: &str) -> Result<PrivateKey> {
    if kind != KEY_KIND {
        return Err(Error::Unsupported {
            what: format!("a private key of the kind {}", visible(kind)),
            why: "this version reads sealed PKCS#8".to_owned(),
        });
    }
    let pkcs8 = seals.open_key(id, kind, sealed).ok_or_else(|| Error::Tampered { what: what.to_owned() })?;
    PrivateKey::from_trusted_der(&pkcs8)
}

/// Whoever lacks the store's key cannot make a certificate trusted. A locked store cannot tell.
fn verify_membership(seals: Option<&Seals>, name: &StoreName, entry: &Entry, seal: Option<&[u8]>) -> Result<()> {
    let Some(seals) = seals.filter(|_| name.is_trust()) else { return Ok(()) };
    let sha256 = Thumbprint::sha256_of(entry.der());
    match seal {
        Some(seal) if seals.is_sealed(&membership(&sha256, name).fields(), seal) => Ok(()),
        _ => Err(Error::Tampered { what: format!("the place of {} in {name}", entry.thumbprint()) }),
    }
}

pub(super) fn tags_from(text: Option<&str>) -> Result<Vec<String>> {
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|_| Error::Damaged { what: "the store".to_owned(), why: "the tags of a certificate do not parse".to_owned() })
}
