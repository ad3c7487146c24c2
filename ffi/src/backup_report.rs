//! A backup, made, and proven where it is stored.

use std::{
    ffi::{c_int, c_void},
    ptr,
};

use certwright::BackupReport;

use crate::{
    backup::cw_backup,
    backup_options::cw_backup_options,
    backup_proof::cw_backup_proof,
    caller::{Caller, free},
    check::telling,
    error::cw_error,
    guard::guard,
    left_out::cw_left_out,
    look::{at, look, look_at},
    status::cw_status,
    store::cw_store,
    text::{KeptList, cw_str},
};

/// A backup that was made, and what came of its proof; it never changes.
pub struct cw_backup_report {
    backup: cw_backup,
    proof: cw_backup_proof,
    left_out: Vec<cw_left_out>,
    lacking: Vec<cw_left_out>,
    removed: KeptList,
    notes: KeptList,
}

impl From<BackupReport> for cw_backup_report {
    fn from(report: BackupReport) -> Self {
        Self {
            backup: report.backup.into(),
            proof: report.proof.into(),
            left_out: report.left_out.into_iter().map(cw_left_out::from).collect(),
            lacking: report.lacking.into_iter().map(cw_left_out::from).collect(),
            removed: report.removed.into_iter().collect(),
            notes: report.notes.into_iter().collect(),
        }
    }
}

/// Makes a backup, and proves that it restores from where it is stored: into a store that lives for that alone, where each key is used
/// and everything compared with this store. One that does not is removed, and those before it stay; of those, the retention then lets go
/// what it may.
///
/// A PFX takes the certificates that are assigned or retained in roles that are in the backup, and their keys and chains; a bundle takes
/// everything, in a library that makes them, and this one says CW_STATUS_UNSUPPORTED if it does not. Certificates whose keys are not here
/// are told of by cw_backup_report_lacking_at, and the others are backed up all the same.
///
/// @param store  the store
/// @param options  how, or NULL for what the settings say; they are not kept
/// @param progress  NULL, or what is told now and then how many certificates are done, once for writing and once for the proof, of how
///     many in all; a value other than 0 stops the work; called on this thread, and not kept
/// @param user  what the callback gets; may be NULL
/// @param out  the backup and its proof; the caller frees it with cw_backup_report_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT without a location, and for an empty password; CW_STATUS_PASSWORD_REQUIRED; CW_STATUS_NOT_FOUND
///     where nothing is to be backed up, and for a location that is not there; CW_STATUS_NOT_RESTORABLE where the proof failed;
///     CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_BUSY where the store does not hold still; CW_STATUS_UNSUPPORTED for
///     what this library is built without, as S3; CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backup(
    store: *const cw_store,
    options: *const cw_backup_options,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out: *mut *mut cw_backup_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, options, out) = (caller.handle(store, "store")?, caller.optional_handle(options), caller.out(out, "out")?);
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        out.give(cw_backup_options::with(options, |options| store.inner.backup(options, &mut tell))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The backup, as the store remembers it.
///
/// @param report  what is looked at
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_backup(
    report: *const cw_backup_report,
    out: *mut *const cw_backup,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| ptr::from_ref(&report.backup)) }
}

/// What came of the proof.
///
/// @param report  what is looked at
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_proof(
    report: *const cw_backup_report,
    out: *mut *const cw_backup_proof,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| ptr::from_ref(&report.proof)) }
}

/// How many certificates are not in it because they can be made again.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_left_out_count(report: *const cw_backup_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.left_out.len()) }
}

/// One of these.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_left_out_at(
    report: *const cw_backup_report,
    index: usize,
    out: *mut *const cw_left_out,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |report, index| Ok(at(&report.left_out, index)?)) }
}

/// How many certificates should be in it, and are not here to be taken, or their keys are not. Something is wrong where there are any.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_lacking_count(report: *const cw_backup_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.lacking.len()) }
}

/// One of these, with why.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_lacking_at(
    report: *const cw_backup_report,
    index: usize,
    out: *mut *const cw_left_out,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |report, index| Ok(at(&report.lacking, index)?)) }
}

/// How many files of earlier backups the retention let go.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_removed_count(report: *const cw_backup_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.removed.count()) }
}

/// The name of one of these.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_removed_at(
    report: *const cw_backup_report,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |report, index| report.removed.at(index)) }
}

/// How many things there are to be known.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_note_count(report: *const cw_backup_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |report| report.notes.count()) }
}

/// One of the things to be known.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_note_at(
    report: *const cw_backup_report,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |report, index| report.notes.at(index)) }
}

/// Frees a report. NULL does nothing.
///
/// @param backup_report  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_report_free(backup_report: *mut cw_backup_report) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backup_report) }
}
