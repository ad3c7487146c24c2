//! Files into the store: every bag taken, or the reason why not.

use std::{ffi::c_char, ptr};

use certwright::{ImportOptions, Imported, ReadOptions, StoreName, read_path};

use crate::{
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::{Failure, guard},
    look::{at, change, look, look_at},
    read_options::cw_read_options,
    report::cw_import_report,
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
    texts::texts,
};

/// How a file is taken in.
#[derive(Default)]
pub struct cw_import_options(ImportOptions<'static>);

/// What an import came to: what the file holds, and what became of each of its bags; it never changes.
pub struct cw_imported {
    report: cw_import_report,
    changed: bool,
    outcomes: Vec<Outcome>,
    entries: Vec<cw_entry>,
}

struct Outcome {
    taken: bool,
    changed: bool,
    note: Option<Kept>,
    entry: Option<cw_entry>,
}

impl From<certwright::Outcome> for Outcome {
    fn from(outcome: certwright::Outcome) -> Self {
        Self { taken: outcome.taken, changed: outcome.changed, note: outcome.note.map(Kept::new), entry: outcome.entry.map(cw_entry::new) }
    }
}

impl From<Imported> for cw_imported {
    fn from(imported: Imported) -> Self {
        Self {
            changed: imported.changed(),
            entries: imported.entries().into_iter().cloned().map(cw_entry::new).collect(),
            outcomes: imported.outcomes.into_iter().map(Outcome::from).collect(),
            report: cw_import_report::new(imported.report),
        }
    }
}

/// Imports as both kinds of options say.
///
/// # Safety
/// The callback of `read` keeps to what the header asks of it.
unsafe fn import(store: &cw_store, data: &[u8], read: Option<&cw_read_options>, options: Option<&cw_import_options>) -> Result<cw_imported, Failure> {
    let with = |read: &ReadOptions<'_>| {
        let mut all: ImportOptions<'_> = options.map(|options| options.0.clone()).unwrap_or_default();
        all.read = *read;
        store.inner.import(data, &all)
    };
    // SAFETY: what this function asks for.
    Ok(unsafe { cw_read_options::read(read, with) }?.into())
}

