//! `Store`, `Entry` and what they answer with.

use std::{path::PathBuf, sync::Mutex};

use certwright::{AddOptions, Archived, Error, ExportOptions, Get, ImportOptions, OpenOptions, Query, Thumbprint, read_path};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDateTime, PyString},
};

use crate::{
    certificate::Certificate,
    convert::{self, datetime, instant, store_name, word},
    error::raise,
    files::ImportReport,
    key::Identity,
    run,
    selfsigned::Wanted,
};

/// A certificate as a store holds it, at the moment it was read; it is a `Certificate` itself.
#[pyclass(frozen, extends = Certificate, module = "certwright")]
pub(crate) struct Entry {
    inner: certwright::Entry,
}

impl Entry {
    fn make(py: Python<'_>, inner: certwright::Entry) -> PyResult<Py<Self>> {
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
    fn make(py: Python<'_>, added: certwright::Added) -> PyResult<Self> {
        Ok(Self { entry: Entry::make(py, added.entry)?, changed: added.changed, notes: added.notes })
    }
}

/// What a deletion came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct DeleteResult {
    key_deleted: bool,
    key_shared: bool,
}

/// One line of the journal.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Event {
    number: u64,
    at: Py<PyDateTime>,
    actor: String,
    kind: String,
    thumbprint: Option<String>,
    details: Py<PyAny>,
}

#[pymethods]
impl Event {
    fn __repr__(&self) -> String {
        format!("<certwright.Event {} {}>", self.number, self.kind)
    }
}

/// Where a store is, what guards it, how much is in it.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct StoreInfo {
    path: PathBuf,
    key_file: PathBuf,
    key_file_beside: bool,
    locked: bool,
    id: String,
    schema: u32,
    certificates: u64,
    private_keys: u64,
    stores: Vec<String>,
}

/// The certificates that match, one after another.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct EntryIterator {
    find: Mutex<certwright::Find>,
}

#[pymethods]
impl EntryIterator {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<Entry>>> {
        let next = run(py, || self.find.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next().transpose())?;
        next.map(|entry| Entry::make(py, entry)).transpose()
    }
}

/// A store: certificates, their keys sealed one by one, named stores, a journal.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Store {
    inner: certwright::Store,
}

fn options(key_file: Option<PathBuf>, locked: bool, actor: Option<String>) -> OpenOptions {
    let mut options = OpenOptions::default();
    if let Some(path) = key_file {
        options = options.key_file(path);
    }
    if locked {
        options = options.locked();
    }
    if let Some(actor) = actor {
        options = options.actor(actor);
    }
    options
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

/// The conditions of `find` and `select`.
#[derive(Default)]
struct Conditions<'py> {
    text: Option<String>,
    contains: Option<String>,
    subject: Option<String>,
    issuer: Option<String>,
    serial: Option<String>,
    dns_name: Option<String>,
    ip_address: Option<String>,
    friendly_name: Option<String>,
    tag: Option<String>,
    store: Option<String>,
    has_private_key: Option<bool>,
    is_ca: Option<bool>,
    archived: Option<bool>,
    expiring_before: Option<Bound<'py, PyDateTime>>,
    valid_at: Option<Bound<'py, PyDateTime>>,
}

impl Conditions<'_> {
    fn query(self, py: Python<'_>) -> PyResult<Query> {
        let fail = |error| raise(py, &error);
        let address = |text: String| {
            let why = format!("{text:?} is not one");
            text.trim().parse().map_err(|_| fail(Error::InvalidArgument { what: "IP address", why }))
        };
        Ok(Query {
            text: self.text,
            contains: self.contains,
            subject: self.subject,
            issuer: self.issuer,
            serial: self.serial.map(|text| certwright::SerialNumber::parse(&text).map_err(fail)).transpose()?,
            dns_name: self.dns_name,
            ip_address: self.ip_address.map(address).transpose()?,
            friendly_name: self.friendly_name,
            tag: self.tag,
            store: store_name(py, self.store.as_deref())?,
            has_private_key: self.has_private_key,
            is_ca: self.is_ca,
            archived: match self.archived {
                Some(false) => Archived::No,
                Some(true) => Archived::Only,
                None => Archived::Also,
            },
            expiring_before: self.expiring_before.as_ref().map(instant).transpose()?,
            valid_at: self.valid_at.as_ref().map(instant).transpose()?,
        })
    }
}

#[pymethods]
impl Store {
    /// Makes a store with a new key file; neither may be there.
    #[staticmethod]
    #[pyo3(signature = (path, *, key_file = None, actor = None))]
    fn create(py: Python<'_>, path: PathBuf, key_file: Option<PathBuf>, actor: Option<String>) -> PyResult<Self> {
        run(py, || certwright::Store::create_with(path, &options(key_file, false, actor))).map(|inner| Self { inner })
    }

