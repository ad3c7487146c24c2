//! Distinguished names: kept as DER, shown and read as text (RFC 4514).

use std::fmt;

use super::pasted::{hex, unhex};
use crate::{
    asn1::{self, Element, Reader},
    error::{Error, Result, disturbs},
};

/// Attribute types that have a registered short name: name, OID, its content octets.
const TYPES: [(&str, &str, &[u8]); 18] = [
    ("CN", "2.5.4.3", &[0x55, 4, 3]),
    ("O", "2.5.4.10", &[0x55, 4, 10]),
    ("OU", "2.5.4.11", &[0x55, 4, 11]),
    ("C", "2.5.4.6", &[0x55, 4, 6]),
    ("L", "2.5.4.7", &[0x55, 4, 7]),
    ("ST", "2.5.4.8", &[0x55, 4, 8]),
    ("STREET", "2.5.4.9", &[0x55, 4, 9]),
    ("DC", "0.9.2342.19200300.100.1.25", &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25]),
    ("UID", "0.9.2342.19200300.100.1.1", &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1]),
    ("emailAddress", "1.2.840.113549.1.9.1", &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1]),
    ("serialNumber", "2.5.4.5", &[0x55, 4, 5]),
    ("SN", "2.5.4.4", &[0x55, 4, 4]),
    ("GN", "2.5.4.42", &[0x55, 4, 42]),
    ("title", "2.5.4.12", &[0x55, 4, 12]),
    ("initials", "2.5.4.43", &[0x55, 4, 43]),
    ("dnQualifier", "2.5.4.46", &[0x55, 4, 46]),
    ("postalCode", "2.5.4.17", &[0x55, 4, 17]),
    ("organizationIdentifier", "2.5.4.97", &[0x55, 4, 97]),
];

/// Other spellings that are read: Windows' and OpenSSL's.
const ALIASES: [(&str, &str); 6] = [("E", "emailAddress"), ("S", "ST"), ("G", "GN"), ("givenName", "GN"), ("surname", "SN"), ("T", "title")];

/// A subject or issuer: the DER as it stands in the certificate.
///
/// `Display` gives RFC 4514 text, the last component of the DER first. Equal means the same DER; RFC 5280 section 7.1
/// comparison (case, blanks, string types) is not done here.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name {
    der: Box<[u8]>,
}

/// One attribute of a name: its type and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The type as a dotted OID.
    pub oid: String,
    /// The value as text, or `#` and the hex of its DER where it is no text.
    pub value: String,
}

impl Attribute {
    /// The short name of the type, such as `CN`, where it has one that is registered.
    pub fn short_name(&self) -> Option<&'static str> {
        TYPES.iter().find(|(_, oid, _)| *oid == self.oid).map(|(short, ..)| *short)
    }
}

impl Name {
    /// Takes the DER of a `Name` that has been found well-formed.
    pub(crate) fn from_checked_der(der: &[u8]) -> Self {
        Self { der: der.into() }
    }

    /// Takes the DER of a `Name`.
    ///
    /// # Errors
    /// [`Error::InvalidSubject`] if it is not a sequence of sets of attributes.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        well_formed(der).map_err(|asn1::Malformed| refuse("its DER is not that of a name"))?;
        Ok(Self::from_checked_der(der))
    }

    /// Reads a plain name ("Integration API", which becomes the common name) or an RFC 4514 string ("CN=a, O=b").
    ///
    /// Text that begins with an attribute type and `=` is an RFC 4514 string; its first component becomes the last of the
    /// DER, as the RFC demands. Blanks around components are forgiven, quoted values are taken. Several OU or DC stay in
    /// order, `+` joins attributes to one component.
    ///
    /// # Errors
    /// [`Error::InvalidSubject`]: empty, an unknown attribute type, an empty value, a bad escape, a country that is not two
    /// letters, a component longer than RFC 5280 allows (64 characters for CN, O and OU).
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start(); // a blank at the end may be an escaped one
        if text.trim_end().is_empty() {
            return Err(refuse("it is empty"));
        }
        if let Some(strange) = text.chars().find(|letter| letter.is_control()) {
            return Err(refuse(format!("it holds the control character {strange:?}")));
        }
        let components = if begins_with_type(text) { parse_rfc4514(text)? } else { vec![vec![encode("CN", text.trim_end())?]] };
        let sets: Vec<Vec<u8>> = components
            .into_iter()
            .rev()
            .map(|mut attributes| {
                attributes.sort(); // DER: a SET OF is sorted
                asn1::tlv(asn1::SET, &slices(&attributes))
            })
            .collect();
        Ok(Self { der: asn1::sequence(&slices(&sets)).into() })
    }

    /// The DER of the name.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it has no component at all.
    pub fn is_empty(&self) -> bool {
        self.der.len() <= 2
    }

    /// The components in the order of the DER, each with its attributes.
    pub fn components(&self) -> Vec<Vec<Attribute>> {
        let mut components = Vec::new();
        // Malformed cannot come up: every constructor has walked the same elements.
        let _ = walk(&self.der, |oid, value, first| {
            if first {
                components.push(Vec::new());
            }
            let attribute = Attribute { oid: asn1::oid_shown(oid), value: shown_value(value) };
            if let Some(component) = components.last_mut() {
                component.push(attribute);
            }
        });
        components
    }

    /// The last common name of the DER, which is the most specific.
    pub fn common_name(&self) -> Option<String> {
        self.components().into_iter().flatten().filter(|attribute| attribute.oid == "2.5.4.3").map(|attribute| attribute.value).next_back()
    }
}

