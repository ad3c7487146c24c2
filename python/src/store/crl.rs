//! `Crl`: a certificate revocation list that a store keeps.

use certwright::KeptCrl;
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDateTime},
};

use crate::convert::datetime;

/// A certificate revocation list, as a store keeps it.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Crl(KeptCrl);

impl From<KeptCrl> for Crl {
    fn from(kept: KeptCrl) -> Self {
        Self(kept)
    }
}

#[pymethods]
impl Crl {
    /// SHA-256 of its DER.
    #[getter]
    fn sha256(&self) -> String {
        self.0.sha256().to_string()
    }

    #[getter]
    fn issuer(&self) -> String {
        self.0.crl.issuer_name().to_string()
    }

    #[getter]
    fn this_update<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.crl.this_update())
    }

    #[getter]
    fn next_update<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.crl.next_update().map(|due| datetime(py, due)).transpose()
    }

    #[getter]
    fn added<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.added)
    }

    #[getter]
    fn der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.crl.der())
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Crl of {}>", self.0.crl.issuer_name())
    }
}
