//! Restoring a backup, and proving that one restores at any later time.

use std::ffi::{c_char, c_int, c_void};

use certwright::{Conflicts, RestoreOptions, Restored};
use zeroize::Zeroizing;

use crate::{
    backup::KINDS,
    backup_proof::cw_backup_proof,
    caller::{Caller, free},
    check::telling,
    error::cw_error,
    guard::guard,
    look::{at, change, choice, look, look_at, number},
    restore_line::cw_restore_line,
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
    texts::texts,
};

/// What is done where what is restored and what is here cannot both hold: nothing is restored.
pub const CW_CONFLICTS_REFUSE: u32 = 1;
/// What is done where what is restored and what is here cannot both hold: what is here stays, and the other is kept beside it where that
/// can be.
pub const CW_CONFLICTS_KEEP_OURS: u32 = 2;
/// What is done where what is restored and what is here cannot both hold: what is restored takes its place.
pub const CW_CONFLICTS_TAKE_THEIRS: u32 = 3;

const CONFLICTS: [(u32, Conflicts); 3] =
    [(CW_CONFLICTS_REFUSE, Conflicts::Refuse), (CW_CONFLICTS_KEEP_OURS, Conflicts::KeepOurs), (CW_CONFLICTS_TAKE_THEIRS, Conflicts::TakeTheirs)];

/// How a backup is restored, or proven.
#[derive(Default)]
pub struct cw_restore_options {
    inner: RestoreOptions<'static>,
    password: Option<Zeroizing<String>>,
}

