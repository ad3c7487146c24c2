//! What is really served on an endpoint, what was written for a server, and what other machines are given.

use std::path::PathBuf;

use pyo3::{prelude::*, types::PyBytes};

use super::Entry;
use crate::{certificate::Certificate, trust::Probed};

/// One thing that is not as it should be.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Finding {
    code: &'static str,
    message: String,
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        format!("<certwright.Finding {}: {}>", self.code, self.message)
    }
}

/// What a look at an endpoint's port came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct EndpointCheck {
    name: String,
    state: &'static str,
    port: u16,
    server: String,
    expected: Option<Py<Entry>>,
    served: Option<Py<Probed>>,
    protocols: Vec<String>,
    findings: Vec<Py<Finding>>,
    notes: Vec<String>,
}

impl EndpointCheck {
    pub(super) fn make(py: Python<'_>, check: certwright::EndpointCheck) -> PyResult<Self> {
        let findings = check.findings.into_iter().map(|finding| Py::new(py, Finding { code: finding.code, message: finding.message }));
        Ok(Self {
            name: check.settings.name,
            state: check.settings.state.word(),
            port: check.settings.port,
            server: check.server.to_string(),
            expected: check.expected.map(|entry| Entry::make(py, entry)).transpose()?,
            served: check.served.map(|probed| Py::new(py, Probed::from(probed))).transpose()?,
            protocols: check.protocols,
            findings: findings.collect::<PyResult<_>>()?,
            notes: check.notes,
        })
    }
}

#[pymethods]
impl EndpointCheck {
    /// Whether all is as it should be.
    #[getter]
    fn ok(&self) -> bool {
        self.findings.is_empty()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.EndpointCheck {} at {}: {} findings>", self.name, self.server, self.findings.len())
    }
}

/// What was written for a server, which serves it.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Applied(certwright::Applied);

impl From<certwright::Applied> for Applied {
    fn from(applied: certwright::Applied) -> Self {
        Self(applied)
    }
}

#[pymethods]
impl Applied {
    #[getter]
    fn changed(&self) -> bool {
        self.0.changed
    }

    #[getter]
    fn files(&self) -> Vec<PathBuf> {
        self.0.files.clone()
    }

    #[getter]
    fn server(&self) -> String {
        self.0.server.to_string()
    }

    #[getter]
    fn certificate(&self) -> Certificate {
        self.0.certificate.clone().into()
    }
}

/// What other machines need to trust an endpoint.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Shared(certwright::Shared);

impl From<certwright::Shared> for Shared {
    fn from(shared: certwright::Shared) -> Self {
        Self(shared)
    }
}

#[pymethods]
impl Shared {
    #[getter]
    fn certificate(&self) -> Certificate {
        self.0.certificate.clone().into()
    }

    /// Names and contents.
    #[getter]
    fn files<'py>(&self, py: Python<'py>) -> Vec<(String, Bound<'py, PyBytes>)> {
        self.0.files.iter().map(|(name, octets)| (name.clone(), PyBytes::new(py, octets))).collect()
    }

    #[getter]
    fn instructions(&self) -> Vec<Instruction> {
        self.0.instructions.iter().cloned().map(Instruction).collect()
    }
}

/// How one kind of system is made to trust it.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Instruction(certwright::Instruction);

#[pymethods]
impl Instruction {
    #[getter]
    fn system(&self) -> &'static str {
        self.0.system
    }

    #[getter]
    fn title(&self) -> &'static str {
        self.0.title
    }

    #[getter]
    fn commands(&self) -> Vec<String> {
        self.0.commands.clone()
    }

    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Instruction {}>", self.0.system)
    }
}
