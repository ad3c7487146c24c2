//! The characters of a text that was meant to be read: UTF-8 or UTF-16, with a byte order mark or without.

use std::ops::Deref;

use zeroize::Zeroizing;

use super::Oddity;

/// A text as UTF-8, or as near to it as it came. What had to be made anew may hold a key, and is wiped.
pub(crate) enum Text<'a> {
    Given(&'a [u8]),
    Made(Zeroizing<Vec<u8>>),
}

impl Deref for Text<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Given(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// The text, and what is odd about its characters. Anything that is not UTF-16 is left as it is.
pub(crate) fn decode(data: &[u8]) -> (Text<'_>, Option<Oddity>) {
    match data {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Text::Given(rest), Some(Oddity::ByteOrderMark)),
        [0xff, 0xfe, rest @ ..] => (Text::Made(utf8(rest, u16::from_le_bytes)), Some(Oddity::Utf16 { marked: true })),
        [0xfe, 0xff, rest @ ..] => (Text::Made(utf8(rest, u16::from_be_bytes)), Some(Oddity::Utf16 { marked: true })),
        _ if is_utf16(data, u16::from_le_bytes) => (Text::Made(utf8(data, u16::from_le_bytes)), Some(Oddity::Utf16 { marked: false })),
        _ if is_utf16(data, u16::from_be_bytes) => (Text::Made(utf8(data, u16::from_be_bytes)), Some(Oddity::Utf16 { marked: false })),
        _ => (Text::Given(data), None),
    }
}

type Order = fn([u8; 2]) -> u16;

/// Whether it begins as ASCII does in UTF-16 of this order. PEM is ASCII, but a comment before it need not be.
fn is_utf16(data: &[u8], order: Order) -> bool {
    let (units, _) = data.as_chunks::<2>();
    let first = &units[..units.len().min(64)];
    let ascii = first.iter().filter(|unit| matches!(order(**unit), 0x09..=0x7e)).count();
    first.len() >= 4 && ascii >= first.len() - first.len() / 8
}

/// In one allocation of exactly its size, so that no copy stays behind.
fn utf8(data: &[u8], order: Order) -> Zeroizing<Vec<u8>> {
    let (units, _) = data.as_chunks::<2>();
    let characters = || char::decode_utf16(units.iter().map(|unit| order(*unit))).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER));
    let mut text = Zeroizing::new(Vec::with_capacity(characters().map(char::len_utf8).sum()));
    characters().for_each(|one| text.extend_from_slice(one.encode_utf8(&mut [0; 4]).as_bytes()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_by_its_mark_or_by_its_zeros() {
        let text = "-----BEGIN grün-----";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (data, marked) in
            [(little.clone(), false), (big.clone(), false), ([&[0xff, 0xfe][..], &little].concat(), true), ([&[0xfe, 0xff][..], &big].concat(), true)]
        {
            let (found, oddity) = decode(&data);
            assert_eq!((&*found, oddity), (text.as_bytes(), Some(Oddity::Utf16 { marked })));
        }
    }

    #[test]
    fn what_is_not_utf_16_stays_as_it_is() {
        for data in [b"".as_slice(), b"a\0b\0", &[0; 64], &[0x30, 0x82, 1, 2, 0x30, 0, 0x30, 0, 0x30, 0], "text in UTF-8, ä".as_bytes()] {
            let (found, oddity) = decode(data);
            assert_eq!((&*found, oddity), (data, None));
        }
        let (found, oddity) = decode(b"\xef\xbb\xbftext");
        assert_eq!((&*found, oddity), (b"text".as_slice(), Some(Oddity::ByteOrderMark)));
    }

    #[test]
    fn half_a_character_is_replaced_and_an_odd_octet_at_the_end_left_out() {
        let (found, _) = decode(&[0xff, 0xfe, b'a', 0, 0x00, 0xd8, b'b', 0, b'c']);
        assert_eq!(&*found, "a\u{fffd}b".as_bytes());
    }
}
