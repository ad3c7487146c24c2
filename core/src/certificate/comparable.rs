//! Comparison of distinguished names (RFC 5280 section 7.1).
//!
//! Values of any string type are compared as text: without regard to case, blanks at the ends dropped, runs of blanks taken
//! as one. Compatibility forms of Unicode (RFC 4518 section 2.3) are not folded, so that fewer names are equal.

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
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            out.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    out
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