    /// Opens a store that is there; never makes one.
    #[staticmethod]
    #[pyo3(signature = (path, *, key_file = None, locked = false, actor = None))]
    fn open(py: Python<'_>, path: PathBuf, key_file: Option<PathBuf>, locked: bool, actor: Option<String>) -> PyResult<Self> {
        run(py, || certwright::Store::open_with(path, &options(key_file, locked, actor))).map(|inner| Self { inner })
    }

    #[getter]
    fn path(&self) -> PathBuf {
        self.inner.path().to_owned()
    }

    #[getter]
    fn locked(&self) -> bool {
        self.inner.is_locked()
    }

    fn info(&self, py: Python<'_>) -> PyResult<StoreInfo> {
        let info = run(py, || self.inner.info())?;
        Ok(StoreInfo {
            path: info.path,
            key_file: info.key_file,
            key_file_beside: info.key_file_beside,
            locked: info.locked,
            id: info.id,
            schema: info.schema,
            certificates: info.certificates,
            private_keys: info.private_keys,
            stores: info.stores.iter().map(ToString::to_string).collect(),
        })
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
        Entry::make(py, run(py, || self.inner.create_self_signed(&wanted, &options))?)
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
        AddResult::make(py, run(py, || self.inner.ensure_self_signed(&wanted, &options))?)
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
        let options = add_options(py, store, create_store, friendly_name, tags)?;
        let added = if let Ok(identity) = item.cast::<Identity>() {
            let identity = &identity.get().inner;
            run(py, || self.inner.add_identity(identity, &options))?
        } else {
            let certificate = &item.cast::<Certificate>()?.get().inner;
            run(py, || self.inner.add(certificate, &options))?
        };
        AddResult::make(py, added)
    }

    /// The certificate with this thumbprint.
    #[pyo3(signature = (thumbprint, *, store = None, archived = false))]
    fn get(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>, store: Option<&str>, archived: bool) -> PyResult<Py<Entry>> {
        let thumbprint = convert::thumbprint(thumbprint)?;
        let mut options = Get::default();
        options.store = store_name(py, store)?;
        options.archived = archived;
        Entry::make(py, run(py, || self.inner.get_with(thumbprint, &options))?)
    }

