//! The core's errors as the exceptions of `certwright._errors`, found there by the number of their status.

use pyo3::{prelude::*, sync::PyOnceLock, types::PyDict};

/// The exception for an error; its class is the status's.
pub(crate) fn raise(py: Python<'_>, error: &certwright::Error) -> PyErr {
    exception(py, error).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &certwright::Error) -> PyResult<PyErr> {
    static FROM_STATUS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let from_status = FROM_STATUS.get_or_try_init(py, || PyResult::Ok(py.import("certwright._errors")?.getattr("from_status")?.unbind()))?;
    let details = PyDict::new(py);
    // an error's fields are texts, numbers and lists of them: never without a JSON form
    if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(error) {
        let parse = py.import("json")?.getattr("loads")?;
        details.update(parse.call1((serde_json::Value::Object(fields).to_string(),))?.cast::<PyDict>()?.as_mapping())?;
    }
    let made = from_status.bind(py).call1((error.status().number(), error.to_string(), details))?;
    Ok(PyErr::from_value(made))
}
