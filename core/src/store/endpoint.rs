//! The settings of endpoints, as the store keeps them: one sealed row for each name, and told in the journal.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{
    Store,
    change::{AddOptions, Change},
    entry::Entry,
    journal::Action,
    name::StoreName,
    schema,
    seal::Seals,
};
use crate::{
    certificate::Thumbprint,
    error::{Error, Result, visible},
    key::Identity,
};

/// How a server's port is secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointState {
    /// HTTP without TLS: only for a network whose every part is trusted.
    Http,
    /// HTTPS.
    #[default]
    Https,
    /// Switched off.
    Off,
}

impl EndpointState {
    /// The states, by their words.
    const ALL: [Self; 3] = [Self::Http, Self::Https, Self::Off];

    /// Reads the word that `word` gives.
    #[cfg(feature = "bundle")]
    pub(crate) fn parse(word: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|known| known.word() == word);
        known.ok_or_else(|| Error::InvalidArgument { what: "state", why: "it is one of http, https, off".to_owned() })
    }

    /// `http`, `https`, `off`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Off => "off",
        }
    }
}

/// The security settings of one server port.
///
/// Serialized: `name`, `state`, `port`, `generated`, `sha256` (of its certificate, or null).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// The endpoint's name.
    pub name: String,
    /// Off, HTTP or HTTPS.
    pub state: EndpointState,
    /// Its port.
    pub port: u16,
    /// SHA-256 of its certificate. It is kept where the endpoint is off or HTTP; `None` until one is wanted.
    pub certificate: Option<Thumbprint>,
    /// The certificate is one that the endpoint makes by itself, and renews when it has expired.
    pub generated: bool,
}

impl EndpointSettings {
    /// The port that is taken unless another is given.
    pub const PORT: u16 = 9699;

    /// What an endpoint is before anything is set: HTTPS, with a certificate yet to be made.
    pub(crate) fn initial(name: &str) -> Self {
        Self { name: name.to_owned(), state: EndpointState::Https, port: Self::PORT, certificate: None, generated: true }
    }

    /// Calls with all that the seal covers.
    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        let sha256 = self.certificate.as_ref().map_or(&[][..], |certificate| certificate.as_bytes());
        work(&[b"endpoint", self.name.as_bytes(), self.state.word().as_bytes(), &self.port.to_be_bytes(), sha256, &[u8::from(self.generated)]])
    }
}

impl Serialize for EndpointSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("EndpointSettings", 5)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("state", self.state.word())?;
        fields.serialize_field("port", &self.port)?;
        fields.serialize_field("generated", &self.generated)?;
        fields.serialize_field("sha256", &self.certificate.as_ref().map(ToString::to_string))?;
        fields.end()
    }
}

/// A row of the table.
pub(super) struct Record {
    name: String,
    /// Apart from the rest, which may not be readable: what is named is used all the same.
    sha256: Option<Vec<u8>>,
    /// `None` where it cannot be read.
    settings: Option<EndpointSettings>,
    seal: Vec<u8>,
}

const COLUMNS: &str = "SELECT name, state, port, sha256, generated, seal FROM endpoints";

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (name, state, port): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (sha256, generated): (Option<Vec<u8>>, bool) = (row.get(3)?, row.get(4)?);
        let read = || {
            Some(EndpointSettings {
                name: name.clone(),
                state: EndpointState::ALL.into_iter().find(|known| known.word() == state)?,
                port: u16::try_from(port).ok()?,
                certificate: sha256.as_deref().map(|octets| octets.try_into().map(Thumbprint::Sha256)).transpose().ok()?,
                generated,
            })
        };
        Ok(Self { settings: read(), name, sha256, seal: row.get(5)? })
    }

    /// All rows, each as far as it can be read.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "endpoints")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        connection.prepare_cached(&format!("{COLUMNS} ORDER BY name"))?.query_map([], Self::from_row)?.collect()
    }

    fn of(connection: &Connection, name: &str) -> rusqlite::Result<Option<Self>> {
        if schema::lacks(connection, "endpoints")? {
            return Ok(None);
        }
        connection.prepare_cached(&format!("{COLUMNS} WHERE name = ?1"))?.query_row([name], Self::from_row).optional()
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.sealed(|fields| seals.is_sealed(fields, &self.seal)))
    }

    /// Whether the certificate that is named is here; one that names none lacks none.
    pub(super) fn has_its_certificate(&self, connection: &Connection) -> rusqlite::Result<bool> {
        match &self.sha256 {
            Some(sha256) => connection.prepare_cached("SELECT 1 FROM certificates WHERE sha256 = ?1")?.exists([sha256]),
            None => Ok(true),
        }
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("the settings of the endpoint {}", visible(&self.name))
    }

    /// The settings, if somebody with the store's key made them.
    fn genuine(self, seals: &Seals) -> Result<EndpointSettings> {
        match self.settings.as_ref().filter(|_| self.is_genuine(seals)) {
            Some(settings) => Ok(settings.clone()),
            None => Err(Error::Tampered { what: self.shown() }),
        }
    }
}

/// SHA-256 of the certificates that endpoints use, whoever wrote that.
pub(super) fn used(connection: &Connection) -> rusqlite::Result<Vec<[u8; 32]>> {
    Ok(Record::all(connection)?.into_iter().filter_map(|row| row.sha256?.try_into().ok()).collect())
}

