//! The manager's overview: what is required, by role and scope, and how it stands with each; and what is not, with why.

use std::collections::HashMap;

use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::state::CertificateState;
use crate::{
    certificate::Thumbprint,
    date::rfc3339,
    error::{Error, Result},
    store::{Archived, Assignment, Backup, Entry, Get, Query, Role, Store, Uses, is_same_scope},
};

/// What is looked over.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct OverviewOptions {
    /// Only this scope, such as one database. An empty one is the whole installation's.
    pub scope: Option<String>,
    /// What is not required, too, each with why.
    pub all: bool,
}

impl OverviewOptions {
    /// Only this scope.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// What is not required, too.
    pub fn all(mut self) -> Self {
        self.all = true;
        self
    }

    fn takes(&self, assignment: &Assignment) -> bool {
        self.scope.as_ref().is_none_or(|scope| is_same_scope(assignment.scope.as_deref(), scope))
    }
}

/// One certificate in one place: current, or retained.
///
/// Serialized: what an [`Assignment`] is, and `state`, `subject` and `not_after` (null where the certificate is not here), `essential`,
/// `in_backup`, `expiry_matters`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OverviewLine {
    /// Role, scope, certificate, dates.
    pub assignment: Assignment,
    /// How it stands with it.
    pub state: CertificateState,
    /// The certificate; `None` where it is not here.
    pub entry: Option<Entry>,
    /// The role's rules; `None` for a role that is not defined any more.
    pub role: Option<Role>,
}

impl Serialize for OverviewLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Assignment { role, scope, thumbprint, sha256, since, until, retained } = &self.assignment;
        let mut fields = serializer.serialize_struct("OverviewLine", 13)?;
        fields.serialize_field("role", role)?;
        fields.serialize_field("scope", scope)?;
        fields.serialize_field("thumbprint", &thumbprint.to_string())?;
        fields.serialize_field("sha256", &sha256.to_string())?;
        fields.serialize_field("since", &rfc3339(*since))?;
        fields.serialize_field("until", &until.map(rfc3339))?;
        fields.serialize_field("retained", retained)?;
        fields.serialize_field("state", &self.state)?;
        fields.serialize_field("subject", &self.entry.as_ref().map(|entry| entry.subject().to_string()))?;
        fields.serialize_field("not_after", &self.entry.as_ref().map(|entry| rfc3339(entry.not_after())))?;
        fields.serialize_field("essential", &self.role.as_ref().is_none_or(|role| role.essential))?;
        fields.serialize_field("in_backup", &self.role.as_ref().is_none_or(|role| role.in_backup))?;
        fields.serialize_field("expiry_matters", &self.role.as_ref().is_none_or(|role| role.expiry_matters))?;
        fields.end()
    }
}

/// A certificate that is not required, and why.
///
/// Serialized: `thumbprint`, `sha256`, `subject`, `not_after`, `archived`, `why`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unneeded {
    /// The certificate.
    pub entry: Entry,
    /// Why it is not required.
    pub why: Vec<String>,
    /// Whether its time is over: it served, or was superseded; or it has no private key, and is archived or has expired.
    pub is_over: bool,
    /// The places in which it served.
    pub served: Vec<Assignment>,
}

impl Serialize for Unneeded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Unneeded", 6)?;
        fields.serialize_field("thumbprint", &self.entry.thumbprint().to_string())?;
        fields.serialize_field("sha256", &self.entry.sha256().to_string())?;
        fields.serialize_field("subject", &self.entry.subject().to_string())?;
        fields.serialize_field("not_after", &rfc3339(self.entry.not_after()))?;
        fields.serialize_field("archived", &self.entry.archived())?;
        fields.serialize_field("why", &self.why)?;
        fields.end()
    }
}

/// The overview of a store.
///
/// Serialized: `assignments`, `otherwise_required`, `others`, `not_required`, `last_backup` (or null).
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Overview {
    /// By role and scope, the current certificate of each before those that are retained.
    pub assignments: Vec<OverviewLine>,
    /// What is required without a role: used by an endpoint, or the issuer of what is valid; each with why. Empty where one scope is
    /// asked for.
    pub otherwise_required: Vec<RequiredOtherwise>,
    /// How many certificates are not required.
    pub others: u64,
    /// Those, where they were asked for; in one scope, those that served there.
    pub not_required: Vec<Unneeded>,
    /// The newest backup that was proven to restore.
    pub last_backup: Option<Backup>,
}

/// A certificate that is required without a role, and why.
///
/// Serialized: `thumbprint`, `sha256`, `subject`, `not_after`, `why`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequiredOtherwise {
    /// The certificate.
    pub entry: Entry,
    /// Why it is required.
    pub why: Vec<String>,
}

