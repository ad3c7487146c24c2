//! What most functions are: a fact of a handle is looked at, or a handle is changed.

use crate::{
    caller::Caller,
    error::cw_error,
    guard::{Failure, guard},
    status::cw_status,
};

/// Writes a fact of a handle.
///
/// # Safety
/// Those of [`guard`], for all three pointers.
pub(crate) unsafe fn look<T, V>(
    handle: *const T,
    what: &'static str,
    out: *mut V,
    error: *mut *mut cw_error,
    read: impl FnOnce(&T) -> V,
) -> cw_status {
    // SAFETY: what this function asks for.
    unsafe { try_look(handle, what, out, error, |this| Ok(read(this))) }
}

/// Writes what is found in, or made of, a handle.
///
/// # Safety
/// Those of [`guard`], for all three pointers.
pub(crate) unsafe fn try_look<T, V>(
    handle: *const T,
    what: &'static str,
    out: *mut V,
    error: *mut *mut cw_error,
    read: impl FnOnce(&T) -> Result<V, Failure>,
) -> cw_status {
    let body = |caller: &Caller| {
        let (handle, out) = (caller.handle(handle, what)?, caller.out(out, "out")?);
        out.write(read(handle)?);
        Ok(())
    };
    // SAFETY: what this function asks for.
    unsafe { guard(error, body) }
}

/// Changes a handle, or leaves it as it was.
///
/// # Safety
/// Those of [`guard`], for both pointers and for those that `apply` looks at.
pub(crate) unsafe fn change<T>(
    handle: *mut T,
    what: &'static str,
    error: *mut *mut cw_error,
    apply: impl FnOnce(&mut T, &Caller) -> Result<(), Failure>,
) -> cw_status {
    // SAFETY: what this function asks for.
    unsafe { guard(error, |caller| apply(caller.handle_mut(handle, what)?, caller)) }
}

/// One of a list, counted from 0.
pub(crate) fn at<T>(list: &[T], index: usize) -> Result<&T, Failure> {
    list.get(index).ok_or(Failure::Index(list.len()))
}
