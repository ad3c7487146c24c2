//! Endpoints of stores made here, at a time that stands.

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::{
    certificate::Certificate,
    issue::{Now, Purpose},
    key::{KeyAlgorithm, PrivateKey},
    pem,
    store::{ExportFormat, ExportOptions, OpenOptions, Query},
};

#[cfg(feature = "tls")]
mod applying;
#[cfg(feature = "tls")]
mod checking;
mod dry_run;
mod following;
mod missing;
mod renewing;
#[cfg(feature = "tls")]
mod serving;
mod sharing;

const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

struct Here {
    store: Store,
    folder: tempfile::TempDir,
}

fn at(time: OffsetDateTime) -> OpenOptions {
    OpenOptions::default().clock(move || Now { utc: time, local_date: time.date() })
}

fn here() -> Here {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create_with(folder.path().join("certs.db"), &at(NOW)).expect("a store");
    Here { store, folder }
}

fn host() -> Host {
    Host { names: vec!["srv1.corp.example".to_owned(), "srv1".to_owned()], addresses: vec!["10.0.0.5".parse().expect("an address")] }
}

fn api(store: &Store) -> Endpoint {
    store.endpoint("api").expect("a name").host(host())
}

impl Here {
    fn api(&self) -> Endpoint {
        api(&self.store)
    }

    fn at(&self, time: OffsetDateTime) -> Store {
        Store::open_with(self.folder.path().join("certs.db"), &at(time)).expect("opens")
    }

    fn events(&self) -> Vec<String> {
        self.store.events(0, 100).expect("read").into_iter().map(|event| event.kind).collect()
    }

    fn sql(&self, statement: &str) {
        let stranger = rusqlite::Connection::open(self.folder.path().join("certs.db")).expect("opens");
        stranger.execute(statement, []).expect("written");
    }

    /// One that this store made itself.
    fn certificate(&self, change: impl FnOnce(SelfSigned) -> SelfSigned) -> Entry {
        let wanted = SelfSigned::new("srv1").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
        self.store.create_self_signed(&change(wanted), &AddOptions::default()).expect("made")
    }

    /// One with a key and dates or purposes of its own.
    fn identity(change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = CertificateParams::new(vec!["srv1.corp.example".to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, "srv1");
        (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let certificate = Certificate::from_der(params.self_signed(&key).expect("signed").der()).expect("read");
        Identity::new(certificate, PrivateKey::from_der(&key.serialize_der()).expect("read"), Vec::new()).expect("an identity")
    }

    fn added(&self, change: impl FnOnce(&mut CertificateParams)) -> Entry {
        self.store.add_identity(&Self::identity(change), &AddOptions::default()).expect("added").entry
    }
}

fn stored(certificate: &Certificate) -> EndpointCertificate<'static> {
    EndpointCertificate::Stored(certificate.sha256())
}

fn file(data: &[u8]) -> EndpointCertificate<'_> {
    EndpointCertificate::File { data, password: None, store: StoreName::Personal }
}

#[test]
fn before_anything_is_set_it_is_https_on_9699_and_nothing_is_written() {
    let here = here();
    let status = here.api().status().expect("read");
    let EndpointSettings { name, state, port, certificate, generated } = status.settings;
    assert_eq!((name.as_str(), state, port, certificate, generated), ("api", EndpointState::Https, 9699, None, true));
    assert!(status.certificate.is_none() && status.warnings.is_empty() && !status.changed);
    assert_eq!(here.events(), ["created"]);
    assert_eq!(here.store.endpoints().expect("read"), []);
}

#[test]
fn its_certificate_is_made_when_it_is_asked_for() {
    let here = here();
    let entry = here.api().subject("Integration API").certificate().expect("made");
    assert_eq!(entry.subject().to_string(), "CN=Integration API");
    assert_eq!(entry.dns_names().collect::<Vec<_>>(), ["srv1.corp.example", "srv1"]);
    assert_eq!(entry.ip_addresses().map(|ip| ip.to_string()).collect::<Vec<_>>(), ["10.0.0.5"]);
    assert_eq!(entry.not_after(), datetime!(2031-06-01 12:00 UTC));
    assert_eq!((entry.friendly_name(), entry.stores()), (Some("api"), [StoreName::Personal].as_slice()));
    assert_eq!(here.events(), ["created", "issued", "endpoint-changed"]);
    assert_eq!(here.api().certificate().expect("kept").sha256(), entry.sha256());
    assert_eq!(here.api().identity().expect("with its key").certificate().sha256(), entry.sha256());
    assert_eq!(here.events().len(), 3, "asking again changes nothing");
    assert_eq!(here.store.endpoint("other").expect("a name").host(host()).certificate().expect("made").subject().to_string(), "CN=srv1.corp.example");
}

