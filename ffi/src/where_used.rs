//! Everything in a store that refers to a certificate.

use std::{ffi::c_char, ptr};

use certwright::{Thumbprint, WhereUsed};

use crate::{
    assignment::{all, cw_assignment},
    backup::cw_backup,
    caller::{Caller, free},
    decision::cw_trust_decision,
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    journal::cw_event,
    look::{at, look, look_at},
    status::cw_status,
    store::cw_store,
    succession::cw_succession,
    text::{KeptList, cw_str},
};

/// Everything in a store that refers to a certificate; it never changes, and keeps its store open.
pub struct cw_where_used {
    entry: cw_entry,
    assignments: Vec<cw_assignment>,
    endpoints: KeptList,
    decisions: Vec<cw_trust_decision>,
    issued: Vec<cw_entry>,
    issuers: KeptList,
    supersedes: Vec<cw_succession>,
    superseded_by: Option<cw_succession>,
    same_key: KeptList,
    last_export: Option<cw_event>,
    backup: Option<cw_backup>,
    required: KeptList,
}

impl From<WhereUsed> for cw_where_used {
    fn from(used: WhereUsed) -> Self {
        let shown = |all: Vec<Thumbprint>| all.iter().map(ToString::to_string).collect();
        Self {
            entry: cw_entry::new(used.entry),
            assignments: all(used.assignments),
            endpoints: used.endpoints.into_iter().collect(),
            decisions: used.decisions.into_iter().map(cw_trust_decision::from).collect(),
            issued: used.issued.into_iter().map(cw_entry::new).collect(),
            issuers: shown(used.issuers),
            supersedes: used.supersedes.into_iter().map(cw_succession::from).collect(),
            superseded_by: used.superseded_by.map(cw_succession::from),
            same_key: shown(used.same_key),
            last_export: used.last_export.map(cw_event::from),
            backup: used.backup.map(cw_backup::from),
            required: used.required.into_iter().collect(),
        }
    }
}

/// Everything in this store that refers to a certificate. What other programs and machines refer to, it cannot know.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out  what refers to it; the caller frees it with cw_where_used_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_where_used(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_where_used,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out) =
            (caller.handle(store, "store")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        out.give(store.inner.where_used(Thumbprint::parse(thumbprint)?)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The certificate.
///
/// @param used  what is looked at
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_entry(used: *const cw_where_used, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| &used.entry) }
}

/// How many assignments it has, former ones included.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_assignment_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.assignments.len()) }
}

/// One of the assignments: what it is or was for.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_assignment_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| Ok(at(&used.assignments, index)?)) }
}

/// Of how many endpoints it is the certificate.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_endpoint_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.endpoints.count()) }
}

/// The name of one of the endpoints.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_endpoint_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| used.endpoints.at(index)) }
}

/// How many decisions there are to trust it, its key, or what it issues.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_decision_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.decisions.len()) }
}

/// One of the decisions.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_decision_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut *const cw_trust_decision,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| Ok(at(&used.decisions, index)?)) }
}

/// How many are given of those that it issued which are valid and here: at most eight, and none where another CA certificate can
/// stand in for it.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_issued_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.issued.len()) }
}

/// One of those that it issued.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_issued_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| Ok(at(&used.issued, index)?)) }
}

/// How many certificates above it are here, without a self-signed one.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_issuer_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.issuers.count()) }
}

/// SHA-1 of one of the certificates above it, nearest first, in upper-case hex.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_issuer_at(used: *const cw_where_used, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| used.issuers.at(index)) }
}

/// Of how many certificates it took the place.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_supersedes_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.supersedes.len()) }
}

/// One of those whose place it took.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_supersedes_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut *const cw_succession,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| Ok(at(&used.supersedes, index)?)) }
}

/// What took its place.
///
/// @param used  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if nothing did
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_superseded_by(
    used: *const cw_where_used,
    out: *mut *const cw_succession,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.superseded_by.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// How many other certificates of its key are here.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_same_key_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.same_key.count()) }
}

/// SHA-1 of one of the others of its key, in upper-case hex.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_same_key_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| used.same_key.at(index)) }
}

/// The last line of the journal that tells of its private key's leaving the store by itself, outside of a backup.
///
/// @param used  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_last_export(used: *const cw_where_used, out: *mut *const cw_event, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.last_export.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// The newest backup that holds its private key, as far as the store knows.
///
/// @param used  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_backup(used: *const cw_where_used, out: *mut *const cw_backup, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.backup.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// How many reasons there are why it is required; 0 where it is not.
///
/// @param used  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_required_count(used: *const cw_where_used, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(used, "used", out, error, |used| used.required.count()) }
}

/// One of the reasons why it is required, for people.
///
/// @param used  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_required_at(
    used: *const cw_where_used,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(used, "used", index, out, error, |used, index| used.required.at(index)) }
}

/// Frees what refers to a certificate. NULL does nothing.
///
/// @param used  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_where_used_free(used: *mut cw_where_used) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(used) }
}
