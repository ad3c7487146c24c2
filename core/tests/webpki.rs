//! rustls-webpki beside us, on one chain of each kind of change (`tests/mutations`): where we differ, and who is right.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use certwright::{Certificate, Profile, VerifyOptions, verify_chain};
use rustls_pki_types::{CertificateDer, UnixTime};
use time::macros::datetime;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// Kinds that rustls-webpki accepts and RFC 5280 refuses, or the reverse, and why. Hosts are left out on both sides.
const DIFFERS: [(&str, &str); 20] = [
    ("alternative_name_not_critical_without_a_subject", "we: RFC 5280 section 4.2.1.6"),
    ("any_purpose", "both may: 4.2.1.12 leaves it to the application; our webpki refuses it, as BR 7.1.2.7.10 does"),
    ("ca_may_not_sign", "we: 6.1.4 (n); rustls-webpki does not look at keyUsage"),
    ("ca_of_p521_with_sha512", "we: rustls-webpki with ring has no P-521"),
    ("constraints_in_the_leaf", "we: 4.2.1.10"),
    ("constraints_not_critical", "we: 4.2.1.10; our webpki accepts it, as BR 7.1.2.5.2 allows"),
    ("dns_constraint_with_a_period", "we: 4.2.1.10 has the period for URIs and mailboxes only"),
    ("expired", "we, of the root: rustls-webpki takes from a root its name, key and name constraints only"),
    ("issuer_as_another_string_type", "we: section 7.1"),
    ("issuer_in_other_case", "we: section 7.1"),
    ("issuer_with_more_blanks", "we: section 7.1"),
    ("leaf_is_a_ca", "we: 6.1 lets the last certificate be any; our webpki refuses it, as BR 7.1.2.7.8 does"),
    ("leaf_key_usage_is_of_no_use", "we: such a key can take part in no handshake"),
    ("leaf_may_sign_without_being_a_ca", "we: 4.2.1.9"),
    ("mailbox_permitted", "we: rustls-webpki does not process constraints on mailboxes and refuses them"),
    ("path_length_of_the_root_exceeded", "we, stricter than 6.1.2 (k): rustls-webpki does not look at a root's basicConstraints"),
    ("policy_demanded_and_there", "we: rustls-webpki does not process policies and refuses them"),
    ("subject_permitted", "we: rustls-webpki does not process constraints on directory names and refuses them"),
    ("unknown_critical_extension", "we, of the root: rustls-webpki takes from a root its name, key and name constraints only"),
    ("uri_permitted", "we: rustls-webpki does not process constraints on URIs and refuses them"),
];

/// Role and DER of each part.
fn parts(seed: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    let mut rest = &seed[1..];
    while let [role, high, low, more @ ..] = rest {
        let (part, behind) = more.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        found.push((*role, part));
        rest = behind;
    }
    found
}

fn of_role<'a>(parts: &[(u8, &'a [u8])], wanted: u8) -> Vec<&'a [u8]> {
    parts.iter().filter(|(role, _)| *role == wanted).map(|(_, der)| *der).collect()
}

#[test]
fn rustls_webpki_differs_only_where_it_is_known_to() {
    let at = datetime!(2026-11-24 12:00 UTC);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(at.unix_timestamp().unsigned_abs()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus/chain");
    let mut differs = BTreeMap::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_name().to_string_lossy().into_owned();
        if kind == "crls" || kind.starts_with("found-") {
            continue;
        }
        count += 1;
        let seed = fs::read(entry.path()).expect("a readable file");
        let parts = parts(&seed);
        let read = |role| of_role(&parts, role).into_iter().map(|der| Certificate::from_der(der).expect("a certificate")).collect::<Vec<_>>();
        let options = VerifyOptions::new(read(2), at).intermediates(read(1)).profile(Profile::Rfc5280);
        let ours = verify_chain(&read(0), &options);

        let ders = |role| of_role(&parts, role).into_iter().map(CertificateDer::from).collect::<Vec<_>>();
        let (leaves, between, roots) = (ders(0), ders(1), ders(2));
        let anchors: Result<Vec<_>, _> = roots.iter().map(anchor_from_trusted_cert).collect();
        let theirs = anchors.and_then(|anchors| {
            let leaf = EndEntityCert::try_from(&leaves[0])?;
            leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &between, now, KeyUsage::server_auth(), None, None).map(|_| ())
        });
        if ours.is_ok() != theirs.is_ok() {
            differs.insert(kind, format!("ours: {:?}; theirs: {theirs:?}", ours.map(|_| ()).map_err(|error| error.to_string())));
        }
    }
    assert!(count > 60);
    let unknown: Vec<_> = differs.iter().filter(|(kind, _)| !DIFFERS.iter().any(|(known, _)| known == kind)).collect();
    let same: Vec<_> = DIFFERS.iter().filter(|(known, _)| !differs.contains_key(*known)).map(|(known, _)| known).collect();
    assert!(unknown.is_empty() && same.is_empty(), "not listed: {unknown:#?}; listed and the same: {same:?}");
}
