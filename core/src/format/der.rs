//! What DER holds, told by its structure alone, whatever a label or a file's name says of it.

use super::{FileKind, pkcs12};
use crate::{
    asn1::{self, BIT_STRING, ENUMERATED, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, UTC_TIME, context},
    error::{Error, Result},
    key::OPENSSH,
};

/// What certificate files hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    AttributeCertificate,
    Certificate,
    /// A certificate revocation list (RFC 5280 section 5).
    Crl,
    /// The old form of OpenSSL.
    DsaKey,
    /// EncryptedPrivateKeyInfo (RFC 5958 section 3).
    EncryptedPkcs8,
    OcspResponse,
    /// The own format of OpenSSH.
    OpenSshKey,
    /// Of a DSA, DH or EC key that is somewhere else.
    Parameters,
    /// RSAPrivateKey (RFC 8017 appendix A.1.2).
    Pkcs1,
    Pkcs12,
    /// ContentInfo of any kind (RFC 5652 section 3).
    Pkcs7,
    /// PrivateKeyInfo (RFC 5958 section 2).
    Pkcs8,
    PublicKey,
    /// CertificationRequest (RFC 2986).
    Request,
    /// RSAPublicKey (RFC 8017 appendix A.1.1).
    RsaPublicKey,
    /// ECPrivateKey (RFC 5915).
    Sec1,
}

/// Why what is no certificate, key or container of them is not taken.
const NEITHER: &str = "only certificates and private keys are taken";

impl Holds {
    /// What it is called.
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::AttributeCertificate => "an attribute certificate",
            Self::Certificate => "a certificate",
            Self::Crl => "a CRL",
            Self::DsaKey => "a private key (DSA)",
            Self::EncryptedPkcs8 => "an encrypted private key (PKCS#8)",
            Self::OcspResponse => "an OCSP response",
            Self::OpenSshKey => "a private key of OpenSSH",
            Self::Parameters => "the parameters of a key",
            Self::Pkcs1 => "a private key (PKCS#1)",
            Self::Pkcs12 => "a PFX (PKCS#12)",
            Self::Pkcs7 => "PKCS#7",
            Self::Pkcs8 => "a private key (PKCS#8)",
            Self::PublicKey | Self::RsaPublicKey => "a public key",
            Self::Request => "a certificate request",
            Self::Sec1 => "a private key (SEC1)",
        }
    }

    /// The kind of a file that holds it.
    pub(super) fn kind(self) -> FileKind {
        match self {
            Self::AttributeCertificate | Self::OcspResponse | Self::Parameters => FileKind::Der,
            Self::Certificate => FileKind::Certificate,
            Self::Crl => FileKind::Crl,
            Self::DsaKey | Self::Pkcs1 | Self::Pkcs8 | Self::Sec1 => FileKind::PrivateKey,
            Self::EncryptedPkcs8 => FileKind::EncryptedPrivateKey,
            Self::OpenSshKey => FileKind::OpenSshPrivateKey,
            Self::Pkcs12 => FileKind::Pkcs12,
            Self::Pkcs7 => FileKind::Pkcs7,
            Self::PublicKey | Self::RsaPublicKey => FileKind::PublicKey,
            Self::Request => FileKind::CertificateRequest,
        }
    }

    /// What makes something of it that is taken.
    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Self::OpenSshKey => Some(OPENSSH),
            Self::Request => Some("send it to a CA, which makes a certificate from it"),
            _ => None,
        }
    }

    /// Whether it is a private key in DER, encrypted or not.
    pub(super) fn is_private_key(self) -> bool {
        matches!(self, Self::Pkcs8 | Self::EncryptedPkcs8 | Self::Pkcs1 | Self::Sec1 | Self::DsaKey)
    }

    /// An error unless it is something that is taken.
    pub(super) fn taken(self) -> Result<()> {
        let why = match self {
            Self::Certificate | Self::Crl | Self::Pkcs7 | Self::Pkcs12 => return Ok(()),
            _ if self.is_private_key() => return Ok(()),
            Self::Request => "it is no certificate yet: a CA makes one from it",
            Self::Parameters => "a key names its own; only certificates and private keys are taken",
            Self::OpenSshKey => OPENSSH,
            _ => NEITHER,
        };
        Err(Error::UnknownFormat { why: format!("it is {}: {why}", self.what()) })
    }

    /// Whether its structure may be taken for the other's: two or three numbers are a key or parameters.
    pub(super) fn is_like(self, other: Self) -> bool {
        let numbers = |one| matches!(one, Self::Parameters | Self::RsaPublicKey);
        self == other || numbers(self) && numbers(other)
    }

    /// What a block of PEM with this label should hold; `None` for a label that says nothing known.
    pub(super) fn of_label(label: &str) -> Option<Self> {
        Some(match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Self::Certificate,
            "ATTRIBUTE CERTIFICATE" => Self::AttributeCertificate,
            "PRIVATE KEY" | "ANY PRIVATE KEY" => Self::Pkcs8,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPkcs8,
            "RSA PRIVATE KEY" => Self::Pkcs1,
            "EC PRIVATE KEY" => Self::Sec1,
            "DSA PRIVATE KEY" => Self::DsaKey,
            "OPENSSH PRIVATE KEY" => Self::OpenSshKey,
            "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" => Self::Pkcs7,
            "PKCS12" => Self::Pkcs12,
            "X509 CRL" => Self::Crl,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::Request,
            "PUBLIC KEY" => Self::PublicKey,
            "RSA PUBLIC KEY" => Self::RsaPublicKey,
            "EC PARAMETERS" | "DH PARAMETERS" | "X9.42 DH PARAMETERS" | "DSA PARAMETERS" => Self::Parameters,
            _ => return None,
        })
    }
}

