//! Whom a certificate is for and who made it: names and serial number.

use std::ptr;

use super::cw_certificate;
use crate::{
    bytes::cw_octets,
    error::cw_error,
    look::{look, look_at},
    name::cw_name,
    status::cw_status,
    text::{Kept, cw_str},
};

impl cw_certificate {
    fn subject(&self) -> &cw_name {
        self.facts.subject.get_or_init(|| cw_name::new(self.inner.subject()))
    }

    fn issuer(&self) -> &cw_name {
        self.facts.issuer.get_or_init(|| cw_name::new(self.inner.issuer()))
    }
}

/// Whom or what it is for, as RFC 4514 writes it.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.subject().text()) }
}

/// Who made it, as RFC 4514 writes it.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_issuer(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.issuer().text()) }
}

/// Its subject, in DER.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.subject().inner.der())) }
}

/// Its issuer, in DER.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_issuer_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.issuer().inner.der())) }
}

/// Its subject, whose attributes can be looked at one by one.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed, and never freed itself; cw_name_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_name(
    certificate: *const cw_certificate,
    out: *mut *const cw_name,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| ptr::from_ref(this.subject())) }
}

/// Its issuer, whose attributes can be looked at one by one.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed, and never freed itself; cw_name_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_issuer_name(
    certificate: *const cw_certificate,
    out: *mut *const cw_name,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| ptr::from_ref(this.issuer())) }
}

/// The common name of its subject; of several the last, which is the most specific.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_common_name(certificate: *const cw_certificate, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.subject().common_name()) }
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

/// The content octets of the DER of its serial number, as they stand in it: two's complement, with the sign octet.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_serial_der(certificate: *const cw_certificate, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of(this.inner.serial().der_content())) }
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
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| this.extensions().dns_names.at(index)) }
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
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| this.extensions().ip_addresses.at(index)) }
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
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| this.extensions().alt_name_kinds.at(index)) }
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
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| this.extensions().alt_names.at(index)) }
}
