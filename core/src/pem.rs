//! The text form of everything: PEM blocks, in and out (RFC 7468).

use std::fmt;

use base64ct::{Base64, Encoding};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, Result};

const BEGIN: &[u8] = b"-----BEGIN ";
const DASHES: &[u8] = b"-----";

/// One block: its label and what was encoded in it. Wiped when dropped, since it may hold a key.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) content: Zeroizing<Vec<u8>>,
    /// It has the headers of the old encryption of OpenSSL (RFC 1421).
    pub(crate) encrypted: bool,
    /// Of that encryption: the cipher and its vector.
    pub(crate) dek_info: Option<String>,
}

impl Block {
    pub(crate) fn is_certificate(&self) -> bool {
        matches!(self.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE")
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({} ..)", self.label)
    }
}

/// The blocks of a text, one after another; text around them is passed over, line ends of any kind are taken.
pub(crate) struct Blocks<'a> {
    rest: &'a [u8],
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { rest: text }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = find(self.rest, BEGIN)?;
        let after = &self.rest[start + BEGIN.len()..];
        let line = after.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(after.len());
        let Some(end) = find(&after[..line], DASHES) else {
            self.rest = &[];
            return Some(Err(damaged("the first line of a block has no end")));
        };
        let label = String::from_utf8_lossy(&after[..end]).into_owned();
        let body = &after[end + DASHES.len()..];
        let closing = [b"-----END ".as_slice(), label.as_bytes(), DASHES].concat();
        let Some(length) = find(body, &closing) else {
            self.rest = &[];
            return Some(Err(damaged(&format!("the block {} has no end", shown(&label)))));
        };
        self.rest = &body[length + closing.len()..];
        Some(decode(&body[..length], label))
    }
}

fn decode(body: &[u8], label: String) -> Result<Block> {
    let mut text = Zeroizing::new(Vec::with_capacity(body.len()));
    let (mut encrypted, mut dek_info) = (false, None);
    for line in body.split(|octet| matches!(octet, b'\r' | b'\n')) {
        if line.contains(&b':') {
            encrypted |= line.starts_with(b"Proc-Type:") && find(line, b"ENCRYPTED").is_some();
            if let Some(value) = line.strip_prefix(b"DEK-Info:") {
                dek_info = Some(String::from_utf8_lossy(value).trim().to_owned());
            }
            continue; // a header (RFC 1421)
        }
        text.extend(line.iter().filter(|octet| !octet.is_ascii_whitespace()));
    }
    let mut content = Zeroizing::new(vec![0; text.len() / 4 * 3 + 3]);
    let length = match Base64::decode(text.as_slice(), &mut content) {
        Ok(decoded) => decoded.len(),
        Err(_) => return Err(damaged(&format!("the block {} is not base64", shown(&label)))),
    };
    content.truncate(length); // what is cut off here never held anything
    Ok(Block { label, content, encrypted, dek_info })
}

fn damaged(why: &str) -> Error {
    Error::Damaged { what: "the PEM text".to_owned(), why: why.to_owned() }
}

fn shown(label: &str) -> String {
    label.chars().filter(char::is_ascii_graphic).take(30).collect()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// LF, 64 columns. A secret's caller wipes the text.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let mut base64 = Base64::encode_string(der);
    let lines = base64.len().div_ceil(64);
    let mut text = String::with_capacity(base64.len() + lines + 2 * (label.len() + 17));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, next) = rest.split_at(rest.len().min(64)); // base64 is ASCII
        text.push_str(line);
        text.push('\n');
        rest = next;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    base64.zeroize();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_among_other_text_with_any_line_ends() {
        let one = encode("A", &[1; 100]);
        let two = encode("B C", &[2; 3]).replace('\n', "\r\n");
        let text = format!("\u{feff}Bag Attributes\n  name: x\n{one}between\n{two}after");
        let blocks: Vec<_> = Blocks::new(text.as_bytes()).map(|block| block.expect("a block")).collect();
        assert_eq!(blocks.len(), 2);
        assert_eq!((blocks[0].label.as_str(), blocks[0].content.as_slice()), ("A", [1; 100].as_slice()));
        assert_eq!((blocks[1].label.as_str(), blocks[1].content.as_slice()), ("B C", [2; 3].as_slice()));
    }

    #[test]
    fn a_line_has_64_columns() {
        let text = encode("X", &[0; 50]);
        assert_eq!(text.lines().map(str::len).collect::<Vec<_>>(), [17, 64, 4, 15]);
    }

    #[test]
    fn damage_is_said() {
        for (text, why) in [
            ("-----BEGIN A", "the first line of a block has no end"),
            ("-----BEGIN A-----\nAAAA\n", "the block A has no end"),
            ("-----BEGIN A-----\nAAA\n-----END A-----\n", "the block A is not base64"),
            ("-----BEGIN A-----\nA*AA\n-----END A-----\n", "the block A is not base64"),
        ] {
            let found = Blocks::new(text.as_bytes()).next().expect("something was found").err();
            assert_eq!(found, Some(damaged(why)), "{text}");
        }
    }
}
