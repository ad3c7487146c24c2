//! What every function runs in: a failure becomes a status and an error, and so does a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

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
    // SAFETY: what this function asks for.
    let caller = unsafe { Caller::trusted() };
    // what a panic leaves half done is dropped with the body: outputs are written last, and the core's state is whole at every moment
    let failure = match catch_unwind(AssertUnwindSafe(|| body(&caller))) {
        Ok(Ok(())) => return cw_status::Ok,
        Ok(Err(failure)) => catch_unwind(AssertUnwindSafe(|| cw_error::of(failure.error()))).unwrap_or_else(|_| cw_error::of_panic()),
        Err(_) => cw_error::of_panic(),
    };
    let status = failure.status;
    if let Ok(out) = caller.out(error, "error") {
        out.give(failure);
    }
    status
}
