//! What the extensions of a certificate say (RFC 5280 section 4.2.1).

use std::net::IpAddr;

use x509_parser::{
    extensions::{GeneralName as Parsed, ParsedExtension, X509Extension},
    oid_registry::Oid,
};

use super::{name::Name, pasted::hex};
use crate::error::{Error, Result};

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

impl Extensions {
    /// An extension that is read here and malformed, or any that stands twice, is an error.
    pub(super) fn read(parsed: &[X509Extension<'_>]) -> Result<Self> {
        let mut found = Self::default();
        for (index, extension) in parsed.iter().enumerate() {
            if parsed[..index].iter().any(|earlier| earlier.oid == extension.oid) {
                return Err(Error::certificate(format!("the extension {} stands twice in it", extension.oid)));
            }
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(names) => {
                    found.subject_alt_names = names.general_names.iter().map(general_name).collect();
                }
                ParsedExtension::KeyUsage(usage) => {
                    let bits = (0..KEY_USAGES.len()).filter(|bit| usage.flags >> bit & 1 == 1);
                    found.key_usage = Some(bits.map(|bit| KEY_USAGES[bit]).collect());
                }
                ParsedExtension::ExtendedKeyUsage(_) => found.extended_key_usage = Some(purposes(extension.value)?),
                ParsedExtension::BasicConstraints(constraints) => {
                    found.basic_constraints = Some((constraints.ca, constraints.path_len_constraint));
                }
                ParsedExtension::SubjectKeyIdentifier(id) => found.subject_key_id = Some(id.0.to_vec()),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    found.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                ParsedExtension::ParseError { .. } if is_read_here(&extension.oid) => {
                    return Err(Error::certificate(format!("its extension {} is malformed", extension.oid)));
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

/// 2.5.29.14, .15, .17, .19, .35, .37: the ones taken above.
fn is_read_here(oid: &Oid<'_>) -> bool {
    matches!(oid.as_bytes(), [0x55, 0x1d, 14 | 15 | 17 | 19 | 35 | 37])
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
fn purposes(value: &[u8]) -> Result<Vec<String>> {
    let malformed = |_| Error::certificate("its extension 2.5.29.37 is malformed");
    let mut list = crate::asn1::only_sequence(value).map_err(malformed)?;
    let mut found = Vec::new();
    while !list.is_empty() {
        let oid = list.expect(crate::asn1::OID).map_err(malformed)?.content;
        let oid = crate::asn1::oid_to_text(oid).ok_or(crate::asn1::Malformed).map_err(malformed)?;
        let name = PURPOSES.iter().find(|(known, _)| *known == oid).map(|(_, name)| (*name).to_owned());
        found.push(name.unwrap_or(oid));
    }
    Ok(found)
}
