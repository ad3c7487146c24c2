//! Text that is looked at: UTF-8, with its length, and a zero behind it.

use std::{ffi::c_char, ptr};

use crate::guard::Failure;

/// Text that belongs to somebody else: UTF-8, `len` octets, and a zero behind them, so that it can be used as a string of C
/// where it holds no zero itself. Each function says how long it is valid. Where there is none, `data` is NULL and `len` 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cw_str {
    /// The text.
    pub data: *const c_char,
    /// How many octets, without the zero.
    pub len: usize,
}

impl cw_str {
    /// No text, which is not an empty one.
    pub(crate) const NONE: Self = Self { data: ptr::null(), len: 0 };

    /// Of text that ends with a zero and is never freed.
    pub(crate) fn of_static(text: &'static str) -> Self {
        debug_assert!(text.ends_with('\0'));
        Self { data: text.as_ptr().cast(), len: text.len() - 1 }
    }
}

/// Text kept by a handle, so that it can be looked at for as long as the handle lives.
#[derive(Debug)]
pub(crate) struct Kept(String);

impl Kept {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        text.push('\0');
        Self(text)
    }

    /// Valid as long as this is.
    pub(crate) fn get(&self) -> cw_str {
        cw_str { data: self.0.as_ptr().cast(), len: self.0.len() - 1 }
    }

    /// Valid as long as this is; without text where there is none.
    pub(crate) fn get_optional(kept: Option<&Self>) -> cw_str {
        kept.map_or(cw_str::NONE, Self::get)
    }
}

/// Texts kept by a handle, one after the other.
#[derive(Debug, Default)]
pub(crate) struct KeptList(Vec<Kept>);

impl<T: Into<String>> FromIterator<T> for KeptList {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(Kept::new).collect())
    }
}

impl KeptList {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Valid as long as this is.
    pub(crate) fn at(&self, index: usize) -> Result<cw_str, Failure> {
        self.0.get(index).map(Kept::get).ok_or(Failure::Index(self.0.len()))
    }
}