#[test]
fn exactly_one_is_made_however_many_ask_at_once() {
    let here = here();
    let made: Vec<_> = std::thread::scope(|scope| {
        let ask = || here.api().certificate().expect("made").sha256();
        let all: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().expect("done")).collect()
    });
    assert!(made.iter().all(|sha256| *sha256 == made[0]));
    assert_eq!(here.store.find(&Query::default()).expect("read").count(), 1);
}

#[test]
fn what_it_made_is_renewed_when_it_has_expired_and_what_was_given_is_not() {
    let here = here();
    let first = here.api().certificate().expect("made").sha256();
    let later = here.at(datetime!(2031-06-01 12:00:01 UTC));
    assert!(api(&later).status().expect("read").warnings[0].contains("a new one is made"), "status changes nothing");
    let second = api(&later).certificate().expect("made anew");
    assert_ne!(second.sha256(), first);
    assert_eq!(second.not_after().year(), 2036);

    let given = here.certificate(|wanted| wanted);
    here.api().https(None, &stored(&given)).expect("set");
    let later = here.at(datetime!(2031-06-01 12:00:01 UTC));
    assert_eq!(api(&later).certificate().expect("served all the same").sha256(), given.sha256());
    let warnings = api(&later).status().expect("read").warnings;
    assert_eq!(warnings, ["it expired on 2031-06-01T12:00:00Z, and is not renewed by itself because it was given"]);
    let soon = here.at(datetime!(2031-05-20 12:00 UTC));
    let warnings = api(&soon).status().expect("read").warnings;
    assert_eq!(warnings, ["it expires on 2031-06-01T12:00:00Z, and is not renewed by itself because it was given"]);
}

#[test]
fn certificate_and_port_outlast_being_switched_off() {
    let here = here();
    let given = here.certificate(|wanted| wanted);
    let set = here.api().https(Some(4431), &stored(&given)).expect("set");
    assert!(set.changed && !set.settings.generated && set.warnings.is_empty(), "{set:?}");
    let off = here.api().disable().expect("off");
    assert_eq!((off.settings.state, off.settings.port, off.settings.certificate), (EndpointState::Off, 4431, Some(given.sha256())));
    assert!(!here.api().disable().expect("off").changed);
    assert!(matches!(here.api().identity(), Err(Error::EndpointState { state: "off", .. })));
    let http = here.api().http(None).expect("http");
    assert!(http.warnings[0].contains("safe intranet") && http.settings.port == 4431);
    assert!(matches!(here.api().identity(), Err(Error::EndpointState { state: "http", .. })));
    let back = here.api().https(None, &EndpointCertificate::Keep).expect("https");
    assert_eq!((back.settings.port, back.settings.certificate), (4431, Some(given.sha256())));
    assert!(!here.api().https(None, &EndpointCertificate::Keep).expect("https").changed);
    let generated = here.api().https(None, &EndpointCertificate::Generated).expect("back to its own");
    assert!(generated.settings.generated && generated.settings.certificate != Some(given.sha256()) && generated.changed);
    assert!(!here.api().https(None, &EndpointCertificate::Generated).expect("the same").changed);
    assert!(matches!(here.api().https(Some(0), &EndpointCertificate::Keep), Err(Error::InvalidArgument { what: "port", .. })));
}

#[test]
fn back_to_its_own_is_the_one_that_it_made_before_while_that_fits() {
    let here = here();
    let own = here.api().certificate().expect("made");
    let given = here.certificate(|wanted| wanted);
    let back = |api: &Endpoint| {
        api.https(None, &stored(&given)).expect("given");
        api.https(None, &EndpointCertificate::Generated).expect("back").settings
    };
    let settings = back(&here.api());
    assert_eq!((settings.generated, settings.certificate), (true, Some(own.sha256())));
    assert_ne!(back(&here.api().host(Host::default())).certificate, Some(own.sha256()), "for other names");
    assert_eq!(back(&here.api()).certificate, Some(own.sha256()));
    let other = here.store.endpoint("other").expect("a name").host(host());
    assert_ne!(back(&other).certificate, Some(own.sha256()), "what another endpoint made");
}

