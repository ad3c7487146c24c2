//! Certificate revocation lists: read, looked at, and those that a store keeps.

use std::{ffi::c_char, ptr};

use certwright::{Crl, KeptCrl, Thumbprint};

use crate::{
    bytes::cw_octets,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, try_look},
    name::cw_name,
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// One certificate revocation list; it never changes. Reading checks its form; its signature and its dates are looked at when
/// a chain is verified with it. Any number of threads may use it.
pub struct cw_crl {
    pub(crate) inner: Crl,
    issuer: cw_name,
    sha256: Kept,
    /// In seconds, of one that a store keeps.
    added: Option<i64>,
}

impl cw_crl {
    pub(crate) fn new(inner: Crl) -> Self {
        Self { issuer: cw_name::new(inner.issuer_name()), sha256: Kept::new(inner.sha256().to_string()), inner, added: None }
    }

    fn kept(kept: KeptCrl) -> Self {
        Self { added: Some(kept.added.unix_timestamp()), ..Self::new(kept.crl) }
    }
}

/// Certificate revocation lists of one file or of one store; it never changes.
pub struct cw_crls(Vec<cw_crl>);

/// Reads one list in DER, of at most 100 MiB; nothing may follow it.
///
/// @param der, der_len  the octets
/// @param out  the list; the caller frees it with cw_crl_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_DAMAGED if it is not a list; CW_STATUS_TOO_LARGE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_from_der(der: *const u8, der_len: usize, out: *mut *mut cw_crl, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (der, out) = (caller.octets(der, der_len, "der")?, caller.out(out, "out")?);
        out.give(cw_crl::new(Crl::from_der(der)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads every list of a PEM text, or one in DER.
///
/// @param data, data_len  the octets
/// @param out  the lists; the caller frees them with cw_crls_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNKNOWN_FORMAT if there is none in it; CW_STATUS_DAMAGED, CW_STATUS_TOO_LARGE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crls_read(data: *const u8, data_len: usize, out: *mut *mut cw_crls, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (data, out) = (caller.octets(data, data_len, "data")?, caller.out(out, "out")?);
        out.give(cw_crls(Crl::read_all(data)?.into_iter().map(cw_crl::new).collect()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The lists that a store keeps, in the order in which they came: of each issuer and scope the newest. An import takes them in.
///
/// @param store  the store
/// @param out  the lists; the caller frees them with cw_crls_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_crls(store: *const cw_store, out: *mut *mut cw_crls, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_crls(store.inner.crls()?.into_iter().map(cw_crl::kept).collect())))) }
}

/// Takes a list out of a store.
///
/// @param store  the store
/// @param sha256, sha256_len  SHA-256 of its DER in hex; not kept
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY, CW_STATUS_INVALID_THUMBPRINT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_remove_crl(
    store: *const cw_store,
    sha256: *const c_char,
    sha256_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, sha256) = (caller.handle(store, "store")?, caller.text(sha256, sha256_len, "sha256")?);
        store.inner.remove_crl(Thumbprint::parse(sha256)?)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many there are.
///
/// @param crls  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crls_count(crls: *const cw_crls, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crls, "crls", out, error, |crls| crls.0.len()) }
}

/// One of them, in the order of the file.
///
/// @param crls  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself; cw_crl_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crls_at(crls: *const cw_crls, index: usize, out: *mut *const cw_crl, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(crls, "crls", index, out, error, |crls, index| Ok(at(&crls.0, index)?)) }
}

/// Frees lists. NULL does nothing.
///
/// @param crls  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crls_free(crls: *mut cw_crls) {
    // SAFETY: the header asks the caller for NULL or some that are not used any more.
    unsafe { free(crls) }
}

/// Whose list it is.
///
/// @param crl  what is looked at
/// @param out  valid until the list is freed, and never freed itself; cw_name_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_issuer(crl: *const cw_crl, out: *mut *const cw_name, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| ptr::from_ref(&crl.issuer)) }
}

/// Its DER, octet for octet as it was read.
///
/// @param crl  what is looked at
/// @param out  valid until the list is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_der(crl: *const cw_crl, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| cw_octets::of(crl.inner.der())) }
}

/// SHA-256 of its DER in upper-case hex.
///
/// @param crl  what is looked at
/// @param out  valid until the list is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_sha256(crl: *const cw_crl, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| crl.sha256.get()) }
}

/// When it came into the store.
///
/// @param crl  what is looked at
/// @param out  the time; INT64_MIN if it is of no store
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_added(crl: *const cw_crl, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| crl.added.unwrap_or(i64::MIN)) }
}

/// When it was made.
///
/// @param crl  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_this_update(crl: *const cw_crl, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| crl.inner.this_update().unix_timestamp()) }
}

/// When the next one is due at the latest.
///
/// @param crl  what is looked at
/// @param out  the time; INT64_MIN if it does not say
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_next_update(crl: *const cw_crl, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| crl.inner.next_update().map_or(i64::MIN, |due| due.unix_timestamp())) }
}

/// Another handle of the same list, which lives on when this one is freed. Nothing is copied.
///
/// @param crl  what is looked at
/// @param out  the handle; the caller frees it with cw_crl_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_clone(crl: *const cw_crl, out: *mut *mut cw_crl, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(crl, "crl", out, error, |crl| handle(cw_crl { added: crl.added, ..cw_crl::new(crl.inner.clone()) })) }
}

/// Frees a list; not one of several. NULL does nothing.
///
/// @param crl  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_crl_free(crl: *mut cw_crl) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(crl) }
}
