use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use tempfile::TempDir;
use time::{Duration, macros::datetime};

use super::*;
use crate::{
    Error, KeyAlgorithm, Purpose, SelfSigned, Status, Thumbprint, ValidTo,
    date::DateInput,
    key::{Identity, PrivateKey},
};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn new_store() -> (TempDir, Store) {
    let folder = folder();
    let store = Store::create(folder.path().join("certs.db")).expect("created");
    (folder, store)
}

fn wanted(subject: &str) -> SelfSigned {
    SelfSigned::new(subject).expect("a subject")
}

fn make(store: &Store, subject: &str) -> Entry {
    store.create_self_signed(&wanted(subject), &AddOptions::default()).expect("made")
}

fn status<T>(result: Result<T, Error>) -> Option<Status> {
    result.err().map(|error| error.status())
}

/// Writes to the database behind the store's back.
fn tamper(store: &Store, sql: &str) {
    let done = Connection::open(store.path()).and_then(|connection| connection.execute(sql, []));
    assert_eq!(done, Ok(1), "{sql}");
}

mod checking;
mod protectors;
mod removing;
mod searching;
mod strangers;
mod telling;
mod upgrading;

#[test]
fn a_store_and_its_key_file_are_private_and_never_made_twice() {
    let (folder, store) = new_store();
    for name in ["certs.db", "certs.db.key"] {
        assert_eq!(fs::metadata(folder.path().join(name)).expect("there").mode() & 0o777, 0o600, "{name}");
    }
    assert_eq!(status(Store::create(store.path())), Some(Status::AlreadyExists));
    fs::remove_file(folder.path().join("certs.db")).expect("removed");
    assert_eq!(status(Store::create(store.path())), Some(Status::AlreadyExists), "a key file is never remade");
    let rest: Vec<_> = fs::read_dir(folder.path()).expect("listed").map(|file| file.expect("a name").file_name()).collect();
    assert!(!rest.iter().any(|name| name.to_string_lossy().starts_with(".certwright-")), "{rest:?}");
}

#[test]
fn open_never_creates() {
    let folder = folder();
    let path = folder.path().join("none.db");
    assert_eq!(Store::open(&path).err(), Some(Error::NotFound { wanted: format!("the store {}", path.display()), near: Vec::new() }));
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 0);
}

#[test]
fn what_is_no_store_is_named() {
    let folder = folder();
    let write = |name: &str, content: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("written");
        path
    };
    let other = folder.path().join("other.db");
    Connection::open(&other).and_then(|connection| connection.execute_batch("CREATE TABLE t (x)")).expect("a database");
    let garbled = [b"SQLite format 3\0".as_slice(), &[7; 4096]].concat();
    for (path, why) in [
        (folder.path().to_owned(), "it is a directory"),
        (write("empty", b""), "it is empty"),
        (write("short", b"hello"), "it is no database"),
        (write("text", &[b'x'; 5000]), "it is no database"),
        (write("garbled", &garbled), "it is no database"),
        (other, "it is a database of another program"),
    ] {
        let error = Error::NotAStore { path: path.display().to_string(), why: why.to_owned() };
        assert_eq!(Store::open(&path).err(), Some(error));
    }
}

#[test]
fn a_store_whose_tables_or_format_are_not_ours_is_damaged() {
    let (folder, store) = new_store();
    let why = "its format or its tables are not those of a store".to_owned();
    let damaged = |path: &Path| Some(Error::Damaged { what: format!("the store {}", path.display()), why: why.clone() });
    let connection = Connection::open(store.path()).expect("opened");
    connection.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE events; ALTER TABLE memberships RENAME COLUMN seal TO other;").expect("altered");
    assert_eq!(store.last_event().err(), damaged(store.path()));
    assert_eq!(store.select(&Query::text("x")).err(), damaged(store.path()));
    drop(connection);
    let mut bytes = fs::read(store.path()).expect("the database");
    bytes[47] = 9; // the number of the schema format
    let path = folder.path().join("altered.db");
    fs::write(&path, bytes).expect("written");
    let options = OpenOptions::default().locked();
    assert_eq!(Store::open_with(&path, &options).err(), damaged(&path));
}

