//! Assignments: which certificate serves a role in a scope, since when, and which former ones old data still needs.

use std::{cmp::Reverse, collections::HashSet};

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use time::OffsetDateTime;

use super::{
    Store,
    altered::text,
    change::{AddOptions, Change},
    entry::{Entry, open_key, select_entries},
    find::Get,
    journal::{self, Action},
    role::{self, Role},
    schema,
    scope::Place,
    seal::Seals,
};
use crate::{
    certificate::{
        Certificate, Thumbprint,
        algorithm::{KeySort, PublicKey},
        pasted::hex,
    },
    date::rfc3339,
    error::{Error, Result, visible},
    issue::Purpose,
    key::{Identity, key_id},
};

/// "This certificate serves this role in this scope, since then": current, retained because old data still needs it, or a former one.
///
/// Serialized: `role`, `scope` (null for the whole installation), `thumbprint`, `sha256`, `since`, `until` (null while it is current),
/// `retained`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assignment {
    /// The role's name.
    pub role: String,
    /// Where it serves; `None`: in the whole installation. The case of ASCII letters does not matter.
    pub scope: Option<String>,
    /// SHA-1 of the certificate.
    pub thumbprint: Thumbprint,
    /// SHA-256 of the certificate.
    pub sha256: Thumbprint,
    /// Since when, UTC.
    pub since: OffsetDateTime,
    /// Until when; `None` while it is current.
    pub until: Option<OffsetDateTime>,
    /// It is no longer current, and old data may still need it.
    pub retained: bool,
}

impl Assignment {
    /// Whether the certificate is needed because of it: it is current or retained.
    pub fn holds(&self) -> bool {
        self.until.is_none() || self.retained
    }

    pub(crate) fn place(&self) -> Place {
        Place { role: self.role.clone(), scope: self.scope.clone().unwrap_or_default() }
    }

    /// Calls with all that the seal covers.
    fn sealed<T>(&self, work: impl FnOnce(&[&[u8]]) -> T) -> T {
        let (since, until) = (self.since.unix_timestamp().to_be_bytes(), self.until.map(|until| until.unix_timestamp().to_be_bytes()));
        work(&[
            b"assignment",
            self.role.as_bytes(),
            self.scope.as_deref().unwrap_or_default().as_bytes(),
            self.sha256.as_bytes(),
            self.thumbprint.as_bytes(),
            &since,
            until.as_ref().map_or(&[], |until| until.as_slice()),
            &[u8::from(self.retained)],
        ])
    }
}

impl Serialize for Assignment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Assignment", 7)?;
        fields.serialize_field("role", &self.role)?;
        fields.serialize_field("scope", &self.scope)?;
        fields.serialize_field("thumbprint", &self.thumbprint.to_string())?;
        fields.serialize_field("sha256", &self.sha256.to_string())?;
        fields.serialize_field("since", &rfc3339(self.since))?;
        fields.serialize_field("until", &self.until.map(rfc3339))?;
        fields.serialize_field("retained", &self.retained)?;
        fields.end()
    }
}

/// What assigning or unassigning came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Assigned {
    /// The assignment as it is then.
    pub assignment: Assignment,
    /// Whether anything is other than before.
    pub changed: bool,
    /// The certificate that was current there before, by SHA-1.
    pub replaced: Option<Thumbprint>,
    /// What is to be known, such as that the former certificate is retained.
    pub notes: Vec<String>,
}

/// How a certificate is assigned.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AssignOptions {
    /// Define the role if there is none of this name, with the rules of [`Role::new`].
    pub create_role: bool,
}

impl AssignOptions {
    /// Defines the role if there is none of this name.
    pub fn create_role(mut self) -> Self {
        self.create_role = true;
        self
    }
}

/// What became of a certificate that was made for a role.
enum Put {
    Assigned(Entry),
    /// SHA-1 of the one that was assigned before.
    Missing(String),
    Nothing,
}

