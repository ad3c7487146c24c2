//! `Store`: each method in its form for Python.

mod backup;
mod check;
mod crl;
mod diagnostic;
mod endpoint;
mod entry;
mod expiry;
mod info;
mod journal;
mod open;
mod overview;
mod protector;
mod query;
mod role;
mod served;
mod trust;
mod usage;

use std::{path::PathBuf, sync::Arc};

use certwright::{AddOptions, Description, ExportOptions, Get, ImportOptions, ReadOptions, Thumbprint, read_path};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDateTime, PyDict, PyString, PyTuple},
};

pub(crate) use self::{
    check::{CheckReport, Upgraded, Verdict},
    crl::Crl,
    endpoint::{Endpoint, EndpointChange, EndpointSettings, LiveIdentity},
    entry::{AddResult, DeleteResult, Entry, EntryIterator, Selection},
    expiry::{ExpiringCertificate, ExpiryReport},
    info::{FileAccess, StoreInfo},
    journal::{Event, Watch},
    overview::{Overview, OverviewLine, RequiredOtherwise, Unneeded, WhereUsed},
    protector::{Protector, Rotated},
    role::{Assigned, Assignment, Role, Succession, built_in_roles},
    served::{Applied, EndpointCheck, Finding, Instruction, Shared},
    usage::{Preflight, Provided, Renewed},
};
use self::{
    open::{Keywords, Open},
    protector::{new_protector, rotate_options},
};
use crate::{
    certificate::Certificate,
    convert::{self, instant, store_name, word},
    files::{ImportReport, warn},
    key::Identity,
    run,
    selfsigned::Wanted,
};

/// A store: certificates, their keys sealed one by one, named stores, a journal.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Store {
    path: PathBuf,
    open: Arc<Open>,
}

impl From<certwright::Store> for Store {
    fn from(store: certwright::Store) -> Self {
        Self { path: store.path().to_owned(), open: Arc::new(Open::new(store)) }
    }
}

fn add_options(py: Python<'_>, store: Option<&str>, create_store: bool, friendly_name: Option<String>, tags: Vec<String>) -> PyResult<AddOptions> {
    let mut options = AddOptions::to(store_name(py, store)?.unwrap_or_default()).tags(tags);
    if create_store {
        options = options.create_store();
    }
    if let Some(name) = friendly_name {
        options = options.friendly_name(name);
    }
    Ok(options)
}

