//! What `find` can look for, in which order, and what it does where a row was altered.

use super::*;
use crate::SerialNumber;

fn names(store: &Store, query: &Query) -> Vec<String> {
    let found = store.find(query).expect("a query").collect::<Result<Vec<_>, _>>().expect("read");
    found.iter().map(|entry| entry.subject().to_string().trim_start_matches("CN=").to_owned()).collect()
}

fn add(store: &Store, wanted: &SelfSigned) -> Entry {
    store.create_self_signed(wanted, &AddOptions::default()).expect("made")
}

#[test]
fn a_dns_name_and_a_wildcard_find_one_another() {
    let (_folder, store) = new_store();
    for name in ["*.corp.example", "srv1.corp.example", "a.srv1.corp.example", "corp.example"] {
        add(&store, &wanted(name).dns_name(name).expect("a name"));
    }
    let find = |name: &str| names(&store, &Query { dns_name: Some(name.to_owned()), ..Query::default() });
    assert_eq!(find("SRV1.corp.example"), ["*.corp.example", "srv1.corp.example"]);
    assert_eq!(find("*.corp.example"), ["*.corp.example", "srv1.corp.example"]);
    assert_eq!(find("a.srv1.corp.example"), ["a.srv1.corp.example"]);
    assert_eq!(find("corp.example."), ["corp.example"]);
    assert_eq!(find("other.example"), Vec::<String>::new());
}

