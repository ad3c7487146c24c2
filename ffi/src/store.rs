//! A store that is open.

use std::ffi::c_char;

use certwright::Store;

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{handle, look},
    open_options::cw_open_options,
    status::cw_status,
    text::{Kept, cw_str},
};

/// A store: certificates, their keys sealed one by one, named stores, a journal; one file that any number of processes may
/// open. Any number of threads may use one handle. A child made by fork may go on with it: it opens the file anew by
/// itself, unless another thread of its parent was at work in the store at that moment, which is CW_STATUS_BUSY.
pub struct cw_store {
    pub(crate) inner: Store,
    path: Kept,
}

impl cw_store {
    fn new(inner: Store) -> Self {
        Self { path: Kept::new(inner.path().to_string_lossy()), inner }
    }
}

/// Makes a store, with a new key file `<path>.key` unless the options say otherwise. Nothing of it may be there.
///
/// @param path, path_len  where it will be, in UTF-8; not kept
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  the store, open; the caller frees it with cw_store_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_ALREADY_EXISTS for a database or a key file that is there; CW_STATUS_NOT_FOUND if the folder is
///     missing, or the group; CW_STATUS_NETWORK_FILE_SYSTEM; CW_STATUS_INVALID_ARGUMENT for an empty passphrase;
///     CW_STATUS_CANCELLED by the callback that was asked for one; CW_STATUS_IO
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_create(
    path: *const c_char,
    path_len: usize,
    options: *const cw_open_options,
    out: *mut *mut cw_store,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (path, options, out) = (caller.text(path, path_len, "path")?, caller.optional_handle(options), caller.out(out, "out")?);
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        let store = unsafe { cw_open_options::create(options, path) }?;
        out.give(cw_store::new(store));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Opens a store that is there; never makes one.
///
/// @param path, path_len  where it is, in UTF-8; not kept
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  the store; the caller frees it with cw_store_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_NOT_A_STORE, CW_STATUS_NEWER_SCHEMA, CW_STATUS_OLDER_SCHEMA,
///     CW_STATUS_KEY_FILE_MISSING, CW_STATUS_KEY_FILE_EXPOSED, CW_STATUS_KEY_FILE_WRONG, CW_STATUS_WRONG_PASSWORD,
///     CW_STATUS_PASSWORD_REQUIRED for a store that only passphrases open, CW_STATUS_CANCELLED by the callback that was
///     asked for one, CW_STATUS_NETWORK_FILE_SYSTEM, CW_STATUS_DAMAGED, CW_STATUS_BUSY, CW_STATUS_IO;
///     CW_STATUS_TAMPERED for a database with what a store never has
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_open(
    path: *const c_char,
    path_len: usize,
    options: *const cw_open_options,
    out: *mut *mut cw_store,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (path, options, out) = (caller.text(path, path_len, "path")?, caller.optional_handle(options), caller.out(out, "out")?);
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        let store = unsafe { cw_open_options::open(options, |options| Store::open_with(path, options)) }?;
        out.give(cw_store::new(store));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Brings a store of an older major version to this one: copies it to a file beside it, then changes it in one
/// transaction. Programs of the older version cannot use it from then on. One that needs nothing is left as it is.
///
/// @param path, path_len  where it is, in UTF-8; not kept
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out_from  the schema's major version before
/// @param out_to  and after
/// @param out_copy  the path of the copy of the store as it was, which the key file opens too; `data` is NULL if there
///     was nothing to do; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_open; CW_STATUS_TAMPERED if journal or keys were altered; then the store is as it was
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_upgrade(
    path: *const c_char,
    path_len: usize,
    options: *const cw_open_options,
    out_from: *mut u32,
    out_to: *mut u32,
    out_copy: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (path, options, out_from, out_to, out_copy) = (
            caller.text(path, path_len, "path")?,
            caller.optional_handle(options),
            caller.out(out_from, "out_from")?,
            caller.out(out_to, "out_to")?,
            caller.out(out_copy, "out_copy")?,
        );
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        let upgraded = unsafe { cw_open_options::open(options, |options| Store::upgrade(path, options)) }?;
        let copy = upgraded.copy.map_or(cw_bytes::NONE, |copy| cw_bytes::new(copy.to_string_lossy().as_bytes()));
        out_from.write(upgraded.from);
        out_to.write(upgraded.to);
        out_copy.write(copy);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The path of its database, absolute; what is not UTF-8 in it is replaced. Valid until the store is freed.
///
/// @param store  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_path(store: *const cw_store, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(store, "store", out, error, |store| store.path.get()) }
}

/// Whether it was opened without its key.
///
/// @param store  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_is_locked(store: *const cw_store, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(store, "store", out, error, |store| store.inner.is_locked()) }
}

/// Another handle of the same open store, for a part of the program that frees its own. It opens nothing.
///
/// @param store  the store
/// @param out  the handle; the caller frees it with cw_store_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_clone(store: *const cw_store, out: *mut *mut cw_store, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(store, "store", out, error, |store| handle(cw_store::new(store.inner.clone()))) }
}

/// Frees a handle of a store; the last one closes it. What was read from it (entries, iterators, watches) keeps it open until
/// that is freed as well. NULL does nothing.
///
/// @param store  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_free(store: *mut cw_store) {
    // SAFETY: the header asks the caller for NULL or a store that is not used any more.
    unsafe { free(store) }
}
