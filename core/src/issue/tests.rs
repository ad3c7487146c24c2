use std::sync::Arc;

use time::macros::datetime;

use super::*;
use crate::{
    asn1,
    certificate::SerialNumber,
    error::Error,
    key::{KeyAlgorithm, PrivateKey},
    status::Status,
};

fn now() -> Now {
    let utc = datetime!(2026-11-22 12:00 UTC);
    Now { utc, local_date: utc.date() }
}

#[test]
fn the_defaults_are_those_of_the_documentation() {
    let identity = SelfSigned::new("Integration API").expect("a subject").dns_name("srv1").expect("a name").issue(now()).expect("made");
    let made = identity.certificate();
    assert_eq!(made.version(), 3);
    assert_eq!((made.subject().to_string(), made.issuer().to_string()), ("CN=Integration API".to_owned(), "CN=Integration API".to_owned()));
    assert_eq!((made.key_algorithm(), made.signature_algorithm()), ("p256".to_owned(), "ecdsa-with-SHA256".to_owned()));
    assert_eq!((made.not_before(), made.not_after()), (datetime!(2026-11-22 11:55 UTC), datetime!(2031-11-22 12:00 UTC)));
    assert_eq!(made.key_usage(), Some(["digitalSignature"].as_slice()));
    assert_eq!(made.extended_key_usage(), Some(["serverAuth".to_owned()].as_slice()));
    assert!(!made.is_ca() && made.is_self_signed());
    assert!(made.subject_key_id().is_some() && made.subject_key_id() == made.authority_key_id());
    assert_eq!(made.dns_names().collect::<Vec<_>>(), ["srv1"]);
    let serial = made.serial().der_content();
    assert!(serial.len() == 16 && (0x10..0x80).contains(&serial[0]), "{}", made.serial());
}

#[test]
fn every_key_and_purpose_gives_a_certificate_that_verifies() {
    for purpose in [Purpose::Server, Purpose::Client, Purpose::Both, Purpose::Ca, Purpose::CodeSign] {
        for key in [KeyAlgorithm::EcP256, KeyAlgorithm::EcP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa(2048)] {
            let wanted = SelfSigned::new("a").expect("a subject").purpose(purpose).key(key);
            let identity = wanted.issue(now()).expect("made");
            assert!(identity.certificate().is_self_signed(), "{purpose} {key}");
            assert_eq!(identity.certificate().is_ca(), purpose == Purpose::Ca);
            assert!(wanted.describes(identity.certificate()), "{purpose} {key}");
        }
    }
}

#[test]
fn several_ou_and_dc_stay_in_order() {
    let text = "CN=a,OU=one,OU=two,DC=corp,DC=example";
    let identity = SelfSigned::new(text).expect("a subject").issue(now()).expect("made");
    assert_eq!(identity.certificate().subject().to_string(), text);
    assert!(identity.certificate().is_self_signed());
}

#[test]
fn the_key_follows_purpose_and_reader() {
    let key = |made: SelfSigned| made.issue(now()).map(|identity| identity.private_key().algorithm());
    let new = || SelfSigned::new("a").expect("a subject");
    assert_eq!(key(new().reader(KeyReader::SqlServer)), Ok(KeyAlgorithm::Rsa(2048)));
    assert_eq!(key(new().purpose(Purpose::Encipher)), Ok(KeyAlgorithm::Rsa(3072)));
    for refused in [new().purpose(Purpose::Encipher).key(KeyAlgorithm::EcP256), new().reader(KeyReader::Windows).key(KeyAlgorithm::Ed25519)] {
        assert_eq!(key(refused).err().map(|error| error.status()), Some(Status::InvalidArgument));
    }
}

#[test]
fn a_wrong_validity_is_found_before_a_key_is_made() {
    let wanted = SelfSigned::new("a")
        .expect("a subject")
        .key(KeyAlgorithm::Rsa(1))
        .valid_to(ValidTo::Days(0))
        .valid_from(crate::DateInput::Instant(now().utc));
    assert!(matches!(wanted.issue(now()), Err(Error::InvalidValidity { .. })));
}

#[test]
fn addresses_stand_as_dns_names_only_on_request() {
    let with = SelfSigned::new("a").expect("a subject").ip_address([10, 0, 0, 5].into());
    let plain = with.clone().issue(now()).expect("made");
    assert_eq!(plain.certificate().dns_names().count(), 0);
    assert_eq!(plain.certificate().ip_addresses().map(|ip| ip.to_string()).collect::<Vec<_>>(), ["10.0.0.5"]);
    let old = with.addresses_also_as_dns().issue(now()).expect("made");
    assert_eq!(old.certificate().dns_names().collect::<Vec<_>>(), ["10.0.0.5"]);
}

#[test]
fn a_given_serial_number_is_kept_or_refused() {
    let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("made"));
    let with =
        |text: &str| SelfSigned::new("a").expect("a subject").serial(SerialNumber::parse(text).expect("a number")).issue_with_key(key.clone(), now());
    assert_eq!(with("00FF01").expect("made").certificate().serial().to_string(), "FF01");
    for refused in ["00", &"7F".repeat(21)] {
        assert_eq!(with(refused).err().map(|error| error.status()), Some(Status::InvalidSerialNumber), "{refused}");
    }
}

#[test]
fn no_byte_of_a_certificate_can_be_changed_unseen() {
    let identity = SelfSigned::new("a").expect("a subject").issue(now()).expect("made");
    let der = identity.certificate().der();
    for index in 0..der.len() {
        let mut altered = der.to_vec();
        altered[index] ^= 1;
        let seen = crate::Certificate::from_der(&altered).is_ok_and(|certificate| certificate.is_signed_by(identity.certificate()) == Some(true));
        assert!(!seen, "octet {index}");
    }
    assert!(asn1::only_sequence(der).is_ok());
}
