//! A certificate for whoever asks, exactly one, and never in place of a key that something is encrypted with.

use std::thread;

use super::*;
use crate::store::ExportOptions;

#[test]
fn a_role_s_certificate_is_made_by_its_rules_once() {
    let here = here();
    let made = here.provide("ssl-connection", None).expect("made");
    assert!(made.made);
    let entry = &made.entry;
    assert_eq!((entry.subject().to_string().as_str(), entry.key_algorithm().as_str()), ("CN=srv1.corp.example", "p256"));
    assert_eq!(entry.dns_names().collect::<Vec<_>>(), ["srv1.corp.example", "srv1"]);
    assert_eq!(entry.friendly_name(), Some("ssl-connection"));
    let again = here.provide("ssl-connection", None).expect("there");
    assert_eq!((again.made, again.entry.thumbprint()), (false, entry.thumbprint()));
    let database = here.provide("database", Some("a, b=c #1")).expect("made").entry;
    assert_eq!(database.subject().common_name().as_deref(), Some("database a, b=c #1"));
    assert_eq!(database.key_algorithm(), "rsa3072");
    assert_eq!(database.extended_key_usage(), Some(["documentEncryption".to_owned()].as_slice()));
    assert_eq!(status(here.provide("reporting", None)), Some(Status::UnknownRole));
    let own = here.store.provide("client", None, &ProvideOptions::default().subject("O=Example,CN=integration")).expect("made").entry;
    assert_eq!(own.subject().to_string(), "CN=integration,O=Example".split(',').rev().collect::<Vec<_>>().join(","));
}

#[test]
fn eight_at_once_make_exactly_one() {
    let here = here();
    for (role, scope) in [("client", None), ("database", Some("db1"))] {
        let stores: Vec<Store> = (0..8).map(|_| here.open()).collect();
        let provided: Vec<Provided> = thread::scope(|scope_of_threads| {
            let threads: Vec<_> =
                stores.iter().map(|store| scope_of_threads.spawn(move || store.provide(role, scope, &ProvideOptions::default()))).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic").expect("provided")).collect()
        });
        assert_eq!(provided.iter().filter(|one| one.made).count(), 1);
        assert!(provided.iter().all(|one| one.entry.thumbprint() == provided[0].entry.thumbprint()));
    }
    assert_eq!(here.store.find(&Query::default()).expect("found").count(), 2);
    assert_eq!(here.store.info().expect("told").private_keys, 2);
}

#[test]
fn an_essential_key_that_ever_was_is_never_made_anew() {
    let here = here();
    let place = |thumbprint: &Entry| Error::Missing {
        role: "database".to_owned(),
        scope: Some("db1".to_owned()),
        thumbprint: Some(thumbprint.thumbprint().to_string()),
        backup: None,
        here: true,
    };
    let entry = here.provide("database", Some("db1")).expect("made").entry;
    here.store.unassign(&entry, "database", Some("db1")).expect("retained");
    assert_eq!(here.provide("database", Some("DB1")).err().map(|error| error.status()), Some(Status::Missing));
    assert_eq!(here.provide("database", Some("db1")).err(), Some(place(&entry)));
    here.store.release(&entry, "database", Some("db1")).expect("released");
    assert_eq!(here.provide("database", Some("db1")).err(), Some(place(&entry)), "though nothing needs it");

    here.assign(&entry, "database", Some("db1"));
    here.store.export(&[entry.sha256()], &ExportOptions::pfx("correct horse")).expect("exported");
    let line = here.store.last_event().expect("a number");
    here.sql("DELETE FROM keys");
    let missing = here.provide("database", Some("db1")).err();
    let Some(Error::Missing { backup: Some(backup), .. }) = &missing else { panic!("{missing:?}") };
    assert!(backup.starts_with("exported on 2026-06-01T12:00:00Z by ") && backup.ends_with(&format!("line {line} of the journal")), "{backup}");
    here.sql("DELETE FROM certificates");
    assert_eq!(here.provide("database", Some("db1")).err(), missing);
    // even where a stranger takes away every trace but the journal, which cannot be altered unseen
    here.sql("DELETE FROM assignments");
    assert_eq!(here.provide("database", Some("db1")).err(), missing, "the journal knows which");
    here.sql("DELETE FROM events WHERE kind = 'assigned'");
    assert_eq!(status(here.provide("database", Some("db1"))), Some(Status::Tampered));
    assert_eq!(here.store.find(&Query::default()).expect("found").count(), 0);
}

