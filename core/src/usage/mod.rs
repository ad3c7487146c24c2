//! What each certificate is for: made where a role needs it, looked over, renewed, looked after before it expires, and cleaned up.
//!
//! `store` keeps roles, assignments and what superseded what; this room says what follows from them.

mod cleanup;
mod expiry;
mod overview;
mod page;
mod preflight;
mod provide;
mod renew;
mod state;
mod where_used;

pub use self::{
    cleanup::{CleanupOptions, Leftover},
    expiry::{ExpiringCertificate, ExpiryReport},
    overview::{Overview, OverviewLine, OverviewOptions, RequiredOtherwise, Unneeded},
    preflight::{Preflight, PreflightOptions},
    provide::{ProvideOptions, Provided},
    renew::{RenewOptions, Renewed},
    state::CertificateState,
    where_used::WhereUsed,
};

#[cfg(test)]
mod tests;