#[test]
fn a_certificate_that_cannot_serve_is_refused_with_the_reason() {
    let here = here();
    let why = |certificate: &Certificate| match here.api().https(None, &stored(certificate)) {
        Err(Error::UnfitCertificate { why, .. }) => why,
        other => format!("{other:?}"),
    };
    assert_eq!(why(&here.added(|params| params.not_after = NOW - Duration::days(3))), "expired 3 days ago, on 2026-05-29");
    assert_eq!(why(&here.added(|params| params.not_before = NOW + Duration::days(3))), "becomes valid only in 3 days, on 2026-06-04");
    assert!(why(&here.added(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth])).contains("server"));
    let both = here.added(|params| {
        params.not_after = NOW - Duration::days(3);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    });
    assert!(why(&both).contains("; "), "every reason");
    let short = Certificate::from_pem(include_bytes!("../../tests/data/odd/rsa1024.pem")).expect("read");
    here.store.add(&short, &AddOptions::default()).expect("added");
    let later = here.at(datetime!(2027-06-01 12:00 UTC));
    let refused = api(&later).https(None, &stored(&short)).expect_err("too short").to_string();
    assert!(refused.contains("has an RSA key of 1024 bits"), "{refused}");
    let refused = api(&here.at(short.not_after() + Duration::days(3))).https(None, &stored(&short)).expect_err("and expired").to_string();
    assert!(refused.contains("expired 3 days ago") && refused.contains("; has an RSA key of 1024 bits"), "every reason: {refused}");
    let keyless = Here::identity(|_| ()).certificate().clone();
    here.store.add(&keyless, &AddOptions::default()).expect("added");
    assert!(matches!(here.api().https(None, &stored(&keyless)), Err(Error::NoPrivateKey { .. })));
    let stranger = Here::identity(|_| ()).certificate().clone();
    assert!(matches!(here.api().https(None, &stored(&stranger)), Err(Error::NotFound { .. })));
    let locked = Store::open_with(here.folder.path().join("certs.db"), &at(NOW).locked()).expect("opens");
    assert!(matches!(api(&locked).https(None, &stored(&short)), Err(Error::StoreLocked { .. })));
    assert!(matches!(api(&locked).settings(), Err(Error::StoreLocked { .. })));
    assert!(here.store.endpoints().expect("read").is_empty(), "nothing was set");
}

#[test]
fn what_keeps_no_certificate_from_serving_is_said() {
    let here = here();
    let other =
        here.added(|params| params.subject_alt_names = CertificateParams::new(vec!["www.example.com".to_owned()]).expect("a name").subject_alt_names);
    let warnings = here.api().https(None, &stored(&other)).expect("set").warnings;
    assert_eq!(warnings, ["it is for www.example.com, and for none of this host's names: srv1.corp.example, srv1"]);
    let edwards = here.certificate(|wanted| wanted.key(KeyAlgorithm::Ed25519));
    assert_eq!(here.api().https(None, &stored(&edwards)).expect("set").warnings, ["its key is Ed25519, which browsers and .NET refuse"]);
    let near = here.added(|params| params.not_after = NOW + Duration::days(3));
    assert!(here.api().https(None, &stored(&near)).expect("set").warnings[0].starts_with("it expires on 2026-06-04"));
}

