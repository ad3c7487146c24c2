//! What is really served on an endpoint's port, beside what should be.

use std::time::Duration;

use rustls::{
    SupportedProtocolVersion,
    version::{TLS12, TLS13},
};
use serde::Serialize;

use super::{Endpoint, fitness};
use crate::{
    certificate::{Certificate, Thumbprint},
    date::rfc3339,
    error::{Error, Result, visible},
    store::{EndpointSettings, EndpointState, Entry},
    trust::{ProbeOptions, Probed, Server, probe},
};

/// How many lines of the journal are looked through for former certificates.
const LINES: usize = 10_000;

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// `not_served`, `served_although_off`, `served_although_http`, `other_certificate`, `former_certificate`, `chain_differs`,
    /// `expired`, `not_yet_valid`, `names`, `unreachable`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// What a look at an endpoint's port came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointCheck {
    /// The settings.
    pub settings: EndpointSettings,
    /// The certificate that should be served; `None` where none should be.
    pub expected: Option<Entry>,
    /// Where it was looked.
    pub server: Server,
    /// What is served; `None` if nothing is.
    pub served: Option<Probed>,
    /// The versions of TLS that are spoken there, of 1.2 and 1.3: `TLSv1.2`, `TLSv1.3`.
    pub protocols: Vec<String>,
    /// What is not as it should be; empty if all is well.
    pub findings: Vec<Finding>,
    /// What is to be known.
    pub notes: Vec<String>,
}

impl EndpointCheck {
    /// Whether all is as it should be.
    pub fn ok(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, code: &'static str, message: String) {
        self.findings.push(Finding { code, message });
    }
}

impl Endpoint {
    /// Connects to the endpoint and compares what is served with what should be: the certificate and its chain, its names and
    /// dates, versions of TLS; whether the former certificate is still served; and where it is off or HTTP, that nothing is. That
    /// one is off is proved by a connection that is refused; where none comes about for another reason, that is a finding. Up to
    /// three connections are made, each within the time limit. Nothing is changed: a certificate that is yet to be made is not.
    ///
    /// `server` is where it is looked for; unless given, `localhost` and the endpoint's port. Whether clients trust the
    /// certificate is not looked at; [`Store::verify`](crate::Store::verify) says that.
    ///
    /// # Errors
    /// As [`status`](Self::status). That nothing answers is a finding.
    pub fn check(&self, server: Option<Server>, timeout: Duration) -> Result<EndpointCheck> {
        let status = self.status()?;
        let (settings, expected) = (status.settings, status.certificate);
        let server = match server {
            Some(server) => server,
            None => Server::new("localhost", settings.port)?,
        };
        let state = settings.state;
        let expected = expected.filter(|_| state == EndpointState::Https);
        let mut check = EndpointCheck { settings, expected, server, served: None, protocols: Vec::new(), findings: Vec::new(), notes: Vec::new() };
        let options = ProbeOptions { timeout, ..ProbeOptions::default() };
        let answer = probe(&check.server, &options);
        match (state, answer) {
            (EndpointState::Https, Ok(probed)) => {
                check.protocols = spoken(&check.server, &probed, timeout);
                self.compare(&mut check, &probed)?;
                check.served = Some(probed);
            }
            (EndpointState::Https, Err(error)) => check.find("not_served", error.to_string()),
            (EndpointState::Off, Err(Error::Unreachable { kind: "refused", .. })) => {} // the one proof that nothing listens
            (EndpointState::Off, Err(error @ (Error::Unreachable { .. } | Error::TimedOut { .. } | Error::Io { .. }))) => {
                check.find("unreachable", format!("whether nothing is served there cannot be told: {error}"));
            }
            (EndpointState::Http, Err(Error::HandshakeFailed { kind: "not_tls", .. })) => {}
            (EndpointState::Http, Err(error)) => check.find("not_served", error.to_string()),
            (EndpointState::Off, Err(error)) => {
                let message = format!("the endpoint is switched off, and something answers there all the same: {error}");
                check.find("served_although_off", message);
            }
            (EndpointState::Off | EndpointState::Http, Ok(probed)) => {
                let (code, word) = match state {
                    EndpointState::Off => ("served_although_off", "switched off"),
                    _ => ("served_although_http", "set to HTTP"),
                };
                let leaf = probed.chain.first().map(|leaf| leaf.thumbprint().to_string()).unwrap_or_default();
                check.find(code, format!("the endpoint is {word}, and TLS is spoken there with the certificate {leaf}; restart the server"));
                check.served = Some(probed);
            }
        }
        Ok(check)
    }

