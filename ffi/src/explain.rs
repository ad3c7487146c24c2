//! What each status means, what brings it about, and what to do.

use std::ffi::c_char;

use certwright::Status;

use crate::{bytes::cw_bytes, caller::Caller, error::cw_error, guard::guard, status::cw_status};

/// How many statuses there are: their numbers go from 1 to this one, and 0 is CW_STATUS_OK, of which there is nothing to explain.
///
/// @return how many
#[unsafe(no_mangle)]
pub extern "C" fn cw_status_count() -> u32 {
    u32::try_from(Status::all().count()).unwrap_or(u32::MAX)
}

/// Writes what is told of a status.
///
/// # Safety
/// Those of [`guard`], for both pointers.
unsafe fn told(number: u32, out: *mut cw_bytes, error: *mut *mut cw_error, what: fn(Status) -> &'static str) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.write(cw_bytes::new(what(number.to_string().parse()?))); // as text, for the error that text brings about
        Ok(())
    };
    // SAFETY: what this function asks for.
    unsafe { guard(error, body) }
}

/// The name of a status in JSON and in other languages, such as "not_found".
///
/// @param number  the status
/// @param out  the name; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_status_code(number: u32, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { told(number, out, error, Status::code) }
}

/// One line that says what a status means.
///
/// @param number  the status
/// @param out  the line; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_status_meaning(number: u32, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { told(number, out, error, Status::meaning) }
}

/// A sentence or two on what usually brings a status about.
///
/// @param number  the status
/// @param out  the sentences; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_status_cause(number: u32, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { told(number, out, error, Status::cause) }
}

/// A sentence or two on what to do, with the command where there is one.
///
/// @param number  the status
/// @param out  the sentences; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_status_cure(number: u32, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { told(number, out, error, Status::cure) }
}

/// The status that a number in text or a code such as "not_found" stands for, in either case and with dashes or underscores.
///
/// @param text, text_len  the number or the code
/// @param out  the number
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT, with the codes that come nearest
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_status_parse(text: *const c_char, text_len: usize, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.write(text.parse::<Status>()?.number());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
