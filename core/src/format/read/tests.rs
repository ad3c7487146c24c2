use super::*;
use crate::{Status, asn1, key::PrivateKey, pem::encode};

const CERTIFICATE: &str = include_str!("../../../tests/data/pkcs12/certificate.pem");
const KEY: &str = include_str!("../../../tests/data/pkcs12/key.pem");
const PFX: &[u8] = include_bytes!("../../../tests/data/pkcs12/openssl-default.p12");

fn read_plain(data: impl AsRef<[u8]>) -> Result<ImportReport> {
    read(data.as_ref(), &ReadOptions::default())
}

fn certificate() -> Certificate {
    Certificate::from_pem(CERTIFICATE.as_bytes()).expect("the fixture")
}

#[test]
fn tells_the_kind_of_a_file_by_its_content() {
    let key = PrivateKey::from_pem(KEY.as_bytes()).expect("the fixture");
    let options = ReadOptions { password: Some("password"), ..ReadOptions::default() };
    for (data, format, what) in [
        (CERTIFICATE.as_bytes(), FileFormat::Pem, "certificate"),
        (KEY.as_bytes(), FileFormat::Pem, "private key"),
        (certificate().der(), FileFormat::Der, "certificate"),
        (key.pkcs8(), FileFormat::Der, "private key"),
        (PFX, FileFormat::Pkcs12, "certificate"),
    ] {
        let report = read(data, &options).expect("read");
        assert_eq!((report.format, report.bags[0].what()), (format, what));
    }
}

#[test]
fn options_reach_the_pfx() {
    assert_eq!(read_plain(PFX).err().map(|error| error.status()), Some(Status::PasswordRequired));
    let options = ReadOptions { password: Some("password"), max_iterations: 100, ..ReadOptions::default() };
    assert_eq!(read(PFX, &options).err().map(|error| error.status()), Some(Status::WorkLimit));
    assert_eq!(
        format!("{options:?}"),
        r#"ReadOptions { password: Some(".."), max_iterations: 100, max_scrypt_memory: 268435456, max_nesting: 8, require_mac: false, refuse_legacy: false }"#
    );
}

#[test]
fn says_what_a_file_is_instead() {
    let encrypted = {
        let algorithm = asn1::sequence(&[&asn1::tlv(asn1::OID, &[&[0x2a, 3]])]);
        asn1::sequence(&[&algorithm, &asn1::tlv(asn1::OCTET_STRING, &[&[0; 8]])])
    };
    let cms = asn1::sequence(&[&asn1::tlv(asn1::OID, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]])]);
    for (data, message) in [
        (b"".as_slice(), "no certificate or key was read: it is empty"),
        (&[0; 100], "no certificate or key was read: it holds nothing but zero bytes"),
        (b"hello", "no certificate or key was read: it is text without a PEM block in it"),
        (&certificate().der()[..100], "no certificate or key was read: it is DER that was cut short: it has 100 of its 382 bytes"),
        (&cms, "the PKCS#7 file is damaged: its encoding is cut short or altered; get it again from where it came"),
        (&encrypted, "encryption with the algorithm 1.2.3 is not supported: have it written anew with AES-256 and SHA-256"),
        (&[0x30, 2, 0x30, 0], "no certificate or key was read: it begins as DER, but holds no certificate or key"),
    ] {
        assert_eq!(read_plain(data).expect_err(message).to_string(), message);
    }
    let large = vec![0x30; (64 << 20) + 1];
    assert_eq!(read_plain(large).err(), Some(Error::TooLarge { what: "the file".to_owned(), size: (64 << 20) + 1, limit: 64 << 20 }));
}

#[test]
fn every_block_of_a_pem_text_is_accounted_for() {
    let trusted = encode("TRUSTED CERTIFICATE", &[certificate().der(), &[0x30, 0]].concat());
    let text = [
        &format!("\u{feff}Bag Attributes\r\n{CERTIFICATE}"),
        KEY,
        &trusted,
        &encode("X509 CRL", &[0x30, 0]),
        &encode("CERTIFICATE", &[0x30, 0]),
        &encode("ENCRYPTED PRIVATE KEY", &[0x30, 0]),
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ]
    .concat();
    let report = read_plain(text).expect("read");
    let found: Vec<_> = report.bags.iter().map(|bag| (bag.what(), bag.refusal().is_some())).collect();
    assert_eq!(
        found,
        [
            ("certificate", false),
            ("private key", false),
            ("certificate", false),
            ("a CRL", true),
            ("a certificate", true),
            ("a private key", true),
            ("a certificate", true),
        ]
    );
    assert_eq!(report.identities().len(), 1);
}

#[test]
fn what_is_wrong_with_the_only_block_is_the_error() {
    for (text, status) in [
        (encode("CERTIFICATE", &[0x30, 0]), Status::MalformedCertificate),
        (encode("PRIVATE KEY", &[0x30, 0]), Status::MalformedKey),
        (encode("ENCRYPTED PRIVATE KEY", &[0x30, 0]), Status::MalformedKey),
        (encode("X509 CRL", &[0x30, 0]), Status::Damaged),
        ("-----BEGIN CERTIFICATE-----\n".to_owned(), Status::Damaged),
    ] {
        assert_eq!(read_plain(text).err().map(|error| error.status()), Some(status));
    }
}

#[test]
fn takes_pem_in_utf_16() {
    let little: Vec<u8> = "\u{feff}".encode_utf16().chain(CERTIFICATE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}".encode_utf16().chain(CERTIFICATE.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for data in [little, big] {
        assert_eq!(read_plain(data).expect("read").certificates(), [&certificate()]);
    }
    let refused = read_plain([0xff, 0xfe, b'x', 0]).expect_err("no PEM");
    assert_eq!(refused, Error::UnknownFormat { why: "it is text without a PEM block in it".to_owned() });
}
