//! What is served follows the store.

use std::sync::Arc;

use super::*;

#[test]
fn the_same_identity_is_given_until_the_certificate_is_another() {
    let here = here();
    let live = here.api().live();
    assert!(live.last().is_none());
    let first = live.get().expect("made");
    assert!(Arc::ptr_eq(&first, &live.get().expect("the same")));
    here.certificate(|wanted| wanted);
    assert!(Arc::ptr_eq(&first, &live.get().expect("the same")), "another line in the journal");
    let other = here.certificate(|wanted| wanted);
    api(&here.at(NOW)).https(None, &stored(&other)).expect("set by another program");
    assert_eq!(live.get().expect("followed").certificate(), other.certificate());
    assert_eq!(live.last().expect("given").certificate(), other.certificate());
    here.api().disable().expect("off");
    assert!(matches!(live.get(), Err(Error::EndpointState { .. })));
    here.api().https(None, &EndpointCertificate::Keep).expect("on");
    assert_eq!(live.get().expect("on").certificate(), other.certificate());
}

#[test]
fn what_was_switched_off_does_not_serve_again_because_the_store_cannot_be_read() {
    let here = here();
    let live = here.api().live();
    live.get().expect("made");
    here.sql("UPDATE endpoints SET port = 2");
    here.api().store().add(Here::identity(|_| ()).certificate(), &AddOptions::default()).expect("a line in the journal");
    assert!(matches!(live.get(), Err(Error::Tampered { .. })), "and what was served before is served on");
    here.sql("UPDATE endpoints SET port = 9699");
    here.api().disable().expect("off");
    assert!(matches!(live.get(), Err(Error::EndpointState { .. })));
    here.sql("UPDATE endpoints SET port = 2");
    assert!(matches!(live.get(), Err(Error::EndpointState { .. })));
    here.sql("UPDATE endpoints SET port = 9699");
    here.api().https(None, &EndpointCertificate::Keep).expect("on");
    assert!(live.get().is_ok());
}

#[test]
fn its_version_grows_when_it_becomes_another_one_and_only_then() {
    let here = here();
    let live = here.api().live();
    assert!(live.last_versioned().is_none());
    let version = || live.versioned().expect("given").0;
    assert_eq!((version(), version()), (1, 1));
    let other = here.certificate(|wanted| wanted);
    assert_eq!(version(), 1, "another line in the journal");
    here.api().https(None, &stored(&other)).expect("set");
    assert_eq!(version(), 2);
    here.api().disable().expect("off");
    assert!(matches!(live.versioned(), Err(Error::EndpointState { .. })));
    assert_eq!(live.last_versioned().map(|(version, _)| version), Some(2));
    here.api().https(None, &EndpointCertificate::Generated).expect("set");
    assert_eq!(version(), 3);
    here.api().https(None, &stored(&other)).expect("set");
    assert_eq!(version(), 4, "one that was given before is another one all the same");
    let all: Vec<_> = std::thread::scope(|scope| {
        let ask = || live.versioned().expect("given");
        let all: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().expect("done")).collect()
    });
    assert!(all.iter().all(|(version, identity)| *version == 4 && identity.certificate() == other.certificate()));
}

