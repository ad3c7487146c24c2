//! The object identifiers of PKCS#12, as content octets (RFC 7292, RFC 8018, RFC 5652).

use crate::asn1;

pub(super) const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
pub(super) const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
pub(super) const ENVELOPED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3];
pub(super) const ENCRYPTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 6];

pub(super) const KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 1];
pub(super) const SHROUDED_KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 2];
pub(super) const CERT_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 3];
pub(super) const CRL_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 4];
pub(super) const SECRET_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 5];
pub(super) const SAFE_CONTENTS_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1, 6];

pub(super) const FRIENDLY_NAME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 20];
pub(super) const LOCAL_KEY_ID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 21];
pub(super) const X509_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 22, 1];
pub(super) const SDSI_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 22, 2];
/// Oracle's mark of a certificate that Java lists as trusted.
pub(super) const TRUSTED_KEY_USAGE: &[u8] = &[0x60, 0x86, 0x48, 1, 0x86, 0xf9, 0x66, 0xad, 0xca, 0x7b, 1, 1];
pub(super) const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0];

pub(super) const PBKDF2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12];
pub(super) const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13];
pub(super) const PBMAC1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 14];
pub(super) const AES_128_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 2];
pub(super) const AES_192_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 22];
pub(super) const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42];

pub(super) const HMAC_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 7];
pub(super) const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 9];
pub(super) const HMAC_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 10];
pub(super) const HMAC_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 11];
pub(super) const SHA1: &[u8] = &[0x2b, 14, 3, 2, 26];
pub(super) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
pub(super) const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
pub(super) const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];

/// What an algorithm that is met in PFX files is called; its digits if it has no name here.
pub(super) fn name(oid: &[u8]) -> String {
    let text = asn1::oid_to_text(oid).unwrap_or_else(|| "of no valid number".to_owned());
    let name = match text.as_str() {
        "1.2.840.113549.1.12.1.1" => "128-bit RC4",
        "1.2.840.113549.1.12.1.2" => "40-bit RC4",
        "1.2.840.113549.1.12.1.3" | "1.2.840.113549.3.7" => "3DES",
        "1.2.840.113549.1.12.1.4" => "2-key 3DES",
        "1.2.840.113549.1.12.1.5" => "128-bit RC2",
        "1.2.840.113549.1.12.1.6" => "40-bit RC2",
        "1.2.840.113549.3.2" => "RC2",
        "1.2.840.113549.1.5.1" | "1.2.840.113549.1.5.3" | "1.2.840.113549.1.5.10" | "1.3.14.3.2.7" => "DES",
        "1.2.840.113549.1.5.4" | "1.2.840.113549.1.5.6" | "1.2.840.113549.1.5.11" => "RC2 of PKCS#5",
        "1.3.6.1.4.1.11591.4.11" => "scrypt",
        "1.2.840.113549.1.5.14" => "PBMAC1",
        "1.2.840.113549.2.5" => "MD5",
        "2.16.840.1.101.3.4.2.4" | "1.2.840.113549.2.8" => "SHA-224",
        _ => return format!("the algorithm {text}"),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_octets_are_those_of_the_standards() {
        for (octets, text) in [
            (ENCRYPTED_DATA, "1.2.840.113549.1.7.6"),
            (SHROUDED_KEY_BAG, "1.2.840.113549.1.12.10.1.2"),
            (LOCAL_KEY_ID, "1.2.840.113549.1.9.21"),
            (X509_CERTIFICATE, "1.2.840.113549.1.9.22.1"),
            (TRUSTED_KEY_USAGE, "2.16.840.1.113894.746875.1.1"),
            (ANY_EXTENDED_KEY_USAGE, "2.5.29.37.0"),
            (PBES2, "1.2.840.113549.1.5.13"),
            (AES_192_CBC, "2.16.840.1.101.3.4.1.22"),
            (AES_256_CBC, "2.16.840.1.101.3.4.1.42"),
            (HMAC_SHA512, "1.2.840.113549.2.11"),
            (SHA1, "1.3.14.3.2.26"),
            (SHA512, "2.16.840.1.101.3.4.2.3"),
        ] {
            assert_eq!(asn1::oid_to_text(octets).as_deref(), Some(text));
        }
    }
}
