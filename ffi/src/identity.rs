//! Identities: a certificate, its private key, and the certificates above it.

use std::{ffi::c_char, ptr, sync::Arc};

use certwright::Identity;

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at},
    private_key::cw_private_key,
    status::cw_status,
    text::{Kept, cw_str},
};

/// A certificate, its private key, and the certificates above it, nearest first; it never changes. Any number of threads may
/// use it.
pub struct cw_identity {
    pub(crate) inner: Identity,
    certificate: cw_certificate,
    key: cw_private_key,
    chain: Vec<cw_certificate>,
    friendly_name: Option<Kept>,
}

impl cw_identity {
    pub(crate) fn new(inner: Identity) -> Self {
        Self {
            certificate: cw_certificate::new(inner.certificate().clone()),
            key: cw_private_key::new(Arc::clone(inner.private_key())),
            chain: inner.chain().iter().cloned().map(cw_certificate::new).collect(),
            friendly_name: inner.friendly_name().map(Kept::new),
            inner,
        }
    }
}

/// Joins a certificate and its key. The chain is not verified. None of what is given is consumed.
///
/// @param certificate  whose key it is
/// @param key  its private key
/// @param chain, chain_count  its issuers, nearest first, without the certificate itself; NULL with 0 is none
/// @param friendly_name, friendly_name_len  a name for people, which a PFX carries; NULL is none
/// @param out  the identity; the caller frees it with cw_identity_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_KEY_MISMATCH if the key is not the certificate's
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_new(
    certificate: *const cw_certificate,
    key: *const cw_private_key,
    chain: *const *const cw_certificate,
    chain_count: usize,
    friendly_name: *const c_char,
    friendly_name_len: usize,
    out: *mut *mut cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (certificate, key) = (caller.handle(certificate, "certificate")?, caller.handle(key, "key")?);
        let chain = caller.handles(chain, chain_count, "chain")?;
        let friendly_name = caller.optional_text(friendly_name, friendly_name_len, "friendly_name")?;
        let out = caller.out(out, "out")?;
        let chain = chain.into_iter().map(|one| one.inner.clone()).collect();
        let identity = Identity::new(certificate.inner.clone(), Arc::clone(&key.inner), chain)?;
        out.give(cw_identity::new(identity.with_friendly_name(friendly_name.map(str::to_owned))));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its certificate.
///
/// @param identity  what is looked at
/// @param out  valid until the identity is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_certificate(
    identity: *const cw_identity,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(identity, "identity", out, error, |this| ptr::from_ref(&this.certificate)) }
}

/// Its private key.
///
/// @param identity  what is looked at
/// @param out  valid until the identity is freed, and never freed itself; cw_private_key_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_private_key(
    identity: *const cw_identity,
    out: *mut *const cw_private_key,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(identity, "identity", out, error, |this| ptr::from_ref(&this.key)) }
}

/// How many certificates are above its own.
///
/// @param identity  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_chain_count(identity: *const cw_identity, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(identity, "identity", out, error, |this| this.chain.len()) }
}

/// One of the certificates above its own, nearest first.
///
/// @param identity  what is looked at
/// @param index  counted from 0
/// @param out  valid until the identity is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_chain_at(
    identity: *const cw_identity,
    index: usize,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(identity, "identity", index, out, error, |this, index| at(&this.chain, index).map(ptr::from_ref)) }
}

/// Its name for people.
///
/// @param identity  what is looked at
/// @param out  valid until the identity is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_friendly_name(identity: *const cw_identity, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(identity, "identity", out, error, |this| Kept::get_optional(this.friendly_name.as_ref())) }
}

/// Key, certificate and chain as one PEM text, as servers take it.
///
/// @param identity  what is looked at
/// @param password, password_len  what the key is encrypted with; NULL is none, and the key then stands there for everyone to read
/// @param out  the text; the caller frees it with cw_bytes_free, which wipes it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for an empty password
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_to_pem(
    identity: *const cw_identity,
    password: *const c_char,
    password_len: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (identity, password) = (caller.handle(identity, "identity")?, caller.optional_text(password, password_len, "password")?);
        let out = caller.out(out, "out")?;
        let pem = match password {
            None => identity.inner.to_pem(),
            Some(password) => identity.inner.to_encrypted_pem(password)?,
        };
        out.write(cw_bytes::new(pem.as_bytes()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Another handle of the same identity, which lives on when this one is freed. The key is not copied.
///
/// @param identity  what is looked at
/// @param out  the handle; the caller frees it with cw_identity_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_clone(identity: *const cw_identity, out: *mut *mut cw_identity, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(identity, "identity", out, error, |this| handle(cw_identity::new(this.inner.clone()))) }
}

/// Frees an identity. NULL does nothing.
///
/// @param identity  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_identity_free(identity: *mut cw_identity) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(identity) }
}
