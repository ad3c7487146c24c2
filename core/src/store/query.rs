//! What is looked for, and the SQL that finds it.

use std::{net::IpAddr, str::FromStr};

use rusqlite::types::Value;
use time::{Duration, OffsetDateTime};

use super::{
    assignment::Assignment,
    entry::Entry,
    name::StoreName,
    scope::{is_same_scope, normal},
};
use crate::{
    certificate::{Name, SerialNumber, Thumbprint},
    error::{Error, Result},
};

/// The longest text that is looked for, in bytes; SQLite bounds patterns too.
const MAX_TEXT: usize = 4096;

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

/// In which order certificates are given; those that are level, in the order in which they were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// As they were added.
    #[default]
    Added,
    /// By the end of their validity.
    NotAfter,
    /// By its beginning.
    NotBefore,
    /// By subject, as text; the case of ASCII letters does not matter.
    Subject,
}

impl Order {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Added => "id",
            Self::NotAfter => "not_after",
            Self::NotBefore => "not_before",
            Self::Subject => "subject",
        }
    }
}

impl FromStr for Order {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [("added", Self::Added), ("not_after", Self::NotAfter), ("not_before", Self::NotBefore), ("subject", Self::Subject)]
            .into_iter()
            .find(|(word, _)| *word == text.to_ascii_lowercase().replace('-', "_"))
            .map(|(_, order)| order)
            .ok_or_else(|| Error::InvalidArgument { what: "order", why: "it is one of added, not_after, not_before, subject".to_owned() })
    }
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
    /// Part of the subject; case does not matter.
    pub subject_contains: Option<String>,
    /// Part of the issuer; case does not matter.
    pub issuer_contains: Option<String>,
    /// A thumbprint of either hash.
    pub thumbprint: Option<Thumbprint>,
    /// The subjectKeyIdentifier.
    pub subject_key_id: Option<Vec<u8>>,
    /// A DNS name of the subjectAltName. `srv1.corp.example` also finds `*.corp.example`; `*.corp.example` also finds each
    /// name with one label in place of the star.
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
    /// Signed by its own key, which is proven, or not.
    pub self_signed: Option<bool>,
    /// The kind of its key: `p256`, `rsa2048`, or `rsa` for any size.
    pub key_algorithm: Option<String>,
    /// The hash under its signature: `sha1`, `sha256`.
    pub signature_hash: Option<String>,
    /// Valid for longer than this from beginning to end.
    pub validity_over: Option<Duration>,
    /// Valid for less than this from beginning to end.
    pub validity_under: Option<Duration>,
    /// Archived or not.
    pub archived: Archived,
    /// notAfter before this time.
    pub expiring_before: Option<OffsetDateTime>,
    /// Valid at this time.
    pub valid_at: Option<OffsetDateTime>,
    /// notAfter before this time, or not: expired by then.
    pub expired_at: Option<(OffsetDateTime, bool)>,
    /// With an assignment to this role that holds: current or retained.
    pub role: Option<String>,
    /// With an assignment in this scope that holds.
    pub scope: Option<String>,
    /// Required or not, as [`Entry::required`] says.
    pub required: Option<bool>,
    /// The order in which they are given.
    pub order: Order,
    /// The other way round.
    pub descending: bool,
    /// At most so many.
    pub limit: Option<usize>,
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
    pub(super) fn conditions(&self) -> Result<(String, Vec<Value>)> {
        let texts = [
            &self.text,
            &self.contains,
            &self.subject,
            &self.issuer,
            &self.subject_contains,
            &self.issuer_contains,
            &self.dns_name,
            &self.friendly_name,
            &self.tag,
            &self.key_algorithm,
            &self.signature_hash,
        ];
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
                "c.id IN (SELECT id FROM certificates WHERE subject LIKE ? ESCAPE '!'
                UNION SELECT id FROM certificates WHERE friendly_name LIKE ? ESCAPE '!'
                UNION SELECT certificate FROM alt_names WHERE kind = 'dns' AND value LIKE ? ESCAPE '!')",
                [pattern.clone().into(), pattern.clone().into(), pattern.into()],
            );
        }
        // the inner query reads the index alone, which is a tenth of the table
        for (column, part) in [("subject", &self.subject_contains), ("issuer", &self.issuer_contains)] {
            if let Some(part) = part {
                made.add(&format!("c.id IN (SELECT id FROM certificates WHERE {column} LIKE ? ESCAPE '!')"), [format!("%{}%", like(part)).into()]);
            }
        }
        for (column, name) in [("subject", &self.subject), ("issuer", &self.issuer)] {
            if let Some(name) = name {
                let pattern = format!("%,{},%", like(&Name::parse(name)?.to_string()));
                made.add(&format!("c.id IN (SELECT id FROM certificates WHERE ',' || {column} || ',' LIKE ? ESCAPE '!')"), [pattern.into()]);
            }
        }
        if let Some(thumbprint) = &self.thumbprint {
            made.add(if thumbprint.algorithm() == "SHA-1" { "c.sha1 = ?" } else { "c.sha256 = ?" }, [thumbprint.as_bytes().to_vec().into()]);
        }
        if let Some(id) = &self.subject_key_id {
            made.add("c.subject_key_id = ?", [id.clone().into()]);
        }
        if let Some(name) = &self.dns_name {
            made.dns_name(name);
        }
        if let Some(serial) = &self.serial {
            made.add("c.serial = ?", [serial.to_string().into()]);
        }
        if let Some(address) = &self.ip_address {
            made.add("c.id IN (SELECT certificate FROM alt_names WHERE value = ? AND kind = 'ip')", [address.to_string().into()]);
        }
        if let Some(name) = &self.friendly_name {
            made.add("c.friendly_name LIKE ? ESCAPE '!'", [like(name).into()]);
        }
        if let Some(tag) = &self.tag {
            made.add("c.id IN (SELECT certificate FROM tags WHERE tag LIKE ? ESCAPE '!')", [like(tag).into()]);
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
            made.add(if is_ca { "c.is_ca = 1" } else { "c.is_ca = 0" }, []);
        }
        if self.self_signed == Some(true) {
            made.add("c.self_issued = 1", []);
        }
        if let Some(kind) = &self.key_algorithm {
            let kind = kind.to_ascii_lowercase();
            let pattern = if kind == "rsa" { "rsa%".to_owned() } else { like(&kind) };
            made.add("c.key_algorithm LIKE ? ESCAPE '!'", [pattern.into()]);
        }
        if let Some(hash) = &self.signature_hash {
            made.add("c.signature_hash = ?", [hash.to_ascii_lowercase().replace('-', "").into()]);
        }
        if let Some(length) = self.validity_over {
            made.add("c.not_after - c.not_before > ?", [length.whole_seconds().into()]);
        }
        if let Some(length) = self.validity_under {
            made.add("c.not_after - c.not_before < ?", [length.whole_seconds().into()]);
        }
        if self.role.is_some() || self.scope.is_some() {
            let condition = "c.sha256 IN (SELECT sha256 FROM assignments WHERE (until IS NULL OR retained <> 0) AND role LIKE ? ESCAPE '!'
                AND scope LIKE ? ESCAPE '!')";
            let pattern = |text: &Option<String>| text.as_deref().map_or_else(|| "%".to_owned(), |text| like(&normal(text)));
            made.add(condition, [pattern(&self.role).into(), pattern(&self.scope).into()]);
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
        if let Some((time, expired)) = self.expired_at {
            made.add(if expired { "c.not_after < ?" } else { "c.not_after >= ?" }, [time.unix_timestamp().into()]);
        }
        Ok((made.sql, made.values))
    }

    /// What SQL could not decide: components are compared as components.
    pub(super) fn matches(&self, entry: &Entry) -> Result<bool> {
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
        if (self.role.is_some() || self.scope.is_some()) && !self.serves(entry)? {
            return Ok(false);
        }
        if self.self_signed.is_some_and(|wanted| wanted != entry.is_self_signed()) {
            return Ok(false);
        }
        if let Some(what) = self.contradicted(entry) {
            return Err(Error::Tampered { what: format!("the {what} that {} is found by", entry.thumbprint()) });
        }
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let within = |part: &str, whole: &str| whole.to_lowercase().contains(&part.to_lowercase());
        if self.friendly_name.as_ref().is_some_and(|wanted| !entry.friendly_name().is_some_and(|name| same(wanted, name)))
            || self.tag.as_ref().is_some_and(|wanted| !entry.tags().iter().any(|tag| same(wanted, tag)))
            || self.subject_contains.as_ref().is_some_and(|part| !within(part, &entry.subject().to_string()))
            || self.issuer_contains.as_ref().is_some_and(|part| !within(part, &entry.issuer().to_string()))
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

    /// Whether it has an assignment of this role and scope that holds, and somebody with the store's key made.
    fn serves(&self, entry: &Entry) -> Result<bool> {
        let same = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|wanted| wanted.trim().eq_ignore_ascii_case(own));
        let assignments = entry.assignments()?.into_iter().filter(Assignment::holds);
        Ok(assignments
            .into_iter()
            .any(|one| same(&self.role, &one.role) && self.scope.as_deref().is_none_or(|scope| is_same_scope(one.scope.as_deref(), scope))))
    }

    /// What SQL believed of the columns and the certificate itself does not say: they were altered.
    fn contradicted(&self, entry: &Entry) -> Option<&'static str> {
        let length = entry.not_after() - entry.not_before();
        let dns_name = |wanted: &String| {
            let wanted = wanted.trim().trim_end_matches('.');
            let parent = wanted.split_once('.').map(|(_, parent)| parent);
            entry.dns_names().any(|name| {
                let (own, own_parent) = (name.split_once('.').map_or("", |(first, _)| first), name.split_once('.').map(|(_, parent)| parent));
                let same_parent = parent.zip(own_parent).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other));
                name.eq_ignore_ascii_case(wanted) || same_parent && (own == "*" || wanted.starts_with("*."))
            })
        };
        let kind = |wanted: &String| {
            let (own, wanted) = (entry.key_algorithm(), wanted.to_ascii_lowercase());
            own.eq_ignore_ascii_case(&wanted) || wanted == "rsa" && own.starts_with("rsa")
        };
        let hash = |wanted: &String| entry.signature_hash() == Some(wanted.to_ascii_lowercase().replace('-', "").as_str());
        let holds = [
            ("thumbprint", self.thumbprint.is_none_or(|wanted| wanted == entry.thumbprint() || wanted == entry.sha256())),
            ("serial number", self.serial.as_ref().is_none_or(|wanted| wanted == entry.serial())),
            ("key id", self.subject_key_id.as_ref().is_none_or(|wanted| Some(wanted.as_slice()) == entry.subject_key_id())),
            ("DNS name", self.dns_name.as_ref().is_none_or(dns_name)),
            ("address", self.ip_address.is_none_or(|wanted| entry.ip_addresses().any(|address| address == wanted))),
            ("CA flag", self.is_ca.is_none_or(|wanted| wanted == entry.is_ca())),
            ("key algorithm", self.key_algorithm.as_ref().is_none_or(kind)),
            ("signature hash", self.signature_hash.as_ref().is_none_or(hash)),
            ("validity", self.validity_over.is_none_or(|least| length > least) && self.validity_under.is_none_or(|most| length < most)),
            ("end", self.expiring_before.is_none_or(|time| entry.not_after().unix_timestamp() < time.unix_timestamp())),
            ("end", self.expired_at.is_none_or(|(time, expired)| expired == (entry.not_after().unix_timestamp() < time.unix_timestamp()))),
            (
                "validity",
                self.valid_at.is_none_or(|time| {
                    let time = time.unix_timestamp();
                    entry.not_before().unix_timestamp() <= time && time <= entry.not_after().unix_timestamp()
                }),
            ),
        ];
        holds.into_iter().find(|(_, holds)| !holds).map(|(what, _)| what)
    }

    pub(super) fn shown(&self) -> String {
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
        add("a part of the subject ", self.subject_contains.clone());
        add("a part of the issuer ", self.issuer_contains.clone());
        add("thumbprint ", self.thumbprint.map(|thumbprint| thumbprint.to_string()));
        add("serial ", self.serial.as_ref().map(ToString::to_string));
        add("DNS name ", self.dns_name.clone());
        add("address ", self.ip_address.map(|address| address.to_string()));
        add("friendly name ", self.friendly_name.clone());
        add("tag ", self.tag.clone());
        add("role ", self.role.clone());
        add("scope ", self.scope.clone());
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

    /// A name, what stands for it by wildcard, and what it stands for.
    fn dns_name(&mut self, name: &str) {
        let name = name.trim().trim_end_matches('.').to_owned();
        let values = "c.id IN (SELECT certificate FROM alt_names WHERE kind = 'dns' AND value IN (?, ?))";
        match name.split_once('.') {
            Some(("*", parent)) => {
                let parent = parent.to_owned();
                self.add("c.id IN (SELECT certificate FROM alt_names WHERE kind = 'dns' AND parent = ?)", [parent.into()]);
            }
            Some((_, parent)) => {
                let wildcard = format!("*.{parent}");
                self.add(values, [name.into(), wildcard.into()]);
            }
            None => self.add(values, [name.clone().into(), name.into()]),
        }
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
