//! An identity: what a server or client needs to show who it is.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::PrivateKey;
use crate::{
    certificate::Certificate,
    error::{Error, Result},
};

/// A certificate, its private key, and the certificates above it.
#[derive(Clone, Debug)]
pub struct Identity {
    certificate: Certificate,
    key: Arc<PrivateKey>, // shared, so that a clone is no second copy of the secret
    chain: Vec<Certificate>,
    friendly_name: Option<String>,
}

impl Identity {
    /// Joins them. `chain` is the issuers, nearest first, without the certificate itself; it is not verified.
    ///
    /// # Errors
    /// [`Error::KeyMismatch`] if the key is not the certificate's.
    pub fn new(certificate: Certificate, key: impl Into<Arc<PrivateKey>>, chain: Vec<Certificate>) -> Result<Self> {
        let key = key.into();
        if !key.matches(&certificate) {
            return Err(Error::KeyMismatch { thumbprint: certificate.thumbprint().to_string() });
        }
        Ok(Self { certificate, key, chain, friendly_name: None })
    }

    /// With a name for people, which a PFX carries.
    pub fn with_friendly_name(mut self, name: Option<String>) -> Self {
        self.friendly_name = name;
        self
    }

    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its private key.
    pub fn private_key(&self) -> &Arc<PrivateKey> {
        &self.key
    }

    /// The certificates above it, nearest first.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The name for people.
    pub fn friendly_name(&self) -> Option<&str> {
        self.friendly_name.as_deref()
    }

    /// Key, certificate and chain as one PEM text, as servers take it. Holds the key unencrypted.
    pub fn to_pem(&self) -> Zeroizing<String> {
        self.with_key_pem(&self.key.to_pkcs8_pem())
    }

    /// As [`to_pem`](Self::to_pem), with the key as [`PrivateKey::to_encrypted_pkcs8_pem`] encrypts it.
    ///
    /// # Errors
    /// As there.
    pub fn to_encrypted_pem(&self, password: &str) -> Result<Zeroizing<String>> {
        Ok(self.with_key_pem(&self.key.to_encrypted_pkcs8_pem(password)?))
    }

    fn with_key_pem(&self, key: &str) -> Zeroizing<String> {
        let rest: Vec<String> = std::iter::once(&self.certificate).chain(&self.chain).map(Certificate::to_pem).collect();
        let mut text = Zeroizing::new(String::with_capacity(key.len() + rest.iter().map(String::len).sum::<usize>()));
        text.push_str(key);
        rest.iter().for_each(|block| text.push_str(block));
        text
    }
}