/// How an assignment ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The current one: its certificate is retained.
    Retain,
    /// The current one, and what is retained.
    Release,
    /// The current one.
    Unassign,
}

/// A row of the table.
pub(super) struct Record {
    id: i64,
    /// Apart from the rest, which may not be readable: what is named is needed all the same.
    sha256: Vec<u8>,
    role: String,
    holds: bool,
    /// `None` where it cannot be read.
    assignment: Option<Assignment>,
    seal: Vec<u8>,
}

const COLUMNS: &str = "SELECT id, role, scope, sha256, sha1, since, until, retained, seal FROM assignments";

impl Record {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (role, scope) = (text(row, 1)?, text(row, 2)?);
        let (sha256, sha1): (Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?);
        let (since, until, retained): (i64, Option<i64>, bool) = (row.get(5)?, row.get(6)?, row.get(7)?);
        let read = || {
            Some(Assignment {
                role: role.clone(),
                scope: Some(scope).filter(|scope| !scope.is_empty()),
                thumbprint: Thumbprint::Sha1(sha1.as_slice().try_into().ok()?),
                sha256: Thumbprint::Sha256(sha256.as_slice().try_into().ok()?),
                since: OffsetDateTime::from_unix_timestamp(since).ok()?,
                until: until.map(OffsetDateTime::from_unix_timestamp).transpose().ok()?,
                retained,
            })
        };
        Ok(Self { id: row.get(0)?, assignment: read(), holds: until.is_none() || retained, role, sha256, seal: row.get(8)? })
    }

    fn those(connection: &Connection, condition: &str, values: impl Params) -> rusqlite::Result<Vec<Self>> {
        if schema::lacks(connection, "assignments")? {
            return Ok(Vec::new()); // opened without the key, by which nothing is added
        }
        connection.prepare_cached(&format!("{COLUMNS} {condition}"))?.query_map(values, Self::from_row)?.collect()
    }

    /// All rows, the last one that was made first, each as far as it can be read.
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::those(connection, "ORDER BY id DESC", [])
    }

    fn of_place(connection: &Connection, place: &Place) -> rusqlite::Result<Vec<Self>> {
        Self::those(connection, "WHERE role = ?1 AND scope = ?2 ORDER BY since DESC, id DESC", [&place.role, &place.scope])
    }

    fn of_certificate(connection: &Connection, sha256: &[u8]) -> rusqlite::Result<Vec<Self>> {
        Self::those(connection, "WHERE sha256 = ?1 ORDER BY role, scope, since DESC, id DESC", [sha256])
    }

    pub(super) fn is_genuine(&self, seals: &Seals) -> bool {
        self.genuine(seals).is_ok()
    }

    /// Whether the certificate that is needed is here.
    pub(super) fn has_its_certificate(&self, connection: &Connection) -> rusqlite::Result<bool> {
        Ok(!self.holds || connection.prepare_cached("SELECT 1 FROM certificates WHERE sha256 = ?1")?.exists([&self.sha256])?)
    }

    /// How it is named where it is altered.
    pub(super) fn shown(&self) -> String {
        format!("the assignment of {} to {}", hex(&self.sha256), visible(&self.role))
    }

    /// The assignment, if somebody with the store's key made it.
    fn genuine(&self, seals: &Seals) -> Result<&Assignment> {
        match &self.assignment {
            Some(assignment) if assignment.sealed(|fields| seals.is_sealed(fields, &self.seal)) => Ok(assignment),
            _ => Err(Error::Tampered { what: self.shown() }),
        }
    }
}

/// Every row, the last one that was made first.
pub(super) fn rows(connection: &Connection) -> rusqlite::Result<Vec<Record>> {
    Record::all(connection)
}

