//! Lines of the journal, read and followed.

use std::time::Duration;

use certwright::{Event, Watch};

use crate::{
    caller::{Caller, free},
    certificate::time_of,
    error::cw_error,
    guard::guard,
    look::{at, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// One line of the journal; it never changes.
pub struct cw_event {
    number: u64,
    milliseconds: i64,
    actor: Kept,
    kind: Kept,
    thumbprint: Option<Kept>,
    details: Kept,
}

impl From<Event> for cw_event {
    fn from(event: Event) -> Self {
        Self {
            number: event.number,
            milliseconds: event.at.unix_timestamp() * 1000 + i64::from(event.at.millisecond()),
            actor: Kept::new(event.actor),
            kind: Kept::new(event.kind),
            thumbprint: event.thumbprint.map(Kept::new),
            details: Kept::new(event.details),
        }
    }
}

/// Lines of the journal, in order; it never changes.
pub struct cw_events(Vec<cw_event>);

/// Lines of the journal as they are written, by whichever process; for one thread at a time. It keeps its store open.
pub struct cw_watch(Watch);

/// Lines of the journal. Each is compared with its seal and its predecessor's, and the last with the sealed head,
/// unless the store is locked.
///
/// @param store  the store
/// @param since  the number of the line behind which they begin; 0 for the first
/// @param limit  at most so many; SIZE_MAX for all
/// @param out  the lines; the caller frees them with cw_events_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_TAMPERED with the number of the line that was altered or is missing
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_events(
    store: *const cw_store,
    since: u64,
    limit: usize,
    out: *mut *mut cw_events,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(store, "store", out, error, |store| {
            Ok(handle(cw_events(store.inner.events(since, limit)?.into_iter().map(cw_event::from).collect())))
        })
    }
}

/// How many lines there are.
///
/// @param events  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_events_count(events: *const cw_events, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(events, "events", out, error, |events| events.0.len()) }
}

/// One of them, counted from 0. It belongs to the lines and is valid until they are freed.
///
/// @param events  what is looked at
/// @param index  counted from 0
/// @param out  borrowed: never freed by the caller, and valid as long as what it is of
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_events_at(events: *const cw_events, index: usize, out: *mut *const cw_event, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(events, "events", index, out, error, |events, index| Ok(at(&events.0, index)?)) }
}

/// Frees a list of lines. NULL does nothing.
///
/// @param events  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_events_free(events: *mut cw_events) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(events) }
}

/// The number of the last line of the journal.
///
/// @param store  the store
/// @param out  the number; 0 if there is none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_last_event(store: *const cw_store, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(store.inner.last_event()?)) }
}

/// The number of the last line before a time: the lines since that number are those from that time on.
///
/// @param store  the store
/// @param milliseconds  the time, in milliseconds since 1970-01-01T00:00:00Z, as cw_event_at_milliseconds gives it
/// @param out  the number; 0 if there is none
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999; CW_STATUS_IO, CW_STATUS_DAMAGED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_last_event_before_milliseconds(
    store: *const cw_store,
    milliseconds: i64,
    out: *mut u64,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(store, "store", out, error, |store| {
            let seconds = time_of(milliseconds.div_euclid(1000), "milliseconds")?;
            let fraction = time::Duration::milliseconds(milliseconds.rem_euclid(1000));
            Ok(store.inner.last_event_before(seconds + fraction)?) // within a second of the calendar's, so never beyond its end
        })
    }
}

/// Follows the journal, across processes. Whoever keeps the number of the last line it saw goes on from there another
/// time, and misses none. While it waits, it sees to it that the journal tells of certificates that near their end, as
/// cw_store_tell_expiries does.
///
/// @param store  the store
/// @param since  the number of the line behind which it begins; 0 for the first
/// @param out  what gives the lines; the caller frees it with cw_watch_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_watch(store: *const cw_store, since: u64, out: *mut *mut cw_watch, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(store, "store", out, error, |store| Ok(handle(cw_watch(store.inner.watch(since))))) }
}

/// The next line, waited for; or NULL if there was none. After an error it can be asked again.
///
/// @param watch  what gives the lines
/// @param milliseconds  how long it is waited for at most; 0 looks and does not wait
/// @param out  the line, which the caller frees with cw_event_free; NULL if there was none
/// @param error  NULL, or where an error goes
/// @return as cw_store_events; CW_STATUS_INVALID_ARGUMENT if the journal has fewer lines than were seen: the store was
///     put back to an earlier state
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_watch_next(watch: *mut cw_watch, milliseconds: u64, out: *mut *mut cw_event, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let (watch, out) = (caller.handle_mut(watch, "watch")?, caller.out(out, "out")?);
        match watch.0.next_within(Duration::from_millis(milliseconds))? {
            Some(event) => out.give(event.into()),
            None => out.write(std::ptr::null_mut()),
        }
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// The number of the last line that was given.
///
/// @param watch  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_watch_since(watch: *const cw_watch, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(watch, "watch", out, error, |watch| watch.0.since()) }
}

/// Frees a watch. NULL does nothing.
///
/// @param watch  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_watch_free(watch: *mut cw_watch) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(watch) }
}

/// Its number, from 1 and without gaps.
///
/// @param event  what is looked at
/// @param out  the number
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_number(event: *const cw_event, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.number) }
}

/// When it was written.
///
/// @param event  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_at(event: *const cw_event, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.milliseconds.div_euclid(1000)) }
}

/// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
///
/// @param event  what is looked at
/// @param out  the time
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_at_milliseconds(event: *const cw_event, out: *mut i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.milliseconds) }
}

/// By whom: user, program and process, and what the program says of itself. Valid until the line is freed, or the list
/// that it is of, as every text of it.
///
/// @param event  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_actor(event: *const cw_event, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.actor.get()) }
}

/// What happened: "created", "upgraded", "issued", "added", "imported", "described", "archived", "unarchived",
/// "deleted", "key-exported", "refused", "unlock-failed", "protector-added", "protector-changed", "protector-removed",
/// "key-rotated", "trust-added", "trust-ended", "trust-removed", "endpoint-changed", "role-defined", "role-removed", "assigned",
/// "unassigned", "retained", "replaced", "near-expiry", "expired", "adopted", "discarded",
/// "backed-up", "backup-failed", "backup-proven", "backup-removed", "backup-settings", "restored".
///
/// @param event  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_kind(event: *const cw_event, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.kind.get()) }
}

/// SHA-1 of the certificate concerned; none if it concerns none.
///
/// @param event  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_thumbprint(event: *const cw_event, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| Kept::get_optional(event.thumbprint.as_ref())) }
}

/// What else is to be known, as a JSON object of texts.
///
/// @param event  what is looked at
/// @param out  the text; borrowed, never freed by the caller
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_details(event: *const cw_event, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(event, "event", out, error, |event| event.details.get()) }
}

/// Frees a line that was given by cw_watch_next; not one of a list. NULL does nothing.
///
/// @param event  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_event_free(event: *mut cw_event) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(event) }
}
