//! The five fields of cron, and when they next match.

use std::cmp::Ordering;

use croner::{
    CivilDate, CivilDateTime, CivilTime, Cron, CronDateTime, Resolution, Weekday,
    errors::CronError,
    parser::{CronParser, Seconds, Year},
};
use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::zone::{Shown, Zone, local, shown};

/// A pattern, and whether it is for every hour of its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    cron: Cron,
    every_hour: bool,
}

impl Pattern {
    /// Reads five fields, or a name such as `@daily`.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = match text.trim().to_ascii_lowercase().as_str() {
            "@yearly" | "@annually" => "0 0 1 1 *".to_owned(),
            "@monthly" => "0 0 1 * *".to_owned(),
            "@weekly" => "0 0 * * 0".to_owned(),
            "@daily" | "@midnight" => "0 0 * * *".to_owned(),
            "@hourly" => "0 * * * *".to_owned(),
            name if name.starts_with('@') => return Err("of cron's names, @hourly, @daily, @weekly, @monthly and @yearly are taken"),
            fields => fields.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let wrong = "its form is not known";
        // croner takes an empty item; minutes without any would be looked for in all seconds of 3000 years
        if text.split([' ', ',']).any(str::is_empty) {
            return Err(wrong);
        }
        // read twice: the names of days and months are numbers by then, and one schedule has one text
        let cron = parser.parse(&text).and_then(|cron| parser.parse(cron.as_str())).map_err(|_| wrong)?;
        let every_hour = cron.pattern.hours.values().len() == 24;
        let pattern = Self { cron, every_hour };
        // 2000 is a leap year, and the search goes on for 3000 years
        let some_day = PrimitiveDateTime::new(Date::from_ordinal_date(2000, 1).map_err(|_| wrong)?, Time::MIDNIGHT);
        pattern.next(some_day.assume_utc(), &UtcOffset::UTC).ok_or("there is no day on which it falls")?;
        Ok(pattern)
    }

    /// The fields, with one blank between them.
    pub(super) fn as_str(&self) -> &str {
        self.cron.as_str()
    }

    /// Minutes past the hour, in ascending order.
    pub(super) fn minutes(&self) -> Vec<u16> {
        self.cron.pattern.minutes.values()
    }

    /// The first time after this one.
    ///
    /// A pattern of certain hours is for times of day: one that the clocks jump past comes as they jump, and one that they show twice
    /// comes the first time. A pattern of every hour is for the passing of time: it goes by the clocks, the hour that comes twice included.
    pub(super) fn next(&self, after: OffsetDateTime, zone: &dyn Zone) -> Option<OffsetDateTime> {
        if self.every_hour {
            return Some(self.cron.find_next_occurrence(&Moment { at: after, zone }, false).ok()?.at);
        }
        let utc = &UtcOffset::UTC; // where no clock is ever set
        let mut wall = Moment { at: local(after, zone).assume_utc(), zone: utc };
        loop {
            wall = self.cron.find_next_occurrence(&wall, false).ok()?;
            let at = shown(local(wall.at, utc), zone).once();
            if at > after {
                return Some(at);
            }
        }
    }
}

/// A time in a zone, as croner wants it.
#[derive(Clone)]
struct Moment<'a> {
    at: OffsetDateTime,
    zone: &'a dyn Zone,
}

