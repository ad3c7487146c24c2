//! How a store is opened, and that it is open.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use certwright::{Error, OpenOptions};
use pyo3::{
    prelude::*,
    types::{PyDelta, PyString},
};

use super::diagnostic::logged;
use crate::{convert::password, error::raise};

/// The store behind a `Store` and its iterators, until it is closed.
pub(super) struct Open(Mutex<Option<certwright::Store>>);

impl Open {
    pub(super) fn new(store: certwright::Store) -> Self {
        Self(Mutex::new(Some(store)))
    }

    /// The store, if it was not closed. The lock is held for a copy of a pointer only.
    pub(super) fn store(&self, py: Python<'_>) -> PyResult<certwright::Store> {
        let closed = || raise(py, &Error::InvalidArgument { what: "store", why: "it was closed; open it again".to_owned() });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(closed)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    pub(super) fn close(&self, py: Python<'_>) {
        let store = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        py.detach(|| drop(store)); // it writes what is still in the log
    }
}

/// The keywords of `create` and `open`.
#[derive(Default)]
pub(super) struct Keywords<'py> {
    pub(super) key_file: Option<PathBuf>,
    pub(super) passphrase: Option<Bound<'py, PyAny>>,
    pub(super) locked: bool,
    pub(super) group: Option<Bound<'py, PyAny>>,
    pub(super) others_read: bool,
    pub(super) actor: Option<String>,
    pub(super) installation: Option<String>,
    pub(super) busy_deadline: Option<Bound<'py, PyAny>>,
}

impl Keywords<'_> {
    pub(super) fn options(self, py: Python<'_>) -> PyResult<OpenOptions> {
        let mut options = logged(OpenOptions::default());
        if let Some(path) = self.key_file {
            options = options.key_file(path);
        }
        if let Some(passphrase) = password(self.passphrase.as_ref())? {
            options = options.passphrase(passphrase.as_str());
        }
        if self.locked {
            options = options.locked();
        }
        if let Some(group) = self.group {
            options = match group.cast::<PyString>() {
                Ok(name) => options.group(name.to_cow()?),
                Err(_) => options.group(group.extract::<u32>()?.to_string()),
            };
        }
        if self.others_read {
            options = options.others_read();
        }
        if let Some(actor) = self.actor {
            options = options.actor(actor);
        }
        if let Some(name) = self.installation {
            options = options.installation(name);
        }
        if let Some(deadline) = self.busy_deadline {
            options = options.busy_deadline(patience(py, "busy_deadline", &deadline)?);
        }
        Ok(options)
    }
}

/// A length of time that somebody waits: a `timedelta`, or a number of seconds; at most 24 days.
fn patience(py: Python<'_>, what: &'static str, value: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let seconds: f64 = if value.is_instance_of::<PyDelta>() { value.call_method0("total_seconds")?.extract()? } else { value.extract()? };
    let longest = Duration::from_secs(24 * 86_400); // SQLite counts milliseconds in 31 bits
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if time <= longest => Ok(time),
        _ => Err(raise(py, &Error::InvalidArgument { what, why: "it is a number of seconds, from 0 to 24 days".to_owned() })),
    }
}
