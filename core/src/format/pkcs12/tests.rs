use crate::{
    Certificate, Content, Error, Identity, ImportReport, KeyAlgorithm, PrivateKey, ReadOptions, Result,
    asn1::{self, context, sequence, tlv},
    certificate::algorithm::P256,
    pbe::{Budget, Digest, Keys, Limits, Scheme},
};

use super::*;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/pkcs12/", $name))
    };
}

const LIMIT: u64 = 10_000_000;
const ITERATIONS: &str = "iterations of key derivation";
const DEFAULT: &[u8] = fixture!("openssl-default.p12");
const NO_MAC: &[u8] = fixture!("openssl-nomac.p12");
const NO_MAC_KEY_ONLY: &[u8] = fixture!("openssl-nomac-key-only.p12");

fn fixture_certificate() -> Certificate {
    Certificate::from_pem(fixture!("certificate.pem")).expect("the fixture")
}

fn fixture_key() -> PrivateKey {
    PrivateKey::from_pem(fixture!("key.pem")).expect("the fixture")
}

fn read(data: &[u8], password: Option<&str>, max_iterations: u64) -> Result<ImportReport> {
    read_with(data, &ReadOptions { password, max_iterations, ..ReadOptions::default() })
}

fn read_with(data: &[u8], options: &ReadOptions<'_>) -> Result<ImportReport> {
    super::read(data, options, &Budget::new(options.limits()))
}

fn write(identities: &[Identity], certificates: &[Certificate], password: &str, options: &WriteOptions) -> Result<Vec<u8>> {
    write_pkcs12(PfxContents { identities, certificates, ..PfxContents::default() }, password, options).map(|pfx| pfx.bytes)
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
    WriteOptions { iterations: Some(1_000), ..WriteOptions::default() }
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
    let authenticated = sequence(&[&content_info(oid::DATA, &contents)]);
    sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &tlv(asn1::OCTET_STRING, &[&authenticated]))])
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
        let sha1 = name == "openssl-sha1";
        assert_eq!(report.notes.len(), usize::from(sha1), "{name}: {:?}", report.notes);
        assert_eq!(read(data, Some("Password"), LIMIT).err(), Some(wrong()), "{name}");
        assert_eq!(read(data, None, LIMIT).err(), Some(required()), "{name}");
    }
    let java = read(fixture!("java.p12"), Some("password"), LIMIT).expect("java");
    assert_eq!(java.identities()[0].friendly_name(), Some("fixture"));
}