fn slices(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}

fn refuse(why: impl Into<String>) -> Error {
    Error::InvalidSubject { why: why.into() }
}

/// Calls `each` with type, value, and whether a component begins.
pub(crate) fn walk<'a>(der: &'a [u8], mut each: impl FnMut(&'a [u8], Element<'a>, bool)) -> Result<(), asn1::Malformed> {
    let mut sets = asn1::only_sequence(der)?;
    while !sets.is_empty() {
        let mut attributes = sets.expect(asn1::SET)?.inside();
        let mut first = true;
        while first || !attributes.is_empty() {
            let mut attribute = attributes.sequence()?;
            let oid = attribute.expect(asn1::OID)?.content;
            if !asn1::is_oid(oid) {
                return Err(asn1::Malformed);
            }
            let value = attribute.element()?;
            attribute.finish()?;
            each(oid, value, first);
            first = false;
        }
    }
    Ok(())
}

pub(crate) fn well_formed(der: &[u8]) -> Result<(), asn1::Malformed> {
    walk(der, |_, _, _| ())
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut components: Vec<String> = Vec::new();
        let _ = walk(&self.der, |oid, value, first| {
            if first {
                components.push(String::new());
            }
            if let Some(text) = components.last_mut() {
                if !first {
                    text.push('+');
                }
                let short = TYPES.iter().find(|(_, _, octets)| *octets == oid);
                match short {
                    Some((short, _, _)) => text.push_str(short),
                    None => text.push_str(&asn1::oid_shown(oid)),
                }
                text.push('=');
                match text_of(value).filter(|_| short.is_some()) {
                    Some(value) => escape(&value, text),
                    None => text.push_str(&format!("#{}", hex(value.raw))), // RFC 4514 section 2.4, also for types without a short name
                }
            }
        });
        components.reverse();
        f.write_str(&components.join(","))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// The text of a string type (X.520 DirectoryString and IA5String).
pub(crate) fn text_of(value: Element<'_>) -> Option<String> {
    match value.tag {
        asn1::UTF8_STRING => String::from_utf8(value.content.to_vec()).ok(),
        asn1::PRINTABLE_STRING | asn1::IA5_STRING | asn1::NUMERIC_STRING | asn1::VISIBLE_STRING => {
            value.content.is_ascii().then(|| String::from_utf8_lossy(value.content).into_owned())
        }
        asn1::TELETEX_STRING => Some(value.content.iter().copied().map(char::from).collect()), // as everyone reads it: Latin-1
        asn1::BMP_STRING => {
            let (pairs, rest) = value.content.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            if rest.is_empty() { String::from_utf16(&units).ok() } else { None }
        }
        asn1::UNIVERSAL_STRING => {
            let (units, rest) = value.content.as_chunks::<4>();
            if rest.is_empty() { units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit))).collect() } else { None }
        }
        _ => None,
    }
}

fn shown_value(value: Element<'_>) -> String {
    text_of(value).unwrap_or_else(|| format!("#{}", hex(value.raw)))
}

/// RFC 4514 section 2.4; controls, characters that change the direction of text, and blanks at an edge that are not spaces,
/// which readers trim, are shown as hex pairs.
pub(crate) fn escape(value: &str, out: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (index, letter) in value.chars().enumerate() {
        let blank_at_edge = letter.is_whitespace() && (index == 0 || index == last);
        let edge = blank_at_edge && letter == ' ' || letter == '#' && index == 0;
        if edge || matches!(letter, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            out.push('\\');
            out.push(letter);
        } else if blank_at_edge || disturbs(letter) {
            for octet in letter.encode_utf8(&mut [0; 4]).bytes() {
                out.push('\\');
                out.push_str(&hex(&[octet]));
            }
        } else {
            out.push(letter);
        }
    }
}

