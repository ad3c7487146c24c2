//! What is looked for.

use std::ffi::c_char;

use certwright::{Archived, Order, Query, SerialNumber, StoreName, Thumbprint};
use time::Duration;

use crate::{
    caller::{Caller, free},
    certificate::time_of,
    error::cw_error,
    guard::guard,
    look::{change, choice, ip_address},
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

fn seconds(value: i64) -> Option<Duration> {
    Some(Duration::seconds(value))
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

/// Anything that people name a certificate by, whole: a thumbprint, a serial number, a subject or one of its
/// components, a common name, a friendly name, a DNS name or an address. Case does not matter.
///
/// @param query  the query
/// @param text, text_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_text(query: *mut cw_query, text: *const c_char, text_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.text = owned(caller.optional_text(text, text_len, "text")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the subject, of the friendly name or of a DNS name. Case does not matter.
///
/// @param query  the query
/// @param contains, contains_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_contains(
    query: *mut cw_query,
    contains: *const c_char,
    contains_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.contains = owned(caller.optional_text(contains, contains_len, "contains")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// A subject or a run of its components, whole: `srv1` and `CN=srv1` find `CN=srv1,O=Example`, not `CN=srv10`. What
/// cannot be read is CW_STATUS_INVALID_SUBJECT when it is looked for.
///
/// @param query  the query
/// @param subject, subject_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject(query: *mut cw_query, subject: *const c_char, subject_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.subject = owned(caller.optional_text(subject, subject_len, "subject")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The same of the issuer.
///
/// @param query  the query
/// @param issuer, issuer_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_issuer(query: *mut cw_query, issuer: *const c_char, issuer_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.issuer = owned(caller.optional_text(issuer, issuer_len, "issuer")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The serial number.
///
/// @param query  the query
/// @param serial, serial_len  in hex, as it was pasted, with or without leading zeros; copied; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_serial(query: *mut cw_query, serial: *const c_char, serial_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.serial = caller.optional_text(serial, serial_len, "serial")?.map(SerialNumber::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the subject. Case does not matter.
///
/// @param query  the query
/// @param part, part_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject_contains(
    query: *mut cw_query,
    part: *const c_char,
    part_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.subject_contains = owned(caller.optional_text(part, part_len, "part")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the issuer. Case does not matter.
///
/// @param query  the query
/// @param part, part_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_issuer_contains(
    query: *mut cw_query,
    part: *const c_char,
    part_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.issuer_contains = owned(caller.optional_text(part, part_len, "part")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The thumbprint, of either hash.
///
/// @param query  the query
/// @param thumbprint, thumbprint_len  in hex, as it was pasted; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_thumbprint(
    query: *mut cw_query,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.thumbprint = caller.optional_text(thumbprint, thumbprint_len, "thumbprint")?.map(Thumbprint::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The subjectKeyIdentifier.
///
/// @param query  the query
/// @param id, id_len  its octets; copied; NULL with length 0 for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject_key_id(query: *mut cw_query, id: *const u8, id_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        let id = caller.octets(id, id_len, "id")?;
        query.inner.subject_key_id = (!id.is_empty()).then(|| id.to_vec());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// A DNS name of the subjectAltName. `srv1.corp.example` also finds `*.corp.example`; `*.corp.example` also finds each
/// name with one label in place of the star.
///
/// @param query  the query
/// @param dns_name, dns_name_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_dns_name(
    query: *mut cw_query,
    dns_name: *const c_char,
    dns_name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.dns_name = owned(caller.optional_text(dns_name, dns_name_len, "dns_name")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// An address of the subjectAltName.
///
/// @param query  the query
/// @param address, address_len  in text, of version 4 or 6; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is not one
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_ip_address(
    query: *mut cw_query,
    address: *const c_char,
    address_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        let address = caller.optional_text(address, address_len, "address")?;
        query.inner.ip_address = address.map(ip_address).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The friendly name, whole. Case does not matter.
///
/// @param query  the query
/// @param name, name_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_friendly_name(query: *mut cw_query, name: *const c_char, name_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.friendly_name = owned(caller.optional_text(name, name_len, "name")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// One of its tags, whole. Case does not matter.
///
/// @param query  the query
/// @param tag, tag_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_tag(query: *mut cw_query, tag: *const c_char, tag_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.tag = owned(caller.optional_text(tag, tag_len, "tag")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The named store. One that is not there is CW_STATUS_UNKNOWN_STORE_NAME when it is looked for.
///
/// @param query  the query
/// @param name, name_len  its name in any case; copied; NULL for all
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_store(query: *mut cw_query, name: *const c_char, name_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.store = caller.optional_text(name, name_len, "name")?.map(StoreName::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
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
