//! Verifiers for rustls that believe whom a store believes.

use std::sync::Arc;

use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error as Tls, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};

use super::{Peer, VerifyPeer};
use crate::{
    certificate::Certificate,
    error::{Error, Result},
    reason::Fault,
    store::Store,
};

/// Verifies what servers, or clients, present, as [`Store::verify`] does: for rustls' `dangerous().with_custom_certificate_verifier`
/// and `with_client_cert_verifier`. The store is asked anew at each handshake, so that what is decided meanwhile counts.
///
/// A refusal reaches the host as `CertificateError::Other`, which holds the [`Error`] with every reason. Where rustls has a
/// word of its own for the only reason (expired, revoked, another name, ...) it is that, so that the peer hears the right alert.
#[derive(Debug)]
pub struct StoreVerifier {
    store: Store,
    port: Option<u16>,
    options: VerifyPeer,
    provider: Arc<CryptoProvider>,
}

impl StoreVerifier {
    /// For servers at this port, whose decisions count; `None`: no decision does. For clients the port does not matter.
    pub fn new(store: &Store, port: Option<u16>, options: VerifyPeer) -> Arc<Self> {
        Arc::new(Self { store: store.clone(), port, options, provider: Arc::new(ring::default_provider()) })
    }

    fn verify(&self, leaf: &CertificateDer<'_>, above: &[CertificateDer<'_>], peer: Peer<'_>) -> Result<(), Tls> {
        let read = |der: &CertificateDer<'_>| Certificate::from_der(der).map_err(|_| Tls::InvalidCertificate(CertificateError::BadEncoding));
        // the clock is the store's, as everywhere
        let mut chain = vec![read(leaf)?];
        // what lies above is only help: what cannot be read helps nobody
        chain.extend(above.iter().filter_map(|der| read(der).ok()));
        self.store.verify(&chain, peer, &self.options).map(|_| ()).map_err(|error| Tls::InvalidCertificate(refusal(error)))
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The refusal in rustls' words.
fn refusal(error: Error) -> CertificateError {
    let known = match &error {
        Error::Untrusted { reasons, .. } if reasons.len() == 1 => match &reasons[0].fault {
            Fault::Revoked { .. } => Some(CertificateError::Revoked),
            Fault::Expired { .. } => Some(CertificateError::Expired),
            Fault::NotYetValid { .. } => Some(CertificateError::NotValidYet),
            Fault::HostMismatch { .. } => Some(CertificateError::NotValidForName),
            Fault::IssuerNotFound { .. } | Fault::RootNotTrusted => Some(CertificateError::UnknownIssuer),
            Fault::PurposeNotAllowed { .. } => Some(CertificateError::InvalidPurpose),
            _ => None,
        },
        _ => None,
    };
    known.unwrap_or_else(|| CertificateError::Other(OtherError(Arc::new(error))))
}

impl ServerCertVerifier for StoreVerifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Tls> {
        self.verify(leaf, above, Peer::Server { host: &name.to_str(), port: self.port })?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes()
    }
}

/// A client certificate is demanded. No names of CAs are sent along: the client sends what it has.
impl ClientCertVerifier for StoreVerifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(&self, leaf: &CertificateDer<'_>, above: &[CertificateDer<'_>], _: UnixTime) -> Result<ClientCertVerified, Tls> {
        self.verify(leaf, above, Peer::Client)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes()
    }
}
