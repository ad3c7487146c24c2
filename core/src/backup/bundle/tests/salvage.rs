//! What is saved of a bundle that is not whole.

use std::io::Read;

use super::{
    forge::{read_files, right, signed},
    *,
};

const UNREAD: &str = "the bundle is damaged or cut short there";

#[test]
fn a_whole_bundle_is_salvaged_whole() {
    let (read, found) = read_files(&signed(right(&small()), &Signer::new(7)), How::Salvage).expect("read");
    assert!(read.fault.is_none() && read.signer_spki.is_some() && found == small());
}

#[test]
fn every_entry_before_the_cut_is_taken_and_the_rest_is_named() {
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
        assert_eq!((read.taken, read.store, read.signer_spki.clone()), (there as u64, Some(ABOUT.store), None));
        assert_eq!(read.fault, is_damaged(if (cut - head).is_multiple_of(PIECE + 16) { "it is cut short" } else { "it is cut short or altered" }));
        assert!(read.fault.is_some() && read.counts.is_empty());
    }
    assert!(kinds.len() > 10, "the cuts differ: {kinds:?}");
}

const PIECE: usize = 64 << 10;

/// The sealed pieces of a bundle.
fn pieces<'a>(bundle: &'a mut [u8], recipient: &FreshRecipient) -> Vec<&'a mut [u8]> {
    let content = forge::decrypt(bundle, recipient).len();
    let head = bundle.len() - content - content.div_ceil(PIECE) * 16;
    bundle[head..].chunks_mut(PIECE + 16).collect()
}

/// Of each frame, the first and the last of the pieces in which it stands.
fn frames(bundle: &[u8], recipient: &FreshRecipient) -> Vec<(usize, usize)> {
    let content = forge::decrypt(bundle, recipient);
    let mut frames = Vec::new();
    let mut rest = &*content;
    while !rest.is_empty() {
        let begins = content.len() - rest.len();
        let mut decoder = zstd::Decoder::with_buffer(rest).expect("set up").single_frame();
        io::copy(&mut decoder, &mut io::sink()).expect("whole");
        rest = decoder.into_inner();
        frames.push((begins / PIECE, (content.len() - rest.len() - 1) / PIECE));
    }
    frames
}

/// Whether an entry, of 128 in each segment, stands in a frame that one of the pieces is of.
fn is_met(path: &str, entries: &Entries, frames: &[(usize, usize)], hit: &[usize]) -> bool {
    let place = entries.iter().position(|(known, _)| known == path).expect("an entry");
    let (first, last) = frames[1 + place / 128]; // behind what is announced
    hit.iter().any(|number| (first..=last).contains(number))
}

/// What is taken of a bundle, and what is named as lost.
fn saved(bundle: &[u8], recipient: &FreshRecipient) -> (BundleRead, Entries, Vec<String>) {
    let (read, found) = read_for(io::Cursor::new(bundle), recipient, How::Salvage).expect("salvaged");
    let lost = read.refused.iter().map(|(path, _)| path.clone()).collect();
    assert!(read.refused.iter().all(|(_, why)| why == UNREAD) && read.signer_spki.is_none());
    (read, found, lost)
}

#[test]
fn damage_costs_only_the_segments_that_it_meets() {
    let recipient = fresh_recipient();
    let entries = entries(2000, 4096);
    let whole = write_for(&entries, &recipient);
    let count = pieces(&mut whole.clone(), &recipient).len();
    let frames = frames(&whole, &recipient);
    assert!(count > 100 && frames.len() == 2000_usize.div_ceil(128) + 2);
    for hit in [vec![count / 2], vec![5, 60, 90], vec![7, 8, 9], (20..110).collect()] {
        let mut damaged = whole.clone();
        let mut sealed = pieces(&mut damaged, &recipient);
        hit.iter().for_each(|number| sealed[*number][1234] ^= 1);
        let (read, found, lost) = saved(&damaged, &recipient);
        let named = |path: &String| lost.contains(path);
        assert!(found == entries.iter().filter(|(path, _)| !named(path)).cloned().collect::<Entries>(), "{hit:?}");
        assert_eq!((read.taken as usize, lost.len()), (found.len(), entries.len() - found.len()));
        assert!(!lost.is_empty() && lost.iter().all(|path| is_met(path, &entries, &frames, &hit)), "{hit:?}: {}", lost.len());
        assert!(found.last() == entries.last(), "what stands behind is taken");
        assert_eq!(read.fault, is_damaged("it is cut short or altered"));
        assert_eq!((read.store, read.made), (Some(ABOUT.store), datetime!(2026-03-04 05:06:07 UTC)));
        assert!(read_for(&*damaged, &recipient, How::Strict).is_err());
    }
}

