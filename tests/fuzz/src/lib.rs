//! One function for each parser of certwright: it takes any bytes, and panics where a promise is broken.
//!
//! cargo-fuzz calls them through `fuzz_targets`, and the tests of the core include this very file to replay `corpus`.

mod memory;

use std::{
    fs,
    ops::ControlFlow,
    sync::{Arc, LazyLock},
};

use certwright::{
    Archived, Certificate, ChainPurpose, Content, Crl, DateInput, Error, FileFormat, FileKind, GeneralName, Identity, ImportReport, KeyAlgorithm,
    Name, Now, OpenOptions, Order, PfxContents, PrivateKey, Profile, Query, ReadOptions, Result, Revocation, SelfSigned, SerialNumber, Status, Store,
    Thumbprint, ValidTo, VerifyOptions, WriteOptions, detect, read_file as read, verify_chain, write_pkcs7, write_pkcs12,
};
use time::OffsetDateTime;

/// A target and the name of its folder in `corpus`.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 11] = [
    ("certificate", certificate),
    ("certificate_pem", certificate_pem),
    ("private_key", private_key),
    ("read_file_pfx", read_file_pfx),
    ("read_file", read_file),
    ("pkcs7", pkcs7),
    ("subject", subject),
    ("pasted", pasted),
    ("date", date),
    ("store_file", store_file),
    ("chain", chain),
];

/// A certificate in DER.
pub fn certificate(data: &[u8]) {
    if let Some(certificate) = checked(Certificate::from_der(data)) {
        assert_eq!(certificate.der(), data, "the DER is kept as it is");
        holds_together(&certificate);
    }
}

/// A certificate in PEM.
pub fn certificate_pem(data: &[u8]) {
    let Some(certificate) = checked(Certificate::from_pem(data)) else { return };
    holds_together(&certificate);
    let report = read(data, &limited(None));
    // the same bytes as a file: UTF-16 aside, whatever one takes the other takes
    if let Ok(report) = report {
        assert!(report.certificates().contains(&&certificate), "a file of the same bytes holds the certificate");
    }
}

/// A private key in DER or PEM, encrypted or not.
pub fn private_key(data: &[u8]) {
    file_holds_together(data, Some("password"));
    for read in [PrivateKey::from_der, PrivateKey::from_pem] {
        if let Some(key) = checked(read(data)) {
            key_holds_together(key);
        }
    }
}

/// A PFX, with three passwords.
pub fn read_file_pfx(data: &[u8]) {
    for password in [Some(""), Some("password"), None] {
        file_holds_together(data, password);
    }
}

/// Any file, without a password.
pub fn read_file(data: &[u8]) {
    file_holds_together(data, None);
}

/// PKCS#7: what was read of it is written anew, and read again.
pub fn pkcs7(data: &[u8]) {
    let Some(report) = checked(memory::within(data, || read(data, &limited(None)))) else { return };
    if report.format != FileFormat::Pkcs7 {
        return;
    }
    report_holds_together(&report);
    let certificates: Vec<Certificate> = report.certificates().into_iter().cloned().collect();
    if let Some(written) = checked(write_pkcs7(&certificates)) {
        let again = read(&written, &ReadOptions::default()).unwrap_or_else(|error| panic!("what is written can be read: {error}"));
        assert_eq!(again.certificates().len(), certificates.len());
        assert_eq!(detect(&written).kind, FileKind::Pkcs7);
    }
}

/// A subject as text.
pub fn subject(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(name) = checked(Name::parse(text)) else { return };
    assert_eq!(checked(Name::from_der(name.der())).as_ref(), Some(&name), "its own DER is well-formed");
    assert!(!name.is_empty());
    // a value given as the hex of its DER may be of a type, or as long, as text never makes it
    if text.contains('#') {
        name_goes_both_ways(&name);
    } else {
        assert_eq!(Name::parse(&name.to_string()).as_ref(), Ok(&name), "{name}");
    }
    let made = SelfSigned::new(text).and_then(|wanted| wanted.issue_with_key(KEY.clone(), present()));
    let made = made.unwrap_or_else(|error| panic!("a subject that parses can be issued: {error}"));
    assert_eq!(made.certificate().subject(), name);
    assert!(made.certificate().is_self_signed());
}

