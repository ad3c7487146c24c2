//! What expires, told in the journal and on a page.

use super::*;
use crate::store::Archived;

#[test]
fn each_expiry_is_told_once() {
    let here = here();
    let ends_in = |days| SelfSigned::new(&format!("in {days}")).expect("a subject").valid_to(ValidTo::Days(days));
    let (soon, later) = (here.made(&ends_in(20)), here.made(&ends_in(100)));
    let hidden = here.made(&ends_in(19));
    here.store.archive(&hidden).expect("archived");
    let theirs = ends_in(18).issue(Now { utc: NOW, local_date: NOW.date() }).expect("made");
    here.store.add(theirs.certificate(), &AddOptions::default()).expect("added");
    let kinds = |here: &Here| {
        let all = here.store.events(0, 1000).expect("read").into_iter().filter(|event| ["near-expiry", "expired"].contains(&event.kind.as_str()));
        all.map(|event| (event.kind, event.thumbprint.unwrap_or_default())).collect::<Vec<_>>()
    };
    let told = |kind: &str, entry: &Entry| (kind.to_owned(), entry.thumbprint().to_string());
    assert_eq!((here.store.tell_expiries(), here.store.tell_expiries()), (Ok(1), Ok(0)));
    assert_eq!(kinds(&here), [told("near-expiry", &soon)]);
    here.advance(Duration::days(21));
    here.store.overview(&OverviewOptions::default()).expect("read");
    here.faults();
    assert_eq!(kinds(&here), [told("near-expiry", &soon), told("expired", &soon)]);
    here.advance(Duration::days(100));
    let mut watch = here.open().watch(here.store.last_event().expect("a number"));
    let event = watch.next_within(std::time::Duration::from_secs(5)).expect("read").expect("a line");
    assert_eq!((event.kind.as_str(), event.thumbprint), ("expired", Some(later.thumbprint().to_string())), "one that nobody looked at in time");
    assert_eq!(kinds(&here).len(), 3);
    assert_eq!(here.store.tell_expiries(), Ok(0));
}

#[test]
fn many_are_told_of_and_an_altered_row_is_passed_over() {
    let here = here();
    for number in 0..300 {
        here.made(&SelfSigned::new(&format!("n{number}")).expect("a subject").valid_to(ValidTo::Days(10)));
    }
    let far = here.made(&SelfSigned::new("far").expect("a subject"));
    here.sql(&format!("UPDATE certificates SET not_after = 0 WHERE sha1 = x'{}'", far.thumbprint()));
    here.sql("UPDATE certificates SET der = x'00' WHERE subject = 'CN=n7'");
    assert_eq!(here.store.tell_expiries(), Ok(299));
    assert_eq!(here.store.tell_expiries(), Ok(0));
}

#[test]
fn an_index_that_leads_astray_ends_it() {
    let here = here();
    here.made(&SelfSigned::new("a").expect("a subject").valid_to(ValidTo::Days(10)));
    assert_eq!(here.store.tell_expiries(), Ok(1));
    let stranger = rusqlite::Connection::open(here.path()).expect("opens");
    let text: String = stranger.query_row("SELECT sql FROM sqlite_schema WHERE name = 'certificates_untold'", [], |row| row.get(0)).expect("there");
    stranger.execute_batch("DROP INDEX certificates_untold; CREATE INDEX certificates_untold ON certificates (not_after);").expect("made");
    stranger.execute_batch("PRAGMA writable_schema = ON").expect("on");
    stranger.execute("UPDATE sqlite_schema SET sql = ?1 WHERE name = 'certificates_untold'", [text]).expect("written");
    drop(stranger);
    assert_eq!(here.open().tell_expiries(), Ok(0));
}

#[test]
fn an_archived_one_that_a_role_needs_is_told_of() {
    let here = here();
    let entry = here.made(&SelfSigned::new("a").expect("a subject").valid_to(ValidTo::Days(10)));
    here.store.archive(&entry).expect("archived");
    assert_eq!(here.store.tell_expiries(), Ok(0));
    here.assign(&entry, "client", None);
    assert_eq!(here.store.tell_expiries(), Ok(1));
    assert_eq!(here.store.renewable_within(Duration::days(30)).expect("found").len(), 1);
    let other = here.made(&SelfSigned::new("b").expect("a subject").valid_to(ValidTo::Days(10)));
    here.store.archive(&other).expect("archived");
    assert_eq!(here.store.tell_expiries(), Ok(0));
    here.store.unarchive(&other).expect("back");
    assert_eq!(here.store.tell_expiries(), Ok(1));
    here.store.archive(&other).and_then(|_| here.store.unarchive(&other)).expect("changed");
    assert_eq!(here.store.tell_expiries(), Ok(0), "once each");
}

#[test]
fn a_locked_store_tells_nothing() {
    let here = here();
    here.made(&SelfSigned::new("a").expect("a subject").valid_to(ValidTo::Days(10)));
    let locked = Store::open_with(here.path(), &OpenOptions::default().locked()).expect("opens");
    assert_eq!(locked.tell_expiries(), Ok(0));
}

#[test]
fn the_report_has_what_expires_and_what_it_is_for() {
    let here = here();
    let ends_in = |days: u32| SelfSigned::new(&format!("in {days}")).expect("a subject").key(KeyAlgorithm::Rsa(2048)).valid_to(ValidTo::Days(days));
    let over = here.made(&ends_in(5));
    here.assign(&over, "database", Some("<db & 'co'>"));
    let soon = here.made(&ends_in(30));
    here.made(&ends_in(200));
    let archived = here.made(&ends_in(31));
    here.store.archive(&archived).expect("archived");
    here.store.archive(&over).expect("archived, and required all the same");
    here.advance(Duration::days(10) + Duration::hours(1));
    let report = here.store.expiry_report(Duration::days(90)).expect("read");
    assert!(!report.more);
    let found: Vec<_> = report.certificates.iter().map(|one| (one.entry.thumbprint(), one.days_left, one.expiry_matters, one.required)).collect();
    assert_eq!(found, [(over.thumbprint(), -6, false, true), (soon.thumbprint(), 19, true, false)]);
    assert_eq!(status(here.store.expiry_report(Duration::days(-1))), Some(Status::InvalidArgument));
    let page = report.to_html();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for part in
        ["<svg ", "1 have expired, 1 will", "expired, still decrypting", "database (&lt;db &amp; &#39;co&#39;&gt;)", &soon.thumbprint().to_string()]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    for part in ["<script", "http:", "https:", "src=", "url(", "<db"] {
        assert!(!page.contains(part), "{part}: it must stand alone");
    }
    let none = here.store.expiry_report(Duration::ZERO).expect("read");
    assert_eq!(none.certificates.len(), 1);
    assert_eq!(here.store.find(&Query { archived: Archived::Also, ..Query::default() }).expect("found").count(), 4, "a search sees everything");
}
