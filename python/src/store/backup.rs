//! The methods of `Store` that make, prove and restore backups.

use std::path::PathBuf;

use certwright::{BackupOptions, Error, RestoreOptions, Thumbprint, WriteOptions};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use zeroize::Zeroizing;

use super::{Store, check::told};
use crate::{
    backup::{self, Backup, BackupProof, BackupReport, BackupSettings, BackupStatus, Callbacks, DueBackup, Restored},
    convert::{password, thumbprint, word},
    error::raise,
    run,
};

#[pymethods]
impl Store {
    /// Makes a backup, and proves that it restores from where it is stored.
    #[pyo3(signature = (
        location = None, *, kind = "pfx", files = None, scope = None, password = None, recipients = None, reader = None, progress = None,
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn backup(
        &self,
        py: Python<'_>,
        location: Option<Bound<'_, PyAny>>,
        kind: &str,
        files: Option<&str>,
        scope: Option<String>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        recipients: Option<Vec<String>>,
        reader: Option<&str>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Py<BackupReport>> {
        let store = self.open.store(py)?;
        let mut options = BackupOptions::default();
        options.location = location.as_ref().map(backup::location).transpose()?;
        options.kind = word(py, kind)?;
        options.files = files.map(|files| word(py, files)).transpose()?;
        options.scope = scope;
        options.password = password.as_ref().map(|text| text.as_str());
        options.recipients = recipients;
        options.write = reader.map(|reader| Ok::<_, PyErr>(WriteOptions::reader(word(py, reader)?))).transpose()?;
        BackupReport::make(py, told(py, progress.as_ref(), |progress| store.backup(&options, progress))?)
    }

    /// The backups that were made and are still there as far as the store knows, the newest first.
    fn backups(&self, py: Python<'_>) -> PyResult<Vec<Py<Backup>>> {
        let store = self.open.store(py)?;
        run(py, || store.backups())?.into_iter().map(|backup| Backup::make(py, backup)).collect()
    }

    /// The newest backup that holds the private key of a certificate.
    fn backup_that_holds(&self, py: Python<'_>, #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint) -> PyResult<Option<Py<Backup>>> {
        let store = self.open.store(py)?;
        run(py, || store.backup_that_holds(&thumbprint))?.map(|backup| Backup::make(py, backup)).transpose()
    }

    /// How backups are made unless said otherwise.
    fn backup_settings(&self, py: Python<'_>) -> PyResult<BackupSettings> {
        let store = self.open.store(py)?;
        run(py, || store.backup_settings()).map(BackupSettings::from)
    }

    /// Sets how backups are made; what is not named stays as it is.
    #[pyo3(
        signature = (*, password = None, **settings),
        text_signature = "($self, *, location=..., kind=..., files=..., password_source=..., recipients=..., reader=..., schedule=..., retention=..., password=None)"
    )]
    fn set_backup_settings(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<bool> {
        let store = self.open.store(py)?;
        let changes = settings.map_or_else(|| Ok(Vec::new()), |named| backup::named(py, named))?;
        let password = password.as_ref().map(|text| text.as_str());
        run(py, || store.change_backup_settings(password, |settings| changes.into_iter().for_each(|change| change(settings))))
    }

    /// Restores a backup, out of its files and their password alone.
    #[pyo3(signature = (
        files, *, password = None, identities = None, dry_run = false, conflicts = "refuse", role = None, scope = None, trust_signer = None,
        salvage = false, progress = None,
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn restore(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = paths)] files: Vec<PathBuf>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        #[pyo3(from_py_with = secrets)] identities: Option<Vec<Zeroizing<String>>>,
        dry_run: bool,
        conflicts: &str,
        role: Option<String>,
        scope: Option<String>,
        trust_signer: Option<String>,
        salvage: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Restored> {
        let store = self.open.store(py)?;
        if role.is_none() && scope.is_some() {
            return Err(raise(py, &Error::InvalidArgument { what: "scope", why: "it goes with a role".to_owned() }));
        }
        let mut options = RestoreOptions::default();
        options.password = password.as_ref().map(|text| text.as_str());
        options.identities = identities.unwrap_or_default();
        options.dry_run = dry_run;
        options.conflicts = word(py, conflicts)?;
        options.role = role.map(|role| (role, scope));
        options.trust_signer = trust_signer;
        options.salvage = salvage;
        Restored::make(py, told(py, progress.as_ref(), |progress| store.restore(&files, &options, progress))?)
    }

    /// Proves that files restore, at any time after they were made.
    #[pyo3(signature = (files, *, password = None, identities = None, progress = None))]
    fn verify_backup(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = paths)] files: Vec<PathBuf>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        #[pyo3(from_py_with = secrets)] identities: Option<Vec<Zeroizing<String>>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Py<BackupProof>> {
        let store = self.open.store(py)?;
        let mut options = RestoreOptions::default();
        options.password = password.as_ref().map(|text| text.as_str());
        options.identities = identities.unwrap_or_default();
        BackupProof::make(py, told(py, progress.as_ref(), |progress| store.verify_backup(&files, &options, progress))?)
    }

    /// How it stands with the backups of this store.
    fn backup_status(&self, py: Python<'_>) -> PyResult<BackupStatus> {
        let store = self.open.store(py)?;
        BackupStatus::make(py, run(py, || store.backup_status())?)
    }

    /// Makes the scheduled backup if it is due.
    #[pyo3(signature = (*, password = None, progress = None))]
    fn backup_if_due(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<DueBackup> {
        let store = self.open.store(py)?;
        let password = password.as_ref().map(|text| text.as_str());
        DueBackup::make(py, told(py, progress.as_ref(), |progress| store.backup_if_due(password, progress))?)
    }

    /// Makes every backup that becomes due, and tells of each.
    #[pyo3(signature = (told, *, password = None, sleep = None, progress = None))]
    fn watch_backups(
        &self,
        py: Python<'_>,
        told: Py<PyAny>,
        #[pyo3(from_py_with = secret)] password: Option<Zeroizing<String>>,
        sleep: Option<Py<PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<()> {
        let store = self.open.store(py)?;
        backup::watch(py, &store, password.as_ref().map(|text| text.as_str()), &Callbacks { told, sleep, progress })
    }
}

fn secret(value: &Bound<'_, PyAny>) -> PyResult<Option<Zeroizing<String>>> {
    password((!value.is_none()).then_some(value))
}

fn secrets(value: &Bound<'_, PyAny>) -> PyResult<Option<Vec<Zeroizing<String>>>> {
    if value.is_none() {
        return Ok(None);
    }
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err("identities are a list of str"));
    }
    let given = value.try_iter()?.map(|one| secret(&one?)).collect::<PyResult<Vec<_>>>()?;
    Ok(Some(given.into_iter().flatten().collect()))
}

/// One path, or several.
fn paths(value: &Bound<'_, PyAny>) -> PyResult<Vec<PathBuf>> {
    match value.extract::<PathBuf>() {
        Ok(path) => Ok(vec![path]),
        Err(_) => value.try_iter()?.map(|one| one?.extract()).collect(),
    }
}
