//! The JSON of a bundle's entries, and the paths they stand under.

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::OffsetDateTime;

use crate::{
    certificate::{Certificate, Thumbprint},
    date,
    error::{Error, Result},
    store::{Assignment, EndpointSettings, EndpointState, Entry, Pin, Place, StoreName, Succession, TrustDecision},
};

pub(super) const ROLES: &str = "roles.json";
pub(super) const ENDPOINTS: &str = "endpoints.json";
pub(super) const SETTINGS: &str = "settings.json";
/// How many of a kind stand in one entry.
pub(super) const PAGE: usize = 1000;
/// The largest part of a CRL in one entry.
pub(super) const CRL_PART: usize = 8 << 20;

/// The path of a page of a kind, from 1.
pub(super) fn page(kind: &str, number: usize, ending: &str) -> String {
    format!("{kind}/{number:06}.{ending}")
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|error| Error::internal(format!("an entry of a bundle cannot be written: {error}")))
}

pub(super) fn from_json<T: DeserializeOwned>(path: &str, content: &[u8]) -> Result<T> {
    serde_json::from_slice(content).map_err(|_| malformed(path))
}

pub(super) fn malformed(path: &str) -> Error {
    Error::Damaged { what: "the bundle".to_owned(), why: format!("{path} is malformed") }
}

/// What belongs to a certificate.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) subject: String,
    pub(super) thumbprint: String,
    /// The id of its private key, if that is in the bundle.
    pub(super) key: Option<String>,
    pub(super) friendly_name: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) stores: Vec<String>,
    #[serde(default)]
    pub(super) archived: bool,
}

impl About {
    pub(super) fn of(entry: &Entry, key: Option<String>) -> Self {
        Self {
            subject: entry.subject().to_string(),
            thumbprint: entry.thumbprint().to_string(),
            key,
            friendly_name: entry.friendly_name().map(str::to_owned),
            tags: entry.tags().to_vec(),
            stores: entry.stores().iter().map(StoreName::to_string).collect(),
            archived: entry.archived(),
        }
    }

    pub(super) fn stores(&self) -> Result<Vec<StoreName>> {
        self.stores.iter().map(|name| StoreName::parse(name)).collect()
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct AssignmentForm {
    role: String,
    scope: Option<String>,
    thumbprint: String,
    sha256: String,
    #[serde(with = "date::text")]
    since: OffsetDateTime,
    #[serde(with = "date::optional_text")]
    until: Option<OffsetDateTime>,
    retained: bool,
}

impl From<&Assignment> for AssignmentForm {
    fn from(one: &Assignment) -> Self {
        Self {
            role: one.role.clone(),
            scope: one.scope.clone(),
            thumbprint: one.thumbprint.to_string(),
            sha256: one.sha256.to_string(),
            since: one.since,
            until: one.until,
            retained: one.retained,
        }
    }
}

impl AssignmentForm {
    pub(super) fn assignment(self) -> Result<Assignment> {
        let place = Place::new(&self.role, self.scope.as_deref())?;
        Ok(Assignment {
            scope: place.scope().map(str::to_owned),
            role: place.role,
            thumbprint: Thumbprint::parse(&self.thumbprint)?,
            sha256: Thumbprint::parse(&self.sha256)?,
            since: self.since,
            until: self.until,
            retained: self.retained,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SuccessionForm {
    old: String,
    old_sha256: String,
    new: String,
    new_sha256: String,
    #[serde(with = "date::text")]
    at: OffsetDateTime,
}

impl From<&Succession> for SuccessionForm {
    fn from(one: &Succession) -> Self {
        Self {
            old: one.old.to_string(),
            old_sha256: one.old_sha256.to_string(),
            new: one.new.to_string(),
            new_sha256: one.new_sha256.to_string(),
            at: one.at,
        }
    }
}

impl SuccessionForm {
    pub(super) fn succession(self) -> Result<Succession> {
        Ok(Succession {
            old: Thumbprint::parse(&self.old)?,
            old_sha256: Thumbprint::parse(&self.old_sha256)?,
            new: Thumbprint::parse(&self.new)?,
            new_sha256: Thumbprint::parse(&self.new_sha256)?,
            at: self.at,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct EndpointForm {
    name: String,
    state: String,
    port: u16,
    sha256: Option<String>,
    generated: bool,
}

impl From<&EndpointSettings> for EndpointForm {
    fn from(one: &EndpointSettings) -> Self {
        Self {
            name: one.name.clone(),
            state: one.state.word().to_owned(),
            port: one.port,
            sha256: one.certificate.as_ref().map(Thumbprint::to_string),
            generated: one.generated,
        }
    }
}

impl EndpointForm {
    pub(super) fn settings(self) -> Result<EndpointSettings> {
        crate::store::must_be_a_name("endpoint", &self.name)?;
        Ok(EndpointSettings {
            name: self.name,
            state: EndpointState::parse(&self.state)?,
            port: self.port,
            certificate: self.sha256.as_deref().map(Thumbprint::parse).transpose()?,
            generated: self.generated,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct DecisionForm {
    host: String,
    port: u16,
    pin: String,
    by: String,
    why: String,
    #[serde(with = "date::text")]
    since: OffsetDateTime,
    #[serde(with = "date::optional_text")]
    until: Option<OffsetDateTime>,
    /// DER in base64.
    certificate: String,
}

impl From<&TrustDecision> for DecisionForm {
    fn from(one: &TrustDecision) -> Self {
        Self {
            host: one.host.clone(),
            port: one.port,
            pin: one.pin.word().to_owned(),
            by: one.by.clone(),
            why: one.why.clone(),
            since: one.since,
            until: one.until,
            certificate: Base64::encode_string(one.certificate.der()),
        }
    }
}

impl DecisionForm {
    pub(super) fn decision(self, path: &str) -> Result<TrustDecision> {
        let der = Base64::decode_vec(&self.certificate).map_err(|_| malformed(path))?;
        Ok(TrustDecision {
            id: 0,
            host: self.host,
            port: self.port,
            pin: Pin::parse(&self.pin)?,
            certificate: Certificate::from_der(&der)?,
            by: self.by,
            why: self.why,
            since: self.since,
            until: self.until,
        })
    }
}