#[test]
fn no_password_and_an_empty_one_are_told_apart() {
    let (empty, none) = ("its password is empty: anyone can open it", "it has no password: anyone can open it");
    for (name, data, note) in [
        ("openssl-empty", fixture!("openssl-empty-password.p12").as_slice(), empty),
        ("gnutls-empty", fixture!("gnutls-empty-password.p12"), empty),
        ("gnutls-none", fixture!("gnutls-no-password.p12"), none),
    ] {
        for password in [None, Some("")] {
            let report = read(data, password, LIMIT).expect(name);
            assert_eq!(report.identities().len(), 1, "{name}");
            assert_eq!(report.notes, [note], "{name} with {password:?}");
        }
        assert_eq!(read(data, Some("x"), LIMIT).err(), Some(wrong()), "{name}");
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
fn says_what_is_not_to_be_relied_on_any_more() {
    let report = read(fixture!("openssl-legacy.p12"), Some("password"), LIMIT).expect("legacy");
    assert!(holds_the_fixture(&report));
    let schemes = "an integrity check with SHA-1; 40-bit RC2-CBC, PKCS#12 derivation with SHA-1, 2048 iterations; 3DES-CBC, PKCS#12 derivation with SHA-1, \
                   2048 iterations";
    assert_eq!(report.notes, [format!("it is protected with what is not to be relied on any more ({schemes}): have it written anew")]);
}

#[test]
fn a_missing_mac_is_refused_where_one_is_demanded() {
    let options = ReadOptions { password: Some("password"), require_mac: true, ..ReadOptions::default() };
    assert_eq!(read_with(NO_MAC, &options).err(), Some(Error::Unauthenticated { what: FILE.to_owned() }));
    assert!(read_with(DEFAULT, &options).is_ok());
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
    let refused = Error::WorkLimit { what: FILE.to_owned(), asked: 3 * 2048, limit: 3 * 2048 - 1, unit: ITERATIONS };
    assert_eq!(read(DEFAULT, Some("password"), 3 * 2048 - 1).err(), Some(refused));
    // what is written here shares one derivation among all keys
    let both = [identity(KeyAlgorithm::EcP256, "one"), identity(KeyAlgorithm::EcP256, "two")];
    let data = write(&both, &[], "password", &quick()).expect("written");
    assert!(read(&data, Some("password"), 2_000).is_ok());
    let refused = Error::WorkLimit { what: FILE.to_owned(), asked: 2_000, limit: 1_999, unit: ITERATIONS };
    assert_eq!(read(&data, Some("password"), 1_999).err(), Some(refused));
}

#[test]
fn every_kind_of_key_goes_out_and_in_again() {
    let kinds = [KeyAlgorithm::EcP256, KeyAlgorithm::EcP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa(2048)];
    let identities: Vec<_> =
        kinds.iter().map(|kind| identity(*kind, &kind.to_string()).with_friendly_name(Some(format!("ключ {kind} 🔑")))).collect();
    let extra = fixture_certificate();
    let data = write(&identities, &[extra.clone(), extra.clone()], "pässwörd€", &quick()).expect("written");
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
    let data = write(&both, &[both[0].certificate().clone()], "password", &quick()).expect("written");
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
    let data = write(&[], &[one, two.clone(), nameless.clone()], "password", &quick()).expect("written");
    let names: Vec<_> = read(&data, Some("password"), LIMIT).expect("read").bags.into_iter().filter_map(|bag| bag.friendly_name).collect();
    assert_eq!(names, ["Same".to_owned(), format!("same {}", two.thumbprint()), nameless.thumbprint().to_string()]);
}

#[test]
fn refuses_to_write_what_protects_nothing() {
    let certificates = [fixture_certificate()];
    let refused = |certificates: &[Certificate], password, iterations| match write(
        &[],
        certificates,
        password,
        &WriteOptions { iterations, ..WriteOptions::default() },
    ) {
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
        let data = write(identities, &[fixture_certificate()], "password", &WriteOptions::default()).expect("written");
        assert!(read(&data, Some("password"), total).is_ok());
        let refused = Error::WorkLimit { what: FILE.to_owned(), asked: total, limit: total - 1, unit: ITERATIONS };
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
            ("private key", Some(key)),
            ("certificate", None),
            ("a certificate", Some("not a certificate: it is cut short, or not DER")),
            ("an SDSI certificate", Some("only X.509 certificates are taken")),
            ("a CRL", Some("CRLs are taken from DER, PEM and PKCS#7 alone")),
            ("a secret", Some("only certificates and private keys are taken")),
            ("a bag of the kind 1.2.840.10045.3.1.7", Some("this kind is not known")),
            ("a CRL", Some("CRLs are taken from DER, PEM and PKCS#7 alone")),
            ("private key", None),
        ]
    );
}

#[test]
fn contents_may_be_nested_but_not_for_ever() {
    let nested = |depth: usize| (0..depth).fold(bag(oid::CRL_BAG, &sequence(&[])), |inner, _| bag(oid::SAFE_CONTENTS_BAG, &sequence(&[&inner])));
    let read = |depth, max_nesting| {
        let options = ReadOptions { max_nesting, ..ReadOptions::default() };
        read_with(&plain(&[&nested(depth)]), &options).map(|report| report.bags.len())
    };
    let deeper = |asked, limit| Err(Error::WorkLimit { what: FILE.to_owned(), asked, limit, unit: "levels of contents in one another" });
    assert_eq!(read(8, 8), Ok(1));
    assert_eq!(read(9, 8), deeper(9, 8));
    assert_eq!(read(1, 0), deeper(1, 0));
    assert_eq!(read(64, usize::MAX), Ok(1));
    assert_eq!(read(5_000, usize::MAX), deeper(65, 64));
}

#[test]
fn bags_are_counted() {
    let empty = bag(oid::SAFE_CONTENTS_BAG, &sequence(&[]));
    let refused = read(&plain(&vec![empty.as_slice(); 100_001]), None, 0).expect_err("too many");
    assert_eq!(refused.to_string(), "a PFX file with more than 100000 parts is not supported: no more are read from one file");
}

/// A file with a good integrity check, of a key that is encrypted with `password`, under "password".
fn key_under(password: &str, plaintext: &[u8]) -> Vec<u8> {
    let budget = Budget::new(Limits::NONE);
    let keys = |password| Keys::new(FILE, Some(password), &budget);
    let scheme = Scheme::aes_256(&[1; 16], 1_000, [2; 16]);
    let ciphertext = scheme.encrypt(&mut keys(password), plaintext).expect("encrypted");
    let shrouded = bag(oid::SHROUDED_KEY_BAG, &sequence(&[&scheme.identifier(), &tlv(asn1::OCTET_STRING, &[&ciphertext])]));
    let contents = tlv(asn1::OCTET_STRING, &[&sequence(&[&shrouded])]);
    let authenticated = sequence(&[&content_info(oid::DATA, &contents)]);
    let mac = mac::Mac::hmac(Digest::Sha256, &[3; 16], 1_000).encode(&authenticated, &mut keys("password")).expect("a MAC");
    sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &tlv(asn1::OCTET_STRING, &[&authenticated])), &mac])
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
fn an_ec_key_without_its_public_key_is_completed() {
    let whole = fixture_key();
    let mut key = asn1::only_sequence(whole.pkcs8()).expect("PKCS#8");
    let (version, algorithm) = (key.element().expect("0").raw, key.element().expect("EC").raw);
    let sec1 = key.expect(asn1::OCTET_STRING).expect("SEC1").content;
    let mut inner = asn1::only_sequence(sec1).expect("SEC1");
    let short = sequence(&[inner.element().expect("1").raw, inner.element().expect("the scalar").raw]);
    let short = bag(oid::KEY_BAG, &sequence(&[version, algorithm, &tlv(asn1::OCTET_STRING, &[&short])]));
    let report = read(&plain(&[&short]), None, 0).expect("read");
    assert_eq!(report.private_keys().next().expect("the key").pkcs8(), whole.pkcs8());
}

