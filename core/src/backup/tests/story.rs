//! The story: five roles, two databases, renewals, backups, a disaster, a new machine.

use super::*;

#[test]
fn after_a_disaster_a_new_machine_serves_as_the_old_one_did() {
    for files in [BackupFiles::One, BackupFiles::Each] {
        let old = here();
        let host = Host { names: vec!["srv1.corp.example".to_owned()], addresses: Vec::new() };
        let provide = |store: &Store, role: &str, scope: Option<&str>| {
            store.provide(role, scope, &ProvideOptions::default().host(host.clone())).expect("provided").entry
        };
        let places =
            [("database", Some("db1")), ("database", Some("db2")), ("master-key", None), ("discovery-service", None), ("password-reset", None)];
        let served = provide(&old.store, "ssl-connection", None);
        let first: Vec<Entry> = places.iter().map(|(role, scope)| provide(&old.store, role, *scope)).collect();
        old.later(Duration::days(365));
        let second: Vec<Entry> = first.iter().map(|entry| old.store.renew(entry, &RenewOptions::default()).expect("renewed").entry).collect();
        let report = old.store.backup(&old.options().files(files), &mut on).expect("a backup");
        assert_eq!((report.proof.keys, report.proof.signed), (10, 10));
        assert_eq!(report.left_out.iter().map(|one| one.thumbprint).collect::<Vec<_>>(), [served.thumbprint()]);

        // the machine is gone: what is left are the files and the password
        let new = here();
        *new.clock.lock().expect("a time") = NOW + Duration::days(400);
        let restored = new.store.restore(&old.files(), &open(), &mut on).expect("restored");
        assert!(restored.conflicts().next().is_none());
        for ((role, scope), entry) in places.iter().zip(&second) {
            assert_eq!(provide(&new.store, role, *scope).thumbprint(), entry.thumbprint(), "the current one of {role} {scope:?}");
        }
        for entry in first.iter().chain(&second) {
            new.store.private_key(entry).expect("its key").must_sign_for(entry).expect("it signs what its certificate verifies");
        }
        provide(&new.store, "ssl-connection", None);
        let preflight = new.store.preflight(&PreflightOptions::default().host(host.clone()), &mut on).expect("looked");
        assert!(preflight.ok(), "{:?}", preflight.verdicts.iter().filter(|verdict| !verdict.ok).collect::<Vec<_>>());
    }
}
