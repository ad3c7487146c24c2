//! How one backup is made.

use std::ffi::c_char;

use certwright::{BackupFiles, BackupOptions, WriteOptions};
use zeroize::Zeroizing;

use crate::{
    backup::KINDS,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{change, choice},
    status::cw_status,
};

/// How many files a PFX backup has: one that holds all.
pub const CW_BACKUP_FILES_ONE: u32 = 1;
/// How many files a PFX backup has: one for each certificate.
pub const CW_BACKUP_FILES_EACH: u32 = 2;

pub(crate) const FILES: [(u32, BackupFiles); 2] = [(CW_BACKUP_FILES_ONE, BackupFiles::One), (CW_BACKUP_FILES_EACH, BackupFiles::Each)];

/// How one backup is made; what is not said follows the settings of the store.
#[derive(Default)]
pub struct cw_backup_options {
    inner: BackupOptions<'static>,
    password: Option<Zeroizing<String>>,
}

impl cw_backup_options {
    /// As the core has them; the password is only lent.
    pub(crate) fn with<T>(options: Option<&Self>, work: impl FnOnce(&BackupOptions<'_>) -> T) -> T {
        let Some(Self { inner, password }) = options else { return work(&BackupOptions::default()) };
        let mut options: BackupOptions<'_> = inner.clone();
        options.password = password.as_ref().map(|text| text.as_str());
        work(&options)
    }

    fn write(&mut self) -> &mut WriteOptions {
        self.inner.write.get_or_insert_default()
    }
}

/// Options with which a PFX is made as the settings of the store say.
///
/// @param out  the options; the caller frees them with cw_backup_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_new(out: *mut *mut cw_backup_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_backup_options::default());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets where it is stored.
///
/// @param options  the options
/// @param location, location_len  a folder, or "s3://bucket/prefix"; copied; NULL for that of the settings
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_location(
    options: *mut cw_backup_options,
    location: *const c_char,
    location_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_backup_options, caller: &Caller| {
        options.inner.location = caller.optional_text(location, location_len, "location")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets what form it has.
///
/// @param options  the options
/// @param kind  one of CW_BACKUP_KIND_; CW_BACKUP_KIND_PFX unless said
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_kind(options: *mut cw_backup_options, kind: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_backup_options, _: &Caller| {
        options.inner.kind = choice("kind", kind, &KINDS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets how many files a PFX backup has.
///
/// @param options  the options
/// @param files  one of CW_BACKUP_FILES_
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_files(options: *mut cw_backup_options, files: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_backup_options, _: &Caller| {
        options.inner.files = Some(choice("files", files, &FILES)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Takes only one scope, such as one database. Not of a bundle.
///
/// @param options  the options
/// @param scope, scope_len  the scope; copied; NULL for all
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_scope(
    options: *mut cw_backup_options,
    scope: *const c_char,
    scope_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_backup_options, caller: &Caller| {
        options.inner.scope = caller.optional_text(scope, scope_len, "scope")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the password of a PFX, or the passphrase of a bundle.
///
/// @param options  the options
/// @param password, password_len  the password, never empty; copied, and the copy is wiped; NULL for what the settings lead to
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_password(
    options: *mut cw_backup_options,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_backup_options, caller: &Caller| {
        let password = caller.optional_text(password, password_len, "password")?;
        options.password = password.map(|text| Zeroizing::new(text.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes a bundle for a recipient in place of a password; each call adds one. They take the place of those of the settings.
///
/// @param options  the options
/// @param recipient, recipient_len  of age, "age1…"; looked at when the bundle is made; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_recipient(
    options: *mut cw_backup_options,
    recipient: *const c_char,
    recipient_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_backup_options, caller: &Caller| {
        let recipient = caller.text(recipient, recipient_len, "recipient")?.to_owned();
        options.inner.recipients.get_or_insert_default().push(recipient);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Says who has to open a PFX, which decides how it is encrypted.
///
/// @param options  the options
/// @param name, name_len  such as "default", "windows-server-2016", "java8", "dotnet9"; not kept
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another name; the message has them all
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_reader(
    options: *mut cw_backup_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_backup_options, caller: &Caller| {
        options.write().reader = caller.text(name, name_len, "name")?.parse()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the iterations of each of the two key derivations of a PFX, whose reader is then that of cw_backup_options_reader, and not that
/// of the settings.
///
/// @param options  the options
/// @param count  1,000 to 5,000,000, for readers with 3DES less the more bags there are; others are refused when the backup is made; 0
///     for what the loader of .NET 9 still opens
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_iterations(options: *mut cw_backup_options, count: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_backup_options, _: &Caller| {
        options.write().iterations = (count > 0).then_some(count);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param backup_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_options_free(backup_options: *mut cw_backup_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backup_options) }
}
