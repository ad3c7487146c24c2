//! Rules on the form of certificates, as a list: what RFC 5280 forbids so plainly that a validator need not forgive it, and
//! what the CA/Browser Forum's Baseline Requirements (BR) ask of certificates for public servers.

use std::net::IpAddr;

use super::{
    Profile,
    facts::{AUTHORITY_INFO_ACCESS, Facts, Role, arc},
    host::{self, Underscore},
    suffix,
};
use crate::{
    asn1::{self, Malformed},
    certificate::{
        GeneralName as SubjectName,
        algorithm::{self, KeySort, PublicKey},
        general_name::GeneralName,
    },
    reason::Fault,
};

/// One rule: its code, where it stands, whom it binds, and what is wrong if it is broken.
struct Rule {
    code: &'static str,
    source: &'static str,
    binds: &'static [Profile],
    broken: fn(&Facts<'_>, Role) -> Option<String>,
}

const BOTH: &[Profile] = &[Profile::Rfc5280, Profile::WebPki];
const RFC5280: &[Profile] = &[Profile::Rfc5280];
const WEB_PKI: &[Profile] = &[Profile::WebPki];

const RULES: [Rule; 34] = [
    Rule { code: "issuer_empty", source: "RFC 5280 section 4.1.2.4", binds: BOTH, broken: issuer_empty },
    Rule { code: "ca_subject_empty", source: "RFC 5280 section 4.1.2.6", binds: BOTH, broken: ca_subject_empty },
    Rule { code: "key_cert_sign_without_ca", source: "RFC 5280 section 4.2.1.9", binds: BOTH, broken: key_cert_sign_without_ca },
    Rule { code: "name_constraints_outside_ca", source: "RFC 5280 section 4.2.1.10", binds: BOTH, broken: name_constraints_outside_ca },
    Rule { code: "name_constraints_not_critical", source: "RFC 5280 section 4.2.1.10", binds: RFC5280, broken: name_constraints_not_critical },
    Rule { code: "policy_constraints_not_critical", source: "RFC 5280 section 4.2.1.11", binds: BOTH, broken: policy_constraints_not_critical },
    Rule { code: "subject_alt_name_not_critical", source: "RFC 5280 section 4.2.1.6", binds: BOTH, broken: alt_name_not_critical },
    Rule { code: "extended_key_usage_empty", source: "RFC 5280 section 4.2.1.12", binds: BOTH, broken: extended_key_usage_empty },
    Rule { code: "signature_parameters", source: "RFC 4055 and RFC 5758", binds: BOTH, broken: signature_parameters },
    Rule { code: "dns_name_not_ascii", source: "RFC 5280 section 4.2.1.6", binds: BOTH, broken: dns_name_not_ascii },
    Rule { code: "extensions_before_version_3", source: "RFC 5280 section 4.1.2.9", binds: RFC5280, broken: extensions_before_version_3 },
    Rule { code: "key_too_short", source: "NIST SP 800-131A", binds: RFC5280, broken: key_too_short },
    Rule { code: "version_not_3", source: "BR 7.1.1", binds: WEB_PKI, broken: version_not_3 },
    Rule { code: "serial_number", source: "RFC 5280 section 4.1.2.2", binds: WEB_PKI, broken: serial_number },
    Rule { code: "key_not_allowed", source: "BR 6.1.5", binds: WEB_PKI, broken: key_not_allowed },
    Rule { code: "ca_key_usage_missing", source: "BR 7.1.2.10.7", binds: WEB_PKI, broken: ca_key_usage_missing },
    Rule { code: "subject_key_id_missing", source: "RFC 5280 section 4.2.1.2", binds: WEB_PKI, broken: subject_key_id_missing },
    Rule { code: "subject_key_id_critical", source: "RFC 5280 section 4.2.1.2", binds: WEB_PKI, broken: subject_key_id_critical },
    Rule { code: "authority_key_id_missing", source: "RFC 5280 section 4.2.1.1", binds: WEB_PKI, broken: authority_key_id_missing },
    Rule { code: "authority_key_id_critical", source: "RFC 5280 section 4.2.1.1", binds: WEB_PKI, broken: authority_key_id_critical },
    Rule { code: "authority_key_id_form", source: "BR 7.1.2.11.1", binds: WEB_PKI, broken: authority_key_id_form },
    Rule { code: "root_key_id_differs", source: "BR 7.1.2.1.3", binds: WEB_PKI, broken: root_key_id_differs },
    Rule { code: "basic_constraints_not_critical", source: "RFC 5280 section 4.2.1.9", binds: WEB_PKI, broken: basic_constraints_not_critical },
    Rule { code: "authority_info_access", source: "RFC 5280 section 4.2.2.1", binds: WEB_PKI, broken: authority_info_access },
    Rule { code: "root_extended_key_usage", source: "BR 7.1.2.1.2", binds: WEB_PKI, broken: root_extended_key_usage },
    Rule { code: "leaf_is_ca", source: "BR 7.1.2.7.8", binds: WEB_PKI, broken: leaf_is_ca },
    Rule { code: "extended_key_usage_missing", source: "BR 7.1.2.7.6", binds: WEB_PKI, broken: extended_key_usage_missing },
    Rule { code: "extended_key_usage_critical", source: "BR 7.1.2.7.6", binds: WEB_PKI, broken: extended_key_usage_critical },
    Rule { code: "extended_key_usage_any", source: "BR 7.1.2.7.10", binds: WEB_PKI, broken: extended_key_usage_any },
    Rule { code: "subject_alt_name_missing", source: "BR 7.1.2.7.12", binds: WEB_PKI, broken: alt_name_missing },
    Rule { code: "subject_alt_name_critical", source: "BR 7.1.2.7.12", binds: WEB_PKI, broken: alt_name_critical },
    Rule { code: "subject_alt_name_form", source: "RFC 5280 section 4.2.1.6", binds: WEB_PKI, broken: alt_name_form },
    Rule { code: "wildcard_too_wide", source: "BR 3.2.2.6", binds: WEB_PKI, broken: wildcard_too_wide },
    Rule { code: "common_name_spelling", source: "BR 7.1.4.3", binds: WEB_PKI, broken: common_name_spelling },
];

/// Every rule of the profile that the certificate breaks in this role.
pub(super) fn check(facts: &Facts<'_>, role: Role, profile: Profile, found: &mut Vec<Fault>) {
    for rule in RULES.iter().filter(|rule| rule.binds.contains(&profile)) {
        if let Some(why) = (rule.broken)(facts, role) {
            found.push(Fault::Rule { rule: rule.code, source: rule.source, why });
        }
    }
}

/// BR 7.1.3.2.2: a key on one of the three curves signs the hash of its size. A rule about two certificates, where the others are of one.
pub(super) fn check_signature(facts: &Facts<'_>, issuer_key: &[u8], profile: Profile) -> Option<Fault> {
    let (curve, due) = match PublicKey::from_spki(issuer_key).ok()?.sort() {
        KeySort::P256 => ("P-256", "ecdsa-with-SHA256"),
        KeySort::P384 => ("P-384", "ecdsa-with-SHA384"),
        KeySort::P521 => ("P-521", "ecdsa-with-SHA512"),
        KeySort::Rsa(_) | KeySort::Ed25519 | KeySort::Other => return None,
    };
    let signed = facts.certificate.signature_algorithm();
    let broken = profile == Profile::WebPki && signed != due;
    broken.then(|| Fault::Rule {
        rule: "signature_hash",
        source: "BR 7.1.3.2.2",
        why: format!("is signed by {signed} with a key on {curve}, which signs by {due}"),
    })
}

/// What is wrong, where it is.
fn when(broken: bool, why: &str) -> Option<String> {
    broken.then(|| why.to_owned())
}

fn is_critical(facts: &Facts<'_>, arc: u8) -> bool {
    facts.extension(arc).is_some_and(|extension| extension.critical)
}

fn is_present_not_critical(facts: &Facts<'_>, arc: u8) -> bool {
    facts.extension(arc).is_some_and(|extension| !extension.critical)
}

fn issuer_empty(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(facts.issuer.is_empty(), "names no issuer")
}

fn ca_subject_empty(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role != Role::Leaf && facts.subject.is_empty(), "is a CA without a name")
}