    /// Exactly one, or `Ambiguous` or `NotFound` with what comes near.
    #[pyo3(signature = (
        text = None, *, contains = None, subject = None, issuer = None, serial = None, dns_name = None, ip_address = None,
        friendly_name = None, tag = None, store = None, has_private_key = None, is_ca = None, archived = Some(false),
        expiring_before = None, valid_at = None, newest_valid = false,
    ), text_signature = "($self, text=None, *, contains=None, subject=None, issuer=None, serial=None, dns_name=None, ip_address=None, friendly_name=None, tag=None, store=None, has_private_key=None, is_ca=None, archived=False, expiring_before=None, valid_at=None, newest_valid=False)")]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn select(
        &self,
        py: Python<'_>,
        text: Option<String>,
        contains: Option<String>,
        subject: Option<String>,
        issuer: Option<String>,
        serial: Option<String>,
        dns_name: Option<String>,
        ip_address: Option<String>,
        friendly_name: Option<String>,
        tag: Option<String>,
        store: Option<String>,
        has_private_key: Option<bool>,
        is_ca: Option<bool>,
        archived: Option<bool>,
        expiring_before: Option<Bound<'_, PyDateTime>>,
        valid_at: Option<Bound<'_, PyDateTime>>,
        newest_valid: bool,
    ) -> PyResult<Py<Entry>> {
        let conditions = Conditions {
            text,
            contains,
            subject,
            issuer,
            serial,
            dns_name,
            ip_address,
            friendly_name,
            tag,
            store,
            has_private_key,
            is_ca,
            archived,
            expiring_before,
            valid_at,
        };
        let query = conditions.query(py)?;
        Entry::make(py, run(py, || if newest_valid { self.inner.select_newest_valid(&query) } else { self.inner.select(&query) })?)
    }

    /// All that match, one after another.
    #[pyo3(signature = (
        text = None, *, contains = None, subject = None, issuer = None, serial = None, dns_name = None, ip_address = None,
        friendly_name = None, tag = None, store = None, has_private_key = None, is_ca = None, archived = Some(false),
        expiring_before = None, valid_at = None,
    ), text_signature = "($self, text=None, *, contains=None, subject=None, issuer=None, serial=None, dns_name=None, ip_address=None, friendly_name=None, tag=None, store=None, has_private_key=None, is_ca=None, archived=False, expiring_before=None, valid_at=None)")]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn find(
        &self,
        py: Python<'_>,
        text: Option<String>,
        contains: Option<String>,
        subject: Option<String>,
        issuer: Option<String>,
        serial: Option<String>,
        dns_name: Option<String>,
        ip_address: Option<String>,
        friendly_name: Option<String>,
        tag: Option<String>,
        store: Option<String>,
        has_private_key: Option<bool>,
        is_ca: Option<bool>,
        archived: Option<bool>,
        expiring_before: Option<Bound<'_, PyDateTime>>,
        valid_at: Option<Bound<'_, PyDateTime>>,
    ) -> PyResult<EntryIterator> {
        let conditions = Conditions {
            text,
            contains,
            subject,
            issuer,
            serial,
            dns_name,
            ip_address,
            friendly_name,
            tag,
            store,
            has_private_key,
            is_ca,
            archived,
            expiring_before,
            valid_at,
        };
        let query = conditions.query(py)?;
        run(py, || self.inner.find(&query)).map(|find| EntryIterator { find: Mutex::new(find) })
    }

    /// Reads a file (a path, or its bytes) and keeps what it holds, all in one transaction.
    #[pyo3(signature = (file, *, password = None, store = None, create_store = false, friendly_name = None, tags = Vec::new(), max_iterations = 10_000_000))]
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
    ) -> PyResult<ImportReport> {
        let password = convert::password(password)?;
        let mut options = ImportOptions::default().password(password.as_ref().map(|text| text.as_str()));
        options.store = store_name(py, store)?;
        options.create_store = create_store;
        options.friendly_name = friendly_name;
        options.tags = tags;
        options.read.max_iterations = max_iterations;
        let imported = if let Ok(bytes) = file.cast::<PyBytes>() {
            let data = bytes.as_bytes();
            run(py, || self.inner.import(data, &options))?
        } else {
            let path: PathBuf = file.extract()?;
            run(py, || self.inner.import(&read_path(path)?, &options))?
        };
        let entries = imported.entries().into_iter().map(|entry| Entry::make(py, entry.clone()).map(Py::into_any)).collect::<PyResult<_>>()?;
        ImportReport::imported(py, imported, entries)
    }

    /// The bytes of a file with one certificate or several.
    #[pyo3(signature = (certificates, *, format = "pfx", with_key = false, password = None, iterations = None))]
    fn export<'py>(
        &self,
        py: Python<'py>,
        certificates: &Bound<'py, PyAny>,
        format: &str,
        with_key: bool,
        password: Option<&Bound<'py, PyAny>>,
        iterations: Option<u32>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let thumbprints: Vec<Thumbprint> = if certificates.is_instance_of::<PyString>() || certificates.is_instance_of::<Certificate>() {
            vec![convert::thumbprint(certificates)?]
        } else {
            certificates.try_iter()?.map(|one| convert::thumbprint(&one?)).collect::<PyResult<_>>()?
        };
        let password = convert::password(password)?;
        let mut options = ExportOptions::format(word(py, format)?).with_key(with_key).password(password.as_ref().map(|text| text.as_str()));
        options.write.iterations = iterations;
        Ok(PyBytes::new(py, &run(py, || self.inner.export(&thumbprints, &options))?))
    }

    /// Keeps the certificate, and offers it no longer.
    fn archive(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<AddResult> {
        let thumbprint = convert::thumbprint(thumbprint)?;
        AddResult::make(py, run(py, || self.inner.archive(thumbprint))?)
    }

    /// Undoes `archive`.
    fn unarchive(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<AddResult> {
        let thumbprint = convert::thumbprint(thumbprint)?;
        AddResult::make(py, run(py, || self.inner.unarchive(thumbprint))?)
    }

    /// Deletes the certificate, and its key unless another certificate here shares it.
    fn delete(&self, py: Python<'_>, thumbprint: &Bound<'_, PyAny>) -> PyResult<DeleteResult> {
        let thumbprint = convert::thumbprint(thumbprint)?;
        let deleted = run(py, || self.inner.delete(thumbprint))?;
        Ok(DeleteResult { key_deleted: deleted.key_deleted, key_shared: deleted.key_shared })
    }

    /// Lines of the journal after number `since`, at most `limit`.
    #[pyo3(signature = (since = 0, *, limit = 1000))]
    fn events(&self, py: Python<'_>, since: u64, limit: usize) -> PyResult<Vec<Event>> {
        let parse = py.import("json")?.getattr("loads")?;
        let convert = |event: certwright::Event| {
            Ok(Event {
                number: event.number,
                at: datetime(py, event.at)?.unbind(),
                actor: event.actor,
                kind: event.kind,
                thumbprint: event.thumbprint,
                details: parse.call1((event.details,))?.unbind(),
            })
        };
        run(py, || self.inner.events(since, limit))?.into_iter().map(convert).collect()
    }

    /// The number of the last line of the journal.
    #[getter]
    fn last_event(&self, py: Python<'_>) -> PyResult<u64> {
        run(py, || self.inner.last_event())
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Store {}>", self.inner.path().display())
    }
}
