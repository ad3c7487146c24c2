//! The text form of everything: PEM blocks, in and out (RFC 7468), as strict on the way out as they are lax on the way in.

mod body;
mod text;

use std::{collections::BTreeSet, fmt};

use base64ct::{Base64, Encoding};
use zeroize::{Zeroize, Zeroizing};

pub(crate) use self::text::{Text, decode as decode_text};
use crate::error::{Error, Result};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
/// The longest label that is looked for the end of.
const MAX_LABEL: usize = 100;

/// What is odd about a text or a block that could be read nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Oddity {
    /// A text begins with the mark of UTF-8.
    ByteOrderMark,
    /// A text is UTF-16, with its mark or without.
    Utf16 { marked: bool },
    /// The lines of a text end in CR LF.
    CrLf,
    /// The lines of a text end in CR alone.
    Cr,
    /// Something else stands between, before or behind the blocks of a text.
    Around,
    /// A block begins where the last line of another ends, which other programs do not see.
    Joined,
    /// A block has escapes in place of line ends.
    Escaped,
    /// The lines of a block have quotes around them, or `>` before them.
    Quoted,
    /// The lines of a block are indented.
    Indented,
    /// A block has blanks within its lines, or in place of line ends.
    Blanks,
    /// A block has characters that nobody sees.
    Hidden,
    /// A block has headers that do not say that it is encrypted.
    Headers,
    /// The last line of a block does not fit its first.
    LastLine,
}

/// Of a text: "it ..."; of a block: "block 1 has ...".
impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByteOrderMark => "begins with a byte order mark of UTF-8",
            Self::Utf16 { marked: true } => "is UTF-16",
            Self::Utf16 { marked: false } => "is UTF-16 without a byte order mark",
            Self::CrLf => "has lines that end in CR LF",
            Self::Cr => "has lines that end in CR alone",
            Self::Around => "has other text around its blocks",
            Self::Joined => "its first line joined to the last line of another",
            Self::Escaped => r"line ends written as \n",
            Self::Quoted => "quotes around its lines",
            Self::Indented => "indented lines",
            Self::Blanks => "blanks within its lines",
            Self::Hidden => "hidden characters",
            Self::Headers => "headers",
            Self::LastLine => "a last line that does not fit its first",
        })
    }
}

/// One block: its label and what was encoded in it. Wiped when dropped, since it may hold a key.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) content: Zeroizing<Vec<u8>>,
    /// It has the headers of the old encryption of OpenSSL (RFC 1421).
    pub(crate) encrypted: bool,
    /// The value of its header `DEK-Info`: cipher and initialisation vector.
    pub(crate) dek_info: Option<String>,
    pub(crate) oddities: BTreeSet<Oddity>,
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

/// The blocks of a text, one after another. Each octet is looked at a fixed number of times, whatever the text.
pub(crate) struct Blocks<'a> {
    text: Text<'a>,
    at: usize,
    oddities: BTreeSet<Oddity>,
}