#[test]
fn a_view_a_trigger_and_a_virtual_table_are_refused() {
    for sql in [
        "CREATE VIEW extra AS WITH RECURSIVE r (x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT x FROM r",
        "CREATE TRIGGER extra AFTER INSERT ON certificates BEGIN DELETE FROM memberships; END",
        // as a program writes it whose SQLite has such tables: ours has none
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema
            VALUES ('table', 'extra', 'extra', 0, 'CREATE VIRTUAL TABLE extra USING rtree (id, low, high)')",
    ] {
        let (_folder, store) = new_store();
        Connection::open(store.path()).and_then(|connection| connection.execute_batch(sql)).expect(sql);
        assert_eq!(status(Store::open(store.path())), Some(Status::Tampered), "{sql}");
        assert_eq!(status(Store::open_with(store.path(), &OpenOptions::default().locked())), Some(Status::Tampered), "{sql}");
    }
}

#[test]
fn a_newer_schema_is_refused_with_who_wrote_it() {
    let (_folder, store) = new_store();
    let path = store.path().to_owned();
    drop(store);
    Connection::open(&path)
        .and_then(|c| c.execute_batch("PRAGMA user_version = 3; UPDATE meta SET value = '9.1' WHERE name = 'written_by'"))
        .expect("altered");
    let error = Error::NewerSchema { path: path.display().to_string(), found: 3, known: 2, written_by: "9.1".to_owned() };
    assert_eq!(Store::open(&path).err(), Some(error));
}

#[test]
fn refuses_a_key_file_others_can_read_or_that_is_gone_or_wrong() {
    let (folder, store) = new_store();
    let key = folder.path().join("certs.db.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).expect("changed");
    assert_eq!(Store::open(store.path()).err(), Some(Error::KeyFileExposed { path: key.display().to_string(), mode: 0o640 }));
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("changed");

    let (other_folder, _other) = new_store();
    let other = OpenOptions::default().key_file(other_folder.path().join("certs.db.key"));
    assert_eq!(status(Store::open_with(store.path(), &other)), Some(Status::KeyFileWrong));

    fs::write(&key, "not a key").expect("written");
    assert_eq!(status(Store::open(store.path())), Some(Status::KeyFileWrong));
    fs::remove_file(&key).expect("removed");
    assert_eq!(status(Store::open(store.path())), Some(Status::KeyFileMissing));
    assert!(!key.exists(), "no new one is made");
}

#[test]
fn what_was_made_is_there_after_opening_again() {
    let (_folder, store) = new_store();
    let options = AddOptions::default().friendly_name("the API").tags(["one".to_owned(), "two".to_owned()]);
    let made = store.create_self_signed(&wanted("CN=a,OU=x,OU=y").dns_name("srv1").expect("a name"), &options).expect("made");
    let again = Store::open(store.path()).expect("opened").get(made.thumbprint()).expect("found");
    assert_eq!(again.certificate(), made.certificate());
    assert_eq!((again.friendly_name(), again.tags()), (Some("the API"), ["one".to_owned(), "two".to_owned()].as_slice()));
    assert_eq!((again.stores(), again.archived(), again.has_private_key()), ([StoreName::Personal].as_slice(), false, true));
    assert!(again.identity().expect("its key").private_key().matches(&again));
}

#[test]
fn a_locked_store_shows_public_data_only() {
    let (folder, store) = new_store();
    let made = make(&store, "a");
    fs::remove_file(folder.path().join("certs.db.key")).expect("removed");
    let locked = Store::open_with(store.path(), &OpenOptions::default().locked()).expect("opened");
    let entry = locked.get(made.thumbprint()).expect("public");
    assert!(entry.has_private_key());
    assert_eq!(status(entry.identity()), Some(Status::StoreLocked));
    assert_eq!(status(locked.archive(&entry)), Some(Status::StoreLocked));
    assert_eq!(status(locked.create_self_signed(&wanted("b"), &AddOptions::default())), Some(Status::StoreLocked));
    assert_eq!(locked.events(0, 10).expect("readable").len(), 2);
}

#[test]
fn get_takes_a_thumbprint_and_says_what_is_near() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    assert_eq!(store.get(made.sha256()).expect("SHA-256").certificate(), made.certificate());
    let near = |result: Result<Entry, Error>| match result {
        Err(Error::NotFound { near, .. }) => near,
        other => panic!("{other:?}"),
    };
    let found = near(store.get_with(made.thumbprint(), &Get::in_store(StoreName::TrustedRoot)));
    assert_eq!(found, ["it is in Personal (CN=a)"]);
    let Thumbprint::Sha256(octets) = made.sha256() else { panic!("SHA-256") };
    let mut cut = [0; 20];
    cut.copy_from_slice(&octets[..20]);
    assert_eq!(near(store.get(Thumbprint::Sha1(cut))), [format!("the SHA-256 of CN=a begins the same: {}", made.sha256())]);
    assert_eq!(near(store.get(Thumbprint::Sha1([0; 20]))), Vec::<String>::new());
    store.archive(&made).expect("archived");
    assert_eq!(near(store.get(made.thumbprint())), ["it is archived (CN=a)"]);
    assert!(store.get_with(made.thumbprint(), &Get::any()).expect("any").archived());
    assert!(store.unarchive(&made).expect("undone").changed);
    assert!(!store.unarchive(&made).expect("again").changed);
}

