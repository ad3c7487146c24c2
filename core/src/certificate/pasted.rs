//! Hexadecimal text as people paste it out of dialogs, mails and spreadsheets.

/// Characters that stand in pasted hex without meaning anything: marks that cannot be seen, blanks, separators.
fn is_noise(letter: char) -> bool {
    matches!(
        letter,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    ) || letter.is_whitespace()
        || matches!(letter, ':' | '-' | '\u{2010}'..='\u{2015}')
}

/// What was pasted, without its noise.
pub(super) struct Pasted {
    /// The hexadecimal digits, upper-case.
    pub(super) digits: String,
    /// The first character that is neither digit nor noise.
    pub(super) stranger: Option<char>,
    /// It has the form of a GUID, 8-4-4-4-12 digits.
    pub(super) is_guid: bool,
}

pub(super) fn read(text: &str) -> Pasted {
    let visible: String = text.chars().filter(|letter| !is_noise(*letter)).collect();
    let bare = visible.strip_prefix("0x").or_else(|| visible.strip_prefix("0X")).unwrap_or(&visible);
    Pasted {
        digits: bare.chars().filter(char::is_ascii_hexdigit).map(|digit| digit.to_ascii_uppercase()).collect(),
        stranger: bare.chars().find(|letter| !letter.is_ascii_hexdigit()),
        is_guid: looks_like_guid(text),
    }
}

fn looks_like_guid(text: &str) -> bool {
    let bare = text.trim_matches(|letter: char| matches!(letter, '{' | '}' | '(' | ')' | '"' | '\'') || (is_noise(letter) && letter != '-'));
    let groups: Vec<&str> = bare.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.iter().all(|group| group.bytes().all(|octet| octet.is_ascii_hexdigit()))
}

/// Upper-case hex without separators.
pub(crate) fn hex(octets: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        text.push(char::from(DIGITS[usize::from(octet >> 4)]));
        text.push(char::from(DIGITS[usize::from(octet & 15)]));
    }
    text
}

/// The octets of an even number of hexadecimal digits; `None` for anything else.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let value = |octet: u8| char::from(octet).to_digit(16).map(|digit| digit as u8);
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect()
}
