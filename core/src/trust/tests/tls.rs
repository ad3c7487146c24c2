//! Handshakes of rustls with the store's verifiers.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, ClientConnection, Error as Tls, ServerConfig, ServerConnection,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
    server::danger::ClientCertVerifier,
};

use super::*;

/// Who one is in a handshake.
struct Party {
    chain: Vec<Certificate>,
    key: KeyPair,
}

impl Party {
    fn new(params: &CertificateParams, ca: &Ca) -> Self {
        let key = key();
        Self { chain: vec![ca.issue(params, &key)], key }
    }

    fn chain(&self) -> Vec<CertificateDer<'static>> {
        self.chain.iter().map(|certificate| CertificateDer::from(certificate.der().to_vec())).collect()
    }

    fn key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }
}

/// The outcome of a handshake in memory: of the client, and of the server.
fn shake(client: ClientConfig, server: ServerConfig, host: &str) -> Result<(), Tls> {
    let mut client = ClientConnection::new(Arc::new(client), ServerName::try_from(host.to_owned()).expect("a name")).expect("a client");
    let mut server = ServerConnection::new(Arc::new(server)).expect("a server");
    loop {
        let mut sent = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut sent).expect("memory");
        }
        let mut answered = Vec::new();
        let mut from_client = sent.as_slice();
        while !from_client.is_empty() {
            server.read_tls(&mut from_client).expect("memory");
            server.process_new_packets()?;
        }
        while server.wants_write() {
            server.write_tls(&mut answered).expect("memory");
        }
        if sent.is_empty() && answered.is_empty() {
            return Ok(());
        }
        let mut from_server = answered.as_slice();
        while !from_server.is_empty() {
            client.read_tls(&mut from_server).expect("memory");
            client.process_new_packets()?;
        }
    }
}

fn client(here: &Here) -> ClientConfig {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
    let verifier = StoreVerifier::new(&here.store, Some(9699), without_system());
    builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
}

fn server_of(party: &Party, clients: Option<Arc<dyn ClientCertVerifier>>) -> ServerConfig {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
    let builder = match clients {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    builder.with_single_cert(party.chain(), party.key()).expect("an identity")
}

#[test]
fn a_client_believes_the_servers_that_the_store_believes() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let shaken = |party: &Party, host| shake(client(&here), server_of(party, None), host);
    let right = Party::new(&server("srv1"), &root);
    assert_eq!(shaken(&right, "srv1"), Ok(()));
    assert_eq!(shaken(&right, "srv2"), Err(Tls::InvalidCertificate(CertificateError::NotValidForName)));
    let stranger = Party::new(&server("srv1"), &ca("another root"));
    assert_eq!(shaken(&stranger, "srv1"), Err(Tls::InvalidCertificate(CertificateError::UnknownIssuer)));
    let mut old = server("srv1");
    old.not_after = NOW - Duration::days(1);
    assert_eq!(shaken(&Party::new(&old, &root), "srv1"), Err(Tls::InvalidCertificate(CertificateError::Expired)));

    // a decision counts from the next handshake on, and a change of what was decided upon is told whole
    here.decide(&stranger.chain, Pin::Certificate, stranger.chain[0].sha256()).expect("decided");
    assert_eq!(shaken(&stranger, "srv1"), Ok(()));
    let Err(Tls::InvalidCertificate(CertificateError::Other(other))) = shaken(&right, "srv1") else { panic!("not refused") };
    let told = other.0.downcast_ref::<Error>();
    assert!(matches!(told, Some(Error::ServerCertificateChanged { server, .. }) if server == "srv1:9699"), "{told:?}");
}

#[test]
fn a_time_limit_beyond_every_clock_is_refused() {
    let server = Server::new("127.0.0.1", 9).expect("a server");
    let options = ProbeOptions { timeout: std::time::Duration::MAX, ..ProbeOptions::default() };
    assert!(matches!(probe(&server, &options), Err(Error::InvalidArgument { what: "timeout", .. })));
}

#[test]
fn a_server_believes_the_clients_that_the_store_believes() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let mut params = params("a client");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let own = Party::new(&server("srv1"), &root);
    let shaken = |party: Option<&Party>| {
        let builder =
            ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
        let verifier = StoreVerifier::new(&here.store, None, without_system());
        let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
        let config = match party {
            Some(party) => builder.with_client_auth_cert(party.chain(), party.key()).expect("an identity"),
            None => builder.with_no_client_auth(),
        };
        shake(config, server_of(&own, Some(StoreVerifier::new(&here.store, None, without_system()))), "srv1")
    };
    assert_eq!(shaken(Some(&Party::new(&params, &root))), Ok(()));
    assert_eq!(shaken(None), Err(Tls::NoCertificatesPresented));
    assert_eq!(shaken(Some(&Party::new(&params, &ca("another root")))), Err(Tls::InvalidCertificate(CertificateError::UnknownIssuer)));
    assert_eq!(shaken(Some(&Party::new(&server("srv2"), &root))), Err(Tls::InvalidCertificate(CertificateError::InvalidPurpose)));
}