#[test]
fn an_issuer_that_comes_into_the_store_later_is_sent_with_it() {
    let here = here();
    let name = |name: &str| {
        let mut params = CertificateParams::new(vec!["srv1.corp.example".to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, name);
        (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
        params
    };
    let (mut root, mut between) = (name("root"), name("between"));
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    between.is_ca = root.is_ca;
    let root = rcgen::Issuer::new(root, KeyPair::generate().expect("a key"));
    let (key, own) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let above = Certificate::from_der(between.signed_by(&key, &root).expect("signed").der()).expect("read");
    let leaf = name("srv1").signed_by(&own, &rcgen::Issuer::new(between, key)).expect("signed");
    let leaf = Certificate::from_der(leaf.der()).expect("read");
    let identity = Identity::new(leaf.clone(), PrivateKey::from_der(&own.serialize_der()).expect("read"), Vec::new()).expect("an identity");
    here.store.add_identity(&identity, &AddOptions::default()).expect("added");
    here.api().https(None, &stored(&leaf)).expect("set");
    let live = here.api().live();
    let (version, identity) = live.versioned().expect("given");
    assert!(version == 1 && identity.chain().is_empty());
    here.store.add(&above, &AddOptions::to(StoreName::Intermediate)).expect("added");
    let (version, identity) = live.versioned().expect("given");
    assert!(version == 2 && identity.chain() == [above]);
}

#[test]
fn what_the_endpoint_made_is_followed_by_the_next_without_a_line_in_the_journal() {
    let here = here();
    let clock = Arc::new(std::sync::Mutex::new(NOW));
    let shown = clock.clone();
    let options = OpenOptions::default().clock(move || {
        let utc = *shown.lock().expect("whole");
        Now { utc, local_date: utc.date() }
    });
    let store = Store::open_with(here.folder.path().join("certs.db"), &options).expect("opens");
    let live = api(&store).live();
    let first = live.get().expect("made");
    *clock.lock().expect("whole") = first.certificate().not_after();
    assert!(Arc::ptr_eq(&first, &live.get().expect("its last second")));
    *clock.lock().expect("whole") = first.certificate().not_after() + Duration::seconds(1);
    assert_ne!(live.get().expect("the next").certificate(), first.certificate());
}

#[cfg(feature = "tls")]
mod tls {
    use rustls::{
        CertificateError, ClientConfig, ClientConnection, Error as Tls, ServerConfig, ServerConnection, crypto::ring, pki_types::ServerName,
    };

    use super::*;
    use crate::trust::{StoreVerifier, SystemRoots, VerifyPeer};

    /// One connection in memory: what the client saw of the server.
    fn connect(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Result<Vec<u8>, Tls> {
        let name = ServerName::try_from("srv1.corp.example").expect("a name");
        let mut client = ClientConnection::new(client.clone(), name).expect("a client");
        let mut server = ServerConnection::new(server.clone()).expect("a server");
        while client.is_handshaking() || server.is_handshaking() {
            let (mut sent, mut answered) = (Vec::new(), Vec::new());
            while client.wants_write() {
                client.write_tls(&mut sent).expect("memory");
            }
            server.read_tls(&mut sent.as_slice()).expect("memory");
            server.process_new_packets()?;
            while server.wants_write() {
                server.write_tls(&mut answered).expect("memory");
            }
            client.read_tls(&mut answered.as_slice()).expect("memory");
            client.process_new_packets()?;
        }
        Ok(client.peer_certificates().expect("presented")[0].to_vec())
    }

    fn client(store: &Store) -> Arc<ClientConfig> {
        let builder =
            ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions().expect("versions");
        let options = VerifyPeer { system_roots: SystemRoots::None, ..VerifyPeer::default() };
        let mut config = builder.dangerous().with_custom_certificate_verifier(StoreVerifier::new(store, None, options)).with_no_client_auth();
        config.resumption = rustls::client::Resumption::disabled();
        Arc::new(config)
    }

    #[test]
    fn a_server_of_rustls_serves_what_the_endpoint_has() {
        let here = here();
        let server = here.api().server_config().expect("a server");
        let own = here.api().certificate().expect("made");
        let client = client(&here.store);
        assert_eq!(connect(&client, &server), Err(Tls::InvalidCertificate(CertificateError::UnknownIssuer)), "nobody trusts it yet");
        here.store.add(own.certificate(), &AddOptions::to(StoreName::TrustedPeople)).expect("trusted");
        assert_eq!(connect(&client, &server), Ok(own.der().to_vec()));
        here.api().disable().expect("off");
        assert_eq!(connect(&client, &server), Err(Tls::General("no server certificate chain resolved".to_owned())), "nothing is served");
        here.api().https(None, &EndpointCertificate::Keep).expect("on");
        assert_eq!(connect(&client, &server), Ok(own.der().to_vec()));
    }

    /// No connection fails, and each that begins after a change sees it.
    #[test]
    fn a_hundred_changes_under_load_fail_no_connection() {
        let here = here();
        let server = here.api().server_config().expect("a server");
        let all: Vec<Entry> = (0..4).map(|_| here.certificate(|wanted| wanted)).chain([here.api().certificate().expect("made")]).collect();
        for entry in &all {
            here.store.add(entry.certificate(), &AddOptions::to(StoreName::TrustedPeople)).expect("trusted");
        }
        let client = client(&here.store);
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let load = || {
                let mut count = 0;
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let seen = connect(&client, &server).expect("no connection fails");
                    assert!(all.iter().any(|entry| entry.der() == seen));
                    count += 1;
                }
                count
            };
            let loads = [scope.spawn(load), scope.spawn(load)];
            let other = here.at(NOW);
            for number in 0..100 {
                let entry = &all[number % all.len()];
                api(&other).https(None, &stored(entry)).expect("changed by another program");
                assert_eq!(connect(&client, &server).as_deref(), Ok(entry.der()), "the next connection has it");
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            for load in loads {
                assert!(load.join().expect("no connection failed") > 0);
            }
        });
    }
}
