//! `Entry`, the iterator over entries, and what additions and deletions come to.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::{prelude::*, types::PyDateTime};

use super::{
    open::Open,
    role::{Assignment, objects},
};
use crate::{certificate::Certificate, convert::datetime, key::Identity, run};

/// A certificate as a store holds it, at the moment it was read; it is a `Certificate` itself.
#[pyclass(frozen, extends = Certificate, module = "certwright")]
pub(crate) struct Entry {
    inner: certwright::Entry,
}

impl Entry {
    pub(super) fn make(py: Python<'_>, inner: certwright::Entry) -> PyResult<Py<Self>> {
        let base = Certificate::from(inner.certificate().clone());
        Py::new(py, PyClassInitializer::from(base).add_subclass(Self { inner }))
    }
}

#[pymethods]
impl Entry {
    #[getter]
    fn certificate(&self) -> Certificate {
        self.inner.certificate().clone().into()
    }

    #[getter]
    fn friendly_name(&self) -> Option<&str> {
        self.inner.friendly_name()
    }

    #[getter]
    fn tags(&self) -> Vec<String> {
        self.inner.tags().to_vec()
    }

    #[getter]
    fn stores(&self) -> Vec<String> {
        self.inner.stores().iter().map(ToString::to_string).collect()
    }

    #[getter]
    fn archived(&self) -> bool {
        self.inner.archived()
    }

    #[getter]
    fn has_private_key(&self) -> bool {
        self.inner.has_private_key()
    }

    #[getter]
    fn added<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.inner.added())
    }

    /// What it is for: its assignments, former ones included.
    #[getter]
    fn assignments(&self, py: Python<'_>) -> PyResult<Vec<Py<Assignment>>> {
        objects(py, run(py, || self.inner.assignments())?)
    }

    /// Why the store must keep it.
    #[getter]
    fn required(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        run(py, || self.inner.required())
    }

    /// Certificate, private key and chain.
    fn identity(&self, py: Python<'_>) -> PyResult<Identity> {
        run(py, || self.inner.identity().map(Identity::from))
    }

    /// The certificates above it that the store has, nearest first.
    fn chain(&self, py: Python<'_>) -> PyResult<Vec<Certificate>> {
        Ok(run(py, || self.inner.chain())?.into_iter().map(Certificate::from).collect())
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Entry {} {}>", self.inner.thumbprint(), self.inner.subject())
    }
}

/// What an addition came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct AddResult {
    entry: Py<Entry>,
    changed: bool,
    notes: Vec<String>,
}

impl AddResult {
    pub(super) fn make(py: Python<'_>, added: certwright::Added) -> PyResult<Self> {
        Ok(Self { entry: Entry::make(py, added.entry)?, changed: added.changed, notes: added.notes })
    }
}

/// The certificate that was selected, and those that were not.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Selection {
    pub(super) entry: Py<Entry>,
    pub(super) passed_over: Vec<String>,
}

/// What a deletion came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct DeleteResult {
    key_deleted: bool,
    key_shared: bool,
}

impl From<certwright::Deleted> for DeleteResult {
    fn from(deleted: certwright::Deleted) -> Self {
        Self { key_deleted: deleted.key_deleted, key_shared: deleted.key_shared }
    }
}

/// The certificates that match, one after another.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct EntryIterator {
    open: Arc<Open>,
    find: Mutex<certwright::Find>,
}

impl EntryIterator {
    pub(super) fn new(open: Arc<Open>, find: certwright::Find) -> Self {
        Self { open, find: Mutex::new(find) }
    }
}

#[pymethods]
impl EntryIterator {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<Entry>>> {
        self.open.store(py)?;
        let next = run(py, || self.find.lock().unwrap_or_else(PoisonError::into_inner).next().transpose())?;
        next.map(|entry| Entry::make(py, entry)).transpose()
    }
}
