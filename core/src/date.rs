//! Dates as people write them, and as we print them (RFC 3339, UTC).

use time::{Date, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::error::{Error, Result};

/// A point in time, or a whole day whose time of day is still to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateInput {
    /// An exact time.
    Instant(OffsetDateTime),
    /// A day of the calendar.
    Day(Date),
}

impl DateInput {
    /// Reads RFC 3339 (`2026-01-31T12:00:00Z`, an offset is required), `YYYY-MM-DD`, `DD.MM.YYYY`, and `MM/DD/YYYY` or
    /// `DD/MM/YYYY` where only one of the two readings exists or both give the same day.
    ///
    /// # Errors
    /// [`Error::AmbiguousDate`] with both readings; [`Error::InvalidDate`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Some((a, b, year)) = three_parts(text, '/') {
            let month_first = calendar(year, a, b);
            let day_first = calendar(year, b, a);
            return match (month_first, day_first) {
                (Some(first), Some(second)) if first != second => {
                    Err(Error::AmbiguousDate { text: shown(text), readings: [first.to_string(), second.to_string()] })
                }
                (Some(day), _) | (None, Some(day)) => Ok(Self::Day(day)),
                (None, None) => Err(invalid(text, "there is no such day")),
            };
        }
        let day = if let Some((day, month, year)) = three_parts(text, '.') {
            Some(calendar(year, month, day))
        } else {
            three_parts(text, '-').map(|(year, month, day)| calendar(year, month, day))
        };
        if let Some(day) = day {
            return day.map(Self::Day).ok_or_else(|| invalid(text, "there is no such day"));
        }
        instant(text).map(Self::Instant)
    }
}

fn instant(text: &str) -> Result<OffsetDateTime> {
    let normal = text.to_ascii_uppercase().replacen(' ', "T", 1);
    match OffsetDateTime::parse(&normal, &Rfc3339) {
        Ok(time) => {
            // an offset carries the last hours of 9999 and the first of year 0 out of the calendar
            let utc = time.checked_to_offset(UtcOffset::UTC).filter(|utc| utc.year() >= 0);
            utc.ok_or_else(|| invalid(text, "in UTC it is outside the years 0 to 9999"))
        }
        Err(_) if OffsetDateTime::parse(&format!("{normal}Z"), &Rfc3339).is_ok() => {
            Err(invalid(text, "a time of day needs its offset from UTC, such as Z or +02:00"))
        }
        Err(_) => Err(invalid(text, "its form is not known")),
    }
}

/// Three groups of one to four digits; the order is the caller's to know.
fn three_parts(text: &str, separator: char) -> Option<(u16, u16, u16)> {
    let mut parts = text.split(separator).map(|part| {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit());
        if digits { part.parse().ok() } else { None }
    });
    let three = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() { None } else { Some(three) }
}

/// A day of a year with four digits.
fn calendar(year: u16, month: u16, day: u16) -> Option<Date> {
    if !(1000..=9999).contains(&year) {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

fn invalid(text: &str, why: &str) -> Error {
    Error::InvalidDate { text: shown(text), why: why.to_owned() }
}

fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// `2026-01-31T12:00:00Z`, always UTC, whole seconds.
pub(crate) fn rfc3339(time: OffsetDateTime) -> String {
    let utc = time.to_offset(UtcOffset::UTC);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.year(), u8::from(utc.month()), utc.day(), utc.hour(), utc.minute(), utc.second())
}

/// For `#[serde(serialize_with)]`: as [`rfc3339`] gives it.
pub(crate) fn serialize_rfc3339<S: serde::Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*time))
}

/// For `#[serde(with)]`: a time in whole seconds as [`rfc3339`] gives it.
pub(crate) mod text {
    use serde::{Deserialize, Deserializer, de::Error as _};

    use super::*;

    pub(crate) use super::serialize_rfc3339 as serialize;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
        instant(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The same, where there may be none.
pub(crate) mod optional_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use super::*;

    pub(crate) fn serialize<S: Serializer>(time: &Option<OffsetDateTime>, serializer: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serialize_rfc3339(time, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<OffsetDateTime>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| instant(&text)).transpose().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn reads_what_has_one_reading() {
        for text in ["2026-02-13", "02/13/2026", "13/02/2026", "13.02.2026", " 13.2.2026 "] {
            assert_eq!(DateInput::parse(text), Ok(DateInput::Day(date!(2026 - 02 - 13))), "{text}");
        }
        assert_eq!(DateInput::parse("05/05/2026"), Ok(DateInput::Day(date!(2026 - 05 - 05))));
        for text in ["2026-02-13T12:00:00Z", "2026-02-13 14:00:00+02:00", "2026-02-13t12:00:00z"] {
            assert_eq!(DateInput::parse(text), Ok(DateInput::Instant(datetime!(2026-02-13 12:00 UTC))), "{text}");
        }
    }

    #[test]
    fn two_readings_are_an_error_that_shows_both() {
        let readings = ["2026-01-02".to_owned(), "2026-02-01".to_owned()];
        assert_eq!(DateInput::parse("01/02/2026"), Err(Error::AmbiguousDate { text: "01/02/2026".to_owned(), readings }));
    }

    #[test]
    fn refuses_what_utc_puts_outside_the_calendar() {
        assert_eq!(DateInput::parse("9999-12-31T23:59:59Z"), Ok(DateInput::Instant(datetime!(9999-12-31 23:59:59 UTC))));
        for text in ["9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00+00:01"] {
            let why = "in UTC it is outside the years 0 to 9999".to_owned();
            assert_eq!(DateInput::parse(text), Err(Error::InvalidDate { text: text.to_owned(), why }));
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "tomorrow", "2026-02-30", "30/30/2026", "31.04.2026", "2026-2", "26-02-13", "13/02/26", "+1/02/2026", "2026-02-13-01"] {
            let found = DateInput::parse(text);
            assert!(matches!(found, Err(Error::InvalidDate { .. })), "{text}: {found:?}");
        }
        let naive = DateInput::parse("2026-02-13T12:00:00").expect_err("no offset");
        assert!(naive.to_string().contains("needs its offset"), "{naive}");
    }
}
