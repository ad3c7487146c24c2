//! The ground floor: one element of DER or BER at a time, in and out (X.690).
//!
//! The reader borrows its input, never recurses on it, and holds no state but a position. In [`Rules::Ber`] it takes
//! indefinite lengths and constructed octet strings, which Windows, NSS and Java write in PKCS#12 files; in
//! [`Rules::Der`] both are errors, and so is a length that is not the shortest.

use std::borrow::Cow;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const NUMERIC_STRING: u8 = 0x12;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const TELETEX_STRING: u8 = 0x14;
pub(crate) const IA5_STRING: u8 = 0x16;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const VISIBLE_STRING: u8 = 0x1a;
pub(crate) const UNIVERSAL_STRING: u8 = 0x1c;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of a constructed context-specific element, `[n]`.
pub(crate) const fn context(n: u8) -> u8 {
    0xa0 | n
}

const CONSTRUCTED: u8 = 0x20;
const CONSTRUCTED_OCTETS: u8 = OCTET_STRING | CONSTRUCTED;
/// Elements open at once while the end of an indefinite length is looked for, or pieces of a string joined.
const MAX_DEPTH: usize = 32;

/// What was wrong with the encoding. The caller knows what it was reading and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Which encodings are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    Der,
    Ber,
}

/// One element: its tag, its content, and the whole of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
    rules: Rules,
}

impl<'a> Element<'a> {
    /// A reader over the content.
    pub(crate) fn inside(&self) -> Reader<'a> {
        Reader { rest: self.content, rules: self.rules }
    }

    /// The octets of an OCTET STRING or of an implicitly tagged one, joined where BER cut them in pieces, and these again.
    pub(crate) fn octets(&self) -> Result<Cow<'a, [u8]>, Malformed> {
        if self.tag & CONSTRUCTED == 0 {
            return Ok(Cow::Borrowed(self.content));
        }
        if self.rules == Rules::Der {
            return Err(Malformed);
        }
        let mut joined = Vec::with_capacity(self.content.len());
        self.join(&mut joined, MAX_DEPTH)?;
        Ok(Cow::Owned(joined))
    }

    fn join(&self, joined: &mut Vec<u8>, depth: usize) -> Result<(), Malformed> {
        let mut pieces = self.inside();
        while !pieces.is_empty() {
            let piece = pieces.element()?;
            match piece.tag {
                OCTET_STRING => joined.extend_from_slice(piece.content),
                CONSTRUCTED_OCTETS if depth > 0 => piece.join(joined, depth - 1)?,
                _ => return Err(Malformed),
            }
        }
        Ok(())
    }
}

/// Reads one element after another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    rules: Rules,
}

impl<'a> Reader<'a> {
    pub(crate) fn der(input: &'a [u8]) -> Self {
        Self { rest: input, rules: Rules::Der }
    }

    pub(crate) fn ber(input: &'a [u8]) -> Self {
        Self { rest: input, rules: Rules::Ber }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next element, if there is one.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever its tag.
    pub(crate) fn element(&mut self) -> Result<Element<'a>, Malformed> {
        let head = header(self.rest, self.rules)?;
        let (content, total) = match head.length {
            Some(length) => {
                let end = head.size.checked_add(length).ok_or(Malformed)?;
                (self.rest.get(head.size..end).ok_or(Malformed)?, end)
            }
            None => {
                let length = until_end_of_contents(&self.rest[head.size..])?;
                (&self.rest[head.size..head.size + length], head.size + length + 2)
            }
        };
        let (raw, rest) = self.rest.split_at(total);
        self.rest = rest;
        Ok(Element { tag: head.tag, content, raw, rules: self.rules })
    }

    /// The next element, which must have this tag. BER may also construct a primitive string.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        match self.peek() {
            Some(found) if found == tag => self.element(),
            Some(found) if self.rules == Rules::Ber && tag == OCTET_STRING && found == tag | CONSTRUCTED => self.element(),
            _ => Err(Malformed),
        }
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.peek() == Some(tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// A reader over the next SEQUENCE.
    pub(crate) fn sequence(&mut self) -> Result<Reader<'a>, Malformed> {
        Ok(self.expect(SEQUENCE)?.inside())
    }

    /// A small non-negative INTEGER.
    pub(crate) fn unsigned(&mut self) -> Result<u64, Malformed> {
        let content = self.expect(INTEGER)?.content;
        match content {
            [first, ..] if first & 0x80 != 0 => Err(Malformed),
            [] => Err(Malformed),
            _ if content.len() > 9 || (content.len() == 9 && content[0] != 0) => Err(Malformed),
            _ => Ok(content.iter().fold(0, |value, octet| (value << 8) | u64::from(*octet))),
        }
    }

    /// Nothing may follow.
    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// The whole input as exactly one SEQUENCE, nothing behind it.
pub(crate) fn only_sequence(input: &[u8]) -> Result<Reader<'_>, Malformed> {
    let mut outer = Reader::der(input);
    let inner = outer.sequence()?;
    outer.finish()?;
    Ok(inner)
}

