//! Roles: what a certificate can be for, with the rules of each as data. Six are built in; a host's own are sealed rows.

use rusqlite::{Connection, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Store, altered::text, change::Change, journal::Action, schema, seal::Seals};
use crate::{
    error::{Error, Result, visible},
    issue::Purpose,
    key::KeyAlgorithm,
};

/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 200;

/// What a certificate is for, and the rules that hold for it.
///
/// Serialized: `name`, `description`, `essential`, `in_backup`, `expiry_matters`, `purpose`, `default_key` (or null), `renewable`,
/// `built_in`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Role {
    /// 1 to 64 letters a to z, digits, `-`, `_` and `.`, the first of them a letter or a digit.
    pub name: String,
    /// What it is, for people.
    pub description: String,
    /// What its key protects is gone with the key: it is never made anew, and former ones are retained.
    pub essential: bool,
    /// A backup takes its certificates along.
    pub in_backup: bool,
    /// A certificate that has expired no longer serves. Where it does not matter, its key keeps decrypting.
    pub expiry_matters: bool,
    /// What a certificate that is made for it is for.
    pub purpose: Purpose,
    /// The kind of key that is made for it; `None`: what the purpose wants.
    pub default_key: Option<KeyAlgorithm>,
    /// Its certificate may be renewed.
    pub renewable: bool,
}

impl Role {
    /// A role with the rules that lose nothing: essential, in the backup, renewable, and expiry matters; its certificates are for TLS
    /// servers and clients.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            name,
            description: String::new(),
            essential: true,
            in_backup: true,
            expiry_matters: true,
            purpose: Purpose::Both,
            default_key: None,
            renewable: true,
        }
    }

    /// The roles that every store knows.
    pub fn built_in() -> Vec<Self> {
        let decrypting = |name: &str, description: &str| Self {
            description: description.to_owned(),
            expiry_matters: false,
            purpose: Purpose::Encipher,
            ..Self::new(name)
        };
        let connecting = |name: &str, description: &str, in_backup, purpose| Self {
            description: description.to_owned(),
            essential: false,
            in_backup,
            purpose,
            ..Self::new(name)
        };
        vec![
            connecting("ssl-connection", "encrypts connections to the server; can be made again", false, Purpose::Server),
            decrypting("database", "encrypts what one database holds"),
            decrypting("master-key", "encrypts the directory profiles"),
            decrypting("discovery-service", "encrypts what the discovery service stores"),
            decrypting("password-reset", "encrypts what password reset stores"),
            connecting("client", "shows another product who connects", true, Purpose::Client),
        ]
    }

    /// Whether every store knows it.
    pub fn is_built_in(&self) -> bool {
        Self::built_in().iter().any(|role| role.name == self.name)
    }

    /// Calls with all that the seal covers.
    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        let rules = [self.essential, self.in_backup, self.expiry_matters, self.renewable].map(u8::from);
        let (purpose, key) = (self.purpose.to_string(), self.default_key.map(|key| key.to_string()).unwrap_or_default());
        work(&[b"role", self.name.as_bytes(), self.description.as_bytes(), &rules, purpose.as_bytes(), key.as_bytes()])
    }

    pub(crate) fn must_be_well_formed(&self) -> Result<()> {
        must_be_a_name("role", &self.name)?;
        if self.description.chars().count() > MAX_DESCRIPTION || self.description.chars().any(char::is_control) {
            let why = format!("it is one line of at most {MAX_DESCRIPTION} characters");
            return Err(Error::InvalidArgument { what: "description", why });
        }
        self.purpose.must_go_with(self.default_key)
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Role", 9)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("description", &self.description)?;
        fields.serialize_field("essential", &self.essential)?;
        fields.serialize_field("in_backup", &self.in_backup)?;
        fields.serialize_field("expiry_matters", &self.expiry_matters)?;
        fields.serialize_field("purpose", &self.purpose.to_string())?;
        fields.serialize_field("default_key", &self.default_key.map(|key| key.to_string()))?;
        fields.serialize_field("renewable", &self.renewable)?;
        fields.serialize_field("built_in", &self.is_built_in())?;
        fields.end()
    }
}

/// Refuses what is no name of a role or an endpoint.
pub(crate) fn must_be_a_name(what: &'static str, name: &str) -> Result<()> {
    let fits = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b"-_.".contains(&octet);
    let begins = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    if !begins || name.len() > 64 || !name.bytes().all(fits) {
        let why = "it is of 1 to 64 letters a to z, digits, \"-\", \"_\" and \".\", and begins with a letter or a digit".to_owned();
        return Err(Error::InvalidArgument { what, why });
    }
    Ok(())
}

/// A row of the table.
pub(super) struct Record {
    number: i64,
    name: String,
    /// `None` where it cannot be read.
    role: Option<Role>,
    seal: Vec<u8>,
}

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (name, description) = (text(row, 0)?, text(row, 1)?);
        let (essential, in_backup, expiry_matters) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let (purpose, default_key) = (text(row, 5)?, text(row, 6)?);
        let renewable = row.get(7)?;
        let read = || {
            let default_key = Some(default_key.as_str()).filter(|key| !key.is_empty()).map(str::parse).transpose().ok()?;
            Some(Role {
                name: name.clone(),
                description,
                essential,
                in_backup,
                expiry_matters,
                purpose: purpose.parse().ok()?,
                default_key,
                renewable,
            })
        };
        Ok(Self { number: row.get(9)?, role: read(), name, seal: row.get(8)? })
    }

    /// All rows, each as far as it can be read.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "roles")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        let select = "SELECT name, description, essential, in_backup, expiry_matters, purpose, default_key, renewable, seal, rowid FROM roles
            ORDER BY name";
        connection.prepare_cached(select)?.query_map([], Self::from_row)?.collect()
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.role.as_ref().is_some_and(|role| role.sealed(|fields| seals.is_sealed(fields, &self.seal)))
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("the role {}", visible(&self.name))
    }

    /// The role, if somebody with the store's key defined it.
    fn genuine(self, seals: &Seals) -> Result<Role> {
        match self.role.as_ref().filter(|_| self.is_genuine(seals)) {
            Some(role) => Ok(role.clone()),
            None => Err(Error::Tampered { what: self.shown() }),
        }
    }
}

