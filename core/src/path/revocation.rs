//! Whether a certificate is revoked by the CRLs at hand (RFC 5280 section 6.3.3), of complete and direct ones.

use std::collections::HashMap;

use super::{
    Question, Revocation,
    budget::{Budget, Exhausted},
    facts::{Facts, arc},
};
use crate::{
    asn1::Malformed,
    crl::{self, Crl, Found, Scope},
    date::rfc3339,
    reason::Fault,
};

/// The bits of ReasonFlags but the first, which means nothing: keyCompromise to aACompromise.
const ALL_REASONS: u16 = 0x7f80;

/// The issuer of a certificate, as far as its lists are concerned.
pub(super) struct Issuer<'a> {
    pub(super) public_key: &'a [u8],
    /// `None` for a root of which only name and key are known.
    pub(super) facts: Option<&'a Facts<'a>>,
    pub(super) shown: String,
}

/// What was found out already.
#[derive(Default)]
pub(super) struct Known {
    /// Of a certificate under an issuer.
    verdicts: HashMap<(Vec<u8>, Vec<u8>), Option<Fault>>,
    /// Of the signature of a list, by its place in the question, with a key.
    signatures: HashMap<(usize, Vec<u8>), Option<bool>>,
}

impl Known {
    /// What is wrong: it is revoked, or nothing can be told of it. Looked at once for each certificate and issuer.
    pub(super) fn check(
        &mut self,
        facts: &Facts<'_>,
        issuer: &Issuer<'_>,
        question: &Question<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Fault>, Exhausted> {
        if question.crls.is_empty() && question.revocation != Revocation::Required {
            return Ok(None);
        }
        let above = issuer.facts.map_or(issuer.public_key, |facts| facts.certificate.der());
        let pair = (facts.certificate.der().to_vec(), above.to_vec());
        if let Some(fault) = self.verdicts.get(&pair) {
            return Ok(fault.clone());
        }
        let fault = self.judge(facts, issuer, question, budget)?;
        self.verdicts.insert(pair, fault.clone());
        Ok(fault)
    }

    /// Whether the key of the issuer verifies the signature of a list, looked at once.
    fn is_signed(&mut self, place: usize, crl: &Crl, issuer: &Issuer<'_>) -> Option<bool> {
        *self.signatures.entry((place, issuer.public_key.to_vec())).or_insert_with(|| crl.is_signed_with(issuer.public_key))
    }

    fn judge(&mut self, facts: &Facts<'_>, issuer: &Issuer<'_>, question: &Question<'_>, budget: &mut Budget) -> Result<Option<Fault>, Exhausted> {
        let mut covered = 0u16;
        let mut doubt = None; // what no other list makes up for
        let mut excusable = None;
        for (place, crl) in question.crls.iter().enumerate().filter(|(_, crl)| crl.speaks_for(&facts.issuer)) {
            let unsupported = |what| Fault::CrlUnsupported { issuer: issuer.shown.clone(), what };
            let unusable = |why: String| Fault::CrlUnusable { issuer: issuer.shown.clone(), why };
            let reasons = match covers(crl.scope(), facts) {
                Ok(reasons) => reasons,
                Err(what) => {
                    doubt.get_or_insert(unsupported(what));
                    continue;
                }
            };
            if reasons == 0 && !matches!(crl.find(facts.certificate.serial()), Found::Revoked { .. }) {
                continue; // its scope leaves the certificate out, and it does not list it: of many such, none is counted
            }
            budget.look_up()?;
            match usable(crl, issuer, question).and_then(|()| signature(self.is_signed(place, crl, issuer))) {
                Ok(()) => {}
                Err(_) if reasons == 0 => continue,
                Err(Unusable::Here(why)) => {
                    excusable.get_or_insert(unusable(why));
                    continue;
                }
                Err(Unusable::Always(why)) => {
                    doubt.get_or_insert(unusable(why));
                    continue;
                }
            }
            match crl.find(facts.certificate.serial()) {
                Found::Revoked { at, why } => return Ok(Some(Fault::Revoked { at, why })),
                _ if reasons == 0 => {}
                Found::NotListed => covered |= reasons,
                Found::Unusable(why) => {
                    doubt.get_or_insert(unusable(why.to_owned()));
                }
                Found::Unsupported(what) => {
                    doubt.get_or_insert(unsupported(what));
                }
            }
        }
        if doubt.is_some() || covered == ALL_REASONS {
            return Ok(doubt);
        }
        if is_for_an_indirect_crl(facts, question) {
            return Ok(Some(Fault::CrlUnsupported { issuer: issuer.shown.clone(), what: "an indirect CRL" }));
        }
        Ok(excusable.or_else(|| (question.revocation == Revocation::Required).then(|| Fault::CrlMissing { issuer: issuer.shown.clone() })))
    }
}

/// Whether one of its distribution points names another issuer of whom a list is at hand.
fn is_for_an_indirect_crl(facts: &Facts<'_>, question: &Question<'_>) -> bool {
    let points = facts.extension(arc::CRL_DISTRIBUTION_POINTS).and_then(|extension| crl::points(extension.value).ok()).unwrap_or_default();
    let mut others = points.iter().filter_map(|point| point.crl_issuers.as_ref()).flatten();
    others.any(|other| *other != facts.issuer && question.crls.iter().any(|crl| crl.issuer() == other))
}

/// A list that says by which key it is signed is another CA's of the same name if the key is another (section 5.2.1).
fn is_of_key(crl: &Crl, issuer: &Issuer<'_>) -> bool {
    let own = issuer.facts.and_then(|facts| facts.certificate.subject_key_id());
    match (&crl.scope().authority_key_id, own) {
        (Some(named), Some(own)) => named == own,
        _ => true,
    }
}

/// 6.3.3 (b) to (d): the reasons for which the list speaks of the certificate; none where its scope leaves the certificate out.
fn covers(scope: &Scope, facts: &Facts<'_>) -> Result<u16, &'static str> {
    if let Some(what) = scope.unsupported {
        return Err(what);
    }
    let is_ca = facts.certificate.is_ca();
    if scope.only_users && is_ca || scope.only_cas && !is_ca {
        return Ok(0);
    }
    let own = scope.reasons.unwrap_or(ALL_REASONS) & ALL_REASONS;
    if scope.points.is_empty() {
        return Ok(own);
    }
    let points = match facts.extension(arc::CRL_DISTRIBUTION_POINTS) {
        Some(extension) => crl::points(extension.value).map_err(|Malformed| "asked for by a malformed cRLDistributionPoints")?,
        None => return Ok(0),
    };
    let named_here = |names: &Vec<Vec<u8>>| names.iter().any(|name| scope.points.contains(name));
    let own_point = |point: &&crl::Point| point.crl_issuers.as_ref().is_none_or(|issuers| issuers.contains(&facts.issuer));
    if points.iter().filter(own_point).any(|point| point.names.is_none()) {
        return Err("perhaps the one that the certificate names relative to its issuer");
    }
    let matching = points.iter().filter(own_point).filter(|point| point.names.as_ref().is_some_and(named_here));
    Ok(matching.fold(0, |reasons, point| reasons | own & point.reasons.unwrap_or(ALL_REASONS)))
}

/// Why a list is not relied on.
enum Unusable {
    /// At this time or under this issuer; another list that covers the certificate makes up for it.
    Here(String),
    Always(String),
}

/// 6.3.3 (a), (f), and what section 5 demands of every list; all but the signature.
fn usable(crl: &Crl, issuer: &Issuer<'_>, question: &Question<'_>) -> Result<(), Unusable> {
    let always = |why: &str| Err(Unusable::Always(why.to_owned()));
    if !is_of_key(crl, issuer) {
        return Err(Unusable::Here("it names another key of its issuer".to_owned()));
    }
    if let Some(why) = crl.scope().unusable {
        return always(why);
    }
    if crl.this_update() > question.at {
        return Err(Unusable::Here(format!("it was made only on {}", rfc3339(crl.this_update()))));
    }
    if let Some(due) = crl.next_update()
        && due < question.at
    {
        return Err(Unusable::Here(format!("it is stale: the next one was due on {}", rfc3339(due))));
    }
    if issuer.facts.is_some_and(|facts| !facts.may("cRLSign")) {
        return always("the keyUsage of its issuer has no cRLSign");
    }
    Ok(())
}

/// 6.3.3 (f) and (g), the signature.
fn signature(verified: Option<bool>) -> Result<(), Unusable> {
    match verified {
        Some(true) => Ok(()),
        Some(false) => Err(Unusable::Here("the key of its issuer does not verify its signature".to_owned())),
        None => Err(Unusable::Always("its signature algorithm is not supported or no longer protects".to_owned())),
    }
}
