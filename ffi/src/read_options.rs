//! How a file is read.

use std::ffi::{c_char, c_int, c_void};

use certwright::{Error, ReadOptions};
use zeroize::Zeroizing;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::change,
    password::{Ask, cw_password},
    status::cw_status,
};

/// How a file is read. Unless said otherwise: no password; 10,000,000 iterations, 256 MiB, 8 deep; nothing refused. To be used by
/// one thread at a time.
pub struct cw_read_options {
    password: Option<Zeroizing<String>>,
    ask: Option<Ask>,
    rest: ReadOptions<'static>,
}

impl cw_read_options {
    /// Reads with these options, or with those of nobody. The host is asked for a password only when one is needed and none was
    /// set.
    ///
    /// # Safety
    /// The callback keeps to what the header asks of it.
    pub(crate) unsafe fn read<T>(options: Option<&Self>, read: impl Fn(&ReadOptions<'_>) -> Result<T, Error>) -> Result<T, Failure> {
        let Some(options) = options else { return Ok(read(&ReadOptions::default())?) };
        let with = |password: Option<&Zeroizing<String>>| read(&ReadOptions { password: password.map(|text| text.as_str()), ..options.rest });
        match (with(options.password.as_ref()), options.ask) {
            (Err(Error::PasswordRequired { what }), Some(ask)) => {
                // SAFETY: what this function asks for.
                let password = unsafe { ask.ask(&what) }?;
                Ok(with(Some(&password))?)
            }
            (other, _) => Ok(other?),
        }
    }
}

/// Makes options with their defaults.
///
/// @param out  the options; the caller frees them with cw_read_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_new(out: *mut *mut cw_read_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_read_options { password: None, ask: None, rest: ReadOptions::default() });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the password of a PFX or of an encrypted key.
///
/// @param options  what is changed
/// @param password, password_len  it is copied, and wiped when the options are freed; NULL is none, which is not an empty one: tools write both kinds of
/// files
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_password(
    options: *mut cw_read_options,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, caller| {
            let password = caller.optional_text(password, password_len, "password")?;
            this.password = password.map(|text| Zeroizing::new(text.to_owned()));
            Ok(())
        })
    }
}

/// Sets a callback that is asked for the password once a file turns out to need one and none was set. It is asked once for each
/// file, on the thread of the call.
///
/// @param options  what is changed
/// @param ask  gives the password by cw_password_give and returns 0; anything else stops the call with CW_STATUS_CANCELLED.
/// NULL asks nobody
/// @param user  handed to the callback; whoever sets it keeps it valid until the options are freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_ask_password(
    options: *mut cw_read_options,
    ask: Option<unsafe extern "C" fn(user: *mut c_void, password: *mut cw_password) -> c_int>,
    user: *mut c_void,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.ask = ask.map(|ask| Ask { ask, user });
            Ok(())
        })
    }
}

/// Sets how many iterations of key derivation a file may ask for in all, lest it keep its reader busy for hours. Of scrypt
/// N*r*p counts.
///
/// @param options  what is changed
/// @param limit  how many; 10,000,000 unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_max_iterations(options: *mut cw_read_options, limit: u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.rest.max_iterations = limit;
            Ok(())
        })
    }
}

/// Sets how much memory scrypt may ask for.
///
/// @param options  what is changed
/// @param limit  octets; 256 MiB unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_max_scrypt_memory(options: *mut cw_read_options, limit: u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.rest.max_scrypt_memory = limit;
            Ok(())
        })
    }
}

/// Sets how deep the contents of a PFX may lie in one another.
///
/// @param options  what is changed
/// @param limit  how deep; 8 unless set, and above 64 counts as 64
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_max_nesting(options: *mut cw_read_options, limit: usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.rest.max_nesting = limit;
            Ok(())
        })
    }
}

/// Has a PFX refused that has no integrity check, which anyone may have altered (CW_STATUS_UNAUTHENTICATED).
///
/// @param options  what is changed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_require_mac(options: *mut cw_read_options, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.rest.require_mac = true;
            Ok(())
        })
    }
}

/// Has encryption and integrity checks refused that are not to be relied on any more (CW_STATUS_LEGACY_ALGORITHM): DES, 3DES,
/// RC2, RC4, the derivations of PKCS#12 and PBES1, MD5 of a password; MACs with MD5 and SHA-1.
///
/// @param options  what is changed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_refuse_legacy(options: *mut cw_read_options, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(options, "options", error, |this, _| {
            this.rest.refuse_legacy = true;
            Ok(())
        })
    }
}

/// Frees options, and wipes their password. NULL does nothing.
///
/// @param options  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_options_free(options: *mut cw_read_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(options) }
}
