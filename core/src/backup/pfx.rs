//! A backup as PKCS#12: made of what roles need, and taken apart again, from us or from others.

use std::collections::{HashMap, HashSet};

use time::OffsetDateTime;

use super::{choice::Choice, claim::Claim};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result, visible},
    format::{Bag, Content, Pfx, ReadOptions, WriteOptions, read, write_with_uses},
    key::{Identity, key_id},
    store::{Incoming, Piece, Place, RestoreLine, RestoreOutcome, Role, Store, StoreName},
};

/// What was written for one certificate, to know it again.
pub(super) struct Written {
    /// SHA-256 of the private key's PKCS#8.
    pub(super) key: [u8; 32],
    /// SHA-256 of the certificates above it.
    pub(super) chain: Vec<[u8; 32]>,
}

/// Writes the chosen certificates from `from` on, `count` of them, with what they are for.
pub(super) fn write(choice: &Choice, from: usize, count: usize, password: &str, options: &WriteOptions) -> Result<(Pfx, Vec<Written>)> {
    let chosen = choice.taken.get(from..from + count).ok_or_else(|| Error::internal("more was to be written than was chosen"))?;
    let identities = chosen.iter().map(|chosen| chosen.entry.identity()).collect::<Result<Vec<Identity>>>()?;
    let uses = chosen.iter().map(|chosen| Claim::of(chosen, &choice.roles).map(Some)).collect::<Result<Vec<_>>>()?;
    let written = identities.iter().map(|identity| Written {
        key: Thumbprint::sha256_of(identity.private_key().pkcs8()),
        chain: identity.chain().iter().map(|above| Thumbprint::sha256_of(above.der())).collect(),
    });
    let written = written.collect();
    Ok((write_with_uses(identities.as_slice(), &uses, password, options)?, written))
}

/// What was taken apart.
#[derive(Default)]
pub(super) struct TakenApart {
    /// What was not taken, with why.
    pub(super) skipped: Vec<RestoreLine>,
    /// What is to be known of the file.
    pub(super) notes: Vec<String>,
}

/// Takes a file in. Where it says nothing of roles, its only key gets the one that is given, from a time on.
pub(super) fn take_apart(into: &Store, data: &[u8], password: Option<&str>, given: Option<(&Role, &Place, OffsetDateTime)>) -> Result<TakenApart> {
    let report = read(data, &ReadOptions { password, ..ReadOptions::default() })?;
    let mut apart = TakenApart { skipped: Vec::new(), notes: report.notes.clone() };
    let identities = report.identities();
    let claims = claims_of(&report.bags, &mut apart);
    if given.is_some() && !claims.is_empty() {
        let why = "the file says by itself what its certificates are for; restore it without one".to_owned();
        return Err(Error::InvalidArgument { what: "role", why });
    }
    if given.is_some() && identities.len() != 1 {
        let why = format!("the file holds {} private keys with their certificates, and a role is for one; restore it, then assign", identities.len());
        return Err(Error::InvalidArgument { what: "role", why });
    }
    let named: HashMap<_, _> = report.bags.iter().filter_map(|bag| Some((certificate_of(bag)?.der(), bag.friendly_name.as_deref()))).collect();
    let skipped = into.fill(|take| {
        let mut skipped = Vec::new();
        for identity in &identities {
            let certificate = identity.certificate();
            let claim = claims.get(certificate.der());
            take(Piece::Certificate(Incoming {
                certificate,
                key: Some(identity.private_key()),
                // one of ours says of each certificate itself what it is called
                friendly_name: if claim.is_some() { named.get(certificate.der()).copied().flatten() } else { identity.friendly_name() },
                tags: claim.map_or(&[], Claim::tags),
                stores: &[StoreName::Personal],
                archived: claim.is_some_and(Claim::archived),
            }))?;
        }
        let with_key: HashSet<_> = identities.iter().map(|identity| identity.certificate().der()).collect();
        for certificate in report.certificates().into_iter().filter(|certificate| !with_key.contains(certificate.der())) {
            let store = if certificate.is_ca() { StoreName::Intermediate } else { StoreName::Personal };
            let friendly_name = named.get(certificate.der()).copied().flatten();
            take(Piece::Certificate(Incoming { certificate, key: None, friendly_name, tags: &[], stores: &[store], archived: false }))?;
        }
        for claim in claims.values() {
            claim.roles().try_for_each(|role| take(Piece::Role(role?)).map(|_| ()))?;
        }
        for identity in &identities {
            let certificate = identity.certificate();
            let its = claims.get(certificate.der()).into_iter().flat_map(|claim| claim.assignments(certificate));
            // the oldest first, as they came about
            let mut its = its.collect::<Result<Vec<_>>>()?;
            its.sort_by_key(|assignment| (assignment.until.is_none(), assignment.since));
            for assignment in its {
                skipped.extend(take(Piece::Assignment(assignment))?.into_iter().filter(|line| line.outcome == RestoreOutcome::Skipped));
            }
        }
        Ok(skipped)
    })?;
    apart.skipped.extend(skipped);
    if let (Some((role, place, now)), [identity]) = (given, identities.as_slice()) {
        role.must_fit(identity.certificate())?;
        if !role.is_built_in() {
            into.define_role(role)?;
        }
        into.fill(|take| take(Piece::Assignment(place.assigned_now(identity.certificate(), now))).map(|_| ()))?;
    }
    let whole: HashSet<_> = identities.iter().map(|identity| key_id(identity.private_key().public_key_der())).collect();
    for bag in &report.bags {
        let why = match &bag.content {
            Content::PrivateKey(key) if !whole.contains(&key_id(key.public_key_der())) => Some("no certificate in the file belongs to it"),
            _ => bag.refusal(),
        };
        let name = bag.friendly_name.as_deref().map(visible).unwrap_or_default();
        apart.skipped.extend(why.map(|why| RestoreLine::skipped(what_of(bag), name, why)));
    }
    if claims.is_empty() && given.is_none() && !identities.is_empty() {
        apart.notes.push("the file says nothing of roles: assign its certificates, or restore it for one".to_owned());
    }
    Ok(apart)
}

/// By the DER of their certificates.
fn claims_of<'a>(bags: &'a [Bag], apart: &mut TakenApart) -> HashMap<&'a [u8], Claim> {
    let mut claims = HashMap::new();
    for bag in bags {
        let (Some(certificate), Some(text)) = (certificate_of(bag), &bag.uses) else { continue };
        match Claim::read(text) {
            Ok(claim) => {
                claims.insert(certificate.der(), claim);
            }
            Err(why) => apart.skipped.push(RestoreLine {
                thumbprint: Some(Thumbprint::Sha1(Thumbprint::sha1_of(certificate.der())).to_string()),
                ..RestoreLine::skipped("assignment", visible(&certificate.subject().to_string()), why)
            }),
        }
    }
    claims
}

fn certificate_of(bag: &Bag) -> Option<&Certificate> {
    if let Content::Certificate(certificate) = &bag.content { Some(certificate) } else { None }
}

fn what_of(bag: &Bag) -> &'static str {
    match &bag.content {
        Content::Certificate(_) => "certificate",
        Content::Crl(_) => "crl",
        Content::PrivateKey(_) | Content::OpaqueKey { .. } => "private key",
        Content::NotTaken { .. } => "bag",
    }
}
