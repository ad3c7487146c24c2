//! The text of a subject parses back to the same DER, whatever stands in it.

mod random;

use std::{net::IpAddr, sync::Arc};

use certwright::{KeyAlgorithm, Name, Now, PrivateKey, SelfSigned};

use self::random::Random;

/// Letters that mean something to RFC 4514 or to a terminal, are blanks of some kind, or take two to four octets.
const ODD: [char; 44] = [
    ' ',
    ' ',
    '"',
    '#',
    '+',
    ',',
    ';',
    '<',
    '=',
    '>',
    '\\',
    '/',
    '\'',
    '(',
    '*',
    '.',
    '-',
    ':',
    '&',
    '%',
    '\0',
    '\n',
    '\t',
    '\u{7f}',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    'ä',
    'ß',
    '\u{301}',
    '\u{200b}',
    '\u{200e}',
    '\u{202e}',
    '\u{2003}',
    '\u{2028}',
    '\u{2066}',
    '\u{3000}',
    '\u{feff}',
    '€',
    '漢',
    '\u{fffd}',
    '😀',
    '\u{e000}',
    '\u{10ffff}',
];

fn odd_text(random: &mut Random, most: usize) -> String {
    let length = 1 + random.below(most);
    (0..length).map(|_| if random.below(3) == 0 { random.one_of(&ODD) } else { char::from(b'a' + random.below(26) as u8) }).collect()
}

/// A value as RFC 4514 section 2.4 lets it be written, in one of its ways.
fn written(value: &str, random: &mut Random) -> String {
    let every_octet = |text: &str| text.bytes().map(|octet| format!("\\{octet:02x}")).collect::<String>();
    if random.below(4) == 0 {
        return every_octet(value);
    }
    value.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_string() } else { every_octet(&letter.to_string()) }).collect()
}

/// Names and addresses for a certificate, and nothing that a name may not hold.
fn with_names(mut wanted: SelfSigned, random: &mut Random) -> SelfSigned {
    for _ in 0..random.below(4) {
        let labels: Vec<String> =
            (0..=random.below(3)).map(|_| format!("{}{:x}", random.one_of(&["a", "srv-", "xn--"]), random.below(1 << 20))).collect();
        let wildcard = if labels.len() > 1 && random.below(4) == 0 { "*." } else { "" };
        let name = format!("{wildcard}{}", labels.join("."));
        wanted = wanted.dns_name(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for _ in 0..random.below(3) {
        let address = if random.below(2) == 0 {
            IpAddr::from((random.next() as u32).to_be_bytes())
        } else {
            IpAddr::from(u128::from(random.next()).to_be_bytes())
        };
        wanted = wanted.ip_address(address);
    }
    wanted
}

fn goes_both_ways(subject: &str, key: &Arc<PrivateKey>, random: &mut Random) {
    let wanted = SelfSigned::new(subject).unwrap_or_else(|error| panic!("{subject:?}: {error}"));
    let wanted = with_names(wanted.key(key.algorithm()), random);
    let made = wanted.issue_with_key(key.clone(), Now::system()).unwrap_or_else(|error| panic!("{subject:?}: {error}"));
    let certificate = made.certificate();
    assert!(wanted.describes(certificate), "{subject:?}");
    let text = certificate.subject().to_string();
    assert!(!text.chars().any(char::is_control), "{text:?}");
    let again = Name::parse(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(again.der(), certificate.subject().der(), "{subject:?} became {text:?}");
    assert_eq!(again.to_string(), text);
    assert_eq!(certificate.issuer(), again);
}

fn key() -> Arc<PrivateKey> {
    Arc::new(PrivateKey::generate(KeyAlgorithm::Ed25519).expect("a key"))
}

#[test]
fn a_plain_name_of_odd_characters_parses_back_to_the_same_der() {
    let mut random = Random::new(1);
    let key = key();
    for _ in 0..1_000 {
        let subject: String = odd_text(&mut random, 64).chars().filter(|letter| !letter.is_control() && *letter != '=').collect();
        if subject.trim().is_empty() {
            continue;
        }
        goes_both_ways(&subject, &key, &mut random);
    }
}

#[test]
fn a_subject_of_odd_components_parses_back_to_the_same_der() {
    const KINDS: [(&str, usize); 8] = [("CN", 64), ("O", 64), ("ou", 64), ("L", 64), ("STREET", 64), ("UID", 64), ("GN", 40), ("1.2.3.4.5", 64)];
    let mut random = Random::new(2);
    let key = key();
    for _ in 0..1_000 {
        let mut subject = String::new();
        for place in 0..=random.below(4) {
            if place > 0 {
                subject.push_str(random.one_of(&[",", ", ", " ; ", "+", " + "]));
            }
            let (kind, most) = random.one_of(&KINDS);
            let value = odd_text(&mut random, most);
            subject.push_str(&format!("{kind}={}", written(&value, &mut random)));
        }
        goes_both_ways(&subject, &key, &mut random);
    }
}
