//! Whether a certificate is revoked by the CRLs at hand (RFC 5280 section 6.3.3), of complete and direct ones.

use std::collections::HashMap;

use super::{
    Question, Revocation,
    budget::{Budget, Exhausted},
    crl::{self, Crl, Found, Scope},
    facts::{Facts, arc},
};
use crate::{asn1::Malformed, date::rfc3339, reason::Fault};

/// The bits of ReasonFlags but the first, which means nothing: keyCompromise to aACompromise.
const ALL_REASONS: u16 = 0x7f80;

/// The issuer of a certificate, as far as its lists are concerned.
pub(super) struct Issuer<'a> {
    pub(super) public_key: &'a [u8],
    /// `None` for a root of which only name and key are known.
    pub(super) facts: Option<&'a Facts<'a>>,
    pub(super) shown: String,
}

/// What was found out already: of a certificate under an issuer.
#[derive(Default)]
pub(super) struct Known(HashMap<(Vec<u8>, Vec<u8>), Option<Fault>>);

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
        if let Some(fault) = self.0.get(&pair) {
            return Ok(fault.clone());
        }
        let fault = check(facts, issuer, question, budget)?;
        self.0.insert(pair, fault.clone());
        Ok(fault)
    }
}

fn check(facts: &Facts<'_>, issuer: &Issuer<'_>, question: &Question<'_>, budget: &mut Budget) -> Result<Option<Fault>, Exhausted> {
    let mut covered = 0u16;
    let mut doubt = None;
    for crl in question.crls.iter().filter(|crl| *crl.issuer() == facts.issuer && is_of_key(crl, issuer)) {
        let reasons = match covers(crl.scope(), facts) {
            Ok(0) => continue,
            Ok(reasons) => reasons,
            Err(what) => {
                doubt.get_or_insert(Fault::CrlUnsupported { issuer: issuer.shown.clone(), what });
                continue;
            }
        };
        budget.verify_crl()?;
        if let Err(why) = usable(crl, issuer, question) {
            doubt.get_or_insert(Fault::CrlUnusable { issuer: issuer.shown.clone(), why });
            continue;
        }
        match crl.find(facts.certificate.serial()) {
            Found::Revoked { at, why } => return Ok(Some(Fault::Revoked { at, why })),
            Found::NotListed => covered |= reasons,
            Found::Unusable(why) => {
                doubt.get_or_insert(Fault::CrlUnusable { issuer: issuer.shown.clone(), why: why.to_owned() });
            }
            Found::Unsupported(what) => {
                doubt.get_or_insert(Fault::CrlUnsupported { issuer: issuer.shown.clone(), what });
            }
        }
    }
    if covered == ALL_REASONS {
        return Ok(None);
    }
    Ok(doubt.or_else(|| (question.revocation == Revocation::Required).then(|| Fault::CrlMissing { issuer: issuer.shown.clone() })))
}

/// A list that says by which key it is signed is another CA's of the same name if the key is another (section 5.2.1).
fn is_of_key(crl: &Crl, issuer: &Issuer<'_>) -> bool {
    let own = issuer.facts.and_then(|facts| facts.certificate.subject_key_id());
    match (&crl.scope().authority_key_id, own) {
        (Some(named), Some(own)) => named == own,
        _ => true,
    }
}

/// 6.3.3 (b) to (d): the reasons for which the list speaks of the certificate.
fn covers(scope: &Scope, facts: &Facts<'_>) -> Result<u16, &'static str> {
    if let Some(what) = scope.unsupported {
        return Err(what);
    }
    let is_ca = facts.certificate.is_ca();
    if scope.only_attributes || scope.only_users && is_ca || scope.only_cas && !is_ca {
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
    let matching = points.iter().filter(|point| !point.other_issuer && point.names.as_ref().is_some_and(named_here));
    Ok(matching.fold(0, |reasons, point| reasons | own & point.reasons.unwrap_or(ALL_REASONS)))
}

/// 6.3.3 (a), (f), (g), and what section 5 demands of every list.
fn usable(crl: &Crl, issuer: &Issuer<'_>, question: &Question<'_>) -> Result<(), String> {
    if let Some(why) = crl.scope().unusable {
        return Err(why.to_owned());
    }
    if crl.this_update() > question.at {
        return Err(format!("it was made only on {}", rfc3339(crl.this_update())));
    }
    if let Some(due) = crl.next_update()
        && due < question.at
    {
        return Err(format!("it is stale: the next one was due on {}", rfc3339(due)));
    }
    if issuer.facts.is_some_and(|facts| !facts.may("cRLSign")) {
        return Err("the keyUsage of its issuer has no cRLSign".to_owned());
    }
    match crl.is_signed_with(issuer.public_key) {
        Some(true) => Ok(()),
        Some(false) => Err("the key of its issuer does not verify its signature".to_owned()),
        None => Err("its signature algorithm is not supported or no longer protects".to_owned()),
    }
}