#[test]
fn other_protections_are_refused_by_name() {
    let authenticated = sequence(&[&content_info(oid::ENVELOPED_DATA, &sequence(&[]))]);
    let content = tlv(asn1::OCTET_STRING, &[&authenticated]);
    let mac = |algorithm: &[u8]| {
        let info = sequence(&[&sequence(&[&tlv(asn1::OID, &[algorithm])]), &tlv(asn1::OCTET_STRING, &[&[0; 32]])]);
        sequence(&[&info, &tlv(asn1::OCTET_STRING, &[&[0; 8]])])
    };
    let pfx = |kind, mac: &[u8]| sequence(&[&asn1::unsigned(3), &content_info(kind, &content), mac]);
    for (data, what) in [
        (pfx(oid::SIGNED_DATA, &[]), "a PFX file signed with a public key"),
        (pfx(oid::DATA, &[]), "a PFX file encrypted to a public key"),
        (pfx(oid::DATA, &mac(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 2])), "an integrity check with MD2"),
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

#[test]
fn what_is_written_for_a_reader_says_how_it_is_protected() {
    const AES: &str = "AES-256-CBC, PBKDF2 with HMAC-SHA-256, 1000 iterations";
    const TRIPLE_DES: &str = "3DES-CBC, PKCS#12 derivation with SHA-1, 1000 iterations";
    let rsa = [identity(KeyAlgorithm::Rsa(2048), "rsa")];
    for reader in Reader::all().filter(|reader| *reader != Reader::Java17Truststore) {
        let options = WriteOptions { reader, ..quick() };
        let data = write(&rsa, &[fixture_certificate()], "password", &options).expect("written");
        let report = read(&data, Some("password"), LIMIT).expect("read");
        let is_old = matches!(reader, Reader::WindowsServer2016 | Reader::Java8 | Reader::SqlServer);
        let encryption = if is_old { TRIPLE_DES } else { AES };
        assert!(report.bags.iter().all(|bag| bag.encryption.as_deref() == Some(encryption)), "{reader}");
        assert_eq!(report.notes.len(), usize::from(is_old), "{reader}");
        assert_eq!(report.identities()[0].private_key().pkcs8(), rsa[0].private_key().pkcs8(), "{reader}");
        let of_key = report.bags.last().expect("the key");
        let provider = (reader == Reader::SqlServer).then_some("Microsoft Enhanced RSA and AES Cryptographic Provider");
        assert_eq!((of_key.key_provider.as_deref(), of_key.machine_key), (provider, reader == Reader::SqlServer), "{reader}");
        assert_eq!(read(&data, Some("Password"), LIMIT).err(), Some(wrong()), "{reader}");
    }
    let options = WriteOptions { reader: Reader::Java17Truststore, ..quick() };
    let data = write(&[], &[fixture_certificate()], "password", &options).expect("written");
    assert!(read(&data, Some("password"), LIMIT).expect("read").bags.iter().all(|bag| bag.trusted));
}

#[test]
fn what_a_reader_cannot_hold_is_refused_before_anything_is_written() {
    let ed25519 = [identity(KeyAlgorithm::Ed25519, "ed25519")];
    let refused = write(&ed25519, &[], "password", &WriteOptions::reader(Reader::DotNet9)).expect_err("Ed25519");
    assert_eq!(refused.to_string(), "a private key of the kind ed25519 for dotnet9 is not supported: it takes RSA and EC keys");
}

#[test]
fn keys_alone_go_out_and_in_again() {
    let keys = [std::sync::Arc::new(fixture_key()), std::sync::Arc::new(fixture_key())];
    let contents = PfxContents { private_keys: &keys, ..PfxContents::default() };
    let pfx = write_pkcs12(contents, "password", &quick()).expect("written");
    let report = read(&pfx.bytes, Some("password"), LIMIT).expect("read");
    assert_eq!(report.bags.len(), 1);
    assert_eq!(report.private_keys().next().expect("the key").pkcs8(), keys[0].pkcs8());
}

/// MacData with PBMAC1 whose parameters are these.
fn pbmac1(derivation: &[&[u8]]) -> Vec<u8> {
    let hmac = sequence(&[&tlv(asn1::OID, &[crate::pbe::oid::HMAC_SHA256]), &[asn1::NULL, 0]]);
    let derivation = sequence(&[&tlv(asn1::OID, &[crate::pbe::oid::PBKDF2]), &sequence(derivation)]);
    let algorithm = sequence(&[&tlv(asn1::OID, &[oid::PBMAC1]), &sequence(&[&derivation, &hmac])]);
    sequence(&[&sequence(&[&algorithm, &tlv(asn1::OCTET_STRING, &[&[0; 32]])]), &tlv(asn1::OCTET_STRING, &[b"salt"])])
}

#[test]
fn pbmac1_states_its_key_length_and_its_function() {
    let salt = tlv(asn1::OCTET_STRING, &[b"saltsalt"]);
    let (iterations, length) = (asn1::unsigned(1_000), asn1::unsigned(32));
    let hmac = sequence(&[&tlv(asn1::OID, &[crate::pbe::oid::HMAC_SHA256]), &[asn1::NULL, 0]]);
    let content = tlv(asn1::OCTET_STRING, &[&sequence(&[])]);
    let read = |derivation: &[&[u8]]| {
        let data = sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &content), &pbmac1(derivation)]);
        read(&data, Some("password"), LIMIT).map(|_| ())
    };
    assert_eq!(read(&[&salt, &iterations, &length, &hmac]), Err(wrong()));
    for (derivation, why) in [
        (vec![salt.as_slice(), &iterations, &hmac], "its integrity check does not state the length of its key"),
        (vec![salt.as_slice(), &iterations, &length], "its integrity check does not state the function of its key derivation"),
        (vec![salt.as_slice(), &iterations, &asn1::unsigned(15), &hmac], "the key of its integrity check has 15 octets"),
        (vec![salt.as_slice(), &iterations, &asn1::unsigned(1 << 40), &hmac], "the key of its integrity check has 1099511627776 octets"),
    ] {
        assert_eq!(read(&derivation), Err(damaged(why)));
    }
}

