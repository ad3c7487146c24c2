//! What stands between the first and the last line of a block: headers and base64, as people have pasted them.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::Oddity;

/// The base64 of a block without anything else, what its headers say, and what was odd.
#[derive(Default)]
pub(super) struct Body {
    pub(super) base64: Zeroizing<Vec<u8>>,
    pub(super) encrypted: bool,
    pub(super) dek_info: Option<String>,
    pub(super) oddities: BTreeSet<Oddity>,
}

/// Reads what stands between the lines.
pub(super) fn read(body: &[u8]) -> Body {
    let mut found = Body { base64: Zeroizing::new(Vec::with_capacity(body.len())), ..Body::default() };
    if body.contains(&b'\\') {
        let text = unescaped(body, &mut found.oddities);
        found.lines(&text);
    } else {
        found.lines(body);
    }
    found
}

impl Body {
    fn lines(&mut self, text: &[u8]) {
        for (number, line) in text.split(|octet| matches!(octet, b'\r' | b'\n')).enumerate() {
            let content = line.trim_ascii();
            if content.is_empty() {
                continue;
            }
            // the rest of the block's first line is no line of its own
            if number > 0 && line[0].is_ascii_whitespace() {
                self.oddities.insert(Oddity::Indented);
            }
            let (content, quoted) = unquoted(content);
            if quoted {
                self.oddities.insert(Oddity::Quoted);
            }
            if content.contains(&b':') {
                self.header(content);
            } else if content.is_ascii() {
                let before = self.base64.len();
                self.base64.extend(content.iter().filter(|octet| !octet.is_ascii_whitespace()));
                if self.base64.len() - before < content.len() {
                    self.oddities.insert(Oddity::Blanks);
                }
            } else {
                self.with_hidden(content);
            }
        }
    }

    /// A header (RFC 1421 section 4.6); only the two of OpenSSL's old encryption mean anything here.
    fn header(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        match name.trim_ascii() {
            "Proc-Type" if value.contains("ENCRYPTED") => self.encrypted = true,
            "Proc-Type" => {}
            "DEK-Info" => self.dek_info = Some(value.trim_ascii().to_owned()),
            _ => {
                self.oddities.insert(Oddity::Headers);
            }
        }
    }

    /// Characters without a width, and blanks that are not ASCII, come with text that was copied out of a page.
    fn with_hidden(&mut self, line: &[u8]) {
        for chunk in line.utf8_chunks() {
            for letter in chunk.valid().chars() {
                match letter {
                    '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}' | '\u{feff}' => {
                        self.oddities.insert(Oddity::Hidden);
                    }
                    _ if letter.is_ascii_whitespace() => {}
                    _ => self.base64.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            self.base64.extend_from_slice(chunk.invalid()); // which is no base64, and is refused as such
        }
    }
}

/// With the escapes of JSON, of shells and of env files made what they stand for: `\n`, `\r`, `\t`, `\/`, `\u002B` (as .NET
/// writes `+`), and a backslash at the end of a line. Each may have been escaped more than once.
pub(super) fn unescaped(text: &[u8], oddities: &mut BTreeSet<Oddity>) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'\\' {
            out.push(first);
            continue;
        }
        while let Some((b'\\', after)) = rest.split_first() {
            rest = after;
        }
        match rest.split_first() {
            Some((b'n' | b'r' | b't', after)) => {
                out.push(b'\n');
                oddities.insert(Oddity::Escaped);
                rest = after;
            }
            Some((b'/' | b'"' | b'\'', _)) => {
                oddities.insert(Oddity::Escaped);
            }
            Some((b'u', after)) if by_number(after).is_some() => {
                out.extend(by_number(after));
                oddities.insert(Oddity::Escaped);
                rest = &after[4..];
            }
            Some((b'\r' | b'\n', _)) | None => {}
            Some(_) => out.push(first), // no base64: it is refused
        }
    }
    out
}

/// The ASCII character whose number these four hexadecimal digits are.
fn by_number(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii)
}

/// The line without the `>` of a quoted mail, the quotes of a string, and what joins strings: `"...",` or `"..." +`.
fn unquoted(line: &[u8]) -> (&[u8], bool) {
    const QUOTES: &[u8] = b"\"'`";
    const JOINS: &[u8] = b"\"'` \t,;+.()";
    let mut content = line;
    while let Some(rest) = content.strip_prefix(b">") {
        content = rest.trim_ascii_start();
    }
    let is_in = |set: &'static [u8]| move |octet: &u8| set.contains(octet);
    if content.iter().all(is_in(JOINS)) && content.iter().any(is_in(QUOTES)) {
        return (&[], true);
    }
    if let Some((quote, rest)) = content.split_first().filter(|(first, _)| QUOTES.contains(first)) {
        content = rest;
        let end = content.iter().rposition(|octet| octet == quote);
        if let Some(end) = end.filter(|end| content[*end..].iter().all(is_in(JOINS))) {
            content = &content[..end];
        }
    }
    (content, content.len() < line.len())
}
