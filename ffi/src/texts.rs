//! Lists of texts, in and out.

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::Failure,
    look::{look, look_at},
    status::cw_status,
    text::{KeptList, cw_str},
};

/// A list of texts; it never changes.
#[derive(Debug, Default)]
pub struct cw_texts(KeptList);

impl cw_texts {
    pub(crate) fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self(texts.into_iter().collect())
    }
}

/// The texts of an array that came in.
pub(crate) fn texts<'a>(caller: &'a Caller, pointer: *const cw_str, count: usize, what: &'static str) -> Result<Vec<&'a str>, Failure> {
    caller.array(pointer, count, what)?.iter().map(|text| caller.text(text.data, text.len, what)).collect()
}

/// How many texts a list has.
///
/// @param texts  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_texts_count(texts: *const cw_texts, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(texts, "texts", out, error, |texts| texts.0.count()) }
}

/// One of the texts, counted from 0. Valid until the list is freed.
///
/// @param texts  what is looked at
/// @param index  counted from 0
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_texts_at(texts: *const cw_texts, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(texts, "texts", index, out, error, |texts, index| texts.0.at(index)) }
}

/// Frees a list of texts. NULL does nothing.
///
/// @param texts  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_texts_free(texts: *mut cw_texts) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(texts) }
}
