//! A new certificate in the place of an old one, everywhere.

use std::thread;

use super::*;
use crate::{
    endpoint::EndpointCertificate,
    store::Pin,
    trust::{Server, TrustRequest},
};

fn server() -> SelfSigned {
    SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted").valid_to(ValidTo::Days(90))
}

#[test]
fn the_new_one_stands_wherever_the_old_one_stood() {
    let here = here();
    let old = here.made(&server());
    let described = crate::store::Description::default().friendly_name("API").tags(["blue".to_owned()]);
    here.store.describe(&old, &described).expect("described");
    for name in [StoreName::TrustedPeople, StoreName::parse("own").expect("a name")] {
        here.store.add(&old, &AddOptions::to(name).create_store()).expect("added");
    }
    here.assign(&old, "ssl-connection", None);
    here.store.define_role(&Role::new("reporting")).expect("defined");
    here.assign(&old, "reporting", Some("north"));
    let api = here.store.endpoint("api").expect("a name").host(host());
    api.https(Some(9700), &EndpointCertificate::Stored(old.sha256())).expect("set");
    for pin in [Pin::Certificate, Pin::Key] {
        let server = Server::new("srv1.corp.example", 9700).expect("a server");
        let request =
            TrustRequest { pin, why: "seen on the screen".to_owned(), ..TrustRequest::new(server, [old.certificate().clone()], old.sha256()) };
        here.store.trust(&request).expect("trusted");
    }

    here.advance(Duration::days(80));
    let Renewed { entry: new, old: before, changed, notes } = here.store.renew(&old, &RenewOptions::default()).expect("renewed");
    assert!(changed && new.has_private_key() && before.archived());
    assert_eq!((new.subject(), new.friendly_name(), new.tags()), (old.subject(), Some("API"), ["blue".to_owned()].as_slice()));
    assert_eq!(new.not_after() - new.not_before(), old.not_after() - old.not_before());
    assert_ne!(new.public_key_der(), old.public_key_der());
    let sorted = |entry: &Entry| {
        let mut names: Vec<String> = entry.stores().iter().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(sorted(&new), sorted(&here.again(&old)));
    let of = |role: &str, scope: &str, entry: &Entry, retained| (role.to_owned(), scope.to_owned(), entry.thumbprint(), retained);
    assert_eq!(here.held(), [of("reporting", "north", &new, false), of("reporting", "north", &old, true), of("ssl-connection", "", &new, false)]);
    assert_eq!(notes, [format!("{} is retained: old data of reporting (north) may need it", old.thumbprint())]);
    let settings = api.settings().expect("set");
    assert_eq!((settings.certificate, settings.port, settings.generated), (Some(new.sha256()), 9700, false));
    assert_eq!(api.identity().expect("served").certificate(), new.certificate());
    let decisions = here.store.decisions().expect("read");
    assert_eq!(decisions.len(), 2);
    assert!(decisions.iter().all(|decision| decision.certificate == *new.certificate()
        && decision.why == format!("seen on the screen; renewed, before it was {}", old.thumbprint())));
    let succession = here.store.superseded_by(old.thumbprint()).expect("read").expect("one");
    assert_eq!((succession.new, succession.old_sha256, succession.at), (new.thumbprint(), old.sha256(), NOW + Duration::days(80)));
    assert_eq!(here.events("replaced").len(), 1);
    assert_eq!(here.events("archived").len(), 1);

    let whole = here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked");
    assert!(whole.ok(), "{:?}", whole.verdicts);
}

#[test]
fn who_asks_by_an_old_thumbprint_is_told_what_superseded_it() {
    let here = here();
    let first = here.made(&server());
    let second = here.store.renew(&first, &RenewOptions::default()).expect("renewed").entry;
    let third = here.store.renew(&second, &RenewOptions::default()).expect("renewed").entry;
    let told = format!("{} superseded it on 2026-06-01T12:00:00Z", third.thumbprint());
    let near = |result: Result<Entry>| match result {
        Err(Error::NotFound { near, .. }) => near,
        other => panic!("{other:?}"),
    };
    for thumbprint in [first.thumbprint(), first.sha256()] {
        assert!(near(here.store.get(thumbprint)).contains(&told));
        assert!(near(here.store.select(&Query { thumbprint: Some(thumbprint), ..Query::default() })).contains(&told));
        assert!(near(here.store.select(&Query::text(thumbprint.to_string()))).contains(&told));
    }
    here.store.delete(&first).expect("nothing needs it");
    assert_eq!(near(here.store.get(first.thumbprint())), [told], "though it is gone");
}

#[test]
fn what_was_renewed_is_not_renewed_again_before_its_successor_is_gone() {
    let here = here();
    let old = here.made(&server());
    let new = here.store.renew(&old, &RenewOptions::default()).expect("renewed").entry;
    let again = here.store.renew(&old, &RenewOptions::default()).expect("nothing to do");
    assert_eq!((again.changed, again.entry.thumbprint()), (false, new.thumbprint()));
    here.store.delete(&new).expect("deleted");
    let anew = here.store.renew(&old, &RenewOptions::default()).expect("renewed");
    assert!(anew.changed && anew.entry.thumbprint() != new.thumbprint());
}

#[test]
fn one_that_was_assigned_again_is_renewed_again() {
    let here = here();
    let old = here.provide("client", None).expect("made").entry;
    let new = here.store.renew(&old, &RenewOptions::default()).expect("renewed").entry;
    let notes = here.assign(&old, "client", None).notes;
    assert!(notes[0].starts_with(&format!("{} superseded it", new.thumbprint())), "{notes:?}");
    here.advance(Duration::days(5 * 366));
    assert!(here.store.renewable_within(Duration::days(30)).expect("found").iter().any(|entry| entry.sha256() == old.sha256()));
    let provided = here.provide("client", None).expect("renewed");
    assert!(provided.made && provided.entry.thumbprint() != new.thumbprint() && provided.entry.is_valid_at(NOW + Duration::days(5 * 366)));
    assert_eq!(here.held()[0].2, provided.entry.thumbprint());
}

#[test]
fn of_a_row_of_renewals_the_last_one_that_is_here_counts() {
    let here = here();
    let renew = |entry: &Entry| here.store.renew(entry, &RenewOptions::default()).expect("renewed");
    let first = here.made(&server());
    let second = renew(&first).entry;
    let third = renew(&second).entry;
    here.store.delete(&second).expect("deleted");
    let again = renew(&first);
    assert_eq!((again.changed, again.entry.thumbprint()), (false, third.thumbprint()));
}

#[test]
fn one_that_was_archived_hands_on_no_trust() {
    let here = here();
    let ca = here.made(&SelfSigned::new("Example CA").expect("a subject").purpose(Purpose::Ca));
    here.store.add(&ca, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    here.store.archive(&ca).expect("its trust is gone");
    let Renewed { entry, notes, .. } = here.store.renew(&ca, &RenewOptions::default()).expect("renewed");
    assert_eq!(entry.stores(), [StoreName::Personal]);
    assert_eq!(notes, [format!("{} was archived, so that the new one is not trusted in its place", ca.thumbprint())]);
}

#[test]
fn a_clock_that_was_set_back_renews_nothing_and_one_that_was_ahead_is_recovered_from() {
    let here = here();
    let old = here.provide("client", None).expect("made").entry;
    here.advance(Duration::days(-26 * 365));
    let refused = here.store.renew(&old, &RenewOptions::default());
    assert!(matches!(&refused, Err(Error::InvalidArgument { what: "renewal", why }) if why.ends_with("is the clock right?")), "{refused:?}");
    here.made(&server()); // a line that is written at the wrong time says nothing of the old one
    assert_eq!(status(here.provide("client", None)), Some(Status::InvalidArgument));
    assert_eq!(status(here.store.renew(&old, &RenewOptions::default())), Some(Status::InvalidArgument));
    here.advance(Duration::days(60 * 365));
    let ahead = here.provide("client", None).expect("renewed").entry;
    assert!(ahead.not_before() > NOW);
    here.advance(Duration::days(-34 * 365));
    let provided = here.provide("client", None).expect("renewed");
    assert!(provided.made && provided.entry.is_valid_at(NOW));
}

#[test]
fn eight_at_once_make_one_new_certificate() {
    let here = here();
    let old = here.provide("database", Some("db1")).expect("made").entry;
    let stores: Vec<Store> = (0..8).map(|_| here.open()).collect();
    let renewed: Vec<Renewed> = thread::scope(|scope| {
        let threads: Vec<_> = stores.iter().map(|store| scope.spawn(|| store.renew(&old, &RenewOptions::default()))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic").expect("renewed")).collect()
    });
    assert_eq!(renewed.iter().filter(|one| one.changed).count(), 1);
    assert!(renewed.iter().all(|one| one.entry.thumbprint() == renewed[0].entry.thumbprint()));
    assert_eq!(here.store.find(&Query::default()).expect("found").count(), 1);
    assert_eq!(here.store.info().expect("told").private_keys, 2);
}

#[test]
fn the_same_key_serves_on_where_that_is_said() {
    let here = here();
    let old = here.made(&server());
    let new = here.store.renew(&old, &RenewOptions::default().same_key()).expect("renewed").entry;
    assert_eq!(new.public_key_der(), old.public_key_der());
    assert_ne!(new.serial(), old.serial());
    assert_eq!(here.store.info().expect("told").private_keys, 1);
    assert!(here.store.delete(&old).expect("deleted").key_shared);
    new.identity().expect("its key is there");
}

#[test]
fn a_ca_that_issued_what_is_valid_stays_beside_the_new_one() {
    let here = here();
    let ca = SelfSigned::new("Example CA").expect("a subject").purpose(Purpose::Ca);
    let ca = here.made(&ca);
    here.store.add(&ca, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let leaf = issued_by(&ca);
    here.store.add(&leaf, &AddOptions::default()).expect("added");
    let Renewed { entry: new, old, notes, .. } = here.store.renew(&ca, &RenewOptions::default()).expect("renewed");
    assert!(!old.archived() && new.is_ca());
    assert_eq!(notes, [format!("{} stays, because it issued certificates that are still valid", ca.thumbprint())]);
    for entry in [&old, &new] {
        assert!(entry.stores().contains(&StoreName::TrustedRoot));
    }
}

/// A certificate that a CA of this store signed, by way of rcgen.
fn issued_by(ca: &Entry) -> crate::Certificate {
    let key = ca.identity().expect("its key").private_key().to_pkcs8_der().to_vec();
    let key = rcgen::KeyPair::try_from(key).expect("a key");
    let named = |name: &str| {
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params
    };
    let mut ca = named("Example CA");
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::Issuer::from_params(&ca, key);
    let leaf = named("leaf").signed_by(&rcgen::KeyPair::generate().expect("a key"), &issuer).expect("signed");
    crate::Certificate::from_der(leaf.der()).expect("a certificate")
}

#[test]
fn what_others_issued_or_hold_the_key_of_or_whose_role_forbids_it_is_not_renewed() {
    let here = here();
    let ca = here.made(&SelfSigned::new("Example CA").expect("a subject").purpose(Purpose::Ca));
    let leaf = here.store.add(&issued_by(&ca), &AddOptions::default()).expect("added").entry;
    let refused = here.store.renew(&leaf, &RenewOptions::default());
    assert!(matches!(status(refused), Some(Status::NoPrivateKey | Status::Unsupported)));
    let theirs = SelfSigned::new("theirs").and_then(|wanted| wanted.issue(Now { utc: NOW, local_date: NOW.date() })).expect("made");
    let theirs = here.store.add(theirs.certificate(), &AddOptions::to(StoreName::TrustedPeople)).expect("added").entry;
    assert_eq!(status(here.store.renew(&theirs, &RenewOptions::default())), Some(Status::NoPrivateKey));
    here.store.define_role(&Role { renewable: false, ..Role::new("signing") }).expect("defined");
    let fixed = here.made(&server());
    here.assign(&fixed, "signing", None);
    assert_eq!(status(here.store.renew(&fixed, &RenewOptions::default())), Some(Status::InvalidArgument));
    assert_eq!(here.events("replaced"), []);
}

#[test]
fn those_that_end_soon_are_found_for_renewal() {
    let here = here();
    let soon = here.made(&server().valid_to(ValidTo::Days(20)));
    let later = here.made(&server());
    let over = here.made(&server().valid_to(ValidTo::Days(1)));
    let needed = here.made(&server().valid_to(ValidTo::Days(2)));
    here.assign(&needed, "client", None);
    here.advance(Duration::days(3));
    let thumbprints = |found: Vec<Entry>| found.iter().map(|entry| entry.thumbprint()).collect::<Vec<_>>();
    let found = here.store.renewable_within(Duration::days(30)).expect("found");
    assert_eq!(thumbprints(found), [needed.thumbprint(), soon.thumbprint()], "not {over:?}, which has expired and serves nobody, nor {later:?}");
    here.store.renew(&soon, &RenewOptions::default()).expect("renewed");
    assert_eq!(thumbprints(here.store.renewable_within(Duration::days(20)).expect("found")), [needed.thumbprint()]);
}
