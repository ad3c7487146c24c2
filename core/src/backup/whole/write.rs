//! A store written into a bundle, in one pass over its certificates after one that lists them.

use std::{
    collections::{BTreeMap, HashSet},
    io::Write,
};

use zeroize::Zeroizing;

use super::{
    super::{
        bundle::{self, BundleSeal, BundleWriter},
        choice::LeftOut,
        claim::RoleRules,
        proof::Steps,
    },
    forms::{About, AssignmentForm, CRL_PART, DecisionForm, ENDPOINTS, EndpointForm, PAGE, ROLES, SETTINGS, SuccessionForm, page, to_json},
    signer::signer,
};
use crate::{
    certificate::{
        Thumbprint,
        pasted::{hex, unhex},
    },
    error::{Error, Result, visible},
    key::key_id,
    random::random,
    store::{Archived, Assignment, EndpointSettings, Entry, Get, HANDED_ON, KeptCrl, Query, Role, Store, Succession, TrustDecision},
};

/// What a bundle will hold, listed before it is written.
pub(super) struct Inventory {
    /// SHA-256 of the certificates, each with the id of its key, if that opens.
    pub(super) certificates: Vec<([u8; 32], Option<[u8; 32]>)>,
    /// Those whose private keys are here and do not open.
    pub(super) unreadable: Vec<LeftOut>,
    pub(super) roles: Vec<Role>,
    pub(super) assignments: Vec<Assignment>,
    pub(super) successions: Vec<Succession>,
    pub(super) endpoints: Vec<EndpointSettings>,
    pub(super) decisions: Vec<TrustDecision>,
    pub(super) crls: Vec<KeptCrl>,
    pub(super) settings: Option<String>,
    /// The last line of the journal.
    pub(super) last_event: u64,
}

impl Inventory {
    pub(super) fn of(store: &Store) -> Result<Self> {
        let mut all = Self {
            certificates: Vec::new(),
            unreadable: Vec::new(),
            roles: store.roles()?.into_iter().filter(|role| !role.is_built_in()).collect(),
            assignments: store.assignments()?,
            successions: store.all_successions()?,
            endpoints: store.endpoints()?,
            decisions: store.decisions()?,
            crls: store.crls()?,
            settings: store.document(HANDED_ON)?.map(|document| document.text),
            last_event: store.last_event()?,
        };
        for entry in store.find(&everything())? {
            let entry = entry?;
            let key = match store.private_key(&entry) {
                Ok(_) => Some(key_id(entry.public_key_der())),
                Err(Error::NoPrivateKey { .. }) => None,
                Err(Error::Tampered { .. } | Error::Unsupported { .. } | Error::MalformedKey { .. }) => {
                    all.unreadable.push(LeftOut {
                        thumbprint: entry.thumbprint(),
                        role: String::new(),
                        scope: None,
                        subject: Some(visible(&entry.subject().to_string())),
                        why: "its private key does not open".to_owned(),
                    });
                    None
                }
                Err(error) => return Err(error),
            };
            all.certificates.push((Thumbprint::sha256_of(entry.der()), key));
        }
        Ok(all)
    }

    /// SHA-256 of the certificates whose keys go along.
    pub(super) fn with_key(&self) -> Vec<[u8; 32]> {
        self.certificates.iter().filter(|(_, key)| key.is_some()).map(|(sha256, _)| *sha256).collect()
    }

    /// The paths of all entries, in their order.
    fn paths(&self) -> Vec<String> {
        let mut paths = vec![ROLES.to_owned()];
        let mut keys = HashSet::new();
        for (sha256, key) in &self.certificates {
            paths.extend(key.filter(|key| keys.insert(*key)).map(|key| key_path(&key)));
            paths.push(certificate_path(sha256, "pem"));
            paths.push(certificate_path(sha256, "json"));
        }
        let pages = |kind, count: usize, ending| (1..=count.div_ceil(PAGE)).map(move |number| page(kind, number, ending));
        paths.extend(pages("assignments", self.assignments.len(), "json"));
        paths.extend(pages("successions", self.successions.len(), "json"));
        paths.push(ENDPOINTS.to_owned());
        paths.extend(pages("decisions", self.decisions.len(), "json"));
        self.crls.iter().for_each(|crl| paths.extend(crl_parts(crl).map(|(path, _)| path)));
        paths.extend(self.settings.iter().map(|_| SETTINGS.to_owned()));
        paths.extend(pages("journal", usize::try_from(self.last_event).unwrap_or(usize::MAX), "jsonl"));
        paths
    }

    fn counts(&self) -> BTreeMap<String, u64> {
        let counts = [
            ("certificates", self.certificates.len()),
            ("keys", self.with_key().len()),
            ("roles", self.roles.len()),
            ("assignments", self.assignments.len()),
            ("successions", self.successions.len()),
            ("endpoints", self.endpoints.len()),
            ("decisions", self.decisions.len()),
            ("crls", self.crls.len()),
        ];
        let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count as u64));
        counts.chain([("journal".to_owned(), self.last_event)]).collect()
    }
}

