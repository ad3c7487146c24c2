//! Assigning, unassigning, releasing; what is refused.

use super::*;

#[test]
fn one_certificate_is_current_and_essential_ones_are_retained() {
    let here = here();
    let (first, second) = (here.rsa("first"), here.rsa("second"));
    let assigned = here.assign(&first, "database", Some("Sales"));
    assert_eq!((assigned.changed, assigned.replaced), (true, None));
    assert!(!here.assign(&first, "database", Some("sales")).changed, "the case of a scope does not matter");
    here.advance(Duration::days(1));
    let assigned = here.assign(&second, "database", Some("Sales"));
    assert_eq!(assigned.replaced, Some(first.thumbprint()));
    assert_eq!(assigned.assignment.since, NOW + Duration::days(1));
    assert!(assigned.notes[0].contains("is retained"), "{:?}", assigned.notes);
    let sales = |entry: &Entry, retained| ("database".to_owned(), "Sales".to_owned(), entry.thumbprint(), retained);
    assert_eq!(here.held(), [sales(&second, false), sales(&first, true)]);
    let former = &first.assignments().expect("read")[0];
    assert_eq!((former.since, former.until, former.retained), (NOW, Some(NOW + Duration::days(1)), true));

    for (entry, role) in [(&first, "ssl-connection"), (&second, "ssl-connection")] {
        here.assign(entry, role, None);
    }
    let ssl: Vec<_> = here.held().into_iter().filter(|(role, ..)| role == "ssl-connection").collect();
    assert_eq!(ssl, [("ssl-connection".to_owned(), String::new(), second.thumbprint(), false)], "what can be made again is let go");
    assert_eq!(here.events("replaced").len(), 2);
}

#[test]
fn the_one_that_was_retained_can_be_current_again_and_stays_retained() {
    let here = here();
    let (first, second) = (here.rsa("first"), here.rsa("second"));
    let own = Role { purpose: Purpose::Encipher, ..Role::new("vault") };
    here.store.define_role(&own).expect("defined");
    for entry in [&first, &second, &first] {
        here.assign(entry, "vault", None);
    }
    let held = |entry: &Entry, retained| ("vault".to_owned(), String::new(), entry.thumbprint(), retained);
    assert_eq!(here.held().len(), 3);
    for expected in [held(&first, false), held(&first, true), held(&second, true)] {
        assert!(here.held().contains(&expected), "{expected:?}");
    }
    here.store.define_role(&Role { essential: false, ..own }).expect("defined");
    here.assign(&second, "vault", None);
    assert!(!here.store.unassign(&first, "vault", None).expect("nothing to do").changed);
    assert_eq!(status(here.store.delete(&first)), Some(Status::Required), "it was retained while the role was essential");
    assert!(here.store.release(&first, "vault", None).expect("released").changed);
    here.store.delete(&first).expect("deleted");
}

#[test]
fn what_is_assigned_or_retained_is_not_deleted_and_what_is_released_is() {
    let here = here();
    let (first, second) = (here.rsa("first"), here.rsa("second"));
    here.assign(&first, "database", Some("db1"));
    here.assign(&second, "database", Some("db1"));
    for (entry, reason) in [(&second, "it is assigned to database (db1)"), (&first, "it is retained for database (db1), whose old data may need it")]
    {
        assert_eq!(entry.required(), Ok(vec![reason.to_owned()]));
        let refused = Error::Required { thumbprint: entry.thumbprint().to_string(), reasons: vec![reason.to_owned()] };
        here.store.archive(entry).expect("archived");
        assert_eq!(here.store.delete(entry).err(), Some(refused), "archived or not");
    }
    let retained = here.store.unassign(&second, "database", Some("db1")).expect("unassigned");
    assert!(retained.assignment.retained && retained.changed);
    assert!(!here.store.unassign(&second, "database", Some("db1")).expect("nothing to do").changed);
    assert_eq!(status(here.store.delete(&second)), Some(Status::Required));
    assert!(here.store.release(&second, "database", Some("db1")).expect("released").changed);
    assert!(here.store.delete(&second).expect("deleted").key_deleted);
    let missing = here.store.release(&first, "database", Some("db2"));
    assert!(matches!(&missing, Err(Error::NotFound { wanted, .. }) if wanted.ends_with("to database (db2)")), "{missing:?}");
}