/// How many octets the first element says that it has, header included; `None` if it does not say.
pub(crate) fn announced(input: &[u8]) -> Option<usize> {
    let head = header(input, Rules::Ber).ok()?;
    head.size.checked_add(head.length?)
}

struct Header {
    tag: u8,
    size: usize,
    /// `None`: indefinite.
    length: Option<usize>,
}

fn header(input: &[u8], rules: Rules) -> Result<Header, Malformed> {
    let (&tag, &first) = match input {
        [tag, first, ..] => (tag, first),
        _ => return Err(Malformed),
    };
    if tag & 0x1f == 0x1f {
        return Err(Malformed); // no format here has tag numbers above 30
    }
    match first {
        0..=0x7f => Ok(Header { tag, size: 2, length: Some(usize::from(first)) }),
        0x80 if rules == Rules::Ber && tag & CONSTRUCTED != 0 => Ok(Header { tag, size: 2, length: None }),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let octets = input.get(2..2 + count).ok_or(Malformed)?;
            let length = octets.iter().fold(0usize, |value, octet| (value << 8) | usize::from(*octet));
            let shortest = length >= 0x80 && octets[0] != 0;
            if rules == Rules::Der && !shortest {
                return Err(Malformed);
            }
            Ok(Header { tag, size: 2 + count, length: Some(length) })
        }
        _ => Err(Malformed),
    }
}

/// How many octets stand before the end-of-contents that closes an indefinite length.
fn until_end_of_contents(input: &[u8]) -> Result<usize, Malformed> {
    let mut open = 1;
    let mut at = 0;
    loop {
        let rest = input.get(at..).ok_or(Malformed)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += 2;
            continue;
        }
        let head = header(rest, Rules::Ber)?;
        match head.length {
            Some(length) => at = at.checked_add(head.size).and_then(|at| at.checked_add(length)).ok_or(Malformed)?,
            None => {
                open += 1;
                if open > MAX_DEPTH {
                    return Err(Malformed);
                }
                at += head.size;
            }
        }
    }
}

/// One element made of these parts, in one allocation of exactly its size, so that no copy of a secret stays behind.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let octets = length.to_be_bytes();
    let significant = &octets[octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len() - 1)..];
    let long = length >= 0x80;
    let mut out = Vec::with_capacity(2 + if long { significant.len() } else { 0 } + length);
    out.push(tag);
    if long {
        out.push(0x80 | significant.len() as u8); // at most 8
        out.extend_from_slice(significant);
    } else {
        out.push(length as u8); // below 0x80
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SEQUENCE of parts that are already encoded.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, parts)
}

/// A non-negative INTEGER.
pub(crate) fn unsigned(value: u64) -> Vec<u8> {
    let octets = value.to_be_bytes();
    let start = octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len() - 1);
    let sign: &[u8] = if octets[start] & 0x80 != 0 { &[0] } else { &[] };
    tlv(INTEGER, &[sign, &octets[start..]])
}

/// A BIT STRING of whole octets.
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    tlv(BIT_STRING, &[&[0], octets])
}

/// An OBJECT IDENTIFIER with these content octets.
pub(crate) fn oid(content: &[u8]) -> Vec<u8> {
    tlv(OID, &[content])
}

/// The content octets of an OBJECT IDENTIFIER from its dotted text; `None` if it is not one.
pub(crate) fn oid_from_text(text: &str) -> Option<Vec<u8>> {
    let arcs = text.split('.').map(|arc| arc.parse::<u64>().ok().filter(|_| arc.bytes().all(|b| b.is_ascii_digit()))).collect::<Option<Vec<_>>>()?;
    let (first, second) = match arcs.as_slice() {
        [first, second, ..] if *first < 2 && *second < 40 || *first == 2 => (*first, *second),
        _ => return None,
    };
    let mut out = Vec::with_capacity(text.len());
    let mut push = |arc: u64| {
        let groups = (64 - arc.leading_zeros()).max(1).div_ceil(7);
        for group in (0..groups).rev() {
            let more = if group > 0 { 0x80 } else { 0 };
            out.push(more | (arc >> (7 * group)) as u8 & 0x7f);
        }
    };
    push((first * 40).checked_add(second)?);
    arcs[2..].iter().copied().for_each(push);
    Some(out)
}

/// The dotted text of an OBJECT IDENTIFIER's content octets; `None` if they are not one.
pub(crate) fn oid_to_text(content: &[u8]) -> Option<String> {
    let mut arcs = Vec::new();
    let mut arc: u128 = 0; // 2.25 holds a UUID in one arc
    let mut open = false;
    for octet in content {
        if !open && *octet == 0x80 || arc >> 121 != 0 {
            return None;
        }
        arc = arc << 7 | u128::from(octet & 0x7f);
        open = octet & 0x80 != 0;
        if !open {
            arcs.push(arc);
            arc = 0;
        }
    }
    let (&joined, rest) = arcs.split_first().filter(|_| !open)?;
    let first = (joined / 40).min(2);
    let mut text = format!("{first}.{}", joined - first * 40);
    for arc in rest {
        text.push('.');
        text.push_str(&arc.to_string());
    }
    Some(text)
}

