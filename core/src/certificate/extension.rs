//! What the extensions of a certificate say (RFC 5280 section 4.2.1).

use std::net::IpAddr;

use x509_parser::{
    extensions::{GeneralName as Parsed, SubjectAlternativeName},
    prelude::FromDer,
};

use super::{name::Name, pasted::hex};
use crate::{
    asn1::{self, Malformed, Reader},
    error::{Error, Result},
};

/// One entry of a subjectAltName.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralName {
    /// dNSName; its form is not checked.
    Dns(String),
    /// iPAddress of 4 or 16 octets.
    Ip(IpAddr),
    /// rfc822Name; its form is not checked.
    Email(String),
    /// uniformResourceIdentifier; its form is not checked.
    Uri(String),
    /// directoryName.
    Directory(Name),
    /// Another kind, or a malformed one: its tag and content in hex.
    Other(String),
}

/// The bits of keyUsage (RFC 5280 section 4.2.1.3), in its order.
const KEY_USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// The arc that RFC 5280 section 4.2.1.12 puts extended key usages under, 1.3.6.1.5.5.7.3.
const KEY_PURPOSES: [u8; 7] = [0x2b, 6, 1, 5, 5, 7, 3];

/// The name of an extended key usage (RFC 5280 section 4.2.1.12 and Microsoft's), by the content octets of its OID.
fn purpose_name(oid: &[u8]) -> Option<&'static str> {
    Some(match oid.strip_prefix(&KEY_PURPOSES) {
        Some([1]) => "serverAuth",
        Some([2]) => "clientAuth",
        Some([3]) => "codeSigning",
        Some([4]) => "emailProtection",
        Some([8]) => "timeStamping",
        Some([9]) => "OCSPSigning",
        Some(_) => return None,
        None => match oid {
            [0x55, 0x1d, 37, 0] => "anyExtendedKeyUsage",
            [0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 2] => "smartcardLogon",
            [0x2b, 6, 1, 4, 1, 0x82, 0x37, 80, 1] => "documentEncryption",
            _ => return None,
        },
    })
}

/// One extension as it stands in a certificate or a CRL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extension<'a> {
    /// The content octets of its OID.
    pub(crate) oid: &'a [u8],
    pub(crate) critical: bool,
    /// What the OCTET STRING holds.
    pub(crate) value: &'a [u8],
}

/// What is kept of the extensions.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) subject_alt_names: Vec<GeneralName>,
    pub(super) key_usage: Option<Vec<&'static str>>,
    pub(super) extended_key_usage: Option<Vec<String>>,
    pub(super) basic_constraints: Option<(bool, Option<u32>)>,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
}

/// More extensions than any real certificate has.
const MAX_EXTENSIONS: usize = 100;

/// Reads the content of `[3]`. An extension that is kept and malformed, or any that stands twice, is an error.
pub(super) fn read(mut tagged: Reader<'_>) -> Result<Extensions> {
    let malformed = |Malformed| Error::certificate("its extensions are malformed");
    let mut list = tagged.sequence().map_err(malformed)?;
    tagged.finish().map_err(malformed)?;
    let mut found = Extensions::default();
    let mut seen: Vec<&[u8]> = Vec::with_capacity(10);
    while !list.is_empty() {
        let extension = list.expect(asn1::SEQUENCE).map_err(malformed)?;
        let Extension { oid, value, .. } = parts_of(extension.inside()).map_err(malformed)?;
        if seen.len() == MAX_EXTENSIONS {
            return Err(Error::certificate(format!("it has more than {MAX_EXTENSIONS} extensions")));
        }
        if seen.contains(&oid) {
            return Err(Error::certificate(format!("the extension {} stands twice in it", asn1::oid_shown(oid))));
        }
        seen.push(oid);
        if let [0x55, 0x1d, arc] = oid {
            keep(&mut found, *arc, value).map_err(|Malformed| Error::certificate(format!("its extension 2.5.29.{arc} is malformed")))?;
        }
    }
    Ok(found)
}

/// The extensions of an `Extensions` sequence, the content of which this is.
pub(crate) fn list(mut extensions: Reader<'_>) -> Result<Vec<Extension<'_>>, Malformed> {
    let mut found = Vec::with_capacity(10);
    while !extensions.is_empty() {
        if found.len() == MAX_EXTENSIONS {
            return Err(Malformed);
        }
        found.push(parts_of(extensions.sequence()?)?);
    }
    Ok(found)
}

/// An extension whose three parts are in order. A criticality that is written out though it is the default is taken.
fn parts_of<'a>(mut extension: Reader<'a>) -> Result<Extension<'a>, Malformed> {
    let oid = extension.expect(asn1::OID)?.content;
    let critical = extension.optional(asn1::BOOLEAN)?.is_some_and(|flag| flag.content != [0]);
    let value = extension.expect(asn1::OCTET_STRING)?.content;
    extension.finish()?;
    Ok(Extension { oid, critical, value })
}

