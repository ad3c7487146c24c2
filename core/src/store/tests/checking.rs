//! What a check finds, and what a report tells.

use std::ops::ControlFlow;

use super::*;

fn check(store: &Store) -> CheckReport {
    store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked")
}

fn faults(store: &Store) -> Vec<String> {
    check(store).verdicts.into_iter().filter(|verdict| !verdict.ok).map(|verdict| verdict.what).collect()
}

fn filled() -> (TempDir, Store) {
    let (folder, store) = new_store();
    let tags = AddOptions::default().tags(["x".to_owned()]);
    store.create_self_signed(&wanted("a").dns_name("a.example").expect("a name"), &tags).expect("made");
    make(&store, "b");
    let root = wanted("root").purpose(Purpose::Ca).issue(Now::system()).expect("made");
    store.add(root.certificate(), &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    (folder, store)
}

#[test]
fn a_whole_store_has_a_verdict_on_each_part() {
    let (_folder, store) = filled();
    let report = check(&store);
    assert!(report.ok(), "{report:?}");
    let parts: Vec<_> = report.verdicts.iter().map(|verdict| verdict.what.as_str()).collect();
    assert_eq!(parts, ["file", "protectors", "certificates", "keys", "trust", "usage", "journal"]);
    let locked = Store::open_with(store.path(), &OpenOptions::default().locked()).expect("opened");
    assert!(check(&locked).verdicts.iter().any(|verdict| verdict.found.contains("locked")));
}

#[test]
fn each_alteration_is_found() {
    let of_a = "WHERE subject = 'CN=a'";
    for (sql, fault) in [
        (format!("UPDATE certificates SET friendly_name = friendly_name, subject = 'CN=z' {of_a}"), "certificates"),
        (format!("UPDATE certificates SET not_after = 0 {of_a}"), "certificates"),
        (format!("UPDATE certificates SET sha256 = x'00' {of_a}"), "certificates"),
        (format!("UPDATE certificates SET der = x'3000' {of_a}"), "certificates"),
        (format!("UPDATE certificates SET key = NULL {of_a}"), "certificates"),
        (format!("UPDATE certificates SET key = (SELECT max(id) FROM keys) {of_a}"), "certificates"),
        ("DELETE FROM alt_names WHERE value = 'a.example'".to_owned(), "certificates"),
        ("DELETE FROM tags".to_owned(), "certificates"),
        ("UPDATE keys SET sealed = zeroblob(60) WHERE id = 1".to_owned(), "keys"),
        ("UPDATE memberships SET seal = zeroblob(32) WHERE store = 2".to_owned(), "trust"),
        ("INSERT INTO memberships SELECT id, 2, x'' FROM certificates WHERE subject = 'CN=b'".to_owned(), "trust"),
        ("UPDATE protectors SET seal = zeroblob(32)".to_owned(), "protectors"),
        ("UPDATE events SET actor = 'nobody' WHERE number = 2".to_owned(), "journal"),
        ("DELETE FROM events WHERE number = 2".to_owned(), "journal"),
        ("DELETE FROM events WHERE number = (SELECT max(number) FROM events)".to_owned(), "journal"),
        ("UPDATE meta SET value = zeroblob(72) WHERE name = 'journal'".to_owned(), "journal"),
    ] {
        let (_folder, store) = filled();
        tamper(&store, &sql);
        let found = faults(&store);
        assert!(found.iter().any(|what| what == fault), "{sql}: {found:?}");
    }
}

#[test]
fn a_line_cut_off_is_missed_by_readers_and_stays_missed() {
    let (_folder, store) = filled();
    tamper(&store, "DELETE FROM events WHERE number = (SELECT max(number) FROM events)");
    assert_eq!(status(store.events(0, 100)), Some(Status::Tampered));
    make(&store, "c"); // goes on behind the line that is missing
    assert_eq!(status(store.events(0, 100)), Some(Status::Tampered));
    assert_eq!(faults(&store), ["journal"]);
}

#[test]
fn a_key_without_its_certificate_is_found() {
    let (_folder, store) = filled();
    let connection = Connection::open(store.path()).expect("opened");
    connection.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM certificates WHERE subject = 'CN=a'").expect("altered");
    assert_eq!(faults(&store)[0], "keys");
}

#[test]
fn a_damaged_file_is_found() {
    let (_folder, store) = filled();
    let path = store.path().to_owned();
    drop(store);
    let mut bytes = fs::read(&path).expect("read");
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 4096].fill(0x5a);
    fs::write(&path, &bytes).expect("written");
    let store = Store::open(&path).expect("the first page is whole");
    assert_eq!(faults(&store)[0], "file");
}

#[test]
fn a_check_can_be_stopped() {
    let (_folder, store) = new_store();
    let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("made"));
    let many: Vec<_> =
        (0..200).map(|index| wanted(&index.to_string()).issue_with_key(key.clone(), Now::system()).expect("made").certificate().clone()).collect();
    store.add_all(&many, &AddOptions::default()).expect("added");
    let mut seen = Vec::new();
    let stopped = store.check(&mut |done, total| {
        seen.push((done, total));
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(status(stopped), Some(Status::Cancelled));
    assert_eq!(seen, [(64, 200), (128, 200)]);
}

#[test]
fn a_report_tells_much_and_no_secret() {
    let (folder, store) = filled();
    let report = serde_json::to_string(&store.report().expect("told")).expect("JSON");
    for part in ["\"version\"", "\"sqlite\"", "\"expiries\"", "\"events\"", "certs.db.key", "warnings"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let secret = fs::read_to_string(folder.path().join("certs.db.key")).expect("read");
    assert!(!report.contains(secret.lines().nth(1).expect("a line")));
}

#[test]
fn a_watch_gives_each_line_once_and_goes_on_from_a_number() {
    let (_folder, store) = filled();
    let mut watch = store.watch(0);
    let mut numbers = Vec::new();
    while let Some(event) = watch.next_within(std::time::Duration::ZERO).expect("read") {
        numbers.push(event.number);
    }
    assert_eq!(numbers, (1..=store.last_event().expect("counted")).collect::<Vec<_>>());
    let other = Store::open(store.path()).expect("opened");
    let writer = std::thread::spawn(move || make(&other, "from elsewhere"));
    let event = watch.next_within(std::time::Duration::from_secs(30)).expect("read").expect("a line");
    assert_eq!((event.kind.as_str(), event.number), ("issued", watch.since()));
    writer.join().expect("made");
    assert_eq!(store.watch(watch.since() - 1).next_within(std::time::Duration::ZERO).expect("read").map(|again| again.number), Some(event.number));
}

#[test]
fn lines_are_found_by_their_time() {
    let folder = folder();
    let at = |hour: u8| Now { utc: datetime!(2026-01-01 00:00 UTC) + Duration::hours(i64::from(hour)), ..Now::system() };
    let hour = Arc::new(std::sync::atomic::AtomicU8::new(0));
    let clock = hour.clone();
    let options = OpenOptions::default().clock(move || at(clock.load(std::sync::atomic::Ordering::Relaxed)));
    let store = Store::create_with(folder.path().join("certs.db"), &options).expect("created");
    for index in 1..4 {
        hour.store(index, std::sync::atomic::Ordering::Relaxed);
        make(&store, &index.to_string());
    }
    assert_eq!(store.last_event_before(datetime!(2026-01-01 02:00 UTC)), Ok(2));
    assert_eq!(store.last_event_before(datetime!(2025-01-01 00:00 UTC)), Ok(0));
    assert_eq!(store.last_event_before(datetime!(2027-01-01 00:00 UTC)), Ok(4));
}
