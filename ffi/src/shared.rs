//! What other machines need to trust an endpoint, and the commands that install it there.

use std::{ffi::c_char, ptr};

use certwright::{Instruction, Shared};

use crate::{
    bytes::cw_octets,
    caller::{Caller, free},
    certificate::cw_certificate,
    endpoint::cw_endpoint,
    error::cw_error,
    guard::guard,
    look::{at, look, look_at},
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// The public part of an endpoint's certificate for other machines, and how it is installed there; it never changes. There is no key
/// in it.
pub struct cw_shared {
    certificate: cw_certificate,
    files: Vec<(Kept, Vec<u8>)>,
    instructions: Vec<cw_instruction>,
}

/// How one kind of system is made to trust an endpoint; it never changes.
pub struct cw_instruction {
    system: Kept,
    title: Kept,
    commands: KeptList,
    notes: KeptList,
}

impl From<Instruction> for cw_instruction {
    fn from(instruction: Instruction) -> Self {
        Self {
            system: Kept::new(instruction.system),
            title: Kept::new(instruction.title),
            commands: instruction.commands.into_iter().collect(),
            notes: instruction.notes.into_iter().collect(),
        }
    }
}

impl From<Shared> for cw_shared {
    fn from(shared: Shared) -> Self {
        Self {
            certificate: cw_certificate::new(shared.certificate),
            files: shared.files.into_iter().map(|(name, octets)| (Kept::new(name), octets)).collect(),
            instructions: shared.instructions.into_iter().map(cw_instruction::from).collect(),
        }
    }
}

/// What other machines need to trust an endpoint. Its certificate is made if it is yet to be; of an endpoint that is not HTTPS, the
/// one that it has kept is taken.
///
/// @param endpoint  the endpoint
/// @param host, host_len  the name under which they reach it; NULL for the host's first name
/// @param out  what they need; the caller frees it with cw_shared_free
/// @param error  NULL, or where an error goes
/// @return as cw_endpoint_certificate
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_share(
    endpoint: *const cw_endpoint,
    host: *const c_char,
    host_len: usize,
    out: *mut *mut cw_shared,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, host, out) = (caller.handle(endpoint, "endpoint")?, caller.optional_text(host, host_len, "host")?, caller.out(out, "out")?);
        out.give(endpoint.inner.share(host)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What is to be trusted there: the endpoint's certificate if it is self-signed, else the root that its chain leads to, or the
/// certificate itself where the store does not have that.
///
/// @param shared  what is looked at
/// @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_certificate(shared: *const cw_shared, out: *mut *const cw_certificate, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(shared, "shared", out, error, |shared| ptr::from_ref(&shared.certificate)) }
}

/// How many files the commands speak of.
///
/// @param shared  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_file_count(shared: *const cw_shared, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(shared, "shared", out, error, |shared| shared.files.len()) }
}

/// The name of one of the files: the endpoint's with ".cer", which is in DER, or ".pem".
///
/// @param shared  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_file_name(shared: *const cw_shared, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(shared, "shared", index, out, error, |shared, index| Ok(at(&shared.files, index)?.0.get())) }
}

/// What is to be in one of the files.
///
/// @param shared  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_file_data(shared: *const cw_shared, index: usize, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(shared, "shared", index, out, error, |shared, index| Ok(cw_octets::of(&at(&shared.files, index)?.1))) }
}

/// How many kinds of systems there are instructions for.
///
/// @param shared  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_instruction_count(shared: *const cw_shared, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(shared, "shared", out, error, |shared| shared.instructions.len()) }
}

/// The instructions for one kind of system.
///
/// @param shared  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_instruction_at(
    shared: *const cw_shared,
    index: usize,
    out: *mut *const cw_instruction,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(shared, "shared", index, out, error, |shared, index| Ok(at(&shared.instructions, index)?)) }
}

/// Which kind of system: "certwright", "debian", "java", "macos", "nss", "red-hat", "windows", "windows-domain".
///
/// @param instruction  what is looked at
/// @param out  valid as long as the instruction is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_system(instruction: *const cw_instruction, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(instruction, "instruction", out, error, |instruction| instruction.system.get()) }
}

/// What it is for, for people.
///
/// @param instruction  what is looked at
/// @param out  valid as long as the instruction is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_title(instruction: *const cw_instruction, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(instruction, "instruction", out, error, |instruction| instruction.title.get()) }
}

/// How many commands there are.
///
/// @param instruction  what is looked at
/// @param out  how many; 0 where it is done in a dialog, which the notes describe
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_command_count(instruction: *const cw_instruction, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(instruction, "instruction", out, error, |instruction| instruction.commands.count()) }
}

/// One of the commands, in the order in which they are given.
///
/// @param instruction  what is looked at
/// @param index  counted from 0
/// @param out  valid as long as the instruction is
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_command_at(
    instruction: *const cw_instruction,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(instruction, "instruction", index, out, error, |instruction, index| instruction.commands.at(index)) }
}

/// How many things there are to be known.
///
/// @param instruction  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_note_count(instruction: *const cw_instruction, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(instruction, "instruction", out, error, |instruction| instruction.notes.count()) }
}

/// One of the things to be known.
///
/// @param instruction  what is looked at
/// @param index  counted from 0
/// @param out  valid as long as the instruction is
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_instruction_note_at(
    instruction: *const cw_instruction,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(instruction, "instruction", index, out, error, |instruction, index| instruction.notes.at(index)) }
}

/// Frees what other machines need. NULL does nothing.
///
/// @param shared  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_shared_free(shared: *mut cw_shared) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(shared) }
}
