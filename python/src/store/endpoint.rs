//! `Endpoint`: the security settings of a server port, and what a host gets to serve with.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use certwright::{ApplyOptions, EndpointCertificate, Error, FileLayout, StoreName, read_path};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};

use super::{
    entry::Entry,
    open::Open,
    served::{Applied, EndpointCheck, Shared},
};
use crate::{
    convert::{self, store_name},
    error::raise,
    key::Identity,
    run,
    selfsigned::Wanted,
    trust::{read_server, time_limit},
};

/// The security settings of one server port: off, HTTP, or HTTPS with a certificate.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Endpoint {
    open: Arc<Open>,
    name: String,
    subject: Option<String>,
    dry_run: bool,
}

impl Endpoint {
    /// By its name, which is verified.
    pub(super) fn new(py: Python<'_>, open: Arc<Open>, name: String, subject: Option<String>, dry_run: bool) -> PyResult<Self> {
        let made = Self { open, name, subject, dry_run };
        made.core(py)?;
        Ok(made)
    }

    /// The endpoint of the store, if that was not closed.
    fn core(&self, py: Python<'_>) -> PyResult<certwright::Endpoint> {
        let core = self.open.store(py)?.endpoint(&self.name).map_err(|error| raise(py, &error))?;
        let core = if self.dry_run { core.dry_run() } else { core };
        Ok(match &self.subject {
            Some(subject) => core.subject(subject),
            None => core,
        })
    }

    fn change(
        &self,
        py: Python<'_>,
        work: impl Send + FnOnce(&certwright::Endpoint) -> certwright::Result<certwright::EndpointChange>,
    ) -> PyResult<EndpointChange> {
        let core = self.core(py)?;
        EndpointChange::make(py, run(py, || work(&core))?)
    }
}

/// A port as the core takes it, which refuses 0.
fn port_of(port: Option<i64>) -> Option<u16> {
    port.map(|port| u16::try_from(port).unwrap_or(0))
}

#[pymethods]
impl Endpoint {
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    fn settings(&self, py: Python<'_>) -> PyResult<EndpointSettings> {
        let core = self.core(py)?;
        run(py, || core.settings()).map(EndpointSettings)
    }

    /// Settings, certificate, and what is to be known of that.
    fn status(&self, py: Python<'_>) -> PyResult<EndpointChange> {
        self.change(py, certwright::Endpoint::status)
    }

    fn disable(&self, py: Python<'_>) -> PyResult<EndpointChange> {
        self.change(py, certwright::Endpoint::disable)
    }

    #[pyo3(signature = (port = None))]
    fn http(&self, py: Python<'_>, port: Option<i64>) -> PyResult<EndpointChange> {
        self.change(py, |core| core.http(port_of(port)))
    }

