//! The object identifiers of schemes, derivations, ciphers and digests, as content octets (RFC 8018, RFC 7292, RFC 7914, RFC 3657).

pub(super) const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13];
pub(crate) const PBKDF2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12];
pub(super) const SCRYPT: &[u8] = &[0x2b, 6, 1, 4, 1, 0xda, 0x47, 4, 11];

pub(super) const MD5_DES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 3];
pub(super) const MD5_RC2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 6];
pub(super) const SHA1_DES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 10];
pub(super) const SHA1_RC2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 11];

pub(super) const SHA1_RC4_128: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 1];
pub(super) const SHA1_RC4_40: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 2];
pub(super) const SHA1_3DES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 3];
pub(super) const SHA1_2DES: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 4];
pub(super) const SHA1_RC2_128: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 5];
pub(super) const SHA1_RC2_40: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 6];

pub(super) const AES_128_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 2];
pub(super) const AES_192_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 22];
pub(super) const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42];
pub(super) const CAMELLIA_128_CBC: &[u8] = &[0x2a, 0x83, 8, 0x8c, 0x9a, 0x4b, 0x3d, 1, 1, 1, 2];
pub(super) const CAMELLIA_192_CBC: &[u8] = &[0x2a, 0x83, 8, 0x8c, 0x9a, 0x4b, 0x3d, 1, 1, 1, 3];
pub(super) const CAMELLIA_256_CBC: &[u8] = &[0x2a, 0x83, 8, 0x8c, 0x9a, 0x4b, 0x3d, 1, 1, 1, 4];
pub(super) const DES_CBC: &[u8] = &[0x2b, 14, 3, 2, 7];
pub(super) const TRIPLE_DES_CBC: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 3, 7];
pub(super) const RC2_CBC: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 3, 2];

pub(super) const HMAC_MD5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 6];
pub(super) const HMAC_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 7];
pub(super) const HMAC_SHA224: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 8];
pub(crate) const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 9];
pub(super) const HMAC_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 10];
pub(super) const HMAC_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 11];
pub(super) const HMAC_SHA512_224: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 12];
pub(super) const HMAC_SHA512_256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 13];

pub(super) const MD5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5];
pub(crate) const SHA1: &[u8] = &[0x2b, 14, 3, 2, 26];
pub(super) const SHA224: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4];
pub(crate) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
pub(super) const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
pub(super) const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];
pub(super) const SHA512_224: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 5];
pub(super) const SHA512_256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 6];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1;

    #[test]
    fn the_octets_are_those_of_the_standards() {
        for (octets, text) in [
            (PBES2, "1.2.840.113549.1.5.13"),
            (SCRYPT, "1.3.6.1.4.1.11591.4.11"),
            (SHA1_RC2, "1.2.840.113549.1.5.11"),
            (SHA1_RC2_40, "1.2.840.113549.1.12.1.6"),
            (AES_192_CBC, "2.16.840.1.101.3.4.1.22"),
            (AES_256_CBC, "2.16.840.1.101.3.4.1.42"),
            (CAMELLIA_256_CBC, "1.2.392.200011.61.1.1.1.4"),
            (DES_CBC, "1.3.14.3.2.7"),
            (TRIPLE_DES_CBC, "1.2.840.113549.3.7"),
            (HMAC_SHA512_256, "1.2.840.113549.2.13"),
            (SHA1, "1.3.14.3.2.26"),
            (SHA512_256, "2.16.840.1.101.3.4.2.6"),
        ] {
            assert_eq!(asn1::oid_to_text(octets).as_deref(), Some(text));
        }
    }
}
