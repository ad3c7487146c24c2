//! How it stands with backups, and what became of one that may have been due.

use pyo3::{prelude::*, types::PyDateTime};

use super::{Backup, BackupReport, moment};

/// How it stands with the backups of a store.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct BackupStatus {
    schedule: Option<String>,
    last_proven: Option<Py<Backup>>,
    next: Option<Py<PyDateTime>>,
    due: bool,
    running: Option<String>,
    failures: u32,
    failed_at: Option<Py<PyDateTime>>,
    why: Option<String>,
    signer: Option<String>,
}

impl BackupStatus {
    pub(crate) fn make(py: Python<'_>, status: certwright::BackupStatus) -> PyResult<Self> {
        Ok(Self {
            schedule: status.schedule.map(|schedule| schedule.to_string()),
            last_proven: status.last_proven.map(|backup| Backup::make(py, backup)).transpose()?,
            next: moment(py, status.next)?,
            due: status.due,
            running: status.running,
            failures: status.failures,
            failed_at: moment(py, status.failed_at)?,
            why: status.why,
            signer: status.signer,
        })
    }
}

/// What became of a backup that may have been due.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct DueBackup {
    report: Option<Py<BackupReport>>,
    next: Option<Py<PyDateTime>>,
    running: Option<String>,
}

impl DueBackup {
    pub(crate) fn make(py: Python<'_>, due: certwright::DueBackup) -> PyResult<Self> {
        let mut made = Self { report: None, next: None, running: None };
        match due {
            certwright::DueBackup::Made(report) => made.report = Some(BackupReport::make(py, *report)?),
            certwright::DueBackup::NotDue(next) => made.next = moment(py, next)?,
            certwright::DueBackup::Elsewhere(by) => made.running = Some(by),
            _ => {} // nothing was made
        }
        Ok(made)
    }
}
