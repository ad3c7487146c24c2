//! A chain as a picture of lines, for people.

use time::OffsetDateTime;

use crate::{certificate::Certificate, date::rfc3339, error::visible};

/// How many names of one certificate are shown.
const MAX_NAMES: usize = 8;

/// A chain as it was presented, the leaf first: who, issued by whom, names, how long still, thumbprints. Whether it is right is
/// not said.
pub fn picture(chain: &[Certificate], at: OffsetDateTime) -> String {
    let mut lines = Vec::new();
    for (place, certificate) in chain.iter().enumerate() {
        let (branch, indent) = match place {
            0 => (String::new(), "  ".to_owned()),
            _ => (format!("{}└─ ", "   ".repeat(place - 1)), "   ".repeat(place) + "  "),
        };
        let fits = place == 0 || chain[place - 1].issuer() == certificate.subject();
        let gap = if fits { "" } else { " (did not issue the one above)" };
        let kind = match (certificate.is_self_signed(), certificate.is_ca()) {
            (true, true) => "root CA",
            (true, false) => "self-signed",
            (false, true) => "CA",
            (false, false) => "certificate",
        };
        lines.push(format!("{branch}{}  [{kind}]{gap}", named(&certificate.subject().to_string())));
        let names: Vec<String> = certificate.dns_names().map(visible).chain(certificate.ip_addresses().map(|address| address.to_string())).collect();
        if !names.is_empty() {
            let more = if names.len() > MAX_NAMES { format!(" and {} more", names.len() - MAX_NAMES) } else { String::new() };
            lines.push(format!("{indent}for {}{more}", names[..names.len().min(MAX_NAMES)].join(", ")));
        }
        lines.push(format!("{indent}valid until {} ({})", rfc3339(certificate.not_after()), remaining(certificate, at)));
        lines.push(format!("{indent}SHA-1   {}", certificate.thumbprint()));
        lines.push(format!("{indent}SHA-256 {}", certificate.sha256()));
        if place + 1 == chain.len() && !certificate.is_self_issued() {
            lines.push(format!("{}└─ {}  [not sent]", "   ".repeat(place), named(&certificate.issuer().to_string())));
        }
    }
    lines.join("\n")
}

fn named(name: &str) -> String {
    if name.is_empty() { "(without a name)".to_owned() } else { visible(name) }
}

fn remaining(certificate: &Certificate, at: OffsetDateTime) -> String {
    let days = (certificate.not_after() - at).whole_days();
    if at < certificate.not_before() {
        format!("not valid before {}", rfc3339(certificate.not_before()))
    } else if at > certificate.not_after() {
        "expired".to_owned()
    } else if days == 1 {
        "1 day left".to_owned()
    } else {
        format!("{days} days left")
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::issue::{Now, SelfSigned};

    #[test]
    fn a_picture_shows_names_days_and_thumbprints() {
        let at = datetime!(2026-06-01 12:00 UTC);
        let wanted = SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
        let identity = wanted.issue(Now { utc: at, local_date: at.date() }).expect("made");
        let certificate = identity.certificate();
        let expected = format!(
            "CN=srv1  [self-signed]\n  for srv1.corp.example\n  valid until 2031-06-01T12:00:00Z (1826 days left)\n  SHA-1   {}\n  SHA-256 {}",
            certificate.thumbprint(),
            certificate.sha256()
        );
        assert_eq!(picture(std::slice::from_ref(certificate), at), expected);
    }
}
