//! A TLS handshake that takes any certificate, and what one that fails means.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error as Tls, InvalidMessage, PeerIncompatible,
    SignatureScheme, SupportedProtocolVersion,
    client::{
        ResolvesClientCert,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    sign::CertifiedKey,
};

use super::{ClientCertificate, Probed, Server, wire::Wire};
use crate::{
    certificate::Certificate,
    error::{Error, Result},
};

/// How long a server may think about a client without a certificate.
const SECOND_THOUGHTS: Duration = Duration::from_secs(2);
const DOING: &str = "TLS was being set up";
const NOT_TLS: &str = "what it answers is not TLS; is this the right port?";

pub(super) fn shake(mut wire: Wire, server: &Server, versions: &[&'static SupportedProtocolVersion]) -> Result<Probed> {
    let provider = Arc::new(ring::default_provider());
    let taker = Arc::new(Taker { provider: provider.clone(), chain: Mutex::default(), unproven: Mutex::default() });
    let nobody = Arc::new(Nobody::default());
    let internal = |error: Tls| Error::internal(format!("TLS cannot be set up: {error}"));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(internal)?
        .dangerous()
        .with_custom_certificate_verifier(taker.clone())
        .with_client_cert_resolver(nobody.clone());
    config.resumption = rustls::client::Resumption::disabled();
    let name = ServerName::try_from(server.host.clone()).map_err(|_| Error::InvalidArgument {
        what: "server",
        why: "its name cannot stand in a TLS handshake".to_owned(), // one with an underscore can
    })?;
    let mut connection = ClientConnection::new(Arc::new(config), name).map_err(internal)?;

    let mut failed = None;
    while failed.is_none() && connection.is_handshaking() {
        failed = connection.complete_io(&mut wire).err();
    }
    let asked = nobody.asked.load(Ordering::Relaxed);
    let mut client_certificate = if asked { ClientCertificate::Asked } else { ClientCertificate::NotAsked };
    if asked && failed.is_none() {
        // version 1.3 is done before the server has looked for the certificate: it is asked for its last word
        wire.not_longer_than(SECOND_THOUGHTS);
        connection.send_close_notify();
        while failed.is_none() && connection.wants_write() {
            failed = connection.write_tls(&mut wire).err();
        }
        while failed.is_none() {
            match connection.read_tls(&mut wire) {
                Ok(0) => break,
                Ok(_) => failed = connection.process_new_packets().err().map(io::Error::other),
                Err(error) => failed = Some(error),
            }
        }
        if failed.as_ref().and_then(tls).is_none() {
            failed = None; // it went, and said nothing against us
        }
    }
    let chain = taker.chain.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(error) = &failed {
        if !(asked && chain.is_some() && matches!(tls(error), Some(Tls::AlertReceived(_)))) {
            return Err(meaning(error, &wire, server));
        }
        client_certificate = ClientCertificate::Required;
    }
    let (chain, protocol) = (chain.unwrap_or_default(), connection.protocol_version());
    let unproven = taker.unproven.lock().unwrap_or_else(PoisonError::into_inner).take();
    let unproven = unproven.map(|why| format!("that the server holds the key of its certificate could not be verified: {why}"));
    let (chain, unreadable) = readable(&chain, server)?;
    Ok(Probed {
        server: server.clone(),
        address: wire.address,
        chain,
        protocol: match protocol {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2".to_owned(),
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLSv1.3".to_owned(),
            _ => String::new(),
        },
        cipher: connection.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str().map(registered)).unwrap_or_default(),
        client_certificate,
        notes: unproven.into_iter().chain(unreadable).collect(),
    })
}

/// The certificates, and what is to be said of those above the first that cannot be read; a client needs none of them.
fn readable(chain: &[Vec<u8>], server: &Server) -> Result<(Vec<Certificate>, Vec<String>)> {
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    for (place, der) in chain.iter().enumerate() {
        match Certificate::from_der(der) {
            Ok(certificate) => found.push(certificate),
            Err(error) if place == 0 => {
                return Err(fail(server, "bad_certificate", format!("it presents a certificate that cannot be read: {error}")));
            }
            Err(error) => notes.push(format!("number {} of the certificates that it presents cannot be read, and was left out: {error}", place + 1)),
        }
    }
    Ok((found, notes))
}

/// The name in the IANA's registry; rustls writes those of version 1.3 with another beginning.
fn registered(name: &str) -> String {
    match name.strip_prefix("TLS13_") {
        Some(rest) => format!("TLS_{rest}"),
        None => name.to_owned(),
    }
}

fn tls(error: &io::Error) -> Option<&Tls> {
    error.get_ref().and_then(|inner| inner.downcast_ref())
}

