//! What age has sealed (age-encryption.org/v1, "Payload"), opened piece by piece, so that a damaged one costs no other.
//!
//! age's own reader ends for good at the first that does not open, which is right where a bundle is restored, and wrong where what
//! is left of one is to be saved.

use std::io::{self, ErrorKind, Read};

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};
use zeroize::Zeroizing;

/// What is sealed at once; all but the last are of this size.
const PIECE: usize = 64 << 10;

/// What sealing adds to each.
const TAG: usize = 16;

/// Reads what the pieces of a sealed file hold.
pub(super) struct Pieces<R> {
    input: R,
    key: LessSafeKey,
    /// How many were read.
    count: u64,
    sealed: Vec<u8>,
    open: Zeroizing<Vec<u8>>,
    /// How much of the open one was given.
    given: usize,
    is_last: bool,
    has_failed: bool,
}

impl<R: Read> Pieces<R> {
    /// Of what stands behind the head of a file, and the 16 octets behind that.
    pub(super) fn new(input: R, file_key: &[u8], nonce: &[u8]) -> Option<Self> {
        let derived = Salt::new(HKDF_SHA256, nonce).extract(file_key);
        let key = UnboundKey::from(derived.expand(&[b"payload"], &CHACHA20_POLY1305).ok()?);
        let open = Zeroizing::new(Vec::with_capacity(PIECE + TAG));
        Some(Self { input, key: LessSafeKey::new(key), count: 0, sealed: Vec::new(), open, given: 0, is_last: false, has_failed: false })
    }

    /// Opens the next. One that is damaged is behind it all the same.
    fn advance(&mut self) -> io::Result<()> {
        self.sealed.clear();
        self.open.clear();
        self.given = 0;
        if self.has_failed || self.input.by_ref().take((PIECE + TAG) as u64).read_to_end(&mut self.sealed).is_err() {
            self.has_failed = true; // where the next begins is not known any more
            return Err(ErrorKind::Other.into());
        }
        if self.sealed.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let number = self.count;
        self.count += 1;
        let is_short = self.sealed.len() < PIECE + TAG;
        for is_last in [false, true] {
            if is_last || !is_short {
                self.open.clear();
                self.open.extend_from_slice(&self.sealed);
                let opened = self.key.open_in_place(nonce(number, is_last), Aad::empty(), &mut self.open).map(|open| open.len());
                if let Ok(size) = opened {
                    self.open.truncate(size);
                    self.is_last = is_last;
                    return Ok(());
                }
            }
        }
        self.open.clear();
        Err(ErrorKind::InvalidData.into())
    }
}

/// A number for each, and whether it is the last.
fn nonce(number: u64, is_last: bool) -> Nonce {
    let mut octets = [0; NONCE_LEN];
    octets[NONCE_LEN - 9..NONCE_LEN - 1].copy_from_slice(&number.to_be_bytes());
    octets[NONCE_LEN - 1] = u8::from(is_last);
    Nonce::assume_unique_for_key(octets)
}

/// [`ErrorKind::InvalidData`] for a damaged piece, after which reading can go on with the next; [`ErrorKind::UnexpectedEof`] where
/// there is none and the last has not come; another, now and for ever, where the file cannot be read.
impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.open.len() && !self.is_last {
            self.advance()?;
        }
        let count = into.len().min(self.open.len() - self.given);
        into[..count].copy_from_slice(&self.open[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
