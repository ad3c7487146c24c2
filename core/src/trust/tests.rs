//! Decisions and verdicts, on chains made here.

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::{
    certificate::{Certificate, Thumbprint},
    error::Error,
    issue::Now,
    store::{AddOptions, OpenOptions, Pin, Store, StoreName},
};

mod crls;
#[cfg(feature = "tls")]
mod tls;

const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

struct Ca {
    issuer: Issuer<'static, KeyPair>,
    certificate: Certificate,
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
    params.use_authority_key_identifier_extension = true;
    params
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn ca(name: &str) -> Ca {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = key();
    let certificate = Certificate::from_der(params.self_signed(&key).expect("signed").der()).expect("read");
    Ca { issuer: Issuer::new(params, key), certificate }
}

fn server(host: &str) -> CertificateParams {
    let mut params = params(host);
    params.subject_alt_names = CertificateParams::new(vec![host.to_owned()]).expect("a name").subject_alt_names;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.is_ca = IsCa::ExplicitNoCa;
    params
}

impl Ca {
    fn issue(&self, params: &CertificateParams, key: &KeyPair) -> Certificate {
        Certificate::from_der(params.signed_by(key, &self.issuer).expect("signed").der()).expect("read")
    }
}

fn self_signed(params: &CertificateParams, key: &KeyPair) -> Certificate {
    Certificate::from_der(params.self_signed(key).expect("signed").der()).expect("read")
}

struct Here {
    store: Store,
    folder: tempfile::TempDir,
}

fn here() -> Here {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create_with(folder.path().join("certs.db"), &at(NOW)).expect("a store");
    Here { store, folder }
}

fn at(time: OffsetDateTime) -> OpenOptions {
    OpenOptions::default().clock(move || Now { utc: time, local_date: time.date() })
}

impl Here {
    fn reopened_at(&self, time: OffsetDateTime) -> Store {
        Store::open_with(self.folder.path().join("certs.db"), &at(time)).expect("opens")
    }

    fn verify(&self, chain: &[Certificate], host: &str) -> crate::Result<Trusted> {
        self.store.verify(chain, Peer::Server { host, port: Some(9699) }, &without_system())
    }

    fn decide(&self, chain: &[Certificate], pin: Pin, thumbprint: Thumbprint) -> crate::Result<bool> {
        let mut request = TrustRequest::new(Server::new("srv1", 9699).expect("a server"), chain.to_vec(), thumbprint);
        request.pin = pin;
        self.store.trust(&request).map(|(_, changed)| changed)
    }

    fn events(&self) -> Vec<String> {
        self.store.events(0, 100).expect("read").into_iter().map(|event| event.kind).collect()
    }
}

fn without_system() -> VerifyPeer {
    VerifyPeer { system_roots: SystemRoots::None, ..VerifyPeer::default() }
}

fn codes(outcome: crate::Result<Trusted>) -> Vec<&'static str> {
    match outcome {
        Err(Error::Untrusted { reasons, .. }) => {
            let mut codes: Vec<_> = reasons.iter().map(crate::Reason::code).collect();
            codes.sort_unstable();
            codes
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_decision_overrules_name_and_issuer_at_its_server_alone() {
    let here = here();
    let chain = [self_signed(&server("other.example"), &key())];
    assert_eq!(codes(here.verify(&chain, "srv1")), ["host_mismatch", "root_not_trusted"]);
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].thumbprint()), Ok(true));
    let trusted = here.verify(&chain, "SRV1.").expect("trusted");
    assert!(matches!(&trusted.basis, Basis::Decision(decision) if decision.host == "srv1" && decision.port == 9699));
    assert_eq!(trusted.path, chain);
    assert_eq!(codes(here.verify(&chain, "srv2")), ["host_mismatch", "root_not_trusted"]);
    let elsewhere = here.store.verify(&chain, Peer::Server { host: "srv1", port: Some(443) }, &without_system());
    assert_eq!(codes(elsewhere), ["host_mismatch", "root_not_trusted"]);
    assert_eq!(
        codes(here.store.verify(&chain, Peer::Server { host: "srv1", port: None }, &without_system())),
        ["host_mismatch", "port_unknown", "root_not_trusted"]
    );
}

