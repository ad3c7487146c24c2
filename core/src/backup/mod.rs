//! Backups that are proven to restore: made of what roles need or of everything, stored, restored at once from where they are stored, kept
//! by rules, made by a schedule.

#[cfg(feature = "bundle")]
mod bundle;
mod choice;
mod claim;
mod cron;
mod due;
mod file_name;
mod pfx;
mod proof;
mod restore;
mod retention;
mod retry;
mod run;
mod schedule;
mod scratch;
mod settings;
mod target;
mod units;
#[cfg(feature = "bundle")]
mod whole;
mod zone;

pub use self::{
    choice::LeftOut,
    due::{BackupStatus, DueBackup},
    proof::BackupProof,
    restore::{RestoreOptions, Restored, backup_files},
    retention::Retention,
    run::{BackupOptions, BackupReport},
    schedule::Schedule,
    settings::{BackupFiles, BackupSettings, PasswordSource},
    units::{UnitFile, UnitOptions, cron_line, systemd_units},
};

use self::zone::SystemZone;

#[cfg(test)]
mod tests;
