//! Whom a certificate is for and who made it: names and serial number.

use certwright::Name;

use super::cw_certificate;
use crate::{
    bytes::cw_octets,
    error::cw_error,
    look::{look, try_look},
    status::cw_status,
    text::{Kept, cw_str},
};

impl cw_certificate {
    fn subject(&self) -> &(Kept, Name) {
        self.facts.subject.get_or_init(|| kept(self.inner.subject()))
    }

    fn issuer(&self) -> &(Kept, Name) {
        self.facts.issuer.get_or_init(|| kept(self.inner.issuer()))
    }
}

fn kept(name: Name) -> (Kept, Name) {
    (Kept::new(name.to_string()), name)
}

/// Whom or what it is for, as RFC 4514 writes it.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.subject().0.get()) }
}

/// Who made it, as RFC 4514 writes it.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_issuer(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.issuer().0.get()) }
}

/// Its subject, in DER.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.subject().1.der())) }
}

/// Its issuer, in DER.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_issuer_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.issuer().1.der())) }
}

/// The common name of its subject; of several the last, which is the most specific.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_common_name(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        look(certificate, "certificate", out, error, |this| {
            Kept::get_optional(this.facts.common_name.get_or_init(|| this.inner.subject().common_name().map(Kept::new)).as_ref())
        })
    }
}

/// Its serial number, unique only within one issuer: upper-case hex without the sign octet, a negative one with "-".
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_serial(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.facts.serial.get_or_init(|| Kept::new(this.inner.serial().to_string())).get()) }
}

/// How many DNS names its subjectAltName holds.
///
/// @param certificate  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_dns_name_count(certificate: *const cw_certificate, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.extensions().dns_names.count()) }
}

/// One of the DNS names of its subjectAltName.
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_dns_name_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(certificate, "certificate", out, error, |this| this.extensions().dns_names.at(index)) }
}

/// How many IP addresses its subjectAltName holds.
///
/// @param certificate  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_ip_address_count(
    certificate: *const cw_certificate,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.extensions().ip_addresses.count()) }
}

/// One of the IP addresses of its subjectAltName, as text.
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_ip_address_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(certificate, "certificate", out, error, |this| this.extensions().ip_addresses.at(index)) }
}

/// How many names its subjectAltName holds, of all kinds.
///
/// @param certificate  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_alt_name_count(
    certificate: *const cw_certificate,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.extensions().alt_name_kinds.count()) }
}

/// The kind of one of the names of its subjectAltName: "dns", "ip", "email", "uri", "directory" or "other".
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_alt_name_kind_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(certificate, "certificate", out, error, |this| this.extensions().alt_name_kinds.at(index)) }
}

/// One of the names of its subjectAltName, of any kind: an address as text, a directory name as RFC 4514 writes it, of another
/// kind the tag and the content in hex.
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_alt_name_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(certificate, "certificate", out, error, |this| this.extensions().alt_names.at(index)) }
}