impl cw_restore_options {
    /// As the core has them; the password is only lent.
    fn with<T>(options: Option<&Self>, work: impl FnOnce(&RestoreOptions<'_>) -> T) -> T {
        let Some(Self { inner, password }) = options else { return work(&RestoreOptions::default()) };
        let mut options: RestoreOptions<'_> = inner.clone();
        options.password = password.as_ref().map(|text| text.as_str());
        work(&options)
    }
}

/// What a restore came to, or would come to; it never changes.
pub struct cw_restored {
    kind: u32,
    changed: bool,
    lines: Vec<cw_restore_line>,
    signer: Option<Kept>,
    notes: KeptList,
}

impl From<Restored> for cw_restored {
    fn from(restored: Restored) -> Self {
        Self {
            kind: number(&KINDS, restored.kind),
            changed: restored.changed,
            lines: restored.lines.into_iter().map(cw_restore_line::from).collect(),
            signer: restored.signer.map(Kept::new),
            notes: restored.notes.into_iter().collect(),
        }
    }
}

/// Options that restore nothing where there is a conflict; they lack a password yet.
///
/// @param out  the options; the caller frees them with cw_restore_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_new(out: *mut *mut cw_restore_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_restore_options::default());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the password of a PFX, or the passphrase of a bundle.
///
/// @param options  the options
/// @param password, password_len  the password; copied, and the copy is wiped; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_password(
    options: *mut cw_restore_options,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_restore_options, caller: &Caller| {
        let password = caller.optional_text(password, password_len, "password")?;
        options.password = password.map(|text| Zeroizing::new(text.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Opens a bundle that is for recipients; each call adds one.
///
/// @param options  the options
/// @param identity, identity_len  of age, "AGE-SECRET-KEY-1…"; looked at when a bundle is opened; copied, and the copy is wiped
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_identity(
    options: *mut cw_restore_options,
    identity: *const c_char,
    identity_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_restore_options, caller: &Caller| {
        let identity = caller.text(identity, identity_len, "identity")?;
        options.inner.identities.push(Zeroizing::new(identity.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Restores nothing, and says what would become of each thing.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_dry_run(options: *mut cw_restore_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_restore_options, _: &Caller| {
        options.inner.dry_run = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Says what is done where the backup and the store cannot both hold.
///
/// @param options  the options
/// @param conflicts  one of CW_CONFLICTS_; CW_CONFLICTS_REFUSE unless said
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_conflicts(options: *mut cw_restore_options, conflicts: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_restore_options, _: &Caller| {
        options.inner.conflicts = choice("conflicts", conflicts, &CONFLICTS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Says what the only key in a file is for that says nothing of roles, such as one of another program.
///
/// @param options  the options
/// @param role, role_len  the role's name, which the store must know; copied
/// @param scope, scope_len  where it serves; an empty one is the whole installation; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_role(
    options: *mut cw_restore_options,
    role: *const c_char,
    role_len: usize,
    scope: *const c_char,
    scope_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_restore_options, caller: &Caller| {
        let (role, scope) = (caller.text(role, role_len, "role")?, caller.text(scope, scope_len, "scope")?);
        options.inner.role = Some((role.to_owned(), Some(scope.to_owned())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Trusts the key of another store that signed a bundle.
///
/// @param options  the options
/// @param sha256, sha256_len  SHA-256 of that key in hex, as that store shows it; copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_trust_signer(
    options: *mut cw_restore_options,
    sha256: *const c_char,
    sha256_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_restore_options, caller: &Caller| {
        options.inner.trust_signer = caller.optional_text(sha256, sha256_len, "sha256")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Of a bundle that is damaged, takes what can be taken.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_salvage(options: *mut cw_restore_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_restore_options, _: &Caller| {
        options.inner.salvage = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param restore_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restore_options_free(restore_options: *mut cw_restore_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(restore_options) }
}

/// Restores a backup: the files and their password are all that it takes. Everything is taken out of them first, then comes into this
/// store in one transaction; roles, scopes, dates and names come back too. A file of another program is taken as well, for a role that is
/// given.
///
/// Where this store has gone on since, what both cannot hold is a conflict, and unless said how it is resolved nothing is restored. What
/// is here already stays as it is. No password, no protector and no trust in a named store comes out of a PFX.
///
/// @param store  the store
/// @param files, files_count  the paths of all files of a PFX backup, or that of one bundle; not kept
/// @param options  how, or NULL for the defaults; they are not kept
/// @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the work; called
///     on this thread, and not kept
/// @param user  what the callback gets; may be NULL
/// @param out  what it came to; the caller frees it with cw_restored_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_CONFLICT, whose details name them all in "what"; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD;
///     CW_STATUS_DAMAGED, CW_STATUS_TAMPERED for files that are not whole; CW_STATUS_OTHER_SIGNER for a bundle of another store whose key
///     is not said to be trusted; CW_STATUS_UNSUPPORTED for one of a later version, and for a role whose rules the certificate does not
///     fit; CW_STATUS_UNKNOWN_ROLE for a role that is given and not known;
///     CW_STATUS_INVALID_ARGUMENT for one that is given to a file that names its own, or that holds several keys; CW_STATUS_NOT_FOUND,
///     CW_STATUS_STORE_LOCKED; CW_STATUS_CANCELLED if the callback stopped it
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_restore(
    store: *const cw_store,
    files: *const cw_str,
    files_count: usize,
    options: *const cw_restore_options,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out: *mut *mut cw_restored,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, files, options, out) =
            (caller.handle(store, "store")?, texts(caller, files, files_count, "files")?, caller.optional_handle(options), caller.out(out, "out")?);
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        out.give(cw_restore_options::with(options, |options| store.inner.restore(&files, options, &mut tell))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Proves that files restore, at any time after they were made: takes everything out of them, uses each key, and says what the store's
/// roles need today that is not in them. Nothing is restored. A backup that the store remembers is then proven as of now. Where nothing
/// is given that opens them, the password that the settings lead to is tried.
///
/// @param store  the store
/// @param files, files_count  as for cw_store_restore
/// @param options  password and identities; the others have no effect; or NULL for none; they are not kept
/// @param progress  as for cw_store_restore
/// @param user  what the callback gets; may be NULL
/// @param out  what came of it, by whom a bundle is signed included; the caller frees it with cw_backup_proof_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_restore, without CW_STATUS_CONFLICT and CW_STATUS_OTHER_SIGNER; CW_STATUS_KEY_MISMATCH for a key that does not
///     sign what its certificate verifies
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_verify_backup(
    store: *const cw_store,
    files: *const cw_str,
    files_count: usize,
    options: *const cw_restore_options,
    progress: Option<unsafe extern "C" fn(user: *mut c_void, done: u64, total: u64) -> c_int>,
    user: *mut c_void,
    out: *mut *mut cw_backup_proof,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, files, options, out) =
            (caller.handle(store, "store")?, texts(caller, files, files_count, "files")?, caller.optional_handle(options), caller.out(out, "out")?);
        // SAFETY: the caller gave a function that is called so, until this call returns.
        let mut tell = unsafe { telling(progress, user) };
        out.give(cw_restore_options::with(options, |options| store.inner.verify_backup(&files, options, &mut tell))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What form the backup has.
///
/// @param restored  what is looked at
/// @param out  one of CW_BACKUP_KIND_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_kind(restored: *const cw_restored, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(restored, "restored", out, error, |restored| restored.kind) }
}

/// Whether the store is other than before.
///
/// @param restored  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_changed(restored: *const cw_restored, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(restored, "restored", out, error, |restored| restored.changed) }
}

/// How many things the backup holds.
///
/// @param restored  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_line_count(restored: *const cw_restored, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(restored, "restored", out, error, |restored| restored.lines.len()) }
}

/// What becomes of one of these.
///
/// @param restored  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_line_at(
    restored: *const cw_restored,
    index: usize,
    out: *mut *const cw_restore_line,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(restored, "restored", index, out, error, |restored, index| Ok(at(&restored.lines, index)?)) }
}

/// SHA-256 of the key that signed a bundle, in hex.
///
/// @param restored  what is looked at
/// @param out  valid until it is freed; none of a PFX, which nobody signs
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_signer(restored: *const cw_restored, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(restored, "restored", out, error, |restored| Kept::get_optional(restored.signer.as_ref())) }
}

/// How many things there are to be known.
///
/// @param restored  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_note_count(restored: *const cw_restored, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(restored, "restored", out, error, |restored| restored.notes.count()) }
}

/// One of the things to be known.
///
/// @param restored  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_note_at(restored: *const cw_restored, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(restored, "restored", index, out, error, |restored, index| restored.notes.at(index)) }
}

/// Frees what a restore came to. NULL does nothing.
///
/// @param restored  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_restored_free(restored: *mut cw_restored) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(restored) }
}
