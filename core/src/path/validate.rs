//! Validation of one path (RFC 5280 section 6.1). The steps of the RFC stand beside the code.
//!
//! Nothing ends at the first fault: every certificate is looked at, and every fault is kept.

use super::{
    Profile, Question,
    budget::{Budget, Exhausted},
    constraints::NameConstraints,
    facts::Facts,
    policy::Policies,
    profile,
    revocation::{Issuer, Known},
};
use crate::{
    asn1::Malformed,
    certificate::algorithm::PublicKey,
    reason::{Fault, Reason},
};

/// What came of verifying a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    Right,
    Wrong,
    Unsupported,
    Weak,
    /// There is no issuer to verify it with.
    NoIssuer,
}

/// One certificate of a path.
pub(super) struct Step<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// What is wrong with it alone.
    pub(super) faults: &'a [Fault],
    /// With the key of the next step, or the anchor's.
    pub(super) signature: Checked,
}

/// What a path ends in.
pub(super) enum End<'a> {
    /// A trusted certificate, with what is wrong with it alone.
    Certificate(&'a Facts<'a>, &'a [Fault]),
    /// The leaf itself is a root that signed itself.
    Leaf,
    /// A trusted name with its key.
    Key { shown: String, public_key: &'a [u8] },
    /// Nothing.
    Nowhere,
    /// More certificates than a path may have; what is above them was not looked at.
    TooDeep,
}

/// A path, the leaf first, without its anchor.
pub(super) struct Path<'a> {
    pub(super) steps: Vec<Step<'a>>,
    pub(super) end: End<'a>,
}

/// The limit on the number of CAs that may follow (max_path_length), and who set it.
struct Limit {
    left: usize,
    set: u32,
    by: Option<String>,
}

/// Everything that is wrong with a path; empty if it is right.
pub(super) fn reasons(path: &Path<'_>, question: &Question<'_>, budget: &mut Budget, revocations: &mut Known) -> Result<Vec<Reason>, Exhausted> {
    let mut found = Vec::new();
    let mut add = |place: usize, facts: &Facts<'_>, fault: Fault| found.push(Reason { place, certificate: facts.shown(), fault });
    let length = path.steps.len();

    // 6.1.2: initialization
    let mut constraints: Vec<&NameConstraints> = Vec::new();
    let mut policies = Policies::new(question.policies, length);
    let mut policies_are_right = true;
    let mut limit = Limit { left: length, set: 0, by: None };
    match &path.end {
        End::Certificate(anchor, faults) => {
            // what an anchor that is a certificate says of those below it holds (RFC 5937 section 3.2)
            faults.iter().for_each(|fault| add(length, anchor, fault.clone()));
            limit.tighten(anchor);
            if let Err(fault) = add_constraints(anchor, &mut constraints) {
                add(length, anchor, fault);
            }
        }
        End::Leaf | End::Key { .. } | End::TooDeep => {}
        End::Nowhere => {
            if let Some(top) = path.steps.last() {
                let certificate = top.facts.certificate;
                let self_signed = top.facts.is_self_issued() && certificate.is_signed_by(certificate) == Some(true);
                let issuer = top.facts.shown_issuer();
                add(length - 1, top.facts, if self_signed { Fault::RootNotTrusted } else { Fault::IssuerNotFound { issuer } });
            }
        }
    }

    // every signature from the end of the path down to the issuer's own certificate is right; where no root is, nobody is proven
    let mut issuer_is_proven = !matches!(path.end, End::Nowhere | End::TooDeep);
    for (place, step) in path.steps.iter().enumerate().rev() {
        let facts = step.facts;
        let is_last = place == 0;

        // 6.1.3 (a) (1): the signature
        if let Some(fault) = signature_fault(step, issuer_of(path, place), question.profile) {
            add(place, facts, fault);
        }
        // 6.1.3 (a) (2), 6.1.4 (k), (n), (o), 6.1.5 (f)
        step.faults.iter().for_each(|fault| add(place, facts, fault.clone()));
        // 6.1.3 (a) (3): revocation, of which only a proven key can tell
        if issuer_is_proven
            && let Some(issuer) = issuer_of(path, place)
            && let Some(fault) = revocations.check(facts, &issuer, question, budget)?
        {
            add(place, facts, fault);
        }
        issuer_is_proven &= matches!(step.signature, Checked::Right | Checked::NoIssuer);
        // 6.1.3 (a) (4): that the names chain is how the path was built
        // 6.1.3 (b), (c): name constraints
        if !constraints.is_empty() && (is_last || !facts.is_self_issued()) {
            match facts.subjects() {
                Ok(names) => {
                    for above in &constraints {
                        above.check(names, budget)?.into_iter().for_each(|fault| add(place, facts, fault));
                    }
                }
                Err(Malformed) => add(place, facts, Fault::MalformedExtension { extension: "subjectAltName", why: "one of its names is malformed" }),
            }
        }
        // 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5 (a), (b): policies
        if policies_are_right && let Err(fault) = policies.certificate(facts, is_last) {
            policies_are_right = false;
            add(place, facts, fault);
        }
        if is_last {
            continue;
        }
        // 6.1.4 (l), (m): path length
        if !facts.is_self_issued() {
            match limit.left.checked_sub(1) {
                Some(left) => limit.left = left,
                None => {
                    let by = limit.by.clone().unwrap_or_default();
                    add(place, facts, Fault::PathTooLong { limit: limit.set, by });
                }
            }
        }
        limit.tighten(facts);
        // 6.1.4 (g): name constraints
        if let Err(fault) = add_constraints(facts, &mut constraints) {
            add(place, facts, fault);
        }
    }

    if let Some(leaf) = path.steps.first() {
        // 6.1.5 (g)
        if policies_are_right && let Err(fault) = policies.finish(question.policies) {
            add(0, leaf.facts, fault);
        }
        let intermediates = path.steps.iter().skip(1).filter(|step| !step.facts.is_self_issued()).count();
        if let Some(most) = question.max_depth.filter(|most| intermediates > *most) {
            add(0, leaf.facts, Fault::DepthExceeded { intermediates, limit: most });
        } else if matches!(path.end, End::TooDeep) {
            add(0, leaf.facts, Fault::DepthExceeded { intermediates: length, limit: length - 1 });
        }
    }
    found.sort_by_key(|reason| reason.place);
    Ok(found)
}

