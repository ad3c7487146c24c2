//! Looking at what a server presents, without believing it.

mod handshake;
mod starttls;
#[cfg(test)]
mod tests;
mod wire;

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use rustls::{DEFAULT_VERSIONS, SupportedProtocolVersion};

use self::wire::Wire;
use super::Server;
use crate::{
    certificate::Certificate,
    error::{Error, Result},
};

/// How a server is looked at.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProbeOptions {
    /// How long it may take in all: to find the address, to connect, to shake hands. 10 seconds unless said.
    pub timeout: Duration,
    /// The versions of TLS that are spoken.
    pub(crate) versions: &'static [&'static SupportedProtocolVersion],
}

impl Default for ProbeOptions {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), versions: DEFAULT_VERSIONS }
    }
}

/// Whether a server wants to know who its client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientCertificate {
    /// It asks for a client certificate, and does without one as far as TLS is concerned.
    Asked,
    /// It does not ask.
    NotAsked,
    /// It refuses whoever has none.
    Required,
}

impl ClientCertificate {
    /// `asked`, `not-asked`, `required`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::NotAsked => "not-asked",
            Self::Required => "required",
        }
    }
}

/// What a server presented.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Probed {
    /// Which server.
    pub server: Server,
    /// The address that answered.
    pub address: SocketAddr,
    /// What it presented, in its order, the leaf first. Nothing of it was verified.
    pub chain: Vec<Certificate>,
    /// The version that both speak: `TLSv1.2` or `TLSv1.3`.
    pub protocol: String,
    /// The cipher suite, by its name in the IANA's registry.
    pub cipher: String,
    /// Whether the server asked for a client certificate.
    pub client_certificate: ClientCertificate,
    /// What is to be known.
    pub notes: Vec<String>,
}

/// Connects to a server and takes what it presents, without believing it: versions 1.2 and 1.3 of TLS, with the host's name as
/// SNI. That the server holds the key of its certificate is verified, or a note says why not; nothing else is. Nothing is sent but
/// the handshake and what STARTTLS needs before it.
///
/// # Errors
/// [`Error::Unreachable`](crate::Error::Unreachable), [`Error::TimedOut`](crate::Error::TimedOut),
/// [`Error::HandshakeFailed`](crate::Error::HandshakeFailed), which says why.
pub fn probe(server: &Server, options: &ProbeOptions) -> Result<Probed> {
    let too_long = || Error::InvalidArgument { what: "timeout", why: "it is longer than any clock counts".to_owned() };
    let until = Instant::now().checked_add(options.timeout).ok_or_else(too_long)?;
    let mut wire = Wire::connect(server, until, options.timeout)?;
    starttls::start(&mut wire, server)?;
    handshake::shake(wire, server, options.versions)
}
