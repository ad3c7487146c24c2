//! An endpoint for rustls: a server that follows the store.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

use super::{Endpoint, LiveIdentity};
use crate::{
    error::{Error, Result},
    key::Identity,
};

/// Gives rustls what an endpoint serves with, as the store has it at each handshake.
///
/// Where the store cannot be read, what was served before is served on; where the endpoint is no longer HTTPS, no handshake
/// comes about.
#[derive(Debug)]
pub struct EndpointResolver {
    live: LiveIdentity,
    held: Mutex<(Arc<Identity>, Arc<CertifiedKey>)>,
}

impl Endpoint {
    /// What resolves the certificate of a [`ServerConfig`] of the host's own.
    ///
    /// # Errors
    /// As [`identity`](Self::identity); [`Error::Unsupported`] for a key that rustls does not serve with.
    pub fn resolver(&self) -> Result<Arc<EndpointResolver>> {
        let live = self.live();
        let identity = live.get()?;
        let certified = certified(&identity)?;
        Ok(Arc::new(EndpointResolver { live, held: Mutex::new((identity, certified)) }))
    }

    /// A server without client certificates, of TLS 1.2 and 1.3, that follows the store.
    ///
    /// # Errors
    /// As [`resolver`](Self::resolver).
    pub fn server_config(&self) -> Result<Arc<ServerConfig>> {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::internal(format!("TLS cannot be set up: {error}")))?
            .with_no_client_auth()
            .with_cert_resolver(self.resolver()?);
        Ok(Arc::new(config))
    }
}

fn certified(identity: &Identity) -> Result<Arc<CertifiedKey>> {
    let key = identity.private_key().to_pkcs8_der();
    let key = ring::sign::any_supported_type(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.as_ref())));
    let key = key.map_err(|_| Error::Unsupported {
        what: format!("TLS with a key of the kind {}", identity.private_key().algorithm()),
        why: "rustls signs with RSA, P-256, P-384 and Ed25519 keys".to_owned(),
    })?;
    let chain = std::iter::once(identity.certificate()).chain(identity.chain()).map(|one| CertificateDer::from(one.der().to_vec())).collect();
    Ok(Arc::new(CertifiedKey::new(chain, key)))
}

impl EndpointResolver {
    /// What is served now; `None` where nothing is to be.
    fn current(&self) -> Option<Arc<CertifiedKey>> {
        let identity = match self.live.get() {
            Ok(identity) => identity,
            Err(Error::EndpointState { .. }) => return None,
            Err(_) => self.live.last()?,
        };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&held.0, &identity) {
            *held = (identity.clone(), certified(&identity).ok()?);
        }
        Some(held.1.clone())
    }
}

impl ResolvesServerCert for EndpointResolver {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.current()
    }
}