/// The assignments among rows, by role and scope, the newest of each first; refused where one was altered.
pub(super) fn in_order(rows: &[Record], seals: &Seals) -> Result<Vec<Assignment>> {
    let mut all = genuine(rows, seals)?;
    // SQLite takes three times as long to sort them
    let folded = |scope: &Option<String>| scope.as_deref().unwrap_or_default().to_ascii_lowercase();
    all.sort_by_cached_key(|one| (one.role.clone(), folded(&one.scope), Reverse(one.since)));
    Ok(all)
}

/// The assignments among rows, refused where one was altered.
fn genuine(rows: &[Record], seals: &Seals) -> Result<Vec<Assignment>> {
    rows.iter().map(|row| row.genuine(seals).cloned()).collect()
}

/// Why the store must keep a certificate, by what stands in the table under either of its thumbprints, whoever wrote it.
pub(super) fn reasons(connection: &Connection, sha256: &[u8], sha1: &[u8]) -> rusqlite::Result<Vec<String>> {
    let rows = Record::those(connection, "WHERE sha256 = ?1 OR sha1 = ?2 ORDER BY role, scope, since DESC, id DESC", [sha256, sha1])?;
    let rows = rows.into_iter().filter(|row| row.holds);
    Ok(rows
        .map(|row| match row.assignment {
            Some(assignment) if assignment.until.is_none() => format!("it is assigned to {}", assignment.place()),
            Some(assignment) => format!("it is retained for {}, whose old data may need it", assignment.place()),
            None => format!("it is assigned to {}", visible(&row.role)),
        })
        .collect())
}

/// SHA-256 of the certificates that are assigned or retained, whoever wrote that.
pub(super) fn needed(connection: &Connection) -> rusqlite::Result<HashSet<[u8; 32]>> {
    if schema::lacks(connection, "assignments")? {
        return Ok(HashSet::new());
    }
    let select = "SELECT DISTINCT sha256 FROM assignments WHERE until IS NULL OR retained <> 0";
    let all = connection.prepare_cached(select)?.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(all.into_iter().filter_map(|sha256| sha256.try_into().ok()).collect())
}

/// SHA-256 of a certificate that is here or was ever assigned, by its SHA-1.
pub(super) fn sha256_of(connection: &Connection, sha1: &[u8; 20]) -> rusqlite::Result<Option<[u8; 32]>> {
    let select = "SELECT sha256 FROM certificates WHERE sha1 = ?1 UNION ALL SELECT sha256 FROM assignments WHERE sha1 = ?1";
    connection.prepare_cached(select)?.query_row([sha1], |row| row.get(0)).optional()
}

/// The places in which a certificate is current.
pub(super) fn places(store: &Store, connection: &Connection, seals: &Seals, sha256: &[u8; 32]) -> Result<Vec<Place>> {
    let known = genuine(&store.sql(Record::of_certificate(connection, sha256))?, seals)?;
    Ok(known.into_iter().filter(|known| known.until.is_none()).map(|known| known.place()).collect())
}

/// The rows that nobody with the key wrote.
pub(super) fn altered(connection: &Connection, seals: &Seals) -> rusqlite::Result<Vec<(i64, String)>> {
    Ok(Record::all(connection)?.into_iter().filter(|row| !row.is_genuine(seals)).map(|row| (row.id, row.shown())).collect())
}

impl Store {
    /// Assigns a certificate to a role, in a scope or in the whole installation. It takes the place of the one that was current
    /// there, which is retained where the role is essential.
    ///
    /// Not checked: names and dates of the certificate, which `preflight` looks at.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::UnknownRole`], [`Error::NoPrivateKey`]; [`Error::Tampered`] for a key that does not open;
    /// [`Error::Unsupported`] for a key that is not RSA where the role's certificates are encrypted to, because hosts decrypt with RSA;
    /// [`Error::InvalidArgument`] for a role or scope that is not of its form; [`Error::StoreLocked`].
    pub fn assign(&self, thumbprint: impl Into<Thumbprint>, role: &str, scope: Option<&str>, options: &AssignOptions) -> Result<Assigned> {
        let place = Place::new(role, scope)?;
        let entry = self.get_with(thumbprint.into(), &Get::any())?;
        self.change("assign a certificate", |change| {
            let roles = change.roles()?;
            let role = match role::named(roles, &place.role) {
                Err(Error::UnknownRole { .. }) if options.create_role => {
                    let role = Role::new(&place.role);
                    change.define_role(&role)?;
                    role
                }
                found => found?,
            };
            let entry = change.entry_still(&Thumbprint::sha256_of(entry.der()))?;
            change.assign(&entry, &role, &place, None)
        })
    }

