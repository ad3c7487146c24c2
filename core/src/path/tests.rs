//! Chains made here, octet by octet, each with the faults that are wanted.

mod bounds;
mod policy;
mod revocation;

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use time::macros::datetime;

use self::revocation::crl;
use super::{facts::arc, *};
use crate::{
    asn1::{bit_string, sequence, tlv, unsigned},
    reason::Fault,
};

const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
const P256_KEY: [&[u8]; 2] = [&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]];

fn oid(content: &[u8]) -> Vec<u8> {
    tlv(asn1::OID, &[content])
}

fn name(text: &str) -> Vec<u8> {
    if text.is_empty() { sequence(&[]) } else { Name::parse(text).expect("a name").der().to_vec() }
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("random octets");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).expect("made above")
}

fn spki(key: &EcdsaKeyPair) -> Vec<u8> {
    sequence(&[&sequence(&[&oid(P256_KEY[0]), &oid(P256_KEY[1])]), &bit_string(key.public_key().as_ref())])
}

/// What is signed, its algorithm and its signature, as certificates and CRLs have them.
fn signed(tbs: &[u8], algorithm: &[u8], key: &EcdsaKeyPair) -> Vec<u8> {
    let signature = key.sign(&SystemRandom::new(), tbs).expect("random octets");
    sequence(&[tbs, algorithm, &bit_string(signature.as_ref())])
}

type Extension = (Vec<u8>, bool, Vec<u8>);