/// A thumbprint or a serial number as people paste it.
pub fn pasted(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(thumbprint) = checked(Thumbprint::parse(text)) {
        let shown = thumbprint.to_string();
        assert_eq!(shown.len(), 2 * thumbprint.as_bytes().len());
        assert_eq!(Thumbprint::parse(&shown), Ok(thumbprint));
        assert_eq!(Thumbprint::parse(&format!("\u{200e}{}", shown.to_lowercase())), Ok(thumbprint));
        assert!(matches!((thumbprint.algorithm(), shown.len()), ("SHA-1", 40) | ("SHA-256", 64)));
    }
    if let Some(serial) = checked(SerialNumber::parse(text)) {
        assert!(!serial.is_negative(), "what is pasted is unsigned");
        serial_holds_together(&serial);
        assert_eq!(SerialNumber::parse(&serial.to_string()), Ok(serial));
    }
    if let Some(serial) = checked(SerialNumber::from_der_content(data)) {
        serial_holds_together(&serial);
    }
}

/// A date as people write it, and a certificate that begins then.
pub fn date(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(date) = checked(DateInput::parse(text)) else { return };
    assert_eq!(DateInput::parse(&format!("  {}\t", text.trim())), Ok(date), "blanks around it do not count");
    if let DateInput::Day(day) = date {
        assert_eq!(DateInput::parse(&day.to_string()), Ok(date));
    }
    for end in [ValidTo::Default, ValidTo::Date(date), ValidTo::Days(u32::MAX), ValidTo::Years(1), ValidTo::NoExpiry] {
        let wanted = SelfSigned::new("date").map(|wanted| wanted.valid_from(date).valid_to(end));
        if let Some(made) = checked(wanted.and_then(|wanted| wanted.issue_with_key(KEY.clone(), present()))) {
            let certificate = made.certificate();
            assert!(certificate.not_before() < certificate.not_after());
            if let DateInput::Instant(at) = date {
                assert_eq!(certificate.not_before().unix_timestamp(), at.unix_timestamp());
            }
        }
    }
}

/// The file of a store, opened without its key.
pub fn store_file(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("store.db");
    fs::write(&path, data).expect("room for the file");
    if let Some(store) = checked(Store::open_with(&path, &OpenOptions::default().actor("fuzz").locked())) {
        assert!(store.is_locked());
        store_holds_together(&store);
    }
    assert!(fs::read(&path).expect("the file") == data, "reading changes nothing");
}

