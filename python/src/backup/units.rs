//! What makes a machine run a command that looks whether a backup is due; and what lies where backups are stored.

use certwright::UnitOptions;
use pyo3::{prelude::*, types::PyDict};

use crate::{convert::word, error::raise, run};

/// Files of systemd: what each is called, and what it holds.
#[pyfunction]
#[pyo3(signature = (command, schedule, *, name = None, user = None))]
pub(crate) fn systemd_units<'py>(
    py: Python<'py>,
    command: Vec<String>,
    schedule: &str,
    name: Option<String>,
    user: Option<String>,
) -> PyResult<Bound<'py, PyDict>> {
    let mut options = UnitOptions::default();
    (options.name, options.user) = (name, user);
    let units = certwright::systemd_units(&command, &word(py, schedule)?, &options).map_err(|error| raise(py, &error))?;
    let files = PyDict::new(py);
    units.iter().try_for_each(|unit| files.set_item(&unit.name, &unit.text))?;
    Ok(files)
}

/// A line of cron.
#[pyfunction]
pub(crate) fn cron_line(py: Python<'_>, command: Vec<String>, schedule: &str) -> PyResult<String> {
    certwright::cron_line(&command, &word(py, schedule)?).map_err(|error| raise(py, &error))
}

/// The names of the files at a location that look like backups.
#[pyfunction]
pub(crate) fn backup_files(py: Python<'_>, location: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let location = super::location(location)?;
    run(py, || certwright::backup_files(&location))
}
