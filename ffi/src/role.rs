//! What a certificate can be for, with the rules of each role; one of a host's own is described here.

use std::ffi::c_char;

use certwright::{Purpose, Role};

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{change, choice, look},
    private_key::{key_algorithm, key_number},
    self_signed::PURPOSES,
    status::cw_status,
    text::{Kept, cw_str},
};

/// What a certificate is for, and the rules that hold for it: one that a store knows, or one that is yet to be defined, which one
/// thread at a time may change.
pub struct cw_role {
    pub(crate) inner: Role,
    name: Kept,
    description: Kept,
}

impl From<Role> for cw_role {
    fn from(inner: Role) -> Self {
        Self { name: Kept::new(inner.name.as_str()), description: Kept::new(inner.description.as_str()), inner }
    }
}

fn purpose_number(purpose: Purpose) -> u32 {
    PURPOSES.iter().find(|(_, one)| *one == purpose).map_or(0, |(number, _)| *number)
}

/// Describes a role with the rules that lose nothing: essential, in the backup, renewable, and expiry matters; its certificates are
/// for TLS servers and clients. Nothing happens before cw_store_define_role.
///
/// @param name, name_len  1 to 64 letters a to z, digits, "-", "_" and ".", the first of them a letter or a digit; looked at when it
///     is defined; copied
/// @param out  the role; the caller frees it with cw_role_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_new(name: *const c_char, name_len: usize, out: *mut *mut cw_role, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (name, out) = (caller.text(name, name_len, "name")?, caller.out(out, "out")?);
        out.give(Role::new(name).into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets what it is, for people.
///
/// @param role  what is changed
/// @param description, description_len  one line of at most 200 characters; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_description(
    role: *mut cw_role,
    description: *const c_char,
    description_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |role: &mut cw_role, caller: &Caller| {
        let description = caller.text(description, description_len, "description")?;
        description.clone_into(&mut role.inner.description);
        role.description = Kept::new(description);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets whether what its key protects is gone with the key: it is then never made anew, and former ones are retained.
///
/// @param role  what is changed
/// @param essential  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_essential(role: *mut cw_role, essential: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.essential = essential;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets whether a backup takes its certificates along.
///
/// @param role  what is changed
/// @param in_backup  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_in_backup(role: *mut cw_role, in_backup: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.in_backup = in_backup;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets whether a certificate that has expired no longer serves. Where that does not matter, its key keeps decrypting.
///
/// @param role  what is changed
/// @param expiry_matters  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_expiry_matters(role: *mut cw_role, expiry_matters: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.expiry_matters = expiry_matters;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets what a certificate that is made for it is for.
///
/// @param role  what is changed
/// @param purpose  one of CW_PURPOSE_…
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_purpose(role: *mut cw_role, purpose: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.purpose = choice("purpose", purpose, &PURPOSES)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets the kind of key that is made for it.
///
/// @param role  what is changed
/// @param algorithm  one of CW_KEY_…; 0 for what the purpose wants
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_default_key(role: *mut cw_role, algorithm: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.default_key = if algorithm == 0 { None } else { Some(key_algorithm(algorithm)?) };
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Sets whether its certificate may be renewed.
///
/// @param role  what is changed
/// @param renewable  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_set_renewable(role: *mut cw_role, renewable: bool, error: *mut *mut cw_error) -> cw_status {
    let apply = |role: &mut cw_role, _: &Caller| {
        role.inner.renewable = renewable;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(role, "role", error, apply) }
}

/// Its name.
///
/// @param role  what is looked at
/// @param out  valid until the role is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_name(role: *const cw_role, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.name.get()) }
}

/// What it is, for people.
///
/// @param role  what is looked at
/// @param out  valid until the role is freed or another description is set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_description(role: *const cw_role, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.description.get()) }
}

/// Whether what its key protects is gone with the key: it is never made anew, and former ones are retained.
///
/// @param role  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_essential(role: *const cw_role, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.essential) }
}

/// Whether a backup takes its certificates along.
///
/// @param role  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_in_backup(role: *const cw_role, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.in_backup) }
}

/// Whether a certificate that has expired no longer serves. Where that does not matter, its key keeps decrypting.
///
/// @param role  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_expiry_matters(role: *const cw_role, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.expiry_matters) }
}

/// What a certificate that is made for it is for.
///
/// @param role  what is looked at
/// @param out  one of CW_PURPOSE_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_purpose(role: *const cw_role, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| purpose_number(role.inner.purpose)) }
}

/// The kind of key that is made for it.
///
/// @param role  what is looked at
/// @param out  one of CW_KEY_…; 0 for what the purpose wants
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_default_key(role: *const cw_role, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.default_key.map_or(0, key_number)) }
}

/// Whether its certificate may be renewed.
///
/// @param role  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_renewable(role: *const cw_role, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.renewable) }
}

/// Whether every store knows it; its rules are then fixed.
///
/// @param role  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_built_in(role: *const cw_role, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(role, "role", out, error, |role| role.inner.is_built_in()) }
}

/// Frees a role; not one of several, and not one of an overview. NULL does nothing.
///
/// @param role  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_role_free(role: *mut cw_role) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(role) }
}
