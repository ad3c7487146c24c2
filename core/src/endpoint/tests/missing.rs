//! An endpoint whose certificate is no longer in the store.

use super::*;

/// Its row is taken away, past the store, which refuses to.
fn without_its_certificate(given: bool) -> Here {
    let here = here();
    let certificate = if given { stored(here.certificate(|wanted| wanted).certificate()) } else { EndpointCertificate::Keep };
    here.api().https(Some(4431), &certificate).expect("set");
    here.sql("DELETE FROM certificates");
    here
}

#[test]
fn it_is_told_and_can_be_switched_off() {
    for given in [false, true] {
        let here = without_its_certificate(given);
        let sha256 = here.api().settings().expect("read").certificate.expect("named");
        let next = if given {
            "import it again, or give another one with `certwright api https certificate --name api`"
        } else {
            "a new one is made when it is next asked for"
        };
        let warning = format!("its certificate {sha256} is no longer in the store; {next}");
        let told = here.api().status().expect("told");
        assert!(told.certificate.is_none() && told.warnings == [warning.clone()], "{told:?}");
        let http = here.api().http(None).expect("http");
        assert!(http.changed && http.certificate.is_none() && http.warnings[1] == warning, "{http:?}");
        let off = here.api().disable().expect("off");
        assert_eq!((off.changed, off.settings.state, off.settings.certificate), (true, EndpointState::Off, Some(sha256)));
        assert_eq!(off.warnings, [warning]);
    }
}

#[test]
fn one_that_it_made_is_made_anew() {
    type Ask = fn(&Endpoint) -> Result<Option<Entry>>;
    let ask: [Ask; 3] = [
        |api| api.certificate().map(Some),
        |api| Ok(api.https(None, &EndpointCertificate::Keep)?.certificate),
        |api| Ok(api.https(None, &EndpointCertificate::Generated)?.certificate),
    ];
    for ask in ask {
        let here = without_its_certificate(false);
        let entry = ask(&here.api()).expect("made").expect("told");
        let settings = here.api().settings().expect("read");
        assert_eq!((settings.port, settings.generated, settings.certificate), (4431, true, Some(entry.sha256())));
    }
}

#[test]
fn one_that_was_given_is_not_found_until_another_one_is_set() {
    let here = without_its_certificate(true);
    let sha256 = here.api().settings().expect("read").certificate.expect("named");
    let wanted = format!(
        "the certificate {sha256} of the endpoint api (import it again, or give another one with `certwright api https certificate --name api`)"
    );
    let before = here.events();
    let keep = &EndpointCertificate::Keep;
    for refused in
        [here.api().certificate().map(|_| ()), here.api().https(None, keep).map(|_| ()), here.api().dry_run().https(None, keep).map(|_| ())]
    {
        assert_eq!(refused, Err(Error::NotFound { wanted: wanted.clone(), near: Vec::new() }));
    }
    assert_eq!(here.events(), before);
    let told = here.api().dry_run().https(None, &EndpointCertificate::Generated).expect("told");
    assert!(told.changed && told.certificate.is_none() && told.settings.generated);
    assert!(here.api().https(None, &EndpointCertificate::Generated).expect("made").certificate.is_some());
}

#[test]
fn a_certificate_that_is_gone_cannot_be_set() {
    let here = without_its_certificate(true);
    let gone = EndpointCertificate::Stored(here.api().settings().expect("read").certificate.expect("named"));
    for endpoint in [here.api(), here.store.endpoint("other").expect("a name")] {
        assert!(matches!(endpoint.https(None, &gone), Err(Error::NotFound { .. })));
    }
}