fn begins_with_type(text: &str) -> bool {
    match text.split_once('=') {
        Some((kind, _)) => {
            let kind = kind.trim_end();
            !kind.is_empty() && kind.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'.')
        }
        None => false,
    }
}

/// Components in the order of the text, each a list of encoded attributes.
fn parse_rfc4514(text: &str) -> Result<Vec<Vec<Vec<u8>>>> {
    let mut components = vec![Vec::new()];
    let mut rest = text;
    loop {
        let (kind, after) = rest.split_once('=').ok_or_else(|| refuse("a component has no \"=\""))?;
        let (value, end, after) = parse_value(after)?;
        let encoded = match value {
            Value::Text(value) => encode(kind.trim(), &value)?,
            Value::Der(der) => attribute(&oid_of(kind.trim())?, &der),
        };
        if let Some(component) = components.last_mut() {
            component.push(encoded);
        }
        match end {
            None => return Ok(components),
            Some('+') => {}
            Some(_) => components.push(Vec::new()),
        }
        rest = after;
    }
}

enum Value {
    Text(String),
    Der(Vec<u8>),
}

/// One value, the separator that ended it, and what follows.
fn parse_value(text: &str) -> Result<(Value, Option<char>, &str)> {
    let text = text.trim_start();
    let mut octets = Vec::new();
    let mut kept = 0; // up to here blanks are part of the value
    let mut quoted = false;
    let mut letters = text.char_indices();
    let mut end = (None, "");
    if text.starts_with('"') {
        quoted = true;
        letters.next();
    }
    let starts_quoted = quoted;
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next().map(|(_, letter)| letter).ok_or_else(|| refuse("it ends in a backslash"))?;
                if escaped.is_ascii_hexdigit() {
                    let second = letters.next().map(|(_, letter)| letter).unwrap_or(' ');
                    let pair = unhex(&format!("{escaped}{second}")).ok_or_else(|| refuse("a backslash stands before something that needs none"))?;
                    octets.extend(pair);
                } else if " \"#+,;<=>\\".contains(escaped) {
                    octets.push(escaped as u8); // one of the ASCII characters above
                } else {
                    return Err(refuse("a backslash stands before something that needs none"));
                }
                kept = octets.len();
            }
            '"' if quoted => {
                quoted = false;
                kept = octets.len();
            }
            ',' | ';' | '+' if !quoted => {
                end = (Some(letter), &text[at + 1..]);
                break;
            }
            '"' => return Err(refuse("a quotation mark stands inside a value")),
            _ => {
                if starts_quoted && !quoted && letter != ' ' {
                    return Err(refuse("something follows a closing quotation mark"));
                }
                octets.extend(letter.encode_utf8(&mut [0; 4]).bytes());
                if letter != ' ' || quoted {
                    kept = octets.len();
                }
            }
        }
    }
    if quoted {
        return Err(refuse("a quotation mark is not closed"));
    }
    octets.truncate(kept);
    if !starts_quoted && octets.first() == Some(&b'#') && !text.starts_with('\\') {
        let digits = String::from_utf8_lossy(&octets[1..]).into_owned();
        let der = unhex(&digits).filter(|der| Reader::der(der).element().is_ok_and(|element| element.raw.len() == der.len()));
        return Ok((Value::Der(der.ok_or_else(|| refuse("a value after # is not the hex of one DER element"))?), end.0, end.1));
    }
    let value = String::from_utf8(octets).map_err(|_| refuse("its escaped octets are not UTF-8"))?;
    Ok((Value::Text(value), end.0, end.1))
}

fn oid_of(kind: &str) -> Result<Vec<u8>> {
    let name = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(kind)).map_or(kind, |(_, name)| name);
    let known = TYPES.iter().find(|(short, oid, _)| short.eq_ignore_ascii_case(name) || *oid == name);
    match known {
        Some((_, _, octets)) => Ok(octets.to_vec()),
        None => asn1::oid_from_text(name).ok_or_else(|| refuse(format!("the attribute type {kind:?} is not known"))),
    }
}

/// X.520 upper bounds (RFC 5280 appendix A.1), in characters.
fn upper_bound(oid: &[u8]) -> usize {
    match oid {
        [0x55, 4, 3 | 5 | 10 | 11 | 12] => 64,
        [0x55, 4, 6] => 2,
        [0x55, 4, 7..=9] => 128,
        [0x55, 4, 4 | 17 | 42 | 43] => 40,
        [0x2a, 0x86, 0x48, ..] => 255,
        _ => 32768,
    }
}

