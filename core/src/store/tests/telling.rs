//! Diagnostics: each is told for what it says, to a callback that may do as it likes.

use std::{
    panic::panic_any,
    sync::{Arc, Mutex, OnceLock, PoisonError, mpsc},
    thread,
    time::Duration as Wait,
};

use zeroize::Zeroizing;

use super::*;

/// What was told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Diagnostic>>>);

impl Log {
    fn options(&self) -> OpenOptions {
        let log = self.clone();
        OpenOptions::default().diagnostics(move |told| log.0.lock().unwrap_or_else(PoisonError::into_inner).push(told.clone()))
    }

    fn open(&self, store: &Store) -> Store {
        Store::open_with(store.path(), &self.options()).expect("opened")
    }

    /// The codes told since the last look, but for the one that every store of these tests gives.
    fn codes(&self) -> Vec<DiagnosticCode> {
        let told = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for one in &told {
            assert!(!one.message.is_empty() && !one.message.contains('\n'), "{one:?}");
        }
        told.iter().map(|one| one.code).filter(|code| *code != DiagnosticCode::KeyFileBeside).collect()
    }
}

fn alter(store: &Store, sql: &str) {
    Connection::open(store.path()).and_then(|connection| connection.execute_batch(sql)).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn a_store_with_its_key_file_beside_it_says_so_when_it_is_made_and_opened() {
    let (folder, log) = (folder(), Log::default());
    let path = folder.path().join("certs.db");
    for is_new in [true, false] {
        let done = if is_new { Store::create_with(&path, &log.options()) } else { Store::open_with(&path, &log.options()) };
        assert!(done.is_ok());
        let told = std::mem::take(&mut *log.0.lock().expect("a log"));
        assert_eq!(told.iter().map(|one| one.code).collect::<Vec<_>>(), [DiagnosticCode::KeyFileBeside]);
        assert!(told[0].message.contains("certs.db.key"), "{told:?}");
    }
    let elsewhere = self::folder();
    let options = log.options().key_file(elsewhere.path().join("key"));
    drop(Store::create_with(folder.path().join("other.db"), &options).expect("made"));
    drop(Store::open_with(&path, &log.options().locked()).expect("opened"));
    assert!(log.0.lock().expect("a log").is_empty());
}

#[test]
fn protectors_that_failed_or_were_altered_are_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let passphrase = |text: &str| NewProtector::Passphrase(Zeroizing::new(text.to_owned()));
    store.add_protector(&passphrase("one")).expect("added");
    store.add_protector(&passphrase("two")).expect("added");
    let opened = Store::open_with(store.path(), &log.options().passphrase("two"));
    assert_eq!((log.codes(), opened.is_ok()), (vec![DiagnosticCode::ProtectorFailed], true));
    alter(&store, "UPDATE protectors SET parameters = 'none' WHERE rowid = 2");
    let opened = Store::open_with(store.path(), &log.options().passphrase("two"));
    assert_eq!((log.codes(), opened.is_ok()), (vec![DiagnosticCode::ProtectorFailed, DiagnosticCode::ProtectorAltered], true));
}

#[test]
fn a_group_that_was_set_without_the_key_is_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    alter(&store, "INSERT INTO meta VALUES ('group', zeroblob(36))");
    log.open(&store);
    assert_eq!(log.codes(), [DiagnosticCode::GroupAltered]);
}

#[test]
fn additions_of_a_later_version_are_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    alter(&store, "INSERT OR REPLACE INTO meta VALUES ('additions', 99)");
    log.open(&store);
    assert_eq!(log.codes(), [DiagnosticCode::NewerAdditions]);
}

#[test]
fn rows_that_a_search_passes_over_are_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let (root, _other) = (make(&store, "root"), make(&store, "other"));
    let store = log.open(&store);
    alter(&store, "UPDATE certificates SET sha1 = (SELECT sha1 FROM certificates WHERE subject = 'CN=root') WHERE subject = 'CN=other'");
    assert_eq!(store.get(root.thumbprint()).map(|found| found.sha256()), Ok(root.sha256()), "the right one is found");
    assert_eq!(log.codes(), [DiagnosticCode::AlteredRow]);
    alter(&store, "UPDATE certificates SET sha1 = zeroblob(20), der = x'00', issuer = 'CN=root', subject = 'CN=root' WHERE subject = 'CN=other'");
    let mut near = *root.thumbprint().as_bytes().first_chunk::<20>().expect("20 octets");
    near[19] ^= 1;
    assert_eq!(status(store.get(Thumbprint::Sha1(near))), Some(Status::NotFound));
    assert_eq!(log.codes(), [], "it does not begin the same");
    alter(&store, "UPDATE certificates SET sha1 = (SELECT sha1 FROM certificates WHERE der <> x'00') WHERE der = x'00'");
    assert_eq!(status(store.get(Thumbprint::Sha1(near))), Some(Status::NotFound));
    assert_eq!(log.codes(), [DiagnosticCode::AlteredRow]);
}

#[test]
fn what_was_altered_and_is_mended_by_a_change_is_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let identity = make(&store, "a").identity().expect("its key");
    let store = log.open(&store);
    alter(&store, "UPDATE keys SET sealed = x'00'");
    store.add_identity(&identity, &AddOptions::default()).expect("added");
    assert_eq!(log.codes(), [DiagnosticCode::KeyReplaced]);
    alter(&store, "INSERT INTO events VALUES (99, 0, '', 'created', NULL, '{}', x'')");
    make(&store, "b");
    assert_eq!(log.codes(), [DiagnosticCode::JournalStrays]);
}

