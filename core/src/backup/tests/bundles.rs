//! Everything of a store, in one file: made, proven, restored elsewhere, refused where it is not as it was signed.

use zeroize::Zeroizing;

use super::*;
use crate::{
    backup::bundle::fresh_recipient,
    store::{Archived, Pin, Query, StoreName, TrustDecision},
};

/// A store with something of every kind in it.
fn filled() -> Here {
    let here = here();
    let first = here.assigned("reports", Some("db1"));
    here.later(Duration::days(10));
    here.store.renew(&first, &RenewOptions::default()).expect("renewed");
    here.assigned("client", None);
    let served = here.store.provide("ssl-connection", None, &ProvideOptions::default()).expect("made").entry;
    let root = SelfSigned::new("CN=a root").expect("a subject").issue(Now::system()).expect("made").certificate().clone();
    here.store.add(&root, &AddOptions::to(StoreName::TrustedRoot).friendly_name("A root")).expect("added");
    here.store.add(served.certificate(), &AddOptions::to(StoreName::parse("Plant 7").expect("a name")).create_store()).expect("added");
    let decision = TrustDecision {
        id: 0,
        host: "srv9.corp.example".to_owned(),
        port: 8443,
        pin: Pin::Certificate,
        certificate: root,
        by: "somebody".to_owned(),
        why: "seen on its console".to_owned(),
        since: NOW,
        until: None,
    };
    here.store.keep_decision(decision, None).expect("decided");
    let endpoint = here.store.endpoint("api").expect("an endpoint");
    endpoint.https(None, &crate::endpoint::EndpointCertificate::Stored(served.sha256())).expect("set up");
    here
}

fn bundle(here: &Here) -> BackupReport {
    here.store.backup(&here.options().kind(BackupKind::Bundle), &mut on).expect("a bundle")
}

fn trusting(signer: &str) -> RestoreOptions<'static> {
    RestoreOptions { trust_signer: Some(signer.to_owned()), ..open() }
}