fn extension_list(extensions: &[Extension]) -> Vec<u8> {
    let each: Vec<Vec<u8>> = extensions
        .iter()
        .map(|(id, critical, value)| {
            let critical = if *critical { tlv(asn1::BOOLEAN, &[&[0xff]]) } else { Vec::new() };
            sequence(&[&oid(id), &critical, &tlv(asn1::OCTET_STRING, &[value])])
        })
        .collect();
    sequence(&each.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// A certificate to be.
struct Spec {
    subject: Vec<u8>,
    /// `None`: that of its issuer.
    issuer: Option<Vec<u8>>,
    version: u8,
    serial: Vec<u8>,
    from: &'static str,
    to: &'static str,
    extensions: Vec<Extension>,
    algorithm: Vec<u8>,
    key: EcdsaKeyPair,
    /// Another key in it than its own.
    spki: Option<Vec<u8>>,
}

fn ce(arc: u8) -> Vec<u8> {
    vec![0x55, 0x1d, arc]
}

impl Spec {
    fn new(subject: &str) -> Self {
        Self {
            subject: name(subject),
            issuer: None,
            version: 2,
            serial: vec![0x10, 1],
            from: "260101000000Z",
            to: "270101000000Z",
            extensions: Vec::new(),
            algorithm: sequence(&[&oid(ECDSA_SHA256)]),
            key: key(),
            spki: None,
        }
    }

    fn key_id(&self) -> Vec<u8> {
        self.key.public_key().as_ref()[1..21].to_vec()
    }

    /// Puts an extension in, in place of one that is there.
    fn set(&mut self, arc: u8, critical: bool, value: Vec<u8>) {
        self.remove(arc);
        self.extensions.push((ce(arc), critical, value));
    }

    fn remove(&mut self, arc: u8) {
        self.extensions.retain(|(id, ..)| *id != ce(arc));
    }

    fn set_critical(&mut self, arc: u8, wanted: bool) {
        for (_, critical, _) in self.extensions.iter_mut().filter(|(id, ..)| *id == ce(arc)) {
            *critical = wanted;
        }
    }

    fn sign(&self, issuer: &Self) -> Certificate {
        self.sign_with(&issuer.key, self.issuer.as_ref().unwrap_or(&issuer.subject))
    }

    fn sign_with(&self, signer: &EcdsaKeyPair, issuer: &[u8]) -> Certificate {
        let time = |text: &str| tlv(asn1::UTC_TIME, &[text.as_bytes()]);
        let version = if self.version == 0 { Vec::new() } else { tlv(0xa0, &[&unsigned(self.version.into())]) };
        let extensions = if self.extensions.is_empty() { Vec::new() } else { tlv(0xa3, &[&extension_list(&self.extensions)]) };
        let own = spki(&self.key);
        let tbs = sequence(&[
            &version,
            &tlv(asn1::INTEGER, &[&self.serial]),
            &self.algorithm,
            issuer,
            &sequence(&[&time(self.from), &time(self.to)]),
            &self.subject,
            self.spki.as_ref().unwrap_or(&own),
            &extensions,
        ]);
        Certificate::from_der(&signed(&tbs, &self.algorithm, signer)).expect("a certificate")
    }
}

fn key_usage(bits: u8) -> Vec<u8> {
    tlv(asn1::BIT_STRING, &[&[0, bits]])
}

const DIGITAL_SIGNATURE: u8 = 0x80;
const CERT_AND_CRL_SIGN: u8 = 0x06;

fn basic_constraints(path_length: Option<u64>) -> Vec<u8> {
    sequence(&[&tlv(asn1::BOOLEAN, &[&[0xff]]), &path_length.map(unsigned).unwrap_or_default()])
}

fn purposes(last: &[u8]) -> Vec<u8> {
    let each: Vec<Vec<u8>> = last.iter().map(|arc| oid(&[0x2b, 6, 1, 5, 5, 7, 3, *arc])).collect();
    sequence(&each.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn general_names(names: &[(u8, &[u8])]) -> Vec<u8> {
    let each: Vec<Vec<u8>> = names.iter().map(|(tag, value)| tlv(*tag, &[value])).collect();
    sequence(&each.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

const DNS: u8 = 0x82;

fn name_constraints(list: u8, tag: u8, base: &[u8]) -> Vec<u8> {
    sequence(&[&tlv(list, &[&sequence(&[&tlv(tag, &[base])])])])
}

const PERMITTED: u8 = 0xa0;
const EXCLUDED: u8 = 0xa1;

/// A root, a CA and a server's certificate with which nothing is wrong by either profile, and what is asked of them.
struct Chain {
    root: Spec,
    ca: Spec,
    leaf: Spec,
    crls: Vec<Crl>,
    ask: VerifyOptions,
    /// With which the leaf is signed, if not with the CA's.
    other_signer: Option<EcdsaKeyPair>,
}

impl Chain {
    fn new() -> Self {
        let (mut root, mut ca, mut leaf) = (Spec::new("CN=Root"), Spec::new("CN=CA"), Spec::new("CN=srv1.example.com"));
        for spec in [&mut root, &mut ca] {
            spec.set(arc::BASIC_CONSTRAINTS, true, basic_constraints(None));
            spec.set(arc::KEY_USAGE, true, key_usage(CERT_AND_CRL_SIGN));
            let id = tlv(asn1::OCTET_STRING, &[&spec.key_id()]);
            spec.set(arc::SUBJECT_KEY_ID, false, id);
        }
        ca.set(arc::AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[&root.key_id()])]));
        leaf.set(arc::AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[&ca.key_id()])]));
        leaf.set(arc::KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE));
        leaf.set(arc::EXTENDED_KEY_USAGE, false, purposes(&[1]));
        leaf.set(arc::SUBJECT_ALT_NAME, false, general_names(&[(DNS, b"srv1.example.com")]));
        let ask = VerifyOptions::new(Vec::<Certificate>::new(), datetime!(2026-11-24 12:00 UTC)).host("srv1.example.com");
        Self { root, ca, leaf, crls: Vec::new(), ask, other_signer: None }
    }

    fn verify(&self) -> Result<Verified> {
        let (root, ca) = (self.root.sign(&self.root), self.ca.sign(&self.root));
        let leaf = match &self.other_signer {
            Some(signer) => self.leaf.sign_with(signer, &self.ca.subject),
            None => self.leaf.sign(&self.ca),
        };
        let mut ask = self.ask.clone();
        ask.roots.push(root.into());
        ask.crls.extend(self.crls.iter().cloned());
        verify_chain(&[leaf, ca], &ask)
    }

    /// A leaf for this purpose, with these bits of keyUsage.
    fn for_purpose(&mut self, purpose: ChainPurpose, bits: u8, critical: bool, extended: Vec<u8>) {
        self.ask.purpose = purpose;
        self.leaf.set(arc::KEY_USAGE, true, key_usage(bits));
        self.leaf.set(arc::EXTENDED_KEY_USAGE, critical, extended);
    }

    fn codes(&self) -> Vec<&'static str> {
        codes(self.verify())
    }
}

fn codes(verdict: Result<Verified>) -> Vec<&'static str> {
    match verdict {
        Ok(_) => Vec::new(),
        Err(Error::Untrusted { reasons, .. }) => reasons.iter().map(|reason| reason.code()).collect(),
        Err(other) => vec![other.status().code()],
    }
}

