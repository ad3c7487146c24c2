//! A backup counts only when it restores, and can be proven again at any time.

use super::*;

#[test]
fn a_file_is_proven_later_and_says_what_would_be_missing_today() {
    let here = here();
    here.assigned("reports", Some("db1"));
    let report = here.backup();
    let file = &here.files()[0];
    let proof = here.store.verify_backup(&[file], &open(), &mut on).expect("proven");
    assert!(proof.complete() && proof.signed == 1);
    here.later(Duration::days(3));
    let newer = here.assigned("reports", Some("db2"));
    let proof = here.store.verify_backup(&[file], &open(), &mut on).expect("proven");
    let missing: Vec<_> = proof.missing_today.iter().map(|one| (one.thumbprint, one.scope.as_deref())).collect();
    assert_eq!(missing, [(newer.thumbprint(), Some("db2"))]);
    let known = &here.store.backups().expect("read")[0];
    assert_eq!((known.id, known.at, known.proven), (report.backup.id, NOW, Some(NOW + Duration::days(3))));
    assert!(kinds(&here.store).contains(&"backup-proven".to_owned()));
}

#[test]
fn an_altered_or_cut_file_is_refused_with_the_reason() {
    let here = here();
    here.assigned("client", None);
    here.backup();
    let whole = fs::read(&here.files()[0]).expect("read");
    let file = here.folder.path().join("altered.pfx");
    let refused = [Status::WrongPassword, Status::Damaged, Status::UnknownFormat, Status::Unsupported, Status::WorkLimit];
    for at in (0..whole.len()).step_by(37) {
        let mut altered = whole.clone();
        altered[at] ^= 4;
        fs::write(&file, &altered).expect("written");
        let found = status(here.store.verify_backup(&[&file], &open(), &mut on));
        assert!(found.is_some_and(|found| refused.contains(&found)), "octet {at}: {found:?}");
    }
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).expect("written");
        let found = status(here.store.restore(&[&file], &open(), &mut on));
        assert!(found.is_some_and(|found| refused.contains(&found)), "{length} octets: {found:?}");
    }
}

#[test]
fn old_age_of_the_last_proof_is_a_finding() {
    let here = here();
    let verdict = || {
        let preflight = here.store.preflight(&PreflightOptions::default(), &mut on).expect("looked");
        preflight.verdicts.into_iter().find(|verdict| verdict.what == "backup").expect("a verdict")
    };
    let entry = here.assigned("reports", Some("db1"));
    assert!(verdict().ok, "it may wait for its first backup");
    here.later(Duration::days(31));
    assert!(!verdict().ok && verdict().found.contains(&entry.thumbprint().to_string()), "{:?}", verdict());
    here.backup();
    assert!(verdict().ok, "{:?}", verdict());
    here.later(Duration::days(31));
    assert!(!verdict().ok && verdict().found.contains("prove it again"), "{:?}", verdict());
    here.store.verify_backup(&[&here.files()[0]], &open(), &mut on).expect("proven");
    assert!(verdict().ok, "{:?}", verdict());
}

#[test]
fn a_lost_key_names_the_backup_that_holds_it() {
    let here = here();
    let entry = here.assigned("reports", Some("db1"));
    let report = here.backup();
    let connection = rusqlite::Connection::open(here.store.path()).expect("opened");
    connection.execute_batch("UPDATE certificates SET key = NULL; DELETE FROM keys").expect("lost");
    let missing = here.store.provide("reports", Some("db1"), &ProvideOptions::default()).expect_err("it is missing");
    let Error::Missing { backup: Some(backup), thumbprint, .. } = &missing else { panic!("{missing:?}") };
    assert_eq!((backup, thumbprint.as_deref()), (&report.backup.shown(), Some(entry.thumbprint().to_string().as_str())));
    let restored = here.store.restore(&[&here.files()[0]], &open(), &mut on).expect("restored");
    assert_eq!(outcome(&restored, "assignment"), [RestoreOutcome::Same]);
    here.store.provide("reports", Some("db1"), &ProvideOptions::default()).expect("it serves again");
}
