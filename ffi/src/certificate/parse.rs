//! What people paste: thumbprints, serial numbers, subjects, named stores, dates.

use std::ffi::c_char;

use certwright::{DateInput, Name, SerialNumber, StoreName, Thumbprint};

use crate::{bytes::cw_bytes, caller::Caller, error::cw_error, guard::guard, status::cw_status};

/// Reads a thumbprint as people paste it: hidden characters, blanks, colons, dashes, 0x and the case of the digits do not
/// matter. 40 digits are SHA-1, 64 are SHA-256.
///
/// @param text, text_len  the text, in UTF-8
/// @param out  its digits, in upper case; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_THUMBPRINT, which says how many digits there were
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_thumbprint_parse(text: *const c_char, text_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(Thumbprint::parse(text)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads a serial number as people paste it, always as an unsigned number: hidden characters, blanks, colons, dashes, 0x,
/// leading zeros and the case of the digits do not matter.
///
/// @param text, text_len  the text, in UTF-8
/// @param out  it, as cw_certificate_serial gives it; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_serial_parse(text: *const c_char, text_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(SerialNumber::parse(text)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Takes the content octets of the DER of a serial number; they may be negative or longer than they need be.
///
/// @param der, der_len  the octets, 1 to 64
/// @param out  it, as cw_certificate_serial gives it; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_serial_from_der(der: *const u8, der_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (der, out) = (caller.octets(der, der_len, "der")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(SerialNumber::from_der_content(der)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads a plain name ("Integration API", which becomes the common name) or a string of RFC 4514 ("CN=a, O=b").
///
/// @param text, text_len  the text, in UTF-8
/// @param out  it, as RFC 4514 writes it; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SUBJECT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_subject_parse(text: *const c_char, text_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(Name::parse(text)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads the name of a named store, in any case: one of the four that are in every store, Windows' short or display name for
/// it ("My", "Trusted Root Certification Authorities"), or one of your own.
///
/// @param text, text_len  the text, in UTF-8
/// @param out  it, as a store gives it: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", or your own; the caller
///     frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if it is empty, longer than 64 characters, or holds a control character
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_name_parse(text: *const c_char, text_len: usize, out: *mut cw_bytes, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (text, out) = (caller.text(text, text_len, "text")?, caller.out(out, "out")?);
        out.write(cw_bytes::new(StoreName::parse(text)?.to_string()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads a date as people write it: 2026-01-31T12:00:00Z (an offset is required), YYYY-MM-DD, DD.MM.YYYY, and MM/DD/YYYY or
/// DD/MM/YYYY where only one of the two is a day or both are the same one.
///
/// @param text, text_len  the text, in UTF-8
/// @param out  seconds since 1970-01-01T00:00:00Z; of a whole day those of its beginning in UTC
/// @param out_day  whether it is a whole day, without a time
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_DATE; CW_STATUS_AMBIGUOUS_DATE, with both readings
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_date_parse(
    text: *const c_char,
    text_len: usize,
    out: *mut i64,
    out_day: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let text = caller.text(text, text_len, "text")?;
        let (out, out_day) = (caller.out(out, "out")?, caller.out(out_day, "out_day")?);
        let (time, is_day) = match DateInput::parse(text)? {
            DateInput::Instant(time) => (time, false),
            DateInput::Day(day) => (day.midnight().assume_utc(), true),
        };
        out.write(time.unix_timestamp());
        out_day.write(is_day);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}
