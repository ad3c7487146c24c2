//! What a certificate says.

use std::sync::OnceLock;

use certwright::Certificate;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    status::cw_status,
    text::{Kept, cw_str},
};

/// One X.509 certificate; it never changes. Any number of threads may look at it.
pub struct cw_certificate {
    pub(crate) inner: Certificate,
    facts: OnceLock<Facts>,
}

/// Text that is made the first time somebody looks.
struct Facts {
    subject: Kept,
}

impl cw_certificate {
    pub(crate) fn new(inner: Certificate) -> Self {
        Self { inner, facts: OnceLock::new() }
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts {
            subject: Kept::new(self.inner.subject().to_string()),
        })
    }
}

/// Reads one certificate in DER; nothing may follow it. Nothing is verified.
///
/// @param der, der_len  the octets
/// @param out  the certificate; the caller frees it with cw_certificate_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_CERTIFICATE
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

/// Its subject, as RFC 4514 writes it. Valid until the certificate is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (certificate, out) = (caller.handle(certificate, "certificate")?, caller.out(out, "out")?);
        out.write(certificate.facts().subject.get());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees a certificate. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_free(certificate: *mut cw_certificate) {
    // SAFETY: the header asks the caller for NULL or a certificate that is not used any more.
    unsafe { free(certificate) }
}
