//! Whether a backup is due, and making it then: once, however many processes ask at the same time; and what is said where it failed.

use std::ops::ControlFlow;

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::{
    BackupSettings, Schedule, SystemZone,
    retry::next_attempt,
    run::{BackupOptions, BackupReport},
};
use crate::{
    certificate::pasted::hex,
    date,
    error::{Error, Result, visible},
    random::random,
    store::{Backup, BackupClaim, BackupState, Progress, Store},
};

/// How long a claim holds that nobody renews: of a process that was killed.
const CLAIM: Duration = Duration::minutes(15);
/// By how much clocks may differ, or be set back, without a claim's being void.
const CLOCK_SKEW: Duration = Duration::minutes(5);
/// How often one that is at work renews it.
const RENEWAL: Duration = Duration::minutes(3);

/// How it stands with the backups of a store.
///
/// Serialized: its fields; times in RFC 3339, UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BackupStatus {
    /// When backups are made; `None`: only when somebody makes one.
    pub schedule: Option<Schedule>,
    /// The newest backup that was proven to restore.
    pub last_proven: Option<Backup>,
    /// When the next one is due, or tried again.
    #[serde(with = "date::optional_text")]
    pub next: Option<OffsetDateTime>,
    /// Whether that time has come.
    pub due: bool,
    /// Who is making it at present.
    pub running: Option<String>,
    /// How many scheduled ones failed in a row.
    pub failures: u32,
    /// When the last of them did.
    #[serde(with = "date::optional_text")]
    pub failed_at: Option<OffsetDateTime>,
    /// Why.
    pub why: Option<String>,
    /// SHA-256 of the key that signs this store's bundles, in hex; `None` before it made one. Keep it elsewhere, to know them again.
    pub signer: Option<String>,
}

/// What became of a backup that may have been due.
#[derive(Debug)]
#[non_exhaustive]
pub enum DueBackup {
    /// It was due, and was made.
    Made(Box<BackupReport>),
    /// None is due, before this time; `None`: without a schedule never.
    NotDue(Option<OffsetDateTime>),
    /// Another process is making it.
    Elsewhere(String),
}