/// A chain: an octet of options, then parts of one octet for the role, two for the length, and the DER.
pub fn chain(data: &[u8]) {
    let Some((flags, mut rest)) = data.split_first() else { return };
    let (mut chain, mut options) = (Vec::new(), VerifyOptions::new(Vec::<Certificate>::new(), chain_time()));
    while let [role, high, low, more @ ..] = rest {
        let (part, behind) = more.split_at(more.len().min(usize::from(u16::from_be_bytes([*high, *low]))));
        rest = behind;
        match role % 4 {
            3 => options.crls.extend(checked(Crl::from_der(part))),
            role => {
                let Some(certificate) = checked(Certificate::from_der(part)) else { continue };
                match role {
                    0 => chain.push(certificate),
                    1 => options.intermediates.push(certificate),
                    _ => options.roots.push(certificate.into()),
                }
            }
        }
    }
    options.profile = Some(if flags & 1 == 0 { Profile::Rfc5280 } else { Profile::WebPki });
    options.purpose = if flags & 2 == 0 { ChainPurpose::Server } else { ChainPurpose::Any };
    options.host = (flags & 4 == 0).then(|| "srv1.example.com".to_owned());
    options.revocation = if flags & 8 == 0 { Revocation::WhereGiven } else { Revocation::Required };
    options.policies.require_explicit = flags & 16 != 0;
    options.policies.inhibit_any = flags & 32 != 0;
    match verify_chain(&chain, &options) {
        Ok(verified) => {
            assert_eq!(verified.path.first(), chain.first(), "the path begins with the leaf");
            for pair in verified.path.windows(2) {
                assert_eq!(pair[0].is_signed_by(&pair[1]), Some(true), "each is signed by the next");
                assert!(pair[1].is_ca() || pair[1].version() < 3, "only CAs issue");
            }
            assert!(verified.path.iter().all(|certificate| certificate.is_valid_at(chain_time())), "none is out of date");
        }
        Err(error) => {
            if let Error::Untrusted { path, reasons, others } = &error {
                assert!(!path.is_empty() && !reasons.is_empty(), "a refusal has its reasons");
                assert!(reasons.iter().all(|reason| reason.place < path.len()), "each in its place");
                assert!(others.iter().all(|other| other.reasons.len() >= reasons.len()), "the best path has the fewest");
                reasons.iter().for_each(|reason| one_line(&reason.to_string()));
            }
            fit_to_be_shown(&error);
        }
    }
}

/// When the kept chains are valid.
fn chain_time() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_521_600).expect("2026-11-24, noon")
}

/// The key of whatever is issued here: a fixed one costs nothing to make.
static KEY: LazyLock<Arc<PrivateKey>> = LazyLock::new(|| {
    let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\n-----END PRIVATE KEY-----\n";
    Arc::new(PrivateKey::from_pem(pem.as_bytes()).expect("an Ed25519 key of 32 octets 7"))
});

/// 2026-07-01, noon.
fn present() -> Now {
    let utc = OffsetDateTime::from_unix_timestamp(1_782_907_200).expect("a time of this century");
    Now { utc, local_date: utc.date() }
}

/// The value, or an error that is fit to be shown.
fn checked<T>(result: Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            fit_to_be_shown(&error);
            None
        }
    }
}

fn fit_to_be_shown(error: &Error) {
    let message = error.to_string();
    assert_ne!(error.status(), Status::Internal, "no input is an internal error: {message}");
    one_line(&message);
}

fn one_line(message: &str) {
    assert!(!message.is_empty());
    assert!(!message.chars().any(char::is_control), "a message is one line: {message:?}");
    assert!(message.len() < 4096, "a message is no copy of the input: {} bytes", message.len());
}

fn holds_together(certificate: &Certificate) {
    assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(certificate));
    assert_eq!(Certificate::from_pem(certificate.to_pem().as_bytes()).as_ref(), Ok(certificate));
    assert_eq!(Thumbprint::parse(&certificate.thumbprint().to_string()), Ok(certificate.thumbprint()));
    assert_eq!(Thumbprint::parse(&certificate.sha256().to_string()), Ok(certificate.sha256()));
    assert!((1..=3).contains(&certificate.version()));
    for name in [certificate.subject(), certificate.issuer()] {
        name_holds_together(&name);
    }
    serial_holds_together(certificate.serial());
    let (from, to) = (certificate.not_before(), certificate.not_after());
    assert_eq!(certificate.is_valid_at(from), from <= to);
    assert_eq!(certificate.is_valid_at(to), from <= to);
    for name in certificate.subject_alt_names() {
        if let GeneralName::Directory(name) = name {
            name_holds_together(name);
        }
    }
    let alt_names = certificate.subject_alt_names().len();
    assert!(certificate.dns_names().count() + certificate.ip_addresses().count() <= alt_names);
    assert!(certificate.key_usage().is_none_or(|usages| usages.len() <= 9));
    assert!(certificate.extended_key_usage().is_none_or(|purposes| purposes.iter().all(|purpose| !purpose.is_empty())));
    let _ = (certificate.is_ca(), certificate.path_length(), certificate.subject_key_id(), certificate.authority_key_id());
    let _ = (certificate.key_algorithm(), certificate.signature_algorithm(), format!("{certificate:?}"));
    assert!(!certificate.public_key_der().is_empty());
    assert_eq!(certificate.is_self_issued(), certificate.subject() == certificate.issuer());
    assert_eq!(certificate.is_self_signed(), certificate.is_self_issued() && certificate.is_signed_by(certificate) == Some(true));
}

