//! Signatures that OpenSSL made: those of the kinds that are verified are right, wrong when a bit is another, and right for no
//! other key; the other kinds are told apart from wrong ones.

use std::{fs, path::Path};

use certwright::Certificate;

/// The certificates of the folder whose names begin with a word.
fn of(verdict: &str) -> Vec<(String, Certificate)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/signatures");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(verdict) {
            found.push((name, Certificate::from_pem(&fs::read(entry.path()).expect("a readable file")).expect("a certificate")));
        }
    }
    found
}

#[test]
fn every_hash_is_verified_with_every_curve_and_with_pss() {
    let right = of("right-");
    assert_eq!(right.len(), 12);
    for (name, certificate) in &right {
        assert_eq!(certificate.is_signed_by(certificate), Some(true), "{name}");
        assert!(certificate.is_self_signed(), "{name}");
    }
}

#[test]
fn a_signature_with_another_bit_is_wrong() {
    for (name, certificate) in of("right-") {
        let mut der = certificate.der().to_vec();
        *der.last_mut().expect("not empty") ^= 1;
        let altered = Certificate::from_der(&der).expect("only the signature is another");
        assert_eq!(altered.is_signed_by(&certificate), Some(false), "{name}");
    }
}

#[test]
fn a_signature_is_right_for_one_key_alone() {
    let right = of("right-");
    for (name, certificate) in &right {
        for (other, issuer) in right.iter().filter(|(other, issuer)| other != name && issuer.key_algorithm() == certificate.key_algorithm()) {
            assert_eq!(certificate.is_signed_by(issuer), Some(false), "{name} by {other}");
        }
    }
}

#[test]
fn what_is_not_verified_is_not_called_wrong() {
    let unsupported = of("unsupported-");
    assert_eq!(unsupported.len(), 6);
    for (name, certificate) in unsupported {
        assert_eq!(certificate.is_signed_by(&certificate), None, "{name}");
    }
}
