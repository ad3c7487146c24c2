//! What an endpoint serves with, kept in step with the store.

use std::{
    ops::RangeInclusive,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;

use super::Endpoint;
use crate::{
    certificate::Certificate,
    error::{Error, Result},
    key::Identity,
};

/// The identity that an endpoint serves with at present. A host asks for it at each new connection: that costs one look at the
/// journal's end unless the store has changed, and connections that stand are not disturbed.
///
/// `Send` and `Sync`; nothing runs in the background.
#[derive(Debug)]
pub struct LiveIdentity {
    endpoint: Endpoint,
    held: Mutex<Option<Held>>,
    /// The endpoint was not HTTPS when its settings were read last.
    off: Mutex<Option<Error>>,
}

#[derive(Clone, Debug)]
struct Held {
    /// The last line of the journal when it was read.
    event: u64,
    identity: Arc<Identity>,
    version: u64,
    /// Outside of this a certificate that the endpoint makes by itself is due.
    valid: Option<RangeInclusive<OffsetDateTime>>,
}

impl Held {
    fn versioned(&self) -> (u64, Arc<Identity>) {
        (self.version, self.identity.clone())
    }

    fn is(&self, certificate: &Certificate, chain: &[Certificate]) -> bool {
        self.identity.certificate() == certificate && self.identity.chain() == chain
    }
}

impl LiveIdentity {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, held: Mutex::new(None), off: Mutex::new(None) }
    }

    /// The endpoint that it is of.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The identity as the store has it now; the same `Arc` as before unless the certificate or its chain is another one.
    ///
    /// # Errors
    /// As [`Endpoint::identity`]: [`Error::EndpointState`](crate::Error::EndpointState) where the endpoint is no longer HTTPS. Then
    /// nothing is to be served, and that stays so while the store cannot be read. Where it cannot be read for another reason,
    /// [`last`](Self::last) is what was served before.
    pub fn get(&self) -> Result<Arc<Identity>> {
        Ok(self.versioned()?.1)
    }

    /// As [`get`](Self::get), with a number that says whether it is the one that was given before: 1 for the first, and a greater
    /// one whenever it became another.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn versioned(&self) -> Result<(u64, Arc<Identity>)> {
        let read = self.read();
        let mut off = self.off.lock().unwrap_or_else(PoisonError::into_inner);
        match (&read, &*off) {
            (Ok(_), _) => *off = None,
            (Err(error @ Error::EndpointState { .. }), _) => *off = Some(error.clone()),
            // one that was switched off does not serve again because nobody can read that any more
            (Err(_), Some(error)) => return Err(error.clone()),
            (Err(_), None) => {}
        }
        read
    }

    fn read(&self) -> Result<(u64, Arc<Identity>)> {
        let store = self.endpoint.store();
        let event = store.last_event()?; // before the settings: what changes in between is seen the next time
        let known = self.held().clone();
        if let Some(held) =
            known.as_ref().filter(|held| held.event == event && held.valid.as_ref().is_none_or(|valid| valid.contains(&store.now().utc)))
        {
            return Ok(held.versioned());
        }
        let entry = self.endpoint.certificate()?;
        let chain = entry.chain()?;
        let identity = match known.filter(|held| held.is(entry.certificate(), &chain)) {
            Some(held) => held.identity,
            None => Arc::new(entry.identity()?),
        };
        let valid = self.endpoint.settings()?.generated.then(|| entry.not_before()..=entry.not_after());
        let mut place = self.held();
        let (version, identity) = match &*place {
            Some(other) if other.event > event => return Ok(other.versioned()), // another thread began later, and was faster
            Some(other) if other.is(identity.certificate(), identity.chain()) => other.versioned(),
            other => (other.as_ref().map_or(0, |other| other.version) + 1, identity),
        };
        *place = Some(Held { event, identity: identity.clone(), version, valid });
        Ok((version, identity))
    }

    /// What `get` gave last; `None` before it gave anything.
    pub fn last(&self) -> Option<Arc<Identity>> {
        self.last_versioned().map(|(_, identity)| identity)
    }

    /// What `versioned` gave last; `None` before it gave anything.
    pub fn last_versioned(&self) -> Option<(u64, Arc<Identity>)> {
        self.held().as_ref().map(Held::versioned)
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
