//! A store beside a simple model of one: after every operation of random sequences both show the same.

mod random;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use certwright::{
    AddOptions, Archived, Certificate, DateInput, Description, Entry, Get, Identity, KeyAlgorithm, Now, OpenOptions, Order, PrivateKey, Purpose,
    Query, RotateOptions, SelfSigned, Status, Store, StoreName, ValidTo,
};
use time::{Duration, OffsetDateTime, macros::datetime};

use self::random::Random;

const SEQUENCES: u64 = 150;
const OPERATIONS: usize = 40;
const NOW: OffsetDateTime = datetime!(2030-01-01 0:00 UTC);
const NAMES: [&str; 4] = ["API", "api", "Größe", "100%"];
const TAGS: [&str; 4] = ["web", "WEB", "café", "a_b"];

fn now() -> Now {
    Now { utc: NOW, local_date: NOW.date() }
}

fn key() -> Arc<PrivateKey> {
    Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("a key"))
}

fn self_signed(subject: &str, from: OffsetDateTime, years: u32) -> SelfSigned {
    SelfSigned::new(subject).expect("a subject").valid_from(DateInput::Instant(from)).valid_to(ValidTo::Years(years))
}

/// A certificate that the CA `CN=ca` signed, with the CA's as its chain.
fn issued(subject: &str, ca: &Identity, from: OffsetDateTime, to: OffsetDateTime) -> Identity {
    let named = |name: &str| {
        let mut params = rcgen::CertificateParams::new(vec![format!("{name}.example")]).expect("a name");
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        (params.not_before, params.not_after) = (from, to);
        params
    };
    let pair = |key: &PrivateKey| rcgen::KeyPair::try_from(key.to_pkcs8_der().as_slice()).expect("a key");
    let own = key();
    let made = named(subject).signed_by(&pair(&own), &rcgen::Issuer::new(named("ca"), pair(ca.private_key()))).expect("signed");
    let certificate = Certificate::from_der(made.der()).expect("a certificate");
    Identity::new(certificate, own, vec![ca.certificate().clone()]).expect("its key")
}

/// What is added and deleted: a CA twice under one key, what it issued, two of one key, an expired one, names of all kinds.
static POOL: LazyLock<Vec<Identity>> = LazyLock::new(|| {
    let (start, later) = (datetime!(2024-01-01 0:00 UTC), datetime!(2026-06-01 0:00 UTC));
    let make = |wanted: SelfSigned, key: Arc<PrivateKey>| wanted.issue_with_key(key, now()).expect("made");
    let (ca_key, shared) = (key(), key());
    let ca = make(self_signed("ca", start, 20).purpose(Purpose::Ca), ca_key.clone());
    let dns = |wanted: SelfSigned, name: &str| wanted.dns_name(name).expect("a name");
    vec![
        issued("leaf", &ca, start, datetime!(2040-01-01 0:00 UTC)),
        issued("old leaf", &ca, start, datetime!(2029-01-01 0:00 UTC)),
        make(self_signed("ca", later, 20).purpose(Purpose::Ca), ca_key.clone()),
        make(self_signed("ca", datetime!(2020-01-01 0:00 UTC), 2).purpose(Purpose::Ca), ca_key),
        make(dns(self_signed("CN=srv1,O=Example", start, 10), "srv1.corp.example"), shared.clone()),
        make(dns(self_signed("CN=SRV1,O=Example", later, 10), "*.corp.example"), shared),
        make(self_signed("CN=srv10,O=example", later, 10).ip_address([10, 0, 0, 5].into()), key()),
        make(self_signed("Zoë 100%", start, 1), key()),
        make(self_signed("a_b", start, 30), Arc::new(PrivateKey::generate(KeyAlgorithm::Ed25519).expect("a key"))),
        ca,
    ]
});

fn pooled(which: usize) -> &'static Certificate {
    POOL[which].certificate()
}

fn in_pool(certificate: &Certificate) -> usize {
    POOL.iter().position(|identity| identity.certificate() == certificate).expect("one of ours")
}

/// A certificate as the model holds it; what an [`Entry`] shows.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    which: usize,
    stores: BTreeSet<StoreName>,
    friendly_name: Option<String>,
    tags: Vec<String>,
    archived: bool,
    has_private_key: bool,
}

impl From<&Entry> for Held {
    fn from(entry: &Entry) -> Self {
        Self {
            which: in_pool(entry),
            stores: entry.stores().iter().cloned().collect(),
            friendly_name: entry.friendly_name().map(str::to_owned),
            tags: entry.tags().to_vec(),
            archived: entry.archived(),
            has_private_key: entry.has_private_key(),
        }
    }
}