    /// Ends an assignment. Where the role is essential the certificate is retained, because old data may need it, and no other is
    /// made in its place.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the certificate is not assigned there; [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn unassign(&self, thumbprint: impl Into<Thumbprint>, role: &str, scope: Option<&str>) -> Result<Assigned> {
        let place = Place::new(role, scope)?;
        let thumbprint = thumbprint.into();
        self.change("unassign a certificate", |change| {
            let essential = role::named(change.roles()?, &place.role)?.essential;
            change.end(thumbprint, &place, if essential { End::Retain } else { End::Unassign })
        })
    }

    /// Ends an assignment, and lets go of a certificate that is retained: nothing needs it there any more, and it can be deleted.
    ///
    /// # Errors
    /// As [`unassign`](Self::unassign).
    pub fn release(&self, thumbprint: impl Into<Thumbprint>, role: &str, scope: Option<&str>) -> Result<Assigned> {
        let place = Place::new(role, scope)?;
        let thumbprint = thumbprint.into();
        self.change("release a certificate", |change| change.end(thumbprint, &place, End::Release))
    }

    /// Every assignment, former ones included, by role and scope, the newest of each first.
    ///
    /// # Errors
    /// [`Error::StoreLocked`]: without the key nobody can tell who made them. [`Error::Tampered`] for what was altered.
    pub fn assignments(&self) -> Result<Vec<Assignment>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what its certificates are for" })?;
            in_order(&self.sql(rows(&handle.connection))?, seals)
        })
    }

    /// The certificate that is current in a place, if one is assigned.
    pub(crate) fn current(&self, place: &Place) -> Result<Option<Assignment>> {
        self.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what its certificates are for" })?;
            let rows = self.sql(Record::of_place(&handle.connection, place))?;
            Ok(genuine(&rows, seals)?.into_iter().find(|assignment| assignment.until.is_none()))
        })
    }

    /// Puts what was made for a role into the store and assigns it, unless another is current by then: `None`. Without anything made, says
    /// what speaks against it.
    ///
    /// # Errors
    /// [`Error::Missing`] where the role is essential and a key was there before; [`Error::OtherInstallation`].
    pub(crate) fn put_assigned(&self, made: Option<&Identity>, place: &Place, options: &AddOptions) -> Result<Option<Entry>> {
        let put = self.change("make a certificate for a role", |change| {
            let role = role::named(change.roles()?, &place.role)?;
            let rows = change.sql(Record::of_place(change.transaction, place))?;
            let known = genuine(&rows, &change.seals)?;
            if let Some(current) = known.iter().find(|assignment| assignment.until.is_none()) {
                if role.essential || change.is_here(current)? {
                    return Ok(Put::Nothing);
                }
            } else if role.essential {
                let former = match known.first() {
                    Some(former) => Some(former.thumbprint.to_string()),
                    None => change.last_assigned(place)?,
                };
                if let Some(former) = former {
                    return Ok(Put::Missing(former));
                }
            }
            change.must_be_own_installation()?;
            let Some(made) = made else { return Ok(Put::Nothing) };
            let entry = change.put(made.certificate(), Some(made.private_key()), options, Action::Issued)?.entry;
            change.assign(&entry, &role, place, None)?;
            Ok(Put::Assigned(entry))
        })?;
        match put {
            Put::Assigned(entry) => Ok(Some(entry)),
            Put::Nothing => Ok(None),
            Put::Missing(former) => Err(self.missing(place, Thumbprint::parse(&former).ok())), // which reads, and so waits until here
        }
    }

    /// The key of an essential role does not serve it.
    pub(crate) fn missing(&self, place: &Place, thumbprint: Option<Thumbprint>) -> Error {
        let exported = || {
            let event = thumbprint.and_then(|thumbprint| self.last_export(&thumbprint).ok().flatten())?;
            Some(format!("exported on {} by {}, line {} of the journal", rfc3339(event.at), visible(&event.actor), event.number))
        };
        let backup = thumbprint.and_then(|thumbprint| self.backup_that_holds(&thumbprint).ok().flatten());
        let opens = |thumbprint| self.get_with(thumbprint, &Get::any()).and_then(|entry| entry.identity());
        Error::Missing {
            role: place.role.clone(),
            scope: place.scope().map(visible),
            here: thumbprint.is_some_and(|thumbprint| opens(thumbprint).is_ok()),
            thumbprint: thumbprint.map(|thumbprint| thumbprint.to_string()),
            backup: backup.map(|backup| backup.shown()).or_else(exported),
        }
    }
}

