//! A product's life: five roles, two databases, renewal of each, a test installation's left-overs, a lost key.

use super::*;
use crate::store::ExportOptions;

const PLACES: [(&str, Option<&str>); 6] = [
    ("ssl-connection", None),
    ("database", Some("sales")),
    ("database", Some("personnel")),
    ("master-key", None),
    ("discovery-service", None),
    ("password-reset", None),
];

#[test]
fn five_roles_two_databases_and_a_key_that_is_lost() {
    let here = here();
    let first: Vec<Entry> = PLACES.map(|(role, scope)| here.provide(role, scope).expect("made").entry).into();
    assert!(here.states().iter().all(|(_, _, state)| *state == CertificateState::Good));
    assert_eq!(here.faults(), []);

    // a test installation used the same store
    let tried = here.provide("database", Some("test")).expect("made").entry;
    let other = here.provide("ssl-connection", Some("test")).expect("made").entry;
    here.store.release(&tried, "database", Some("test")).expect("released");
    here.store.unassign(&other, "ssl-connection", Some("test")).expect("unassigned");

    here.advance(Duration::days(5 * 365 - 20));
    let states = here.states();
    let expiring: Vec<_> = states.iter().filter(|(_, _, state)| *state == CertificateState::Expiring).map(|(role, ..)| role.as_str()).collect();
    assert_eq!(expiring, ["ssl-connection"], "the others keep decrypting: {states:?}");
    here.advance(Duration::days(30));
    let decrypting = here.states().into_iter().filter(|(_, _, state)| *state == CertificateState::ExpiredDecrypting).count();
    assert_eq!(decrypting, 5);
    assert_eq!(here.faults().len(), 1, "the server's has expired");

    let due = here.store.renewable_within(Duration::days(30)).expect("found");
    assert_eq!(due.len(), 6);
    let second: Vec<Entry> = due.iter().map(|entry| here.store.renew(entry, &RenewOptions::default()).expect("renewed").entry).collect();
    assert_eq!(here.held().into_iter().filter(|(.., retained)| *retained).count(), 5, "the former ones of the essential roles");
    assert!(here.states().iter().filter(|(.., state)| *state == CertificateState::Good).count() >= 6);
    assert_eq!(here.faults(), []);

    let found = here.store.leftovers(&CleanupOptions::default().scope("test")).expect("read");
    let mut gone: Vec<Thumbprint> = found.iter().map(|one| one.entry.sha256()).collect();
    assert_eq!(gone.len(), 2);
    here.store.delete_all(&gone).expect("deleted");
    gone = here.store.leftovers(&CleanupOptions::default()).expect("read").iter().map(|one| one.entry.sha256()).collect();
    assert_eq!(gone, [first[0].sha256()], "the server's former one");
    here.store.delete_all(&gone).expect("deleted");
    assert_eq!(here.store.overview(&OverviewOptions::default()).expect("read").others, 0);
    assert_eq!(here.faults(), []);

    let lost = second.iter().find(|entry| entry.friendly_name() == Some("database personnel")).expect("renewed");
    let backup = here.store.export(&[lost.sha256()], &ExportOptions::pfx("correct horse")).expect("exported");
    let key = crate::certificate::pasted::hex(&crate::key::key_id(lost.public_key_der()));
    assert_eq!(here.sql(&format!("DELETE FROM keys WHERE key_id = x'{key}'")), 1);
    let faults = here.faults();
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].what.starts_with("database (personnel): ") && faults[0].found.starts_with("key missing; it was last exported on "),
        "{faults:?}"
    );
    assert_eq!(status(here.provide("database", Some("personnel"))), Some(Status::Missing));
    here.store.import(&backup.bytes, &crate::store::ImportOptions::default().password(Some("correct horse"))).expect("imported");
    assert_eq!(here.faults(), []);
    assert_eq!(here.provide("database", Some("personnel")).expect("back").entry.thumbprint(), lost.thumbprint());
}