#[test]
fn a_key_of_another_kind_is_kept_as_it_is() {
    let x25519 = sequence(&[
        &asn1::unsigned(0),
        &sequence(&[&tlv(asn1::OID, &[&[0x2b, 0x65, 0x6e]])]),
        &tlv(asn1::OCTET_STRING, &[&tlv(asn1::OCTET_STRING, &[&[7; 32]])]),
    ]);
    let report = read(&plain(&[&bag(oid::KEY_BAG, &x25519)]), None, 0).expect("read");
    let kept = report.opaque_keys().next().expect("kept");
    assert_eq!((kept.kind(), kept.to_pkcs8_der().as_slice()), ("x25519", x25519.as_slice()));
    assert_eq!(format!("{kept:?}"), "OpaqueKey(x25519 ..)");
    assert_eq!(report.bags[0].what(), "private key");
    assert!(report.bags[0].refusal().is_some_and(|why| why.starts_with("a private key of the kind x25519 is not supported")));
}

#[test]
fn a_name_is_the_certificates_own_and_else_that_of_the_key_tied_to_it() {
    let key = fixture_key();
    let (one, two) = (certificate(&key, "one"), certificate(&key, "two"));
    let named = |kind: &[u8], value: &[u8], name: Option<&str>, id: Option<u8>| {
        let attributes = attributes::Attributes {
            friendly_name: name.map(str::to_owned),
            local_key_id: id.map(|octet| [octet; 20]),
            ..attributes::Attributes::default()
        };
        sequence(&[&tlv(asn1::OID, &[kind]), &tlv(context(0), &[value]), &attributes.encode()])
    };
    let x509 = |certificate: &Certificate, name, id| {
        let value = tlv(context(0), &[&tlv(asn1::OCTET_STRING, &[certificate.der()])]);
        named(oid::CERT_BAG, &sequence(&[&tlv(asn1::OID, &[oid::X509_CERTIFICATE]), &value]), name, id)
    };
    let data = plain(&[
        &named(oid::KEY_BAG, key.pkcs8(), Some("first key"), Some(1)),
        &named(oid::KEY_BAG, key.pkcs8(), Some("second key"), Some(2)),
        &x509(&one, Some("own"), Some(1)),
        &x509(&two, None, Some(2)),
    ]);
    let names: Vec<_> = read(&data, None, 0).expect("read").identities().iter().map(|found| found.friendly_name().map(str::to_owned)).collect();
    assert_eq!(names, [Some("own".to_owned()), Some("second key".to_owned())]);
}