#[test]
fn each_piece_alone_can_be_lost() {
    let recipient = fresh_recipient();
    let entries = entries(400, 4096);
    let whole = write_for(&entries, &recipient);
    let count = pieces(&mut whole.clone(), &recipient).len();
    let frames = frames(&whole, &recipient);
    for number in 0..count {
        let mut damaged = whole.clone();
        pieces(&mut damaged, &recipient)[number].fill(0x28);
        let (read, found, lost) = saved(&damaged, &recipient);
        let kept: Entries = entries.iter().filter(|(path, _)| !lost.contains(path)).cloned().collect();
        assert!(found == kept && found.len() + lost.len() == 400, "{number}");
        assert!(lost.iter().all(|path| is_met(path, &entries, &frames, &[number])), "{number}: {}", lost.len());
        assert_eq!(read.store, Some(ABOUT.store), "{number}: said at the beginning and at the end");
    }
}

#[test]
fn without_its_beginning_the_end_tells_what_is_lost() {
    let recipient = fresh_recipient();
    let entries = entries(400, 4096);
    let mut damaged = write_for(&entries, &recipient);
    let mut damaged_twice = damaged.clone();
    let mut sealed = pieces(&mut damaged, &recipient);
    let last = sealed.len() - 1;
    [0, last / 2].iter().for_each(|number| sealed[*number][0] ^= 1);
    let (read, found, lost) = saved(&damaged, &recipient);
    assert!(!found.is_empty() && found.len() + lost.len() == 400);
    assert_eq!((read.store, read.written_by.as_str()), (Some(ABOUT.store), env!("CARGO_PKG_VERSION")));

    // and without both, what was met counts
    let mut sealed = pieces(&mut damaged_twice, &recipient);
    [0, last].iter().for_each(|number| sealed[*number][0] ^= 1);
    let (read, found, _) = saved(&damaged_twice, &recipient);
    assert!(!found.is_empty() && found.iter().all(|entry| entries.contains(entry)));
    assert_eq!((read.store, read.written_by.as_str(), read.made), (None, "", datetime!(2026-03-04 05:06:07 UTC)));
}

/// Files in a frame that stores them as they are, so that what stands in them can be seen from outside.
fn stored(files: &[forge::File]) -> Vec<u8> {
    let mut tar = forge::tar(files);
    if files.last().is_none_or(|last| last.path != SIGNATURE) {
        tar.truncate(tar.len() - 1024);
    }
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0xa0];
    frame.extend((tar.len() as u32).to_le_bytes());
    let mut blocks = tar.chunks(100_000).peekable();
    while let Some(block) = blocks.next() {
        let head = (block.len() as u32) << 3 | u32::from(blocks.peek().is_none());
        frame.extend(&head.to_le_bytes()[..3]);
        frame.extend(block);
    }
    assert!(zstd::decode_all(&*frame).expect("a frame") == tar);
    frame
}

