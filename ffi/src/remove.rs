//! Certificates that are described, put out of the way, or deleted.

use std::ffi::c_char;

use certwright::{Description, Thumbprint};

use crate::{
    add::cw_added,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::change,
    status::cw_status,
    store::cw_store,
    text::cw_str,
    texts::texts,
};

/// What people call a certificate; what is not set stays.
pub struct cw_description(Description);

/// A description that changes nothing.
///
/// @param out  the description; the caller frees it with cw_description_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_description_new(out: *mut *mut cw_description, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_description(Description::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the name for people.
///
/// @param description  the description
/// @param name, name_len  the name; an empty one takes it away; copied; NULL leaves the one that it has
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_description_friendly_name(
    description: *mut cw_description,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |description: &mut cw_description, caller: &Caller| {
        description.0.friendly_name = caller.optional_text(name, name_len, "name")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(description, "description", error, apply) }
}

/// Sets all its tags; others are taken away.
///
/// @param description  the description
/// @param tags, tags_count  the tags, which may be none; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_description_tags(
    description: *mut cw_description,
    tags: *const cw_str,
    tags_count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |description: &mut cw_description, caller: &Caller| {
        let tags = texts(caller, tags, tags_count, "tags")?;
        description.0.tags = Some(tags.into_iter().map(str::to_owned).collect());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(description, "description", error, apply) }
}

/// Frees a description. NULL does nothing.
///
/// @param description  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_description_free(description: *mut cw_description) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(description) }
}

/// Sets what people call a certificate.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param description  what is set
/// @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_describe(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    description: *const cw_description,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, description, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.handle(description, "description")?,
            caller.out(out, "out")?,
        );
        out.give(store.inner.describe(Thumbprint::parse(thumbprint)?, &description.0)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Archives a certificate: it is kept, and no longer offered by get, select and find unless asked for.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_archive(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out) =
            (caller.handle(store, "store")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        out.give(store.inner.archive(Thumbprint::parse(thumbprint)?)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Undoes cw_store_archive.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_archive
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_unarchive(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out) =
            (caller.handle(store, "store")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        out.give(store.inner.unarchive(Thumbprint::parse(thumbprint)?)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Deletes a certificate, and its key unless another certificate here shares it. There is no way back. One whose row
/// was damaged can be deleted, too.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out_key_deleted  whether the private key is gone too
/// @param out_key_shared  whether the private key stayed, because another certificate here shares it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED; CW_STATUS_REQUIRED for one that
///     is assigned or retained, that an endpoint uses, or that issued another that is still valid here
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_delete(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out_key_deleted: *mut bool,
    out_key_shared: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out_key_deleted, out_key_shared) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.out(out_key_deleted, "out_key_deleted")?,
            caller.out(out_key_shared, "out_key_shared")?,
        );
        let deleted = store.inner.delete(Thumbprint::parse(thumbprint)?)?;
        out_key_deleted.write(deleted.key_deleted);
        out_key_shared.write(deleted.key_shared);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
