//! `manifest.json`: everything of a bundle with its size and hash, signed, because age does not say who wrote a file.

use std::collections::{BTreeMap, HashSet};

use base64ct::{Base64, Encoding};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    BUNDLE, FORMAT, MANIFEST, MAX_ENTRIES,
    contents::{self, Contents},
    damaged,
    hex::{Hex, Sha256},
};
use crate::error::{Error, Result};

/// What is signed begins with this, so that no signature made for another purpose is one of a manifest.
const DOMAIN: &[u8] = b"certwright bundle manifest 1\0";

/// A SubjectPublicKeyInfo of Ed25519 (RFC 8410 section 4): this, then the 32 octets of the key.
const ED25519_KEY: &[u8] = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";

/// The octets of an Ed25519 signature.
pub(super) const SIGNATURE_SIZE: usize = 64;

/// One file of the tar.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) path: Box<str>,
    pub(super) size: u64,
    pub(super) sha256: Sha256,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u64,
    written_by: String,
    store: Hex<16>,
    made: String,
    mark: Hex<16>,
    pub(super) counts: BTreeMap<String, u64>,
    entries: Vec<Record>,
    signer: String,
}

/// The largest manifest that so many records could have: a hostile one is no larger than what was read before it.
pub(super) fn max_size(records: &[Record]) -> u64 {
    (64 << 10) + records.iter().map(|record| record.path.len() as u64 + 256).sum::<u64>()
}

/// What is signed: the prefix and the manifest.
pub(super) fn message(manifest: &[u8]) -> Vec<u8> {
    [DOMAIN, manifest].concat()
}

/// Holds a signature against the key, in DER, of who is said to have made it.
///
/// # Errors
/// [`Error::Damaged`] for what is no Ed25519 key; [`Error::Tampered`].
pub(super) fn verify(signer_spki: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let key = signer_spki.strip_prefix(ED25519_KEY).filter(|key| key.len() == 32).ok_or_else(|| damaged("its signer has no Ed25519 key"))?;
    UnparsedPublicKey::new(&ED25519, key).verify(message, signature).map_err(|_| Error::Tampered { what: BUNDLE.to_owned() })
}

impl Manifest {
    pub(super) fn new(contents: &Contents, counts: BTreeMap<String, u64>, entries: Vec<Record>, signer_spki: &[u8]) -> Self {
        Self {
            format: contents.format,
            written_by: contents.written_by.clone(),
            store: contents.store,
            made: contents.made.clone(),
            mark: contents.mark,
            counts,
            entries,
            signer: Base64::encode_string(signer_spki),
        }
    }

    pub(super) fn write(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|_| Error::internal("a manifest could not be written"))
    }

    pub(super) fn read(json: &[u8]) -> Result<Self> {
        serde_json::from_slice(json).map_err(|error| damaged(format!("{MANIFEST} cannot be read, line {}, column {}", error.line(), error.column())))
    }

    /// The public key of the signer, in DER, as it is claimed.
    pub(super) fn signer_spki(&self) -> Result<Vec<u8>> {
        Base64::decode_vec(&self.signer).map_err(|_| damaged(format!("the signer in {MANIFEST} is not base64")))
    }

    /// Whether it says of the bundle what the bundle is.
    ///
    /// # Errors
    /// [`Error::Damaged`], which names the first entry that differs.
    pub(super) fn check(&self, contents: &Contents, records: &[Record]) -> Result<()> {
        let own = (self.format, &self.written_by, self.store, &self.made, self.mark);
        let same = own == (contents.format, &contents.written_by, contents.store, &contents.made, contents.mark);
        if !same {
            return Err(damaged(format!("{MANIFEST} is of another bundle")));
        }
        if let Some((_, found)) = self.entries.iter().zip(records).find(|(listed, found)| listed != found) {
            return Err(damaged(format!("{MANIFEST} does not have {} as it was read", found.path)));
        }
        match (self.entries.get(records.len()), records.get(self.entries.len())) {
            (None, None) => Ok(()),
            (Some(_), _) => Err(damaged(format!("{MANIFEST} has more than the bundle holds"))),
            (None, Some(left_out)) => Err(damaged(format!("{MANIFEST} leaves out {}", left_out.path))),
        }
    }
}

/// What a manifest says of a bundle whose beginning is lost. Nobody vouches for it.
#[derive(Deserialize)]
pub(super) struct Told {
    format: u64,
    pub(super) written_by: String,
    pub(super) store: Hex<16>,
    pub(super) mark: Hex<16>,
    #[serde(deserialize_with = "paths")]
    pub(super) entries: HashSet<Box<str>>,
}

impl Told {
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok().filter(|told: &Self| told.format == FORMAT)
    }
}

/// Reads the paths of entries out of records: each once, and so many at most.
fn paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashSet<Box<str>>, D::Error> {
    #[derive(Deserialize)]
    struct Path {
        path: Box<str>,
    }

    let mut paths = HashSet::new();
    contents::each(deserializer, |Path { path }| {
        if contents::is_entry(&path) {
            paths.insert(path);
        }
        paths.len() <= MAX_ENTRIES
    })?;
    Ok(paths)
}
