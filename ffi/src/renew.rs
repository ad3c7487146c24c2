//! A new certificate in the place of an old one, and those that it would be good for.

use std::ffi::c_char;

use certwright::{RenewOptions, Renewed, Thumbprint};
use time::Duration;

use crate::{
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    look::{at, change, look, look_at},
    status::cw_status,
    store::cw_store,
    text::{KeptList, cw_str},
};

/// How a certificate is renewed.
pub struct cw_renew_options(RenewOptions);

/// What a renewal came to; it never changes.
pub struct cw_renewed {
    entry: cw_entry,
    old: cw_entry,
    changed: bool,
    notes: KeptList,
}

impl From<Renewed> for cw_renewed {
    fn from(renewed: Renewed) -> Self {
        Self {
            entry: cw_entry::new(renewed.entry),
            old: cw_entry::new(renewed.old),
            changed: renewed.changed,
            notes: renewed.notes.into_iter().collect(),
        }
    }
}

/// Certificates as a store holds them; they never change.
pub struct cw_entries(Vec<cw_entry>);

/// Options with which a new key is made, of the same kind.
///
/// @param out  the options; the caller frees them with cw_renew_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renew_options_new(out: *mut *mut cw_renew_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_renew_options(RenewOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Renews with the key that it has. A new one is the better choice unless others hold a copy of the public key.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renew_options_same_key(options: *mut cw_renew_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_renew_options, _: &Caller| {
        options.0.same_key = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param renew_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renew_options_free(renew_options: *mut cw_renew_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(renew_options) }
}

/// Renews a self-signed certificate: the new one has its subject, names, purpose and all other extensions, its friendly name and
/// tags, and is valid for as long. It takes the old one's place in every named store, assignment and endpoint, and in decisions to
/// trust exactly it, in one transaction. The old one is archived; it is retained where a role is essential. One that was renewed
/// before is not renewed again: what superseded it is given.
///
/// A CA certificate that issued what is still valid stays where it is, beside the new one. Of a period of use for the key and of
/// timestamps of CT logs, which were of the old certificate alone, nothing is taken over; nor is trust, where the old one was archived.
/// Not done: telling whoever has the old certificate elsewhere.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what it came to; the caller frees it with cw_renewed_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT; CW_STATUS_UNSUPPORTED for one that another certificate issued, and for
///     a kind of key that is not made here; CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_INVALID_ARGUMENT for a role whose certificates are
///     not renewed, and where the new one would end before the old one, as by a wrong clock; CW_STATUS_OTHER_INSTALLATION,
///     CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_renew(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    options: *const cw_renew_options,
    out: *mut *mut cw_renewed,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, options, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.optional_handle(options),
            caller.out(out, "out")?,
        );
        let options = options.map_or_else(RenewOptions::default, |options| options.0.clone());
        out.give(store.inner.renew(Thumbprint::parse(thumbprint)?, &options)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The certificate that stands in the place of the old one.
///
/// @param renewed  what is looked at
/// @param out  valid until what it is of is freed, and never freed itself; cw_entry_clone makes one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_entry(renewed: *const cw_renewed, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(renewed, "renewed", out, error, |renewed| &renewed.entry) }
}

/// The old one, as it is then.
///
/// @param renewed  what is looked at
/// @param out  valid until what it is of is freed, and never freed itself; cw_entry_clone makes one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_old(renewed: *const cw_renewed, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(renewed, "renewed", out, error, |renewed| &renewed.old) }
}

/// Whether this call made it; not where it was renewed before.
///
/// @param renewed  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_changed(renewed: *const cw_renewed, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(renewed, "renewed", out, error, |renewed| renewed.changed) }
}

/// How many things there are to be known.
///
/// @param renewed  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_note_count(renewed: *const cw_renewed, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(renewed, "renewed", out, error, |renewed| renewed.notes.count()) }
}

/// One of the things to be known, such as that the old one is retained.
///
/// @param renewed  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_note_at(renewed: *const cw_renewed, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(renewed, "renewed", index, out, error, |renewed, index| renewed.notes.at(index)) }
}

/// Frees what a renewal came to. NULL does nothing.
///
/// @param renewed  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_renewed_free(renewed: *mut cw_renewed) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(renewed) }
}

/// The certificates that cw_store_renew could renew and that end within this time: self-signed, with their key, and required, or
/// valid and not archived. The first to end comes first.
///
/// @param store  the store
/// @param seconds  how far ahead is looked
/// @param out  the certificates; the caller frees them with cw_entries_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_renewable_within(
    store: *const cw_store,
    seconds: i64,
    out: *mut *mut cw_entries,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, out) = (caller.handle(store, "store")?, caller.out(out, "out")?);
        let found = store.inner.renewable_within(Duration::seconds(seconds))?;
        out.give(cw_entries(found.into_iter().map(cw_entry::new).collect()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many there are.
///
/// @param entries  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entries_count(entries: *const cw_entries, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entries, "entries", out, error, |entries| entries.0.len()) }
}

/// One of them.
///
/// @param entries  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself; cw_entry_clone makes one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entries_at(entries: *const cw_entries, index: usize, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(entries, "entries", index, out, error, |entries, index| Ok(at(&entries.0, index)?)) }
}

/// Frees certificates of a store. NULL does nothing.
///
/// @param entries  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entries_free(entries: *mut cw_entries) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(entries) }
}
