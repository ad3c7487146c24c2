//! What every function runs in: a failure becomes a status and an error, and so does a panic.

use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use certwright::Error;

use crate::{caller::Caller, error::cw_error, status::cw_status};

/// Why a call failed.
pub(crate) enum Failure {
    /// The core says why.
    Core(Error),
    /// This argument is NULL.
    Null(&'static str),
    /// This length is beyond what memory can hold.
    Length(&'static str),
    /// This text is not UTF-8.
    NotUtf8(&'static str),
    /// Of an index: how many there are.
    Index(usize),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl Failure {
    fn error(self) -> Error {
        let argument = |what, why: &str| Error::InvalidArgument { what, why: why.to_owned() };
        match self {
            Self::Core(error) => error,
            Self::Null(what) => argument(what, "it is NULL"),
            Self::Length(what) => argument(what, "its length is beyond what memory can hold"),
            Self::NotUtf8(what) => argument(what, "it is not UTF-8"),
            Self::Index(count) => Error::InvalidArgument { what: "index", why: format!("there are {count}, counted from 0") },
        }
    }
}

/// Runs the body of a function. Of what failed, `error` gets an error of its own unless it is NULL.
///
/// # Safety
/// The promises of a [`Caller`] hold for every pointer of the function; `error` is NULL or a place for one pointer.
pub(crate) unsafe fn guard(error: *mut *mut cw_error, body: impl FnOnce(&Caller) -> Result<(), Failure>) -> cw_status {
    let mut body = Some(body);
    // SAFETY: what this function asks for.
    unsafe { run(error, &mut |caller| body.take().map_or(Ok(()), |body| body(caller))) }
}

/// The same, for a body that is called once. It stands in the library once, not in each of its functions.
///
/// # Safety
/// As above.
#[inline(never)]
unsafe fn run(error: *mut *mut cw_error, body: &mut dyn FnMut(&Caller) -> Result<(), Failure>) -> cw_status {
    // SAFETY: what this function asks for.
    let caller = unsafe { Caller::trusted() };
    // what a panic leaves half done is dropped with the body: outputs are written last, and the core's state is whole at every moment
    match catch_unwind(AssertUnwindSafe(|| body(&caller))) {
        Ok(Ok(())) => cw_status::Ok,
        failed => tell(&caller, error, failed),
    }
}

/// Writes the error of what failed, and gives its status.
#[cold]
#[inline(never)]
fn tell(caller: &Caller, error: *mut *mut cw_error, failed: thread::Result<Result<(), Failure>>) -> cw_status {
    let failure = match failed {
        Ok(Ok(())) => return cw_status::Ok,
        Ok(Err(failure)) => catch_unwind(AssertUnwindSafe(|| cw_error::of(failure.error()))).unwrap_or_else(of_panic),
        Err(payload) => of_panic(payload),
    };
    let status = failure.status;
    if let Ok(out) = caller.out(error, "error") {
        out.give(failure);
    }
    status
}

fn of_panic(payload: Box<dyn Any + Send>) -> cw_error {
    discard(payload);
    cw_error::of_panic()
}

/// Drops what a panic carried, which may panic itself.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(another);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        panic::{panic_any, resume_unwind},
        ptr,
    };

    use super::*;
    use crate::{
        caller::free,
        error::{cw_error_free, cw_error_message, cw_error_status},
    };

    /// What panics when it is dropped, with another one of itself, as often as it is to.
    struct Spiteful(u32);

    impl Drop for Spiteful {
        fn drop(&mut self) {
            if self.0 > 0 {
                resume_unwind(Box::new(Self(self.0 - 1)));
            }
        }
    }

    /// Calls with a place for an error, and says with what status and message that came back.
    fn called(body: impl FnOnce(&Caller) -> Result<(), Failure>) -> (cw_status, cw_status, usize) {
        let mut error = ptr::null_mut();
        // SAFETY: a place for one pointer.
        let status = unsafe { guard(&raw mut error, body) };
        // SAFETY: NULL, or the error that was made.
        let same = unsafe { cw_error_status(error) };
        // SAFETY: as above.
        let message = unsafe { cw_error_message(error) };
        // SAFETY: as above; it is not used any more.
        unsafe { cw_error_free(error) };
        (status, same, message.len)
    }

    fn is_panic((status, same, message): (cw_status, cw_status, usize)) -> bool {
        status == cw_status::Panic && same == cw_status::Panic && message > 0
    }

    #[test]
    fn a_panic_is_a_status_with_an_error_whatever_it_carries() {
        assert!(is_panic(called(|_| panic!("a text"))));
        for times in 0..4 {
            assert!(is_panic(called(|_| panic_any(Spiteful(times)))), "{times}");
        }
    }

    #[test]
    fn a_panic_without_a_place_for_an_error_is_a_status() {
        // SAFETY: no place.
        assert!(unsafe { guard(ptr::null_mut(), |_| panic!("a text")) } == cw_status::Panic);
    }

    /// A callback of a host that calls a function which panics, and goes on.
    unsafe extern "C" fn calls_again() -> cw_status {
        called(|_| panic_any(Spiteful(1))).0
    }

    #[test]
    fn a_panic_within_a_callback_ends_in_the_function_that_the_callback_called() {
        let mut inner = cw_status::Ok;
        let outer = called(|_| {
            // SAFETY: it asks for nothing.
            inner = unsafe { calls_again() };
            Ok(())
        });
        assert!(inner == cw_status::Panic && outer.0 == cw_status::Ok);
        assert!(is_panic(called(|_| {
            // SAFETY: it asks for nothing.
            inner = unsafe { calls_again() };
            panic!("and the outer one, too")
        })));
    }

    #[test]
    fn a_failure_is_its_own_status() {
        let (status, same, message) = called(|_| Err(Failure::Null("out")));
        assert!(status == cw_status::InvalidArgument && same == status && message > 0);
    }

    #[test]
    fn freeing_what_panics_when_it_is_dropped_comes_back() {
        for times in 1..4 {
            let handle = Box::into_raw(Box::new(Spiteful(times)));
            // SAFETY: it was made a moment ago and is not used any more.
            unsafe { free(handle) };
        }
    }
}
