//! What is served, beside what should be.

use std::{io::Write, net::TcpListener};

use super::{
    serving::{Serving, serves},
    *,
};
use crate::{endpoint::check::EndpointCheck, trust::Server};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

fn codes(check: &EndpointCheck) -> Vec<&'static str> {
    check.findings.iter().map(|finding| finding.code).collect()
}

impl Here {
    fn check(&self) -> EndpointCheck {
        self.api().check(None, PATIENCE).expect("looked")
    }
}

#[test]
fn what_is_served_as_it_should_be_has_no_finding() {
    let here = here();
    let config = here.api().server_config().expect("a server");
    let serving = Serving::start(move || config.clone());
    here.api().https(Some(serving.port), &EndpointCertificate::Keep).expect("set");
    let check = here.check();
    assert!(check.ok(), "{:?}", check.findings);
    assert_eq!(check.protocols, ["TLSv1.2", "TLSv1.3"]);
    assert_eq!(check.notes, ["1826 days left"]);
    assert_eq!(check.server.to_string(), format!("localhost:{}", serving.port));
    assert_eq!(check.served.expect("served").chain[0], *check.expected.expect("expected").certificate());
}

#[test]
fn a_former_certificate_is_told_from_a_strangers() {
    let here = here();
    let former = here.api().identity().expect("made");
    let config = serves(&former);
    let serving = Serving::start(move || config.clone());
    let given = here.certificate(|wanted| wanted);
    here.api().https(Some(serving.port), &stored(&given)).expect("set");
    let check = here.check();
    assert_eq!(codes(&check), ["former_certificate"]);
    assert!(check.findings[0].message.contains("reload or restart"), "{:?}", check.findings);

    let stranger = serves(&Here::identity(|params| params.not_after = NOW - Duration::days(2)));
    let other = Serving::start(move || stranger.clone());
    let at = Server::new("127.0.0.1", other.port).expect("a server");
    assert_eq!(codes(&here.api().check(Some(at), PATIENCE).expect("looked")), ["other_certificate", "expired"]);

    let early = serves(&Here::identity(|params| params.not_before = NOW + Duration::days(2)));
    let other = Serving::start(move || early.clone());
    let at = Server::new("127.0.0.1", other.port).expect("a server");
    let check = here.api().check(Some(at), PATIENCE).expect("looked");
    assert_eq!(codes(&check), ["other_certificate", "not_yet_valid"]);
    assert_eq!(check.findings[1].message, "the certificate that is served is not valid before 2026-06-03T12:00:00Z");
}

#[test]
fn names_and_a_chain_that_is_cut_short_are_found() {
    let here = here();
    let other =
        here.added(|params| params.subject_alt_names = CertificateParams::new(vec!["www.example.com".to_owned()]).expect("a name").subject_alt_names);
    let config = serves(&other.identity().expect("with its key"));
    let serving = Serving::start(move || config.clone());
    here.api().https(Some(serving.port), &stored(&other)).expect("set");
    assert_eq!(codes(&here.check()), ["names"]);

    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "root");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = rcgen::Issuer::new(params, KeyPair::generate().expect("a key"));
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "between");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
    let key = KeyPair::generate().expect("a key");
    let between = Certificate::from_der(params.signed_by(&key, &root).expect("signed").der()).expect("read");
    let issuer = rcgen::Issuer::new(params, key);
    let mut params = CertificateParams::new(vec!["srv1.corp.example".to_owned()]).expect("a name");
    (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
    let key = KeyPair::generate().expect("a key");
    let leaf = Certificate::from_der(params.signed_by(&key, &issuer).expect("signed").der()).expect("read");
    let own = |chain| Identity::new(leaf.clone(), PrivateKey::from_der(&key.serialize_der()).expect("read"), chain).expect("an identity");
    here.store.add_identity(&own(vec![between]), &AddOptions::default()).expect("added");
    let config = serves(&own(Vec::new()));
    let serving = Serving::start(move || config.clone());
    here.api().https(Some(serving.port), &stored(&leaf)).expect("set");
    let check = here.check();
    assert_eq!(codes(&check), ["chain_differs"]);
    assert!(check.findings[0].message.contains("CN=between"), "{:?}", check.findings);
}

#[test]
fn nothing_that_is_served_is_a_finding_and_so_is_what_should_not_be() {
    let here = here();
    let free = TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("bound").port();
    here.api().https(Some(free), &EndpointCertificate::Keep).expect("set");
    assert_eq!(codes(&here.check()), ["not_served"]);
    here.api().disable().expect("off");
    assert!(here.check().ok(), "off, and nothing answers");
    // to where no connection of TCP leads
    let nowhere = Server::new("255.255.255.255", free).expect("a server");
    let check = here.api().check(Some(nowhere), PATIENCE).expect("looked");
    assert_eq!(codes(&check), ["unreachable"], "that proves nothing");
    assert!(check.findings[0].message.starts_with("whether nothing is served there cannot be told: 255.255.255.255:"), "{:?}", check.findings);
    here.api().http(None).expect("http");
    assert_eq!(codes(&here.check()), ["not_served"]);

    let config = serves(&Here::identity(|_| ()));
    let serving = Serving::start(move || config.clone());
    here.api().http(Some(serving.port)).expect("http");
    assert_eq!(codes(&here.check()), ["served_although_http"]);
    here.api().disable().expect("off");
    assert_eq!(codes(&here.check()), ["served_although_off"]);

    let plain = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = plain.local_addr().expect("bound").port();
    let answering = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut client, _) = plain.accept().expect("connected");
            client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").expect("written");
        }
    });
    here.api().http(Some(port)).expect("http");
    assert!(here.check().ok(), "HTTP is what it should be");
    here.api().disable().expect("off");
    assert_eq!(codes(&here.check()), ["served_although_off"]);
    answering.join().expect("answered");
}

#[test]
fn one_that_is_no_longer_in_the_store_is_told_from_one_that_was_never_made() {
    let here = here();
    let identity = here.api().identity().expect("made");
    let serving = Serving::start(move || serves(&identity));
    here.api().https(Some(serving.port), &EndpointCertificate::Keep).expect("set");
    here.sql("DELETE FROM certificates");
    let check = here.check();
    assert_eq!(codes(&check), ["other_certificate"]);
    assert!(check.findings[0].message.ends_with("and the endpoint has one that is no longer in the store"), "{:?}", check.findings);
}

#[test]
fn looking_makes_no_certificate() {
    let here = here();
    let config = serves(&Here::identity(|_| ()));
    let serving = Serving::start(move || config.clone());
    let at = Server::new("127.0.0.1", serving.port).expect("a server");
    let check = here.api().check(Some(at), PATIENCE).expect("looked");
    assert_eq!(codes(&check), ["other_certificate"]);
    assert!(check.expected.is_none() && check.findings[0].message.contains("has made none yet"));
    assert_eq!(here.events(), ["created"]);
}