/// The codes of a chain with this change.
fn with(change: impl FnOnce(&mut Chain)) -> Vec<&'static str> {
    let mut chain = Chain::new();
    change(&mut chain);
    chain.codes()
}

#[test]
fn a_right_chain_is_verified_with_its_path() {
    for profile in [Profile::WebPki, Profile::Rfc5280] {
        let mut chain = Chain::new();
        chain.ask.profile = Some(profile);
        let verified = chain.verify().expect("right");
        let subjects: Vec<String> = verified.path.iter().map(|certificate| certificate.subject().to_string()).collect();
        assert_eq!(subjects, ["CN=srv1.example.com", "CN=CA", "CN=Root"], "{profile:?}");
        assert_eq!(verified.anchor.name().to_string(), "CN=Root");
    }
}

/// Each change breaks one thing, and one reason comes of it.
#[test]
fn each_fault_yields_its_reason_alone() {
    type Change = fn(&mut Chain);
    let changes: &[(&str, Change)] = &[
        ("bad_signature", |chain| chain.other_signer = Some(key())),
        ("certificate_signing_not_allowed", |chain| chain.ca.set(arc::KEY_USAGE, true, key_usage(0x02))),
        ("crl_missing", |chain| {
            chain.ask.revocation = Revocation::Required;
            chain.crls.push(crl(&chain.root, |_| ()));
        }),
        ("crl_unusable", |chain| chain.crls.push(crl(&chain.ca, |crl| crl.next = "261123000000Z"))),
        ("crl_unsupported", |chain| chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push((ce(27), true, unsigned(1)))))),
        ("depth_exceeded", |chain| chain.ask.max_depth = Some(0)),
        ("email_mismatch", |chain| chain.ask.email = Some("user@example.com".to_owned())),
        ("expired", |chain| chain.leaf.to = "261121000000Z"),
        ("expired", |chain| chain.ca.to = "261121000000Z"),
        ("expired", |chain| chain.root.to = "261121000000Z"),
        ("host_mismatch", |chain| chain.ask.host = Some("srv2.example.com".to_owned())),
        ("issuer_not_found", |chain| chain.leaf.issuer = Some(name("CN=Another CA"))),
        ("malformed_extension", |chain| chain.ca.set(arc::NAME_CONSTRAINTS, true, sequence(&[]))),
        ("name_excluded", |chain| chain.ca.set(arc::NAME_CONSTRAINTS, true, name_constraints(EXCLUDED, DNS, b"example.com"))),
        ("name_not_permitted", |chain| chain.root.set(arc::NAME_CONSTRAINTS, true, name_constraints(PERMITTED, DNS, b"example.org"))),
        ("name_form_unsupported", |chain| {
            chain.ca.set(arc::NAME_CONSTRAINTS, true, name_constraints(PERMITTED, 0x88, &[0x2a, 3]));
            chain.leaf.set(arc::SUBJECT_ALT_NAME, false, general_names(&[(DNS, b"srv1.example.com"), (0x88, &[0x2a, 3])]));
        }),
        ("not_a_ca", |chain| {
            chain.ca.set(arc::BASIC_CONSTRAINTS, true, sequence(&[]));
        }),
        ("not_yet_valid", |chain| chain.leaf.from = "261125000000Z"),
        ("path_too_long", |chain| chain.root.set(arc::BASIC_CONSTRAINTS, true, basic_constraints(Some(0)))),
        ("policy_not_accepted", |chain| chain.ask.policies.require_explicit = true),
        ("purpose_not_allowed", |chain| chain.leaf.set(arc::EXTENDED_KEY_USAGE, false, purposes(&[2]))),
        ("purpose_not_allowed", |chain| chain.ca.set(arc::EXTENDED_KEY_USAGE, false, purposes(&[2]))),
        ("purpose_not_allowed", |chain| chain.leaf.set(arc::KEY_USAGE, true, key_usage(0x40))),
        ("revoked", |chain| chain.crls.push(crl(&chain.ca, |crl| crl.revoked.push(vec![0x10, 1])))),
        ("unknown_critical_extension", |chain| chain.ca.extensions.push((vec![0x2a, 3, 4], true, vec![5, 0]))),
        ("unsupported_signature", |chain| {
            chain.ask.profile = Some(Profile::Rfc5280);
            let secp256k1 = sequence(&[&oid(P256_KEY[0]), &oid(&[0x2b, 0x81, 0x04, 0, 10])]);
            chain.ca.spki = Some(sequence(&[&secp256k1, &bit_string(&[4; 65])]));
        }),
        ("weak_signature", |chain| chain.leaf.algorithm = sequence(&[&oid(ECDSA_SHA1)])),
        ("issuer_empty", |chain| {
            chain.ca.subject = name("");
            chain.ask.roots.push(TrustAnchor::named(Name::from_der(&name("")).expect("an empty name"), &spki(&chain.ca.key)).expect("a key"));
        }),
        ("key_cert_sign_without_ca", |chain| chain.leaf.set(arc::KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | 0x04))),
        ("name_constraints_outside_ca", |chain| chain.leaf.set(arc::NAME_CONSTRAINTS, true, name_constraints(PERMITTED, DNS, b"example.com"))),
        ("name_constraints_not_critical", |chain| {
            chain.ask.profile = Some(Profile::Rfc5280);
            chain.ca.set(arc::NAME_CONSTRAINTS, false, name_constraints(PERMITTED, DNS, b"example.com"));
        }),
        ("policy_constraints_not_critical", |chain| chain.ca.set(arc::INHIBIT_ANY_POLICY, false, unsigned(5))),
        ("subject_alt_name_not_critical", |chain| chain.leaf.subject = name("")),
        ("extended_key_usage_empty", |chain| {
            chain.ask.purpose = ChainPurpose::Any;
            chain.leaf.set(arc::EXTENDED_KEY_USAGE, false, sequence(&[]));
        }),
        ("signature_parameters", |chain| chain.leaf.algorithm = sequence(&[&oid(ECDSA_SHA256), &tlv(asn1::NULL, &[])])),
        ("version_not_3", |chain| chain.leaf.version = 1),
        ("serial_number", |chain| chain.leaf.serial = vec![0]),
        ("serial_number", |chain| chain.leaf.serial = vec![0xfb]),
        ("serial_number", |chain| chain.leaf.serial = vec![0x10; 21]),
        ("key_not_allowed", |chain| {
            chain.leaf.spki = Some(sequence(&[&sequence(&[&oid(&[0x2b, 0x65, 0x70])]), &bit_string(&[7; 32])]));
        }),
        ("subject_key_id_missing", |chain| chain.ca.remove(arc::SUBJECT_KEY_ID)),
        ("subject_key_id_critical", |chain| chain.root.set_critical(arc::SUBJECT_KEY_ID, true)),
        ("authority_key_id_missing", |chain| chain.leaf.remove(arc::AUTHORITY_KEY_ID)),
        ("authority_key_id_critical", |chain| chain.ca.set_critical(arc::AUTHORITY_KEY_ID, true)),
        ("authority_key_id_form", |chain| chain.leaf.set(arc::AUTHORITY_KEY_ID, false, sequence(&[]))),
        ("root_key_id_differs", |chain| chain.root.set(arc::AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[&[7]])]))),
        ("basic_constraints_not_critical", |chain| chain.ca.set_critical(arc::BASIC_CONSTRAINTS, false)),
        ("authority_info_access", |chain| chain.leaf.extensions.push((vec![0x2b, 6, 1, 5, 5, 7, 1, 1], false, sequence(&[])))),
        ("root_extended_key_usage", |chain| chain.root.set(arc::EXTENDED_KEY_USAGE, false, purposes(&[1]))),
        ("leaf_is_ca", |chain| chain.leaf.set(arc::BASIC_CONSTRAINTS, true, basic_constraints(None))),
        ("extended_key_usage_missing", |chain| chain.leaf.remove(arc::EXTENDED_KEY_USAGE)),
        ("extended_key_usage_critical", |chain| chain.leaf.set_critical(arc::EXTENDED_KEY_USAGE, true)),
        ("extended_key_usage_any", |chain| chain.leaf.set(arc::EXTENDED_KEY_USAGE, false, sequence(&[&oid(&[0x55, 0x1d, 37, 0])]))),
        ("subject_alt_name_missing", |chain| {
            chain.ask.host = None;
            chain.leaf.remove(arc::SUBJECT_ALT_NAME);
        }),
        ("subject_alt_name_critical", |chain| chain.leaf.set_critical(arc::SUBJECT_ALT_NAME, true)),
        ("subject_alt_name_form", |chain| {
            chain.leaf.set(arc::SUBJECT_ALT_NAME, false, general_names(&[(DNS, b"srv1.example.com"), (DNS, b"my_host.example.com")]));
        }),
        ("ca_key_usage_missing", |chain| chain.ca.remove(arc::KEY_USAGE)),
        ("dns_name_not_ascii", |chain| {
            chain.leaf.set(arc::SUBJECT_ALT_NAME, false, general_names(&[(DNS, b"srv1.example.com"), (DNS, "b\u{fc}ro.example".as_bytes())]));
        }),
        ("extensions_before_version_3", |chain| {
            chain.ask.profile = Some(Profile::Rfc5280);
            chain.leaf.version = 1;
        }),
        ("key_too_short", |chain| {
            chain.ask.profile = Some(Profile::Rfc5280);
            let rsa = sequence(&[&oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]), &tlv(asn1::NULL, &[])]);
            let modulus = tlv(asn1::INTEGER, &[&[0x7f; 127]]);
            chain.leaf.spki = Some(sequence(&[&rsa, &bit_string(&sequence(&[&modulus, &unsigned(65537)]))]));
        }),
        ("timestamping_not_alone", |chain| chain.for_purpose(ChainPurpose::TimeStamping, DIGITAL_SIGNATURE, false, purposes(&[8]))),
        ("timestamping_not_alone", |chain| chain.for_purpose(ChainPurpose::TimeStamping, DIGITAL_SIGNATURE, true, purposes(&[8, 1]))),
        ("timestamping_not_alone", |chain| {
            chain.for_purpose(ChainPurpose::TimeStamping, DIGITAL_SIGNATURE, true, purposes(&[8]));
            chain.leaf.remove(arc::EXTENDED_KEY_USAGE);
        }),
        ("wildcard_too_wide", |chain| {
            chain.leaf.set(arc::SUBJECT_ALT_NAME, false, general_names(&[(DNS, b"srv1.example.com"), (DNS, b"*.co.uk")]));
        }),
        ("common_name_spelling", |chain| chain.leaf.subject = name("CN=SRV1.example.com")),
    ];
    for (code, change) in changes {
        assert_eq!(with(change), [*code], "{code}");
    }
}

