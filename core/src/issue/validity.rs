//! From when until when a new certificate is valid.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::{
    date::{DateInput, rfc3339},
    error::{Error, Result},
};

/// How long a certificate is valid unless its maker says otherwise, in years.
const DEFAULT_YEARS: u32 = 5;
/// Other machines' clocks may be this much behind.
pub(super) const CLOCK_SKEW: Duration = Duration::minutes(5);
/// RFC 5280 section 4.1.2.5: "no well-defined expiration date".
pub(super) const NO_EXPIRY: PrimitiveDateTime = PrimitiveDateTime::new(
    match Date::from_calendar_date(9999, Month::December, 31) {
        Ok(day) => day,
        Err(_) => Date::MAX, // the date exists
    },
    END_OF_DAY,
);
const END_OF_DAY: Time = match Time::from_hms(23, 59, 59) {
    Ok(time) => time,
    Err(_) => Time::MIDNIGHT, // the time exists
};

/// The present, as it is handed to what needs it, so that a test can fix it.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The time.
    pub utc: OffsetDateTime,
    /// Today's date where the user is.
    pub local_date: Date,
}

impl Now {
    /// The system's clock and time zone; UTC where the zone cannot be told.
    pub fn system() -> Self {
        let utc = OffsetDateTime::now_utc();
        let offset = UtcOffset::local_offset_at(utc).unwrap_or(UtcOffset::UTC);
        Self { utc, local_date: utc.to_offset(offset).date() }
    }
}

/// When a certificate ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValidTo {
    /// The same time of day 5 years after its beginning.
    #[default]
    Default,
    /// A time, or the last second (UTC) of a day.
    Date(DateInput),
    /// This many days of 24 hours after its beginning.
    Days(u32),
    /// The same time of day this many years after its beginning; 29 February becomes 28.
    Years(u32),
    /// Exactly 9999-12-31T23:59:59Z, which RFC 5280 gives the meaning "none".
    NoExpiry,
}

/// Beginning and end, in whole seconds.
///
/// Without `from`, or when it is today's date here or in UTC, the beginning is now less 5 minutes; another day begins at
/// 00:00:00Z.
pub(super) fn resolve(from: Option<DateInput>, to: ValidTo, now: Now) -> Result<(OffsetDateTime, OffsetDateTime)> {
    let present = whole_seconds(now.utc.to_offset(UtcOffset::UTC));
    let (start, not_before) = match from {
        None => (present, present - CLOCK_SKEW),
        Some(DateInput::Day(day)) if day == now.local_date || day == present.date() => (present, present - CLOCK_SKEW),
        Some(DateInput::Day(day)) => (day.midnight().assume_utc(), day.midnight().assume_utc()),
        Some(DateInput::Instant(time)) => (whole_seconds(time), whole_seconds(time)),
    };
    let too_late = || Error::InvalidArgument { what: "validity", why: "it would end after the year 9999".to_owned() };
    let not_after = match to {
        ValidTo::Default => years_after(start, DEFAULT_YEARS).ok_or_else(too_late)?,
        ValidTo::Years(years) => years_after(start, years).ok_or_else(too_late)?,
        ValidTo::Days(days) => start.checked_add(Duration::days(i64::from(days))).ok_or_else(too_late)?,
        ValidTo::Date(DateInput::Day(day)) => PrimitiveDateTime::new(day, END_OF_DAY).assume_utc(),
        ValidTo::Date(DateInput::Instant(time)) => whole_seconds(time),
        ValidTo::NoExpiry => NO_EXPIRY.assume_utc(),
    };
    if not_after.year() > 9999 {
        return Err(too_late());
    }
    if not_before.year() < 1950 {
        return Err(Error::InvalidArgument { what: "validity", why: "it would begin before the year 1950".to_owned() });
    }
    if not_after <= not_before {
        return Err(Error::InvalidValidity { not_before: rfc3339(not_before), not_after: rfc3339(not_after) });
    }
    Ok((not_before, not_after))
}

pub(super) fn whole_seconds(time: OffsetDateTime) -> OffsetDateTime {
    time.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(time) // 0 is always a nanosecond
}

fn years_after(start: OffsetDateTime, years: u32) -> Option<OffsetDateTime> {
    let year = start.year().checked_add(i32::try_from(years).ok()?)?;
    let day = Date::from_calendar_date(year, start.month(), start.day()).or_else(|_| Date::from_calendar_date(year, Month::February, 28)).ok()?;
    Some(start.replace_date(day))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-11-22 12:00:00.5 UTC);

    fn at(utc: OffsetDateTime) -> Now {
        Now { utc, local_date: utc.date() }
    }

    #[test]
    fn by_default_five_years_from_now_less_five_minutes() {
        assert_eq!(resolve(None, ValidTo::Default, at(NOON)), Ok((datetime!(2026-11-22 11:55 UTC), datetime!(2031-11-22 12:00 UTC))));
    }

    #[test]
    fn today_here_or_in_utc_means_now() {
        let east = Now { utc: datetime!(2026-11-22 23:30 UTC), local_date: date!(2026 - 11 - 23) };
        for day in [date!(2026 - 11 - 22), date!(2026 - 11 - 23)] {
            let (not_before, not_after) = resolve(Some(DateInput::Day(day)), ValidTo::Default, east).expect("valid");
            assert_eq!((not_before, not_after), (datetime!(2026-11-22 23:25 UTC), datetime!(2031-11-22 23:30 UTC)));
        }
        let other = resolve(Some(DateInput::Day(date!(2026 - 11 - 24))), ValidTo::Days(1), east);
        assert_eq!(other, Ok((datetime!(2026-11-24 0:00 UTC), datetime!(2026-11-25 0:00 UTC))));
    }

    #[test]
    fn the_29th_of_february_becomes_the_28th() {
        let (_, not_after) = resolve(None, ValidTo::Years(1), at(datetime!(2028-02-29 8:00 UTC))).expect("valid");
        assert_eq!(not_after, datetime!(2029-02-28 8:00 UTC));
        let (_, leap) = resolve(None, ValidTo::Years(4), at(datetime!(2028-02-29 8:00 UTC))).expect("valid");
        assert_eq!(leap, datetime!(2032-02-29 8:00 UTC));
    }

    #[test]
    fn a_day_ends_with_its_last_second_and_no_expiry_is_exact() {
        let day = ValidTo::Date(DateInput::Day(date!(2030 - 01 - 31)));
        assert_eq!(resolve(None, day, at(NOON)).expect("valid").1, datetime!(2030-01-31 23:59:59 UTC));
        assert_eq!(resolve(None, ValidTo::NoExpiry, at(NOON)).expect("valid").1, datetime!(9999-12-31 23:59:59 UTC));
    }

    #[test]
    fn an_end_not_after_the_beginning_is_refused() {
        let to = ValidTo::Date(DateInput::Instant(datetime!(2026-11-22 11:55 UTC)));
        let error = Error::InvalidValidity { not_before: "2026-11-22T11:55:00Z".to_owned(), not_after: "2026-11-22T11:55:00Z".to_owned() };
        assert_eq!(resolve(None, to, at(NOON)), Err(error));
        assert!(matches!(resolve(None, ValidTo::Years(8000), at(NOON)), Err(Error::InvalidArgument { .. })));
        assert!(matches!(resolve(None, ValidTo::Days(u32::MAX), at(NOON)), Err(Error::InvalidArgument { .. })));
    }
}
