use super::*;
use crate::{PrivateKey, asn1, pem::encode, read_file};

const CERTIFICATE: &str = include_str!("../../../tests/data/pkcs12/certificate.pem");
const KEY: &str = include_str!("../../../tests/data/pkcs12/key.pem");
const PFX: &[u8] = include_bytes!("../../../tests/data/pkcs12/openssl-default.p12");
const P7B: &[u8] = include_bytes!("../../../tests/data/pkcs7/one.p7b");
const CRL: &[u8] = include_bytes!("../../../tests/data/pkcs7/crl.der");
const REQUEST: &[u8] = include_bytes!("../../../tests/data/pkcs7/request.der");

fn read_plain(text: impl AsRef<[u8]>) -> Result<ImportReport> {
    read_file(text.as_ref(), &ReadOptions::default())
}

fn certificate() -> Certificate {
    Certificate::from_pem(CERTIFICATE.as_bytes()).expect("the fixture")
}

/// What it is, and why it was not taken, of each bag.
fn bags(report: &ImportReport) -> Vec<(&str, Option<&str>)> {
    report.bags.iter().map(|bag| (bag.what(), bag.refusal())).collect()
}

#[test]
fn what_stands_under_a_wrong_label_is_read_as_what_it_is() {
    let key = PrivateKey::from_pem(KEY.as_bytes()).expect("the fixture").to_pkcs8_der();
    let der = certificate();
    for (label, content, what, holds) in [
        ("CERTIFICATE", &key[..], "private key", "a private key (PKCS#8)"),
        ("PRIVATE KEY", der.der(), "certificate", "a certificate"),
        ("RSA PRIVATE KEY", &key, "private key", "a private key (PKCS#8)"),
        ("CERTIFICATE", P7B, "certificate", "PKCS#7"),
        ("PKCS7", der.der(), "certificate", "a certificate"),
        ("X509 CRL", der.der(), "certificate", "a certificate"),
        ("SOMETHING", der.der(), "certificate", "a certificate"),
    ] {
        let report = read_plain(encode(label, content)).expect("read");
        assert_eq!(bags(&report), [(what, None)]);
        assert_eq!(report.notes, [format!("block 1 is labelled {label} but holds {holds}")]);
    }
    let nameless = read_plain(encode("", der.der())).expect("read");
    assert_eq!(nameless.notes, ["block 1 is labelled with nothing but holds a certificate"]);
}

#[test]
fn right_labels_are_not_spoken_of() {
    let key = PrivateKey::from_pem(KEY.as_bytes()).expect("the fixture").to_pkcs8_der();
    let der = certificate();
    for (label, content) in [
        ("CERTIFICATE", der.der()),
        ("X509 CERTIFICATE", der.der()),
        ("TRUSTED CERTIFICATE", &[der.der(), &[0x30, 0]].concat()),
        ("PRIVATE KEY", &key),
        ("ANY PRIVATE KEY", &key),
        ("PKCS7", P7B),
        ("CMS", P7B),
    ] {
        let report = read_plain(encode(label, content)).expect(label);
        assert_eq!((report.bags.len(), report.notes.len()), (1, 0), "{label}");
    }
}

#[test]
fn what_is_not_taken_is_named_with_its_reason() {
    let pgp = "-----BEGIN PGP SIGNATURE-----\n\niQ==\n=ab\n-----END PGP SIGNATURE-----\n";
    let text = [
        CERTIFICATE,
        &encode("X509 CRL", CRL),
        &encode("NEW CERTIFICATE REQUEST", REQUEST),
        &encode("PUBLIC KEY", certificate().public_key_der()),
        &encode("EC PARAMETERS", &[6, 1, 0x2a]),
        &encode("DH PARAMETERS", &[0x30, 0]),
        &encode("OPENSSH PRIVATE KEY", b"openssh-key-v1\0"),
        &encode("DSA PRIVATE KEY", &asn1::sequence(&[&[2, 1, 0][..], &[2, 1, 5].repeat(5)])),
        &encode("RSA PUBLIC KEY", &asn1::sequence(&[&[2, 1, 35], &[2, 1, 3]])),
        &encode("UNHEARD OF", b"x"),
        pgp,
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
    ]
    .concat();
    let report = read_plain(text).expect("read");
    let parameters =
        ("the parameters of a key", Some("it is the parameters of a key: a key names its own; only certificates and private keys are taken"));
    assert_eq!(
        bags(&report),
        [
            ("certificate", None),
            ("CRL", None),
            ("a certificate request", Some("it is a certificate request: it is no certificate yet: a CA makes one from it")),
            ("a public key", Some("it is a public key: only certificates and private keys are taken")),
            parameters,
            parameters,
            (
                "a private key of OpenSSH",
                Some("it is a private key of OpenSSH: convert a copy of an RSA or ECDSA key: ssh-keygen -p -m PKCS8 -f COPY")
            ),
            ("a private key", Some("a private key of the kind dsa is not supported: P-256, P-384, Ed25519 and RSA keys can be used")),
            ("a public key", Some("it is a public key: only certificates and private keys are taken")),
            ("a PEM block UNHEARD OF", Some("only certificates and private keys are taken")),
            ("a PEM block PGP SIGNATURE", Some("it is of PGP, which is no X.509")),
            ("a private key", Some("the PEM text is damaged: the block PRIVATE KEY is not base64; get it again from where it came")),
        ]
    );
    assert!(report.notes.is_empty());
}

