//! Finding certificates: by thumbprint, by anything with exactly one answer, or all that match.

use std::{net::IpAddr, vec};

use rusqlite::{Connection, OptionalExtension, types::Value};
use time::OffsetDateTime;

use super::{
    Store,
    entry::{Entry, select_entries},
    name::StoreName,
    open::Handle,
};
use crate::{
    certificate::{Name, SerialNumber, Thumbprint, pasted::hex},
    date::rfc3339,
    error::{Error, Result},
};

/// How many rows are read at a time.
const PAGE: usize = 256;
/// How many candidates or near things a message names.
const SHOWN: usize = 8;
/// The longest text that is looked for, in bytes; SQLite bounds patterns too.
const MAX_TEXT: usize = 4096;

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

/// Which of the archived and the others are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Archived {
    /// Only those that are not archived.
    #[default]
    No,
    /// Only archived ones.
    Only,
    /// Both.
    Also,
}

/// What is looked for; all conditions that are set must hold.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A thumbprint, a serial number, a subject or one of its components, a common name, a friendly name, a DNS name or an
    /// address: whole, case does not matter.
    pub text: Option<String>,
    /// Part of the subject, a friendly name or a DNS name; case does not matter.
    pub contains: Option<String>,
    /// A subject or a run of its components, whole: `srv1` and `CN=srv1` find `CN=srv1,O=Example`, not `CN=srv10`.
    pub subject: Option<String>,
    /// The same of the issuer.
    pub issuer: Option<String>,
    /// The serial number.
    pub serial: Option<SerialNumber>,
    /// A DNS name of the subjectAltName, as it stands there.
    pub dns_name: Option<String>,
    /// An address of the subjectAltName.
    pub ip_address: Option<IpAddr>,
    /// The friendly name, whole.
    pub friendly_name: Option<String>,
    /// One of its tags.
    pub tag: Option<String>,
    /// The named store.
    pub store: Option<StoreName>,
    /// With or without its private key here.
    pub has_private_key: Option<bool>,
    /// CA or not, as basicConstraints says.
    pub is_ca: Option<bool>,
    /// Archived or not.
    pub archived: Archived,
    /// notAfter before this time.
    pub expiring_before: Option<OffsetDateTime>,
    /// Valid at this time.
    pub valid_at: Option<OffsetDateTime>,
}

