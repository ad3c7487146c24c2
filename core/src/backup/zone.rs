//! Local time: what a clock on the wall shows, and when it shows it.

use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// No zone was ever further from UTC, nor has set its clock by more; half of it would not do for the Samoa of 2011.
const A_DAY: i64 = 86_400;

/// Where a time of day is meant. A fixed offset is a zone too.
pub trait Zone {
    /// What the clocks are ahead of UTC at this time.
    fn offset_at(&self, at: OffsetDateTime) -> UtcOffset;
}

impl Zone for UtcOffset {
    fn offset_at(&self, _: OffsetDateTime) -> UtcOffset {
        *self
    }
}

/// The zone of this machine, as `TZ` or `/etc/localtime` names it; UTC where that cannot be told. A process that runs keeps the zone
/// that it began with; summer and winter time alternate in it all the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemZone;

impl Zone for SystemZone {
    fn offset_at(&self, at: OffsetDateTime) -> UtcOffset {
        UtcOffset::local_offset_at(at).unwrap_or(UtcOffset::UTC)
    }
}

/// When clocks show a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Once(OffsetDateTime),
    /// The clocks were set back.
    Twice(OffsetDateTime, OffsetDateTime),
    /// The clocks were set forward, past it.
    Never {
        /// When they were.
        jump: OffsetDateTime,
    },
}

impl Shown {
    /// When what is to happen once at this time of day does: at the first of two times, and as the clocks jump past it. So it never
    /// goes before what was to happen earlier in the day.
    pub(super) fn once(self) -> OffsetDateTime {
        match self {
            Self::Once(at) | Self::Twice(at, _) | Self::Never { jump: at } => at,
        }
    }
}

/// What the clocks show.
pub(super) fn local(at: OffsetDateTime, zone: &dyn Zone) -> PrimitiveDateTime {
    // an offset carries the last hours of the year 9999 out of the calendar
    let there = at.checked_to_offset(zone.offset_at(at)).unwrap_or(at);
    PrimitiveDateTime::new(there.date(), there.time())
}

/// When the clocks show it.
pub(super) fn shown(local: PrimitiveDateTime, zone: &dyn Zone) -> Shown {
    let wall = local.assume_utc().unix_timestamp();
    let offset_at = |seconds| i64::from(zone.offset_at(instant(seconds)).whole_seconds());
    // the offsets on both sides of a change, if there is one near
    let (before, after) = (offset_at(wall - A_DAY), offset_at(wall + A_DAY));
    let candidate = |offset: i64| Some(wall - offset).filter(|seconds| offset_at(*seconds) == offset);
    match (candidate(before), candidate(after)) {
        (Some(first), Some(second)) if first != second => Shown::Twice(instant(first.min(second)), instant(first.max(second))),
        (Some(one), _) | (None, Some(one)) => Shown::Once(instant(one)),
        (None, None) => {
            // it would have been before the jump by the offset after it, and the other way round
            let (mut early, mut late) = (wall - before.max(after), wall - before.min(after));
            let old = offset_at(early);
            while late - early > 1 {
                let middle = early + (late - early) / 2;
                if offset_at(middle) == old { early = middle } else { late = middle }
            }
            Shown::Never { jump: instant(late) }
        }
    }
}

/// The nearest time that the calendar has.
fn instant(seconds: i64) -> OffsetDateTime {
    let end = if seconds < 0 { PrimitiveDateTime::MIN } else { PrimitiveDateTime::MAX };
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(end.assume_utc())
}

#[cfg(test)]
pub(super) mod tests {
    use time::macros::{datetime, offset};

    use super::*;

    /// Two offsets, and when each begins.
    pub(in crate::backup) struct Changing(pub UtcOffset, pub &'static [(OffsetDateTime, UtcOffset)]);

    impl Zone for Changing {
        fn offset_at(&self, at: OffsetDateTime) -> UtcOffset {
            self.1.iter().rev().find(|(from, _)| *from <= at).map_or(self.0, |(_, offset)| *offset)
        }
    }

    /// Berlin in 2026 and 2027: forward at 02:00, back at 03:00.
    pub(in crate::backup) const BERLIN: Changing = Changing(
        offset!(+1),
        &[
            (datetime!(2026-03-29 01:00 UTC), offset!(+2)),
            (datetime!(2026-10-25 01:00 UTC), offset!(+1)),
            (datetime!(2027-03-28 01:00 UTC), offset!(+2)),
            (datetime!(2027-10-31 01:00 UTC), offset!(+1)),
        ],
    );

    /// St. John's in 2010: both changes one minute after midnight, so that a date comes twice.
    pub(in crate::backup) const ST_JOHNS: Changing =
        Changing(offset!(-3:30), &[(datetime!(2010-03-14 03:31 UTC), offset!(-2:30)), (datetime!(2010-11-07 02:31 UTC), offset!(-3:30))]);

    /// Apia in 2011, which went without 30 December.
    pub(in crate::backup) const APIA: Changing = Changing(offset!(-10), &[(datetime!(2011-12-30 10:00 UTC), offset!(+14))]);

    #[test]
    fn a_time_is_shown_once_twice_or_never() {
        assert_eq!(shown(datetime!(2026-06-01 12:00), &BERLIN), Shown::Once(datetime!(2026-06-01 10:00 UTC)));
        let jump = datetime!(2026-03-29 01:00 UTC);
        assert_eq!(shown(datetime!(2026-03-29 01:59:59), &BERLIN), Shown::Once(datetime!(2026-03-29 00:59:59 UTC)));
        assert_eq!(shown(datetime!(2026-03-29 02:00), &BERLIN), Shown::Never { jump });
        assert_eq!(shown(datetime!(2026-03-29 02:59:59), &BERLIN), Shown::Never { jump });
        assert_eq!(shown(datetime!(2026-03-29 03:00), &BERLIN), Shown::Once(jump));
        let twice = Shown::Twice(datetime!(2026-10-25 00:30 UTC), datetime!(2026-10-25 01:30 UTC));
        assert_eq!(shown(datetime!(2026-10-25 02:30), &BERLIN), twice);
        assert_eq!(shown(datetime!(2026-10-25 03:00), &BERLIN), Shown::Once(datetime!(2026-10-25 02:00 UTC)));
        assert_eq!(shown(datetime!(2011-12-30 12:00), &APIA), Shown::Never { jump: datetime!(2011-12-30 10:00 UTC) });
        assert_eq!(shown(datetime!(2011-12-31 00:00), &APIA), Shown::Once(datetime!(2011-12-30 10:00 UTC)));
    }

    #[test]
    fn what_is_shown_leads_back() {
        for zone in [&BERLIN, &ST_JOHNS, &APIA] {
            for (change, _) in zone.1 {
                for minutes in -3000..3000 {
                    let at = *change + time::Duration::minutes(minutes);
                    let back = match shown(local(at, zone), zone) {
                        Shown::Once(one) => one == at,
                        Shown::Twice(first, second) => first < second && (first == at || second == at),
                        Shown::Never { .. } => false,
                    };
                    assert!(back, "{at}");
                }
            }
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        for zone in [offset!(+14), offset!(-12), offset!(UTC)] {
            for end in [PrimitiveDateTime::MIN, PrimitiveDateTime::MAX] {
                let _ = (local(end.assume_utc(), &zone), shown(end, &zone));
            }
        }
    }

    #[test]
    fn the_system_has_a_zone() {
        let at = datetime!(2026-06-01 12:00 UTC);
        assert!(
            matches!(shown(local(at, &SystemZone), &SystemZone), Shown::Once(one) if one == at),
            "no zone changes its clocks at noon of that day"
        );
    }
}
