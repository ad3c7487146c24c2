//! What makes a machine look on its own whether a backup is due.

use std::ffi::c_char;

use certwright::{UnitOptions, cron_line, systemd_units};

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::{at, look},
    status::cw_status,
    text::{Kept, cw_str},
    texts::texts,
};

/// Files of systemd; they never change.
pub struct cw_unit_files(Vec<(Kept, Kept)>);

fn words(caller: &Caller, command: *const cw_str, count: usize) -> Result<Vec<String>, Failure> {
    Ok(texts(caller, command, count, "command")?.into_iter().map(str::to_owned).collect())
}

/// A service of systemd and its timer for a command that makes the backup that is due. The timer also starts it at the schedule's own
/// minutes; written anew, should these change.
///
/// @param command, command_count  such as "/usr/bin/certwright", "--db", "/srv/certs.db", "backup", "run", "--due": one text for each
///     word, the first of them the program's full path; not kept
/// @param schedule, schedule_len  the schedule, as cw_backup_settings_schedule gives it; not kept
/// @param name, name_len  what sets them apart from those of other stores: certwright-backup-NAME; NULL for none; not kept
/// @param user, user_len  the account that the service runs under; NULL for root, or whoever's manager it is; not kept
/// @param out  the files; the caller frees them with cw_unit_files_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a command that systemd cannot start, and for a schedule, name or user that does not fit
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_systemd_units(
    command: *const cw_str,
    command_count: usize,
    schedule: *const c_char,
    schedule_len: usize,
    name: *const c_char,
    name_len: usize,
    user: *const c_char,
    user_len: usize,
    out: *mut *mut cw_unit_files,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (command, schedule, name, user, out) = (
            words(caller, command, command_count)?,
            caller.text(schedule, schedule_len, "schedule")?,
            caller.optional_text(name, name_len, "name")?,
            caller.optional_text(user, user_len, "user")?,
            caller.out(out, "out")?,
        );
        let mut options = UnitOptions::default();
        options.name = name.map(str::to_owned);
        options.user = user.map(str::to_owned);
        let files = systemd_units(&command, &schedule.parse()?, &options)?;
        out.give(cw_unit_files(files.into_iter().map(|file| (Kept::new(file.name), Kept::new(file.text))).collect()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many files there are.
///
/// @param unit_files  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unit_files_count(unit_files: *const cw_unit_files, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(unit_files, "unit_files", out, error, |files| files.0.len()) }
}

/// One of the files. The texts are valid until they are freed.
///
/// @param unit_files  what is looked at
/// @param index  counted from 0
/// @param out_name  its name, without a folder
/// @param out_text  what it holds
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unit_files_at(
    unit_files: *const cw_unit_files,
    index: usize,
    out_name: *mut cw_str,
    out_text: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (unit_files, out_name, out_text) =
            (caller.handle(unit_files, "unit_files")?, caller.out(out_name, "out_name")?, caller.out(out_text, "out_text")?);
        let (name, text) = at(&unit_files.0, index)?;
        out_name.write(name.get());
        out_text.write(text.get());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees files of systemd. NULL does nothing.
///
/// @param unit_files  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_unit_files_free(unit_files: *mut cw_unit_files) {
    // SAFETY: the header asks the caller for NULL or some that are not used any more.
    unsafe { free(unit_files) }
}

/// A line for `crontab -e` that does the same. In /etc/crontab and /etc/cron.d the account's name stands before the command.
///
/// @param command, command_count  as for cw_systemd_units
/// @param schedule, schedule_len  as for cw_systemd_units
/// @param out  the line; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a command that cron cannot start, and for what is no schedule
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_cron_line(
    command: *const cw_str,
    command_count: usize,
    schedule: *const c_char,
    schedule_len: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (command, schedule, out) =
            (words(caller, command, command_count)?, caller.text(schedule, schedule_len, "schedule")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(cron_line(&command, &schedule.parse()?)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