impl Serialize for RequiredOtherwise {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RequiredOtherwise", 5)?;
        fields.serialize_field("thumbprint", &self.entry.thumbprint().to_string())?;
        fields.serialize_field("sha256", &self.entry.sha256().to_string())?;
        fields.serialize_field("subject", &self.entry.subject().to_string())?;
        fields.serialize_field("not_after", &rfc3339(self.entry.not_after()))?;
        fields.serialize_field("why", &self.why)?;
        fields.end()
    }
}

impl Store {
    /// What is required, by role and scope, and how it stands with each. Each key is opened; whether it signs what its certificate
    /// verifies is for [`preflight`](Self::preflight) to prove.
    ///
    /// # Errors
    /// [`Error::StoreLocked`](crate::Error::StoreLocked), [`Error::Tampered`](crate::Error::Tampered).
    pub fn overview(&self, options: &OverviewOptions) -> Result<Overview> {
        self.try_to_tell_expiries();
        let now = self.now().utc;
        let uses = self.uses()?;
        let is_by_role = |sha256: &[u8; 32]| uses.held.iter().any(|held| held.entry.is_some() && held.assignment.sha256.as_bytes() == sha256);
        let mut otherwise_required = Vec::new();
        for sha256 in uses.otherwise.iter().filter(|sha256| !is_by_role(sha256)) {
            match self.get_with(Thumbprint::Sha256(*sha256), &Get::any()) {
                Ok(entry) => otherwise_required.push(RequiredOtherwise { why: entry.required()?, entry }),
                Err(Error::NotFound { .. }) => {} // an endpoint's, which `preflight` tells
                Err(error) => return Err(error),
            }
        }
        otherwise_required.sort_by_key(|required| required.entry.sha256().to_string());
        let others = uses.certificates.saturating_sub((uses.here + otherwise_required.len()) as u64);
        if options.scope.is_some() {
            otherwise_required.clear();
        }
        let not_required = if options.all { self.not_required(&uses, options, now)? } else { Vec::new() };
        let assignments = uses.held.into_iter().filter(|held| options.takes(&held.assignment)).map(|held| {
            let role = uses.roles.iter().find(|role| role.name == held.assignment.role);
            let state = CertificateState::of_held(&held, role, now);
            OverviewLine { assignment: held.assignment, state, entry: held.entry, role: role.cloned() }
        });
        let last_backup = self.genuine_backups()?.into_iter().find(|backup| backup.proven.is_some() && !backup.restored);
        Ok(Overview { assignments: assignments.collect(), otherwise_required, others, not_required, last_backup })
    }

    /// Every certificate that is not required, with why.
    pub(super) fn not_required(&self, uses: &Uses, options: &OverviewOptions, now: OffsetDateTime) -> Result<Vec<Unneeded>> {
        let mut served: HashMap<Thumbprint, Vec<&Assignment>> = HashMap::new();
        uses.former.iter().for_each(|former| served.entry(former.sha256).or_default().push(former));
        let superseded: HashMap<Thumbprint, _> = self.all_successions()?.into_iter().map(|one| (one.old_sha256, one)).collect();
        let (required, mut all) = (uses.required(), Vec::new());
        for entry in self.find(&Query { archived: Archived::Also, ..Query::default() })? {
            let entry = entry?;
            if required.contains(&Thumbprint::sha256_of(entry.der())) {
                continue;
            }
            let served = served.get(&entry.sha256()).map(Vec::as_slice).unwrap_or_default();
            if options.scope.is_some() && !served.iter().any(|former| options.takes(former)) {
                continue;
            }
            let mut why: Vec<String> = Vec::new();
            for former in served {
                let until = former.until.map(rfc3339).unwrap_or_default();
                why.push(format!("it served {} from {} until {until}", former.place(), rfc3339(former.since)));
            }
            if let Some(succession) = superseded.get(&entry.sha256()) {
                why.push(format!("{} superseded it on {}", succession.new, rfc3339(succession.at)));
            }
            if entry.archived() {
                why.push("it is archived".to_owned());
            }
            if entry.not_after() < now {
                why.push(format!("it expired on {}", rfc3339(entry.not_after())));
            }
            // what has a key and never served may decrypt what nobody here knows of
            let is_over = !served.is_empty() || superseded.contains_key(&entry.sha256()) || !why.is_empty() && !entry.has_private_key();
            if served.is_empty() {
                why.push("no role is known that it had".to_owned());
            }
            all.push(Unneeded { entry, why, is_over, served: served.iter().map(|former| (*former).clone()).collect() });
        }
        Ok(all)
    }
}