impl Limit {
    /// 6.1.4 (m)
    fn tighten(&mut self, facts: &Facts<'_>) {
        if let Some(length) = facts.certificate.path_length()
            && usize::try_from(length).is_ok_and(|length| length < self.left)
        {
            *self = Self { left: length as usize, set: length, by: Some(facts.shown()) };
        }
    }
}

fn signature_fault(step: &Step<'_>, issuer: Option<Issuer<'_>>, profile: Profile) -> Option<Fault> {
    let certificate = step.facts.certificate;
    match step.signature {
        Checked::Right => issuer.and_then(|issuer| profile::check_signature(step.facts, issuer.public_key, profile)),
        Checked::NoIssuer => None,
        Checked::Wrong => Some(Fault::BadSignature { issuer: step.facts.shown_issuer() }),
        Checked::Unsupported => {
            let key = issuer.and_then(|issuer| PublicKey::from_spki(issuer.public_key).ok().map(|key| key.name())).unwrap_or_default();
            Some(Fault::UnsupportedSignature { algorithm: certificate.signature_algorithm(), key })
        }
        Checked::Weak => Some(Fault::WeakSignature { algorithm: certificate.signature_algorithm() }),
    }
}

/// Who issued the certificate at a place; `None` if nobody is known.
fn issuer_of<'a>(path: &'a Path<'a>, place: usize) -> Option<Issuer<'a>> {
    let of = |facts: &'a Facts<'a>| Issuer { public_key: facts.certificate.public_key_der(), facts: Some(facts), shown: facts.shown() };
    if let Some(above) = path.steps.get(place + 1) {
        return Some(of(above.facts));
    }
    match &path.end {
        End::Certificate(anchor, _) => Some(of(anchor)),
        End::Key { shown, public_key } => Some(Issuer { public_key, facts: None, shown: shown.clone() }),
        End::Leaf | End::Nowhere | End::TooDeep => None, // nobody revokes a root
    }
}

/// 6.1.4 (g): what a CA permits and excludes.
fn add_constraints<'a>(facts: &'a Facts<'_>, constraints: &mut Vec<&'a NameConstraints>) -> Result<(), Fault> {
    let own = facts.constraints().map_err(|why| Fault::MalformedExtension { extension: "nameConstraints", why })?;
    constraints.extend(own);
    Ok(())
}
