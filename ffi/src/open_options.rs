//! How a store is made or opened.

use std::{
    ffi::{c_char, c_int, c_void},
    time::Duration,
};

use certwright::{Error, OpenOptions, Store};
use zeroize::Zeroizing;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::change,
    status::cw_status,
};

/// The longest passphrase that a callback can give, in octets.
const LONGEST: usize = 1024;
/// SQLite counts milliseconds in 31 bits.
const LONGEST_WAIT: u32 = i32::MAX as u32;

/// How a store is made or opened.
pub struct cw_open_options {
    inner: OpenOptions,
    ask: Option<Ask>,
}

/// A callback that gives a passphrase, with what it is called with.
#[derive(Clone, Copy)]
struct Ask {
    callback: unsafe extern "C" fn(user: *mut c_void, buffer: *mut c_char, size: usize, len: *mut usize) -> c_int,
    user: *mut c_void,
}

impl Ask {
    fn passphrase(self) -> Result<Zeroizing<String>, Failure> {
        let wrong = |why: &str| Error::InvalidArgument { what: "passphrase", why: why.to_owned() };
        let (mut buffer, mut len) = (Zeroizing::new(vec![0_u8; LONGEST]), 0);
        // SAFETY: the caller gave a function that is called so; the buffer has `LONGEST` octets.
        let refused = unsafe { (self.callback)(self.user, buffer.as_mut_ptr().cast(), LONGEST, &mut len) };
        if refused != 0 {
            return Err(Error::Cancelled { what: "the opening of the store".to_owned() }.into());
        }
        let given = buffer.get(..len).ok_or_else(|| wrong("it is longer than the callback's buffer"))?;
        let text = std::str::from_utf8(given).map_err(|_| wrong("it is not UTF-8"))?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

impl cw_open_options {
    /// Opens with what is known; asks for a passphrase if it turns out that one is needed.
    pub(crate) fn open<T>(options: Option<&Self>, open: impl Fn(&OpenOptions) -> certwright::Result<T>) -> Result<T, Failure> {
        let Some(options) = options else { return Ok(open(&OpenOptions::default())?) };
        match (open(&options.inner), options.ask) {
            (Err(Error::PasswordRequired { .. }), Some(ask)) => Ok(open(&options.inner.clone().passphrase(ask.passphrase()?.as_str()))?),
            (done, _) => Ok(done?),
        }
    }

    /// A store that is made with a callback gets the passphrase that it gives.
    pub(crate) fn create(options: Option<&Self>, path: &str) -> Result<Store, Failure> {
        let Some(options) = options else { return Ok(Store::create(path)?) };
        match options.ask {
            Some(ask) => Ok(Store::create_with(path, &options.inner.clone().passphrase(ask.passphrase()?.as_str()))?),
            None => Ok(Store::create_with(path, &options.inner)?),
        }
    }
}

/// Options with which a store is opened by its key file, `<path>.key`.
///
/// @param out  the options; the caller frees them with cw_open_options_free
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_new(out: *mut *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_open_options { inner: OpenOptions::default(), ask: None });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Names the key file, where it is not `<path>.key`. Recommended: beside the database it protects only a lone copy of
/// that.
///
/// @param options  the options
/// @param path, path_len  where it is, in UTF-8; not kept
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_key_file(
    options: *mut cw_open_options,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        options.inner = options.inner.clone().key_file(caller.text(path, path_len, "path")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Opens with this passphrase in place of the key file. A new store gets it as its protector; and a key file only if
/// one is named.
///
/// @param options  the options
/// @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_passphrase(
    options: *mut cw_open_options,
    passphrase: *const c_char,
    passphrase_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let passphrase = caller.text(passphrase, passphrase_len, "passphrase")?;
        options.inner = options.inner.clone().passphrase(passphrase);
        options.ask = None;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Asks for the passphrase when the store turns out to need one, and when a store is made. The callback writes it into
/// `buffer`, which has `size` octets (1024) and is wiped, sets `len` to how many octets it wrote, and returns 0; another
/// value gives up, and the call that opens returns CW_STATUS_CANCELLED. It takes the place of a passphrase given before.
///
/// @param options  the options
/// @param ask  the callback; it is called on the thread that opens, at most once, as long as the options live
/// @param user  what the callback gets; may be NULL
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_passphrase_callback(
    options: *mut cw_open_options,
    ask: Option<unsafe extern "C" fn(user: *mut c_void, buffer: *mut c_char, size: usize, len: *mut usize) -> c_int>,
    user: *mut c_void,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (options, callback) = (caller.handle_mut(options, "options")?, ask.ok_or(Failure::Null("ask"))?);
        options.ask = Some(Ask { callback, user });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Opens without the key: public data can be read, nothing can be written, seals are not verified.
///
/// @param options  the options
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_locked(options: *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        options.inner = options.inner.clone().locked();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the store for the members of this group: all of them may read and write it, key file included. Has no effect
/// on a store that is there.
///
/// @param options  the options
/// @param group, group_len  its name or its number; copied
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_group(
    options: *mut cw_open_options,
    group: *const c_char,
    group_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let group = caller.text(group, group_len, "group")?;
        options.inner = options.inner.clone().group(group);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the store so that every account may read its public data: certificates and journal, never a key. Has no effect
/// on a store that is there.
///
/// @param options  the options
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_others_read(options: *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        options.inner = options.inner.clone().others_read();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// How long another process's write is waited for before a call returns CW_STATUS_BUSY; 10,000 milliseconds unless
/// said.
///
/// @param options  the options
/// @param milliseconds  from 0 to 2,147,483,647, which are 24 days
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_busy_deadline(options: *mut cw_open_options, milliseconds: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        if milliseconds > LONGEST_WAIT {
            return Err(Error::InvalidArgument { what: "milliseconds", why: format!("they are at most {LONGEST_WAIT}") }.into());
        }
        options.inner = options.inner.clone().busy_deadline(Duration::from_millis(milliseconds.into()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// What the program says of itself in the journal, behind user, program and process.
///
/// @param options  the options
/// @param actor, actor_len  a few words; copied
/// @param error  NULL, or where an error goes, which the caller frees with cw_error_free
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_actor(
    options: *mut cw_open_options,
    actor: *const c_char,
    actor_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let actor = caller.text(actor, actor_len, "actor")?;
        options.inner = options.inner.clone().actor(actor);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_free(open_options: *mut cw_open_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(open_options) }
}
