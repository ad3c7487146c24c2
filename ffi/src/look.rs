//! What most functions are: a fact of a handle is looked at, or a handle is changed.

use std::net::IpAddr;

use certwright::Error;

use crate::{
    caller::Caller,
    error::cw_error,
    guard::{Failure, guard},
    status::cw_status,
};

/// Writes a fact of a handle. As [`look_at`], it stands in the library once for each type of handle and of fact, not in each of the
/// functions: what differs between those comes as a pointer.
///
/// # Safety
/// Those of [`guard`], for all three pointers.
#[inline(never)]
pub(crate) unsafe fn look<T, V>(handle: *const T, what: &'static str, out: *mut V, error: *mut *mut cw_error, read: fn(&T) -> V) -> cw_status {
    let body = |caller: &Caller| {
        let (handle, out) = (caller.handle(handle, what)?, caller.out(out, "out")?);
        out.write(read(handle));
        Ok(())
    };
    // SAFETY: what this function asks for.
    unsafe { guard(error, body) }
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

/// Writes what a handle has at an index.
///
/// # Safety
/// Those of [`guard`], for all three pointers.
#[inline(never)]
pub(crate) unsafe fn look_at<T, V>(
    handle: *const T,
    what: &'static str,
    index: usize,
    out: *mut V,
    error: *mut *mut cw_error,
    read: fn(&T, usize) -> Result<V, Failure>,
) -> cw_status {
    let body = |caller: &Caller| {
        let (handle, out) = (caller.handle(handle, what)?, caller.out(out, "out")?);
        out.write(read(handle, index)?);
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

/// A choice by the number of its constant.
pub(crate) fn choice<T: Copy>(what: &'static str, number: u32, all: &[(u32, T)]) -> Result<T, Failure> {
    all.iter().find(|(constant, _)| *constant == number).map(|(_, choice)| *choice).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|(constant, _)| constant.to_string()).collect();
        let why = format!("there is none of the number {number}; there are {}", known.join(", "));
        Failure::Core(Error::InvalidArgument { what, why })
    })
}

/// The number of a choice's constant; 0 for one of a core that is newer than this.
pub(crate) fn number<T: PartialEq>(all: &[(u32, T)], choice: T) -> u32 {
    all.iter().find(|(_, one)| *one == choice).map_or(0, |(number, _)| *number)
}

/// A new handle, for the caller to own.
pub(crate) fn handle<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// An address in text; blanks around it do not matter.
pub(crate) fn ip_address(text: &str) -> Result<IpAddr, Error> {
    text.trim().parse().map_err(|_| Error::InvalidArgument { what: "IP address", why: "it is not one".to_owned() })
}