#[test]
fn the_key_usage_of_a_leaf_fits_its_purpose() {
    const KEY_ENCIPHERMENT: u8 = 0x20;
    const NON_REPUDIATION: u8 = 0x40;
    const KEY_AGREEMENT: u8 = 0x08;
    let of = |purpose, last: u8, bits| with(|chain| chain.for_purpose(purpose, bits, purpose == ChainPurpose::TimeStamping, purposes(&[last])));
    const REFUSED: [&str; 1] = ["purpose_not_allowed"];
    for (purpose, last, right, wrong) in [
        (ChainPurpose::Server, 1, [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT], NON_REPUDIATION),
        (ChainPurpose::Client, 2, [DIGITAL_SIGNATURE, KEY_AGREEMENT], KEY_ENCIPHERMENT),
        (ChainPurpose::CodeSigning, 3, [DIGITAL_SIGNATURE, DIGITAL_SIGNATURE | NON_REPUDIATION], NON_REPUDIATION),
        (ChainPurpose::TimeStamping, 8, [DIGITAL_SIGNATURE, NON_REPUDIATION], KEY_ENCIPHERMENT),
    ] {
        for bits in right {
            assert!(of(purpose, last, bits).is_empty(), "{purpose:?} {bits:x}");
        }
        assert_eq!(of(purpose, last, wrong), REFUSED, "{purpose:?}");
    }
}

