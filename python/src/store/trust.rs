//! Whom a store believes: its arguments in their form for Python.

use certwright::{Error, Peer, Pin, Revocation, SystemRoots, TrustRequest, VerifyPeer};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyDateTime},
};

use crate::{
    certificate::Certificate,
    convert::{instant, thumbprint},
    error::raise,
    run,
    trust::{TrustDecision, Trusted, read_server},
};

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