/// Options with which certificates with a key go to Personal, other CA certificates to Intermediate, the rest to
/// Personal; none becomes trusted.
///
/// @param out  the options; the caller frees them with cw_import_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_new(out: *mut *mut cw_import_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_import_options::default());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Puts all its certificates into one named store.
///
/// @param options  the options
/// @param name, name_len  its name in any case, as for cw_add_options_store; copied; NULL for each to its own
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_store(
    options: *mut cw_import_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        options.0.store = caller.optional_text(name, name_len, "name")?.map(StoreName::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the named store if it is not there.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_create_store(options: *mut cw_import_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.0.create_store = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives a name for people, in place of those in the file: to the certificates whose key is in it, or to the only one.
///
/// @param options  the options
/// @param name, name_len  the name; copied; NULL for those in the file
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_friendly_name(
    options: *mut cw_import_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        options.0.friendly_name = caller.optional_text(name, name_len, "name")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives each certificate free words.
///
/// @param options  the options
/// @param tags, tags_count  the words, in place of those that were set before; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_tags(
    options: *mut cw_import_options,
    tags: *const cw_str,
    tags_count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        let tags = texts(caller, tags, tags_count, "tags")?;
        options.0.tags = tags.into_iter().map(str::to_owned).collect();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param import_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_free(import_options: *mut cw_import_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(import_options) }
}

/// Reads a file and keeps what it holds, all in one transaction: a PFX, PKCS#7, PEM, one certificate or key in DER;
/// what it is is told by its content. A key is kept if a certificate in the file or in the store belongs to it.
///
/// @param store  the store
/// @param data, data_len  the file
/// @param read  how the file is read, its password above all, or NULL for the defaults
/// @param options  where its certificates go, or NULL for each to its own place
/// @param out  what it came to; the caller frees it with cw_imported_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_WRONG_PASSWORD, CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_UNKNOWN_FORMAT, CW_STATUS_DAMAGED,
///     CW_STATUS_TOO_LARGE, CW_STATUS_WORK_LIMIT, CW_STATUS_UNSUPPORTED, also for a key alone that belongs to no
///     certificate here; CW_STATUS_CANCELLED by the callback that was asked for the password; CW_STATUS_UNAUTHENTICATED
///     and CW_STATUS_LEGACY_ALGORITHM where the options demand it; as cw_store_add; then nothing was kept
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_import(
    store: *const cw_store,
    data: *const u8,
    data_len: usize,
    read: *const cw_read_options,
    options: *const cw_import_options,
    out: *mut *mut cw_imported,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, data, read, options, out) = (
            caller.handle(store, "store")?,
            caller.octets(data, data_len, "data")?,
            caller.optional_handle(read),
            caller.optional_handle(options),
            caller.out(out, "out")?,
        );
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        out.give(unsafe { import(store, data, read, options) }?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// As cw_store_import, of a file that is on disk.
///
/// @param store  the store
/// @param path, path_len  where it is, in UTF-8; not kept
/// @param read  how the file is read, its password above all, or NULL for the defaults
/// @param options  where its certificates go, or NULL for each to its own place
/// @param out  what it came to; the caller frees it with cw_imported_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_import, CW_STATUS_NOT_FOUND, CW_STATUS_IO
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_import_path(
    store: *const cw_store,
    path: *const c_char,
    path_len: usize,
    read: *const cw_read_options,
    options: *const cw_import_options,
    out: *mut *mut cw_imported,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, path, read, options, out) = (
            caller.handle(store, "store")?,
            caller.text(path, path_len, "path")?,
            caller.optional_handle(read),
            caller.optional_handle(options),
            caller.out(out, "out")?,
        );
        let data = read_path(path)?;
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        out.give(unsafe { import(store, &data, read, options) }?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What the file holds. It belongs to `imported` and is valid until that is freed.
///
/// @param imported  what is looked at
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_report(imported: *const cw_imported, out: *mut *const cw_import_report, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| ptr::from_ref(&imported.report)) }
}

/// Whether the store is other than before.
///
/// @param imported  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_changed(imported: *const cw_imported, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.changed) }
}

/// How many certificates of the file the store holds now, each once.
///
/// @param imported  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_entry_count(imported: *const cw_imported, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.entries.len()) }
}

/// One of them, counted from 0. It belongs to `imported` and is valid until that is freed.
///
/// @param imported  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_entry_at(
    imported: *const cw_imported,
    index: usize,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(imported, "imported", index, out, error, |imported, index| Ok(at(&imported.entries, index)?)) }
}

/// Of how many bags of the report it is told what became of them: of all.
///
/// @param imported  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_count(imported: *const cw_imported, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.outcomes.len()) }
}

/// Whether the store holds a bag of the report now.
///
/// @param imported  what is looked at
/// @param index  counted from 0
/// @param out  true or false
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_taken(imported: *const cw_imported, index: usize, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(imported, "imported", index, out, error, |imported, index| Ok(at(&imported.outcomes, index)?.taken)) }
}

/// Whether the store is other than before by it.
///
/// @param imported  what is looked at
/// @param index  counted from 0
/// @param out  true or false
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_changed(imported: *const cw_imported, index: usize, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(imported, "imported", index, out, error, |imported, index| Ok(at(&imported.outcomes, index)?.changed)) }
}

/// Why it was not taken, or what is to be known; none if there is nothing to say.
///
/// @param imported  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_note(imported: *const cw_imported, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look_at(imported, "imported", index, out, error, |imported, index| Ok(Kept::get_optional(at(&imported.outcomes, index)?.note.as_ref())))
    }
}

/// The certificate that it is, or belongs to; NULL if there is none. It belongs to `imported` and is valid until that
/// is freed.
///
/// @param imported  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_entry(
    imported: *const cw_imported,
    index: usize,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look_at(imported, "imported", index, out, error, |imported, index| {
            Ok(at(&imported.outcomes, index)?.entry.as_ref().map_or(ptr::null(), ptr::from_ref))
        })
    }
}

/// Frees a result of an import. NULL does nothing.
///
/// @param imported  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_free(imported: *mut cw_imported) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(imported) }
}
