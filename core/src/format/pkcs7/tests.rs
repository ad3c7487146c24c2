use super::*;
use crate::{FileFormat, ImportReport, ReadOptions, Status, read_file};

const FIXTURE: &str = include_str!("../../../tests/data/pkcs12/certificate.pem");

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/pkcs7/", $name)).as_slice()
    };
}

fn whole(data: &[u8]) -> ImportReport {
    read_file(data, &ReadOptions::default()).expect("read")
}

fn fixture() -> Certificate {
    Certificate::from_pem(FIXTURE.as_bytes()).expect("the fixture")
}

/// What it is and whether it was taken, of each bag.
fn bags(report: &ImportReport) -> Vec<(&str, bool)> {
    report.bags.iter().map(|bag| (bag.what(), bag.refusal().is_none())).collect()
}

#[test]
fn reads_what_others_write() {
    let signed = "it is signed; the signature was not checked";
    let content = "its signed content, data of 15 bytes, was passed over";
    for (data, format, certificates, notes) in [
        (file!("one.p7b"), FileFormat::Pkcs7, 1, &[][..]),
        (file!("two.pem.p7b"), FileFormat::Pem, 2, &[]),
        (file!("detached.p7s"), FileFormat::Pkcs7, 1, &[signed]),
        (file!("signed.p7m"), FileFormat::Pkcs7, 1, &[content, signed]),
        (file!("signed-ber.p7m"), FileFormat::Pkcs7, 1, &[content, signed]),
    ] {
        let report = whole(data);
        assert_eq!(report.format, format);
        assert_eq!(bags(&report), vec![("certificate", true); certificates]);
        assert!(report.certificates().contains(&&fixture()));
        assert_eq!(report.notes, notes);
    }
}

#[test]
fn accounts_for_what_is_no_certificate() {
    assert_eq!(bags(&whole(file!("with-crl.p7b"))), [("certificate", true), ("CRL", true)]);
    assert_eq!(bags(&whole(file!("crl-only.p7b"))), [("CRL", true)]);

    let one = fixture();
    let attribute = asn1::tlv(context(2), &[&[0x02, 1, 1]]);
    let odd = asn1::tlv(context(3), &[]);
    let data = with_parts(&[&attribute, one.der(), &[0x30, 0], &odd], &[&asn1::tlv(context(1), &[])]);
    let report = whole(&data);
    assert_eq!(
        bags(&report),
        [
            ("an attribute certificate", false),
            ("certificate", true),
            ("a certificate", false),
            ("a certificate of another kind", false),
            ("revocation information of another kind", false),
        ]
    );
    assert_eq!(report.bags[0].refusal(), Some("only X.509 certificates are taken"));
    assert_eq!(report.bags[2].refusal(), Some("not a certificate: its structure is malformed"));
}

/// Signed data with these certificates and lists, and no signer.
fn with_parts(certificates: &[&[u8]], lists: &[&[u8]]) -> Vec<u8> {
    let none = asn1::tlv(SET, &[]);
    let content = asn1::sequence(&[&asn1::tlv(OID, &[DATA])]);
    let certificates = asn1::tlv(context(0), certificates);
    let signed = asn1::sequence(&[&asn1::unsigned(1), &none, &content, &certificates, &asn1::tlv(context(1), lists), &none]);
    asn1::sequence(&[&asn1::tlv(OID, &[SIGNED_DATA]), &asn1::tlv(context(0), &[&signed])])
}

#[test]
fn says_why_nothing_was_taken() {
    let cut = &file!("one.p7b")[..200];
    let longer = [file!("one.p7b"), &[0]].concat();
    let inner = {
        let mut data = file!("one.p7b").to_vec();
        data[15] = 0xa1; // the tag of the content
        data
    };
    for (data, message) in [
        (file!("encrypted.p7m"), "no certificate or key was read: it is PKCS#7 encrypted to a certificate; it holds no certificate to take"),
        (file!("signed-nocerts.p7m"), "no certificate or key was read: it is PKCS#7 without a certificate"),
        (cut, "no certificate or key was read: it is DER that was cut short: it has 200 of its 429 bytes"),
        (&longer, "no certificate or key was read: it begins as DER of 429 bytes, and 1 others follow"),
        (&inner, "no certificate or key was read: it begins as DER, but holds no certificate or key"),
    ] {
        assert_eq!(read_file(data, &ReadOptions::default()).expect_err(message).to_string(), message);
    }
    let mut altered = file!("one.p7b").to_vec();
    altered[23] = 4; // the tag of the version
    assert_eq!(read(&altered, MAX_BAGS).err(), Some(Error::damaged(FILE)(asn1::Malformed)));
    assert_eq!(read(&longer, MAX_BAGS).err().map(|error| error.status()), Some(Status::Damaged));
    let data = asn1::sequence(&[&asn1::tlv(OID, &[&[0x2a, 3]]), &asn1::tlv(context(0), &[])]);
    assert_eq!(read(&data, MAX_BAGS).err(), Some(Error::UnknownFormat { why: "it is PKCS#7 of the kind 1.2.3; signed data is read".to_owned() }));
}

#[test]
fn writes_each_certificate_once_in_the_order_of_der() {
    let two = whole(file!("two.pem.p7b"));
    let mut certificates: Vec<Certificate> = two.certificates().into_iter().cloned().collect();
    let written = write_pkcs7(&certificates).expect("written");
    certificates.reverse();
    certificates.push(certificates[0].clone());
    assert_eq!(write_pkcs7(&certificates).expect("written"), written);
    let report = whole(&written);
    let ders: Vec<&[u8]> = report.certificates().into_iter().map(Certificate::der).collect();
    assert!(ders.len() == 2 && ders[0] < ders[1]);
    assert_eq!((report.format, report.notes.as_slice()), (FileFormat::Pkcs7, &[][..]));
}

#[test]
fn writes_no_file_without_a_certificate() {
    let why = "none were given to write".to_owned();
    assert_eq!(write_pkcs7(&[]), Err(Error::InvalidArgument { what: "certificates", why }));
}

/// A file of revocation information alone.
fn with_revocations(choices: &[u8]) -> Vec<u8> {
    let signed = asn1::sequence(&[
        &asn1::unsigned(1),
        &asn1::tlv(SET, &[]),
        &asn1::sequence(&[&asn1::tlv(OID, &[DATA])]),
        &asn1::tlv(context(1), &[choices]),
        &asn1::tlv(SET, &[]),
    ]);
    asn1::sequence(&[&asn1::tlv(OID, &[SIGNED_DATA]), &asn1::tlv(context(0), &[&signed])])
}

#[test]
fn every_list_is_taken_however_many_there_are() {
    let lists = [include_bytes!("../../../tests/data/pkcs7/crl.der").as_slice(); 40].concat();
    let found = read(&with_revocations(&lists), MAX_BAGS).expect("read");
    assert_eq!(found.bags.iter().filter(|bag| matches!(bag.content, Content::Crl(_))).count(), 40);
}

#[test]
fn what_is_not_taken_is_one_bag_for_each_sort() {
    let lists = [asn1::sequence(&[]).as_slice(); 1000].concat();
    let data = with_revocations(&[lists, asn1::tlv(context(1), &[])].concat());
    let found = read(&data, MAX_BAGS).expect("read");
    let bags: Vec<_> = found.bags.iter().map(|bag| (bag.what(), bag.refusal().unwrap_or_default().ends_with("(1000 of them)"))).collect();
    assert_eq!(bags, [("a CRL", true), ("revocation information of another kind", false)]);
}
