//! Finding certificates: by thumbprint, by anything with exactly one answer, or all that match.

use std::{cmp::Ordering, collections::HashSet, vec};

use rusqlite::{Connection, OptionalExtension, types::Value};

use super::{
    Store,
    diagnostic::DiagnosticCode,
    entry::{Entry, select_entries},
    name::StoreName,
    pool::Handle,
    query::{Archived, Query},
};
use crate::{
    certificate::{Thumbprint, pasted::hex},
    date::rfc3339,
    error::{Error, Result, visible},
};

/// How many rows are read at a time, the first time no more than are wanted.
const PAGE: usize = 256;
/// How many candidates or near things a message names.
const SHOWN: usize = 8;

/// Where `get` looks.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Get {
    /// Only in this named store.
    pub store: Option<StoreName>,
    /// Archived ones too.
    pub archived: bool,
}

impl Get {
    /// Everywhere, archived ones too.
    pub fn any() -> Self {
        Self { store: None, archived: true }
    }

    /// Only in this named store.
    pub fn in_store(store: StoreName) -> Self {
        Self { store: Some(store), archived: false }
    }
}

/// The one that was selected, and those that were not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Selection {
    /// The one.
    pub entry: Entry,
    /// The others that matched, each with the reason; at most eight.
    pub passed_over: Vec<String>,
}

impl Store {
    /// The certificate with this thumbprint that is not archived.
    ///
    /// # Errors
    /// [`Error::NotFound`], which says what comes near: an archived one, one in another named store, one whose other hash
    /// begins the same; [`Error::Ambiguous`] if two have the same SHA-1.
    pub fn get(&self, thumbprint: impl Into<Thumbprint>) -> Result<Entry> {
        self.get_with(thumbprint, &Get::default())
    }

