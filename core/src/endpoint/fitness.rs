//! Whether a certificate can be a server's, and what is to be known of it.

use time::OffsetDateTime;

use crate::{
    certificate::{
        Certificate,
        algorithm::{KeySort, PublicKey},
    },
    date::rfc3339,
    error::{Error, Result, visible},
    issue::Host,
    path::{self, ChainPurpose, Profile, VerifyOptions},
    store::Entry,
};

/// Below this, an end that is near is told.
const NEAR_DAYS: i64 = 30;

/// Refuses one that cannot serve: also where its key is not here, or does not fit.
pub(super) fn must_serve(entry: &Entry, now: OffsetDateTime) -> Result<()> {
    must_be_fit(entry, now)?;
    entry.identity()?.private_key().prove()
}

/// Refuses one that says of itself that it cannot serve.
pub(super) fn must_be_fit(certificate: &Certificate, now: OffsetDateTime) -> Result<()> {
    let options = VerifyOptions::new(Vec::<Certificate>::new(), now).purpose(ChainPurpose::Server).profile(Profile::Rfc5280);
    let mut all: Vec<String> = match path::trusted_by_itself(certificate, &options) {
        Ok(()) => Vec::new(),
        Err(Error::Untrusted { reasons, .. }) => reasons.iter().map(|reason| reason.fault.to_string()).collect(),
        Err(other) => return Err(other),
    };
    if let KeySort::Rsa(bits) = sort(certificate)
        && bits < 2048
    {
        all.push(format!("has an RSA key of {bits} bits; clients want 2048 or more"));
    }
    if all.is_empty() {
        return Ok(());
    }
    let subject = visible(&certificate.subject().to_string());
    Err(Error::UnfitCertificate { thumbprint: certificate.thumbprint().to_string(), subject, why: all.join("; ") })
}

fn sort(certificate: &Certificate) -> KeySort {
    PublicKey::from_spki(certificate.public_key_der()).map_or(KeySort::Other, |key| key.sort())
}

/// What speaks against it without keeping it from serving.
pub(super) fn warnings(certificate: &Certificate, host: &Host, generated: bool, now: OffsetDateTime) -> Vec<String> {
    let mut found = Vec::new();
    let until = rfc3339(certificate.not_after());
    let anew = "; a new one is made when it is next asked for";
    if certificate.not_after() < now {
        let next = if generated { anew } else { ", and is not renewed by itself because it was given" };
        found.push(format!("it expired on {until}{next}"));
    } else if certificate.not_before() > now {
        found.push(format!("it is not valid before {}{}", rfc3339(certificate.not_before()), if generated { anew } else { "" }));
    } else if !generated && (certificate.not_after() - now).whole_days() < NEAR_DAYS {
        found.push(format!("it expires on {until}, and is not renewed by itself because it was given"));
    }
    found.extend(host_missing(certificate, host));
    if sort(certificate) == KeySort::Ed25519 {
        found.push("its key is Ed25519, which browsers and .NET refuse".to_owned());
    }
    found
}

/// What is wrong where it is for none of the host's names.
pub(super) fn host_missing(certificate: &Certificate, host: &Host) -> Option<String> {
    if host.names.is_empty() || host.names.iter().any(|name| path::is_for_host(certificate, name)) {
        return None;
    }
    let names: Vec<String> = certificate.dns_names().map(visible).chain(certificate.ip_addresses().map(|address| address.to_string())).collect();
    let own = if names.is_empty() { "no host".to_owned() } else { names.join(", ") };
    Some(format!("it is for {own}, and for none of this host's names: {}", host.names.join(", ")))
}