fn key_cert_sign_without_ca(facts: &Facts<'_>, role: Role) -> Option<String> {
    let signs = facts.certificate.key_usage().is_some_and(|usages| usages.contains(&"keyCertSign"));
    when(role == Role::Leaf && signs && !facts.certificate.is_ca(), "may sign certificates by its keyUsage and is no CA")
}

fn name_constraints_outside_ca(facts: &Facts<'_>, role: Role) -> Option<String> {
    let constrains = facts.extension(arc::NAME_CONSTRAINTS).is_some();
    when(role == Role::Leaf && constrains && !facts.certificate.is_ca(), "has name constraints and is no CA")
}

fn name_constraints_not_critical(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(is_present_not_critical(facts, arc::NAME_CONSTRAINTS), "has name constraints that are not critical")
}

fn policy_constraints_not_critical(facts: &Facts<'_>, _: Role) -> Option<String> {
    let either = is_present_not_critical(facts, arc::POLICY_CONSTRAINTS) || is_present_not_critical(facts, arc::INHIBIT_ANY_POLICY);
    when(either, "has policy constraints that are not critical")
}

fn alt_name_not_critical(facts: &Facts<'_>, _: Role) -> Option<String> {
    let broken = facts.subject.is_empty() && is_present_not_critical(facts, arc::SUBJECT_ALT_NAME);
    when(broken, "has no subject, and its subjectAltName is not critical")
}

