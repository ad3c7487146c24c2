//! What is really served on an endpoint's port, beside what should be.

use std::{ffi::c_char, ptr, time::Duration};

use certwright::{EndpointCheck, Finding, Server};

use crate::{
    caller::{Caller, free},
    endpoint::cw_endpoint,
    endpoint_settings::cw_endpoint_settings,
    entry::cw_entry,
    error::cw_error,
    guard::guard,
    look::{at, look, look_at},
    probe::cw_probed,
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// How long a connection may take unless said.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a look at an endpoint's port came to; it never changes.
pub struct cw_endpoint_checked {
    settings: cw_endpoint_settings,
    expected: Option<cw_entry>,
    server: Kept,
    served: Option<cw_probed>,
    protocols: KeptList,
    findings: Vec<cw_finding>,
    notes: KeptList,
}

/// One thing that is not as it should be; it never changes.
pub struct cw_finding {
    code: Kept,
    message: Kept,
}

impl From<EndpointCheck> for cw_endpoint_checked {
    fn from(check: EndpointCheck) -> Self {
        let finding = |finding: Finding| cw_finding { code: Kept::new(finding.code), message: Kept::new(finding.message) };
        Self {
            settings: check.settings.into(),
            expected: check.expected.map(cw_entry::new),
            server: Kept::new(check.server.to_string()),
            served: check.served.map(cw_probed::from),
            protocols: check.protocols.into_iter().collect(),
            findings: check.findings.into_iter().map(finding).collect(),
            notes: check.notes.into_iter().collect(),
        }
    }
}

/// Connects to an endpoint and compares what is served with what should be: the certificate and its chain, its names and dates,
/// versions of TLS; whether the former certificate is still served; and where it is off or HTTP, that no TLS is. That one is off is
/// proved by a connection that is refused; where none comes about for another reason, that is a finding. Up to three connections are
/// made. Nothing is changed: a certificate that is yet to be made is not. Whether clients trust the certificate is
/// not looked at; cw_store_verify_server says that.
///
/// @param endpoint  the endpoint
/// @param server, server_len  where it is looked for, as for cw_probe; NULL for "localhost" and the endpoint's port
/// @param timeout_milliseconds  how long each connection may take; 0 for 10 seconds
/// @param out  what was found, also where nothing answers; the caller frees it with cw_endpoint_checked_free
/// @param error  NULL, or where an error goes
/// @return as cw_endpoint_status; CW_STATUS_INVALID_ARGUMENT for what is no server
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_check(
    endpoint: *const cw_endpoint,
    server: *const c_char,
    server_len: usize,
    timeout_milliseconds: u64,
    out: *mut *mut cw_endpoint_checked,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, server, out) =
            (caller.handle(endpoint, "endpoint")?, caller.optional_text(server, server_len, "server")?, caller.out(out, "out")?);
        let timeout = if timeout_milliseconds == 0 { PATIENCE } else { Duration::from_millis(timeout_milliseconds) };
        out.give(endpoint.inner.check(server.map(Server::parse).transpose()?, timeout)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether all is as it should be: there is no finding.
///
/// @param checked  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_ok(checked: *const cw_endpoint_checked, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.findings.is_empty()) }
}

/// The endpoint's settings.
///
/// @param checked  what is looked at
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_settings(
    checked: *const cw_endpoint_checked,
    out: *mut *const cw_endpoint_settings,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| ptr::from_ref(&checked.settings)) }
}

/// The certificate that should be served.
///
/// @param checked  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL where none should be, or none was made yet
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_expected(
    checked: *const cw_endpoint_checked,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.expected.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// Where it was looked, such as "localhost:9699".
///
/// @param checked  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_server(checked: *const cw_endpoint_checked, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.server.get()) }
}

/// What is served.
///
/// @param checked  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if nothing is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_served(
    checked: *const cw_endpoint_checked,
    out: *mut *const cw_probed,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.served.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// How many versions of TLS are spoken there, of 1.2 and 1.3.
///
/// @param checked  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_protocol_count(
    checked: *const cw_endpoint_checked,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.protocols.count()) }
}

/// One of the versions of TLS: "TLSv1.2" or "TLSv1.3".
///
/// @param checked  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_protocol_at(
    checked: *const cw_endpoint_checked,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(checked, "checked", index, out, error, |checked, index| checked.protocols.at(index)) }
}

/// How many things are not as they should be.
///
/// @param checked  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_finding_count(
    checked: *const cw_endpoint_checked,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.findings.len()) }
}

/// One of the things that are not as they should be.
///
/// @param checked  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_finding_at(
    checked: *const cw_endpoint_checked,
    index: usize,
    out: *mut *const cw_finding,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(checked, "checked", index, out, error, |checked, index| Ok(at(&checked.findings, index)?)) }
}

/// What it is, for programs: "not_served", "served_although_off", "served_although_http", "other_certificate",
/// "former_certificate", "chain_differs", "expired", "not_yet_valid", "names", "unreachable".
///
/// @param finding  what is looked at
/// @param out  valid as long as the finding is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_finding_code(finding: *const cw_finding, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(finding, "finding", out, error, |finding| finding.code.get()) }
}

/// What it is, for people: one sentence.
///
/// @param finding  what is looked at
/// @param out  valid as long as the finding is
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_finding_message(finding: *const cw_finding, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(finding, "finding", out, error, |finding| finding.message.get()) }
}

/// How many things there are to be known.
///
/// @param checked  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_note_count(
    checked: *const cw_endpoint_checked,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(checked, "checked", out, error, |checked| checked.notes.count()) }
}

/// One of the things to be known, such as the days that are left.
///
/// @param checked  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_note_at(
    checked: *const cw_endpoint_checked,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(checked, "checked", index, out, error, |checked, index| checked.notes.at(index)) }
}

/// Frees what a look came to. NULL does nothing.
///
/// @param checked  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_checked_free(checked: *mut cw_endpoint_checked) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(checked) }
}
