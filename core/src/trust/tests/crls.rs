//! Revocation lists that the store keeps.

use rcgen::{
    CertificateRevocationListParams, CrlDistributionPoint, CrlIssuingDistributionPoint, CrlScope, KeyIdMethod, RevocationReason, RevokedCertParams,
    SerialNumber, SigningKey,
};

use super::*;
use crate::{asn1, path::Revocation, store::ImportOptions};

impl Ca {
    /// A list made so many days from now, which the next is to follow 7 days later.
    fn list(&self, revoked: &[&Certificate], days: i64, number: u64) -> Vec<u8> {
        self.list_of(None, revoked, days, number)
    }

    /// The same about these certificates alone.
    fn list_of(&self, scope: Option<CrlIssuingDistributionPoint>, revoked: &[&Certificate], days: i64, number: u64) -> Vec<u8> {
        let made = NOW + Duration::days(days);
        let revoked = revoked.iter().map(|certificate| RevokedCertParams {
            serial_number: SerialNumber::from_slice(certificate.serial().der_content()),
            revocation_time: made,
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        });
        let params = CertificateRevocationListParams {
            this_update: made,
            next_update: made + Duration::days(7),
            crl_number: SerialNumber::from(number),
            issuing_distribution_point: scope,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).expect("signed").der().to_vec()
    }
}

impl Ca {
    /// A list with other octets of the same number in it, signed anew.
    fn altered(&self, list: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut parts = asn1::only_sequence(list).expect("a list");
        let mut signed = parts.element().expect("what is signed").raw.to_vec();
        let algorithm = parts.element().expect("an algorithm").raw.to_vec();
        let places: Vec<usize> = (0..=signed.len() - from.len()).filter(|at| signed[*at..].starts_with(from)).collect();
        let [place] = places.as_slice() else { panic!("{} places", places.len()) };
        signed[*place..place + to.len()].copy_from_slice(to);
        let signature = self.issuer.key().sign(&signed).expect("signed");
        asn1::sequence(&[&signed, &algorithm, &asn1::bit_string(&signature)])
    }
}

/// The DER of a serial number.
fn serial(certificate: &Certificate) -> Vec<u8> {
    asn1::tlv(asn1::INTEGER, &[certificate.serial().der_content()])
}

/// What stands behind an entry that cannot be read is not seen; that it is not listed cannot be said.
#[test]
fn a_list_that_cannot_be_read_to_its_end_clears_nobody() {
    let (root, other) = (ca("root"), key());
    let chain = [root.issue(&server("srv1"), &key())];
    let before = root.issue(&server("srv2"), &other);
    let broken = |days| {
        let list = root.list(&[&before, &chain[0]], days, 1);
        let number = serial(&before);
        // the time behind the number is no longer one
        let (mut from, mut to) = (number.clone(), number);
        from.extend([asn1::UTC_TIME, 13]);
        to.extend([asn1::IA5_STRING, 13]);
        root.altered(&list, &from, &to)
    };
    for (days, basis) in [(-1, "people"), (-1, "decision"), (-20, "root")] {
        let here = here();
        let trusted = if basis == "root" { StoreName::TrustedRoot } else { StoreName::Intermediate };
        here.store.add(&root.certificate, &AddOptions::to(trusted)).expect("added");
        if basis == "decision" {
            assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
        } else if basis == "people" {
            here.store.add(&chain[0], &AddOptions::to(StoreName::TrustedPeople)).expect("added");
        }
        assert!(here.verify(&chain, "srv1").is_ok(), "{basis}");
        assert!(import(&here, &broken(days)).0);
        assert_eq!(codes(here.verify(&chain, "srv1")), ["crl_unusable"], "{basis}");
    }
}