#[test]
fn an_essential_key_that_does_not_open_is_missing() {
    let here = here();
    here.provide("master-key", None).expect("made");
    here.sql("UPDATE keys SET sealed = zeroblob(length(sealed))");
    let missing = here.provide("master-key", None).expect_err("it does not open");
    assert_eq!(missing.status(), Status::Missing);
    assert!(missing.to_string().contains("the key of master-key is not here, and none is made in its place"), "{missing}");
}

#[test]
fn what_can_be_made_again_is_made_again_and_renewed_when_it_has_expired() {
    let here = here();
    let first = here.provide("ssl-connection", Some("web")).expect("made").entry;
    here.sql("DELETE FROM keys");
    let second = here.provide("ssl-connection", Some("web")).expect("made again");
    assert!(second.made && second.entry.thumbprint() != first.thumbprint());
    here.advance(Duration::days(5 * 366));
    let third = here.provide("ssl-connection", Some("web")).expect("renewed");
    assert!(third.made && third.entry.is_valid_at(NOW + Duration::days(5 * 366)));
    assert_eq!(here.store.superseded_by(&second.entry).expect("read").map(|one| one.new), Some(third.entry.thumbprint()));
    assert!(!here.provide("ssl-connection", Some("web")).expect("there").made);
    let database = here.provide("database", None).expect("made").entry;
    here.advance(Duration::days(6 * 366));
    assert_eq!(here.provide("database", None).expect("still decrypting").entry.thumbprint(), database.thumbprint());
}

#[test]
fn an_essential_certificate_is_never_renewed_by_asking_for_it() {
    let here = here();
    here.store.define_role(&Role::new("vault")).expect("defined");
    let vault = here.provide("vault", None).expect("made").entry;
    let shared = here.made(&SelfSigned::new("shared").expect("a subject").key(KeyAlgorithm::Rsa(2048)).valid_to(ValidTo::Years(1)));
    here.assign(&shared, "ssl-connection", None);
    here.assign(&shared, "database", Some("db1"));
    here.advance(Duration::days(6 * 366));
    for (role, scope, entry) in [("vault", None, &vault), ("ssl-connection", None, &shared), ("database", Some("db1"), &shared)] {
        let provided = here.provide(role, scope).expect("what is there");
        assert_eq!((provided.made, provided.entry.thumbprint()), (false, entry.thumbprint()), "{role}");
    }
}

#[test]
fn scopes_that_look_alike_are_one_or_refused() {
    let here = here();
    let first = here.provide("client", Some("M\u{fc}nchen")).expect("made").entry;
    let again = here.provide("client", Some(" Mu\u{308}nchen ")).expect("there");
    assert_eq!((again.made, again.entry.thumbprint()), (false, first.thumbprint()), "composed or not");
    for scope in ["db1\u{200e}", "a\u{0}b", "M\u{dc}NCHEN"] {
        assert_eq!(status(here.provide("client", Some(scope))), Some(Status::InvalidArgument), "{scope:?}");
    }
    let long = "x".repeat(128);
    let made = here.provide("database", Some(&long)).expect("made").entry;
    assert_eq!(made.subject().common_name().map(|name| name.len()), Some(64));
}

#[test]
fn a_locked_store_provides_nothing() {
    let here = here();
    here.provide("database", None).expect("made");
    let locked = Store::open_with(here.path(), &OpenOptions::default().locked()).expect("opens");
    for role in ["database", "client"] {
        assert_eq!(status(locked.provide(role, None, &ProvideOptions::default())), Some(Status::StoreLocked));
    }
}
