//! The frame of a certificate: where its parts stand (RFC 5280 section 4.1).
//!
//! What stands inside dates and the subjectAltName is read by x509-parser. The frame is read here, because x509-parser takes three
//! times as long over it, passes over non-canonical lengths, and does not say where the parts stand.

use std::ops::Range;

use time::OffsetDateTime;
use x509_parser::{prelude::FromDer, time::ASN1Time};

use super::{
    algorithm::PublicKey,
    extension::{self, Extensions},
    name,
    serial::SerialNumber,
};
use crate::{
    asn1::{self, Malformed, Reader, context},
    error::{Error, Result},
};

/// Where the parts of a certificate stand in its DER, and what the small ones say.
pub(super) struct Frame {
    pub(super) signed: Range<usize>,
    pub(super) subject: Range<usize>,
    pub(super) issuer: Range<usize>,
    pub(super) public_key: Range<usize>,
    pub(super) signature_algorithm: Range<usize>,
    pub(super) signature: Range<usize>,
    pub(super) serial: SerialNumber,
    pub(super) version: u32,
    pub(super) not_before: OffsetDateTime,
    pub(super) not_after: OffsetDateTime,
    pub(super) extensions: Extensions,
    /// The content of the sequence of extensions; empty without one.
    pub(super) extension_list: Range<usize>,
}

impl Frame {
    pub(super) fn read(der: &[u8]) -> Result<Self> {
        let whole = Reader::der(der).element().map_err(|Malformed| Error::certificate("it is cut short, or not DER"))?;
        if whole.tag != asn1::SEQUENCE {
            return Err(Error::certificate("it does not begin as one"));
        }
        if whole.raw.len() < der.len() {
            return Err(Error::certificate(format!("{} bytes follow it", der.len() - whole.raw.len())));
        }
        let bad = |part: &'static str| move |Malformed| Error::certificate(format!("its {part} is malformed"));
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr(); // every part is borrowed from `der`
            start..start + part.len()
        };
        let mut outer = whole.inside();
        let tbs = outer.expect(asn1::SEQUENCE).map_err(bad("structure"))?;
        let outer_algorithm = outer.expect(asn1::SEQUENCE).map_err(bad("signature algorithm"))?.raw;
        let signature = outer.expect(asn1::BIT_STRING).map_err(bad("signature"))?.content;
        let (_, signature) = signature.split_first().filter(|(unused, _)| **unused == 0).ok_or(Malformed).map_err(bad("signature"))?;
        outer.finish().map_err(bad("structure"))?;

        let mut inner = tbs.inside();
        let version = version(&mut inner).map_err(bad("version"))?;
        let serial = inner.expect(asn1::INTEGER).map_err(bad("serial number"))?.content;
        let serial = SerialNumber::from_der_content(serial).map_err(|_| bad("serial number")(Malformed))?;
        let algorithm = inner.expect(asn1::SEQUENCE).map_err(bad("signature algorithm"))?.raw;
        if algorithm != outer_algorithm {
            return Err(Error::certificate("it names two different signature algorithms")); // section 4.1.1.2
        }
        let issuer = inner.expect(asn1::SEQUENCE).map_err(bad("issuer"))?.raw;
        name::well_formed(issuer).map_err(bad("issuer"))?;
        let (not_before, not_after) = validity(inner.expect(asn1::SEQUENCE).and_then(|times| times_of(times.inside()))).map_err(bad("validity"))?;
        let subject = inner.expect(asn1::SEQUENCE).map_err(bad("subject"))?.raw;
        name::well_formed(subject).map_err(bad("subject"))?;
        let public_key = inner.expect(asn1::SEQUENCE).map_err(bad("public key"))?.raw;
        PublicKey::from_spki(public_key).map_err(bad("public key"))?;
        for unique_id in [0x81, 0x82] {
            inner.optional(unique_id).map_err(bad("structure"))?;
        }
        let (extensions, extension_list) = match inner.optional(context(3)).map_err(bad("extensions"))? {
            Some(list) => {
                let extensions = extension::read(list.inside())?;
                (extensions, range(list.inside().expect(asn1::SEQUENCE).map_err(bad("extensions"))?.content))
            }
            None => (Extensions::default(), 0..0),
        };
        inner.finish().map_err(bad("structure"))?;
        Ok(Self {
            signed: range(tbs.raw),
            subject: range(subject),
            issuer: range(issuer),
            public_key: range(public_key),
            signature_algorithm: range(outer_algorithm),
            signature: range(signature),
            serial,
            version,
            not_before,
            not_after,
            extensions,
            extension_list,
        })
    }
}

/// 1, 2 or 3.
fn version(tbs: &mut Reader<'_>) -> Result<u32, Malformed> {
    let Some(tagged) = tbs.optional(context(0))? else { return Ok(1) };
    let mut inside = tagged.inside();
    let version = match inside.unsigned()? {
        0 => 1,
        1 => 2,
        2 => 3,
        _ => return Err(Malformed),
    };
    inside.finish()?;
    Ok(version)
}

type Times<'a> = (&'a [u8], &'a [u8]);

fn times_of(mut validity: Reader<'_>) -> Result<Times<'_>, Malformed> {
    let times = (validity.element()?.raw, validity.element()?.raw);
    validity.finish()?;
    Ok(times)
}

fn validity(times: Result<Times<'_>, Malformed>) -> Result<(OffsetDateTime, OffsetDateTime), Malformed> {
    let (from, to) = times?;
    Ok((instant(from)?, instant(to)?))
}

/// A `Time`, the whole of its element. A UTCTime is `YYMMDDHHMMSSZ`, a GeneralizedTime `YYYYMMDDHHMMSSZ` (RFC 5280 sections
/// 4.1.2.5.1 and 4.1.2.5.2): without the Z it would be a local time, of nobody knows where. The year 0 exists in the encoding and in no calendar.
pub(crate) fn instant(time: &[u8]) -> Result<OffsetDateTime, Malformed> {
    let (digits, text) = match time {
        [asn1::GENERALIZED_TIME, _, text @ ..] => (14, text),
        [asn1::UTC_TIME, _, text @ ..] => (12, text),
        _ => return Err(Malformed),
    };
    if !matches!(text, [given @ .., b'Z'] if given.len() == digits && given.iter().all(u8::is_ascii_digit)) {
        return Err(Malformed);
    }
    ASN1Time::from_der(time).ok().map(|(_, time)| time.to_datetime()).filter(|time| time.year() >= 1).ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_utc_time_is_in_utc_to_the_second() {
        let read = |text: &str| instant(&asn1::tlv(asn1::UTC_TIME, &[text.as_bytes()])).map(|time| time.unix_timestamp());
        assert_eq!(read("260101000000Z"), Ok(1_767_225_600));
        for text in ["2601010000Z", "260101000000+1200", "260101000000", "20260101000000Z", "261301000000Z"] {
            assert_eq!(read(text), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn a_generalized_time_is_in_utc_to_the_second() {
        let read = |text: &str| instant(&asn1::tlv(asn1::GENERALIZED_TIME, &[text.as_bytes()])).map(|time| time.unix_timestamp());
        assert_eq!(read("20500101000000Z"), Ok(2_524_608_000));
        for text in ["20500101000000", "20500101000000+0100", "205001010000Z", "20500101000000.5Z", "00000101000000Z", "20501301000000Z"] {
            assert_eq!(read(text), Err(Malformed), "{text}");
        }
    }
}
