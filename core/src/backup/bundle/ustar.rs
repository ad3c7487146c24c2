//! The header of a plain file in a tar (POSIX ustar), in the one form that a bundle has.
//!
//! Readers of tar differ in what they make of odd headers. Here a header is read by making it anew from what it says: what differs
//! in any octet is refused, and there is nothing to differ about.

/// The size of a header, and what content is filled up to with zeros.
pub(super) const BLOCK: usize = 512;

pub(super) type Block = [u8; BLOCK];

/// The longest name that the field holds.
pub(super) const MAX_NAME: usize = 100;

/// The largest number of eleven octal digits.
const MAX_NUMBER: u64 = 0o777_7777_7777;

const NAME: usize = 0;
const MODE: usize = 100;
const OWNER: usize = 108;
const GROUP: usize = 116;
const SIZE: usize = 124;
const MODIFIED: usize = 136;
const CHECKSUM: usize = 148;
const KIND: usize = 156;
const MAGIC: usize = 257;
const DEVICE: usize = 329;

/// A file that its owner alone may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) size: u64,
    /// Unix seconds.
    pub(super) modified: u64,
}

impl<'a> Header<'a> {
    /// `None` for what the fields do not hold.
    pub(super) fn write(&self) -> Option<Block> {
        if self.name.len() > MAX_NAME || self.size > MAX_NUMBER || self.modified > MAX_NUMBER {
            return None;
        }
        let mut block = [0; BLOCK];
        let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
        put(NAME, self.name.as_bytes());
        put(MODE, b"0000600");
        put(OWNER, b"0000000");
        put(GROUP, b"0000000");
        put(SIZE, format!("{:011o}", self.size).as_bytes());
        put(MODIFIED, format!("{:011o}", self.modified).as_bytes());
        put(CHECKSUM, b"        "); // what the sum is taken over
        put(KIND, b"0");
        put(MAGIC, b"ustar\x0000");
        put(DEVICE, b"0000000\x000000000");
        let sum: u32 = block.iter().map(|octet| u32::from(*octet)).sum();
        block[CHECKSUM..CHECKSUM + 8].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        Some(block)
    }

    /// Reads a header of the form that `write` gives; else says how it differs.
    pub(super) fn read(block: &'a Block) -> Result<Self, &'static str> {
        let field = &block[NAME..NAME + MAX_NAME];
        let name = field.split(|octet| *octet == 0).next().unwrap_or_default();
        let name = str::from_utf8(name).map_err(|_| "a name is not UTF-8")?;
        if block[KIND] != b'0' {
            return Err("an entry is not a plain file");
        }
        let number = |at: usize| octal(&block[at..at + 11]);
        let header = number(SIZE).zip(number(MODIFIED)).map(|(size, modified)| Self { name, size, modified });
        match header {
            Some(header) if header.write().as_ref() == Some(block) => Ok(header),
            _ => Err("the header of an entry has not the form that certwright writes"),
        }
    }
}

/// A time as the field holds it: one before 1970 counts as its beginning.
pub(super) fn modified(made: time::OffsetDateTime) -> u64 {
    u64::try_from(made.unix_timestamp()).unwrap_or(0).min(MAX_NUMBER)
}

/// How many zeros follow so much content.
pub(super) fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

fn octal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |number, digit| (b'0'..=b'7').contains(digit).then(|| number << 3 | u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::bundle::hex::Sha256;

    #[test]
    fn a_header_has_one_form_for_ever() {
        let header = Header { name: "keys/one.pem", size: 1234, modified: 1_790_000_000 };
        let block = header.write().expect("fits");
        // of the header that GNU tar 1.34 writes with --format=ustar --owner=0 --group=0 --numeric-owner --mode=600 for such a file
        assert_eq!(Sha256::of(&block).to_string(), "11aee685c22b0ce4d74803afc4b02846d24ecfc5006fcbb8e7d9c5e0b8dbf538");
        assert_eq!(Header::read(&block), Ok(header));
        for index in 0..BLOCK {
            for bit in 0..8 {
                let mut altered = block;
                altered[index] ^= 1 << bit;
                assert!(Header::read(&altered).is_err(), "octet {index}");
            }
        }
    }

    #[test]
    fn a_name_fills_its_field_and_no_more() {
        let name = "a".repeat(MAX_NAME);
        let header = Header { name: &name, size: 0, modified: 0 };
        assert_eq!(Header::read(&header.write().expect("fits")), Ok(header));
        assert_eq!(Header { name: &"a".repeat(MAX_NAME + 1), ..header }.write(), None);
        assert_eq!(Header { size: MAX_NUMBER + 1, ..header }.write(), None);
    }

    #[test]
    fn content_is_filled_up_to_whole_blocks() {
        for (size, zeros) in [(0, 0), (1, 511), (511, 1), (512, 0), (513, 511)] {
            assert_eq!(padding(size), zeros, "{size}");
        }
    }
}