impl Store {
    /// How it stands with the backups of this store.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn backup_status(&self) -> Result<BackupStatus> {
        let (settings, state) = (self.backup_settings()?, self.backup_state()?);
        let backups = self.genuine_backups()?;
        let now = self.now().utc;
        let next = next(&settings, &state, &backups, now);
        Ok(BackupStatus {
            last_proven: backups.into_iter().find(|backup| backup.proven.is_some() && !backup.restored),
            due: next.is_some_and(|next| next <= now),
            next,
            running: state.claim.filter(|claim| holds(claim, now)).map(|claim| claim.by),
            failures: state.failures,
            failed_at: state.failed_at,
            why: state.why,
            schedule: settings.schedule,
            #[cfg(feature = "bundle")]
            signer: super::whole::fingerprint(self)?,
            #[cfg(not(feature = "bundle"))]
            signer: None,
        })
    }

    /// Makes the scheduled backup if it is due: exactly one, when several processes ask at once. One that fails is told in the journal,
    /// and due again after a pause that grows with each failure; it never switches the schedule off.
    ///
    /// # Errors
    /// As [`backup`](Self::backup).
    pub fn backup_if_due(&self, password: Option<&str>, progress: Progress<'_>) -> Result<DueBackup> {
        let settings = self.backup_settings()?;
        let backups = self.genuine_backups()?;
        let (me, token) = (self.actor().to_owned(), hex(&random::<16>()?));
        let claimed = self.change_document(BackupState::DOCUMENT, |known| {
            let (state, now) = (BackupState::read(known)?, self.now().utc);
            if let Some(claim) = state.claim.as_ref().filter(|claim| holds(claim, now)) {
                return Ok((None, Vec::new(), Some(DueBackup::Elsewhere(visible(&claim.by)))));
            }
            let next = next(&settings, &state, &backups, now);
            if next.is_none_or(|next| next > now) {
                return Ok((None, Vec::new(), Some(DueBackup::NotDue(next))));
            }
            let claim = Some(BackupClaim { by: me.clone(), token: token.clone(), until: now.saturating_add(CLAIM) });
            Ok((Some(BackupState { claim, ..state }.document()?), Vec::new(), None))
        })?;
        if let Some(other) = claimed {
            return Ok(other);
        }
        // another process may have made it, and let go, between the two looks
        if self.genuine_backups()?.first().map(|backup| backup.id) != backups.first().map(|backup| backup.id) {
            self.let_go_of_claim(&token, |state| state)?;
            return self.backup_if_due(password, progress);
        }
        let mut renewed = self.now().utc;
        let mut holding = |done, total| {
            let now = self.now().utc;
            if now - renewed > RENEWAL {
                renewed = now;
                // best effort: a claim that lapses is taken by another, whose backup does no harm
                let _ = self.renew_claim(&token, now);
            }
            progress(done, total)
        };
        let options = BackupOptions { kind: settings.kind, password, ..BackupOptions::default() };
        match self.backup(&options, &mut holding) {
            Ok(report) => {
                self.let_go_of_claim(&token, |_| BackupState::default())?;
                Ok(DueBackup::Made(Box::new(report)))
            }
            Err(error @ Error::Cancelled { .. }) => {
                self.let_go_of_claim(&token, |state| state)?;
                Err(error)
            }
            Err(error) => {
                let now = self.now().utc;
                let told = self.let_go_of_claim(&token, |state| BackupState {
                    failures: state.failures.saturating_add(1),
                    failed_at: Some(now),
                    why: Some(error.to_string()),
                    claim: None,
                });
                // what failed is what the caller must hear of
                let _ = told.and_then(|()| self.note_failed_backup(&error));
                Err(error)
            }
        }
    }

    fn renew_claim(&self, token: &str, now: OffsetDateTime) -> Result<()> {
        self.change_document(BackupState::DOCUMENT, |known| {
            let mut state = BackupState::read(known)?;
            let Some(claim) = state.claim.as_mut().filter(|claim| claim.token == token) else { return Ok((None, Vec::new(), ())) };
            claim.until = now.saturating_add(CLAIM);
            Ok((Some(state.document()?), Vec::new(), ()))
        })
    }

    /// Another's claim, that was made when this one had lapsed, stays.
    fn let_go_of_claim(&self, token: &str, after: impl FnOnce(BackupState) -> BackupState) -> Result<()> {
        self.change_document(BackupState::DOCUMENT, |known| {
            let state = BackupState::read(known)?;
            let others = state.claim.clone().filter(|claim| claim.token != token);
            Ok((Some(BackupState { claim: others, ..after(state) }.document()?), Vec::new(), ()))
        })
    }

    /// Makes every backup that becomes due, for ever: between two looks `sleep` is called with how long, at most a minute, and says whether to
    /// go on. `told` hears of each that was made or failed.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Moved`]; whatever else fails is told, and tried again.
    pub fn watch_backups(
        &self,
        password: Option<&str>,
        told: &mut dyn FnMut(Result<BackupReport>),
        sleep: &mut dyn FnMut(std::time::Duration) -> ControlFlow<()>,
        progress: Progress<'_>,
    ) -> Result<()> {
        loop {
            match self.backup_if_due(password, progress) {
                Ok(DueBackup::Made(report)) => told(Ok(*report)),
                Ok(_) => {}
                Err(Error::Cancelled { .. }) => return Ok(()),
                Err(error @ (Error::StoreLocked { .. } | Error::Moved { .. })) => return Err(error),
                Err(error) => told(Err(error)),
            }
            let now = self.now().utc;
            let wait = match self.backup_status() {
                Ok(status) => status.next.map_or(Duration::minutes(1), |next| next - now),
                Err(error @ (Error::StoreLocked { .. } | Error::Moved { .. })) => return Err(error),
                Err(_) => Duration::minutes(1), // it may be readable again by then
            };
            let wait = wait.clamp(Duration::seconds(1), Duration::minutes(1));
            if sleep(wait.unsigned_abs()).is_break() {
                return Ok(());
            }
        }
    }
}

/// When the next backup is due, or tried again.
fn next(settings: &BackupSettings, state: &BackupState, backups: &[Backup], now: OffsetDateTime) -> Option<OffsetDateTime> {
    let is_scheduled = |backup: &&Backup| backup.kind == settings.kind && backup.scope.is_none() && !backup.restored;
    let last = backups.iter().find(is_scheduled).map(|backup| backup.at);
    let schedule = settings.schedule.as_ref()?;
    Some(next_attempt(schedule, last, state.failures, state.failed_at, now, &SystemZone))
}

/// Whether a claim still holds; one from the future is of a clock that was set back, and holds for no longer than any other.
fn holds(claim: &BackupClaim, now: OffsetDateTime) -> bool {
    claim.until > now && claim.until - now <= CLAIM + CLOCK_SKEW
}
