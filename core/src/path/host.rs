//! Whether a certificate is for a host or a mailbox (RFC 9525 section 6, RFC 5280 section 7.2, 7.5).

use std::net::IpAddr;

use super::suffix;
use crate::{
    certificate::general_name::GeneralName,
    error::{Error, Result},
};

/// A host that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// In lower case, without a final dot.
    Dns(String),
    Ip(IpAddr),
}

impl Host {
    /// Reads a DNS name in A-labels, or an address; an IPv6 address may stand in brackets.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = inside.parse() {
            return Ok(Self::Ip(address));
        }
        let refuse = |why: &str| Error::InvalidArgument { what: "host", why: why.to_owned() };
        if !text.is_ascii() {
            return Err(refuse("it is not ASCII; give an international name in its form that begins with xn--"));
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        if !is_dns_name(&name, Underscore::Allowed) {
            return Err(refuse("it is neither a DNS name nor an IP address"));
        }
        Ok(Self::Dns(name))
    }

    /// Whether one of the names is this host's.
    pub(super) fn is_among(&self, names: &[GeneralName<'_>]) -> bool {
        names.iter().any(|name| match (self, name) {
            (Self::Dns(wanted), GeneralName::Dns(presented)) => std::str::from_utf8(presented).is_ok_and(|presented| dns_matches(wanted, presented)),
            (Self::Ip(IpAddr::V4(wanted)), GeneralName::Ip(presented)) => wanted.octets() == *presented,
            (Self::Ip(IpAddr::V6(wanted)), GeneralName::Ip(presented)) => wanted.octets() == *presented,
            _ => false,
        })
    }
}

/// A host in the one form in which equal ones are equal text: a DNS name in lower case without a final dot, or an address.
///
/// # Errors
/// [`Error::InvalidArgument`] for what is neither.
pub(crate) fn canonical(text: &str) -> Result<String> {
    Ok(match Host::parse(text)? {
        Host::Dns(name) => name,
        Host::Ip(address) => address.to_string(),
    })
}

/// Whether labels may hold an underscore, which hosts of Windows networks have and public certificates must not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Underscore {
    Allowed,
    Refused,
}

/// Whether it is a host name in preferred syntax (RFC 1034 section 3.5, RFC 1123 section 2.1), and no address.
pub(super) fn is_dns_name(name: &str, underscore: Underscore) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_' && underscore == Underscore::Allowed)
    };
    let last_is_number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|octet| octet.is_ascii_digit()));
    name.len() <= 253 && name.split('.').all(is_label) && !last_is_number
}

/// What stands behind `*.`, if a name is a wildcard of the only form that counts (RFC 9525 section 6.3).
pub(super) fn wildcard_base(name: &str) -> Option<&str> {
    name.strip_prefix("*.")
}

/// Whether a presented name, perhaps a wildcard, stands for the wanted one, which is in lower case.
fn dns_matches(wanted: &str, presented: &str) -> bool {
    let presented = presented.to_ascii_lowercase();
    match wildcard_base(&presented) {
        Some(base) => {
            let rest = wanted.split_once('.').map(|(_, rest)| rest);
            rest == Some(base) && is_dns_name(base, Underscore::Allowed) && !suffix::is_public(base)
        }
        None => presented == wanted && is_dns_name(&presented, Underscore::Allowed),
    }
}

/// A mailbox taken apart: local part, and host in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub(super) local: String,
    pub(super) host: String,
}

impl Mailbox {
    /// Reads `local@host` (RFC 5321 section 4.1.2): the local part of atoms, or quoted; the host a DNS name.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii())?;
        let at = text.rfind('@')?;
        let (local, host) = (&text[..at], &text[at + 1..]);
        let atom =
            |part: &str| !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&octet));
        let plain = local.split('.').all(atom);
        let right = (1..=64).contains(&local.len()) && is_dns_name(host, Underscore::Refused);
        let local = if plain { local.to_owned() } else { unquoted(local)? };
        right.then(|| Self { local, host: host.to_ascii_lowercase() })
    }
}

/// What a quoted local part says; `"joe"` and `joe` are the same mailbox.
fn unquoted(local: &str) -> Option<String> {
    let inside = local.strip_prefix('"')?.strip_suffix('"')?;
    let mut said = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => said.push(letters.next().filter(|next| next.is_ascii_graphic() || *next == ' ')?),
            '"' => return None,
            ' ' => said.push(letter),
            _ if letter.is_ascii_graphic() => said.push(letter),
            _ => return None,
        }
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_for(presented: &str, wanted: &str) -> bool {
        Host::parse(wanted).expect("a host").is_among(&[GeneralName::Dns(presented.as_bytes())])
    }

    #[test]
    fn a_wildcard_stands_for_one_leftmost_label() {
        assert!(is_for("*.example.com", "foo.example.com"));
        assert!(is_for("*.Example.com", "FOO.example.com."));
        for presented in ["*.example.com", "f*.bar.example.com", "foo.*.example.com", "*.*.example.com", "*"] {
            assert!(!is_for(presented, "foo.bar.example.com"), "{presented}");
        }
        assert!(!is_for("*.example.com", "example.com"));
        assert!(!is_for("*.com", "example.com"));
        assert!(!is_for("*.co.uk", "example.co.uk"));
        assert!(!is_for("*", "localhost"));
    }

    #[test]
    fn a_name_is_compared_whole_and_without_regard_to_case() {
        assert!(is_for("SRV1.corp.example", "srv1.corp.example"));
        assert!(is_for("srv1", "srv1"));
        assert!(is_for("my_host.corp.example", "my_host.corp.example"));
        assert!(!is_for("srv1.corp.example", "srv1"));
        assert!(!is_for("srv1.corp.example\0.evil.example", "srv1.corp.example"));
        assert!(!is_for(".example.com", "example.com"));
    }

    #[test]
    fn an_address_is_never_looked_for_among_names() {
        assert!(!is_for("10.0.0.5", "10.0.0.5"));
        let host = Host::parse("10.0.0.5").expect("an address");
        assert!(host.is_among(&[GeneralName::Ip(&[10, 0, 0, 5])]));
        assert!(!host.is_among(&[GeneralName::Ip(&[10, 0, 0, 6]), GeneralName::Ip(&[10, 0, 0, 5, 255, 255, 255, 255])]));
        assert_eq!(Host::parse("[::1]"), Host::parse("::1"));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in ["", "*.example.com", "b\u{fc}cher.example", "a b", "1.2.3", "-a.example", "a..b", "https://a.example", "a:443"] {
            assert!(matches!(Host::parse(text), Err(Error::InvalidArgument { what: "host", .. })), "{text}");
        }
    }

    #[test]
    fn mailboxes_are_read_with_their_odd_forms() {
        let read = |text: &str| Mailbox::parse(text.as_bytes()).map(|mailbox| format!("{}|{}", mailbox.local, mailbox.host));
        assert_eq!(read("Foo@EXAMPLE.com").as_deref(), Some("Foo|example.com"));
        assert_eq!(read("\"foo\"@example.com"), read("foo@example.com"));
        assert_eq!(read("\"a\\\"@b\"@example.com").as_deref(), Some("a\"@b|example.com"));
        assert_eq!(read("*@example.com").as_deref(), Some("*|example.com"));
        for text in [
            "invalid@invalid@example.com",
            "@example.com",
            "foo@",
            "foo",
            "a..b@example.com",
            "\"a\"b\"@example.com",
            "a@[10.0.0.1]",
            "f\u{f6}o@example.com",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
