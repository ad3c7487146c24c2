//! A dry run tells what the change itself comes to then, and changes nothing.

use super::*;

/// The same in a dry run and then in earnest: what is told of both, certificates left out where they are yet to be made.
fn both(here: &Here, work: impl Fn(&Endpoint) -> Result<EndpointChange>) -> Result<EndpointChange> {
    let before = (here.events(), here.api().settings().ok());
    let told = work(&here.api().dry_run());
    assert_eq!((here.events(), here.api().settings().ok()), before, "nothing is changed");
    let done = work(&here.api());
    match (&told, &done) {
        (Ok(told), Ok(done)) => {
            let EndpointSettings { state, port, generated, .. } = &done.settings;
            assert_eq!((&told.settings.state, &told.settings.port, &told.settings.generated), (state, port, generated));
            assert_eq!((told.changed, &told.warnings), (done.changed, &done.warnings));
            if let Some(entry) = &told.certificate {
                assert_eq!(entry.sha256(), done.certificate.as_ref().expect("there").sha256());
                assert_eq!(told.settings, done.settings);
            }
        }
        (Err(told), Err(done)) => assert_eq!(told.to_string(), done.to_string()),
        _ => panic!("{told:?} but {done:?}"),
    }
    told
}

#[test]
fn each_change_is_told_as_it_is_made() {
    let here = here();
    let other = here.certificate(|wanted| wanted);
    let keep = |api: &Endpoint| api.https(None, &EndpointCertificate::Keep);
    let generated = |api: &Endpoint| api.https(Some(4431), &EndpointCertificate::Generated);
    let given = |api: &Endpoint| api.https(None, &stored(&other));
    assert!(both(&here, keep).expect("one is made").certificate.is_none());
    assert!(!both(&here, keep).expect("kept").changed);
    assert!(both(&here, Endpoint::disable).expect("off").changed);
    assert!(!both(&here, Endpoint::disable).expect("off").changed);
    assert!(both(&here, |api| api.http(Some(80))).expect("http").changed);
    assert!(both(&here, given).expect("given").changed);
    assert!(!both(&here, given).expect("given").changed);
    assert!(!both(&here, keep).expect("kept").changed);
    assert!(both(&here, generated).expect("back").certificate.is_some());
    assert!(!both(&here, generated).expect("its own").changed);
    assert!(both(&here, given).expect("given").changed);
    let renamed = |api: &Endpoint| api.clone().subject("another").https(None, &EndpointCertificate::Generated);
    assert!(both(&here, renamed).expect("made").certificate.is_none());
    assert!(both(&here, Endpoint::reset).expect("reset").changed);
    assert!(!both(&here, Endpoint::reset).expect("reset").changed);
}

#[test]
fn one_that_would_be_made_or_come_from_a_file_is_told_without_it() {
    let here = here();
    let wanted = SelfSigned::new("Better API").and_then(|wanted| wanted.dns_name("srv1.corp.example")).expect("wanted");
    let made = |api: &Endpoint| api.https(None, &EndpointCertificate::SelfSigned(&wanted));
    assert!(both(&here, made).expect("made").certificate.is_none());
    assert!(both(&here, made).expect("it is there").certificate.is_some());
    let identity = Here::identity(|params| params.subject_alt_names.clear());
    let key = pem::encode("PRIVATE KEY", &identity.private_key().to_pkcs8_der());
    let text = format!("{}{key}", identity.certificate().to_pem());
    let told = both(&here, |api| api.https(None, &file(text.as_bytes()))).expect("of a file");
    assert!(told.certificate.is_none() && told.warnings[0].contains("no host"), "{told:?}");
    assert!(!both(&here, |api| api.https(None, &file(text.as_bytes()))).expect("it is there").changed);
}

#[test]
fn an_expired_one_of_its_own_is_told_to_be_made_anew() {
    let here = here();
    here.api().certificate().expect("made");
    let later = here.at(datetime!(2031-06-01 12:00:01 UTC));
    let told = api(&later).dry_run().https(None, &EndpointCertificate::Keep).expect("told");
    assert!(told.changed && told.certificate.is_none() && told.settings.generated && told.settings.certificate.is_none());
    assert!(api(&later).https(None, &EndpointCertificate::Keep).expect("made").changed);
}

#[test]
fn what_is_refused_is_refused_in_the_same_words() {
    let here = here();
    let expired = here.added(|params| params.not_after = NOW - Duration::days(3));
    let keyless = Here::identity(|_| ()).certificate().clone();
    let unknown = StoreName::parse("Elsewhere").expect("a name");
    let pem = keyless.to_pem();
    for certificate in [
        stored(&expired),
        stored(&keyless),
        file(keyless.der()),
        file(expired.der()),
        file(b"nonsense"),
        EndpointCertificate::File { data: pem.as_bytes(), password: None, store: unknown.clone() },
    ] {
        both(&here, |api| api.https(None, &certificate)).expect_err("refused");
    }
    both(&here, |api| api.https(Some(0), &EndpointCertificate::Keep)).expect_err("no port");
    let identity = Here::identity(|_| ());
    let text = format!("{}{}", identity.certificate().to_pem(), pem::encode("PRIVATE KEY", &identity.private_key().to_pkcs8_der()));
    let elsewhere = EndpointCertificate::File { data: text.as_bytes(), password: None, store: unknown };
    let client = SelfSigned::new("c").expect("wanted").purpose(Purpose::Client);
    let refused = here.api().dry_run().https(None, &EndpointCertificate::SelfSigned(&client)).expect_err("for clients");
    assert!(matches!(refused, Error::UnfitCertificate { .. }), "{refused}");
    let refused = both(&here, |api| api.https(None, &elsewhere)).expect_err("no such named store");
    assert!(matches!(refused, Error::UnknownStoreName { .. }), "{refused}");
    let before = here.events();
    for store in [StoreName::TrustedRoot, StoreName::TrustedPeople] {
        let trusted = EndpointCertificate::File { data: text.as_bytes(), password: None, store };
        let refused = both(&here, |api| api.https(None, &trusted)).expect_err("no key comes there");
        assert!(matches!(refused, Error::InvalidArgument { what: "named store", .. }), "{refused}");
    }
    assert_eq!(here.events(), before, "nothing is trusted");
}

#[test]
fn a_certificate_that_is_yet_to_be_made_is_not_made_by_who_asks_for_it() {
    let here = here();
    here.store.endpoint("other").expect("a name").host(host()).certificate().expect("made, for the one that expires");
    let later = here.at(datetime!(2031-06-01 12:00:01 UTC));
    let why = |name: &str| {
        let cure = format!("`certwright api https --name {name}` makes it");
        let why = format!("the certificate of the endpoint {name} is yet to be made, which a dry run does not do; {cure}");
        Some(Error::InvalidArgument { what: "dry run", why })
    };
    for (store, name) in [(&here.store, "api"), (&later, "other")] {
        let tried = store.endpoint(name).expect("a name").host(host()).dry_run();
        let before = here.events();
        assert_eq!(tried.certificate().err(), why(name));
        assert_eq!(tried.identity().err(), why(name));
        assert_eq!(tried.live().get().err(), why(name));
        assert_eq!(tried.share(None).err(), why(name));
        #[cfg(feature = "tls")]
        assert_eq!(tried.server_config().err(), why(name));
        assert_eq!(here.events(), before, "nothing is made");
    }
    let tried = here.store.endpoint("other").expect("a name").host(host()).dry_run();
    assert!(tried.identity().is_ok() && tried.share(None).is_ok(), "one that is there is given");
}
