//! What is looked for: the query, which certificates are meant at all, and in which order they are given.

mod facts;
mod names;
mod uses;

use certwright::{Archived, Order, Query};

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{change, choice},
    status::cw_status,
};

/// Which are meant: only those that are not archived.
pub const CW_ARCHIVED_NO: u32 = 1;
/// Which are meant: only archived ones.
pub const CW_ARCHIVED_ONLY: u32 = 2;
/// Which are meant: archived ones and others.
pub const CW_ARCHIVED_ALSO: u32 = 3;

/// An order: as they were added.
pub const CW_ORDER_ADDED: u32 = 1;
/// An order: by the end of their validity.
pub const CW_ORDER_NOT_AFTER: u32 = 2;
/// An order: by the beginning of their validity.
pub const CW_ORDER_NOT_BEFORE: u32 = 3;
/// An order: by subject, as text; the case of ASCII letters does not matter.
pub const CW_ORDER_SUBJECT: u32 = 4;

const ARCHIVED: [(u32, Archived); 3] = [(CW_ARCHIVED_NO, Archived::No), (CW_ARCHIVED_ONLY, Archived::Only), (CW_ARCHIVED_ALSO, Archived::Also)];
const ORDERS: [(u32, Order); 4] = [
    (CW_ORDER_ADDED, Order::Added),
    (CW_ORDER_NOT_AFTER, Order::NotAfter),
    (CW_ORDER_NOT_BEFORE, Order::NotBefore),
    (CW_ORDER_SUBJECT, Order::Subject),
];

/// What is looked for; all conditions that are set must hold. Setting one again replaces it; NULL takes a text away.
pub struct cw_query {
    pub(crate) inner: Query,
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// A query without conditions: all certificates that are not archived.
///
/// @param out  the query; the caller frees it with cw_query_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_new(out: *mut *mut cw_query, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_query { inner: Query::default() });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Which of the archived certificates and the others are meant.
///
/// @param query  the query
/// @param archived  one of CW_ARCHIVED_; CW_ARCHIVED_NO unless said
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_archived(query: *mut cw_query, archived: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.archived = choice("archived", archived, &ARCHIVED)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// In which order they are given; those that are level, in the order in which they were added.
///
/// @param query  the query
/// @param order  one of CW_ORDER_; CW_ORDER_ADDED unless said
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_order(query: *mut cw_query, order: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.order = choice("order", order, &ORDERS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Gives them the other way round.
///
/// @param query  the query
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_descending(query: *mut cw_query, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.descending = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Gives at most so many.
///
/// @param query  the query
/// @param limit  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_limit(query: *mut cw_query, limit: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.limit = Some(limit);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Frees a query. NULL does nothing.
///
/// @param query  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_free(query: *mut cw_query) {
    // SAFETY: the header asks the caller for NULL or a query that is not used any more.
    unsafe { free(query) }
}
