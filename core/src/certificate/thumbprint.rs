//! Thumbprints: the hash of a certificate's DER, SHA-1 as Windows shows it, or SHA-256.

use std::fmt;

use ring::digest;
use sha1::{Digest, Sha1};

use super::pasted::{self, hex, unhex};
use crate::error::{Error, Result};

/// The hash of a certificate's DER. It always says which hash it is.
///
/// SHA-1 is Windows' name for a certificate. It identifies, and proves nothing: collisions can be made. Where trust rests
/// on a thumbprint, use SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thumbprint {
    /// 20 octets.
    Sha1([u8; 20]),
    /// 32 octets.
    Sha256([u8; 32]),
}

impl Thumbprint {
    /// Reads a thumbprint as people paste it: hidden characters, blanks, colons, dashes, `0x` and the case of the digits
    /// do not matter. 40 digits are SHA-1, 64 are SHA-256.
    ///
    /// # Errors
    /// [`Error::InvalidThumbprint`], which says how many digits there were, and when it looks like a GUID.
    ///
    /// ```
    /// # use certwright::Thumbprint;
    /// let pasted = "\u{200e}34 78 cd a8 25 9a 9b 64 2a 30 8c 1f 5c 9e 00 11 22 33 44 55";
    /// assert_eq!(Thumbprint::parse(pasted)?.to_string(), "3478CDA8259A9B642A308C1F5C9E001122334455");
    /// # Ok::<(), certwright::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let pasted = pasted::read(text);
        let count = pasted.digits.len();
        let refuse = |why: String| Error::InvalidThumbprint { digits: count, why };
        if pasted.is_guid {
            return Err(refuse("this is a GUID (an application id?)".to_owned()));
        }
        if let Some(stranger) = pasted.stranger {
            return Err(refuse(format!("it has {count} hexadecimal digits and the character {stranger:?}")));
        }
        let octets = unhex(&pasted.digits).unwrap_or_default();
        if let Ok(octets) = octets.as_slice().try_into() {
            Ok(Self::Sha1(octets))
        } else if let Ok(octets) = octets.as_slice().try_into() {
            Ok(Self::Sha256(octets))
        } else {
            Err(refuse(format!("it has {count} hexadecimal digits")))
        }
    }

    pub(crate) fn sha1_of(der: &[u8]) -> [u8; 20] {
        Sha1::digest(der).into()
    }

    pub(crate) fn sha256_of(der: &[u8]) -> [u8; 32] {
        let mut octets = [0; 32];
        octets.copy_from_slice(digest::digest(&digest::SHA256, der).as_ref());
        octets
    }

    /// `SHA-1` or `SHA-256`.
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Sha1(_) => "SHA-1",
            Self::Sha256(_) => "SHA-256",
        }
    }

    /// The octets of the hash.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(octets) => octets,
            Self::Sha256(octets) => octets,
        }
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(self.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA1: &str = "3478CDA8259A9B642A308C1F5C9E001122334455";

    #[test]
    fn reads_what_people_paste() {
        let spaced: String = SHA1.as_bytes().chunks(2).map(|pair| format!("{} ", String::from_utf8_lossy(pair))).collect();
        for text in [
            SHA1.to_owned(),
            SHA1.to_lowercase(),
            spaced.clone(),
            spaced.replace(' ', ":").trim_end_matches(':').to_owned(),
            spaced.replace(' ', "-"),
            spaced.replace(' ', "\u{a0}"),
            format!("\u{200e}{SHA1}"),
            format!("\u{200f}\u{feff}{SHA1}\u{200b}"),
            format!("0x{SHA1}"),
            format!("\u{200e}0X{}\r\n", spaced),
        ] {
            assert_eq!(Thumbprint::parse(&text).map(|found| found.to_string()), Ok(SHA1.to_owned()), "{text:?}");
        }
        let sha256 = "AB".repeat(32);
        let found = Thumbprint::parse(&sha256).expect("64 digits");
        assert_eq!((found.algorithm(), found.to_string()), ("SHA-256", sha256));
    }

    #[test]
    fn says_how_many_digits_there_were() {
        for (text, digits) in [("", 0), (&SHA1[1..], 39), (&format!("{SHA1}0"), 41), ("zz", 0), (&"A".repeat(63), 63)] {
            match Thumbprint::parse(text) {
                Err(Error::InvalidThumbprint { digits: found, .. }) => assert_eq!(found, digits, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn recognises_a_guid() {
        for text in ["{4dc3e181-e14b-4a21-b022-59fc669b0914}", "4DC3E181-E14B-4A21-B022-59FC669B0914"] {
            let error = Thumbprint::parse(text).expect_err("a GUID");
            assert!(error.to_string().contains("GUID"), "{error}");
        }
    }
}
