//! What happens in a store that is no error, as records of Python's `logging`.

use certwright::{Diagnostic, DiagnosticLevel, OpenOptions};
use pyo3::{prelude::*, sync::PyOnceLock, types::IntoPyDict};

/// With the logger `certwright` as the one who is told.
pub(super) fn logged(options: OpenOptions) -> OpenOptions {
    options.diagnostics(|told| {
        // none is there when Python ends
        Python::try_attach(|py| log(py, told).unwrap_or_else(|error| error.write_unraisable(py, None)));
    })
}

fn log(py: Python<'_>, told: &Diagnostic) -> PyResult<()> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = LOGGER.get_or_try_init(py, || PyResult::Ok(py.import("logging")?.call_method1("getLogger", ("certwright",))?.unbind()))?.bind(py);
    let level = match told.code.level() {
        DiagnosticLevel::Info => 20, // logging.INFO
        _ => 30,                     // logging.WARNING
    };
    let extra = [("code", told.code.name())].into_py_dict(py)?;
    logger.call_method("log", (level, "%s", told.message.as_str()), Some(&[("extra", extra)].into_py_dict(py)?)).map(|_| ())
}
