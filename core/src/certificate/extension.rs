//! What the extensions of a certificate say (RFC 5280 section 4.2.1).

use std::net::IpAddr;

use x509_parser::{
    error::X509Error,
    extensions::{AuthorityKeyIdentifier, BasicConstraints, GeneralName as Parsed, KeyIdentifier, KeyUsage, SubjectAlternativeName},
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

/// Extended key usages that have a name: OID, name (RFC 5280 section 4.2.1.12 and Microsoft's).
const PURPOSES: [(&str, &str); 9] = [
    ("1.3.6.1.5.5.7.3.1", "serverAuth"),
    ("1.3.6.1.5.5.7.3.2", "clientAuth"),
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.4", "emailProtection"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    ("2.5.29.37.0", "anyExtendedKeyUsage"),
    ("1.3.6.1.4.1.311.20.2.2", "smartcardLogon"),
    ("1.3.6.1.4.1.311.80.1", "documentEncryption"),
];

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
        let (oid, value) = parts_of(extension.inside()).map_err(malformed)?;
        if seen.len() == MAX_EXTENSIONS {
            return Err(Error::certificate(format!("it has more than {MAX_EXTENSIONS} extensions")));
        }
        if seen.contains(&oid) {
            return Err(Error::certificate(format!("the extension {} stands twice in it", asn1::oid_shown(oid))));
        }
        seen.push(oid);
        if let [0x55, 0x1d, arc] = oid {
            keep(&mut found, *arc, value).ok_or_else(|| Error::certificate(format!("its extension 2.5.29.{arc} is malformed")))?;
        }
    }
    Ok(found)
}

/// OID and value of an extension whose three parts are in order.
fn parts_of<'a>(mut extension: Reader<'a>) -> Result<(&'a [u8], &'a [u8]), Malformed> {
    let oid = extension.expect(asn1::OID)?.content;
    extension.optional(asn1::BOOLEAN)?;
    let value = extension.expect(asn1::OCTET_STRING)?.content;
    extension.finish()?;
    Ok((oid, value))
}

/// Keeps what 2.5.29.`arc` says, if it is one of those that are kept; `None` if it is malformed.
fn keep(found: &mut Extensions, arc: u8, value: &[u8]) -> Option<()> {
    match arc {
        14 => found.subject_key_id = Some(whole::<KeyIdentifier<'_>>(value)?.0.to_vec()),
        15 => {
            let flags = whole::<KeyUsage>(value)?.flags;
            found.key_usage = Some((0..KEY_USAGES.len()).filter(|bit| flags >> bit & 1 == 1).map(|bit| KEY_USAGES[bit]).collect());
        }
        17 => found.subject_alt_names = whole::<SubjectAlternativeName<'_>>(value)?.general_names.iter().map(general_name).collect(),
        19 => {
            let constraints = whole::<BasicConstraints>(value)?;
            found.basic_constraints = Some((constraints.ca, constraints.path_len_constraint));
        }
        35 => found.authority_key_id = whole::<AuthorityKeyIdentifier<'_>>(value)?.key_identifier.map(|id| id.0.to_vec()),
        37 => found.extended_key_usage = Some(purposes(value).ok()?),
        _ => {}
    }
    Some(())
}

/// x509-parser's reading, with nothing left behind it.
fn whole<'a, T: FromDer<'a, X509Error>>(value: &'a [u8]) -> Option<T> {
    T::from_der(value).ok().filter(|(rest, _)| rest.is_empty()).map(|(_, read)| read)
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

/// Reads the value itself, because the order and the unnamed purposes count.
fn purposes(value: &[u8]) -> Result<Vec<String>, Malformed> {
    let mut list = asn1::only_sequence(value)?;
    let mut found = Vec::new();
    while !list.is_empty() {
        let oid = asn1::oid_shown(list.expect(asn1::OID)?.content);
        let name = PURPOSES.iter().find(|(known, _)| *known == oid).map(|(_, name)| (*name).to_owned());
        found.push(name.unwrap_or(oid));
    }
    Ok(found)
}
