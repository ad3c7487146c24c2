use crate::{
    Certificate, Content, Error, Identity, ImportReport, KeyAlgorithm, PrivateKey, Status, WriteOptions,
    asn1::{self, context, sequence, tlv},
    certificate::algorithm::P256,
};

use super::{keys::Keys, *};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/pkcs12/", $name))
    };
}

const LIMIT: u64 = 10_000_000;
const DEFAULT: &[u8] = fixture!("openssl-default.p12");
const NO_MAC: &[u8] = fixture!("openssl-nomac.p12");
const NO_MAC_KEY_ONLY: &[u8] = fixture!("openssl-nomac-key-only.p12");

fn fixture_certificate() -> Certificate {
    Certificate::from_pem(fixture!("certificate.pem")).expect("the fixture")
}

fn fixture_key() -> PrivateKey {
    PrivateKey::from_pem(fixture!("key.pem")).expect("the fixture")
}

fn wrong() -> Error {
    Error::WrongPassword { what: FILE.to_owned() }
}

fn required() -> Error {
    Error::PasswordRequired { what: FILE.to_owned() }
}

fn identity(algorithm: KeyAlgorithm, name: &str) -> Identity {
    let key = PrivateKey::generate(algorithm).expect("generated");
    Identity::new(certificate(&key, name), key, Vec::new()).expect("its own key")
}

fn certificate(key: &PrivateKey, name: &str) -> Certificate {
    let pair = rcgen::KeyPair::try_from(key.pkcs8()).expect("a key");
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
    Certificate::from_der(parameters.self_signed(&pair).expect("signed").der()).expect("a certificate")
}

/// Fast, for what does not test the iterations.
fn quick() -> WriteOptions {
    WriteOptions { iterations: Some(1_000) }
}

fn holds_the_fixture(report: &ImportReport) -> bool {
    let identities = report.identities();
    identities.len() == 1
        && report.bags.len() == 2
        && *identities[0].certificate() == fixture_certificate()
        && identities[0].private_key().pkcs8() == fixture_key().pkcs8()
        && identities[0].friendly_name() == Some("fixture")
}

/// An unencrypted file of these bags.
fn plain(bags: &[&[u8]]) -> Vec<u8> {
    let contents = tlv(asn1::OCTET_STRING, &[&sequence(bags)]);
    let authenticated = sequence(&[&write::content_info(oid::DATA, &contents)]);
    sequence(&[&asn1::unsigned(3), &write::content_info(oid::DATA, &tlv(asn1::OCTET_STRING, &[&authenticated]))])
}

fn bag(kind: &[u8], value: &[u8]) -> Vec<u8> {
    sequence(&[&tlv(asn1::OID, &[kind]), &tlv(context(0), &[value])])
}

#[test]
fn reads_what_other_programs_write() {
    for (name, data, password) in [
        ("openssl-default", DEFAULT, "password"),
        ("openssl-sha1", fixture!("openssl-sha1.p12"), "password"),
        ("openssl-sha384", fixture!("openssl-sha384.p12"), "password"),
        ("openssl-sha512", fixture!("openssl-sha512.p12"), "password"),
        ("openssl-plain", fixture!("openssl-plain.p12"), "password"),
        ("openssl-unicode-password", fixture!("openssl-unicode-password.p12"), "pässwörd€"),
        ("nss-ber", fixture!("nss-ber.p12"), "password"),
    ] {
        assert!(looks_like(data), "{name}");
        let report = read(data, Some(password), LIMIT).expect(name);
        assert!(holds_the_fixture(&report), "{name}");
        assert!(report.notes.is_empty(), "{name}");
        assert_eq!(read(data, Some("Password"), LIMIT).err(), Some(wrong()), "{name}");
        assert_eq!(read(data, None, LIMIT).err(), Some(required()), "{name}");
    }
    let java = read(fixture!("java.p12"), Some("password"), LIMIT).expect("java");
    assert_eq!(java.identities()[0].friendly_name(), Some("fixture"));
}

