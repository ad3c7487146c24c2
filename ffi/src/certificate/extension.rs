//! What the extensions of a certificate say (RFC 5280 section 4.2.1).

use certwright::{Certificate, GeneralName};

use super::cw_certificate;
use crate::{
    bytes::cw_octets,
    error::cw_error,
    guard::Failure,
    look::{look, look_at},
    status::cw_status,
    text::{KeptList, cw_str},
};

/// Lists of texts.
pub(super) struct Extensions {
    pub(super) dns_names: KeptList,
    pub(super) ip_addresses: KeptList,
    pub(super) alt_name_kinds: KeptList,
    pub(super) alt_names: KeptList,
    key_usage: Option<KeptList>,
    extended_key_usage: Option<KeptList>,
}

impl Extensions {
    fn of(certificate: &Certificate) -> Self {
        let names = certificate.subject_alt_names();
        Self {
            dns_names: certificate.dns_names().collect(),
            ip_addresses: certificate.ip_addresses().map(|address| address.to_string()).collect(),
            alt_name_kinds: names.iter().map(|name| shown(name).0).collect(),
            alt_names: names.iter().map(|name| shown(name).1).collect(),
            key_usage: certificate.key_usage().map(|usages| usages.iter().copied().collect()),
            extended_key_usage: certificate.extended_key_usage().map(|usages| usages.iter().map(String::as_str).collect()),
        }
    }
}

/// Kind and value of a name.
fn shown(name: &GeneralName) -> (&'static str, String) {
    match name {
        GeneralName::Dns(name) => ("dns", name.clone()),
        GeneralName::Ip(address) => ("ip", address.to_string()),
        GeneralName::Email(name) => ("email", name.clone()),
        GeneralName::Uri(name) => ("uri", name.clone()),
        GeneralName::Directory(name) => ("directory", name.to_string()),
        GeneralName::Other(what) => ("other", what.clone()),
        _ => ("other", String::new()),
    }
}

impl cw_certificate {
    pub(super) fn extensions(&self) -> &Extensions {
        self.facts.extensions.get_or_init(|| Extensions::of(&self.inner))
    }
}

/// How many, or -1 without the extension.
fn count(list: Option<&KeptList>) -> i64 {
    list.map_or(-1, |list| i64::try_from(list.count()).unwrap_or(i64::MAX))
}

/// One of them; there are none without the extension.
fn at(list: Option<&KeptList>, index: usize) -> Result<cw_str, Failure> {
    list.ok_or(Failure::Index(0))?.at(index)
}

/// How many key usages it has.
///
/// @param certificate  what is looked at
/// @param out  how many; -1 if it has no such extension, which allows every use
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_key_usage_count(certificate: *const cw_certificate, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| count(this.extensions().key_usage.as_ref())) }
}

/// One of its key usages in the order of RFC 5280, such as "digitalSignature".
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_key_usage_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| at(this.extensions().key_usage.as_ref(), index)) }
}

/// How many extended key usages it has.
///
/// @param certificate  what is looked at
/// @param out  how many; -1 if it has no such extension
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_extended_key_usage_count(
    certificate: *const cw_certificate,
    out: *mut i64,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| count(this.extensions().extended_key_usage.as_ref())) }
}

/// One of its extended key usages: its name, such as "serverAuth", or its OID.
///
/// @param certificate  what is looked at
/// @param index  counted from 0
/// @param out  valid until the certificate is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_extended_key_usage_at(
    certificate: *const cw_certificate,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(certificate, "certificate", index, out, error, |this, index| at(this.extensions().extended_key_usage.as_ref(), index)) }
}

/// Whether its basicConstraints say that it is a CA.
///
/// @param certificate  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_is_ca(certificate: *const cw_certificate, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.is_ca()) }
}

/// The path length of its basicConstraints: how many CAs may stand below it.
///
/// @param certificate  what is looked at
/// @param out  the length; -1 if none is set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_path_length(certificate: *const cw_certificate, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| this.inner.path_length().map_or(-1, i64::from)) }
}

/// Its subjectKeyIdentifier.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_subject_key_id(
    certificate: *const cw_certificate,
    out: *mut cw_octets,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of_optional(this.inner.subject_key_id())) }
}

/// The keyIdentifier of its authorityKeyIdentifier.
///
/// @param certificate  what is looked at
/// @param out  valid until the certificate is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_certificate_authority_key_id(
    certificate: *const cw_certificate,
    out: *mut cw_octets,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(certificate, "certificate", out, error, |this| cw_octets::of_optional(this.inner.authority_key_id())) }
}