#[test]
fn select_gives_exactly_one_or_says_why_not() {
    let (_folder, store) = new_store();
    let one = make(&store, "CN=srv1,O=Example");
    make(&store, "CN=srv10,O=Example");
    make(&store, "Zoë");
    let serial = one.serial().to_string();
    for text in ["srv1", "CN=srv1", "cn=SRV1,o=example", &one.thumbprint().to_string(), &format!("00{serial}")] {
        assert_eq!(store.select(&Query::text(text)).map(|found| found.thumbprint()), Ok(one.thumbprint()), "{text}");
    }
    assert_eq!(store.select(&Query::text("ZOË")).map(|found| found.subject().to_string()), Ok("CN=Zoë".to_owned()));
    assert_eq!(store.select(&Query::subject("CN=srv1")).map(|found| found.thumbprint()), Ok(one.thumbprint()));
    match store.select(&Query::subject("O=Example")) {
        Err(Error::Ambiguous { candidates, .. }) => assert_eq!(candidates.len(), 2),
        other => panic!("{other:?}"),
    }
    store.archive(&one).expect("archived");
    match store.select(&Query::text("srv1")) {
        Err(Error::NotFound { near, .. }) => assert!(near[0].contains("CN=srv1,O=Example"), "{near:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_newest_valid_one_is_picked_and_the_others_are_named() {
    let (_folder, store) = new_store();
    let from = |day| wanted("srv").valid_from(DateInput::Instant(day)).valid_to(ValidTo::Years(30));
    let add = |wanted: SelfSigned| store.create_self_signed(&wanted, &AddOptions::default()).expect("made");
    add(from(datetime!(2020-01-01 0:00 UTC)));
    let newest = add(from(datetime!(2024-01-01 0:00 UTC)));
    add(from(datetime!(2024-06-01 0:00 UTC)).valid_to(ValidTo::Days(1)));
    let keyless = from(datetime!(2025-01-01 0:00 UTC)).issue(Now::system()).expect("made");
    store.add(keyless.certificate(), &AddOptions::default()).expect("added");
    let found = store.select_newest_valid(&Query::subject("srv")).expect("found");
    assert_eq!(found.entry.thumbprint(), newest.thumbprint());
    let mut why: Vec<_> = found.passed_over.iter().filter_map(|one| one.rsplit(": ").next()).collect();
    why.sort_unstable();
    assert_eq!(why, ["no private key", "not valid now", "older"]);
    store.delete(&newest).expect("deleted");
    assert!(store.select_newest_valid(&Query::subject("srv")).is_ok(), "the older one is left");
    match store.select_newest_valid(&Query { has_private_key: Some(false), ..Query::subject("srv") }) {
        Err(Error::NotFound { near, .. }) => assert!(near[0].ends_with("no private key"), "{near:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn find_combines_its_conditions() {
    let (_folder, store) = new_store();
    let short =
        store.create_self_signed(&wanted("short 100%").valid_to(ValidTo::Days(10)).dns_name("a.example").expect("a name"), &AddOptions::default());
    let short = short.expect("made");
    store.create_self_signed(&wanted("long").ip_address([10, 0, 0, 5].into()).purpose(Purpose::Ca), &AddOptions::default()).expect("made");
    let subjects =
        |query: Query| -> Vec<String> { store.find(&query).expect("a query").map(|entry| entry.expect("an entry").subject().to_string()).collect() };
    let soon = Now::system().utc + Duration::days(30);
    assert_eq!(subjects(Query { expiring_before: Some(soon), ..Query::default() }), ["CN=short 100%"]);
    assert_eq!(subjects(Query { contains: Some("100%".to_owned()), ..Query::default() }), ["CN=short 100%"]);
    assert_eq!(subjects(Query { contains: Some("%".to_owned()), is_ca: Some(true), ..Query::default() }), Vec::<String>::new());
    assert_eq!(subjects(Query { dns_name: Some("A.example".to_owned()), ..Query::default() }), ["CN=short 100%"]);
    assert_eq!(subjects(Query { ip_address: Some([10, 0, 0, 5].into()), ..Query::default() }), ["CN=long"]);
    assert_eq!(subjects(Query { serial: Some(short.serial().clone()), ..Query::default() }), ["CN=short 100%"]);
    assert_eq!(subjects(Query { store: Some(StoreName::TrustedRoot), ..Query::default() }), Vec::<String>::new());
    assert_eq!(subjects(Query::default()).len(), 2);
}

#[test]
fn find_reads_page_after_page() {
    let (_folder, store) = new_store();
    let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("made"));
    for index in 0..600 {
        let identity = wanted(&format!("c{index}")).issue_with_key(key.clone(), Now::system()).expect("made");
        store.add(identity.certificate(), &AddOptions::default()).expect("added");
    }
    let mut seen: Vec<String> = store.find(&Query::default()).expect("all").map(|entry| entry.expect("an entry").subject().to_string()).collect();
    seen.dedup();
    assert_eq!(seen.len(), 600);
}

#[test]
fn an_unknown_named_store_needs_create() {
    let (_folder, store) = new_store();
    let web = AddOptions::to(StoreName::parse("Web").expect("a name"));
    let known = ["Personal", "TrustedRoot", "Intermediate", "TrustedPeople"].map(str::to_owned).to_vec();
    let error = Error::UnknownStoreName { name: "Web".to_owned(), known };
    assert_eq!(store.create_self_signed(&wanted("a"), &web).err(), Some(error));
    let made = store.create_self_signed(&wanted("a"), &web.clone().create_store()).expect("made");
    assert_eq!(made.stores(), [StoreName::Other("Web".to_owned())]);
    let lower = AddOptions::to(StoreName::parse("web").expect("a name"));
    assert!(!store.add(&made, &lower).expect("the case does not matter").changed);
}

#[test]
fn a_key_never_gets_into_a_trust_store() {
    let (_folder, store) = new_store();
    let identity = wanted("a").issue(Now::system()).expect("made");
    let added = store.add_identity(&identity, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    assert!(!added.entry.has_private_key());
    assert_eq!(added.notes, ["its private key was left out: none is put into TrustedRoot"]);
    assert_eq!(status(store.create_self_signed(&wanted("b"), &AddOptions::to(StoreName::TrustedPeople))), Some(Status::InvalidArgument));
}

#[test]
fn a_shared_key_stays_until_its_last_certificate_goes() {
    let (_folder, store) = new_store();
    let first = wanted("a").issue(Now::system()).expect("made");
    let second = wanted("b").issue_with_key(first.private_key().clone(), Now::system()).expect("made");
    for identity in [&first, &second] {
        store.add_identity(identity, &AddOptions::default()).expect("added");
    }
    assert_eq!(store.delete(first.certificate().thumbprint()).map(|done| (done.key_deleted, done.key_shared)), Ok((false, true)));
    let left = store.get(second.certificate().thumbprint()).expect("there");
    assert!(left.identity().is_ok());
    assert_eq!(store.delete(&left).map(|done| (done.key_deleted, done.key_shared)), Ok((true, false)));
    assert_eq!(status(store.delete(&left)), Some(Status::NotFound));
    assert_eq!(store.info().map(|info| (info.certificates, info.private_keys)), Ok((0, 0)));
}

#[test]
fn adding_again_changes_nothing() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    let events = store.last_event().expect("a number");
    assert!(!store.add(&made, &AddOptions::default()).expect("again").changed);
    assert_eq!(store.last_event(), Ok(events));
    let ensured = store.ensure_self_signed(&wanted("a"), &AddOptions::default()).expect("found");
    assert!(!ensured.changed && ensured.entry.thumbprint() == made.thumbprint());
    assert!(store.ensure_self_signed(&wanted("a").key(KeyAlgorithm::EcP384), &AddOptions::default()).expect("made").changed);
}

#[test]
fn nothing_stays_of_a_change_that_fails() {
    let (_folder, store) = new_store();
    let identity = wanted("a").issue(Now::system()).expect("made");
    let failed: Result<(), Error> = store.change("test", |change| {
        change.put(identity.certificate(), Some(identity.private_key()), &AddOptions::default(), journal::Action::Added)?;
        Err(Error::Busy { path: String::new() })
    });
    assert_eq!(status(failed), Some(Status::Busy));
    assert_eq!(status(store.get(identity.certificate().thumbprint())), Some(Status::NotFound));
    assert_eq!(store.last_event(), Ok(1));
}

#[test]
fn the_journal_is_numbered_without_gaps_and_notices_alterations() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    store.archive(&made).expect("archived");
    store.delete(&made).expect("deleted");
    let events = store.events(0, 100).expect("sealed");
    assert_eq!(events.iter().map(|event| event.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["created", "issued", "archived", "deleted"]);
    assert_eq!(events[3].thumbprint, Some(made.thumbprint().to_string()));
    assert_eq!(store.events(2, 1).expect("sealed")[0].kind, "archived");
    tamper(&store, "UPDATE events SET actor = 'someone else' WHERE number = 3");
    assert_eq!(store.events(0, 100), Err(Error::Tampered { what: "line 3 of the journal".to_owned() }));
    assert_eq!(store.events(3, 100).map(|events| events.len()), Ok(1), "its seal is as it was");
    tamper(&store, "DELETE FROM events WHERE number = 2");
    assert_eq!(store.events(1, 100), Err(Error::Tampered { what: "line 2 of the journal".to_owned() }));
}

#[test]
fn trust_that_was_not_given_here_is_refused() {
    let (_folder, store) = new_store();
    let made = make(&store, "a");
    tamper(&store, "INSERT INTO memberships SELECT id, 2, x'00' FROM certificates");
    assert_eq!(status(store.get(made.thumbprint())), Some(Status::Tampered));
}

#[test]
fn a_sealed_key_that_was_moved_does_not_open() {
    let (_folder, store) = new_store();
    let (one, _two) = (make(&store, "a"), make(&store, "b"));
    let other = "(SELECT sealed FROM keys WHERE id <> (SELECT key FROM certificates WHERE subject = 'CN=a'))";
    tamper(&store, &format!("UPDATE keys SET sealed = {other} WHERE id = (SELECT key FROM certificates WHERE subject = 'CN=a')"));
    assert_eq!(status(one.identity()), Some(Status::Tampered));
}

#[test]
fn secrets_do_not_stand_in_the_files() {
    let (folder, store) = new_store();
    let identity = wanted("a").issue(Now::system()).expect("made");
    store.add_identity(&identity, &AddOptions::default()).expect("added");
    let pkcs8 = identity.private_key().pkcs8();
    let secret = &pkcs8[36..60]; // within the scalar
    for file in fs::read_dir(folder.path()).expect("listed") {
        let content = fs::read(file.expect("a name").path()).expect("read");
        assert!(!content.windows(secret.len()).any(|window| window == secret));
    }
}

#[test]
fn another_key_makes_no_identity() {
    let (_folder, store) = new_store();
    let (one, two) = (make(&store, "a"), make(&store, "b"));
    let key = two.identity().expect("its key").private_key().clone();
    assert_eq!(status(Identity::new(one.certificate().clone(), key, Vec::new())), Some(Status::KeyMismatch));
}

#[test]
fn threads_share_one_store() {
    let (_folder, store) = new_store();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = store.clone();
            scope.spawn(move || (0..10).for_each(|index| drop(make(&store, &format!("t{thread} {index}")))));
        }
    });
    assert_eq!(store.info().map(|info| (info.certificates, info.private_keys)), Ok((80, 80)));
    assert_eq!(store.events(0, 1000).map(|events| events.len()), Ok(81));
}

