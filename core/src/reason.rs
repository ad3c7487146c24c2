//! Why a chain of certificates is not trusted: each fault with its place in the chain, its values, and a sentence.

mod advice;

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use crate::date::rfc3339;

/// One thing that is wrong with a chain.
///
/// `Display` gives a sentence that a person understands. Serialized: `code`, `place`, `certificate`, `message`, `advice`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// Which certificate of the path it is about: 0 is the leaf, the last one the root.
    pub place: usize,
    /// The subject of that certificate, as RFC 4514 text.
    pub certificate: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// A path that was tried, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefusedPath {
    /// The subjects of its certificates, the leaf first, the root last where one was found.
    pub path: Vec<String>,
    /// All that is wrong with it.
    pub reasons: Vec<Reason>,
}

/// What can be wrong with a certificate in its place (RFC 5280 sections 6.1 and 6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the fields are named for what they hold")]
pub enum Fault {
    /// Its issuer's key does not verify its signature.
    BadSignature { issuer: String },
    /// The keyUsage of a CA does not let it sign certificates.
    CertificateSigningNotAllowed,
    /// No CRL that covers it was given, and one is demanded.
    CrlMissing { issuer: String },
    /// A CRL of its issuer was given and cannot be relied on.
    CrlUnusable { issuer: String, why: String },
    /// A CRL of its issuer was given and is of a kind that is not read.
    CrlUnsupported { issuer: String, what: &'static str },
    /// More intermediates than were allowed.
    DepthExceeded { intermediates: usize, limit: usize },
    /// It is for other addresses.
    EmailMismatch { wanted: String, found: Vec<String> },
    /// Its validity is over.
    Expired { not_after: OffsetDateTime, at: OffsetDateTime },
    /// It is for other hosts.
    HostMismatch { wanted: String, found: Vec<String> },
    /// No certificate of its issuer is at hand.
    IssuerNotFound { issuer: String },
    /// An extension cannot be understood.
    MalformedExtension { extension: &'static str, why: &'static str },
    /// A CA above has excluded its name.
    NameExcluded { name: String, by: String },
    /// A CA above has not permitted its name.
    NameNotPermitted { name: String, by: String },
    /// A CA above constrains a form of name that is not compared here, and it has such a name.
    NameFormUnsupported { form: &'static str, by: String },
    /// It signed another certificate and is no CA.
    NotACa,
    /// Its validity is yet to begin.
    NotYetValid { not_before: OffsetDateTime, at: OffsetDateTime },
    /// A CA above allows fewer CAs below it.
    PathTooLong { limit: u32, by: String },
    /// A policy is demanded, and the path has none that is accepted.
    PolicyNotAccepted,
    /// There are decisions about the host at certain ports, and the port is not known.
    PortUnknown { host: String },
    /// Its key usage, its extended key usage or that of a CA is for something else.
    PurposeNotAllowed { wanted: &'static str, found: Vec<String> },
    /// The issuer has revoked it.
    Revoked { at: OffsetDateTime, why: &'static str },
    /// It signed itself and is not among the roots.
    RootNotTrusted,
    /// A rule on the form of certificates is broken.
    Rule { rule: &'static str, source: &'static str, why: String },
    /// It was trusted by a decision that has ended.
    TrustEnded { until: OffsetDateTime },
    /// It has a critical extension that is not understood.
    UnknownCriticalExtension { oid: String },
    /// Its signature cannot be verified.
    UnsupportedSignature { algorithm: String, key: String },
    /// It is signed with a hash that no longer protects.
    WeakSignature { algorithm: String },
}

impl Reason {
    /// The stable word for programs, such as `expired`; for a broken rule the rule's.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }
}

impl Fault {
    /// The stable word for programs, such as `expired`; for a broken rule the rule's.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadSignature { .. } => "bad_signature",
            Self::CertificateSigningNotAllowed => "certificate_signing_not_allowed",
            Self::CrlMissing { .. } => "crl_missing",
            Self::CrlUnusable { .. } => "crl_unusable",
            Self::CrlUnsupported { .. } => "crl_unsupported",
            Self::DepthExceeded { .. } => "depth_exceeded",
            Self::EmailMismatch { .. } => "email_mismatch",
            Self::Expired { .. } => "expired",
            Self::HostMismatch { .. } => "host_mismatch",
            Self::IssuerNotFound { .. } => "issuer_not_found",
            Self::MalformedExtension { .. } => "malformed_extension",
            Self::NameExcluded { .. } => "name_excluded",
            Self::NameNotPermitted { .. } => "name_not_permitted",
            Self::NameFormUnsupported { .. } => "name_form_unsupported",
            Self::NotACa => "not_a_ca",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::PathTooLong { .. } => "path_too_long",
            Self::PolicyNotAccepted => "policy_not_accepted",
            Self::PortUnknown { .. } => "port_unknown",
            Self::PurposeNotAllowed { .. } => "purpose_not_allowed",
            Self::Revoked { .. } => "revoked",
            Self::RootNotTrusted => "root_not_trusted",
            Self::Rule { rule, .. } => rule,
            Self::TrustEnded { .. } => "trust_ended",
            Self::UnknownCriticalExtension { .. } => "unknown_critical_extension",
            Self::UnsupportedSignature { .. } => "unsupported_signature",
            Self::WeakSignature { .. } => "weak_signature",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.certificate.is_empty() { "the certificate without a name" } else { &self.certificate };
        write!(f, "{name} {}", self.fault)
    }
}

impl fmt::Display for Fault {
    /// What follows the name of the certificate in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadSignature { issuer } => {
                write!(f, "has a signature that the key of {issuer} does not verify: it was altered, or another key signed it")
            }
            Self::CertificateSigningNotAllowed => f.write_str("may not sign certificates: its keyUsage has no keyCertSign"),
            Self::CrlMissing { issuer } => write!(f, "may be revoked or not: no CRL of {issuer} that covers it was given"),
            Self::CrlUnusable { issuer, why } => write!(f, "may be revoked or not: the CRL of {issuer} cannot be relied on: {why}"),
            Self::CrlUnsupported { issuer, what } => write!(f, "may be revoked or not: the CRL of {issuer} is {what}, which is not read"),
            Self::DepthExceeded { intermediates, limit } => {
                write!(f, "is reached over {intermediates} intermediate certificates; at most {limit} were allowed")
            }
            Self::EmailMismatch { wanted, found } => is_for(f, found, wanted),
            Self::Expired { not_after, at } => write!(f, "expired {} ago, on {}", span(*at - *not_after), day(*not_after)),
            Self::HostMismatch { wanted, found } => is_for(f, found, wanted),
            Self::IssuerNotFound { issuer } => write!(f, "was issued by {issuer}, whose certificate is not at hand"),
            Self::MalformedExtension { extension, why } => write!(f, "has an extension {extension} that cannot be understood: {why}"),
            Self::NameExcluded { name, by } => write!(f, "is for {name}, which {by} has excluded"),
            Self::NameNotPermitted { name, by } => write!(f, "is for {name}, which {by} has not permitted"),
            Self::NameFormUnsupported { form, by } => {
                write!(f, "has a name of the form {form}, which {by} constrains in a way that is not understood")
            }
            Self::NotACa => f.write_str("has issued a certificate and is no CA"),
            Self::NotYetValid { not_before, at } => {
                write!(f, "becomes valid only in {}, on {}", span(*not_before - *at), day(*not_before))
            }
            Self::PathTooLong { limit, by } => write!(f, "is one CA too many: {by} allows {limit} below it"),
            Self::PolicyNotAccepted => f.write_str("was not issued under a policy that is accepted, and one is demanded"),
            Self::PortUnknown { host } => write!(f, "may be trusted by a decision about {host}; none was looked at, because the port is not known"),
            Self::PurposeNotAllowed { wanted, found } if found.is_empty() => {
                write!(f, "is not for {wanted}: it names no usage")
            }
            Self::PurposeNotAllowed { wanted, found } => write!(f, "is for {}; not for {wanted}", listed(found)),
            Self::Revoked { at, why } => write!(f, "was revoked on {} ({why})", day(*at)),
            Self::RootNotTrusted => f.write_str("signed itself and is not among the roots that are trusted"),
            Self::Rule { source, why, .. } => write!(f, "{why} ({source})"),
            Self::TrustEnded { until } => write!(f, "was trusted by a decision that ended on {}", day(*until)),
            Self::UnknownCriticalExtension { oid } => write!(f, "has the critical extension {oid}, which is not understood"),
            Self::UnsupportedSignature { algorithm, key } => write!(f, "has a signature that cannot be verified here: {algorithm} with a key {key}"),
            Self::WeakSignature { algorithm } => write!(f, "is signed with {algorithm}, which no longer protects against forgery"),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Reason", 5)?;
        fields.serialize_field("code", self.code())?;
        fields.serialize_field("place", &self.place)?;
        fields.serialize_field("certificate", &self.certificate)?;
        fields.serialize_field("message", &self.to_string())?;
        fields.serialize_field("advice", self.advice())?;
        fields.end()
    }
}

/// More names than a person reads, and longer ones.
const MAX_SHOWN: usize = 10;
const MAX_LENGTH: usize = 80;

fn is_for(f: &mut fmt::Formatter<'_>, found: &[String], wanted: &str) -> fmt::Result {
    match found {
        [] => write!(f, "names nothing that could be {wanted}"),
        _ => write!(f, "is for {}; not for {wanted}", listed(found)),
    }
}

fn listed(found: &[String]) -> String {
    let mut names: Vec<String> = found.iter().take(MAX_SHOWN).map(|name| name.chars().take(MAX_LENGTH).collect()).collect();
    if found.len() > MAX_SHOWN {
        names.push(format!("and {} more", found.len() - MAX_SHOWN));
    }
    names.join(", ")
}

fn day(time: OffsetDateTime) -> String {
    rfc3339(time).split('T').next().unwrap_or_default().to_owned()
}

/// A length of time in its largest unit.
fn span(time: time::Duration) -> String {
    let (count, unit) = match time.whole_seconds().unsigned_abs() {
        seconds @ 0..120 => (seconds, "second"),
        seconds @ 120..7200 => (seconds / 60, "minute"),
        seconds @ 7200..172_800 => (seconds / 3600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    if count == 1 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn said(fault: Fault) -> String {
        Reason { place: 0, certificate: "CN=srv1".to_owned(), fault }.to_string()
    }

    #[test]
    fn a_reason_is_a_sentence_for_people() {
        let at = datetime!(2026-11-22 12:00 UTC);
        assert_eq!(said(Fault::Expired { not_after: datetime!(2026-11-19 11:00 UTC), at }), "CN=srv1 expired 3 days ago, on 2026-11-19");
        assert_eq!(
            said(Fault::NotYetValid { not_before: datetime!(2026-11-22 12:01 UTC), at }),
            "CN=srv1 becomes valid only in 60 seconds, on 2026-11-22"
        );
        let found = vec!["www.example.com".to_owned(), "example.com".to_owned()];
        let mismatch = Fault::HostMismatch { wanted: "srv1".to_owned(), found };
        assert_eq!(said(mismatch), "CN=srv1 is for www.example.com, example.com; not for srv1");
        let many = (1..=5000).map(|number| format!("n{number}")).collect();
        let said_of_many = said(Fault::HostMismatch { wanted: "srv1".to_owned(), found: many });
        assert_eq!(said_of_many, "CN=srv1 is for n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, and 4990 more; not for srv1");
        assert_eq!(said(Fault::HostMismatch { wanted: "srv1".to_owned(), found: Vec::new() }), "CN=srv1 names nothing that could be srv1");
    }

    #[test]
    fn json_has_the_code_the_sentence_and_what_to_do() {
        let reason = Reason { place: 2, certificate: "CN=a".to_owned(), fault: Fault::NotACa };
        let json = serde_json::to_string(&reason).expect("strings and a number");
        let head = r#"{"code":"not_a_ca","place":2,"certificate":"CN=a","message":"CN=a has issued a certificate and is no CA""#;
        assert_eq!(json, format!(r#"{head},"advice":"{}"}}"#, reason.advice()));
    }
}
