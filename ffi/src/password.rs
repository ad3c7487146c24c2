//! A password that the host is asked for, once it turns out to be needed.

use std::ffi::{c_char, c_int, c_void};

use certwright::Error;
use zeroize::Zeroizing;

use crate::{error::cw_error, look::change, status::cw_status};

/// Where a callback puts the password that it is asked for. It is valid during that call only, and wiped after it.
pub struct cw_password {
    given: Option<Zeroizing<String>>,
}

/// Gives the password, from inside the callback. Of several calls the last one counts.
///
/// @param password  what is changed
/// @param text, text_len  the password; it is copied, and may be empty
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_password_give(password: *mut cw_password, text: *const c_char, text_len: usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(password, "password", error, |this, caller| {
            let text = caller.text(text, text_len, "text")?;
            this.given = Some(Zeroizing::new(text.to_owned()));
            Ok(())
        })
    }
}

/// A callback, and what it is called with.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) ask: unsafe extern "C" fn(user: *mut c_void, password: *mut cw_password) -> c_int,
    pub(crate) user: *mut c_void,
}

impl Ask {
    /// What the host answers; an error if it does not want to go on, or gives nothing.
    ///
    /// # Safety
    /// The callback keeps to what the header asks of it, and `user` is what it expects.
    pub(crate) unsafe fn ask(self, what: &str) -> Result<Zeroizing<String>, Error> {
        let mut password = cw_password { given: None };
        // SAFETY: what this function asks for.
        let answer = unsafe { (self.ask)(self.user, &raw mut password) };
        if answer != 0 {
            return Err(Error::Cancelled { what: format!("asking for the password of {what}") });
        }
        password.given.ok_or_else(|| Error::PasswordRequired { what: what.to_owned() })
    }
}
