use super::*;
use crate::{Certificate, Error, PrivateKey, ReadOptions, pem::encode, read_file};

const CERTIFICATE: &str = include_str!("../../../tests/data/pkcs12/certificate.pem");
const KEY: &str = include_str!("../../../tests/data/pkcs12/key.pem");
const PFX: &[u8] = include_bytes!("../../../tests/data/pkcs12/openssl-default.p12");
const P7B: &[u8] = include_bytes!("../../../tests/data/pkcs7/one.p7b");
const CRL: &[u8] = include_bytes!("../../../tests/data/pkcs7/crl.der");
const REQUEST: &[u8] = include_bytes!("../../../tests/data/pkcs7/request.der");

fn certificate() -> Vec<u8> {
    Certificate::from_pem(CERTIFICATE.as_bytes()).expect("the fixture").der().to_vec()
}

fn key() -> Zeroizing<Vec<u8>> {
    PrivateKey::from_pem(KEY.as_bytes()).expect("the fixture").to_pkcs8_der()
}

#[test]
fn names_what_a_file_is_and_why() {
    let der = certificate();
    let public_key = Certificate::from_pem(CERTIFICATE.as_bytes()).expect("the fixture").public_key_der().to_vec();
    let wrapped = Base64::encode_string(&der);
    let utf16: Vec<u8> = CERTIFICATE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pgp = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENB\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";
    let openssh = encode("OPENSSH PRIVATE KEY", b"openssh-key-v1\0none");
    let chain = [KEY, CERTIFICATE].concat();
    let many = CERTIFICATE.repeat(10) + &encode("X509 CRL", CRL).repeat(2) + &(1..=7).map(|n| encode(&format!("X{n}"), &[n])).collect::<String>();
    let cut = &der[..der.len() - 1];
    let longer = [&der[..], b"\n\n"].concat();
    let size = der.len();
    for (data, kind, why) in [
        (der.as_slice(), FileKind::Certificate, "it is a certificate"),
        (&key(), FileKind::PrivateKey, "it is a private key (PKCS#8)"),
        (REQUEST, FileKind::CertificateRequest, "it is a certificate request"),
        (CRL, FileKind::Crl, "it is a CRL"),
        (&public_key, FileKind::PublicKey, "it is a public key"),
        (PFX, FileKind::Pkcs12, "it is a PFX (PKCS#12)"),
        (&PFX[..50], FileKind::Pkcs12, "it is a PFX (PKCS#12)"),
        (P7B, FileKind::Pkcs7, "it is PKCS#7"),
        (CERTIFICATE.as_bytes(), FileKind::Pem, "it is PEM with 1 block: a certificate"),
        (&utf16, FileKind::Pem, "it is PEM with 1 block: a certificate"),
        (chain.as_bytes(), FileKind::Pem, "it is PEM with 2 blocks: a private key (PKCS#8), a certificate"),
        (
            many.as_bytes(),
            FileKind::Pem,
            "it is PEM with 19 blocks: 10 times a certificate, 2 times a CRL, a PEM block X1, a PEM block X2, a PEM block X3, a PEM block X4, a PEM block X5, a PEM block X6, 1 of other sorts",
        ),
        (encode("X509 CRL", CRL).as_bytes(), FileKind::Pem, "it is PEM with 1 block: a CRL"),
        (encode("CERTIFICATE", REQUEST).as_bytes(), FileKind::CertificateRequest, "it is PEM with 1 block: a certificate request"),
        (openssh.as_bytes(), FileKind::OpenSshPrivateKey, "it is PEM with 1 block: a private key of OpenSSH"),
        (pgp.as_bytes(), FileKind::Pgp, "it is PEM with 1 block: a PEM block PGP PUBLIC KEY BLOCK"),
        (b"-----BEGIN CERTIFICATE-----\nMI", FileKind::Pem, "it is PEM with 1 block: a certificate, damaged"),
        (wrapped.as_bytes(), FileKind::Certificate, "it is a certificate, as base64 without the lines of PEM"),
        (
            Base64::encode_string(CERTIFICATE.as_bytes()).as_bytes(),
            FileKind::Pem,
            "it is PEM with 1 block: a certificate, as base64 without the lines of PEM",
        ),
        (&[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], FileKind::Jks, "it is a Java keystore (JKS)"),
        (&[0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2], FileKind::Jceks, "it is a Java keystore (JCEKS)"),
        (b"PK\x03\x04\x14", FileKind::Zip, "it is a ZIP archive"),
        (&[0x1f, 0x8b, 8, 0], FileKind::Gzip, "it is compressed (gzip)"),
        (&[0x99, 1, 0x0d, 4, 0x5f], FileKind::Pgp, "it is a key of PGP, which is no X.509"),
        (&[0x98, 0x33, 4, 0x6b], FileKind::Pgp, "it is a key of PGP, which is no X.509"),
        (&[0xc6, 0x33, 4, 0x6b], FileKind::Pgp, "it is a key of PGP, which is no X.509"),
        (b"SQLite format 3\0", FileKind::Sqlite, "it is a database (SQLite)"),
        (b"openssh-key-v1\0\0\0\0", FileKind::OpenSshPrivateKey, "it is a private key of OpenSSH"),
        (b"ssh-ed25519 AAAAC3Nz someone", FileKind::OpenSshPublicKey, "it is a public key of SSH, which is no X.509"),
        (b"---- BEGIN SSH2 PUBLIC KEY ----", FileKind::OpenSshPublicKey, "it is a public key of SSH, which is no X.509"),
        (b"PuTTY-User-Key-File-3: ssh-rsa", FileKind::PuttyKey, "it is a key of PuTTY"),
        (b"\r\n<!DOCTYPE html><title>Login", FileKind::Html, "it is a page of the web (HTML)"),
        (b"<?xml version='1.0'?><html/>", FileKind::Html, "it is a page of the web (HTML)"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", FileKind::Xml, "it is XML"),
        (b"{\"a\": 1}", FileKind::Json, "it is JSON without a PEM block in it"),
        (b"", FileKind::Empty, "it is empty"),
        (&[0; 512], FileKind::Zeros, "it holds nothing but zero bytes"),
        (b" \r\n", FileKind::Text, "it holds nothing but blanks"),
        (CERTIFICATE.replace("-----B", "----B").as_bytes(), FileKind::Text, "its PEM lines are not whole"),
        (b"hello", FileKind::Text, "it is text without a PEM block in it"),
        (b"abcd", FileKind::Text, "it is text without a PEM block in it"),
        (cut, FileKind::Truncated, &format!("it is DER that was cut short: it has {} of its {size} bytes", size - 1)),
        (&longer, FileKind::Der, &format!("it begins as DER of {size} bytes, and 2 others follow")),
        (&[0x30, 3, 4, 1, 0], FileKind::Der, "it begins as DER, but holds no certificate or key"),
        (&[0xff, 0, 1, 2], FileKind::Unknown, "it begins with neither PEM nor DER"),
    ] {
        let found = detect(data);
        assert_eq!((found.kind, found.why.as_str()), (kind, why));
    }
}

#[test]
fn what_is_read_is_what_is_detected() {
    for data in [&b"\xfe\xed\xfe\xed"[..], b"", b"{}", b"<html>", b"ssh-rsa A", b"PK\x03\x04", &[0; 9], b"text", &certificate()[..99]] {
        let found = detect(data);
        let refused = read_file(data, &ReadOptions::default()).map(|_| ());
        assert_eq!(refused, Err(Error::UnknownFormat { why: found.reason() }));
    }
    let jks = read_file(&[0xfe, 0xed, 0xfe, 0xed], &ReadOptions::default()).expect_err("a keystore").to_string();
    assert_eq!(
        jks,
        "no certificate or key was read: it is a Java keystore (JKS): keytool -importkeystore -srckeystore FILE -srcstoretype JKS -destkeystore FILE.p12 \
         -deststoretype PKCS12"
    );
}

#[test]
fn base64_alone_is_read_as_what_it_holds() {
    let note = "it is base64 without the lines of PEM";
    let (der, key) = (certificate(), key());
    let lines = |data: &[u8]| Base64::encode_string(data).as_bytes().chunks(76).map(<[u8]>::to_vec).collect::<Vec<_>>().join(&b"\r\n"[..]);
    for (data, what) in [(der.as_slice(), "certificate"), (&key, "private key"), (P7B, "certificate"), (CERTIFICATE.as_bytes(), "certificate")] {
        let report = read_file(&lines(data), &ReadOptions::default()).expect("read");
        assert_eq!((report.bags[0].what(), report.notes[0].as_str()), (what, note));
    }
    let options = ReadOptions { password: Some("password"), ..ReadOptions::default() };
    assert_eq!(read_file(&lines(PFX), &options).expect("read").certificates().len(), 1);
    let twice = lines(&lines(&der));
    assert_eq!(detect(&twice).kind, FileKind::Text);
}

#[test]
fn each_kind_has_a_word_of_its_own() {
    let words: Vec<String> = ALL.iter().map(ToString::to_string).collect();
    let distinct: std::collections::BTreeSet<&String> = words.iter().collect();
    assert_eq!(distinct.len(), ALL.len());
    assert!(words.iter().all(|word| word.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-')));
}

const ALL: [FileKind; 27] = [
    FileKind::Certificate,
    FileKind::CertificateRequest,
    FileKind::Crl,
    FileKind::Der,
    FileKind::Empty,
    FileKind::EncryptedPrivateKey,
    FileKind::Gzip,
    FileKind::Html,
    FileKind::Jceks,
    FileKind::Jks,
    FileKind::Json,
    FileKind::OpenSshPrivateKey,
    FileKind::OpenSshPublicKey,
    FileKind::Pem,
    FileKind::Pgp,
    FileKind::Pkcs12,
    FileKind::Pkcs7,
    FileKind::PrivateKey,
    FileKind::PublicKey,
    FileKind::PuttyKey,
    FileKind::Sqlite,
    FileKind::Text,
    FileKind::Truncated,
    FileKind::Unknown,
    FileKind::Xml,
    FileKind::Zeros,
    FileKind::Zip,
];
