//! PKCS#12, the `.pfx` and `.p12` files: read and written (RFC 7292).

mod attributes;
mod bags;
mod mac;
pub(super) mod oid;
mod plan;
mod read;
mod reader;
mod write;

pub(super) use self::write::content_info;
pub use self::{
    plan::PfxContents,
    reader::Reader,
    write::{Pfx, WriteOptions, write_pkcs12},
};
pub(crate) use self::{read::read, write::write_with_uses};

use crate::{
    asn1,
    error::{Error, Result},
};

/// What errors call it.
const FILE: &str = "the PFX file";

/// Whether it begins as a PFX does, cut short or not: a SEQUENCE, version 3, a SEQUENCE with an OID.
pub(crate) fn looks_like(data: &[u8]) -> bool {
    let inside = content_of(data).and_then(|inside| inside.strip_prefix(&[asn1::INTEGER, 1, 3]));
    inside.and_then(content_of).is_some_and(|content| content.first() == Some(&asn1::OID))
}

/// What follows the header of a SEQUENCE, whether or not all of it is there.
fn content_of(data: &[u8]) -> Option<&[u8]> {
    match data {
        [asn1::SEQUENCE, 0..=0x80, rest @ ..] => Some(rest),
        [asn1::SEQUENCE, count @ 0x81..=0x84, rest @ ..] => rest.get(usize::from(count & 0x7f)..),
        _ => None,
    }
}

/// Damage in a file that was not encrypted, or whose integrity was proven.
fn damaged(why: &str) -> Error {
    Error::Damaged { what: FILE.to_owned(), why: why.to_owned() }
}

fn unsupported(what: impl Into<String>, why: &str) -> Error {
    Error::Unsupported { what: what.into(), why: why.to_owned() }
}

/// A scheme that is not to be relied on any more is an error where it is to be refused.
fn check_legacy(algorithm: &str, refused: bool) -> Result<()> {
    if refused { Err(Error::LegacyAlgorithm { what: FILE.to_owned(), algorithm: algorithm.to_owned() }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
