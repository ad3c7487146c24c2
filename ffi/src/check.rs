//! Proof that a store is whole, and what is to be told of it.

use std::{
    ffi::{c_int, c_void},
    ops::ControlFlow,
};

use certwright::{CheckReport, Error, Preflight};
use serde_json::Value;

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// What a check or a preflight found: a verdict for each thing that was looked at, and one for each fault. It never changes.
pub struct cw_check_report {
    ok: bool,
    verdicts: Vec<Verdict>,
}

struct Verdict {
    what: Kept,
    ok: bool,
    found: Kept,
}

impl cw_check_report {
    fn new(ok: bool, verdicts: Vec<certwright::Verdict>) -> Self {
        let verdict = |verdict: certwright::Verdict| Verdict { what: Kept::new(verdict.what), ok: verdict.ok, found: Kept::new(verdict.found) };
        Self { ok, verdicts: verdicts.into_iter().map(verdict).collect() }
    }
}

impl From<CheckReport> for cw_check_report {
    fn from(report: CheckReport) -> Self {
        Self::new(report.ok(), report.verdicts)
    }
}

impl From<Preflight> for cw_check_report {
    fn from(preflight: Preflight) -> Self {
        Self::new(preflight.ok(), preflight.verdicts)
    }
}

/// What tells a caller how far the work is, and whether to go on.
///
/// # Safety
/// The function can be called so with `user` for as long as the result is used.
pub(crate) unsafe fn telling(
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
) -> impl FnMut(u64, u64) -> ControlFlow<()> {
    move |done, total| {
        let Some(progress) = progress else { return ControlFlow::Continue(()) };
        // SAFETY: what this function asks for.
        let stop = unsafe { progress(user, done, total) };
        if stop == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// Checks that the file is whole; that every protector, every trusted place, every role and every assignment is sealed; that every
/// certificate's columns are those of its DER; that every private key opens and belongs to its certificate; that no line of the journal
/// was altered, is missing or was cut off. A locked store is checked as far as that goes without the key, and says so.
///
/// Not seen: that the whole file was put back to an earlier state, and what somebody did who has file and key.
///
/// @param store  the store
/// @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the
///     work; called on this thread, and not kept
/// @param user  what the callback gets; may be NULL
/// @param out  what was found, which may be that something is wrong; the caller frees it with cw_check_report_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_IO, CW_STATUS_MOVED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_check(
    store: *const cw_store,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out: *mut *mut cw_check_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, out) = (caller.handle(store, "store")?, caller.out(out, "out")?);
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        out.give(store.inner.check(&mut tell)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether nothing is wrong.
///
/// @param report  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_check_report_ok(report: *const cw_check_report, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.ok) }
}

/// How many verdicts there are.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_check_report_verdict_count(report: *const cw_check_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.verdicts.len()) }
}

/// One of the verdicts, counted from 0. The texts are valid until the report is freed.
///
/// @param report  what a check found
/// @param index  which one, counted from 0
/// @param out_what  what was looked at: "file", "protectors", "certificates", "keys", "trust", "usage", "journal", or one
///     certificate or key; of cw_store_preflight: "installation", "clock", "backup", a role with its certificate, or an endpoint
/// @param out_ok  whether it is as it should be
/// @param out_found  what was found
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the last
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_check_report_verdict_at(
    report: *const cw_check_report,
    index: usize,
    out_what: *mut cw_str,
    out_ok: *mut bool,
    out_found: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (report, out_what, out_ok, out_found) =
            (caller.handle(report, "report")?, caller.out(out_what, "out_what")?, caller.out(out_ok, "out_ok")?, caller.out(out_found, "out_found")?);
        let verdict = at(&report.verdicts, index)?;
        out_what.write(verdict.what.get());
        out_ok.write(verdict.ok);
        out_found.write(verdict.found.get());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees a report. NULL does nothing.
///
/// @param check_report  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_check_report_free(check_report: *mut cw_check_report) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(check_report) }
}

/// All that a helper asks for first, as JSON, with no secret in it: versions, places and permissions, warnings, what
/// has expired or will soon, the last lines of the journal ("events"; why they cannot be told stands in
/// "events_error").
///
/// @param store  the store
/// @param out  the text; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_report(store: *const cw_store, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (store, out) = (caller.handle(store, "store")?, caller.out(out, "out")?);
        let unwritable = |_| Error::InvalidArgument { what: "path", why: "one of the store's paths is not UTF-8".to_owned() };
        let mut report = serde_json::to_value(store.inner.report()?).map_err(unwritable)?;
        tell_events(&mut report);
        out.write(cw_bytes::new(report.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The lines of the journal are a list in any case; why they are missing stands beside it.
fn tell_events(report: &mut Value) {
    let mut events = report["events"].take();
    let (mut lines, why) = (events["Ok"].take(), events["Err"].take());
    for line in lines.as_array_mut().into_iter().flatten() {
        let details = line["details"].as_str().and_then(|text| serde_json::from_str(text).ok());
        line["details"] = details.unwrap_or(Value::Null);
    }
    report["events"] = if lines.is_null() { Value::Array(Vec::new()) } else { lines };
    report["events_error"] = why;
}
