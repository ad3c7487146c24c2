//! When a backup that failed is tried again: after pauses that grow, and never given up.

use time::{Duration, OffsetDateTime};

use super::{schedule::Schedule, zone::Zone};

/// After the first failure, the second and so on; then as after the last.
const PAUSES: [Duration; 8] = [
    Duration::minutes(1),
    Duration::minutes(2),
    Duration::minutes(5),
    Duration::minutes(15),
    Duration::minutes(30),
    Duration::hours(1),
    Duration::hours(2),
    Duration::hours(6),
];

/// The pause after so many failures in a row.
pub(crate) fn pause_after(failures: u32) -> Duration {
    let Some(place) = usize::try_from(failures).unwrap_or(usize::MAX).checked_sub(1) else { return Duration::ZERO };
    PAUSES[place.min(PAUSES.len() - 1)] // within, by the line itself
}

/// When to try next; it may be past. `failures` are those in a row since the last success, and `last_failure` is when the last of
/// them was. A pause never reaches beyond the next scheduled time, and a failure before one is due, as by hand, postpones nothing.
pub(crate) fn next_attempt(
    schedule: &Schedule,
    last_success: Option<OffsetDateTime>,
    failures: u32,
    last_failure: Option<OffsetDateTime>,
    now: OffsetDateTime,
    zone: &dyn Zone,
) -> OffsetDateTime {
    let due = schedule.next_after(last_success, now, zone);
    // one in the future is of a clock that was set back since, and tells nothing
    let Some(failed) = last_failure.filter(|failed| failures > 0 && *failed <= now) else { return due };
    if last_success.is_some_and(|success| success <= now) && failed < due {
        return due;
    }
    let again = failed.checked_add(pause_after(failures)).unwrap_or(now);
    again.min(schedule.next_after(Some(failed), now, zone))
}

#[cfg(test)]
mod tests {
    use time::{UtcOffset, macros::datetime};

    use super::*;

    const UTC: UtcOffset = UtcOffset::UTC;
    const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

    fn schedule(text: &str) -> Schedule {
        text.parse().expect("a schedule")
    }

    #[test]
    fn pauses_grow_to_six_hours() {
        let minutes: Vec<_> = (0..10).map(|failures| pause_after(failures).whole_minutes()).collect();
        assert_eq!(minutes, [0, 1, 2, 5, 15, 30, 60, 120, 360, 360]);
        assert_eq!(pause_after(u32::MAX), Duration::hours(6));
    }

    #[test]
    fn without_a_failure_the_schedule_says_when() {
        let six = schedule("every 6 hours");
        let success = Some(NOW - Duration::hours(1));
        assert_eq!(next_attempt(&six, success, 0, None, NOW, &UTC), NOW + Duration::hours(5));
        assert_eq!(next_attempt(&six, success, 0, Some(NOW), NOW, &UTC), NOW + Duration::hours(5));
        assert_eq!(next_attempt(&six, None, 0, None, NOW, &UTC), NOW);
    }

    #[test]
    fn waits_after_a_failure() {
        let daily = schedule("daily at 03:30");
        let success = Some(datetime!(2026-05-31 03:30 UTC));
        let failed = datetime!(2026-06-01 03:30:10 UTC);
        for (failures, minutes) in [(1, 1), (4, 15), (8, 360), (1000, 360)] {
            let next = next_attempt(&daily, success, failures, Some(failed), failed, &UTC);
            assert_eq!(next, failed + Duration::minutes(minutes), "{failures}");
        }
        // where none ever succeeded as well: not at every look
        assert_eq!(next_attempt(&daily, None, 3, Some(NOW), NOW, &UTC), NOW + Duration::minutes(5));
    }

    #[test]
    fn a_pause_ends_with_the_next_scheduled_time() {
        let success = Some(NOW - Duration::days(1));
        assert_eq!(next_attempt(&schedule("hourly"), success, 50, Some(NOW), NOW, &UTC), NOW + Duration::HOUR);
        let failed = datetime!(2026-06-02 03:00 UTC);
        assert_eq!(next_attempt(&schedule("daily at 03:30"), success, 50, Some(failed), failed, &UTC), datetime!(2026-06-02 03:30 UTC));
    }

    #[test]
    fn a_failure_before_it_is_due_postpones_nothing() {
        let success = Some(NOW - Duration::hours(5));
        for failures in [1, 8] {
            assert_eq!(next_attempt(&schedule("every 6 hours"), success, failures, Some(NOW), NOW, &UTC), NOW + Duration::HOUR);
        }
    }

    #[test]
    fn a_clock_that_was_set_back_stops_nothing() {
        let later = Some(NOW + Duration::days(400));
        assert_eq!(next_attempt(&schedule("daily at 03:30"), later, 3, later, NOW, &UTC), NOW);
        assert_eq!(next_attempt(&schedule("daily at 03:30"), later, 3, Some(NOW), NOW, &UTC), NOW + Duration::minutes(5));
        let success = Some(NOW - Duration::hours(5));
        assert_eq!(next_attempt(&schedule("every 6 hours"), success, 3, later, NOW, &UTC), NOW + Duration::HOUR);
    }

    #[test]
    fn never_gives_up_and_never_waits_longer_than_six_hours_past_due() {
        for text in ["hourly", "every 30 hours", "daily at 03:30", "every 30 days at 03:30", "0 3 1 * *"] {
            let schedule = schedule(text);
            let (mut now, success) = (NOW, NOW - Duration::days(60));
            for failures in 1..200 {
                let next = next_attempt(&schedule, Some(success), failures, Some(now), now, &UTC);
                assert!(next > now && next <= now + Duration::hours(6), "{text}: {now}, {next}");
                now = next;
            }
        }
    }
}
