//! `StoreInfo`: where a store is, what guards it, how much is in it.

use std::path::PathBuf;

use pyo3::prelude::*;

use super::protector::Protector;

/// A file of a store, with who may do what.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct FileAccess {
    path: PathBuf,
    owner: String,
    mode: u32,
}

#[pymethods]
impl FileAccess {
    fn __repr__(&self) -> String {
        format!("<certwright.FileAccess {} {:04o} {}>", self.owner, self.mode, self.path.display())
    }
}

/// Where a store is, what guards it, how much is in it.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct StoreInfo {
    path: PathBuf,
    key_file: PathBuf,
    key_file_why: String,
    key_file_beside: bool,
    locked: bool,
    id: String,
    schema: u32,
    written_by: String,
    certificates: u64,
    private_keys: u64,
    events: u64,
    stores: Vec<String>,
    protectors: Vec<Py<Protector>>,
    files: Vec<Py<FileAccess>>,
    warnings: Vec<String>,
}

impl StoreInfo {
    pub(super) fn make(py: Python<'_>, info: certwright::StoreInfo) -> PyResult<Self> {
        let protector = |protector| Py::new(py, Protector::from(protector));
        let file = |file: certwright::FileAccess| Py::new(py, FileAccess { path: file.path, owner: file.owner, mode: file.mode });
        Ok(Self {
            path: info.path,
            key_file: info.key_file,
            key_file_why: info.key_file_why.to_owned(),
            key_file_beside: info.key_file_beside,
            locked: info.locked,
            id: info.id,
            schema: info.schema,
            written_by: info.written_by,
            certificates: info.certificates,
            private_keys: info.private_keys,
            events: info.events,
            stores: info.stores.iter().map(ToString::to_string).collect(),
            protectors: info.protectors.into_iter().map(protector).collect::<PyResult<_>>()?,
            files: info.files.into_iter().map(file).collect::<PyResult<_>>()?,
            warnings: info.warnings,
        })
    }
}
