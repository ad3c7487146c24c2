//! What a certificate is for.

use std::ffi::c_char;

use super::{cw_query, owned};
use crate::{caller::Caller, error::cw_error, look::change, status::cw_status};

/// With an assignment to this role that holds: current or retained. A search for it needs the store's key.
///
/// @param query  the query
/// @param role, role_len  the role's name; copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_role(query: *mut cw_query, role: *const c_char, role_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.role = owned(caller.optional_text(role, role_len, "role")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// With an assignment in this scope that holds. A search for it needs the store's key.
///
/// @param query  the query
/// @param scope, scope_len  the scope; an empty one is the whole installation; copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_scope(query: *mut cw_query, scope: *const c_char, scope_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.scope = owned(caller.optional_text(scope, scope_len, "scope")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Required or not, as cw_entry_required says.
///
/// @param query  the query
/// @param wanted  required, or not
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_required(query: *mut cw_query, wanted: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.required = Some(wanted);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}
