//! What expires, and when: as data, and as one page to look at.

use std::collections::HashSet;

use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::{Duration, OffsetDateTime};

use super::page;
use crate::{
    certificate::Thumbprint,
    date::{rfc3339, serialize_rfc3339},
    error::Result,
    store::{Archived, Assignment, Entry, Order, Query, Store},
};

/// How many certificates a report holds that are yet to end, and how many that have ended.
const MOST: usize = 1000;

/// One certificate that has expired, or will.
///
/// Serialized: `thumbprint`, `sha256`, `subject`, `friendly_name`, `not_before`, `not_after`, `days_left` (negative where it has expired),
/// `assignments`, `expiry_matters`, `required`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpiringCertificate {
    /// The certificate.
    pub entry: Entry,
    /// Whole days until its end; negative where that has passed.
    pub days_left: i64,
    /// What it is for: current and retained.
    pub assignments: Vec<Assignment>,
    /// Whether its end matters: it has no role, or one for which it does.
    pub expiry_matters: bool,
    /// Whether it is required.
    pub required: bool,
}

impl Serialize for ExpiringCertificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ExpiringCertificate", 10)?;
        fields.serialize_field("thumbprint", &self.entry.thumbprint().to_string())?;
        fields.serialize_field("sha256", &self.entry.sha256().to_string())?;
        fields.serialize_field("subject", &self.entry.subject().to_string())?;
        fields.serialize_field("friendly_name", &self.entry.friendly_name())?;
        fields.serialize_field("not_before", &rfc3339(self.entry.not_before()))?;
        fields.serialize_field("not_after", &rfc3339(self.entry.not_after()))?;
        fields.serialize_field("days_left", &self.days_left)?;
        fields.serialize_field("assignments", &self.assignments)?;
        fields.serialize_field("expiry_matters", &self.expiry_matters)?;
        fields.serialize_field("required", &self.required)?;
        fields.end()
    }
}

/// What has expired or will within a time.
///
/// Serialized: `at`, `until`, `certificates`, `more`.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExpiryReport {
    /// When it was made.
    #[serde(serialize_with = "serialize_rfc3339")]
    pub at: OffsetDateTime,
    /// How far ahead it looks.
    #[serde(serialize_with = "serialize_rfc3339")]
    pub until: OffsetDateTime,
    /// The certificates that are not archived or are required, the first to end first; at most 1,000 that are yet to end, and 1,000 that
    /// ended last.
    pub certificates: Vec<ExpiringCertificate>,
    /// There are more.
    pub more: bool,
}

impl ExpiryReport {
    /// One HTML page with a picture: self-contained, without scripts, fit to be mailed.
    pub fn to_html(&self) -> String {
        page::html(self)
    }
}

impl Store {
    /// What has expired or will within this time, with what it is for.
    ///
    /// # Errors
    /// [`Error::StoreLocked`](crate::Error::StoreLocked), [`Error::Tampered`](crate::Error::Tampered);
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for a time that is negative.
    pub fn expiry_report(&self, ahead: Duration) -> Result<ExpiryReport> {
        if ahead.is_negative() {
            let why = "how far ahead to look is not negative".to_owned();
            return Err(crate::Error::InvalidArgument { what: "time", why });
        }
        self.try_to_tell_expiries();
        let (at, roles, required) = (self.now().utc, self.roles()?, self.required_ones()?);
        let until = at.saturating_add(ahead);
        let query = |expired, descending| Query {
            expiring_before: Some(until),
            expired_at: Some((at, expired)),
            archived: Archived::Also,
            order: Order::NotAfter,
            descending,
            ..Query::default()
        };
        let mut more = false;
        // of those that have ended the last ones, so that they do not push out what is to come
        let mut found = self.first_wanted(&query(true, true), &required, &mut more)?;
        found.reverse();
        found.extend(self.first_wanted(&query(false, false), &required, &mut more)?);
        let mut certificates = Vec::with_capacity(found.len());
        for (entry, required) in found {
            let mut assignments = entry.assignments()?;
            assignments.retain(Assignment::holds);
            let matters = |one: &Assignment| one.until.is_none() && roles.iter().any(|role| role.name == one.role && role.expiry_matters);
            certificates.push(ExpiringCertificate {
                days_left: (entry.not_after() - at).whole_seconds().div_euclid(24 * 60 * 60),
                expiry_matters: assignments.is_empty() || assignments.iter().any(matters),
                entry,
                assignments,
                required,
            });
        }
        Ok(ExpiryReport { at, until, certificates, more })
    }

    /// The first of those that match and are not archived or are required, each with whether it is.
    fn first_wanted(&self, query: &Query, required: &HashSet<[u8; 32]>, more: &mut bool) -> Result<Vec<(Entry, bool)>> {
        let mut found = Vec::new();
        for entry in self.find(query)? {
            let entry = entry?;
            let required = required.contains(&Thumbprint::sha256_of(entry.der()));
            if entry.archived() && !required {
                continue;
            }
            if found.len() == MOST {
                *more = true;
                break;
            }
            found.push((entry, required));
        }
        Ok(found)
    }
}
