//! Which backups are kept, and which may go: never the newest that is proven.

use std::{collections::HashSet, fmt, hash::Hash, str::FromStr};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::zone::{Zone, local};
use crate::error::{Error, Result};

/// Which backups are kept: each that one of the rules wants. Without a rule, all of them.
///
/// Each rule takes the proven ones first, and those that are not only where it has not come to its number. Whatever the rules say, the
/// newest proven one stays, and so does all that is newer; where none is proven, nothing goes.
///
/// As text: `keep 7, daily 14, weekly 8, monthly 12`, each of them at will, and `keep all` without a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Rules")]
#[non_exhaustive]
pub struct Retention {
    /// So many, the newest.
    pub keep: Option<u32>,
    /// The newest of each of so many days on which there is one; days are local.
    pub daily: Option<u32>,
    /// The newest of each of so many weeks in which there is one; weeks begin with Monday (ISO 8601).
    pub weekly: Option<u32>,
    /// The newest of each of so many months in which there is one.
    pub monthly: Option<u32>,
}

/// As it is read. A rule of a later version is refused: without it, more would go than was wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    keep: Option<u32>,
    daily: Option<u32>,
    weekly: Option<u32>,
    monthly: Option<u32>,
}

impl TryFrom<Rules> for Retention {
    type Error = Error;

    fn try_from(Rules { keep, daily, weekly, monthly }: Rules) -> Result<Self> {
        let retention = Self { keep, daily, weekly, monthly };
        retention.must_be_well_formed()?;
        Ok(retention)
    }
}

/// A backup, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number; a later one has a greater.
    pub id: i64,
    /// When it was made.
    pub at: OffsetDateTime,
    /// It was seen to restore.
    pub proven: bool,
}

impl Retention {
    /// Keeps so many, the newest.
    pub fn keep(mut self, count: u32) -> Self {
        self.keep = Some(count);
        self
    }

    /// Keeps the newest of each of so many days.
    pub fn daily(mut self, days: u32) -> Self {
        self.daily = Some(days);
        self
    }

    /// Keeps the newest of each of so many weeks.
    pub fn weekly(mut self, weeks: u32) -> Self {
        self.weekly = Some(weeks);
        self
    }

    /// Keeps the newest of each of so many months.
    pub fn monthly(mut self, months: u32) -> Self {
        self.monthly = Some(months);
        self
    }

    /// The rules that there are, with their words.
    fn rules(&self) -> impl Iterator<Item = (&'static str, u32)> {
        let all = [("keep", self.keep), ("daily", self.daily), ("weekly", self.weekly), ("monthly", self.monthly)];
        all.into_iter().filter_map(|(word, count)| Some((word, count?)))
    }

    /// Refuses a rule that keeps nothing.
    pub(crate) fn must_be_well_formed(&self) -> Result<()> {
        match self.rules().find(|(_, count)| *count == 0) {
            Some((word, _)) => Err(invalid(&format!("{word} 0 would keep nothing"))),
            None => Ok(()),
        }
    }

    /// The numbers of those that may go, the oldest first. A rule of 0, which every reading refuses, lets nothing go.
    pub fn to_remove(&self, backups: &[Kept], zone: &dyn Zone) -> Vec<i64> {
        if self.rules().next().is_none() || self.must_be_well_formed().is_err() {
            return Vec::new();
        }
        // By time and by number: a clock that was wrong makes the one lie, and must not cost the backup that is the newest by the other.
        let proven = || backups.iter().filter(|backup| backup.proven);
        let (Some(newest), Some(latest)) = (proven().map(|backup| (backup.at, backup.id)).max(), proven().map(|backup| backup.id).max()) else {
            return Vec::new();
        };
        let mut kept: HashSet<i64> =
            backups.iter().filter(|backup| (backup.at, backup.id) >= newest || backup.id >= latest).map(|backup| backup.id).collect();

        let mut by_age = backups.to_vec();
        by_age.sort_by_key(|backup| (backup.at, backup.id));
        let mut wanted: Vec<Kept> = by_age.iter().rev().copied().collect();
        wanted.sort_by_key(|backup| !backup.proven); // stable: the newest first, twice
        let day = |backup: &Kept| local(backup.at, zone).date();
        let of = |count: Option<u32>| count.unwrap_or(0);
        kept.extend(first_of_each(&wanted, of(self.keep), |backup| backup.id));
        kept.extend(first_of_each(&wanted, of(self.daily), day));
        kept.extend(first_of_each(&wanted, of(self.weekly), |backup| {
            let (year, week, _) = day(backup).to_iso_week_date();
            (year, week)
        }));
        kept.extend(first_of_each(&wanted, of(self.monthly), |backup| (day(backup).year(), day(backup).month())));
        by_age.iter().map(|backup| backup.id).filter(|id| !kept.contains(id)).collect()
    }
}

/// Of the first so many spans, the first backup of each.
fn first_of_each<K: Eq + Hash>(wanted: &[Kept], count: u32, span: impl Fn(&Kept) -> K) -> impl Iterator<Item = i64> {
    let mut seen = HashSet::new();
    let firsts = wanted.iter().filter(move |backup| seen.insert(span(backup)));
    firsts.take(usize::try_from(count).unwrap_or(usize::MAX)).map(|backup| backup.id)
}

