//! Backups: what is told of them, and what makes a machine make them.

mod due;
mod record;
mod report;
mod restored;
mod settings;
mod units;
mod watch;

pub(crate) use self::{
    due::{BackupStatus, DueBackup},
    record::{Backup, BackupFile},
    report::{BackupProof, BackupReport, LeftOut},
    restored::{RestoreLine, Restored},
    settings::{BackupSettings, location, named},
    units::{backup_files, cron_line, systemd_units},
    watch::{Callbacks, watch},
};

use pyo3::{prelude::*, types::PyDateTime};
use time::OffsetDateTime;

use crate::convert::datetime;

/// A point in time that may not be.
fn moment(py: Python<'_>, time: Option<OffsetDateTime>) -> PyResult<Option<Py<PyDateTime>>> {
    time.map(|time| Ok(datetime(py, time)?.unbind())).transpose()
}
