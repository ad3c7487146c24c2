//! What is required and what is not.

use super::*;
use crate::{
    endpoint::EndpointCertificate,
    trust::{Server, TrustRequest},
};

#[test]
fn every_state_is_told_by_role_and_scope() {
    let here = here();
    let ends_in = |days| SelfSigned::new("srv1").expect("a subject").key(KeyAlgorithm::Rsa(2048)).valid_to(ValidTo::Days(days));
    let missing = here.made(&ends_in(900));
    for (role, scope, days) in
        [("client", "good", 900), ("client", "soon", 40), ("client", "over", 5), ("database", "over", 5), ("master-key", "gone", 900)]
    {
        let wanted = ends_in(days);
        here.assign(&here.made(&wanted), role, Some(scope));
    }
    here.assign(&missing, "password-reset", Some("no key"));
    here.assign(&here.made(&ends_in(900)), "password-reset", Some("unreadable"));
    here.sql("UPDATE keys SET sealed = zeroblob(length(sealed)) WHERE id = (SELECT max(id) FROM keys)");
    let key = |entry: &Entry| format!("x'{}'", crate::certificate::pasted::hex(&crate::key::key_id(entry.public_key_der())));
    assert_eq!(here.sql(&format!("DELETE FROM keys WHERE key_id = {}", key(&missing))), 1);
    here.sql("DELETE FROM certificates WHERE sha256 = (SELECT sha256 FROM assignments WHERE role = 'master-key')");
    here.advance(Duration::days(20));
    use CertificateState::{CertificateMissing, Expired, ExpiredDecrypting, Expiring, Good, KeyMissing, KeyUnreadable};
    let expected = [
        ("client", "good", Good),
        ("client", "over", Expired),
        ("client", "soon", Expiring),
        ("database", "over", ExpiredDecrypting),
        ("master-key", "gone", CertificateMissing),
        ("password-reset", "no key", KeyMissing),
        ("password-reset", "unreadable", KeyUnreadable),
    ];
    assert_eq!(here.states(), expected.map(|(role, scope, state)| (role.to_owned(), scope.to_owned(), state)));
    let over = here.store.overview(&OverviewOptions::default().scope("OVER")).expect("read");
    assert_eq!(over.assignments.len(), 2);
    let faults: Vec<String> = here.faults().into_iter().map(|verdict| verdict.found).collect();
    for (part, count) in [("expired", 1), ("certificate missing; import it from a backup", 1), ("key missing", 1), ("key unreadable", 1)] {
        assert_eq!(faults.iter().filter(|found| found.starts_with(part)).count(), count, "{part}: {faults:?}");
    }
}

#[test]
fn a_certificate_that_came_back_in_another_row_is_found_with_its_key() {
    let here = here();
    let (first, second) = (here.rsa("first"), here.rsa("second"));
    here.assign(&first, "database", Some("a"));
    here.assign(&second, "database", Some("b"));
    let identity = first.identity().expect("its key");
    here.sql(&format!("DELETE FROM certificates WHERE sha256 = x'{}'", first.sha256()));
    here.store.add_identity(&identity, &AddOptions::default()).expect("back");
    here.sql(&format!("UPDATE certificates SET key = NULL WHERE sha256 = x'{}'", second.sha256()));
    here.sql(&format!("UPDATE assignments SET certificate = NULL WHERE sha256 = x'{}'", second.sha256()));
    assert!(here.states().iter().all(|(.., state)| *state == CertificateState::Good), "{:?}", here.states());
    assert_eq!(here.store.overview(&OverviewOptions::default()).expect("read").others, 0);
}

