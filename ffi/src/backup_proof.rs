//! What came of the proof that a backup restores.

use certwright::BackupProof;

use crate::{
    backup::KINDS,
    caller::free,
    certificate::optional_time,
    error::cw_error,
    left_out::cw_left_out,
    look::{at, look, look_at, number},
    restore_line::cw_restore_line,
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// What came of the proof that a backup restores; it never changes.
pub struct cw_backup_proof {
    kind: u32,
    certificates: u64,
    keys: u64,
    signed: u64,
    compared: KeptList,
    skipped: Vec<cw_restore_line>,
    missing_today: Vec<cw_left_out>,
    complete: bool,
    recipient_proven: bool,
    signer: Option<Kept>,
    own_signer: bool,
    made: i64,
    notes: KeptList,
}

impl From<BackupProof> for cw_backup_proof {
    fn from(proof: BackupProof) -> Self {
        Self {
            complete: proof.complete(),
            kind: number(&KINDS, proof.kind),
            certificates: proof.certificates,
            keys: proof.keys,
            signed: proof.signed,
            compared: proof.compared.into_iter().collect(),
            skipped: proof.skipped.into_iter().map(cw_restore_line::from).collect(),
            missing_today: proof.missing_today.into_iter().map(cw_left_out::from).collect(),
            recipient_proven: proof.recipient_proven,
            signer: proof.signer.map(Kept::new),
            own_signer: proof.own_signer.unwrap_or(false),
            made: optional_time(proof.made),
            notes: proof.notes.into_iter().collect(),
        }
    }
}

/// What form the backup has.
///
/// @param proof  what is looked at
/// @param out  one of CW_BACKUP_KIND_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_kind(proof: *const cw_backup_proof, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.kind) }
}

/// How many certificates came out of it.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_certificates(proof: *const cw_backup_proof, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.certificates) }
}

/// How many private keys did.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_keys(proof: *const cw_backup_proof, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.keys) }
}

/// How many of these signed something that their certificates verify.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_signed(proof: *const cw_backup_proof, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.signed) }
}

/// How many of these cannot sign here, and were compared octet by octet with those of the store.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_compared_count(proof: *const cw_backup_proof, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.compared.count()) }
}

/// The certificate of one of those: SHA-1 in upper-case hex.
///
/// @param proof  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_compared_at(
    proof: *const cw_backup_proof,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(proof, "proof", index, out, error, |proof, index| proof.compared.at(index)) }
}

/// How many things could not be taken out of it.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_skipped_count(proof: *const cw_backup_proof, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.skipped.len()) }
}

/// One of these, with why.
///
/// @param proof  what is looked at
/// @param index  counted from 0
/// @param out  valid until the proof is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_skipped_at(
    proof: *const cw_backup_proof,
    index: usize,
    out: *mut *const cw_restore_line,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(proof, "proof", index, out, error, |proof, index| Ok(at(&proof.skipped, index)?)) }
}

/// How many certificates the store's roles need today that it does not hold.
///
/// @param proof  what is looked at
/// @param out  how many; 0 in the proof of a backup that was made a moment ago, see cw_backup_report_lacking_count
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_missing_today_count(proof: *const cw_backup_proof, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.missing_today.len()) }
}

/// One of these, with why.
///
/// @param proof  what is looked at
/// @param index  counted from 0
/// @param out  valid until the proof is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_missing_today_at(
    proof: *const cw_backup_proof,
    index: usize,
    out: *mut *const cw_left_out,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(proof, "proof", index, out, error, |proof, index| Ok(at(&proof.missing_today, index)?)) }
}

/// Whether all came out of it, and it holds all that is needed today.
///
/// @param proof  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_complete(proof: *const cw_backup_proof, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.complete) }
}

/// Whether it was opened by what opens it for real, not only by a key that was made for the proof alone.
///
/// @param proof  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_recipient_proven(proof: *const cw_backup_proof, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.recipient_proven) }
}

/// SHA-256 of the key that signed a bundle, in hex.
///
/// @param proof  what is looked at
/// @param out  valid until it is freed; none of a PFX, which nobody signs
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_signer(proof: *const cw_backup_proof, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| Kept::get_optional(proof.signer.as_ref())) }
}

/// Whether that is this store's own key.
///
/// @param proof  what is looked at
/// @param out  true or false; false of a PFX
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_own_signer(proof: *const cw_backup_proof, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.own_signer) }
}

/// When a bundle was made.
///
/// @param proof  what is looked at
/// @param out  the time; INT64_MIN of a PFX
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_made(proof: *const cw_backup_proof, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.made) }
}

/// How many things there are to be known.
///
/// @param proof  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_note_count(proof: *const cw_backup_proof, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(proof, "proof", out, error, |proof| proof.notes.count()) }
}

/// One of the things to be known.
///
/// @param proof  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_note_at(
    proof: *const cw_backup_proof,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(proof, "proof", index, out, error, |proof, index| proof.notes.at(index)) }
}

/// Frees what cw_store_verify_backup gave. NULL does nothing.
///
/// @param proof  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_backup_proof_free(proof: *mut cw_backup_proof) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(proof) }
}
