//! How backups are made unless said otherwise.

use std::ffi::c_char;

use certwright::BackupSettings;

use crate::{
    backup::KINDS,
    backup_options::FILES,
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::{change, choice, handle, look, look_at, number, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
    texts::texts,
};

/// How backups of a store are made unless said otherwise: those that it has, or those that it is to have, which one thread at a time may
/// change. Its texts are valid until it is changed or freed.
pub struct cw_backup_settings {
    inner: BackupSettings,
    location: Option<Kept>,
    password_source: Kept,
    recipients: KeptList,
    reader: Option<Kept>,
    schedule: Option<Kept>,
    retention: Kept,
}

impl From<BackupSettings> for cw_backup_settings {
    fn from(inner: BackupSettings) -> Self {
        Self {
            location: inner.location.as_deref().map(Kept::new),
            password_source: Kept::new(inner.password.to_string()),
            recipients: inner.recipients.iter().map(String::as_str).collect(),
            reader: inner.reader.as_deref().map(Kept::new),
            schedule: inner.schedule.as_ref().map(|schedule| Kept::new(schedule.to_string())),
            retention: Kept::new(inner.retention.to_string()),
            inner,
        }
    }
}

impl cw_backup_settings {
    fn set(&mut self, set: impl FnOnce(&mut BackupSettings) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut inner = self.inner.clone();
        set(&mut inner)?;
        *self = inner.into();
        Ok(())
    }
}

/// Settings of a store of which nothing was said: a PFX in one file, a password that is asked for, no schedule, all are kept.
///
/// @param out  the settings; the caller frees them with cw_backup_settings_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_new(out: *mut *mut cw_backup_settings, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(BackupSettings::default().into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How backups of a store are made unless said otherwise.
///
/// @param store  the store
/// @param out  the settings, which may be changed and given to cw_store_set_backup_settings; the caller frees them with
///     cw_backup_settings_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for what was altered; CW_STATUS_DAMAGED for settings of a later version
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backup_settings(store: *const cw_store, out: *mut *mut cw_backup_settings, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(store.inner.backup_settings()?.into()))) }
}

