//! What came of a restore.

use pyo3::prelude::*;

/// What becomes of one thing that is restored.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct RestoreLine(certwright::RestoreLine);

impl RestoreLine {
    pub(super) fn make(py: Python<'_>, line: certwright::RestoreLine) -> PyResult<Py<Self>> {
        Py::new(py, Self(line))
    }
}

#[pymethods]
impl RestoreLine {
    #[getter]
    fn what(&self) -> &'static str {
        self.0.what
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn thumbprint(&self) -> Option<&str> {
        self.0.thumbprint.as_deref()
    }

    #[getter]
    fn outcome(&self) -> &'static str {
        self.0.outcome.word()
    }

    #[getter]
    fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.RestoreLine {}>", self.0)
    }
}

/// What a restore came to, or would come to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Restored {
    kind: String,
    changed: bool,
    lines: Vec<Py<RestoreLine>>,
    conflicts: Vec<Py<RestoreLine>>,
    signer: Option<String>,
    notes: Vec<String>,
}

impl Restored {
    pub(crate) fn make(py: Python<'_>, restored: certwright::Restored) -> PyResult<Self> {
        let conflicts = restored.conflicts().map(|line| RestoreLine::make(py, line.clone())).collect::<PyResult<_>>()?;
        Ok(Self {
            kind: restored.kind.to_string(),
            changed: restored.changed,
            lines: restored.lines.into_iter().map(|line| RestoreLine::make(py, line)).collect::<PyResult<_>>()?,
            conflicts,
            signer: restored.signer,
            notes: restored.notes,
        })
    }
}
