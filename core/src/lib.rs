//! A certificate manager as a library: certificates with sound defaults, one store that several processes and languages
//! share, files in and out.
//!
//! ```
//! use certwright::{AddOptions, ExportOptions, ReadOptions, SelfSigned, Store, Thumbprint, read_file};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let store = Store::create(folder.path().join("certs.db"))?; // with its key file; later Store::open, which never creates
//! let wanted = SelfSigned::new("Integration API")?.dns_name("srv1.corp.example")?;
//! let api = store.create_self_signed(&wanted, &AddOptions::default().friendly_name("API"))?;
//!
//! let pasted = format!("\u{200e}{}", api.thumbprint());
//! assert_eq!(store.get(Thumbprint::parse(&pasted)?)?.subject().to_string(), "CN=Integration API");
//!
//! let pfx = store.export(&[Thumbprint::from(&api)], &ExportOptions::pfx("correct horse"))?;
//! let report = read_file(&pfx.bytes, &ReadOptions { password: Some("correct horse"), ..ReadOptions::default() })?;
//! assert_eq!(report.identities().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! The modules are rooms of a house, each of which imports only from those before it: `asn1`, `pem`, `date`; `error`,
//! `reason` and `status`; `random`; `pbe`; `certificate`; `crl`; `key`; `issue`; `format`; `store`; `path`; `usage`; `trust`; `endpoint`;
//! `backup`. Their public types stand here, at the root.

#![forbid(unsafe_code)]

mod asn1;
mod backup;
mod certificate;
mod crl;
mod date;
mod endpoint;
mod error;
mod format;
mod issue;
mod key;
mod path;
mod pbe;
mod pem;
mod random;
mod reason;
mod status;
mod store;
mod trust;
mod usage;

#[cfg(feature = "tls")]
pub use crate::endpoint::{Applied, ApplyOptions, EndpointCheck, EndpointResolver, FileLayout, Finding};
#[cfg(feature = "tls")]
pub use crate::trust::{ClientCertificate, ProbeOptions, Probed, StoreVerifier, probe};
pub use crate::{
    backup::{
        BackupFiles, BackupOptions, BackupProof, BackupReport, BackupSettings, BackupStatus, DueBackup, LeftOut, PasswordSource, RestoreOptions,
        Restored, Retention, Schedule, UnitFile, UnitOptions, backup_files, cron_line, systemd_units,
    },
    certificate::{Attribute, Certificate, GeneralName, Name, SerialNumber, Thumbprint},
    crl::Crl,
    date::DateInput,
    endpoint::{Endpoint, EndpointCertificate, EndpointChange, Instruction, LiveIdentity, Shared},
    error::{Error, Result},
    format::{
        Bag, Content, Detected, FileFormat, FileKind, ImportReport, Pfx, PfxContents, ReadOptions, Reader, Replace, Secrecy, WriteOptions, detect,
        read as read_file, read_path, read_pkcs12, write_file, write_pkcs7, write_pkcs12,
    },
    issue::{Host, KeyReader, Now, Purpose, SelfSigned, ValidTo},
    key::{Identity, KeyAlgorithm, OpaqueKey, PrivateKey},
    path::{ChainPurpose, PolicyOptions, Profile, Revocation, TrustAnchor, Verified, VerifyOptions, verify_chain},
    reason::{Fault, Reason, RefusedPath},
    status::Status,
    store::{
        AddOptions, Added, Archived, AssignOptions, Assigned, Assignment, Backup, BackupFile, BackupKind, CheckReport, Conflicts, Deleted,
        Description, Diagnostic, DiagnosticCode, DiagnosticLevel, EndpointSettings, EndpointState, Entry, Event, Expiry, ExportFormat, ExportOptions,
        Exported, FileAccess, Find, Get, ImportOptions, Imported, KeptCrl, NewProtector, OpenOptions, Order, Outcome, Pin, Progress, Protector,
        Query, Report, RestoreLine, RestoreOutcome, Role, RotateOptions, Rotated, Selection, Store, StoreInfo, StoreName, Succession, TrustDecision,
        Upgraded, Verdict, Watch,
    },
    trust::{Basis, Peer, Server, StartTls, SystemRoots, TrustRequest, Trusted, VerifyPeer, picture},
    usage::{
        CertificateState, CleanupOptions, ExpiringCertificate, ExpiryReport, Leftover, Overview, OverviewLine, OverviewOptions, Preflight,
        PreflightOptions, ProvideOptions, Provided, RenewOptions, Renewed, RequiredOtherwise, Unneeded, WhereUsed,
    },
};
