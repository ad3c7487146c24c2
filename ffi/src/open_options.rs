//! How a store is made or opened.

use std::{
    ffi::{c_char, c_int, c_void},
    time::Duration,
};

use certwright::{Diagnostic, Error, OpenOptions, Store};
use zeroize::Zeroizing;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::change,
    password::{Ask, cw_password},
    status::cw_status,
};

/// SQLite counts milliseconds in 31 bits.
const LONGEST_WAIT: u32 = i32::MAX as u32;

/// How a store is made or opened.
pub struct cw_open_options {
    rest: OpenOptions,
    passphrase: Option<Zeroizing<String>>,
    ask: Option<Ask>,
}

impl cw_open_options {
    pub(crate) fn tell(&mut self, listener: impl Fn(&Diagnostic) + Send + Sync + 'static) {
        self.rest = self.rest.clone().diagnostics(listener);
    }

    fn with(&self, passphrase: Option<&Zeroizing<String>>) -> OpenOptions {
        let rest = self.rest.clone();
        match passphrase {
            Some(passphrase) => rest.passphrase(passphrase.as_str()),
            None => rest,
        }
    }

    /// Opens with what is known; asks for a passphrase if it turns out that one is needed.
    ///
    /// # Safety
    /// The callback keeps to what the header asks of it.
    pub(crate) unsafe fn open<T>(options: Option<&Self>, open: impl Fn(&OpenOptions) -> certwright::Result<T>) -> Result<T, Failure> {
        let Some(options) = options else { return Ok(open(&OpenOptions::default())?) };
        match (open(&options.with(options.passphrase.as_ref())), options.ask) {
            (Err(Error::PasswordRequired { what }), Some(ask)) => {
                // SAFETY: what this function asks for.
                let passphrase = unsafe { ask.ask(&what) }?;
                Ok(open(&options.with(Some(&passphrase)))?)
            }
            (done, _) => Ok(done?),
        }
    }

    /// A store that is made with a callback gets the passphrase that it gives.
    ///
    /// # Safety
    /// The callback keeps to what the header asks of it.
    pub(crate) unsafe fn create(options: Option<&Self>, path: &str) -> Result<Store, Failure> {
        let Some(options) = options else { return Ok(Store::create(path)?) };
        let asked = match options.ask {
            // SAFETY: what this function asks for.
            Some(ask) => Some(unsafe { ask.ask("the new store") }?),
            None => None,
        };
        Ok(Store::create_with(path, &options.with(asked.as_ref().or(options.passphrase.as_ref())))?)
    }
}

/// Options with which a store is opened by its key file, `<path>.key`.
///
/// @param out  the options; the caller frees them with cw_open_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_new(out: *mut *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_open_options { rest: OpenOptions::default(), passphrase: None, ask: None });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Names the key file, where it is not `<path>.key`. Recommended: beside the database it protects only a lone copy of
/// that.
///
/// @param options  the options
/// @param path, path_len  where it is, in UTF-8; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_key_file(
    options: *mut cw_open_options,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        options.rest = options.rest.clone().key_file(caller.text(path, path_len, "path")?);
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
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_passphrase(
    options: *mut cw_open_options,
    passphrase: *const c_char,
    passphrase_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let passphrase = caller.text(passphrase, passphrase_len, "passphrase")?;
        options.passphrase = Some(Zeroizing::new(passphrase.to_owned()));
        options.ask = None;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets a callback that is asked for the passphrase once the store turns out to need one, or when a store is made. It is asked
/// once for each store, on the thread of the call, and takes the place of a passphrase that was set.
///
/// @param options  the options
/// @param ask  gives the passphrase by cw_password_give and returns 0; anything else stops the call with
/// CW_STATUS_CANCELLED. NULL asks nobody; a passphrase that was set is dropped then too
/// @param user  handed to the callback; whoever sets it keeps it valid until the options are freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_ask_passphrase(
    options: *mut cw_open_options,
    ask: Option<unsafe extern "C" fn(user: *mut c_void, password: *mut cw_password) -> c_int>,
    user: *mut c_void,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        options.passphrase = None;
        options.ask = ask.map(|ask| Ask { ask, user });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Opens without the key: public data can be read, nothing can be written, seals are not verified.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_locked(options: *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        options.rest = options.rest.clone().locked();
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
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_group(
    options: *mut cw_open_options,
    group: *const c_char,
    group_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let group = caller.text(group, group_len, "group")?;
        options.rest = options.rest.clone().group(group);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the store so that every account may read its public data: certificates and journal, never a key. Has no effect
/// on a store that is there.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_others_read(options: *mut cw_open_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        options.rest = options.rest.clone().others_read();
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
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_busy_deadline(options: *mut cw_open_options, milliseconds: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_open_options, _: &Caller| {
        if milliseconds > LONGEST_WAIT {
            return Err(Error::InvalidArgument { what: "milliseconds", why: format!("they are at most {LONGEST_WAIT}") }.into());
        }
        options.rest = options.rest.clone().busy_deadline(Duration::from_millis(milliseconds.into()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// What the program says of itself in the journal, behind user, program and process.
///
/// @param options  the options
/// @param actor, actor_len  a few words; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_actor(
    options: *mut cw_open_options,
    actor: *const c_char,
    actor_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let actor = caller.text(actor, actor_len, "actor")?;
        options.rest = options.rest.clone().actor(actor);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// What the host calls the installation that opens the store, where machine and path do not tell: in containers, or where stores are
/// moved. A store of another installation makes no keys for roles.
///
/// @param options  the options
/// @param name, name_len  the name; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_installation(
    options: *mut cw_open_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_open_options, caller: &Caller| {
        let name = caller.text(name, name_len, "name")?;
        options.rest = options.rest.clone().installation(name);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param open_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_open_options_free(open_options: *mut cw_open_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(open_options) }
}
