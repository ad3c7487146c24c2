//! `probe`, and what a server's trust comes to.

use std::time::Duration;

use certwright::{Basis, Error, ProbeOptions, Server, StartTls, picture};
use pyo3::{prelude::*, types::PyDateTime};
use time::OffsetDateTime;

use crate::{
    certificate::Certificate,
    convert::{datetime, instant},
    error::raise,
    run,
};

/// What a server presented. Nothing of it was verified.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Probed(certwright::Probed);

impl From<certwright::Probed> for Probed {
    fn from(probed: certwright::Probed) -> Self {
        Self(probed)
    }
}

#[pymethods]
impl Probed {
    /// The server as `host:port`.
    #[getter]
    fn server(&self) -> String {
        self.0.server.to_string()
    }

    #[getter]
    fn host(&self) -> &str {
        &self.0.server.host
    }

    #[getter]
    fn port(&self) -> u16 {
        self.0.server.port
    }

    /// The address that answered, with its port.
    #[getter]
    fn address(&self) -> String {
        self.0.address.to_string()
    }

    #[getter]
    fn chain(&self) -> Vec<Certificate> {
        self.0.chain.iter().cloned().map(Certificate::from).collect()
    }

    #[getter]
    fn protocol(&self) -> &str {
        &self.0.protocol
    }

    #[getter]
    fn cipher(&self) -> &str {
        &self.0.cipher
    }

    #[getter]
    fn client_certificate(&self) -> &'static str {
        self.0.client_certificate.word()
    }

    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    /// The chain as lines for people; days are counted from `at`, or from now.
    #[pyo3(signature = (at = None))]
    fn picture(&self, at: Option<&Bound<'_, PyDateTime>>) -> PyResult<String> {
        let at = at.map_or_else(|| Ok(OffsetDateTime::now_utc()), instant)?;
        Ok(picture(&self.0.chain, at))
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Probed {}, {} certificates>", self.0.server, self.0.chain.len())
    }
}

/// Connects to a server and takes what it presents, without believing it.
#[pyfunction]
#[pyo3(signature = (server, *, timeout = 10.0, starttls = None))]
pub(crate) fn probe(py: Python<'_>, server: &str, timeout: f64, starttls: Option<&str>) -> PyResult<Probed> {
    let server = read_server(py, server, starttls)?;
    let mut options = ProbeOptions::default();
    options.timeout = time_limit(py, timeout)?;
    run(py, || certwright::probe(&server, &options)).map(Probed)
}

const MAX_TIMEOUT: Duration = Duration::from_secs(86_400);

/// A time limit in seconds.
pub(crate) fn time_limit(py: Python<'_>, seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero() && *time <= MAX_TIMEOUT)
        .ok_or_else(|| raise(py, &Error::InvalidArgument { what: "timeout", why: "it is a number of seconds, above 0 and at most a day".to_owned() }))
}

/// A server from `host:port` or a URL.
pub(crate) fn read_server(py: Python<'_>, text: &str, starttls: Option<&str>) -> PyResult<Server> {
    let read = || {
        let server = Server::parse(text)?;
        Ok(match starttls {
            Some(word) => server.starttls(StartTls::parse(word)?),
            None => server,
        })
    };
    read().map_err(|error| raise(py, &error))
}

/// Host and port of a server, in the form that a decision has them.
#[pyfunction]
pub(crate) fn parse_server(py: Python<'_>, text: &str) -> PyResult<(String, u16)> {
    read_server(py, text, None).map(|server| (server.host, server.port))
}

/// "What this server presents is trusted": who said so, when, why, until when, on what evidence.
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct TrustDecision(certwright::TrustDecision);

impl From<certwright::TrustDecision> for TrustDecision {
    fn from(decision: certwright::TrustDecision) -> Self {
        Self(decision)
    }
}

#[pymethods]
impl TrustDecision {
    #[getter]
    fn id(&self) -> u64 {
        self.0.id
    }

    #[getter]
    fn host(&self) -> &str {
        &self.0.host
    }

    #[getter]
    fn port(&self) -> u16 {
        self.0.port
    }

    #[getter]
    fn pin(&self) -> &'static str {
        self.0.pin.word()
    }

    #[getter]
    fn certificate(&self) -> Certificate {
        self.0.certificate.clone().into()
    }

    #[getter]
    fn key_sha256(&self) -> String {
        self.0.key_sha256()
    }

    #[getter]
    fn by(&self) -> &str {
        &self.0.by
    }

    #[getter]
    fn why(&self) -> &str {
        &self.0.why
    }

    #[getter]
    fn since<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.since)
    }

    #[getter]
    fn until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.until.map(|until| datetime(py, until)).transpose()
    }

    /// Whether it holds at this time, or now.
    #[pyo3(signature = (at = None))]
    fn holds(&self, at: Option<&Bound<'_, PyDateTime>>) -> PyResult<bool> {
        Ok(self.0.holds_at(at.map_or_else(|| Ok(OffsetDateTime::now_utc()), instant)?))
    }

    fn __hash__(&self) -> u64 {
        self.0.id
    }

    fn __repr__(&self) -> String {
        let certwright::TrustDecision { id, host, port, pin, .. } = &self.0;
        format!("<certwright.TrustDecision {id}: the {} at {host}:{port}>", pin.word())
    }
}

/// A chain that is believed, and what that rests on.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Trusted(certwright::Trusted);

impl From<certwright::Trusted> for Trusted {
    fn from(trusted: certwright::Trusted) -> Self {
        Self(trusted)
    }
}

#[pymethods]
impl Trusted {
    #[getter]
    fn basis(&self) -> &'static str {
        self.0.basis.word()
    }

    #[getter]
    fn decision(&self) -> Option<TrustDecision> {
        match &self.0.basis {
            Basis::Decision(decision) => Some(TrustDecision((**decision).clone())),
            _ => None,
        }
    }

    #[getter]
    fn path(&self) -> Vec<Certificate> {
        self.0.path.iter().cloned().map(Certificate::from).collect()
    }

    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Trusted by {}>", self.0.basis.word())
    }
}
