//! What an endpoint serves with, kept in step with the store.

use std::{ptr, sync::Arc};

use certwright::{Identity, LiveIdentity};

use crate::{
    caller::{Caller, free},
    endpoint::cw_endpoint,
    error::cw_error,
    guard::{Failure, guard},
    identity::cw_identity,
    look::{handle, look},
    status::cw_status,
};

/// The identity that an endpoint serves with at present. Any number of threads may use it, nothing runs in the background, and it
/// keeps its store open.
pub struct cw_live_identity(LiveIdentity);

/// Writes what there is, for a caller who has a version already.
fn give(
    caller: &Caller,
    live: *const cw_live_identity,
    known: u64,
    out_version: *mut u64,
    out_identity: *mut *mut cw_identity,
    ask: impl FnOnce(&LiveIdentity) -> certwright::Result<Option<(u64, Arc<Identity>)>>,
) -> Result<(), Failure> {
    let (live, out_version, out_identity) =
        (caller.handle(live, "live")?, caller.out(out_version, "out_version")?, caller.out(out_identity, "out_identity")?);
    let (version, identity) = match ask(&live.0)? {
        Some((version, identity)) if version != known => (version, handle(cw_identity::new(Identity::clone(&identity)))),
        Some((version, _)) => (version, ptr::null_mut()),
        None => (0, ptr::null_mut()),
    };
    out_version.write(version);
    out_identity.write(identity);
    Ok(())
}

/// What an endpoint serves with, followed from then on. Reads nothing.
///
/// @param endpoint  the endpoint; it may be freed before this is
/// @param out  what follows it; the caller frees it with cw_live_identity_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_live_identity_new(endpoint: *const cw_endpoint, out: *mut *mut cw_live_identity, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(endpoint, "endpoint", out, error, |endpoint| handle(cw_live_identity(endpoint.inner.live()))) }
}

/// The identity as the store has it now. A server asks at each new connection: that costs one look at the journal's end unless the
/// store has changed. Connections that stand are not disturbed.
///
/// Whenever certificate or chain became another one, by whichever process, the version is a greater one; the first is 1.
///
/// @param live  what is looked at
/// @param known_version  the version that the caller has; 0 for none
/// @param out_version  the version that there is
/// @param out_identity  NULL if that is the known one; otherwise the identity, which the caller frees with cw_identity_free
/// @param error  NULL, or where an error goes
/// @return as cw_endpoint_identity. After CW_STATUS_ENDPOINT_STATE nothing is to be served; after another one, what was served before,
///     which cw_live_identity_last gives
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_live_identity_get(
    live: *const cw_live_identity,
    known_version: u64,
    out_version: *mut u64,
    out_identity: *mut *mut cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| give(caller, live, known_version, out_version, out_identity, |live| live.versioned().map(Some));
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What cw_live_identity_get gave last, to whichever thread. Reads nothing of the store, for where that cannot be read.
///
/// @param live  what is looked at
/// @param known_version  the version that the caller has; 0 for none
/// @param out_version  the version that there is; 0 before anything was given
/// @param out_identity  NULL if that is the known one; otherwise the identity, which the caller frees with cw_identity_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_live_identity_last(
    live: *const cw_live_identity,
    known_version: u64,
    out_version: *mut u64,
    out_identity: *mut *mut cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| give(caller, live, known_version, out_version, out_identity, |live| Ok(live.last_versioned()));
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees what follows an endpoint; the identities that it gave live on. NULL does nothing.
///
/// @param live  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_live_identity_free(live: *mut cw_live_identity) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(live) }
}