impl CronDateTime for Moment<'_> {
    fn to_civil(&self) -> CivilDateTime {
        let local = local(self.at, self.zone);
        CivilDateTime::new(
            CivilDate::from_parts_unchecked(local.year(), u8::from(local.month()).into(), local.day().into()),
            CivilTime::from_parts_unchecked(local.hour().into(), local.minute().into(), local.second().into()),
        )
    }

    fn civil_weekday(&self) -> Weekday {
        Weekday::from_days_from_sunday(local(self.at, self.zone).weekday().number_days_from_sunday().into())
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let at = |at| Self { at, zone: self.zone };
        Ok(match shown(primitive(civil).ok_or(CronError::InvalidDate)?, self.zone) {
            Shown::Once(one) => Resolution::Single(at(one)),
            Shown::Twice(first, second) => Resolution::Ambiguous(at(first), at(second)),
            Shown::Never { .. } => Resolution::Gap,
        })
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        Some(Self { at: self.at.checked_add(Duration::seconds(seconds))?, zone: self.zone })
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

fn primitive(civil: CivilDateTime) -> Option<PrimitiveDateTime> {
    let small = |number: u32| u8::try_from(number).ok();
    let month = Month::try_from(small(civil.month())?).ok()?;
    let date = Date::from_calendar_date(civil.year(), month, small(civil.day())?).ok()?;
    Some(PrimitiveDateTime::new(date, Time::from_hms(small(civil.hour())?, small(civil.minute())?, small(civil.second())?).ok()?))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{
        super::zone::tests::{APIA, BERLIN},
        *,
    };

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("a pattern")
    }

    /// All times in a span.
    fn walk(text: &str, from: OffsetDateTime, to: OffsetDateTime, zone: &dyn Zone) -> Vec<OffsetDateTime> {
        let pattern = pattern(text);
        std::iter::successors(pattern.next(from, zone), |at| pattern.next(*at, zone)).take_while(|at| *at < to).collect()
    }

    #[test]
    fn finds_the_next_time() {
        let friday = datetime!(2026-11-27 05:00 UTC);
        for (text, expected) in [
            ("30 3 * * 1-5", datetime!(2026-11-30 03:30 UTC)),
            ("30 3 * * mon-fri", datetime!(2026-11-30 03:30 UTC)),
            ("*/20 5 * * *", datetime!(2026-11-27 05:20 UTC)),
            ("0 5 * * *", datetime!(2026-11-28 05:00 UTC)),
            ("0 4 13 * fri", datetime!(2026-12-04 04:00 UTC)), // the 13th or a Friday, as in every cron
            ("0 0 29 2 *", datetime!(2028-02-29 00:00 UTC)),
            ("0 0 L * *", datetime!(2026-11-30 00:00 UTC)),
            ("@weekly", datetime!(2026-11-29 00:00 UTC)),
            ("@yearly", datetime!(2027-01-01 00:00 UTC)),
            ("@hourly", datetime!(2026-11-27 06:00 UTC)),
        ] {
            assert_eq!(pattern(text).next(friday, &UtcOffset::UTC), Some(expected), "{text}");
        }
    }

    #[test]
    fn one_pattern_has_one_text() {
        for (text, expected) in [
            ("  30\t3  * * Mon-FRI ", "30 3 * * 1-5"),
            ("@Daily", "0 0 * * *"),
            ("0 0 1 JAN *", "0 0 1 1 *"),
            ("0 0 * * sun", "0 0 * * 0"),
            ("0 0 l * *", "0 0 L * *"),
        ] {
            let found = pattern(text);
            assert_eq!((found.as_str(), pattern(expected) == found), (expected, true), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_none_and_what_never_comes() {
        for text in [
            "",
            "* * * *",
            "0 0 * * * *",
            "0 0 0 * * * 2030",
            "60 * * * *",
            "0 24 * * *",
            "0 0 0 * *",
            "0 0 * 13 *",
            "a b c d e",
            ", * * * *",
            "0 1,,2 * * *",
            "5/0 * * * *",
        ] {
            assert_eq!(Pattern::parse(text), Err("its form is not known"), "{text}");
        }
        for text in ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 31W 2 *"] {
            assert_eq!(Pattern::parse(text), Err("there is no day on which it falls"), "{text}");
        }
        assert!(Pattern::parse("@reboot").expect_err("no time").contains("@daily"));
    }

    #[test]
    fn a_time_of_day_that_clocks_jump_past_comes_as_they_jump() {
        let jump = datetime!(2026-03-29 01:00 UTC);
        for text in ["30 2 * * *", "30 2,14 * * *", "*/5 2 * * *"] {
            let that_night = walk(text, jump - Duration::hours(2), jump + Duration::hours(2), &BERLIN);
            assert_eq!(that_night, [jump], "{text}");
        }
        let through_apia = walk("0 12 * * *", datetime!(2011-12-29 00:00 UTC), datetime!(2011-12-31 12:00 UTC), &APIA);
        assert_eq!(through_apia, [datetime!(2011-12-29 22:00 UTC), datetime!(2011-12-30 10:00 UTC), datetime!(2011-12-30 22:00 UTC)]);
    }

    #[test]
    fn a_time_of_day_that_clocks_show_twice_comes_once() {
        let (from, to) = (datetime!(2026-10-24 22:00 UTC), datetime!(2026-10-25 05:00 UTC));
        for text in ["30 2 * * *", "30 2,14 * * *", "30 */2 * * *"] {
            let that_night = walk(text, from, to, &BERLIN);
            assert_eq!(that_night.iter().filter(|at| local(**at, &BERLIN).hour() == 2).count(), 1, "{text}: {that_night:?}");
            assert!(that_night.contains(&datetime!(2026-10-25 00:30 UTC)), "{text}: {that_night:?}");
        }
        // after the second showing too
        assert_eq!(pattern("30 2 * * *").next(datetime!(2026-10-25 01:10 UTC), &BERLIN), Some(datetime!(2026-10-26 01:30 UTC)));
    }

    #[test]
    fn a_fraction_of_a_second_makes_nothing_come_twice() {
        for (text, at, zone) in [
            ("30 3 * * *", datetime!(2026-06-01 01:30 UTC), &BERLIN),
            ("30 2 * * *", datetime!(2026-03-29 01:00 UTC), &BERLIN),
            ("0 * * * *", datetime!(2026-10-25 00:00 UTC), &BERLIN),
            ("0 * * * *", datetime!(2026-10-25 01:00 UTC), &BERLIN),
        ] {
            let pattern = pattern(text);
            assert_eq!(pattern.next(at - Duration::NANOSECOND, zone), Some(at), "{text}");
            assert_eq!(pattern.next(at + Duration::NANOSECOND, zone), pattern.next(at, zone), "{text}");
            assert!(pattern.next(at, zone) > Some(at), "{text}");
        }
    }

    #[test]
    fn every_hour_is_every_hour_whatever_the_clocks_do() {
        for change in [datetime!(2026-03-29 01:00 UTC), datetime!(2026-10-25 01:00 UTC)] {
            for text in ["0 * * * *", "15 0-23 * * *", "*/30 * * * *"] {
                let (from, to) = (change - Duration::hours(6), change + Duration::hours(6));
                let times = walk(text, from, to, &BERLIN);
                let step = times[1] - times[0];
                assert!(step <= Duration::hours(1) && times.windows(2).all(|pair| pair[1] - pair[0] == step), "{text}: {times:?}");
                assert!(times.len() as i64 >= (to - from).whole_seconds() / step.whole_seconds() - 1, "{text}: {times:?}");
            }
        }
    }
}