#[test]
fn what_stands_in_an_entry_is_no_part_of_the_bundle() {
    let recipient = fresh_recipient();
    let mut entries = entries(300, 4096);
    let foreign = b"a key of somebody else";
    let victim = entries[299].0.clone();
    let list = format!("{}  {victim}\n", hex::Sha256::of(foreign));
    let of_mark = |mark: [u8; 16]| stored(&[forge::file(&sums::path(9, hex::Hex(mark)), list.clone()), forge::file(&victim, *foreign)]);
    let end = stored(&[forge::file(MANIFEST, b"{}".to_vec())]);
    // with the mark, if it were known, they would be taken
    for (frame, is_taken) in [(of_mark([1; 16]), false), (end, false), (of_mark(ABOUT.mark), true)] {
        entries[100].1 = frame;
        let files = signed(right(&entries), &Signer::new(7));
        let begins_frame = |file: &forge::File| file.path.starts_with("sums/") || file.path == MANIFEST;
        let mut groups: Vec<Vec<forge::File>> = Vec::new();
        for file in files {
            match groups.last_mut() {
                Some(group) if !begins_frame(&file) => group.push(file),
                _ => groups.push(vec![file]),
            }
        }
        let framed = groups.iter().map(|group| stored(group)).collect::<Vec<_>>().concat();
        let mut damaged = forge::encrypt(&framed, &recipient);
        assert!(read_for(&*damaged, &recipient, How::Strict).expect("right").1 == entries);
        pieces(&mut damaged, &recipient)[2][0] ^= 1;
        let (_, found, lost) = saved(&damaged, &recipient);
        assert_eq!(found.iter().any(|(_, content)| content == foreign), is_taken);
        assert!(is_taken || found.len() + lost.len() == 300 && found.last() == entries.last());
    }
}

#[test]
fn a_list_that_names_one_twice_is_none() {
    let recipient = fresh_recipient();
    let entries = entries(2, 10);
    let hash = hex::Sha256::of(&entries[0].1);
    let frame = |number: u64, paths: &[&str]| {
        let list: String = paths.iter().map(|path| format!("{hash}  {path}\n")).collect();
        let lists = forge::file(&sums::path(number, hex::Hex(ABOUT.mark)), list);
        let contents = paths.iter().map(|path| forge::file(path, entries[0].1.clone()));
        stored(&[lists].into_iter().chain(contents).collect::<Vec<_>>())
    };
    let frames =
        [stored(&[forge::file(CONTENTS, *b"{}")]), frame(1, &["a", "b"]), frame(2, &["c", "c"]), frame(3, &["b"]), frame(4, &["d"])].concat();
    let (read, found) = read_for(&*forge::encrypt(&frames, &recipient), &recipient, How::Salvage).expect("salvaged");
    assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
    assert!(!read.names_all && read.store.is_none() && read.fault.is_some());
}

#[test]
fn a_disk_that_fails_behind_the_damage_is_said() {
    let recipient = fresh_recipient();
    let entries = entries(300, 4096);
    let mut damaged = write_for(&entries, &recipient);
    pieces(&mut damaged, &recipient)[2][0] ^= 1;
    let (read, found) = read_for(Slow(&damaged[..damaged.len() / 2], false, Some(5)), &recipient, How::Salvage).expect("salvaged");
    assert!(found.len() + read.refused.len() == 300);
    assert!(matches!(read.fault, Some(Error::Io { os_code: Some(5), .. })), "{:?}", read.fault);
}

#[test]
fn what_looks_like_a_frame_is_passed_over() {
    let recipient = fresh_recipient();
    // content that is stored as it is, with beginnings of frames in it
    let mut entries = entries(300, 4096);
    entries.iter_mut().for_each(|(_, content)| content.chunks_mut(64).for_each(|part| part[..4].copy_from_slice(&[0x28, 0xb5, 0x2f, 0xfd])));
    let mut damaged = write_for(&entries, &recipient);
    pieces(&mut damaged, &recipient)[3][0] ^= 1;
    let (_, found, lost) = saved(&damaged, &recipient);
    assert!(found.len() + lost.len() == 300 && found.len() >= 300 - 2 * 128 && found.last() == entries.last());
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
fn of_one_piece_that_is_damaged_nothing_is_salvaged() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    assert_eq!(read_for(&bundle[..bundle.len() - 1], &recipient, How::Salvage).err(), is_damaged("it is cut short or altered"));
    let wrong = Error::WrongPassword { what: BUNDLE.to_owned() };
    assert_eq!(read_for(&*bundle, &fresh_recipient(), How::Salvage).err(), Some(wrong));
}
