//! Path validation: a chain of three, and meshes of CAs that all signed one another.

use std::{hint::black_box, time::Instant};

use certwright::{Certificate, Error, Profile, VerifyOptions, verify_chain};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints,
};
use serde_json::{Value, json};
use time::macros::datetime;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring::ECDSA_P256_SHA256};

use crate::measure::{Pair, figure, quietest};

const HOST: &str = "srv1.example.com";
const CAS: usize = 20;

fn parameters(name: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = datetime!(2026-01-01 0:00 UTC);
    parameters.not_after = datetime!(2027-01-01 0:00 UTC);
    parameters.use_authority_key_identifier_extension = true;
    parameters
}

fn authority(name: &str) -> CertificateParams {
    let mut parameters = parameters(name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters
}

fn leaf() -> CertificateParams {
    let mut parameters = parameters(HOST);
    parameters.subject_alt_names = vec![rcgen::SanType::DnsName(HOST.try_into().unwrap())];
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters
}

fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}

/// Leaf and CA are parsed each time, as a client gets them; the root is at hand.
pub fn chain_of_three() -> Value {
    let root = CertifiedIssuer::self_signed(authority("Root"), key()).unwrap();
    let ca = CertifiedIssuer::signed_by(authority("CA"), key(), &root).unwrap();
    let leaf = leaf().signed_by(&key(), &ca).unwrap();
    let at = datetime!(2026-11-24 12:00 UTC);
    let options = VerifyOptions::new([Certificate::from_der(root.der()).unwrap()], at).host(HOST);
    let anchors = [anchor_from_trusted_cert(root.der()).unwrap()];
    let now = rustls_pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(at.unix_timestamp() as u64));
    let name = HOST.try_into().unwrap();
    let between = [ca.der().clone()];
    let Pair { ours, peer, runs } = quietest(
        20,
        500,
        || {
            let chain = [Certificate::from_der(leaf.der()).unwrap(), Certificate::from_der(&between[0]).unwrap()];
            black_box(verify_chain(&chain, &options).unwrap());
        },
        || {
            let end = EndEntityCert::try_from(leaf.der()).unwrap();
            black_box(end.verify_for_usage(&[ECDSA_P256_SHA256], &anchors, &between, now, KeyUsage::server_auth(), None, None).unwrap());
            end.verify_is_valid_for_subject_name(&name).unwrap();
        },
    );
    json!({
        "work": "verify a chain of three P-256 certificates for a host, from Rust, leaf and CA parsed",
        "ours": figure(ours, "µs", runs, "verify_chain"),
        "peer": figure(peer, "µs", runs, "rustls-webpki: verify_for_usage, verify_is_valid_for_subject_name"),
        "must": "at most 1.15 times",
        "holds": ours <= 1.15 * peer,
    })
}

/// Every one of the CAs has a certificate of every other; above each stands a root that excludes the leaf, so that no path is
/// right, however long one searches.
pub fn mesh() -> Value {
    let mut excluding = authority("Root");
    let excluded = vec![GeneralSubtree::DnsName("example.com".to_owned())];
    excluding.name_constraints = Some(NameConstraints { permitted_subtrees: Vec::new(), excluded_subtrees: excluded });
    let root = CertifiedIssuer::self_signed(excluding, key()).unwrap();
    let authorities: Vec<(CertificateParams, KeyPair)> = (0..CAS).map(|number| (authority(&format!("CA {number}")), key())).collect();
    let mut mesh = Vec::new();
    for (one, (parameters, key)) in authorities.iter().enumerate() {
        let others = authorities.iter().enumerate().filter(|(other, _)| *other != one);
        let issuers = others.map(|(_, (parameters, key))| Issuer::from_params(parameters, key));
        mesh.extend(issuers.map(|issuer| Certificate::from_der(parameters.signed_by(key, &issuer).unwrap().der()).unwrap()));
        mesh.push(Certificate::from_der(parameters.signed_by(key, &root).unwrap().der()).unwrap());
    }
    let first = Issuer::from_params(&authorities[0].0, &authorities[0].1);
    let leaf = Certificate::from_der(leaf().signed_by(&key(), &first).unwrap().der()).unwrap();
    let at = datetime!(2026-11-24 12:00 UTC);
    let options = VerifyOptions::new([Certificate::from_der(root.der()).unwrap()], at).intermediates(mesh).profile(Profile::Rfc5280);
    let mut times: Vec<f64> = (0..20)
        .map(|_| {
            let begin = Instant::now();
            let refused = verify_chain(std::slice::from_ref(&leaf), &options);
            let elapsed = begin.elapsed().as_secs_f64() * 1e3;
            assert!(matches!(refused, Err(Error::WorkLimit { .. })), "{refused:?}");
            elapsed
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    json!({
        "work": format!("a mesh of {CAS} cross-signed CAs without a right path comes to its end, from Rust"),
        "ours": figure(median, "ms", times.len(), "verify_chain"),
        "peer": null,
        "must": "under 10 ms",
        "holds": median < 10.0,
    })
}
