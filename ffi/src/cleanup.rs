//! What could go, and what is deleted together.

use std::ffi::c_char;

use certwright::{CleanupOptions, Deleted, Thumbprint};

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, change, look, look_at},
    status::cw_status,
    store::cw_store,
    text::cw_str,
    texts::texts,
    unneeded::cw_unneeded,
};

/// What is looked for among what could go.
pub struct cw_cleanup_options(CleanupOptions);

/// Certificates that could go, each with why; they never change, and keep their store open.
pub struct cw_leftovers(Vec<cw_unneeded>);

/// What deletions came to, one by one; they never change.
pub struct cw_deletions(Vec<Deleted>);

/// Options for all scopes, and for those whose time is over.
///
/// @param out  the options; the caller frees them with cw_cleanup_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cleanup_options_new(out: *mut *mut cw_cleanup_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_cleanup_options(CleanupOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Looks only for what served in one scope, such as one database.
///
/// @param options  the options
/// @param scope, scope_len  the scope; an empty one is the whole installation's; copied; NULL for all
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cleanup_options_scope(
    options: *mut cw_cleanup_options,
    scope: *const c_char,
    scope_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_cleanup_options, caller: &Caller| {
        options.0.scope = caller.optional_text(scope, scope_len, "scope")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Looks for those with a private key of which no role is known, too: somebody may use them without saying so, and one that has expired
/// may still decrypt.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cleanup_options_unassigned(options: *mut cw_cleanup_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_cleanup_options, _: &Caller| {
        options.0.unassigned = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param cleanup_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cleanup_options_free(cleanup_options: *mut cw_cleanup_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(cleanup_options) }
}

/// The certificates that could go, as cw_unneeded_is_over says: none that is required, none that is trusted or a chain may need (those
/// in TrustedRoot, TrustedPeople and Intermediate) before it has expired, and none that the journal says was assigned while no
/// assignment of it is known. Nothing is removed: cw_store_delete_all does that.
///
/// @param store  the store
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  the certificates; the caller frees them with cw_leftovers_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_leftovers(
    store: *const cw_store,
    options: *const cw_cleanup_options,
    out: *mut *mut cw_leftovers,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, options, out) = (caller.handle(store, "store")?, caller.optional_handle(options), caller.out(out, "out")?);
        let options = options.map_or_else(CleanupOptions::default, |options| options.0.clone());
        out.give(cw_leftovers(store.inner.leftovers(&options)?.into_iter().map(cw_unneeded::from).collect()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many there are.
///
/// @param leftovers  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_leftovers_count(leftovers: *const cw_leftovers, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(leftovers, "leftovers", out, error, |leftovers| leftovers.0.len()) }
}

/// One of them.
///
/// @param leftovers  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_leftovers_at(
    leftovers: *const cw_leftovers,
    index: usize,
    out: *mut *const cw_unneeded,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(leftovers, "leftovers", index, out, error, |leftovers, index| Ok(at(&leftovers.0, index)?)) }
}

/// Frees what could go. NULL does nothing.
///
/// @param leftovers  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_leftovers_free(leftovers: *mut cw_leftovers) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(leftovers) }
}

/// Deletes several certificates in one transaction: all, or none where one of them is required. One that issued another is deleted
/// behind it. There is no way back.
///
/// @param store  the store
/// @param thumbprints, thumbprints_count  which, SHA-1 or SHA-256 in hex, as they were pasted; not kept
/// @param out  what it came to, in the same order; the caller frees it with cw_deletions_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_delete
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_delete_all(
    store: *const cw_store,
    thumbprints: *const cw_str,
    thumbprints_count: usize,
    out: *mut *mut cw_deletions,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprints, out) =
            (caller.handle(store, "store")?, texts(caller, thumbprints, thumbprints_count, "thumbprints")?, caller.out(out, "out")?);
        let thumbprints = thumbprints.into_iter().map(Thumbprint::parse).collect::<Result<Vec<_>, _>>()?;
        out.give(cw_deletions(store.inner.delete_all(&thumbprints)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many there are.
///
/// @param deletions  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_deletions_count(deletions: *const cw_deletions, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(deletions, "deletions", out, error, |deletions| deletions.0.len()) }
}

/// What one of them came to.
///
/// @param deletions  what is looked at
/// @param index  counted from 0, in the order in which they were asked for
/// @param out_key_deleted  whether the private key is gone too
/// @param out_key_shared  whether the private key stayed, because another certificate here shares it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_deletions_at(
    deletions: *const cw_deletions,
    index: usize,
    out_key_deleted: *mut bool,
    out_key_shared: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (deletions, out_key_deleted, out_key_shared) =
            (caller.handle(deletions, "deletions")?, caller.out(out_key_deleted, "out_key_deleted")?, caller.out(out_key_shared, "out_key_shared")?);
        let deleted = at(&deletions.0, index)?;
        out_key_deleted.write(deleted.key_deleted);
        out_key_shared.write(deleted.key_shared);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees what deletions came to. NULL does nothing.
///
/// @param deletions  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_deletions_free(deletions: *mut cw_deletions) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(deletions) }
}