/// The endpoints that use a certificate, whoever wrote that.
pub(super) fn of_certificate(connection: &Connection, sha256: &[u8]) -> rusqlite::Result<Vec<String>> {
    let uses = |row: &Record| row.sha256.as_deref() == Some(sha256);
    Ok(Record::all(connection)?.into_iter().filter(uses).map(|row| visible(&row.name)).collect())
}

impl Store {
    /// The settings of every endpoint that were ever set, by name.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who made them. [`Error::Tampered`] for what was altered.
    pub fn endpoints(&self) -> Result<Vec<EndpointSettings>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read the settings of its endpoints" })?;
            let rows = self.sql(Record::all(&handle.connection))?;
            rows.into_iter().map(|row| row.genuine(seals)).collect()
        })
    }

    /// The settings of one; `None` before any were set.
    pub(crate) fn endpoint_settings(&self, name: &str) -> Result<Option<EndpointSettings>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read the settings of an endpoint" })?;
            self.sql(Record::of(&handle.connection, name))?.map(|row| row.genuine(seals)).transpose()
        })
    }

    /// Whether any were set, by whomever.
    pub(crate) fn has_endpoint(&self, name: &str) -> Result<bool> {
        self.read(|handle, _| Ok(self.sql(Record::of(&handle.connection, name))?.is_some()))
    }

    /// Keeps settings in place of those that were read before; `false` if they are no longer the ones that stand there, and then
    /// nothing is done. An identity that was made for them comes into Personal, under the endpoint's name.
    pub(crate) fn keep_endpoint(&self, before: Option<&EndpointSettings>, after: &EndpointSettings, made: Option<&Identity>) -> Result<bool> {
        self.change("set up an endpoint", |change| {
            let row = change.sql(Record::of(change.transaction, &after.name))?;
            let stands = row.map(|row| row.genuine(&change.seals)).transpose()?;
            if stands.as_ref() != before {
                return Ok(false);
            }
            if let Some(identity) = made {
                let options = AddOptions::to(StoreName::Personal).friendly_name(after.name.as_str());
                change.put(identity.certificate(), Some(identity.private_key()), &options, Action::Issued)?;
            }
            change.write_endpoint(before, after)?;
            Ok(true)
        })
    }

    /// Takes the settings of an endpoint away, altered ones too; its certificate stays in the store. Says whether there were any.
    pub(crate) fn forget_endpoint(&self, name: &str) -> Result<bool> {
        self.change("forget an endpoint", |change| {
            if change.sql(Record::of(change.transaction, name))?.is_none() {
                return Ok(false);
            }
            change.sql(change.transaction.execute("DELETE FROM endpoints WHERE name = ?1", [name]))?;
            change.record_of(Action::EndpointChanged, None, &[("endpoint", name.to_owned()), ("state", "forgotten".to_owned())])?;
            Ok(true)
        })
    }
}

impl Change<'_> {
    /// A certificate that is newly named must be here; one that was named before may be gone, so that the endpoint can be switched off.
    pub(super) fn write_endpoint(&mut self, before: Option<&EndpointSettings>, settings: &EndpointSettings) -> Result<()> {
        let is_kept = before.is_some_and(|before| before.certificate == settings.certificate);
        let entry = match settings.certificate.as_ref().map(|sha256| self.of_sha256(sha256)).transpose() {
            Err(Error::NotFound { .. }) if is_kept => None,
            found => found?,
        };
        let seal = settings.sealed(|fields| self.seals.seal_record(fields));
        let sql = "INSERT INTO endpoints (name, state, port, sha256, generated, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (name) DO UPDATE SET state = ?2, port = ?3, sha256 = ?4, generated = ?5, seal = ?6";
        let EndpointSettings { name, state, port, certificate, generated } = settings;
        let sha256 = certificate.as_ref().map(Thumbprint::as_bytes);
        self.sql(self.transaction.execute(sql, params![name, state.word(), port, sha256, generated, seal]))?;
        let details = [
            ("endpoint", name.clone()),
            ("state", state.word().to_owned()),
            ("port", port.to_string()),
            ("generated", if *generated { "yes" } else { "no" }.to_owned()),
        ];
        self.record(Action::EndpointChanged, entry.as_deref(), &details)
    }

    /// The settings that stand under a name.
    pub(super) fn endpoint(&self, name: &str) -> Result<Option<EndpointSettings>> {
        self.sql(Record::of(self.transaction, name))?.map(|row| row.genuine(&self.seals)).transpose()
    }

    fn of_sha256(&mut self, sha256: &Thumbprint) -> Result<Entry> {
        let octets: [u8; 32] = sha256.as_bytes().try_into().map_err(|_| Error::internal("an endpoint names a certificate by SHA-256"))?;
        self.entry_still(&octets)
    }

    /// Names a certificate in place of another one.
    pub(super) fn exchange_in_endpoints(&mut self, old: &Entry, new: &Entry) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            if row.sha256.as_deref() != Some(old.sha256().as_bytes()) {
                continue;
            }
            let before = row.genuine(&self.seals)?;
            let after = EndpointSettings { certificate: Some(new.sha256()), ..before.clone() };
            self.write_endpoint(Some(&before), &after)?;
        }
        Ok(())
    }

    /// Seals all settings anew; refuses where some were altered.
    pub(super) fn seal_endpoints_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let settings = row.genuine(&self.seals)?;
            let seal = settings.sealed(|fields| seals.seal_record(fields));
            self.sql(self.transaction.execute("UPDATE endpoints SET seal = ?2 WHERE name = ?1", params![settings.name, seal]))?;
        }
        Ok(())
    }
}
