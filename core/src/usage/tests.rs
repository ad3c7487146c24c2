//! Stores whose clock the tests set.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{Arc, Mutex},
};

use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::{
    certificate::Thumbprint,
    error::{Error, Result},
    issue::{Host, Now, Purpose, SelfSigned, ValidTo},
    key::KeyAlgorithm,
    status::Status,
    store::{AddOptions, AssignOptions, Entry, Get, OpenOptions, Query, Role, Store, StoreName, Verdict},
};

mod changing;
mod copies;
mod overview;
mod preflight;
mod providing;
mod random;
mod renewing;
mod story;
mod telling;

const NOW: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

/// A store, and the time that it believes in.
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
    let store = Store::create_with(folder.path().join("certs.db"), &options(&clock)).expect("a store");
    Here { store, folder, clock }
}

fn host() -> Host {
    Host { names: vec!["srv1.corp.example".to_owned(), "srv1".to_owned()], addresses: vec!["10.0.0.5".parse().expect("an address")] }
}

fn status<T>(result: Result<T>) -> Option<Status> {
    result.err().map(|error| error.status())
}

impl Here {
    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("certs.db")
    }

    fn open(&self) -> Store {
        Store::open_with(self.path(), &options(&self.clock)).expect("opens")
    }

    fn advance(&self, by: Duration) {
        *self.clock.lock().expect("a time") += by;
    }

    /// A certificate with an RSA key, as every role takes it.
    fn rsa(&self, subject: &str) -> Entry {
        self.made(&SelfSigned::new(subject).expect("a subject").purpose(Purpose::Encipher).key(KeyAlgorithm::Rsa(2048)))
    }

    fn made(&self, wanted: &SelfSigned) -> Entry {
        self.store.create_self_signed(wanted, &AddOptions::default()).expect("made")
    }

    fn assign(&self, entry: &Entry, role: &str, scope: Option<&str>) -> crate::store::Assigned {
        self.store.assign(entry, role, scope, &AssignOptions::default()).expect("assigned")
    }

    fn provide(&self, role: &str, scope: Option<&str>) -> Result<Provided> {
        self.store.provide(role, scope, &ProvideOptions::default().host(host()))
    }

    fn again(&self, entry: &Entry) -> Entry {
        self.store.get_with(entry, &Get::any()).expect("there")
    }

    /// Role, scope, thumbprint and whether it is retained, of what holds.
    fn held(&self) -> Vec<(String, String, Thumbprint, bool)> {
        let all = self.store.assignments().expect("read").into_iter().filter(|one| one.holds());
        all.map(|one| (one.role, one.scope.unwrap_or_default(), one.thumbprint, one.retained)).collect()
    }

    fn events(&self, kind: &str) -> Vec<crate::Event> {
        self.store.events(0, 10_000).expect("read").into_iter().filter(|event| event.kind == kind).collect()
    }

    fn states(&self) -> Vec<(String, String, CertificateState)> {
        let overview = self.store.overview(&OverviewOptions::default()).expect("read");
        overview.assignments.into_iter().map(|line| (line.assignment.role, line.assignment.scope.unwrap_or_default(), line.state)).collect()
    }

    fn preflight(&self) -> Vec<Verdict> {
        let options = PreflightOptions::default().host(host());
        self.store.preflight(&options, &mut |_, _| ControlFlow::Continue(())).expect("done").verdicts
    }

    fn faults(&self) -> Vec<Verdict> {
        // whether what is here is backed up is looked at where backups are
        self.preflight().into_iter().filter(|verdict| !verdict.ok && verdict.what != "backup").collect()
    }

    fn sql(&self, statement: &str) -> usize {
        stranger(&self.path(), statement)
    }
}

/// Writes to a database behind its store's back; says how many rows.
fn stranger(path: &Path, statement: &str) -> usize {
    let connection = rusqlite::Connection::open(path).expect("opens");
    connection.execute_batch("PRAGMA foreign_keys = OFF").expect("off");
    connection.execute(statement, []).expect("written")
}
