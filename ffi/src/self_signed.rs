//! What a self-signed certificate is to be.

use std::ffi::c_char;

use certwright::SelfSigned;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    status::cw_status,
};

/// What a self-signed certificate is to be.
pub struct cw_self_signed {
    pub(crate) inner: SelfSigned,
}

/// For a subject.
///
/// @param subject, subject_len  a plain name, or a name of RFC 4514; copied
/// @param out  the description; the caller frees it with cw_self_signed_free
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
/// @return CW_STATUS_INVALID_SUBJECT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_new(
    subject: *const c_char,
    subject_len: usize,
    out: *mut *mut cw_self_signed,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (subject, out) = (caller.text(subject, subject_len, "subject")?, caller.out(out, "out")?);
        out.give(cw_self_signed { inner: SelfSigned::new(subject)? });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees a description. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_free(self_signed: *mut cw_self_signed) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(self_signed) }
}
