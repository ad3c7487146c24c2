//! A copy of a store beside the original.

use std::fs;

use super::*;

fn copy(here: &Here, name: &str) -> std::path::PathBuf {
    let target = here.folder.path().join(name);
    stranger(&here.path(), &format!("VACUUM INTO '{}'", target.display()));
    fs::copy(here.folder.path().join("certs.db.key"), here.folder.path().join(format!("{name}.key"))).expect("copied");
    target
}

#[test]
fn no_key_is_made_in_a_copy_before_it_is_adopted() {
    let here = here();
    let database = here.provide("database", Some("db1")).expect("made").entry;
    let path = copy(&here, "restored.db");
    let restored = Store::open_with(&path, &options(&here.clock)).expect("opens");
    let why = format!("it is a copy of {}, which is still there", fs::canonicalize(here.path()).expect("there").display());
    assert_eq!(restored.other_installation(), Ok(Some(why.clone())));
    let refused = Error::OtherInstallation { path: path.display().to_string(), why: why.clone() };
    for (role, scope) in [("database", Some("db2")), ("ssl-connection", None)] {
        assert_eq!(restored.provide(role, scope, &ProvideOptions::default()).err(), Some(refused.clone()));
    }
    assert_eq!(restored.renew(&database, &RenewOptions::default()).err(), Some(refused));
    assert_eq!(
        restored.provide("database", Some("db1"), &ProvideOptions::default()).expect("what is there").entry.thumbprint(),
        database.thumbprint()
    );
    assert!(restored.info().expect("told").warnings.iter().any(|warning| warning.contains(&why)));
    let verdicts = restored.preflight(&PreflightOptions::default().host(host()), &mut |_, _| ControlFlow::Continue(())).expect("done").verdicts;
    assert!(verdicts.iter().any(|verdict| verdict.what == "installation" && !verdict.ok && verdict.found.starts_with(&why)));

    assert_eq!(restored.adopt(), Ok(true));
    assert_eq!(restored.adopt(), Ok(false));
    assert_eq!(restored.other_installation(), Ok(None));
    assert!(restored.provide("database", Some("db2"), &ProvideOptions::default()).expect("made").made);
    assert_eq!(here.store.other_installation(), Ok(None), "the original goes on");
}

#[test]
fn a_copy_is_said_when_it_is_opened() {
    let here = here();
    let path = copy(&here, "restored.db");
    let said = Arc::new(Mutex::new(Vec::new()));
    let listener = said.clone();
    let opened = options(&here.clock).diagnostics(move |diagnostic| listener.lock().expect("a list").push(diagnostic.code.name()));
    Store::open_with(path, &opened).expect("opens");
    assert!(said.lock().expect("a list").contains(&"other-installation"));
}

#[test]
fn a_store_that_was_moved_stays_its_installation_s() {
    let here = here();
    let path = copy(&here, "moved.db");
    fs::remove_file(here.path()).expect("removed");
    let moved = Store::open_with(&path, &options(&here.clock)).expect("opens");
    assert_eq!(moved.other_installation(), Ok(None));
    assert!(moved.provide("database", None, &ProvideOptions::default()).expect("made").made);
}

#[test]
fn whose_a_store_is_cannot_be_altered_or_taken_away_unseen() {
    let here = here();
    for statement in ["UPDATE meta SET value = x'00' WHERE name = 'installation'", "DELETE FROM meta WHERE name = 'installation'"] {
        here.sql(statement);
        assert_eq!(status(here.provide("client", None)), Some(Status::Tampered), "{statement}");
        let is_told = !here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked").ok();
        assert_eq!(is_told, statement.starts_with("UPDATE"));
        assert_eq!(here.store.adopt(), Ok(true));
        assert!(here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked").ok());
    }
    here.provide("client", None).expect("made");
    assert_eq!(here.events("adopted").len(), 2);
}

#[test]
fn a_name_that_the_host_gives_decides_alone() {
    let (folder, clock) = (tempfile::tempdir().expect("a folder"), Arc::new(Mutex::new(NOW)));
    let path = folder.path().join("certs.db");
    let store = Store::create_with(&path, &options(&clock).installation("plant A")).expect("made");
    let elsewhere = folder.path().join("elsewhere.db");
    stranger(&path, &format!("VACUUM INTO '{}'", elsewhere.display()));
    let key_file = folder.path().join("certs.db.key");
    let open = |name: &str| Store::open_with(&elsewhere, &options(&clock).key_file(&key_file).installation(name)).expect("opens");
    assert_eq!(open("plant A").other_installation(), Ok(None));
    assert_eq!(open("plant B").other_installation(), Ok(Some("it is that of \"plant A\", and \"plant B\" opened it".to_owned())));
    assert_eq!(status(open("plant B").provide("client", None, &ProvideOptions::default())), Some(Status::OtherInstallation));
    drop(store);
    // who gives no name takes none away
    Store::open_with(&path, &options(&clock)).expect("opens").provide("client", None, &ProvideOptions::default()).expect("made");
    let other = Store::open_with(&path, &options(&clock).installation("plant B")).expect("opens");
    assert_eq!(status(other.provide("client", Some("b"), &ProvideOptions::default())), Some(Status::OtherInstallation));
}

#[test]
fn one_file_by_two_paths_is_no_copy() {
    let here = here();
    let path = here.folder.path().join("linked.db");
    std::os::unix::fs::symlink(here.path(), &path).expect("linked");
    std::os::unix::fs::symlink(here.folder.path().join("certs.db.key"), here.folder.path().join("linked.db.key")).expect("linked");
    let linked = Store::open_with(&path, &options(&here.clock)).expect("opens");
    assert_eq!(linked.other_installation(), Ok(None));
}