/// Every role: the built-in ones, then the host's own, by name.
pub(super) fn all(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<Vec<Role>>> {
    let mut roles = Role::built_in();
    for row in Record::all(connection)? {
        if roles.iter().any(|role| role.name == row.name) {
            continue; // of an older version, which did not have it built in; or nobody's word
        }
        match row.genuine(seals) {
            Ok(role) => roles.push(role),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(roles))
}

/// The rows that nobody with the key wrote.
pub(super) fn altered(connection: &Connection, seals: &Seals) -> rusqlite::Result<Vec<(i64, String)>> {
    Ok(Record::all(connection)?.into_iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.number, row.shown())).collect())
}

/// The role of this name.
pub(super) fn named(roles: Vec<Role>, name: &str) -> Result<Role> {
    let known = roles.iter().map(|role| role.name.clone()).collect();
    roles.into_iter().find(|role| role.name == name).ok_or_else(|| Error::UnknownRole { name: visible(name), known })
}

impl Store {
    /// Every role: the built-in ones, then the host's own, by name.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who defined them. [`Error::Tampered`] for what was altered.
    pub fn roles(&self) -> Result<Vec<Role>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read its roles" })?;
            self.sql(all(&handle.connection, seals))?
        })
    }

    /// The role of this name.
    ///
    /// # Errors
    /// [`Error::UnknownRole`]; as [`roles`](Self::roles).
    pub fn role(&self, name: &str) -> Result<Role> {
        named(self.roles()?, name)
    }

    /// Defines a role of the host's own, or changes its rules. Says whether anything changed. Certificates that were retained stay so.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a name or description that is not of its form, a built-in role, and a key that does not go with
    /// the purpose; [`Error::StoreLocked`].
    pub fn define_role(&self, role: &Role) -> Result<bool> {
        role.must_be_well_formed()?;
        if role.is_built_in() {
            return Err(Error::InvalidArgument { what: "role", why: format!("{} is built in, and its rules are fixed", role.name) });
        }
        self.change("define a role", |change| change.define_role(role))
    }

    /// Takes a role of the host's own away. Says whether it was there.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a built-in role, and for one that certificates are assigned to or retained for;
    /// [`Error::StoreLocked`].
    pub fn remove_role(&self, name: &str) -> Result<bool> {
        if Role::built_in().iter().any(|role| role.name == name) {
            return Err(Error::InvalidArgument { what: "role", why: format!("{name} is built in") });
        }
        self.change("remove a role", |change| {
            if change.is_role_in_use(name)? {
                let why = format!("certificates are assigned to {}, or retained for it; unassign and release them first", visible(name));
                return Err(Error::InvalidArgument { what: "role", why });
            }
            let removed = change.sql(change.transaction.execute("DELETE FROM roles WHERE name = ?1", [name]))? > 0;
            if removed {
                change.record_of(Action::RoleRemoved, None, &[("role", visible(name))])?;
            }
            Ok(removed)
        })
    }
}

impl Change<'_> {
    pub(super) fn roles(&self) -> Result<Vec<Role>> {
        self.sql(all(self.transaction, &self.seals))?
    }

    pub(super) fn define_role(&mut self, role: &Role) -> Result<bool> {
        let known = self.sql(Record::all(self.transaction))?.into_iter().find(|row| row.name == role.name);
        if known.is_some_and(|known| known.is_genuine(&self.seals) && known.role.as_ref() == Some(role)) {
            return Ok(false);
        }
        let seal = role.sealed(|fields| self.seals.seal_record(fields));
        let Role { name, description, essential, in_backup, expiry_matters, purpose, default_key, renewable } = role;
        let sql = "INSERT INTO roles (name, description, essential, in_backup, expiry_matters, purpose, default_key, renewable, seal)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name) DO UPDATE SET description = ?2, essential = ?3, in_backup = ?4,
            expiry_matters = ?5, purpose = ?6, default_key = ?7, renewable = ?8, seal = ?9";
        let (purpose, default_key) = (purpose.to_string(), default_key.map(|key| key.to_string()));
        let values = params![name, description, essential, in_backup, expiry_matters, purpose, default_key, renewable, seal];
        self.sql(self.transaction.execute(sql, values))?;
        let word = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
        let details = [
            ("role", name.clone()),
            ("essential", word(*essential)),
            ("in backup", word(*in_backup)),
            ("expiry matters", word(*expiry_matters)),
            ("renewable", word(*renewable)),
            ("purpose", purpose),
            ("key", default_key.unwrap_or_default()),
        ];
        self.record_of(Action::RoleDefined, None, &details)?;
        Ok(true)
    }

    /// Seals every role anew; refuses where one was altered.
    pub(super) fn seal_roles_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let role = row.genuine(&self.seals)?;
            let seal = role.sealed(|fields| seals.seal_record(fields));
            self.sql(self.transaction.execute("UPDATE roles SET seal = ?2 WHERE name = ?1", params![role.name, seal]))?;
        }
        Ok(())
    }
}