fn extended_key_usage_empty(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(facts.certificate.extended_key_usage().is_some_and(<[String]>::is_empty), "has an extended key usage without a purpose")
}

fn signature_parameters(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(!algorithm::parameters_fit(facts.certificate.signature_algorithm_der()), "has parameters that its signature algorithm does not take")
}

/// Whose octets are beyond IA5, in which dNSName is written; a host name has none of them.
fn dns_name_not_ascii(facts: &Facts<'_>, _: Role) -> Option<String> {
    let names = facts.alternative_names().unwrap_or_default(); // a malformed extension is told of where names are compared
    let strange =
        names.iter().find_map(|name| if let GeneralName::Dns(octets) = name { Some(*octets).filter(|octets| !octets.is_ascii()) } else { None })?;
    Some(format!("has a dNSName that is not ASCII: {}", crate::error::visible(&String::from_utf8_lossy(strange))))
}

/// The BR want version 3 of every certificate.
fn extensions_before_version_3(facts: &Facts<'_>, _: Role) -> Option<String> {
    let version = facts.certificate.version();
    (version != 3 && !facts.extensions.is_empty()).then(|| format!("is of version {version} and has extensions"))
}

/// Broken by anybody at home. Only of a leaf does it matter: signatures of keys below 2048 bits are not verified.
fn key_too_short(facts: &Facts<'_>, _: Role) -> Option<String> {
    match PublicKey::from_spki(facts.certificate.public_key_der()).map_or(KeySort::Other, |key| key.sort()) {
        KeySort::Rsa(bits) if bits < 1024 => Some(format!("has an RSA key of {bits} bits, which can be broken")),
        _ => None,
    }
}

fn ca_key_usage_missing(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Intermediate && facts.extension(arc::KEY_USAGE).is_none(), "is a CA without a keyUsage")
}

fn version_not_3(facts: &Facts<'_>, _: Role) -> Option<String> {
    let version = facts.certificate.version();
    (version != 3).then(|| format!("is of version {version}, not 3"))
}

/// Roots are exempt: some that everyone trusts have the number 0.
fn serial_number(facts: &Facts<'_>, role: Role) -> Option<String> {
    let octets = facts.certificate.serial().der_content();
    if role == Role::Anchor {
        None
    } else if octets.len() > 20 {
        Some(format!("has a serial number of {} octets; 20 are the most", octets.len()))
    } else {
        let positive = !facts.certificate.serial().is_negative() && octets.iter().any(|octet| *octet != 0);
        when(!positive, "has a serial number that is not positive")
    }
}

