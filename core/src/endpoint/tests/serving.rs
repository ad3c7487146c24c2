//! A server of rustls on loopback.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use rustls::{ServerConfig, ServerConnection, Stream, crypto::ring, pki_types::PrivatePkcs8KeyDer};

use super::*;

/// Serves until it is dropped, each connection with what it is told then.
pub(super) struct Serving {
    pub(super) port: u16,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Serving {
    pub(super) fn start(config: impl Fn() -> Arc<ServerConfig> + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let ended = Arc::new(AtomicBool::new(false));
        let seen = ended.clone();
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if seen.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(mut tcp) = connection else { continue };
                let mut tls = ServerConnection::new(config()).expect("a server");
                // a client that ends early is its own affair
                let _ = Stream::new(&mut tls, &mut tcp).write_all(b"hello").and_then(|()| tcp.read(&mut [0; 64]));
            }
        });
        Self { port, ended, thread: Some(thread) }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let _ = std::net::TcpStream::connect(("127.0.0.1", self.port)); // so that it looks
        if let Some(thread) = self.thread.take() {
            thread.join().expect("ends");
        }
    }
}

/// A server of one certificate.
pub(super) fn serves(identity: &Identity) -> Arc<ServerConfig> {
    let chain = std::iter::once(identity.certificate()).chain(identity.chain()).map(|one| one.der().to_vec().into()).collect();
    let key = PrivatePkcs8KeyDer::from(identity.private_key().to_pkcs8_der().to_vec());
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
    Arc::new(builder.with_no_client_auth().with_single_cert(chain, key.into()).expect("an identity"))
}
