//! Which server: host, port, and how TLS begins there.

use std::{fmt, net::Ipv6Addr};

use crate::{
    error::{Error, Result, visible},
    path::canonical_host,
};

/// How a connection comes to TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartTls {
    /// With the first octet.
    #[default]
    No,
    /// After PostgreSQL's SSLRequest.
    Postgres,
    /// After SMTP's STARTTLS (RFC 3207).
    Smtp,
}

impl StartTls {
    /// Reads `no`, `postgres`, `smtp`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "no" => Ok(Self::No),
            "postgres" => Ok(Self::Postgres),
            "smtp" => Ok(Self::Smtp),
            _ => Err(Error::InvalidArgument { what: "starttls", why: "it is one of no, postgres, smtp".to_owned() }),
        }
    }
}

/// A server by its name or address and its port.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// A DNS name in lower case, in A-labels and without a final dot; or an address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How TLS begins.
    pub starttls: StartTls,
}

/// What a URL may begin with: the port it means, and how TLS begins there.
const SCHEMES: [(&str, u16, StartTls); 8] = [
    ("https", 443, StartTls::No),
    ("ldaps", 636, StartTls::No),
    ("imaps", 993, StartTls::No),
    ("smtps", 465, StartTls::No),
    ("smtp", 25, StartTls::Smtp),
    ("postgres", 5432, StartTls::Postgres),
    ("postgresql", 5432, StartTls::Postgres),
    ("tls", 0, StartTls::No),
];

impl Server {
    /// By name or address, and port; TLS begins at once.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a host that is none, and for port 0.
    pub fn new(host: &str, port: u16) -> Result<Self> {
        if port == 0 {
            return Err(Error::InvalidArgument { what: "server", why: "its port is a number from 1 to 65535".to_owned() });
        }
        Ok(Self { host: canonical_host(host)?, port, starttls: StartTls::No })
    }

    /// Reads `host:port`, `[address]:port`, or a URL such as `https://host/`, `smtp://host`, `postgres://host:5433`; what a
    /// URL says beyond scheme, host and port is passed over.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`].
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |why: String| Error::InvalidArgument { what: "server", why };
        let text = text.trim();
        let (port_of_scheme, starttls, rest) = match text.split_once("://") {
            Some((scheme, rest)) => {
                let known = SCHEMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(scheme));
                let (_, port, starttls) = known.ok_or_else(|| {
                    let names: Vec<&str> = SCHEMES.iter().map(|(name, ..)| *name).collect();
                    refuse(format!("{:?} is not among {}; give host:port", visible(scheme), names.join(", ")))
                })?;
                let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
                (Some(*port).filter(|port| *port != 0), *starttls, authority.rsplit_once('@').map_or(authority, |(_, host)| host))
            }
            None => (None, StartTls::No, text),
        };
        let (host, port) = match rest.rsplit_once(':') {
            _ if rest.parse::<Ipv6Addr>().is_ok() => (rest, None),
            Some((host, port)) if !port.ends_with(']') => {
                let digits = !port.is_empty() && port.bytes().all(|octet| octet.is_ascii_digit());
                let port = port.parse::<u16>().ok().filter(|port| digits && *port != 0);
                (host, Some(port.ok_or_else(|| refuse("its port is a number from 1 to 65535".to_owned()))?))
            }
            _ => (rest, None),
        };
        let port = port.or(port_of_scheme).ok_or_else(|| refuse("it lacks a port; give host:port".to_owned()))?;
        Ok(Self { starttls, ..Self::new(host, port)? })
    }

    /// With another way of beginning TLS.
    #[must_use]
    pub fn starttls(mut self, starttls: StartTls) -> Self {
        self.starttls = starttls;
        self
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') { write!(f, "[{}]:{}", self.host, self.port) } else { write!(f, "{}:{}", self.host, self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_as_people_write_it() {
        for (text, shown, starttls) in [
            ("SRV1.corp.example.:9699", "srv1.corp.example:9699", StartTls::No),
            (" https://srv1.corp.example/index.html?a=b:c ", "srv1.corp.example:443", StartTls::No),
            ("HTTPS://user:secret@srv1:8443", "srv1:8443", StartTls::No),
            ("https://[::1]/", "[::1]:443", StartTls::No),
            ("[::1]:9699", "[::1]:9699", StartTls::No),
            ("10.0.0.5:1", "10.0.0.5:1", StartTls::No),
            ("smtp://mail.corp.example", "mail.corp.example:25", StartTls::Smtp),
            ("postgres://db:5433/name", "db:5433", StartTls::Postgres),
            ("tls://srv1:7", "srv1:7", StartTls::No),
        ] {
            let server = Server::parse(text).expect(text);
            assert_eq!((server.to_string().as_str(), server.starttls), (shown, starttls), "{text}");
        }
    }

    #[test]
    fn what_is_no_server_is_refused_with_what_is_wrong() {
        for (text, word) in [
            ("srv1", "lacks a port"),
            ("::1", "lacks a port"),
            ("srv1:0", "1 to 65535"),
            ("srv1:", "1 to 65535"),
            ("srv1:+5", "1 to 65535"),
            ("srv1:65536", "1 to 65535"),
            ("gopher://srv1", "not among"),
            ("tls://srv1", "lacks a port"),
            ("b\u{fc}cher.example:443", "xn--"),
            ("a b:443", "neither a DNS name"),
            (":443", "neither a DNS name"),
        ] {
            let error = Server::parse(text).expect_err(text).to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
