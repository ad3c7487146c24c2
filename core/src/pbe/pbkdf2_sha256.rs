//! PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2) on the compression function of SHA-256 itself (FIPS 180-4 section 6.2).
//!
//! Of what one iteration costs in the crate pbkdf2, a third goes into buffers and into wiping them; here two blocks of a form
//! that never changes are compressed, and wiped once at the end. Other digests, which are rare, are left to the crate.

use std::slice;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, block_api::compress256};
use zeroize::{Zeroize, Zeroizing};

const BLOCK: usize = 64;
/// The state of SHA-256 at its beginning (FIPS 180-4 section 5.3.3).
const INITIAL: [u32; 8] = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
/// The length, in bits, of what each of the two hashes of an iteration takes in: a block of the key, and a hash.
const LENGTH: u16 = 8 * (BLOCK as u16 + 32);

/// Fills `out`; of no iterations it makes one.
pub(super) fn derive(password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
    let mut key = Zeroizing::new([0; BLOCK]);
    if password.len() > BLOCK {
        let mut hash = Sha256::digest(password);
        key[..32].copy_from_slice(&hash);
        hash.as_mut_slice().zeroize();
    } else {
        key[..password.len()].copy_from_slice(password);
    }
    let (inner, outer) = (keyed(&key, 0x36), keyed(&key, 0x5c));
    let first = Hmac::<Sha256>::new_from_slice(&*key).expect("HMAC takes a key of any length").chain_update(salt);

    let mut state = Zeroizing::new(INITIAL);
    // a hash, and the padding behind it
    let mut block = Zeroizing::new([0; BLOCK]);
    block[32] = 0x80;
    block[BLOCK - 2..].copy_from_slice(&LENGTH.to_be_bytes());
    for (index, piece) in (1u32..).zip(out.chunks_mut(32)) {
        block[..32].copy_from_slice(&first.clone().chain_update(index.to_be_bytes()).finalize().into_bytes());
        let mut sum = Zeroizing::new([0u8; 32]);
        sum.copy_from_slice(&block[..32]);
        for _ in 1..iterations {
            for keyed in [&inner, &outer] {
                state.copy_from_slice(&**keyed);
                compress256(&mut state, slice::from_ref(&*block));
                block[..32].as_chunks_mut::<4>().0.iter_mut().zip(&*state).for_each(|(octets, word)| *octets = word.to_be_bytes());
            }
            sum.iter_mut().zip(&block[..32]).for_each(|(sum, octet)| *sum ^= octet);
        }
        piece.copy_from_slice(&sum[..piece.len()]);
    }
}

/// The state after the key's block, each octet of it changed by this one (RFC 2104 section 2).
fn keyed(key: &[u8; BLOCK], with: u8) -> Zeroizing<[u32; 8]> {
    let block = Zeroizing::new(key.map(|octet| octet ^ with));
    let mut state = Zeroizing::new(INITIAL);
    compress256(&mut state, slice::from_ref(&*block));
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_the_crate_gives() {
        for (password, salt) in [(0, 0), (1, 8), (55, 16), (63, 64), (64, 100), (65, 1), (300, 200)] {
            let (password, salt) = (vec![0x5a; password], vec![0xa5; salt]);
            for iterations in [1, 2, 3, 100] {
                for length in [1, 20, 31, 32, 33, 64, 100] {
                    let (mut own, mut crates) = (vec![0; length], vec![0; length]);
                    derive(&password, &salt, iterations, &mut own);
                    pbkdf2::pbkdf2_hmac::<Sha256>(&password, &salt, iterations, &mut crates);
                    assert_eq!(own, crates, "{} {} {iterations} {length}", password.len(), salt.len());
                }
            }
        }
    }

    /// RFC 7914 section 11.
    #[test]
    fn gives_what_the_standard_gives() {
        let mut out = [0; 64];
        derive(b"passwd", b"salt", 1, &mut out);
        let hex = out.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
        assert_eq!(
            hex,
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        );
    }
}