#[test]
fn what_is_not_required_is_counted_and_each_says_why() {
    let here = here();
    let plain = SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
    let (served, replaced) = (here.made(&plain), here.made(&plain));
    here.assign(&replaced, "client", Some("a"));
    here.assign(&served, "client", Some("a"));
    let endpoint = here.made(&plain);
    here.store.endpoint("api").expect("a name").host(host()).https(None, &EndpointCertificate::Stored(endpoint.sha256())).expect("set");
    let (never, archived) = (here.made(&plain), here.made(&plain));
    here.store.archive(&archived).expect("archived");
    let old = here.made(&plain.clone().valid_to(ValidTo::Days(1)));
    let superseded = here.made(&plain);
    let new = here.store.renew(&superseded, &RenewOptions::default()).expect("renewed").entry;
    here.advance(Duration::days(2));
    let overview = here.store.overview(&OverviewOptions::default()).expect("read");
    assert_eq!((overview.assignments.len(), overview.others, overview.not_required.len()), (1, 6, 0));
    assert_eq!(overview.otherwise_required.len(), 1);
    assert_eq!(
        (overview.otherwise_required[0].entry.thumbprint(), &*overview.otherwise_required[0].why),
        (endpoint.thumbprint(), &["the endpoint api uses it".to_owned()][..])
    );
    let all = here.store.overview(&OverviewOptions::default().all()).expect("read");
    let why = |entry: &Entry| all.not_required.iter().find(|one| one.entry.sha256() == entry.sha256()).map(|one| one.why.join("; "));
    assert_eq!(all.not_required.len() as u64, all.others);
    assert_eq!(why(&replaced).as_deref(), Some("it served client (a) from 2026-06-01T12:00:00Z until 2026-06-01T12:00:00Z"));
    assert_eq!(why(&never).as_deref(), Some("no role is known that it had"));
    assert_eq!(why(&archived).as_deref(), Some("it is archived; no role is known that it had"));
    assert_eq!(why(&old).as_deref(), Some("it expired on 2026-06-02T12:00:00Z; no role is known that it had"));
    let told = format!("{} superseded it on 2026-06-01T12:00:00Z; it is archived; no role is known that it had", new.thumbprint());
    assert_eq!(why(&superseded), Some(told));
    assert_eq!((why(&served), why(&endpoint)), (None, None));

    let leftovers = |options: &CleanupOptions| {
        let mut found: Vec<Thumbprint> = here.store.leftovers(options).expect("read").iter().map(|one| one.entry.thumbprint()).collect();
        found.sort_by_key(ToString::to_string);
        found
    };
    let sorted = |entries: &[&Entry]| {
        let mut all: Vec<Thumbprint> = entries.iter().map(|entry| entry.thumbprint()).collect();
        all.sort_by_key(ToString::to_string);
        all
    };
    assert_eq!(leftovers(&CleanupOptions::default()), sorted(&[&replaced, &superseded]));
    assert_eq!(leftovers(&CleanupOptions::default().unassigned()), sorted(&[&replaced, &archived, &old, &superseded, &never, &new]));
    assert_eq!(leftovers(&CleanupOptions::default().scope("A")), sorted(&[&replaced]));
    here.store.delete_all(&leftovers(&CleanupOptions::default())).expect("deleted");
    assert_eq!(here.store.overview(&OverviewOptions::default()).expect("read").others, 4);
    let both = [never.sha256(), served.sha256()];
    assert_eq!(status(here.store.delete_all(&both)), Some(Status::Required), "all or none");
    assert!(here.store.get(never.sha256()).is_ok());
}

#[test]
fn what_is_trusted_is_no_leftover_before_it_has_expired() {
    let here = here();
    let wanted = SelfSigned::new("Example CA").expect("a subject").purpose(Purpose::Ca);
    let root = wanted.issue(Now { utc: NOW, local_date: NOW.date() }).expect("made");
    let root = here.store.add(root.certificate(), &AddOptions::to(StoreName::TrustedRoot)).expect("added").entry;
    here.store.archive(&root).expect("archived");
    assert!(here.store.leftovers(&CleanupOptions::default()).expect("read").is_empty());
    here.advance(Duration::days(5 * 366));
    assert_eq!(here.store.leftovers(&CleanupOptions::default()).expect("read").len(), 1);
}

#[test]
fn an_old_key_that_never_served_is_no_leftover_nor_one_whose_assignment_was_taken_away() {
    let here = here();
    let old = here.made(&SelfSigned::new("from before").expect("a subject").valid_to(ValidTo::Days(1)));
    let served = here.rsa("served");
    here.assign(&served, "database", None);
    here.sql("DELETE FROM assignments");
    here.advance(Duration::days(2));
    assert!(here.store.leftovers(&CleanupOptions::default()).expect("read").is_empty());
    let found = here.store.leftovers(&CleanupOptions::default().unassigned()).expect("read");
    assert_eq!(found.iter().map(|one| one.entry.thumbprint()).collect::<Vec<_>>(), [old.thumbprint()]);
}

#[test]
fn everything_that_refers_to_a_certificate_is_told() {
    let here = here();
    let wanted = SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
    let old = here.made(&wanted);
    let entry = here.store.renew(&old, &RenewOptions::default().same_key()).expect("renewed").entry;
    here.assign(&entry, "client", Some("a"));
    here.store.endpoint("api").expect("a name").host(host()).https(None, &EndpointCertificate::Stored(entry.sha256())).expect("set");
    let server = Server::new("srv1.corp.example", 443).expect("a server");
    here.store.trust(&TrustRequest::new(server, [entry.certificate().clone()], entry.sha256())).expect("trusted");
    here.store.export(&[entry.sha256()], &crate::store::ExportOptions::pfx("correct horse")).expect("exported");
    let used = here.store.where_used(entry.thumbprint()).expect("told");
    assert_eq!(used.assignments.iter().map(|one| one.role.as_str()).collect::<Vec<_>>(), ["client"]);
    assert_eq!((used.endpoints, used.decisions.len()), (vec!["api".to_owned()], 1));
    assert_eq!((used.supersedes.len(), used.superseded_by, used.same_key), (1, None, vec![old.thumbprint()]));
    assert_eq!(used.last_export.map(|event| event.kind).as_deref(), Some("key-exported"));
    assert_eq!(used.required, ["it is assigned to client (a)", "the endpoint api uses it"]);
    let used = here.store.where_used(old.sha256()).expect("told");
    assert_eq!(used.superseded_by.map(|one| one.new), Some(entry.thumbprint()));
    assert_eq!((used.required.len(), used.endpoints.len(), used.decisions.len()), (0, 0, 0));
}
