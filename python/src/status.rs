//! `StatusInfo`: what is to be said of a status.

use certwright::Status;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyInt, PyString},
};

use crate::convert::word;

/// A status: its number and code, what it means, what brings it about, what to do.
#[pyclass(frozen, eq, hash, module = "certwright")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct StatusInfo(Status);

#[pymethods]
impl StatusInfo {
    #[getter]
    fn number(&self) -> u32 {
        self.0.number()
    }

    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    #[getter]
    fn meaning(&self) -> &'static str {
        self.0.meaning()
    }

    #[getter]
    fn cause(&self) -> &'static str {
        self.0.cause()
    }

    #[getter]
    fn cure(&self) -> &'static str {
        self.0.cure()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.StatusInfo {} {}>", self.number(), self.code())
    }
}

/// What is to be said of a status, given by its number or its code.
#[pyfunction]
pub(crate) fn explain(status: &Bound<'_, PyAny>) -> PyResult<StatusInfo> {
    let py = status.py();
    if let Ok(text) = status.cast::<PyString>() {
        return word(py, &text.to_cow()?).map(StatusInfo);
    }
    if !status.is_instance_of::<PyInt>() {
        return Err(PyTypeError::new_err("a status is an int or a str"));
    }
    let number: u32 = status.extract().unwrap_or_default(); // a negative or larger one is none, as 0 is
    word(py, &number.to_string()).map(StatusInfo)
}

/// Every status, in the order of the numbers.
#[pyfunction]
pub(crate) fn statuses() -> Vec<StatusInfo> {
    Status::all().map(StatusInfo).collect()
}