#[test]
fn no_password_is_not_an_empty_one() {
    for (name, data, right, other) in [
        ("openssl-empty", fixture!("openssl-empty-password.p12").as_slice(), Some(""), (None, required())),
        ("gnutls-empty", fixture!("gnutls-empty-password.p12"), Some(""), (None, required())),
        ("gnutls-none", fixture!("gnutls-no-password.p12"), None, (Some(""), wrong())),
    ] {
        assert_eq!(read(data, right, LIMIT).expect(name).identities().len(), 1, "{name}");
        assert_eq!(read(data, other.0, LIMIT).err(), Some(other.1), "{name}");
    }
}

#[test]
fn says_that_a_file_without_a_mac_may_have_been_altered() {
    for data in [NO_MAC, NO_MAC_KEY_ONLY] {
        let report = read(data, Some("password"), LIMIT).expect("read");
        assert!(holds_the_fixture(&report));
        assert_eq!(report.notes, ["it has no integrity check: anyone may have altered it"]);
    }
}

#[test]
fn a_wrong_password_is_an_error_even_where_its_padding_fits_by_chance() {
    for data in [NO_MAC, NO_MAC_KEY_ONLY] {
        assert_eq!(read(data, None, LIMIT).err(), Some(required()));
        for number in 0..600 {
            assert_eq!(read(data, Some(&number.to_string()), LIMIT).err(), Some(wrong()));
        }
    }
}

#[test]
fn names_the_cipher_it_cannot_read() {
    let refused = read(fixture!("openssl-legacy.p12"), Some("password"), LIMIT).expect_err("legacy");
    let wanted = "a PFX file encrypted with 40-bit RC2 is not supported: have it exported anew with AES-256 and SHA-256";
    assert_eq!((refused.status(), refused.to_string().as_str()), (Status::Unsupported, wanted));
}

#[test]
fn a_file_that_is_cut_short_is_damaged() {
    let damaged = Error::damaged(FILE)(asn1::Malformed);
    for data in [DEFAULT, NO_MAC, fixture!("nss-ber.p12"), fixture!("openssl-plain.p12")] {
        for length in 0..data.len() {
            assert_eq!(read(&data[..length], Some("password"), LIMIT).err(), Some(damaged.clone()), "{length}");
        }
        let longer = [data, &[0]].concat();
        assert_eq!(read(&longer, Some("password"), LIMIT).err(), Some(super::damaged("other bytes follow it")));
    }
}

#[test]
fn what_was_altered_is_never_taken_if_there_is_a_mac() {
    let data = fixture!("openssl-sha1.p12");
    for index in 0..data.len() {
        for bit in [0x01, 0x80, 0xff] {
            let mut altered = data.to_vec();
            altered[index] ^= bit;
            if let Ok(report) = read(&altered, Some("password"), 10_000) {
                assert!(holds_the_fixture(&report), "octet {index} with {bit:02x}");
            }
        }
    }
}

#[test]
fn altered_octets_never_panic() {
    for data in [NO_MAC, fixture!("openssl-plain.p12")] {
        for index in 0..data.len() {
            let mut altered = data.to_vec();
            altered[index] ^= 0x11;
            let _ = read(&altered, Some("password"), 10_000);
        }
    }
}

#[test]
fn does_no_more_work_than_is_allowed() {
    assert!(read(DEFAULT, Some("password"), 3 * 2048).is_ok());
    let refused = Error::WorkLimit { what: FILE.to_owned(), asked: 3 * 2048, limit: 3 * 2048 - 1 };
    assert_eq!(read(DEFAULT, Some("password"), 3 * 2048 - 1).err(), Some(refused));
    // what is written here shares one derivation among all keys
    let both = [identity(KeyAlgorithm::EcP256, "one"), identity(KeyAlgorithm::EcP256, "two")];
    let data = write_pkcs12(&both, &[], "password", &quick()).expect("written");
    assert!(read(&data, Some("password"), 2_000).is_ok());
    let refused = Error::WorkLimit { what: FILE.to_owned(), asked: 2_000, limit: 1_999 };
    assert_eq!(read(&data, Some("password"), 1_999).err(), Some(refused));
}