fn name_holds_together(name: &Name) {
    assert_eq!(Name::from_der(name.der()).as_ref(), Ok(name));
    assert_eq!(name.is_empty(), name.components().is_empty());
    assert!(name.components().iter().all(|component| !component.is_empty()));
    assert!(!name.to_string().chars().any(char::is_control), "{name:?}");
    let _ = name.common_name();
    name_goes_both_ways(name);
}

/// Text says types and values, not how the values were encoded: where the text of a name can be read, it says the same again.
fn name_goes_both_ways(name: &Name) {
    // an attribute type that no text can say: an empty one, or one above 64 bits
    if name.components().iter().flatten().any(|attribute| attribute.oid.is_empty()) {
        return;
    }
    if let Some(again) = checked(Name::parse(&name.to_string())) {
        // the attributes of one component are a set, ordered by their encoding
        let sorted = |name: &Name| {
            let pairs = name.components().into_iter().map(|component| {
                let mut pairs: Vec<_> = component.into_iter().map(|attribute| (attribute.oid, attribute.value)).collect();
                pairs.sort();
                pairs
            });
            pairs.collect::<Vec<_>>()
        };
        assert_eq!(sorted(&again), sorted(name), "{name}");
    }
}

fn serial_holds_together(serial: &SerialNumber) {
    assert_eq!(serial.to_string().starts_with('-'), serial.is_negative());
    assert_eq!(SerialNumber::from_der_content(serial.der_content()).as_ref(), Ok(serial));
    let zero = SerialNumber::parse("0").expect("a digit");
    assert_eq!(*serial < zero, serial.is_negative());
}

fn key_holds_together(key: PrivateKey) {
    let pkcs8 = key.to_pkcs8_der();
    let again = PrivateKey::from_der(&pkcs8).unwrap_or_else(|error| panic!("what is written can be read: {error}"));
    assert_eq!((again.algorithm(), again.public_key_der()), (key.algorithm(), key.public_key_der()));
    assert_eq!(*again.to_pkcs8_der(), *pkcs8, "there is one form");
    let again = PrivateKey::from_pem(key.to_pkcs8_pem().as_bytes()).unwrap_or_else(|error| panic!("what is written can be read: {error}"));
    assert_eq!(again.public_key_der(), key.public_key_der());
    assert_eq!(format!("{key:?}"), "PrivateKey(..)");
    let signature = key.sign(b"message").unwrap_or_else(|error| panic!("a key that is taken can sign: {error}"));
    assert!(!signature.is_empty());
    let algorithm = key.algorithm();
    let key = Arc::new(key);
    let made = SelfSigned::new("key").and_then(|wanted| wanted.issue_with_key(key.clone(), present()));
    let made = made.unwrap_or_else(|error| panic!("a key that is taken can issue: {error}"));
    assert!(key.matches(made.certificate()));
    assert!(made.certificate().is_self_signed(), "what {algorithm} signs can be verified");
    if let KeyAlgorithm::Rsa(bits) = algorithm {
        assert!((2048..=4096).contains(&bits));
    }
}

/// Little work, lest an input keep the fuzzer busy.
fn limited(password: Option<&str>) -> ReadOptions<'_> {
    ReadOptions { password, max_iterations: 10_000, max_scrypt_memory: 1 << 20, ..ReadOptions::default() }
}

