//! What a backup takes, how its files are called, and that none counts before it is proven.

use super::*;

#[test]
fn takes_exactly_what_roles_in_the_backup_need() {
    let here = here();
    let database = here.assigned("reports", Some("db1"));
    let client = here.assigned("client", None);
    let served = here.store.provide("ssl-connection", None, &ProvideOptions::default()).expect("made").entry;
    here.store.create_self_signed(&SelfSigned::new("CN=of no use").expect("a subject"), &AddOptions::default()).expect("made");
    let report = here.backup();
    assert_eq!((report.proof.certificates, report.proof.keys, report.proof.signed), (2, 2, 2));
    assert!(report.proof.complete() && report.lacking.is_empty());
    let left_out: Vec<_> = report.left_out.iter().map(|one| (one.thumbprint, one.why.as_str())).collect();
    assert_eq!(left_out, [(served.thumbprint(), "certificates of its role can be made again")]);
    for entry in [&database, &client] {
        let holder = here.store.backup_that_holds(&entry.thumbprint()).expect("read").expect("a backup");
        assert_eq!(holder, report.backup);
        assert_eq!(here.store.where_used(entry).expect("used").backup.as_ref(), Some(&report.backup));
    }
    assert_eq!(here.store.backup_that_holds(&served.sha256()).expect("read"), None);
    assert_eq!(here.store.overview(&OverviewOptions::default()).expect("an overview").last_backup, Some(report.backup));
    assert!(kinds(&here.store).contains(&"backed-up".to_owned()));
    let one = here.store.backup(&here.options().scope("DB1"), &mut on).expect("a backup");
    assert_eq!((one.proof.keys, one.backup.scope.as_deref()), (1, Some("DB1")));
    let nothing = here.store.backup(&here.options().scope("db2"), &mut on);
    assert_eq!(nothing.err(), Some(Error::NotFound { wanted: "a certificate to back up in \"db2\"".to_owned(), near: Vec::new() }));
}

#[test]
fn files_tell_what_they_hold_and_none_is_overwritten() {
    let here = here();
    let scope = "Übersicht / COM1: \"x\"";
    here.assigned("reports", Some(scope));
    here.assigned("client", None);
    let one = here.backup();
    assert_eq!(one.backup.files[0].name, "certwright_backup_20260601T120000Z.pfx");
    let same_second = here.backup();
    assert_eq!(same_second.backup.files[0].name, "certwright_backup_20260601T120000Z-2.pfx");
    let each = here.store.backup(&here.options().files(BackupFiles::Each), &mut on).expect("a backup");
    let names: Vec<_> = each.backup.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet))), "{names:?}");
    assert!(names[0].starts_with("certwright_client_") && names[1].starts_with("certwright_reports_Ubersicht-COM1-x_"), "{names:?}");
    assert_eq!(here.files().len(), 4);
    #[cfg(unix)]
    for file in here.files() {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(file).expect("a file").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_cannot_be_taken_is_said_and_the_rest_is_backed_up() {
    let here = here();
    let lost = here.assigned("reports", Some("db1"));
    here.assigned("reports", Some("db2"));
    let connection = rusqlite::Connection::open(here.store.path()).expect("opened");
    let sealed = "UPDATE keys SET sealed = zeroblob(64) WHERE id = (SELECT key FROM certificates WHERE sha256 = ?1)";
    connection.execute(sealed, [lost.sha256().as_bytes()]).expect("damaged");
    let report = here.backup();
    let lacking: Vec<_> = report.lacking.iter().map(|one| (one.thumbprint, one.why.as_str())).collect();
    assert_eq!(lacking, [(lost.thumbprint(), "its private key does not open")]);
    assert_eq!((report.proof.keys, report.backup.lacking.as_slice()), (1, [lost.thumbprint().to_string()].as_slice()));
}

#[test]
fn refuses_without_a_password_or_a_place() {
    let here = here();
    here.assigned("client", None);
    let nowhere = BackupOptions::default().password(PASSWORD);
    assert_eq!(status(here.store.backup(&nowhere, &mut on)), Some(Status::InvalidArgument));
    let somewhere = BackupOptions::default().location(here.location());
    assert_eq!(status(here.store.backup(&somewhere, &mut on)), Some(Status::PasswordRequired));
    assert_eq!(status(here.store.backup(&somewhere.clone().password(""), &mut on)), Some(Status::InvalidArgument));
    let missing = here.folder.path().join("missing").display().to_string();
    assert_eq!(status(here.store.backup(&here.options().location(missing), &mut on)), Some(Status::NotFound));
    assert_eq!(status(here.store.backup(&here.options(), &mut |_, _| ControlFlow::Break(()))), Some(Status::Cancelled));
    assert!(here.files().is_empty(), "nothing is left behind");
    assert!(here.store.backups().expect("read").is_empty());
}

#[test]
fn settings_are_kept_sealed_with_their_password() {
    let here = here();
    here.assigned("client", None);
    let settings = BackupSettings { location: Some(here.location()), password: PasswordSource::Sealed, ..BackupSettings::default() };
    assert_eq!(status(here.store.set_backup_settings(&settings, None)), Some(Status::PasswordRequired));
    assert_eq!(here.store.set_backup_settings(&settings, Some(PASSWORD)), Ok(true));
    assert_eq!(here.store.set_backup_settings(&settings, None), Ok(false), "the password stays");
    assert_eq!(here.store.backup_settings().expect("read"), settings);
    assert_eq!(here.store.backup_password().expect("read").as_deref().map(String::as_str), Some(PASSWORD));
    let raw = fs::read(here.store.path()).expect("read");
    assert!(!raw.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes()), "only sealed");
    here.store.backup(&BackupOptions::default(), &mut on).expect("by the settings alone");
    here.store.rotate_key(&Default::default()).expect("rotated");
    here.store.backup(&BackupOptions::default(), &mut on).expect("after a rotation");
    // what one sets, another's change leaves as it is
    assert_eq!(here.store.change_backup_settings(None, |settings| settings.files = BackupFiles::Each), Ok(true));
    assert_eq!(here.store.backup_settings().expect("read"), BackupSettings { files: BackupFiles::Each, ..settings.clone() });
    assert_eq!(here.store.change_backup_settings(None, |settings| settings.files = BackupFiles::One), Ok(true));
    let file = here.folder.path().join("password");
    fs::write(&file, format!("{PASSWORD}\r\n")).expect("written");
    let by_file = BackupSettings { password: PasswordSource::File(file), ..settings.clone() };
    assert_eq!(here.store.set_backup_settings(&by_file, None), Ok(true));
    assert_eq!(here.store.backup_password().expect("read").as_deref().map(String::as_str), Some(PASSWORD));
    assert_eq!(status(here.store.set_backup_settings(&settings, None)), Some(Status::PasswordRequired), "another source took it away");
    for location in ["backups", "", "s3://key:secret@bucket/x"] {
        let wrong = BackupSettings { location: Some(location.to_owned()), ..BackupSettings::default() };
        assert_eq!(status(here.store.set_backup_settings(&wrong, None)), Some(Status::InvalidArgument), "{location}");
    }
    for wrong in ["file:relative", "environment:A=B", "nowhere", "file"] {
        assert_eq!(status(wrong.parse::<PasswordSource>()), Some(Status::InvalidArgument), "{wrong}");
    }
}

