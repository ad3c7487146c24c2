//! The names and addresses that a new certificate is for.

use std::net::IpAddr;

use rcgen::SanType;

use crate::{
    certificate::Name,
    error::{Error, Result},
};

/// Names and addresses for the subjectAltName.
#[derive(Clone, Debug, Default)]
pub(super) struct AltNames {
    pub(super) dns: Vec<String>,
    pub(super) ip: Vec<IpAddr>,
    /// Old clients look for an address among the DNS names; RFC 9525 forbids it.
    pub(super) ip_as_dns: bool,
}

impl AltNames {
    /// With the mail addresses of the subject, which RFC 5280 section 4.1.2.6 wants here too.
    pub(super) fn to_rcgen(&self, subject: &Name) -> Result<Vec<SanType>> {
        let dns = self.dns.iter().cloned();
        let written = self.ip.iter().filter(|_| self.ip_as_dns).map(IpAddr::to_string);
        let mut all = Vec::with_capacity(self.dns.len() + self.ip.len());
        for name in dns.chain(written) {
            let text = name.try_into().map_err(|_| Error::internal("a checked DNS name is ASCII"))?;
            all.push(SanType::DnsName(text));
        }
        let mails = subject.components().into_iter().flatten().filter(|attribute| attribute.oid == "1.2.840.113549.1.9.1");
        for mail in mails {
            let text = mail.value.try_into().map_err(|_| Error::internal("a checked mail address is ASCII"))?;
            all.push(SanType::Rfc822Name(text));
        }
        all.extend(self.ip.iter().copied().map(SanType::IpAddress));
        Ok(all)
    }
}

/// A DNS name as a certificate holds it: lower case, no dot at the end, letters, digits and hyphens (RFC 1034 section 3.5,
/// RFC 1123 section 2.1), `*` only as the whole first label before two others (RFC 9525 section 6.3).
pub(super) fn dns_name(text: &str) -> Result<String> {
    let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let refuse = |why: &str| Err(Error::InvalidArgument { what: "DNS name", why: format!("{:?} {why}", text.chars().take(64).collect::<String>()) });
    if name.parse::<IpAddr>().is_ok() {
        return refuse("is an address: give it as one");
    }
    if !name.is_ascii() {
        return refuse("is not ASCII: give its A-label, which begins with xn--");
    }
    if name.is_empty() || name.len() > 253 {
        return refuse("has not between 1 and 253 characters");
    }
    let rest = match name.strip_prefix("*.") {
        Some(rest) if rest.contains('.') => rest,
        Some(_) => return refuse("has a wildcard over a top-level name"),
        None => &name,
    };
    for label in rest.split('.') {
        let inner = label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        if label.is_empty() || label.len() > 63 || !inner || label.starts_with('-') || label.ends_with('-') {
            return refuse("is not a host name: labels of letters, digits and hyphens, 1 to 63 of them");
        }
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_is_taken_in_lower_case() {
        assert_eq!(dns_name(" Srv1.Corp.Example. ").as_deref(), Ok("srv1.corp.example"));
        assert_eq!(dns_name("*.corp.example").as_deref(), Ok("*.corp.example"));
        assert_eq!(dns_name("srv1").as_deref(), Ok("srv1"));
    }

    #[test]
    fn what_is_no_host_name_is_refused() {
        for text in
            ["", ".", "10.0.0.5", "::1", "*.com", "a.*.example", "*", "a..b", "-a", "a_b", "bücher.example", &"a".repeat(64), &"a.".repeat(128)]
        {
            assert!(matches!(dns_name(text), Err(Error::InvalidArgument { what: "DNS name", .. })), "{text}");
        }
    }
}