#[test]
fn what_an_older_database_left_behind_is_not_taken_for_this_one() {
    let folder = folder();
    let path = folder.path().join("certs.db");
    fs::write(folder.path().join("certs.db-wal"), "old").expect("written");
    let left = folder.path().join("certs.db-wal").display().to_string();
    assert_eq!(Store::create(&path).err(), Some(Error::AlreadyExists { path: left }));
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "no key file was made");
}

#[test]
fn another_certificate_under_a_known_thumbprint_is_refused() {
    let (_folder, store) = new_store();
    let (one, _two) = (make(&store, "a"), make(&store, "b"));
    tamper(&store, "UPDATE certificates SET der = (SELECT der FROM certificates WHERE subject = 'CN=b') WHERE subject = 'CN=a'");
    assert_eq!(status(store.get(one.thumbprint())), Some(Status::Tampered));
}

#[test]
fn trust_by_exchanged_names_is_refused() {
    let (_folder, store) = new_store();
    make(&store, "a");
    let connection = Connection::open(store.path()).expect("opened");
    let swap = "UPDATE stores SET name = 'x' WHERE id = 2; UPDATE stores SET name = 'TrustedRoot' WHERE id = 1; UPDATE stores SET name = 'Personal' WHERE id = 2";
    connection.execute_batch(swap).expect("altered");
    let query = Query { store: Some(StoreName::TrustedRoot), ..Query::default() };
    let found: Result<Vec<Entry>, Error> = store.find(&query).and_then(Iterator::collect);
    assert_eq!(status(found), Some(Status::Tampered));
}