fn encode(kind: &str, value: &str) -> Result<Vec<u8>> {
    let oid = oid_of(kind)?;
    let length = value.chars().count();
    if length == 0 {
        return Err(refuse(format!("{kind} has no value")));
    }
    if length > upper_bound(&oid) {
        return Err(refuse(format!("{kind} has {length} characters, at most {} are allowed", upper_bound(&oid))));
    }
    let printable = value.bytes().all(|octet| octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet));
    let tag = match oid.as_slice() {
        [0x55, 4, 6] if length == 2 && value.bytes().all(|octet| octet.is_ascii_alphabetic()) => asn1::PRINTABLE_STRING,
        [0x55, 4, 6] => return Err(refuse("C is a country of two letters")),
        [0x55, 4, 5 | 46] if printable => asn1::PRINTABLE_STRING,
        [0x55, 4, 5 | 46] => return Err(refuse(format!("{kind} takes letters, digits and simple punctuation only"))),
        [0x09, 0x92, .., 25] | [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] if value.is_ascii() => asn1::IA5_STRING,
        [0x09, 0x92, .., 25] | [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] => return Err(refuse(format!("{kind} takes ASCII only"))),
        _ => asn1::UTF8_STRING,
    };
    Ok(attribute(&oid, &asn1::tlv(tag, &[value.as_bytes()])))
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(oid), value])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        Name::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
    }

    #[test]
    fn a_plain_name_becomes_the_common_name() {
        assert_eq!(round("Netwrix Integration API"), "CN=Netwrix Integration API");
        assert_eq!(round("a, b + c"), "CN=a\\, b \\+ c");
        assert_eq!(Name::parse("Zoë").expect("UTF-8").common_name().as_deref(), Some("Zoë"));
    }

    #[test]
    fn a_string_goes_both_ways_and_the_der_is_reversed() {
        for text in ["CN=a,O=b", "CN=a,OU=one,OU=two,DC=corp,DC=example", "CN=a+serialNumber=5,C=DE", "1.2.3.4=#0C0178,CN=a", "CN=\\ a\\ "] {
            assert_eq!(round(text), text);
        }
        assert_eq!(round(" cn = a , o = \"b, c\" ; ou=d\\2C"), "CN=a,O=b\\, c,OU=d\\,");
        assert_eq!(round("E=x@example.org,S=Ohio"), "emailAddress=x@example.org,ST=Ohio");
        let first = &Name::parse("CN=a,DC=corp,DC=example").expect("valid").components()[0][0];
        assert_eq!((first.oid.as_str(), first.value.as_str()), ("0.9.2342.19200300.100.1.25", "example"));
        assert_eq!(round("CN=#0C0161"), "CN=a");
    }

    #[test]
    fn an_attribute_knows_the_short_name_of_its_type() {
        let name = Name::parse("1.2.3.4=#0C0178,emailAddress=a@b.example,CN=a").expect("valid");
        let short: Vec<_> = name.components().iter().flatten().map(Attribute::short_name).collect();
        assert_eq!(short, [Some("CN"), Some("emailAddress"), None]);
    }

    #[test]
    fn refuses_what_it_cannot_place() {
        for (text, why) in [
            ("", "it is empty"),
            ("FOO=bar", "the attribute type \"FOO\" is not known"),
            ("CN=", "CN has no value"),
            ("CN=a,", "a component has no \"=\""),
            ("CN=a\\", "it ends in a backslash"),
            ("CN=a\\x", "a backslash stands before something that needs none"),
            ("CN=\"a", "a quotation mark is not closed"),
            ("C=Germany", "C has 7 characters, at most 2 are allowed"),
            ("C=D1", "C is a country of two letters"),
            ("DC=bücher", "DC takes ASCII only"),
            ("CN=#zz", "a value after # is not the hex of one DER element"),
            ("CN=a\nb", "it holds the control character '\\n'"),
        ] {
            assert_eq!(Name::parse(text), Err(Error::InvalidSubject { why: why.to_owned() }), "{text}");
        }
        let long = Name::parse(&"x".repeat(65)).expect_err("65 characters");
        assert!(long.to_string().contains("65 characters"), "{long}");
    }

    #[test]
    fn blanks_of_any_kind_at_an_edge_go_both_ways() {
        assert_eq!(round("CN=\\E3\\80\\80a\\C2\\A0b\\E2\\80\\83"), "CN=\\E3\\80\\80a\u{a0}b\\E2\\80\\83");
        for text in ["CN=\\E3\\80\\80a", "CN=a\\C2\\A0", "CN=\\E2\\80\\A8", "CN=\\ \\ "] {
            let name = Name::parse(text).expect("valid");
            assert_eq!(Name::parse(&name.to_string()), Ok(name), "{text}");
        }
    }

    #[test]
    fn what_turns_text_around_is_shown_as_hex() {
        assert_eq!(round("CN=a\\E2\\80\\AEb"), "CN=a\\E2\\80\\AEb");
    }
}