#[test]
fn every_kind_of_key_goes_out_and_in_again() {
    let kinds = [KeyAlgorithm::EcP256, KeyAlgorithm::EcP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa(2048)];
    let identities: Vec<_> =
        kinds.iter().map(|kind| identity(*kind, &kind.to_string()).with_friendly_name(Some(format!("ключ {kind} 🔑")))).collect();
    let extra = fixture_certificate();
    let data = write_pkcs12(&identities, &[extra.clone(), extra.clone()], "pässwörd€", &quick()).expect("written");
    let report = read(&data, Some("pässwörd€"), LIMIT).expect("read");
    assert_eq!(report.bags.len(), 9);
    let found = report.identities();
    assert_eq!(found.len(), 4);
    for (found, written) in found.iter().zip(&identities) {
        assert_eq!(found.certificate(), written.certificate());
        assert_eq!(found.private_key().pkcs8(), written.private_key().pkcs8());
        assert_eq!(found.friendly_name(), written.friendly_name());
    }
    assert_eq!(report.certificates()[4], &extra);
    assert_eq!(report.bags[4].friendly_name, None);
    assert_eq!(read(&data, Some("passwort"), LIMIT).err(), Some(wrong()));
}

#[test]
fn a_key_of_two_certificates_and_a_certificate_of_two_chains_are_written_once() {
    let key = std::sync::Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated"));
    let above = fixture_certificate();
    let identity = |name| Identity::new(certificate(&key, name), key.clone(), vec![above.clone()]).expect("its own key");
    let both = [identity("one"), identity("two")];
    let data = write_pkcs12(&both, &[both[0].certificate().clone()], "password", &quick()).expect("written");
    let report = read(&data, Some("password"), LIMIT).expect("read");
    let kinds: Vec<_> = report.bags.iter().map(|bag| bag.what()).collect();
    assert_eq!(kinds, ["certificate", "certificate", "certificate", "private key"]);
    assert_eq!(report.identities().len(), 2);
    let first = both[0].certificate().thumbprint();
    for (index, id) in [(0, Some(first.as_bytes())), (1, Some(first.as_bytes())), (2, None), (3, Some(first.as_bytes()))] {
        assert_eq!(report.bags[index].local_key_id.as_deref(), id, "{index}");
    }
}

#[test]
fn certificates_alone_are_named_each_in_its_own_way() {
    let key = fixture_key();
    let (one, two, nameless) = (certificate(&key, "Same"), certificate(&key, "same"), certificate(&key, ""));
    let data = write_pkcs12(&[], &[one, two.clone(), nameless.clone()], "password", &quick()).expect("written");
    let names: Vec<_> = read(&data, Some("password"), LIMIT).expect("read").bags.into_iter().filter_map(|bag| bag.friendly_name).collect();
    assert_eq!(names, ["Same".to_owned(), format!("same {}", two.thumbprint()), nameless.thumbprint().to_string()]);
}

#[test]
fn refuses_to_write_what_protects_nothing() {
    let certificates = [fixture_certificate()];
    let refused = |certificates: &[Certificate], password, iterations| match write_pkcs12(&[], certificates, password, &WriteOptions { iterations }) {
        Err(Error::InvalidArgument { what, .. }) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&certificates, "", None), "password");
    assert_eq!(refused(&[], "password", None), "certificates");
    assert_eq!(refused(&certificates, "password", Some(999)), "iterations");
    assert_eq!(refused(&certificates, "password", Some(5_000_001)), "iterations");
}

#[test]
fn the_default_stays_within_what_dotnet_takes() {
    let iterations_of = |identities: &[Identity], total: u64| {
        let data = write_pkcs12(identities, &[fixture_certificate()], "password", &WriteOptions::default()).expect("written");
        assert!(read(&data, Some("password"), total).is_ok());
        let refused = Error::WorkLimit { what: FILE.to_owned(), asked: total, limit: total - 1 };
        assert_eq!(read(&data, Some("password"), total - 1).err(), Some(refused));
    };
    iterations_of(&[], 2 * 300_000);
    let three: Vec<_> = ["one", "two", "three"].into_iter().map(|name| identity(KeyAlgorithm::EcP256, name)).collect();
    iterations_of(&three, 2 * 200_000);
}