    /// HTTPS with the certificate that it has, or with one that is given, of a file, made as described, or generated.
    #[pyo3(signature = (
        port = None, *, certificate = None, file = None, password = None, store = None, generated = false,
        subject = None, dns_names = Vec::new(), ip_addresses = Vec::new(), this_host = None, addresses_also_as_dns = false, purpose = "server",
        key = None, reader = None, valid_from = None, valid_to = None, days = None, years = None, no_expiry = false,
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn https(
        &self,
        py: Python<'_>,
        port: Option<i64>,
        certificate: Option<Bound<'_, PyAny>>,
        file: Option<Bound<'_, PyAny>>,
        password: Option<Bound<'_, PyAny>>,
        store: Option<&str>,
        generated: bool,
        subject: Option<&str>,
        dns_names: Vec<String>,
        ip_addresses: Vec<String>,
        this_host: Option<bool>,
        addresses_also_as_dns: bool,
        purpose: &str,
        key: Option<&str>,
        reader: Option<&str>,
        valid_from: Option<Bound<'_, PyAny>>,
        valid_to: Option<Bound<'_, PyAny>>,
        days: Option<u32>,
        years: Option<u32>,
        no_expiry: bool,
    ) -> PyResult<EndpointChange> {
        let refuse = |why: &str| Err(raise(py, &Error::InvalidArgument { what: "certificate", why: why.to_owned() }));
        let ways = [certificate.is_some(), file.is_some(), subject.is_some(), generated];
        if ways.iter().filter(|given| **given).count() > 1 {
            return refuse("give only one of certificate, file, subject and generated");
        }
        if file.is_none() && (password.is_some() || store.is_some()) {
            return refuse("password and store go with file");
        }
        let has_names = !dns_names.is_empty() || !ip_addresses.is_empty();
        let dated = valid_from.is_some() || valid_to.is_some() || days.is_some() || years.is_some() || no_expiry;
        let described =
            has_names || this_host.is_some() || addresses_also_as_dns || purpose != "server" || key.is_some() || reader.is_some() || dated;
        if subject.is_none() && described {
            return refuse("what describes a new certificate goes with subject");
        }
        let port = port_of(port);
        if let Some(subject) = subject {
            let wanted = Wanted {
                subject,
                dns_names,
                ip_addresses,
                this_host: this_host.unwrap_or(!has_names),
                addresses_also_as_dns,
                purpose,
                key,
                reader,
                valid_from,
                valid_to,
                days,
                years,
                no_expiry,
            };
            let wanted = wanted.build(py)?;
            return self.change(py, |core| core.https(port, &EndpointCertificate::SelfSigned(&wanted)));
        }
        if let Some(certificate) = certificate {
            let chosen = EndpointCertificate::Stored(convert::thumbprint(&certificate)?);
            return self.change(py, |core| core.https(port, &chosen));
        }
        if let Some(file) = file {
            return self.of_file(py, port, &file, password.as_ref(), store_name(py, store)?.unwrap_or_default());
        }
        let chosen = if generated { EndpointCertificate::Generated } else { EndpointCertificate::Keep };
        self.change(py, |core| core.https(port, &chosen))
    }

    /// What it was before anything was set.
    fn reset(&self, py: Python<'_>) -> PyResult<EndpointChange> {
        self.change(py, certwright::Endpoint::reset)
    }

    /// Its certificate; made where it makes that by itself.
    fn certificate(&self, py: Python<'_>) -> PyResult<Py<Entry>> {
        let core = self.core(py)?;
        Entry::make(py, run(py, || core.certificate())?)
    }

    /// What it serves with.
    fn identity(&self, py: Python<'_>) -> PyResult<Identity> {
        let core = self.core(py)?;
        run(py, || core.identity()).map(Identity::from)
    }

    /// What it serves with, kept in step with the store.
    fn live(&self, py: Python<'_>) -> PyResult<LiveIdentity> {
        Ok(LiveIdentity { live: self.core(py)?.live(), given: Mutex::new(None) })
    }

    /// An `ssl.SSLContext` for servers, which follows the store.
    fn ssl_context<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("certwright._server_context")?.getattr("ServerContext")?.call1((self.live(py)?,))
    }

    /// A `uvicorn.Config` with port and TLS of this endpoint.
    #[pyo3(signature = (app, **options))]
    fn uvicorn_config<'py>(this: Bound<'py, Self>, app: Bound<'py, PyAny>, options: Option<Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>> {
        let py = this.py();
        py.import("certwright._uvicorn")?.getattr("config")?.call((this, app), options.as_ref())
    }

    /// Connects, and compares what is served with what should be.
    #[pyo3(signature = (server = None, *, starttls = None, timeout = 10.0))]
    fn check(&self, py: Python<'_>, server: Option<&str>, starttls: Option<&str>, timeout: f64) -> PyResult<EndpointCheck> {
        let server = server.map(|server| read_server(py, server, starttls)).transpose()?;
        let (core, timeout) = (self.core(py)?, time_limit(py, timeout)?);
        EndpointCheck::make(py, run(py, || core.check(server, timeout))?)
    }

    /// Writes for a server that reads files, has it read them, and looks whether it serves the certificate.
    #[pyo3(signature = (layout, certificate, key = None, *, reload = Vec::new(), owner = None, group = None, server = None, starttls = None, timeout = 30.0))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn apply(
        &self,
        py: Python<'_>,
        layout: &str,
        certificate: PathBuf,
        key: Option<PathBuf>,
        reload: Vec<String>,
        owner: Option<String>,
        group: Option<String>,
        server: Option<&str>,
        starttls: Option<&str>,
        timeout: f64,
    ) -> PyResult<Applied> {
        let layout = FileLayout::parse(layout).map_err(|error| raise(py, &error))?;
        let mut options = ApplyOptions::new(layout, certificate, key, reload);
        (options.owner, options.group, options.timeout) = (owner, group, time_limit(py, timeout)?);
        options.server = server.map(|server| read_server(py, server, starttls)).transpose()?;
        let core = self.core(py)?;
        run(py, || core.apply(&options)).map(Applied::from)
    }

    /// What other machines need to trust it.
    #[pyo3(signature = (host = None))]
    fn share(&self, py: Python<'_>, host: Option<&str>) -> PyResult<Shared> {
        let core = self.core(py)?;
        run(py, || core.share(host)).map(Shared::from)
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Endpoint {}>", self.name)
    }
}

