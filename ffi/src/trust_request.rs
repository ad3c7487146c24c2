//! Making a decision of what a person was shown.

use std::ffi::c_char;

use certwright::{Certificate, Server, Thumbprint, TrustRequest};

use crate::{
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    decision::{PINS, cw_trust_decision},
    error::cw_error,
    guard::{Failure, guard},
    look::{change, choice},
    probe::cw_probed,
    status::cw_status,
    store::cw_store,
};

/// What is to be trusted, and on what evidence. To be used by one thread at a time.
pub struct cw_trust_request(TrustRequest);

fn request(server: Server, chain: impl IntoIterator<Item = Certificate>, thumbprint: &str) -> Result<cw_trust_request, Failure> {
    Ok(cw_trust_request(TrustRequest::new(server, chain, Thumbprint::parse(thumbprint)?)))
}

/// Asks that exactly this certificate be trusted at this server; for this name and port alone.
///
/// @param server, server_len  "host:port" or a URL, as for cw_probe; not kept
/// @param chain, chain_count  what it presented to whoever decides, the leaf first; not consumed
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256, in hex, of the certificate that was shown: of the leaf, or of the CA for
///     CW_PIN_CA; not kept
/// @param out  the request; the caller frees it with cw_trust_request_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no server; CW_STATUS_INVALID_THUMBPRINT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_new(
    server: *const c_char,
    server_len: usize,
    chain: *const *const cw_certificate,
    chain_count: usize,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_trust_request,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (server, chain, thumbprint, out) = (
            caller.text(server, server_len, "server")?,
            caller.handles(chain, chain_count, "chain")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.out(out, "out")?,
        );
        out.give(request(Server::parse(server)?, chain.into_iter().map(|one| one.inner.clone()), thumbprint)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Asks that exactly this certificate be trusted at the server that was looked at.
///
/// @param probed  what it presented, and to whoever decides was shown; not consumed
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256, in hex, of the certificate that was shown: of the leaf, or of the CA for
///     CW_PIN_CA; not kept
/// @param out  the request; the caller frees it with cw_trust_request_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_of_probed(
    probed: *const cw_probed,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_trust_request,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (probed, thumbprint, out) =
            (caller.handle(probed, "probed")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        out.give(request(probed.inner.server.clone(), probed.inner.chain.iter().cloned(), thumbprint)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets what of the certificate is trusted.
///
/// @param request  the request
/// @param pin  one of CW_PIN_…; CW_PIN_CERTIFICATE unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_pin(request: *mut cw_trust_request, pin: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |request: &mut cw_trust_request, _: &Caller| {
        request.0.pin = choice("pin", pin, &PINS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(request, "request", error, apply) }
}

/// Sets who decides.
///
/// @param request  the request
/// @param by, by_len  the name; copied; NULL for the actor of the store
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_by(
    request: *mut cw_trust_request,
    by: *const c_char,
    by_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |request: &mut cw_trust_request, caller: &Caller| {
        request.0.by = caller.optional_text(by, by_len, "by")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(request, "request", error, apply) }
}

/// Sets why.
///
/// @param request  the request
/// @param why, why_len  the reason, for whoever reads it later; copied; empty unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_why(
    request: *mut cw_trust_request,
    why: *const c_char,
    why_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |request: &mut cw_trust_request, caller: &Caller| {
        request.0.why = caller.text(why, why_len, "why")?.to_owned();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(request, "request", error, apply) }
}

/// Sets until when it holds.
///
/// @param request  the request
/// @param until  the last second; until it is removed unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_until(request: *mut cw_trust_request, until: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |request: &mut cw_trust_request, _: &Caller| {
        request.0.until = Some(time_of(until, "until")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(request, "request", error, apply) }
}

/// Also puts the CA of CW_PIN_CA into TrustedRoot: from then on whatever it issues, for any name, is trusted.
///
/// @param request  the request
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_trusted_root(request: *mut cw_trust_request, error: *mut *mut cw_error) -> cw_status {
    let apply = |request: &mut cw_trust_request, _: &Caller| {
        request.0.trusted_root = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(request, "request", error, apply) }
}

/// Frees a request. NULL does nothing.
///
/// @param request  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_request_free(request: *mut cw_trust_request) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(request) }
}

/// Records that what a server presented is trusted. A decision for a certificate or its key may overrule the name and the unknown
/// issuer, never dates or purpose. The same decision again changes nothing. Nothing is fetched.
///
/// @param store  the store
/// @param request  what is to be trusted; it is not consumed
/// @param out  the decision; the caller frees it with cw_trust_decision_free
/// @param out_changed  NULL, or where it goes whether the store is other than before
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a thumbprint that is of no certificate presented, or an end that has passed;
///     CW_STATUS_UNTRUSTED for a certificate that no decision makes good; CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_trust(
    store: *const cw_store,
    request: *const cw_trust_request,
    out: *mut *mut cw_trust_decision,
    out_changed: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, request) = (caller.handle(store, "store")?, caller.handle(request, "request")?);
        let (out, out_changed) = (caller.out(out, "out")?, caller.optional_out(out_changed));
        let (decision, changed) = store.inner.trust(&request.0)?;
        out.give(decision.into());
        if let Some(out_changed) = out_changed {
            out_changed.write(changed);
        }
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
