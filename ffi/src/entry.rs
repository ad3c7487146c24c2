//! A certificate as a store holds it, and the one with a thumbprint.

use std::{ffi::c_char, sync::OnceLock};

use certwright::{Certificate, Entry, Get, StoreName, Thumbprint};

use crate::{
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::guard,
    identity::cw_identity,
    look::{at, change, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
    texts::cw_texts,
};

/// A certificate as a store holds it, at the moment it was read; it never changes. It keeps its store open.
pub struct cw_entry {
    pub(crate) inner: Entry,
    certificate: cw_certificate,
    facts: OnceLock<Facts>,
}

/// Text that is made the first time somebody looks.
struct Facts {
    friendly_name: Option<Kept>,
    tags: KeptList,
    stores: KeptList,
}

impl cw_entry {
    pub(crate) fn new(inner: Entry) -> Self {
        Self { certificate: cw_certificate::new(inner.certificate().clone()), inner, facts: OnceLock::new() }
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts {
            friendly_name: self.inner.friendly_name().map(Kept::new),
            tags: self.inner.tags().iter().map(String::as_str).collect(),
            stores: self.inner.stores().iter().map(ToString::to_string).collect(),
        })
    }
}

/// The certificates above one, nearest first; it never changes.
pub struct cw_chain(Vec<cw_certificate>);

impl cw_chain {
    fn new(certificates: Vec<Certificate>) -> Self {
        Self(certificates.into_iter().map(cw_certificate::new).collect())
    }
}

/// Where cw_store_get looks.
pub struct cw_get_options(Get);

/// Options with which all named stores are looked in, and archived certificates are left out.
///
/// @param out  the options; the caller frees them with cw_get_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_get_options_new(out: *mut *mut cw_get_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_get_options(Get::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Looks in one named store only.
///
/// @param options  the options
/// @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
///     names for these, or one of your own; copied; NULL looks everywhere
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_get_options_store(
    options: *mut cw_get_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_get_options, caller: &Caller| {
        options.0.store = caller.optional_text(name, name_len, "name")?.map(StoreName::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives archived certificates too.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_get_options_archived(options: *mut cw_get_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_get_options, _: &Caller| {
        options.0.archived = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param get_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_get_options_free(get_options: *mut cw_get_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(get_options) }
}

/// The certificate with this thumbprint.
///
/// @param store  the store
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
///     that cannot be seen do not matter
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  the entry; the caller frees it with cw_entry_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND with what comes near in the message; CW_STATUS_AMBIGUOUS if two have the same SHA-1;
///     CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_UNKNOWN_STORE_NAME; CW_STATUS_TAMPERED for one that was altered without
///     the store's key
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_get(
    store: *const cw_store,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    options: *const cw_get_options,
    out: *mut *mut cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprint, options, out) = (
            caller.handle(store, "store")?,
            caller.text(thumbprint, thumbprint_len, "thumbprint")?,
            caller.optional_handle(options),
            caller.out(out, "out")?,
        );
        let thumbprint = Thumbprint::parse(thumbprint)?;
        out.give(cw_entry::new(match options {
            Some(options) => store.inner.get_with(thumbprint, &options.0)?,
            None => store.inner.get(thumbprint)?,
        }));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The certificate. It belongs to the entry and is valid until that is freed.
///
/// @param entry  what is looked at
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_certificate(entry: *const cw_entry, out: *mut *const cw_certificate, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| &entry.certificate) }
}

/// The name for people; none if it has none. Valid until the entry is freed.
///
/// @param entry  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_friendly_name(entry: *const cw_entry, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| Kept::get_optional(entry.facts().friendly_name.as_ref())) }
}

/// How many tags it has.
///
/// @param entry  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_tag_count(entry: *const cw_entry, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| entry.inner.tags().len()) }
}

/// One of its tags, counted from 0. Valid until the entry is freed.
///
/// @param entry  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_tag_at(entry: *const cw_entry, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(entry, "entry", index, out, error, |entry, index| entry.facts().tags.at(index)) }
}

/// How many named stores it is in.
///
/// @param entry  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_store_count(entry: *const cw_entry, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| entry.inner.stores().len()) }
}

/// The name of one of them, counted from 0. Valid until the entry is freed.
///
/// @param entry  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_store_at(entry: *const cw_entry, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(entry, "entry", index, out, error, |entry, index| entry.facts().stores.at(index)) }
}

/// Whether it was archived.
///
/// @param entry  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_archived(entry: *const cw_entry, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| entry.inner.archived()) }
}

/// Whether the store holds its private key.
///
/// @param entry  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_has_private_key(entry: *const cw_entry, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| entry.inner.has_private_key()) }
}

/// When it came into the store.
///
/// @param entry  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_added(entry: *const cw_entry, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| entry.inner.added().unix_timestamp()) }
}

/// The certificate, its private key, and the chain as far as the store has it.
///
/// @param entry  the entry
/// @param out  the identity; the caller frees it with cw_identity_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED if the sealed key does not open
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_identity(entry: *const cw_entry, out: *mut *mut cw_identity, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(entry, "entry", out, error, |entry| Ok(handle(cw_identity::new(entry.inner.identity()?)))) }
}

/// The certificates above it that the store has, nearest first, without a self-signed one. None of them is thereby
/// trusted.
///
/// @param entry  the entry
/// @param out  the certificates; the caller frees them with cw_chain_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_chain(entry: *const cw_entry, out: *mut *mut cw_chain, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(entry, "entry", out, error, |entry| Ok(handle(cw_chain::new(entry.inner.chain()?)))) }
}

/// Why the store must keep it, at the time of the call: it is assigned, retained or used by an endpoint, or issued what is valid and
/// here. Whether it is archived does not matter.
///
/// @param entry  the entry
/// @param out  at most eight reasons, for people; none where it is not required; the caller frees them with cw_texts_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_required(entry: *const cw_entry, out: *mut *mut cw_texts, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(entry, "entry", out, error, |entry| Ok(handle(cw_texts::new(entry.inner.required()?)))) }
}

/// Another handle of the same entry, for a part of the program that frees its own. Nothing is read anew.
///
/// @param entry  the entry
/// @param out  the handle; the caller frees it with cw_entry_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_clone(entry: *const cw_entry, out: *mut *mut cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(entry, "entry", out, error, |entry| handle(cw_entry::new(entry.inner.clone()))) }
}

/// Frees an entry. NULL does nothing.
///
/// @param entry  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_entry_free(entry: *mut cw_entry) {
    // SAFETY: the header asks the caller for NULL or an entry that is not used any more.
    unsafe { free(entry) }
}

/// How many certificates a chain has.
///
/// @param chain  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_chain_count(chain: *const cw_chain, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(chain, "chain", out, error, |chain| chain.0.len()) }
}

/// One of them, counted from 0, nearest first. It belongs to the chain and is valid until that is freed.
///
/// @param chain  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_chain_at(chain: *const cw_chain, index: usize, out: *mut *const cw_certificate, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(chain, "chain", index, out, error, |chain, index| Ok(at(&chain.0, index)?)) }
}

/// Frees a chain. NULL does nothing.
///
/// @param chain  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_chain_free(chain: *mut cw_chain) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(chain) }
}
