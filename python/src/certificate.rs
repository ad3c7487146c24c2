//! `Certificate`, and reading what people paste.

use certwright::{DateInput, GeneralName, Name, SerialNumber, StoreName, Thumbprint};
use pyo3::{
    basic::CompareOp,
    prelude::*,
    types::{PyBytes, PyDateTime, PyType},
};

use crate::{convert::datetime, error::raise, run};

/// One parsed X.509 certificate; immutable. Parsing checks the form, not signatures, dates or trust.
#[pyclass(frozen, subclass, module = "certwright")]
pub(crate) struct Certificate {
    pub(crate) inner: certwright::Certificate,
}

impl From<certwright::Certificate> for Certificate {
    fn from(inner: certwright::Certificate) -> Self {
        Self { inner }
    }
}

#[pymethods]
impl Certificate {
    #[staticmethod]
    fn from_der(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        certwright::Certificate::from_der(data).map(Self::from).map_err(|error| raise(py, &error))
    }

    #[staticmethod]
    fn from_pem(py: Python<'_>, data: &[u8]) -> PyResult<Self> {
        certwright::Certificate::from_pem(data).map(Self::from).map_err(|error| raise(py, &error))
    }

    /// From an object of pyca/cryptography.
    #[classmethod]
    fn from_cryptography(_class: &Bound<'_, PyType>, certificate: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = certificate.py();
        let encoding = py.import("cryptography.hazmat.primitives.serialization")?.getattr("Encoding")?.getattr("DER")?;
        let der = certificate.call_method1("public_bytes", (encoding,))?;
        Self::from_der(py, der.extract()?)
    }

    /// As an object of pyca/cryptography.
    fn to_cryptography<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("cryptography.x509")?.call_method1("load_der_x509_certificate", (self.der(py),))
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.der())
    }

    fn to_pem(&self) -> String {
        self.inner.to_pem()
    }

    #[getter]
    fn thumbprint(&self) -> String {
        self.inner.thumbprint().to_string()
    }

    #[getter]
    fn sha256(&self) -> String {
        self.inner.sha256().to_string()
    }

    #[getter]
    fn version(&self) -> u32 {
        self.inner.version()
    }

    #[getter]
    fn subject(&self) -> String {
        self.inner.subject().to_string()
    }

    #[getter]
    fn issuer(&self) -> String {
        self.inner.issuer().to_string()
    }

    #[getter]
    fn subject_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.subject().der())
    }

    #[getter]
    fn issuer_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.issuer().der())
    }

    #[getter]
    fn common_name(&self) -> Option<String> {
        self.inner.subject().common_name()
    }

    #[getter]
    fn serial(&self) -> String {
        self.inner.serial().to_string()
    }

    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.inner.not_before())
    }

    #[getter]
    fn not_after<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.inner.not_after())
    }

    #[getter]
    fn dns_names(&self) -> Vec<String> {
        self.inner.dns_names().map(str::to_owned).collect()
    }

    #[getter]
    fn ip_addresses(&self) -> Vec<String> {
        self.inner.ip_addresses().map(|address| address.to_string()).collect()
    }

    /// Every entry of the subjectAltName as (kind, value).
    #[getter]
    fn subject_alt_names(&self) -> Vec<(&'static str, String)> {
        let shown = |name: &GeneralName| match name {
            GeneralName::Dns(name) => ("dns", name.clone()),
            GeneralName::Ip(address) => ("ip", address.to_string()),
            GeneralName::Email(name) => ("email", name.clone()),
            GeneralName::Uri(name) => ("uri", name.clone()),
            GeneralName::Directory(name) => ("directory", name.to_string()),
            GeneralName::Other(what) => ("other", what.clone()),
            _ => ("other", String::new()),
        };
        self.inner.subject_alt_names().iter().map(shown).collect()
    }

    #[getter]
    fn key_usage(&self) -> Option<Vec<&'static str>> {
        self.inner.key_usage().map(<[_]>::to_vec)
    }

    #[getter]
    fn extended_key_usage(&self) -> Option<Vec<String>> {
        self.inner.extended_key_usage().map(<[_]>::to_vec)
    }

    #[getter]
    fn is_ca(&self) -> bool {
        self.inner.is_ca()
    }

    #[getter]
    fn path_length(&self) -> Option<u32> {
        self.inner.path_length()
    }

    #[getter]
    fn subject_key_id<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.inner.subject_key_id().map(|id| PyBytes::new(py, id))
    }

    #[getter]
    fn authority_key_id<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        self.inner.authority_key_id().map(|id| PyBytes::new(py, id))
    }

    #[getter]
    fn public_key_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.public_key_der())
    }

    #[getter]
    fn key_algorithm(&self) -> String {
        self.inner.key_algorithm()
    }

    #[getter]
    fn signature_algorithm(&self) -> String {
        self.inner.signature_algorithm()
    }

    #[getter]
    fn self_signed(&self, py: Python<'_>) -> bool {
        py.detach(|| self.inner.is_self_signed())
    }

    /// Whether the other's key verifies this one's signature; None where the algorithm is not supported.
    fn is_signed_by(&self, py: Python<'_>, issuer: &Self) -> Option<bool> {
        py.detach(|| self.inner.is_signed_by(&issuer.inner))
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, operation: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let equal = other.cast::<Self>().map(|other| self.inner == other.get().inner);
        let answer = match (equal, operation) {
            (Ok(equal), CompareOp::Eq) => equal,
            (Ok(equal), CompareOp::Ne) => !equal,
            _ => return Ok(py.NotImplemented()),
        };
        Ok(answer.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> u64 {
        let start = self.inner.sha256();
        let mut octets = [0; 8];
        octets.copy_from_slice(&start.as_bytes()[..8]); // 32 octets
        u64::from_le_bytes(octets)
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Certificate {} {}>", self.inner.thumbprint(), self.inner.subject())
    }
}

/// The thumbprint in text as people paste it: upper-case hex of SHA-1 or SHA-256.
#[pyfunction]
pub(crate) fn parse_thumbprint(py: Python<'_>, text: &str) -> PyResult<String> {
    run(py, || Thumbprint::parse(text).map(|found| found.to_string()))
}

/// The serial number in text as people paste it, read as unsigned: upper-case hex.
#[pyfunction]
pub(crate) fn parse_serial(py: Python<'_>, text: &str) -> PyResult<String> {
    run(py, || SerialNumber::parse(text).map(|found| found.to_string()))
}

/// A plain name or an RFC 4514 string, as RFC 4514 writes it.
#[pyfunction]
pub(crate) fn parse_subject(py: Python<'_>, text: &str) -> PyResult<String> {
    run(py, || Name::parse(text).map(|found| found.to_string()))
}

/// The name of a named store, given under any of its names; for the command line.
#[pyfunction]
pub(crate) fn parse_store_name(py: Python<'_>, text: &str) -> PyResult<String> {
    run(py, || StoreName::parse(text).map(|found| found.to_string()))
}

/// A date as people write it: an aware datetime, or a date where only the day was given.
#[pyfunction]
pub(crate) fn parse_date<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    match run(py, || DateInput::parse(text))? {
        DateInput::Instant(time) => Ok(datetime(py, time)?.into_any()),
        DateInput::Day(day) => Ok(pyo3::types::PyDate::new(py, day.year(), u8::from(day.month()), day.day())?.into_any()),
    }
}