#[test]
fn a_role_that_nobody_knows_is_created_only_where_that_is_said() {
    let here = here();
    let entry = here.rsa("a");
    let known: Vec<String> = Role::built_in().into_iter().map(|role| role.name).collect();
    assert_eq!(known, ["ssl-connection", "database", "master-key", "discovery-service", "password-reset", "client"]);
    let refused = here.store.assign(&entry, "reporting", None, &AssignOptions::default());
    assert_eq!(refused.err(), Some(Error::UnknownRole { name: "reporting".to_owned(), known }));
    here.store.assign(&entry, "reporting", None, &AssignOptions::default().create_role()).expect("created");
    let role = here.store.role("reporting").expect("defined");
    assert!(role.essential && role.in_backup && role.expiry_matters && role.renewable && !role.is_built_in());
    assert_eq!(status(here.store.remove_role("reporting")), Some(Status::InvalidArgument), "in use");
    here.store.release(&entry, "reporting", None).expect("released");
    assert_eq!(here.store.remove_role("reporting"), Ok(true));
    assert_eq!(here.store.remove_role("reporting"), Ok(false));
}

#[test]
fn the_rules_of_a_host_s_own_role_can_change_and_those_of_a_built_in_one_cannot() {
    let here = here();
    let mut role = Role::new("reporting");
    assert_eq!(here.store.define_role(&role), Ok(true));
    assert_eq!(here.store.define_role(&role), Ok(false));
    (role.essential, role.description) = (false, "signs reports".to_owned());
    assert_eq!(here.store.define_role(&role), Ok(true));
    assert_eq!(here.open().role("reporting"), Ok(role.clone()));
    for (name, description, key) in [("database", "", None), ("Upper", "", None), ("", "", None), ("a", "two\nlines", None)] {
        let wrong = Role { name: name.to_owned(), description: description.to_owned(), default_key: key, ..role.clone() };
        assert_eq!(status(here.store.define_role(&wrong)), Some(Status::InvalidArgument), "{name:?}");
    }
    let wrong = Role { purpose: Purpose::Encipher, default_key: Some(KeyAlgorithm::EcP256), ..Role::new("b") };
    assert_eq!(status(here.store.define_role(&wrong)), Some(Status::InvalidArgument), "a key that nobody can encrypt to");
    assert_eq!(status(here.store.remove_role("client")), Some(Status::InvalidArgument));
}

#[test]
fn a_certificate_without_its_key_or_with_one_that_does_not_decrypt_serves_no_role() {
    let here = here();
    let elsewhere = SelfSigned::new("elsewhere").and_then(|wanted| wanted.issue(Now { utc: NOW, local_date: NOW.date() })).expect("made");
    let entry = here.store.add(elsewhere.certificate(), &AddOptions::default()).expect("added").entry;
    assert_eq!(status(here.store.assign(&entry, "ssl-connection", None, &AssignOptions::default())), Some(Status::NoPrivateKey));
    let entry = here.made(&SelfSigned::new("elliptic").expect("a subject"));
    assert_eq!(status(here.store.assign(&entry, "database", None, &AssignOptions::default())), Some(Status::Unsupported));
    here.assign(&entry, "ssl-connection", None);
    for scope in ["two\nlines", &"x".repeat(129)] {
        assert_eq!(status(here.store.assign(&entry, "client", Some(scope), &AssignOptions::default())), Some(Status::InvalidArgument));
    }
    let entry = here.rsa("altered");
    here.sql("UPDATE keys SET sealed = zeroblob(length(sealed)) WHERE id = (SELECT max(id) FROM keys)");
    assert_eq!(status(here.store.assign(&entry, "database", None, &AssignOptions::default())), Some(Status::Tampered));
}

