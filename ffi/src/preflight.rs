//! What a host asks before it starts, or after a move: is every certificate here that it will need?

use std::ffi::{c_char, c_int, c_void};

use certwright::PreflightOptions;

use crate::{
    caller::{Caller, free},
    check::{cw_check_report, telling},
    error::cw_error,
    guard::guard,
    host::cw_host,
    look::change,
    status::cw_status,
    store::cw_store,
};

/// What a preflight looks at.
pub struct cw_preflight_options(PreflightOptions);

/// Options for the host that this runs on, which expects nothing.
///
/// @param out  the options; the caller frees them with cw_preflight_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_preflight_options_new(out: *mut *mut cw_preflight_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_preflight_options(PreflightOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the host whose names servers' certificates must have.
///
/// @param options  the options
/// @param host  the host; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_preflight_options_host(options: *mut cw_preflight_options, host: *const cw_host, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_preflight_options, caller: &Caller| {
        options.0.host = Some(caller.handle(host, "host")?.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Expects a current certificate for this role; each call adds one. A role or scope that is not of its form is refused by
/// cw_store_preflight.
///
/// @param options  the options
/// @param role, role_len  the role's name; copied
/// @param scope, scope_len  where it serves; an empty one is the whole installation; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_preflight_options_expect(
    options: *mut cw_preflight_options,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_preflight_options, caller: &Caller| {
        let (role, scope) = (caller.text(role, role_len, "role")?, caller.text(scope, scope_len, "scope")?);
        options.0.expected.push((role.to_owned(), Some(scope.to_owned())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param preflight_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_preflight_options_free(preflight_options: *mut cw_preflight_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(preflight_options) }
}

/// Whether this store can serve: every required certificate is here, its key opens, signs, and what it signs is verified by its
/// certificate; it is valid where that matters; servers' certificates are for this host; the clock is not before the journal's last
/// line; the store is this installation's; its last backup is not old, and holds what it should. What is wrong is a verdict, not an error.
///
/// Not looked at: whether others trust the certificates, and what stands in files outside of the store.
///
/// @param store  the store
/// @param options  how, or NULL for the defaults; they are not kept
/// @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the
///     work; called on this thread, and not kept
/// @param user  what the callback gets; may be NULL
/// @param out  what was found, which may be that something is wrong: a verdict for each certificate that is required, and one for
///     installation, clock, backup and each thing that is expected and missing; the caller frees it with cw_check_report_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_INVALID_ARGUMENT for an expected role or scope that is not of
///     its form; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_preflight(
    store: *const cw_store,
    options: *const cw_preflight_options,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out: *mut *mut cw_check_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, options, out) = (caller.handle(store, "store")?, caller.optional_handle(options), caller.out(out, "out")?);
        let options = options.map_or_else(PreflightOptions::default, |options| options.0.clone());
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        out.give(store.inner.preflight(&options, &mut tell)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