    /// The certificate with this thumbprint, looked for as the options say.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn get_with(&self, thumbprint: impl Into<Thumbprint>, options: &Get) -> Result<Entry> {
        let thumbprint = thumbprint.into();
        let sql = match thumbprint {
            Thumbprint::Sha1(_) => select_entries!("c.sha1 = ?1"),
            Thumbprint::Sha256(_) => select_entries!("c.sha256 = ?1"),
        };
        let mut found = self.read(|handle, seals| self.rows(&handle.connection, seals, &mut handle.names, sql, [thumbprint.as_bytes()]))?;
        if found.iter().any(|entry| matches!(entry, Err(Error::Tampered { .. }))) {
            // or the store's key was rotated by another process: once more, with the seals of the moment
            found = self.read_at_once(|transaction, seals, names| self.rows(transaction, seals, names, sql, [thumbprint.as_bytes()]))?;
        }
        if let Some(name) = &options.store {
            self.read(|handle, _| self.named_store(handle, name, false))?;
        }
        // a row whose certificate is another one was put there by somebody else, and hides no right one
        let of = |entry: &Entry| if thumbprint.algorithm() == "SHA-1" { entry.thumbprint() } else { entry.sha256() };
        let mut failure = None;
        let mut right = Vec::new();
        for entry in found {
            match entry {
                Ok(entry) if of(&entry) == thumbprint => right.push(entry),
                Ok(_) => failure = Some(Error::Tampered { what: format!("the certificate {thumbprint}") }),
                Err(error) => failure = Some(error),
            }
        }
        let found = match failure {
            Some(failure) if right.is_empty() => return Err(failure),
            Some(failure) => {
                self.passed_over(&failure)?;
                right
            }
            None => right,
        };
        let in_store = |entry: &Entry| options.store.as_ref().is_none_or(|store| entry.stores().iter().any(|name| name.is(store)));
        let wanted = |entry: &Entry| (options.archived || !entry.archived()) && in_store(entry);
        let (mut matching, others): (Vec<Entry>, Vec<Entry>) = found.into_iter().partition(wanted);
        match (matching.pop(), matching.is_empty()) {
            (Some(one), true) => Ok(one),
            (None, _) => Err(self.not_found(&thumbprint, options, &others)?),
            (Some(last), false) => {
                matching.push(last);
                Err(Error::Ambiguous { wanted: thumbprint.to_string(), count: matching.len(), candidates: matching.iter().map(candidate).collect() })
            }
        }
    }

    /// Tells of a row that hides no right one.
    pub(super) fn passed_over(&self, failure: &Error) -> Result<()> {
        self.0.pool.run(|| {
            self.note(DiagnosticCode::AlteredRow, || format!("a row was passed over: {failure}"));
            Ok(())
        })
    }

    /// What took the place of a certificate that is looked for, where that can be told.
    fn told_of_successor(&self, thumbprint: Thumbprint) -> Result<Option<String>> {
        match self.last_successor(thumbprint) {
            Ok(succession) => Ok(succession.map(|succession| succession.shown())),
            Err(Error::StoreLocked { .. }) => Ok(None),
            Err(error @ Error::Tampered { .. }) => self.passed_over(&error).map(|()| None),
            Err(error) => Err(error),
        }
    }

    fn not_found(&self, thumbprint: &Thumbprint, options: &Get, elsewhere: &[Entry]) -> Result<Error> {
        let mut near: Vec<String> = Vec::new();
        for entry in elsewhere {
            if entry.archived() && !options.archived {
                near.push(format!("it is archived ({})", entry.subject()));
            } else {
                let stores: Vec<String> = entry.stores().iter().map(ToString::to_string).collect();
                near.push(format!("it is in {} ({})", stores.join(", "), entry.subject()));
            }
        }
        near.extend(self.told_of_successor(*thumbprint)?);
        let start = &thumbprint.as_bytes()[..4]; // at least 20 octets
        let mut end = start.to_vec();
        end.extend([0xff; 32]);
        let alike = self.read_at_once(|transaction, seals, names| {
            let sql =
                select_entries!("(c.sha1 BETWEEN ?1 AND ?2 OR c.sha256 BETWEEN ?1 AND ?2) AND c.sha1 <> ?3 AND c.sha256 <> ?3 ORDER BY c.id LIMIT 4");
            self.rows(transaction, seals, names, sql, [start, &end, thumbprint.as_bytes()])
        })?;
        for entry in alike {
            let entry = match entry {
                Ok(entry) => entry,
                Err(failure) => {
                    self.passed_over(&failure)?;
                    continue;
                }
            };
            let which = if entry.sha256().as_bytes().starts_with(start) { entry.sha256() } else { entry.thumbprint() };
            near.push(format!("the {} of {} begins the same: {which}", which.algorithm(), entry.subject()));
        }
        let place = options.store.as_ref().map_or_else(String::new, |store| format!(" in {store}"));
        Ok(Error::NotFound { wanted: format!("the certificate {thumbprint}{place}"), near })
    }

    /// The one certificate that matches.
    ///
    /// # Errors
    /// [`Error::Ambiguous`] with the candidates, [`Error::NotFound`].
    pub fn select(&self, query: &Query) -> Result<Entry> {
        let mut found = self.find(query)?.take(1000).collect::<Result<Vec<_>>>()?;
        match found.len() {
            1 => found.pop().ok_or_else(|| Error::internal("one was found")),
            0 => Err(self.nothing(query)?),
            count => Err(Error::Ambiguous { wanted: query.shown(), count, candidates: found.iter().take(SHOWN).map(candidate).collect() }),
        }
    }

    /// Of all that match, the one an administrator would pick: valid now, with its private key, the latest notBefore. Says
    /// which it passed over, and why.
    ///
    /// # Errors
    /// [`Error::NotFound`], which names those that matched and were passed over; [`Error::Ambiguous`] if two began at the
    /// same second.
    pub fn select_newest_valid(&self, query: &Query) -> Result<Selection> {
        let now = self.now().utc;
        let mut best: Vec<Entry> = Vec::new();
        let mut passed_over = Vec::new();
        let mut pass_over = |entry: &Entry, why: &str| {
            if passed_over.len() < SHOWN {
                passed_over.push(format!("{}: {why}", candidate(entry)));
            }
        };
        for entry in self.find(query)? {
            let entry = entry?;
            if !entry.has_private_key() || !self.read(|handle, _| self.has_key(&handle.connection, &entry))? {
                pass_over(&entry, "no private key");
            } else if !entry.is_valid_at(now) {
                pass_over(&entry, "not valid now");
            } else {
                match best.first().map(|best| entry.not_before().cmp(&best.not_before())) {
                    Some(Ordering::Less) => pass_over(&entry, "older"),
                    Some(Ordering::Greater) => {
                        best.drain(..).for_each(|older| pass_over(&older, "older"));
                        best.push(entry);
                    }
                    None | Some(Ordering::Equal) => best.push(entry),
                }
            }
        }
        match (best.pop(), best.is_empty()) {
            (Some(entry), true) => Ok(Selection { entry, passed_over }),
            (None, _) => Err(Error::NotFound { wanted: format!("a valid certificate with its key for {}", query.shown()), near: passed_over }),
            (Some(last), false) => {
                best.push(last);
                Err(Error::Ambiguous { wanted: query.shown(), count: best.len(), candidates: best.iter().take(SHOWN).map(candidate).collect() })
            }
        }
    }

    fn nothing(&self, query: &Query) -> Result<Error> {
        let wider = Query {
            archived: Archived::Also,
            store: None,
            has_private_key: None,
            valid_at: None,
            expiring_before: None,
            expired_at: None,
            limit: Some(SHOWN),
            ..query.clone()
        };
        let mut near = self.find(&wider)?.map(|entry| entry.map(|entry| candidate(&entry))).collect::<Result<Vec<_>>>()?;
        let named = query.thumbprint.or_else(|| Thumbprint::parse(query.text.as_deref()?).ok());
        if let Some(thumbprint) = named {
            near.extend(self.told_of_successor(thumbprint)?);
        }
        Ok(Error::NotFound { wanted: format!("a certificate for {}", query.shown()), near })
    }

    /// All that match, read in pages while the iterator goes on. Changes made meanwhile may or may not be seen. One that was
    /// altered is an error in its place, and the iterator goes on behind it.
    ///
    /// # Errors
    /// [`Error::InvalidSubject`] for a subject or issuer that cannot be read; [`Error::UnknownStoreName`]; [`Error::StoreLocked`] for a
    /// role or scope.
    pub fn find(&self, query: &Query) -> Result<Find> {
        if let Some(name) = &query.store {
            self.read(|handle, _| self.named_store(handle, name, false))?;
        }
        if self.is_locked() && (query.role.is_some() || query.scope.is_some()) {
            return Err(Error::StoreLocked { action: "read what its certificates are for" });
        }
        let (mut conditions, mut values) = query.conditions()?;
        let required = query.required.map(|_| self.required_ones()).transpose()?;
        if let (Some(required), Some(true)) = (&required, query.required) {
            conditions.push_str(" AND c.sha256 IN (SELECT unhex(value) FROM json_each(?))");
            let all: Vec<String> = required.iter().map(|sha256| hex(sha256)).collect();
            values.push(serde_json::Value::from(all).to_string().into());
        }
        let (column, way, after) = (query.order.column(), if query.descending { "DESC" } else { "ASC" }, if query.descending { "<" } else { ">" });
        let left = query.limit.unwrap_or(usize::MAX);
        let first_size = left.clamp(1, PAGE);
        let page = |start: &str, size: usize| {
            let select = format!("SELECT c.id FROM certificates c WHERE {start}{conditions} ORDER BY c.{column} {way}, c.id {way} LIMIT {size}");
            let entries = select_entries!("c.id IN");
            format!("{entries} ({select}) ORDER BY c.{column} {way}, c.id {way}")
        };
        Ok(Find {
            store: self.clone(),
            first: page("1", first_size),
            first_size,
            next: page(&format!("(c.{column}, c.id) {after} (?, ?)"), PAGE),
            key: format!("SELECT {column} FROM certificates WHERE id = ?1"),
            beyond: format!("SELECT (?1 COLLATE NOCASE, ?2) {after} (?3, ?4)"),
            left,
            query: query.clone(),
            required,
            values,
            last: Vec::new(),
            page: Vec::new().into_iter(),
            done: false,
        })
    }

    /// Refuses a named store that is not there.
    pub(crate) fn must_have(&self, name: &StoreName) -> Result<()> {
        self.read(|handle, _| self.named_store(handle, name, false).map(|_| ()))
    }

    pub(super) fn named_store(&self, handle: &Handle, name: &StoreName, may_miss: bool) -> Result<Option<i64>> {
        let find = handle.connection.prepare_cached("SELECT id FROM stores WHERE name = ?1");
        let found = self.sql(find.and_then(|mut find| find.query_row([name.to_string()], |row| row.get(0)).optional()))?;
        if found.is_none() && !may_miss { Err(self.unknown_store(&handle.connection, name)?) } else { Ok(found) }
    }

    pub(super) fn unknown_store(&self, connection: &Connection, name: &StoreName) -> Result<Error> {
        let mut statement = self.sql(connection.prepare_cached("SELECT name FROM stores ORDER BY id"))?;
        let known = self.sql(statement.query_map([], |row| row.get(0)))?.collect::<rusqlite::Result<_>>();
        let known: Vec<String> = self.sql(known)?;
        Ok(Error::UnknownStoreName { name: name.to_string(), known: known.iter().map(|name| visible(name)).collect() })
    }
}