fn key_not_allowed(facts: &Facts<'_>, _: Role) -> Option<String> {
    let sort = PublicKey::from_spki(facts.certificate.public_key_der()).map_or(KeySort::Other, |key| key.sort());
    let why = match sort {
        KeySort::Rsa(bits) if bits < 2048 => format!("has an RSA key of {bits} bits; 2048 are the least"),
        KeySort::Rsa(bits) if bits % 8 != 0 => format!("has an RSA key of {bits} bits, which 8 does not divide"),
        KeySort::Rsa(_) | KeySort::P256 | KeySort::P384 | KeySort::P521 => return None,
        KeySort::Ed25519 | KeySort::Other => {
            format!("has a key of the kind {}; RSA, P-256, P-384 and P-521 are allowed", facts.certificate.key_algorithm())
        }
    };
    Some(why)
}

fn subject_key_id_missing(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role != Role::Leaf && facts.certificate.subject_key_id().is_none(), "is a CA without a subjectKeyIdentifier")
}

fn subject_key_id_critical(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(is_critical(facts, arc::SUBJECT_KEY_ID), "has a critical subjectKeyIdentifier")
}

/// A root may do without, since nobody looks for its issuer, and so may what signed itself.
fn authority_key_id_missing(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role != Role::Anchor && facts.extension(arc::AUTHORITY_KEY_ID).is_none() && !facts.is_self_issued(), "has no authorityKeyIdentifier")
}

fn authority_key_id_critical(facts: &Facts<'_>, _: Role) -> Option<String> {
    when(is_critical(facts, arc::AUTHORITY_KEY_ID), "has a critical authorityKeyIdentifier")
}

fn authority_key_id_form(facts: &Facts<'_>, _: Role) -> Option<String> {
    let extension = facts.extension(arc::AUTHORITY_KEY_ID)?;
    let mut inside = asn1::only_sequence(extension.value).ok()?; // parsing has seen to its form
    let has_key_id = inside.optional(0x80).is_ok_and(|id| id.is_some());
    let more = !inside.is_empty();
    when(!has_key_id || more, "has an authorityKeyIdentifier that is not the keyIdentifier alone")
}

fn root_key_id_differs(facts: &Facts<'_>, role: Role) -> Option<String> {
    let (own, issuer) = (facts.certificate.subject_key_id()?, facts.certificate.authority_key_id()?);
    let differs = role == Role::Anchor && own != issuer && facts.is_self_issued() && facts.certificate.is_self_signed();
    when(differs, "signed itself, and its two key identifiers differ")
}

fn basic_constraints_not_critical(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role != Role::Leaf && is_present_not_critical(facts, arc::BASIC_CONSTRAINTS), "is a CA whose basicConstraints are not critical")
}

/// AuthorityInfoAccessSyntax: at least one description of a method and a place.
fn authority_info_access(facts: &Facts<'_>, _: Role) -> Option<String> {
    let extension = facts.extensions.iter().find(|extension| extension.oid == AUTHORITY_INFO_ACCESS)?;
    let read = || {
        let mut list = asn1::only_sequence(extension.value)?;
        let mut count = 0;
        while !list.is_empty() {
            let mut description = list.sequence()?;
            description.expect(asn1::OID)?;
            GeneralName::of(description.element()?)?;
            description.finish()?;
            count += 1;
        }
        if count == 0 { Err(Malformed) } else { Ok(()) }
    };
    when(read().is_err(), "has a malformed authorityInfoAccess")
}

fn root_extended_key_usage(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Anchor && facts.extension(arc::EXTENDED_KEY_USAGE).is_some(), "is a root with an extended key usage")
}

fn leaf_is_ca(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Leaf && facts.certificate.is_ca(), "is a CA; a server's or client's certificate must not be one")
}

fn extended_key_usage_missing(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Leaf && facts.extension(arc::EXTENDED_KEY_USAGE).is_none(), "has no extended key usage")
}

fn extended_key_usage_critical(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Leaf && is_critical(facts, arc::EXTENDED_KEY_USAGE), "has a critical extended key usage")
}

