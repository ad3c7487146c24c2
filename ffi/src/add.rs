//! Certificates into the store, one by one or many at once, or made there.

use std::ffi::c_char;

use certwright::{AddOptions, Added, StoreName};

use crate::{
    caller::{Caller, free},
    certificate::cw_certificate,
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    identity::cw_identity,
    look::{change, look, look_at},
    self_signed::cw_self_signed,
    status::cw_status,
    store::cw_store,
    text::{KeptList, cw_str},
    texts::texts,
};

/// Where a certificate goes, and what people call it.
pub struct cw_add_options(AddOptions);

/// What an addition or another change came to; it never changes.
pub struct cw_added {
    entry: cw_entry,
    changed: bool,
    notes: KeptList,
}

impl From<Added> for cw_added {
    fn from(added: Added) -> Self {
        Self { entry: cw_entry::new(added.entry), changed: added.changed, notes: added.notes.into_iter().collect() }
    }
}

fn with_options<T>(options: Option<&cw_add_options>, work: impl FnOnce(&AddOptions) -> certwright::Result<T>) -> certwright::Result<T> {
    match options {
        Some(options) => work(&options.0),
        None => work(&AddOptions::default()),
    }
}

/// Options for Personal, without a name and tags.
///
/// @param out  the options; the caller frees them with cw_add_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_new(out: *mut *mut cw_add_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_add_options(AddOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Names the named store.
///
/// @param options  the options
/// @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
///     names for these, or one of your own; copied
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_store(
    options: *mut cw_add_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_add_options, caller: &Caller| {
        options.0.store = StoreName::parse(caller.text(name, name_len, "name")?)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Makes the named store if it is not there.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_create_store(options: *mut cw_add_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_add_options, _: &Caller| {
        options.0.create_store = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives it a name for people.
///
/// @param options  the options
/// @param name, name_len  the name; copied; NULL leaves the one that it has
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_friendly_name(
    options: *mut cw_add_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_add_options, caller: &Caller| {
        options.0.friendly_name = caller.optional_text(name, name_len, "name")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives it free words, beside those that it has.
///
/// @param options  the options
/// @param tags, tags_count  the words, in place of those that were set before; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_tags(
    options: *mut cw_add_options,
    tags: *const cw_str,
    tags_count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_add_options, caller: &Caller| {
        let tags = texts(caller, tags, tags_count, "tags")?;
        options.0.tags = tags.into_iter().map(str::to_owned).collect();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param add_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_add_options_free(add_options: *mut cw_add_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(add_options) }
}

/// Adds a certificate. One that is there gets the name, the tags and the place, as far as they are new.
///
/// @param store  the store
/// @param certificate  the certificate
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  what it came to; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_UNKNOWN_STORE_NAME, CW_STATUS_BUSY, CW_STATUS_OLDER_SCHEMA,
///     CW_STATUS_MOVED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_add(
    store: *const cw_store,
    certificate: *const cw_certificate,
    options: *const cw_add_options,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, certificate, options, out) =
            (caller.handle(store, "store")?, caller.handle(certificate, "certificate")?, caller.optional_handle(options), caller.out(out, "out")?);
        out.give(with_options(options, |options| store.inner.add(&certificate.inner, options))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds a certificate with its private key; its chain goes to Intermediate. A key is never put into TrustedRoot or
/// TrustedPeople: a note then says that it was left out.
///
/// @param store  the store
/// @param identity  the identity
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  what it came to; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_add
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_add_identity(
    store: *const cw_store,
    identity: *const cw_identity,
    options: *const cw_add_options,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, identity, options, out) =
            (caller.handle(store, "store")?, caller.handle(identity, "identity")?, caller.optional_handle(options), caller.out(out, "out")?);
        out.give(with_options(options, |options| store.inner.add_identity(&identity.inner, options))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds many certificates, their keys and their chains in one transaction: all or none.
///
/// @param store  the store
/// @param identities, identities_count  so many handles of identities, none of them NULL
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out_changed  of how many certificates anything is other than before
/// @param error  NULL, or where an error goes
/// @return as cw_store_add
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_add_identities(
    store: *const cw_store,
    identities: *const *const cw_identity,
    identities_count: usize,
    options: *const cw_add_options,
    out_changed: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, identities, options, out_changed) = (
            caller.handle(store, "store")?,
            caller.handles(identities, identities_count, "identities")?,
            caller.optional_handle(options),
            caller.out(out_changed, "out_changed")?,
        );
        out_changed.write(with_options(options, |options| store.inner.add_identities(identities.iter().map(|identity| &identity.inner), options))?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds many certificates without keys in one transaction: all or none.
///
/// @param store  the store
/// @param certificates, certificates_count  so many handles of certificates, none of them NULL
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out_changed  of how many certificates anything is other than before
/// @param error  NULL, or where an error goes
/// @return as cw_store_add
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_add_certificates(
    store: *const cw_store,
    certificates: *const *const cw_certificate,
    certificates_count: usize,
    options: *const cw_add_options,
    out_changed: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, certificates, options, out_changed) = (
            caller.handle(store, "store")?,
            caller.handles(certificates, certificates_count, "certificates")?,
            caller.optional_handle(options),
            caller.out(out_changed, "out_changed")?,
        );
        out_changed.write(with_options(options, |options| store.inner.add_all(certificates.iter().map(|certificate| &certificate.inner), options))?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Makes a self-signed certificate and keeps it with its key.
///
/// @param store  the store
/// @param wanted  what is wanted; it is not changed
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  the entry; the caller frees it with cw_entry_free
/// @param error  NULL, or where an error goes
/// @return what cw_self_signed_issue gives, and as cw_store_add; CW_STATUS_INVALID_ARGUMENT for TrustedRoot and
///     TrustedPeople, in which no key may be
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_create_self_signed(
    store: *const cw_store,
    wanted: *const cw_self_signed,
    options: *const cw_add_options,
    out: *mut *mut cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, wanted, options, out) =
            (caller.handle(store, "store")?, caller.handle(wanted, "wanted")?, caller.optional_handle(options), caller.out(out, "out")?);
        out.give(cw_entry::new(with_options(options, |options| store.inner.create_self_signed(&wanted.inner, options))?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The newest certificate that is what is described, in this named store, with its key and valid now; or a new one.
/// Exactly one is made when several processes ask at once.
///
/// @param store  the store
/// @param wanted  what is wanted; it is not changed
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  what it came to; the caller frees it with cw_added_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_create_self_signed
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_ensure_self_signed(
    store: *const cw_store,
    wanted: *const cw_self_signed,
    options: *const cw_add_options,
    out: *mut *mut cw_added,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, wanted, options, out) =
            (caller.handle(store, "store")?, caller.handle(wanted, "wanted")?, caller.optional_handle(options), caller.out(out, "out")?);
        out.give(with_options(options, |options| store.inner.ensure_self_signed(&wanted.inner, options))?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The certificate as the store holds it. It belongs to `added` and is valid until that is freed; cw_entry_clone makes
/// one that lives on.
///
/// @param added  what is looked at
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_added_entry(added: *const cw_added, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(added, "added", out, error, |added| &added.entry) }
}

/// Whether anything is other than before.
///
/// @param added  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_added_changed(added: *const cw_added, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(added, "added", out, error, |added| added.changed) }
}

/// How many things are to be known, such as that a key was left out.
///
/// @param added  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_added_note_count(added: *const cw_added, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(added, "added", out, error, |added| added.notes.count()) }
}

/// One of them, counted from 0. Valid until `added` is freed.
///
/// @param added  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_added_note_at(added: *const cw_added, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(added, "added", index, out, error, |added, index| added.notes.at(index)) }
}

/// Frees a result of a change. NULL does nothing.
///
/// @param added  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_added_free(added: *mut cw_added) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(added) }
}
