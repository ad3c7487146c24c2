//! What opens a store: looked at, added, changed, removed; and a new key for the store.

use std::ffi::c_char;

use certwright::{NewProtector, Protector, RotateOptions};
use zeroize::Zeroizing;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, change, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
    texts::cw_texts,
};

/// Of a protector: it was made by somebody without the store's key, and opens nothing.
pub const CW_GENUINE_NO: u32 = 1;
/// Of a protector: it was made by somebody with the store's key.
pub const CW_GENUINE_YES: u32 = 2;
/// Of a protector: who made it cannot be told, because the store is locked.
pub const CW_GENUINE_UNKNOWN: u32 = 3;

/// What opens a store: a key file or a passphrase. It never changes.
pub struct cw_protector {
    id: Kept,
    kind: Kept,
    in_use: bool,
    genuine: u32,
}

impl From<Protector> for cw_protector {
    fn from(protector: Protector) -> Self {
        let genuine = match protector.genuine {
            Some(false) => CW_GENUINE_NO,
            Some(true) => CW_GENUINE_YES,
            None => CW_GENUINE_UNKNOWN,
        };
        Self { id: Kept::new(protector.id), kind: Kept::new(protector.kind), in_use: protector.in_use, genuine }
    }
}

/// All that opens a store, at the moment it was asked; it never changes.
pub struct cw_protectors(Vec<cw_protector>);

/// A protector that is to be made.
pub struct cw_new_protector(NewProtector);

/// The secrets that a rotation of the store's key needs.
pub struct cw_rotate_options(RotateOptions);

/// What tells it from the others, in hex. Valid until the protector is freed, or the list or the description that it is
/// of.
///
/// @param protector  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protector_id(protector: *const cw_protector, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(protector, "protector", out, error, |protector| protector.id.get()) }
}

/// "key-file" or "passphrase". Valid as its id is.
///
/// @param protector  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protector_kind(protector: *const cw_protector, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(protector, "protector", out, error, |protector| protector.kind.get()) }
}

/// Whether this store was opened with it.
///
/// @param protector  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protector_in_use(protector: *const cw_protector, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(protector, "protector", out, error, |protector| protector.in_use) }
}

/// Whether somebody with the store's key made it: one of CW_GENUINE_.
///
/// @param protector  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protector_genuine(protector: *const cw_protector, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(protector, "protector", out, error, |protector| protector.genuine) }
}

/// Frees a protector that was given by a change; not one of a list. NULL does nothing.
///
/// @param protector  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protector_free(protector: *mut cw_protector) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(protector) }
}

/// All that opens this store.
///
/// @param store  the store
/// @param out  the list; the caller frees it with cw_protectors_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_protectors(store: *const cw_store, out: *mut *mut cw_protectors, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(store, "store", out, error, |store| {
            Ok(handle(cw_protectors(store.inner.protectors()?.into_iter().map(cw_protector::from).collect())))
        })
    }
}

/// How many there are.
///
/// @param protectors  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protectors_count(protectors: *const cw_protectors, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(protectors, "protectors", out, error, |protectors| protectors.0.len()) }
}

/// One of them, counted from 0. It belongs to the list and is valid until that is freed.
///
/// @param protectors  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protectors_at(
    protectors: *const cw_protectors,
    index: usize,
    out: *mut *const cw_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(protectors, "protectors", index, out, error, |protectors, index| Ok(at(&protectors.0, index)?)) }
}

/// Frees a list of protectors. NULL does nothing.
///
/// @param protectors  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_protectors_free(protectors: *mut cw_protectors) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(protectors) }
}

