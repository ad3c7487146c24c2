//! When backups are made, as people write it, and when the next one is due.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::{
    cron::Pattern,
    zone::{Zone, local, shown},
};
use crate::error::{Error, Result};

/// The longest text that is looked at.
const MAX_TEXT: usize = 200;

const MAX_HOURS: u16 = 8760;
const MAX_DAYS: u16 = 366;

/// When backups are made: every few hours, every few days at a time of day, or by the five fields of cron.
///
/// Texts: `every 6 hours` or `every 6h`, `hourly`; `every 2 days at 03:30`, `every day at 03:30`, `daily at 03:30` (at midnight, where no
/// time is given); `30 3 * * 1-5`, with names of days and months, `L` for the last day and the like, and `@daily` and its kin. Upper and
/// lower case and blanks do not matter. Serialized, and shown, as the one text that each has.
///
/// Hours are counted from the last backup. A time of day is local, as a clock on the wall shows it: one that the clocks are set past
/// comes in the moment in which they are set, and one that they show twice comes the first time; no backup is left out, none is made
/// twice. Where cron's hours are `*`, it goes on through an hour that comes twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Hours(u16),
    Days { every: u16, at: Time },
    Cron(Box<Pattern>),
}

impl Schedule {
    /// When the next backup is due, where `last` is when the last good one began; it may be past. Without a last one it is due now, so
    /// that the first proof comes early. So it is where the last one is in the future: a clock that was set back must not stop
    /// backups until it has caught up.
    ///
    /// What was missed, however often, is made up for by one.
    pub fn next_after(&self, last: Option<OffsetDateTime>, now: OffsetDateTime, zone: &dyn Zone) -> OffsetDateTime {
        let Some(last) = last.filter(|last| *last <= now) else { return now };
        let next = match &self.form {
            Form::Hours(hours) => last.checked_add(Duration::hours(i64::from(*hours))),
            Form::Days { every, at } => next_day(last, *every, *at, zone),
            Form::Cron(pattern) => pattern.next(last, zone),
        };
        next.unwrap_or(now) // the calendar has ended, or cron's search, in the year 5000: rather one too many
    }

    /// Whether the next backup is due: its time has come.
    pub fn is_due(&self, last: Option<OffsetDateTime>, now: OffsetDateTime, zone: &dyn Zone) -> bool {
        self.next_after(last, now, zone) <= now
    }

    /// Minutes past the hour at which it can be due, in ascending order; none where they follow from the last backup.
    pub(super) fn minutes(&self) -> Vec<u16> {
        match &self.form {
            Form::Hours(_) => Vec::new(),
            Form::Days { at, .. } => vec![at.minute().into()],
            Form::Cron(pattern) => pattern.minutes(),
        }
    }
}

/// Days are counted from the one whose time of day the last backup came after: one that was late, or made by hand in between, moves nothing.
fn next_day(last: OffsetDateTime, every: u16, at: Time, zone: &dyn Zone) -> Option<OffsetDateTime> {
    let comes = |day| shown(PrimitiveDateTime::new(day, at), zone).once();
    // a clock that is set back across midnight has shown the next day's time before
    let mut day = local(last, zone).date().next_day()?;
    while comes(day) > last {
        day = day.previous_day()?;
    }
    Some(comes(day.checked_add(Duration::days(i64::from(every)))?))
}

impl FromStr for Schedule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.len() > MAX_TEXT {
            return Err(invalid("it is too long"));
        }
        let spaced = apart(&text.to_ascii_lowercase());
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let form = match words.as_slice() {
            [] => return Err(invalid("it is empty")),
            ["hourly"] => Form::Hours(1),
            ["daily", at @ ..] => Form::Days { every: 1, at: time_of_day(at)? },
            ["every", words @ ..] => every(words)?,
            _ => Form::Cron(Box::new(Pattern::parse(text).map_err(invalid)?)),
        };
        Ok(Self { form })
    }
}

