//! Lines of the journal, read and followed.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use certwright::Error;
use pyo3::{prelude::*, types::PyDateTime};

use super::open::Open;
use crate::{
    convert::{datetime, instant},
    error::raise,
    run,
};

/// How long signals wait while a journal is followed.
const SLICE: Duration = Duration::from_millis(100);

/// One line of the journal.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Event {
    number: u64,
    at: Py<PyDateTime>,
    actor: String,
    kind: String,
    thumbprint: Option<String>,
    details: Py<PyAny>,
}

impl Event {
    pub(super) fn make(py: Python<'_>, event: certwright::Event) -> PyResult<Self> {
        Ok(Self {
            number: event.number,
            at: datetime(py, event.at)?.unbind(),
            actor: event.actor,
            kind: event.kind,
            thumbprint: event.thumbprint,
            details: py.import("json")?.getattr("loads")?.call1((event.details,))?.unbind(),
        })
    }
}

#[pymethods]
impl Event {
    fn __repr__(&self) -> String {
        format!("<certwright.Event {} {}>", self.number, self.kind)
    }
}

/// The number of the line to begin behind: it was given, or it is the last one before a time.
pub(super) fn since(py: Python<'_>, store: &certwright::Store, value: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
    let Some(value) = value else { return Ok(0) };
    match value.cast::<PyDateTime>() {
        Ok(time) => {
            let time = instant(time)?;
            run(py, || store.last_event_before(time))
        }
        Err(_) => value.extract(),
    }
}

/// Lines of the journal as they are written, by whichever process.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Watch {
    open: Arc<Open>,
    watch: Mutex<certwright::Watch>,
    timeout: Option<Duration>,
}

impl Watch {
    pub(super) fn new(py: Python<'_>, open: Arc<Open>, watch: certwright::Watch, timeout: Option<f64>) -> PyResult<Self> {
        let wrong = || raise(py, &Error::InvalidArgument { what: "timeout", why: "it is a number of seconds, not negative".to_owned() });
        let timeout = match timeout {
            Some(seconds) if seconds.is_nan() || seconds < 0.0 => return Err(wrong()),
            Some(seconds) => Duration::try_from_secs_f64(seconds).ok(), // longer than can be counted is for ever
            None => None,
        };
        Ok(Self { open, watch: Mutex::new(watch), timeout })
    }
}

#[pymethods]
impl Watch {
    /// The number of the last line that was given.
    #[getter]
    fn since(&self, py: Python<'_>) -> u64 {
        py.detach(|| self.watch.lock().unwrap_or_else(PoisonError::into_inner).since())
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Event>> {
        let begun = Instant::now();
        loop {
            self.open.store(py)?; // it may be closed meanwhile
            let left = self.timeout.map(|timeout| timeout.saturating_sub(begun.elapsed()));
            let slice = left.map_or(SLICE, |left| left.min(SLICE));
            if let Some(event) = run(py, || self.watch.lock().unwrap_or_else(PoisonError::into_inner).next_within(slice))? {
                return Event::make(py, event).map(Some);
            }
            py.check_signals()?;
            if left.is_some_and(|left| left <= slice) {
                return Ok(None);
            }
        }
    }
}
