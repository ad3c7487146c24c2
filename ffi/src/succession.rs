//! What took the place of a certificate.

use std::{ffi::c_char, ptr};

use certwright::{Succession, Thumbprint};

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{handle, look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// One certificate took the place of another; it never changes.
pub struct cw_succession {
    old: [Kept; 2],
    new: [Kept; 2],
    at: i64,
}

impl From<Succession> for cw_succession {
    fn from(succession: Succession) -> Self {
        let kept = |sha1: Thumbprint, sha256: Thumbprint| [sha1, sha256].map(|thumbprint| Kept::new(thumbprint.to_string()));
        Self {
            old: kept(succession.old, succession.old_sha256),
            new: kept(succession.new, succession.new_sha256),
            at: succession.at.unix_timestamp(),
        }
    }
}

/// What took the place of a certificate, which may be gone by now. Of several renewals, the next one.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out  the succession, which the caller frees with cw_succession_free; NULL if nothing took its place
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_superseded_by(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_succession,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out) =
            (caller.handle(store, "store")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        let found = store.inner.superseded_by(Thumbprint::parse(thumbprint)?)?;
        out.write(found.map_or(ptr::null_mut(), |succession| handle(succession.into())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// SHA-1 of the certificate that was replaced, in upper-case hex.
///
/// @param succession  what is looked at
/// @param out  valid as long as the succession is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_old_thumbprint(succession: *const cw_succession, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(succession, "succession", out, error, |succession| succession.old[0].get()) }
}

/// Its SHA-256, in upper-case hex.
///
/// @param succession  what is looked at
/// @param out  valid as long as the succession is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_old_sha256(succession: *const cw_succession, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(succession, "succession", out, error, |succession| succession.old[1].get()) }
}

/// SHA-1 of the certificate that replaced it, in upper-case hex.
///
/// @param succession  what is looked at
/// @param out  valid as long as the succession is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_new_thumbprint(succession: *const cw_succession, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(succession, "succession", out, error, |succession| succession.new[0].get()) }
}

/// Its SHA-256, in upper-case hex.
///
/// @param succession  what is looked at
/// @param out  valid as long as the succession is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_new_sha256(succession: *const cw_succession, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(succession, "succession", out, error, |succession| succession.new[1].get()) }
}

/// When.
///
/// @param succession  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_at(succession: *const cw_succession, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(succession, "succession", out, error, |succession| succession.at) }
}

/// Frees a succession; not one that belongs to something else. NULL does nothing.
///
/// @param succession  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_succession_free(succession: *mut cw_succession) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(succession) }
}
