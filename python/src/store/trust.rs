//! The methods of `Store` that say whom it believes.

use certwright::{Error, Peer, Pin, Revocation, SystemRoots, TrustRequest, VerifyPeer};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyDateTime},
};

use super::{Crl, Store};
use crate::{
    certificate::Certificate,
    convert::{instant, thumbprint},
    error::raise,
    run,
    trust::{TrustDecision, Trusted, read_server},
};

#[pymethods]
impl Store {
    /// Whether this store believes what a peer presents.
    #[pyo3(signature = (chain, host = None, port = None, *, purpose = "server", at = None, system_roots = None, require_revocation = false),
        text_signature = "($self, chain, host=None, port=None, *, purpose='server', at=None, system_roots=True, require_revocation=False)")]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn verify(
        &self,
        py: Python<'_>,
        chain: Vec<PyRef<'_, Certificate>>,
        host: Option<&str>,
        port: Option<u16>,
        purpose: &str,
        at: Option<Bound<'_, PyDateTime>>,
        system_roots: Option<Bound<'_, PyAny>>,
        require_revocation: bool,
    ) -> PyResult<Trusted> {
        Question { host, port, purpose, at, system_roots, require_revocation }.judge(py, &self.open.store(py)?, &chain)
    }

    /// Records that what a server presented is trusted, at this name and port alone.
    #[pyo3(signature = (server, chain, thumbprint, *, pin = "certificate", by = None, why = "", until = None, trusted_root = false))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn trust(
        &self,
        py: Python<'_>,
        server: &str,
        chain: Vec<PyRef<'_, Certificate>>,
        thumbprint: &Bound<'_, PyAny>,
        pin: &str,
        by: Option<String>,
        why: &str,
        until: Option<Bound<'_, PyDateTime>>,
        trusted_root: bool,
    ) -> PyResult<TrustDecision> {
        Wish { pin, by, why, until, trusted_root }.decide(py, &self.open.store(py)?, server, &chain, thumbprint)
    }

    /// Every decision about a server, in the order in which they were made.
    fn decisions(&self, py: Python<'_>) -> PyResult<Vec<TrustDecision>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.decisions())?.into_iter().map(TrustDecision::from).collect())
    }

    /// Takes a decision away; gives what it was.
    fn remove_decision(&self, py: Python<'_>, id: u64) -> PyResult<TrustDecision> {
        let store = self.open.store(py)?;
        run(py, || store.remove_decision(id)).map(TrustDecision::from)
    }

    /// The certificate revocation lists that are kept, in the order in which they came.
    fn crls(&self, py: Python<'_>) -> PyResult<Vec<Crl>> {
        let store = self.open.store(py)?;
        Ok(run(py, || store.crls())?.into_iter().map(Crl::from).collect())
    }

    /// Takes a list away, by the SHA-256 of its DER.
    fn remove_crl(&self, py: Python<'_>, sha256: &Bound<'_, PyAny>) -> PyResult<()> {
        let (store, sha256) = (self.open.store(py)?, thumbprint(sha256)?);
        run(py, || store.remove_crl(sha256))
    }

    /// An `ssl.SSLContext` for clients, which believes the servers that this store believes.
    #[pyo3(signature = (host = None, port = None, *, system_roots = None, require_revocation = false),
        text_signature = "($self, host=None, port=None, *, system_roots=True, require_revocation=False)")]
    fn client_context<'py>(
        this: Bound<'py, Self>,
        host: Option<&str>,
        port: Option<u16>,
        system_roots: Option<Bound<'py, PyAny>>,
        require_revocation: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = this.py();
        this.get().open.store(py)?;
        let made = py.import("certwright._client_context")?.getattr("ClientContext")?;
        made.call1((this, host, port, system_roots, require_revocation))
    }
}

fn certificates(chain: &[PyRef<'_, Certificate>]) -> Vec<certwright::Certificate> {
    chain.iter().map(|certificate| certificate.inner.clone()).collect()
}

/// How a peer is judged.
pub(super) struct Question<'a, 'py> {
    pub(super) host: Option<&'a str>,
    pub(super) port: Option<u16>,
    pub(super) purpose: &'a str,
    pub(super) at: Option<Bound<'py, PyDateTime>>,
    pub(super) system_roots: Option<Bound<'py, PyAny>>,
    pub(super) require_revocation: bool,
}

impl Question<'_, '_> {
    pub(super) fn judge(&self, py: Python<'_>, store: &certwright::Store, chain: &[PyRef<'_, Certificate>]) -> PyResult<Trusted> {
        let refuse = |what, why: &str| raise(py, &Error::InvalidArgument { what, why: why.to_owned() });
        let peer = match (self.purpose, self.host) {
            ("server", Some(host)) => Peer::Server { host, port: self.port },
            ("server", None) => return Err(refuse("host", "a server is judged by its name or address: give host=")),
            ("client", None) if self.port.is_none() => Peer::Client,
            ("client", _) => return Err(refuse("host", "a client is judged without host and port")),
            _ => return Err(refuse("purpose", "it is one of server, client")),
        };
        let mut options = VerifyPeer::default();
        options.at = self.at.as_ref().map(instant).transpose()?;
        options.system_roots = system_roots(self.system_roots.as_ref())?;
        options.revocation = if self.require_revocation { Revocation::Required } else { Revocation::WhereGiven };
        let chain = certificates(chain);
        run(py, || store.verify(&chain, peer, &options)).map(Trusted::from)
    }
}

/// `True`: the system's; `False`: none; certificates: these.
fn system_roots(value: Option<&Bound<'_, PyAny>>) -> PyResult<SystemRoots> {
    let Some(value) = value else { return Ok(SystemRoots::Os) };
    if let Ok(wanted) = value.cast::<PyBool>() {
        return Ok(if wanted.is_true() { SystemRoots::Os } else { SystemRoots::None });
    }
    let unfit = || PyTypeError::new_err("system_roots is a bool, or certificates that count in place of the system's");
    let given = value.try_iter().map_err(|_| unfit())?.map(|one| Ok(one?.cast::<Certificate>().map_err(|_| unfit())?.get().inner.clone()));
    given.collect::<PyResult<_>>().map(SystemRoots::Given)
}

/// What is to be trusted, and who says so.
pub(super) struct Wish<'a, 'py> {
    pub(super) pin: &'a str,
    pub(super) by: Option<String>,
    pub(super) why: &'a str,
    pub(super) until: Option<Bound<'py, PyDateTime>>,
    pub(super) trusted_root: bool,
}

impl Wish<'_, '_> {
    pub(super) fn decide(
        self,
        py: Python<'_>,
        store: &certwright::Store,
        server: &str,
        chain: &[PyRef<'_, Certificate>],
        shown: &Bound<'_, PyAny>,
    ) -> PyResult<TrustDecision> {
        let mut request = TrustRequest::new(read_server(py, server, None)?, certificates(chain), thumbprint(shown)?);
        request.pin = Pin::parse(self.pin).map_err(|error| raise(py, &error))?;
        request.by = self.by;
        request.why = self.why.to_owned();
        request.until = self.until.as_ref().map(instant).transpose()?;
        request.trusted_root = self.trusted_root;
        run(py, || store.trust(&request)).map(|(decision, _)| decision.into())
    }
}
