//! The public key of an EC key that lacks it: the generator times the scalar, which ring does not give.

use p256::elliptic_curve::sec1::ToSec1Point;

use crate::{
    certificate::algorithm::P256,
    error::{Error, Result},
};

/// The uncompressed point (SEC 1 section 2.3.3). The scalar is as long as the order of the curve, which is P-256 or else P-384.
pub(super) fn point(curve: &[u8], scalar: &[u8]) -> Result<Vec<u8>> {
    let refused = |_| Error::key("its number is none of its curve");
    if curve == P256 {
        let secret = p256::SecretKey::from_slice(scalar).map_err(refused)?; // wiped when dropped
        return Ok(secret.public_key().to_sec1_point(false).as_bytes().to_vec());
    }
    let secret = p384::SecretKey::from_slice(scalar).map_err(refused)?;
    Ok(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
}