fn fail(server: &Server, kind: &'static str, why: impl Into<String>) -> Error {
    Error::HandshakeFailed { server: server.to_string(), kind, why: why.into() }
}

/// What a handshake that failed tells of the server.
fn meaning(error: &io::Error, wire: &Wire, server: &Server) -> Error {
    let fail = |kind, why: &str| fail(server, kind, why);
    if let Some(spoken) = other_protocol(&wire.first) {
        return fail("not_tls", spoken);
    }
    let Some(error) = tls(error) else {
        let nothing_came = wire.first.is_empty();
        return wire.failed(server, if nothing_came { "it was waited for, and it has not said a word" } else { DOING }, error);
    };
    match error {
        Tls::AlertReceived(AlertDescription::ProtocolVersion)
        | Tls::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig) => {
            fail("old_protocol", "it speaks only versions of TLS before 1.2, which are not to be relied on; have TLS 1.2 or 1.3 switched on there")
        }
        Tls::AlertReceived(AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity)
        | Tls::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon | PeerIncompatible::NoKxGroupsInCommon) => {
            fail("no_common_cipher", "it refuses the handshake: it has no cipher suite or key exchange in common with what is to be relied on")
        }
        Tls::AlertReceived(AlertDescription::UnrecognisedName) => fail("unknown_name", "it knows no certificate for this name"),
        Tls::AlertReceived(alert) => fail("refused", &format!("it refuses the handshake: {}", alert.as_str().unwrap_or("for an unknown reason"))),
        Tls::InvalidMessage(InvalidMessage::CertificatePayloadTooLarge | InvalidMessage::HandshakePayloadTooLarge) => {
            fail("too_large", "it presents more than 64 KiB of certificates; it should send its own and the intermediate ones alone")
        }
        Tls::InvalidMessage(_) | Tls::InappropriateMessage { .. } | Tls::PeerSentOversizedRecord => fail("not_tls", NOT_TLS),
        Tls::NoCertificatesPresented => fail("no_certificate", "it presents no certificate"),
        Tls::InvalidCertificate(CertificateError::BadSignature) => {
            fail("key_not_proven", "it does not prove to hold the key of the certificate that it presents: somebody may stand between")
        }
        error => fail("failed", &error.to_string()),
    }
}

/// What is spoken, if it is plainly not TLS.
fn other_protocol(first: &[u8]) -> Option<&'static str> {
    match first {
        [b'H', b'T', b'T', b'P', b'/', ..] | [b'<', ..] => Some("it speaks HTTP without TLS on this port"),
        [b'S', b'S', b'H', b'-', ..] => Some("it speaks SSH on this port"),
        [b'2', b'2', b'0', b' ' | b'-', ..] => Some("it speaks SMTP or FTP without TLS on this port; SMTP can go over to it: --starttls smtp"),
        [b'*', b' ', ..] | [b'+', b'O', b'K', ..] => Some("it speaks IMAP or POP3 without TLS on this port"),
        [octet, ..] if !(20..=24).contains(octet) => Some(NOT_TLS),
        // a first message of 64 KiB or more is no ServerHello, and presents no certificates either
        [22, _, _, _, _, _, 1..=0xff, ..] => Some(NOT_TLS),
        _ => None,
    }
}

/// Takes any certificate, and keeps it.
#[derive(Debug)]
struct Taker {
    provider: Arc<CryptoProvider>,
    chain: Mutex<Option<Vec<Vec<u8>>>>,
    /// Why it was not verified that the server holds the key.
    unproven: Mutex<Option<String>>,
}

impl Taker {
    /// A signature that is wrong ends it; one that cannot be verified is told.
    fn proven(&self, verified: Result<HandshakeSignatureValid, Tls>) -> Result<HandshakeSignatureValid, Tls> {
        match verified {
            Ok(valid) => Ok(valid),
            Err(error @ Tls::InvalidCertificate(CertificateError::BadSignature)) => Err(error),
            Err(error) => {
                *self.unproven.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
                Ok(HandshakeSignatureValid::assertion())
            }
        }
    }
}

impl ServerCertVerifier for Taker {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Tls> {
        let chain = std::iter::once(leaf).chain(above).map(|der| der.to_vec()).collect();
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) = Some(chain);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        self.proven(verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        self.proven(verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Has no client certificate, and remembers that it was asked for one.
#[derive(Debug, Default)]
struct Nobody {
    asked: AtomicBool,
}

impl ResolvesClientCert for Nobody {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Relaxed);
        None
    }

    fn has_certs(&self) -> bool {
        true // else it would not be asked
    }
}