#[test]
fn every_bag_is_accounted_for() {
    let x509 = |der: &[u8]| {
        let value = tlv(context(0), &[&tlv(asn1::OCTET_STRING, &[der])]);
        bag(oid::CERT_BAG, &sequence(&[&tlv(asn1::OID, &[oid::X509_CERTIFICATE]), &value]))
    };
    let sdsi = {
        let value = tlv(context(0), &[&tlv(0x16, &[b"text"])]);
        bag(oid::CERT_BAG, &sequence(&[&tlv(asn1::OID, &[oid::SDSI_CERTIFICATE]), &value]))
    };
    let unusable = sequence(&[&asn1::unsigned(0), &sequence(&[&tlv(asn1::OID, &[P256])]), &tlv(asn1::OCTET_STRING, &[b"key"])]);
    let data = plain(&[
        &bag(oid::KEY_BAG, fixture_key().pkcs8()),
        &bag(oid::KEY_BAG, &unusable),
        &x509(fixture_certificate().der()),
        &x509(b"no certificate"),
        &sdsi,
        &bag(oid::CRL_BAG, &sequence(&[])),
        &bag(oid::SECRET_BAG, &sequence(&[])),
        &bag(P256, &sequence(&[])),
        &bag(oid::SAFE_CONTENTS_BAG, &sequence(&[&bag(oid::CRL_BAG, &sequence(&[])), &bag(oid::KEY_BAG, fixture_key().pkcs8())])),
    ]);
    let report = read(&data, None, 0).expect("read without any work");
    let found: Vec<_> = report.bags.iter().map(|bag| (bag.what(), bag.refusal())).collect();
    let key = "a private key of the kind 1.2.840.10045.3.1.7 is not supported: P-256, P-384, Ed25519 and RSA keys can be used";
    assert_eq!(
        found,
        [
            ("private key", None),
            ("a private key", Some(key)),
            ("certificate", None),
            ("a certificate", Some("not a certificate: it is cut short, or not DER")),
            ("an SDSI certificate", Some("only X.509 certificates are taken")),
            ("a CRL", Some("CRLs are not kept")),
            ("a secret", Some("only certificates and private keys are taken")),
            ("a bag of the kind 1.2.840.10045.3.1.7", Some("this kind is not known")),
            ("a CRL", Some("CRLs are not kept")),
            ("private key", None),
        ]
    );
}

#[test]
fn contents_may_be_nested_but_not_for_ever() {
    let nested = |depth: usize| (0..depth).fold(bag(oid::CRL_BAG, &sequence(&[])), |inner, _| bag(oid::SAFE_CONTENTS_BAG, &sequence(&[&inner])));
    assert_eq!(read(&plain(&[&nested(8)]), None, 0).expect("8 deep").bags.len(), 1);
    for depth in [9, 5_000] {
        let refused = read(&plain(&[&nested(depth)]), None, 0).expect_err("too deep");
        assert!(refused.to_string().starts_with("a PFX file whose contents are nested more than 8 deep is not supported"), "{refused}");
    }
}

#[test]
fn bags_are_counted() {
    let empty = bag(oid::SAFE_CONTENTS_BAG, &sequence(&[]));
    let refused = read(&plain(&vec![empty.as_slice(); 100_001]), None, 0).expect_err("too many");
    assert_eq!(refused.to_string(), "a PFX file with more than 100000 parts is not supported: no more are read from one file");
}

/// A file with a good integrity check, of a key that is encrypted with `password`, under "password".
fn key_under(password: &str, plaintext: &[u8]) -> Vec<u8> {
    let encryption = pbes2::Pbes2::aes_256(&[1; 16], 1_000, [2; 16]);
    let ciphertext = encryption.encrypt(&mut Keys::new(Some(password), LIMIT), plaintext).expect("encrypted");
    let shrouded = bag(oid::SHROUDED_KEY_BAG, &sequence(&[&encryption.identifier(), &tlv(asn1::OCTET_STRING, &[&ciphertext])]));
    let contents = tlv(asn1::OCTET_STRING, &[&sequence(&[&shrouded])]);
    let authenticated = sequence(&[&write::content_info(oid::DATA, &contents)]);
    let mac = write::mac_data(&authenticated, &mut Keys::new(Some("password"), LIMIT), 1_000).expect("a MAC");
    sequence(&[&asn1::unsigned(3), &write::content_info(oid::DATA, &tlv(asn1::OCTET_STRING, &[&authenticated])), &mac])
}

