//! The store's own key, by which its bundles are told from those of others: age does not say who sealed a file.

use zeroize::Zeroizing;

use crate::{
    certificate::{Thumbprint, pasted::hex},
    error::{Error, Result},
    key::{KeyAlgorithm, PrivateKey},
    store::{Document, Store},
};

/// The document that holds it.
const SIGNER: &str = "bundle signer";

/// The key that signs the bundles of a store, made when it is first asked for: exactly one.
pub(super) fn signer(store: &Store) -> Result<PrivateKey> {
    if let Some(key) = known(store)? {
        return Ok(key);
    }
    store.change_document(SIGNER, |document| {
        if let Some(document) = document {
            return Ok((None, Vec::new(), key_of(document)?));
        }
        let key = PrivateKey::generate(KeyAlgorithm::Ed25519)?;
        let text = fingerprint_of(&key);
        let told = vec![("bundle signer", text.clone())];
        Ok((Some(Document { text, secret: Some(key.to_pkcs8_der()) }), told, key))
    })
}

/// SHA-256 of the public key that signs the bundles of a store, in hex; `None` before it made one.
pub(in crate::backup) fn fingerprint(store: &Store) -> Result<Option<String>> {
    Ok(known(store)?.as_ref().map(fingerprint_of))
}

fn known(store: &Store) -> Result<Option<PrivateKey>> {
    store.document(SIGNER)?.as_ref().map(key_of).transpose()
}

fn key_of(document: &Document) -> Result<PrivateKey> {
    let nothing = || Error::Damaged { what: "the key that signs bundles".to_owned(), why: "its secret is gone".to_owned() };
    let secret: &Zeroizing<Vec<u8>> = document.secret.as_ref().ok_or_else(nothing)?;
    PrivateKey::from_trusted_der(secret)
}

fn fingerprint_of(key: &PrivateKey) -> String {
    hex(&Thumbprint::sha256_of(key.public_key_der()))
}
