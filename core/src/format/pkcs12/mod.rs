//! PKCS#12, the `.pfx` and `.p12` files: read and written (RFC 7292).

mod bags;
mod kdf;
mod keys;
mod oid;
mod pbes2;
mod read;
mod write;

pub(crate) use self::read::read;
pub use self::write::{WriteOptions, write_pkcs12};

use crate::{
    asn1::{self, Reader},
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

/// An AlgorithmIdentifier: the OID, and a reader over its parameters.
fn algorithm<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], Reader<'a>)> {
    let mut identifier = reader.sequence().map_err(Error::damaged(FILE))?;
    let oid = identifier.expect(asn1::OID).map_err(Error::damaged(FILE))?.content;
    Ok((oid, identifier))
}

#[cfg(test)]
mod tests;
