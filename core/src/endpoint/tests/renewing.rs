//! When a certificate that the endpoint makes by itself is made anew, also beside other processes.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::*;

const BEFORE: OffsetDateTime = datetime!(2025-01-01 12:00 UTC);

#[test]
fn one_that_was_made_while_the_clock_was_wrong_is_made_anew() {
    let here = here();
    let ahead = here.api().certificate().expect("made");
    let right = here.at(BEFORE);
    let warnings = api(&right).status().expect("read").warnings;
    assert_eq!(warnings, ["it is not valid before 2026-06-01T11:55:00Z; a new one is made when it is next asked for"]);
    assert!(api(&right).dry_run().https(None, &EndpointCertificate::Keep).expect("told").certificate.is_none());
    let own = api(&right).certificate().expect("made anew");
    assert!(own.sha256() != ahead.sha256() && own.is_valid_at(BEFORE));
    assert_eq!(api(&right).certificate().expect("kept").sha256(), own.sha256());
}

#[test]
fn what_is_held_is_looked_at_again_where_the_clock_was_put_right() {
    let here = here();
    let wrong = Arc::new(AtomicBool::new(true));
    let shown = wrong.clone();
    let options = OpenOptions::default().clock(move || {
        let utc = if shown.load(Ordering::Relaxed) { NOW } else { BEFORE };
        Now { utc, local_date: utc.date() }
    });
    let live = api(&Store::open_with(here.folder.path().join("certs.db"), &options).expect("opens")).live();
    live.get().expect("made");
    let ahead = live.get().expect("held, at the journal's end");
    wrong.store(false, Ordering::Relaxed);
    let own = live.get().expect("made anew");
    assert!(own.certificate() != ahead.certificate() && own.certificate().is_valid_at(BEFORE));
}

#[test]
fn generated_is_what_would_be_made_today() {
    let here = here();
    let own = here.api().certificate().expect("made").sha256();
    let generated = |api: &Endpoint| api.https(None, &EndpointCertificate::Generated).expect("set");
    let same = generated(&here.api());
    assert_eq!((same.changed, same.settings.certificate), (false, Some(own)));
    let moved = Host { names: vec!["srv2".to_owned()], addresses: Vec::new() };
    assert!(here.api().host(moved.clone()).dry_run().https(None, &EndpointCertificate::Generated).expect("told").changed);
    let entry = generated(&here.api().host(moved)).certificate.expect("made");
    assert_eq!(entry.dns_names().collect::<Vec<_>>(), ["srv2"]);
    let entry = generated(&here.api().subject("Integration API")).certificate.expect("made");
    assert_eq!(entry.subject().to_string(), "CN=Integration API");
    let kept = here.api().https(None, &EndpointCertificate::Keep).expect("kept");
    assert_eq!((kept.changed, kept.settings.certificate), (false, Some(entry.sha256())), "to keep compares nothing");
    let back = generated(&here.api());
    assert_eq!(back.settings.certificate, Some(own), "the one that it made before");
}

/// An endpoint in whose way another process comes once, when it looks at the clock after it has read its settings.
fn interrupted(here: &Here, time: OffsetDateTime, other: impl Fn(&Endpoint) + Send + Sync + 'static) -> (Endpoint, Arc<AtomicBool>) {
    let armed = Arc::new(AtomicBool::new(false));
    let (seen, beside) = (armed.clone(), api(&here.at(time)));
    let options = OpenOptions::default().clock(move || {
        if seen.swap(false, Ordering::Relaxed) {
            other(&beside);
        }
        Now { utc: time, local_date: time.date() }
    });
    (api(&Store::open_with(here.folder.path().join("certs.db"), &options).expect("opens")), armed)
}

const LATER: OffsetDateTime = datetime!(2031-06-01 12:00:01 UTC);

#[test]
fn one_that_another_process_switches_off_meanwhile_serves_nothing() {
    let here = here();
    here.api().https(Some(4431), &EndpointCertificate::Keep).expect("set");
    let (slow, armed) = interrupted(&here, LATER, |api| drop(api.disable().expect("off")));
    let before = here.store.find(&Query::default()).expect("read").count();
    armed.store(true, Ordering::Relaxed);
    let refused = slow.certificate().map(|entry| entry.sha256());
    assert_eq!(refused, Err(Error::EndpointState { name: "api".to_owned(), state: "off" }));
    assert!(!armed.load(Ordering::Relaxed), "the other one came in its way");
    assert_eq!(here.store.find(&Query::default()).expect("read").count(), before, "none is made");
}

#[test]
fn settings_that_another_process_forgets_meanwhile_stay_forgotten() {
    let here = here();
    here.api().https(Some(4431), &EndpointCertificate::Keep).expect("set");
    let (slow, armed) = interrupted(&here, LATER, |api| drop(api.reset().expect("reset")));
    armed.store(true, Ordering::Relaxed);
    let entry = slow.certificate().expect("made");
    assert!(!armed.load(Ordering::Relaxed), "the other one came in its way");
    let settings = here.api().settings().expect("read");
    assert_eq!((settings.port, settings.certificate), (EndpointSettings::PORT, Some(entry.sha256())));
}
