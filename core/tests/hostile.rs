//! No input makes the core panic: every fuzz target on its kept inputs, and on a fixed number of mutations of them.

mod random;
#[path = "../../tests/fuzz/src/lib.rs"]
mod targets;

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
};

use certwright::{Certificate, Error, PrivateKey, ReadOptions, Status, read_file};

use self::random::Random;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz")
}

/// Name and content of every kept input of a target, in the order of the names.
fn kept_inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz_folder().join("corpus").join(target);
    let mut inputs: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry of the folder").path())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a readable file")))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    inputs
}

/// Runs a target on its kept inputs, then on this many mutations of them.
fn replay(target: &str, mutations: usize) {
    let (_, run) = targets::TARGETS.into_iter().find(|(name, _)| *name == target).expect("a target of this name");
    let inputs = kept_inputs(target);
    for (name, input) in &inputs {
        survives(target, name, run, input);
    }
    let mut random = Random::new(target.bytes().fold(0, |seed: u64, octet| seed.wrapping_mul(31).wrapping_add(octet.into())));
    for number in 0..mutations {
        let (name, input) = &inputs[number % inputs.len()];
        let (_, other) = &inputs[random.below(inputs.len())];
        let mut changed = input.clone();
        for _ in 0..=random.below(3) {
            mutate(&mut changed, other, &mut random);
        }
        survives(target, &format!("mutation {number} of {name}"), run, &changed);
    }
}

/// The input of a panic is kept in a file, to be looked at and to join the kept inputs.
fn survives(target: &str, name: &str, run: fn(&[u8]), input: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(input))) {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}-{}", name.replace([' ', '/'], "-")));
        fs::write(&path, input).expect("room for the input");
        match panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied()) {
            Some(message) => panic!("{target} on {name}, kept as {}: {message}", path.display()),
            None => resume_unwind(panic),
        }
    }
}

/// What a parser that trusts its input trips over.
fn mutate(input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(input.len());
    match random.below(8) {
        0 => input.truncate(at),
        1 => {
            let end = at + random.below(input.len() - at);
            input.drain(at..end);
        }
        2 => {
            let end = at + random.below((input.len() - at).min(64));
            let piece = input[at..end].to_vec();
            input.splice(at..at, piece);
        }
        3 => {
            let from = random.below(other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        4 => {
            let from = random.below(other.len());
            let to = from + random.below((other.len() - from).min(64));
            input.splice(at..at, other[from..to].iter().copied());
        }
        _ if input.is_empty() => input.push(random.next() as u8),
        // tags and lengths of DER, and what breaks text
        5 => {
            input[at] = random.one_of(&[0, 1, 0x02, 0x04, 0x24, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xa0, 0xff, b'"', b'\\', b'#', b'=', b'\n'])
        }
        6 => input[at] = input[at].wrapping_add(random.one_of(&[1, 0xff, 2, 0xfe, 16])),
        _ => input[at] ^= 1 << random.below(8),
    }
}

/// One test for each target, so that they run side by side. The numbers are what a second or two allows in a dev build.
macro_rules! replayed {
    ($($test:ident: $target:ident, $mutations:literal;)+) => {
        $(
            #[test]
            fn $test() {
                replay(stringify!($target), $mutations);
            }
        )+

        #[test]
        fn every_target_is_replayed_built_and_kept() {
            let replayed = BTreeSet::from([$(stringify!($target).to_owned()),+]);
            let known: BTreeSet<String> = targets::TARGETS.into_iter().map(|(name, _)| name.to_owned()).collect();
            assert_eq!(replayed, known);
            let names_in = |folder: &str| -> BTreeSet<String> {
                let entries = fs::read_dir(fuzz_folder().join(folder)).expect("the folder").map(|entry| entry.expect("an entry").path());
                let entries = entries.filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "rs"));
                entries.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
            };
            assert_eq!(names_in("corpus"), known);
            assert_eq!(names_in("fuzz_targets"), known);
        }
    };
}

replayed! {
    no_certificate_panics: certificate, 10_000;
    no_pem_certificate_panics: certificate_pem, 5_000;
    no_private_key_panics: private_key, 20_000;
    no_pfx_panics: read_file_pfx, 2_000;
    no_file_panics: read_file, 5_000;
    no_pkcs7_panics: pkcs7, 5_000;
    no_subject_panics: subject, 10_000;
    nothing_pasted_panics: pasted, 50_000;
    no_date_panics: date, 10_000;
    no_store_file_panics: store_file, 500;
    no_chain_panics: chain, 5_000;
}

#[test]
fn nothing_and_single_bytes_are_no_file() {
    let read = |data: &[u8]| read_file(data, &ReadOptions::default()).map(|report| report.bags.len());
    let unknown = |why: &str| Err(Error::UnknownFormat { why: why.to_owned() });
    assert_eq!(read(b""), unknown("it is empty"));
    assert_eq!(read(&[0]), unknown("it holds nothing but zero bytes"));
    for byte in 1..=u8::MAX {
        let refused = read(&[byte]).map_err(|error| error.status());
        assert_eq!(refused, Err(Status::UnknownFormat), "{byte}");
    }
    for byte in 0..=u8::MAX {
        let data = [byte];
        assert_eq!(Certificate::from_der(&data).map_err(|error| error.status()), Err(Status::MalformedCertificate));
        assert_eq!(PrivateKey::from_der(&data).map(|_| ()).map_err(|error| error.status()), Err(Status::MalformedKey));
    }
}

#[test]
fn text_that_is_not_utf_8_is_passed_over_or_refused() {
    let certificate = include_str!("data/pkcs12/certificate.pem");
    let around = [b"\xff\xc3\x28 Bag Attributes \xed\xa0\x80\n", certificate.as_bytes(), b"\x80\n"].concat();
    let report = read_file(&around, &ReadOptions::default()).expect("what stands around a block does not count");
    assert_eq!(report.certificates().len(), 1);

    let broken = certificate.replace("CERTIFICATE", "CERTIFIC\u{fffd}TE").into_bytes();
    let broken = broken.split(|byte| *byte == 0xef).collect::<Vec<_>>().join(&0xff); // neither label is UTF-8
    let report = read_file(&broken, &ReadOptions::default()).expect("what it holds counts, not its label");
    assert_eq!(report.notes, ["block 1 is labelled CERTIFICTE but holds a certificate"]);

    let inside = certificate.replacen("MII", "M\u{e4}I", 1);
    let refused = read_file(inside.as_bytes(), &ReadOptions::default()).map(|_| ()).expect_err("a block that is not base64");
    assert_eq!(refused, Error::Damaged { what: "the PEM text".to_owned(), why: "the block CERTIFICATE is not base64".to_owned() });
}
