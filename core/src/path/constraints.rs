//! Name constraints (RFC 5280 section 4.2.1.10), of every form: what a CA permits and excludes below it.

use std::net::IpAddr;

use super::{
    budget::{Budget, Exhausted},
    host::{self, Mailbox, Underscore},
};
use crate::{
    asn1::{self, Malformed, Reader},
    certificate::{
        comparable::Comparable,
        general_name::{GeneralName, OtherForm, tagged},
    },
    error::visible,
    reason::Fault,
};

/// The constraints of one CA.
#[derive(Debug)]
pub(super) struct NameConstraints {
    permitted: Vec<Subtree>,
    excluded: Vec<Subtree>,
    /// The CA's subject, for messages.
    by: String,
}

/// One base of a subtree.
#[derive(Debug)]
enum Subtree {
    /// This mailbox alone.
    Mailbox(Mailbox),
    /// The mailboxes on this host.
    MailHost(String),
    /// The mailboxes on the hosts below this domain.
    MailDomain(String),
    /// This name and those below it; empty: every name.
    Dns(String),
    Directory(Comparable),
    /// URIs on this host.
    UriHost(String),
    /// URIs on the hosts below this domain.
    UriDomain(String),
    /// Address and mask.
    Ip(Vec<u8>, Vec<u8>),
    Other(OtherForm),
}

/// A name of a certificate, ready to be compared; `None` inside where it is malformed.
#[derive(Debug)]
pub(super) enum Subject {
    Mailbox(Option<Mailbox>, String),
    Dns(Option<String>, String),
    Directory(Comparable, String),
    /// The host of the URI.
    Uri(Option<String>, String),
    Ip(Option<Vec<u8>>, String),
    Other(OtherForm),
}

/// More names than a person wants to be told of.
const MAX_FAULTS: usize = 10;

impl NameConstraints {
    /// Reads the value of the extension; what is wrong with it otherwise.
    pub(super) fn read(value: &[u8], by: String) -> Result<Self, &'static str> {
        let mut inside = asn1::only_sequence(value).map_err(|Malformed| "it is not a sequence")?;
        let mut read = |n| match tagged(&mut inside, n).map_err(|Malformed| "its structure is malformed")? {
            Some(list) if list.is_empty() => Err("a list of subtrees is empty"),
            Some(list) => subtrees(list),
            None => Ok(Vec::new()),
        };
        let (permitted, excluded) = (read(0)?, read(1)?);
        inside.finish().map_err(|Malformed| "its structure is malformed")?;
        if permitted.is_empty() && excluded.is_empty() {
            return Err("it constrains nothing");
        }
        Ok(Self { permitted, excluded, by })
    }

    /// Section 6.1.3 (b) and (c): the first thing that is wrong with each name, of the first few with which something is.
    pub(super) fn check(&self, names: &[Subject], budget: &mut Budget) -> Result<Vec<Fault>, Exhausted> {
        let comparisons = names.len() as u64 * (self.permitted.len() + self.excluded.len()) as u64;
        budget.compare(comparisons)?;
        Ok(names.iter().filter_map(|name| self.check_one(name)).take(MAX_FAULTS).collect())
    }

    fn check_one(&self, name: &Subject) -> Option<Fault> {
        let by = || self.by.clone();
        let mut permits = self.permitted.iter().filter(|subtree| subtree.is_of_form(name)).peekable();
        let mut excludes = self.excluded.iter().filter(|subtree| subtree.is_of_form(name)).peekable();
        if permits.peek().is_none() && excludes.peek().is_none() {
            return None;
        }
        if let Subject::Other(form) = name {
            return Some(Fault::NameFormUnsupported { form: form.name(), by: by() });
        }
        if excludes.any(|subtree| subtree.touches(name)) {
            return Some(Fault::NameExcluded { name: name.shown(), by: by() });
        }
        if name.is_malformed() || permits.peek().is_some() && !permits.any(|subtree| subtree.contains(name)) {
            return Some(Fault::NameNotPermitted { name: name.shown(), by: by() });
        }
        None
    }
}

