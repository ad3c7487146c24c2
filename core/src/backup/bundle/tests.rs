use std::{collections::BTreeMap, io};

use ring::signature::{Ed25519KeyPair, KeyPair};
use time::macros::datetime;

use super::{seal::FreshRecipient, *};
use crate::error::Result;

mod altered;
mod forge;
mod hostile;
mod refused;
mod salvage;
mod seal;

const ABOUT: About = About { store: [0x5a; 16], made: datetime!(2026-03-04 05:06:07.89 UTC), mark: [0xa5; 16] };

struct Signer(Ed25519KeyPair);

impl Signer {
    fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key"))
    }

    fn spki(&self) -> Vec<u8> {
        let mut spki = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".to_vec();
        spki.extend_from_slice(self.0.public_key().as_ref());
        spki
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

type Entries = Vec<(String, Vec<u8>)>;

/// Entries whose content does not compress, and which differ.
fn entries(count: u32, size: usize) -> Entries {
    let mut state = 0x9e37_79b9_u32;
    let mut octet = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    (0..count).map(|number| (format!("things/{number:05}.bin"), (0..size).map(|_| octet()).collect())).collect()
}

fn small() -> Entries {
    vec![("settings.json".to_owned(), b"{}".to_vec()), ("keys/1.pem".to_owned(), b"a key".to_vec()), ("empty".to_owned(), Vec::new())]
}

fn counts() -> BTreeMap<String, u64> {
    BTreeMap::from([("certificates".to_owned(), 7)])
}

fn write(entries: &Entries, seal: &BundleSeal<'_>) -> Vec<u8> {
    let paths: Vec<String> = entries.iter().map(|(path, _)| path.clone()).collect();
    let signer = Signer::new(7);
    let mut writer = BundleWriter::new(Vec::new(), seal, &ABOUT, &paths).expect("begun");
    entries.iter().for_each(|(path, content)| writer.entry(path, content).expect("taken"));
    writer.finish(counts(), &signer.spki(), |message| Ok(signer.sign(message))).expect("finished")
}

fn write_for(entries: &Entries, recipient: &FreshRecipient) -> Vec<u8> {
    write(entries, &BundleSeal::Recipients(std::slice::from_ref(&recipient.recipient)))
}

fn read(bundle: impl io::Read, key: &BundleKey<'_>, how: How) -> Result<(BundleRead, Entries)> {
    let mut found = Entries::new();
    let read = read_bundle(bundle, key, how, &mut |path, content, _| {
        found.push((path.to_owned(), content.to_vec()));
        Ok(())
    })?;
    Ok((read, found))
}

fn read_for(bundle: impl io::Read, recipient: &FreshRecipient, how: How) -> Result<(BundleRead, Entries)> {
    read(bundle, &BundleKey::Identities(std::slice::from_ref(&recipient.identity)), how)
}

fn is_damaged(why: &str) -> Option<Error> {
    Some(damaged(why))
}

#[test]
fn a_bundle_gives_back_what_was_put_in() {
    let recipient = fresh_recipient();
    for entries in [small(), entries(300, 9000), entries(3, 2 << 20), Entries::new()] {
        let (read, found) = read_for(&*write_for(&entries, &recipient), &recipient, How::Strict).expect("read");
        assert!(found == entries);
        assert_eq!((read.store, read.made, read.taken), (Some(ABOUT.store), datetime!(2026-03-04 05:06:07 UTC), entries.len() as u64));
        assert_eq!((read.counts.clone(), read.written_by.as_str()), (counts(), env!("CARGO_PKG_VERSION")));
        assert_eq!(read.signer_spki, Some(Signer::new(7).spki()));
        assert_eq!(read.fingerprint(), Some(hex::Sha256::of(&Signer::new(7).spki()).to_string()));
        assert!(read.fault.is_none() && read.refused.is_empty());
    }
}

#[test]
fn ten_thousand_entries_pass_one_at_a_time() {
    let recipient = fresh_recipient();
    let paths: Vec<String> = (0..10_000).map(|number| format!("certificates/{number:064}.pem")).collect();
    let signer = Signer::new(7);
    let mut writer =
        BundleWriter::new(Vec::new(), &BundleSeal::Recipients(std::slice::from_ref(&recipient.recipient)), &ABOUT, &paths).expect("begun");
    paths.iter().for_each(|path| writer.entry(path, path.repeat(15).as_bytes()).expect("taken"));
    let bundle = writer.finish(counts(), &signer.spki(), |message| Ok(signer.sign(message))).expect("finished");
    let mut next = paths.iter();
    let read = read_bundle(&*bundle, &BundleKey::Identities(&[recipient.identity]), How::Strict, &mut |path, content, _| {
        assert_eq!(Some(path), next.next().map(String::as_str));
        assert_eq!(content, path.repeat(15).as_bytes());
        Ok(())
    });
    assert_eq!((read.expect("read").taken, next.next()), (10_000, None));
}

#[test]
fn the_same_entries_make_the_same_tar() {
    let recipient = fresh_recipient();
    let entries = entries(200, 100);
    let tar = |bundle: Vec<u8>| forge::open(&bundle, &recipient);
    assert!(tar(write_for(&entries, &recipient)) == tar(write_for(&entries, &recipient)));
}

#[test]
fn content_stands_behind_its_sums_in_segments_of_bounded_size() {
    let recipient = fresh_recipient();
    let names = |entries: &Entries| {
        let files = forge::files(&forge::open(&write_for(entries, &recipient), &recipient));
        files.into_iter().map(|file| file.path).collect::<Vec<_>>()
    };
    let expected = ["bundle.json", &sums::path(1, hex::Hex(ABOUT.mark)), "settings.json", "keys/1.pem", "empty", "manifest.json", "manifest.sig"];
    assert_eq!(names(&small()), expected);
    let places = |names: Vec<String>| names.iter().enumerate().filter(|(_, name)| name.starts_with("sums/")).map(|(at, _)| at).collect::<Vec<_>>();
    assert_eq!(places(names(&entries(300, 1))), [1, 130, 259], "128 entries each");
    assert_eq!(places(names(&entries(5, 400_000))), [1, 4, 7], "1 MiB each");
    assert_eq!(places(names(&entries(2, 3 << 20))), [1, 3], "an entry above that is alone");
}

#[test]
fn a_writer_takes_only_what_was_announced() {
    let recipient = fresh_recipient();
    let recipients = [recipient.recipient];
    let paths = ["a".to_owned(), "b".to_owned()];
    let begin = |paths: &[String]| BundleWriter::new(io::sink(), &BundleSeal::Recipients(&recipients), &ABOUT, paths);
    let signer = Signer::new(7);
    let sign = |message: &[u8]| Ok(signer.sign(message));
    let internal = |why: &str| Some(Error::internal(why));

    let mut writer = begin(&paths).expect("begun");
    assert_eq!(writer.entry("b", b"").err(), internal("b is not the next entry that the bundle announced"));
    let too_large = Error::TooLarge { what: "a".to_owned(), size: MAX_ENTRY + 1, limit: MAX_ENTRY };
    assert_eq!(writer.entry("a", &vec![0; MAX_ENTRY as usize + 1]), Err(too_large));
    writer.entry("a", b"").expect("taken");
    assert_eq!(writer.finish(counts(), &signer.spki(), sign).err(), internal("a bundle announced more entries than it was given"));

    for path in ["../a", "/a", "bundle.json", "sums/1"] {
        assert_eq!(begin(&[path.to_owned()]).err(), internal(&format!("no entry of a bundle may be called {path:?}")));
    }
    let counted = (0..10_000).map(|number| (format!("{number}"), number)).collect();
    assert_eq!(
        begin(&[]).expect("begun").finish(counted, &signer.spki(), sign).err(),
        internal("the counts of a bundle are longer than a reader takes")
    );
    assert_eq!(begin(&["a".to_owned(), "a".to_owned()]).err(), internal("two entries of a bundle have one path"));
    let many = Error::WorkLimit { what: BUNDLE.to_owned(), asked: 4_000_001, limit: 4_000_000, unit: "entries" };
    assert_eq!(begin(&vec![String::new(); MAX_ENTRIES + 1]).err(), Some(many));
}

#[test]
fn a_signature_that_is_not_the_signers_is_never_written() {
    let recipient = fresh_recipient();
    let recipients = [recipient.recipient];
    let begin = || BundleWriter::new(Vec::new(), &BundleSeal::Recipients(&recipients), &ABOUT, &[]).expect("begun");
    let (signer, other) = (Signer::new(7), Signer::new(8));
    let foreign = begin().finish(counts(), &signer.spki(), |message| Ok(other.sign(message)));
    assert_eq!(foreign.err(), Some(Error::Tampered { what: BUNDLE.to_owned() }));
    let locked = Error::StoreLocked { action: "sign" };
    assert_eq!(begin().finish(counts(), &signer.spki(), |_| Err(locked.clone())).err(), Some(locked));
    let p256 = begin().finish(counts(), b"another kind of key", |message| Ok(other.sign(message)));
    assert_eq!(p256.err(), is_damaged("its signer has no Ed25519 key"));
}

/// Fails after so many octets.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let room = octets.len().min(self.0);
        self.0 -= room;
        if room == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(room) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_wherever_it_comes() {
    let recipients = [fresh_recipient().recipient];
    let signer = Signer::new(7);
    let entries = entries(40, 10_000);
    let paths: Vec<String> = entries.iter().map(|(path, _)| path.clone()).collect();
    for room in [0, 100, 1000, 100_000, 300_000, 400_000] {
        let written = BundleWriter::new(Full(room), &BundleSeal::Recipients(&recipients), &ABOUT, &paths).and_then(|mut writer| {
            entries.iter().try_for_each(|(path, content)| writer.entry(path, content))?;
            writer.finish(counts(), &signer.spki(), |message| Ok(signer.sign(message)))
        });
        let error = written.err().expect("no room");
        assert!(matches!(&error, Error::Io { action: "write", path, .. } if path == BUNDLE), "{room}: {error:?}");
    }
}

/// Gives one octet at a time, interrupted in between, and fails at the end if it is to.
struct Slow<'a>(&'a [u8], bool, Option<i32>);

