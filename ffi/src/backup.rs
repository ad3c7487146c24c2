//! A backup as a store remembers it, and those that there are.

use std::{ffi::c_char, ptr};

use certwright::{Backup, BackupKind, Thumbprint};

use crate::{
    caller::{Caller, free},
    certificate::optional_time,
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, number, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
};

/// A form of backup: PKCS#12, the certificates and keys that roles need, for any program.
pub const CW_BACKUP_KIND_PFX: u32 = 1;
/// A form of backup: everything that the store holds, for disaster recovery.
pub const CW_BACKUP_KIND_BUNDLE: u32 = 2;

pub(crate) const KINDS: [(u32, BackupKind); 2] = [(CW_BACKUP_KIND_PFX, BackupKind::Pfx), (CW_BACKUP_KIND_BUNDLE, BackupKind::Bundle)];

/// A backup that was made, as its store remembers it; it never changes.
pub struct cw_backup {
    inner: Backup,
    shown: Kept,
    location: Kept,
    files: Vec<File>,
    scope: Option<Kept>,
    lacking: KeptList,
}

struct File {
    name: Kept,
    size: u64,
    sha256: Kept,
}

impl From<Backup> for cw_backup {
    fn from(inner: Backup) -> Self {
        let file = |file: &certwright::BackupFile| File { name: Kept::new(&*file.name), size: file.size, sha256: Kept::new(&*file.sha256) };
        Self {
            shown: Kept::new(inner.shown()),
            location: Kept::new(&*inner.location),
            files: inner.files.iter().map(file).collect(),
            scope: inner.scope.as_deref().map(Kept::new),
            lacking: inner.lacking.iter().map(String::as_str).collect(),
            inner,
        }
    }
}

/// Backups, the newest first; they never change.
pub struct cw_backups(Vec<cw_backup>);

/// The backups of a store that were made and are still there as far as it knows, the newest first.
///
/// @param store  the store
/// @param out  the backups; the caller frees them with cw_backups_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backups(store: *const cw_store, out: *mut *mut cw_backups, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_backups(store.inner.backups()?.into_iter().map(cw_backup::from).collect())))) }
}

/// How many there are.
///
/// @param backups  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backups_count(backups: *const cw_backups, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backups, "backups", out, error, |backups| backups.0.len()) }
}

/// One of them.
///
/// @param backups  what is looked at
/// @param index  counted from 0, the newest first
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backups_at(backups: *const cw_backups, index: usize, out: *mut *const cw_backup, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(backups, "backups", index, out, error, |backups, index| Ok(at(&backups.0, index)?)) }
}

/// Frees backups. NULL does nothing.
///
/// @param backups  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backups_free(backups: *mut cw_backups) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backups) }
}

/// The newest backup that holds the private key of a certificate, as far as the store knows; the certificate need not be here.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param out  the backup, which the caller frees with cw_backup_free; NULL if there is none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT; as cw_store_backups
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_backup_that_holds(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_backup,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, out) =
            (caller.handle(store, "store")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        let found = store.inner.backup_that_holds(&Thumbprint::parse(thumbprint)?)?;
        out.write(found.map_or(ptr::null_mut(), |backup| handle(backup.into())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its number, which its store never uses again.
///
/// @param backup  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_id(backup: *const cw_backup, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.id) }
}

/// When it was made.
///
/// @param backup  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_at(backup: *const cw_backup, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.at.unix_timestamp()) }
}

/// What form it has.
///
/// @param backup  what is looked at
/// @param out  one of CW_BACKUP_KIND_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_kind(backup: *const cw_backup, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| number(&KINDS, backup.inner.kind)) }
}

/// The folder or the URL that it was stored at.
///
/// @param backup  what is looked at
/// @param out  valid until the backup is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_location(backup: *const cw_backup, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.location.get()) }
}

/// How many files it has there.
///
/// @param backup  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_file_count(backup: *const cw_backup, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.files.len()) }
}

/// One of its files. The texts are valid until the backup is freed.
///
/// @param backup  what is looked at
/// @param index  counted from 0
/// @param out_name  its name in the location
/// @param out_size  how many octets it has
/// @param out_sha256  SHA-256 of it in upper-case hex
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_file_at(
    backup: *const cw_backup,
    index: usize,
    out_name: *mut cw_str,
    out_size: *mut u64,
    out_sha256: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (backup, out_name, out_size, out_sha256) = (
            caller.handle(backup, "backup")?,
            caller.out(out_name, "out_name")?,
            caller.out(out_size, "out_size")?,
            caller.out(out_sha256, "out_sha256")?,
        );
        let file = at(&backup.files, index)?;
        out_name.write(file.name.get());
        out_size.write(file.size);
        out_sha256.write(file.sha256.get());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The only scope that was taken.
///
/// @param backup  what is looked at
/// @param out  valid until the backup is freed; none where all were
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_scope(backup: *const cw_backup, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| Kept::get_optional(backup.scope.as_ref())) }
}

/// How many certificates with their keys it holds.
///
/// @param backup  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_keys(backup: *const cw_backup, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.keys) }
}

/// How many certificates it holds in all.
///
/// @param backup  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_certificates(backup: *const cw_backup, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.certificates) }
}

/// Whether it was restored here, and made elsewhere or by another program: its files are never removed.
///
/// @param backup  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_restored(backup: *const cw_backup, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.restored) }
}

/// How many certificates should be in it whose keys could not be taken.
///
/// @param backup  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_lacking_count(backup: *const cw_backup, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.lacking.count()) }
}

/// One of these: SHA-1 in upper-case hex.
///
/// @param backup  what is looked at
/// @param index  counted from 0
/// @param out  valid until the backup is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_lacking_at(backup: *const cw_backup, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(backup, "backup", index, out, error, |backup, index| backup.lacking.at(index)) }
}

/// When it was last proven that it restores.
///
/// @param backup  what is looked at
/// @param out  the time; INT64_MIN where only its contents were, see cw_backup_contents_proven
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proven(backup: *const cw_backup, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| optional_time(backup.inner.proven)) }
}

/// When its contents were last proven: with a key that was made for the proof alone where recipients open it.
///
/// @param backup  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_contents_proven(backup: *const cw_backup, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.inner.contents_proven.unix_timestamp()) }
}

/// Where it is and of when, for people.
///
/// @param backup  what is looked at
/// @param out  valid until the backup is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_shown(backup: *const cw_backup, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(backup, "backup", out, error, |backup| backup.shown.get()) }
}

/// Frees what cw_store_backup_that_holds gave. NULL does nothing.
///
/// @param backup  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_free(backup: *mut cw_backup) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(backup) }
}
