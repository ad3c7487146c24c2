//! The methods of `Store` that say what each certificate is for.

use certwright::{AssignOptions, CleanupOptions, Error, Host, OverviewOptions, PreflightOptions, ProvideOptions, RenewOptions, Thumbprint};
use pyo3::{
    prelude::*,
    types::{PyDelta, PyString},
};
use time::Duration;

use super::{
    DeleteResult, Entry, Store,
    check::{Verdict, told},
    expiry::ExpiryReport,
    overview::{Overview, Unneeded, WhereUsed},
    role::{Assigned, Assignment, Role, Succession, place},
};
use crate::{convert::thumbprint, error::raise, run};

/// The certificate of a role.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Provided {
    entry: Py<Entry>,
    made: bool,
}

/// What a renewal came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Renewed {
    entry: Py<Entry>,
    old: Py<Entry>,
    changed: bool,
    notes: Vec<String>,
}

/// What a preflight found.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Preflight {
    ok: bool,
    verdicts: Vec<Py<Verdict>>,
}

#[pymethods]
impl Store {
    /// Every role: the built-in ones, then the host's own, by name.
    fn roles(&self, py: Python<'_>) -> PyResult<Vec<Role>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.roles())?.into_iter().map(Role::from).collect())
    }

    /// The role of this name.
    fn role(&self, py: Python<'_>, name: &str) -> PyResult<Role> {
        let store = self.open.store(py)?;
        run(py, || store.role(name)).map(Role::from)
    }

    /// Defines a role of the host's own, or changes its rules; whether anything changed.
    fn define_role(&self, py: Python<'_>, role: &Role) -> PyResult<bool> {
        let store = self.open.store(py)?;
        run(py, || store.define_role(&role.0))
    }

    /// Takes a role of the host's own away; whether it was there.
    fn remove_role(&self, py: Python<'_>, name: &str) -> PyResult<bool> {
        let store = self.open.store(py)?;
        run(py, || store.remove_role(name))
    }

    /// Assigns a certificate to a role, in a scope or in the whole installation.
    #[pyo3(signature = (thumbprint, *, role, scope = None, create_role = false))]
    fn assign(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint,
        role: &str,
        scope: Option<&str>,
        create_role: bool,
    ) -> PyResult<Assigned> {
        let store = self.open.store(py)?;
        let mut options = AssignOptions::default();
        options.create_role = create_role;
        Assigned::make(py, run(py, || store.assign(thumbprint, role, scope, &options))?)
    }

    /// Ends an assignment; where the role is essential the certificate is retained.
    #[pyo3(signature = (thumbprint, *, role, scope = None))]
    fn unassign(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint,
        role: &str,
        scope: Option<&str>,
    ) -> PyResult<Assigned> {
        let store = self.open.store(py)?;
        Assigned::make(py, run(py, || store.unassign(thumbprint, role, scope))?)
    }

    /// Ends an assignment, and lets go of a certificate that is retained.
    #[pyo3(signature = (thumbprint, *, role, scope = None))]
    fn release(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint,
        role: &str,
        scope: Option<&str>,
    ) -> PyResult<Assigned> {
        let store = self.open.store(py)?;
        Assigned::make(py, run(py, || store.release(thumbprint, role, scope))?)
    }

    /// Every assignment, former ones included.
    fn assignments(&self, py: Python<'_>) -> PyResult<Vec<Assignment>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.assignments())?.into_iter().map(Assignment::from).collect())
    }