impl io::Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match (self.0.split_first(), self.2) {
            (None, Some(code)) => Err(io::Error::from_raw_os_error(code)),
            (None, None) => Ok(0),
            (Some((first, rest)), _) => {
                let Some(place) = into.first_mut() else { return Ok(0) };
                *place = *first;
                self.0 = rest;
                Ok(1)
            }
        }
    }
}

#[test]
fn a_bundle_may_come_octet_by_octet() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    let (read, found) = read_for(Slow(&bundle, false, None), &recipient, How::Strict).expect("read");
    assert!(read.fault.is_none() && found == small());
}

#[test]
fn a_disk_that_fails_is_not_called_damage() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    for end in [0, 10, 100, bundle.len() - 1, bundle.len()] {
        let error = read_for(Slow(&bundle[..end], false, Some(5)), &recipient, How::Strict).expect_err("it fails");
        assert!(matches!(&error, Error::Io { action: "read", path, os_code: Some(5), .. } if path == BUNDLE), "{end}: {error:?}");
    }
}

#[test]
fn the_error_of_a_visitor_is_the_error_of_the_reading() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    let key = BundleKey::Identities(std::slice::from_ref(&recipient.identity));
    let busy = Error::Busy { path: "certs.db".to_owned() };
    for how in [How::Strict, How::Salvage] {
        let mut calls = 0;
        let read = read_bundle(&*bundle, &key, how, &mut |_, _, _| {
            calls += 1;
            Err(busy.clone())
        });
        assert_eq!((read.err(), calls), (Some(busy.clone()), 1));
    }
}
