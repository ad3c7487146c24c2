//! Comparison of distinguished names (RFC 5280 section 7.1).
//!
//! Values of any string type are compared as text, prepared as RFC 4518 wants: without regard to case, compatibility forms of
//! Unicode folded, hidden characters dropped, blanks at the ends dropped, runs of blanks taken as one.

use unicode_normalization::UnicodeNormalization;

use crate::{asn1::Malformed, certificate::name};

/// A name in a form in which equal names are equal bytes: one entry for each component.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Comparable(Vec<Vec<u8>>);

impl Comparable {
    /// Of the DER of a `Name`.
    pub(crate) fn of(der: &[u8]) -> Result<Self, Malformed> {
        let mut components: Vec<Vec<Vec<u8>>> = Vec::new();
        name::walk(der, |oid, value, first| {
            let mut attribute = Vec::with_capacity(oid.len() + value.raw.len() + 8);
            attribute.extend((oid.len() as u64).to_be_bytes());
            attribute.extend_from_slice(oid);
            match name::text_of(value) {
                Some(text) => {
                    attribute.push(1);
                    attribute.extend(folded(&text).bytes());
                }
                None => {
                    attribute.push(0);
                    attribute.extend_from_slice(value.raw);
                }
            }
            match components.last_mut().filter(|_| !first) {
                Some(component) => component.push(attribute),
                None => components.push(vec![attribute]),
            }
        })?;
        let joined = components.into_iter().map(|mut attributes| {
            attributes.sort(); // the attributes of a component are a set
            attributes.iter().flat_map(|attribute| (attribute.len() as u64).to_be_bytes().into_iter().chain(attribute.iter().copied())).collect()
        });
        Ok(Self(joined.collect()))
    }

    /// Whether the other lies below this one, or is the same (section 4.2.1.10 for directoryName).
    pub(crate) fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn folded(text: &str) -> String {
    if text.is_ascii() {
        return single_spaced(text.chars().filter(|letter| !is_dropped(*letter)).map(|letter| letter.to_ascii_lowercase()));
    }
    // lower case twice: a compatibility form may hold capitals, and small letters may be one
    let kept = text.chars().filter(|letter| !is_dropped(*letter)).flat_map(char::to_lowercase);
    let folded: String = kept.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    single_spaced(folded.replace('\u{df}', "ss").replace('\u{3c2}', "\u{3c3}").chars())
}

fn single_spaced(letters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut blank = false;
    for letter in letters {
        if letter.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(letter);
    }
    out
}

/// What RFC 4518 section 2.2 maps to nothing: soft hyphens, variation selectors, controls that are no blanks, and other
/// characters that are not seen.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{6dd}' | '\u{70f}'
        | '\u{1806}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2063}'
        | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{asn1, certificate::Name};

    fn of(text: &str) -> Comparable {
        Comparable::of(Name::parse(text).expect("a name").der()).expect("well-formed")
    }

    fn raw(tag: u8, value: &[u8]) -> Comparable {
        let attribute = asn1::sequence(&[&asn1::tlv(asn1::OID, &[&[0x55, 4, 3]]), &asn1::tlv(tag, &[value])]);
        Comparable::of(&asn1::sequence(&[&asn1::tlv(asn1::SET, &[&attribute])])).expect("well-formed")
    }

    #[test]
    fn case_blanks_and_string_types_do_not_matter() {
        assert_eq!(of("CN=Root  CA,O=Example"), of("CN=root ca,O=EXAMPLE"));
        assert_eq!(of("CN=\\ root ca\\ "), of("CN=Root CA"));
        assert_eq!(raw(asn1::PRINTABLE_STRING, b"Root"), raw(asn1::UTF8_STRING, b"root"));
        assert_eq!(raw(asn1::BMP_STRING, b"\0r\0o\0o\0t"), raw(asn1::IA5_STRING, b"ROOT"));
        assert_eq!(of("CN=B\u{dc}RO"), of("CN=b\u{fc}ro"));
    }

    #[test]
    fn what_looks_the_same_by_unicode_is_the_same() {
        for (one, other) in [
            ("\u{ff32}oot", "root"),
            ("ro\u{ad}ot", "root"),
            ("ro\u{200b}ot\u{feff}", "root"),
            ("bu\u{308}ro", "b\u{fc}ro"),
            ("\u{2121}", "tel"),
            ("stra\u{df}e", "STRASSE"),
            ("\u{3a3}\u{39f}\u{3a3}", "\u{3c3}\u{3bf}\u{3c2}"),
            ("root\u{3000}\u{a0}ca", "root ca"),
            ("ro\u{7}ot", "root"),
        ] {
            assert_eq!(raw(asn1::UTF8_STRING, one.as_bytes()), raw(asn1::UTF8_STRING, other.as_bytes()), "{one:?} {other:?}");
        }
        assert_ne!(of("CN=b\u{fc}ro"), of("CN=buro"));
        assert_ne!(of("CN=r\u{43e}ot"), of("CN=root"), "a Cyrillic letter is another");
    }

    #[test]
    fn order_and_types_of_attributes_matter() {
        assert_ne!(of("CN=a,O=b"), of("O=b,CN=a"));
        assert_ne!(of("CN=a"), of("O=a"));
        assert_ne!(of("CN=a b"), of("CN=ab"));
        assert_eq!(of("CN=a+O=b"), of("O=b+CN=a"));
        assert_ne!(of("CN=a+O=b"), of("CN=a,O=b"));
    }

    #[test]
    fn a_name_contains_those_that_begin_with_it() {
        assert!(of("O=b,C=DE").contains(&of("CN=a,O=b,C=DE")));
        assert!(!of("CN=a,O=b,C=DE").contains(&of("O=b,C=DE")));
        assert!(!of("O=b,C=DE").contains(&of("CN=a,O=c,C=DE")));
    }
}
