//! What a PFX says of what its certificates are for: JSON in an attribute of each, which programs that do not know it pass over.
//!
//! Whoever knows the file's password can have written it. It is taken only by who restores a backup.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::choice::Chosen;
use crate::{
    certificate::{Certificate, Thumbprint},
    date,
    error::{Error, Result},
    issue::Purpose,
    key::KeyAlgorithm,
    store::{Assignment, Place, Role},
};

/// The newest form that is read.
const FORM: u32 = 1;
/// How many assignments one certificate may claim.
const MAX_ASSIGNMENTS: usize = 10_000;

#[derive(Serialize, Deserialize)]
pub(super) struct Claim {
    form: u32,
    assignments: Vec<Claimed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default)]
    archived: bool,
    /// The rules of the host's own roles among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<RoleRules>,
}

/// One assignment, without the certificate that it is about.
#[derive(Serialize, Deserialize)]
pub(super) struct Claimed {
    role: String,
    scope: Option<String>,
    #[serde(with = "date::text")]
    since: OffsetDateTime,
    #[serde(with = "date::optional_text")]
    until: Option<OffsetDateTime>,
    retained: bool,
}

/// A role of the host's own.
#[derive(Serialize, Deserialize)]
pub(super) struct RoleRules {
    name: String,
    description: String,
    essential: bool,
    in_backup: bool,
    expiry_matters: bool,
    purpose: String,
    default_key: Option<String>,
    renewable: bool,
}

impl Claim {
    /// What is written for a certificate.
    pub(super) fn of(chosen: &Chosen, roles: &[Role]) -> Result<String> {
        let claimed = |one: &Assignment| Claimed {
            role: one.role.clone(),
            scope: one.scope.clone(),
            since: one.since,
            until: one.until,
            retained: one.retained,
        };
        let its = |role: &&Role| chosen.assignments.iter().any(|one| one.role == role.name);
        let claim = Self {
            form: FORM,
            assignments: chosen.assignments.iter().map(claimed).collect(),
            tags: chosen.entry.tags().to_vec(),
            archived: chosen.entry.archived(),
            roles: roles.iter().filter(its).map(RoleRules::from).collect(),
        };
        serde_json::to_string(&claim).map_err(|error| Error::internal(format!("what a certificate is for cannot be written: {error}")))
    }

    /// Reads it; why not, where it cannot be taken.
    pub(super) fn read(text: &str) -> std::result::Result<Self, String> {
        let malformed = |_| "what it says of its roles is malformed".to_owned();
        let form = serde_json::from_str::<serde_json::Value>(text).map_err(malformed)?["form"].as_u64();
        if form.is_some_and(|form| form > u64::from(FORM)) {
            return Err("a newer version of certwright wrote what it says of its roles".to_owned());
        }
        let claim: Self = serde_json::from_str(text).map_err(malformed)?;
        if claim.assignments.len() > MAX_ASSIGNMENTS {
            return Err("it claims more roles than are taken".to_owned());
        }
        Ok(claim)
    }

    pub(super) fn tags(&self) -> &[String] {
        &self.tags
    }

    pub(super) fn archived(&self) -> bool {
        self.archived
    }

    /// The roles that it brings along; one of a built-in name brings nothing.
    pub(super) fn roles(&self) -> impl Iterator<Item = Result<Role>> {
        self.roles.iter().map(RoleRules::role).filter(|role| role.as_ref().map_or(true, |role| !role.is_built_in()))
    }

    /// The assignments of its certificate.
    pub(super) fn assignments(&self, certificate: &Certificate) -> impl Iterator<Item = Result<Assignment>> {
        self.assignments.iter().map(|one| one.assignment(certificate.thumbprint(), certificate.sha256()))
    }
}

impl Claimed {
    pub(super) fn assignment(&self, thumbprint: Thumbprint, sha256: Thumbprint) -> Result<Assignment> {
        let place = Place::new(&self.role, self.scope.as_deref())?;
        Ok(Assignment {
            scope: place.scope().map(str::to_owned),
            role: place.role,
            thumbprint,
            sha256,
            since: self.since,
            until: self.until,
            retained: self.retained && self.until.is_some(),
        })
    }
}

impl From<&Role> for RoleRules {
    fn from(role: &Role) -> Self {
        Self {
            name: role.name.clone(),
            description: role.description.clone(),
            essential: role.essential,
            in_backup: role.in_backup,
            expiry_matters: role.expiry_matters,
            purpose: role.purpose.to_string(),
            default_key: role.default_key.map(|key| key.to_string()),
            renewable: role.renewable,
        }
    }
}

impl RoleRules {
    pub(super) fn role(&self) -> Result<Role> {
        let role = Role {
            description: self.description.clone(),
            essential: self.essential,
            in_backup: self.in_backup,
            expiry_matters: self.expiry_matters,
            purpose: self.purpose.parse::<Purpose>()?,
            default_key: self.default_key.as_deref().map(str::parse::<KeyAlgorithm>).transpose()?,
            renewable: self.renewable,
            ..Role::new(&self.name)
        };
        role.must_be_well_formed()?;
        Ok(role)
    }
}