fn file_holds_together(data: &[u8], password: Option<&str>) {
    let found = memory::within(data, || detect(data));
    one_line(&found.why);
    assert!(!found.kind.to_string().is_empty());
    match memory::within(data, || read(data, &limited(password))) {
        Ok(report) => report_holds_together(&report),
        Err(error) => {
            fit_to_be_shown(&error);
            // what nobody can read, both say of it alike
            if matches!(found.kind, FileKind::Text | FileKind::Unknown | FileKind::Empty | FileKind::Zeros) {
                let why = found.hint.map_or(found.why.clone(), |hint| format!("{}: {hint}", found.why));
                assert_eq!(error, Error::UnknownFormat { why });
            }
        }
    }
}

fn report_holds_together(report: &ImportReport) {
    let _ = (report.format.to_string(), format!("{report:?}"));
    for bag in &report.bags {
        assert!(!bag.what().is_empty());
        match &bag.content {
            Content::Certificate(certificate) => holds_together(certificate),
            Content::NotTaken { .. } => {
                one_line(bag.what());
                one_line(bag.refusal().expect("a reason why it was not taken"));
            }
            Content::OpaqueKey { key, .. } => {
                one_line(key.kind());
                one_line(bag.refusal().expect("a reason why it cannot be used"));
            }
            _ => assert_eq!(bag.refusal(), None),
        }
    }
    report.notes.iter().for_each(|note| one_line(note));
    let certificates = report.certificates();
    let identities = report.identities();
    for identity in &identities {
        assert!(identity.private_key().matches(identity.certificate()));
        assert!(!identity.chain().contains(identity.certificate()));
        let again = read(identity.to_pem().as_bytes(), &ReadOptions::default());
        let again = again.unwrap_or_else(|error| panic!("what is written can be read: {error}"));
        assert_eq!(again.identities().first().map(Identity::certificate), Some(identity.certificate()));
    }
    if certificates.is_empty() {
        return;
    }
    let others: Vec<Certificate> = certificates.iter().map(|certificate| (*certificate).clone()).collect();
    let mut options = WriteOptions::default();
    options.iterations = Some(1_000);
    // which reads it back and compares
    let keys: Vec<_> = report.private_keys().cloned().collect();
    let contents = PfxContents { identities: &identities, certificates: &others, private_keys: &keys, ..PfxContents::default() };
    let written = write_pkcs12(contents, "password", &options);
    written.unwrap_or_else(|error| panic!("what was read can be written as a PFX: {error}"));
}

fn store_holds_together(store: &Store) {
    if let Some(info) = checked(store.info()) {
        assert!(info.locked);
    }
    checked(store.last_event());
    checked(store.events(0, 100));
    checked(store.select(&Query::text("a")));
    checked(store.protectors());
    checked(store.report());
    checked(store.check(&mut |_, _| ControlFlow::Continue(())));
    for order in [Order::NotAfter, Order::Subject] {
        let query = Query { order, contains: Some("n".to_owned()), dns_name: Some("*.example".to_owned()), ..Query::default() };
        checked(store.find(&query)).into_iter().flatten().for_each(|entry| drop(checked(entry)));
        let all = Query { order, descending: true, archived: Archived::Also, ..Query::default() };
        checked(store.find(&all)).into_iter().flatten().for_each(|entry| drop(checked(entry)));
    }
    let all = Query { archived: Archived::Also, ..Query::default() };
    for entry in checked(store.find(&all)).into_iter().flatten().take(100) {
        let Some(entry) = checked(entry) else { continue };
        holds_together(entry.certificate());
        let _ = (entry.friendly_name(), entry.tags(), entry.stores(), entry.archived(), entry.added(), format!("{entry:?}"));
        checked(entry.chain());
        if let Some(found) = checked(store.get(entry.sha256())) {
            assert_eq!(found.certificate(), entry.certificate());
        }
        let refused = entry.identity().map(|_| ());
        assert_eq!(refused.map_err(|error| error.status()), Err(Status::StoreLocked));
    }
}
