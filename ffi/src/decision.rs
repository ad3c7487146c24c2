//! Decisions to trust what one server presents, as the store keeps them.

use std::ptr;

use certwright::{Pin, TrustDecision};

use crate::{
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// What a CA issues for the server is trusted.
pub const CW_PIN_CA: u32 = 1;
/// Exactly one certificate is trusted.
pub const CW_PIN_CERTIFICATE: u32 = 2;
/// Every certificate of a key is trusted.
pub const CW_PIN_KEY: u32 = 3;

pub(crate) const PINS: [(u32, Pin); 3] = [(CW_PIN_CA, Pin::Ca), (CW_PIN_CERTIFICATE, Pin::Certificate), (CW_PIN_KEY, Pin::Key)];

/// "What this server presents is trusted": who said so, when, why, until when, and on what evidence; it never changes.
pub struct cw_trust_decision {
    inner: TrustDecision,
    host: Kept,
    certificate: cw_certificate,
    key_sha256: Kept,
    by: Kept,
    why: Kept,
}

/// Decisions, in the order in which they were made; they never change.
pub struct cw_trust_decisions(Vec<cw_trust_decision>);

impl From<TrustDecision> for cw_trust_decision {
    fn from(inner: TrustDecision) -> Self {
        Self {
            host: Kept::new(inner.host.as_str()),
            certificate: cw_certificate::new(inner.certificate.clone()),
            key_sha256: Kept::new(inner.key_sha256()),
            by: Kept::new(inner.by.as_str()),
            why: Kept::new(inner.why.as_str()),
            inner,
        }
    }
}

/// Every decision of a store, those that have ended included.
///
/// @param store  the store
/// @param out  the decisions; the caller frees them with cw_trust_decisions_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_trust_decisions(store: *const cw_store, out: *mut *mut cw_trust_decisions, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(store, "store", out, error, |store| {
            let decisions = store.inner.decisions()?;
            Ok(handle(cw_trust_decisions(decisions.into_iter().map(cw_trust_decision::from).collect())))
        })
    }
}

/// How many there are.
///
/// @param decisions  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decisions_count(decisions: *const cw_trust_decisions, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decisions, "decisions", out, error, |decisions| decisions.0.len()) }
}

/// One of them.
///
/// @param decisions  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decisions_at(
    decisions: *const cw_trust_decisions,
    index: usize,
    out: *mut *const cw_trust_decision,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(decisions, "decisions", index, out, error, |decisions, index| Ok(at(&decisions.0, index)?)) }
}

/// Frees decisions. NULL does nothing.
///
/// @param decisions  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decisions_free(decisions: *mut cw_trust_decisions) {
    // SAFETY: the header asks the caller for NULL or some that is not used any more.
    unsafe { free(decisions) }
}

/// Takes a decision away.
///
/// @param store  the store
/// @param id  its number
/// @param out  what it was; the caller frees it with cw_trust_decision_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY; CW_STATUS_TAMPERED for one that was altered, which is taken
///     away as well
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_remove_trust_decision(
    store: *const cw_store,
    id: u64,
    out: *mut *mut cw_trust_decision,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, out) = (caller.handle(store, "store")?, caller.out(out, "out")?);
        out.give(store.inner.remove_decision(id)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its number in the store, which is never used again.
///
/// @param decision  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_id(decision: *const cw_trust_decision, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.inner.id) }
}

/// The server's name in lower case, in A-labels, or its address.
///
/// @param decision  what is looked at
/// @param out  valid until the decision is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_host(decision: *const cw_trust_decision, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.host.get()) }
}

/// The server's port.
///
/// @param decision  what is looked at
/// @param out  the port
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_port(decision: *const cw_trust_decision, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| u32::from(decision.inner.port)) }
}

/// What of the certificate is trusted.
///
/// @param decision  what is looked at
/// @param out  one of CW_PIN_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_pin(decision: *const cw_trust_decision, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, number_of) }
}

/// The certificate that whoever decided was shown; the CA's for CW_PIN_CA.
///
/// @param decision  what is looked at
/// @param out  valid until the decision is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_certificate(
    decision: *const cw_trust_decision,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| ptr::from_ref(&decision.certificate)) }
}

/// SHA-256 of the certificate's SubjectPublicKeyInfo in upper-case hex: what RFC 7469 pins.
///
/// @param decision  what is looked at
/// @param out  valid until the decision is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_key_sha256(decision: *const cw_trust_decision, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.key_sha256.get()) }
}

/// Who decided.
///
/// @param decision  what is looked at
/// @param out  valid until the decision is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_by(decision: *const cw_trust_decision, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.by.get()) }
}

/// Why.
///
/// @param decision  what is looked at
/// @param out  valid until the decision is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_why(decision: *const cw_trust_decision, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.why.get()) }
}

/// Since when.
///
/// @param decision  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_since(decision: *const cw_trust_decision, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.inner.since.unix_timestamp()) }
}

/// Until when.
///
/// @param decision  what is looked at
/// @param out  the time, at which it still holds; INT64_MIN if it holds until it is removed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_until(decision: *const cw_trust_decision, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(decision, "decision", out, error, |decision| decision.inner.until.map_or(i64::MIN, |until| until.unix_timestamp())) }
}

/// Whether it holds at a time.
///
/// @param decision  what is looked at
/// @param at  the time
/// @param out  true or false
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a time beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_holds_at(
    decision: *const cw_trust_decision,
    at: i64,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(decision, "decision", out, error, |decision| Ok(decision.inner.holds_at(time_of(at, "at")?))) }
}

/// Frees a decision; not one of several, and not one that a verdict rests on. NULL does nothing.
///
/// @param decision  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trust_decision_free(decision: *mut cw_trust_decision) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(decision) }
}

fn number_of(decision: &cw_trust_decision) -> u32 {
    PINS.iter().find(|(_, pin)| *pin == decision.inner.pin).map_or(0, |(number, _)| *number)
}
