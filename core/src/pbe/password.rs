//! The octets of a password: standards name one way for each derivation, programs have written others.

use zeroize::Zeroizing;

use super::keys::Function;

/// One of the ways in which programs turn a password into octets; which of them exist depends on derivation and password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spelling {
    /// UTF-16, most significant octets first, two zero octets behind (RFC 7292 appendix B.1).
    Bmp,
    /// No octets at all: of a file that has no password, which is not the same as an empty one.
    Null,
    /// UTF-8 (RFC 8018 section 3), also where the password is empty or missing.
    Utf8,
    /// ISO 8859-1, as programs in old locales pass it on.
    Latin1,
    /// Each octet of UTF-8 as if it were a character, in the form of `Bmp`: OpenSSL before 1.1.0.
    WideUtf8,
}

impl Spelling {
    /// Those that are tried for this derivation, the right one first.
    pub(super) fn all(function: &Function, password: Option<&str>) -> Vec<Self> {
        let ascii = password.is_none_or(str::is_ascii);
        match (function, password) {
            (Function::Pkcs12(..), None) => vec![Self::Null, Self::Bmp],
            (Function::Pkcs12(..), Some("")) => vec![Self::Bmp, Self::Null],
            (Function::Pkcs12(..), Some(_)) if ascii => vec![Self::Bmp],
            (Function::Pkcs12(..), Some(_)) => vec![Self::Bmp, Self::WideUtf8],
            // old NSS gave PBKDF2 the octets that are for PKCS#12's own derivation
            (_, Some(text)) if text.chars().any(|letter| letter > '\u{ff}') => vec![Self::Utf8, Self::Bmp],
            (_, Some(_)) if !ascii => vec![Self::Utf8, Self::Latin1, Self::Bmp],
            (_, Some("") | None) => vec![Self::Utf8],
            (_, Some(_)) => vec![Self::Utf8, Self::Bmp],
        }
    }

    /// The password's octets. Characters outside the BMP become surrogates, as everybody writes them.
    pub(super) fn octets(self, password: Option<&str>) -> Zeroizing<Vec<u8>> {
        let text = password.unwrap_or_default();
        let mut octets = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2)); // never more, in any spelling
        match self {
            Self::Null => {}
            Self::Utf8 => octets.extend_from_slice(text.as_bytes()),
            Self::Latin1 => octets.extend(text.chars().map(|letter| u32::from(letter) as u8)), // none above U+00FF
            Self::Bmp => octets.extend(text.encode_utf16().flat_map(u16::to_be_bytes).chain([0, 0])),
            Self::WideUtf8 => octets.extend(text.bytes().flat_map(|octet| [0, octet]).chain([0, 0])),
        }
        octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pbe::{Digest, Purpose};

    #[test]
    fn no_password_is_not_an_empty_one() {
        assert_eq!(Spelling::Null.octets(None).as_slice(), b"");
        assert_eq!(Spelling::Bmp.octets(Some("")).as_slice(), [0, 0]);
        let function = Function::Pkcs12(Digest::Sha1, Purpose::Key);
        assert_eq!(Spelling::all(&function, None), [Spelling::Null, Spelling::Bmp]);
        assert_eq!(Spelling::all(&function, Some("")), [Spelling::Bmp, Spelling::Null]);
    }

    #[test]
    fn each_spelling_has_its_octets() {
        assert_eq!(Spelling::Bmp.octets(Some("a€")).as_slice(), [0, b'a', 0x20, 0xac, 0, 0]);
        assert_eq!(Spelling::Bmp.octets(Some("\u{1f511}")).as_slice(), [0xd8, 0x3d, 0xdd, 0x11, 0, 0]);
        assert_eq!(Spelling::Utf8.octets(Some("ä")).as_slice(), [0xc3, 0xa4]);
        assert_eq!(Spelling::Latin1.octets(Some("ä")).as_slice(), [0xe4]);
        assert_eq!(Spelling::WideUtf8.octets(Some("ä")).as_slice(), [0, 0xc3, 0, 0xa4, 0, 0]);
    }
}
