//! Points of the curves that are used here: whole ones of what encodings leave out (SEC 1 section 2.3).

use p256::elliptic_curve::sec1::ToSec1Point;

use super::algorithm::P256;

/// The uncompressed form of a compressed point of P-256, or else of P-384; `None` if it is none of the curve.
pub(crate) fn uncompressed(curve: &[u8], point: &[u8]) -> Option<Vec<u8>> {
    if curve == P256 {
        return Some(p256::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().to_vec());
    }
    Some(p384::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().to_vec())
}

/// The uncompressed point that belongs to a scalar as long as the order of the curve: the generator so many times, which ring
/// does not give. `None` if the scalar is none of the curve.
pub(crate) fn of_scalar(curve: &[u8], scalar: &[u8]) -> Option<Vec<u8>> {
    if curve == P256 {
        let secret = p256::SecretKey::from_slice(scalar).ok()?; // wiped when dropped
        return Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec());
    }
    let secret = p384::SecretKey::from_slice(scalar).ok()?;
    Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
}
