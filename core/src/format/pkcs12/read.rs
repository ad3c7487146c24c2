//! Reading a PFX: integrity first, then its contents (RFC 7292 section 4).

use zeroize::Zeroizing;

use super::{FILE, bags::Bags, damaged, mac::Mac, oid, unsupported};
use crate::{
    asn1::{self, Reader, context},
    error::{Error, Result},
    format::{FileFormat, ImportReport, ReadOptions},
    pbe::{Budget, Keys, Scheme, Spelling},
};

/// Reads a PFX in BER or DER.
///
/// No password is not an empty password, but where a file opens with the one it is not refused to who gives the other; the
/// report says so.
///
/// # Errors
/// [`Error::WrongPassword`], also for damage where the two cannot be told apart; [`Error::PasswordRequired`] if there is none
/// and one is needed; [`Error::Damaged`]; [`Error::Unsupported`]; [`Error::WorkLimit`]; [`Error::Unauthenticated`] and
/// [`Error::LegacyAlgorithm`] where the options demand it.
pub(crate) fn read(data: &[u8], options: &ReadOptions<'_>, budget: &Budget) -> Result<ImportReport> {
    let mut keys = Keys::new(FILE, options.password, budget);
    let mut report = read_with(data, &mut keys, options)?;
    report.notes.extend(match (options.password, keys.proven_pkcs12()) {
        (None | Some(""), Some(Spelling::Null)) => Some("it has no password: anyone can open it".to_owned()),
        (None | Some(""), Some(_)) => Some("its password is empty: anyone can open it".to_owned()),
        (_, Some(Spelling::WideUtf8)) => Some("its password is spelled as OpenSSL before 1.1.0 does it, which other programs do not open".to_owned()),
        _ => None,
    });
    Ok(report)
}

/// With keys of which some may be known already.
pub(super) fn read_with(data: &[u8], keys: &mut Keys<'_>, options: &ReadOptions<'_>) -> Result<ImportReport> {
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
    let mut legacy = Vec::new();
    let checked = !pfx.is_empty();
    if checked {
        let mac = Mac::read(pfx.sequence().map_err(malformed)?)?;
        pfx.finish().map_err(malformed)?;
        mac.verify(&authenticated, keys, options.refuse_legacy)?;
        legacy.extend(mac.legacy());
    } else if options.require_mac {
        return Err(Error::Unauthenticated { what: FILE.to_owned() });
    } else {
        notes.push("it has no integrity check: anyone may have altered it".to_owned());
    }

    let mut outer = Reader::ber(&authenticated);
    let mut contents = outer.sequence().map_err(malformed)?;
    outer.finish().map_err(malformed)?;
    let mut bags = Bags::new(keys, checked, options);
    while !contents.is_empty() {
        match content_info(&mut contents)? {
            (oid::DATA, Some(content)) => bags.read(&octets(content)?)?,
            (oid::ENCRYPTED_DATA, Some(content)) => encrypted(content, &mut bags)?,
            (oid::ENVELOPED_DATA, _) => {
                return Err(unsupported("a PFX file encrypted to a public key", "have it exported with a password instead"));
            }
            (other, Some(_)) => {
                let kind = asn1::oid_shown(other);
                return Err(unsupported(format!("a PFX file with contents of the kind {kind}"), "data and encrypted data are read"));
            }
            (_, None) => return Err(damaged("contents are missing in it")),
        }
    }
    let (bags, schemes) = bags.finish();
    legacy.extend(schemes);
    if !legacy.is_empty() {
        notes.push(format!("it is protected with what is not to be relied on any more ({}): have it written anew", legacy.join("; ")));
    }
    Ok(ImportReport { format: FileFormat::Pkcs12, bags, notes })
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
    let scheme = Scheme::read(&mut info, FILE)?;
    let ciphertext = info.element().ok().filter(|found| matches!(found.tag, 0x80 | 0xa0)); // [0] IMPLICIT, in one piece or cut
    let ciphertext = ciphertext.ok_or_else(|| damaged("contents are missing in it"))?.octets().map_err(malformed)?;
    info.finish().map_err(malformed)?;
    bags.read_encrypted(&scheme, &ciphertext)
}
