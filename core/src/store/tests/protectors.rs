//! Protectors: added, changed, removed, and the store's key rotated.

use zeroize::Zeroizing;

use super::*;

fn passphrase(text: &str) -> NewProtector {
    NewProtector::Passphrase(Zeroizing::new(text.to_owned()))
}

fn open_with_passphrase(store: &Store, text: &str) -> Result<Store, Error> {
    Store::open_with(store.path(), &OpenOptions::default().passphrase(text))
}

fn kinds(store: &Store) -> Vec<(String, bool)> {
    store.protectors().expect("listed").into_iter().map(|one| (one.kind, one.in_use)).collect()
}

fn last_kind(store: &Store) -> String {
    let last = store.last_event().expect("counted");
    store.events(last - 1, 1).expect("read").pop().expect("a line").kind
}

#[test]
fn key_file_and_passphrase_open_the_same_store() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    store.add_protector(&passphrase("correct horse")).expect("added");
    assert_eq!(kinds(&store), [("key-file".to_owned(), true), ("passphrase".to_owned(), false)]);
    let other = open_with_passphrase(&store, "correct horse").expect("opened");
    assert_eq!(kinds(&other), [("key-file".to_owned(), false), ("passphrase".to_owned(), true)]);
    assert!(other.get(&made).and_then(|entry| entry.identity()).is_ok());
    assert_eq!(last_kind(&store), "protector-added");
    assert_eq!(status(open_with_passphrase(&store, "battery")), Some(Status::WrongPassword));
    assert_eq!(status(open_with_passphrase(&store, "")), Some(Status::InvalidArgument));
}

#[test]
fn a_store_may_have_a_passphrase_and_no_key_file() {
    let folder = folder();
    let path = folder.path().join("certs.db");
    let store = Store::create_with(&path, &OpenOptions::default().passphrase("correct horse")).expect("created");
    assert!(!folder.path().join("certs.db.key").exists());
    make(&store, "a");
    drop(store);
    assert_eq!(status(Store::open(&path)), Some(Status::PasswordRequired));
    let store = Store::open_with(&path, &OpenOptions::default().passphrase("correct horse")).expect("opened");
    assert_eq!(store.find(&Query::default()).expect("found").count(), 1);
}

#[test]
fn a_store_without_passphrase_says_so() {
    let (_folder, store) = new_store();
    assert!(matches!(open_with_passphrase(&store, "x"), Err(Error::InvalidArgument { what: "passphrase", .. })));
}

#[test]
fn a_changed_protector_opens_no_more() {
    let (folder, store) = new_store();
    let first = store.add_protector(&passphrase("one")).expect("added");
    store.change_protector(&first.id[..6], &passphrase("two")).expect("changed");
    assert_eq!(status(open_with_passphrase(&store, "one")), Some(Status::WrongPassword));
    assert!(open_with_passphrase(&store, "two").is_ok());
    let own = store.protectors().expect("listed").into_iter().find(|one| one.in_use).expect("one");
    let elsewhere = folder.path().join("elsewhere.key");
    assert!(store.change_protector(&own.id, &NewProtector::KeyFile(elsewhere.clone())).expect("changed").in_use);
    make(&store, "the store that is open goes on");
    assert_eq!(status(Store::open(store.path())), Some(Status::KeyFileWrong));
    assert!(Store::open_with(store.path(), &OpenOptions::default().key_file(elsewhere)).is_ok());
}

#[test]
fn the_last_protector_stays() {
    let (_folder, store) = new_store();
    let only = store.protectors().expect("listed").remove(0).id;
    assert_eq!(status(store.remove_protector(&only)), Some(Status::LastProtector));
    assert_eq!(last_kind(&store), "refused");
    store.add_protector(&passphrase("x")).expect("added");
    assert_eq!(store.remove_protector(&only).expect("removed").len(), 1, "and a warning");
    assert_eq!(status(Store::open(store.path())), Some(Status::KeyFileWrong));
    let other = if store.protectors().expect("listed")[0].id.starts_with('0') { "10" } else { "00" };
    assert_eq!(status(store.remove_protector(other)), Some(Status::NotFound));
}

#[test]
fn a_refused_protector_leaves_no_key_file() {
    let (folder, store) = new_store();
    let locked = Store::open_with(store.path(), &OpenOptions::default().locked()).expect("opened");
    let path = folder.path().join("new.key");
    assert_eq!(status(locked.add_protector(&NewProtector::KeyFile(path.clone()))), Some(Status::StoreLocked));
    assert!(!path.exists());
    for index in 1..16 {
        store.add_protector(&NewProtector::KeyFile(folder.path().join(format!("{index}.key")))).expect("added");
    }
    assert_eq!(status(store.add_protector(&NewProtector::KeyFile(path.clone()))), Some(Status::InvalidArgument));
    assert!(!path.exists());
}