/// What comes after "every".
fn every(words: &[&str]) -> Result<Form> {
    let (count, words) = match words {
        [count, rest @ ..] if count.bytes().all(|octet| octet.is_ascii_digit()) => (count.parse().unwrap_or(u16::MAX), rest), // too many
        words => (1, words),
    };
    match words {
        ["hour" | "hours" | "h"] if (1..=MAX_HOURS).contains(&count) => Ok(Form::Hours(count)),
        ["hour" | "hours" | "h"] => Err(invalid(&format!("it is every 1 to {MAX_HOURS} hours"))),
        ["hour" | "hours" | "h", ..] => Err(invalid("hours are counted from the last backup, and have no time of day")),
        ["day" | "days" | "d", at @ ..] if (1..=MAX_DAYS).contains(&count) => Ok(Form::Days { every: count, at: time_of_day(at)? }),
        ["day" | "days" | "d", ..] => Err(invalid(&format!("it is every 1 to {MAX_DAYS} days"))),
        _ => Err(invalid("it is every so many hours or days")),
    }
}

fn time_of_day(words: &[&str]) -> Result<Time> {
    let (["at", text] | [text]) = words else {
        return if words.is_empty() { Ok(Time::MIDNIGHT) } else { Err(invalid("after the days comes a time of day, such as \"at 03:30\"")) };
    };
    let number = |digits: &str, lengths: &[usize]| {
        let fits = lengths.contains(&digits.len()) && digits.bytes().all(|octet| octet.is_ascii_digit());
        if fits { digits.parse().ok() } else { None }
    };
    let time = text.split_once(':').and_then(|(hour, minute)| Time::from_hms(number(hour, &[1, 2])?, number(minute, &[2])?, 0).ok());
    time.ok_or_else(|| invalid("a time of day is from 00:00 to 23:59"))
}

/// `6h` as two words.
fn apart(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut after_digit = false;
    for letter in text.chars() {
        if after_digit && letter.is_ascii_alphabetic() {
            spaced.push(' ');
        }
        after_digit = letter.is_ascii_digit();
        spaced.push(letter);
    }
    spaced
}