/// SHA-256 of what was written of each certificate: what is said of it, and its private key.
pub(super) type Written = Vec<[u8; 32]>;

/// Writes everything. An entry that is gone by then is an error.
pub(super) fn write<W: Write>(store: &Store, inventory: &Inventory, out: W, seal: &BundleSeal<'_>, steps: &mut Steps<'_>) -> Result<(W, Written)> {
    let signer = signer(store)?;
    let id = unhex(&store.info()?.id).and_then(|id| id.try_into().ok()).ok_or_else(|| Error::internal("the id of a store is no id"))?;
    let about = bundle::About { store: id, made: store.now().utc, mark: random()? };
    let mut bundle = BundleWriter::new(out, seal, &about, &inventory.paths())?;
    bundle.entry(ROLES, &to_json(&inventory.roles.iter().map(RoleRules::from).collect::<Vec<_>>())?)?;
    let (mut keys, mut written) = (HashSet::new(), Vec::with_capacity(inventory.certificates.len()));
    for (sha256, key) in &inventory.certificates {
        let entry = store.get_with(Thumbprint::Sha256(*sha256), &Get::any())?;
        if let Some(id) = key.filter(|key| keys.insert(*key)) {
            bundle.entry(&key_path(&id), store.private_key(&entry)?.to_pkcs8_pem().as_bytes())?;
        }
        bundle.entry(&certificate_path(sha256, "pem"), entry.to_pem().as_bytes())?;
        bundle.entry(&certificate_path(sha256, "json"), &to_json(&About::of(&entry, key.map(|key| hex(&key))))?)?;
        written.push(hash(store, &entry, *key)?);
        steps.step()?;
    }
    let mut pages = Pages { bundle: &mut bundle };
    pages.write("assignments", &inventory.assignments, |one| AssignmentForm::from(one))?;
    pages.write("successions", &inventory.successions, |one| SuccessionForm::from(one))?;
    bundle.entry(ENDPOINTS, &to_json(&inventory.endpoints.iter().map(EndpointForm::from).collect::<Vec<_>>())?)?;
    Pages { bundle: &mut bundle }.write("decisions", &inventory.decisions, |one| DecisionForm::from(one))?;
    for crl in &inventory.crls {
        crl_parts(crl).try_for_each(|(path, part)| bundle.entry(&path, part))?;
    }
    if let Some(settings) = &inventory.settings {
        bundle.entry(SETTINGS, settings.as_bytes())?;
    }
    for (index, since) in (0..inventory.last_event).step_by(PAGE).enumerate() {
        let left = usize::try_from(inventory.last_event - since).unwrap_or(PAGE);
        let mut lines = Vec::new();
        for event in store.events(since, PAGE.min(left))? {
            serde_json::to_writer(&mut lines, &event)
                .map_err(|error| Error::internal(format!("a line of the journal cannot be written: {error}")))?;
            lines.push(b'\n');
        }
        bundle.entry(&page("journal", index + 1, "jsonl"), &lines)?;
    }
    let out = bundle.finish(inventory.counts(), signer.public_key_der(), |message| signer.sign(message))?;
    Ok((out, written))
}

/// SHA-256 of what is said of a certificate, and of its private key.
pub(super) fn hash(store: &Store, entry: &Entry, key: Option<[u8; 32]>) -> Result<[u8; 32]> {
    let mut about = About::of(entry, key.map(|key| hex(&key)));
    about.stores.sort();
    let mut all = Zeroizing::new(to_json(&about)?);
    if key.is_some() {
        all.extend_from_slice(&Thumbprint::sha256_of(store.private_key(entry)?.pkcs8()));
    }
    Ok(Thumbprint::sha256_of(&all))
}

struct Pages<'a, W: Write> {
    bundle: &'a mut BundleWriter<W>,
}

impl<W: Write> Pages<'_, W> {
    fn write<T, F: serde::Serialize>(&mut self, kind: &str, all: &[T], form: impl Fn(&T) -> F) -> Result<()> {
        for (index, some) in all.chunks(PAGE).enumerate() {
            self.bundle.entry(&page(kind, index + 1, "json"), &to_json(&some.iter().map(&form).collect::<Vec<_>>())?)?;
        }
        Ok(())
    }
}

pub(super) fn everything() -> Query {
    Query { archived: Archived::Also, ..Query::default() }
}

fn key_path(id: &[u8; 32]) -> String {
    format!("keys/{}.pem", hex(id))
}

fn certificate_path(sha256: &[u8; 32], ending: &str) -> String {
    format!("certificates/{}.{ending}", hex(sha256))
}

/// The entries of a CRL; in several, `cat` joins them.
fn crl_parts(crl: &KeptCrl) -> impl Iterator<Item = (String, &[u8])> {
    let (whole, name) = (crl.crl.der(), format!("crls/{}.der", crl.sha256()));
    let in_parts = whole.len() > CRL_PART;
    whole.chunks(CRL_PART).enumerate().map(move |(index, part)| (if in_parts { format!("{name}.{:03}", index + 1) } else { name.clone() }, part))
}
