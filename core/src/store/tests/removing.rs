//! What may be deleted, and what may not.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use super::*;
use crate::Certificate;

/// A CA and a certificate that it issued, valid until the end of the year given.
fn ca_and_leaf(until: i32) -> (Certificate, Certificate) {
    let name = |params: &mut CertificateParams, name: &str| {
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
    };
    let (ca_key, leaf_key) = (KeyPair::generate().expect("made"), KeyPair::generate().expect("made"));
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    name(&mut params, "An Authority");
    let ca = params.self_signed(&ca_key).expect("signed");
    let mut leaf = CertificateParams::default();
    name(&mut leaf, "A Leaf");
    leaf.not_after = rcgen::date_time_ymd(until, 12, 31);
    let leaf = leaf.signed_by(&leaf_key, &Issuer::from_params(&params, &ca_key)).expect("signed");
    let parsed = |der: &[u8]| Certificate::from_der(der).expect("parsed");
    (parsed(ca.der()), parsed(leaf.der()))
}

#[test]
fn what_issued_a_valid_certificate_is_kept() {
    let (_folder, store) = new_store();
    let (ca, leaf) = ca_and_leaf(4000);
    store.add(&ca, &AddOptions::to(StoreName::Intermediate)).expect("added");
    store.add(&leaf, &AddOptions::default()).expect("added");
    let Err(Error::Required { thumbprint, reasons }) = store.delete(ca.thumbprint()) else { panic!("it was deleted") };
    assert_eq!(thumbprint, ca.thumbprint().to_string());
    assert!(reasons.len() == 1 && reasons[0].contains("CN=A Leaf"), "{reasons:?}");
    let told = store.events(2, 10).expect("read").pop().expect("a line");
    assert_eq!((told.kind.as_str(), told.thumbprint), ("refused", Some(ca.thumbprint().to_string())));
    store.archive(ca.thumbprint()).expect("archived");
    assert_eq!(status(store.delete(ca.thumbprint())), Some(Status::Required), "archived or not");
    store.delete(leaf.thumbprint()).expect("deleted");
    store.delete(ca.thumbprint()).expect("nothing needs it any more");
}

#[test]
fn what_issued_an_expired_certificate_may_go() {
    let (_folder, store) = new_store();
    let (ca, leaf) = ca_and_leaf(2020);
    store.add_all([&ca, &leaf], &AddOptions::default()).expect("added");
    store.delete(ca.thumbprint()).expect("deleted");
}

#[test]
fn another_certificate_of_the_same_key_can_stand_in() {
    let (_folder, store) = new_store();
    let (ca, leaf) = ca_and_leaf(4000);
    store.add_all([&ca, &leaf], &AddOptions::default()).expect("added");
    let same_name = wanted("An Authority").purpose(Purpose::Ca).issue(Now::system()).expect("made");
    store.add(same_name.certificate(), &AddOptions::default()).expect("added");
    assert_eq!(status(store.delete(ca.thumbprint())), Some(Status::Required), "one of the same name is no stand-in");
    store.delete(same_name.certificate().thumbprint()).expect("it issued nothing but itself");
}

#[test]
fn a_deleted_key_stays_in_no_file() {
    let (folder, store) = new_store();
    let entry = make(&store, "a");
    let sealed: Vec<u8> = Connection::open(store.path()).and_then(|c| c.query_row("SELECT sealed FROM keys", [], |row| row.get(0))).expect("there");
    let stands_in = |name: &str| fs::read(folder.path().join(name)).expect("read").windows(sealed.len()).any(|part| part == sealed);
    assert!(stands_in("certs.db-wal") || stands_in("certs.db"));
    store.delete(&entry).expect("deleted");
    assert!(!stands_in("certs.db-wal") && !stands_in("certs.db"));
}

#[test]
fn a_closed_store_is_one_file() {
    let (folder, store) = new_store();
    let thumbprint = make(&store, "a").thumbprint(); // an entry would hold the store open
    drop(store);
    let copy = folder.path().join("copy.db");
    fs::copy(folder.path().join("certs.db"), &copy).expect("copied");
    let copy = Store::open_with(&copy, &OpenOptions::default().key_file(folder.path().join("certs.db.key"))).expect("opened");
    assert!(copy.get(thumbprint).and_then(|entry| entry.identity()).is_ok());
}

#[test]
fn a_store_that_was_moved_away_is_an_error() {
    let (folder, store) = new_store();
    let entry = make(&store, "a");
    fs::rename(folder.path().join("certs.db"), folder.path().join("elsewhere.db")).expect("moved");
    assert_eq!(status(store.archive(&entry)), Some(Status::Moved));
    let begun = std::time::Instant::now();
    let gone = loop {
        match store.get(&entry) {
            Err(error) => break error.status(),
            Ok(_) if begun.elapsed().as_secs() > 10 => panic!("it was never noticed"),
            Ok(_) => std::thread::yield_now(),
        }
    };
    assert_eq!(gone, Status::Moved);
}
