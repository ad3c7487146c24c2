//! Files in and out.

use std::ffi::c_char;

use certwright::{Replace, Secrecy};

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::guard,
    look::{choice, look},
    read_options::cw_read_options,
    report::cw_import_report,
    status::cw_status,
    text::{Kept, cw_str},
};

/// A file that is written is its owner's alone, from the first octet on: for what holds a private key.
pub const CW_SECRET: u32 = 1;
/// A file that is written may be read by whoever the umask allows.
pub const CW_PUBLIC: u32 = 2;

/// A file that is there already stays as it is, and writing fails.
pub const CW_REPLACE_NEVER: u32 = 1;
/// A file that is there already is replaced.
pub const CW_REPLACE_EXISTING: u32 = 2;

/// Reads the octets of a file: a PFX (PKCS#12), PKCS#7, PEM, one certificate or private key in DER, or base64 of these. The kind
/// is told by the content alone; every bag and every block is in the report, taken or with the reason why not. Nothing is
/// verified.
///
/// @param data, data_len  the octets of the file
/// @param options  NULL for the defaults; looked at, but by one thread at a time
/// @param out  the report; the caller frees it with cw_import_report_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNKNOWN_FORMAT, with what it is instead; CW_STATUS_TOO_LARGE above 64 MiB; CW_STATUS_PASSWORD_REQUIRED,
/// CW_STATUS_WRONG_PASSWORD, also for damage where the two cannot be told apart; CW_STATUS_DAMAGED, CW_STATUS_UNSUPPORTED,
/// CW_STATUS_WORK_LIMIT, CW_STATUS_UNAUTHENTICATED, CW_STATUS_LEGACY_ALGORITHM, CW_STATUS_MALFORMED_CERTIFICATE,
/// CW_STATUS_MALFORMED_KEY; CW_STATUS_CANCELLED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_file(
    data: *const u8,
    data_len: usize,
    options: *const cw_read_options,
    out: *mut *mut cw_import_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let data = caller.octets(data, data_len, "data")?;
        let options = caller.optional_handle(options);
        let out = caller.out(out, "out")?;
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        let report = unsafe { cw_read_options::read(options, |options| certwright::read_file(data, options)) }?;
        out.give(cw_import_report::new(report));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads the octets of a PFX (PKCS#12), and of nothing else.
///
/// @param data, data_len  the octets of the file
/// @param options  NULL for the defaults; looked at, but by one thread at a time
/// @param out  the report; the caller frees it with cw_import_report_free
/// @param error  NULL, or where an error goes
/// @return as cw_read_file, CW_STATUS_UNKNOWN_FORMAT also for PEM and DER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_pkcs12(
    data: *const u8,
    data_len: usize,
    options: *const cw_read_options,
    out: *mut *mut cw_import_report,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let data = caller.octets(data, data_len, "data")?;
        let options = caller.optional_handle(options);
        let out = caller.out(out, "out")?;
        // SAFETY: the header asks the caller for a callback that keeps to its rules.
        let report = unsafe { cw_read_options::read(options, |options| certwright::read_pkcs12(data, options)) }?;
        out.give(cw_import_report::new(report));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The octets of a regular file of at most 64 MiB.
///
/// @param path, path_len  its path
/// @param out  the octets; the caller frees them with cw_bytes_free, which wipes them
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_TOO_LARGE; CW_STATUS_IO, also for a directory or a device
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_read_path(path: *const c_char, path_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (path, out) = (caller.text(path, path_len, "path")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(certwright::read_path(path)?.as_slice()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Writes a file whole or not at all: into a temporary file beside it, synced, then renamed.
///
/// @param path, path_len  its path; a symbolic link is replaced itself
/// @param data, data_len  what is written
/// @param secrecy  CW_SECRET or CW_PUBLIC
/// @param replace  CW_REPLACE_NEVER or CW_REPLACE_EXISTING
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_ALREADY_EXISTS; CW_STATUS_NOT_FOUND if its folder is not there; CW_STATUS_IO; CW_STATUS_INVALID_ARGUMENT if the path
/// names no file
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_write_file(
    path: *const c_char,
    path_len: usize,
    data: *const u8,
    data_len: usize,
    secrecy: u32,
    replace: u32,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (path, data) = (caller.text(path, path_len, "path")?, caller.octets(data, data_len, "data")?);
        let secrecy = choice("secrecy", secrecy, &[(CW_SECRET, Secrecy::Secret), (CW_PUBLIC, Secrecy::Public)])?;
        let replace = choice("replace", replace, &[(CW_REPLACE_NEVER, Replace::Never), (CW_REPLACE_EXISTING, Replace::Existing)])?;
        certwright::write_file(path, data, secrecy, replace)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The octets of a .p7b: signed data with these certificates, each once, and nothing signed. Their order is that of DER.
///
/// @param certificates, count  handles of which none is NULL; at least one
/// @param out  the octets; the caller frees them with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT without a certificate
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_write_pkcs7(
    certificates: *const *const cw_certificate,
    count: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (certificates, out) = (caller.handles(certificates, count, "certificates")?, caller.out(out, "out")?);
        let certificates: Vec<_> = certificates.into_iter().map(|one| one.inner.clone()).collect();
        out.write(cw_bytes::new(certwright::write_pkcs7(&certificates)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What a file is; it never changes.
pub struct cw_detected {
    kind: Kept,
    why: Kept,
    hint: Option<Kept>,
}

/// Says what the octets of a file are, by the content alone, for far more kinds than are read. It reads no further than is needed
/// for that: whether it is whole, only cw_read_file says.
///
/// @param data, data_len  the octets of the file
/// @param out  what it is; the caller frees it with cw_detected_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_detect(data: *const u8, data_len: usize, out: *mut *mut cw_detected, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (data, out) = (caller.octets(data, data_len, "data")?, caller.out(out, "out")?);
        let found = certwright::detect(data);
        out.give(cw_detected { kind: Kept::new(found.kind.to_string()), why: Kept::new(found.why), hint: found.hint.map(Kept::new) });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The kind in one word, such as "pkcs12", "certificate", "jks" or "zeros".
///
/// @param detected  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_detected_kind(detected: *const cw_detected, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(detected, "detected", out, error, |this| this.kind.get()) }
}

/// What tells it, such as "it is PEM with 2 blocks: a private key, a certificate".
///
/// @param detected  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_detected_why(detected: *const cw_detected, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(detected, "detected", out, error, |this| this.why.get()) }
}

/// What makes it a file that can be read, such as a command in which FILE is its name.
///
/// @param detected  what is looked at
/// @param out  valid until it is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_detected_hint(detected: *const cw_detected, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(detected, "detected", out, error, |this| Kept::get_optional(this.hint.as_ref())) }
}

/// Frees what a file is. NULL does nothing.
///
/// @param detected  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_detected_free(detected: *mut cw_detected) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(detected) }
}
