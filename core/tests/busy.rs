//! A store that another one holds for longer than is waited for is busy, and as it was.

use std::time::{Duration, Instant};

use certwright::{AddOptions, Description, Error, NewProtector, OpenOptions, Query, RotateOptions, SelfSigned, Store};
use rusqlite::Connection;

const PATIENCE: Duration = Duration::from_millis(30);

#[test]
fn a_change_is_given_up_after_the_deadline_and_nothing_of_it_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certs.db");
    drop(Store::create(&path).expect("made"));
    let store = Store::open_with(&path, &OpenOptions::default().busy_deadline(PATIENCE)).expect("opened");
    let wanted = SelfSigned::new("a").expect("a subject");
    let entry = store.create_self_signed(&wanted, &AddOptions::default()).expect("made");
    let identity = SelfSigned::new("b").and_then(|wanted| wanted.issue(certwright::Now::system())).expect("made");
    let shown = || -> Vec<String> { store.find(&Query::default()).expect("read").map(|entry| format!("{entry:?}")).collect() };
    let before = (shown(), store.events(0, 100).expect("read"), store.protectors().expect("read"));

    let other = Connection::open(&path).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("held");
    let key_file = folder.path().join("second.key");
    let tries: [(&str, &dyn Fn() -> certwright::Result<()>); 8] = [
        ("create", &|| store.create_self_signed(&wanted, &AddOptions::default()).map(|_| ())),
        ("add", &|| store.add(identity.certificate(), &AddOptions::default()).map(|_| ())),
        ("add an identity", &|| store.add_identity(&identity, &AddOptions::default()).map(|_| ())),
        ("archive", &|| store.archive(&entry).map(|_| ())),
        ("delete", &|| store.delete(&entry).map(|_| ())),
        ("describe", &|| store.describe(&entry, &Description::default().friendly_name("x")).map(|_| ())),
        ("rotate", &|| store.rotate_key(&RotateOptions::default()).map(|_| ())),
        ("protect", &|| store.add_protector(&NewProtector::KeyFile(key_file.clone())).map(|_| ())),
    ];
    for (what, change) in tries {
        let begun = Instant::now();
        assert_eq!(change(), Err(Error::Busy { path: path.display().to_string() }), "{what}");
        assert!(begun.elapsed() >= PATIENCE, "{what}: it did not wait");
        assert_eq!((shown(), store.events(0, 100).expect("read"), store.protectors().expect("read")), before, "{what}");
    }
    assert!(!key_file.exists(), "a key file that opens nothing was left");
    drop(other);
    assert_eq!(store.archive(&entry).map(|done| done.changed), Ok(true));
    assert_eq!(store.last_event(), Ok(3));
}
