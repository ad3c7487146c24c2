//! What has expired or will soon: as data, as one page to look at, and as lines of the journal.

use certwright::{ExpiringCertificate, ExpiryReport};
use time::Duration;

use crate::{
    assignment::{all, cw_assignment},
    bytes::cw_bytes,
    caller::{Caller, free},
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    look::{at, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
};

/// What has expired or will within a time; it never changes, and keeps its store open.
pub struct cw_expiry_report {
    inner: ExpiryReport,
    certificates: Vec<cw_expiring_certificate>,
}

impl From<ExpiryReport> for cw_expiry_report {
    fn from(inner: ExpiryReport) -> Self {
        Self { certificates: inner.certificates.iter().cloned().map(cw_expiring_certificate::from).collect(), inner }
    }
}

/// One certificate that has expired, or will. It never changes, and belongs to its report.
pub struct cw_expiring_certificate {
    entry: cw_entry,
    days_left: i64,
    assignments: Vec<cw_assignment>,
    expiry_matters: bool,
    required: bool,
}

impl From<ExpiringCertificate> for cw_expiring_certificate {
    fn from(one: ExpiringCertificate) -> Self {
        Self {
            entry: cw_entry::new(one.entry),
            days_left: one.days_left,
            assignments: all(one.assignments),
            expiry_matters: one.expiry_matters,
            required: one.required,
        }
    }
}

/// What has expired or will within this time, with what it is for.
///
/// @param store  the store
/// @param seconds  how far ahead is looked
/// @param out  the report; the caller frees it with cw_expiry_report_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a time that is negative; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_expiry_report(
    store: *const cw_store,
    seconds: i64,
    out: *mut *mut cw_expiry_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, out) = (caller.handle(store, "store")?, caller.out(out, "out")?);
        out.give(store.inner.expiry_report(Duration::seconds(seconds))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// When it was made.
///
/// @param report  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_at(report: *const cw_expiry_report, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.inner.at.unix_timestamp()) }
}

/// How far ahead it looks.
///
/// @param report  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_until(report: *const cw_expiry_report, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.inner.until.unix_timestamp()) }
}

/// Whether there are more than it holds.
///
/// @param report  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_more(report: *const cw_expiry_report, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.inner.more) }
}

/// How many certificates it holds: at most 1,000 that are yet to end, and 1,000 that ended last.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_certificate_count(
    report: *const cw_expiry_report,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.certificates.len()) }
}

/// One of the certificates that are not archived or are required, the first to end first.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_certificate_at(
    report: *const cw_expiry_report,
    index: usize,
    out: *mut *const cw_expiring_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |report, index| Ok(at(&report.certificates, index)?)) }
}

/// One HTML page with a picture: self-contained, without scripts, fit to be mailed.
///
/// @param report  what is looked at
/// @param out  the text; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_to_html(report: *const cw_expiry_report, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| cw_bytes::new(report.inner.to_html())) }
}

/// Frees a report of what expires. NULL does nothing.
///
/// @param report  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiry_report_free(report: *mut cw_expiry_report) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(report) }
}

/// The certificate.
///
/// @param expiring  what is looked at
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_entry(
    expiring: *const cw_expiring_certificate,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(expiring, "expiring", out, error, |expiring| &expiring.entry) }
}

/// Whole days until its end.
///
/// @param expiring  what is looked at
/// @param out  how many; negative where that has passed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_days_left(
    expiring: *const cw_expiring_certificate,
    out: *mut i64,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(expiring, "expiring", out, error, |expiring| expiring.days_left) }
}

/// Whether its end matters: it has no role, or one for which it does.
///
/// @param expiring  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_expiry_matters(
    expiring: *const cw_expiring_certificate,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(expiring, "expiring", out, error, |expiring| expiring.expiry_matters) }
}

/// Whether it is required.
///
/// @param expiring  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_required(
    expiring: *const cw_expiring_certificate,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(expiring, "expiring", out, error, |expiring| expiring.required) }
}

/// How many assignments it has that hold.
///
/// @param expiring  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_assignment_count(
    expiring: *const cw_expiring_certificate,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(expiring, "expiring", out, error, |expiring| expiring.assignments.len()) }
}

/// One of the assignments: what it is for, current and retained.
///
/// @param expiring  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_expiring_certificate_assignment_at(
    expiring: *const cw_expiring_certificate,
    index: usize,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(expiring, "expiring", index, out, error, |expiring, index| Ok(at(&expiring.assignments, index)?)) }
}

/// Tells in the journal of every certificate that ends within 30 days, and of every one that has ended: "near-expiry" and "expired",
/// once each. Those without a private key here are not told of, nor are archived ones that no role needs. cw_store_preflight,
/// cw_store_overview, cw_store_expiry_report and a watch do this by themselves.
///
/// @param store  the store
/// @param out  how many lines were written; none by a store that is locked
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_BUSY
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_tell_expiries(store: *const cw_store, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(store.inner.tell_expiries()?)) }
}
