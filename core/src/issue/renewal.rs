//! A self-signed certificate once more, for another time: same subject and extensions, another serial number, and another key where
//! that is wanted.

use std::sync::Arc;

use rcgen::{CertificateParams, KeyIdMethod};
use time::Duration;

use super::{
    self_signed::{key_identifier, random_serial},
    tbs,
    validity::{CLOCK_SKEW, NO_EXPIRY, Now, whole_seconds},
};
use crate::{
    asn1,
    certificate::{Certificate, extension::Extension},
    date::rfc3339,
    error::{Error, Result},
    key::{Identity, KeyAlgorithm, PrivateKey},
};

/// subjectKeyIdentifier and authorityKeyIdentifier (RFC 5280 section 4.2.1.2 and 4.2.1.1), the content of their OIDs.
const SUBJECT_KEY_ID: [u8; 3] = [0x55, 0x1d, 0x0e];
const AUTHORITY_KEY_ID: [u8; 3] = [0x55, 0x1d, 0x23];
/// What was of the old certificate alone: privateKeyUsagePeriod (RFC 3280 section 4.2.1.4), and what CT logs signed of it or were to sign
/// (RFC 6962 section 3.3 and 3.1).
const OF_THE_OLD: [&[u8]; 3] = [&[0x55, 0x1d, 0x10], &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2], &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 3]];

/// The kind of key to renew a certificate with: its own kind.
///
/// # Errors
/// [`Error::Unsupported`] for one that is not made here.
pub(crate) fn key_algorithm(old: &Certificate) -> Result<KeyAlgorithm> {
    let name = old.key_algorithm();
    name.parse().map_err(|_| {
        let why = "no such keys are made here; make another certificate with `new`, and assign it".to_owned();
        Error::Unsupported { what: format!("a new key of the kind {name}"), why }
    })
}

/// The certificate once more, signed by this key, from now less 5 minutes for as long as the old one was valid; one without an end has
/// none again.
///
/// # Errors
/// [`Error::Unsupported`] where its issuer is another one; [`Error::InvalidValidity`] where the old one ended before it began.
pub(crate) fn renew(old: &Certificate, key: Arc<PrivateKey>, now: Now) -> Result<Identity> {
    if !old.is_self_signed() {
        let what = format!("the renewal of {}", old.thumbprint());
        let why = format!("it was issued by {}, which has to renew it; import what that gives, and assign it", old.issuer());
        return Err(Error::Unsupported { what, why });
    }
    let length = old.not_after() - old.not_before();
    if length <= Duration::ZERO {
        return Err(Error::InvalidValidity { not_before: rfc3339(old.not_before()), not_after: rfc3339(old.not_after()) });
    }
    let never = NO_EXPIRY.assume_utc();
    let mut params = CertificateParams::default();
    params.not_before = whole_seconds(now.utc) - CLOCK_SKEW;
    params.not_after = match params.not_before.checked_add(length) {
        Some(end) if end < never && old.not_after() < never => end,
        _ => never,
    };
    params.serial_number = Some(random_serial()?.into());
    let id = key_identifier(&key)?;
    let same_key = key.public_key_der() == old.public_key_der();
    let own_id = if same_key { old.subject_key_id().unwrap_or(&id) } else { &id };
    let kept = old.extensions().into_iter().filter(|extension| !OF_THE_OLD.contains(&extension.oid));
    let extensions: Vec<Vec<u8>> = kept.map(|extension| for_key(&extension, own_id)).collect();
    params.key_identifier_method = KeyIdMethod::PreSpecified(id);
    let certificate = Certificate::from_der(&tbs::self_signed_with(&params, &old.subject(), &key, &extensions)?)?;
    if !certificate.is_self_signed() {
        return Err(Error::internal("a renewed certificate does not verify with its own key"));
    }
    Identity::new(certificate, key, Vec::new())
}

