//! Counts what is read of a file, holds it below a limit, and keeps the system's own error from being taken for damage.

use std::{
    cell::{Cell, RefCell},
    io::{self, ErrorKind, Read},
};

use super::{damaged, io_error};
use crate::error::Error;

/// What the layers above a [`Metered`] know of it.
pub(super) struct Meter {
    read: Cell<u64>,
    limit: Cell<u64>,
    failure: RefCell<Option<io::Error>>,
}

impl Meter {
    /// The file ends for its reader after so many octets, until the limit is lifted.
    pub(super) fn new(limit: u64) -> Self {
        Self { read: Cell::new(0), limit: Cell::new(limit), failure: RefCell::new(None) }
    }

    pub(super) fn lift(&self) {
        self.limit.set(u64::MAX);
    }

    /// So many octets were read.
    pub(super) fn read(&self) -> u64 {
        self.read.get()
    }

    /// Why the layers above could not go on: the system's reason if it gave one, else damage.
    pub(super) fn explain(&self, error: &io::Error) -> Error {
        match &*self.failure.borrow() {
            Some(failure) => io_error("read", failure),
            None if error.kind() == ErrorKind::UnexpectedEof => damaged("it is cut short"),
            None => damaged("it is cut short or altered"),
        }
    }
}

/// A file under a meter.
pub(super) struct Metered<'a> {
    input: &'a mut dyn Read,
    meter: &'a Meter,
}

impl<'a> Metered<'a> {
    pub(super) fn new(input: &'a mut dyn Read, meter: &'a Meter) -> Self {
        Self { input, meter }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.meter.limit.get().saturating_sub(self.meter.read.get());
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let found = self.input.read(&mut into[..room]);
        match found {
            Ok(count) => {
                self.meter.read.set(self.meter.read.get() + count as u64);
                Ok(count)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                *self.meter.failure.borrow_mut() = Some(error);
                Err(kind.into())
            }
        }
    }
}
