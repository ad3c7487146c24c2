//! Who can open a bundle, and what is said to who cannot.

use zeroize::Zeroizing;

use super::*;

fn wrong() -> Option<Error> {
    Some(Error::WrongPassword { what: BUNDLE.to_owned() })
}

fn invalid(what: &'static str, why: &str) -> Option<Error> {
    Some(Error::InvalidArgument { what, why: why.to_owned() })
}

#[test]
fn a_passphrase_opens_what_it_sealed_and_no_other_does() {
    let bundle = write(&small(), &BundleSeal::Passphrase("correct horse"));
    let with = |passphrase| read(&*bundle, &BundleKey::Passphrase(passphrase), How::Strict);
    assert!(with("correct horse").expect("opened").1 == small());
    assert_eq!(with("correct horse ").err(), wrong());
    assert_eq!(with("").err(), invalid("passphrase", "it is empty; no bundle has such a one"));
    assert_eq!(read_for(&*bundle, &fresh_recipient(), How::Strict).err(), Some(Error::PasswordRequired { what: BUNDLE.to_owned() }));

    let line = bundle.split(|octet| *octet == b'\n').nth(1).expect("a stanza");
    assert!(line.starts_with(b"-> scrypt ") && line.ends_with(b" 18"), "the work is not measured");
    let at = bundle.windows(4).position(|octets| octets == b" 18\n").expect("the work");
    for (work, asked) in [(b"21", 1 << 21), (b"63", 1 << 63), (b"99", u64::MAX)] {
        let mut hostile = bundle.clone();
        hostile[at + 1..at + 3].copy_from_slice(work);
        let limit = Error::WorkLimit { what: BUNDLE.to_owned(), asked, limit: 1 << 20, unit: "iterations of key derivation" };
        assert_eq!(read(&*hostile, &BundleKey::Passphrase("correct horse"), How::Strict).err(), Some(limit));
    }
}

#[test]
fn the_identity_of_any_recipient_opens() {
    let all = [fresh_recipient(), fresh_recipient(), fresh_recipient()];
    let recipients: Vec<String> = all.iter().map(|one| format!(" {}\n", one.recipient)).collect();
    let bundle = write(&small(), &BundleSeal::Recipients(&recipients));
    for one in &all {
        assert!(read_for(&*bundle, one, How::Strict).expect("opened").1 == small());
    }
    assert_eq!(read_for(&*bundle, &fresh_recipient(), How::Strict).err(), wrong());
    let not_made_with_one = invalid("passphrase", "the bundle was made for recipients; give the identity of one of them");
    assert_eq!(read(&*bundle, &BundleKey::Passphrase("x"), How::Strict).err(), not_made_with_one);

    let many = [fresh_recipient().identity, fresh_recipient().identity, all[2].identity.clone()];
    assert!(read(&*bundle, &BundleKey::Identities(&many), How::Strict).is_ok(), "one of several");
}

#[test]
fn as_many_recipients_as_are_taken_are_read() {
    let recipient = fresh_recipient();
    let recipients = vec![recipient.recipient.clone(); 64];
    assert!(read_for(&*write(&small(), &BundleSeal::Recipients(&recipients)), &recipient, How::Strict).is_ok());
}

#[test]
fn an_identity_file_is_taken_as_it_is() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    let secret = &*recipient.identity;
    for text in [
        format!("# created: 2026-03-04\n# public key: {}\n{secret}\n", recipient.recipient),
        format!("\u{feff}# from Windows\r\n\r\n  {secret}  \r\n"),
        format!("{}\n{secret}", *fresh_recipient().identity),
    ] {
        assert!(read(&*bundle, &BundleKey::Identities(&[Zeroizing::new(text)]), How::Strict).is_ok());
    }
}

#[test]
fn what_is_no_identity_is_named_by_its_place_and_never_shown() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    let refusal = |text: &str| {
        let texts = [recipient.identity.clone(), Zeroizing::new(format!("# one\n{text}\n"))];
        read(&*bundle, &BundleKey::Identities(&texts), How::Strict).err()
    };
    let at = |why: &str| invalid("identities", &format!("the one at place 2, line 2: {why}"));
    let nothing = at("this is not an identity of age, which begins with AGE-SECRET-KEY-1");
    assert_eq!(refusal("hunter2"), nothing);
    assert_eq!(refusal(&recipient.identity.replace('Q', "P")[..70]), nothing);
    let recipients = at("this is a recipient, which cannot open anything; its identity begins with AGE-SECRET-KEY-1");
    assert_eq!(refusal(&recipient.recipient), recipients);
    let sealed = at("the identity is itself sealed with a passphrase; open it with age -d first");
    assert_eq!(refusal("age-encryption.org/v1"), sealed);
    assert_eq!(refusal("-----BEGIN AGE ENCRYPTED FILE-----"), sealed);
    let none = invalid("identities", "there is none; one begins with AGE-SECRET-KEY-1");
    assert_eq!(read(&*bundle, &BundleKey::Identities(&[]), How::Strict).err(), none);
    assert_eq!(read(&*bundle, &BundleKey::Identities(&[Zeroizing::new("# nothing\n".to_owned())]), How::Strict).err(), none);
}

