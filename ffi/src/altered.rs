//! What somebody without the key added or altered, and how it is taken away.

use crate::{
    error::cw_error,
    look::{handle, try_look},
    status::cw_status,
    store::cw_store,
    texts::cw_texts,
};

/// Takes away the roles, assignments and successions that somebody without the key added or altered, which keep others from being read;
/// each is told in the journal. What they said before is not restored: assign again what serves.
///
/// @param store  the store
/// @param out  what they were, for people; none where nothing was altered; the caller frees it with cw_texts_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_IO
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_discard_altered(store: *const cw_store, out: *mut *mut cw_texts, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_texts::new(store.inner.discard_altered()?)))) }
}
