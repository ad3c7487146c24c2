//! A private key out of a file: one that can be used, or one of another kind, kept as it is; encrypted or not.

use std::sync::Arc;

use super::{Content, ReadOptions};
use crate::{
    error::{Error, Result},
    key::{Decrypted, OpaqueKey, PrivateKey, decrypt, decrypt_block, is_encrypted_pkcs8},
    pbe::{Budget, Keys},
    pem::Block,
};

/// What errors call one that is encrypted.
const ENCRYPTED: &str = "the private key";

/// The password for the private keys of a file.
pub(super) fn of_file<'a>(options: &ReadOptions<'a>, budget: &'a Budget) -> Keys<'a> {
    Keys::new(ENCRYPTED, options.password, budget)
}

/// From PKCS#8, SEC1 or PKCS#1, unencrypted.
pub(super) fn private_key(der: &[u8]) -> Result<Content> {
    match PrivateKey::from_der(der) {
        Ok(key) => Ok(Content::PrivateKey(Arc::new(key))),
        Err(error @ Error::Unsupported { .. }) => match OpaqueKey::from_pkcs8(der) {
            Some(key) => Ok(Content::OpaqueKey { key: Arc::new(key), why: error.to_string() }),
            None => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// As [`private_key`], also from encrypted PKCS#8; and what is to be noted.
pub(super) fn private_key_with_password(der: &[u8], keys: &mut Keys<'_>, options: &ReadOptions<'_>) -> Result<(Content, Option<String>)> {
    if is_encrypted_pkcs8(der) {
        return decrypted(decrypt(der, keys)?, options);
    }
    Ok((private_key(der)?, None))
}

/// As [`private_key_with_password`], also from a PEM block with the old encryption.
pub(super) fn private_key_of_block(block: &Block, keys: &mut Keys<'_>, options: &ReadOptions<'_>) -> Result<(Content, Option<String>)> {
    if block.encrypted {
        return decrypted(decrypt_block(block, keys)?, options);
    }
    private_key_with_password(&block.content, keys, options)
}

fn decrypted(Decrypted { der, legacy }: Decrypted, options: &ReadOptions<'_>) -> Result<(Content, Option<String>)> {
    let note = match legacy {
        Some(algorithm) if options.refuse_legacy => return Err(Error::LegacyAlgorithm { what: ENCRYPTED.to_owned(), algorithm }),
        Some(algorithm) => Some(format!("a private key is protected with what is not to be relied on any more ({algorithm}): have it written anew")),
        None => None,
    };
    Ok((private_key(&der)?, note))
}
