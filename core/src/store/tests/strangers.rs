//! What somebody can do who may write the file and lacks the key: not much, and it is seen.

use zeroize::Zeroizing;

use super::*;

fn alter(store: &Store, sql: &str) {
    Connection::open(store.path()).and_then(|connection| connection.execute_batch(sql)).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn with_passphrase() -> (TempDir, Store) {
    let (folder, store) = new_store();
    store.add_protector(&NewProtector::Passphrase(Zeroizing::new("one".to_owned()))).expect("added");
    (folder, store)
}

const JUNK: &str = "INSERT INTO protectors (id, kind, parameters, wrapped, seal) VALUES (randomblob(16), 'passphrase', '{}', x'00', zeroblob(32));";

#[test]
fn a_protector_that_opens_nothing_does_not_count() {
    let (_folder, store) = new_store();
    alter(&store, JUNK);
    let all = store.protectors().expect("listed");
    assert_eq!(all.iter().map(|one| one.genuine).collect::<Vec<_>>(), [Some(true), Some(false)]);
    assert_eq!(status(store.remove_protector(&all[0].id)), Some(Status::LastProtector));
    assert!(store.info().expect("told").warnings.iter().any(|warning| warning.contains("without the store's key")));
    store.remove_protector(&all[1].id).expect("the junk goes");
}

#[test]
fn a_row_that_does_not_parse_locks_nobody_out() {
    let (_folder, store) = new_store();
    alter(&store, JUNK);
    store.add_protector(&NewProtector::Passphrase(Zeroizing::new("one".to_owned()))).expect("added");
    assert!(Store::open_with(store.path(), &OpenOptions::default().passphrase("one")).is_ok());
    assert_eq!(status(Store::open_with(store.path(), &OpenOptions::default().passphrase("two"))), Some(Status::Damaged));
}

#[test]
fn a_rotation_keeps_no_protector_that_was_altered() {
    let (_folder, store) = with_passphrase();
    make(&store, "a");
    alter(&store, "UPDATE protectors SET parameters = '{ }' WHERE kind = 'key-file'");
    assert_eq!(status(store.rotate_key(&RotateOptions { drop_others: true, ..Default::default() })), Some(Status::Tampered));
    alter(&store, "UPDATE protectors SET parameters = '{}' WHERE kind = 'key-file'");
    store.rotate_key(&RotateOptions { drop_others: true, ..Default::default() }).expect("rotated");
    assert!(Store::open(store.path()).is_ok());
}

#[test]
fn a_rotation_never_leaves_a_store_that_nothing_opens() {
    let (_folder, store) = with_passphrase();
    let other = Store::open_with(store.path(), &OpenOptions::default().passphrase("one")).expect("opened");
    let own = store.protectors().expect("listed").into_iter().find(|one| one.in_use).expect("one").id;
    other.remove_protector(&own).expect("removed");
    assert_eq!(status(store.rotate_key(&RotateOptions { drop_others: true, ..Default::default() })), Some(Status::LastProtector));
    assert!(Store::open_with(store.path(), &OpenOptions::default().passphrase("one")).is_ok());
    for _ in 0..16 {
        alter(&other, JUNK);
    }
    assert_eq!(status(other.rotate_key(&RotateOptions { drop_others: true, ..Default::default() })), Some(Status::Tampered));
}

#[test]
fn a_rotation_ends_whatever_number_a_key_was_given() {
    let (_folder, store) = new_store();
    let entries = [make(&store, "a"), make(&store, "b")];
    for number in [i64::MAX, i64::MIN] {
        let row = "(SELECT id FROM keys WHERE key_id = (SELECT key_id FROM certificates WHERE subject = 'CN=a'))";
        alter(
            &store,
            &format!(
                "PRAGMA foreign_keys = OFF; UPDATE keys SET id = {number} WHERE id = {row}; UPDATE certificates SET key = {row} WHERE subject = 'CN=a'"
            ),
        );
        assert_eq!(store.rotate_key(&RotateOptions::default()).expect("rotated").private_keys, 2);
        assert!(entries.iter().all(|entry| store.get(entry).and_then(|entry| entry.identity()).is_ok()), "{number}");
    }
}

#[test]
fn a_group_that_a_stranger_named_gets_nothing() {
    let (folder, store) = new_store();
    alter(&store, "INSERT INTO meta VALUES ('group', x'00000001' || zeroblob(32))");
    let store = Store::open(store.path()).expect("opened");
    let path = folder.path().join("new.key");
    store.add_protector(&NewProtector::KeyFile(path.clone())).expect("added");
    assert_eq!(fs::metadata(path).expect("there").mode() & 0o777, 0o600);
}

#[test]
fn a_known_key_that_does_not_open_is_replaced_by_the_right_one() {
    let (_folder, store) = new_store();
    let entry = make(&store, "a");
    let identity = entry.identity().expect("whole");
    for damage in ["UPDATE keys SET sealed = zeroblob(60)", "UPDATE certificates SET key = NULL"] {
        alter(&store, damage);
        assert!(store.add_identity(&identity, &AddOptions::default()).expect("added").changed, "{damage}");
        assert!(store.get(&entry).and_then(|entry| entry.identity()).is_ok(), "{damage}");
        assert!(store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked").ok(), "{damage}");
    }
}

#[test]
fn trust_that_was_damaged_is_mended_by_giving_it_again() {
    let (_folder, store) = new_store();
    let root = wanted("root").purpose(Purpose::Ca).issue(Now::system()).expect("made");
    store.add(root.certificate(), &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    alter(&store, "UPDATE memberships SET seal = x'00'");
    assert_eq!(status(store.get(root.certificate().thumbprint())), Some(Status::Tampered));
    store.add(root.certificate(), &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    assert!(store.get(root.certificate().thumbprint()).is_ok());
}

#[test]
fn one_certificate_is_not_deleted_for_another() {
    let (_folder, store) = new_store();
    let (a, b) = (make(&store, "a"), make(&store, "b"));
    alter(&store, "UPDATE certificates SET sha1 = (SELECT sha1 FROM certificates WHERE subject = 'CN=a') WHERE subject = 'CN=b'");
    assert!(store.get(a.thumbprint()).is_ok(), "the row of the other hides it not");
    assert!(store.delete(a.thumbprint()).expect("deleted").key_deleted);
    assert_eq!(status(store.delete(a.thumbprint())), Some(Status::Tampered));
    assert!(store.get(b.sha256()).and_then(|entry| entry.identity()).is_ok());
}

#[test]
fn what_a_column_says_of_a_certificate_is_not_believed() {
    let (_folder, store) = new_store();
    let old = wanted("old").valid_from(DateInput::parse("2020-01-01").expect("a date")).valid_to(ValidTo::Days(10));
    store.create_self_signed(&old, &AddOptions::default()).expect("made");
    let (a, b) = (make(&store, "a"), make(&store, "b"));
    alter(&store, "UPDATE certificates SET not_after = 99999999999 WHERE subject = 'CN=old'");
    assert!(store.ensure_self_signed(&wanted("old"), &AddOptions::default()).expect("ensured").changed, "the expired one is not taken");
    alter(&store, "UPDATE certificates SET serial = 'AB' WHERE subject = 'CN=a'; UPDATE alt_names SET value = 'x'");
    let by_serial = Query { serial: Some(crate::SerialNumber::parse("AB").expect("a serial")), ..Query::default() };
    assert_eq!(status(store.select(&by_serial)), Some(Status::Tampered));
    alter(&store, &format!("UPDATE certificates SET sha256 = x'{}' WHERE subject = 'CN=b'; ", "00".repeat(32)));
    alter(&store, &format!("UPDATE certificates SET sha256 = x'{}' WHERE subject = 'CN=a'", b.sha256()));
    assert_eq!(status(store.select(&Query { thumbprint: Some(b.sha256()), ..Query::default() })), Some(Status::Tampered));
    drop(a);
}

#[test]
fn a_certificate_that_points_at_anothers_key_is_not_taken_for_its_owner() {
    let (_folder, store) = new_store();
    let mine = make(&store, "srv");
    let keyless = wanted("srv").valid_from(DateInput::Instant(time::OffsetDateTime::now_utc() - Duration::minutes(1))).issue(Now::system());
    store.add(keyless.expect("made").certificate(), &AddOptions::default()).expect("added");
    alter(&store, "UPDATE certificates SET key = (SELECT max(id) FROM keys)");
    let picked = store.select_newest_valid(&Query::subject("srv")).expect("selected");
    assert_eq!(picked.entry.thumbprint(), mine.thumbprint());
    assert_eq!(store.ensure_self_signed(&wanted("srv"), &AddOptions::default()).expect("ensured").entry.thumbprint(), mine.thumbprint());
}

#[test]
fn a_place_in_no_named_store_spoils_one_certificate_only() {
    let (_folder, store) = new_store();
    make(&store, "a");
    make(&store, "b");
    alter(&store, "PRAGMA foreign_keys = OFF; INSERT INTO memberships SELECT id, 99, x'' FROM certificates WHERE subject = 'CN=a'");
    let found: Vec<_> = store.find(&Query::default()).expect("a query").map(|entry| entry.is_ok()).collect();
    assert_eq!(found, [false, true]);
    assert!(store.info().is_ok() && store.report().is_ok());
}

#[test]
fn notes_of_failed_attempts_are_bounded_and_never_in_the_way() {
    let (_folder, store) = new_store();
    let flood = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO attempts (at, actor, what) SELECT i, printf('%.9000c', 'x'), 'wrong_password' FROM n;
        INSERT INTO attempts (number, at, actor, what) VALUES (0, 9223372036854775807, CAST(x'ff1b5b' AS TEXT), 'y');";
    alter(&store, flood);
    make(&store, "a");
    let events = store.events(0, 1000).expect("read");
    assert_eq!(events.len(), 1 + 100 + 1 + 1, "created, those that are kept, how many more, issued");
    assert!(events.iter().all(|event| event.details.len() < 1000));
    assert!(events[101].details.contains("4901 more"), "{:?}", events[101]);
    make(&store, "b");
    assert_eq!(store.last_event(), Ok(104));
}

#[test]
fn lines_behind_the_end_of_the_journal_are_taken_away_and_told_of() {
    let (_folder, store) = new_store();
    make(&store, "a");
    alter(&store, "INSERT INTO events SELECT number + 10, at, actor, kind, thumbprint, details, seal FROM events");
    assert_eq!(status(store.events(0, 100)), Some(Status::Tampered));
    make(&store, "b");
    let events = store.events(0, 100).expect("read");
    assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["created", "issued", "refused", "issued"]);
    assert!(events[2].details.contains("2 lines"));
}

#[test]
fn a_watch_notices_lines_that_are_gone() {
    let (_folder, store) = new_store();
    make(&store, "a");
    let mut watch = store.watch(2);
    alter(&store, "DELETE FROM events WHERE number = 2");
    assert_eq!(status(watch.next_within(std::time::Duration::ZERO)), Some(Status::InvalidArgument));
}

#[test]
fn an_old_program_writes_no_more_after_an_upgrade() {
    let (_folder, store) = new_store();
    let old_statement = "INSERT INTO journal (number, at, actor, kind, thumbprint, details, seal) VALUES (2, 0, '', '', NULL, '{}', x'')";
    assert!(Connection::open(store.path()).and_then(|connection| connection.execute(old_statement, [])).is_err());
    alter(&store, "PRAGMA user_version = 3");
    assert_eq!(status(store.create_self_signed(&wanted("a"), &AddOptions::default())), Some(Status::NewerSchema));
}

#[test]
fn opening_a_store_again_gives_up_no_lock() {
    let (folder, store) = new_store();
    let reader = Store::open(store.path()).expect("opened");
    drop(Store::open(store.path()).expect("opened again"));
    let names = || fs::read_dir(folder.path()).expect("listed").filter_map(|file| file.ok()?.file_name().into_string().ok()).collect::<Vec<_>>();
    // another program's connection, closed as the last it knows of, would take the log away if nobody held a lock
    let child = std::process::Command::new("python3")
        .args(["-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM meta').fetchall(); c.close()"])
        .arg(store.path())
        .status();
    assert!(child.expect("python3 ran").success());
    assert!(names().iter().any(|name| name == "certs.db-wal"), "{:?}", names());
    make(&store, "a");
    assert_eq!(reader.find(&Query::default()).expect("a query").count(), 1);
}
