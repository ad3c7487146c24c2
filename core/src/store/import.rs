//! Files into the store: every bag taken, or the reason why not, in one transaction.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::{
    Store,
    change::{AddOptions, Change},
    entry::Entry,
    journal::Action,
    name::StoreName,
};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    format::{Content, ImportReport, ReadOptions, read},
    key::{PrivateKey, key_id},
};

/// How a file is taken in.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ImportOptions<'a> {
    /// How the file is read.
    pub read: ReadOptions<'a>,
    /// Where all its certificates go. Unless said, those with a key go to Personal, other CA certificates to Intermediate,
    /// the rest to Personal; none becomes trusted.
    pub store: Option<StoreName>,
    /// Make the named store if it is not there.
    pub create_store: bool,
    /// A name for people, in place of those in the file: for the certificates whose key is in it, or for the only one.
    pub friendly_name: Option<String>,
    /// Free words for each certificate.
    pub tags: Vec<String>,
}

impl<'a> ImportOptions<'a> {
    /// With the password of a PFX.
    pub fn password(mut self, password: Option<&'a str>) -> Self {
        self.read.password = password;
        self
    }

    /// Into one named store.
    pub fn store(mut self, store: StoreName) -> Self {
        self.store = Some(store);
        self
    }
}

/// What became of one bag of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// Whether the store holds it now.
    pub taken: bool,
    /// Whether the store is other than before.
    pub changed: bool,
    /// The certificate it is, or belongs to.
    pub entry: Option<Entry>,
    /// Why it was not taken, or what is to be known.
    pub note: Option<String>,
}

/// What an import came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// What the file holds.
    pub report: ImportReport,
    /// What became of each of its bags, in the same order.
    pub outcomes: Vec<Outcome>,
}

impl Imported {
    /// The certificates of the file that the store holds now, each once.
    pub fn entries(&self) -> Vec<&Entry> {
        let certificates = self.report.bags.iter().zip(&self.outcomes).filter(|(bag, _)| matches!(bag.content, Content::Certificate(_)));
        let mut seen = std::collections::HashSet::new();
        certificates.filter_map(|(_, outcome)| outcome.entry.as_ref()).filter(|entry| seen.insert(entry.sha256())).collect()
    }

    /// Whether the store is other than before.
    pub fn changed(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.changed)
    }
}

impl Store {
    /// Reads a file and keeps what it holds, all in one transaction. A key is kept if a certificate in the file or in the
    /// store belongs to it; a key is never put into TrustedRoot or TrustedPeople.
    ///
    /// # Errors
    /// As [`read_file`](crate::read_file) and [`add`](Self::add); [`Error::Unsupported`] for a key alone that belongs to no
    /// certificate here, or is of a kind that cannot be used. Then nothing was kept.
    pub fn import(&self, data: &[u8], options: &ImportOptions<'_>) -> Result<Imported> {
        if self.is_locked() {
            return Err(Error::StoreLocked { action: "import a file" }); // before a slow derivation
        }
        let report = read(data, &options.read)?;
        let outcomes = self.change("import a file", |change| {
            let keys: HashMap<_, _> = report.private_keys().map(|key| (key_id(key.public_key_der()), key)).collect();
            let names = names_of_keys(&report);
            let alone = report.certificates().len() == 1;
            let mut outcomes: Vec<Option<Outcome>> = vec![None; report.bags.len()];
            let mut entries: HashMap<[u8; 32], Entry> = HashMap::new();
            for (bag, outcome) in report.bags.iter().zip(&mut outcomes) {
                if let Content::Certificate(certificate) = &bag.content {
                    let id = key_id(certificate.public_key_der());
                    let name = bag.friendly_name.as_ref().or_else(|| names.get(&id).copied());
                    let made = change.import_certificate(certificate, (keys.contains_key(&id), alone), name, options)?;
                    entries.extend(made.entry.clone().map(|entry| (id, entry)));
                    *outcome = Some(made);
                }
            }
            for (bag, outcome) in report.bags.iter().zip(&mut outcomes) {
                match &bag.content {
                    Content::PrivateKey(key) => *outcome = Some(change.import_key(key, &mut entries)?),
                    Content::Crl(crl) => {
                        let (taken, changed, note) = change.keep_crl(crl)?;
                        *outcome = Some(Outcome { taken, changed, entry: None, note });
                    }
                    Content::NotTaken { why, .. } | Content::OpaqueKey { why, .. } => {
                        *outcome = Some(Outcome { taken: false, changed: false, entry: None, note: Some(why.clone()) })
                    }
                    Content::Certificate(_) => {}
                }
            }
            change.refresh(&mut outcomes)?;
            let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
            if outcomes.iter().any(|outcome| outcome.taken) {
                return Ok(outcomes);
            }
            if let Some(key) = report.opaque_keys().next() {
                PrivateKey::from_der(&key.to_pkcs8_der())?; // says why it cannot be used
            }
            if report.private_keys().next().is_some() {
                let why = "no certificate in the file or in the store belongs to it; import the certificate first".to_owned();
                return Err(Error::Unsupported { what: "a private key alone".to_owned(), why });
            }
            Ok(outcomes)
        })?;
        Ok(Imported { report, outcomes })
    }
}

