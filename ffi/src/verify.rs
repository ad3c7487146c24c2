//! Is a chain of certificates right, up to a root?

use std::ptr;

use certwright::Verified;

use crate::{
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::guard,
    look::{at, look, look_at},
    name::cw_name,
    status::cw_status,
    verify_options::cw_verify_options,
};

/// A path that is right in all points; it never changes.
pub struct cw_verified {
    path: Vec<cw_certificate>,
    anchor_name: cw_name,
    anchor_certificate: Option<cw_certificate>,
}

impl From<Verified> for cw_verified {
    fn from(verified: Verified) -> Self {
        Self {
            path: verified.path.into_iter().map(cw_certificate::new).collect(),
            anchor_name: cw_name::new(verified.anchor.name()),
            anchor_certificate: verified.anchor.certificate().cloned().map(cw_certificate::new),
        }
    }
}

/// Looks for a path from the first certificate of a chain to a root, and judges it (RFC 5280 sections 6.1 and 6.3).
///
/// Checked are signatures, dates, CA flags, path lengths, key usages, name constraints, policies, critical extensions, host or
/// mailbox, the revocation lists given, and the rules of the profile. Not checked: OCSP, Certificate Transparency, and anything
/// that the network would tell. The work is bounded, whatever the certificates say.
///
/// @param chain, chain_count  the certificate in question, then others that may lie between it and a root, in any order
/// @param options  the roots, and how it is judged; it is not kept
/// @param out  the path; the caller frees it with cw_verified_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at; CW_STATUS_WORK_LIMIT where no
///     right path was found within the bounds; CW_STATUS_INVALID_ARGUMENT for an empty chain, a host, mailbox or policy that
///     is none
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_chain(
    chain: *const *const cw_certificate,
    chain_count: usize,
    options: *const cw_verify_options,
    out: *mut *mut cw_verified,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let chain = caller.handles(chain, chain_count, "chain")?;
        let (options, out) = (caller.handle(options, "options")?, caller.out(out, "out")?);
        let chain: Vec<_> = chain.into_iter().map(|one| one.inner.clone()).collect();
        out.give(certwright::verify_chain(&chain, &options.asked())?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many certificates the path has.
///
/// @param verified  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verified_path_count(verified: *const cw_verified, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(verified, "verified", out, error, |verified| verified.path.len()) }
}

/// One of the certificates of the path: the leaf first; the last is the root, where that is a certificate.
///
/// @param verified  what is looked at
/// @param index  counted from 0
/// @param out  valid until the path is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verified_path_at(
    verified: *const cw_verified,
    index: usize,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(verified, "verified", index, out, error, |verified, index| Ok(at(&verified.path, index)?)) }
}

/// Whom the root stands for.
///
/// @param verified  what is looked at
/// @param out  valid until the path is freed, and never freed itself; cw_name_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verified_anchor_name(verified: *const cw_verified, out: *mut *const cw_name, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(verified, "verified", out, error, |verified| ptr::from_ref(&verified.anchor_name)) }
}

/// The root, where it is a certificate.
///
/// @param verified  what is looked at
/// @param out  valid until the path is freed, and never freed itself; NULL where the root is a name with a key
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verified_anchor_certificate(
    verified: *const cw_verified,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(verified, "verified", out, error, |verified| verified.anchor_certificate.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// Frees a path. NULL does nothing.
///
/// @param verified  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verified_free(verified: *mut cw_verified) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(verified) }
}