/// A line of the journal: its kind, and the certificate concerned.
type Line = (&'static str, Option<usize>);

/// A store in memory.
struct Model {
    /// In the order in which they were added.
    held: Vec<Held>,
    keys: BTreeSet<Vec<u8>>,
    stores: BTreeSet<StoreName>,
    journal: Vec<Line>,
    /// Failures to unlock that no change has taken into the journal yet.
    attempts: usize,
}

impl Model {
    fn new() -> Self {
        let stores = [StoreName::Personal, StoreName::TrustedRoot, StoreName::Intermediate, StoreName::TrustedPeople];
        Self { held: Vec::new(), keys: BTreeSet::new(), stores: stores.into(), journal: vec![("created", None)], attempts: 0 }
    }

    /// Every change that succeeds first takes in who failed to unlock the store.
    fn change(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.journal.extend(std::iter::repeat_n(("unlock-failed", None), std::mem::take(&mut self.attempts)));
        self.journal.extend(lines);
    }

    fn position(&self, which: usize) -> Result<usize, Status> {
        self.held.iter().position(|held| held.which == which).ok_or(Status::NotFound)
    }

    fn has_key(&self, which: usize) -> bool {
        self.keys.contains(pooled(which).public_key_der())
    }

    fn entries(&self) -> Vec<Held> {
        self.held.iter().map(|held| Held { has_private_key: self.has_key(held.which), ..held.clone() }).collect()
    }

    fn add(&mut self, which: usize, with_key: bool, options: &AddOptions) -> Result<bool, Status> {
        if !self.stores.contains(&options.store) && !options.create_store {
            return Err(Status::UnknownStoreName);
        }
        self.change([]);
        if with_key {
            for above in POOL[which].chain() {
                self.keep(in_pool(above), false, &AddOptions::to(StoreName::Intermediate));
            }
        }
        Ok(self.keep(which, with_key, options))
    }

    fn keep(&mut self, which: usize, with_key: bool, options: &AddOptions) -> bool {
        self.stores.insert(options.store.clone());
        let before = (self.held.clone(), self.keys.len());
        let index = self.position(which).unwrap_or_else(|_| {
            let new = Held { which, stores: BTreeSet::new(), friendly_name: None, tags: Vec::new(), archived: false, has_private_key: false };
            self.held.push(new);
            self.held.len() - 1
        });
        let held = &mut self.held[index];
        held.stores.insert(options.store.clone());
        held.friendly_name = options.friendly_name.clone().or(held.friendly_name.take());
        held.tags.extend(options.tags.clone());
        once_each(&mut held.tags);
        if with_key && !matches!(options.store, StoreName::TrustedRoot | StoreName::TrustedPeople) {
            self.keys.insert(pooled(which).public_key_der().to_vec());
        }
        let changed = before != (self.held.clone(), self.keys.len());
        if changed {
            self.journal.push(("added", Some(which)));
        }
        changed
    }

    fn archive(&mut self, which: usize, archived: bool) -> Result<bool, Status> {
        let index = self.position(which)?;
        let changed = std::mem::replace(&mut self.held[index].archived, archived) != archived;
        self.change(changed.then_some((if archived { "archived" } else { "unarchived" }, Some(which))));
        Ok(changed)
    }

    fn describe(&mut self, which: usize, description: &Description) -> Result<bool, Status> {
        let index = self.position(which)?;
        let before = self.held[index].clone();
        if let Some(name) = &description.friendly_name {
            self.held[index].friendly_name = Some(name.clone()).filter(|name| !name.is_empty());
        }
        if let Some(tags) = &description.tags {
            self.held[index].tags.clone_from(tags);
            once_each(&mut self.held[index].tags);
        }
        let changed = self.held[index] != before;
        self.change(changed.then_some(("described", Some(which))));
        Ok(changed)
    }

    /// Whether the key went with it, and whether it stayed because it is shared.
    fn delete(&mut self, which: usize) -> Result<(bool, bool), Status> {
        let index = self.position(which)?;
        let own = pooled(which);
        let valid_others = || self.held.iter().filter(|held| held.which != which && pooled(held.which).not_after() >= NOW);
        let offered = valid_others().filter(|held| !held.archived).map(|held| held.which); // no chain goes through an archived one
        let valid_others = || valid_others().map(|held| held.which);
        let stand_in =
            offered.into_iter().any(|other| pooled(other).public_key_der() == own.public_key_der() && pooled(other).subject() == own.subject());
        if !stand_in && valid_others().any(|other| pooled(other).issuer() == own.subject() && !pooled(other).is_self_signed()) {
            self.change([("refused", Some(which))]);
            return Err(Status::Required);
        }
        self.held.remove(index);
        let shared = self.held.iter().any(|held| pooled(held.which).public_key_der() == own.public_key_der());
        let had_key = self.has_key(which);
        if !shared {
            self.keys.remove(own.public_key_der());
        }
        self.change([("deleted", Some(which))]);
        Ok((had_key && !shared, had_key && shared))
    }

    fn get(&self, which: usize, options: &Get) -> Result<usize, Status> {
        let held = &self.held[self.position(which)?];
        let there = (options.archived || !held.archived) && options.store.as_ref().is_none_or(|store| held.stores.contains(store));
        if there { Ok(which) } else { Err(Status::NotFound) }
    }

    fn find(&self, query: &Query) -> Result<Vec<usize>, Status> {
        if query.store.as_ref().is_some_and(|store| !self.stores.contains(store)) {
            return Err(Status::UnknownStoreName);
        }
        let mut found: Vec<Held> = self.entries().into_iter().filter(|held| matches(held, query)).collect();
        if query.descending {
            found.reverse();
        }
        let text = |held: &Held| pooled(held.which).subject().to_string().to_ascii_lowercase();
        let certificate = |held: &Held| pooled(held.which);
        let order = |one: &Held, other: &Held| match query.order {
            Order::NotAfter => certificate(one).not_after().cmp(&certificate(other).not_after()),
            Order::NotBefore => certificate(one).not_before().cmp(&certificate(other).not_before()),
            Order::Subject => text(one).cmp(&text(other)),
            _ => std::cmp::Ordering::Equal,
        };
        found.sort_by(|one, other| if query.descending { order(other, one) } else { order(one, other) });
        found.truncate(query.limit.unwrap_or(usize::MAX));
        Ok(found.iter().map(|held| held.which).collect())
    }

    fn select(&self, query: &Query) -> Result<usize, Status> {
        only(self.find(query)?)
    }

    fn select_newest_valid(&self, query: &Query) -> Result<usize, Status> {
        let found: Vec<usize> = self.find(query)?.into_iter().filter(|which| pooled(*which).is_valid_at(NOW) && self.has_key(*which)).collect();
        let newest = found.iter().map(|which| pooled(*which).not_before()).max();
        only(found.into_iter().filter(|which| Some(pooled(*which).not_before()) == newest).collect())
    }
}

fn only(found: Vec<usize>) -> Result<usize, Status> {
    match found[..] {
        [] => Err(Status::NotFound),
        [one] => Ok(one),
        _ => Err(Status::Ambiguous),
    }
}

fn once_each(tags: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
}

fn matches(held: &Held, query: &Query) -> bool {
    let certificate = pooled(held.which);
    let (subject, issuer) = (certificate.subject().to_string().to_lowercase(), certificate.issuer().to_string().to_lowercase());
    let name = held.friendly_name.as_ref().map(|name| name.to_lowercase());
    let dns: Vec<String> = certificate.dns_names().map(str::to_lowercase).collect();
    let fits = |wanted: &Option<String>, test: &dyn Fn(&str) -> bool| wanted.as_ref().is_none_or(|wanted| test(&wanted.to_lowercase()));
    let parent = |name: &str| name.split_once('.').map(|(_, parent)| parent.to_owned());
    fits(&query.text, &|text| {
        let hex = text.to_uppercase();
        name.as_deref() == Some(text)
            || dns.iter().any(|name| name == text)
            || certificate.ip_addresses().any(|address| address.to_string() == text)
            || [certificate.thumbprint().to_string(), certificate.sha256().to_string(), certificate.serial().to_string()].contains(&hex)
            || has_run(&subject, text)
    }) && fits(&query.contains, &|part| {
        subject.contains(part) || name.as_ref().is_some_and(|name| name.contains(part)) || dns.iter().any(|name| name.contains(part))
    }) && fits(&query.subject, &|wanted| has_run(&subject, wanted))
        && fits(&query.issuer, &|wanted| has_run(&issuer, wanted))
        && fits(&query.subject_contains, &|part| subject.contains(part))
        && fits(&query.issuer_contains, &|part| issuer.contains(part))
        && fits(&query.friendly_name, &|wanted| name.as_deref() == Some(wanted))
        && fits(&query.tag, &|wanted| held.tags.iter().any(|tag| tag.to_lowercase() == wanted))
        && fits(&query.key_algorithm, &|kind| certificate.key_algorithm() == kind)
        && fits(&query.dns_name, &|wanted| match wanted.strip_prefix("*.") {
            Some(over) => dns.iter().any(|name| parent(name).as_deref() == Some(over)),
            None => dns.iter().any(|name| name == wanted || Some(name) == parent(wanted).map(|parent| format!("*.{parent}")).as_ref()),
        })
        && query.ip_address.is_none_or(|wanted| certificate.ip_addresses().any(|address| address == wanted))
        && query.thumbprint.is_none_or(|wanted| wanted == certificate.thumbprint() || wanted == certificate.sha256())
        && query.store.as_ref().is_none_or(|store| held.stores.contains(store))
        && query.has_private_key.is_none_or(|wanted| wanted == held.has_private_key)
        && query.is_ca.is_none_or(|wanted| wanted == certificate.is_ca())
        && query.self_signed.is_none_or(|wanted| wanted == (issuer == subject))
        && query.validity_over.is_none_or(|length| certificate.not_after() - certificate.not_before() > length)
        && query.validity_under.is_none_or(|length| certificate.not_after() - certificate.not_before() < length)
        && query.expiring_before.is_none_or(|time| certificate.not_after() < time)
        && query.valid_at.is_none_or(|time| certificate.is_valid_at(time))
        && query.expired_at.is_none_or(|(time, wanted)| wanted == (certificate.not_after() < time))
        && match query.archived {
            Archived::No => !held.archived,
            Archived::Only => held.archived,
            Archived::Also => true,
        }
}

/// Whether the components stand in the name, one after another; a bare text is a common name.
fn has_run(name: &str, wanted: &str) -> bool {
    let wanted = if wanted.contains('=') { wanted.to_owned() } else { format!("cn={wanted}") };
    format!(",{name},").contains(&format!(",{wanted},"))
}

/// A store under test, opened twice, and its model.
struct Pair {
    path: PathBuf,
    stores: [Store; 2],
    model: Model,
    random: Random,
    seen: u64,
}

impl Pair {
    fn open(path: &Path) -> Store {
        Store::open_with(path, &OpenOptions::default().clock(now)).expect("opened")
    }

    fn store(&mut self) -> Store {
        self.stores[self.random.below(2)].clone()
    }

    fn chance(&mut self, of: usize) -> bool {
        self.random.below(of) == 0
    }

    fn store_name(&mut self) -> StoreName {
        let names = ["Personal", "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", "Web", "web2"];
        StoreName::parse(self.random.one_of(&names)).expect("a name")
    }

    fn tags(&mut self) -> Vec<String> {
        (0..self.random.below(3)).map(|_| self.random.one_of(&TAGS).to_owned()).collect()
    }

    fn add_options(&mut self) -> AddOptions {
        let mut options = AddOptions::to(self.store_name()).tags(self.tags());
        if self.chance(2) {
            options = options.create_store();
        }
        if self.chance(3) {
            options = options.friendly_name(self.random.one_of(&NAMES));
        }
        options
    }

    /// Does one thing to store and model; both answer the same.
    fn step(&mut self) -> String {
        let store = self.store();
        let which = self.random.below(POOL.len());
        let either = if self.chance(2) { pooled(which).thumbprint() } else { pooled(which).sha256() };
        match self.random.below(20) {
            0..=2 => {
                let options = self.add_options();
                let done = store.add(pooled(which), &options).map(|added| added.changed).map_err(|error| error.status());
                assert_eq!(done, self.model.add(which, false, &options));
                format!("add {which} {options:?}")
            }
            3..=7 => {
                let options = self.add_options();
                let done = store.add_identity(&POOL[which], &options).map(|added| added.changed).map_err(|error| error.status());
                assert_eq!(done, self.model.add(which, true, &options));
                format!("add_identity {which} {options:?}")
            }
            8..=10 => {
                let archived = self.chance(2);
                let done = if archived { store.archive(either) } else { store.unarchive(either) };
                assert_eq!(done.map(|done| done.changed).map_err(|error| error.status()), self.model.archive(which, archived));
                format!("archive {which} {archived}")
            }
            11..=13 => {
                let done = store.delete(either).map(|done| (done.key_deleted, done.key_shared)).map_err(|error| error.status());
                assert_eq!(done, self.model.delete(which));
                format!("delete {which}")
            }
            14..=16 => {
                let mut description = Description::default();
                if self.chance(2) {
                    description = description.friendly_name(if self.chance(3) { "" } else { self.random.one_of(&NAMES) });
                }
                if self.chance(2) {
                    description = description.tags(self.tags());
                }
                let done = store.describe(either, &description).map(|done| done.changed).map_err(|error| error.status());
                assert_eq!(done, self.model.describe(which, &description));
                format!("describe {which} {description:?}")
            }
            17 => {
                let index = self.random.below(2);
                self.stores[index] = Self::open(&self.path);
                format!("reopen {index}")
            }
            18 => {
                let rotated = store.rotate_key(&RotateOptions::default()).expect("rotated");
                assert_eq!(rotated.private_keys, self.model.keys.len());
                self.model.change([("key-rotated", None)]);
                "rotate_key".to_owned()
            }
            _ => {
                let wrong = OpenOptions::default().key_file(self.path.with_file_name("other.key")).clock(now);
                assert_eq!(Store::open_with(&self.path, &wrong).map(|_| ()).map_err(|error| error.status()), Err(Status::KeyFileWrong));
                self.model.attempts += 1;
                "open with a wrong key file".to_owned()
            }
        }
    }

    /// All that can be seen is the same on both sides.
    fn compare(&mut self) {
        let all = Query { archived: Archived::Also, ..Query::default() };
        let store = self.store();
        let shown: Vec<Held> = store.find(&all).expect("all").map(|entry| Held::from(&entry.expect("an entry"))).collect();
        assert_eq!(shown, self.model.entries());
        assert_eq!(store.last_event().expect("a number"), self.model.journal.len() as u64);
        let lines = store.events(self.seen, 1000).expect("the journal");
        let new = &self.model.journal[self.seen as usize..];
        assert_eq!(lines.len(), new.len());
        for (line, (kind, which)) in lines.iter().zip(new) {
            self.seen += 1;
            let thumbprint = which.map(|which| pooled(which).thumbprint().to_string());
            assert_eq!((line.number, line.kind.as_str(), &line.thumbprint), (self.seen, *kind, &thumbprint));
        }
        let which = self.random.below(POOL.len());
        let options = self.get_options();
        let got =
            if self.chance(2) { store.get_with(pooled(which).thumbprint(), &options) } else { store.get_with(pooled(which).sha256(), &options) };
        let unknown = options.store.as_ref().is_some_and(|store| !self.model.stores.contains(store));
        let wanted = if unknown { Err(Status::UnknownStoreName) } else { self.model.get(which, &options) };
        assert_eq!(got.map(|entry| in_pool(&entry)).map_err(|error| error.status()), wanted, "{options:?}");
        let query = self.query();
        let found = store.find(&query).and_then(|found| found.map(|entry| entry.map(|entry| in_pool(&entry))).collect::<Result<Vec<_>, _>>());
        assert_eq!(found.map_err(|error| error.status()), self.model.find(&query), "{query:?}");
        let one = |result: certwright::Result<Entry>| result.map(|entry| in_pool(&entry)).map_err(|error| error.status());
        assert_eq!(one(store.select(&query)), self.model.select(&query), "{query:?}");
        assert_eq!(one(store.select_newest_valid(&query).map(|selected| selected.entry)), self.model.select_newest_valid(&query), "{query:?}");
    }

    fn get_options(&mut self) -> Get {
        let mut options = if self.chance(3) { Get::in_store(self.store_name()) } else { Get::any() };
        options.archived = self.chance(2);
        options
    }

    /// A query of one or a few conditions.
    fn query(&mut self) -> Query {
        let mut query = Query { archived: self.random.one_of(&[Archived::No, Archived::Also, Archived::Only]), ..Query::default() };
        query.order = self.random.one_of(&[Order::Added, Order::NotAfter, Order::NotBefore, Order::Subject]);
        query.descending = self.chance(2);
        query.limit = if self.chance(4) { Some(self.random.below(4)) } else { None };
        let which = pooled(self.random.below(POOL.len()));
        let times = [NOW, datetime!(2025-06-01 0:00 UTC), datetime!(2036-01-01 0:00 UTC)];
        for _ in 0..self.random.below(3) {
            let names = ["srv1", "CN=srv1", "cn=Srv1,o=EXAMPLE", "O=Example", "ca", "Zoë 100%", "A_B", "srv10"];
            let parts = ["srv", "SRV1", "100%", "ë", "Ö", "_", "leaf", "example", "zzz"];
            let hosts = ["srv1.corp.example", "SRV7.corp.example", "*.corp.example", "leaf.example", "example"];
            let text = |texts: &[&str], random: &mut Random| Some(texts[random.below(texts.len())].to_owned());
            let random = &mut self.random;
            match random.below(20) {
                0 => {
                    let (sha1, serial) = (which.thumbprint().to_string(), which.serial().to_string());
                    query.text = text(&["srv1", "API", "100%", "10.0.0.5", "leaf.example", "CN=ca", "O=Example", &sha1, &serial], random);
                }
                1 => query.contains = text(&parts, random),
                2 => query.subject = text(&names, random),
                3 => query.issuer = text(&names, random),
                4 => query.subject_contains = text(&parts, random),
                5 => query.issuer_contains = text(&parts, random),
                6 => query.friendly_name = text(&NAMES, random),
                7 => query.tag = text(&["web", "CAFÉ", "a_b", "axb"], random),
                8 => query.key_algorithm = text(&["p256", "ed25519", "rsa"], random),
                9 => query.dns_name = text(&hosts, random),
                10 => query.ip_address = Some([10, 0, 0, 5].into()),
                11 => query.thumbprint = Some(random.one_of(&[which.thumbprint(), which.sha256()])),
                12 => query.store = Some(self.store_name()),
                13 => query.has_private_key = Some(self.chance(2)),
                14 => query.is_ca = Some(self.chance(2)),
                15 => query.self_signed = Some(self.chance(2)),
                16 => query.validity_over = Some(Duration::days(5000)),
                17 => query.expiring_before = Some(random.one_of(&times)),
                18 => query.valid_at = Some(random.one_of(&times)),
                _ => query.expired_at = Some((random.one_of(&times), random.below(2) == 0)),
            }
        }
        query
    }

    /// Everything is whole, every key opens, and each kind of line is there as often as the model says.
    fn finish(&mut self) {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        self.model.journal.iter().for_each(|(kind, _)| *kinds.entry(kind).or_default() += 1);
        let store = self.store();
        let lines = store.events(0, 10_000).expect("the journal");
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        lines.iter().for_each(|line| *shown.entry(&line.kind).or_default() += 1);
        assert_eq!(shown, kinds);
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), (1..=self.model.journal.len() as u64).collect::<Vec<_>>());
        for held in self.model.entries() {
            let entry = store.get_with(pooled(held.which).sha256(), &Get::any()).expect("there");
            match entry.identity() {
                Ok(identity) => assert!(held.has_private_key && identity.private_key().matches(pooled(held.which))),
                Err(error) => assert_eq!((held.has_private_key, error.status()), (false, Status::NoPrivateKey)),
            }
        }
        assert_eq!(store.info().expect("told").private_keys, self.model.keys.len() as u64);
        let report = store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked");
        assert!(report.ok(), "{report:?}");
    }
}