#[test]
fn damage_is_told_from_a_wrong_password_where_the_integrity_was_proven() {
    let budget = Budget::new(Limits::NONE);
    let file = |ciphertext: &[u8]| {
        let scheme = Scheme::aes_256(&[1; 16], 1_000, [2; 16]);
        let info = sequence(&[&tlv(asn1::OID, &[oid::DATA]), &scheme.identifier(), &tlv(0x80, &[ciphertext])]);
        let authenticated = sequence(&[&content_info(oid::ENCRYPTED_DATA, &sequence(&[&asn1::unsigned(0), &info]))]);
        let mac = mac::Mac::hmac(Digest::Sha256, &[3; 16], 1_000);
        let mac = mac.encode(&authenticated, &mut Keys::new(FILE, Some("password"), &budget)).expect("a MAC");
        sequence(&[&asn1::unsigned(3), &content_info(oid::DATA, &tlv(asn1::OCTET_STRING, &[&authenticated])), &mac])
    };
    let other_password = "the password of the file does not open it: it has another, or is damaged";
    let cut_short = "the PFX file is damaged: something encrypted in it is cut short; get it again from where it came";
    for (ciphertext, why) in [(vec![7; 64], other_password), (vec![7; 63], cut_short), (Vec::new(), cut_short)] {
        let report = read(&file(&ciphertext), Some("password"), LIMIT).expect("the file is whole");
        assert_eq!((report.bags[0].what(), report.bags[0].refusal()), ("encrypted contents", Some(why)));
        assert_eq!(read(&file(&ciphertext), Some("Password"), LIMIT).err(), Some(wrong()));
    }
}

