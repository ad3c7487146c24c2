//! How backups are made unless said otherwise.

use std::path::PathBuf;

use certwright::Error;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyDict, PyEllipsis, PyString},
};

use crate::{convert::word, error::raise};

/// How backups are made unless said otherwise.
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct BackupSettings(certwright::BackupSettings);

impl From<certwright::BackupSettings> for BackupSettings {
    fn from(settings: certwright::BackupSettings) -> Self {
        Self(settings)
    }
}

#[pymethods]
impl BackupSettings {
    #[getter]
    fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    #[getter]
    fn kind(&self) -> String {
        self.0.kind.to_string()
    }

    #[getter]
    fn files(&self) -> String {
        self.0.files.to_string()
    }

    #[getter]
    fn password_source(&self) -> String {
        self.0.password.to_string()
    }

    #[getter]
    fn recipients(&self) -> Vec<String> {
        self.0.recipients.clone()
    }

    #[getter]
    fn reader(&self) -> Option<&str> {
        self.0.reader.as_deref()
    }

    #[getter]
    fn schedule(&self) -> Option<String> {
        self.0.schedule.as_ref().map(ToString::to_string)
    }

    #[getter]
    fn retention(&self) -> String {
        self.0.retention.to_string()
    }

    fn __repr__(&self) -> String {
        let location = self.0.location.as_deref().unwrap_or("nowhere");
        let schedule = self.0.schedule.as_ref().map_or_else(|| "without a schedule".to_owned(), ToString::to_string);
        format!("<certwright.BackupSettings {} to {location}, {schedule}>", self.0.kind)
    }
}

/// One change of the settings.
type Setting = Box<dyn FnOnce(&mut certwright::BackupSettings) + Send>;

/// What is named is set; `None` makes it what it is at first.
pub(crate) fn named(py: Python<'_>, named: &Bound<'_, PyDict>) -> PyResult<Vec<Setting>> {
    let mut changes: Vec<Setting> = Vec::new();
    for (name, value) in named {
        let name = name.extract::<String>()?;
        if value.is_instance_of::<PyEllipsis>() {
            continue;
        }
        let value = if value.is_none() { None } else { Some(value) };
        let text = || value.as_ref().map(|value| value.extract::<String>()).transpose();
        changes.push(match name.as_str() {
            "location" => setting(value.as_ref().map(location).transpose()?, |settings, value| settings.location = value),
            "kind" => setting(word_or_first(py, text()?)?, |settings, value| settings.kind = value),
            "files" => setting(word_or_first(py, text()?)?, |settings, value| settings.files = value),
            "password_source" => setting(word_or_first(py, text()?)?, |settings, value| settings.password = value),
            "recipients" => setting(value.as_ref().map(recipients).transpose()?.unwrap_or_default(), |settings, value| settings.recipients = value),
            "reader" => setting(text()?, |settings, value| settings.reader = value),
            "schedule" => setting(text()?.map(|text| word(py, &text)).transpose()?, |settings, value| settings.schedule = value),
            "retention" => setting(word_or_first(py, text()?)?, |settings, value| settings.retention = value),
            _ => return Err(PyTypeError::new_err(format!("set_backup_settings() got an unexpected keyword argument '{name}'"))),
        });
    }
    Ok(changes)
}

fn setting<T: Send + 'static>(value: T, set: fn(&mut certwright::BackupSettings, T)) -> Setting {
    Box::new(move |settings| set(settings, value))
}

fn word_or_first<T: Default + std::str::FromStr<Err = Error>>(py: Python<'_>, text: Option<String>) -> PyResult<T> {
    text.map_or_else(|| Ok(T::default()), |text| word(py, &text))
}

/// A list: one text would be taken apart into its letters.
fn recipients(value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if value.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("recipients are a list of str"));
    }
    value.try_iter()?.map(|one| one?.extract()).collect()
}

/// A folder, or a URL of S3.
pub(crate) fn location(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_cow()?.into_owned());
    }
    let path = value.extract::<PathBuf>()?;
    let unreadable = |_| raise(value.py(), &Error::InvalidArgument { what: "location", why: "the path is not UTF-8".to_owned() });
    path.into_os_string().into_string().map_err(unreadable)
}