#[test]
fn a_part_is_looked_for_in_any_script_and_case() {
    let (_folder, store) = new_store();
    make(&store, "Zoë Ähre");
    make(&store, "Zoe");
    let count = |part: &str| store.find(&Query { contains: Some(part.to_owned()), ..Query::default() }).expect("a query").count();
    assert_eq!((count("ö"), count("ZOË"), count("zo"), count("ähr")), (0, 1, 2, 1));
}

#[test]
fn a_limit_counts_only_what_matches() {
    let (_folder, store) = new_store();
    for subject in ["a", "b", "ö", "öö"] {
        make(&store, subject);
    }
    for (limit, expected) in [(0, 0), (1, 1), (2, 2), (3, 2)] {
        // SQL takes each letter for an "ö"
        let query = Query { subject_contains: Some("CN=ö".to_owned()), limit: Some(limit), ..Query::default() };
        assert_eq!(store.find(&query).expect("a query").count(), expected, "{limit}");
    }
}

#[test]
fn one_is_ensured_when_many_ask_at_once() {
    let (_folder, store) = new_store();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let store = Store::open(store.path()).expect("opened");
            scope.spawn(move || store.ensure_self_signed(&wanted("same"), &AddOptions::default()).expect("ensured"));
        }
    });
    assert_eq!(store.info().map(|info| (info.certificates, info.private_keys)), Ok((1, 1)));
}

#[test]
fn ensure_makes_the_named_store_when_asked_to() {
    let (_folder, store) = new_store();
    let web = AddOptions::to(StoreName::parse("Web").expect("a name"));
    assert_eq!(status(store.ensure_self_signed(&wanted("a"), &web)), Some(Status::UnknownStoreName));
    assert!(store.ensure_self_signed(&wanted("a"), &web.create_store()).expect("made").changed);
}

#[test]
fn a_store_that_was_rolled_back_leaves_no_name_behind() {
    let (_folder, store) = new_store();
    let identity = wanted("a").issue(Now::system()).expect("made");
    let to = |name: &str| AddOptions::to(StoreName::parse(name).expect("a name")).create_store();
    let failed: Result<(), Error> = store.change("test", |change| {
        change.put(identity.certificate(), None, &to("Foo"), journal::Action::Added)?;
        Err(Error::Busy { path: String::new() })
    });
    assert_eq!(status(failed), Some(Status::Busy));
    let added = store.add(identity.certificate(), &to("Bar")).expect("added");
    assert_eq!(added.entry.stores(), [StoreName::Other("Bar".to_owned())]);
}
