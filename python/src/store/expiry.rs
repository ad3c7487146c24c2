//! What expires, and when.

use pyo3::{prelude::*, types::PyDateTime};

use super::{
    Entry,
    role::{Assignment, objects},
};
use crate::convert::datetime;

/// One certificate that has expired, or will.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct ExpiringCertificate {
    entry: Py<Entry>,
    days_left: i64,
    assignments: Vec<Py<Assignment>>,
    expiry_matters: bool,
    required: bool,
}

impl ExpiringCertificate {
    fn make(py: Python<'_>, one: certwright::ExpiringCertificate) -> PyResult<Py<Self>> {
        let made = Self {
            entry: Entry::make(py, one.entry)?,
            days_left: one.days_left,
            assignments: objects(py, one.assignments)?,
            expiry_matters: one.expiry_matters,
            required: one.required,
        };
        Py::new(py, made)
    }
}

/// What has expired or will within a time.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct ExpiryReport {
    report: certwright::ExpiryReport,
    certificates: Vec<Py<ExpiringCertificate>>,
}

impl ExpiryReport {
    pub(super) fn make(py: Python<'_>, report: certwright::ExpiryReport) -> PyResult<Self> {
        let certificates = report.certificates.iter().map(|one| ExpiringCertificate::make(py, one.clone())).collect::<PyResult<_>>()?;
        Ok(Self { report, certificates })
    }
}

#[pymethods]
impl ExpiryReport {
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.report.at)
    }

    #[getter]
    fn until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.report.until)
    }

    #[getter]
    fn certificates(&self, py: Python<'_>) -> Vec<Py<ExpiringCertificate>> {
        self.certificates.iter().map(|one| one.clone_ref(py)).collect()
    }

    #[getter]
    fn more(&self) -> bool {
        self.report.more
    }

    /// One HTML page with a picture.
    fn to_html(&self, py: Python<'_>) -> String {
        py.detach(|| self.report.to_html())
    }
}
