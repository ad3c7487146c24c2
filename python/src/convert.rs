//! Values between the two languages: times, dates, thumbprints, paths, secrets.

use certwright::{DateInput, Error, StoreName, Thumbprint};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBytes, PyDate, PyDateTime, PyString, PyTzInfo},
};
use time::{Date, Month, OffsetDateTime};
use zeroize::Zeroizing;

use crate::{certificate::Certificate, error::raise};

/// An aware `datetime` in UTC.
pub(crate) fn datetime<'py>(py: Python<'py>, time: OffsetDateTime) -> PyResult<Bound<'py, PyDateTime>> {
    static UTC: PyOnceLock<Py<PyTzInfo>> = PyOnceLock::new();
    let utc = UTC.get_or_try_init(py, || PyResult::Ok(PyTzInfo::utc(py)?.to_owned().unbind()))?.bind(py);
    let (hour, minute, second) = time.to_hms();
    PyDateTime::new(py, time.year(), u8::from(time.month()), time.day(), hour, minute, second, time.microsecond(), Some(utc))
}

/// A point in time from an aware `datetime`; a naive one is refused.
pub(crate) fn instant(value: &Bound<'_, PyDateTime>) -> PyResult<OffsetDateTime> {
    let py = value.py();
    if value.getattr("tzinfo")?.is_none() || value.call_method0("utcoffset")?.is_none() {
        let why = "a datetime needs a time zone, such as datetime.timezone.utc".to_owned();
        return Err(raise(py, &Error::InvalidDate { text: value.str()?.to_string(), why }));
    }
    let beyond = |_| raise(py, &Error::InvalidDate { text: value.to_string(), why: "in UTC there is no such time".to_owned() });
    let utc = value.call_method1("astimezone", (PyTzInfo::utc(py)?,)).map_err(beyond)?;
    let part = |name: &str| utc.getattr(name)?.extract::<u32>();
    let day = date_of(py, part("year")?, part("month")?, part("day")?)?;
    let small = |value: u32| u8::try_from(value).unwrap_or_default(); // hours, minutes and seconds of a datetime
    let time = day.with_hms_micro(small(part("hour")?), small(part("minute")?), small(part("second")?), part("microsecond")?);
    time.map(time::PrimitiveDateTime::assume_utc).map_err(|error| PyTypeError::new_err(error.to_string()))
}

fn date_of(py: Python<'_>, year: u32, month: u32, day: u32) -> PyResult<Date> {
    let read = || {
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
    };
    read().ok_or_else(|| raise(py, &Error::InvalidDate { text: format!("{year}-{month}-{day}"), why: "there is no such day".to_owned() }))
}

/// A date as people write it, a `date`, or an aware `datetime`.
pub(crate) fn date_input(value: &Bound<'_, PyAny>) -> PyResult<DateInput> {
    let py = value.py();
    if let Ok(text) = value.cast::<PyString>() {
        return DateInput::parse(&text.to_cow()?).map_err(|error| raise(py, &error));
    }
    if let Ok(time) = value.cast::<PyDateTime>() {
        return instant(time).map(DateInput::Instant);
    }
    if value.cast::<PyDate>().is_ok() {
        let part = |name: &str| value.getattr(name)?.extract::<u32>();
        return date_of(py, part("year")?, part("month")?, part("day")?).map(DateInput::Day);
    }
    Err(PyTypeError::new_err("a date is a str, a datetime.date or a datetime.datetime"))
}

/// A thumbprint from text as people paste it, or from a certificate or entry.
pub(crate) fn thumbprint(value: &Bound<'_, PyAny>) -> PyResult<Thumbprint> {
    if let Ok(certificate) = value.cast::<Certificate>() {
        return Ok(certificate.get().inner.sha256());
    }
    match value.cast::<PyString>() {
        Ok(text) => Thumbprint::parse(&text.to_cow()?).map_err(|error| raise(value.py(), &error)),
        Err(_) => Err(PyTypeError::new_err("a thumbprint is a str, a Certificate or an Entry")),
    }
}

/// The octets of hex as people paste it: blanks, colons, dashes and what cannot be seen do not matter.
pub(crate) fn octets_of_hex(text: &str) -> Option<Vec<u8>> {
    let is_noise =
        |letter: char| letter.is_whitespace() || matches!(letter, ':' | '-' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}');
    let digits: Vec<u32> = text.chars().filter(|letter| !is_noise(*letter)).map(|letter| letter.to_digit(16)).collect::<Option<_>>()?;
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

/// A named store, under any of its names.
pub(crate) fn store_name(py: Python<'_>, name: Option<&str>) -> PyResult<Option<StoreName>> {
    name.map(|name| StoreName::parse(name).map_err(|error| raise(py, &error))).transpose()
}

/// A password as `str` or UTF-8 `bytes`. Python's own copy of it cannot be wiped.
pub(crate) fn password(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Zeroizing<String>>> {
    let Some(value) = value else { return Ok(None) };
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(Zeroizing::new(text.to_cow()?.into_owned())));
    }
    let octets = value.cast::<PyBytes>().map_err(|_| PyTypeError::new_err("a password is a str or bytes"))?;
    match std::str::from_utf8(octets.as_bytes()) {
        Ok(text) => Ok(Some(Zeroizing::new(text.to_owned()))),
        Err(_) => Err(raise(value.py(), &Error::InvalidArgument { what: "password", why: "its bytes are not UTF-8".to_owned() })),
    }
}

/// Reads a word of ours, such as a kind of key.
pub(crate) fn word<T: std::str::FromStr<Err = Error>>(py: Python<'_>, text: &str) -> PyResult<T> {
    text.parse().map_err(|error| raise(py, &error))
}
