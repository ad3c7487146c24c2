//! Private keys of kinds that cannot be used here, kept as they are.

use std::sync::Arc;

use certwright::OpaqueKey;

use crate::{
    bytes::cw_bytes,
    caller::free,
    error::cw_error,
    look::{handle, look},
    status::cw_status,
    text::{Kept, cw_str},
};

/// A private key of a kind that certwright cannot use, such as DSA or X25519, as it came out of a file; it never changes, and is
/// wiped when its last handle is freed. Nothing of it was checked but its form.
pub struct cw_opaque_key {
    inner: Arc<OpaqueKey>,
    kind: Kept,
}

impl cw_opaque_key {
    pub(crate) fn new(inner: Arc<OpaqueKey>) -> Self {
        Self { kind: Kept::new(inner.kind()), inner }
    }

    /// The same key, not another copy of the secret.
    fn shared(&self) -> Self {
        Self::new(Arc::clone(&self.inner))
    }
}

/// Its kind, such as "dsa"; the OID of the algorithm where it has no name here.
///
/// @param key  what is looked at
/// @param out  valid until the key is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_opaque_key_kind(key: *const cw_opaque_key, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| this.kind.get()) }
}

/// It as PKCS#8, unencrypted, as it came.
///
/// @param key  what is looked at
/// @param out  the caller frees it with cw_bytes_free, which wipes it
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_opaque_key_to_pkcs8_der(key: *const cw_opaque_key, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| cw_bytes::new(this.inner.to_pkcs8_der().as_slice())) }
}

/// Another handle of the same key, which lives on when this one is freed. Nothing is copied.
///
/// @param key  what is looked at
/// @param out  the handle; the caller frees it with cw_opaque_key_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_opaque_key_clone(key: *const cw_opaque_key, out: *mut *mut cw_opaque_key, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| handle(this.shared())) }
}

/// Frees a key, and wipes it if this is its last handle. NULL does nothing.
///
/// @param key  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_opaque_key_free(key: *mut cw_opaque_key) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(key) }
}