#[test]
fn what_was_written_without_the_key_is_refused_and_found() {
    let here = here();
    let entry = here.rsa("a");
    here.assign(&entry, "database", Some("db1"));
    here.store.define_role(&Role::new("reporting")).expect("defined");
    here.store.renew(&here.made(&SelfSigned::new("b").expect("a subject")), &RenewOptions::default()).expect("renewed");
    let whole = |store: &Store| store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked");
    assert!(whole(&here.store).ok());
    for (change, undo, what) in [
        ("UPDATE assignments SET scope = 'db2'", "UPDATE assignments SET scope = 'db1'", "the assignment of"),
        ("UPDATE assignments SET retained = 1", "UPDATE assignments SET retained = 0", "the assignment of"),
        ("UPDATE roles SET essential = 0", "UPDATE roles SET essential = 1", "the role reporting"),
        ("UPDATE successions SET at = at + 1", "UPDATE successions SET at = at - 1", "what superseded"),
    ] {
        assert_eq!(here.sql(change), 1, "{change}");
        let report = whole(&here.store);
        assert!(report.verdicts.iter().any(|verdict| !verdict.ok && verdict.what.starts_with(what)), "{change}: {:?}", report.verdicts);
        if what != "what superseded" {
            assert_eq!(status(here.store.overview(&OverviewOptions::default())), Some(Status::Tampered), "{change}");
        }
        assert_eq!(here.sql(undo), 1);
    }
    assert!(whole(&here.store).ok());
    assert_eq!(status(here.store.superseded_by(entry.thumbprint())), None);
}