#[test]
fn failed_attempts_to_unlock_are_told_of_by_the_next_who_changes_something() {
    let ((_folder, store), log) = (new_store(), Log::default());
    store.add_protector(&NewProtector::Passphrase(Zeroizing::new("one".to_owned()))).expect("added");
    let store = log.open(&store);
    assert_eq!(status(Store::open_with(store.path(), &OpenOptions::default().passphrase("two"))), Some(Status::WrongPassword));
    let nowhere = AddOptions::to(StoreName::parse("nowhere").expect("a name"));
    let certificate = wanted("b").issue(store.now()).expect("made").certificate().clone();
    assert_eq!(status(store.add(&certificate, &nowhere)), Some(Status::UnknownStoreName));
    assert_eq!(log.codes(), [], "a change that is not done has told the journal nothing");
    make(&store, "a");
    assert_eq!(log.codes(), [DiagnosticCode::UnlockFailed]);
}

#[test]
fn a_key_that_another_process_rotated_is_told_of_once() {
    for by_reading in [true, false] {
        let ((_folder, store), log) = (new_store(), Log::default());
        let (entry, watching) = (make(&store, "a"), log.open(&store));
        store.rotate_key(&RotateOptions::default()).expect("rotated");
        if by_reading {
            assert!(watching.get(&entry).and_then(|entry| entry.identity()).is_ok());
        }
        make(&watching, "b");
        assert_eq!(log.codes(), [DiagnosticCode::KeyRotated]);
    }
}

#[test]
fn what_stays_of_the_deleted_while_somebody_reads_is_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let entry = make(&store, "a");
    let store = log.open(&store);
    let reader = Connection::open(store.path()).expect("opened");
    reader.execute_batch("BEGIN; SELECT count(*) FROM meta").expect("reads");
    store.delete(&entry).expect("deleted");
    assert_eq!(log.codes(), [DiagnosticCode::DeletedRemains]);
    drop(reader);
    make(&store, "b");
    assert_eq!(log.codes(), []);
}

#[test]
fn a_watch_that_falls_behind_says_so_once_and_a_long_journal_is_no_reason() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let store = log.open(&store);
    let many = |watch: &mut Watch| {
        store.change("note much", |change| (0..300).try_for_each(|_| change.record(journal::Action::Described, None, &[]))).expect("written");
        while watch.next_within(Wait::ZERO).expect("read").is_some() {}
        log.codes()
    };
    let mut watch = store.watch(0);
    assert_eq!(many(&mut watch), []);
    assert_eq!(many(&mut watch), [DiagnosticCode::WatchBehind]);
}

#[test]
fn a_long_wait_for_another_process_is_told_of() {
    let ((_folder, store), log) = (new_store(), Log::default());
    let entry = make(&store, "a");
    let patience = |wait: u64| Store::open_with(store.path(), &log.options().busy_deadline(Wait::from_millis(wait))).expect("opened");
    let hasty = patience(100);
    let other = Connection::open(store.path()).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("held");
    assert_eq!(status(hasty.archive(&entry)), Some(Status::Busy));
    assert_eq!(log.codes(), [DiagnosticCode::Waited]);
    assert!(hasty.get(&entry).is_ok());
    other.execute_batch("ROLLBACK").expect("let go");
    hasty.archive(&entry).expect("archived");
    assert_eq!(log.codes(), [], "nobody was waited for");
}

#[test]
fn a_callback_may_use_the_store_and_what_it_brings_about_is_not_told() {
    let (_folder, store) = new_store();
    let (first, second) = (make(&store, "a"), make(&store, "b"));
    alter(&store, "UPDATE certificates SET sha1 = (SELECT sha1 FROM certificates WHERE subject = 'CN=a') WHERE subject = 'CN=b'");
    let identity = first.identity().expect("its key");
    let own: Arc<OnceLock<Store>> = Arc::default();
    let (say, told) = mpsc::channel();
    let (inner, wanted) = (own.clone(), first.thumbprint());
    let options = OpenOptions::default().diagnostics(move |told| {
        let Some(store) = inner.get() else { return }; // it is being opened
        let found = store.get(wanted).is_ok();
        let written = store.archive(second.sha256()).is_ok();
        let elsewhere = {
            let store = store.clone();
            thread::spawn(move || store.last_event().is_ok())
        }
        .join();
        say.send((told.code, found, written, elsewhere.expect("no panic"))).expect("heard");
    });
    let store = Store::open_with(store.path(), &options).expect("opened");
    assert!(own.set(store.clone()).is_ok());
    assert!(store.get(first.thumbprint()).is_ok());
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [(DiagnosticCode::AlteredRow, true, true, true)]);
    alter(&store, "UPDATE keys SET sealed = x'00'");
    store.add_identity(&identity, &AddOptions::default()).expect("added");
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [(DiagnosticCode::KeyReplaced, true, true, true)], "it writes when the change is done");
}

/// Panics when it is dropped, as what a panic carries may.
struct Spiteful;

impl Drop for Spiteful {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[test]
fn a_callback_that_panics_breaks_nothing() {
    let (_folder, store) = new_store();
    let identity = make(&store, "a").identity().expect("its key");
    let options = OpenOptions::default().diagnostics(|_| panic_any(Spiteful));
    let store = Store::open_with(store.path(), &options).expect("opened");
    for sealed in ["x'00'", "x'01'"] {
        alter(&store, &format!("UPDATE keys SET sealed = {sealed}"));
        assert_eq!(store.add_identity(&identity, &AddOptions::default()).map(|added| added.changed), Ok(true));
    }
    assert_eq!(store.last_event(), Ok(4));
}