#[test]
fn what_is_no_recipient_is_named_by_its_place_and_never_shown() {
    let recipient = fresh_recipient();
    let refusal = |text: &str| {
        let recipients = [recipient.recipient.clone(), text.to_owned()];
        BundleWriter::new(io::sink(), &BundleSeal::Recipients(&recipients), &ABOUT, &[]).err()
    };
    let second = |why: &str| invalid("recipients", &format!("the one at place 2 {why}"));
    let secret = second("is the secret identity, not its recipient; give the line that begins with age1, and keep the identity to yourself");
    assert_eq!(refusal(&recipient.identity), secret);
    assert_eq!(refusal(&recipient.identity.to_lowercase()), secret);
    assert_eq!(refusal(&format!("key: {}", *recipient.identity)), secret);
    let ssh = "is a key of SSH, which is not taken; make one with age-keygen";
    assert_eq!(refusal("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN"), second(ssh));
    let other = second("is not a recipient; one begins with age1 and stands in the file that age-keygen writes");
    for text in ["", "hunter2", &recipient.recipient[..61], &recipient.recipient.replace("age1", "bge1")] {
        assert_eq!(refusal(text), other, "{text}");
    }
    // the keys of small order (RFC 7748 section 6.1): 0, 1, two of order 8, and p - 1, p, p + 1
    for weak in [
        "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
        "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
        "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
        "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
        "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
        "age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy",
        "age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv",
    ] {
        assert_eq!(refusal(weak), second("is a key that keeps nothing secret"), "{weak}");
    }
    let begin = |seal: &BundleSeal<'_>| BundleWriter::new(io::sink(), seal, &ABOUT, &[]).err();
    assert_eq!(begin(&BundleSeal::Recipients(&[])), invalid("recipients", "there are 0; give 1 to 64"));
    let many = vec![recipient.recipient.clone(); 65];
    assert_eq!(begin(&BundleSeal::Recipients(&many)), invalid("recipients", "there are 65; give 1 to 64"));
    assert_eq!(begin(&BundleSeal::Passphrase("")), invalid("passphrase", "it is empty; anyone could open the bundle"));
}

#[test]
fn a_head_without_end_is_read_only_so_far() {
    let recipient = fresh_recipient();
    let hostile = [b"age-encryption.org/v1\n".to_vec(), b"-> a\n\n".repeat(1 << 20)].concat();
    assert_eq!(read_for(&*hostile, &recipient, How::Strict).err(), is_damaged("its head has too many lines"));
    let hostile = [b"age-encryption.org/v1\n-> ".to_vec(), vec![b'a'; 4 << 20]].concat();
    assert_eq!(read_for(&*hostile, &recipient, How::Strict).err(), is_damaged("it is cut short"));
}

#[test]
fn another_file_is_told_from_a_bundle() {
    let recipient = fresh_recipient();
    let refusal = |file: &[u8]| read_for(file, &recipient, How::Strict).err();
    let other = Some(Error::UnknownFormat { why: "this is not a bundle, which begins as a binary file of age does".to_owned() });
    for file in [&b""[..], b"PK\x03\x04 a zip", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"age-encryption"] {
        let expected = if file == b"age-encryption" { is_damaged("it is cut short") } else { other.clone() };
        assert_eq!(refusal(file), expected);
    }
    let newer = Error::Unsupported {
        what: "this version of the age format".to_owned(),
        why: "a newer program sealed it; only version 1 of the format is read".to_owned(),
    };
    assert_eq!(refusal(b"age-encryption.org/v2\n-> X25519"), Some(newer));
}

#[test]
fn nothing_prints_a_secret() {
    let secret = "AGE-SECRET-KEY-1PASTED".to_owned();
    assert_eq!(format!("{:?}", BundleSeal::Passphrase("correct horse")), "Passphrase(..)");
    assert_eq!(format!("{:?}", BundleSeal::Recipients(std::slice::from_ref(&secret))), "Recipients(1)");
    assert_eq!(format!("{:?}", BundleKey::Passphrase("correct horse")), "Passphrase(..)");
    assert_eq!(format!("{:?}", BundleKey::Identities(&[Zeroizing::new(secret)])), "Identities(..)");
}