#[test]
fn the_same_decision_again_changes_nothing() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].thumbprint()), Ok(false));
    assert_eq!(here.store.decisions().expect("read").len(), 1);
    assert_eq!(here.events(), ["created", "trust-added"]);
}

#[test]
fn a_decision_never_overrules_dates_or_purpose() {
    let here = here();
    let mut old = server("srv1");
    old.not_after = NOW - Duration::days(1);
    let chain = [self_signed(&old, &key())];
    let refused = here.decide(&chain, Pin::Certificate, chain[0].sha256());
    assert!(matches!(refused, Err(Error::Untrusted { ref reasons, .. }) if reasons.len() == 1 && reasons[0].code() == "expired"), "{refused:?}");
    let mut client = server("srv1");
    client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let chain = [self_signed(&client, &key())];
    let refused = here.decide(&chain, Pin::Key, chain[0].sha256());
    assert!(matches!(refused, Err(Error::Untrusted { ref reasons, .. }) if reasons[0].code() == "purpose_not_allowed"), "{refused:?}");
    assert_eq!(here.store.decisions().expect("read"), []);

    let chain = [self_signed(&server("srv1"), &key())];
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
    let later = here.reopened_at(NOW + Duration::days(101));
    assert_eq!(codes(later.verify(&chain, Peer::Server { host: "srv1", port: Some(9699) }, &without_system())), ["expired"]);
}

#[test]
fn a_changed_certificate_is_its_own_error_even_if_a_root_stands_for_it() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let other = root.issue(&server("srv1"), &key());
    let changed = here.verify(std::slice::from_ref(&other), "srv1");
    assert!(
        matches!(&changed, Err(Error::ServerCertificateChanged { server, old, new, pin: "certificate", .. })
            if server == "srv1:9699" && *old == chain[0].sha256().to_string() && *new == other.sha256().to_string()),
        "{changed:?}"
    );
    // a second decision beside the first: during a renewal both are presented
    assert_eq!(here.decide(std::slice::from_ref(&other), Pin::Certificate, other.sha256()), Ok(true));
    for chain in [&chain[..], &[other]] {
        assert!(here.verify(chain, "srv1").is_ok());
    }
}

#[test]
fn renewal_under_a_pinned_key_or_ca_passes_and_another_does_not() {
    let renewed = |days| {
        let mut params = server("srv1");
        params.not_after = NOW + Duration::days(days);
        params
    };
    let with_key = here();
    let own = key();
    let chain = [self_signed(&renewed(1), &own)];
    assert_eq!(with_key.decide(&chain, Pin::Key, chain[0].sha256()), Ok(true));
    assert!(with_key.verify(&[self_signed(&renewed(2), &own)], "srv1").is_ok());
    let other = with_key.verify(&[self_signed(&renewed(2), &key())], "srv1");
    assert!(matches!(other, Err(Error::ServerCertificateChanged { pin: "key", .. })), "{other:?}");

    let with_ca = here();
    let root = ca("root");
    let chain = [root.issue(&renewed(1), &key()), root.certificate.clone()];
    assert_eq!(with_ca.decide(&chain, Pin::Ca, root.certificate.sha256()), Ok(true));
    assert!(with_ca.verify(&[root.issue(&renewed(2), &key())], "srv1").is_ok());
    let other = with_ca.verify(&[ca("root").issue(&renewed(2), &key())], "srv1");
    assert!(matches!(other, Err(Error::ServerCertificateChanged { pin: "ca", .. })), "{other:?}");
    assert_eq!(codes(with_ca.verify(&[root.issue(&server("srv2"), &key())], "srv1")), ["host_mismatch"], "the name is still looked at");
    assert_eq!(codes(with_ca.verify(&chain, "srv2")), ["host_mismatch", "root_not_trusted"], "the CA is trusted for one server");
    assert_eq!(with_ca.store.in_named_store(&StoreName::TrustedRoot).expect("read"), []);
}

