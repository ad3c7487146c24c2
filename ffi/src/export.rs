//! Certificates out of the store, with their keys where that is asked for.

use std::ffi::c_char;

use certwright::{ExportFormat, ExportOptions, Thumbprint};
use zeroize::Zeroizing;

use crate::{
    bytes::cw_bytes,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{change, choice},
    status::cw_status,
    store::cw_store,
    text::cw_str,
    texts::{cw_texts, texts},
};

/// A kind of file: PKCS#12, encrypted.
pub const CW_EXPORT_PFX: u32 = 1;
/// A kind of file: PEM blocks; a key stands unencrypted unless there is a password.
pub const CW_EXPORT_PEM: u32 = 2;
/// A kind of file: one certificate in DER.
pub const CW_EXPORT_DER: u32 = 3;
/// A kind of file: PKCS#7 in DER, each certificate once; never a key.
pub const CW_EXPORT_P7B: u32 = 4;

const FORMATS: [(u32, ExportFormat); 4] =
    [(CW_EXPORT_PFX, ExportFormat::Pfx), (CW_EXPORT_PEM, ExportFormat::Pem), (CW_EXPORT_DER, ExportFormat::Der), (CW_EXPORT_P7B, ExportFormat::P7b)];

/// How certificates leave the store.
#[derive(Default)]
pub struct cw_export_options {
    inner: ExportOptions<'static>,
    password: Option<Zeroizing<String>>,
}

/// Options for a PFX without keys; it lacks a password yet.
///
/// @param out  the options; the caller frees them with cw_export_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_new(out: *mut *mut cw_export_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_export_options::default());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the kind of file.
///
/// @param options  the options
/// @param format  one of CW_EXPORT_; CW_EXPORT_PFX unless said
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_format(options: *mut cw_export_options, format: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_export_options, _: &Caller| {
        options.inner.format = choice("format", format, &FORMATS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Lets private keys and chains go along.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_with_key(options: *mut cw_export_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_export_options, _: &Caller| {
        options.inner.with_key = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the password of a PFX, or of the keys in PEM.
///
/// @param options  the options
/// @param password, password_len  the password, never empty; copied, and the copy is wiped; NULL for none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_password(
    options: *mut cw_export_options,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_export_options, caller: &Caller| {
        let password = caller.optional_text(password, password_len, "password")?;
        options.password = password.map(|text| Zeroizing::new(text.to_owned()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Says who has to open a PFX, which decides how it is encrypted.
///
/// @param options  the options
/// @param name, name_len  such as "default", "windows-server-2016", "java8", "dotnet9"; not kept
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another name; the message has them all
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_reader(
    options: *mut cw_export_options,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_export_options, caller: &Caller| {
        options.inner.write.reader = caller.text(name, name_len, "name")?.parse()?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the iterations of each of the two key derivations of a PFX.
///
/// @param options  the options
/// @param count  1,000 to 5,000,000, for readers with 3DES less the more bags there are; others are refused when a file is made; 0 for what the loader of .NET 9 still
///     opens
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_iterations(options: *mut cw_export_options, count: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_export_options, _: &Caller| {
        options.inner.write.iterations = (count > 0).then_some(count);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param export_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_export_options_free(export_options: *mut cw_export_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(export_options) }
}

/// Makes a file that holds certificates. With keys it is sealed by the password, or secret in PEM without one, and the
/// journal names each key that left.
///
/// @param store  the store
/// @param thumbprints, thumbprints_count  of each certificate SHA-1 or SHA-256 in hex, as it was pasted; at least one;
///     not kept
/// @param options  how, or NULL for the defaults; it is not kept
/// @param out  the file; the caller frees it with cw_bytes_free, which wipes it
/// @param out_notes  NULL, or where a list goes of what is to be known of the file, such as that a common program will
///     not open it; the caller frees it with cw_texts_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED;
///     CW_STATUS_PASSWORD_REQUIRED for a PFX without a password; CW_STATUS_UNSUPPORTED for a key that the reader cannot
///     use; CW_STATUS_INVALID_ARGUMENT for none, for more than one certificate in DER, or a key in DER or PKCS#7
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_export(
    store: *const cw_store,
    thumbprints: *const cw_str,
    thumbprints_count: usize,
    options: *const cw_export_options,
    out: *mut cw_bytes,
    out_notes: *mut *mut cw_texts,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, thumbprints, options, out, out_notes) = (
            caller.handle(store, "store")?,
            texts(caller, thumbprints, thumbprints_count, "thumbprints")?,
            caller.optional_handle(options),
            caller.out(out, "out")?,
            caller.optional_out(out_notes),
        );
        let thumbprints = thumbprints.into_iter().map(Thumbprint::parse).collect::<certwright::Result<Vec<_>>>()?;
        let exported = match options {
            Some(options) => {
                let password = options.password.as_ref().map(|text| text.as_str());
                store.inner.export(&thumbprints, &options.inner.clone().password(password))?
            }
            None => store.inner.export(&thumbprints, &ExportOptions::default())?,
        };
        if let Some(out) = out_notes {
            out.give(cw_texts::new(exported.notes));
        }
        out.write(cw_bytes::new(&*exported.bytes));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
