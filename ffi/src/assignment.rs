//! What certificates are for: which serves a role in a scope, since when, and which former ones old data still needs.

use certwright::Assignment;

use crate::{
    caller::free,
    entry::cw_entry,
    error::cw_error,
    look::{at, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// "This certificate serves this role in this scope, since then": current, retained because old data still needs it, or a former one.
/// It never changes, and belongs to what it came from.
pub struct cw_assignment {
    inner: Assignment,
    role: Kept,
    scope: Option<Kept>,
    thumbprint: Kept,
    sha256: Kept,
}

/// Assignments, by role and scope, the newest of each first; they never change.
pub struct cw_assignments(Vec<cw_assignment>);

impl From<Assignment> for cw_assignment {
    fn from(inner: Assignment) -> Self {
        Self {
            role: Kept::new(inner.role.as_str()),
            scope: inner.scope.as_deref().map(Kept::new),
            thumbprint: Kept::new(inner.thumbprint.to_string()),
            sha256: Kept::new(inner.sha256.to_string()),
            inner,
        }
    }
}

/// As they are handed out, one after the other.
pub(crate) fn all(assignments: Vec<Assignment>) -> Vec<cw_assignment> {
    assignments.into_iter().map(cw_assignment::from).collect()
}

/// Every assignment of a store, former ones included.
///
/// @param store  the store
/// @param out  the assignments; the caller frees them with cw_assignments_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_assignments(store: *const cw_store, out: *mut *mut cw_assignments, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_assignments(all(store.inner.assignments()?))))) }
}

/// What a certificate is for: its assignments as they are at the time of the call, former ones included.
///
/// @param entry  the entry
/// @param out  the assignments; the caller frees them with cw_assignments_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_assignments
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_assignments(entry: *const cw_entry, out: *mut *mut cw_assignments, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(entry, "entry", out, error, |entry| Ok(handle(cw_assignments(all(entry.inner.assignments()?))))) }
}

/// How many there are.
///
/// @param assignments  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignments_count(assignments: *const cw_assignments, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignments, "assignments", out, error, |assignments| assignments.0.len()) }
}

/// One of them.
///
/// @param assignments  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignments_at(
    assignments: *const cw_assignments,
    index: usize,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(assignments, "assignments", index, out, error, |assignments, index| Ok(at(&assignments.0, index)?)) }
}

/// Frees assignments. NULL does nothing.
///
/// @param assignments  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignments_free(assignments: *mut cw_assignments) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(assignments) }
}

/// The role's name.
///
/// @param assignment  what is looked at
/// @param out  valid as long as the assignment is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_role(assignment: *const cw_assignment, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.role.get()) }
}

/// Where it serves. The case of ASCII letters does not matter.
///
/// @param assignment  what is looked at
/// @param out  valid as long as the assignment is; none: in the whole installation
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_scope(assignment: *const cw_assignment, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| Kept::get_optional(assignment.scope.as_ref())) }
}

/// SHA-1 of the certificate, in upper-case hex.
///
/// @param assignment  what is looked at
/// @param out  valid as long as the assignment is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_thumbprint(assignment: *const cw_assignment, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.thumbprint.get()) }
}

/// SHA-256 of the certificate, in upper-case hex.
///
/// @param assignment  what is looked at
/// @param out  valid as long as the assignment is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_sha256(assignment: *const cw_assignment, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.sha256.get()) }
}

/// Since when.
///
/// @param assignment  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_since(assignment: *const cw_assignment, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.inner.since.unix_timestamp()) }
}

/// Until when.
///
/// @param assignment  what is looked at
/// @param out  the time; INT64_MIN while it is current
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_until(assignment: *const cw_assignment, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.inner.until.map_or(i64::MIN, |until| until.unix_timestamp())) }
}

/// Whether it is no longer current, and old data may still need it.
///
/// @param assignment  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_retained(assignment: *const cw_assignment, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.inner.retained) }
}

/// Whether the certificate is needed because of it: it is current or retained.
///
/// @param assignment  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assignment_holds(assignment: *const cw_assignment, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assignment, "assignment", out, error, |assignment| assignment.inner.holds()) }
}