#[test]
fn only_a_ca_goes_into_trusted_root_and_only_if_that_is_said() {
    let here = here();
    let root = ca("root");
    let chain = [root.issue(&server("srv1"), &key()), root.certificate.clone()];
    let mut request = TrustRequest::new(Server::new("srv1", 9699).expect("a server"), chain.clone(), chain[0].sha256());
    request.trusted_root = true;
    assert!(matches!(here.store.trust(&request), Err(Error::InvalidArgument { what: "trusted root", .. })));
    (request.pin, request.thumbprint) = (Pin::Ca, root.certificate.sha256());
    assert!(here.store.trust(&request).expect("trusted").1);
    assert!(here.verify(&[root.issue(&server("srv2"), &key())], "srv2").is_ok());
}

#[test]
fn a_thumbprint_must_be_of_what_was_presented() {
    let here = here();
    let root = ca("root");
    let chain = [root.issue(&server("srv1"), &key()), root.certificate.clone()];
    for (pin, thumbprint) in [
        (Pin::Certificate, root.certificate.sha256()),
        (Pin::Key, root.certificate.sha256()),
        (Pin::Ca, chain[0].sha256()),
        (Pin::Ca, ca("root").certificate.sha256()),
    ] {
        let refused = here.decide(&chain, pin, thumbprint);
        assert!(matches!(refused, Err(Error::InvalidArgument { what: "thumbprint", .. })), "{pin:?}: {refused:?}");
    }
    assert!(matches!(here.decide(&[], Pin::Certificate, chain[0].sha256()), Err(Error::InvalidArgument { what: "chain", .. })));
}

#[test]
fn an_ended_decision_is_none_and_is_told_once() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    let mut request = TrustRequest::new(Server::new("srv1", 9699).expect("a server"), chain.clone(), chain[0].sha256());
    request.until = Some(NOW - Duration::SECOND);
    assert!(matches!(here.store.trust(&request), Err(Error::InvalidArgument { what: "until", .. })));
    request.until = Some(NOW + Duration::days(1));
    here.store.trust(&request).expect("trusted");
    let peer = Peer::Server { host: "srv1", port: Some(9699) };
    let last = here.reopened_at(NOW + Duration::days(1));
    assert!(last.verify(&chain, peer, &without_system()).is_ok(), "its last second");
    let later = here.reopened_at(NOW + Duration::days(2));
    for _ in 0..2 {
        assert_eq!(codes(later.verify(&chain, peer, &without_system())), ["root_not_trusted", "trust_ended"]);
    }
    assert_eq!(here.events(), ["created", "trust-added", "trust-ended"]);
    let id = later.decisions().expect("read")[0].id;
    assert_eq!(later.remove_decision(id).expect("removed").host, "srv1");
    assert!(matches!(later.remove_decision(id), Err(Error::NotFound { .. })));
    assert_eq!(here.events(), ["created", "trust-added", "trust-ended", "trust-removed"]);
}

