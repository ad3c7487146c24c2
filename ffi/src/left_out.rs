//! A certificate that a backup does not hold.

use certwright::LeftOut;

use crate::{
    error::cw_error,
    look::look,
    status::cw_status,
    text::{Kept, cw_str},
};

/// A certificate that a backup does not hold, and why. It never changes, and belongs to what it came from.
pub struct cw_left_out {
    thumbprint: Kept,
    role: Kept,
    scope: Option<Kept>,
    subject: Option<Kept>,
    why: Kept,
}

impl From<LeftOut> for cw_left_out {
    fn from(left_out: LeftOut) -> Self {
        Self {
            thumbprint: Kept::new(left_out.thumbprint.to_string()),
            role: Kept::new(left_out.role),
            scope: left_out.scope.map(Kept::new),
            subject: left_out.subject.map(Kept::new),
            why: Kept::new(left_out.why),
        }
    }
}

/// SHA-1 of the certificate, in upper-case hex.
///
/// @param left_out  what is looked at
/// @param out  valid until what it came from is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_left_out_thumbprint(left_out: *const cw_left_out, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(left_out, "left_out", out, error, |left_out| left_out.thumbprint.get()) }
}

/// The role that it serves.
///
/// @param left_out  what is looked at
/// @param out  valid until what it came from is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_left_out_role(left_out: *const cw_left_out, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(left_out, "left_out", out, error, |left_out| left_out.role.get()) }
}

/// Where it serves that.
///
/// @param left_out  what is looked at
/// @param out  valid until what it came from is freed; none where it is the whole installation
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_left_out_scope(left_out: *const cw_left_out, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(left_out, "left_out", out, error, |left_out| Kept::get_optional(left_out.scope.as_ref())) }
}

/// Its subject.
///
/// @param left_out  what is looked at
/// @param out  valid until what it came from is freed; none where the certificate is not here
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_left_out_subject(left_out: *const cw_left_out, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(left_out, "left_out", out, error, |left_out| Kept::get_optional(left_out.subject.as_ref())) }
}

/// Why it is not in the backup, for people.
///
/// @param left_out  what is looked at
/// @param out  valid until what it came from is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_left_out_why(left_out: *const cw_left_out, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(left_out, "left_out", out, error, |left_out| left_out.why.get()) }
}
