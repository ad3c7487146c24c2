//! Files that other programs encrypted in every way they have: read, or refused where what is weak is not wanted.

use std::{collections::BTreeMap, fs, path::PathBuf};

use certwright::{Certificate, Error, ImportReport, PrivateKey, ReadOptions, Result, Status, read_file};

struct Expected {
    encryption: String,
    is_legacy: bool,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/schemes")
}

/// What `expected.txt` says, by file.
fn expected() -> BTreeMap<String, Expected> {
    let text = fs::read_to_string(folder().join("expected.txt")).expect("expected.txt");
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        let (Some(name), Some(encryption), Some(word), None) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
            panic!("expected.txt: {line}")
        };
        assert!(matches!(word.as_str(), "good" | "legacy"), "{line}");
        (name, Expected { encryption, is_legacy: word == "legacy" })
    });
    rows.collect()
}

/// Every file of the folder with what is expected of it.
fn files() -> Vec<(String, Vec<u8>, Expected)> {
    let mut expected = expected();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if !matches!(name.as_str(), "generate.sh" | "expected.txt") {
            let row = expected.remove(&name).unwrap_or_else(|| panic!("{name} does not stand in expected.txt"));
            files.push((name, fs::read(&path).expect("a file"), row));
        }
    }
    assert!(expected.is_empty(), "not there: {:?}", expected.keys());
    assert!(files.len() >= 48);
    files
}

fn read(data: &[u8], options: ReadOptions<'_>) -> Result<ImportReport> {
    read_file(data, &options)
}

fn with(password: &str) -> ReadOptions<'_> {
    ReadOptions { password: Some(password), ..ReadOptions::default() }
}

#[test]
fn every_file_gives_its_key_and_its_certificate() {
    let key = PrivateKey::from_pem(include_bytes!("data/pkcs12/key.pem")).expect("the fixture");
    let certificate = Certificate::from_pem(include_bytes!("data/pkcs12/certificate.pem")).expect("the fixture");
    for (name, data, expected) in files() {
        let report = read(&data, with("password")).unwrap_or_else(|error| panic!("{name}: {error}"));
        let keys: Vec<_> = report.private_keys().map(|key| key.to_pkcs8_der()).collect();
        assert_eq!(keys, [key.to_pkcs8_der()], "{name}");
        assert_eq!(report.notes.iter().any(|note| note.contains("not to be relied on any more")), expected.is_legacy, "{name}: {:?}", report.notes);
        if name.ends_with(".p12") {
            let identities = report.identities();
            assert_eq!((identities.len(), identities[0].certificate()), (1, &certificate), "{name}");
            assert_eq!(identities[0].friendly_name(), Some("fixture"), "{name}");
            let of_key = report.bags.iter().find(|bag| bag.what() == "private key").and_then(|bag| bag.encryption.as_deref());
            assert_eq!(of_key, Some(expected.encryption.as_str()), "{name}");
        } else {
            assert_eq!(report.bags.len(), 1, "{name}");
        }
    }
}

#[test]
fn a_wrong_password_is_always_said() {
    for (name, data, _) in files() {
        for wrong in ["Password", "password ", "pässword", ""] {
            let refused = read(&data, with(wrong)).err().map(|error| error.status());
            assert_eq!(refused, Some(Status::WrongPassword), "{name} with {wrong:?}");
        }
        let refused = read(&data, ReadOptions::default()).err().map(|error| error.status());
        assert_eq!(refused, Some(Status::PasswordRequired), "{name}");
    }
}

#[test]
fn what_is_weak_is_refused_where_it_is_not_wanted() {
    for (name, data, expected) in files() {
        let read = read(&data, ReadOptions { refuse_legacy: true, ..with("password") });
        match (read, expected.is_legacy) {
            (Ok(report), false) => assert!(report.notes.is_empty(), "{name}: {:?}", report.notes),
            (Err(Error::LegacyAlgorithm { algorithm, .. }), true) => assert!(!algorithm.is_empty(), "{name}"),
            (other, _) => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn an_altered_octet_never_gives_another_key() {
    let key = PrivateKey::from_pem(include_bytes!("data/pkcs12/key.pem")).expect("the fixture");
    for (name, data, _) in files().into_iter().filter(|(name, ..)| name.ends_with(".p12")) {
        for index in (0..data.len()).step_by(7) {
            let mut altered = data.clone();
            altered[index] ^= 0x20;
            let options = ReadOptions { max_iterations: 1_000, ..with("password") };
            for found in read(&altered, options).iter().flat_map(ImportReport::private_keys) {
                assert_eq!(found.to_pkcs8_der(), key.to_pkcs8_der(), "{name}, octet {index}");
            }
        }
    }
}