/// The one fault that is never alone: what a CA without a name issues names no issuer.
#[test]
fn a_ca_has_a_name() {
    assert_eq!(with(|chain| chain.ca.subject = name("")), ["issuer_empty", "ca_subject_empty"]);
}

#[test]
fn a_root_that_nobody_trusts_is_named() {
    let root = Chain::new().root;
    let ask = VerifyOptions::new(Vec::<Certificate>::new(), datetime!(2026-11-24 12:00 UTC)).profile(Profile::Rfc5280).purpose(ChainPurpose::Any);
    assert_eq!(codes(verify_chain(&[root.sign(&root)], &ask)), ["root_not_trusted"]);
    let stranger = Chain::new();
    let (ca, leaf) = (stranger.ca.sign(&stranger.root), stranger.leaf.sign(&stranger.ca));
    let error = verify_chain(&[leaf, ca, stranger.root.sign(&stranger.root)], &ask).expect_err("no root");
    assert_eq!(error.to_string(), "CN=srv1.example.com is not trusted: CN=Root signed itself and is not among the roots that are trusted");
}

#[test]
fn five_faults_are_five_reasons_each_in_its_place() {
    let mut chain = Chain::new();
    chain.leaf.to = "261121000000Z";
    chain.ask.host = Some("other.example.com".to_owned());
    chain.other_signer = Some(key());
    chain.ca.extensions.push((vec![0x2a, 3, 4], true, vec![5, 0]));
    chain.root.set(arc::BASIC_CONSTRAINTS, true, basic_constraints(Some(0)));
    let Err(Error::Untrusted { path, reasons, others }) = chain.verify() else { panic!("trusted") };
    assert_eq!(path, ["CN=srv1.example.com", "CN=CA", "CN=Root"]);
    let found: Vec<(usize, &str)> = reasons.iter().map(|reason| (reason.place, reason.code())).collect();
    let wanted = [(0, "bad_signature"), (0, "expired"), (0, "host_mismatch"), (1, "path_too_long"), (1, "unknown_critical_extension")];
    let mut sorted = found.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, wanted);
    assert!(others.is_empty());
}