fn extended_key_usage_any(facts: &Facts<'_>, role: Role) -> Option<String> {
    let any = facts.certificate.extended_key_usage().unwrap_or_default().iter().any(|usage| usage == "anyExtendedKeyUsage");
    when(role == Role::Leaf && any, "has an extended key usage for everything")
}

fn alt_name_missing(facts: &Facts<'_>, role: Role) -> Option<String> {
    when(role == Role::Leaf && facts.extension(arc::SUBJECT_ALT_NAME).is_none(), "has no subjectAltName")
}

fn alt_name_critical(facts: &Facts<'_>, role: Role) -> Option<String> {
    let broken = role == Role::Leaf && !facts.subject.is_empty() && is_critical(facts, arc::SUBJECT_ALT_NAME);
    when(broken, "has a subject, and its subjectAltName is critical")
}

fn alt_name_form(facts: &Facts<'_>, role: Role) -> Option<String> {
    if role != Role::Leaf {
        return None;
    }
    let strange = facts.certificate.subject_alt_names().iter().find_map(|name| match name {
        SubjectName::Dns(name) => {
            let plain = host::wildcard_base(name).unwrap_or(name);
            (name.is_ascii() && !host::is_dns_name(plain, Underscore::Refused)).then(|| crate::error::visible(name))
        }
        SubjectName::Other(what) if what.starts_with("7 ") => Some("an address that is none".to_owned()),
        _ => None,
    })?;
    Some(format!("has a subjectAltName that is no host name: {strange}"))
}

/// Whatever the host that is asked for: it speaks for names that others own.
fn wildcard_too_wide(facts: &Facts<'_>, role: Role) -> Option<String> {
    let mut names = facts.certificate.dns_names().filter(|_| role == Role::Leaf);
    let wide = names.find(|name| host::wildcard_base(name).is_some_and(|base| suffix::is_public(&base.to_ascii_lowercase())))?;
    Some(format!("is for {}, a wildcard over names that others own", crate::error::visible(wide)))
}

/// A common name that is one of the subjectAltNames must be a copy of it, letter for letter. One that is none of them at all
/// passes, against the letter of the rule: nothing here ever reads it, and certificates in use have such names.
fn common_name_spelling(facts: &Facts<'_>, role: Role) -> Option<String> {
    if role != Role::Leaf {
        return None;
    }
    let components = facts.certificate.subject().components();
    let mut commons = components.iter().flatten().filter(|attribute| attribute.oid == "2.5.4.3").map(|attribute| attribute.value.as_str()).take(10); // each is compared with every name
    let misspelt = commons.find(|common| {
        facts.certificate.subject_alt_names().iter().any(|name| match name {
            SubjectName::Dns(name) => name != common && (name.eq_ignore_ascii_case(common) || is_unicode_form(common, name)),
            SubjectName::Ip(address) => address.to_string() != *common && address_in(common) == Some(*address), // shown as RFC 5952 writes it
            _ => false,
        })
    })?;
    Some(format!("has the common name {}, one of its subjectAltNames in another spelling", crate::error::visible(misspelt)))
}

/// Whether a common name outside ASCII is a domain name whose other labels are those of a name in A-labels.
fn is_unicode_form(common: &str, name: &str) -> bool {
    let same = |(unicode, ascii): (&str, &str)| if unicode.is_ascii() { unicode.eq_ignore_ascii_case(ascii) } else { ascii.starts_with("xn--") };
    !common.is_ascii() && common.split('.').count() == name.split('.').count() && common.split('.').zip(name.split('.')).all(same)
}

/// An address in any of the ways in which people and C libraries write one.
fn address_in(text: &str) -> Option<IpAddr> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).ok().map(|number| IpAddr::from(number.to_be_bytes()));
    }
    let parts: Vec<u8> = text.split('.').map(|part| part.parse().ok().filter(|_| part.len() <= 4)).collect::<Option<_>>().unwrap_or_default();
    match <[u8; 4]>::try_from(parts) {
        Ok(octets) => Some(IpAddr::from(octets)),
        Err(_) => text.parse().ok(),
    }
}