/// What these octets are, if they are one whole element of DER or BER that is known here.
///
/// Only as much is looked at as tells one from the other: what it is taken for may turn out to be damaged.
pub(super) fn holds(data: &[u8]) -> Option<Holds> {
    if data.starts_with(b"openssh-key-v1\0") {
        return Some(Holds::OpenSshKey);
    }
    let mut outer = Reader::ber(data);
    let whole = outer.element().ok().filter(|_| outer.is_empty())?;
    if whole.tag == OID {
        return Some(Holds::Parameters); // a named curve
    }
    if whole.tag != SEQUENCE {
        return None;
    }
    let inside = whole.inside();
    match inside.peek()? {
        INTEGER if pkcs12::looks_like(data) => Some(Holds::Pkcs12),
        INTEGER => numbered(inside),
        OID => content_info(inside),
        ENUMERATED => Some(Holds::OcspResponse),
        SEQUENCE => signed_or_keyed(inside),
        _ => None,
    }
}

/// The tags of the first elements, and how many elements there are.
fn outline(mut inside: Reader<'_>) -> ([u8; 4], usize) {
    let mut tags = [0; 4];
    let mut count = 0;
    while count < 16 {
        let Ok(element) = inside.element() else { break };
        if let Some(tag) = tags.get_mut(count) {
            *tag = element.tag;
        }
        count += 1;
    }
    (tags, count)
}

/// What begins with a number: private keys with their version, and keys and parameters that are numbers alone.
fn numbered(mut inside: Reader<'_>) -> Option<Holds> {
    let (tags, count) = outline(inside);
    inside.element().ok()?;
    match (tags, count) {
        ([_, SEQUENCE, OCTET_STRING, _], _) => Some(Holds::Pkcs8),
        ([_, OCTET_STRING, ..], _) => Some(Holds::Sec1),
        ([_, SEQUENCE, SEQUENCE, OCTET_STRING], _) => Some(Holds::Parameters), // of a curve without a name
        ([_, INTEGER, INTEGER, INTEGER], 6) => Some(Holds::DsaKey),
        ([_, INTEGER, INTEGER, INTEGER], 9..) => Some(Holds::Pkcs1),
        ([_, INTEGER, ..], 2) => {
            let second = inside.element().ok()?.content;
            Some(if second.len() > 1 && second.len() < 16 { Holds::RsaPublicKey } else { Holds::Parameters })
        }
        ([_, INTEGER, INTEGER, _], 3..) => Some(Holds::Parameters),
        _ => None,
    }
}

