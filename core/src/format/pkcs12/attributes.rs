//! The attributes of a bag: its name, what ties it to others, and what Windows and Java say of it (RFC 7292 section 4.2).

use super::oid;
use crate::{
    asn1::{self, Element, Malformed},
    format::Bag,
};

/// Attributes to be written, each if it is there.
#[derive(Clone, Default)]
pub(super) struct Attributes {
    pub(super) friendly_name: Option<String>,
    pub(super) local_key_id: Option<[u8; 20]>,
    /// Java lists the certificate as trusted.
    pub(super) trusted: bool,
    /// The provider that Windows puts the key into.
    pub(super) key_provider: Option<&'static str>,
    /// Windows keeps the key for the machine.
    pub(super) machine_key: bool,
    /// What the certificate is for, for who restores it.
    pub(super) uses: Option<String>,
}

impl Attributes {
    /// The SET, in the order that DER wants of one; nothing if there are none.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut attributes = Vec::new();
        if let Some(name) = &self.friendly_name {
            attributes.push(attribute(oid::FRIENDLY_NAME, &bmp_string(name)));
        }
        if let Some(id) = &self.local_key_id {
            attributes.push(attribute(oid::LOCAL_KEY_ID, &asn1::tlv(asn1::OCTET_STRING, &[id])));
        }
        if self.trusted {
            attributes.push(attribute(oid::TRUSTED_KEY_USAGE, &asn1::tlv(asn1::OID, &[oid::ANY_EXTENDED_KEY_USAGE])));
        }
        if let Some(provider) = self.key_provider {
            attributes.push(attribute(oid::KEY_PROVIDER, &bmp_string(provider)));
        }
        if self.machine_key {
            attributes.push(attribute(oid::MACHINE_KEY, &[]));
        }
        if let Some(uses) = &self.uses {
            attributes.push(attribute(oid::USES, &asn1::tlv(asn1::UTF8_STRING, &[uses.as_bytes()])));
        }
        attributes.sort();
        let slices: Vec<&[u8]> = attributes.iter().map(Vec::as_slice).collect();
        if slices.is_empty() { Vec::new() } else { asn1::tlv(asn1::SET, &slices) }
    }

    /// Whether the bag says the same.
    pub(super) fn are_those_of(&self, bag: &Bag) -> bool {
        self.friendly_name == bag.friendly_name
            && self.local_key_id.as_ref().map(|id| id.as_slice()) == bag.local_key_id.as_deref()
            && self.trusted == bag.trusted
            && self.key_provider == bag.key_provider.as_deref()
            && self.machine_key == bag.machine_key
            && self.uses == bag.uses
    }
}

/// An Attribute with this one value, which is encoded already, or with none.
pub(super) fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::tlv(asn1::OID, &[kind]), &asn1::tlv(asn1::SET, &[value])])
}

fn bmp_string(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    asn1::tlv(asn1::BMP_STRING, &[&units])
}

/// Those that are known; one with a value of another type than it should have counts for nothing.
pub(super) fn read(set: Element<'_>, bag: &mut Bag) -> Result<(), Malformed> {
    let mut attributes = set.inside();
    while !attributes.is_empty() {
        let mut attribute = attributes.sequence()?;
        let kind = attribute.expect(asn1::OID)?.content;
        let mut values = attribute.expect(asn1::SET)?.inside();
        match (kind, values.peek()) {
            (oid::FRIENDLY_NAME, Some(_)) => bag.friendly_name = text(values.element()?),
            (oid::LOCAL_KEY_ID, Some(asn1::OCTET_STRING)) => bag.local_key_id = Some(values.element()?.content.to_vec()),
            (oid::KEY_PROVIDER, Some(_)) => bag.key_provider = text(values.element()?),
            (oid::MACHINE_KEY, _) => bag.machine_key = true,
            (oid::TRUSTED_KEY_USAGE, Some(_)) => bag.trusted = true,
            (oid::USES, Some(asn1::UTF8_STRING)) => bag.uses = String::from_utf8(values.element()?.content.to_vec()).ok(),
            _ => {}
        }
    }
    Ok(())
}

/// The text without the zero that Windows ends some with.
fn text(value: Element<'_>) -> Option<String> {
    let text = match value.tag {
        asn1::BMP_STRING => {
            let (units, rest) = value.content.as_chunks::<2>();
            let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
            rest.is_empty().then(|| String::from_utf16_lossy(&units))
        }
        asn1::UTF8_STRING => String::from_utf8(value.content.to_vec()).ok(),
        _ => None,
    };
    text.map(|text| text.trim_end_matches('\0').to_owned())
}