/// Whether these are the content octets of an OBJECT IDENTIFIER that `oid_to_text` can show.
pub(crate) fn is_oid(content: &[u8]) -> bool {
    let arcs = content.split_inclusive(|octet| octet & 0x80 == 0);
    content.last().is_some_and(|octet| octet & 0x80 == 0)
        && arcs.into_iter().all(|arc| arc[0] != 0x80 && (arc.len() < 19 || arc.len() == 19 && arc[0] <= 0x83))
}

/// The dotted text of an OBJECT IDENTIFIER, or `#` and its octets in hex where an arc is beyond 128 bits; of one that is
/// longer than any in use its beginning.
pub(crate) fn oid_shown(content: &[u8]) -> String {
    const MOST: usize = 64;
    if let Some(beginning) = content.get(..MOST).filter(|_| content.len() > MOST) {
        return beginning.iter().fold("#".to_owned(), |text, octet| text + &format!("{octet:02X}")) + "...";
    }
    oid_to_text(content).unwrap_or_else(|| content.iter().fold("#".to_owned(), |text, octet| text + &format!("{octet:02X}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_refuses_what_only_ber_allows() {
        let indefinite = [0x30, 0x80, 0x02, 0x01, 0x05, 0, 0];
        assert_eq!(Reader::der(&indefinite).sequence().err(), Some(Malformed));
        let mut inside = Reader::ber(&indefinite).sequence().expect("indefinite length is BER");
        assert_eq!(inside.unsigned(), Ok(5));
        assert_eq!(inside.finish(), Ok(()));
        let long = [0x30, 0x81, 0x01, 0x00];
        assert_eq!(Reader::der(&long).sequence().err(), Some(Malformed));
    }

    #[test]
    fn ber_joins_the_pieces_of_an_octet_string() {
        let cut = [0x24, 0x80, 0x04, 0x02, 1, 2, 0x04, 0x01, 3, 0, 0];
        let mut reader = Reader::ber(&cut);
        let element = reader.expect(OCTET_STRING).expect("constructed");
        assert_eq!(element.octets().expect("pieces").as_ref(), &[1, 2, 3]);
        assert!(reader.is_empty());
    }

    #[test]
    fn the_pieces_of_an_octet_string_may_be_cut_again_but_not_for_ever() {
        let octets = |nested: &[u8]| Reader::ber(nested).expect(OCTET_STRING).and_then(|element| element.octets().map(Cow::into_owned));
        assert_eq!(octets(&[0x24, 0x80, 0x24, 0x03, 0x04, 0x01, 1, 0x04, 0x01, 2, 0, 0]), Ok(vec![1, 2]));
        let deep = |depth| (0..depth).fold(tlv(OCTET_STRING, &[&[7]]), |inner, _| tlv(CONSTRUCTED_OCTETS, &[&inner]));
        assert_eq!(octets(&deep(33)), Ok(vec![7]));
        assert_eq!(octets(&deep(34)), Err(Malformed));
    }

    #[test]
    fn an_indefinite_length_may_nest_but_not_for_ever() {
        let mut deep = [0x30, 0x80].repeat(40);
        deep.extend([0, 0].repeat(40));
        assert_eq!(Reader::ber(&deep).element().err(), Some(Malformed));
        let mut shallow = [0x30, 0x80].repeat(20);
        shallow.extend([0, 0].repeat(20));
        assert!(Reader::ber(&shallow).element().is_ok());
    }

    #[test]
    fn lengths_are_the_shortest() {
        assert_eq!(tlv(4, &[&[7; 3]])[..2], [4, 3]);
        assert_eq!(tlv(4, &[&[7; 200]])[..3], [4, 0x81, 200]);
        assert_eq!(tlv(4, &[&[7; 300]])[..4], [4, 0x82, 1, 44]);
        assert_eq!(unsigned(0), [2, 1, 0]);
        assert_eq!(unsigned(128), [2, 2, 0, 128]);
    }

    #[test]
    fn object_identifiers_go_both_ways() {
        for text in ["1.2.840.113549.1.1.11", "2.5.4.3", "2.999.1", "0.9.2342.19200300.100.1.25"] {
            let octets = oid_from_text(text).expect(text);
            assert_eq!(oid_to_text(&octets).as_deref(), Some(text));
        }
        for text in ["", "1", "3.1", "1.40", "1.2.", "1.+2", "1.2.x"] {
            assert_eq!(oid_from_text(text), None, "{text}");
        }
        let uuid = [&[0x69, 0x83][..], &[0xff; 17], &[0x7f]].concat(); // 2.25 and an arc of 128 bits
        assert!(oid_to_text(&uuid).is_some_and(|text| text.starts_with("2.25.")));
        for octets in [&[][..], &[0x2a, 0x86], &[0x2a, 0x80, 0x01], &[0x2a; 30], &[0x2a, 3], &uuid] {
            assert_eq!(is_oid(octets), oid_to_text(octets).is_some(), "{octets:02x?}");
        }
        assert_eq!(oid_to_text(&[0x2a, 0x80, 0x01]), None);
        assert_eq!(oid_to_text(&[0x2a, 0x86]), None);
    }
}