fn content_info(mut inside: Reader<'_>) -> Option<Holds> {
    inside.element().ok()?;
    inside.peek().is_none_or(|tag| tag == context(0)).then_some(Holds::Pkcs7)
}

/// What begins with a SEQUENCE: an algorithm before its key, or what is signed before its signature.
fn signed_or_keyed(mut inside: Reader<'_>) -> Option<Holds> {
    let (tags, count) = outline(inside);
    let first = inside.element().ok()?.inside();
    match (tags, count) {
        ([_, OCTET_STRING, ..], 2) if first.peek() == Some(OID) => Some(Holds::EncryptedPkcs8),
        ([_, BIT_STRING, ..], 2) if first.peek() == Some(OID) => Some(Holds::PublicKey),
        ([_, SEQUENCE, BIT_STRING, _], 3) => Some(signed(first)),
        _ => None,
    }
}

/// By what stands where in the part that is signed.
fn signed(mut inside: Reader<'_>) -> Holds {
    let numbered = inside.peek() == Some(INTEGER);
    let (tags, _) = outline(inside);
    let is_time = |tag: u8| matches!(tag, UTC_TIME | GENERALIZED_TIME);
    if numbered && tags[1] == SEQUENCE && tags[2] == SEQUENCE && is_time(tags[3]) || tags[0] == SEQUENCE && tags[1] == SEQUENCE && is_time(tags[2]) {
        return Holds::Crl;
    }
    if !numbered {
        return Holds::Certificate;
    }
    let is_key = |mut info: Reader<'_>| info.sequence().is_ok_and(|algorithm| algorithm.peek() == Some(OID)) && info.peek() == Some(BIT_STRING);
    let parts = [inside.element(), inside.element(), inside.element()];
    if tags[1] == SEQUENCE && parts[2].as_ref().is_ok_and(|info| info.tag == SEQUENCE && is_key(info.inside())) {
        return Holds::Request;
    }
    // the holder has tagged parts, where a certificate of version 1 names an algorithm
    let holder = parts[1].as_ref().ok().and_then(|holder| holder.inside().peek());
    if tags[1] == SEQUENCE && holder.is_some_and(|tag| matches!(tag, 0xa0..=0xa2)) { Holds::AttributeCertificate } else { Holds::Certificate }
}