/// What each certificate is, and how it lies in the store.
fn certificates(store: &Store) -> Vec<String> {
    let mut all: Vec<_> = store
        .find(&Query { archived: Archived::Also, ..Query::default() })
        .expect("found")
        .map(|entry| {
            let entry = entry.expect("an entry");
            let mut stores: Vec<String> = entry.stores().iter().map(ToString::to_string).collect();
            stores.sort();
            format!("{} {:?} {stores:?} {} {}", entry.sha256(), entry.friendly_name(), entry.archived(), entry.has_private_key())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn everything_comes_back_on_a_new_machine_that_trusts_the_signer() {
    let old = filled();
    let report = bundle(&old);
    assert_eq!((report.proof.keys, report.proof.signed, report.proof.own_signer), (4, 4, Some(true)));
    assert!(report.backup.files[0].name.ends_with(".age") && report.backup.proven.is_some());
    let signer = old.store.backup_status().expect("told").signer.expect("a signer");
    assert_eq!(report.proof.signer.as_ref(), Some(&signer));
    let new = here();
    let before = new.store.last_event().expect("a line");
    let refused = new.store.restore(&old.files(), &open(), &mut on).expect_err("another signer");
    assert_eq!(refused, Error::OtherSigner { fingerprint: signer.clone() });
    assert_eq!(new.store.last_event(), Ok(before));
    let proof = new.store.verify_backup(&old.files(), &open(), &mut on).expect("proven");
    assert_eq!((proof.own_signer, proof.signed), (Some(false), 4));
    let plan = new.store.restore(&old.files(), &RestoreOptions { dry_run: true, ..trusting(&signer) }, &mut on).expect("a plan");
    assert!(!plan.changed && plan.lines.iter().all(|line| line.outcome == RestoreOutcome::Added), "{:?}", plan.lines);
    assert_eq!(new.store.last_event(), Ok(before));
    let restored = new.store.restore(&old.files(), &trusting(&signer.to_lowercase()), &mut on).expect("restored");
    assert!(restored.changed);
    assert_eq!(certificates(&new.store), certificates(&old.store));
    assert_eq!(new.store.roles(), old.store.roles());
    assert_eq!(new.store.endpoints(), old.store.endpoints());
    let decisions = |store: &Store| store.decisions().expect("read").into_iter().map(|one| (one.host, one.by, one.since)).collect::<Vec<_>>();
    assert_eq!(decisions(&new.store), decisions(&old.store));
    let assignments = |store: &Store| {
        let mut all = store.assignments().expect("read");
        all.sort_by_key(|one| (one.role.clone(), one.sha256.to_string()));
        all
    };
    assert_eq!(assignments(&new.store), assignments(&old.store));
    let again = new.store.restore(&old.files(), &trusting(&signer), &mut on).expect("restored");
    assert!(!again.changed && again.lines.iter().all(|line| line.outcome == RestoreOutcome::Same), "{:?}", again.lines);
    assert_ne!(new.store.backup_status().expect("told").signer.as_ref(), Some(&signer), "the key that signs does not travel");
}

#[test]
fn with_recipients_nobody_is_asked_and_the_recipient_is_proven_later() {
    let here = filled();
    let own = fresh_recipient();
    let options = BackupOptions::default().location(here.location()).kind(BackupKind::Bundle).recipients([own.recipient.clone()]);
    let report = here.store.backup(&options, &mut on).expect("a bundle");
    assert!(!report.proof.recipient_proven && report.backup.proven.is_none());
    assert!(report.notes.iter().any(|note| note.contains("recipient unproven")), "{:?}", report.notes);
    let by = |identity: &str| RestoreOptions { identities: vec![Zeroizing::new(identity.to_owned())], ..RestoreOptions::default() };
    assert_eq!(status(here.store.verify_backup(&here.files(), &by(&fresh_recipient().identity), &mut on)), Some(Status::WrongPassword));
    assert_eq!(status(here.store.verify_backup(&here.files(), &open(), &mut on)), Some(Status::InvalidArgument));
    here.store.verify_backup(&here.files(), &by(&own.identity), &mut on).expect("proven");
    assert!(here.store.backups().expect("read")[0].proven.is_some());
    let wrong = options.clone().recipients(["age1nobody".to_owned()]);
    assert_eq!(status(here.store.backup(&wrong, &mut on)), Some(Status::InvalidArgument));
    assert_eq!(here.files().len(), 1, "nothing is left behind");
}

#[test]
fn an_altered_or_cut_bundle_restores_nothing_and_salvage_takes_what_can_be_read() {
    let old = filled();
    let own = fresh_recipient();
    let options = BackupOptions::default().location(old.location()).kind(BackupKind::Bundle).recipients([own.recipient]);
    let report = old.store.backup(&options, &mut on).expect("a bundle");
    let signer = report.proof.signer.expect("a signer");
    let by = || RestoreOptions { identities: vec![own.identity.clone()], trust_signer: Some(signer.clone()), ..RestoreOptions::default() };
    let whole = fs::read(&old.files()[0]).expect("read");
    let file = old.folder.path().join("altered.age");
    let new = here();
    let before = new.store.last_event().expect("a line");
    let refused =
        [Status::WrongPassword, Status::Damaged, Status::UnknownFormat, Status::Unsupported, Status::WorkLimit, Status::MalformedCertificate];
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut altered = whole.clone();
        altered[at] ^= 0x20;
        fs::write(&file, &altered).expect("written");
        let found = status(new.store.restore(&[&file], &by(), &mut on));
        assert!(found.is_some_and(|found| refused.contains(&found)), "octet {at}: {found:?}");
        fs::write(&file, &whole[..at]).expect("written");
        let found = status(new.store.restore(&[&file], &by(), &mut on));
        assert!(found.is_some_and(|found| refused.contains(&found)), "{at} octets: {found:?}");
    }
    assert_eq!(new.store.last_event(), Ok(before));
    // the last octets are those of the signature: all else can be read, and nobody vouches for it
    fs::write(&file, &whole[..whole.len() - 20]).expect("written");
    let saved = new.store.restore(&[&file], &RestoreOptions { salvage: true, ..by() }, &mut on);
    match saved {
        Ok(saved) => {
            assert!(saved.notes.iter().any(|note| note.contains("nobody vouches")), "{:?}", saved.notes);
            assert!(saved.lines.iter().any(|line| line.outcome == RestoreOutcome::Skipped));
            assert!(new.store.decisions().expect("read").is_empty(), "whom it trusts is not taken");
        }
        // a small bundle is one chunk of age, which is whole or nothing
        Err(error) => assert_eq!(error.status(), Status::Damaged),
    }
}

#[test]
fn progress_counts_certificates_twice_and_nothing_else() {
    let here = filled();
    let mut told = Vec::new();
    here.store
        .backup(&here.options().kind(BackupKind::Bundle), &mut |done, total| {
            told.push((done, total));
            ControlFlow::Continue(())
        })
        .expect("a bundle");
    let count = certificates(&here.store).len() as u64;
    assert!(told.is_sorted() && told.iter().all(|(_, total)| *total == 2 * count), "{told:?}");
}

#[test]
fn a_bundle_takes_no_scope_and_holds_still() {
    let here = filled();
    let one = here.options().kind(BackupKind::Bundle).scope("db1");
    assert_eq!(status(here.store.backup(&one, &mut on)), Some(Status::InvalidArgument));
    // somebody changes the store while it is written: it begins anew, and holds what is there at the end
    let mut once = true;
    let mut change = |_: u64, _: u64| {
        if std::mem::take(&mut once) {
            here.store.create_self_signed(&SelfSigned::new("CN=meanwhile").expect("a subject"), &AddOptions::default()).expect("made");
        }
        ControlFlow::Continue(())
    };
    let report = here.store.backup(&here.options().kind(BackupKind::Bundle), &mut change).expect("a bundle");
    assert_eq!((report.proof.keys, here.files().len()), (4, 1), "what is written is what was there at one moment");
}

#[test]
fn a_key_that_does_not_open_is_lacking_whatever_it_served() {
    let here = filled();
    let spare = here.store.create_self_signed(&SelfSigned::new("CN=spare").expect("a subject"), &AddOptions::default()).expect("made");
    let connection = rusqlite::Connection::open(here.store.path()).expect("opened");
    let sealed = "UPDATE keys SET sealed = zeroblob(64) WHERE id = (SELECT key FROM certificates WHERE sha256 = ?1)";
    connection.execute(sealed, [spare.sha256().as_bytes()]).expect("damaged");
    let report = bundle(&here);
    assert_eq!(report.backup.lacking, [spare.thumbprint().to_string()]);
}

#[test]
fn trust_that_was_taken_away_or_limited_here_comes_back_only_when_asked_for() {
    let here = filled();
    bundle(&here);
    let decision = here.store.decisions().expect("read").remove(0);
    here.store.keep_decision(TrustDecision { until: Some(NOW + Duration::days(90)), ..decision }, None).expect("limited");
    let connection = rusqlite::Connection::open(here.store.path()).expect("opened");
    connection.execute_batch("DELETE FROM memberships WHERE store = (SELECT id FROM stores WHERE name = 'TrustedRoot')").expect("taken away");
    let plan = here.store.restore(&here.files(), &open().dry_run(), &mut on).expect("a plan");
    assert_eq!((outcome(&plan, "decision"), outcome(&plan, "trust")), (vec![RestoreOutcome::Conflict], vec![RestoreOutcome::Conflict]));
    assert_eq!(status(here.store.restore(&here.files(), &open(), &mut on)), Some(Status::Conflict));
    let kept = here.store.restore(&here.files(), &open().conflicts(Conflicts::KeepOurs), &mut on).expect("restored");
    assert_eq!(outcome(&kept, "trust"), [RestoreOutcome::Kept]);
    assert!(here.store.decisions().expect("read")[0].until.is_some());
}

#[test]
fn a_key_whose_first_certificate_is_lost_serves_the_next_one() {
    use crate::backup::{
        bundle::{About, BundleKey, BundleSeal, BundleWriter, How},
        scratch::Scratch,
        whole::take_in,
    };
    let made = SelfSigned::new("CN=shared").expect("a subject").issue(Now::system()).expect("made");
    let (certificate, own) = (made.certificate(), fresh_recipient());
    let name = |ending: &str| format!("certificates/{}.{ending}", certificate.sha256());
    let entries = [
        ("keys/1.pem".to_owned(), made.private_key().to_pkcs8_pem().to_string()),
        ("certificates/0.pem".to_owned(), "nothing".to_owned()),
        (
            "keys/2.pem".to_owned(),
            SelfSigned::new("CN=other").expect("a subject").issue(Now::system()).expect("made").private_key().to_pkcs8_pem().to_string(),
        ),
        (name("pem"), certificate.to_pem()),
    ];
    let paths: Vec<String> = entries.iter().map(|(path, _)| path.clone()).collect();
    let recipients = [own.recipient.clone()];
    let about = About { store: [1; 16], made: NOW, mark: [2; 16] };
    let mut bundle = BundleWriter::new(Vec::new(), &BundleSeal::Recipients(&recipients), &about, &paths).expect("begun");
    entries.iter().for_each(|(path, content)| bundle.entry(path, content.as_bytes()).expect("written"));
    let signer = crate::key::PrivateKey::generate(crate::key::KeyAlgorithm::Ed25519).expect("a key");
    let bundle = bundle.finish(Default::default(), signer.public_key_der(), |message| signer.sign(message)).expect("ended");
    let scratch = Scratch::make().expect("a store");
    let identities = [own.identity];
    let (_, lines) = take_in(scratch.store(), &*bundle, &BundleKey::Identities(&identities), How::Salvage).expect("read");
    let lost: Vec<&str> = lines.iter().map(|line| line.what).collect();
    assert_eq!(lost, ["entry", "private key"], "{lines:?}");
    assert!(scratch.store().private_key(certificate).expect("its key").matches(certificate));
}