/// An extension in DER; one that names the key names this one.
fn for_key(extension: &Extension<'_>, key_id: &[u8]) -> Vec<u8> {
    let oid = asn1::oid(extension.oid);
    let critical = if extension.critical { asn1::tlv(asn1::BOOLEAN, &[&[0xff]]) } else { Vec::new() };
    let value = match extension.oid {
        oid if oid == SUBJECT_KEY_ID => asn1::tlv(asn1::OCTET_STRING, &[key_id]),
        oid if oid == AUTHORITY_KEY_ID => asn1::sequence(&[&asn1::tlv(0x80, &[key_id])]), // keyIdentifier [0] IMPLICIT
        _ => extension.value.to_vec(),
    };
    asn1::sequence(&[&oid, &critical, &asn1::tlv(asn1::OCTET_STRING, &[&value])])
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::{Purpose, SelfSigned, ValidTo, date::DateInput};

    fn at(utc: time::OffsetDateTime) -> Now {
        Now { utc, local_date: utc.date() }
    }

    fn made(wanted: &SelfSigned) -> Identity {
        wanted.issue(at(datetime!(2026-01-01 12:00 UTC))).expect("made")
    }

    #[test]
    fn all_but_time_serial_number_and_key_is_as_before() {
        let wanted = SelfSigned::new("O=Example,OU=a,OU=b,CN=srv1").expect("a subject").purpose(Purpose::Both).dns_name("srv1.corp.example");
        let old = made(&wanted.expect("a name").ip_address([10, 0, 0, 5].into()).valid_to(ValidTo::Days(90)));
        let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).expect("a key"));
        let new = renew(old.certificate(), key, at(datetime!(2027-01-01 12:00:00.5 UTC))).expect("renewed");
        let (old, new) = (old.certificate(), new.certificate());
        assert_eq!((new.subject(), new.issuer()), (old.subject(), old.subject()));
        assert_eq!(new.subject_alt_names(), old.subject_alt_names());
        assert_eq!((new.key_usage(), new.extended_key_usage()), (old.key_usage(), old.extended_key_usage()));
        assert_eq!(new.not_before(), datetime!(2027-01-01 11:55 UTC));
        assert_eq!(new.not_after() - new.not_before(), old.not_after() - old.not_before());
        assert_ne!((new.serial(), new.subject_key_id()), (old.serial(), old.subject_key_id()));
        assert_eq!(new.authority_key_id(), new.subject_key_id());
        let of = |certificate: &Certificate| certificate.extensions().iter().map(|one| (one.oid.to_vec(), one.critical)).collect::<Vec<_>>();
        assert_eq!(of(new), of(old));
    }

    #[test]
    fn the_same_key_gives_the_same_extensions() {
        for algorithm in [KeyAlgorithm::EcP256, KeyAlgorithm::EcP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa(2048)] {
            let old = made(&SelfSigned::new("a").expect("a subject").key(algorithm));
            let new = renew(old.certificate(), old.private_key().clone(), at(datetime!(2027-01-01 12:00 UTC))).expect("renewed");
            let of = |certificate: &Certificate| certificate.extensions().iter().map(|one| one.value.to_vec()).collect::<Vec<_>>();
            assert_eq!(of(new.certificate()), of(old.certificate()), "{algorithm}");
        }
    }

    #[test]
    fn one_without_an_end_has_none_again_and_none_ends_after_the_last_year() {
        let end = DateInput::Instant(datetime!(9999-12-30 0:00 UTC));
        for to in [ValidTo::NoExpiry, ValidTo::Date(end)] {
            let old = made(&SelfSigned::new("a").expect("a subject").valid_to(to));
            let new = renew(old.certificate(), old.private_key().clone(), at(datetime!(2027-01-01 12:00 UTC))).expect("renewed");
            assert_eq!(new.certificate().not_after(), datetime!(9999-12-31 23:59:59 UTC));
        }
    }
}
