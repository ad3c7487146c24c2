//! What an endpoint serves with, kept in step with the store.

use std::sync::{Arc, Mutex, PoisonError};

use time::OffsetDateTime;

use super::Endpoint;
use crate::{error::Result, key::Identity};

/// The identity that an endpoint serves with at present. A host asks for it at each new connection: that costs one look at the
/// journal's end unless the store has changed, and connections that stand are not disturbed.
///
/// `Send` and `Sync`; nothing runs in the background.
#[derive(Debug)]
pub struct LiveIdentity {
    endpoint: Endpoint,
    held: Mutex<Option<Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    /// The last line of the journal when it was read.
    event: u64,
    identity: Arc<Identity>,
    /// When a certificate that the endpoint makes by itself is due.
    due: Option<OffsetDateTime>,
}

impl LiveIdentity {
    pub(super) fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, held: Mutex::new(None) }
    }

    /// The endpoint that it is of.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The identity as the store has it now; the same `Arc` as before unless the certificate or its chain is another one.
    ///
    /// # Errors
    /// As [`Endpoint::identity`]: [`Error::EndpointState`](crate::Error::EndpointState) where the endpoint is no longer HTTPS. Then
    /// nothing is to be served. Where the store cannot be read for another reason, [`last`](Self::last) is what was served before.
    pub fn get(&self) -> Result<Arc<Identity>> {
        let store = self.endpoint.store();
        let event = store.last_event()?; // before the settings: what changes in between is seen the next time
        let known = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = known.as_ref().filter(|held| held.event == event && held.due.is_none_or(|due| store.now().utc <= due)) {
            return Ok(held.identity.clone());
        }
        let entry = self.endpoint.certificate()?;
        let identity = match known {
            Some(held) if held.identity.certificate() == entry.certificate() && held.identity.chain() == entry.chain()? => held.identity,
            _ => Arc::new(entry.identity()?),
        };
        let due = self.endpoint.settings()?.generated.then(|| entry.not_after());
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Held { event, identity: identity.clone(), due });
        Ok(identity)
    }

    /// What `get` gave last; `None` before it gave anything.
    pub fn last(&self) -> Option<Arc<Identity>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|held| held.identity.clone())
    }
}
