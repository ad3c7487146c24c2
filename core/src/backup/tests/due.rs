//! Schedules at work: once, however many ask; retried with growing pauses; and the last proven backup never goes.

use std::thread;

use super::*;

fn scheduled(text: &str) -> Here {
    let here = here();
    here.assigned("client", None);
    let settings = BackupSettings {
        location: Some(here.location()),
        password: PasswordSource::Sealed,
        schedule: Some(text.parse().expect("a schedule")),
        retention: Retention::default().keep(2),
        ..BackupSettings::default()
    };
    here.store.set_backup_settings(&settings, Some(PASSWORD)).expect("set");
    here
}

fn made(due: DueBackup) -> BackupReport {
    match due {
        DueBackup::Made(report) => *report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn is_made_when_it_is_due_and_retention_lets_old_ones_go() {
    let here = scheduled("every 6 hours");
    assert!(here.store.backup_status().expect("told").due, "the first proof comes early");
    made(here.store.backup_if_due(None, &mut on).expect("made"));
    let next = NOW + Duration::hours(6);
    assert!(matches!(here.store.backup_if_due(None, &mut on), Ok(DueBackup::NotDue(Some(at))) if at == next));
    for round in 0..3 {
        here.later(Duration::hours(6));
        let report = made(here.store.backup_if_due(None, &mut on).expect("made"));
        assert_eq!(report.removed.len(), usize::from(round > 0), "{:?}", report.removed);
    }
    assert_eq!((here.files().len(), here.store.backups().expect("read").len()), (2, 2));
    assert!(kinds(&here.store).contains(&"backup-removed".to_owned()));
}

#[test]
fn eight_that_are_due_at_once_make_one() {
    let here = scheduled("daily at 00:00");
    let stores: Vec<Store> = (0..8).map(|_| Store::open_with(here.store.path(), &options(&here.clock)).expect("opened")).collect();
    let outcomes: Vec<DueBackup> = thread::scope(|scope| {
        let threads: Vec<_> = stores.iter().map(|store| scope.spawn(|| store.backup_if_due(None, &mut on).expect("no failure"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(outcomes.iter().filter(|one| matches!(one, DueBackup::Made(_))).count(), 1, "{outcomes:?}");
    assert_eq!(here.files().len(), 1);
}

#[test]
fn a_failure_is_told_and_tried_again_after_growing_pauses_for_ever() {
    let here = scheduled("every 1 days at 12:00");
    made(here.store.backup_if_due(None, &mut on).expect("made"));
    let (location, moved) = (here.location(), here.folder.path().join("elsewhere"));
    fs::rename(&location, &moved).expect("a folder that vanishes");
    here.later(Duration::days(2));
    let mut pauses = Vec::new();
    for failures in 1..=12 {
        assert_eq!(status(here.store.backup_if_due(None, &mut on)), Some(Status::NotFound));
        let told = here.store.backup_status().expect("told");
        assert_eq!((told.failures, told.due, told.running), (failures, false, None));
        let pause = told.next.expect("a time") - *here.clock.lock().expect("a time");
        pauses.push(pause.whole_minutes());
        assert!(matches!(here.store.backup_if_due(None, &mut on), Ok(DueBackup::NotDue(Some(_)))));
        here.later(pause);
    }
    assert_eq!(pauses[..8], [1, 2, 5, 15, 30, 60, 120, 360]);
    assert!(pauses.iter().all(|pause| *pause <= 360), "{pauses:?}");
    assert_eq!(kinds(&here.store).iter().filter(|kind| *kind == "backup-failed").count(), 12);
    let preflight = here.store.preflight(&PreflightOptions::default(), &mut on).expect("looked");
    let verdict = preflight.verdicts.iter().find(|verdict| verdict.what == "backup").expect("a verdict");
    assert!(!verdict.ok && verdict.found.contains("12 scheduled ones failed"), "{verdict:?}");
    fs::rename(&moved, &location).expect("it is back");
    made(here.store.backup_if_due(None, &mut on).expect("made"));
    assert_eq!(here.store.backup_status().expect("told").failures, 0);
}

#[test]
fn a_claim_of_a_process_that_was_killed_lapses() {
    let here = scheduled("hourly");
    let claim = |until: OffsetDateTime| format!(r#"{{"claim":{{"by":"another","token":"x","until":"{}"}}}}"#, crate::date::rfc3339(until));
    let keep = |text: String| {
        let document = crate::store::Document { text, secret: None };
        here.store.change_document("backup state", |_| Ok((Some(document), Vec::new(), ()))).expect("kept");
    };
    keep(claim(NOW + Duration::minutes(10)));
    assert!(matches!(here.store.backup_if_due(None, &mut on), Ok(DueBackup::Elsewhere(by)) if by == "another"));
    assert_eq!(here.store.backup_status().expect("told").running.as_deref(), Some("another"));
    here.later(Duration::minutes(11));
    made(here.store.backup_if_due(None, &mut on).expect("made"));
    keep(claim(NOW + Duration::days(400)));
    here.later(Duration::hours(2));
    made(here.store.backup_if_due(None, &mut on).expect("a claim of a clock that was set back holds nobody up"));
}

#[test]
fn watching_makes_each_that_becomes_due() {
    let here = scheduled("hourly");
    let (mut told, mut minutes) = (0, 0);
    let mut sleep = |pause: std::time::Duration| {
        assert!((1..=60).contains(&pause.as_secs()));
        here.later(Duration::minutes(30));
        minutes += 30;
        if minutes == 180 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut hear = |made: Result<BackupReport>| {
        made.expect("made");
        told += 1;
    };
    here.store.watch_backups(None, &mut hear, &mut sleep, &mut on).expect("watched");
    assert_eq!(told, 3);
}
