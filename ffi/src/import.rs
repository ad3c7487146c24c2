//! Files into the store: every bag taken, or the reason why not.

use std::ffi::c_char;

use certwright::{ImportOptions, Imported, Outcome, ReadOptions, StoreName, read_path};
use zeroize::Zeroizing;

use crate::{
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    look::{at, change, look, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
    texts::{cw_texts, texts},
};

/// How a file is taken in.
#[derive(Default)]
pub struct cw_import_options {
    inner: ImportOptions<'static>,
    password: Option<Zeroizing<String>>,
}

impl cw_import_options {
    /// With the password, which lives apart because it is wiped.
    fn with<T>(options: Option<&Self>, import: impl FnOnce(&ImportOptions<'_>) -> certwright::Result<T>) -> certwright::Result<T> {
        let Some(options) = options else { return import(&ImportOptions::default()) };
        import(&options.inner.clone().password(options.password.as_ref().map(|text| text.as_str())))
    }

    fn read(&mut self) -> &mut ReadOptions<'static> {
        &mut self.inner.read
    }
}

/// What an import came to: what the file holds, and what became of each of its bags; it never changes.
pub struct cw_imported {
    format: Kept,
    changed: bool,
    bags: Vec<Bag>,
    entries: Vec<cw_entry>,
    notes: cw_texts,
}

struct Bag {
    what: Kept,
    friendly_name: Option<Kept>,
    taken: bool,
    changed: bool,
    note: Option<Kept>,
    entry: Option<cw_entry>,
}

impl Bag {
    fn new(bag: &certwright::Bag, outcome: Outcome) -> Self {
        Self {
            what: Kept::new(bag.what()),
            friendly_name: bag.friendly_name.as_deref().map(Kept::new),
            taken: outcome.taken,
            changed: outcome.changed,
            note: outcome.note.map(Kept::new),
            entry: outcome.entry.map(cw_entry::new),
        }
    }
}

impl From<Imported> for cw_imported {
    fn from(imported: Imported) -> Self {
        Self {
            format: Kept::new(imported.report.format.to_string()),
            changed: imported.changed(),
            entries: imported.entries().into_iter().cloned().map(cw_entry::new).collect(),
            bags: imported.report.bags.iter().zip(imported.outcomes).map(|(bag, outcome)| Bag::new(bag, outcome)).collect(),
            notes: cw_texts::new(imported.report.notes),
        }
    }
}

/// Options without a password. Certificates with a key go to Personal, other CA certificates to Intermediate, the rest
/// to Personal; none becomes trusted.
///
/// @param out  the options; the caller frees them with cw_import_options_free
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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

/// Sets the password of a PFX or of an encrypted key.
///
/// @param options  the options
/// @param password, password_len  the password; copied, and the copy is wiped; NULL is none, which is not the same as
///     an empty one: tools write both kinds of files
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_password(
    options: *mut cw_import_options,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        let password = caller.optional_text(password, password_len, "password")?;
        options.password = password.map(|text| Zeroizing::new(text.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Puts all its certificates into one named store.
///
/// @param options  the options
/// @param name, name_len  its name in any case, as for cw_add_options_store; copied; NULL for each to its own
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_store(
    options: *mut cw_import_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        options.inner.store = caller.optional_text(name, name_len, "name")?.map(StoreName::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the named store if it is not there.
///
/// @param options  the options
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_create_store(options: *mut cw_import_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.inner.create_store = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives a name for people, in place of those in the file: to the certificates whose key is in it, or to the only one.
///
/// @param options  the options
/// @param name, name_len  the name; copied; NULL for those in the file
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_friendly_name(
    options: *mut cw_import_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        options.inner.friendly_name = caller.optional_text(name, name_len, "name")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives each certificate free words.
///
/// @param options  the options
/// @param tags, count  the words, in place of those that were set before; copied
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_tags(
    options: *mut cw_import_options,
    tags: *const cw_str,
    count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_import_options, caller: &Caller| {
        options.inner.tags = texts(caller, tags, count, "tags")?.into_iter().map(str::to_owned).collect();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Bounds how many iterations of key derivation a file may ask for in all, lest it keep its reader busy for hours;
/// 10,000,000 unless said.
///
/// @param options  the options
/// @param most  how many
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_max_iterations(options: *mut cw_import_options, most: u64, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.read().max_iterations = most;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Bounds how much memory scrypt may ask for; 256 MiB unless said.
///
/// @param options  the options
/// @param most  in octets
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_max_scrypt_memory(options: *mut cw_import_options, most: u64, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.read().max_scrypt_memory = most;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Bounds how deep the contents of a PFX may lie in one another; 8 unless said, and never above 64.
///
/// @param options  the options
/// @param most  how deep
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_max_nesting(options: *mut cw_import_options, most: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.read().max_nesting = most;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Refuses a PFX without an integrity check, which anyone may have altered.
///
/// @param options  the options
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_require_mac(options: *mut cw_import_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.read().require_mac = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Refuses encryption and integrity checks that are not to be relied on any more, such as 3DES, RC2 and SHA-1.
///
/// @param options  the options
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_options_refuse_legacy(options: *mut cw_import_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_import_options, _: &Caller| {
        options.read().refuse_legacy = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
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
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  what it came to; the caller frees it with cw_imported_free
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
/// @return CW_STATUS_WRONG_PASSWORD, CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_UNKNOWN_FORMAT, CW_STATUS_DAMAGED,
///     CW_STATUS_TOO_LARGE, CW_STATUS_WORK_LIMIT, CW_STATUS_UNSUPPORTED, also for a key alone that belongs to no
///     certificate here; CW_STATUS_UNAUTHENTICATED and CW_STATUS_LEGACY_ALGORITHM where the options demand it; as
///     cw_store_add; then nothing was kept
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_import(
    store: *const cw_store,
    data: *const u8,
    data_len: usize,
    options: *const cw_import_options,
    out: *mut *mut cw_imported,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, data, options, out) =
            (caller.handle(store, "store")?, caller.octets(data, data_len, "data")?, caller.optional_handle(options), caller.out(out, "out")?);
        out.give(cw_import_options::with(options, |options| store.inner.import(data, options))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// As cw_store_import, of a file that is on disk.
///
/// @param store  the store
/// @param path, path_len  where it is, in UTF-8; not kept
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  what it came to; the caller frees it with cw_imported_free
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
/// @return as cw_store_import, CW_STATUS_NOT_FOUND, CW_STATUS_IO
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_import_path(
    store: *const cw_store,
    path: *const c_char,
    path_len: usize,
    options: *const cw_import_options,
    out: *mut *mut cw_imported,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, path, options, out) =
            (caller.handle(store, "store")?, caller.text(path, path_len, "path")?, caller.optional_handle(options), caller.out(out, "out")?);
        let data = read_path(path)?;
        out.give(cw_import_options::with(options, |options| store.inner.import(&data, options))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What kind of file it was: "PKCS#12", "PKCS#7", "PEM", "DER". Valid until `imported` is freed, as every text of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_format(imported: *const cw_imported, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.format.get()) }
}

/// Whether the store is other than before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_changed(imported: *const cw_imported, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.changed) }
}

/// How many certificates of the file the store holds now, each once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_entry_count(imported: *const cw_imported, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.entries.len()) }
}

/// One of them, counted from 0. It belongs to `imported` and is valid until that is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_entry_at(
    imported: *const cw_imported,
    index: usize,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(at(&imported.entries, index)?)) }
}

/// How many things are to be known of the file as a whole, such as that it has no integrity check.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_note_count(imported: *const cw_imported, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.notes.len()) }
}

/// One of them, counted from 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_note_at(imported: *const cw_imported, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| imported.notes.at(index)) }
}

/// How many bags, blocks or elements the file has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_count(imported: *const cw_imported, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(imported, "imported", out, error, |imported| imported.bags.len()) }
}

/// What one of them is, counted from 0: "certificate", "private key", or what else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_what(imported: *const cw_imported, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(at(&imported.bags, index)?.what.get())) }
}

/// The name for people that the file gives it; none if it gives none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_friendly_name(
    imported: *const cw_imported,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(Kept::get_optional(at(&imported.bags, index)?.friendly_name.as_ref()))) }
}

/// Whether the store holds it now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_taken(imported: *const cw_imported, index: usize, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(at(&imported.bags, index)?.taken)) }
}

/// Whether the store is other than before by it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_changed(imported: *const cw_imported, index: usize, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(at(&imported.bags, index)?.changed)) }
}

/// Why it was not taken, or what is to be known; none if there is nothing to say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_note(imported: *const cw_imported, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(imported, "imported", out, error, |imported| Ok(Kept::get_optional(at(&imported.bags, index)?.note.as_ref()))) }
}

/// The certificate that it is, or belongs to; NULL if there is none. It belongs to `imported` and is valid until that
/// is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_bag_entry(
    imported: *const cw_imported,
    index: usize,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(imported, "imported", out, error, |imported| {
            Ok(at(&imported.bags, index)?.entry.as_ref().map_or(std::ptr::null(), std::ptr::from_ref))
        })
    }
}

/// Frees a result of an import. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_imported_free(imported: *mut cw_imported) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(imported) }
}
