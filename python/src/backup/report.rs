//! What came of a backup and of its proof.

use pyo3::{prelude::*, types::PyDateTime};

use super::{Backup, RestoreLine, moment};

/// A certificate that a backup does not hold, and why.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct LeftOut {
    thumbprint: String,
    role: String,
    scope: Option<String>,
    subject: Option<String>,
    why: String,
}

impl LeftOut {
    fn make(py: Python<'_>, one: certwright::LeftOut) -> PyResult<Py<Self>> {
        let certwright::LeftOut { thumbprint, role, scope, subject, why, .. } = one;
        Py::new(py, Self { thumbprint: thumbprint.to_string(), role, scope, subject, why })
    }

    fn all(py: Python<'_>, all: Vec<certwright::LeftOut>) -> PyResult<Vec<Py<Self>>> {
        all.into_iter().map(|one| Self::make(py, one)).collect()
    }
}

#[pymethods]
impl LeftOut {
    fn __repr__(&self) -> String {
        format!("<certwright.LeftOut {}: {}>", self.thumbprint, self.why)
    }
}

/// What came of a proof.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct BackupProof {
    kind: String,
    complete: bool,
    certificates: u64,
    keys: u64,
    signed: u64,
    compared: Vec<String>,
    skipped: Vec<Py<RestoreLine>>,
    missing_today: Vec<Py<LeftOut>>,
    recipient_proven: bool,
    signer: Option<String>,
    own_signer: Option<bool>,
    made: Option<Py<PyDateTime>>,
    notes: Vec<String>,
}

impl BackupProof {
    pub(crate) fn make(py: Python<'_>, proof: certwright::BackupProof) -> PyResult<Py<Self>> {
        let made = Self {
            kind: proof.kind.to_string(),
            complete: proof.complete(),
            certificates: proof.certificates,
            keys: proof.keys,
            signed: proof.signed,
            compared: proof.compared,
            skipped: proof.skipped.into_iter().map(|line| RestoreLine::make(py, line)).collect::<PyResult<_>>()?,
            missing_today: LeftOut::all(py, proof.missing_today)?,
            recipient_proven: proof.recipient_proven,
            signer: proof.signer,
            own_signer: proof.own_signer,
            made: moment(py, proof.made)?,
            notes: proof.notes,
        };
        Py::new(py, made)
    }
}

/// A backup that was made, and what came of its proof.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct BackupReport {
    backup: Py<Backup>,
    proof: Py<BackupProof>,
    left_out: Vec<Py<LeftOut>>,
    lacking: Vec<Py<LeftOut>>,
    removed: Vec<String>,
    notes: Vec<String>,
}

impl BackupReport {
    pub(crate) fn make(py: Python<'_>, report: certwright::BackupReport) -> PyResult<Py<Self>> {
        let made = Self {
            backup: Backup::make(py, report.backup)?,
            proof: BackupProof::make(py, report.proof)?,
            left_out: LeftOut::all(py, report.left_out)?,
            lacking: LeftOut::all(py, report.lacking)?,
            removed: report.removed,
            notes: report.notes,
        };
        Py::new(py, made)
    }
}
