//! Backups made as they become due, by a host that is told of each.

use std::{
    ops::ControlFlow,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pyo3::{prelude::*, types::PyBool};

use super::BackupReport;
use crate::{error::raise, run};

/// How long signals wait while nothing is due.
const SLICE: Duration = Duration::from_millis(100);

/// What a host is asked and told.
pub(crate) struct Callbacks {
    pub(crate) told: Py<PyAny>,
    pub(crate) sleep: Option<Py<PyAny>>,
    pub(crate) progress: Option<Py<PyAny>>,
}

/// What came of the callbacks: the first that answers False or raises ends the watch, also where the work does not heed it at once.
#[derive(Default)]
struct Heard {
    stopped: AtomicBool,
    raised: Mutex<Option<PyErr>>,
}

impl Heard {
    fn note(&self, error: PyErr) {
        self.stopped.store(true, Ordering::Relaxed);
        self.raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn ask(&self, callback: impl FnOnce() -> PyResult<bool>) -> ControlFlow<()> {
        if !self.stopped.load(Ordering::Relaxed) {
            match callback() {
                Ok(true) => return ControlFlow::Continue(()),
                Ok(false) => self.stopped.store(true, Ordering::Relaxed),
                Err(error) => self.note(error),
            }
        }
        ControlFlow::Break(())
    }
}

/// Makes every backup that becomes due, until a callback ends it.
pub(crate) fn watch(py: Python<'_>, store: &certwright::Store, password: Option<&str>, callbacks: &Callbacks) -> PyResult<()> {
    let heard = Heard::default();
    let result = run(py, || {
        let mut tell = |made| {
            if let Err(error) = Python::attach(|py| tell(py, &callbacks.told, made)) {
                heard.note(error);
            }
        };
        let mut sleep = |wait| heard.ask(|| slept(callbacks.sleep.as_ref(), wait));
        let mut progress = |done, total| heard.ask(|| Python::attach(|py| told(py, callbacks.progress.as_ref(), done, total)));
        store.watch_backups(password, &mut tell, &mut sleep, &mut progress)
    });
    heard.raised.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(result, Err)
}

fn tell(py: Python<'_>, told: &Py<PyAny>, made: certwright::Result<certwright::BackupReport>) -> PyResult<()> {
    let made = match made {
        Ok(report) => BackupReport::make(py, report)?.into_any(),
        Err(error) => raise(py, &error).into_value(py).into_any(),
    };
    told.bind(py).call1((made,)).map(|_| ())
}

fn told(py: Python<'_>, progress: Option<&Py<PyAny>>, done: u64, total: u64) -> PyResult<bool> {
    py.check_signals()?;
    progress.map_or(Ok(true), |progress| Ok(!is_false(&progress.bind(py).call1((done, total))?)))
}

/// Waits, by the host's own function or by ourselves; signals are heard meanwhile.
fn slept(sleep: Option<&Py<PyAny>>, wait: Duration) -> PyResult<bool> {
    if let Some(sleep) = sleep {
        return Python::attach(|py| Ok(!is_false(&sleep.bind(py).call1((wait.as_secs_f64(),))?)));
    }
    let until = Instant::now() + wait;
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        thread::sleep(left.min(SLICE));
        Python::attach(|py| py.check_signals())?;
    }
    Ok(true)
}

fn is_false(answer: &Bound<'_, PyAny>) -> bool {
    answer.is(PyBool::new(answer.py(), false))
}
