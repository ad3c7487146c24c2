//! What people call a certificate by, and where they put it.

use std::ffi::c_char;

use certwright::{SerialNumber, StoreName, Thumbprint};

use super::{cw_query, owned};
use crate::{
    caller::Caller,
    error::cw_error,
    look::{change, ip_address},
    status::cw_status,
};

/// Anything that people name a certificate by, whole: a thumbprint, a serial number, a subject or one of its
/// components, a common name, a friendly name, a DNS name or an address. Case does not matter.
///
/// @param query  the query
/// @param text, text_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_text(query: *mut cw_query, text: *const c_char, text_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.text = owned(caller.optional_text(text, text_len, "text")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the subject, of the friendly name or of a DNS name. Case does not matter.
///
/// @param query  the query
/// @param contains, contains_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_contains(
    query: *mut cw_query,
    contains: *const c_char,
    contains_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.contains = owned(caller.optional_text(contains, contains_len, "contains")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// A subject or a run of its components, whole: `srv1` and `CN=srv1` find `CN=srv1,O=Example`, not `CN=srv10`. What
/// cannot be read is CW_STATUS_INVALID_SUBJECT when it is looked for.
///
/// @param query  the query
/// @param subject, subject_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject(query: *mut cw_query, subject: *const c_char, subject_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.subject = owned(caller.optional_text(subject, subject_len, "subject")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The same of the issuer.
///
/// @param query  the query
/// @param issuer, issuer_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_issuer(query: *mut cw_query, issuer: *const c_char, issuer_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.issuer = owned(caller.optional_text(issuer, issuer_len, "issuer")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The serial number, by the content octets of its DER, as cw_certificate_serial_der gives them: also a negative one, which
/// cw_query_serial takes for a positive one.
///
/// @param query  the query
/// @param der, der_len  1 to 64 octets; copied; NULL with length 0 for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_serial_der(query: *mut cw_query, der: *const u8, der_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        let der = caller.octets(der, der_len, "der")?;
        query.inner.serial = (!der.is_empty()).then(|| SerialNumber::from_der_content(der)).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the subject. Case does not matter.
///
/// @param query  the query
/// @param part, part_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject_contains(
    query: *mut cw_query,
    part: *const c_char,
    part_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.subject_contains = owned(caller.optional_text(part, part_len, "part")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// Part of the issuer. Case does not matter.
///
/// @param query  the query
/// @param part, part_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_issuer_contains(
    query: *mut cw_query,
    part: *const c_char,
    part_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.issuer_contains = owned(caller.optional_text(part, part_len, "part")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The serial number.
///
/// @param query  the query
/// @param serial, serial_len  in hex, as it was pasted, with or without leading zeros; copied; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_serial(query: *mut cw_query, serial: *const c_char, serial_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.serial = caller.optional_text(serial, serial_len, "serial")?.map(SerialNumber::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The thumbprint, of either hash.
///
/// @param query  the query
/// @param thumbprint, thumbprint_len  in hex, as it was pasted; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_thumbprint(
    query: *mut cw_query,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.thumbprint = caller.optional_text(thumbprint, thumbprint_len, "thumbprint")?.map(Thumbprint::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The subjectKeyIdentifier.
///
/// @param query  the query
/// @param id, id_len  its octets; copied; NULL with length 0 for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_subject_key_id(query: *mut cw_query, id: *const u8, id_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        let id = caller.octets(id, id_len, "id")?;
        query.inner.subject_key_id = (!id.is_empty()).then(|| id.to_vec());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// A DNS name of the subjectAltName. `srv1.corp.example` also finds `*.corp.example`; `*.corp.example` also finds each
/// name with one label in place of the star.
///
/// @param query  the query
/// @param dns_name, dns_name_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_dns_name(
    query: *mut cw_query,
    dns_name: *const c_char,
    dns_name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.dns_name = owned(caller.optional_text(dns_name, dns_name_len, "dns_name")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// An address of the subjectAltName.
///
/// @param query  the query
/// @param address, address_len  in text, of version 4 or 6; NULL for none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is not one
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_ip_address(
    query: *mut cw_query,
    address: *const c_char,
    address_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        let address = caller.optional_text(address, address_len, "address")?;
        query.inner.ip_address = address.map(ip_address).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The friendly name, whole. Case does not matter.
///
/// @param query  the query
/// @param name, name_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_friendly_name(query: *mut cw_query, name: *const c_char, name_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.friendly_name = owned(caller.optional_text(name, name_len, "name")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// One of its tags, whole. Case does not matter.
///
/// @param query  the query
/// @param tag, tag_len  copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_tag(query: *mut cw_query, tag: *const c_char, tag_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.tag = owned(caller.optional_text(tag, tag_len, "tag")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}

/// The named store. One that is not there is CW_STATUS_UNKNOWN_STORE_NAME when it is looked for.
///
/// @param query  the query
/// @param name, name_len  its name in any case; copied; NULL for all
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_query_store(query: *mut cw_query, name: *const c_char, name_len: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |query: &mut cw_query, caller: &Caller| {
        query.inner.store = caller.optional_text(name, name_len, "name")?.map(StoreName::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(query, "query", error, apply) }
}