fn subtrees(mut list: Reader<'_>) -> Result<Vec<Subtree>, &'static str> {
    let mut found = Vec::new();
    while !list.is_empty() {
        let mut subtree = list.sequence().map_err(|Malformed| "a subtree is malformed")?;
        let base = subtree.element().and_then(GeneralName::of).map_err(|Malformed| "the base of a subtree is malformed")?;
        if !subtree.is_empty() {
            return Err("a subtree has a minimum or a maximum, which RFC 5280 forbids");
        }
        found.push(Subtree::of(base)?);
    }
    Ok(found)
}

impl Subtree {
    fn of(base: GeneralName<'_>) -> Result<Self, &'static str> {
        let text = |octets: &[u8]| std::str::from_utf8(octets).ok().filter(|text| text.is_ascii()).map(str::to_ascii_lowercase);
        let is_host = |name: &str| host::is_dns_name(name, Underscore::Allowed);
        Ok(match base {
            GeneralName::Email(octets) if octets.contains(&b'@') => Self::Mailbox(Mailbox::parse(octets).ok_or("a mailbox in it is malformed")?),
            GeneralName::Email(octets) => {
                let name = text(octets).ok_or("a mail host in it is malformed")?;
                match name.strip_prefix('.') {
                    Some(domain) if is_host(domain) => Self::MailDomain(domain.to_owned()),
                    None if is_host(&name) => Self::MailHost(name),
                    _ => return Err("a mail host in it is malformed"),
                }
            }
            GeneralName::Dns(octets) => {
                let name = text(octets).ok_or("a DNS name in it is malformed")?;
                match name.as_str() {
                    "" => Self::Dns(name),
                    _ if is_host(&name) => Self::Dns(name),
                    _ => return Err("a DNS name in it is malformed"), // also one that begins with a period or a wildcard
                }
            }
            GeneralName::Directory(der) => Self::Directory(Comparable::of(der).map_err(|Malformed| "a directory name in it is malformed")?),
            GeneralName::Uri(octets) => {
                let name = text(octets).ok_or("a URI host in it is malformed")?;
                match name.strip_prefix('.') {
                    Some(domain) if is_host(domain) => Self::UriDomain(domain.to_owned()),
                    None if is_host(&name) => Self::UriHost(name),
                    _ => return Err("a URI host in it is malformed"),
                }
            }
            GeneralName::Ip(octets) => {
                let (address, mask) = match octets.len() {
                    8 | 32 => octets.split_at(octets.len() / 2),
                    _ => return Err("an address in it is not one with its mask"),
                };
                let first_zero = mask.iter().position(|octet| *octet != 0xff).unwrap_or(mask.len());
                let in_front: u32 = mask[..(first_zero + 1).min(mask.len())].iter().map(|octet| octet.leading_ones()).sum();
                let set: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
                if in_front != set {
                    return Err("the mask of an address in it has gaps (RFC 4632)");
                }
                Self::Ip(address.to_vec(), mask.to_vec())
            }
            GeneralName::Other(form) => Self::Other(form),
        })
    }

    fn is_of_form(&self, name: &Subject) -> bool {
        match (self, name) {
            (Self::Mailbox(_) | Self::MailHost(_) | Self::MailDomain(_), Subject::Mailbox(..))
            | (Self::Dns(_), Subject::Dns(..))
            | (Self::Directory(_), Subject::Directory(..))
            | (Self::UriHost(_) | Self::UriDomain(_), Subject::Uri(..))
            | (Self::Ip(..), Subject::Ip(..)) => true,
            // RFC 9598 section 6: what is said of mailboxes is said of those outside ASCII too
            (Self::Mailbox(_) | Self::MailHost(_) | Self::MailDomain(_), Subject::Other(OtherForm::SmtpUtf8Mailbox)) => true,
            (Self::Other(OtherForm::OtherName), Subject::Other(OtherForm::SmtpUtf8Mailbox)) => true,
            (Self::Other(OtherForm::SmtpUtf8Mailbox), Subject::Other(OtherForm::OtherName)) => true,
            (Self::Other(form), Subject::Other(other)) => form == other,
            _ => false,
        }
    }

    /// Whether everything that the name stands for lies in this subtree.
    fn contains(&self, name: &Subject) -> bool {
        match (self, name) {
            (Self::Mailbox(base), Subject::Mailbox(Some(name), _)) => base == name,
            (Self::MailHost(base), Subject::Mailbox(Some(name), _)) => *base == name.host,
            (Self::MailDomain(base), Subject::Mailbox(Some(name), _)) => is_below(&name.host, base),
            (Self::Dns(base), Subject::Dns(Some(name), _)) => is_within(host::wildcard_base(name).unwrap_or(name), base),
            (Self::Directory(base), Subject::Directory(name, _)) => base.contains(name),
            (Self::UriHost(base), Subject::Uri(Some(name), _)) => base == name,
            (Self::UriDomain(base), Subject::Uri(Some(name), _)) => is_below(name, base),
            (Self::Ip(base, mask), Subject::Ip(Some(name), _)) => {
                base.len() == name.len() && base.iter().zip(mask).zip(name).all(|((base, mask), name)| base & mask == name & mask)
            }
            _ => false,
        }
    }

    /// Whether anything that the name stands for lies in this subtree. A wildcard stands for every name that it matches.
    fn touches(&self, name: &Subject) -> bool {
        let Self::Dns(base) = self else { return self.contains(name) };
        let Subject::Dns(Some(name), _) = name else { return false };
        match host::wildcard_base(name) {
            Some(below) => is_within(below, base) || base.split_once('.').is_some_and(|(_, rest)| rest == below),
            None => is_within(name, base),
        }
    }
}

/// Whether `name` is `base` or has labels in front of it.
fn is_within(name: &str, base: &str) -> bool {
    base.is_empty() || name == base || is_below(name, base)
}

fn is_below(name: &str, base: &str) -> bool {
    name.strip_suffix(base).is_some_and(|front| front.ends_with('.') && front.len() > 1)
}

impl Subject {
    pub(super) fn of(name: &GeneralName<'_>) -> Result<Self, Malformed> {
        let shown = |octets: &[u8]| visible(&String::from_utf8_lossy(octets));
        let text = |octets: &[u8]| std::str::from_utf8(octets).ok().map(str::to_ascii_lowercase);
        Ok(match name {
            GeneralName::Email(octets) => Self::Mailbox(Mailbox::parse(octets), shown(octets)),
            GeneralName::Dns(octets) => {
                let is_name = |name: &String| host::is_dns_name(host::wildcard_base(name).unwrap_or(name), Underscore::Allowed);
                Self::Dns(text(octets).filter(is_name), shown(octets))
            }
            GeneralName::Directory(der) => {
                let shown = crate::certificate::Name::from_der(der).map(|name| visible(&name.to_string())).unwrap_or_default();
                Self::Directory(Comparable::of(der)?, shown)
            }
            GeneralName::Uri(octets) => Self::Uri(text(octets).and_then(|uri| uri_host(&uri)), shown(octets)),
            GeneralName::Ip(octets) => {
                let address = match (<[u8; 4]>::try_from(*octets), <[u8; 16]>::try_from(*octets)) {
                    (Ok(four), _) => Some(IpAddr::from(four)),
                    (_, Ok(sixteen)) => Some(IpAddr::from(sixteen)),
                    _ => None,
                };
                let shown = address.map_or_else(|| "an address that is none".to_owned(), |address| address.to_string());
                Self::Ip(address.map(|_| octets.to_vec()), shown)
            }
            GeneralName::Other(form) => Self::Other(*form),
        })
    }

    fn is_malformed(&self) -> bool {
        matches!(self, Self::Mailbox(None, _) | Self::Dns(None, _) | Self::Uri(None, _) | Self::Ip(None, _))
    }

    fn shown(&self) -> String {
        match self {
            Self::Mailbox(_, shown) | Self::Dns(_, shown) | Self::Directory(_, shown) | Self::Uri(_, shown) | Self::Ip(_, shown) => shown.clone(),
            Self::Other(form) => form.name().to_owned(),
        }
    }
}

/// The host of a URI with an authority (RFC 3986 section 3.2) that is a DNS name; constraints apply to no other. What readers
/// of URIs might take for another host is none: a character that the RFC does not know, a second `@`.
fn uri_host(uri: &str) -> Option<String> {
    let is_known = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&octet);
    let (scheme, rest) = uri.split_once("://").filter(|_| uri.bytes().all(is_known))?;
    let (first, others) = scheme.as_bytes().split_first()?;
    if !first.is_ascii_alphabetic() || !others.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet)) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.split_once('@').map_or(authority, |(_, host)| host); // a second one is in no DNS name
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => name,
        _ => host,
    };
    host::is_dns_name(host, Underscore::Allowed).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Constraints with one subtree: a tag and what it holds.
    fn one(list: u8, tag: u8, base: &[u8]) -> Result<NameConstraints, &'static str> {
        let subtree = asn1::sequence(&[&asn1::tlv(tag, &[base])]);
        NameConstraints::read(&asn1::sequence(&[&asn1::tlv(list, &[&subtree])]), "CN=ca".to_owned())
    }

    const PERMITTED: u8 = 0xa0;
    const EXCLUDED: u8 = 0xa1;

    fn code(constraints: &NameConstraints, name: GeneralName<'_>) -> Option<&'static str> {
        let name = Subject::of(&name).expect("well-formed");
        constraints.check(&[name], &mut Budget::of_comparisons(10)).expect("little work").first().map(Fault::code)
    }

    fn permits(tag: u8, base: &str, name: GeneralName<'_>) -> bool {
        match code(&one(PERMITTED, tag, base.as_bytes()).expect("well-formed"), name) {
            None => true,
            Some("name_not_permitted") => false,
            Some(other) => panic!("{other}"),
        }
    }

    fn excludes(tag: u8, base: &str, name: GeneralName<'_>) -> bool {
        match code(&one(EXCLUDED, tag, base.as_bytes()).expect("well-formed"), name) {
            None => false,
            Some("name_excluded" | "name_not_permitted") => true,
            Some(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_dns_constraint_holds_for_the_name_and_those_below() {
        let dns = |name: &'static str| GeneralName::Dns(name.as_bytes());
        for (base, name, right) in [
            ("example.com", "example.com", true),
            ("example.com", "a.b.EXAMPLE.com", true),
            ("example.com", "notexample.com", false),
            ("example.com", "*.example.com", true),
            ("foo.example.com", "*.example.com", false),
            ("", "anything.example", true),
            ("example.com", ".example.com", false),
            ("example.com", "a..example.com", false),
        ] {
            assert_eq!(permits(0x82, base, dns(name)), right, "{base} {name}");
        }
        for (base, name, right) in [
            ("bar.example.com", "*.example.com", true),
            ("a.bar.example.com", "*.example.com", false),
            ("example.com", "*.example.com", true),
            ("other.example", "*.example.com", false),
            ("example.com", "*.b.example.com", true),
        ] {
            assert_eq!(excludes(0x82, base, dns(name)), right, "{base} {name}");
        }
    }

    #[test]
    fn a_mail_constraint_is_a_mailbox_a_host_or_a_domain() {
        let mail = |name: &'static str| GeneralName::Email(name.as_bytes());
        for (base, name, right) in [
            ("foo@example.com", "foo@EXAMPLE.com", true),
            ("foo@example.com", "Foo@example.com", false),
            ("foo@example.com", "\"foo\"@example.com", true),
            ("*@example.com", "user@example.com", false),
            ("example.com", "foo@example.com", true),
            ("example.com", "foo@a.example.com", false),
            (".example.com", "foo@a.example.com", true),
            (".example.com", "foo@example.com", false),
            ("example.com", "a@b@example.com", false),
        ] {
            assert_eq!(permits(0x81, base, mail(name)), right, "{base} {name}");
        }
    }

    #[test]
    fn a_uri_constraint_is_about_the_host() {
        let uri = |name: &'static str| GeneralName::Uri(name.as_bytes());
        for (base, name, right) in [
            ("example.com", "https://example.com/path", true),
            ("example.com", "https://user@example.com:8443?x", true),
            ("example.com", "https://a.example.com/", false),
            (".example.com", "ldap://a.example.com", true),
            (".example.com", "https://example.com/", false),
            ("example.com", "https://10.0.0.1/", false),
            ("example.com", "urn:example.com", false),
            ("example.com", "https://evil.example\\@example.com/", false),
            ("example.com", "https://a@evil.example@example.com/", false),
            ("example.com", "https://evil.example/ ://example.com", false),
            ("example.com", "https:evil.example?x=://example.com", false),
            ("example.com", "1x://example.com/", false),
        ] {
            assert_eq!(permits(0x86, base, uri(name)), right, "{base} {name}");
        }
    }

    #[test]
    fn an_address_constraint_is_a_net() {
        let net = |octets: &[u8]| one(PERMITTED, 0x87, octets);
        let v4 = net(&[10, 0, 0, 0, 255, 255, 0, 0]).expect("a net");
        assert_eq!(code(&v4, GeneralName::Ip(&[10, 0, 3, 4])), None);
        assert_eq!(code(&v4, GeneralName::Ip(&[10, 1, 3, 4])), Some("name_not_permitted"));
        assert_eq!(code(&v4, GeneralName::Ip(&[10, 0, 0, 0, 255, 255, 0, 0])), Some("name_not_permitted"));
        assert_eq!(code(&v4, GeneralName::Ip(&[0; 16])), Some("name_not_permitted"));
        assert_eq!(code(&v4, GeneralName::Dns(b"a.example")), None);
        for mask in [[255, 0, 255, 0], [254, 255, 0, 0], [253, 0, 0, 0]] {
            let octets = [[10, 0, 0, 0], mask].concat();
            assert_eq!(net(&octets).err(), Some("the mask of an address in it has gaps (RFC 4632)"), "{mask:?}");
        }
        assert_eq!(net(&[10, 0, 0, 0]).err(), Some("an address in it is not one with its mask"));
    }

    #[test]
    fn other_forms_are_refused_only_where_they_are_constrained_and_there() {
        let other = asn1::tlv(asn1::OID, &[&[0x55, 4, 3]]);
        let constraints = one(EXCLUDED, 0xa0, &other).expect("well-formed");
        assert_eq!(code(&constraints, GeneralName::Other(OtherForm::OtherName)), Some("name_form_unsupported"));
        assert_eq!(code(&constraints, GeneralName::Other(OtherForm::RegisteredId)), None);
        assert_eq!(code(&constraints, GeneralName::Dns(b"a.example")), None);
    }

    #[test]
    fn a_mailbox_outside_ascii_does_not_escape_what_is_said_of_mailboxes() {
        let kind = asn1::tlv(asn1::OID, &[&[0x2b, 6, 1, 5, 5, 7, 8, 9]]);
        let held = asn1::tlv(0xa0, &[&asn1::tlv(asn1::UTF8_STRING, &["f\u{f6}o@example.com".as_bytes()])]);
        let der = asn1::tlv(0xa0, &[&kind, &held]);
        let mailbox = GeneralName::of(Reader::der(&der).element().expect("an element")).expect("a name");
        for list in [PERMITTED, EXCLUDED] {
            assert_eq!(code(&one(list, 0x81, b"example.com").expect("well-formed"), mailbox), Some("name_form_unsupported"));
        }
        assert_eq!(code(&one(PERMITTED, 0x82, b"example.com").expect("well-formed"), mailbox), None);
    }

    #[test]
    fn what_is_malformed_is_refused() {
        assert_eq!(one(PERMITTED, 0x82, b".example.com").err(), Some("a DNS name in it is malformed"));
        assert_eq!(one(PERMITTED, 0x82, b"*.example.com").err(), Some("a DNS name in it is malformed"));
        assert_eq!(one(PERMITTED, 0x81, b"a@b@example.com").err(), Some("a mailbox in it is malformed"));
        let empty = asn1::sequence(&[&asn1::tlv(PERMITTED, &[])]);
        assert_eq!(NameConstraints::read(&empty, String::new()).err(), Some("a list of subtrees is empty"));
        assert_eq!(NameConstraints::read(&asn1::sequence(&[]), String::new()).err(), Some("it constrains nothing"));
        let minimum = asn1::sequence(&[&asn1::tlv(0x82, &[b"a"]), &asn1::tlv(0x80, &[&[1]])]);
        let minimum = asn1::sequence(&[&asn1::tlv(PERMITTED, &[&minimum])]);
        assert_eq!(NameConstraints::read(&minimum, String::new()).err(), Some("a subtree has a minimum or a maximum, which RFC 5280 forbids"));
    }

    #[test]
    fn work_is_bounded() {
        let constraints = one(PERMITTED, 0x82, b"example.com").expect("well-formed");
        let names: Vec<Subject> = (0..11).map(|_| Subject::of(&GeneralName::Dns(b"a.example.com")).expect("well-formed")).collect();
        assert!(constraints.check(&names, &mut Budget::of_comparisons(10)).is_err());
    }
}
