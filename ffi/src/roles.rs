//! The roles of a store: listed, defined, removed.

use std::ffi::c_char;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, try_look},
    role::cw_role,
    status::cw_status,
    store::cw_store,
};

/// Roles: the built-in ones, then the host's own, by name; they never change.
pub struct cw_roles(Vec<cw_role>);

/// Every role of a store: the built-in ones, then the host's own, by name.
///
/// @param store  the store
/// @param out  the roles; the caller frees them with cw_roles_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_roles(store: *const cw_store, out: *mut *mut cw_roles, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_roles(store.inner.roles()?.into_iter().map(cw_role::from).collect())))) }
}

/// How many there are.
///
/// @param roles  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_roles_count(roles: *const cw_roles, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(roles, "roles", out, error, |roles| roles.0.len()) }
}

/// One of them.
///
/// @param roles  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_roles_at(roles: *const cw_roles, index: usize, out: *mut *const cw_role, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(roles, "roles", index, out, error, |roles, index| Ok(at(&roles.0, index)?)) }
}

/// Frees roles. NULL does nothing.
///
/// @param roles  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_roles_free(roles: *mut cw_roles) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(roles) }
}

/// The role of this name.
///
/// @param store  the store
/// @param name, name_len  its name; not kept
/// @param out  the role; the caller frees it with cw_role_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNKNOWN_ROLE, which names those that there are; as cw_store_roles
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_role(
    store: *const cw_store,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut cw_role,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, name, out) = (caller.handle(store, "store")?, caller.text(name, name_len, "name")?, caller.out(out, "out")?);
        out.give(store.inner.role(name)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Defines a role of the host's own, or changes its rules. Certificates that were retained stay so.
///
/// @param store  the store
/// @param role  what it is to be; not consumed
/// @param out_changed  whether anything changed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a name or description that is not of its form, a built-in role, and a key that does not go
///     with the purpose; CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_define_role(
    store: *const cw_store,
    role: *const cw_role,
    out_changed: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, role, out) = (caller.handle(store, "store")?, caller.handle(role, "role")?, caller.out(out_changed, "out_changed")?);
        out.write(store.inner.define_role(&role.inner)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Takes a role of the host's own away.
///
/// @param store  the store
/// @param name, name_len  its name; not kept
/// @param out_removed  whether it was there
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a built-in role, and for one that certificates are assigned to or retained for;
///     CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_remove_role(
    store: *const cw_store,
    name: *const c_char,
    name_len: usize,
    out_removed: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, name, out) = (caller.handle(store, "store")?, caller.text(name, name_len, "name")?, caller.out(out_removed, "out_removed")?);
        out.write(store.inner.remove_role(name)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
