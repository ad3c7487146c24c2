//! Private keys out of a block of PEM, or of DER as if it had come in one.

use std::sync::Arc;

use super::Content;
use crate::{
    error::{Error, Result, visible},
    key::PrivateKey,
    pem::Block,
};

/// The key of a block whose label says truly what it holds.
///
/// # Errors
/// [`Error::Unsupported`] for an encrypted one; else as [`PrivateKey::from_der`].
pub(super) fn private_key(block: &Block, password: Option<&str>) -> Result<Content> {
    let _ = password;
    if block.encrypted || block.label == "ENCRYPTED PRIVATE KEY" {
        let what = match &block.dek_info {
            Some(cipher) if block.encrypted => format!("a key encrypted with {}", visible(cipher.split(',').next().unwrap_or_default())),
            _ => "an encrypted PKCS#8 key".to_owned(),
        };
        let why = "decrypt it first, for example with openssl pkey, or put it into a PFX".to_owned();
        return Err(Error::Unsupported { what, why });
    }
    PrivateKey::from_pem_block(block).map(|key| Content::PrivateKey(Arc::new(key)))
}