#[test]
fn altered_records_are_found_and_can_be_discarded() {
    let here = here();
    here.assigned("client", None);
    here.backup();
    here.store.set_backup_settings(&BackupSettings { location: Some(here.location()), ..BackupSettings::default() }, None).expect("set");
    let connection = rusqlite::Connection::open(here.store.path()).expect("opened");
    connection.execute_batch("UPDATE backups SET holds = zeroblob(64); UPDATE documents SET document = '{}'").expect("altered");
    assert_eq!(status(here.store.backups()), Some(Status::Tampered));
    assert_eq!(status(here.store.backup_settings()), Some(Status::Tampered));
    let verdicts = here.store.check(&mut on).expect("checked").verdicts;
    let faults: Vec<_> = verdicts.iter().filter(|verdict| !verdict.ok).map(|verdict| verdict.what.as_str()).collect();
    assert_eq!(faults, ["usage", "backup 1", "the document backup settings"], "{verdicts:?}");
    assert_eq!(here.store.discard_altered().expect("discarded"), ["backup 1", "the document backup settings"]);
    assert!(here.store.backups().expect("read").is_empty());
}

#[test]
fn what_served_more_than_once_is_backed_up_and_comes_back() {
    let here = here();
    let (one, two) = (here.assigned("reports", Some("db1")), here.assigned("reports", Some("db1")));
    for entry in [&one, &two, &one, &two, &one] {
        here.later(Duration::days(1));
        here.store.assign(entry, "reports", Some("db1"), &AssignOptions::default()).expect("assigned");
    }
    here.store.unassign(&one, "reports", Some("db1")).expect("unassigned");
    here.later(Duration::days(1));
    here.store.assign(&one, "reports", Some("db1"), &AssignOptions::default()).expect("assigned again");
    let report = here.backup();
    let new = super::here();
    new.store.restore(&[Path::new(&here.location()).join(&report.backup.files[0].name)], &open(), &mut on).expect("restored");
    let held = |store: &Store| {
        let mut all: Vec<_> = store.assignments().expect("read").into_iter().filter(crate::store::Assignment::holds).collect();
        all.sort_by_key(|one| (one.since, one.until));
        all
    };
    assert_eq!(held(&new.store), held(&here.store));
    assert!(held(&new.store).len() > 3);
    #[cfg(feature = "bundle")]
    here.store.backup(&here.options().kind(BackupKind::Bundle), &mut on).expect("a bundle");
    let conflicts = open().conflicts(Conflicts::TakeTheirs);
    let other = super::here();
    other.assigned("reports", Some("db1"));
    other.store.restore(&[Path::new(&here.location()).join(&report.backup.files[0].name)], &conflicts, &mut on).expect("restored");
    other.backup();
}

#[test]
fn retention_removes_only_what_was_made_here() {
    let (old, new) = (here(), here());
    old.assigned("client", None);
    let report = old.backup();
    let foreign = Path::new(&old.location()).join(&report.backup.files[0].name);
    new.store.restore(&[&foreign], &open(), &mut on).expect("restored");
    let settings = BackupSettings { retention: Retention::default().keep(1), location: Some(old.location()), ..BackupSettings::default() };
    new.store.set_backup_settings(&settings, None).expect("set");
    for _ in 0..3 {
        new.later(Duration::hours(1));
        new.store.backup(&BackupOptions::default().password(PASSWORD), &mut on).expect("a backup");
    }
    assert!(foreign.exists(), "another store's file stays");
    assert_eq!(old.files().len(), 2, "its own, and the newest of this one");
}

#[test]
fn certificates_of_one_key_are_told_apart_by_their_names() {
    let here = here();
    let first = here.assigned("reports", Some("db1"));
    here.store.describe(&first, &crate::store::Description::default().friendly_name("Reports")).expect("named");
    let second = here.store.renew(&first, &RenewOptions::default().same_key()).expect("renewed").entry;
    here.store.describe(&second, &crate::store::Description::default().friendly_name("")).expect("unnamed");
    assert_eq!(here.backup().proof.keys, 2);
}