#[test]
fn an_e_mail_address_of_a_strange_type_does_not_escape_constraints() {
    let typed = |tag: u8| {
        with(|chain| {
            let base = sequence(&[&tlv(0x81, &[b"example.com"])]);
            chain.ca.set(arc::NAME_CONSTRAINTS, true, sequence(&[&tlv(0xa0, &[&base])]));
            let address = sequence(&[&oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1]), &tlv(tag, &[b"a@example.com"])]);
            chain.leaf.subject = sequence(&[&tlv(0x31, &[&address])]);
        })
    };
    assert!(typed(asn1::IA5_STRING).is_empty());
    assert_eq!(typed(0x14), ["name_not_permitted"], "T61String");
}

#[test]
fn the_end_of_the_validity_belongs_to_it() {
    let at = |at| with(|chain| chain.ask.at = at);
    assert!(at(datetime!(2026-01-01 0:00 UTC)).is_empty());
    assert!(at(datetime!(2027-01-01 0:00:00.999 UTC)).is_empty());
    assert_eq!(at(datetime!(2027-01-01 0:00:01 UTC)), ["expired", "expired", "expired"]);
    assert_eq!(at(datetime!(2025-12-31 23:59:59.999 UTC)), ["not_yet_valid", "not_yet_valid", "not_yet_valid"]);
}

#[test]
fn a_self_signed_certificate_is_its_own_root() {
    let mut leaf = Chain::new().leaf;
    leaf.remove(arc::AUTHORITY_KEY_ID);
    let own = leaf.sign(&leaf);
    let ask = VerifyOptions::new([own.clone()], datetime!(2026-11-24 12:00 UTC)).host("srv1.example.com");
    assert_eq!(verify_chain(std::slice::from_ref(&own), &ask).expect("trusted itself").path.len(), 1);
    let expired = VerifyOptions { at: datetime!(2027-11-24 12:00 UTC), ..ask.clone() };
    assert_eq!(codes(verify_chain(&[own], &expired)), ["expired"]);
    let below = Spec::new("CN=below").sign(&leaf);
    let codes = codes(verify_chain(&[below], &ask.profile(Profile::Rfc5280).purpose(ChainPurpose::Any)));
    assert_eq!(codes, ["host_mismatch", "not_a_ca", "certificate_signing_not_allowed"], "it issues nothing");
}

#[test]
fn a_name_with_a_key_can_be_a_root() {
    let chain = Chain::new();
    let anchor = TrustAnchor::named(Name::parse("CN=root").expect("a name"), &spki(&chain.root.key)).expect("a key");
    let (leaf, ca) = (chain.leaf.sign(&chain.ca), chain.ca.sign(&chain.root));
    let verified = verify_chain(std::slice::from_ref(&leaf), &VerifyOptions::new([anchor], chain.ask.at).intermediates([ca.clone()])).expect("right");
    assert_eq!(verified.path, [leaf, ca]);
    assert!(TrustAnchor::named(Name::parse("CN=root").expect("a name"), b"no key").is_err());
}

