//! Certificates: read, written, compared, and what tells one from another.

mod extension;
mod key;
mod name;
mod parse;

use std::sync::OnceLock;

use certwright::Certificate;
use time::OffsetDateTime;

use self::extension::Extensions;
use crate::{
    bytes::{cw_bytes, cw_octets},
    caller::{Caller, free},
    error::cw_error,
    guard::{Failure, guard},
    look::{handle, look, try_look},
    name::cw_name,
    status::cw_status,
    text::{Kept, cw_str},
};

/// One X.509 certificate; it never changes. Any number of threads may look at it.
#[derive(Clone)]
pub struct cw_certificate {
    pub(crate) inner: Certificate,
    facts: Facts,
}

/// What is made the first time somebody looks.
#[derive(Default)]
struct Facts {
    thumbprint: OnceLock<Kept>,
    sha256: OnceLock<Kept>,
    subject: OnceLock<cw_name>,
    issuer: OnceLock<cw_name>,
    serial: OnceLock<Kept>,
    key_algorithm: OnceLock<Kept>,
    signature_algorithm: OnceLock<Kept>,
    signature_hash: OnceLock<Option<Kept>>,
    extensions: OnceLock<Extensions>,
}

impl Clone for Facts {
    /// Another handle makes its own.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl cw_certificate {
    pub(crate) fn new(inner: Certificate) -> Self {
        Self { inner, facts: Facts::default() }
    }
}

/// The time of seconds since 1970.
pub(crate) fn time_of(seconds: i64, what: &'static str) -> Result<OffsetDateTime, Failure> {
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| {
        let why = format!("{seconds} seconds since 1970 lie outside the years -9999 to 9999");
        Failure::Core(certwright::Error::InvalidArgument { what, why })
    })
}

/// Seconds since 1970; the least that there are where there is none.
pub(crate) fn optional_time(at: Option<OffsetDateTime>) -> i64 {
    at.map_or(i64::MIN, OffsetDateTime::unix_timestamp)
}

/// Reads one certificate in DER; nothing may follow it. Nothing is verified.
///
/// @param der, der_len  the octets, at most 1 MiB
/// @param out  the certificate; the caller frees it with cw_certificate_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_CERTIFICATE, CW_STATUS_TOO_LARGE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_from_der(
    der: *const u8,
    der_len: usize,
    out: *mut *mut cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (der, out) = (caller.octets(der, der_len, "der")?, caller.out(out, "out")?);
        out.give(cw_certificate::new(Certificate::from_der(der)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads the first certificate of a PEM text; what stands around the block is passed over. Nothing is verified.
///
/// @param pem, pem_len  the text, in UTF-8 or UTF-16
/// @param out  the certificate; the caller frees it with cw_certificate_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_CERTIFICATE, CW_STATUS_TOO_LARGE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_from_pem(
    pem: *const u8,
    pem_len: usize,
    out: *mut *mut cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (pem, out) = (caller.octets(pem, pem_len, "pem")?, caller.out(out, "out")?);
        out.give(cw_certificate::new(Certificate::from_pem(pem)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its DER, octet for octet as it was read.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.inner.der())) }
}

/// Its PEM: LF, 64 columns (RFC 7468).
///
/// @param certificate  what is looked at
/// @param out  the text; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_to_pem(certificate: *const cw_certificate, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_bytes::new(this.inner.to_pem())) }
}

/// SHA-1 of its DER in upper-case hex: Windows' name for it. It identifies, and proves nothing.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_thumbprint(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look(certificate, "certificate", out, error, |this| {
            this.facts.thumbprint.get_or_init(|| Kept::new(this.inner.thumbprint().to_string())).get()
        })
    }
}

/// SHA-256 of its DER in upper-case hex.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_sha256(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.facts.sha256.get_or_init(|| Kept::new(this.inner.sha256().to_string())).get()) }
}

/// Its X.509 version.
///
/// @param certificate  what is looked at
/// @param out  1, 2 or 3
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_version(certificate: *const cw_certificate, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.version()) }
}

/// The beginning of its validity.
///
/// @param certificate  what is looked at
/// @param out  seconds since 1970-01-01T00:00:00Z
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_not_before(certificate: *const cw_certificate, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.not_before().unix_timestamp()) }
}

/// The end of its validity; at this second it is still valid.
///
/// @param certificate  what is looked at
/// @param out  seconds since 1970-01-01T00:00:00Z
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_not_after(certificate: *const cw_certificate, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.not_after().unix_timestamp()) }
}

/// Whether a time lies in its validity. Says nothing about trust.
///
/// @param certificate  what is looked at
/// @param at  seconds since 1970-01-01T00:00:00Z
/// @param out  whether
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a time outside the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_is_valid_at(
    certificate: *const cw_certificate,
    at: i64,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(certificate, "certificate", out, error, |certificate| Ok(certificate.inner.is_valid_at(time_of(at, "at")?))) }
}

/// Whether two are the same, octet for octet.
///
/// @param certificate  what is looked at
/// @param other  looked at too
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_equal(
    certificate: *const cw_certificate,
    other: *const cw_certificate,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (certificate, other) = (caller.handle(certificate, "certificate")?, caller.handle(other, "other")?);
        caller.out(out, "out")?.write(certificate.inner == other.inner);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Another handle of the same certificate, which lives on when this one is freed. Nothing is copied.
///
/// @param certificate  what is looked at
/// @param out  the handle; the caller frees it with cw_certificate_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_clone(
    certificate: *const cw_certificate,
    out: *mut *mut cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| handle(this.clone())) }
}

/// Frees a certificate. NULL does nothing.
///
/// @param certificate  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_free(certificate: *mut cw_certificate) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(certificate) }
}
