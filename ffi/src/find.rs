//! Finding certificates: all that match, one after another, or exactly one.

use certwright::{Find, Query};

use crate::{
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    look::{look, look_at},
    query::cw_query,
    status::cw_status,
    store::cw_store,
    text::{KeptList, cw_str},
};

/// The certificates that match, one after another, read in pages while one goes on; for one thread at a time. It keeps its
/// store open.
pub struct cw_find(Find);

/// The certificate that was selected, and those that were not; it never changes.
pub struct cw_selection {
    entry: cw_entry,
    passed_over: KeptList,
}

fn with_query<T>(query: Option<&cw_query>, work: impl FnOnce(&Query) -> certwright::Result<T>) -> certwright::Result<T> {
    match query {
        Some(query) => work(&query.inner),
        None => work(&Query::default()),
    }
}

/// All that match. Changes made while they are read may or may not be seen.
///
/// @param store  the store
/// @param query  what is looked for; NULL for all that are not archived; not kept
/// @param out  the iterator; the caller frees it with cw_find_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SUBJECT for a subject or issuer that cannot be read; CW_STATUS_UNKNOWN_STORE_NAME;
///     CW_STATUS_STORE_LOCKED for a role or scope
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_find(
    store: *const cw_store,
    query: *const cw_query,
    out: *mut *mut cw_find,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, query, out) = (caller.handle(store, "store")?, caller.optional_handle(query), caller.out(out, "out")?);
        out.give(cw_find(with_query(query, |query| store.inner.find(query))?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The next one, or NULL behind the last. Of one that was altered this is an error, and the call after it goes on
/// behind that.
///
/// @param find  the iterator
/// @param out  the entry, which the caller frees with cw_entry_free; NULL if there are no more
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_TAMPERED, CW_STATUS_DAMAGED, CW_STATUS_IO
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_find_next(find: *mut cw_find, out: *mut *mut cw_entry, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (find, out) = (caller.handle_mut(find, "find")?, caller.out(out, "out")?);
        match find.0.next().transpose()? {
            Some(entry) => out.give(cw_entry::new(entry)),
            None => out.write(std::ptr::null_mut()),
        }
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees a search. NULL does nothing.
///
/// @param find  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_find_free(find: *mut cw_find) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(find) }
}

/// The one certificate that matches.
///
/// @param store  the store
/// @param query  what is looked for; NULL for all that are not archived; not kept
/// @param out  the entry; the caller frees it with cw_entry_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_AMBIGUOUS with the candidates in the message; CW_STATUS_NOT_FOUND with what comes near; as
///     cw_store_find
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_select(
    store: *const cw_store,
    query: *const cw_query,
    out: *mut *mut cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, query, out) = (caller.handle(store, "store")?, caller.optional_handle(query), caller.out(out, "out")?);
        out.give(cw_entry::new(with_query(query, |query| store.inner.select(query))?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Of all that match, the one an administrator would pick: valid now, with its private key, the latest notBefore. Says
/// which it passed over, and why.
///
/// @param store  the store
/// @param query  what is looked for; NULL for all that are not archived; not kept
/// @param out  what was selected; the caller frees it with cw_selection_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, which names those that matched and were passed over; CW_STATUS_AMBIGUOUS if two began
///     at the same second; as cw_store_find
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_select_newest_valid(
    store: *const cw_store,
    query: *const cw_query,
    out: *mut *mut cw_selection,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, query, out) = (caller.handle(store, "store")?, caller.optional_handle(query), caller.out(out, "out")?);
        let selected = with_query(query, |query| store.inner.select_newest_valid(query))?;
        out.give(cw_selection { entry: cw_entry::new(selected.entry), passed_over: selected.passed_over.into_iter().collect() });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The one. It belongs to the selection and is valid until that is freed; cw_entry_clone makes one that lives on.
///
/// @param selection  what is looked at
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_selection_entry(selection: *const cw_selection, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(selection, "selection", out, error, |selection| &selection.entry) }
}

/// How many of the others that matched are named; at most eight.
///
/// @param selection  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_selection_passed_over_count(selection: *const cw_selection, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(selection, "selection", out, error, |selection| selection.passed_over.count()) }
}

/// One of them, counted from 0, with the reason. Valid until the selection is freed.
///
/// @param selection  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_selection_passed_over_at(
    selection: *const cw_selection,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(selection, "selection", index, out, error, |selection, index| selection.passed_over.at(index)) }
}

/// Frees a selection. NULL does nothing.
///
/// @param selection  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_selection_free(selection: *mut cw_selection) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(selection) }
}
