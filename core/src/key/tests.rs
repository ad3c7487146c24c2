use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};

use super::*;
use crate::asn1;

#[test]
fn every_algorithm_goes_out_and_in_again() {
    for algorithm in [KeyAlgorithm::EcP256, KeyAlgorithm::EcP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa(2048)] {
        let key = PrivateKey::generate(algorithm).expect("generated");
        assert_eq!(key.algorithm(), algorithm);
        let der = key.to_pkcs8_der();
        assert_eq!(&der[..1], [0x30]);
        let again = PrivateKey::from_der(&der).expect("read back");
        assert_eq!(again.pkcs8(), key.pkcs8());
        assert_eq!(again.public_key_der(), key.public_key_der());
        let from_pem = PrivateKey::from_pem(key.to_pkcs8_pem().as_bytes()).expect("PEM");
        assert_eq!(from_pem.pkcs8(), key.pkcs8());
        assert!(!key.sign(b"message").expect("signed").is_empty());
    }
}

#[test]
fn a_signature_verifies_under_the_public_key() {
    let key = PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated");
    let public = PublicKey::from_spki(key.public_key_der()).expect("an SPKI");
    let signature = key.sign(b"message").expect("signed");
    assert!(UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public.key).verify(b"message", &signature).is_ok());
}

#[test]
fn sec1_and_version_2_are_normalised() {
    let key = PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated");
    let Parts::Ec(_, scalar, Some(point)) = pkcs8::read(key.pkcs8()).expect("own output") else { panic!("an EC key") };
    use crate::asn1::tlv;
    let sec1 = asn1::sequence(&[
        &asn1::unsigned(1),
        &tlv(asn1::OCTET_STRING, &[scalar]),
        &tlv(asn1::context(0), &[&tlv(asn1::OID, &[P256])]),
        &tlv(asn1::context(1), &[&asn1::bit_string(point)]),
    ]);
    assert_eq!(PrivateKey::from_der(&sec1).expect("SEC1").pkcs8(), key.pkcs8());

    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("ring writes version 2");
    assert_eq!(document.as_ref()[4], 1, "version 2 says 1");
    let normal = PrivateKey::from_der(document.as_ref()).expect("version 2");
    assert_eq!(normal.pkcs8()[4], 0, "version 1 says 0");
}

#[test]
fn a_key_whose_halves_do_not_fit_is_refused() {
    let one = PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated");
    let two = PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated");
    let Parts::Ec(_, scalar, _) = pkcs8::read(one.pkcs8()).expect("own output") else { panic!("an EC key") };
    let Parts::Ec(_, _, Some(point)) = pkcs8::read(two.pkcs8()).expect("own output") else { panic!("an EC key") };
    let mixed = pkcs8::ec(P256, scalar, point);
    assert_eq!(PrivateKey::from_der(&mixed).err().map(|error| error.status()), Some(crate::Status::MalformedKey));
}

#[test]
fn an_rsa_key_with_leading_zeros_in_its_numbers_is_read() {
    use crate::asn1::{INTEGER, only_sequence, sequence, tlv};
    let key = PrivateKey::generate(KeyAlgorithm::Rsa(2048)).expect("generated");
    let Parts::Rsa(pkcs1) = pkcs8::read(key.pkcs8()).expect("own output") else { panic!("an RSA key") };
    let mut numbers = only_sequence(pkcs1).expect("a sequence");
    let mut padded = vec![numbers.element().expect("the version").raw.to_vec()];
    while !numbers.is_empty() {
        padded.push(tlv(INTEGER, &[&[0, 0], numbers.expect(INTEGER).expect("a number").content]));
    }
    let padded: Vec<&[u8]> = padded.iter().map(Vec::as_slice).collect();
    let again = PrivateKey::from_der(&pkcs8::rsa(&sequence(&padded))).expect("as Mono writes it");
    assert_eq!(again.pkcs8(), key.pkcs8());
}

#[test]
fn an_ec_key_without_its_public_key_is_completed() {
    use crate::asn1::tlv;
    for (algorithm, curve) in [(KeyAlgorithm::EcP256, P256), (KeyAlgorithm::EcP384, P384)] {
        let key = PrivateKey::generate(algorithm).expect("generated");
        let Parts::Ec(_, scalar, _) = pkcs8::read(key.pkcs8()).expect("own output") else { panic!("an EC key") };
        let sec1 = |scalar: &[u8]| {
            let curve = tlv(asn1::context(0), &[&tlv(asn1::OID, &[curve])]);
            asn1::sequence(&[&asn1::unsigned(1), &tlv(asn1::OCTET_STRING, &[scalar]), &curve])
        };
        assert_eq!(PrivateKey::from_der(&sec1(scalar)).expect("without its point").pkcs8(), key.pkcs8());
        let longer = [&[1], scalar].concat();
        for (none, why) in [(vec![0; scalar.len()], "none of"), (vec![0xff; scalar.len()], "none of"), (longer, "too large for")] {
            let why = format!("its number is {why} its curve");
            assert_eq!(PrivateKey::from_der(&sec1(&none)).map(|_| ()), Err(Error::key(why)));
        }
    }
}