#[pymethods]
impl Store {
    /// Makes a store; nothing of it may be there.
    #[staticmethod]
    #[pyo3(signature = (path, *, key_file = None, passphrase = None, group = None, others_read = false, actor = None, installation = None, busy_deadline = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn create(
        py: Python<'_>,
        path: PathBuf,
        key_file: Option<PathBuf>,
        passphrase: Option<Bound<'_, PyAny>>,
        group: Option<Bound<'_, PyAny>>,
        others_read: bool,
        actor: Option<String>,
        installation: Option<String>,
        busy_deadline: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let options = Keywords { key_file, passphrase, locked: false, group, others_read, actor, installation, busy_deadline }.options(py)?;
        run(py, || certwright::Store::create_with(path, &options)).map(Self::from)
    }

    /// Opens a store that is there; never makes one.
    #[staticmethod]
    #[pyo3(signature = (path, *, key_file = None, passphrase = None, locked = false, actor = None, installation = None, busy_deadline = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        key_file: Option<PathBuf>,
        passphrase: Option<Bound<'_, PyAny>>,
        locked: bool,
        actor: Option<String>,
        installation: Option<String>,
        busy_deadline: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let options = Keywords { key_file, passphrase, locked, actor, installation, busy_deadline, ..Keywords::default() }.options(py)?;
        run(py, || certwright::Store::open_with(path, &options)).map(Self::from)
    }

    /// Brings a store of an older schema to this version's, after a copy was made of it.
    #[staticmethod]
    #[pyo3(signature = (path, *, key_file = None))]
    fn upgrade(py: Python<'_>, path: PathBuf, key_file: Option<PathBuf>) -> PyResult<Upgraded> {
        let options = Keywords { key_file, ..Keywords::default() }.options(py)?;
        run(py, || certwright::Store::upgrade(path, &options)).map(Upgraded::from)
    }

    /// Ends the use of the store.
    fn close(&self, py: Python<'_>) {
        self.open.close(py);
    }

    #[getter]
    fn closed(&self) -> bool {
        self.open.is_closed()
    }

    fn __enter__(this: Py<Self>, py: Python<'_>) -> PyResult<Py<Self>> {
        this.get().open.store(py)?;
        Ok(this)
    }

    #[pyo3(signature = (*_raised))]
    fn __exit__(&self, py: Python<'_>, _raised: &Bound<'_, PyTuple>) {
        self.open.close(py);
    }

    #[getter]
    fn path(&self) -> PathBuf {
        self.path.clone()
    }

    #[getter]
    fn locked(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.open.store(py)?.is_locked())
    }

    fn info(&self, py: Python<'_>) -> PyResult<StoreInfo> {
        let store = self.open.store(py)?;
        StoreInfo::make(py, run(py, || store.info())?)
    }

    /// What opens it.
    fn protectors(&self, py: Python<'_>) -> PyResult<Vec<Protector>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.protectors())?.into_iter().map(Protector::from).collect())
    }

    /// Adds a protector.
    #[pyo3(signature = (*, key_file = None, passphrase = None))]
    fn add_protector(&self, py: Python<'_>, key_file: Option<PathBuf>, passphrase: Option<Bound<'_, PyAny>>) -> PyResult<Protector> {
        let (store, new) = (self.open.store(py)?, new_protector(py, key_file, passphrase.as_ref())?);
        run(py, || store.add_protector(&new)).map(Protector::from)
    }

    /// Puts a protector in the place of another one.
    #[pyo3(signature = (id, *, key_file = None, passphrase = None))]
    fn change_protector(&self, py: Python<'_>, id: &str, key_file: Option<PathBuf>, passphrase: Option<Bound<'_, PyAny>>) -> PyResult<Protector> {
        let (store, new) = (self.open.store(py)?, new_protector(py, key_file, passphrase.as_ref())?);
        run(py, || store.change_protector(id, &new)).map(Protector::from)
    }

    /// Removes a protector; what is to be known then.
    fn remove_protector(&self, py: Python<'_>, id: &str) -> PyResult<Vec<String>> {
        let store = self.open.store(py)?;
        run(py, || store.remove_protector(id))
    }

    /// Makes a new key for the store.
    #[pyo3(signature = (*, key_files = Vec::new(), passphrases = Vec::new(), drop_others = false))]
    fn rotate_key(&self, py: Python<'_>, key_files: Vec<PathBuf>, passphrases: Vec<Bound<'_, PyAny>>, drop_others: bool) -> PyResult<Rotated> {
        let (store, options) = (self.open.store(py)?, rotate_options(key_files, &passphrases, drop_others)?);
        run(py, || store.rotate_key(&options)).map(Rotated::from)
    }

    /// Proves that the store is whole, or says what is wrong.
    #[pyo3(signature = (progress = None))]
    fn check(&self, py: Python<'_>, progress: Option<Py<PyAny>>) -> PyResult<CheckReport> {
        check::check(py, &self.open.store(py)?, progress.as_ref())
    }

    /// All that a helper asks for first.
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        check::report(py, &self.open.store(py)?)
    }

    /// Makes a self-signed certificate and keeps it with its key.
    #[pyo3(signature = (
        subject, *, dns_names = Vec::new(), ip_addresses = Vec::new(), this_host = false, addresses_also_as_dns = false,
        purpose = "server", key = None, reader = None, valid_from = None, valid_to = None, days = None, years = None, no_expiry = false,
        store = None, create_store = false, friendly_name = None, tags = Vec::new(),
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn create_self_signed(
        &self,
        py: Python<'_>,
        subject: &str,
        dns_names: Vec<String>,
        ip_addresses: Vec<String>,
        this_host: bool,
        addresses_also_as_dns: bool,
        purpose: &str,
        key: Option<&str>,
        reader: Option<&str>,
        valid_from: Option<Bound<'_, PyAny>>,
        valid_to: Option<Bound<'_, PyAny>>,
        days: Option<u32>,
        years: Option<u32>,
        no_expiry: bool,
        store: Option<&str>,
        create_store: bool,
        friendly_name: Option<String>,
        tags: Vec<String>,
    ) -> PyResult<Py<Entry>> {
        let core = self.open.store(py)?;
        let wanted = Wanted {
            subject,
            dns_names,
            ip_addresses,
            this_host,
            addresses_also_as_dns,
            purpose,
            key,
            reader,
            valid_from,
            valid_to,
            days,
            years,
            no_expiry,
        };
        let (wanted, options) = (wanted.build(py)?, add_options(py, store, create_store, friendly_name, tags)?);
        Entry::make(py, run(py, || core.create_self_signed(&wanted, &options))?)
    }

    /// The newest certificate here that is what the options describe, valid and with its key; or a new one.
    #[pyo3(signature = (
        subject, *, dns_names = Vec::new(), ip_addresses = Vec::new(), this_host = false, addresses_also_as_dns = false,
        purpose = "server", key = None, reader = None, valid_from = None, valid_to = None, days = None, years = None, no_expiry = false,
        store = None, create_store = false, friendly_name = None, tags = Vec::new(),
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn ensure_self_signed(
        &self,
        py: Python<'_>,
        subject: &str,
        dns_names: Vec<String>,
        ip_addresses: Vec<String>,
        this_host: bool,
        addresses_also_as_dns: bool,
        purpose: &str,
        key: Option<&str>,
        reader: Option<&str>,
        valid_from: Option<Bound<'_, PyAny>>,
        valid_to: Option<Bound<'_, PyAny>>,
        days: Option<u32>,
        years: Option<u32>,
        no_expiry: bool,
        store: Option<&str>,
        create_store: bool,
        friendly_name: Option<String>,
        tags: Vec<String>,
    ) -> PyResult<AddResult> {
        let core = self.open.store(py)?;
        let wanted = Wanted {
            subject,
            dns_names,
            ip_addresses,
            this_host,
            addresses_also_as_dns,
            purpose,
            key,
            reader,
            valid_from,
            valid_to,
            days,
            years,
            no_expiry,
        };
        let (wanted, options) = (wanted.build(py)?, add_options(py, store, create_store, friendly_name, tags)?);
        AddResult::make(py, run(py, || core.ensure_self_signed(&wanted, &options))?)
    }

    /// Adds a certificate, or an identity with its key.
    #[pyo3(signature = (item, *, store = None, create_store = false, friendly_name = None, tags = Vec::new()))]
    fn add(
        &self,
        py: Python<'_>,
        item: &Bound<'_, PyAny>,
        store: Option<&str>,
        create_store: bool,
        friendly_name: Option<String>,
        tags: Vec<String>,
    ) -> PyResult<AddResult> {
        let core = self.open.store(py)?;
        let options = add_options(py, store, create_store, friendly_name, tags)?;
        let added = if let Ok(identity) = item.cast::<Identity>() {
            let identity = &identity.get().inner;
            run(py, || core.add_identity(identity, &options))?
        } else {
            let certificate = &item.cast::<Certificate>()?.get().inner;
            run(py, || core.add(certificate, &options))?
        };
        AddResult::make(py, added)
    }

    /// Adds identities, all in one transaction; how many certificates that were not there.
    #[pyo3(signature = (identities, *, store = None, create_store = false, tags = Vec::new()))]
    fn add_identities(
        &self,
        py: Python<'_>,
        identities: &Bound<'_, PyAny>,
        store: Option<&str>,
        create_store: bool,
        tags: Vec<String>,
    ) -> PyResult<usize> {
        let options = add_options(py, store, create_store, None, tags)?;
        let identities = identities.try_iter()?.map(|one| Ok(one?.cast_into::<Identity>()?)).collect::<PyResult<Vec<_>>>()?;
        let identities: Vec<&certwright::Identity> = identities.iter().map(|one| &one.get().inner).collect();
        let core = self.open.store(py)?;
        run(py, || core.add_identities(identities, &options))
    }

    /// The certificate with this thumbprint.
    #[pyo3(signature = (thumbprint, *, store = None, archived = false))]
    fn get(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>, store: Option<&str>, archived: bool) -> PyResult<Py<Entry>> {
        let core = self.open.store(py)?;
        let thumbprint = convert::thumbprint(thumbprint)?;
        let mut options = Get::default();
        options.store = store_name(py, store)?;
        options.archived = archived;
        Entry::make(py, run(py, || core.get_with(thumbprint, &options))?)
    }

    /// Exactly one, or `Ambiguous` or `NotFound` with what comes near.
    #[pyo3(signature = (text = None, *, newest_valid = false, **conditions), text_signature = "($self, text=None, *, newest_valid=False, contains=None, subject=None, issuer=None, serial=None, subject_contains=None, issuer_contains=None, thumbprint=None, subject_key_id=None, dns_name=None, ip_address=None, friendly_name=None, tag=None, store=None, has_private_key=None, is_ca=None, self_signed=None, key_algorithm=None, signature_hash=None, validity_over=None, validity_under=None, archived=False, expiring_before=None, valid_at=None, expired=None, role=None, scope=None, required=None, order=None, descending=False, limit=None)")]
    fn select(&self, py: Python<'_>, text: Option<String>, newest_valid: bool, conditions: Option<&Bound<'_, PyDict>>) -> PyResult<Py<Entry>> {
        let (store, query) = (self.open.store(py)?, query::query(py, text, conditions)?);
        Entry::make(
            py,
            run(py, || if newest_valid { store.select_newest_valid(&query).map(|selected| selected.entry) } else { store.select(&query) })?,
        )
    }

    /// The one an administrator would pick, and those that were passed over.
    #[pyo3(signature = (text = None, **conditions))]
    fn select_newest_valid(&self, py: Python<'_>, text: Option<String>, conditions: Option<&Bound<'_, PyDict>>) -> PyResult<Selection> {
        let (store, query) = (self.open.store(py)?, query::query(py, text, conditions)?);
        let selected = run(py, || store.select_newest_valid(&query))?;
        Ok(Selection { entry: Entry::make(py, selected.entry)?, passed_over: selected.passed_over })
    }

    /// All that match, one after another.
    #[pyo3(signature = (text = None, **conditions), text_signature = "($self, text=None, *, contains=None, subject=None, issuer=None, serial=None, subject_contains=None, issuer_contains=None, thumbprint=None, subject_key_id=None, dns_name=None, ip_address=None, friendly_name=None, tag=None, store=None, has_private_key=None, is_ca=None, self_signed=None, key_algorithm=None, signature_hash=None, validity_over=None, validity_under=None, archived=False, expiring_before=None, valid_at=None, expired=None, role=None, scope=None, required=None, order=None, descending=False, limit=None)")]
    fn find(&self, py: Python<'_>, text: Option<String>, conditions: Option<&Bound<'_, PyDict>>) -> PyResult<EntryIterator> {
        let (store, query) = (self.open.store(py)?, query::query(py, text, conditions)?);
        run(py, || store.find(&query)).map(|find| EntryIterator::new(self.open.clone(), find))
    }

    /// Reads a file (a path, or its bytes) and keeps what it holds, all in one transaction.
    #[pyo3(signature = (file, *, password = None, store = None, create_store = false, friendly_name = None, tags = Vec::new(), max_iterations = 10_000_000, max_scrypt_memory = 268_435_456, max_nesting = 8, require_mac = false, refuse_legacy = false))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn import_file(
        &self,
        py: Python<'_>,
        file: &Bound<'_, PyAny>,
        password: Option<&Bound<'_, PyAny>>,
        store: Option<&str>,
        create_store: bool,
        friendly_name: Option<String>,
        tags: Vec<String>,
        max_iterations: u64,
        max_scrypt_memory: u64,
        max_nesting: usize,
        require_mac: bool,
        refuse_legacy: bool,
    ) -> PyResult<ImportReport> {
        let core = self.open.store(py)?;
        let password = convert::password(password)?;
        let mut options = ImportOptions::default().password(password.as_ref().map(|text| text.as_str()));
        options.store = store_name(py, store)?;
        options.create_store = create_store;
        options.friendly_name = friendly_name;
        options.tags = tags;
        options.read = ReadOptions { max_iterations, max_scrypt_memory, max_nesting, require_mac, refuse_legacy, ..options.read };
        let imported = if let Ok(bytes) = file.cast::<PyBytes>() {
            let data = bytes.as_bytes();
            run(py, || core.import(data, &options))?
        } else {
            let path: PathBuf = file.extract()?;
            run(py, || core.import(&read_path(path)?, &options))?
        };
        let entries = imported.entries().into_iter().map(|entry| Entry::make(py, entry.clone()).map(Py::into_any)).collect::<PyResult<_>>()?;
        ImportReport::imported(py, imported, entries)
    }

    /// The bytes of a file with one certificate or several.
    #[pyo3(signature = (certificates, *, format = "pfx", with_key = false, password = None, iterations = None, reader = "default"))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn export<'py>(
        &self,
        py: Python<'py>,
        certificates: &Bound<'py, PyAny>,
        format: &str,
        with_key: bool,
        password: Option<&Bound<'py, PyAny>>,
        iterations: Option<u32>,
        reader: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let core = self.open.store(py)?;
        let thumbprints: Vec<Thumbprint> = if certificates.is_instance_of::<PyString>() || certificates.is_instance_of::<Certificate>() {
            vec![convert::thumbprint(certificates)?]
        } else {
            certificates.try_iter()?.map(|one| convert::thumbprint(&one?)).collect::<PyResult<_>>()?
        };
        let password = convert::password(password)?;
        let mut options = ExportOptions::format(word(py, format)?).with_key(with_key).password(password.as_ref().map(|text| text.as_str()));
        options.write.iterations = iterations;
        options.write.reader = word(py, reader)?;
        let exported = run(py, || core.export(&thumbprints, &options))?;
        warn(py, &exported.notes)?;
        Ok(PyBytes::new(py, &exported.bytes))
    }

    /// Keeps the certificate, and offers it no longer.
    fn archive(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<AddResult> {
        let core = self.open.store(py)?;
        let thumbprint = convert::thumbprint(thumbprint)?;
        AddResult::make(py, run(py, || core.archive(thumbprint))?)
    }

    /// Undoes `archive`.
    fn unarchive(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<AddResult> {
        let core = self.open.store(py)?;
        let thumbprint = convert::thumbprint(thumbprint)?;
        AddResult::make(py, run(py, || core.unarchive(thumbprint))?)
    }

    /// Deletes the certificate, and its key unless another certificate here shares it.
    fn delete(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<DeleteResult> {
        let core = self.open.store(py)?;
        let thumbprint = convert::thumbprint(thumbprint)?;
        run(py, || core.delete(thumbprint)).map(DeleteResult::from)
    }

    /// Sets what people call a certificate; what is `None` stays.
    #[pyo3(signature = (thumbprint, *, friendly_name = None, tags = None))]
    fn describe(
        &self,
        py: Python<'_>,
        thumbprint: &Bound<'_, PyAny>,
        friendly_name: Option<String>,
        tags: Option<Vec<String>>,
    ) -> PyResult<AddResult> {
        let store = self.open.store(py)?;
        let thumbprint = convert::thumbprint(thumbprint)?;
        let mut description = Description::default();
        description.friendly_name = friendly_name;
        description.tags = tags;
        AddResult::make(py, run(py, || store.describe(thumbprint, &description))?)
    }

    /// The endpoint of this name.
    #[pyo3(signature = (name = "api", subject = None, *, dry_run = false))]
    fn endpoint(&self, py: Python<'_>, name: &str, subject: Option<String>, dry_run: bool) -> PyResult<Endpoint> {
        Endpoint::new(py, self.open.clone(), name.to_owned(), subject, dry_run)
    }

    /// The settings of every endpoint that were ever set, by name.
    fn endpoints(&self, py: Python<'_>) -> PyResult<Vec<EndpointSettings>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.endpoints())?.into_iter().map(EndpointSettings::from).collect())
    }

    /// Lines of the journal after number `since`, or from that time on; at most `limit`.
    #[pyo3(signature = (since = None, *, limit = 1000), text_signature = "($self, since=0, *, limit=1000)")]
    fn events(&self, py: Python<'_>, since: Option<&Bound<'_, PyAny>>, limit: usize) -> PyResult<Vec<Event>> {
        let store = self.open.store(py)?;
        let since = journal::since(py, &store, since)?;
        run(py, || store.events(since, limit))?.into_iter().map(|event| Event::make(py, event)).collect()
    }

    /// Follows the journal, across processes.
    #[pyo3(signature = (since = None, *, timeout = None), text_signature = "($self, since=0, *, timeout=None)")]
    fn watch(&self, py: Python<'_>, since: Option<&Bound<'_, PyAny>>, timeout: Option<f64>) -> PyResult<Watch> {
        let store = self.open.store(py)?;
        let since = journal::since(py, &store, since)?;
        Watch::new(py, self.open.clone(), store.watch(since), timeout)
    }

    /// The number of the last line before this time.
    fn last_event_before(&self, py: Python<'_>, time: &Bound<'_, PyDateTime>) -> PyResult<u64> {
        let (store, time) = (self.open.store(py)?, instant(time)?);
        run(py, || store.last_event_before(time))
    }

    /// The number of the last line of the journal.
    #[getter]
    fn last_event(&self, py: Python<'_>) -> PyResult<u64> {
        let store = self.open.store(py)?;
        run(py, || store.last_event())
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Store {}>", self.path.display())
    }
}