/// Keeps what 2.5.29.`arc` says, if it is one of those that are kept.
fn keep(found: &mut Extensions, arc: u8, value: &[u8]) -> Result<(), Malformed> {
    let mut inside = Reader::der(value);
    match arc {
        14 => found.subject_key_id = Some(inside.expect(asn1::OCTET_STRING)?.content.to_vec()),
        15 => found.key_usage = Some(key_usages(inside.expect(asn1::BIT_STRING)?.content)?),
        17 => {
            let (rest, names) = SubjectAlternativeName::from_der(value).map_err(|_| Malformed)?;
            found.subject_alt_names = names.general_names.iter().map(general_name).collect();
            return if rest.is_empty() { Ok(()) } else { Err(Malformed) };
        }
        19 => found.basic_constraints = Some(basic_constraints(inside.sequence()?)?),
        35 => found.authority_key_id = authority_key_id(inside.sequence()?)?,
        37 => found.extended_key_usage = Some(purposes(inside.sequence()?)?),
        _ => return Ok(()),
    }
    inside.finish()
}

/// KeyUsage (section 4.2.1.3): the names of the bits that are set.
fn key_usages(content: &[u8]) -> Result<Vec<&'static str>, Malformed> {
    let (unused, octets) = content.split_first().ok_or(Malformed)?;
    let last = octets.last().copied().unwrap_or_default();
    if *unused > 7 || octets.is_empty() && *unused > 0 || last & !(0xff << unused) != 0 {
        return Err(Malformed); // X.690 section 11.2.1: unused bits are zero
    }
    let is_set = |bit: usize| octets.get(bit / 8).is_some_and(|octet| octet >> (7 - bit % 8) & 1 == 1);
    Ok((0..KEY_USAGES.len()).filter(|bit| is_set(*bit)).map(|bit| KEY_USAGES[bit]).collect())
}

/// BasicConstraints (section 4.2.1.9). A path length beyond 32 bits is as good as none and is kept as the largest.
fn basic_constraints(mut inside: Reader<'_>) -> Result<(bool, Option<u32>), Malformed> {
    let is_ca = match inside.optional(asn1::BOOLEAN)?.map(|flag| flag.content) {
        None | Some([0]) => false,
        Some([0xff]) => true,
        Some(_) => return Err(Malformed),
    };
    let length = if inside.is_empty() { None } else { Some(u32::try_from(inside.unsigned()?).unwrap_or(u32::MAX)) };
    inside.finish()?;
    Ok((is_ca, length))
}

/// The keyIdentifier of an AuthorityKeyIdentifier (section 4.2.1.1).
fn authority_key_id(mut inside: Reader<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let id = inside.optional(0x80)?.map(|id| id.content.to_vec());
    for issuer_or_serial in [0xa1, 0x82] {
        inside.optional(issuer_or_serial)?;
    }
    inside.finish()?;
    Ok(id)
}

/// ExtKeyUsageSyntax (section 4.2.1.12), in its order.
fn purposes(mut list: Reader<'_>) -> Result<Vec<String>, Malformed> {
    let mut found = Vec::new();
    while !list.is_empty() {
        let oid = list.expect(asn1::OID)?.content;
        found.push(purpose_name(oid).map_or_else(|| asn1::oid_shown(oid), str::to_owned));
    }
    Ok(found)
}

fn general_name(name: &Parsed<'_>) -> GeneralName {
    match name {
        Parsed::DNSName(name) => GeneralName::Dns((*name).to_owned()),
        Parsed::RFC822Name(name) => GeneralName::Email((*name).to_owned()),
        Parsed::URI(name) => GeneralName::Uri((*name).to_owned()),
        Parsed::IPAddress(octets) => match (<[u8; 4]>::try_from(*octets), <[u8; 16]>::try_from(*octets)) {
            (Ok(four), _) => GeneralName::Ip(IpAddr::from(four)),
            (_, Ok(sixteen)) => GeneralName::Ip(IpAddr::from(sixteen)),
            _ => GeneralName::Other(format!("7 {}", hex(octets))),
        },
        Parsed::DirectoryName(name) => match Name::from_der(name.as_raw()) {
            Ok(name) => GeneralName::Directory(name),
            Err(_) => GeneralName::Other(format!("4 {}", hex(name.as_raw()))),
        },
        Parsed::OtherName(oid, value) => GeneralName::Other(format!("0 {oid} {}", hex(value))),
        Parsed::RegisteredID(oid) => GeneralName::Other(format!("8 {oid}")),
        Parsed::X400Address(any) => GeneralName::Other(format!("3 {}", hex(any.data))),
        Parsed::EDIPartyName(any) => GeneralName::Other(format!("5 {}", hex(any.data))),
        Parsed::Invalid(tag, octets) => GeneralName::Other(format!("{} {}", tag.0, hex(octets))),
    }
}