#[test]
fn each_oddity_is_a_note_and_what_blocks_share_is_one() {
    let indented = CERTIFICATE.replace('\n', "\n  ");
    let text = format!("\u{feff}subject=CN = fixture\n{}", indented.repeat(7)).replace('\n', "\r\n");
    let report = read_plain(text).expect("read");
    assert_eq!(
        report.notes,
        [
            "it begins with a byte order mark of UTF-8",
            "it has lines that end in CR LF",
            "it has other text around its blocks",
            "blocks 1, 2, 3, 4, 5 and 2 more have indented lines",
        ]
    );
    let escaped = format!("{{\"crt\": \"{}\"}}", CERTIFICATE.replace('\n', r"\n"));
    assert_eq!(read_plain(escaped).expect("read").notes, ["it has other text around its blocks", r"block 1 has line ends written as \n"]);
}

#[test]
fn notes_on_many_wrong_labels_are_counted() {
    let report = read_plain(encode("X", certificate().der()).repeat(12)).expect("read");
    assert_eq!(report.notes.len(), 11);
    assert_eq!(report.notes[10], "2 more blocks hold something else than their labels say");
}

#[test]
fn a_pfx_in_a_block_needs_its_password() {
    let one = encode("PKCS12", PFX);
    let required = read_plain([CERTIFICATE, &one].concat()).map(|_| ());
    assert_eq!(required, Err(Error::PasswordRequired { what: "the PFX file".to_owned() }));
    let options = ReadOptions { password: Some("password"), ..ReadOptions::default() };
    let report = read_file(one.as_bytes(), &options).expect("read");
    assert_eq!(bags(&report), [("certificate", None), ("private key", None)]);
}

#[test]
fn what_pkcs7_has_to_be_known_is_said_of_its_block() {
    let signed = include_bytes!("../../../tests/data/pkcs7/signed.p7m");
    let report = read_plain([CERTIFICATE, &encode("CMS", signed)].concat()).expect("read");
    assert_eq!(
        report.notes,
        ["block 2: its signed content, data of 15 bytes, was passed over", "block 2: it is signed; the signature was not checked"]
    );
}

#[test]
fn keys_and_files_in_one_text_spend_one_budget() {
    let key = include_str!("../../../tests/data/schemes/pkcs8-hmacWithSHA256.pem"); // 20 iterations
    let pfx = encode("PKCS12", include_bytes!("../../../tests/data/schemes/pbes2-AES-256-CBC.p12")); // three times 20
    let text = format!("{key}{pfx}{pfx}");
    let read = |max_iterations| {
        let options = ReadOptions { password: Some("password"), max_iterations, ..ReadOptions::default() };
        read_file(text.as_bytes(), &options).map(|report| report.bags.len())
    };
    assert_eq!(read(140), Ok(5));
    let refused = Error::WorkLimit { what: "the PFX file".to_owned(), asked: 140, limit: 139, unit: "iterations of key derivation" };
    assert_eq!(read(139), Err(refused));
}

#[test]
fn what_is_to_be_refused_is_refused_in_any_block() {
    let certificate = include_str!("../../../tests/data/pkcs12/certificate.pem");
    let old = include_str!("../../../tests/data/schemes/old-des3.pem");
    let unchecked = encode("PKCS12", include_bytes!("../../../tests/data/pkcs12/openssl-nomac.p12"));
    let options = ReadOptions { password: Some("password"), require_mac: true, refuse_legacy: true, ..ReadOptions::default() };
    for (block, status) in [(old, crate::Status::LegacyAlgorithm), (&unchecked, crate::Status::Unauthenticated)] {
        let refused = read_file(format!("{certificate}{block}").as_bytes(), &options).err().map(|error| error.status());
        assert_eq!(refused, Some(status));
    }
}

#[test]
fn private_keys_are_counted_over_the_whole_text() {
    let key = PrivateKey::generate(crate::KeyAlgorithm::Ed25519).expect("generated").to_pkcs8_pem();
    let pfx = encode("PKCS12", include_bytes!("../../../tests/data/pkcs12/openssl-default.p12"));
    let options = ReadOptions { password: Some("password"), ..ReadOptions::default() };
    let report = read_file(format!("{}{pfx}", key.repeat(10_001)).as_bytes(), &options).expect("read");
    let why = "a file with more than 10000 private keys is not supported: no more are read from one file";
    assert_eq!(report.private_keys().count(), 10_000);
    assert_eq!(bags(&report)[10_000..], [("a private key", Some(why)), ("a PFX (PKCS#12)", Some(why))]);
}