#[test]
fn an_expired_cross_sign_does_not_hide_the_right_path() {
    let chain = Chain::new();
    let mut old_root = Spec::new("CN=Old Root");
    old_root.extensions = chain.root.extensions.clone();
    let mut cross = Chain::new().root;
    cross.key = key();
    let (leaf, ca) = (chain.leaf.sign(&chain.ca), chain.ca.sign(&chain.root));
    let mut crossed = Spec { key: key(), spki: Some(spki(&chain.root.key)), ..Spec::new("CN=Root") };
    crossed.extensions = chain.root.extensions.clone();
    crossed.to = "261101000000Z";
    let crossed = crossed.sign(&old_root);
    let roots = [old_root.sign(&old_root), chain.root.sign(&chain.root)];
    let ask = VerifyOptions::new(roots, chain.ask.at).intermediates([crossed, ca]);
    assert_eq!(verify_chain(&[leaf], &ask).expect("over the new root").path.len(), 3);
}

/// Subject and issuer are one name in two spellings, of which RFC 5280 section 7.1 makes one.
#[test]
fn a_root_that_is_not_trusted_is_told_from_one_that_is_missing_in_any_spelling() {
    let mut chain = Chain::new();
    let stranger = chain.root.sign(&chain.root);
    chain.root.issuer = Some(name("CN=ROOT"));
    let both = [chain.leaf.sign(&chain.ca), chain.ca.sign(&chain.root), chain.root.sign(&chain.root)];
    let mut other = Spec::new("CN=Other");
    other.set(arc::BASIC_CONSTRAINTS, true, basic_constraints(None));
    let ask = |root: Certificate| VerifyOptions::new([root], chain.ask.at).profile(Profile::Rfc5280);
    assert_eq!(codes(verify_chain(&both, &ask(other.sign(&other)))), ["root_not_trusted"]);
    assert!(codes(verify_chain(&both, &ask(stranger))).is_empty());
}

/// BR 7.1.3.2.2, which only the stricter profile asks for.
#[test]
fn a_key_signs_the_hash_of_its_curve() {
    use p256::ecdsa::{DerSignature, SigningKey, signature::hazmat::PrehashSigner};
    let secret = [7; 32];
    let signer = SigningKey::from_slice(&secret).expect("below the order");
    let mut chain = Chain::new();
    let point = signer.verifying_key().to_sec1_point(false);
    chain.ca.spki = Some(sequence(&[&sequence(&[&oid(P256_KEY[0]), &oid(P256_KEY[1])]), &bit_string(point.as_bytes())]));
    chain.leaf.algorithm = sequence(&[&oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3])]);
    let draft = chain.leaf.sign(&chain.ca);
    let tbs = asn1::only_sequence(draft.der()).and_then(|mut inside| inside.element()).expect("a certificate").raw;
    let signature: DerSignature = signer.sign_prehash(ring::digest::digest(&ring::digest::SHA384, tbs).as_ref()).expect("a hash");
    let leaf = Certificate::from_der(&sequence(&[tbs, &chain.leaf.algorithm, &bit_string(signature.as_bytes())])).expect("a certificate");
    let ask = VerifyOptions::new([chain.root.sign(&chain.root)], chain.ask.at).intermediates([chain.ca.sign(&chain.root)]);
    assert_eq!(codes(verify_chain(std::slice::from_ref(&leaf), &ask.clone().profile(Profile::WebPki))), ["signature_hash"]);
    assert!(codes(verify_chain(&[leaf], &ask.profile(Profile::Rfc5280))).is_empty());
}

#[test]
fn arguments_that_are_none_are_refused() {
    let chain = Chain::new();
    let refused = |change: &dyn Fn(&mut VerifyOptions)| {
        let mut ask = chain.ask.clone();
        change(&mut ask);
        match verify_chain(&[chain.leaf.sign(&chain.ca)], &ask) {
            Err(Error::InvalidArgument { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused(&|ask| ask.host = Some("a b".to_owned())), "host");
    assert_eq!(refused(&|ask| ask.email = Some("nobody".to_owned())), "email");
    assert_eq!(refused(&|ask| ask.policies.accepted = vec!["policy".to_owned()]), "policies");
    assert!(matches!(verify_chain(&[], &chain.ask), Err(Error::InvalidArgument { what: "chain", .. })));
}