/// A key file that is to be made; it may not be there yet. Nothing is made before a store is told of it.
///
/// @param path, path_len  where it is, in UTF-8; copied
/// @param out  what is to be made; the caller frees it with cw_new_protector_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_new_protector_key_file(
    path: *const c_char,
    path_len: usize,
    out: *mut *mut cw_new_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (path, out) = (caller.text(path, path_len, "path")?, caller.out(out, "out")?);
        out.give(cw_new_protector(NewProtector::KeyFile(path.into())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// A passphrase, to be made into a key by Argon2id (64 MiB, 3 passes, 4 lanes).
///
/// @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
/// @param out  what is to be made; the caller frees it with cw_new_protector_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_new_protector_passphrase(
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut cw_new_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (passphrase, out) = (caller.text(passphrase, passphrase_len, "passphrase")?, caller.out(out, "out")?);
        out.give(cw_new_protector(NewProtector::Passphrase(Zeroizing::new(passphrase.to_owned()))));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees a description of a new protector. NULL does nothing.
///
/// @param new_protector  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_new_protector_free(new_protector: *mut cw_new_protector) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(new_protector) }
}

/// Adds a protector: from then on the store opens with it, too.
///
/// @param store  the store
/// @param new_protector  what is to be made
/// @param out  the protector; the caller frees it with cw_protector_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_ALREADY_EXISTS for a key file that is there; CW_STATUS_INVALID_ARGUMENT
///     for an empty passphrase or a seventeenth protector
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_add_protector(
    store: *const cw_store,
    new_protector: *const cw_new_protector,
    out: *mut *mut cw_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, new_protector, out) = (caller.handle(store, "store")?, caller.handle(new_protector, "new_protector")?, caller.out(out, "out")?);
        out.give(store.inner.add_protector(&new_protector.0)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Puts a protector in the place of another one, which opens the store no more. Whoever knows the old secret and has an
/// older copy of the store still opens that; and may have the store's key, which cw_store_rotate_key changes.
///
/// @param store  the store
/// @param id, id_len  its id, or the beginning of it
/// @param new_protector  what is to be made
/// @param out  the protector; the caller frees it with cw_protector_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_add_protector, and CW_STATUS_NOT_FOUND
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_change_protector(
    store: *const cw_store,
    id: *const c_char,
    id_len: usize,
    new_protector: *const cw_new_protector,
    out: *mut *mut cw_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, id, new_protector, out) =
            (caller.handle(store, "store")?, caller.text(id, id_len, "id")?, caller.handle(new_protector, "new_protector")?, caller.out(out, "out")?);
        out.give(store.inner.change_protector(id, &new_protector.0)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Removes a protector.
///
/// @param store  the store
/// @param id, id_len  its id, or the beginning of it
/// @param out_notes  NULL, or where a list goes of what is to be known then: whoever may know its secret can still have
///     the store's key; the caller frees it with cw_texts_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_LAST_PROTECTOR, CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_remove_protector(
    store: *const cw_store,
    id: *const c_char,
    id_len: usize,
    out_notes: *mut *mut cw_texts,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, id, out_notes) = (caller.handle(store, "store")?, caller.text(id, id_len, "id")?, caller.optional_out(out_notes));
        let notes = store.inner.remove_protector(id)?;
        if let Some(out) = out_notes {
            out.give(cw_texts::new(notes));
        }
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Options without secrets: that of the protector that the store was opened with is known.
///
/// @param out  the options; the caller frees them with cw_rotate_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_rotate_options_new(out: *mut *mut cw_rotate_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_rotate_options(RotateOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds a key file of the store.
///
/// @param options  the options
/// @param path, path_len  where it is, in UTF-8; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_rotate_options_key_file(
    options: *mut cw_rotate_options,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_rotate_options, caller: &Caller| {
        options.0.key_files.push(caller.text(path, path_len, "path")?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a passphrase of the store.
///
/// @param options  the options
/// @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_rotate_options_passphrase(
    options: *mut cw_rotate_options,
    passphrase: *const c_char,
    passphrase_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_rotate_options, caller: &Caller| {
        options.0.passphrases.push(Zeroizing::new(caller.text(passphrase, passphrase_len, "passphrase")?.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Removes the protectors whose secret is not given.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_rotate_options_drop_others(options: *mut cw_rotate_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_rotate_options, _: &Caller| {
        options.0.drop_others = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param rotate_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_rotate_options_free(rotate_options: *mut cw_rotate_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(rotate_options) }
}

/// Makes a new key for the store, and seals every private key, record and journal line anew under it, in one
/// transaction. Each protector's secret is needed to go on with it.
///
/// @param store  the store
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out_private_keys  how many private keys were sealed anew
/// @param out_dropped  NULL, or where a list of the ids of the protectors that were removed goes; the caller frees it
///     with cw_texts_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT, which names the protectors whose secret is missing; CW_STATUS_TAMPERED for a key
///     that does not open; CW_STATUS_STORE_LOCKED; then the old key stays
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_rotate_key(
    store: *const cw_store,
    options: *const cw_rotate_options,
    out_private_keys: *mut usize,
    out_dropped: *mut *mut cw_texts,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, options, out_private_keys, out_dropped) = (
            caller.handle(store, "store")?,
            caller.optional_handle(options),
            caller.out(out_private_keys, "out_private_keys")?,
            caller.optional_out(out_dropped),
        );
        let rotated = match options {
            Some(options) => store.inner.rotate_key(&options.0)?,
            None => store.inner.rotate_key(&RotateOptions::default())?,
        };
        if let Some(out) = out_dropped {
            out.give(cw_texts::new(rotated.dropped));
        }
        out_private_keys.write(rotated.private_keys);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