fn invalid(why: &str) -> Error {
    let taken =
        "write \"every 6 hours\", \"hourly\", \"every 2 days at 03:30\", \"daily at 03:30\", or the five fields of cron, such as \"30 3 * * 1-5\"";
    Error::InvalidArgument { what: "schedule", why: format!("{why}; {taken}") }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Hours(1) => write!(f, "hourly"),
            Form::Hours(hours) => write!(f, "every {hours} hours"),
            Form::Days { every: 1, at } => write!(f, "daily at {:02}:{:02}", at.hour(), at.minute()),
            Form::Days { every, at } => write!(f, "every {every} days at {:02}:{:02}", at.hour(), at.minute()),
            Form::Cron(pattern) => write!(f, "{}", pattern.as_str()),
        }
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use time::{
        UtcOffset,
        macros::{datetime, offset},
    };

    use super::{
        super::zone::tests::{APIA, BERLIN, Changing, ST_JOHNS},
        *,
    };

    const UTC: UtcOffset = UtcOffset::UTC;
    const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn reads_what_people_write_and_shows_one_text_of_it() {
        for (text, shown) in [
            ("every 6 hours", "every 6 hours"),
            ("Every 6h", "every 6 hours"),
            (" EVERY  6\tHours ", "every 6 hours"),
            ("every hour", "hourly"),
            ("every 1 hours", "hourly"),
            ("Hourly", "hourly"),
            ("every 8760 hours", "every 8760 hours"),
            ("every 2 days at 03:30", "every 2 days at 03:30"),
            ("every 2d at 3:30", "every 2 days at 03:30"),
            ("every 366 days 23:59", "every 366 days at 23:59"),
            ("daily at 03:30", "daily at 03:30"),
            ("every day at 03:30", "daily at 03:30"),
            ("every 1 day at 03:30", "daily at 03:30"),
            ("daily", "daily at 00:00"),
            ("30 3 * * 1-5", "30 3 * * 1-5"),
            ("30 3 * * Mon-Fri", "30 3 * * 1-5"),
            ("@daily", "0 0 * * *"),
        ] {
            let read = schedule(text);
            assert_eq!(read.to_string(), shown, "{text}");
            assert_eq!(schedule(shown), read, "{text}");
            assert_eq!(serde_json::to_string(&read).expect("JSON"), format!("\"{shown}\""));
        }
    }

    #[test]
    fn refuses_the_rest_and_says_what_is_taken() {
        for (text, reason) in [
            ("", "it is empty"),
            ("every 0 hours", "every 1 to 8760 hours"),
            ("every 8761 hours", "every 1 to 8760 hours"),
            ("every 99999999999999999999 hours", "every 1 to 8760 hours"),
            ("every 6 hours at 03:30", "no time of day"),
            ("every 0 days at 03:30", "every 1 to 366 days"),
            ("every 367 days at 03:30", "every 1 to 366 days"),
            ("daily at 24:00", "from 00:00 to 23:59"),
            ("daily at 3:5", "from 00:00 to 23:59"),
            ("daily at +3:05", "from 00:00 to 23:59"),
            ("daily at 03:30 or so", "such as \"at 03:30\""),
            ("every -1 hours", "so many hours or days"),
            ("every 5 minutes", "so many hours or days"),
            ("every", "so many hours or days"),
            ("sometimes", "its form is not known"),
            ("0 0 30 2 *", "no day on which it falls"),
            ("@reboot", "@hourly"),
        ] {
            let error = text.parse::<Schedule>().expect_err(text);
            assert!(matches!(error, Error::InvalidArgument { what: "schedule", .. }), "{text}");
            let said = error.to_string();
            assert!(said.contains(reason) && said.contains("\"every 6 hours\"") && said.contains("\"30 3 * * 1-5\""), "{text}: {said}");
        }
        assert!("* ".repeat(200).parse::<Schedule>().expect_err("too long").to_string().contains("too long"));
    }

    #[test]
    fn no_text_is_a_panic() {
        const PIECES: [&str; 24] = [
            "every", "daily", "at", "hours", "days", "6h", "*", "*/", "/", ",", "-", "#", "L", "W", "?", "+", "@", "MON", "jan", " ", "7", "31", "ß",
            "65536",
        ];
        let mut state = 88_172_645_463_325_252_u64;
        for _ in 0..4000 {
            let mut text = String::new();
            for _ in 0..state % 14 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push_str(PIECES[(state >> 16) as usize % PIECES.len()]);
                if state.is_multiple_of(3) {
                    text.push(' ');
                }
            }
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if let Ok(read) = text.parse::<Schedule>() {
                assert_eq!(schedule(&read.to_string()), read, "{text}");
                assert!(read.next_after(Some(NOW), NOW, &BERLIN) > NOW, "{text}");
            }
        }
    }

    #[test]
    fn what_never_ran_and_what_ran_in_the_future_is_due() {
        for text in ["every 6 hours", "every 2 days at 03:30", "30 3 * * 1-5"] {
            let schedule = schedule(text);
            assert_eq!(schedule.next_after(None, NOW, &UTC), NOW);
            assert!(schedule.is_due(None, NOW, &UTC));
            assert!(schedule.is_due(Some(NOW + Duration::days(3000)), NOW, &UTC), "{text}");
            assert!(!schedule.is_due(Some(NOW), NOW, &UTC), "{text}");
        }
    }

    #[test]
    fn counts_hours_from_the_last_one() {
        let six = schedule("every 6 hours");
        assert_eq!(six.next_after(Some(NOW - Duration::hours(2)), NOW, &UTC), NOW + Duration::hours(4));
        assert!(six.is_due(Some(NOW - Duration::hours(6)), NOW, &UTC));
        assert!(!six.is_due(Some(NOW - Duration::hours(6) + Duration::SECOND), NOW, &UTC));
        // clocks that are set change nothing
        let before = datetime!(2026-10-25 00:30 UTC);
        assert_eq!(schedule("hourly").next_after(Some(before), before, &BERLIN), before + Duration::HOUR);
    }

    #[test]
    fn counts_days_from_the_time_of_day_that_was_served() {
        let (daily, other) = (schedule("daily at 03:30"), schedule("every 2 days at 03:30"));
        let next = |schedule: &Schedule, last| schedule.next_after(Some(last), last, &offset!(+2));
        let slot = datetime!(2026-06-01 03:30 +2);
        for late in [Duration::ZERO, Duration::minutes(7), Duration::hours(23)] {
            assert_eq!(next(&daily, slot + late), slot + Duration::DAY, "{late}");
            assert_eq!(next(&other, slot + late), slot + Duration::days(2), "{late}");
        }
        // by hand, shortly before: tonight's is made all the same
        assert_eq!(next(&daily, slot - Duration::minutes(1)), slot);
        // three nights missed: due since the first of them, and one makes up for all
        let back = slot + Duration::days(3) + Duration::hours(5);
        assert!(daily.is_due(Some(slot), back, &offset!(+2)));
        assert_eq!(daily.next_after(Some(back), back, &offset!(+2)), slot + Duration::days(4));
    }

    /// Every five minutes somebody looks whether one is due, and makes it.
    fn made(text: &str, from: OffsetDateTime, days: i64, zone: &Changing) -> Vec<OffsetDateTime> {
        let (schedule, mut last, mut made) = (schedule(text), from, Vec::new());
        for step in 1..days * 288 {
            let now = from + Duration::minutes(5 * step);
            if schedule.is_due(Some(last), now, zone) {
                last = now + Duration::seconds(3);
                made.push(now);
            }
        }
        made
    }

    #[test]
    fn clocks_that_are_set_leave_out_no_day_and_repeat_none() {
        for (zone, from, days) in [
            (&BERLIN, datetime!(2026-03-26 10:00 UTC), 6),
            (&BERLIN, datetime!(2026-10-22 10:00 UTC), 6),
            (&ST_JOHNS, datetime!(2010-03-11 15:00 UTC), 6),
            (&ST_JOHNS, datetime!(2010-11-04 15:00 UTC), 6),
            (&APIA, datetime!(2011-12-27 22:05 UTC), 6),
        ] {
            for minute in (0..1440).step_by(30) {
                let (hour, minute) = (minute / 60, minute % 60);
                let at = Time::from_hms(hour as u8, minute as u8, 0).expect("a time");
                for text in [format!("daily at {hour}:{minute:02}"), format!("{minute} {hour} * * *")] {
                    let made = made(&text, from, days, zone);
                    let mut expected: Vec<_> = (0..=days + 1)
                        .map(|day| local(from, zone).date() + Duration::days(day))
                        .map(|day| shown(PrimitiveDateTime::new(day, at), zone).once())
                        .filter(|at| *at > from && *at < from + Duration::days(days))
                        .collect();
                    expected.dedup(); // a day that Apia never had has its midnight with the next
                    // when somebody looks
                    for at in &mut expected {
                        *at += Duration::seconds((-at.unix_timestamp()).rem_euclid(300));
                    }
                    assert_eq!(made, expected, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_midnight_that_was_shown_before_the_clock_went_back_does_not_come_again() {
        let by_hand = datetime!(2010-11-07 03:00 UTC); // 23:30 of the 6th, for the second time
        assert_eq!(schedule("daily at 00:00").next_after(Some(by_hand), by_hand, &ST_JOHNS), datetime!(2010-11-08 03:30 UTC));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        for end in [PrimitiveDateTime::MIN.assume_utc(), PrimitiveDateTime::MAX.assume_utc()] {
            for text in ["every 8760 hours", "every 366 days at 23:59", "30 3 * * *", "* * * * *"] {
                for zone in [offset!(+14), offset!(-12)] {
                    let _ = schedule(text).next_after(Some(end), end, &zone);
                }
            }
        }
    }

    #[test]
    fn tells_the_minutes_at_which_it_can_be_due() {
        assert_eq!(schedule("every 6 hours").minutes(), [0_u16; 0]);
        assert_eq!(schedule("daily at 03:31").minutes(), [31]);
        assert_eq!(schedule("5,50 3 * * *").minutes(), [5, 50]);
    }
}