#[test]
fn who_is_in_trusted_people_is_believed_under_its_own_names() {
    let here = here();
    let leaf = ca("a CA that nobody knows").issue(&server("srv1"), &key());
    here.store.add(&leaf, &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    let chain = [leaf.clone()];
    assert_eq!(here.verify(&chain, "srv1").expect("trusted").basis, Basis::TrustedPeople);
    assert_eq!(codes(here.verify(&chain, "srv2")), ["host_mismatch"]);
    here.store.archive(leaf.sha256()).expect("archived");
    assert_eq!(codes(here.verify(&chain, "srv1")), ["issuer_not_found"]);
}

#[test]
fn a_client_is_believed_by_the_store_alone() {
    let here = here();
    let root = ca("root");
    let mut params = server("client");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let chain = [root.issue(&params, &key())];
    let system = VerifyPeer { system_roots: SystemRoots::Given([root.certificate.clone()].into()), ..VerifyPeer::default() };
    assert_eq!(codes(here.store.verify(&chain, Peer::Client, &system)), ["issuer_not_found"], "roots of the system do not count");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    assert_eq!(here.store.verify(&chain, Peer::Client, &system).expect("trusted").basis, Basis::TrustedRoot);
    assert_eq!(codes(here.verify(&chain, "client")), ["purpose_not_allowed"]);
}

#[test]
fn roots_of_the_system_are_held_to_the_rules_of_public_cas() {
    let here = here();
    let root = ca("public root");
    let chain = [root.issue(&server("srv1.corp.example"), &key())];
    let system = VerifyPeer { system_roots: SystemRoots::Given([root.certificate.clone()].into()), ..VerifyPeer::default() };
    let peer = Peer::Server { host: "srv1.corp.example", port: None };
    assert_eq!(here.store.verify(&chain, peer, &system).expect("trusted").basis, Basis::System);
    let mut params = server("srv1.corp.example");
    params.extended_key_usages.clear();
    let loose = [root.issue(&params, &key())];
    assert_eq!(codes(here.store.verify(&loose, peer, &system)), ["extended_key_usage_missing"], "the path that came to a root is told");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    assert_eq!(here.store.verify(&loose, peer, &system).expect("trusted").basis, Basis::TrustedRoot, "a private CA may");
}

#[test]
fn intermediates_of_the_store_fill_gaps() {
    let here = here();
    let root = ca("root");
    let mut params = params("intermediate");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let own = key();
    let between = root.issue(&params, &own);
    let between = Ca { issuer: Issuer::new(params, own), certificate: between };
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let chain = [between.issue(&server("srv1"), &key())];
    assert_eq!(codes(here.verify(&chain, "srv1")), ["issuer_not_found"]);
    here.store.add(&between.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    assert_eq!(here.verify(&chain, "srv1").expect("trusted").path.len(), 3);
}

#[test]
fn a_locked_store_believes_nobody() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    here.decide(&chain, Pin::Certificate, chain[0].sha256()).expect("decided");
    let locked = Store::open_with(here.folder.path().join("certs.db"), &OpenOptions::default().locked()).expect("opens");
    let refused = locked.verify(&chain, Peer::Server { host: "srv1", port: Some(9699) }, &without_system());
    assert!(matches!(refused, Err(Error::StoreLocked { .. })), "{refused:?}");
    assert!(matches!(locked.decisions(), Err(Error::StoreLocked { .. })));
}

#[test]
fn a_decision_made_or_altered_without_the_key_is_refused() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    here.decide(&chain, Pin::Certificate, chain[0].sha256()).expect("decided");
    let sql = |statement: &str| {
        let stranger = rusqlite::Connection::open(here.folder.path().join("certs.db")).expect("opens");
        stranger.execute(statement, []).expect("written");
    };
    for (altering, back) in [
        ("UPDATE decisions SET host = 'srv2'", "UPDATE decisions SET host = 'srv1'"),
        ("UPDATE decisions SET until = 4000000000", "UPDATE decisions SET until = NULL"),
        ("UPDATE decisions SET pin = 'key'", "UPDATE decisions SET pin = 'certificate'"),
        ("UPDATE decisions SET port = 443", "UPDATE decisions SET port = 9699"),
    ] {
        sql(altering);
        assert!(matches!(here.store.decisions(), Err(Error::Tampered { .. })), "{altering}");
        assert!(matches!(here.verify(&chain, "srv1"), Err(Error::Tampered { .. })), "{altering}");
        let check = here.store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked");
        assert!(check.verdicts.iter().any(|verdict| !verdict.ok && verdict.what.starts_with("the decision")), "{altering}");
        sql(back);
        assert!(here.verify(&chain, "srv1").is_ok(), "{back}");
    }
    sql("UPDATE decisions SET pin = 'key'");
    assert!(matches!(here.verify(&chain, "srv1"), Err(Error::Tampered { .. })));
    assert!(matches!(here.store.remove_decision(1), Err(Error::Tampered { .. })), "what it says is nobody's word");
    assert_eq!(here.store.decisions().expect("read"), []);
}

#[test]
fn decisions_outlast_a_rotation_of_the_key() {
    let here = here();
    let chain = [self_signed(&server("srv1"), &key())];
    here.decide(&chain, Pin::Certificate, chain[0].sha256()).expect("decided");
    here.store.rotate_key(&crate::RotateOptions::default()).expect("rotated");
    assert!(here.verify(&chain, "srv1").is_ok());
    assert!(here.reopened_at(NOW).decisions().is_ok());
}
