//! Where a store is, what guards it, how much is in it.

use certwright::StoreInfo;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, try_look},
    protector::cw_protector,
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
};

/// Where a store is, what guards it, who may do what with its files, how much is in it, and what should be other than it
/// is, all at the moment it was asked; it never changes.
pub struct cw_store_info {
    inner: StoreInfo,
    path: Kept,
    key_file: Kept,
    key_file_why: Kept,
    id: Kept,
    written_by: Kept,
    stores: KeptList,
    protectors: Vec<cw_protector>,
    files: Vec<File>,
    warnings: KeptList,
}

struct File {
    path: Kept,
    owner: Kept,
    mode: u32,
}

impl From<StoreInfo> for cw_store_info {
    fn from(inner: StoreInfo) -> Self {
        let file = |file: &certwright::FileAccess| File {
            path: Kept::new(file.path.to_string_lossy()),
            owner: Kept::new(file.owner.as_str()),
            mode: file.mode,
        };
        Self {
            path: Kept::new(inner.path.to_string_lossy()),
            key_file: Kept::new(inner.key_file.to_string_lossy()),
            key_file_why: Kept::new(inner.key_file_why),
            id: Kept::new(inner.id.as_str()),
            written_by: Kept::new(inner.written_by.as_str()),
            stores: inner.stores.iter().map(ToString::to_string).collect(),
            protectors: inner.protectors.iter().cloned().map(cw_protector::from).collect(),
            files: inner.files.iter().map(file).collect(),
            warnings: inner.warnings.iter().map(String::as_str).collect(),
            inner,
        }
    }
}

/// Describes a store.
///
/// @param store  the store
/// @param out  the description; the caller frees it with cw_store_info_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_of(store: *const cw_store, out: *mut *mut cw_store_info, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_store_info::from(store.inner.info()?)))) }
}

/// The database. Valid until the description is freed, as every text of it.
///
/// @param info  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_path(info: *const cw_store_info, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.path.get()) }
}

/// The key file that is used, or would be.
///
/// @param info  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_key_file(info: *const cw_store_info, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.key_file.get()) }
}

/// Why it is this one.
///
/// @param info  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_key_file_why(info: *const cw_store_info, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.key_file_why.get()) }
}

/// Whether the key file lies beside the database, where it protects only a lone copy of that.
///
/// @param info  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_key_file_beside(info: *const cw_store_info, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.key_file_beside) }
}

/// Whether it was opened without its key.
///
/// @param info  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_is_locked(info: *const cw_store_info, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.locked) }
}

/// What tells this store from others, in hex.
///
/// @param info  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_id(info: *const cw_store_info, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.id.get()) }
}

/// The schema's major version.
///
/// @param info  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_schema(info: *const cw_store_info, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.schema) }
}

/// The version of certwright that made it.
///
/// @param info  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_written_by(info: *const cw_store_info, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.written_by.get()) }
}

/// How many certificates there are, archived ones included.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_certificates(info: *const cw_store_info, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.certificates) }
}

/// How many private keys there are.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_private_keys(info: *const cw_store_info, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.private_keys) }
}

/// How many lines the journal has.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_events(info: *const cw_store_info, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.inner.events) }
}

/// How many named stores there are.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_store_count(info: *const cw_store_info, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.stores.count()) }
}

/// The name of one of them, counted from 0.
///
/// @param info  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_store_at(info: *const cw_store_info, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(info, "info", index, out, error, |info, index| info.stores.at(index)) }
}

/// How many protectors open it.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_protector_count(info: *const cw_store_info, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.protectors.len()) }
}

/// One of them, counted from 0. It belongs to the description and is valid until that is freed.
///
/// @param info  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_protector_at(
    info: *const cw_store_info,
    index: usize,
    out: *mut *const cw_protector,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(info, "info", index, out, error, |info, index| Ok(at(&info.protectors, index)?)) }
}

/// How many files it has: the database, what lies beside it, the key file.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_file_count(info: *const cw_store_info, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.files.len()) }
}

/// One of the files, counted from 0, with who may do what. The texts are valid until the description is freed.
///
/// @param info  the description
/// @param index  which one, counted from 0
/// @param out_path  where it is
/// @param out_owner  user and group, such as "root:certs"
/// @param out_mode  the bits of its mode, such as 0600
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the last
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_file_at(
    info: *const cw_store_info,
    index: usize,
    out_path: *mut cw_str,
    out_owner: *mut cw_str,
    out_mode: *mut u32,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (info, out_path, out_owner, out_mode) =
            (caller.handle(info, "info")?, caller.out(out_path, "out_path")?, caller.out(out_owner, "out_owner")?, caller.out(out_mode, "out_mode")?);
        let file = at(&info.files, index)?;
        out_path.write(file.path.get());
        out_owner.write(file.owner.get());
        out_mode.write(file.mode);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many things should be other than they are.
///
/// @param info  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_warning_count(info: *const cw_store_info, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(info, "info", out, error, |info| info.warnings.count()) }
}

/// One of them, counted from 0.
///
/// @param info  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_warning_at(
    info: *const cw_store_info,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(info, "info", index, out, error, |info, index| info.warnings.at(index)) }
}

/// Frees a description of a store. NULL does nothing.
///
/// @param store_info  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_info_free(store_info: *mut cw_store_info) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(store_info) }
}