/// Why octets that begin as DER are not one whole element; `None` if they are, or do not.
pub(super) fn unfinished(data: &[u8]) -> Option<(FileKind, String)> {
    let announced = asn1::announced(data).filter(|_| data.first() == Some(&SEQUENCE))?;
    match announced.cmp(&data.len()) {
        std::cmp::Ordering::Greater => {
            Some((FileKind::Truncated, format!("it is DER that was cut short: it has {} of its {announced} bytes", data.len())))
        }
        std::cmp::Ordering::Less => {
            Some((FileKind::Der, format!("it begins as DER of {announced} bytes, and {} others follow", data.len() - announced)))
        }
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{sequence, tlv, unsigned};

    #[test]
    fn structure_tells_what_it_is() {
        let oid = tlv(OID, &[&[0x2a, 3]]);
        let algorithm = sequence(&[&oid]);
        let bits = asn1::bit_string(&[1, 2]);
        let octets = tlv(OCTET_STRING, &[&[0; 4]]);
        let name = sequence(&[&tlv(asn1::SET, &[&sequence(&[&oid])])]);
        let time = tlv(UTC_TIME, &[b"260101000000Z"]);
        let zero = unsigned(0);
        let one = unsigned(1);
        let large = tlv(INTEGER, &[&[1; 200]]);
        let public_key = sequence(&[&algorithm, &bits]);
        let validity = sequence(&[&time, &time]);
        let signed = |parts: &[&[u8]]| sequence(&[&sequence(parts), &algorithm, &bits]);
        let version = tlv(context(0), &[&unsigned(2)]);
        let holder = sequence(&[&tlv(context(1), &[&one])]);
        for (der, expected) in [
            (signed(&[&version, &one, &algorithm, &name, &validity, &name, &public_key]), Holds::Certificate),
            (signed(&[&one, &algorithm, &name, &validity, &name, &public_key]), Holds::Certificate),
            (signed(&[&one, &algorithm, &name, &time]), Holds::Crl),
            (signed(&[&algorithm, &name, &time]), Holds::Crl),
            (signed(&[&zero, &name, &public_key, &tlv(context(0), &[])]), Holds::Request),
            (signed(&[&zero, &sequence(&[]), &public_key]), Holds::Request),
            (signed(&[&one, &holder, &tlv(context(0), &[])]), Holds::AttributeCertificate),
            (public_key.clone(), Holds::PublicKey),
            (sequence(&[&algorithm, &octets]), Holds::EncryptedPkcs8),
            (sequence(&[&zero, &algorithm, &octets]), Holds::Pkcs8),
            (sequence(&[&one, &algorithm, &octets, &tlv(context(0), &[])]), Holds::Pkcs8),
            (sequence(&[&one, &octets]), Holds::Sec1),
            (sequence(&[&zero, &large, &one, &one, &one, &one, &one, &one, &one]), Holds::Pkcs1),
            (sequence(&[&zero, &large, &one, &one, &one, &one]), Holds::DsaKey),
            (sequence(&[&large, &unsigned(65537)]), Holds::RsaPublicKey),
            (sequence(&[&large, &unsigned(2)]), Holds::Parameters),
            (sequence(&[&large, &large, &large]), Holds::Parameters),
            (oid.clone(), Holds::Parameters),
            (sequence(&[&oid, &tlv(context(0), &[&sequence(&[])])]), Holds::Pkcs7),
            (sequence(&[&unsigned(3), &sequence(&[&oid])]), Holds::Pkcs12),
            (sequence(&[&tlv(ENUMERATED, &[&[0]])]), Holds::OcspResponse),
            (b"openssh-key-v1\0...".to_vec(), Holds::OpenSshKey),
        ] {
            assert_eq!(holds(&der), Some(expected), "{der:02x?}");
            let longer = [&der[..], &[0]].concat();
            assert_eq!(holds(&longer).is_none(), expected != Holds::OpenSshKey, "a byte follows {expected:?}");
        }
        for der in [&[][..], &[0x30], &[0x30, 0], &[4, 1, 0], &sequence(&[&oid, &zero]), &sequence(&[&octets]), &sequence(&[&zero])] {
            assert_eq!(holds(der), None, "{der:02x?}");
        }
    }

    #[test]
    fn says_how_much_is_missing_or_too_much() {
        assert_eq!(unfinished(&[0x30, 5, 0]), Some((FileKind::Truncated, "it is DER that was cut short: it has 3 of its 7 bytes".to_owned())));
        assert_eq!(unfinished(&[0x30, 0, 1, 2]), Some((FileKind::Der, "it begins as DER of 2 bytes, and 2 others follow".to_owned())));
        assert_eq!(unfinished(&[0x30, 0]), None);
        assert_eq!(unfinished(b"text"), None);
    }

    #[test]
    fn what_a_label_promises_has_a_name_and_a_kind() {
        for label in ["X509 CERTIFICATE", "RSA PRIVATE KEY", "CMS", "NEW CERTIFICATE REQUEST", "X9.42 DH PARAMETERS"] {
            assert!(Holds::of_label(label).is_some(), "{label}");
        }
        assert_eq!(Holds::of_label("CERTWRIGHT STORE KEY"), None);
        for label in ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"] {
            assert!(Holds::of_label(label).is_some_and(Holds::is_private_key), "{label}");
        }
    }
}
