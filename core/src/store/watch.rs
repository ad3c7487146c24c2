//! A feed of the journal across processes.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{Store, diagnostic::DiagnosticCode, journal::Event};
use crate::error::{Error, Result};

/// How often the journal is looked at: a few microseconds of work, and well below the second that readers are promised.
const PAUSE: Duration = Duration::from_millis(100);
/// How often it is looked whether a certificate nears its end.
const BETWEEN_EXPIRIES: Duration = Duration::from_secs(60);
/// How many lines are read at a time.
const PAGE: usize = 256;

/// Lines of the journal as they are written, by whichever process.
#[derive(Debug)]
pub struct Watch {
    store: Store,
    since: u64,
    /// Whether it had seen the end of the journal.
    caught_up: bool,
    /// When it was looked for certificates that near their end.
    looked: Option<Instant>,
    page: std::vec::IntoIter<Event>,
}

impl Store {
    /// Follows the journal behind line `since` (0: from the first line). Whoever keeps the number of the last line it saw
    /// goes on from there another time, and misses none. While it waits, it sees to it that the journal tells of certificates that near
    /// their end, as [`tell_expiries`](Self::tell_expiries) does.
    pub fn watch(&self, since: u64) -> Watch {
        Watch { store: self.clone(), since, caught_up: false, looked: None, page: Vec::new().into_iter() }
    }
}

impl Watch {
    /// The next line, waited for at most this long; `None` if there was none.
    ///
    /// # Errors
    /// As [`Store::events`]; the feed can be asked again.
    pub fn next_within(&mut self, patience: Duration) -> Result<Option<Event>> {
        let begun = Instant::now();
        loop {
            if let Some(event) = self.page.next() {
                self.since = event.number;
                return Ok(Some(event));
            }
            let last = self.store.last_event()?;
            if last < self.since {
                let why = format!("the journal has {last} lines, not {}; was the store put back to an earlier state?", self.since);
                return Err(Error::InvalidArgument { what: "since", why });
            }
            if last > self.since {
                if self.caught_up && last - self.since > PAGE as u64 {
                    self.caught_up = false;
                    self.tell_behind(last - self.since)?;
                }
                self.page = self.store.events(self.since, PAGE)?.into_iter();
                continue;
            }
            self.caught_up = true;
            if self.looked.is_none_or(|looked| looked.elapsed() >= BETWEEN_EXPIRIES) {
                self.looked = Some(Instant::now());
                self.store.try_to_tell_expiries();
                continue;
            }
            let left = patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            thread::sleep(left.min(PAUSE));
        }
    }

    fn tell_behind(&self, lines: u64) -> Result<()> {
        let store = &self.store;
        store.0.pool.run(|| {
            store.note(DiagnosticCode::WatchBehind, || format!("a watch of {} is {lines} lines behind the journal", store.path().display()));
            Ok(())
        })
    }

    /// The number of the last line that was given.
    pub fn since(&self) -> u64 {
        self.since
    }
}