impl Endpoint {
    fn of_file(
        &self,
        py: Python<'_>,
        port: Option<u16>,
        file: &Bound<'_, PyAny>,
        password: Option<&Bound<'_, PyAny>>,
        store: StoreName,
    ) -> PyResult<EndpointChange> {
        let password = convert::password(password)?;
        let password = password.as_ref().map(|text| text.as_str());
        if let Ok(bytes) = file.cast::<PyBytes>() {
            let chosen = EndpointCertificate::File { data: bytes.as_bytes(), password, store };
            return self.change(py, |core| core.https(port, &chosen));
        }
        let path: PathBuf = file.extract()?;
        self.change(py, |core| core.https(port, &EndpointCertificate::File { data: &read_path(path)?, password, store }))
    }
}

/// The settings of an endpoint.
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct EndpointSettings(certwright::EndpointSettings);

impl From<certwright::EndpointSettings> for EndpointSettings {
    fn from(settings: certwright::EndpointSettings) -> Self {
        Self(settings)
    }
}

#[pymethods]
impl EndpointSettings {
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn state(&self) -> &'static str {
        self.0.state.word()
    }

    #[getter]
    fn port(&self) -> u16 {
        self.0.port
    }

    #[getter]
    fn generated(&self) -> bool {
        self.0.generated
    }

    #[getter]
    fn sha256(&self) -> Option<String> {
        self.0.certificate.as_ref().map(ToString::to_string)
    }

    fn __repr__(&self) -> String {
        format!("<certwright.EndpointSettings {}: {}, port {}>", self.0.name, self.0.state.word(), self.0.port)
    }
}

/// What a change of an endpoint came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct EndpointChange {
    settings: Py<EndpointSettings>,
    certificate: Option<Py<Entry>>,
    changed: bool,
    warnings: Vec<String>,
}

impl EndpointChange {
    fn make(py: Python<'_>, change: certwright::EndpointChange) -> PyResult<Self> {
        Ok(Self {
            settings: Py::new(py, EndpointSettings(change.settings))?,
            certificate: change.certificate.map(|entry| Entry::make(py, entry)).transpose()?,
            changed: change.changed,
            warnings: change.warnings,
        })
    }
}

/// What an endpoint serves with at present.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct LiveIdentity {
    live: certwright::LiveIdentity,
    /// What was handed out last, and of what it was made.
    given: Mutex<Option<(Arc<certwright::Identity>, Py<Identity>)>>,
}

impl LiveIdentity {
    /// The same object as long as the core gives the same.
    fn object(&self, py: Python<'_>, identity: Arc<certwright::Identity>) -> PyResult<Py<Identity>> {
        let known = || self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, object)) = known().as_ref().filter(|(of, _)| Arc::ptr_eq(of, &identity)) {
            return Ok(object.clone_ref(py));
        }
        let object = Py::new(py, Identity::from((*identity).clone()))?;
        let before = known().replace((identity, object.clone_ref(py)));
        drop(before); // outside the lock
        Ok(object)
    }
}

#[pymethods]
impl LiveIdentity {
    /// As the store has it now.
    fn get(&self, py: Python<'_>) -> PyResult<Py<Identity>> {
        let identity = run(py, || self.live.get())?;
        self.object(py, identity)
    }

    /// What `get` gave last.
    #[getter]
    fn last(&self, py: Python<'_>) -> PyResult<Option<Py<Identity>>> {
        self.live.last().map(|identity| self.object(py, identity)).transpose()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.LiveIdentity {}>", self.live.endpoint().name())
    }
}
