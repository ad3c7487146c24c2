//! For servers that read their certificate from files: writing those, and looking whether the server serves what it should.

use std::{ffi::c_char, path::PathBuf, ptr, time::Duration};

use certwright::{Applied, ApplyOptions, FileLayout, Server};

use crate::{
    caller::{Caller, free},
    certificate::cw_certificate,
    endpoint::cw_endpoint,
    error::cw_error,
    guard::guard,
    look::{change, choice, look, look_at},
    status::cw_status,
    text::{Kept, KeptList, cw_str},
    texts::texts,
};

/// Apache httpd 2.4.8 or later: SSLCertificateFile with the chain, SSLCertificateKeyFile.
pub const CW_LAYOUT_APACHE: u32 = 1;
/// HAProxy: one file, crt, with certificate, chain and key.
pub const CW_LAYOUT_HAPROXY: u32 = 2;
/// nginx: ssl_certificate with the chain, ssl_certificate_key.
pub const CW_LAYOUT_NGINX: u32 = 3;
/// PostgreSQL: ssl_cert_file with the chain, ssl_key_file. It refuses a key that others than its account, or root and a group, can
/// read.
pub const CW_LAYOUT_POSTGRESQL: u32 = 4;

const LAYOUTS: [(u32, FileLayout); 4] = [
    (CW_LAYOUT_APACHE, FileLayout::Apache),
    (CW_LAYOUT_HAPROXY, FileLayout::Haproxy),
    (CW_LAYOUT_NGINX, FileLayout::Nginx),
    (CW_LAYOUT_POSTGRESQL, FileLayout::Postgresql),
];

/// What is written where for a server that reads files, and how it takes them up. To be used by one thread at a time.
pub struct cw_apply_options(ApplyOptions);

/// What an application came to; it never changes.
pub struct cw_applied {
    changed: bool,
    files: KeptList,
    server: Kept,
    certificate: cw_certificate,
}

impl From<Applied> for cw_applied {
    fn from(applied: Applied) -> Self {
        Self {
            changed: applied.changed,
            files: applied.files.iter().map(|file| file.to_string_lossy()).collect(),
            server: Kept::new(applied.server.to_string()),
            certificate: cw_certificate::new(applied.certificate),
        }
    }
}

