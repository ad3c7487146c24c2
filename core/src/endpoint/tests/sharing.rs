//! What other machines are given.

use super::*;

#[test]
fn what_others_install_is_public_and_is_the_certificate_that_signed_itself() {
    let here = here();
    let shared = here.api().share(None).expect("made");
    let own = here.api().certificate().expect("made");
    assert_eq!(shared.certificate, *own.certificate());
    let names: Vec<&str> = shared.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["api.cer", "api.pem"]);
    assert_eq!(shared.files[0].1, own.der());
    assert_eq!(shared.files[1].1, own.to_pem().as_bytes());
    let systems: Vec<&str> = shared.instructions.iter().map(|one| one.system).collect();
    assert_eq!(systems, ["certwright", "windows", "windows-domain", "debian", "red-hat", "java", "nss", "macos"]);
    assert_eq!(shared.instructions[0].commands, [format!("certwright trust add srv1.corp.example:9699 --thumbprint {}", own.sha256())]);
    let of = |system: &str| shared.instructions.iter().find(|one| one.system == system).expect("there");
    assert!(of("nss").commands[0].contains("-t P,,"), "{:?}", of("nss"));
    assert!(of("macos").notes[1].contains("825 days"), "{:?}", of("macos"));
    let brief = here.certificate(|wanted| wanted.valid_to(crate::ValidTo::Days(397)));
    here.api().https(None, &stored(&brief)).expect("set");
    let shared = here.api().share(Some("10.0.0.5")).expect("made");
    assert_eq!(shared.instructions.last().expect("there").notes.len(), 1, "Apple takes it");
    assert!(shared.instructions[0].commands[0].contains(" 10.0.0.5:9699 "));
    assert!(here.api().share(Some("2001:db8::5")).expect("made").instructions[0].commands[0].contains(" [2001:db8::5]:9699 "));
    for strange in ["x; rm -rf ~ #", "a\u{1b}[2J", "a b", "-x", ""] {
        assert!(matches!(here.api().share(Some(strange)), Err(Error::InvalidArgument { .. })), "{strange:?}");
    }
}

#[test]
fn of_one_that_a_ca_issued_the_root_is_given() {
    let here = here();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "root");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
    let key = KeyPair::generate().expect("a key");
    let root = Certificate::from_der(params.self_signed(&key).expect("signed").der()).expect("read");
    let issuer = rcgen::Issuer::new(params, key);
    let mut params = CertificateParams::new(vec!["srv1.corp.example".to_owned()]).expect("a name");
    (params.not_before, params.not_after) = (NOW - Duration::days(10), NOW + Duration::days(100));
    let key = KeyPair::generate().expect("a key");
    let leaf = Certificate::from_der(params.signed_by(&key, &issuer).expect("signed").der()).expect("read");
    let identity = Identity::new(leaf.clone(), PrivateKey::from_der(&key.serialize_der()).expect("read"), Vec::new()).expect("an identity");
    here.store.add_identity(&identity, &AddOptions::default()).expect("added");
    here.api().https(None, &stored(&leaf)).expect("set");
    let alone = here.api().share(None).expect("made");
    assert_eq!(alone.certificate, leaf);
    assert!(alone.instructions[1].notes.iter().any(|note| note.contains("not in the store")));
    here.store.add(&root, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let shared = here.api().share(None).expect("made");
    assert_eq!(shared.certificate, root);
    assert!(shared.instructions.iter().any(|one| one.commands.iter().any(|command| command.contains("-t C,,"))));
    assert!(shared.instructions[0].commands[0].contains(&leaf.sha256().to_string()), "the decision is about the server's own");
    here.api().disable().expect("off");
    assert_eq!(here.api().share(None).expect("what it has kept").certificate, root);
}