impl Query {
    /// Anything that people name a certificate by, whole.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// By subject.
    pub fn subject(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..Self::default() }
    }

    /// SQL that lets through at least what matches, with its values.
    fn conditions(&self) -> Result<(String, Vec<Value>)> {
        let texts = [&self.text, &self.contains, &self.subject, &self.issuer, &self.dns_name, &self.friendly_name, &self.tag];
        if texts.into_iter().flatten().any(|text| text.len() > MAX_TEXT) {
            return Err(Error::InvalidArgument { what: "search", why: format!("its texts have at most {MAX_TEXT} bytes") });
        }
        let mut made = Conditions::default();
        if let Some(text) = &self.text {
            made.text(text)?;
        }
        if let Some(part) = &self.contains {
            let pattern = format!("%{}%", like(part));
            made.add(
                "(c.subject LIKE ? ESCAPE '!' OR c.friendly_name LIKE ? ESCAPE '!' OR c.id IN (SELECT certificate FROM alt_names WHERE kind = 'dns' AND value LIKE ? ESCAPE '!'))",
                [pattern.clone().into(), pattern.clone().into(), pattern.into()],
            );
        }
        for (column, name) in [("c.subject", &self.subject), ("c.issuer", &self.issuer)] {
            if let Some(name) = name {
                made.add(&format!("',' || {column} || ',' LIKE ? ESCAPE '!'"), [format!("%,{},%", like(&Name::parse(name)?.to_string())).into()]);
            }
        }
        if let Some(serial) = &self.serial {
            made.add("c.serial = ?", [serial.to_string().into()]);
        }
        for (kind, value) in [("dns", self.dns_name.clone()), ("ip", self.ip_address.map(|address| address.to_string()))] {
            if let Some(value) = value {
                made.add("c.id IN (SELECT certificate FROM alt_names WHERE value = ? AND kind = ?)", [value.into(), kind.to_owned().into()]);
            }
        }
        if let Some(name) = &self.friendly_name {
            made.add("c.friendly_name LIKE ? ESCAPE '!'", [like(name).into()]);
        }
        if let Some(tag) = &self.tag {
            made.add("EXISTS (SELECT 1 FROM json_each(c.tags) WHERE value LIKE ? ESCAPE '!')", [like(tag).into()]);
        }
        if let Some(store) = &self.store {
            made.add(
                "c.id IN (SELECT m.certificate FROM memberships m JOIN stores s ON s.id = m.store WHERE s.name = ?)",
                [store.to_string().into()],
            );
        }
        if let Some(has_key) = self.has_private_key {
            made.add(if has_key { "c.key IS NOT NULL" } else { "c.key IS NULL" }, []);
        }
        if let Some(is_ca) = self.is_ca {
            made.add("c.is_ca = ?", [i64::from(is_ca).into()]);
        }
        match self.archived {
            Archived::No => made.add("c.archived = 0", []),
            Archived::Only => made.add("c.archived = 1", []),
            Archived::Also => {}
        }
        if let Some(time) = self.expiring_before {
            made.add("c.not_after < ?", [time.unix_timestamp().into()]);
        }
        if let Some(time) = self.valid_at {
            made.add("c.not_before <= ? AND c.not_after >= ?", [time.unix_timestamp().into(), time.unix_timestamp().into()]);
        }
        Ok((made.sql, made.values))
    }

    /// What SQL could not decide: components are compared as components.
    fn matches(&self, entry: &Entry) -> Result<bool> {
        for (name, wanted) in [(entry.subject(), &self.subject), (entry.issuer(), &self.issuer)] {
            if let Some(wanted) = wanted
                && !has_components(&name, &Name::parse(wanted)?)
            {
                return Ok(false);
            }
        }
        if let Some(store) = &self.store
            && !entry.stores().iter().any(|name| name.is(store))
        {
            return Err(Error::Tampered { what: format!("the place of {} in {store}", entry.thumbprint()) }); // SQL saw it there
        }
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let within = |part: &str, whole: &str| whole.to_lowercase().contains(&part.to_lowercase());
        if self.friendly_name.as_ref().is_some_and(|wanted| !entry.friendly_name().is_some_and(|name| same(wanted, name)))
            || self.tag.as_ref().is_some_and(|wanted| !entry.tags().iter().any(|tag| same(wanted, tag)))
            || self.contains.as_ref().is_some_and(|part| {
                let named = within(part, &entry.subject().to_string()) || entry.friendly_name().is_some_and(|name| within(part, name));
                !named && !entry.dns_names().any(|name| within(part, name))
            })
        {
            return Ok(false);
        }
        let Some(text) = &self.text else { return Ok(true) };
        let text = text.trim();
        let same = |other: &str| same(text, other);
        Ok(Thumbprint::parse(text).is_ok_and(|wanted| wanted == entry.thumbprint() || wanted == entry.sha256())
            || SerialNumber::parse(text).is_ok_and(|wanted| wanted == *entry.serial())
            || entry.friendly_name().is_some_and(same)
            || entry.dns_names().any(same)
            || text.parse::<IpAddr>().is_ok_and(|wanted| entry.ip_addresses().any(|address| address == wanted))
            || Name::parse(text).is_ok_and(|wanted| has_components(&entry.subject(), &wanted)))
    }

    fn shown(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |what: &str, value: Option<String>| {
            if let Some(value) = value {
                parts.push(format!("{what}{value:?}"));
            }
        };
        add("", self.text.clone());
        add("a part ", self.contains.clone());
        add("subject ", self.subject.clone());
        add("issuer ", self.issuer.clone());
        add("serial ", self.serial.as_ref().map(ToString::to_string));
        add("DNS name ", self.dns_name.clone());
        add("address ", self.ip_address.map(|address| address.to_string()));
        add("friendly name ", self.friendly_name.clone());
        add("tag ", self.tag.clone());
        add("store ", self.store.as_ref().map(ToString::to_string));
        if parts.is_empty() { "the search".to_owned() } else { parts.join(", ") }
    }
}

