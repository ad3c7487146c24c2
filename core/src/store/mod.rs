//! The store: one SQLite file that several processes and languages share.

mod altered;
mod assignment;
mod backup;
mod change;
mod check;
mod create;
mod crl;
mod decision;
mod diagnostic;
mod document;
mod endpoint;
mod entry;
mod expiry;
mod export;
mod find;
mod import;
mod installation;
mod journal;
mod key_file;
mod name;
mod open;
mod passphrase;
mod place;
mod pool;
mod protector;
mod query;
mod remove;
mod report;
mod required;
mod role;
mod rotate;
mod schema;
mod scope;
mod seal;
mod succession;
mod transfer;
mod upgrade;
mod uses;
mod watch;

use std::{fmt, sync::Arc};

use crate::issue::Now;

pub use self::{
    assignment::{AssignOptions, Assigned, Assignment},
    backup::{Backup, BackupFile, BackupKind},
    change::{AddOptions, Added},
    check::{CheckReport, Progress, Verdict},
    crl::KeptCrl,
    decision::{Pin, TrustDecision},
    diagnostic::{Diagnostic, DiagnosticCode, DiagnosticLevel},
    endpoint::{EndpointSettings, EndpointState},
    entry::Entry,
    export::{ExportFormat, ExportOptions, Exported},
    find::{Find, Get, Selection},
    import::{ImportOptions, Imported, Outcome},
    journal::Event,
    name::StoreName,
    open::{FileAccess, OpenOptions, StoreInfo},
    protector::{NewProtector, Protector, RotateOptions, Rotated},
    query::{Archived, Order, Query},
    remove::{Deleted, Description},
    report::{Expiry, Report},
    role::Role,
    succession::Succession,
    transfer::{Conflicts, RestoreLine, RestoreOutcome},
    upgrade::Upgraded,
    watch::Watch,
};

pub(crate) use self::{
    backup::{BackupClaim, BackupState},
    document::Document,
    expiry::NEAR,
    role::must_be_a_name,
    scope::{Place, is_same_scope},
    transfer::{HANDED_ON, Incoming, Piece},
    uses::{Held, KeyState, Uses},
};

/// A store: certificates, their keys sealed one by one, named stores, a journal.
///
/// Cheap to clone, `Send` and `Sync`; any number of processes may open one file. Every change is one transaction, its
/// journal line included.
#[derive(Clone)]
pub struct Store(Arc<open::Inner>);

impl Store {
    /// The present, by this store's clock.
    pub(crate) fn now(&self) -> Now {
        (self.0.clock)()
    }

    /// Notes a diagnostic in the midst of a read or a change; it is told when that is done and holds no lock.
    fn note(&self, code: DiagnosticCode, message: impl FnOnce() -> String) {
        self.0.pool.diagnostics.note(code, message);
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.0.path.display())
    }
}

#[cfg(test)]
mod tests;
