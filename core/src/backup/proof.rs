//! Whether a backup restores: what was taken out of the stored file is used, and compared with what should be in it.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
};

use serde::Serialize;
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use super::{
    choice::{Choice, LeftOut},
    pfx::Written,
};
use crate::{
    certificate::Thumbprint,
    date,
    error::{Error, Result},
    store::{Archived, Assignment, BackupKind, Entry, Get, Progress, Query, RestoreLine, Store},
};

/// What came of a proof.
///
/// Serialized: its fields; `made` in RFC 3339, UTC.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BackupProof {
    /// What form the backup has.
    pub kind: BackupKind,
    /// How many certificates came out of it.
    pub certificates: u64,
    /// How many private keys did.
    pub keys: u64,
    /// How many of them signed something that their certificates verify.
    pub signed: u64,
    /// Certificates, by SHA-1, whose keys cannot sign here, and were compared octet by octet with those of the store.
    pub compared: Vec<String>,
    /// What could not be taken out of it, with why.
    pub skipped: Vec<RestoreLine>,
    /// What the store's roles need today that it does not hold.
    pub missing_today: Vec<LeftOut>,
    /// Whoever is to open it did; `false`: only a key did that was made for the proof alone.
    pub recipient_proven: bool,
    /// SHA-256 of the key that signed a bundle, in hex.
    pub signer: Option<String>,
    /// Whether that is this store's own key; `None` for a PFX, which nobody signs.
    pub own_signer: Option<bool>,
    /// When a bundle was made.
    #[serde(with = "date::optional_text")]
    pub made: Option<OffsetDateTime>,
    /// What else is to be known.
    pub notes: Vec<String>,
}

impl BackupProof {
    pub(super) fn of(kind: BackupKind) -> Self {
        Self {
            kind,
            certificates: 0,
            keys: 0,
            signed: 0,
            compared: Vec::new(),
            skipped: Vec::new(),
            missing_today: Vec::new(),
            recipient_proven: true,
            signer: None,
            own_signer: None,
            made: None,
            notes: Vec::new(),
        }
    }

    /// Whether all came out of it, and it holds all that is needed today.
    pub fn complete(&self) -> bool {
        self.skipped.is_empty() && self.missing_today.is_empty()
    }
}

/// Counts on where others left off.
pub(super) struct Steps<'a> {
    pub(super) done: u64,
    pub(super) total: u64,
    pub(super) progress: Progress<'a>,
}

impl Steps<'_> {
    /// Whether to go on, from within a file's way to or from where it is stored: so much of it is done, which is worth so many steps.
    pub(super) fn on_the_way(&mut self, done: u64, size: u64, steps: u64) -> ControlFlow<()> {
        let worth = u128::from(steps) * u128::from(done.min(size)) / u128::from(size.max(1));
        let so_far = self.done + u64::try_from(worth).unwrap_or(steps);
        (self.progress)(so_far.min(self.total), self.total)
    }

    pub(super) fn step(&mut self) -> Result<()> {
        self.done += 1;
        match (self.progress)(self.done.min(self.total), self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled { what: "the backup".to_owned() }),
        }
    }
}

/// Uses each key that came out of a backup, and counts. A key that cannot sign is compared with the store's own.
pub(super) fn use_keys(scratch: &Store, own: &Store, proof: &mut BackupProof, steps: &mut Steps<'_>) -> Result<()> {
    for entry in scratch.find(&Query { archived: Archived::Also, ..Query::default() })? {
        let entry = entry?;
        proof.certificates += 1;
        if !entry.has_private_key() {
            steps.step()?;
            continue;
        }
        let key = scratch.private_key(&entry)?;
        proof.keys += 1;
        match key.must_sign_for(&entry) {
            Ok(()) => proof.signed += 1,
            Err(Error::Unsupported { .. }) => {
                let same = own.private_key(&entry).is_ok_and(|own| bool::from(own.pkcs8().ct_eq(key.pkcs8())));
                if !same {
                    return Err(Error::KeyMismatch { thumbprint: entry.thumbprint().to_string() });
                }
                proof.compared.push(entry.thumbprint().to_string());
            }
            Err(error) => return Err(error),
        }
        steps.step()?;
    }
    Ok(())
}