/// A block that was found and not yet decoded. What it lacks is an error when it is.
pub(crate) struct Found<'a> {
    /// `None` if its first line has no end.
    pub(crate) label: Option<String>,
    body: Option<&'a [u8]>,
    oddities: BTreeSet<Oddity>,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        let (text, oddity) = decode_text(data);
        Self::of_text(text, oddity)
    }

    /// Of a text whose characters were decoded already, with what was odd about them.
    pub(crate) fn of_text(text: Text<'a>, oddity: Option<Oddity>) -> Self {
        Self { text, at: 0, oddities: oddity.into_iter().collect() }
    }

    /// Whether there are more than so many, damaged ones counted.
    pub(crate) fn are_more_than(&self, limit: usize) -> bool {
        let mut rest = &*self.text;
        for _ in 0..=limit {
            let Some(start) = find(rest, BEGIN) else { return false };
            rest = &rest[start + BEGIN.len()..];
        }
        true
    }

    /// The next one, before it is decoded.
    pub(crate) fn find_next(&mut self) -> Option<Found<'_>> {
        let rest = &self.text[self.at..];
        let Some(start) = find(rest, BEGIN) else {
            self.around(self.at, self.text.len());
            self.at = self.text.len();
            return None;
        };
        self.around(self.at, self.at + start);
        let begun = self.at + start + BEGIN.len();
        let Some(label) = label(&self.text[begun..]) else {
            self.at = begun;
            return Some(Found { label: None, body: None, oddities: BTreeSet::new() });
        };
        let text = String::from_utf8_lossy(&self.text[begun..begun + label]).into_owned();
        let body = begun + label + DASHES.len();
        let (length, ended) = until_last_line(&self.text[body..]);
        let end = body + length;
        if !ended {
            self.at = end;
            return Some(Found { label: Some(text), body: None, oddities: BTreeSet::new() });
        }
        let mut oddities = BTreeSet::new();
        if start == 0 && self.at > 0 {
            oddities.insert(Oddity::Joined);
        }
        let last = &self.text[end + END.len()..];
        if !last.strip_prefix(&self.text[begun..begun + label]).is_some_and(|rest| rest.starts_with(DASHES)) {
            oddities.insert(Oddity::LastLine);
        }
        self.at = end
            + END.len()
            + match self::label(last) {
                Some(other) => other + DASHES.len(),
                None => first_line(last).len(),
            };
        Some(Found { label: Some(text), body: Some(&self.text[body..end]), oddities })
    }

    /// What is odd about the text as a whole; complete when all blocks were found.
    pub(crate) fn oddities(&self) -> BTreeSet<Oddity> {
        let mut all = self.oddities.clone();
        let ends = self.text.iter().enumerate().filter(|(_, octet)| **octet == b'\r');
        for (at, _) in ends {
            all.insert(if self.text.get(at + 1) == Some(&b'\n') { Oddity::CrLf } else { Oddity::Cr });
        }
        all
    }

    /// Notes whether there is more than blanks, quotes and escapes.
    fn around(&mut self, from: usize, to: usize) {
        let between = body::unescaped(&self.text[from..to], &mut BTreeSet::new());
        if between.iter().any(|octet| !octet.is_ascii_whitespace() && !b"\"'`,;+>|-".contains(octet)) {
            self.oddities.insert(Oddity::Around);
        }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block>;

    fn next(&mut self) -> Option<Self::Item> {
        self.find_next().map(Found::decode)
    }
}

impl Found<'_> {
    /// The block, or what is wrong with it.
    pub(crate) fn decode(self) -> Result<Block> {
        let label = self.label.ok_or_else(|| damaged("the first line of a block has no end"))?;
        let body = self.body.ok_or_else(|| damaged(&format!("the block {} has no end", shown(&label))))?;
        let body::Body { base64, encrypted, dek_info, mut oddities } = body::read(body);
        let mut content = Zeroizing::new(vec![0; base64.len() / 4 * 3 + 3]);
        let length = match Base64::decode(base64.as_slice(), &mut content) {
            Ok(decoded) => decoded.len(),
            Err(_) => return Err(damaged(&format!("the block {} is not base64", shown(&label)))),
        };
        content.truncate(length); // what is cut off here never held anything
        oddities.extend(self.oddities);
        Ok(Block { label, content, encrypted, dek_info, oddities })
    }
}

/// How long the label is that begins here, if its line ends as it should.
fn label(text: &[u8]) -> Option<usize> {
    find(first_line(text), DASHES)
}

fn first_line(text: &[u8]) -> &[u8] {
    let text = &text[..text.len().min(MAX_LABEL + DASHES.len())];
    &text[..text.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(text.len())]
}

/// How much stands before the next last line, or, `false`, before another block begins or the text is at its end.
fn until_last_line(text: &[u8]) -> (usize, bool) {
    let mut at = 0;
    while let Some(next) = text[at..].iter().position(|octet| *octet == b'-') {
        at += next;
        if text[at..].starts_with(END) {
            return (at, true);
        }
        if text[at..].starts_with(BEGIN) {
            return (at, false);
        }
        at += 1;
    }
    (text.len(), false)
}

fn damaged(why: &str) -> Error {
    Error::Damaged { what: "the PEM text".to_owned(), why: why.to_owned() }
}

/// A label, fit for a message.
pub(crate) fn shown(label: &str) -> String {
    label.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').take(40).collect()
}

/// Whether a block begins somewhere in the text.
pub(crate) fn has_block(text: &[u8]) -> bool {
    find(text, BEGIN).is_some()
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
mod tests;
