//! RSASSA-PSS in certificates (RFC 4055 section 3.1): of its parameters, those that are in use.

use ring::signature::{self, VerificationAlgorithm};

use crate::asn1::{self, Malformed, Reader, context};

const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8];

/// The verifier for an AlgorithmIdentifier of RSASSA-PSS: SHA-256, SHA-384 or SHA-512, MGF1 with the same hash, a salt as long as
/// the hash, and the trailer left out as DER wants a default. `None` for anything else.
pub(super) fn verifier(identifier: &[u8]) -> Option<&'static dyn VerificationAlgorithm> {
    let (hash, mask_hash, salt) = parameters(identifier).ok()?;
    match (hash, salt) {
        _ if hash != mask_hash => None,
        ([0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], 32) => Some(&signature::RSA_PSS_2048_8192_SHA256),
        ([0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], 48) => Some(&signature::RSA_PSS_2048_8192_SHA384),
        ([0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], 64) => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

/// The OIDs of both hashes, and the length of the salt.
fn parameters(identifier: &[u8]) -> Result<(&[u8], &[u8], u64), Malformed> {
    let mut outer = asn1::only_sequence(identifier)?;
    outer.expect(asn1::OID)?;
    let mut inside = outer.sequence()?;
    outer.finish()?;
    let mut tagged = |n| inside.expect(context(n)).map(|element| element.inside());
    let (mut hash, mut mask, mut salt) = (tagged(0)?, tagged(1)?, tagged(2)?);
    inside.finish()?;
    let mut generation = mask.sequence()?;
    mask.finish()?;
    if generation.expect(asn1::OID)?.content != MGF1 {
        return Err(Malformed);
    }
    let found = (hash_of(&mut hash)?, hash_of(&mut generation)?, salt.unsigned()?);
    salt.finish()?;
    Ok(found)
}

/// The AlgorithmIdentifier of a hash, whose parameters are NULL or left out (RFC 4055 section 2.1).
fn hash_of<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Malformed> {
    let mut identifier = reader.sequence()?;
    reader.finish()?;
    let oid = identifier.expect(asn1::OID)?.content;
    if identifier.optional(asn1::NULL)?.is_some_and(|null| !null.content.is_empty()) {
        return Err(Malformed);
    }
    identifier.finish()?;
    Ok(oid)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
    const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
    const NULL: &[u8] = &[asn1::NULL, 0];

    fn hash(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
        asn1::sequence(&[&asn1::oid(oid), parameters])
    }

    fn is_known(fields: &[(u8, Vec<u8>)]) -> bool {
        let fields: Vec<Vec<u8>> = fields.iter().map(|(n, value)| asn1::tlv(context(*n), &[value])).collect();
        let parameters = asn1::sequence(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>());
        verifier(&asn1::sequence(&[&asn1::oid(RSASSA_PSS), &parameters])).is_some()
    }

    #[test]
    fn only_parameters_in_use_and_in_der_are_known() {
        let mask = |oid: &[u8], inner: Vec<u8>| asn1::sequence(&[&asn1::oid(oid), &inner]);
        let (plain, salt) = ((0, hash(SHA256, NULL)), (2, asn1::unsigned(32)));
        let usual = (1, mask(MGF1, hash(SHA256, NULL)));
        assert!(is_known(&[plain.clone(), usual.clone(), salt.clone()]));
        assert!(is_known(&[(0, hash(SHA256, &[])), (1, mask(MGF1, hash(SHA256, &[]))), salt.clone()]), "NULL may be left out");
        for (what, fields) in [
            ("nothing said, which is SHA-1", vec![]),
            ("no hash", vec![usual.clone(), salt.clone()]),
            ("no salt, which is 20", vec![plain.clone(), usual.clone()]),
            ("another salt", vec![plain.clone(), usual.clone(), (2, asn1::unsigned(48))]),
            ("a trailer written out", vec![plain.clone(), usual.clone(), salt.clone(), (3, asn1::unsigned(1))]),
            ("another hash of the mask", vec![plain.clone(), (1, mask(MGF1, hash(SHA384, NULL))), salt.clone()]),
            ("another mask", vec![plain.clone(), (1, mask(SHA256, hash(SHA256, NULL))), salt.clone()]),
            ("a hash with parameters", vec![(0, hash(SHA256, &asn1::unsigned(1))), usual.clone(), salt.clone()]),
            ("another order", vec![usual, plain, salt]),
        ] {
            assert!(!is_known(&fields), "{what}");
        }
    }
}
