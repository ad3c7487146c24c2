//! What went wrong, as an object of the caller's.

use certwright::{Error, Status};

use crate::{
    caller::free,
    status::cw_status,
    text::{Kept, cw_str},
    untrusted::cw_refused_path,
};

/// What went wrong: a status, one line of text that says what was wrong with which thing and what to do, and its parts.
/// Belongs to the caller, who frees it with cw_error_free.
pub struct cw_error {
    pub(crate) status: cw_status,
    message: Kept,
    details: Kept,
    pub(crate) refused_paths: Vec<cw_refused_path>,
}

impl cw_error {
    pub(crate) fn of(error: Error) -> Self {
        let details = serde_json::to_string(&error).unwrap_or_else(|_| "{}".to_owned());
        let refused_paths = cw_refused_path::all_of(&error);
        Self { status: error.status().into(), message: Kept::new(error.to_string()), details: Kept::new(details), refused_paths }
    }

    pub(crate) fn of_panic() -> Self {
        let message = format!("{}; please report it", Status::Panic.meaning());
        Self { status: Status::Panic.into(), message: Kept::new(message), details: Kept::new("{}"), refused_paths: Vec::new() }
    }
}

/// The status of an error; CW_STATUS_OK of NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_status(error: *const cw_error) -> cw_status {
    // SAFETY: the caller gives NULL or an error that is not freed meanwhile.
    unsafe { error.as_ref() }.map_or(cw_status::Ok, |error| error.status)
}

/// What went wrong and what to do, in one line of English. Never a secret. Valid until the error is freed; none of NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_message(error: *const cw_error) -> cw_str {
    // SAFETY: the caller gives NULL or an error that is not freed meanwhile.
    unsafe { error.as_ref() }.map_or(cw_str::NONE, |error| error.message.get())
}

/// The parts of the message as JSON, such as {"path":"certs.db"}, for programs that say it in a language of their own. Valid
/// until the error is freed; none of NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_details(error: *const cw_error) -> cw_str {
    // SAFETY: the caller gives NULL or an error that is not freed meanwhile.
    unsafe { error.as_ref() }.map_or(cw_str::NONE, |error| error.details.get())
}

/// Frees an error. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_free(error: *mut cw_error) {
    // SAFETY: the caller gives NULL or an error that is not used any more.
    unsafe { free(error) }
}