impl Entry {
    /// What it is for: its assignments, former ones included.
    ///
    /// # Errors
    /// As [`Store::assignments`].
    pub fn assignments(&self) -> Result<Vec<Assignment>> {
        let (store, sha256) = (self.store(), Thumbprint::sha256_of(self.der()));
        store.read(|handle, seals| {
            let seals = seals.ok_or(Error::StoreLocked { action: "read what its certificates are for" })?;
            genuine(&store.sql(Record::of_certificate(&handle.connection, &sha256))?, seals)
        })
    }
}

impl Change<'_> {
    /// Makes a certificate the current one of a place. Its key must be here, open, and belong to it. Where it renews another, the journal
    /// tells that by itself.
    pub(super) fn assign(&mut self, entry: &Entry, role: &Role, place: &Place, renews: Option<&Entry>) -> Result<Assigned> {
        role.must_fit(entry)?;
        self.must_have_its_key(entry)?;
        self.must_not_look_alike(place)?;
        let now = self.now();
        let rows = self.assignments_of(place)?;
        let (mut notes, mut replaced) = (Vec::new(), None);
        for (id, known) in rows {
            if known.sha256 == entry.sha256() && known.until.is_none() {
                return Ok(Assigned { assignment: known, changed: false, replaced: None, notes });
            }
            if known.until.is_none() {
                let ended = Assignment { until: Some(now.max(known.since)), retained: role.essential, ..known };
                self.rewrite(id, &ended)?;
                let mut details = place.details();
                details.push(("by", entry.thumbprint().to_string()));
                details.push(("retained", if ended.retained { "yes" } else { "no" }.to_owned()));
                let is_renewed = renews.is_some_and(|old| old.sha256() == ended.sha256);
                let action = match ended.retained {
                    _ if !is_renewed => Action::Replaced,
                    true => Action::Retained,
                    false => Action::Unassigned,
                };
                self.record_of(action, Some(ended.thumbprint.to_string()), &details)?;
                if ended.retained {
                    notes.push(format!("the former certificate {} is retained: old data of {place} may need it", ended.thumbprint));
                }
                replaced = Some(ended.thumbprint);
            }
        }
        let assignment = place.assigned_now(entry, now);
        self.insert_assignment(&assignment)?;
        self.record(Action::Assigned, Some(entry), &place.details())?;
        if let Some(succession) = self.superseded_by(entry)? {
            notes.push(succession.shown());
        }
        if entry.archived() {
            notes.push("the certificate is archived; it serves all the same".to_owned());
            // what was passed over as archived is told of from here on
            self.sql(self.transaction.execute("UPDATE certificates SET expiry_told = nullif(expiry_told, 3) WHERE id = ?1", [entry.id]))?;
        }
        if role.expiry_matters && !entry.is_valid_at(now) {
            notes.push("the certificate is not valid now".to_owned());
        }
        Ok(Assigned { assignment, changed: true, replaced, notes })
    }

    /// Ends what a certificate is for in a place.
    fn end(&mut self, thumbprint: Thumbprint, place: &Place, how: End) -> Result<Assigned> {
        let rows = self.assignments_of(place)?;
        let its: Vec<_> = rows.into_iter().filter(|(_, known)| known.thumbprint == thumbprint || known.sha256 == thumbprint).collect();
        let mut told = None;
        for (id, known) in &its {
            let ended = match known.until {
                None => Assignment { until: Some(self.now().max(known.since)), retained: how == End::Retain, ..known.clone() },
                Some(_) if how == End::Release => Assignment { retained: false, ..known.clone() },
                Some(_) => continue,
            };
            if ended != *known {
                self.rewrite(*id, &ended)?;
                let action = if ended.retained { Action::Retained } else { Action::Unassigned };
                self.record_of(action, Some(ended.thumbprint.to_string()), &place.details())?;
                told = told.or(Some(ended));
            }
        }
        let changed = told.is_some();
        // where nothing was to be done: what is retained, or the newest
        let kept = || its.iter().find(|(_, known)| known.retained).or(its.first()).map(|(_, known)| known.clone());
        let Some(assignment) = told.or_else(kept) else {
            return Err(Error::NotFound { wanted: format!("an assignment of {thumbprint} to {place}"), near: Vec::new() });
        };
        let note = || format!("it is retained: old data of {place} may need it; release it when none does");
        let notes = if assignment.retained { vec![note()] } else { Vec::new() };
        Ok(Assigned { assignment, changed, replaced: None, notes })
    }

    pub(super) fn insert_assignment(&self, assignment: &Assignment) -> Result<()> {
        let seal = assignment.sealed(|fields| self.seals.seal_record(fields));
        // the row of the certificate only leads to it faster: what counts is its SHA-256
        let insert = "INSERT INTO assignments (role, scope, sha256, sha1, certificate, since, until, retained, seal)
            VALUES (?1, ?2, ?3, ?4, (SELECT id FROM certificates WHERE sha256 = ?3), ?5, ?6, ?7, ?8)";
        let Assignment { role, scope, thumbprint, sha256, since, until, retained } = assignment;
        let (since, until) = (since.unix_timestamp(), until.map(OffsetDateTime::unix_timestamp));
        let values = params![role, scope.as_deref().unwrap_or_default(), sha256.as_bytes(), thumbprint.as_bytes(), since, until, retained, seal];
        let insert = self.transaction.prepare_cached(insert);
        self.sql(insert.and_then(|mut insert| insert.execute(values))).map(|_| ())
    }

    /// The assignments of a place, each with the number of its row.
    pub(super) fn assignments_of(&self, place: &Place) -> Result<Vec<(i64, Assignment)>> {
        let rows = self.sql(Record::of_place(self.transaction, place))?;
        rows.iter().map(|row| Ok((row.id, row.genuine(&self.seals)?.clone()))).collect()
    }

    pub(super) fn rewrite(&mut self, id: i64, assignment: &Assignment) -> Result<()> {
        let seal = assignment.sealed(|fields| self.seals.seal_record(fields));
        let until = assignment.until.map(OffsetDateTime::unix_timestamp);
        let update = "UPDATE assignments SET until = ?2, retained = ?3, seal = ?4 WHERE id = ?1";
        self.sql(self.transaction.execute(update, params![id, until, assignment.retained, seal]))?;
        Ok(())
    }

    /// Refuses a scope that differs from a known one in the case of letters beyond ASCII alone: it would be a second key for one thing.
    pub(super) fn must_not_look_alike(&self, place: &Place) -> Result<()> {
        if place.scope.is_ascii() {
            return Ok(());
        }
        let mut select = self.sql(self.transaction.prepare_cached("SELECT DISTINCT scope FROM assignments WHERE role = ?1"))?;
        let known = select.query_map([&place.role], |row| text(row, 0)).and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>);
        let alike = |known: &String| known.to_lowercase() == place.scope.to_lowercase() && !known.eq_ignore_ascii_case(&place.scope);
        match self.sql(known)?.into_iter().find(alike) {
            Some(known) => {
                let why = format!("{} differs from {} only in the case of letters; write it as that", visible(&place.scope), visible(&known));
                Err(Error::InvalidArgument { what: "scope", why })
            }
            None => Ok(()),
        }
    }

    pub(super) fn is_role_in_use(&self, role: &str) -> Result<bool> {
        Ok(self.sql(Record::those(self.transaction, "WHERE role = ?1", [role]))?.iter().any(|row| row.holds))
    }

    fn last_assigned(&mut self, place: &Place) -> Result<Option<String>> {
        self.flush_head()?;
        self.sql(journal::last_assigned(self.transaction, &self.seals, &place.role, &place.scope))?
    }

    fn is_here(&mut self, assignment: &Assignment) -> Result<bool> {
        let found =
            self.store.rows(self.transaction, Some(&self.seals), self.names, select_entries!("c.sha256 = ?1"), [assignment.sha256.as_bytes()])?;
        match found.into_iter().flatten().find(|entry| entry.sha256() == assignment.sha256) {
            Some(entry) => self.store.has_key(self.transaction, &entry),
            None => Ok(false),
        }
    }

    /// Refuses a certificate whose key is not here, does not open, or is another one's.
    pub(super) fn must_have_its_key(&self, entry: &Entry) -> Result<()> {
        let id = key_id(entry.public_key_der());
        let mut select = self.sql(self.transaction.prepare_cached("SELECT kind, sealed FROM keys WHERE key_id = ?1"))?;
        let mut rows = self.sql(select.query([id]))?;
        let thumbprint = entry.thumbprint().to_string();
        let Some(row) = self.sql(rows.next())? else { return Err(Error::NoPrivateKey { thumbprint }) };
        let (kind, sealed): (String, Vec<u8>) = (self.sql(row.get(0))?, self.sql(row.get(1))?);
        let key = open_key(&self.seals, &id, &kind, &sealed, &format!("the private key of {thumbprint}"))?;
        if key.matches(entry) { Ok(()) } else { Err(Error::KeyMismatch { thumbprint }) }
    }

    /// Seals every assignment anew; refuses where one was altered.
    pub(super) fn seal_assignments_anew(&self, seals: &Seals) -> Result<()> {
        for row in self.sql(Record::all(self.transaction))? {
            let (id, assignment) = (row.id, row.genuine(&self.seals)?);
            let seal = assignment.sealed(|fields| seals.seal_record(fields));
            self.sql(self.transaction.execute("UPDATE assignments SET seal = ?2 WHERE id = ?1", params![id, seal]))?;
        }
        Ok(())
    }
}

impl Role {
    /// Refuses a certificate that cannot serve it.
    pub(crate) fn must_fit(&self, certificate: &Certificate) -> Result<()> {
        let has_rsa_key = || PublicKey::from_spki(certificate.public_key_der()).is_ok_and(|key| matches!(key.sort(), KeySort::Rsa(_)));
        if self.purpose == Purpose::Encipher && !has_rsa_key() {
            let why = "hosts decrypt with RSA keys only; take a certificate with one".to_owned();
            return Err(Error::Unsupported { what: format!("{} for the role {}", certificate.key_algorithm(), self.name), why });
        }
        Ok(())
    }
}
