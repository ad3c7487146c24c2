//! A change for which there is no room leaves the store as it was, at whichever page the room ends; with room it is done.

use std::{env, ops::ControlFlow, os::unix::process::ExitStatusExt, process::Command};

use certwright::{AddOptions, Archived, Description, Event, Identity, Now, Query, RotateOptions, SelfSigned, Status, Store, ValidTo};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Says that this is the process whose files may not grow.
const CHILD: &str = "FULL_DISK";

/// Files of this process may not become larger.
fn allow(size: Option<u64>) {
    let maximum = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: size.or(maximum), maximum }).expect("a soft limit");
}

/// Each certificate, and the journal.
fn shown(store: &Store) -> (Vec<String>, Vec<Event>) {
    let all = Query { archived: Archived::Also, ..Query::default() };
    let found = store.find(&all).expect("read").map(|entry| entry.expect("an entry"));
    let found = found.map(|entry| format!("{entry:?} {:?} {} {}", entry.friendly_name(), entry.archived(), entry.identity().is_ok()));
    (found.collect(), store.events(0, 10_000).expect("the journal"))
}

fn many(first: usize) -> Vec<Identity> {
    let make = |index: usize| SelfSigned::new(&format!("c{index}")).and_then(|wanted| wanted.valid_to(ValidTo::NoExpiry).issue(Now::system()));
    (first..first + 8).map(|index| make(index).expect("made")).collect()
}

type Change<'a> = &'a dyn Fn(&Store) -> certwright::Result<()>;

/// Tries a change with more and more room until it is done; says how often there was too little.
fn with_more_and_more_room(store: &Store, change: Change<'_>) -> usize {
    let before = shown(store);
    for failures in 0..2000 {
        allow(Some(failures as u64 * 4096));
        let done = change(store);
        allow(None);
        let Err(error) = done else {
            assert_ne!(shown(store), before);
            return failures;
        };
        assert_eq!(error.status(), Status::Io, "{error}");
        assert_eq!(shown(store), before);
        assert_eq!(shown(&Store::open(store.path()).expect("opened")), before, "to another one");
        let report = store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked");
        assert!(report.ok(), "{report:?}");
    }
    panic!("8 MiB are too little");
}

#[test]
fn a_change_without_room_leaves_the_store_as_it_was() {
    if env::var_os(CHILD).is_none() {
        // a shell can make the signal harmless that the system sends with the error
        let mut child = Command::new("sh");
        child.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(env::current_exe().expect("this program"));
        child.args(["--exact", "a_change_without_room_leaves_the_store_as_it_was", "--nocapture"]);
        let ran = child.env(CHILD, "1").output().expect("run");
        assert!(ran.status.success(), "{:?} {}", ran.status.signal(), String::from_utf8_lossy(&ran.stderr));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certs.db");
    drop(Store::create(&path).expect("made"));
    let store = Store::open(&path).expect("opened");
    let (first, second) = (many(0), many(20));
    let one = |store: &Store, text: &str| store.select(&Query { archived: Archived::Also, ..Query::subject(text) });
    let changes: [(&str, Change<'_>); 7] = [
        ("add many", &|store| store.add_identities(&first, &AddOptions::default()).map(|_| ())),
        ("add more", &|store| store.add_identities(&second, &AddOptions::default()).map(|_| ())),
        ("make one", &|store| store.create_self_signed(&SelfSigned::new("new")?, &AddOptions::default()).map(|_| ())),
        ("archive", &|store| store.archive(&one(store, "c3")?).map(|_| ())),
        ("describe", &|store| store.describe(&one(store, "c4")?, &Description::default().friendly_name("x".repeat(9000))).map(|_| ())),
        ("delete", &|store| store.delete(&one(store, "c5")?).map(|_| ())),
        ("rotate", &|store| store.rotate_key(&RotateOptions::default()).map(|_| ())),
    ];
    for (what, change) in changes {
        // the log lies beside the database and is used from its beginning again once it was written back
        assert!(with_more_and_more_room(&store, change) > 0, "{what}: there was always room");
    }
    assert_eq!(store.info().expect("told").certificates, 16);
}