#[test]
fn a_rotated_key_seals_everything_anew() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    let root = wanted("root").purpose(Purpose::Ca).issue(Now::system()).expect("made");
    store.add(root.certificate(), &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let sealed = |store: &Store| -> (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>) {
        let connection = Connection::open(store.path()).expect("opened");
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get(0)).expect("one");
        (
            one("SELECT sealed FROM keys"),
            one("SELECT seal FROM memberships WHERE seal <> x''"),
            one("SELECT seal FROM events WHERE number = 1"),
            one("SELECT wrapped FROM protectors"),
        )
    };
    let before = sealed(&store);
    let other = Store::open(store.path()).expect("opened");
    assert_eq!(store.rotate_key(&RotateOptions::default()).expect("rotated").private_keys, 1);
    let after = sealed(&store);
    assert!(before.0 != after.0 && before.1 != after.1 && before.2 != after.2 && before.3 != after.3);
    assert!(store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked").ok());
    // a store that was open all the while finds its way
    assert!(other.get(&made).and_then(|entry| entry.identity()).is_ok());
    assert_eq!(other.find(&Query::default()).expect("found").filter(Result::is_ok).count(), 2);
    make(&other, "b");
    assert_eq!(other.events(0, 100).expect("read").len() as u64, store.last_event().expect("counted"));
    assert_eq!(status(Store::open(store.path())), None);
}

#[test]
fn rotation_needs_every_secret_or_drops_the_protector() {
    let (folder, store) = new_store();
    make(&store, "a");
    store.add_protector(&passphrase("one")).expect("added");
    let second = folder.path().join("second.key");
    store.add_protector(&NewProtector::KeyFile(second.clone())).expect("added");
    assert_eq!(status(store.rotate_key(&RotateOptions::default())), Some(Status::InvalidArgument));
    let secrets = RotateOptions { key_files: vec![second.clone()], passphrases: vec![Zeroizing::new("one".to_owned())], ..Default::default() };
    assert_eq!(store.rotate_key(&secrets).expect("rotated").dropped, Vec::<String>::new());
    for options in [OpenOptions::default(), OpenOptions::default().passphrase("one"), OpenOptions::default().key_file(&second)] {
        assert!(Store::open_with(store.path(), &options).is_ok());
    }
    let with_dropped = open_with_passphrase(&store, "one").expect("opened");
    assert_eq!(store.rotate_key(&RotateOptions { drop_others: true, ..Default::default() }).expect("rotated").dropped.len(), 2);
    assert_eq!(status(open_with_passphrase(&store, "one")), Some(Status::InvalidArgument));
    assert_eq!(status(with_dropped.create_self_signed(&wanted("b"), &AddOptions::default())), Some(Status::Unsupported), "it has to be opened again");
}

#[test]
fn a_sealed_key_of_another_store_does_not_open() {
    let ((_one_folder, one), (_other_folder, other)) = (new_store(), new_store());
    let (made, foreign) = (make(&one, "a"), make(&other, "b"));
    let sealed: Vec<u8> = Connection::open(other.path()).and_then(|c| c.query_row("SELECT sealed FROM keys", [], |row| row.get(0))).expect("there");
    Connection::open(one.path()).and_then(|c| c.execute("UPDATE keys SET sealed = ?1", [sealed])).expect("altered");
    assert_eq!(status(one.get(&made).expect("there").identity()), Some(Status::Tampered));
    assert!(other.get(&foreign).and_then(|entry| entry.identity()).is_ok());
}

#[test]
fn a_protector_of_another_store_opens_nothing() {
    let ((_one_folder, one), (_other_folder, other)) = (new_store(), new_store());
    let connection = Connection::open(one.path()).expect("opened");
    connection.execute("ATTACH ?1 AS other", [other.path().to_str().expect("UTF-8")]).expect("attached");
    connection.execute("INSERT INTO protectors SELECT * FROM other.protectors", []).expect("copied");
    let key_file = other.info().expect("told").key_file;
    assert_eq!(status(Store::open_with(one.path(), &OpenOptions::default().key_file(key_file))), Some(Status::KeyFileWrong));
    let report = one.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked");
    assert!(report.verdicts.iter().any(|verdict| !verdict.ok && verdict.what.starts_with("protector ")), "{report:?}");
}

#[test]
fn a_failed_unlock_is_told_once_somebody_has_the_key() {
    let (_folder, store) = new_store();
    store.add_protector(&passphrase("right")).expect("added");
    let wrong = Store::open_with(store.path(), &OpenOptions::default().passphrase("wrong").actor("a stranger"));
    assert_eq!(status(wrong), Some(Status::WrongPassword));
    make(&store, "a");
    let told = store.events(0, 100).expect("read").into_iter().find(|event| event.kind == "unlock-failed").expect("told");
    assert!(told.details.contains("a stranger") && told.details.contains("wrong_password"), "{told:?}");
    assert!(!told.details.contains("\"wrong\""), "{told:?}");
}

#[test]
fn info_says_where_and_why_and_warns() {
    let (folder, store) = new_store();
    let info = store.info().expect("told");
    assert_eq!(info.key_file_why, "beside the database, where it is looked for unless named");
    assert_eq!(info.warnings.len(), 2, "{:?}", info.warnings);
    assert_eq!(info.files[0].mode, 0o600);
    let elsewhere = tempfile::tempdir().expect("a folder");
    store.add_protector(&NewProtector::KeyFile(elsewhere.path().join("k"))).expect("added");
    let away = Store::open_with(store.path(), &OpenOptions::default().key_file(elsewhere.path().join("k"))).expect("opened").info().expect("told");
    assert_eq!((away.key_file_why, away.warnings.len()), ("named by the caller", 0), "{:?}", away.warnings);
    fs::set_permissions(folder.path().join("certs.db"), fs::Permissions::from_mode(0o666)).expect("set");
    assert!(store.info().expect("told").warnings.iter().any(|warning| warning.contains("0666")));
}
