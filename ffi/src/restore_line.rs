//! One thing of a backup, and what becomes of it.

use certwright::{RestoreLine, RestoreOutcome};

use crate::{
    error::cw_error,
    look::{look, number},
    status::cw_status,
    text::{Kept, cw_str},
};

/// What becomes of a thing that is restored: it was not here.
pub const CW_RESTORE_OUTCOME_ADDED: u32 = 1;
/// What becomes of a thing that is restored: it is here as it is.
pub const CW_RESTORE_OUTCOME_SAME: u32 = 2;
/// What becomes of a thing that is restored: it and what is here cannot both hold, and nothing was said of which is meant.
pub const CW_RESTORE_OUTCOME_CONFLICT: u32 = 3;
/// What becomes of a thing that is restored: what is here stays.
pub const CW_RESTORE_OUTCOME_KEPT: u32 = 4;
/// What becomes of a thing that is restored: it took the place of what was here.
pub const CW_RESTORE_OUTCOME_REPLACED: u32 = 5;
/// What becomes of a thing that is restored: it cannot be; the note says why.
pub const CW_RESTORE_OUTCOME_SKIPPED: u32 = 6;

const OUTCOMES: [(u32, RestoreOutcome); 6] = [
    (CW_RESTORE_OUTCOME_ADDED, RestoreOutcome::Added),
    (CW_RESTORE_OUTCOME_SAME, RestoreOutcome::Same),
    (CW_RESTORE_OUTCOME_CONFLICT, RestoreOutcome::Conflict),
    (CW_RESTORE_OUTCOME_KEPT, RestoreOutcome::Kept),
    (CW_RESTORE_OUTCOME_REPLACED, RestoreOutcome::Replaced),
    (CW_RESTORE_OUTCOME_SKIPPED, RestoreOutcome::Skipped),
];

/// One thing of a backup, and what becomes of it. It never changes, and belongs to what it came from.
pub struct cw_restore_line {
    what: Kept,
    name: Kept,
    thumbprint: Option<Kept>,
    outcome: u32,
    note: Option<Kept>,
}

impl From<RestoreLine> for cw_restore_line {
    fn from(line: RestoreLine) -> Self {
        Self {
            what: Kept::new(line.what),
            name: Kept::new(line.name),
            thumbprint: line.thumbprint.map(Kept::new),
            outcome: number(&OUTCOMES, line.outcome),
            note: line.note.map(Kept::new),
        }
    }
}

/// What it is: "certificate", "assignment", "role", "endpoint", "decision", "succession", "crl", "settings", or what a file holds
/// instead.
///
/// @param line  what is looked at
/// @param out  valid until what it came from is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_line_what(line: *const cw_restore_line, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.what.get()) }
}

/// The subject of a certificate, the place of an assignment, a name.
///
/// @param line  what is looked at
/// @param out  valid until what it came from is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_line_name(line: *const cw_restore_line, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.name.get()) }
}

/// SHA-1 of the certificate concerned, in upper-case hex.
///
/// @param line  what is looked at
/// @param out  valid until what it came from is freed; none where none is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_line_thumbprint(line: *const cw_restore_line, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| Kept::get_optional(line.thumbprint.as_ref())) }
}

/// What becomes of it.
///
/// @param line  what is looked at
/// @param out  one of CW_RESTORE_OUTCOME_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_line_outcome(line: *const cw_restore_line, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.outcome) }
}

/// Why, or what else is to be known, for people.
///
/// @param line  what is looked at
/// @param out  valid until what it came from is freed; none where nothing is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_line_note(line: *const cw_restore_line, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| Kept::get_optional(line.note.as_ref())) }
}
