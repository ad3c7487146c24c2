//! Proof that a store is whole, what is to be told of it, and its upgrade.

use std::{ops::ControlFlow, path::PathBuf};

use certwright::Error;
use pyo3::{prelude::*, types::PyDict};
use serde_json::Value;

use crate::{error::raise, run};

/// What was found of one thing.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Verdict {
    what: String,
    ok: bool,
    found: String,
}

impl Verdict {
    pub(super) fn make(py: Python<'_>, verdict: certwright::Verdict) -> PyResult<Py<Self>> {
        Py::new(py, Self { what: verdict.what, ok: verdict.ok, found: verdict.found })
    }
}

#[pymethods]
impl Verdict {
    fn __repr__(&self) -> String {
        format!("<certwright.Verdict {} {}: {}>", self.what, if self.ok { "ok" } else { "wrong" }, self.found)
    }
}

/// What a check found.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct CheckReport {
    ok: bool,
    verdicts: Vec<Py<Verdict>>,
}

/// Does work that tells how far it is. `progress` is told done and of how many, and stops the work by `False` or an exception; so does
/// a signal.
pub(super) fn told<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl Send + FnOnce(certwright::Progress<'_>) -> certwright::Result<T>,
) -> PyResult<T> {
    let mut raised = None;
    let told = |done: u64, total: u64| {
        Python::attach(|py| -> PyResult<bool> {
            py.check_signals()?;
            let Some(progress) = progress else { return Ok(true) };
            Ok(!progress.bind(py).call1((done, total))?.is(pyo3::types::PyBool::new(py, false)))
        })
    };
    let mut stopped = false;
    let result = run(py, || {
        work(&mut |done, total| {
            // a stop that comes where the work does not heed it holds for the next time
            if !stopped {
                stopped = match told(done, total) {
                    Ok(go_on) => !go_on,
                    Err(error) => {
                        raised = Some(error);
                        true
                    }
                };
            }
            if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    });
    raised.map_or(result, Err)
}

pub(super) fn check(py: Python<'_>, store: &certwright::Store, progress: Option<&Py<PyAny>>) -> PyResult<CheckReport> {
    let report = told(py, progress, |progress| store.check(progress))?;
    let ok = report.ok();
    Ok(CheckReport { ok, verdicts: report.verdicts.into_iter().map(|verdict| Verdict::make(py, verdict)).collect::<PyResult<_>>()? })
}

/// The report on a store, as JSON has it. The lines of the journal are a list in any case; why they are missing stands
/// beside it.
pub(super) fn report<'py>(py: Python<'py>, store: &certwright::Store) -> PyResult<Bound<'py, PyDict>> {
    let report = run(py, || store.report())?;
    let unwritable = |_| raise(py, &Error::InvalidArgument { what: "path", why: "one of the store's paths is not UTF-8".to_owned() });
    let mut value = serde_json::to_value(&report).map_err(unwritable)?;
    let mut events = value["events"].take();
    let (mut lines, why) = (events["Ok"].take(), events["Err"].take());
    for line in lines.as_array_mut().into_iter().flatten() {
        let details = line["details"].as_str().and_then(|text| serde_json::from_str(text).ok());
        line["details"] = details.unwrap_or(Value::Null);
    }
    value["events"] = if lines.is_null() { Value::Array(Vec::new()) } else { lines };
    value["events_error"] = why;
    Ok(py.import("json")?.getattr("loads")?.call1((value.to_string(),))?.cast_into()?)
}

/// What an upgrade came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Upgraded {
    from_schema: u32,
    to_schema: u32,
    copy: Option<PathBuf>,
}

impl From<certwright::Upgraded> for Upgraded {
    fn from(upgraded: certwright::Upgraded) -> Self {
        Self { from_schema: upgraded.from, to_schema: upgraded.to, copy: upgraded.copy }
    }
}
