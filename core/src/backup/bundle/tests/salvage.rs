//! What is saved of a bundle that is not whole.

use std::io::Read;

use super::{
    forge::{read_files, right, signed},
    *,
};

const UNREAD: &str = "the bundle cannot be read as far as there";

#[test]
fn a_whole_bundle_is_salvaged_whole() {
    let (read, found) = read_files(&signed(right(&small()), &Signer::new(7)), How::Salvage).expect("read");
    assert!(read.fault.is_none() && read.signer_spki.is_some() && found == small());
}

#[test]
fn every_entry_before_the_cut_is_taken_and_the_rest_is_named() {
    const PIECE: usize = 64 << 10;
    let recipient = fresh_recipient();
    let entries = entries(300, 4096);
    let bundle = write_for(&entries, &recipient);
    let compressed = forge::decrypt(&bundle, &recipient);
    let head = bundle.len() - compressed.len() - compressed.len().div_ceil(PIECE) * 16;
    let mut kinds = std::collections::BTreeSet::new();
    for cut in (head + PIECE + 16..bundle.len()).step_by(41_234) {
        // what age gives up whole, as far as zstd can go with it
        let whole = (cut - head) / (PIECE + 16) * PIECE;
        let mut tar = Vec::new();
        let _ = zstd::Decoder::new(&compressed[..whole]).expect("set up").read_to_end(&mut tar);
        let there = forge::files(&tar).iter().filter(|file| file.path.starts_with("things/")).count();
        kinds.insert(there);

        let (read, found) = read_for(&bundle[..cut], &recipient, How::Salvage).expect("salvaged");
        assert!(found == entries[..there], "cut at {cut}: {} instead of {there}", found.len());
        let named: Vec<_> = entries[there..].iter().map(|(path, _)| (path.clone(), UNREAD.to_owned())).collect();
        assert_eq!(read.refused, named);
        assert_eq!((read.taken, read.store, read.signer_spki.clone()), (there as u64, ABOUT.store, None));
        assert_eq!(read.fault, is_damaged(if (cut - head).is_multiple_of(PIECE + 16) { "it is cut short" } else { "it is cut short or altered" }));
        assert!(read.fault.is_some() && read.counts.is_empty());
    }
    assert!(kinds.len() > 10, "the cuts differ: {kinds:?}");
}

#[test]
fn damage_in_the_middle_ends_the_salvage_there() {
    let recipient = fresh_recipient();
    let entries = entries(300, 4096);
    let mut bundle = write_for(&entries, &recipient);
    let middle = bundle.len() / 2;
    bundle[middle] ^= 1;
    let (read, found) = read_for(&*bundle, &recipient, How::Salvage).expect("salvaged");
    assert!((100..200).contains(&found.len()), "{}", found.len());
    assert!(found == entries[..found.len()] && read.refused.len() == 300 - found.len());
    assert_eq!(read.fault, is_damaged("it is cut short or altered"));
}

#[test]
fn an_entry_that_is_not_what_its_checksum_says_is_left_out_alone() {
    let mut files = right(&small());
    files[3].content = b"b key".to_vec();
    let (read, found) = read_files(&signed(files, &Signer::new(7)), How::Salvage).expect("salvaged");
    assert!(found == [small()[0].clone(), small()[2].clone()]);
    assert_eq!(read.refused, [("keys/1.pem".to_owned(), "its content is not that of its checksum".to_owned())]);
    assert_eq!((read.taken, read.signer_spki), (2, None));
    assert_eq!(read.fault, is_damaged("keys/1.pem: its content is not that of its checksum"));
}

#[test]
fn entries_that_nobody_vouches_for_have_no_signer() {
    let signed = signed(right(&small()), &Signer::new(7));
    for (end, fault) in [(5, damaged("an entry is not a plain file")), (6, damaged("an entry is not a plain file"))] {
        let (read, found) = read_files(&signed[..end], How::Salvage).expect("salvaged");
        assert!(found == small() && read.refused.is_empty());
        assert_eq!((read.fault, read.signer_spki), (Some(fault), None));
    }
    let mut foreign = signed;
    foreign[6].content = vec![0; 64];
    let (read, found) = read_files(&foreign, How::Salvage).expect("salvaged");
    assert!(found == small());
    assert_eq!((read.fault, read.signer_spki), (Some(Error::Tampered { what: BUNDLE.to_owned() }), None));
}

#[test]
fn a_disk_that_fails_ends_the_salvage_there() {
    let recipient = fresh_recipient();
    let entries = entries(40, 4096);
    let bundle = write_for(&entries, &recipient);
    let (read, found) = read_for(Slow(&bundle[..bundle.len() - 1], false, Some(5)), &recipient, How::Salvage).expect("salvaged");
    assert!(!found.is_empty() && found == entries[..found.len()]);
    assert!(matches!(read.fault, Some(Error::Io { os_code: Some(5), .. })), "{:?}", read.fault);
}

#[test]
fn without_its_contents_nothing_is_salvaged() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    assert_eq!(read_for(&bundle[..bundle.len() - 1], &recipient, How::Salvage).err(), is_damaged("it is cut short or altered"));
    let wrong = Error::WrongPassword { what: BUNDLE.to_owned() };
    assert_eq!(read_for(&*bundle, &fresh_recipient(), How::Salvage).err(), Some(wrong));
}
