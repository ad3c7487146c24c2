//! What opens a store: `Protector`, and the arguments that make one.

use std::path::PathBuf;

use certwright::{Error, NewProtector, RotateOptions};
use pyo3::prelude::*;

use crate::{convert::password, error::raise};

/// What opens a store.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Protector {
    id: String,
    kind: String,
    in_use: bool,
    genuine: Option<bool>,
}

impl From<certwright::Protector> for Protector {
    fn from(protector: certwright::Protector) -> Self {
        Self { id: protector.id, kind: protector.kind, in_use: protector.in_use, genuine: protector.genuine }
    }
}

#[pymethods]
impl Protector {
    fn __repr__(&self) -> String {
        format!("<certwright.Protector {} {}>", self.kind, self.id)
    }
}

/// What a rotation of the store's key came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Rotated {
    private_keys: usize,
    dropped: Vec<String>,
}

impl From<certwright::Rotated> for Rotated {
    fn from(rotated: certwright::Rotated) -> Self {
        Self { private_keys: rotated.private_keys, dropped: rotated.dropped }
    }
}

/// A new key file or a new passphrase: exactly one of them.
pub(super) fn new_protector(py: Python<'_>, key_file: Option<PathBuf>, passphrase: Option<&Bound<'_, PyAny>>) -> PyResult<NewProtector> {
    match (key_file, password(passphrase)?) {
        (Some(path), None) => Ok(NewProtector::KeyFile(path)),
        (None, Some(text)) => Ok(NewProtector::Passphrase(text)),
        _ => Err(raise(py, &Error::InvalidArgument { what: "protector", why: "give either a key file or a passphrase".to_owned() })),
    }
}

pub(super) fn rotate_options(key_files: Vec<PathBuf>, passphrases: &[Bound<'_, PyAny>], drop_others: bool) -> PyResult<RotateOptions> {
    let mut options = RotateOptions::default();
    options.key_files = key_files;
    options.passphrases = passphrases.iter().filter_map(|text| password(Some(text)).transpose()).collect::<PyResult<_>>()?;
    options.drop_others = drop_others;
    Ok(options)
}