#[test]
fn a_store_does_what_a_simple_model_does() {
    let memory = Path::new("/dev/shm"); // where writing through costs nothing
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder");
    let made = |name: &str| drop(Store::create_with(folder.path().join(name), &OpenOptions::default().clock(now)).expect("made"));
    made("other");
    made("new");
    std::thread::scope(|scope| {
        for half in 0..2 {
            let folder = folder.path();
            scope.spawn(move || (1..=SEQUENCES).filter(|seed| seed % 2 == half).for_each(|seed| run(seed, folder)));
        }
    });
}

/// One sequence, on a copy of a new store.
fn run(seed: u64, folder: &Path) {
    let own = tempfile::tempdir_in(folder).expect("a folder");
    let path = own.path().join("certs.db");
    for (from, to) in [("new", "certs.db"), ("new.key", "certs.db.key"), ("other.key", "other.key")] {
        fs::copy(folder.join(from), own.path().join(to)).expect("copied");
    }
    let stores = [Pair::open(&path), Pair::open(&path)];
    let random = Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut pair = Pair { path, stores, model: Model::new(), random, seen: 0 };
    let mut done = Told(seed, Vec::new());
    for _ in 0..OPERATIONS {
        done.1.push("what failed".to_owned());
        let step = pair.step();
        *done.1.last_mut().expect("just pushed") = step;
        pair.compare();
    }
    pair.finish();
}

/// Tells what was done when a comparison fails.
struct Told(u64, Vec<String>);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "sequence {}:\n{}", self.0, self.1.join("\n"));
        }
    }
}