impl FromStr for Retention {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
        let mut retention = Self::default();
        if matches!(words.as_slice(), ["all"] | ["keep", "all"]) {
            return Ok(retention);
        }
        if words.is_empty() {
            return Err(invalid("it is empty"));
        }
        for pair in words.chunks(2) {
            let &[word, count] = pair else { return Err(invalid("a number is missing")) };
            let digits = count.bytes().all(|octet| octet.is_ascii_digit());
            let count = count.parse().ok().filter(|_| digits).ok_or_else(|| invalid("after each word comes a number"))?;
            let rule = match word {
                "keep" => &mut retention.keep,
                "daily" => &mut retention.daily,
                "weekly" => &mut retention.weekly,
                "monthly" => &mut retention.monthly,
                _ => return Err(invalid("its words are keep, daily, weekly and monthly")),
            };
            if rule.replace(count).is_some() {
                return Err(invalid(&format!("{word} is there twice")));
            }
        }
        retention.must_be_well_formed()?;
        Ok(retention)
    }
}

fn invalid(why: &str) -> Error {
    Error::InvalidArgument {
        what: "retention",
        why: format!("{why}; write \"keep 7, daily 14, weekly 8, monthly 12\", each of them at will, or \"keep all\""),
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<_> = self.rules().map(|(word, count)| format!("{word} {count}")).collect();
        f.write_str(if rules.is_empty() { "keep all".to_owned() } else { rules.join(", ") }.as_str())
    }
}

#[cfg(test)]
mod tests {
    use time::{
        Duration, UtcOffset,
        macros::{datetime, offset},
    };

    use super::*;

    const UTC: UtcOffset = UtcOffset::UTC;
    const NOON: OffsetDateTime = datetime!(2026-06-01 12:00 UTC); // a Monday

    /// One a day, the first at noon; whether each is proven.
    fn days(proven: &[bool]) -> Vec<Kept> {
        proven.iter().zip(0..).map(|(proven, day)| Kept { id: day, at: NOON + Duration::days(day), proven: *proven }).collect()
    }

    fn left(retention: Retention, backups: &[Kept], zone: &dyn Zone) -> Vec<i64> {
        let gone = retention.to_remove(backups, zone);
        backups.iter().map(|backup| backup.id).filter(|id| !gone.contains(id)).collect()
    }

