//! What happens in a store that is no error, told to a callback.

use std::{ffi::c_void, sync::Arc};

use certwright::{Diagnostic, DiagnosticLevel};

use crate::{
    caller::Caller,
    error::cw_error,
    look::change,
    open_options::cw_open_options,
    status::cw_status,
    text::{Kept, cw_str},
};

/// A diagnostic after which nothing is to be done.
pub const CW_DIAGNOSTIC_INFO: u32 = 1;
/// A diagnostic that somebody should look at.
pub const CW_DIAGNOSTIC_WARNING: u32 = 2;

/// Sets a callback that is told what happens in the store that is no error and that an administrator would want in a log. It is
/// told on the thread of the call that brought it about, or of another one at that time, several threads at once; then the call is
/// done and holds no lock, so the callback may use the store. What its own calls bring about is not told. It must not leave by
/// longjmp or an exception.
///
/// @param options  the options
/// @param tell  is told the level, one of CW_DIAGNOSTIC_; a code, which is one of "altered-row", "deleted-remains", "forked",
///     "group-altered", "journal-strays", "key-file-beside", "key-replaced", "key-rotated", "newer-additions",
///     "other-installation", "protector-altered", "protector-failed", "unlock-failed", "waited", "watch-behind", or of a later
///     version; and a line of text without secrets. Both are valid during that call only. NULL tells nobody
/// @param user  handed to the callback; whoever sets it keeps it valid until `free_user` is called
/// @param free_user  NULL, or what is called once with `user` when nothing can be told any more: these options are freed or have
///     another callback, and every store opened with them is closed, with all that was read from it. Also if this call fails
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_diagnostics(
    options: *mut cw_open_options,
    tell: Option<unsafe extern "C" fn(user: *mut c_void, level: u32, code: cw_str, message: cw_str)>,
    user: *mut c_void,
    free_user: Option<unsafe extern "C" fn(user: *mut c_void)>,
    error: *mut *mut cw_error,
) -> cw_status {
    let listener = Listener { tell, user, free_user };
    let apply = |options: &mut cw_open_options, _: &Caller| {
        let listener = Arc::new(listener);
        options.tell(move |told| listener.tell(told));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// A callback, what it is called with, and what frees that.
struct Listener {
    tell: Option<unsafe extern "C" fn(user: *mut c_void, level: u32, code: cw_str, message: cw_str)>,
    user: *mut c_void,
    free_user: Option<unsafe extern "C" fn(user: *mut c_void)>,
}

// SAFETY: the header asks for a callback that several threads may call at once with this pointer.
unsafe impl Send for Listener {}
// SAFETY: as above.
unsafe impl Sync for Listener {}

impl Listener {
    fn tell(&self, told: &Diagnostic) {
        let Some(tell) = self.tell else { return };
        let level = match told.code.level() {
            DiagnosticLevel::Info => CW_DIAGNOSTIC_INFO,
            _ => CW_DIAGNOSTIC_WARNING,
        };
        let (code, message) = (Kept::new(told.code.name()), Kept::new(told.message.as_str()));
        // SAFETY: the caller gave a function that is called so; the texts live until it returns.
        unsafe { tell(self.user, level, code.get(), message.get()) };
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(free_user) = self.free_user {
            // SAFETY: the caller gave a function that is called so, once.
            unsafe { free_user(self.user) };
        }
    }
}