/// For any ECDSA signature a second key can be computed that verifies it: what the peer calls the issuer clears nobody.
#[test]
fn a_forged_issuer_that_the_peer_sends_along_clears_nobody() {
    use p256::ecdsa::{RecoveryId, Signature, VerifyingKey};
    let here = here();
    let ca = ca("a CA");
    let leaf = ca.issue(&server("srv1"), &key());
    here.store.add(&ca.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    assert!(import(&here, &ca.list(&[&leaf], -1, 1)).0);
    here.store.delete(ca.certificate.sha256()).expect("nothing here needs it");
    here.store.add(&leaf, &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    assert_eq!(codes(here.verify(std::slice::from_ref(&leaf), "srv1")), ["revoked"]);

    let mut parts = asn1::only_sequence(leaf.der()).expect("a certificate");
    let signed = parts.element().expect("what is signed").raw;
    parts.element().expect("an algorithm");
    let signature = Signature::from_der(&parts.element().expect("a signature").content[1..]).expect("ECDSA");
    let digest = ring::digest::digest(&ring::digest::SHA256, signed);
    let recovered = (0..2).filter_map(RecoveryId::from_byte);
    let recovered = recovered.filter_map(|which| VerifyingKey::recover_from_prehash(digest.as_ref(), &signature, which).ok());
    let own = ca.certificate.public_key_der();
    let forged = recovered.map(|key| {
        let point = key.to_sec1_point(false);
        let start = own.len() - point.as_bytes().len(); // a P-256 key ends with its point
        let other = [&own[..start], point.as_bytes()].concat();
        let at = ca.certificate.der().windows(own.len()).position(|part| part == own).expect("its key");
        let mut der = ca.certificate.der().to_vec();
        der[at..at + other.len()].copy_from_slice(&other);
        Certificate::from_der(&der).expect("read")
    });
    let forged: Vec<Certificate> = forged.filter(|forged| forged.public_key_der() != own).collect();
    let [forged] = forged.as_slice() else { panic!("{} other keys", forged.len()) };
    assert_eq!(leaf.is_signed_by(forged), Some(true), "that is the point");
    assert_eq!(codes(here.verify(&[leaf.clone(), forged.clone()], "srv1")), ["revoked"]);
    assert!(matches!(here.decide(&[leaf.clone(), forged.clone()], Pin::Certificate, leaf.sha256()), Err(Error::Untrusted { .. })));
}

#[test]
fn a_list_of_another_ca_of_the_same_name_covers_nobody() {
    let here = here();
    let (own, namesake) = (ca("a CA"), ca("a CA"));
    let chain = [own.issue(&server("srv1"), &key())];
    here.store.add(&chain[0], &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    for one in [&own, &namesake] {
        here.store.add(&one.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    }
    let demanded = VerifyPeer { revocation: Revocation::Required, ..without_system() };
    let judged = || here.store.verify(&chain, Peer::Server { host: "srv1", port: None }, &demanded);
    assert!(import(&here, &namesake.list(&[], -1, 1)).0);
    assert_eq!(codes(judged()), ["crl_missing"]);
    assert!(import(&here, &own.list(&[], -1, 1)).0);
    assert_eq!(judged().expect("covered").basis, Basis::TrustedPeople);
}

#[test]
fn a_list_of_attribute_certificates_revokes_no_other() {
    let here = here();
    let root = ca("root");
    let chain = [root.issue(&server("srv1"), &key())];
    here.store.add(&root.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    here.store.add(&chain[0], &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    let point = CrlDistributionPoint { uris: vec!["http://ca.example/1.crl".to_owned()] };
    let list = root.list_of(Some(CrlIssuingDistributionPoint { distribution_point: point, scope: Some(CrlScope::CaCertsOnly) }), &[&chain[0]], -1, 1);
    let of_attributes = root.altered(&list, &[0x82, 1, 0xff], &[0x85, 1, 0xff]);
    assert!(import(&here, &of_attributes).0);
    assert!(here.verify(&chain, "srv1").is_ok());
    assert!(import(&here, &list).0);
    assert_eq!(codes(here.verify(&chain, "srv1")), ["revoked"], "of CAs, it revokes what it lists");
}

fn import(here: &Here, list: &[u8]) -> (bool, Option<String>) {
    let imported = here.store.import(list, &ImportOptions::default()).expect("imported");
    (imported.changed(), imported.outcomes[0].note.clone())
}

#[test]
fn what_a_list_in_the_store_revokes_is_refused_whoever_else_trusts_it() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let (good, bad) = (root.issue(&server("srv1"), &key()), root.issue(&server("srv2"), &key()));
    assert_eq!(import(&here, &root.list(&[&bad], -1, 1)), (true, None));
    assert_eq!(here.verify(std::slice::from_ref(&good), "srv1").expect("trusted").notes, [] as [String; 0]);
    let bad = [bad];
    assert_eq!(codes(here.verify(&bad, "srv2")), ["revoked"]);
    here.store.add(&bad[0], &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    assert_eq!(codes(here.verify(&bad, "srv2")), ["revoked"]);
    let decided = here.decide(&bad, Pin::Certificate, bad[0].sha256());
    assert!(matches!(&decided, Err(Error::Untrusted { reasons, .. }) if reasons[0].code() == "revoked"), "{decided:?}");
}

#[test]
fn what_was_decided_upon_is_refused_once_a_list_revokes_it_whatever_the_peer_sends_along() {
    let here = here();
    let (ca, own) = (ca("a CA"), key());
    let chain = [ca.issue(&server("srv1"), &own), ca.certificate.clone()];
    assert_eq!(here.decide(&chain, Pin::Key, chain[0].sha256()), Ok(true));
    here.store.add(&ca.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    assert!(import(&here, &ca.list(&[&chain[0]], -1, 1)).0);
    here.store.delete(ca.certificate.sha256()).expect("nothing here needs it");
    assert_eq!(codes(here.verify(&chain, "srv1")), ["revoked"]);
    assert_eq!(codes(here.verify(&chain[..1], "srv1")), ["revoked"], "without the CA");
    let thief = [self_signed(&server("srv1"), &own)];
    assert_eq!(codes(here.verify(&thief, "srv1")), ["revoked"], "the key is what was revoked");
}

#[test]
fn where_lists_are_demanded_a_decision_and_trusted_people_need_one_too() {
    let here = here();
    let ca = ca("a CA");
    let chain = [ca.issue(&server("srv1"), &key())];
    here.store.add(&ca.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    here.store.add(&chain[0], &AddOptions::to(StoreName::TrustedPeople)).expect("added");
    let demanded = VerifyPeer { revocation: Revocation::Required, ..without_system() };
    let judged = |port| here.store.verify(&chain, Peer::Server { host: "srv1", port }, &demanded);
    assert_eq!(codes(judged(None)), ["crl_missing"]);
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
    assert_eq!(codes(judged(Some(9699))), ["crl_missing"]);
    assert!(import(&here, &ca.list(&[], -1, 1)).0);
    assert!(judged(Some(9699)).is_ok() && judged(None).is_ok());
}

#[test]
fn a_list_that_can_only_do_harm_is_not_taken() {
    let here = here();
    let without_end = crate::Crl::from_der(include_bytes!("../../../tests/data/chain/without-end.crl")).expect("a list");
    let (changed, note) = import(&here, without_end.der());
    assert!(!changed && note.is_some_and(|note| note.starts_with("it cannot be relied on: it has no number")));
}

#[test]
fn decisions_that_are_passed_over_for_want_of_a_port_are_told_of() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let chain = [root.issue(&server("srv1"), &key())];
    assert_eq!(here.decide(&chain, Pin::Certificate, chain[0].sha256()), Ok(true));
    let notes = |host, port| here.store.verify(&chain, Peer::Server { host, port }, &without_system()).expect("trusted").notes;
    assert_eq!(notes("srv1", None), ["there are decisions about srv1; none was looked at, because the port is not known"]);
    assert_eq!(notes("srv1", Some(443)), [] as [String; 0]);
    let unknown = [self_signed(&server("srv1"), &key())];
    assert_eq!(here.decide(&unknown, Pin::Certificate, unknown[0].sha256()), Ok(true));
    let refused = here.store.verify(&unknown, Peer::Server { host: "srv1", port: None }, &without_system());
    assert_eq!(codes(refused), ["port_unknown", "root_not_trusted"]);
}

#[test]
fn a_pinned_ca_is_found_over_intermediates_of_the_store() {
    let here = here();
    let root = ca("root");
    let mut params = params("intermediate");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let own = key();
    let between = Ca { certificate: root.issue(&params, &own), issuer: Issuer::new(params, own) };
    let chain = [between.issue(&server("srv1"), &key()), between.certificate.clone(), root.certificate.clone()];
    assert_eq!(here.decide(&chain, Pin::Ca, root.certificate.sha256()), Ok(true));
    here.store.add(&between.certificate, &AddOptions::to(StoreName::Intermediate)).expect("added");
    assert!(here.verify(&chain[..1], "srv1").is_ok());
}

#[test]
fn a_list_that_nobody_verifies_is_not_taken_and_displaces_none() {
    let here = here();
    let root = ca("root");
    let chain = [root.issue(&server("srv1"), &key())];
    let (changed, note) = import(&here, &root.list(&[&chain[0]], -1, 1));
    assert!(!changed && note.is_some_and(|note| note.starts_with("no certificate of CN=root that verifies")));
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    assert!(import(&here, &root.list(&[&chain[0]], -1, 1)).0);
    let mut forged = root.list(&[], 0, 2);
    let last = forged.len() - 1;
    forged[last] ^= 1;
    assert!(!import(&here, &forged).0);
    assert_eq!(codes(here.verify(&chain, "srv1")), ["revoked"]);
}

#[test]
fn a_stale_list_is_said_still_revokes_and_fails_where_lists_are_demanded() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let (good, bad) = (root.issue(&server("srv1"), &key()), root.issue(&server("srv1"), &key()));
    let (changed, note) = import(&here, &root.list(&[&bad], -8, 1));
    assert!(changed && note.is_some_and(|note| note.contains("stale")));
    let good = [good];
    let notes = here.verify(&good, "srv1").expect("trusted").notes;
    assert!(notes.len() == 1 && notes[0].starts_with("the CRL of CN=root in the store is stale"), "{notes:?}");
    assert_eq!(codes(here.verify(&[bad], "srv1")), ["revoked"]);
    let demanded = VerifyPeer { revocation: Revocation::Required, ..without_system() };
    assert_eq!(codes(here.store.verify(&good, Peer::Server { host: "srv1", port: None }, &demanded)), ["crl_unusable"]);
}

#[test]
fn a_newer_list_takes_the_place_of_an_older_one_and_not_the_reverse() {
    let here = here();
    let root = ca("root");
    let another = ca("root");
    for ca in [&root, &another] {
        here.store.add(&ca.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    }
    let (old, new) = (root.list(&[], -3, 1), root.list(&[], -1, 2));
    assert_eq!(import(&here, &old), (true, None));
    assert_eq!(import(&here, &old), (false, None), "the same again");
    assert_eq!(import(&here, &new), (true, None));
    let (changed, note) = import(&here, &old);
    assert!(!changed && note.is_some_and(|note| note.starts_with("a newer one")), "an old one would take revocations back");
    assert_eq!(import(&here, &another.list(&[], -3, 1)), (true, None), "another CA of the same name");
    let kept = here.store.crls().expect("read");
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].crl.der(), new);
    here.store.remove_crl(kept[0].sha256()).expect("removed");
    assert!(matches!(here.store.remove_crl(kept[0].sha256()), Err(Error::NotFound { .. })));
    assert_eq!(here.events(), ["created", "added", "added", "imported", "imported", "imported", "deleted"]);
}

#[test]
fn a_list_put_there_or_altered_without_the_key_is_refused() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    let chain = [root.issue(&server("srv1"), &key())];
    import(&here, &root.list(&chain.iter().collect::<Vec<_>>(), -1, 2));
    let stranger = rusqlite::Connection::open(here.folder.path().join("certs.db")).expect("opens");
    stranger.execute("UPDATE crls SET issuer = x'3000'", []).expect("written");
    assert!(matches!(here.verify(&chain, "srv1"), Err(Error::Tampered { .. })), "it would not be found");
    stranger.execute("UPDATE crls SET issuer = ?1", [root.certificate.subject().der()]).expect("written");
    assert_eq!(codes(here.verify(&chain, "srv1")), ["revoked"]);
    stranger.execute("UPDATE crls SET der = ?1", [root.list(&[], -1, 1)]).expect("written");
    assert!(matches!(here.store.crls(), Err(Error::Tampered { .. })));
    assert_eq!(codes(here.verify(&chain, "srv1")), ["revoked"], "the right one was read before");
    let anew = here.reopened_at(NOW).verify(&chain, Peer::Server { host: "srv1", port: Some(9699) }, &without_system());
    assert!(matches!(anew, Err(Error::Tampered { .. })));
    let check = here.store.check(&mut |_, _| std::ops::ControlFlow::Continue(())).expect("checked");
    assert!(check.verdicts.iter().any(|verdict| !verdict.ok && verdict.what.starts_with("the CRL ")), "{check:?}");
    assert!(import(&here, &root.list(&[&chain[0]], -1, 3)).0, "a right one beside it");
}

#[test]
fn lists_outlast_a_rotation_of_the_key() {
    let here = here();
    let root = ca("root");
    here.store.add(&root.certificate, &AddOptions::to(StoreName::TrustedRoot)).expect("added");
    import(&here, &root.list(&[], -1, 1));
    here.store.rotate_key(&crate::RotateOptions::default()).expect("rotated");
    assert_eq!(here.store.crls().expect("read").len(), 1);
}

#[test]
fn lists_are_read_from_der_and_pem() {
    let list = ca("root").list(&[], -1, 1);
    let pem = crate::pem::encode("X509 CRL", &list);
    let both = format!("{}{}", crate::pem::encode("X509 CRL", &list), ca("other").certificate.to_pem());
    for (file, what) in [(list.as_slice(), &["CRL"][..]), (pem.as_bytes(), &["CRL"]), (both.as_bytes(), &["CRL", "certificate"])] {
        let report = crate::read_file(file, &crate::ReadOptions::default()).expect("read");
        assert_eq!(report.bags.iter().map(crate::Bag::what).collect::<Vec<_>>(), what);
        assert_eq!(report.crls().next().expect("a list").der(), list);
    }
}