/// What differs between what was chosen, and written, and what came out of its backup; `None` if nothing does.
pub(super) fn difference(choice: &Choice, written: &[Written], scratch: &Store) -> Result<Option<String>> {
    let mut restored: HashMap<Thumbprint, Vec<Assignment>> = HashMap::new();
    for assignment in scratch.assignments()? {
        restored.entry(assignment.sha256).or_default().push(assignment);
    }
    if written.len() != choice.taken.len() || restored.len() != choice.taken.len() {
        return Ok(Some(format!("{} certificates serve roles in it, not {}", restored.len(), choice.taken.len())));
    }
    let roles = scratch.roles()?;
    if let Some(role) = choice.roles.iter().find(|role| !roles.contains(role)) {
        return Ok(Some(format!("the rules of the role {} are not in it", role.name)));
    }
    for (chosen, written) in choice.taken.iter().zip(written) {
        let thumbprint = chosen.entry.thumbprint();
        let entry = match scratch.get_with(chosen.entry.sha256(), &Get::any()) {
            Err(Error::NotFound { .. }) => return Ok(Some(format!("the certificate {thumbprint} is not in it"))),
            entry => entry?,
        };
        let key = match scratch.private_key(&entry) {
            Err(Error::NoPrivateKey { .. }) => return Ok(Some(format!("the private key of {thumbprint} is not in it"))),
            key => key?,
        };
        if Thumbprint::sha256_of(key.pkcs8()) != written.key {
            return Ok(Some(format!("the private key of {thumbprint} is another one in it")));
        }
        for above in &written.chain {
            if scratch.get_with(Thumbprint::Sha256(*above), &Get::any()).is_err() {
                return Ok(Some(format!("a certificate above {thumbprint} is not in it")));
            }
        }
        let of_place = |one: &Assignment| (one.role.clone(), one.scope.clone(), one.since, one.until, one.retained);
        let (mut wanted, mut found): (Vec<_>, Vec<_>) =
            (chosen.assignments.iter().map(of_place).collect(), restored.get(&entry.sha256()).into_iter().flatten().map(of_place).collect());
        wanted.sort();
        found.sort();
        if wanted != found {
            return Ok(Some(format!("what {thumbprint} is for is not in it as it should be")));
        }
        // a PFX holds no name that is empty, and none with zeros at its end
        let name = |entry: &Entry| entry.friendly_name().map(|name| name.trim_end_matches('\0').to_owned()).filter(|name| !name.is_empty());
        if name(&entry) != name(&chosen.entry) || entry.archived() != chosen.entry.archived() || entry.tags() != chosen.entry.tags() {
            return Ok(Some(format!("{thumbprint} is described otherwise in it")));
        }
    }
    Ok(None)
}

/// What the store's roles need today that did not come out of a backup.
pub(super) fn missing_today(store: &Store, scratch: &Store, scope: Option<&str>) -> Result<Vec<LeftOut>> {
    let choice = Choice::of(store, scope)?;
    let mut missing = choice.lacking;
    let said: HashSet<_> = scratch.assignments()?.into_iter().map(|one| (one.sha256, one.role, one.scope)).collect();
    for chosen in &choice.taken {
        let here = match scratch.get_with(chosen.entry.sha256(), &Get::any()) {
            Err(Error::NotFound { .. }) => false,
            entry => entry?.has_private_key(),
        };
        let is_missing = |one: &&Assignment| !here || !said.contains(&(one.sha256, one.role.clone(), one.scope.clone()));
        let why = if here { "the backup does not say that it serves this" } else { "its private key is not in the backup" };
        missing.extend(chosen.assignments.iter().filter(is_missing).map(|assignment| LeftOut {
            thumbprint: assignment.thumbprint,
            role: assignment.role.clone(),
            scope: assignment.scope.clone(),
            subject: Some(crate::error::visible(&chosen.entry.subject().to_string())),
            why: why.to_owned(),
        }));
    }
    // of what the store itself lacks, the backup may hold it
    let is_in_backup = |one: &LeftOut| scratch.get_with(one.thumbprint, &Get::any()).is_ok_and(|entry| entry.has_private_key());
    missing.retain(|one| one.why.starts_with("the backup") || !is_in_backup(one));
    Ok(missing)
}
