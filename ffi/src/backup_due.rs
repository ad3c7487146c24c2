//! Backups by a schedule: how it stands with them, and making the one that is due.

use std::{
    ffi::{c_char, c_int, c_void},
    ptr,
};

use certwright::{BackupStatus, DueBackup};

use crate::{
    backup::cw_backup,
    backup_report::cw_backup_report,
    bytes::cw_bytes,
    caller::{Caller, free},
    certificate::optional_time,
    check::telling,
    error::cw_error,
    guard::guard,
    look::{handle, look, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// How it stands with the backups of a store; it never changes.
pub struct cw_backup_status {
    schedule: Option<Kept>,
    last_proven: Option<cw_backup>,
    signer: Option<Kept>,
    next: i64,
    due: bool,
    running: Option<Kept>,
    failures: u32,
    failed_at: i64,
    why: Option<Kept>,
}

impl From<BackupStatus> for cw_backup_status {
    fn from(status: BackupStatus) -> Self {
        Self {
            schedule: status.schedule.map(|schedule| Kept::new(schedule.to_string())),
            last_proven: status.last_proven.map(cw_backup::from),
            signer: status.signer.map(Kept::new),
            next: optional_time(status.next),
            due: status.due,
            running: status.running.map(Kept::new),
            failures: status.failures,
            failed_at: optional_time(status.failed_at),
            why: status.why.map(Kept::new),
        }
    }
}

/// How it stands with the backups of a store.
///
/// @param store  the store
/// @param out  how; the caller frees it with cw_backup_status_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backup_status(store: *const cw_store, out: *mut *mut cw_backup_status, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(store.inner.backup_status()?.into()))) }
}

/// When backups are made.
///
/// @param status  what is looked at
/// @param out  valid until it is freed; none where only when somebody makes one
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_schedule(status: *const cw_backup_status, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| Kept::get_optional(status.schedule.as_ref())) }
}

/// The newest backup that was proven to restore.
///
/// @param status  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_last_proven(
    status: *const cw_backup_status,
    out: *mut *const cw_backup,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| status.last_proven.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// SHA-256 of the key that signs this store's bundles, in hex. To be kept elsewhere, too: other stores are told by it whom to trust.
///
/// @param status  what is looked at
/// @param out  valid until it is freed; none before it made one
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_signer(status: *const cw_backup_status, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| Kept::get_optional(status.signer.as_ref())) }
}

/// When the next one is due, or tried again.
///
/// @param status  what is looked at
/// @param out  the time; INT64_MIN without a schedule
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_next(status: *const cw_backup_status, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| status.next) }
}

/// Whether that time has come.
///
/// @param status  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_due(status: *const cw_backup_status, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| status.due) }
}

/// Who is making it at present: user, program and process.
///
/// @param status  what is looked at
/// @param out  valid until it is freed; none where nobody is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_running(status: *const cw_backup_status, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| Kept::get_optional(status.running.as_ref())) }
}

/// How many scheduled ones failed in a row.
///
/// @param status  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_failures(status: *const cw_backup_status, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| status.failures) }
}

/// When the last of them did.
///
/// @param status  what is looked at
/// @param out  the time; INT64_MIN where none did
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_failed_at(status: *const cw_backup_status, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| status.failed_at) }
}

/// Why it did, for people.
///
/// @param status  what is looked at
/// @param out  valid until it is freed; none where none did
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_why(status: *const cw_backup_status, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(status, "status", out, error, |status| Kept::get_optional(status.why.as_ref())) }
}

/// Frees how it stands with backups. NULL does nothing.
///
/// @param backup_status  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_status_free(backup_status: *mut cw_backup_status) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backup_status) }
}

/// Makes the scheduled backup if it is due: exactly one, when several processes ask at once. One that fails is told in the journal, and
/// due again after a pause that grows with each failure; it never switches the schedule off. To be called every few minutes.
///
/// @param store  the store
/// @param password, password_len  the password; not copied; NULL for what the settings lead to
/// @param progress  as for cw_store_backup
/// @param user  what the callback gets; may be NULL
/// @param out_report  the backup, if it was due and was made, which the caller frees with cw_backup_report_free; else NULL
/// @param out_next  before which time none is due, if none is; INT64_MIN where one is, and without a schedule
/// @param out_elsewhere  who is making it, if another process is; else {NULL, 0}; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_backup
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backup_if_due(
    store: *const cw_store,
    password: *const c_char,
    password_len: usize,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out_report: *mut *mut cw_backup_report,
    out_next: *mut i64,
    out_elsewhere: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, password, out_report, out_next, out_elsewhere) = (
            caller.handle(store, "store")?,
            caller.optional_text(password, password_len, "password")?,
            caller.out(out_report, "out_report")?,
            caller.out(out_next, "out_next")?,
            caller.out(out_elsewhere, "out_elsewhere")?,
        );
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        let (mut report, mut next, mut elsewhere) = (ptr::null_mut(), None, cw_bytes::NONE);
        match store.inner.backup_if_due(password, &mut tell)? {
            DueBackup::Made(made) => report = handle((*made).into()),
            DueBackup::Elsewhere(by) => elsewhere = cw_bytes::new(by),
            DueBackup::NotDue(at) => next = at,
            _ => {} // of a core that is newer than this: none was made
        }
        out_report.write(report);
        out_next.write(optional_time(next));
        out_elsewhere.write(elsewhere);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
