//! An open store whose file was moved, replaced or deleted says so, to who reads and to who writes.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use certwright::{AddOptions, Error, Query, SelfSigned, Store};

/// Far more than a reader needs to notice, which is a tenth of a second.
const DEADLINE: Duration = Duration::from_secs(5);

fn add(store: &Store, subject: &str) -> certwright::Result<()> {
    store.create_self_signed(&SelfSigned::new(subject)?, &AddOptions::default()).map(|_| ())
}

fn subjects(store: &Store) -> certwright::Result<Vec<String>> {
    store.find(&Query::default())?.map(|entry| entry.map(|entry| entry.subject().to_string())).collect()
}

/// Reads and writes in a store whose file something happens to.
fn notices(what_happens: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certs.db");
    let stores = [(); 2].map({
        drop(Store::create(&path).expect("made"));
        |()| Store::open(&path).expect("opened")
    });
    let [reader, writer] = &stores;
    add(writer, "a").expect("added");
    assert_eq!(subjects(reader), Ok(vec!["CN=a".to_owned()]));
    what_happens(&path);
    let moved = Error::Moved { path: path.display().to_string() };
    assert_eq!(add(writer, "b"), Err(moved.clone()));
    let begun = Instant::now();
    while subjects(reader).is_ok() {
        assert!(begun.elapsed() < DEADLINE, "it still reads what is not there");
        thread::yield_now();
    }
    assert_eq!(subjects(reader), Err(moved.clone()));
    assert_eq!(reader.last_event(), Err(moved.clone()));
    assert_eq!(reader.check(&mut |_, _| std::ops::ControlFlow::Continue(())), Err(moved));
}

#[test]
fn a_store_that_was_moved_is_not_read_or_written() {
    notices(|path| fs::rename(path, path.with_file_name("elsewhere.db")).expect("moved"));
}

#[test]
fn a_store_that_was_deleted_is_not_read_or_written() {
    notices(|path| fs::remove_file(path).expect("deleted"));
}

#[test]
fn a_store_whose_folder_was_moved_is_not_read_or_written() {
    notices(|path| {
        let folder = path.parent().expect("a folder");
        let elsewhere = tempfile::tempdir_in(folder.parent().expect("a folder")).expect("a folder");
        fs::rename(folder, elsewhere.path().join("elsewhere")).expect("moved");
    });
}

#[test]
fn a_store_that_was_replaced_is_not_read_or_written_and_its_successor_is_left_alone() {
    let successor = tempfile::tempdir().expect("a folder");
    let made = successor.path().join("certs.db");
    add(&Store::create(&made).expect("made"), "another").expect("added");
    let before = fs::read(&made).expect("read");
    let kept = successor.path().join("kept.db");
    notices(|path| {
        for ending in ["-wal", "-shm"] {
            fs::remove_file(path.with_file_name(format!("certs.db{ending}"))).expect("removed");
        }
        fs::copy(&made, path.with_file_name("new.db")).expect("copied");
        fs::rename(path.with_file_name("new.db"), path).expect("replaced");
        fs::hard_link(path, &kept).expect("kept");
    });
    assert_eq!(fs::read(&kept).expect("read"), before);
}
