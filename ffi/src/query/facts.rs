//! What is a fact of the certificate: its key, its kind, its validity.

use std::ffi::c_char;

use time::Duration;

use super::{cw_query, owned};
use crate::{caller::Caller, certificate::time_of, error::cw_error, look::change, status::cw_status};

fn seconds(value: i64) -> Option<Duration> {
    Some(Duration::seconds(value))
}

/// With its private key in the store, or without.
///
/// @param query  the query
/// @param wanted  with it, or without
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_has_private_key(query: *mut cw_query, wanted: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.has_private_key = Some(wanted);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// CA or not, as basicConstraints says.
///
/// @param query  the query
/// @param wanted  CA, or not
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_is_ca(query: *mut cw_query, wanted: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.is_ca = Some(wanted);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Signed by its own key, which is proven, or not.
///
/// @param query  the query
/// @param wanted  self-signed, or not
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_self_signed(query: *mut cw_query, wanted: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.self_signed = Some(wanted);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The kind of its key: "p256", "rsa2048", or "rsa" for any size.
///
/// @param query  the query
/// @param algorithm, algorithm_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_key_algorithm(
    query: *mut cw_query,
    algorithm: *const c_char,
    algorithm_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.key_algorithm = owned(caller.optional_text(algorithm, algorithm_len, "algorithm")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The hash under its signature: "sha1", "sha256".
///
/// @param query  the query
/// @param hash, hash_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_signature_hash(query: *mut cw_query, hash: *const c_char, hash_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.signature_hash = owned(caller.optional_text(hash, hash_len, "hash")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Valid for longer than this from beginning to end.
///
/// @param query  the query
/// @param length  in seconds
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_validity_over(query: *mut cw_query, length: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.validity_over = seconds(length);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Valid for less than this from beginning to end.
///
/// @param query  the query
/// @param length  in seconds
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_validity_under(query: *mut cw_query, length: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.validity_under = seconds(length);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Its validity ends before this time.
///
/// @param query  the query
/// @param at  the time
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_expiring_before(query: *mut cw_query, at: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.expiring_before = Some(time_of(at, "at")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Valid at this time.
///
/// @param query  the query
/// @param at  the time
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_valid_at(query: *mut cw_query, at: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.valid_at = Some(time_of(at, "at")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Expired by this time, or not.
///
/// @param query  the query
/// @param at  the time
/// @param expired  expired, or not
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_expired_at(query: *mut cw_query, at: i64, expired: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, _: &Caller| {
        query.inner.expired_at = Some((time_of(at, "at")?, expired));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}
