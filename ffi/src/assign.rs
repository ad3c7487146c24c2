//! Certificates that are given to a role, taken from it, or let go.

use std::ffi::c_char;

use certwright::{AssignOptions, Assigned, Thumbprint};

use crate::{
    assignment::cw_assignment,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{change, look, look_at},
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
};

/// How a certificate is assigned.
pub struct cw_assign_options(AssignOptions);

/// What assigning, unassigning or releasing came to; it never changes.
pub struct cw_assigned {
    assignment: cw_assignment,
    changed: bool,
    replaced: Option<Kept>,
    notes: KeptList,
}

impl From<Assigned> for cw_assigned {
    fn from(assigned: Assigned) -> Self {
        Self {
            assignment: assigned.assignment.into(),
            changed: assigned.changed,
            replaced: assigned.replaced.map(|thumbprint| Kept::new(thumbprint.to_string())),
            notes: assigned.notes.into_iter().collect(),
        }
    }
}

/// Options with which the role must be there.
///
/// @param out  the options; the caller frees them with cw_assign_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assign_options_new(out: *mut *mut cw_assign_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_assign_options(AssignOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Defines the role if there is none of this name, with the rules of cw_role_new.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assign_options_create_role(options: *mut cw_assign_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_assign_options, _: &Caller| {
        options.0.create_role = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param assign_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assign_options_free(assign_options: *mut cw_assign_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(assign_options) }
}

/// Assigns a certificate to a role, in a scope or in the whole installation. It takes the place of the one that was current there,
/// which is retained where the role is essential. Names and dates of the certificate are not looked at; cw_store_preflight does that.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param role, role_len  the role's name; not kept
/// @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what it came to; the caller frees it with cw_assigned_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_UNKNOWN_ROLE, CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_TAMPERED for a key that does not open;
///     CW_STATUS_UNSUPPORTED for a key that is not RSA where the role's certificates are encrypted to, because hosts decrypt with
///     RSA; CW_STATUS_INVALID_ARGUMENT for a role or scope that is not of its form; CW_STATUS_INVALID_THUMBPRINT,
///     CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_assign(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    options: *const cw_assign_options,
    out: *mut *mut cw_assigned,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, role, scope, options, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.text(role, role_len, "role")?,
            caller.text(scope, scope_len, "scope")?,
            caller.optional_handle(options),
            caller.out(out, "out")?,
        );
        let thumbprint = Thumbprint::parse(thumbprint)?;
        let options = options.map_or_else(AssignOptions::default, |options| options.0.clone());
        out.give(store.inner.assign(thumbprint, role, Some(scope), &options)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Ends the current assignment; one that is retained, or a former one, stays as it is. Where the role is essential the certificate is
/// retained, because old data may need it, and no other is made in its place.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param role, role_len  the role's name; not kept
/// @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
/// @param out  what it came to; the caller frees it with cw_assigned_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND if the certificate is not assigned there; CW_STATUS_UNKNOWN_ROLE, CW_STATUS_INVALID_ARGUMENT,
///     CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_unassign(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    out: *mut *mut cw_assigned,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, role, scope, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.text(role, role_len, "role")?,
            caller.text(scope, scope_len, "scope")?,
            caller.out(out, "out")?,
        );
        out.give(store.inner.unassign(Thumbprint::parse(thumbprint)?, role, Some(scope))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Ends the current assignment, and lets go of a certificate that is retained: nothing needs it there any more, and it can be deleted.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param role, role_len  the role's name; not kept
/// @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
/// @param out  what it came to; the caller frees it with cw_assigned_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_unassign, without CW_STATUS_UNKNOWN_ROLE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_release(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    out: *mut *mut cw_assigned,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, role, scope, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.text(role, role_len, "role")?,
            caller.text(scope, scope_len, "scope")?,
            caller.out(out, "out")?,
        );
        out.give(store.inner.release(Thumbprint::parse(thumbprint)?, role, Some(scope))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The assignment as it is then.
///
/// @param assigned  what is looked at
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_assignment(
    assigned: *const cw_assigned,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assigned, "assigned", out, error, |assigned| &assigned.assignment) }
}

/// Whether anything is other than before.
///
/// @param assigned  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_changed(assigned: *const cw_assigned, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assigned, "assigned", out, error, |assigned| assigned.changed) }
}

/// SHA-1 of the certificate that was current there before, in upper-case hex.
///
/// @param assigned  what is looked at
/// @param out  valid until it is freed; none if there was none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_replaced(assigned: *const cw_assigned, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assigned, "assigned", out, error, |assigned| Kept::get_optional(assigned.replaced.as_ref())) }
}

/// How many things there are to be known, such as that the former certificate is retained.
///
/// @param assigned  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_note_count(assigned: *const cw_assigned, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(assigned, "assigned", out, error, |assigned| assigned.notes.count()) }
}

/// One of the things to be known.
///
/// @param assigned  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_note_at(assigned: *const cw_assigned, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(assigned, "assigned", index, out, error, |assigned, index| assigned.notes.at(index)) }
}

/// Frees what assigning came to. NULL does nothing.
///
/// @param assigned  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_assigned_free(assigned: *mut cw_assigned) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(assigned) }
}