#[test]
fn each_bag_under_3des_has_a_salt_of_its_own() {
    let keys = [identity(KeyAlgorithm::EcP256, "one"), identity(KeyAlgorithm::EcP256, "two")];
    let data = write(&keys, &[], "password", &WriteOptions { reader: Reader::WindowsServer2016, ..quick() }).expect("written");
    // of each of three bags a key of two parts and a vector, and the integrity check
    let work = 3 * 3 * 1_000 + 1_000;
    assert!(read(&data, Some("password"), work).is_ok());
    let refused = Error::WorkLimit { what: FILE.to_owned(), asked: work, limit: work - 1, unit: ITERATIONS };
    assert_eq!(read(&data, Some("password"), work - 1).err(), Some(refused));
    assert_eq!(Reader::WindowsServer2016.profile().work(2, 1, 1_000), work);
}

#[test]
fn nothing_is_written_that_takes_more_work_than_is_taken_to_read_it() {
    let keys = [identity(KeyAlgorithm::EcP256, "one")];
    let with = |reader, iterations| write(&keys, &[], "password", &WriteOptions { reader, iterations: Some(iterations) }).map(|_| ());
    let why = "with 5000000 for each bag it takes 35000000 to read the file, above 10000000; give fewer, or write several files".to_owned();
    assert_eq!(with(Reader::Java8, 5_000_000), Err(Error::InvalidArgument { what: "iterations", why }));
    assert_eq!(Reader::Default.profile().work(1, 1, 5_000_000), LIMIT);
}

#[test]
fn a_name_that_ends_with_zeros_is_written_without_them() {
    let named = identity(KeyAlgorithm::EcP256, "one").with_friendly_name(Some("name\0\0".to_owned()));
    let data = write(&[named], &[], "password", &quick()).expect("written");
    assert_eq!(read(&data, Some("password"), LIMIT).expect("read").identities()[0].friendly_name(), Some("name"));
    let zero = certificate(&fixture_key(), "zero\0");
    let data = write(&[], &[zero], "password", &quick()).expect("written");
    assert_eq!(read(&data, Some("password"), LIMIT).expect("read").bags[0].friendly_name.as_deref(), Some("zero"));
}

#[test]
fn certificates_alone_keep_the_names_that_they_are_given() {
    let key = fixture_key();
    let certificates = [certificate(&key, "one"), certificate(&key, "two"), certificate(&key, "three")];
    let names = [Some("Same".to_owned()), None, Some("same".to_owned())];
    let contents = PfxContents { certificates: &certificates, certificate_names: &names, ..PfxContents::default() };
    let pfx = write_pkcs12(contents, "password", &quick()).expect("written");
    let found: Vec<_> = read(&pfx.bytes, Some("password"), LIMIT).expect("read").bags.into_iter().filter_map(|bag| bag.friendly_name).collect();
    assert_eq!(found, ["Same".to_owned(), "two".to_owned(), format!("same {}", certificates[2].thumbprint())]);
}
