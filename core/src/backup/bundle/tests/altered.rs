//! Damage to the file, wherever it is.

use super::*;

/// What damage may be called: where it is in the head, it may look as if another key were needed.
fn is_told(error: &Error) -> bool {
    matches!(error, Error::Damaged { .. } | Error::WrongPassword { .. } | Error::UnknownFormat { .. } | Error::Unsupported { .. })
}

#[test]
fn a_bundle_with_any_bit_altered_is_refused() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    for index in 0..bundle.len() {
        for bit in 0..8 {
            let mut altered = bundle.clone();
            altered[index] ^= 1 << bit;
            let error = read_for(&*altered, &recipient, How::Strict).err();
            assert!(error.as_ref().is_some_and(is_told), "octet {index}, bit {bit}: {error:?}");
        }
    }
}

#[test]
fn a_bundle_cut_anywhere_is_refused() {
    let recipient = fresh_recipient();
    let bundle = write_for(&small(), &recipient);
    assert!(matches!(read_for(&b""[..], &recipient, How::Strict), Err(Error::UnknownFormat { .. })));
    for end in 1..bundle.len() {
        let error = read_for(&bundle[..end], &recipient, How::Strict).err();
        assert!(matches!(error, Some(Error::Damaged { .. })), "{end}: {error:?}");
    }
}

#[test]
fn a_bundle_cut_between_the_pieces_of_age_is_refused() {
    let recipient = fresh_recipient();
    let bundle = write_for(&entries(30, 10_000), &recipient);
    let head = bundle.windows(5).position(|octets| octets == b"\n--- ").expect("the end of the head") + 5 + 43 + 1 + 16;
    for piece in 0..4 {
        let error = read_for(&bundle[..head + piece * ((64 << 10) + 16)], &recipient, How::Strict).err();
        assert_eq!(error, is_damaged("it is cut short"), "{piece}");
    }
}

#[test]
fn what_follows_the_end_is_refused_in_every_layer() {
    let recipient = fresh_recipient();
    let files = forge::signed(forge::right(&small()), &Signer::new(7));
    let (tar, compressed) = (forge::tar(&files), forge::compress(&forge::tar(&files)));
    let refusal = |bundle: Vec<u8>| read_for(&*bundle, &recipient, How::Strict).err();
    let then = |before: &[u8], after: &[u8]| [before, after].concat();
    let behind = is_damaged("something stands behind its end");

    assert_eq!(refusal(forge::encrypt(&compressed, &recipient)), None, "the bundle itself is right");
    assert_eq!(refusal(then(&forge::encrypt(&compressed, &recipient), b"x")), is_damaged("it is cut short or altered"), "age");
    for after in [&b"x"[..], &compressed, &forge::compress(b""), b"\x50\x2a\x4d\x18\x00\x00\x00\x00"] {
        assert_eq!(refusal(forge::encrypt(&then(&compressed, after), &recipient)), behind, "zstd");
    }
    assert_eq!(refusal(forge::encrypt(&forge::compress(&then(&tar, b"\0")), &recipient)), behind, "tar");
    let more = then(&tar[..tar.len() - 1024], &forge::tar(&[forge::file("more", "")]));
    assert_eq!(refusal(forge::encrypt(&forge::compress(&more), &recipient)), is_damaged("it holds more than it announces"));
    let short = forge::compress(&tar[..tar.len() - 1]);
    assert_eq!(refusal(forge::encrypt(&short, &recipient)), is_damaged("it is cut short"));
    let unfinished = &compressed[..compressed.len() - 1];
    assert_eq!(refusal(forge::encrypt(unfinished, &recipient)), is_damaged("it is cut short"));
}