    fn compare(&self, check: &mut EndpointCheck, probed: &Probed) -> Result<()> {
        let now = self.store().now().utc;
        check.notes.extend(probed.notes.iter().cloned());
        let Some(leaf) = probed.chain.first() else {
            check.find("not_served", "the server presents no certificate".to_owned());
            return Ok(());
        };
        match check.expected.clone() {
            Some(expected) if expected.certificate() == leaf => {
                let (own, sent) = (expected.chain()?, &probed.chain[1..]);
                if let Some(missing) = own.iter().find(|above| !sent.contains(above)) {
                    let message = format!("the server does not send {}, without which clients find no way to the root", shown(missing));
                    check.find("chain_differs", message);
                }
            }
            Some(expected) => {
                let (served, wanted) = (leaf.thumbprint(), expected.thumbprint());
                if self.former()?.contains(&served) {
                    let message = format!("the former certificate {served} is still served, not {wanted}; reload or restart the server");
                    check.find("former_certificate", message);
                } else {
                    check.find("other_certificate", format!("the certificate {served} ({}) is served, not {wanted}", shown(leaf)));
                }
            }
            None => {
                let own = if check.settings.certificate.is_none() { "has made none yet" } else { "has one that is no longer in the store" };
                let message = format!("the certificate {} ({}) is served, and the endpoint {own}", leaf.thumbprint(), shown(leaf));
                check.find("other_certificate", message);
            }
        }
        if leaf.not_after() < now {
            check.find("expired", format!("the certificate that is served expired on {}", rfc3339(leaf.not_after())));
        } else if leaf.not_before() > now {
            let message = format!("the certificate that is served is not valid before {}", rfc3339(leaf.not_before()));
            check.find("not_yet_valid", message);
        } else {
            check.notes.push(format!("{} days left", (leaf.not_after() - now).whole_days()));
        }
        if let Some(message) = fitness::host_missing(leaf, &self.host_or_local()) {
            check.find("names", format!("of the certificate that is served: {message}"));
        }
        Ok(())
    }

    /// The certificates that the endpoint had before, as the journal's last lines tell.
    fn former(&self) -> Result<Vec<Thumbprint>> {
        let store = self.store();
        let last = store.last_event()?;
        let lines = store.events(last.saturating_sub(LINES as u64), LINES)?;
        let own = lines.iter().filter(|line| line.kind == "endpoint-changed" && is_of(&line.details, self.name()));
        Ok(own.filter_map(|line| Thumbprint::parse(line.thumbprint.as_deref()?).ok()).collect())
    }
}

/// Whether a journal line's details, a JSON object, name the endpoint.
fn is_of(details: &str, name: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(details).is_ok_and(|details| details.get("endpoint").and_then(|value| value.as_str()) == Some(name))
}

fn shown(certificate: &Certificate) -> String {
    visible(&certificate.subject().to_string())
}

/// The versions of TLS, by their names.
const VERSIONS: [(&str, &[&SupportedProtocolVersion]); 2] = [("TLSv1.2", &[&TLS12]), ("TLSv1.3", &[&TLS13])];

/// The versions that are spoken: the one that was agreed upon, and the other one if it is taken alone.
fn spoken(server: &Server, probed: &Probed, timeout: Duration) -> Vec<String> {
    let is_spoken = |versions| probe(server, &ProbeOptions { timeout, versions }).is_ok();
    let found = VERSIONS.iter().filter(|(name, versions)| probed.protocol == *name || is_spoken(versions));
    found.map(|(name, _)| (*name).to_owned()).collect()
}