#[test]
fn one_of_a_file_comes_into_the_store() {
    let here = here();
    let identity = Here::identity(|_| ());
    let key = pem::encode("PRIVATE KEY", &identity.private_key().to_pkcs8_der());
    let both = format!("{}{key}", identity.certificate().to_pem());
    let set = here.api().https(None, &file(both.as_bytes())).expect("set");
    assert_eq!(set.settings.certificate, Some(identity.certificate().sha256()));
    assert_eq!(set.certificate.expect("there").stores(), [StoreName::Personal]);
    let again = here.api().https(None, &file(both.as_bytes())).expect("set");
    assert!(!again.changed);

    for trust in [StoreName::TrustedPeople, StoreName::TrustedRoot] {
        let (stranger, lines) = (Here::identity(|_| ()).to_pem(), here.events().len());
        let trusted = EndpointCertificate::File { data: stranger.as_bytes(), password: None, store: trust };
        assert!(matches!(here.api().https(None, &trusted), Err(Error::InvalidArgument { what: "named store", .. })));
        assert_eq!(here.events().len(), lines, "nobody comes to be trusted by that");
    }

    let pfx = here.store.export(&[identity.certificate().sha256()], &ExportOptions::pfx("secret")).expect("written").bytes;
    let of_pfx = |password| EndpointCertificate::File { data: &pfx, password, store: StoreName::Personal };
    assert!(matches!(here.api().https(None, &of_pfx(Some("wrong"))), Err(Error::WrongPassword { .. })));
    assert!(matches!(here.api().https(None, &of_pfx(None)), Err(Error::PasswordRequired { .. })));
    assert!(!here.api().https(None, &of_pfx(Some("secret"))).expect("set").changed);
}

