//! Octets: those that were made for the caller, wiped when freed, and those that are looked at.

use std::ptr;

use zeroize::Zeroize;

/// Octets that belong to the caller: `len` of them, and a zero behind them, so that text can be used as a string of C.
/// Set it to `{NULL, 0}` before the first use; neither `data` nor `len` is changed after that; free it with cw_bytes_free,
/// which wipes it.
#[repr(C)]
pub struct cw_bytes {
    /// The octets.
    pub data: *mut u8,
    /// How many, without the zero.
    pub len: usize,
}

impl cw_bytes {
    /// Nothing, which is not the same as nothing in it.
    pub(crate) const NONE: Self = Self { data: ptr::null_mut(), len: 0 };

    /// A copy; who holds the original wipes it.
    pub(crate) fn new(octets: impl AsRef<[u8]>) -> Self {
        let octets = octets.as_ref();
        let mut boxed = Vec::with_capacity(octets.len() + 1);
        boxed.extend_from_slice(octets);
        boxed.push(0);
        Self { len: octets.len(), data: Box::into_raw(boxed.into_boxed_slice()).cast() }
    }
}

/// Octets that belong to somebody else, and are looked at. Each function says how long they are valid. Where there are none,
/// `data` is NULL and `len` 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cw_octets {
    /// The octets; no zero stands behind them.
    pub data: *const u8,
    /// How many.
    pub len: usize,
}

impl cw_octets {
    /// None, which is not the same as an empty one.
    pub(crate) const NONE: Self = Self { data: ptr::null(), len: 0 };

    /// Valid as long as `octets` is.
    pub(crate) fn of(octets: &[u8]) -> Self {
        Self { data: octets.as_ptr(), len: octets.len() }
    }

    /// Valid as long as `octets` is; none where there is none.
    pub(crate) fn of_optional(octets: Option<&[u8]>) -> Self {
        octets.map_or(Self::NONE, Self::of)
    }
}

/// Wipes and frees octets, and sets `bytes` to `{NULL, 0}`: to free them twice does nothing. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bytes_free(bytes: *mut cw_bytes) {
    // SAFETY: the caller gives NULL or one cw_bytes that nobody else uses at this moment.
    let Some(bytes) = (unsafe { bytes.as_mut() }) else { return };
    if !bytes.data.is_null() {
        let whole = ptr::slice_from_raw_parts_mut(bytes.data, bytes.len + 1);
        // SAFETY: `data` came from a box of `len + 1` octets, made by `new`, and is set to NULL once it is freed.
        let mut octets = unsafe { Box::from_raw(whole) };
        octets.zeroize();
    }
    *bytes = cw_bytes::NONE;
}