#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn add<const N: usize>(&mut self, sql: &str, values: [Value; N]) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    /// Every reading of the text that can be looked up, any of which may hold.
    fn text(&mut self, text: &str) -> Result<()> {
        let text = text.trim();
        let mut any = vec!["c.friendly_name LIKE ? ESCAPE '!'", "c.id IN (SELECT certificate FROM alt_names WHERE value = ?)"];
        let mut values: Vec<Value> = vec![like(text).into(), text.to_owned().into()];
        if let Ok(thumbprint) = Thumbprint::parse(text) {
            any.push(if thumbprint.algorithm() == "SHA-1" { "c.sha1 = ?" } else { "c.sha256 = ?" });
            values.push(thumbprint.as_bytes().to_vec().into());
        }
        if let Ok(serial) = SerialNumber::parse(text) {
            any.push("c.serial = ?");
            values.push(serial.to_string().into());
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            any.push("c.id IN (SELECT certificate FROM alt_names WHERE value = ?)");
            values.push(address.to_string().into());
        }
        if let Ok(name) = Name::parse(text) {
            any.push("',' || c.subject || ',' LIKE ? ESCAPE '!'");
            values.push(format!("%,{},%", like(&name.to_string())).into());
        }
        self.sql.push_str(&format!(" AND ({})", any.join(" OR ")));
        self.values.extend(values);
        Ok(())
    }
}

/// Text for LIKE, its wildcards taken literally. LIKE ignores the case of ASCII only, so other letters match anything here
/// and are compared afterwards.
fn like(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' | '_' | '!' => out.extend(['!', letter]),
            letter if letter.is_ascii() => out.push(letter),
            _ => out.push('_'),
        }
    }
    out
}

