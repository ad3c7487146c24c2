//! Octets of a fixed number as lower-case hexadecimal text, which is how sha256sum writes them.

use std::fmt;

use ring::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::certificate::pasted::unhex;

/// `N` octets; only the lower-case form is read, so that there is one for each value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hex<const N: usize>(pub(super) [u8; N]);

pub(super) type Sha256 = Hex<32>;

impl<const N: usize> Hex<N> {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.bytes().any(|letter| letter.is_ascii_uppercase()) {
            return None;
        }
        unhex(text)?.try_into().ok().map(Self)
    }
}

impl Sha256 {
    pub(super) fn of(content: &[u8]) -> Self {
        let mut octets = [0; 32];
        octets.copy_from_slice(digest::digest(&digest::SHA256, content).as_ref());
        Self(octets)
    }
}

impl<const N: usize> Default for Hex<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not lower-case hexadecimal digits of the right number"))
    }
}
