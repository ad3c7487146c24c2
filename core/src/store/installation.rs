//! Whose store it is: the installation that made it, so that a copy is not mistaken for the original, nor grows keys of its own.

use std::{fs, path::Path, time::Duration};

use rusqlite::{Connection, OptionalExtension, params, types::Value};
use serde::{Deserialize, Serialize};

use super::{
    Store,
    change::Change,
    journal::{self, Action},
    open::{folder_of, store_id},
    pool::{connect, identity},
    seal::Seals,
};
use crate::{
    certificate::{Thumbprint, pasted::hex},
    error::{Error, Result, visible},
};

/// Where Linux keeps what tells one installation of a system from another (machine-id(5)).
const MACHINE_ID: &str = "/etc/machine-id";

/// What tells one installation from another. The machine's id is confidential, so only a hash of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Installation {
    /// What the host calls it, which then decides alone.
    name: Option<String>,
    /// `None` where the system has no id, as in many containers.
    machine: Option<String>,
    /// As text; where it is none, octets that are no UTF-8 are replaced, and a copy is not told from its original.
    path: String,
}

impl Installation {
    /// The one that has a store open.
    pub(super) fn present(name: Option<&str>, path: &Path) -> Self {
        let machine = fs::read_to_string(MACHINE_ID).ok().map(|id| id.trim().to_owned()).filter(|id| id.len() == 32);
        let machine = machine.map(|id| hex(&Thumbprint::sha256_of(format!("certwright installation {id}").as_bytes())));
        let folder = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?)); // of a store that is yet to be made
        let path = fs::canonicalize(path).ok().or_else(folder).unwrap_or_else(|| path.to_owned());
        Self { name: name.map(str::to_owned), machine, path: path.to_string_lossy().into_owned() }
    }

    /// The one that the store names, if it names any.
    fn load(connection: &Connection, seals: &Seals) -> rusqlite::Result<Result<Option<Self>>> {
        let mut select = connection.prepare_cached("SELECT value FROM meta WHERE name = 'installation'")?;
        let value: Option<Value> = select.query_row([], |row| row.get(0)).optional()?;
        let Some(value) = value else { return Ok(Ok(None)) };
        let read = || {
            let Value::Blob(value) = &value else { return None };
            let (text, seal) = value.split_at_checked(value.len().checked_sub(32)?)?;
            if seals.is_sealed(&[b"installation", text], seal) { serde_json::from_slice(text).ok() } else { None }
        };
        Ok(read().map(Some).ok_or_else(|| Error::Tampered { what: "whose installation the store is".to_owned() }))
    }

    /// Whether somebody with the key wrote what the store says of it.
    pub(super) fn is_genuine(connection: &Connection, seals: &Seals) -> rusqlite::Result<bool> {
        Ok(Self::load(connection, seals)?.is_ok())
    }

    /// The present one, with what it cannot tell of itself taken from what is known.
    fn or(self, known: Option<&Self>) -> Self {
        let of_known = |fact: fn(&Self) -> &Option<String>| known.and_then(|known| fact(known).clone());
        Self { name: self.name.or_else(|| of_known(|known| &known.name)), machine: self.machine.or_else(|| of_known(|known| &known.machine)), ..self }
    }

    pub(super) fn keep(&self, connection: &Connection, seals: &Seals) -> rusqlite::Result<()> {
        let text = serde_json::to_vec(self).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let value = [text.as_slice(), &seals.seal_record(&[b"installation", &text])].concat();
        let keep = "INSERT INTO meta VALUES ('installation', ?1) ON CONFLICT DO UPDATE SET value = excluded.value";
        connection.execute(keep, params![value]).map(|_| ())
    }

    /// Why the store of this installation is not the present one's; `None` if it is.
    fn differs(&self, present: &Self, id: &[u8; 16]) -> Option<String> {
        if let (Some(own), Some(given)) = (&self.name, &present.name) {
            return (own != given).then(|| format!("it is that of {own:?}, and {given:?} opened it"));
        }
        if let (Some(own), Some(here)) = (&self.machine, &present.machine)
            && own != here
        {
            return Some("it was made on another machine".to_owned());
        }
        let is_same_file = || identity(Path::new(&self.path)).is_ok_and(|own| identity(Path::new(&present.path)).is_ok_and(|here| here == own));
        if self.path == present.path || is_same_file() {
            return None;
        }
        let path = Path::new(&self.path);
        let other_id = || connect(path, true, Duration::ZERO).and_then(|other| store_id(&other, path));
        let is_still_there = path.is_file()
            && match other_id() {
                Ok(other) => other == *id,
                Err(Error::NotAStore { .. } | Error::Damaged { .. }) => false,
                Err(_) => true, // whoever may not read it cannot tell
            };
        is_still_there.then(|| format!("it is a copy of {}, which is still there", visible(&self.path)))
    }
}

