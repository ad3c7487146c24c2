//! What comes in as pointers, checked: a missing one is a status, never a crash.

use std::{
    ffi::{CStr, c_char},
    panic::{AssertUnwindSafe, catch_unwind},
    slice, str,
};

use crate::guard::{Failure, discard};

/// In place of the length of a text: it ends at its zero. cbindgen.toml has it for the header, since cbindgen passes it over.
pub(crate) const CW_ZERO_TERMINATED: usize = usize::MAX;

/// The promises of whoever called, as the header asks for them: a pointer is NULL, or leads to what its type and its
/// description say, which is neither freed nor, where it is changed, used by anybody else until the call has returned.
///
/// Only [`guard`](crate::guard::guard) makes one, and takes the promises for all pointers of a function at once.
pub(crate) struct Caller(());

impl Caller {
    /// # Safety
    /// The promises hold for every pointer that will be given to the methods.
    pub(crate) unsafe fn trusted() -> Self {
        Self(())
    }

    /// A handle that is looked at.
    pub(crate) fn handle<'a, T>(&'a self, pointer: *const T, what: &'static str) -> Result<&'a T, Failure> {
        // SAFETY: the caller's promise, which lasts as long as `self`.
        unsafe { pointer.as_ref() }.ok_or(Failure::Null(what))
    }

    /// A handle that may be missing, such as options.
    pub(crate) fn optional_handle<T>(&self, pointer: *const T) -> Option<&T> {
        // SAFETY: the caller's promise, which lasts as long as `self`.
        unsafe { pointer.as_ref() }
    }

    /// A handle that is changed, such as a builder or an iterator.
    #[allow(clippy::mut_from_ref, reason = "the reference is the caller's, not ours")]
    pub(crate) fn handle_mut<'a, T>(&'a self, pointer: *mut T, what: &'static str) -> Result<&'a mut T, Failure> {
        // SAFETY: the caller's promise, which lasts as long as `self`.
        unsafe { pointer.as_mut() }.ok_or(Failure::Null(what))
    }

    /// Octets; NULL with length 0 is none.
    pub(crate) fn octets(&self, pointer: *const u8, len: usize, what: &'static str) -> Result<&[u8], Failure> {
        self.array(pointer, len, what)
    }

    /// So many of them, one behind the other; NULL with count 0 is none.
    pub(crate) fn array<T>(&self, pointer: *const T, count: usize, what: &'static str) -> Result<&[T], Failure> {
        match (pointer.is_null(), count) {
            (true, 0) => Ok(&[]),
            (true, _) => Err(Failure::Null(what)),
            (false, count) if count > isize::MAX as usize / size_of::<T>().max(1) => Err(Failure::Length(what)),
            // SAFETY: the caller's promise; no object is longer than isize::MAX.
            (false, count) => Ok(unsafe { slice::from_raw_parts(pointer, count) }),
        }
    }

    /// Handles, none of which may be missing.
    pub(crate) fn handles<'a, T>(&'a self, pointer: *const *const T, count: usize, what: &'static str) -> Result<Vec<&'a T>, Failure> {
        self.array(pointer, count, what)?.iter().map(|one| self.handle(*one, what)).collect()
    }

    /// Text in UTF-8; NULL with length 0 is an empty one.
    pub(crate) fn text(&self, pointer: *const c_char, len: usize, what: &'static str) -> Result<&str, Failure> {
        let octets = if len == CW_ZERO_TERMINATED && !pointer.is_null() {
            // SAFETY: the caller's promise: there is a zero.
            unsafe { CStr::from_ptr(pointer) }.to_bytes()
        } else {
            self.octets(pointer.cast(), len, what)?
        };
        str::from_utf8(octets).map_err(|_| Failure::NotUtf8(what))
    }

    /// Text that may be missing, such as a password: NULL is none, which is not an empty one.
    pub(crate) fn optional_text(&self, pointer: *const c_char, len: usize, what: &'static str) -> Result<Option<&str>, Failure> {
        if pointer.is_null() && matches!(len, 0 | CW_ZERO_TERMINATED) {
            return Ok(None);
        }
        self.text(pointer, len, what).map(Some)
    }

    /// Where a result goes.
    pub(crate) fn out<T>(&self, pointer: *mut T, what: &'static str) -> Result<Out<'_, T>, Failure> {
        self.optional_out(pointer).ok_or(Failure::Null(what))
    }

    /// Where a result goes that not everybody wants.
    pub(crate) fn optional_out<T>(&self, pointer: *mut T) -> Option<Out<'_, T>> {
        (!pointer.is_null()).then_some(Out { place: pointer, _caller: self })
    }
}

/// A place for one result; it is written once all has gone well.
pub(crate) struct Out<'a, T> {
    place: *mut T,
    _caller: &'a Caller,
}

impl<T> Out<'_, T> {
    pub(crate) fn write(self, value: T) {
        // SAFETY: not NULL, and by the caller's promise a place for one value.
        unsafe { self.place.write(value) }
    }
}

impl<T> Out<'_, *mut T> {
    /// Hands a new handle to the caller.
    pub(crate) fn give(self, value: T) {
        self.write(Box::into_raw(Box::new(value)));
    }
}

/// Frees a handle; NULL does nothing.
///
/// # Safety
/// NULL, or a handle of this type that was made here, is not freed yet and not used any more.
pub(crate) unsafe fn free<T>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: the caller's promise; every handle comes out of a box.
        let handle = unsafe { Box::from_raw(pointer) };
        // there is nobody to tell of a panic; what is left undone is memory that is not given back
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(handle))) {
            discard(payload);
        }
    }
}
