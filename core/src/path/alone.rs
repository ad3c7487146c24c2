//! What is wrong with one certificate in its role, whatever path it stands in (RFC 5280 sections 6.1.3 (a)(2), 6.1.4 (k), (n)
//! and (o), 6.1.5 (f)), and whether the leaf is for what it is wanted for.

use super::{
    ChainPurpose, Question,
    facts::{Facts, Role, arc},
    host::Mailbox,
    profile,
};
use crate::{asn1, certificate::general_name::GeneralName, error::visible, reason::Fault};

/// The extensions of 2.5.29 that are processed, so that they may be critical.
const PROCESSED: [u8; 11] = [
    arc::SUBJECT_KEY_ID,
    arc::KEY_USAGE,
    arc::SUBJECT_ALT_NAME,
    arc::BASIC_CONSTRAINTS,
    arc::NAME_CONSTRAINTS,
    arc::CERTIFICATE_POLICIES,
    arc::POLICY_MAPPINGS,
    arc::AUTHORITY_KEY_ID,
    arc::POLICY_CONSTRAINTS,
    arc::EXTENDED_KEY_USAGE,
    arc::INHIBIT_ANY_POLICY,
];

/// Everything that is wrong with it in this role.
pub(super) fn faults(facts: &Facts<'_>, role: Role, question: &Question<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    validity(facts, question, &mut found);
    if role != Role::Leaf {
        authority(facts, role, &mut found);
    }
    critical_extensions(facts, role, question, &mut found);
    purpose(facts, role, question.purpose, &mut found);
    if role == Role::Leaf {
        identity(facts, question, &mut found);
    }
    profile::check(facts, role, question.profile, &mut found);
    found
}

/// 6.1.3 (a)(2). Both ends of the validity belong to it.
fn validity(facts: &Facts<'_>, question: &Question<'_>, found: &mut Vec<Fault>) {
    let (at, not_before, not_after) = (question.at, facts.certificate.not_before(), facts.certificate.not_after());
    if at < not_before {
        found.push(Fault::NotYetValid { not_before, at });
    }
    if at > not_after {
        found.push(Fault::Expired { not_after, at });
    }
}

/// 6.1.4 (k) and (n). Of versions 1 and 2 only a root may be, which was made one by whoever trusts it.
fn authority(facts: &Facts<'_>, role: Role, found: &mut Vec<Fault>) {
    let old_root = role == Role::Anchor && facts.certificate.version() < 3;
    if !facts.certificate.is_ca() && !old_root {
        found.push(Fault::NotACa);
    }
    if !facts.may("keyCertSign") {
        found.push(Fault::CertificateSigningNotAllowed);
    }
}

/// 6.1.4 (o) and 6.1.5 (f). A critical cRLDistributionPoints is processed where CRLs are; what an anchor says of policies is
/// not.
fn critical_extensions(facts: &Facts<'_>, role: Role, question: &Question<'_>, found: &mut Vec<Fault>) {
    let is_processed = |oid: &[u8]| match oid {
        [0x55, 0x1d, arc::CRL_DISTRIBUTION_POINTS] => !question.crls.is_empty(),
        [0x55, 0x1d, arc::POLICY_MAPPINGS | arc::POLICY_CONSTRAINTS | arc::INHIBIT_ANY_POLICY] => role != Role::Anchor,
        [0x55, 0x1d, last] => PROCESSED.contains(last),
        _ => false,
    };
    for extension in facts.extensions.iter().filter(|extension| extension.critical && !is_processed(extension.oid)) {
        found.push(Fault::UnknownCriticalExtension { oid: asn1::oid_shown(extension.oid) });
    }
}

/// Extended key usage, which binds a CA as well: what it issues is for no more than it is itself (CA/Browser Forum Baseline
/// Requirements 7.1.2.10.6; RFC 5280 leaves it open). keyUsage of the leaf must let it do what it is wanted for.
fn purpose(facts: &Facts<'_>, role: Role, purpose: ChainPurpose, found: &mut Vec<Fault>) {
    let Some(wanted) = purpose.key_usage() else { return };
    if let Some(usages) = facts.certificate.extended_key_usage()
        && !usages.iter().any(|usage| usage == wanted || usage == "anyExtendedKeyUsage")
    {
        found.push(Fault::PurposeNotAllowed { wanted, found: usages.to_vec() });
    }
    if role != Role::Leaf {
        return;
    }
    if purpose == ChainPurpose::TimeStamping && found.iter().all(|fault| !matches!(fault, Fault::PurposeNotAllowed { .. })) {
        timestamping(facts, found);
    }
    if let Some((wanted, usages)) = work(purpose)
        && !usages.iter().any(|usage| facts.may(usage))
    {
        let found_usages = facts.certificate.key_usage().unwrap_or_default().iter().map(|usage| (*usage).to_owned()).collect();
        found.push(Fault::PurposeNotAllowed { wanted, found: found_usages });
    }
}

/// What the key of a leaf does for a purpose, and the bits of keyUsage one of which it needs for that (RFC 5280 section
/// 4.2.1.12).
fn work(purpose: ChainPurpose) -> Option<(&'static str, &'static [&'static str])> {
    match purpose {
        ChainPurpose::Any | ChainPurpose::Email => None,
        ChainPurpose::Client => Some(("a handshake as a client", &["digitalSignature", "keyAgreement"])),
        ChainPurpose::CodeSigning => Some(("signing programs", &["digitalSignature"])),
        ChainPurpose::Server => Some(("a handshake", &["digitalSignature", "keyEncipherment", "keyAgreement"])),
        ChainPurpose::TimeStamping => Some(("signing timestamps", &["digitalSignature", "nonRepudiation"])),
    }
}

/// The extended key usage of who signs timestamps is critical, and says that alone.
fn timestamping(facts: &Facts<'_>, found: &mut Vec<Fault>) {
    let alone = facts.certificate.extended_key_usage().is_some_and(|usages| usages == ["timeStamping"]);
    let critical = facts.extension(arc::EXTENDED_KEY_USAGE).is_some_and(|extension| extension.critical);
    if !alone || !critical {
        let why = "has no extended key usage that is critical and for timestamps alone".to_owned();
        found.push(Fault::Rule { rule: "timestamping_not_alone", source: "RFC 3161 section 2.3", why });
    }
}

/// Whether the leaf is for the host or the mailbox that is wanted. The common name is never looked at (RFC 9525 section 2).
fn identity(facts: &Facts<'_>, question: &Question<'_>, found: &mut Vec<Fault>) {
    let Some(names) = facts.alternative_names() else {
        found.push(Fault::MalformedExtension { extension: "subjectAltName", why: "one of its names is malformed" });
        return;
    };
    if let Some((wanted, host)) = &question.host
        && !host.is_among(&names)
    {
        let hosts = facts.certificate.dns_names().map(visible).chain(facts.certificate.ip_addresses().map(|address| address.to_string()));
        found.push(Fault::HostMismatch { wanted: visible(wanted), found: hosts.collect() });
    }
    if let Some((wanted, mailbox)) = &question.email {
        let mailboxes = names.iter().filter_map(|name| if let GeneralName::Email(octets) = name { Some(*octets) } else { None });
        if !mailboxes.clone().any(|octets| Mailbox::parse(octets).is_some_and(|found| found == *mailbox)) {
            let found_mailboxes = mailboxes.map(|octets| visible(&String::from_utf8_lossy(octets))).collect();
            found.push(Fault::EmailMismatch { wanted: visible(wanted), found: found_mailboxes });
        }
    }
}