#[test]
fn a_file_without_its_key_is_joined_with_the_stored_one_or_refused() {
    let here = here();
    let alone = Here::identity(|_| ());
    assert!(matches!(here.api().https(None, &file(alone.certificate().der())), Err(Error::NoPrivateKey { .. })));
    assert_eq!(here.store.find(&Query::default()).expect("read").count(), 0, "nothing came into the store");
    let mut renewed = None;
    let key = KeyPair::generate().expect("a key");
    for name in ["old", "renewed"] {
        let mut params = CertificateParams::new(vec!["srv1.corp.example".to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, name);
        (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
        let certificate = Certificate::from_der(params.self_signed(&key).expect("signed").der()).expect("read");
        if name == "old" {
            let own = PrivateKey::from_der(&key.serialize_der()).expect("read");
            let identity = Identity::new(certificate, own, Vec::new()).expect("an identity");
            here.store.add_identity(&identity, &AddOptions::default()).expect("added");
        } else {
            renewed = Some(certificate);
        }
    }
    let renewed = renewed.expect("made");
    let set = here.api().https(None, &file(renewed.der())).expect("its key is here");
    assert_eq!(set.settings.certificate, Some(renewed.sha256()));
    assert!(here.api().identity().is_ok());
}

#[test]
fn a_file_of_several_servers_is_ambiguous_and_what_is_unfit_stays_outside() {
    let here = here();
    let (one, two) = (Here::identity(|_| ()), Here::identity(|_| ()));
    let both = format!("{}{}", one.certificate().to_pem(), two.certificate().to_pem());
    assert!(matches!(here.api().https(None, &file(both.as_bytes())), Err(Error::Ambiguous { count: 2, .. })));
    let expired = Here::identity(|params| params.not_after = NOW - Duration::days(3));
    let key = pem::encode("PRIVATE KEY", &expired.private_key().to_pkcs8_der());
    let text = format!("{}{key}", expired.certificate().to_pem());
    assert!(matches!(here.api().https(None, &file(text.as_bytes())), Err(Error::UnfitCertificate { .. })));
    assert_eq!(here.events(), ["created"]);
}

#[test]
fn a_self_signed_one_is_made_as_described_once() {
    let here = here();
    let wanted = SelfSigned::new("Better API").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
    let first = here.api().https(None, &EndpointCertificate::SelfSigned(&wanted)).expect("set");
    assert!(first.changed && !first.settings.generated);
    let again = here.api().https(None, &EndpointCertificate::SelfSigned(&wanted)).expect("set");
    assert_eq!((again.changed, again.settings.certificate), (false, first.settings.certificate));
    let before = here.events();
    let client = SelfSigned::new("c").expect("wanted").purpose(Purpose::Client);
    assert!(matches!(here.api().https(None, &EndpointCertificate::SelfSigned(&client)), Err(Error::UnfitCertificate { .. })));
    assert_eq!(here.events(), before, "none was made");
}

#[test]
fn its_certificate_cannot_be_deleted() {
    let here = here();
    let entry = here.api().certificate().expect("made");
    let refused = here.store.delete(entry.sha256()).expect_err("used");
    assert!(matches!(&refused, Error::Required { reasons, .. } if reasons == &["the endpoint api uses it"]), "{refused}");
    let other = here.certificate(|wanted| wanted);
    here.api().https(None, &stored(&other)).expect("set");
    here.store.delete(entry.sha256()).expect("no longer used");
}

#[test]
fn settings_made_or_altered_without_the_key_are_refused_until_they_are_reset() {
    let here = here();
    let other = here.certificate(|wanted| wanted);
    here.api().certificate().expect("made");
    let sha256 = other.sha256().to_string();
    for altering in [
        "UPDATE endpoints SET state = 'http'".to_owned(),
        "UPDATE endpoints SET state = 'none'".to_owned(),
        "UPDATE endpoints SET port = 443".to_owned(),
        "UPDATE endpoints SET generated = 0".to_owned(),
        format!("UPDATE endpoints SET sha256 = x'{sha256}'"),
    ] {
        here.sql(&altering);
        for refused in [here.api().settings().map(|_| ()), here.api().identity().map(|_| ()), here.api().disable().map(|_| ())] {
            assert!(matches!(refused, Err(Error::Tampered { .. })), "{altering}");
        }
        let check = here.store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked");
        assert!(check.verdicts.iter().any(|verdict| !verdict.ok && verdict.what.contains("endpoint api")), "{altering}: {check:?}");
        assert!(here.api().reset().expect("reset").changed);
        assert!(here.api().identity().is_ok());
    }
}

#[test]
fn its_certificate_cannot_be_deleted_either_where_the_settings_are_unreadable() {
    let here = here();
    for altering in ["UPDATE endpoints SET port = 70000", "UPDATE endpoints SET state = 'none'"] {
        let entry = here.api().certificate().expect("made");
        here.sql(altering);
        let refused = here.store.delete(entry.sha256()).expect_err("used");
        assert!(matches!(&refused, Error::Required { reasons, .. } if reasons == &["the endpoint api uses it"]), "{altering}: {refused}");
        here.api().reset().expect("reset");
    }
}

#[test]
fn a_key_of_a_kind_that_cannot_be_used_is_told_from_one_that_is_not_there() {
    let here = here();
    let certificate = Here::identity(|_| ()).certificate().to_pem();
    // a PrivateKeyInfo of id-dsa without parameters
    let dsa = [0x30, 0x13, 0x02, 1, 0, 0x30, 9, 0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1, 0x04, 3, 0x02, 1, 5];
    let text = format!("{certificate}{}", pem::encode("PRIVATE KEY", &dsa));
    let refused = here.api().https(None, &file(text.as_bytes())).expect_err("no such key serves");
    assert!(matches!(refused, Error::Unsupported { .. }), "{refused}");
    let words = "a server's private key of the kind dsa is not supported: this kind of key cannot be used; ";
    assert!(refused.to_string().starts_with(words), "{refused}");
    assert!(matches!(here.api().https(None, &file(certificate.as_bytes())), Err(Error::NoPrivateKey { .. })));
    assert_eq!(here.events(), ["created"]);
}

#[test]
fn who_is_refused_is_told_the_command_for_this_endpoint() {
    let here = here();
    let reports = here.store.endpoint("reports").expect("a name").host(host());
    reports.disable().expect("off");
    let refused = reports.certificate().expect_err("off").to_string();
    assert!(refused.contains("`certwright api https --name reports`"), "{refused}");
}

#[test]
fn settings_outlast_a_rotation_of_the_key() {
    let here = here();
    here.api().https(Some(4431), &EndpointCertificate::Keep).expect("set");
    here.store.rotate_key(&crate::RotateOptions::default()).expect("rotated");
    assert_eq!(here.api().settings().expect("read").port, 4431);
    assert!(here.api().identity().is_ok());
}

#[test]
fn a_name_is_short_and_plain() {
    let here = here();
    for name in ["", "-a", ".a", "API", "a b", "a/b", "\u{e4}", &"a".repeat(65)] {
        assert!(matches!(here.store.endpoint(name), Err(Error::InvalidArgument { what: "endpoint", .. })), "{name}");
    }
    assert!(here.store.endpoint("integration.api-2_x").is_ok());
    let exported = here.store.export(&[here.api().certificate().expect("made").sha256()], &ExportOptions::format(ExportFormat::Der));
    assert!(exported.is_ok());
}
