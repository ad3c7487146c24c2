//! What a host asks before it starts.

use super::*;
use crate::endpoint::EndpointCertificate;

fn fault(here: &Here, what: &str) -> Option<String> {
    here.faults().into_iter().find(|verdict| verdict.what.starts_with(what)).map(|verdict| verdict.found)
}

#[test]
fn all_is_well_where_every_certificate_serves() {
    let here = here();
    for (role, scope) in [("ssl-connection", None), ("database", Some("db1")), ("client", None)] {
        here.provide(role, scope).expect("made");
    }
    here.store.endpoint("api").expect("a name").host(host()).certificate().expect("made");
    let options = PreflightOptions::default().host(host()).expect("database", Some("DB1")).expect("client", None);
    let mut calls = Vec::new();
    let report = here.store.preflight(&options, &mut |done, total| {
        calls.push((done, total));
        ControlFlow::Continue(())
    });
    let report = report.expect("done");
    assert!(report.ok(), "{:?}", report.verdicts);
    assert_eq!(report.verdicts.len(), 7);
    assert_eq!(calls, [(1, 4), (2, 4), (3, 4), (4, 4)]);
    assert_eq!(status(here.store.preflight(&options, &mut |_, _| ControlFlow::Break(()))), Some(Status::Cancelled));
}

#[test]
fn what_is_expected_and_not_assigned_is_a_fault() {
    let here = here();
    here.provide("database", Some("db1")).expect("made");
    let options = PreflightOptions::default().host(host()).expect("database", Some("db2")).expect("master-key", None);
    let report = here.store.preflight(&options, &mut |_, _| ControlFlow::Continue(())).expect("done");
    let faults: Vec<&str> = report.verdicts.iter().filter(|verdict| !verdict.ok).map(|verdict| verdict.what.as_str()).collect();
    assert_eq!(faults, ["database (db2)", "master-key"]);
    let wrong = PreflightOptions::default().expect("Database", None);
    assert_eq!(status(here.store.preflight(&wrong, &mut |_, _| ControlFlow::Continue(()))), Some(Status::InvalidArgument));
}

#[test]
fn a_server_s_certificate_must_be_for_this_host() {
    let here = here();
    let other = here.made(&SelfSigned::new("other").and_then(|wanted| wanted.dns_name("other.corp.example")).expect("wanted"));
    here.assign(&other, "ssl-connection", None);
    assert_eq!(fault(&here, "ssl-connection").as_deref(), Some("it is for none of this host's names: srv1.corp.example, srv1"));
    here.assign(&other, "client", None);
    assert_eq!(fault(&here, "client"), None, "a client's is not");
    here.store.endpoint("api").expect("a name").host(host()).https(None, &EndpointCertificate::Stored(other.sha256())).expect("set");
    assert_eq!(fault(&here, "endpoint api").as_deref(), Some("it is for none of this host's names: srv1.corp.example, srv1"));
    here.store.endpoint("api").expect("a name").disable().expect("off");
    assert_eq!(fault(&here, "endpoint api"), None, "one that is off serves nobody");
}

#[test]
fn an_endpoint_without_its_certificate_or_key_is_a_fault() {
    let here = here();
    let entry = here.made(&SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1")).expect("wanted"));
    here.store.endpoint("api").expect("a name").host(host()).https(None, &EndpointCertificate::Stored(entry.sha256())).expect("set");
    assert_eq!(fault(&here, "endpoint"), None);
    here.sql("DELETE FROM keys");
    assert!(fault(&here, "endpoint").expect("a fault").contains("private key"));
    here.sql("DELETE FROM certificates");
    assert!(fault(&here, "endpoint").expect("a fault").contains("not in the store"));
}

#[test]
fn a_clock_before_the_journal_is_a_fault() {
    let here = here();
    here.provide("client", None).expect("made");
    here.advance(Duration::minutes(-4));
    assert_eq!(fault(&here, "clock"), None);
    here.advance(Duration::minutes(-2));
    let found = fault(&here, "clock").expect("a fault");
    assert_eq!(found, "it is 2026-06-01T11:54:00Z, before line 3 of the journal (2026-06-01T12:00:00Z): set the clock");
    here.advance(Duration::minutes(-4));
    assert!(here.faults().iter().any(|verdict| verdict.found == "not yet valid"));
    here.made(&SelfSigned::new("soon").expect("a subject").valid_to(ValidTo::Days(10)));
    here.advance(Duration::days(-1));
    for _ in 0..2 {
        assert!(fault(&here, "clock").is_some(), "nothing is written that would hide it");
    }
}

#[test]
fn a_retained_certificate_is_needed_though_it_has_expired() {
    let here = here();
    let wanted = SelfSigned::new("a").expect("a subject").key(KeyAlgorithm::Rsa(2048)).valid_to(ValidTo::Days(1));
    let (old, new) = (here.made(&wanted), here.made(&wanted.clone().valid_to(ValidTo::Days(900))));
    here.store.define_role(&Role { purpose: Purpose::Client, ..Role::new("signing") }).expect("defined");
    here.assign(&old, "signing", None);
    here.assign(&new, "signing", None);
    here.advance(Duration::days(10));
    assert_eq!(here.faults(), []);
    here.sql("DELETE FROM keys WHERE id = (SELECT min(id) FROM keys)");
    assert_eq!(fault(&here, "signing, retained").as_deref(), Some("key missing; import it from a backup"));
}
