//! Files in and out.

use std::{ffi::CString, path::PathBuf};

use certwright::{Content, PfxContents, ReadOptions, Replace, Secrecy, WriteOptions};
use pyo3::{
    exceptions::PyUserWarning,
    prelude::*,
    types::{PyAny, PyBytes},
};

use crate::{
    certificate::Certificate,
    convert::{password, word},
    key::{Identity, OpaqueKey, PrivateKey},
    run,
};

/// One thing in a file: taken, or why not.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Bag {
    #[pyo3(get)]
    what: String,
    #[pyo3(get)]
    taken: bool,
    #[pyo3(get)]
    changed: bool,
    #[pyo3(get)]
    friendly_name: Option<String>,
    #[pyo3(get)]
    local_key_id: Option<Py<PyBytes>>,
    #[pyo3(get)]
    certificate: Option<Py<Certificate>>,
    #[pyo3(get)]
    private_key: Option<Py<PrivateKey>>,
    #[pyo3(get)]
    opaque_key: Option<Py<OpaqueKey>>,
    #[pyo3(get)]
    key_provider: Option<String>,
    #[pyo3(get)]
    machine_key: bool,
    #[pyo3(get)]
    trusted: bool,
    #[pyo3(get)]
    encryption: Option<String>,
    #[pyo3(get)]
    note: Option<String>,
}

impl Bag {
    fn new(py: Python<'_>, bag: &certwright::Bag) -> PyResult<Self> {
        let (mut certificate, mut private_key, mut opaque_key) = (None, None, None);
        match &bag.content {
            Content::Certificate(found) => certificate = Some(Py::new(py, Certificate::from(found.clone()))?),
            Content::PrivateKey(key) => private_key = Some(Py::new(py, PrivateKey { inner: key.clone() })?),
            Content::OpaqueKey { key, .. } => opaque_key = Some(Py::new(py, OpaqueKey { inner: key.clone() })?),
            _ => {}
        }
        Ok(Self {
            what: bag.what().to_owned(),
            taken: bag.refusal().is_none(),
            changed: false,
            friendly_name: bag.friendly_name.clone(),
            local_key_id: bag.local_key_id.as_ref().map(|id| PyBytes::new(py, id).unbind()),
            certificate,
            private_key,
            opaque_key,
            key_provider: bag.key_provider.clone(),
            machine_key: bag.machine_key,
            trusted: bag.trusted,
            encryption: bag.encryption.clone(),
            note: bag.refusal().map(str::to_owned),
        })
    }
}

#[pymethods]
impl Bag {
    fn __repr__(&self) -> String {
        format!("<certwright.Bag {}{}>", self.what, if self.taken { "" } else { ", not taken" })
    }
}

/// Everything that a file holds.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct ImportReport {
    report: certwright::ImportReport,
    bags: Vec<Py<Bag>>,
    entries: Vec<Py<PyAny>>,
}

impl ImportReport {
    pub(crate) fn new(py: Python<'_>, report: certwright::ImportReport) -> PyResult<Self> {
        let bags = report.bags.iter().map(|bag| Py::new(py, Bag::new(py, bag)?)).collect::<PyResult<_>>()?;
        Ok(Self { report, bags, entries: Vec::new() })
    }

    /// With what became of each bag in the store.
    pub(crate) fn imported(py: Python<'_>, imported: certwright::Imported, entries: Vec<Py<PyAny>>) -> PyResult<Self> {
        let bags = imported.report.bags.iter().zip(&imported.outcomes).map(|(bag, outcome)| {
            let made = Bag { taken: outcome.taken, changed: outcome.changed, note: outcome.note.clone(), ..Bag::new(py, bag)? };
            Py::new(py, made)
        });
        Ok(Self { bags: bags.collect::<PyResult<_>>()?, report: imported.report, entries })
    }
}

#[pymethods]
impl ImportReport {
    /// The kind of file: `DER`, `PEM`, `PKCS#7` or `PKCS#12`.
    #[getter]
    fn format(&self) -> String {
        self.report.format.to_string()
    }

    #[getter]
    fn bags(&self, py: Python<'_>) -> Vec<Py<Bag>> {
        self.bags.iter().map(|bag| bag.clone_ref(py)).collect()
    }

    #[getter]
    fn notes(&self) -> Vec<String> {
        self.report.notes.clone()
    }

    #[getter]
    fn certificates(&self) -> Vec<Certificate> {
        self.report.certificates().into_iter().cloned().map(Certificate::from).collect()
    }

    #[getter]
    fn private_keys(&self) -> Vec<PrivateKey> {
        self.report.private_keys().map(|key| PrivateKey { inner: key.clone() }).collect()
    }

    #[getter]
    fn opaque_keys(&self) -> Vec<OpaqueKey> {
        self.report.opaque_keys().map(|key| OpaqueKey { inner: key.clone() }).collect()
    }

    #[getter]
    fn identities(&self, py: Python<'_>) -> Vec<Identity> {
        py.detach(|| self.report.identities()).into_iter().map(Identity::from).collect()
    }

    /// After `Store.import_file`: the certificates as the store holds them.
    #[getter]
    fn entries(&self, py: Python<'_>) -> Vec<Py<PyAny>> {
        self.entries.iter().map(|entry| entry.clone_ref(py)).collect()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.ImportReport {}, {} bags>", self.report.format, self.bags.len())
    }
}