    /// The certificate of a role, made where there is none yet.
    #[pyo3(signature = (role, scope = None, *, subject = None, dns_names = Vec::new(), ip_addresses = Vec::new(), this_host = None))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn provide(
        &self,
        py: Python<'_>,
        role: &str,
        scope: Option<&str>,
        subject: Option<String>,
        dns_names: Vec<String>,
        ip_addresses: Vec<String>,
        this_host: Option<bool>,
    ) -> PyResult<Provided> {
        let store = self.open.store(py)?;
        let mut options = ProvideOptions::default();
        options.subject = subject;
        options.host = host(py, dns_names, &ip_addresses, this_host)?;
        let provided = run(py, || store.provide(role, scope, &options))?;
        Ok(Provided { entry: Entry::make(py, provided.entry)?, made: provided.made })
    }

    /// Renews a self-signed certificate.
    #[pyo3(signature = (thumbprint, *, same_key = false))]
    fn renew(&self, py: Python<'_>, #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint, same_key: bool) -> PyResult<Renewed> {
        let store = self.open.store(py)?;
        let mut options = RenewOptions::default();
        options.same_key = same_key;
        let renewed = run(py, || store.renew(thumbprint, &options))?;
        let (entry, old) = (Entry::make(py, renewed.entry)?, Entry::make(py, renewed.old)?);
        Ok(Renewed { entry, old, changed: renewed.changed, notes: renewed.notes })
    }

    /// The certificates that `renew` could renew and that end within this time.
    fn renewable_within(&self, py: Python<'_>, ahead: &Bound<'_, PyDelta>) -> PyResult<Vec<Py<Entry>>> {
        let (store, ahead) = (self.open.store(py)?, length(ahead)?);
        run(py, || store.renewable_within(ahead))?.into_iter().map(|entry| Entry::make(py, entry)).collect()
    }

    /// What is required, by role and scope, and how it stands with each.
    #[pyo3(signature = (*, scope = None, all = false))]
    fn overview(&self, py: Python<'_>, scope: Option<String>, all: bool) -> PyResult<Overview> {
        let store = self.open.store(py)?;
        let mut options = OverviewOptions::default();
        (options.scope, options.all) = (scope, all);
        Overview::make(py, run(py, || store.overview(&options))?)
    }

    /// The certificates that could go, each with why.
    #[pyo3(signature = (*, scope = None, unassigned = false))]
    fn leftovers(&self, py: Python<'_>, scope: Option<String>, unassigned: bool) -> PyResult<Vec<Py<Unneeded>>> {
        let store = self.open.store(py)?;
        let mut options = CleanupOptions::default();
        (options.scope, options.unassigned) = (scope, unassigned);
        run(py, || store.leftovers(&options))?.into_iter().map(|one| Unneeded::make(py, one)).collect()
    }

    /// Deletes several certificates: all, or none where one of them is required.
    fn delete_all(&self, py: Python<'_>, thumbprints: &Bound<'_, PyAny>) -> PyResult<Vec<DeleteResult>> {
        let store = self.open.store(py)?;
        let all: Vec<Thumbprint> = thumbprints.try_iter()?.map(|one| thumbprint(&one?)).collect::<PyResult<_>>()?;
        Ok(run(py, || store.delete_all(&all))?.into_iter().map(DeleteResult::from).collect())
    }

    /// Everything in the store that refers to a certificate.
    fn where_used(&self, py: Python<'_>, #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint) -> PyResult<WhereUsed> {
        let store = self.open.store(py)?;
        WhereUsed::make(py, run(py, || store.where_used(thumbprint))?)
    }

    /// Whether the store can serve this host.
    #[pyo3(signature = (*, host = None, expected = None, progress = None), text_signature = "($self, *, host=None, expected=..., progress=None)")]
    fn preflight(
        &self,
        py: Python<'_>,
        host: Option<Bound<'_, PyAny>>,
        expected: Option<Bound<'_, PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Preflight> {
        let store = self.open.store(py)?;
        let mut options = PreflightOptions::default();
        options.host = host.as_ref().map(names).transpose()?;
        for one in expected.iter().map(|expected| expected.try_iter()).collect::<PyResult<Vec<_>>>()?.into_iter().flatten() {
            options.expected.push(place(&one?)?);
        }
        let found = told(py, progress.as_ref(), |progress| store.preflight(&options, progress))?;
        let ok = found.ok();
        Ok(Preflight { ok, verdicts: found.verdicts.into_iter().map(|verdict| Verdict::make(py, verdict)).collect::<PyResult<_>>()? })
    }

    /// What has expired or will within this time, with what it is for.
    fn expiry_report(&self, py: Python<'_>, ahead: &Bound<'_, PyDelta>) -> PyResult<ExpiryReport> {
        let (store, ahead) = (self.open.store(py)?, length(ahead)?);
        ExpiryReport::make(py, run(py, || store.expiry_report(ahead))?)
    }

    /// Tells in the journal of what nears its end, or has come to it; how many lines were written.
    fn tell_expiries(&self, py: Python<'_>) -> PyResult<usize> {
        let store = self.open.store(py)?;
        run(py, || store.tell_expiries())
    }

    /// What took the place of a certificate.
    fn superseded_by(&self, py: Python<'_>, #[pyo3(from_py_with = thumbprint)] thumbprint: Thumbprint) -> PyResult<Option<Succession>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.superseded_by(thumbprint))?.map(Succession::from))
    }

    /// Why the store is another installation's.
    fn other_installation(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let store = self.open.store(py)?;
        run(py, || store.other_installation())
    }

    /// Takes away what somebody without the key added or altered; what it was.
    fn discard_altered(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let store = self.open.store(py)?;
        run(py, || store.discard_altered())
    }

    /// Makes this installation the one whose store it is; whether anything changed.
    fn adopt(&self, py: Python<'_>) -> PyResult<bool> {
        let store = self.open.store(py)?;
        run(py, || store.adopt())
    }
}

/// A length of time, which may be negative.
fn length(value: &Bound<'_, PyDelta>) -> PyResult<Duration> {
    let part = |name: &str| value.getattr(name)?.extract::<i64>();
    Ok(Duration::days(part("days")?) + Duration::seconds(part("seconds")?) + Duration::microseconds(part("microseconds")?))
}

/// Whom a certificate is for: who is named, and this host where that is wanted; `None` where nothing is said.
fn host(py: Python<'_>, names: Vec<String>, addresses: &[String], this_host: Option<bool>) -> PyResult<Option<Host>> {
    if names.is_empty() && addresses.is_empty() && this_host.is_none() {
        return Ok(None);
    }
    let wrong = |text: &str| raise(py, &Error::InvalidArgument { what: "IP address", why: format!("{text:?} is not one") });
    let mut host = if this_host == Some(true) { py.detach(Host::local) } else { Host::default() };
    host.names.splice(0..0, names);
    for text in addresses {
        host.addresses.push(text.trim().parse().map_err(|_| wrong(text))?);
    }
    Ok(Some(host))
}

/// The host of this name, or of these names.
fn names(value: &Bound<'_, PyAny>) -> PyResult<Host> {
    let names = match value.cast::<PyString>() {
        Ok(name) => vec![name.to_cow()?.into_owned()],
        Err(_) => value.extract()?,
    };
    Ok(Host { names, ..Host::default() })
}
