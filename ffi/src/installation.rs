//! Whose store it is: the installation that made it.

use crate::{bytes::cw_bytes, error::cw_error, look::try_look, status::cw_status, store::cw_store};

/// Why a store is another installation's than the one that has it open. An installation is told by the name that the host gives it
/// (cw_open_options_installation), else by the machine and the store's path. Not seen: a copy on the same machine whose original was
/// moved away, and one between machines without an id.
///
/// @param store  the store
/// @param out  why, for people; `data` is NULL if it is this one's; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED where it was altered, which cw_store_adopt mends
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_other_installation(store: *const cw_store, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(store.inner.other_installation()?.map_or(cw_bytes::NONE, cw_bytes::new))) }
}

/// Makes this installation the one whose store it is: after a move to another machine, or for a copy that goes its own way.
///
/// @param store  the store
/// @param out  whether anything changed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_adopt(store: *const cw_store, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(store.inner.adopt()?)) }
}
