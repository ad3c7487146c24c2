//! The public key of a certificate, and the signature on it.

use super::cw_certificate;
use crate::{
    bytes::cw_octets,
    caller::Caller,
    error::cw_error,
    guard::guard,
    look::look,
    status::cw_status,
    text::{Kept, cw_str},
};

/// The DER of its subjectPublicKeyInfo.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_public_key_der(
    certificate: *const cw_certificate,
    out: *mut cw_octets,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.inner.public_key_der())) }
}

/// The kind of its key, such as "p256" or "rsa2048"; or another curve's name, or an OID.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_key_algorithm(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look(certificate, "certificate", out, error, |this| this.facts.key_algorithm.get_or_init(|| Kept::new(this.inner.key_algorithm())).get())
    }
}

/// The algorithm it is signed with, such as "ecdsa-with-SHA256"; an OID where it has no name here.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_signature_algorithm(
    certificate: *const cw_certificate,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look(certificate, "certificate", out, error, |this| {
            this.facts.signature_algorithm.get_or_init(|| Kept::new(this.inner.signature_algorithm())).get()
        })
    }
}

/// The hash under its signature: "sha1", "sha224", "sha256", "sha384" or "sha512".
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed; none where the algorithm's name does not
/// say (Ed25519, RSA-PSS) or is not known
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_signature_hash(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look(certificate, "certificate", out, error, |this| {
            Kept::get_optional(this.facts.signature_hash.get_or_init(|| this.inner.signature_hash().map(Kept::new)).as_ref())
        })
    }
}

/// Whether subject and issuer are the same; the signature is not looked at.
///
/// @param certificate  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_is_self_issued(certificate: *const cw_certificate, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.is_self_issued()) }
}

/// Whether subject and issuer are the same and its own key verifies its signature. False also where the signature cannot be
/// verified here: see cw_certificate_is_signed_by.
///
/// @param certificate  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_is_self_signed(certificate: *const cw_certificate, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.is_self_signed()) }
}

/// Whether the key of another certificate verifies the signature on this one. Names, dates, and whether the other may sign
/// certificates are not looked at.
///
/// @param certificate  what is looked at
/// @param issuer  the other one, looked at too
/// @param out  1 if so, 0 if not, -1 where it cannot be told here: RSA below 2048 or above 8192 bits, RSA-PSS with SHA-1,
/// with a salt of another length than the hash or with a key for RSA-PSS alone, DSA, Ed448, SHA-224, other curves than the NIST's
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_is_signed_by(
    certificate: *const cw_certificate,
    issuer: *const cw_certificate,
    out: *mut i32,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (certificate, issuer) = (caller.handle(certificate, "certificate")?, caller.handle(issuer, "issuer")?);
        let out = caller.out(out, "out")?;
        out.write(certificate.inner.is_signed_by(&issuer.inner).map_or(-1, i32::from));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