/// The name that a key's bag gives, for the certificate that has none.
fn names_of_keys(report: &ImportReport) -> HashMap<[u8; 32], &String> {
    let named = report.bags.iter().filter_map(|bag| match (&bag.content, &bag.friendly_name) {
        (Content::PrivateKey(key), Some(name)) => Some((key_id(key.public_key_der()), name)),
        _ => None,
    });
    named.collect()
}

impl Change<'_> {
    fn import_certificate(
        &mut self,
        certificate: &Certificate,
        (has_key, alone): (bool, bool),
        name: Option<&String>,
        options: &ImportOptions<'_>,
    ) -> Result<Outcome> {
        let by_kind = if certificate.is_ca() && !has_key { StoreName::Intermediate } else { StoreName::Personal };
        let to = AddOptions {
            store: options.store.clone().unwrap_or(by_kind),
            create_store: options.create_store,
            friendly_name: match &options.friendly_name {
                Some(name) if has_key || alone => Some(name.clone()),
                Some(_) => None,
                None if self.has_name(certificate)? => None, // a file's name does not replace the store's
                None => name.cloned(),
            },
            tags: options.tags.clone(),
        };
        let added = self.put(certificate, None, &to, Action::Imported)?;
        let note = if added.notes.is_empty() { None } else { Some(added.notes.join("; ")) };
        Ok(Outcome { taken: true, changed: added.changed, entry: Some(added.entry), note })
    }

    fn has_name(&self, certificate: &Certificate) -> Result<bool> {
        let find = "SELECT 1 FROM certificates WHERE sha256 = ?1 AND friendly_name IS NOT NULL";
        let found = self.transaction.prepare_cached(find).and_then(|mut find| find.exists([Thumbprint::sha256_of(certificate.der())]));
        self.sql(found)
    }

    /// Keeps a key for a certificate that was in the file, or is in the store already.
    fn import_key(&mut self, key: &PrivateKey, entries: &mut HashMap<[u8; 32], Entry>) -> Result<Outcome> {
        let id = key_id(key.public_key_der());
        let refuse = |entry: Option<Entry>, why: &str| Outcome { taken: false, changed: false, entry, note: Some(why.to_owned()) };
        let entry = match entries.get(&id) {
            Some(entry) => entry.clone(),
            None => {
                let find = "SELECT sha256 FROM certificates WHERE key_id = ?1 ORDER BY archived, not_after DESC LIMIT 1";
                let found = self.sql(self.transaction.query_row(find, [id], |row| row.get::<_, [u8; 32]>(0)).optional())?;
                let Some(sha256) = found else {
                    return Ok(refuse(None, "no certificate in the file or in the store belongs to it"));
                };
                let entry = self.entry(&sha256)?;
                entries.insert(id, entry.clone());
                entry
            }
        };
        if entry.stores().iter().all(StoreName::is_trust) {
            let places: Vec<String> = entry.stores().iter().map(ToString::to_string).collect();
            return Ok(refuse(Some(entry), &format!("it was left out: no key is put into {}", places.join(" or "))));
        }
        let changed = self.keep_key(key)?;
        if changed {
            self.record(Action::Imported, Some(&entry), &[("key", "yes".to_owned())])?;
        }
        Ok(Outcome { taken: true, changed, entry: Some(entry), note: None })
    }

    /// The entries as they are after all bags.
    fn refresh(&mut self, outcomes: &mut [Option<Outcome>]) -> Result<()> {
        for entry in outcomes.iter_mut().flatten().filter_map(|outcome| outcome.entry.as_mut()) {
            *entry = self.entry(&Thumbprint::sha256_of(entry.der()))?;
        }
        Ok(())
    }
}