#[test]
fn a_key_with_a_password_of_its_own_is_accounted_for() {
    let key = fixture_key();
    assert!(matches!(read(&key_under("password", key.pkcs8()), Some("password"), LIMIT).expect("read").bags[0].content, Content::PrivateKey(_)));
    for data in [key_under("another", key.pkcs8()), key_under("password", b"no key")] {
        let report = read(&data, Some("password"), LIMIT).expect("the file is whole");
        let why = "the password of the file does not open it: it has another, or is damaged";
        assert_eq!((report.bags[0].what(), report.bags[0].refusal()), ("a private key", Some(why)));
    }
}

#[test]
fn an_ec_key_without_its_public_key_takes_it_from_its_certificate() {
    let whole = fixture_key();
    let mut key = asn1::only_sequence(whole.pkcs8()).expect("PKCS#8");
    let (version, algorithm) = (key.element().expect("0").raw, key.element().expect("EC").raw);
    let sec1 = key.expect(asn1::OCTET_STRING).expect("SEC1").content;
    let mut inner = asn1::only_sequence(sec1).expect("SEC1");
    let short = sequence(&[inner.element().expect("1").raw, inner.element().expect("the scalar").raw]);
    let short = bag(oid::KEY_BAG, &sequence(&[version, algorithm, &tlv(asn1::OCTET_STRING, &[&short])]));
    let with = |certificate: &Certificate| {
        let value = tlv(context(0), &[&tlv(asn1::OCTET_STRING, &[certificate.der()])]);
        let bag = bag(oid::CERT_BAG, &sequence(&[&tlv(asn1::OID, &[oid::X509_CERTIFICATE]), &value]));
        read(&plain(&[&short, &bag]), None, 0).expect("read")
    };
    assert_eq!(with(&fixture_certificate()).identities()[0].private_key().pkcs8(), whole.pkcs8());
    let other = with(identity(KeyAlgorithm::EcP256, "other").certificate());
    assert!(other.bags[0].refusal().is_some_and(|why| why.starts_with("an EC key without its public key is not supported")));
}

#[test]
fn other_protections_are_refused_by_name() {
    let authenticated = sequence(&[&write::content_info(oid::ENVELOPED_DATA, &sequence(&[]))]);
    let content = tlv(asn1::OCTET_STRING, &[&authenticated]);
    let mac = |algorithm: &[u8]| {
        let info = sequence(&[&sequence(&[&tlv(asn1::OID, &[algorithm])]), &tlv(asn1::OCTET_STRING, &[&[0; 32]])]);
        sequence(&[&info, &tlv(asn1::OCTET_STRING, &[&[0; 8]])])
    };
    let pfx = |kind, mac: &[u8]| sequence(&[&asn1::unsigned(3), &write::content_info(kind, &content), mac]);
    for (data, what) in [
        (pfx(oid::SIGNED_DATA, &[]), "a PFX file signed with a public key"),
        (pfx(oid::DATA, &[]), "a PFX file encrypted to a public key"),
        (pfx(oid::DATA, &mac(oid::PBMAC1)), "a PFX file with a PBMAC1 integrity check"),
        (pfx(oid::DATA, &mac(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5])), "a PFX file whose integrity check uses MD5"),
    ] {
        match read(&data, Some("password"), LIMIT) {
            Err(Error::Unsupported { what: found, .. }) => assert_eq!(found, what),
            other => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn recognises_a_pfx_by_its_beginning() {
    assert!(looks_like(&DEFAULT[..60]));
    assert!(looks_like(fixture!("nss-ber.p12")));
    assert!(!looks_like(fixture_certificate().der()));
    assert!(!looks_like(fixture_key().pkcs8()));
    assert!(!looks_like(b"-----BEGIN CERTIFICATE-----"));
    assert!(!looks_like(&[0x30]));
}