    #[test]
    fn reads_and_shows_its_text() {
        let all = Retention::default().keep(7).daily(14).weekly(8).monthly(12);
        for text in ["keep 7, daily 14, weekly 8, monthly 12", " Daily 14  weekly 8,monthly 12,, KEEP 7 "] {
            assert_eq!(text.parse(), Ok(all.clone()), "{text}");
        }
        assert_eq!(all.to_string(), "keep 7, daily 14, weekly 8, monthly 12");
        assert_eq!("keep all".parse(), Ok(Retention::default()));
        assert_eq!(Retention::default().to_string(), "keep all");
        for (text, reason) in [
            ("", "empty"),
            ("keep", "number is missing"),
            ("keep -1", "comes a number"),
            ("keep +1", "comes a number"),
            ("keep 99999999999", "comes a number"),
            ("keep 0", "keep 0 would keep nothing"),
            ("keep 7, daily 0", "daily 0 would keep nothing"),
            ("keep 7 keep 8", "keep is there twice"),
            ("yearly 5", "its words are"),
        ] {
            let error = text.parse::<Retention>().expect_err(text);
            assert!(matches!(error, Error::InvalidArgument { what: "retention", .. }) && error.to_string().contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn travels_as_json_and_refuses_a_rule_that_it_does_not_know() {
        let some = Retention::default().keep(7).monthly(12);
        let json = serde_json::to_string(&some).expect("JSON");
        assert_eq!(json, r#"{"keep":7,"daily":null,"weekly":null,"monthly":12}"#);
        assert_eq!(serde_json::from_str::<Retention>(&json).expect("the same"), some);
        assert_eq!(serde_json::from_str::<Retention>("{}").expect("no rule"), Retention::default());
        for (json, reason) in [(r#"{"keep":0}"#, "keep 0 would keep nothing"), (r#"{"keep":1,"yearly":5}"#, "unknown field `yearly`")] {
            assert!(serde_json::from_str::<Retention>(json).expect_err(json).to_string().contains(reason));
        }
    }

    #[test]
    fn keeps_the_newest() {
        assert_eq!(left(Retention::default().keep(2), &days(&[true; 5]), &UTC), [3, 4]);
        assert_eq!(Retention::default().keep(2).to_remove(&days(&[true; 5]), &UTC), [0, 1, 2]);
        assert_eq!(Retention::default().keep(9).to_remove(&days(&[true; 5]), &UTC), [0_i64; 0]);
    }

    #[test]
    fn keeps_the_newest_of_each_day_week_and_month() {
        let hours: Vec<_> = (0..96).map(|hour| Kept { id: hour, at: NOON + Duration::hours(hour), proven: true }).collect();
        assert_eq!(left(Retention::default().daily(3), &hours, &UTC), [59, 83, 95]);
        assert_eq!(left(Retention::default().daily(3), &hours, &offset!(+6)), [53, 77, 95], "days are local");
        let days = days(&[true; 40]); // from Monday 1 June to Friday 10 July
        assert_eq!(left(Retention::default().weekly(3), &days, &UTC), [27, 34, 39]);
        assert_eq!(left(Retention::default().monthly(3), &days, &UTC), [29, 39]);
        assert_eq!(left(Retention::default().keep(2).weekly(2).monthly(2), &days, &UTC), [29, 34, 38, 39]);
        let around_new_year = [datetime!(2026-12-31 12:00 UTC), datetime!(2027-01-01 12:00 UTC), datetime!(2027-01-04 12:00 UTC)];
        let three: Vec<_> = around_new_year.into_iter().zip(0..).map(|(at, id)| Kept { id, at, proven: true }).collect();
        assert_eq!(left(Retention::default().weekly(2), &three, &UTC), [1, 2], "Thursday and Friday are of one week");
    }

    #[test]
    fn days_without_a_backup_are_not_counted() {
        let mut days = days(&[true; 4]);
        days[0].at -= Duration::days(300);
        assert_eq!(left(Retention::default().daily(4), &days, &UTC), [0, 1, 2, 3]);
    }

    #[test]
    fn the_newest_proven_one_and_all_that_is_newer_stay() {
        assert_eq!(left(Retention::default().keep(1), &days(&[true, true, false, false, false]), &UTC), [1, 2, 3, 4]);
        assert_eq!(left(Retention::default().keep(2), &days(&[true, true, true, false, false]), &UTC), [1, 2, 3, 4]);
        assert_eq!(Retention::default().keep(1).to_remove(&days(&[false; 4]), &UTC), [0_i64; 0], "none is proven");
    }

    #[test]
    fn a_failed_one_takes_no_place_from_a_proven_one() {
        let day = |minutes, proven, id| Kept { id, at: NOON + Duration::minutes(minutes), proven };
        let one_day = [day(0, true, 0), day(1, true, 1), day(2, false, 2), day(1440, true, 3)];
        assert_eq!(left(Retention::default().daily(2), &one_day, &UTC), [1, 3]);
        assert_eq!(left(Retention::default().keep(3), &one_day, &UTC), [0, 1, 3]);
        assert_eq!(left(Retention::default().keep(4), &one_day, &UTC), [0, 1, 2, 3]);
        // a fortnight of failures does not push out the days before
        let mut proven = [true; 20];
        proven[4..18].fill(false);
        assert_eq!(left(Retention::default().daily(6), &days(&proven), &UTC), [0, 1, 2, 3, 18, 19]);
    }

    #[test]
    fn a_wrong_clock_costs_neither_the_newest_by_time_nor_by_number() {
        let mut five = days(&[true; 5]);
        five[2].at = datetime!(2099-01-01 00:00 UTC);
        assert_eq!(left(Retention::default().keep(1), &five, &UTC), [2, 4]);
    }

    #[test]
    fn a_rule_of_nothing_lets_nothing_go() {
        assert_eq!(Retention::default().keep(0).to_remove(&days(&[true; 5]), &UTC), [0_i64; 0]);
    }

    #[test]
    fn whatever_the_rules_and_the_backups() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut roll = |sides: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 16) % sides
        };
        for _ in 0..3000 {
            let backups: Vec<_> =
                (0..roll(40)).map(|id| Kept { id: id as i64, at: NOON + Duration::hours(roll(4000) as i64), proven: roll(3) > 0 }).collect();
            let mut rule = || Some(roll(6) as u32).filter(|count| *count > 0);
            let retention = Retention { keep: rule(), daily: rule(), weekly: rule(), monthly: rule() };
            let gone = retention.to_remove(&backups, &UTC);
            let case = format!("{retention} of {backups:?}: {gone:?}");

            assert_eq!(Retention::default().to_remove(&backups, &UTC), [0_i64; 0]);
            let (gone_backups, left): (Vec<Kept>, Vec<Kept>) = backups.iter().partition(|backup| gone.contains(&backup.id));
            assert_eq!(gone_backups.len(), gone.len(), "{case}");
            assert_eq!(retention.to_remove(&left, &UTC), [0_i64; 0], "not idempotent: {case}");
            let mut turned = backups.clone();
            turned.reverse();
            assert_eq!(retention.to_remove(&turned, &UTC), gone, "the order matters: {case}");
            let newest = backups.iter().filter(|backup| backup.proven).max_by_key(|backup| (backup.at, backup.id));
            match newest {
                None => assert!(gone.is_empty(), "{case}"),
                Some(newest) => assert!(gone_backups.iter().all(|backup| (backup.at, backup.id) < (newest.at, newest.id)), "{case}"),
            }
            let proven_left = left.iter().filter(|backup| backup.proven).count();
            let proven = backups.iter().filter(|backup| backup.proven).count();
            assert!(gone.is_empty() || proven_left >= proven.min(retention.keep.unwrap_or(1) as usize), "{case}");
        }
    }
}
