//! The certificate of a role, made where there is none.

use std::ffi::c_char;

use certwright::ProvideOptions;

use crate::{
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    host::cw_host,
    look::{change, handle},
    status::cw_status,
    store::cw_store,
};

/// How a certificate is made for a role that has none.
pub struct cw_provide_options(ProvideOptions);

/// Options for the host that this runs on, with a subject by the role.
///
/// @param out  the options; the caller frees them with cw_provide_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_provide_options_new(out: *mut *mut cw_provide_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_provide_options(ProvideOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets its subject. Unless set: the host's first name for servers, else role and scope.
///
/// @param options  the options
/// @param subject, subject_len  a plain name, or a string of RFC 4514, looked at when one is made; copied; NULL takes it away
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_provide_options_subject(
    options: *mut cw_provide_options,
    subject: *const c_char,
    subject_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_provide_options, caller: &Caller| {
        options.0.subject = caller.optional_text(subject, subject_len, "subject")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the host whose names and addresses a server's certificate is for.
///
/// @param options  the options
/// @param host  the host; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_provide_options_host(options: *mut cw_provide_options, host: *const cw_host, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_provide_options, caller: &Caller| {
        options.0.host = Some(caller.handle(host, "host")?.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param provide_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_provide_options_free(provide_options: *mut cw_provide_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(provide_options) }
}

/// The certificate that is current for a role, in a scope or in the whole installation; where there is none yet, one is made with the
/// role's defaults and assigned. Exactly one is made, however many processes ask at once. One that is not valid where that matters,
/// is self-signed and may be renewed, is renewed, but never one of an essential role: cw_store_renew does that when asked to.
///
/// The key of an essential role is never made anew: where one was ever assigned here and is not now, or is not readable, that is an
/// error. Only the journal and the assignments say whether one was: a host that moves from elsewhere imports and assigns first.
///
/// @param store  the store
/// @param role, role_len  the role's name; not kept
/// @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  the certificate, whose key is in the store; the caller frees it with cw_entry_free
/// @param out_made  whether it was made, or renewed, by this call
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MISSING, which names the last backup that holds the key; CW_STATUS_OTHER_INSTALLATION where a key would be made;
///     CW_STATUS_UNKNOWN_ROLE, CW_STATUS_INVALID_ARGUMENT, CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_provide(
    store: *const cw_store,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    options: *const cw_provide_options,
    out: *mut *mut cw_entry,
    out_made: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, role, scope, options, out, out_made) = (
            caller.handle(store, "store")?,
            caller.text(role, role_len, "role")?,
            caller.text(scope, scope_len, "scope")?,
            caller.optional_handle(options),
            caller.out(out, "out")?,
            caller.out(out_made, "out_made")?,
        );
        let options = options.map_or_else(ProvideOptions::default, |options| options.0.clone());
        let provided = store.inner.provide(role, Some(scope), &options)?;
        out.write(handle(cw_entry::new(provided.entry)));
        out_made.write(provided.made);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
