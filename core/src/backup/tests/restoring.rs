//! Out of the files and their password alone; and what becomes of what both cannot hold.

use super::*;

fn files_of(here: &Here, report: &BackupReport) -> Vec<PathBuf> {
    report.backup.files.iter().map(|file| Path::new(&here.location()).join(&file.name)).collect()
}

#[test]
fn roles_scopes_dates_and_names_come_back() {
    for files in [BackupFiles::One, BackupFiles::Each] {
        let old = here();
        let first = old.assigned("reports", Some("db1"));
        old.store.describe(&first, &crate::store::Description::default().friendly_name("Reports").tags(["plant 7".to_owned()])).expect("named");
        old.later(Duration::days(40));
        let second = old.store.renew(&first, &RenewOptions::default()).expect("renewed").entry;
        let mut role = Role::new("vault");
        (role.description, role.expiry_matters) = ("opens the vault".to_owned(), false);
        old.store.define_role(&role).expect("defined");
        let vault = old.assigned("vault", None);
        old.store.assign(&vault, "client", None, &AssignOptions::default()).expect("assigned");
        let report = old.store.backup(&old.options().files(files), &mut on).expect("a backup");
        let new = here();
        let restored = new.store.restore(&files_of(&old, &report), &open(), &mut on).expect("restored");
        assert!(restored.changed && restored.lines.iter().all(|line| line.outcome == RestoreOutcome::Added), "{:?}", restored.lines);
        let of_role = |store: &Store| {
            let mut all: Vec<_> = store.assignments().expect("read").into_iter().filter(crate::store::Assignment::holds).collect();
            all.sort_by_key(|one| (one.sha256.to_string(), one.role.clone()));
            all
        };
        assert_eq!(of_role(&new.store), of_role(&old.store));
        assert_eq!(new.store.role("vault").expect("defined"), role);
        let came = new.store.get_with(&first, &Get::any()).expect("there");
        assert_eq!((came.friendly_name(), came.tags(), came.archived()), (Some("Reports"), ["plant 7".to_owned()].as_slice(), true));
        for entry in [&first, &second, &vault] {
            let (ours, theirs) = (old.store.private_key(entry).expect("a key"), new.store.private_key(entry).expect("a key"));
            assert_eq!(ours.pkcs8(), theirs.pkcs8());
            theirs.must_sign_for(entry).expect("it signs");
        }
        assert_eq!(status(new.store.provide("reports", Some("db1"), &ProvideOptions::default())), None);
        let again = new.store.restore(&files_of(&old, &report), &open(), &mut on).expect("restored");
        assert!(!again.changed && again.lines.iter().all(|line| line.outcome == RestoreOutcome::Same), "{:?}", again.lines);
        assert_eq!(new.store.backups().expect("read").len(), 1, "the new machine knows its backup");
    }
}

#[test]
fn what_both_cannot_hold_is_never_resolved_silently() {
    let old = here();
    let theirs = old.assigned("reports", Some("db1"));
    let report = old.backup();
    let files = files_of(&old, &report);
    let gone_on = || {
        let new = here();
        new.later(Duration::days(1));
        let ours = new.assigned("reports", Some("db1"));
        (new, ours)
    };
    let (new, ours) = gone_on();
    let before = new.store.last_event().expect("a line");
    let plan = new.store.restore(&files, &open().dry_run(), &mut on).expect("a plan");
    assert_eq!(outcome(&plan, "assignment"), [RestoreOutcome::Conflict]);
    assert_eq!((outcome(&plan, "certificate"), plan.changed), (vec![RestoreOutcome::Added], false));
    let refused = new.store.restore(&files, &open(), &mut on).expect_err("a conflict");
    let Error::Conflict { what } = &refused else { panic!("{refused:?}") };
    assert!(what[0].contains("reports (db1)") && what[0].contains(&ours.thumbprint().to_string()), "{what:?}");
    assert_eq!(new.store.last_event(), Ok(before), "nothing stays of either");
    assert_eq!(status(new.store.get_with(&theirs, &Get::any())), Some(Status::NotFound));

    let kept = new.store.restore(&files, &open().conflicts(Conflicts::KeepOurs), &mut on).expect("restored");
    assert_eq!(outcome(&kept, "assignment"), [RestoreOutcome::Kept]);
    let states = |store: &Store| {
        let mut all: Vec<_> = store.assignments().expect("read").iter().map(|one| (one.thumbprint, one.until.is_none(), one.retained)).collect();
        all.sort_by_key(|one| one.0.to_string());
        all
    };
    let mut wanted = vec![(ours.thumbprint(), true, false), (theirs.thumbprint(), false, true)];
    wanted.sort_by_key(|one| one.0.to_string());
    assert_eq!(states(&new.store), wanted, "old data may need it all the same");

    let (new, ours) = gone_on();
    let replaced = new.store.restore(&files, &open().conflicts(Conflicts::TakeTheirs), &mut on).expect("restored");
    assert_eq!(outcome(&replaced, "assignment"), [RestoreOutcome::Replaced]);
    let mut wanted = vec![(ours.thumbprint(), false, true), (theirs.thumbprint(), true, false)];
    wanted.sort_by_key(|one| one.0.to_string());
    assert_eq!(states(&new.store), wanted);
}

#[test]
fn a_file_of_another_program_is_taken_for_a_role_that_is_given() {
    let here = here();
    let identity = SelfSigned::new("CN=foreign").expect("a subject").issue(Now::system()).expect("made");
    let pfx = crate::format::write_pkcs12([identity.clone()].as_slice(), PASSWORD, &Default::default()).expect("written");
    let file = here.folder.path().join("foreign.pfx");
    fs::write(&file, &pfx.bytes).expect("written");
    let unknown = here.store.restore(&[&file], &open().role("reports", None), &mut on);
    assert_eq!(status(unknown), Some(Status::UnknownRole));
    let alone = here.store.restore(&[&file], &open(), &mut on).expect("restored");
    assert!(alone.notes.iter().any(|note| note.contains("nothing of roles")), "{:?}", alone.notes);
    let restored = here.store.restore(&[&file], &open().role("client", Some("east")), &mut on).expect("restored");
    assert_eq!(outcome(&restored, "assignment"), [RestoreOutcome::Added]);
    let assigned = here.store.assignments().expect("read");
    assert_eq!((assigned[0].role.as_str(), assigned[0].scope.as_deref(), assigned[0].since), ("client", Some("east"), NOW));
    assert_eq!(status(here.store.restore(&[&file], &RestoreOptions::default().password("wrong"), &mut on)), Some(Status::WrongPassword));
    assert_eq!(status(here.store.restore(&[&file], &RestoreOptions::default(), &mut on)), Some(Status::PasswordRequired));
    let none: [&Path; 0] = [];
    assert_eq!(status(here.store.restore(&none, &open(), &mut on)), Some(Status::InvalidArgument));
}

#[test]
fn a_cancelled_restore_leaves_nothing() {
    let old = here();
    old.assigned("client", None);
    let report = old.backup();
    let new = here();
    let before = new.store.last_event().expect("a line");
    for at in 1..=2 {
        let mut left = at;
        let stopped = new.store.restore(&files_of(&old, &report), &open(), &mut |_, _| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(status(stopped), Some(Status::Cancelled));
        assert_eq!(new.store.last_event(), Ok(before));
    }
}
