//! Whether what came out of a bundle is what was written into it.

use super::write::{Inventory, Written, hash};
use crate::{
    certificate::Thumbprint,
    error::{Error, Result},
    store::{Assignment, Get, KeptCrl, RestoreLine, Store, TrustDecision},
};

/// What differs from what was written; `None` if nothing does. CRLs that nobody can verify here are not kept there either: `skipped` names them.
pub(super) fn difference(inventory: &Inventory, written: &Written, skipped: &[RestoreLine], scratch: &Store) -> Result<Option<String>> {
    for ((sha256, key), written) in inventory.certificates.iter().zip(written) {
        let theirs = match scratch.get_with(Thumbprint::Sha256(*sha256), &Get::any()) {
            Err(Error::NotFound { .. }) => return Ok(Some(format!("the certificate {} is not in it", Thumbprint::Sha256(*sha256)))),
            entry => entry?,
        };
        let thumbprint = theirs.thumbprint();
        match hash(scratch, &theirs, *key) {
            Err(Error::NoPrivateKey { .. }) => return Ok(Some(format!("the private key of {thumbprint} is not in it"))),
            found if *found.as_ref().map_err(Clone::clone)? != *written => {
                return Ok(Some(format!("{thumbprint} or its private key is otherwise in it")));
            }
            _ => {}
        }
    }
    let theirs = Inventory::of(scratch)?;
    let is_skipped = |crl: &KeptCrl| skipped.iter().any(|line| line.what == "crl" && line.name == crl.sha256().to_string());
    let checks = [
        ("certificates", theirs.certificates.len() == inventory.certificates.len()),
        ("roles", inventory.roles == theirs.roles),
        ("assignments", sorted(&inventory.assignments) == sorted(&theirs.assignments)),
        (
            "successions",
            inventory.successions.len() == theirs.successions.len() && inventory.successions.iter().all(|one| theirs.successions.contains(one)),
        ),
        ("endpoints", inventory.endpoints == theirs.endpoints),
        ("decisions", without_numbers(&inventory.decisions) == without_numbers(&theirs.decisions)),
        ("revocation lists", inventory.crls.iter().all(|crl| theirs.crls.iter().any(|their| their.sha256() == crl.sha256()) || is_skipped(crl))),
        ("settings", inventory.settings == theirs.settings),
    ];
    Ok(checks.iter().find(|(_, same)| !same).map(|(what, _)| format!("its {what} are not those of the store")))
}

fn sorted(all: &[Assignment]) -> Vec<&Assignment> {
    let mut all: Vec<&Assignment> = all.iter().collect();
    all.sort_by_key(|one| (one.role.clone(), one.scope.clone(), one.since, one.until, one.sha256.to_string()));
    all
}

fn without_numbers(all: &[TrustDecision]) -> Vec<TrustDecision> {
    let mut all: Vec<_> = all.iter().map(|one| TrustDecision { id: 0, ..one.clone() }).collect();
    all.sort_by_key(|one| (one.host.clone(), one.port, one.since, one.certificate.sha256().to_string(), one.pin.word()));
    all
}
