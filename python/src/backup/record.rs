//! The backups that a store remembers.

use pyo3::{prelude::*, types::PyDateTime};

use super::moment;
use crate::convert::datetime;

/// One file of a backup.
#[pyclass(frozen, get_all, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct BackupFile {
    name: String,
    size: u64,
    sha256: String,
}

#[pymethods]
impl BackupFile {
    fn __repr__(&self) -> String {
        format!("<certwright.BackupFile {}>", self.name)
    }
}

/// A backup that was made and proven.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Backup {
    id: u64,
    at: Py<PyDateTime>,
    kind: String,
    location: String,
    files: Vec<Py<BackupFile>>,
    scope: Option<String>,
    keys: u64,
    certificates: u64,
    lacking: Vec<String>,
    proven: Option<Py<PyDateTime>>,
    contents_proven: Py<PyDateTime>,
    restored: bool,
    shown: String,
}

impl Backup {
    pub(crate) fn make(py: Python<'_>, backup: certwright::Backup) -> PyResult<Py<Self>> {
        let shown = backup.shown();
        let file = |file: certwright::BackupFile| Py::new(py, BackupFile { name: file.name, size: file.size, sha256: file.sha256 });
        let made = Self {
            id: backup.id,
            at: datetime(py, backup.at)?.unbind(),
            kind: backup.kind.to_string(),
            location: backup.location,
            files: backup.files.into_iter().map(file).collect::<PyResult<_>>()?,
            scope: backup.scope,
            keys: backup.keys,
            certificates: backup.certificates,
            lacking: backup.lacking,
            proven: moment(py, backup.proven)?,
            contents_proven: datetime(py, backup.contents_proven)?.unbind(),
            restored: backup.restored,
            shown,
        };
        Py::new(py, made)
    }
}

#[pymethods]
impl Backup {
    fn __repr__(&self) -> String {
        format!("<certwright.Backup {}>", self.shown)
    }
}
