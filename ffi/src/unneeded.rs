//! Certificates with the reasons why they are required, or why they are not.

use certwright::{RequiredOtherwise, Unneeded};

use crate::{
    assignment::{all, cw_assignment},
    entry::cw_entry,
    error::cw_error,
    look::{at, look, look_at},
    status::cw_status,
    text::{KeptList, cw_str},
};

/// A certificate that is required without a role, and why. It never changes, and belongs to its overview.
pub struct cw_required_otherwise {
    entry: cw_entry,
    why: KeptList,
}

impl From<RequiredOtherwise> for cw_required_otherwise {
    fn from(one: RequiredOtherwise) -> Self {
        Self { entry: cw_entry::new(one.entry), why: one.why.into_iter().collect() }
    }
}

/// A certificate that is not required, and why. It never changes, and belongs to what it came from.
pub struct cw_unneeded {
    entry: cw_entry,
    why: KeptList,
    is_over: bool,
    served: Vec<cw_assignment>,
}

impl From<Unneeded> for cw_unneeded {
    fn from(one: Unneeded) -> Self {
        Self { entry: cw_entry::new(one.entry), why: one.why.into_iter().collect(), is_over: one.is_over, served: all(one.served) }
    }
}

/// The certificate.
///
/// @param required  what is looked at
/// @param out  valid as long as what it is of, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_required_otherwise_entry(
    required: *const cw_required_otherwise,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(required, "required", out, error, |required| &required.entry) }
}

/// How many reasons there are.
///
/// @param required  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_required_otherwise_why_count(
    required: *const cw_required_otherwise,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(required, "required", out, error, |required| required.why.count()) }
}

/// One of the reasons why, for people.
///
/// @param required  what is looked at
/// @param index  counted from 0
/// @param out  valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_required_otherwise_why_at(
    required: *const cw_required_otherwise,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(required, "required", index, out, error, |required, index| required.why.at(index)) }
}

/// The certificate.
///
/// @param unneeded  what is looked at
/// @param out  valid as long as what it is of, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_entry(unneeded: *const cw_unneeded, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(unneeded, "unneeded", out, error, |unneeded| &unneeded.entry) }
}

/// How many reasons there are.
///
/// @param unneeded  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_why_count(unneeded: *const cw_unneeded, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(unneeded, "unneeded", out, error, |unneeded| unneeded.why.count()) }
}

/// One of the reasons why, for people.
///
/// @param unneeded  what is looked at
/// @param index  counted from 0
/// @param out  valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_why_at(unneeded: *const cw_unneeded, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(unneeded, "unneeded", index, out, error, |unneeded, index| unneeded.why.at(index)) }
}

/// Whether its time is over: it served, or was superseded; or it has no private key, and is archived or has expired.
///
/// @param unneeded  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_is_over(unneeded: *const cw_unneeded, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(unneeded, "unneeded", out, error, |unneeded| unneeded.is_over) }
}

/// In how many places it served.
///
/// @param unneeded  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_served_count(unneeded: *const cw_unneeded, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(unneeded, "unneeded", out, error, |unneeded| unneeded.served.len()) }
}

/// One of the places in which it served.
///
/// @param unneeded  what is looked at
/// @param index  counted from 0
/// @param out  valid as long as what it is of, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unneeded_served_at(
    unneeded: *const cw_unneeded,
    index: usize,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(unneeded, "unneeded", index, out, error, |unneeded, index| Ok(at(&unneeded.served, index)?)) }
}
