//! A private key of a kind that cannot be used here, kept as it is.

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    asn1::{self, Malformed, Reader},
    certificate::algorithm::{EC_PUBLIC_KEY, key_name},
};

/// A private key of a kind that certwright cannot use, such as DSA, X25519 or RSA-PSS: kept as the PKCS#8 that it came as,
/// wiped when dropped, never printed. Nothing of it was checked but its form.
pub struct OpaqueKey {
    kind: String,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl OpaqueKey {
    /// `None` if it has not the form of PKCS#8 (RFC 5208 section 5).
    pub(crate) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let (algorithm, curve) = algorithm_of(der).ok()?;
        Some(Self { kind: key_name(algorithm, curve), pkcs8: Zeroizing::new(der.to_vec()) })
    }

    /// Such as `dsa`; the OID of the algorithm if it has no name here.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// PKCS#8, unencrypted, as it came. The caller keeps it secret.
    pub fn to_pkcs8_der(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }
}

impl fmt::Debug for OpaqueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpaqueKey({} ..)", self.kind)
    }
}

/// Whether it has the form of PKCS#8, so that a key of an unknown algorithm is told from what a wrong password makes of it.
pub(crate) fn is_pkcs8(der: &[u8]) -> bool {
    algorithm_of(der).is_ok()
}

/// The algorithm of a PrivateKeyInfo, and the curve if it is one of EC.
fn algorithm_of(der: &[u8]) -> Result<(&[u8], Option<&[u8]>), Malformed> {
    let mut outer = Reader::ber(der);
    let mut info = outer.sequence()?;
    outer.finish()?;
    info.unsigned()?;
    let mut identifier = info.sequence()?;
    let algorithm = identifier.expect(asn1::OID)?.content;
    info.expect(asn1::OCTET_STRING)?;
    let curve = if algorithm == EC_PUBLIC_KEY { identifier.optional(asn1::OID)?.map(|curve| curve.content) } else { None };
    Ok((algorithm, curve))
}