#[test]
fn what_was_altered_can_be_discarded() {
    let here = here();
    let entry = here.rsa("a");
    here.assign(&entry, "database", Some("db1"));
    here.assign(&entry, "client", None);
    assert_eq!(here.store.discard_altered(), Ok(Vec::new()));
    for statement in [
        "INSERT INTO roles VALUES ('database', '', 0, 0, 0, 'server', NULL, 1, x'00')",
        "INSERT INTO roles VALUES (CAST(x'ff' AS TEXT), '', 0, 0, 0, 'nonsense', 'none', 1, x'00')",
        "INSERT INTO assignments (role, scope, sha256, sha1, since, retained, seal) VALUES (CAST(x'ff' AS TEXT), '', x'01', x'01', 0, 1, x'00')",
        "INSERT INTO successions VALUES (x'01', x'01', x'01', x'01', 0, x'00')",
        "UPDATE assignments SET scope = 'db2' WHERE role = 'database'",
    ] {
        here.sql(statement);
    }
    let report = here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("a verdict, not an error");
    assert_eq!(report.verdicts.iter().filter(|verdict| !verdict.ok).count(), 6, "five, and their sum: {:?}", report.verdicts);
    assert_eq!(status(here.store.overview(&OverviewOptions::default())), Some(Status::Tampered));
    assert_eq!(status(here.store.rotate_key(&Default::default())), Some(Status::Tampered));
    let discarded = here.store.discard_altered().expect("discarded");
    assert_eq!(discarded.len(), 5, "{discarded:?}");
    assert_eq!(here.events("discarded").len(), 5);
    assert_eq!(here.held().len(), 1, "what was right stays");
    assert!(here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked").ok());
    here.store.rotate_key(&Default::default()).expect("rotated");
    assert_eq!(status(here.provide("database", Some("db1"))), Some(Status::Missing), "the journal still knows");
}

#[test]
fn a_row_named_like_a_built_in_role_changes_nothing() {
    let here = here();
    here.sql("INSERT INTO roles VALUES ('database', '', 0, 0, 0, 'server', NULL, 1, x'00')");
    assert_eq!(here.store.roles(), Ok(Role::built_in()));
}

#[test]
fn nothing_is_unprotected_by_what_the_store_says_of_its_tables() {
    let here = here();
    let entry = here.rsa("a");
    here.assign(&entry, "database", None);
    here.sql("UPDATE meta SET value = 1 WHERE name = 'additions'");
    assert_eq!(status(here.store.delete(&entry)), Some(Status::Required));
    assert_eq!(here.held().len(), 1);
}

#[test]
fn a_required_certificate_whose_row_is_damaged_keeps_its_key() {
    let here = here();
    let entry = here.rsa("a");
    here.assign(&entry, "database", None);
    here.sql("UPDATE certificates SET der = substr(der, 1, length(der) - 1)");
    let refused = Error::Required { thumbprint: entry.thumbprint().to_string(), reasons: vec!["it is assigned to database".to_owned()] };
    assert_eq!(here.store.delete(entry.sha256()).err(), Some(refused.clone()));
    here.sql("UPDATE certificates SET sha256 = x'01'");
    assert_eq!(here.store.delete(entry.thumbprint()).err(), Some(refused), "by whichever column is left");
    assert_eq!(here.store.info().expect("told").private_keys, 1);
}

#[test]
fn an_altered_succession_is_refused_until_it_is_discarded() {
    let here = here();
    let entry = here.rsa("a");
    let renewed = here.store.renew(&entry, &RenewOptions::default()).expect("renewed").entry;
    here.sql("UPDATE successions SET at = at + 1");
    assert_eq!(status(here.store.superseded_by(entry.sha256())), Some(Status::Tampered));
    assert_eq!(status(here.store.renew(&entry, &RenewOptions::default())), Some(Status::Tampered));
    here.store.overview(&OverviewOptions::default().all()).expect("it goes without");
    assert_eq!(here.store.discard_altered().expect("discarded").len(), 1);
    let again = here.store.renew(&entry, &RenewOptions::default()).expect("renewed");
    assert!(again.changed && again.entry.thumbprint() != renewed.thumbprint());
}

#[test]
fn what_certificates_are_for_outlives_a_rotation_of_the_key() {
    let here = here();
    let (entry, other) = (here.rsa("a"), here.made(&SelfSigned::new("b").expect("a subject")));
    here.assign(&entry, "database", Some("db1"));
    here.store.define_role(&Role::new("reporting")).expect("defined");
    here.store.renew(&other, &RenewOptions::default()).expect("renewed");
    let held = here.held();
    here.store.rotate_key(&Default::default()).expect("rotated");
    for store in [here.open(), here.store.clone()] {
        assert!(store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked").ok());
        assert!(store.role("reporting").is_ok() && store.superseded_by(&other).expect("read").is_some());
        assert_eq!(store.other_installation(), Ok(None));
    }
    assert_eq!(here.held(), held);
}

#[test]
fn a_search_goes_by_role_scope_and_need() {
    let here = here();
    let (first, second, other) = (here.rsa("first"), here.rsa("second"), here.rsa("other"));
    here.assign(&first, "database", Some("db_1"));
    here.assign(&second, "database", Some("dbx1"));
    let found = |query: Query| here.store.find(&query).expect("found").map(|entry| entry.expect("whole").thumbprint()).collect::<Vec<_>>();
    let of = |role: Option<&str>, scope: Option<&str>| Query { role: role.map(str::to_owned), scope: scope.map(str::to_owned), ..Query::default() };
    assert_eq!(found(of(Some("database"), None)), [first.thumbprint(), second.thumbprint()]);
    assert_eq!(found(of(Some("database"), Some("DB_1"))), [first.thumbprint()], "no letter stands for another");
    assert_eq!(found(of(Some(" Database "), Some(" dbx1\n"))), [second.thumbprint()]);
    assert_eq!(found(of(Some("client"), None)), []);
    assert_eq!(found(Query { required: Some(true), ..Query::default() }), [first.thumbprint(), second.thumbprint()]);
    assert_eq!(found(Query { required: Some(false), ..Query::default() }), [other.thumbprint()]);
    let locked = Store::open_with(here.path(), &OpenOptions::default().locked()).expect("opens");
    assert_eq!(status(locked.find(&of(Some("database"), None)).map(|_| ())), Some(Status::StoreLocked));
    assert_eq!(locked.find(&Query { required: Some(true), ..Query::default() }).expect("found").count(), 2);
}
