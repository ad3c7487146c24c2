//! Reading a PFX: integrity first, then its contents (RFC 7292 section 4).

use std::borrow::Cow;

use ring::hmac;
use zeroize::Zeroizing;

use super::{
    FILE, algorithm,
    bags::Bags,
    damaged,
    keys::{Digest, Function, Keys, Recipe},
    oid,
    pbes2::Pbes2,
    unsupported,
};
use crate::{
    asn1::{self, Reader, context},
    error::{Error, Result},
    format::{FileFormat, ImportReport},
};

/// Reads a PFX in BER or DER.
///
/// No password is not an empty password. Of the work, the iterations of every key derivation, at most `max_iterations` are
/// done; a derivation that is shared counts once.
///
/// # Errors
/// [`Error::WrongPassword`], also for damage where the two cannot be told apart; [`Error::PasswordRequired`] if there is none
/// and one is needed; [`Error::Damaged`]; [`Error::Unsupported`] for ciphers other than AES; [`Error::WorkLimit`].
pub(crate) fn read(data: &[u8], password: Option<&str>, max_iterations: u64) -> Result<ImportReport> {
    read_with(data, &mut Keys::new(password, max_iterations))
}

/// With keys of which some may be known already.
pub(super) fn read_with(data: &[u8], keys: &mut Keys<'_>) -> Result<ImportReport> {
    let malformed = Error::damaged(FILE);
    let mut outer = Reader::ber(data);
    let mut pfx = outer.sequence().map_err(malformed)?;
    if !outer.is_empty() {
        return Err(damaged("other bytes follow it"));
    }
    let version = pfx.unsigned().map_err(malformed)?;
    if version != 3 {
        return Err(unsupported(format!("a PFX file of version {version}"), "version 3 is read"));
    }
    let authenticated = match content_info(&mut pfx)? {
        (oid::DATA, Some(content)) => octets(content)?,
        (oid::SIGNED_DATA, _) => return Err(unsupported("a PFX file signed with a public key", "have it exported with a password instead")),
        _ => return Err(damaged("it holds neither data nor signed data")),
    };
    let mut notes = Vec::new();
    let checked = !pfx.is_empty();
    if checked {
        let mac = Mac::read(pfx.sequence().map_err(malformed)?)?;
        pfx.finish().map_err(malformed)?;
        mac.verify(&authenticated, keys)?;
    } else {
        notes.push("it has no integrity check: anyone may have altered it".to_owned());
    }

    let mut outer = Reader::ber(&authenticated);
    let mut contents = outer.sequence().map_err(malformed)?;
    outer.finish().map_err(malformed)?;
    let mut bags = Bags::new(keys, checked);
    while !contents.is_empty() {
        match content_info(&mut contents)? {
            (oid::DATA, Some(content)) => bags.read(&octets(content)?)?,
            (oid::ENCRYPTED_DATA, Some(content)) => encrypted(content, &mut bags)?,
            (oid::ENVELOPED_DATA, _) => {
                return Err(unsupported("a PFX file encrypted to a public key", "have it exported with a password instead"));
            }
            (other, Some(_)) => {
                let kind = asn1::oid_to_text(other).unwrap_or_default();
                return Err(unsupported(format!("a PFX file with contents of the kind {kind}"), "data and encrypted data are read"));
            }
            (_, None) => return Err(damaged("contents are missing in it")),
        }
    }
    Ok(ImportReport { format: FileFormat::Pkcs12, bags: bags.finish(), notes })
}

/// ContentInfo: its kind, and a reader over what is in it.
fn content_info<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], Option<Reader<'a>>)> {
    let malformed = Error::damaged(FILE);
    let mut info = reader.sequence().map_err(malformed)?;
    let kind = info.expect(asn1::OID).map_err(malformed)?.content;
    let content = info.optional(context(0)).map_err(malformed)?;
    info.finish().map_err(malformed)?;
    Ok((kind, content.map(|content| content.inside())))
}

/// The one OCTET STRING of it, in memory that is wiped: a key may stand in it unencrypted.
fn octets(mut content: Reader<'_>) -> Result<Zeroizing<Vec<u8>>> {
    let malformed = Error::damaged(FILE);
    let octets = content.expect(asn1::OCTET_STRING).and_then(|string| string.octets()).map_err(malformed)?;
    let octets = Zeroizing::new(octets.into_owned());
    content.finish().map_err(malformed)?;
    Ok(octets)
}

/// EncryptedData (RFC 5652 section 8).
fn encrypted(mut content: Reader<'_>, bags: &mut Bags<'_, '_>) -> Result<()> {
    let malformed = Error::damaged(FILE);
    let mut data = content.sequence().map_err(malformed)?;
    content.finish().map_err(malformed)?;
    data.unsigned().map_err(malformed)?;
    let mut info = data.sequence().map_err(malformed)?;
    let kind = info.expect(asn1::OID).map_err(malformed)?.content;
    if kind != oid::DATA {
        return Err(damaged("what is encrypted in it is not data"));
    }
    let encryption = Pbes2::read(&mut info)?;
    let ciphertext = info.element().ok().filter(|found| matches!(found.tag, 0x80 | 0xa0)); // [0] IMPLICIT, in one piece or cut
    let ciphertext = ciphertext.ok_or_else(|| damaged("contents are missing in it"))?.octets().map_err(malformed)?;
    info.finish().map_err(malformed)?;
    bags.read_encrypted(&encryption, &ciphertext)
}

/// MacData: how the integrity of the file is proven (RFC 7292 section 5.1).
struct Mac<'a> {
    recipe: Recipe,
    tag: Cow<'a, [u8]>,
}

impl<'a> Mac<'a> {
    fn read(mut data: Reader<'a>) -> Result<Self> {
        let malformed = Error::damaged(FILE);
        let mut info = data.sequence().map_err(malformed)?;
        let (kind, _) = algorithm(&mut info)?;
        if kind == oid::PBMAC1 {
            return Err(unsupported("a PFX file with a PBMAC1 integrity check", "have it exported anew with the HMAC check of RFC 7292"));
        }
        let digest = Digest::from_oid(kind).ok_or_else(|| {
            unsupported(format!("a PFX file whose integrity check uses {}", oid::name(kind)), "SHA-1, SHA-256, SHA-384 and SHA-512 are read")
        })?;
        let tag = info.expect(asn1::OCTET_STRING).and_then(|tag| tag.octets()).map_err(malformed)?;
        info.finish().map_err(malformed)?;
        let salt = data.expect(asn1::OCTET_STRING).and_then(|salt| salt.octets()).map_err(malformed)?.into_owned();
        let iterations = if data.is_empty() { 1 } else { data.unsigned().map_err(malformed)? };
        data.finish().map_err(malformed)?;
        Ok(Self { recipe: Recipe { function: Function::Pkcs12Mac, digest, salt, iterations, length: digest.output_len() }, tag })
    }

    fn verify(&self, authenticated: &[u8], keys: &mut Keys<'_>) -> Result<()> {
        let key = hmac::Key::new(self.recipe.digest.hmac(), keys.key(&self.recipe)?);
        hmac::verify(&key, authenticated, &self.tag).map_err(|_| keys.refused())
    }
}