#[test]
fn each_fact_can_be_looked_for() {
    let (_folder, store) = new_store();
    let day = |text: &str| DateInput::parse(text).expect("a date");
    let plain = add(&store, &wanted("plain").valid_from(day("2020-01-01")).valid_to(ValidTo::Date(day("2020-01-31"))));
    add(&store, &wanted("rsa").key(KeyAlgorithm::Rsa(2048)));
    add(&store, &wanted("ca").purpose(Purpose::Ca).key(KeyAlgorithm::EcP384));
    store.add_identity(&wanted("leaf").key(KeyAlgorithm::Ed25519).issue(Now::system()).expect("made"), &AddOptions::default()).expect("added");
    let find = |query: Query| names(&store, &query);
    assert_eq!(find(Query { key_algorithm: Some("RSA".to_owned()), ..Query::default() }), ["rsa"]);
    assert_eq!(find(Query { key_algorithm: Some("rsa3072".to_owned()), ..Query::default() }), Vec::<String>::new());
    assert_eq!(find(Query { key_algorithm: Some("p384".to_owned()), ..Query::default() }), ["ca"]);
    assert_eq!(find(Query { signature_hash: Some("SHA-384".to_owned()), ..Query::default() }), ["ca"]);
    assert_eq!(find(Query { signature_hash: Some("sha256".to_owned()), ..Query::default() }), ["plain", "rsa"]);
    assert_eq!(find(Query { self_signed: Some(true), is_ca: Some(false), ..Query::default() }), ["plain", "rsa", "leaf"]);
    assert_eq!(find(Query { self_signed: Some(false), ..Query::default() }), Vec::<String>::new());
    assert_eq!(find(Query { validity_under: Some(Duration::days(398)), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { validity_over: Some(Duration::days(398)), ..Query::default() }), ["rsa", "ca", "leaf"]);
    let now = time::OffsetDateTime::now_utc();
    assert_eq!(find(Query { expired_at: Some((now, true)), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { expired_at: Some((now, false)), is_ca: Some(true), ..Query::default() }), ["ca"]);
    assert_eq!(find(Query { subject_contains: Some("LAI".to_owned()), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { issuer_contains: Some("ea".to_owned()), ..Query::default() }), ["leaf"]);
    assert_eq!(find(Query { thumbprint: Some(plain.sha256()), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { thumbprint: Some(plain.thumbprint()), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { subject_key_id: plain.subject_key_id().map(<[u8]>::to_vec), ..Query::default() }), ["plain"]);
    let serial = SerialNumber::parse(&format!("00:{}", plain.serial())).expect("a serial");
    assert_eq!(find(Query { serial: Some(serial.clone()), issuer: Some("plain".to_owned()), ..Query::default() }), ["plain"]);
    assert_eq!(find(Query { serial: Some(serial), issuer: Some("rsa".to_owned()), ..Query::default() }), Vec::<String>::new());
}

#[test]
fn tags_are_found_and_can_be_taken_away() {
    let (_folder, store) = new_store();
    let entry = make(&store, "a");
    let tagged = Query { tag: Some("PROD".to_owned()), ..Query::default() };
    let set = |tags: &[&str]| store.describe(&entry, &Description::default().tags(tags.iter().map(|tag| (*tag).to_owned()))).expect("described");
    assert!(set(&["prod", "web", "prod"]).changed);
    assert!(!set(&["prod", "web"]).changed);
    assert_eq!(names(&store, &tagged), ["a"]);
    assert!(set(&[]).changed);
    assert_eq!(names(&store, &tagged), Vec::<String>::new());
    assert_eq!(store.describe(&entry, &Description::default().friendly_name("Käse")).expect("described").entry.friendly_name(), Some("Käse"));
    assert_eq!(store.describe(&entry, &Description::default().friendly_name("")).expect("described").entry.friendly_name(), None);
    assert!(store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked").ok());
}

#[test]
fn an_order_holds_across_pages_and_both_ways() {
    let (_folder, store) = new_store();
    let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("made"));
    let certificates: Vec<_> = (0..600_u32)
        .map(|index| {
            let until = ValidTo::Days(100 + (index * 7919) % 300); // many are level
            wanted(&format!("n{:03}", (index * 31) % 600))
                .valid_to(until)
                .issue_with_key(key.clone(), Now::system())
                .expect("made")
                .certificate()
                .clone()
        })
        .collect();
    store.add_all(&certificates, &AddOptions::default()).expect("added");
    let all = |order, descending| {
        let query = Query { order, descending, ..Query::default() };
        store.find(&query).expect("a query").collect::<Result<Vec<_>, _>>().expect("read")
    };
    let by_subject: Vec<_> = all(Order::Subject, false).iter().map(|entry| entry.subject().to_string()).collect();
    assert_eq!(by_subject, (0..600).map(|index| format!("CN=n{index:03}")).collect::<Vec<_>>());
    let ends: Vec<_> = all(Order::NotAfter, false).iter().map(|entry| entry.not_after()).collect();
    assert_eq!(ends.len(), 600);
    assert!(ends.is_sorted());
    let mut back: Vec<_> = all(Order::NotAfter, true).iter().map(|entry| entry.id).collect();
    back.reverse();
    assert_eq!(back, all(Order::NotAfter, false).iter().map(|entry| entry.id).collect::<Vec<_>>());
    assert_eq!(all(Order::Added, true).first().map(|entry| entry.id), all(Order::Added, false).last().map(|entry| entry.id));
    let limited = Query { order: Order::NotAfter, limit: Some(300), ..Query::default() };
    assert_eq!(store.find(&limited).expect("a query").count(), 300);
}

#[test]
fn a_row_that_was_altered_hides_no_other() {
    let (_folder, store) = new_store();
    let entries: Vec<_> = (0..5).map(|index| make(&store, &format!("n{index}"))).collect();
    tamper(&store, "UPDATE certificates SET der = x'3000' WHERE subject = 'CN=n2'");
    let found: Vec<_> = store.find(&Query::default()).expect("a query").collect();
    assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false, true, true]);
    assert_eq!(status(store.get(&entries[2])), Some(Status::Damaged));
    assert!(store.delete(&entries[2]).expect("deleted").key_deleted);
    assert_eq!(store.find(&Query::default()).expect("a query").filter(Result::is_ok).count(), 4);
}

#[test]
fn conditions_use_an_index() {
    let (_folder, store) = new_store();
    make(&store, "a");
    let connection = Connection::open(store.path()).expect("opened");
    let now = time::OffsetDateTime::now_utc();
    let entry = make(&store, "b");
    for query in [
        Query { thumbprint: Some(entry.thumbprint()), ..Query::default() },
        Query { serial: Some(entry.serial().clone()), archived: Archived::Also, ..Query::default() },
        Query { dns_name: Some("a.b".to_owned()), archived: Archived::Also, ..Query::default() },
        Query { subject_key_id: Some(vec![1]), archived: Archived::Also, ..Query::default() },
        Query { archived: Archived::Only, ..Query::default() },
        Query { expiring_before: Some(now), order: Order::NotAfter, archived: Archived::Also, ..Query::default() },
        Query { subject_contains: Some("a".to_owned()), archived: Archived::Also, ..Query::default() },
    ] {
        let (conditions, values) = query.conditions().expect("conditions");
        let sql = format!("EXPLAIN QUERY PLAN SELECT c.id FROM certificates c WHERE 1{conditions} ORDER BY c.{}, c.id", query.order.column());
        let mut statement = connection.prepare(&sql).expect("prepared");
        let plan = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3)).expect("planned");
        let plan: Vec<String> = plan.collect::<Result<_, _>>().expect("read");
        assert!(plan.iter().any(|step| step.contains("INDEX") || step.contains("PRIMARY KEY")), "{query:?}: {plan:?}");
        assert!(!plan.iter().any(|step| step == "SCAN c"), "{query:?}: {plan:?}");
    }
}
