//! A certificate, its private key and its chain.

use certwright::Identity;

use crate::caller::free;

/// A certificate, its private key and its chain; it never changes.
pub struct cw_identity {
    pub(crate) inner: Identity,
}

impl cw_identity {
    pub(crate) fn new(inner: Identity) -> Self {
        Self { inner }
    }
}

/// Frees an identity. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_free(identity: *mut cw_identity) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(identity) }
}
