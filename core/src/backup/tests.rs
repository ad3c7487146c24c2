//! Stores whose clock the tests set, and folders for their backups.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::{
    error::{Error, Result},
    issue::{Host, Now, SelfSigned},
    status::Status,
    store::{AddOptions, AssignOptions, BackupKind, Conflicts, Entry, Get, OpenOptions, RestoreOutcome, Role, Store},
    usage::{OverviewOptions, PreflightOptions, ProvideOptions, RenewOptions},
};

#[cfg(feature = "bundle")]
mod bundles;
mod due;
mod making;
mod proving;
mod restoring;
mod story;

const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);
const PASSWORD: &str = "correct horse battery";

/// A store, the time that it believes in, and a folder for backups.
struct Here {
    store: Store,
    folder: TempDir,
    clock: Arc<Mutex<OffsetDateTime>>,
}

fn options(clock: &Arc<Mutex<OffsetDateTime>>) -> OpenOptions {
    let clock = clock.clone();
    OpenOptions::default().clock(move || {
        let utc = *clock.lock().expect("a time");
        Now { utc, local_date: utc.date() }
    })
}

fn here() -> Here {
    let (folder, clock) = (tempfile::tempdir().expect("a folder"), Arc::new(Mutex::new(NOW)));
    fs::create_dir(folder.path().join("backups")).expect("a folder");
    let store = Store::create_with(folder.path().join("certs.db"), &options(&clock)).expect("a store");
    Here { store, folder, clock }
}

impl Here {
    fn later(&self, by: Duration) {
        *self.clock.lock().expect("a time") += by;
    }

    fn location(&self) -> String {
        self.folder.path().join("backups").display().to_string()
    }

    fn files(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.location()).expect("listed").map(|file| file.expect("a file").path());
        let mut files: Vec<_> = listed.collect();
        files.sort();
        files
    }

    fn options(&self) -> BackupOptions<'static> {
        BackupOptions::default().location(self.location()).password(PASSWORD)
    }

    fn backup(&self) -> BackupReport {
        self.store.backup(&self.options(), &mut on).expect("a backup")
    }

    /// What makes keys fast: a certificate of one's own for a role.
    fn assigned(&self, role: &str, scope: Option<&str>) -> Entry {
        let create = AssignOptions::default().create_role();
        let mut subject = format!("CN={role} ");
        crate::certificate::name::escape(scope.unwrap_or("whole"), &mut subject);
        let entry = self.store.create_self_signed(&SelfSigned::new(&subject).expect("a subject"), &AddOptions::default()).expect("made");
        self.store.assign(&entry, role, scope, &create).expect("assigned");
        self.store.get(&entry).expect("there")
    }
}

fn on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn open() -> RestoreOptions<'static> {
    RestoreOptions::default().password(PASSWORD)
}

fn status<T>(result: Result<T>) -> Option<Status> {
    result.err().map(|error| error.status())
}

fn outcome(restored: &Restored, what: &str) -> Vec<RestoreOutcome> {
    restored.lines.iter().filter(|line| line.what == what).map(|line| line.outcome).collect()
}

fn kinds(store: &Store) -> Vec<String> {
    store.events(0, usize::MAX).expect("lines").into_iter().map(|event| event.kind).collect()
}