impl Store {
    /// Why this store is another installation's; `None` if it is the one's that has it open. An installation is told by the name that
    /// the host gives it ([`OpenOptions::installation`](super::OpenOptions::installation)), else by the machine and the store's path.
    ///
    /// Not seen: a copy on the same machine whose original was moved away, and one between machines without an id.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Io`]; [`Error::Tampered`] where it was altered, which [`adopt`](Self::adopt) mends.
    pub fn other_installation(&self) -> Result<Option<String>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "tell whose it is" })?;
            let own = self.sql(Installation::load(&handle.connection, seals))??;
            Ok(own.and_then(|own| own.differs(&self.0.installation, &self.0.id)))
        })
    }

    /// Makes this installation the one whose store it is: after a move to another machine, or for a copy that goes its own way. Says
    /// whether anything changed.
    ///
    /// # Errors
    /// [`Error::StoreLocked`].
    pub fn adopt(&self) -> Result<bool> {
        self.change("adopt the store", |change| {
            let own = change.sql(Installation::load(change.transaction, &change.seals))?.unwrap_or_default();
            let why = own.as_ref().and_then(|own| own.differs(&self.0.installation, &self.0.id));
            let adopted = self.0.installation.clone().or(own.as_ref());
            if own.as_ref() == Some(&adopted) {
                return Ok(false);
            }
            change.keep_installation(&adopted, why.unwrap_or_default())?;
            Ok(true)
        })
    }
}

impl Change<'_> {
    /// Refuses to make what another installation would miss. A store of before installations were told apart becomes this one's, and so
    /// does one that was moved.
    pub(super) fn must_be_own_installation(&mut self) -> Result<()> {
        let own = self.sql(Installation::load(self.transaction, &self.seals))??;
        if let Some(why) = own.as_ref().and_then(|own| own.differs(&self.store.0.installation, &self.store.0.id)) {
            return Err(Error::OtherInstallation { path: self.store.0.path.display().to_string(), why });
        }
        if own.is_none() {
            self.flush_head()?;
            if self.sql(journal::tells_installation(self.transaction, &self.seals))?? {
                return Err(Error::Tampered { what: "whose installation the store is".to_owned() });
            }
        }
        let present = self.store.0.installation.clone().or(own.as_ref());
        match own {
            Some(own) if own == present => Ok(()),
            Some(own) => self.keep_installation(&present, format!("it was at {}", visible(&own.path))),
            None => self.keep_installation(&present, "it was nobody's before".to_owned()),
        }
    }

    fn keep_installation(&mut self, installation: &Installation, why: String) -> Result<()> {
        self.sql(installation.keep(self.transaction, &self.seals))?;
        self.record_of(Action::Adopted, None, &[("path", installation.path.clone()), ("why", why)])
    }

    /// Seals it anew.
    pub(super) fn seal_installation_anew(&self, seals: &Seals) -> Result<()> {
        match self.sql(Installation::load(self.transaction, &self.seals))?? {
            Some(own) => self.sql(own.keep(self.transaction, seals)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: Option<&str>, machine: Option<&str>, path: &str) -> Installation {
        Installation { name: name.map(str::to_owned), machine: machine.map(str::to_owned), path: path.to_owned() }
    }

    #[test]
    fn names_decide_alone_then_machines_then_paths() {
        let own = told(Some("a"), Some("1"), "/nowhere/certs.db");
        let differs = |present: &Installation| own.differs(present, &[0; 16]);
        assert_eq!(differs(&told(Some("a"), Some("2"), "/elsewhere/certs.db")), None);
        assert!(differs(&told(Some("b"), Some("1"), "/nowhere/certs.db")).is_some_and(|why| why.contains("\"b\" opened it")));
        assert_eq!(differs(&told(None, Some("2"), "/nowhere/certs.db")).as_deref(), Some("it was made on another machine"));
        assert_eq!(differs(&told(None, None, "/nowhere/certs.db")), None, "a machine without an id cannot tell");
        assert_eq!(differs(&told(None, Some("1"), "/elsewhere/certs.db")), None, "it was moved: nothing is left there");
    }

    #[test]
    fn what_is_at_the_former_path_and_cannot_be_a_store_is_no_original() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("certs.db");
        fs::write(&path, [7; 4096]).expect("written");
        let own = told(None, None, &path.to_string_lossy());
        assert_eq!(own.differs(&told(None, None, "/elsewhere/certs.db"), &[0; 16]), None);
    }

    #[test]
    fn what_the_present_cannot_tell_stays_known() {
        let known = told(Some("a"), Some("1"), "/old");
        assert_eq!(told(None, None, "/new").or(Some(&known)), told(Some("a"), Some("1"), "/new"));
        assert_eq!(told(Some("b"), Some("2"), "/new").or(Some(&known)), told(Some("b"), Some("2"), "/new"));
        assert_eq!(told(None, None, "/new").or(None), told(None, None, "/new"));
    }
}