/// What a file is.
#[pyclass(frozen, module = "certwright", get_all)]
pub(crate) struct Detected {
    kind: String,
    why: String,
    hint: Option<String>,
}

#[pymethods]
impl Detected {
    fn __repr__(&self) -> String {
        format!("<certwright.Detected {}: {}>", self.kind, self.why)
    }
}

/// Says what the bytes of a file are, by their content.
#[pyfunction]
pub(crate) fn detect(py: Python<'_>, data: &[u8]) -> Detected {
    let found = py.detach(|| certwright::detect(data));
    Detected { kind: found.kind.to_string(), why: found.why, hint: found.hint }
}

/// Reads the bytes of a file: PFX, PKCS#7, PEM, or one certificate or key in DER.
#[pyfunction]
#[pyo3(signature = (data, *, password = None, max_iterations = 10_000_000, max_scrypt_memory = 268_435_456, max_nesting = 8, require_mac = false, refuse_legacy = false))]
#[allow(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn read_file(
    py: Python<'_>,
    data: &[u8],
    password: Option<&Bound<'_, PyAny>>,
    max_iterations: u64,
    max_scrypt_memory: u64,
    max_nesting: usize,
    require_mac: bool,
    refuse_legacy: bool,
) -> PyResult<ImportReport> {
    let password = self::password(password)?;
    let password = password.as_ref().map(|text| text.as_str());
    let options = ReadOptions { password, max_iterations, max_scrypt_memory, max_nesting, require_mac, refuse_legacy };
    let report = run(py, || certwright::read_file(data, &options))?;
    ImportReport::new(py, report)
}

/// The bytes of a regular file of at most 64 MiB, for the command line.
#[pyfunction]
pub(crate) fn read_path<'py>(py: Python<'py>, path: PathBuf) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &run(py, || certwright::read_path(path))?))
}

/// Reads the bytes of a PFX, and of nothing else.
#[pyfunction]
#[pyo3(signature = (data, *, password = None, max_iterations = 10_000_000, max_scrypt_memory = 268_435_456, max_nesting = 8, require_mac = false, refuse_legacy = false))]
#[allow(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn read_pkcs12(
    py: Python<'_>,
    data: &[u8],
    password: Option<&Bound<'_, PyAny>>,
    max_iterations: u64,
    max_scrypt_memory: u64,
    max_nesting: usize,
    require_mac: bool,
    refuse_legacy: bool,
) -> PyResult<ImportReport> {
    let password = self::password(password)?;
    let password = password.as_ref().map(|text| text.as_str());
    let options = ReadOptions { password, max_iterations, max_scrypt_memory, max_nesting, require_mac, refuse_legacy };
    let report = run(py, || certwright::read_pkcs12(data, &options))?;
    ImportReport::new(py, report)
}

/// The bytes of a PFX with identities, then certificates alone, then keys alone.
#[pyfunction]
#[pyo3(signature = (identities = Vec::new(), *, password, certificates = Vec::new(), private_keys = Vec::new(), iterations = None, reader = "default"))]
pub(crate) fn write_pkcs12<'py>(
    py: Python<'py>,
    identities: Vec<Bound<'py, Identity>>,
    password: &Bound<'py, PyAny>,
    certificates: Vec<Bound<'py, Certificate>>,
    private_keys: Vec<Bound<'py, PrivateKey>>,
    iterations: Option<u32>,
    reader: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let password = self::password(Some(password))?.unwrap_or_default();
    let identities: Vec<_> = identities.iter().map(|identity| identity.get().inner.clone()).collect();
    let certificates: Vec<_> = certificates.iter().map(|certificate| certificate.get().inner.clone()).collect();
    let private_keys: Vec<_> = private_keys.iter().map(|key| key.get().inner.clone()).collect();
    let mut options = WriteOptions::reader(word(py, reader)?);
    options.iterations = iterations;
    let contents = PfxContents { identities: &identities, certificates: &certificates, private_keys: &private_keys, ..PfxContents::default() };
    let pfx = run(py, || certwright::write_pkcs12(contents, &password, &options))?;
    warn(py, &pfx.notes)?;
    Ok(PyBytes::new(py, &pfx.bytes))
}

/// What is to be known of a file that was written, as warnings of Python.
pub(crate) fn warn(py: Python<'_>, notes: &[String]) -> PyResult<()> {
    for note in notes {
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &CString::new(note.as_str())?, 1)?;
    }
    Ok(())
}

/// The bytes of a `.p7b` with these certificates.
#[pyfunction]
pub(crate) fn write_pkcs7<'py>(py: Python<'py>, certificates: Vec<Bound<'py, Certificate>>) -> PyResult<Bound<'py, PyBytes>> {
    let certificates: Vec<_> = certificates.iter().map(|certificate| certificate.get().inner.clone()).collect();
    let bytes = run(py, || certwright::write_pkcs7(&certificates))?;
    Ok(PyBytes::new(py, &bytes))
}

/// Writes a file whole or not at all; 0600 unless it is public.
#[pyfunction]
#[pyo3(signature = (path, data, *, secret = true, replace = false))]
pub(crate) fn write_file(py: Python<'_>, path: PathBuf, data: &[u8], secret: bool, replace: bool) -> PyResult<()> {
    let secrecy = if secret { Secrecy::Secret } else { Secrecy::Public };
    let replace = if replace { Replace::Existing } else { Replace::Never };
    run(py, || certwright::write_file(path, data, secrecy, replace))
}
