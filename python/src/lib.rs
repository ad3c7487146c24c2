//! The native part of the Python package: what `certwright` does, as Python classes and functions.
//!
//! No behaviour of its own: each method converts its arguments, lets other threads run, makes one call of the core, and
//! converts the result.

mod backup;
mod certificate;
mod convert;
mod error;
mod files;
mod key;
mod path;
mod selfsigned;
mod status;
mod store;
mod trust;

use pyo3::prelude::*;

/// The module `certwright._certwright`.
#[pymodule]
mod _certwright {
    use pyo3::{prelude::*, types::PyTuple};

    #[pymodule_export]
    use crate::{
        backup::{
            Backup, BackupFile, BackupProof, BackupReport, BackupSettings, BackupStatus, DueBackup, LeftOut, RestoreLine, Restored, backup_files,
            cron_line, systemd_units,
        },
        certificate::{Certificate, parse_date, parse_serial, parse_store_name, parse_subject, parse_thumbprint},
        files::{Bag, Detected, ImportReport, detect, read_file, read_path, read_pkcs12, write_file, write_pkcs7, write_pkcs12},
        key::{Identity, OpaqueKey, PrivateKey},
        path::{VerifiedChain, verify_chain},
        selfsigned::{local_host, self_signed},
        status::{StatusInfo, explain, statuses},
        store::{
            AddResult, Applied, Assigned, Assignment, CheckReport, Crl, DeleteResult, Endpoint, EndpointChange, EndpointCheck, EndpointSettings,
            Entry, EntryIterator, Event, ExpiringCertificate, ExpiryReport, FileAccess, Finding, Instruction, LiveIdentity, Overview, OverviewLine,
            Preflight, Protector, Provided, Renewed, RequiredOtherwise, Role, Rotated, Selection, Shared, Store, StoreInfo, Succession, Unneeded,
            Upgraded, Verdict, Watch, WhereUsed, built_in_roles,
        },
        trust::{Probed, TrustDecision, Trusted, parse_server, probe},
    };

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("READERS", PyTuple::new(module.py(), certwright::Reader::all().map(|reader| reader.to_string()))?)?;
        let statuses = certwright::Status::all().map(|status| (status.number(), status.code(), status.meaning()));
        module.add("STATUSES", statuses.collect::<Vec<_>>())
    }
}

/// Runs work of the core while other Python threads go on, and turns its error into an exception.
fn run<T: Send>(py: Python<'_>, work: impl Send + FnOnce() -> certwright::Result<T>) -> PyResult<T> {
    py.detach(work).map_err(|error| error::raise(py, &error))
}
