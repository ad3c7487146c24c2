//! What a server presents, looked at without believing it.

use std::{ffi::c_char, time::Duration};

use certwright::{ClientCertificate, ProbeOptions, Probed, Server};

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    error::cw_error,
    guard::guard,
    look::{at, look, look_at},
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// A server asks for a client certificate, and does without one as far as TLS is concerned.
pub const CW_CLIENT_CERTIFICATE_ASKED: u32 = 1;
/// A server does not ask for a client certificate.
pub const CW_CLIENT_CERTIFICATE_NOT_ASKED: u32 = 2;
/// A server refuses whoever has no client certificate.
pub const CW_CLIENT_CERTIFICATE_REQUIRED: u32 = 3;

/// What a server presented; it never changes. Nothing of it was verified.
pub struct cw_probed {
    pub(crate) inner: Probed,
    host: Kept,
    address: Kept,
    chain: Vec<cw_certificate>,
    protocol: Kept,
    cipher: Kept,
    notes: KeptList,
}

impl From<Probed> for cw_probed {
    fn from(inner: Probed) -> Self {
        Self {
            host: Kept::new(inner.server.host.as_str()),
            address: Kept::new(inner.address.to_string()),
            chain: inner.chain.iter().cloned().map(cw_certificate::new).collect(),
            protocol: Kept::new(inner.protocol.as_str()),
            cipher: Kept::new(inner.cipher.as_str()),
            notes: inner.notes.iter().map(String::as_str).collect(),
            inner,
        }
    }
}

/// Connects to a server and takes what it presents, without believing it: versions 1.2 and 1.3 of TLS, with the host's name as
/// SNI. That the server holds the key of its certificate is verified, or a note says why not; nothing else is. Nothing is sent but
/// the handshake and what STARTTLS needs before it.
///
/// @param server, server_len  "host:port", "[address]:port", or a URL such as "https://host/", "smtp://host" (STARTTLS),
///     "postgres://host"
/// @param timeout_milliseconds  how long it may take in all; 0 for 10 seconds
/// @param out  what it presented; the caller frees it with cw_probed_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNREACHABLE, CW_STATUS_TIMED_OUT, CW_STATUS_HANDSHAKE_FAILED, each of which says why;
///     CW_STATUS_INVALID_ARGUMENT for what is no server
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probe(
    server: *const c_char,
    server_len: usize,
    timeout_milliseconds: u64,
    out: *mut *mut cw_probed,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (server, out) = (caller.text(server, server_len, "server")?, caller.out(out, "out")?);
        let mut options = ProbeOptions::default();
        if timeout_milliseconds != 0 {
            options.timeout = Duration::from_millis(timeout_milliseconds);
        }
        out.give(certwright::probe(&Server::parse(server)?, &options)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The server's name in lower case, in A-labels, or its address.
///
/// @param probed  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_host(probed: *const cw_probed, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.host.get()) }
}

/// The server's port.
///
/// @param probed  what is looked at
/// @param out  the port
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_port(probed: *const cw_probed, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| u32::from(probed.inner.server.port)) }
}

/// The address and the port that answered, such as "10.0.0.5:443".
///
/// @param probed  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_address(probed: *const cw_probed, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.address.get()) }
}

/// How many certificates it presented.
///
/// @param probed  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_chain_count(probed: *const cw_probed, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.chain.len()) }
}

/// One of the certificates, in the order of the server: the leaf first.
///
/// @param probed  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_chain_at(
    probed: *const cw_probed,
    index: usize,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(probed, "probed", index, out, error, |probed, index| Ok(at(&probed.chain, index)?)) }
}

/// The version of TLS that both speak: "TLSv1.2" or "TLSv1.3".
///
/// @param probed  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_protocol(probed: *const cw_probed, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.protocol.get()) }
}

/// The cipher suite, by its name in the IANA's registry.
///
/// @param probed  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_cipher(probed: *const cw_probed, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.cipher.get()) }
}

/// Whether the server asks for a client certificate.
///
/// @param probed  what is looked at
/// @param out  one of CW_CLIENT_CERTIFICATE_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_client_certificate(probed: *const cw_probed, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, number_of) }
}

/// How many things there are to be known.
///
/// @param probed  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_note_count(probed: *const cw_probed, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(probed, "probed", out, error, |probed| probed.notes.count()) }
}

/// One of the things to be known.
///
/// @param probed  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_note_at(probed: *const cw_probed, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(probed, "probed", index, out, error, |probed, index| probed.notes.at(index)) }
}

/// Frees what a server presented. NULL does nothing.
///
/// @param probed  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_probed_free(probed: *mut cw_probed) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(probed) }
}

/// Draws a chain as lines of text, for people: who, issued by whom, for which names, how long still, thumbprints. Whether it is
/// right is not said.
///
/// @param chain, chain_count  the certificates, the leaf first
/// @param at  the time by which the days that are left are counted
/// @param out  the lines; the caller frees them with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a time beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_picture(
    chain: *const *const cw_certificate,
    chain_count: usize,
    at: i64,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (chain, at, out) = (caller.handles(chain, chain_count, "chain")?, time_of(at, "at")?, caller.out(out, "out")?);
        let chain: Vec<_> = chain.into_iter().map(|one| one.inner.clone()).collect();
        out.write(cw_bytes::new(certwright::picture(&chain, at)));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

fn number_of(probed: &cw_probed) -> u32 {
    match probed.inner.client_certificate {
        ClientCertificate::Asked => CW_CLIENT_CERTIFICATE_ASKED,
        ClientCertificate::Required => CW_CLIENT_CERTIFICATE_REQUIRED,
        _ => CW_CLIENT_CERTIFICATE_NOT_ASKED,
    }
}
