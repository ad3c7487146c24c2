//! A report on a store for whoever has to help: versions, places, permissions, expiries, what happened last. No secrets.

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::{
    Store,
    journal::Event,
    open::StoreInfo,
    query::{Archived, Order, Query},
};
use crate::{date::serialize_rfc3339, error::Result};

/// How far ahead expiries are told of.
const AHEAD: Duration = Duration::days(90);
/// How many certificates and lines of the journal are told of.
const SHOWN: usize = 20;

/// One certificate that has expired, or will soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Expiry {
    /// SHA-1.
    pub thumbprint: String,
    /// Its subject.
    pub subject: String,
    /// The end of its validity.
    #[serde(serialize_with = "serialize_rfc3339")]
    pub not_after: OffsetDateTime,
    /// Whether that has passed.
    pub expired: bool,
}

/// What is to be known of a store and the program that has it open.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// certwright's version.
    pub version: &'static str,
    /// SQLite's version.
    pub sqlite: &'static str,
    /// Operating system and processor.
    pub system: String,
    /// Who asked.
    pub actor: String,
    /// When.
    #[serde(serialize_with = "serialize_rfc3339")]
    pub at: OffsetDateTime,
    /// Places, permissions, numbers, warnings.
    pub store: StoreInfo,
    /// Of the certificates that are not archived, those that have expired or will within 90 days, the first to expire first;
    /// at most 20.
    pub expiries: Vec<Expiry>,
    /// The last 20 lines of the journal, or why they cannot be told.
    pub events: std::result::Result<Vec<Event>, String>,
}

impl Store {
    /// All that a helper asks for first, with no secret in it.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io), [`Error::Damaged`](crate::Error::Damaged).
    pub fn report(&self) -> Result<Report> {
        let now = self.now().utc;
        let soon =
            Query { expiring_before: now.checked_add(AHEAD), archived: Archived::No, order: Order::NotAfter, limit: Some(SHOWN), ..Query::default() };
        let expiries = self.find(&soon)?.filter_map(std::result::Result::ok).map(|entry| Expiry {
            thumbprint: entry.thumbprint().to_string(),
            subject: entry.subject().to_string(),
            not_after: entry.not_after(),
            expired: entry.not_after() < now,
        });
        Ok(Report {
            version: env!("CARGO_PKG_VERSION"),
            sqlite: rusqlite::version(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            actor: self.0.actor.clone(),
            at: now,
            store: self.info()?,
            expiries: expiries.collect(),
            events: self.last_event().and_then(|last| self.events(last.saturating_sub(SHOWN as u64), usize::MAX)).map_err(|error| error.to_string()),
        })
    }
}
