//! The object identifiers of PKCS#12's contents, bags and attributes, as content octets (RFC 7292, RFC 5652, RFC 9579).

pub(in crate::format) const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
pub(in crate::format) const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
pub(super) const ENVELOPED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3];
pub(super) const ENCRYPTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 6];
pub(super) const PBMAC1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 14];

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
/// Microsoft's: the cryptographic service provider that holds the key.
pub(super) const KEY_PROVIDER: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 17, 1];
/// Microsoft's: the key belongs to the machine, not to a user.
pub(super) const MACHINE_KEY: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 17, 2];
/// Ours: what the certificate is for, as JSON in a UTF8String. The arc is the one that Microsoft gives for identifiers made of a random
/// UUID, no number of which exceeds 24 bits: CryptoAPI takes no longer ones, as the arc of ITU-T X.667 would have.
pub(super) const USES: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x14, 0x01, 0xbe, 0x40, 0x93, 0x7a, 0x81, 0xac, 0x0f, 0x82, 0xf5, 0x0f, 0x83, 0x88, 0x74, 0x81, 0x94, 0x3b, 0x82,
    0x9e, 0x36, 0x81, 0x91, 0xed, 0x62, 0x86, 0xf8, 0x5d,
];
/// As an attribute of a private key, Microsoft's: what the key is for.
pub(super) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1;

    #[test]
    fn the_octets_are_those_of_the_standards() {
        for (octets, text) in [
            (ENCRYPTED_DATA, "1.2.840.113549.1.7.6"),
            (PBMAC1, "1.2.840.113549.1.5.14"),
            (SHROUDED_KEY_BAG, "1.2.840.113549.1.12.10.1.2"),
            (LOCAL_KEY_ID, "1.2.840.113549.1.9.21"),
            (X509_CERTIFICATE, "1.2.840.113549.1.9.22.1"),
            (TRUSTED_KEY_USAGE, "2.16.840.1.113894.746875.1.1"),
            (ANY_EXTENDED_KEY_USAGE, "2.5.29.37.0"),
            (KEY_PROVIDER, "1.3.6.1.4.1.311.17.1"),
            (MACHINE_KEY, "1.3.6.1.4.1.311.17.2"),
            (KEY_USAGE, "2.5.29.15"),
            (USES, "1.2.840.113556.1.8000.2554.22031.47759.50292.19003.36662.2389730.113757"),
        ] {
            assert_eq!(asn1::oid_to_text(octets).as_deref(), Some(text));
        }
    }
}
