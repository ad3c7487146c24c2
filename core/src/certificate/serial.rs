//! Serial numbers (RFC 5280 section 4.1.2.2): DER content octets that compare as numbers.

use std::{cmp::Ordering, fmt};

use super::pasted::{self, hex, unhex};
use crate::error::{Error, Result};

/// The serial number of a certificate, unique only within one issuer.
///
/// Shown as upper-case hex without the sign octet, a negative one with `-`. Two are equal when the numbers are, whatever
/// leading zeros they were written with.
#[derive(Clone, Debug)]
pub struct SerialNumber {
    /// Two's complement, at least one octet, as it stands in the certificate.
    octets: Vec<u8>,
}

impl SerialNumber {
    /// Takes the content octets of a DER INTEGER; they may be negative or longer than they need be.
    ///
    /// # Errors
    /// [`Error::InvalidSerialNumber`] if there are none, or more than 64.
    pub fn from_der_content(octets: &[u8]) -> Result<Self> {
        match octets.len() {
            1..=64 => Ok(Self { octets: octets.to_vec() }),
            length => Err(Error::InvalidSerialNumber { why: format!("it has {length} octets") }),
        }
    }

    /// Reads a serial number as people paste it, always as an unsigned number: hidden characters, blanks, colons, dashes,
    /// `0x`, leading zeros and the case of the digits do not matter.
    ///
    /// # Errors
    /// [`Error::InvalidSerialNumber`] for anything but 1 to 64 octets of hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self> {
        let pasted = pasted::read(text);
        if let Some(stranger) = pasted.stranger {
            return Err(Error::InvalidSerialNumber { why: format!("it holds the character {stranger:?}") });
        }
        if pasted.digits.is_empty() {
            return Err(Error::InvalidSerialNumber { why: "it has no hexadecimal digit".to_owned() });
        }
        let even = if pasted.digits.len() % 2 == 1 { format!("0{}", pasted.digits) } else { pasted.digits };
        let mut octets = unhex(&even).unwrap_or_default();
        if octets.first().is_some_and(|first| first & 0x80 != 0) {
            octets.insert(0, 0);
        }
        Self::from_der_content(&octets)
    }

    /// The content octets of the DER INTEGER.
    pub fn der_content(&self) -> &[u8] {
        &self.octets
    }

    /// Below zero, which RFC 5280 forbids and some issuers wrote.
    pub fn is_negative(&self) -> bool {
        self.octets[0] & 0x80 != 0 // never empty
    }

    /// Two's complement without octets that say nothing.
    fn shortest(&self) -> &[u8] {
        let mut octets = self.octets.as_slice();
        while let [first, second, ..] = octets
            && (*first == 0 && second & 0x80 == 0 || *first == 0xff && second & 0x80 != 0)
        {
            octets = &octets[1..];
        }
        octets
    }

    /// The absolute value, big-endian, no leading zero octet (one octet for zero).
    fn magnitude(&self) -> Vec<u8> {
        let mut octets = self.octets.clone();
        if self.is_negative() {
            let mut carry = true;
            for octet in octets.iter_mut().rev() {
                (*octet, carry) = (!*octet).overflowing_add(u8::from(carry));
            }
        }
        let zeros = octets.iter().take_while(|octet| **octet == 0).count().min(octets.len() - 1);
        octets.split_off(zeros)
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_negative() {
            f.write_str("-")?;
        }
        f.write_str(&hex(&self.magnitude()))
    }
}

impl PartialEq for SerialNumber {
    fn eq(&self, other: &Self) -> bool {
        self.shortest() == other.shortest()
    }
}

impl Eq for SerialNumber {}

impl std::hash::Hash for SerialNumber {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.shortest().hash(state);
    }
}

impl PartialOrd for SerialNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SerialNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = |a: &Self, b: &Self| {
            let (a, b) = (a.magnitude(), b.magnitude());
            a.len().cmp(&b.len()).then_with(|| a.cmp(&b))
        };
        match (self.is_negative(), other.is_negative()) {
            (false, false) => by_size(self, other),
            (true, true) => by_size(other, self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(octets: &[u8]) -> SerialNumber {
        SerialNumber::from_der_content(octets).expect("1 to 64 octets")
    }

    #[test]
    fn shows_no_sign_octet_and_keeps_the_sign() {
        assert_eq!(of(&[0, 0xff, 0x01]).to_string(), "FF01");
        assert_eq!(of(&[0x0a]).to_string(), "0A");
        assert_eq!(of(&[0]).to_string(), "00");
        assert_eq!(of(&[0xfb]).to_string(), "-05");
        assert_eq!(of(&[0x80]).to_string(), "-80");
        assert_eq!(of(&[0xff, 0x00]).to_string(), "-0100");
    }

    #[test]
    fn pasted_ones_are_unsigned_numbers() {
        for text in ["FF01", "00ff01", "ff:01", "0xFF01", "\u{200e}00 FF 01", "00-FF-01"] {
            assert_eq!(SerialNumber::parse(text), Ok(of(&[0, 0xff, 1])), "{text:?}");
        }
        assert_eq!(SerialNumber::parse("5"), Ok(of(&[5])));
        assert_ne!(SerialNumber::parse("FB").expect("unsigned"), of(&[0xfb]));
    }

    #[test]
    fn compares_as_a_number() {
        let mut sorted = [of(&[0, 0xff]), of(&[1, 0]), of(&[0xfb]), of(&[5]), of(&[0xff, 0x00])];
        sorted.sort();
        let shown: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["-0100", "-05", "05", "FF", "0100"]);
        assert_eq!(of(&[0, 0, 5]), of(&[5]));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "  ", "12G4", "serial", &"AB".repeat(65)] {
            assert!(matches!(SerialNumber::parse(text), Err(Error::InvalidSerialNumber { .. })), "{text}");
        }
    }
}