/// Sets how backups of a store are made. They are kept in it, sealed.
///
/// @param store  the store
/// @param settings  what they are to be; not consumed
/// @param password, password_len  the password that is sealed in the store where the source is "sealed"; not copied outside of it; NULL
///     to keep one that is sealed already; any other source takes a sealed one away
/// @param out_changed  whether anything changed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a location, reader, recipient or rule that is not of its form, for an empty password, and for
///     one that is not to be sealed; CW_STATUS_PASSWORD_REQUIRED where one is; CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_set_backup_settings(
    store: *const cw_store,
    settings: *const cw_backup_settings,
    password: *const c_char,
    password_len: usize,
    out_changed: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, settings, password, out) = (
            caller.handle(store, "store")?,
            caller.handle(settings, "settings")?,
            caller.optional_text(password, password_len, "password")?,
            caller.out(out_changed, "out_changed")?,
        );
        out.write(store.inner.set_backup_settings(&settings.inner, password)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets where they are stored.
///
/// @param settings  what is changed
/// @param location, location_len  a folder, or "s3://bucket/prefix"; copied; NULL takes it away
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_location(
    settings: *mut cw_backup_settings,
    location: *const c_char,
    location_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let location = caller.optional_text(location, location_len, "location")?.map(str::to_owned);
        settings.set(|inner| {
            inner.location = location;
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets what form a scheduled backup has.
///
/// @param settings  what is changed
/// @param kind  one of CW_BACKUP_KIND_
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_kind(settings: *mut cw_backup_settings, kind: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, _: &Caller| {
        settings.inner.kind = choice("kind", kind, &KINDS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets how many files a PFX backup has.
///
/// @param settings  what is changed
/// @param files  one of CW_BACKUP_FILES_
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_files(settings: *mut cw_backup_settings, files: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, _: &Caller| {
        settings.inner.files = choice("files", files, &FILES)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets where the password comes from when none is given.
///
/// @param settings  what is changed
/// @param source, source_len  "prompt": whoever makes the backup gives it; "file:PATH", by its full path; "environment:NAME"; or
///     "sealed", in the store: then it dies with the machine, and without a copy elsewhere no backup opens when it is needed; not kept
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for anything else
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_password_source(
    settings: *mut cw_backup_settings,
    source: *const c_char,
    source_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let source = caller.text(source, source_len, "source")?;
        settings.set(|inner| {
            inner.password = source.parse()?;
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets the recipients of bundles, which then need no password, in place of those that there are.
///
/// @param settings  what is changed
/// @param recipients, recipients_count  of age, "age1…"; looked at when the settings are set; copied; NULL with count 0 for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_recipients(
    settings: *mut cw_backup_settings,
    recipients: *const cw_str,
    recipients_count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let recipients = texts(caller, recipients, recipients_count, "recipients")?;
        settings.set(|inner| {
            inner.recipients = recipients.into_iter().map(str::to_owned).collect();
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Says who has to open a PFX.
///
/// @param settings  what is changed
/// @param name, name_len  such as "windows-server-2016"; looked at when the settings are set; copied; NULL for any
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_reader(
    settings: *mut cw_backup_settings,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let name = caller.optional_text(name, name_len, "name")?.map(str::to_owned);
        settings.set(|inner| {
            inner.reader = name;
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets when backups are made, by whoever calls cw_store_backup_if_due often enough.
///
/// @param settings  what is changed
/// @param schedule, schedule_len  such as "every 6 hours", "daily at 03:30", "every 2 days at 03:30", "30 3 * * 1-5" with the five
///     fields of cron; not kept; NULL for never
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no schedule
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_schedule(
    settings: *mut cw_backup_settings,
    schedule: *const c_char,
    schedule_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let schedule = caller.optional_text(schedule, schedule_len, "schedule")?;
        settings.set(|inner| {
            inner.schedule = schedule.map(str::parse).transpose()?;
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Sets which backups are kept: each that one of the rules wants, and always the newest that was proven.
///
/// @param settings  what is changed
/// @param retention, retention_len  "keep 7, daily 14, weekly 8, monthly 12", each of them at will, or "keep all"; not kept
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for anything else
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_set_retention(
    settings: *mut cw_backup_settings,
    retention: *const c_char,
    retention_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |settings: &mut cw_backup_settings, caller: &Caller| {
        let retention = caller.text(retention, retention_len, "retention")?;
        settings.set(|inner| {
            inner.retention = retention.parse()?;
            Ok(())
        })
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(settings, "settings", error, apply) }
}

/// Where they are stored.
///
/// @param settings  what is looked at
/// @param out  valid until they are changed or freed; none where nothing was said
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_location(settings: *const cw_backup_settings, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| Kept::get_optional(settings.location.as_ref())) }
}

/// What form a scheduled backup has.
///
/// @param settings  what is looked at
/// @param out  one of CW_BACKUP_KIND_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_kind(settings: *const cw_backup_settings, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| number(&KINDS, settings.inner.kind)) }
}

/// How many files a PFX backup has.
///
/// @param settings  what is looked at
/// @param out  one of CW_BACKUP_FILES_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_files(settings: *const cw_backup_settings, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| number(&FILES, settings.inner.files)) }
}

/// Where the password comes from.
///
/// @param settings  what is looked at
/// @param out  as cw_backup_settings_set_password_source takes it; valid until they are changed or freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_password_source(
    settings: *const cw_backup_settings,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| settings.password_source.get()) }
}

/// How many recipients bundles have.
///
/// @param settings  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_recipient_count(
    settings: *const cw_backup_settings,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| settings.recipients.count()) }
}

/// One of these.
///
/// @param settings  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are changed or freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_recipient_at(
    settings: *const cw_backup_settings,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(settings, "settings", index, out, error, |settings, index| settings.recipients.at(index)) }
}

/// Who has to open a PFX.
///
/// @param settings  what is looked at
/// @param out  valid until they are changed or freed; none for any
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_reader(settings: *const cw_backup_settings, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| Kept::get_optional(settings.reader.as_ref())) }
}

/// When backups are made.
///
/// @param settings  what is looked at
/// @param out  in the one form that each schedule has; valid until they are changed or freed; none for never
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_schedule(settings: *const cw_backup_settings, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| Kept::get_optional(settings.schedule.as_ref())) }
}

/// Which backups are kept.
///
/// @param settings  what is looked at
/// @param out  in the one form that each set of rules has; valid until they are changed or freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_retention(settings: *const cw_backup_settings, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| settings.retention.get()) }
}

/// Frees settings. NULL does nothing.
///
/// @param backup_settings  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_settings_free(backup_settings: *mut cw_backup_settings) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backup_settings) }
}