/// The certificates that match, one after another.
pub struct Find {
    store: Store,
    query: Query,
    /// Which ones were required when the search began, where that is asked for.
    required: Option<HashSet<[u8; 32]>>,
    first: String,
    first_size: usize,
    next: String,
    key: String,
    beyond: String,
    values: Vec<Value>,
    /// What the last page ended with: its place in the order, and its id.
    last: Vec<Value>,
    page: vec::IntoIter<Result<Entry>>,
    left: usize,
    done: bool,
}

impl Find {
    fn next_page(&mut self) -> Result<()> {
        let (sql, size) = if self.last.is_empty() { (&self.first, self.first_size) } else { (&self.next, PAGE) };
        let store = &self.store;
        let (page, last) = store.read_at_once(|transaction, seals, names| {
            let values = rusqlite::params_from_iter(self.last.iter().chain(&self.values));
            let (page, last) = store.page(transaction, seals, names, sql, values)?;
            let Some(id) = last else { return Ok((page, Vec::new())) };
            let key = transaction.prepare_cached(&self.key).and_then(|mut key| key.query_row([id], |row| row.get::<_, Value>(0)));
            let next = vec![store.sql(key)?, id.into()];
            if !self.last.is_empty() {
                // an index that was altered can lead back to where the page began, again and again
                let beyond = transaction.prepare_cached(&self.beyond).and_then(|mut beyond| {
                    beyond.query_row(rusqlite::params_from_iter(next.iter().chain(&self.last)), |row| row.get::<_, Option<bool>>(0))
                });
                if store.sql(beyond)? != Some(true) {
                    let why = "an index does not lead on; check it".to_owned();
                    return Err(Error::Damaged { what: format!("the store {}", store.path().display()), why });
                }
            }
            Ok((page, next))
        })?;
        self.done = page.len() < size;
        self.last = last;
        self.page = page.into_iter();
        Ok(())
    }
}

impl Iterator for Find {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left > 0 {
            for entry in self.page.by_ref() {
                let is_required = |entry: &Entry| self.required.as_ref().map(|all| all.contains(&Thumbprint::sha256_of(entry.der())));
                let matches = |entry: &Entry| -> Result<bool> { Ok(self.query.matches(entry)? && is_required(entry) == self.query.required) };
                match entry.and_then(|entry| Ok(if matches(&entry)? { Some(entry) } else { None })) {
                    Ok(None) => {}
                    Ok(Some(entry)) => {
                        self.left -= 1;
                        return Some(Ok(entry));
                    }
                    Err(error) => return Some(Err(error)),
                }
            }
            if self.done {
                return None;
            }
            if let Err(error) = self.next_page() {
                self.done = true;
                return Some(Err(error));
            }
        }
        None
    }
}

/// One certificate in a message.
fn candidate(entry: &Entry) -> String {
    format!("{} ({}, until {})", hex(entry.thumbprint().as_bytes()), entry.subject(), rfc3339(entry.not_after()))
}