/// Files of a layout, for a server that looks at them by itself unless a command is set.
///
/// @param layout  one of CW_LAYOUT_…
/// @param certificate, certificate_len  the path of the file of the certificate and its chain, in UTF-8; with CW_LAYOUT_HAPROXY also
///     of the key; copied
/// @param out  the options; the caller frees them with cw_apply_options_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another layout
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_new(
    layout: u32,
    certificate: *const c_char,
    certificate_len: usize,
    out: *mut *mut cw_apply_options,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (certificate, out) = (caller.text(certificate, certificate_len, "certificate")?, caller.out(out, "out")?);
        out.give(cw_apply_options(ApplyOptions::new(choice("layout", layout, &LAYOUTS)?, certificate, None, Vec::new())));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the file of the key, which every layout but CW_LAYOUT_HAPROXY wants.
///
/// @param options  the options
/// @param path, path_len  its path, in UTF-8; copied; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_key(
    options: *mut cw_apply_options,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_apply_options, caller: &Caller| {
        options.0.key = caller.optional_text(path, path_len, "path")?.map(PathBuf::from);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the account that the files belong to.
///
/// @param options  the options
/// @param owner, owner_len  its name or number; copied; NULL for the one that writes them
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_owner(
    options: *mut cw_apply_options,
    owner: *const c_char,
    owner_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_apply_options, caller: &Caller| {
        options.0.owner = caller.optional_text(owner, owner_len, "owner")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the group that may read what holds the key.
///
/// @param options  the options
/// @param group, group_len  its name or number; copied; NULL for none: nobody but the owner may
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_group(
    options: *mut cw_apply_options,
    group: *const c_char,
    group_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_apply_options, caller: &Caller| {
        options.0.group = caller.optional_text(group, group_len, "group")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the command that makes the server read its files anew. No shell is between.
///
/// @param options  the options
/// @param words, words_count  the program and its arguments, in place of those that were set before; copied; none for a server that
///     looks at its files by itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_reload(
    options: *mut cw_apply_options,
    words: *const cw_str,
    words_count: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_apply_options, caller: &Caller| {
        options.0.reload = texts(caller, words, words_count, "words")?.into_iter().map(str::to_owned).collect();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets where the server is looked for.
///
/// @param options  the options
/// @param server, server_len  as for cw_probe; copied; NULL for "localhost" and the endpoint's port, with PostgreSQL's way of beginning
///     TLS for CW_LAYOUT_POSTGRESQL
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no server
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_server(
    options: *mut cw_apply_options,
    server: *const c_char,
    server_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_apply_options, caller: &Caller| {
        options.0.server = caller.optional_text(server, server_len, "server")?.map(Server::parse).transpose()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets how long the command may take, and then how long the server may take to serve the certificate.
///
/// @param options  the options
/// @param milliseconds  how long; 30000 unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_timeout(options: *mut cw_apply_options, milliseconds: u64, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_apply_options, _: &Caller| {
        options.0.timeout = Duration::from_millis(milliseconds);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees options. NULL does nothing.
///
/// @param options  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_apply_options_free(options: *mut cw_apply_options) {
    // SAFETY: the header asks the caller for NULL or some that is not used any more.
    unsafe { free(options) }
}

/// Writes an endpoint's certificate, chain and key for a server that reads files, has it read them, and connects until it serves that
/// certificate. If it does not in time, the former files are put back and read anew, and the error says why.
///
/// Where the files are already as they should be and the certificate is served, nothing is done. A file with the key has the mode
/// 0600, or 0640 with a group, the other one 0644. The journal names the key that left the store. Paths of symbolic links are
/// refused. The command is a child of this process, which waits for it. After cw_endpoint_dry_run all of this is verified but the
/// command, and nothing is written; cw_applied_changed says whether it would be.
///
/// @param endpoint  the endpoint
/// @param options  what is written where; they are not consumed
/// @param out  what it came to; the caller frees it with cw_applied_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_APPLY_FAILED with what went wrong, and whether the former files are back; as cw_endpoint_identity;
///     CW_STATUS_INVALID_ARGUMENT for paths that do not fit the layout, or an account or a group that is not there; CW_STATUS_NOT_FOUND for a
///     folder that is not there; CW_STATUS_IO, also where another process holds the folder
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_apply(
    endpoint: *const cw_endpoint,
    options: *const cw_apply_options,
    out: *mut *mut cw_applied,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, options, out) = (caller.handle(endpoint, "endpoint")?, caller.handle(options, "options")?, caller.out(out, "out")?);
        out.give(endpoint.inner.apply(&options.0)?.into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether anything was written.
///
/// @param applied  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_changed(applied: *const cw_applied, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(applied, "applied", out, error, |applied| applied.changed) }
}

/// How many files there are.
///
/// @param applied  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_file_count(applied: *const cw_applied, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(applied, "applied", out, error, |applied| applied.files.count()) }
}

/// The path of one of the files; the one with the certificate first.
///
/// @param applied  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_file_at(applied: *const cw_applied, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(applied, "applied", index, out, error, |applied, index| applied.files.at(index)) }
}

/// Where the certificate was seen, such as "localhost:443".
///
/// @param applied  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_server(applied: *const cw_applied, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(applied, "applied", out, error, |applied| applied.server.get()) }
}

/// The certificate that is served there.
///
/// @param applied  what is looked at
/// @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_certificate(applied: *const cw_applied, out: *mut *const cw_certificate, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(applied, "applied", out, error, |applied| ptr::from_ref(&applied.certificate)) }
}

/// Frees what an application came to; the files stay. NULL does nothing.
///
/// @param applied  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_applied_free(applied: *mut cw_applied) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(applied) }
}
