//! A store that the first schema's program wrote.

use super::*;

/// The store of `tests/data/store-1`, copied to where it may be changed.
fn old_store() -> (TempDir, PathBuf) {
    let folder = folder();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/store-1");
    for name in ["certs.db", "certs.db.key"] {
        fs::copy(data.join(name), folder.path().join(name)).expect("copied");
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o600)).expect("set");
    }
    let path = folder.path().join("certs.db");
    (folder, path)
}

#[test]
fn an_older_store_is_refused_until_it_is_upgraded() {
    let (_folder, path) = old_store();
    let before = fs::read(&path).expect("read");
    assert_eq!(Store::open(&path).err(), Some(Error::OlderSchema { path: path.display().to_string(), found: 1, known: 2 }));
    assert_eq!(fs::read(&path).expect("read"), before);
}

#[test]
fn an_upgrade_keeps_everything_and_a_copy() {
    let (folder, path) = old_store();
    let upgraded = Store::upgrade(&path, &OpenOptions::default()).expect("upgraded");
    let copy = folder.path().join("certs.db.schema1");
    assert_eq!(upgraded, Upgraded { from: 1, to: 2, copy: Some(copy.clone()) });
    assert_eq!(fs::metadata(&copy).expect("there").mode() & 0o777, 0o600);
    assert_eq!(Connection::open(&copy).and_then(|c| c.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))), Ok(1));
    let store = Store::open(&path).expect("opened");
    let report = store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked");
    assert!(report.ok(), "{report:?}");
    let all = store.find(&Query { archived: Archived::Also, ..Query::default() }).expect("a query").collect::<Result<Vec<_>, _>>().expect("read");
    let told: Vec<_> =
        all.iter().map(|entry| (entry.subject().to_string(), entry.archived(), entry.has_private_key(), entry.stores().len())).collect();
    let expected =
        [("CN=srv1,O=Example", false, true, 2), ("CN=old", true, true, 1), ("CN=srv1 again", false, true, 1), ("CN=Root", false, false, 1)];
    assert_eq!(told, expected.map(|(subject, archived, key, stores)| (subject.to_owned(), archived, key, stores)));
    assert_eq!((all[0].friendly_name(), all[0].tags()), (Some("Server"), ["prod".to_owned(), "web".to_owned()].as_slice()));
    assert_eq!(store.find(&Query { tag: Some("web".to_owned()), ..Query::default() }).expect("a query").count(), 1);
    assert!(all[0].identity().is_ok());
    let last = store.events(0, 100).expect("read").pop().expect("a line");
    assert_eq!(last.kind, "upgraded");
    make(&store, "afterwards");
    let again = Store::upgrade(&path, &OpenOptions::default()).expect("nothing to do");
    assert_eq!(again, Upgraded { from: 2, to: 2, copy: None });
}

#[test]
fn an_upgrade_that_fails_changes_nothing() {
    for sql in ["UPDATE journal SET actor = 'nobody' WHERE number = 1", "UPDATE certificates SET der = x'3000' WHERE id = 1"] {
        let (folder, path) = old_store();
        Connection::open(&path).and_then(|connection| connection.execute(sql, [])).expect("altered");
        assert!(matches!(status(Store::upgrade(&path, &OpenOptions::default())), Some(Status::Tampered | Status::MalformedCertificate)), "{sql}");
        assert_eq!(status(Store::open(&path)), Some(Status::OlderSchema), "{sql}");
        assert!(!folder.path().join("certs.db.schema1").exists(), "{sql}");
    }
    let (folder, path) = old_store();
    fs::write(folder.path().join("certs.db.schema1"), "mine").expect("written");
    assert_eq!(status(Store::upgrade(&path, &OpenOptions::default())), Some(Status::AlreadyExists));
    assert_eq!(status(Store::open(&path)), Some(Status::OlderSchema));
    fs::remove_file(folder.path().join("certs.db.key")).expect("removed");
    assert_eq!(status(Store::upgrade(&path, &OpenOptions::default())), Some(Status::KeyFileMissing));
}