/// Whether the wanted components stand in the name, one after another.
fn has_components(name: &Name, wanted: &Name) -> bool {
    let fold = |name: &Name| -> Vec<Vec<(String, String)>> {
        let component = |attributes: Vec<crate::Attribute>| attributes.into_iter().map(|one| (one.oid, one.value.to_lowercase())).collect();
        name.components().into_iter().map(component).collect()
    };
    let (all, wanted) = (fold(name), fold(wanted));
    !wanted.is_empty() && all.windows(wanted.len()).any(|run| run == wanted)
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
        let found = self.read(|handle| self.entries(&handle.connection, &mut handle.names, sql, [thumbprint.as_bytes()]))?;
        if let Some(name) = &options.store {
            self.read(|handle| self.named_store(handle, name, false))?;
        }
        for entry in &found {
            let own = if thumbprint.algorithm() == "SHA-1" { entry.thumbprint() } else { entry.sha256() };
            if own != thumbprint {
                return Err(Error::Tampered { what: format!("the certificate {thumbprint}") });
            }
        }
        let in_store = |entry: &Entry| options.store.as_ref().is_none_or(|store| entry.stores().iter().any(|name| name.is(store)));
        let wanted = |entry: &Entry| (options.archived || !entry.archived()) && in_store(entry);
        let (mut matching, others): (Vec<Entry>, Vec<Entry>) = found.into_iter().partition(wanted);
        match (matching.pop(), matching.is_empty()) {
            (Some(one), true) => Ok(one),
            (None, _) => Err(self.missing(&thumbprint, options, &others)?),
            (Some(last), false) => {
                matching.push(last);
                Err(Error::Ambiguous { wanted: thumbprint.to_string(), count: matching.len(), candidates: matching.iter().map(candidate).collect() })
            }
        }
    }

    fn missing(&self, thumbprint: &Thumbprint, options: &Get, elsewhere: &[Entry]) -> Result<Error> {
        let mut near: Vec<String> = Vec::new();
        for entry in elsewhere {
            if entry.archived() && !options.archived {
                near.push(format!("it is archived ({})", entry.subject()));
            } else {
                let stores: Vec<String> = entry.stores().iter().map(ToString::to_string).collect();
                near.push(format!("it is in {} ({})", stores.join(", "), entry.subject()));
            }
        }
        let start = &thumbprint.as_bytes()[..4]; // at least 20 octets
        let mut end = start.to_vec();
        end.extend([0xff; 32]);
        let alike = self.read(|handle| {
            let sql =
                select_entries!("(c.sha1 BETWEEN ?1 AND ?2 OR c.sha256 BETWEEN ?1 AND ?2) AND c.sha1 <> ?3 AND c.sha256 <> ?3 ORDER BY c.id LIMIT 4");
            self.entries(&handle.connection, &mut handle.names, sql, [start, &end, thumbprint.as_bytes()])
        })?;
        for entry in alike {
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

    /// Of all that match, the one an administrator would pick: valid now, with its private key, the latest notBefore.
    ///
    /// # Errors
    /// [`Error::NotFound`], which names those that matched and were passed over; [`Error::Ambiguous`] if two began at the
    /// same second.
    pub fn select_newest_valid(&self, query: &Query) -> Result<Entry> {
        let now = self.now().utc;
        let mut best: Vec<Entry> = Vec::new();
        let mut passed_over = Vec::new();
        for entry in self.find(query)? {
            let entry = entry?;
            if !entry.is_valid_at(now) || !entry.has_private_key() {
                if passed_over.len() < SHOWN {
                    let why = if entry.has_private_key() { "not valid now" } else { "no private key" };
                    passed_over.push(format!("{}: {why}", candidate(&entry)));
                }
                continue;
            }
            match best.first().map(|best| entry.not_before().cmp(&best.not_before())) {
                None | Some(std::cmp::Ordering::Greater) => best = vec![entry],
                Some(std::cmp::Ordering::Equal) => best.push(entry),
                Some(std::cmp::Ordering::Less) => {}
            }
        }
        match best.len() {
            0 => Err(Error::NotFound { wanted: format!("a valid certificate with its key for {}", query.shown()), near: passed_over }),
            1 => best.pop().ok_or_else(|| Error::internal("one was found")),
            _ => Err(Error::Ambiguous { wanted: query.shown(), count: best.len(), candidates: best.iter().take(SHOWN).map(candidate).collect() }),
        }
    }

    fn nothing(&self, query: &Query) -> Result<Error> {
        let wider = Query { archived: Archived::Also, store: None, has_private_key: None, valid_at: None, expiring_before: None, ..query.clone() };
        let near = self.find(&wider)?.take(SHOWN).map(|entry| entry.map(|entry| candidate(&entry))).collect::<Result<Vec<_>>>()?;
        Ok(Error::NotFound { wanted: format!("a certificate for {}", query.shown()), near })
    }

    /// All that match, read in pages while the iterator goes on, in the order in which they were added. Changes made
    /// meanwhile may or may not be seen.
    ///
    /// # Errors
    /// [`Error::InvalidSubject`] for a subject or issuer that cannot be read; [`Error::UnknownStoreName`].
    pub fn find(&self, query: &Query) -> Result<Find> {
        if let Some(name) = &query.store {
            self.read(|handle| self.named_store(handle, name, false))?;
        }
        let (sql, values) = query.conditions()?;
        let sql =
            format!("{} (SELECT c.id FROM certificates c WHERE c.id > ? {sql} ORDER BY c.id LIMIT {PAGE}) ORDER BY c.id", select_entries!("c.id IN"));
        Ok(Find { store: self.clone(), query: query.clone(), sql, values, after: 0, page: Vec::new().into_iter(), done: false })
    }

    pub(super) fn named_store(&self, handle: &Handle, name: &StoreName, may_miss: bool) -> Result<Option<i64>> {
        let find = handle.connection.prepare_cached("SELECT id FROM stores WHERE name = ?1");
        let found = self.sql(find.and_then(|mut find| find.query_row([name.to_string()], |row| row.get(0)).optional()))?;
        if found.is_none() && !may_miss { Err(self.unknown_store(&handle.connection, name)?) } else { Ok(found) }
    }

    pub(super) fn unknown_store(&self, connection: &Connection, name: &StoreName) -> Result<Error> {
        let mut statement = self.sql(connection.prepare_cached("SELECT name FROM stores ORDER BY id"))?;
        let known = self.sql(statement.query_map([], |row| row.get(0)))?.collect::<rusqlite::Result<_>>();
        Ok(Error::UnknownStoreName { name: name.to_string(), known: self.sql(known)? })
    }
}

/// The certificates that match, one after another.
pub struct Find {
    store: Store,
    query: Query,
    sql: String,
    values: Vec<Value>,
    after: i64,
    page: vec::IntoIter<Entry>,
    done: bool,
}

impl Find {
    fn next_page(&mut self) -> Result<()> {
        let values = std::iter::once(Value::from(self.after)).chain(self.values.iter().cloned());
        let page =
            self.store.read(|handle| self.store.entries(&handle.connection, &mut handle.names, &self.sql, rusqlite::params_from_iter(values)))?;
        self.done = page.len() < PAGE;
        self.after = page.last().map_or(self.after, |entry| entry.id);
        self.page = page.into_iter();
        Ok(())
    }
}

impl Iterator for Find {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            for entry in self.page.by_ref() {
                match self.query.matches(&entry) {
                    Ok(true) => return Some(Ok(entry)),
                    Ok(false) => {}
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
    }
}

/// One certificate in a message.
fn candidate(entry: &Entry) -> String {
    format!("{} ({}, until {})", hex(entry.thumbprint().as_bytes()), entry.subject(), rfc3339(entry.not_after()))
}