#[test]
fn a_compressed_point_is_made_whole() {
    use crate::asn1::tlv;
    for (algorithm, curve) in [(KeyAlgorithm::EcP256, P256), (KeyAlgorithm::EcP384, P384)] {
        let key = PrivateKey::generate(algorithm).expect("generated");
        let Parts::Ec(_, scalar, Some(point)) = pkcs8::read(key.pkcs8()).expect("own output") else { panic!("an EC key") };
        let half = point.len() / 2;
        let compressed = |odd: u8| [&[2 + odd], &point[1..=half]].concat();
        let odd = point[2 * half] & 1;
        assert_eq!(PrivateKey::from_der(&pkcs8::ec(curve, scalar, &compressed(odd))).expect("compressed").pkcs8(), key.pkcs8());
        let other = PrivateKey::from_der(&pkcs8::ec(curve, scalar, &compressed(1 - odd))).map(|_| ());
        assert_eq!(other.map_err(|error| error.status()), Err(crate::Status::MalformedKey));

        let identifier = asn1::sequence(&[&tlv(asn1::OID, &[crate::certificate::algorithm::EC_PUBLIC_KEY]), &tlv(asn1::OID, &[curve])]);
        let info = asn1::sequence(&[&identifier, &asn1::bit_string(&compressed(odd))]);
        assert_eq!(key_id(&info), key_id(key.public_key_der()));
    }
}

#[test]
fn the_public_key_in_an_ed25519_key_is_its_own() {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("ring writes version 2");
    let mut altered = document.as_ref().to_vec();
    *altered.last_mut().expect("never empty") ^= 1;
    assert!(PrivateKey::from_der(document.as_ref()).is_ok());
    assert_eq!(PrivateKey::from_der(&altered).map(|_| ()), Err(Error::key("its public key is another one's")));
}

#[test]
fn an_encrypted_key_opens_with_its_password_alone() {
    let key = PrivateKey::generate(KeyAlgorithm::EcP256).expect("generated");
    let pem = key.to_encrypted_pkcs8_pem("pässwörd").expect("encrypted");
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    let open = |password| PrivateKey::from_pem_with_password(pem.as_bytes(), password);
    assert_eq!(open(Some("pässwörd")).expect("its password").pkcs8(), key.pkcs8());
    let what = "the private key".to_owned();
    assert_eq!(open(Some("passwort")).map(|_| ()), Err(Error::WrongPassword { what: what.clone() }));
    assert_eq!(open(None).map(|_| ()), Err(Error::PasswordRequired { what }));
    assert!(matches!(key.to_encrypted_pkcs8_der(""), Err(Error::InvalidArgument { what: "password", .. })));
    // a password for what has none counts for nothing
    assert!(PrivateKey::from_der_with_password(key.pkcs8(), Some("x")).is_ok());
}

#[test]
fn says_what_it_cannot_use() {
    assert_eq!(PrivateKey::generate(KeyAlgorithm::Rsa(1024)).err().map(|error| error.status()), Some(crate::Status::InvalidArgument));
    assert_eq!(PrivateKey::from_der(&[0x30, 0]).err().map(|error| error.status()), Some(crate::Status::MalformedKey));
}

#[test]
fn is_never_printed() {
    let key = PrivateKey::generate(KeyAlgorithm::Ed25519).expect("generated");
    assert_eq!(format!("{key:?}"), "PrivateKey(..)");
}

#[test]
fn refuses_an_rsa_key_with_an_exponent_of_another() {
    use crate::asn1::{INTEGER, only_sequence, sequence, tlv};
    let key = PrivateKey::generate(KeyAlgorithm::Rsa(2048)).expect("generated");
    let Parts::Rsa(pkcs1) = pkcs8::read(key.pkcs8()).expect("own output") else { panic!("an RSA key") };
    let mut numbers = only_sequence(pkcs1).expect("own output");
    let mut altered = Vec::new();
    for number in 0..9 {
        let mut content = numbers.expect(INTEGER).expect("nine numbers").content.to_vec();
        if number == 6 {
            *content.last_mut().expect("never empty") ^= 2; // d mod (p-1), odd as before
        }
        altered.extend(tlv(INTEGER, &[&content]));
    }
    let refused = PrivateKey::from_der(&sequence(&[&altered])).map(|_| ());
    assert_eq!(refused, Err(Error::key("its parts do not belong together")));
}

#[test]
fn a_pem_text_without_a_key_that_can_be_read_says_what_it_has() {
    let read = |text: &str| PrivateKey::from_pem_with_password(text.as_bytes(), Some("password")).map(|_| ());
    let block = |label: &str, headers: &str| format!("-----BEGIN {label}-----\n{headers}AAAA\n-----END {label}-----\n");
    let openssh = Error::Unsupported { what: "a private key of OpenSSH".to_owned(), why: OPENSSH.to_owned() };
    assert_eq!(read(&block("OPENSSH PRIVATE KEY", "")), Err(openssh));
    assert_eq!(read(&block("CERTIFICATE", "")), Err(Error::key("there is no PEM block of a private key in it")));
    let missing = Error::Damaged { what: "the private key".to_owned(), why: "its header DEK-Info is missing".to_owned() };
    assert_eq!(read(&block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\n")), Err(missing));
}

#[test]
fn a_number_outside_of_the_curve_is_no_key() {
    let sec1 = |scalar: &[u8]| {
        let curve = asn1::tlv(asn1::context(0), &[&asn1::oid(P256)]);
        PrivateKey::from_der(&asn1::sequence(&[&asn1::unsigned(1), &asn1::tlv(asn1::OCTET_STRING, &[scalar]), &curve])).map(|_| ())
    };
    assert!(sec1(&[1]).is_ok());
    assert!(sec1(&[&[0; 9][..], &[1; 32]].concat()).is_ok());
    for none in [&[0; 32], &[0xff; 32]] {
        assert_eq!(sec1(none), Err(Error::key("its number is none of its curve")));
    }
    assert_eq!(sec1(&[1; 33]), Err(Error::key("its number is too large for its curve")));
}
