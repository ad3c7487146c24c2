//! What a store takes over from another one: everything, in one transaction, with a line for each thing and for each conflict.

use std::{fmt, ops::ControlFlow, str::FromStr};

use rusqlite::{OptionalExtension, params};
use serde::{Serialize, Serializer};

use super::{
    Store,
    assignment::Assignment,
    change::{AddOptions, Change},
    check::Progress,
    crl::KeptCrl,
    decision::TrustDecision,
    document::Document,
    endpoint::EndpointSettings,
    journal::Action,
    name::StoreName,
    query::{Archived, Query},
    role::Role,
    succession::Succession,
};
use crate::{
    certificate::{Certificate, Thumbprint},
    crl::Crl,
    date::rfc3339,
    error::{Error, Result, visible},
    key::PrivateKey,
};

/// What is done where what is restored and what is here cannot both hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conflicts {
    /// Nothing is restored.
    #[default]
    Refuse,
    /// What is here stays, and the other is kept beside it where that can be.
    KeepOurs,
    /// What is restored takes its place.
    TakeTheirs,
}

impl FromStr for Conflicts {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "refuse" => Ok(Self::Refuse),
            "keep" => Ok(Self::KeepOurs),
            "replace" => Ok(Self::TakeTheirs),
            _ => Err(Error::InvalidArgument { what: "conflicts", why: "it is one of refuse, keep, replace".to_owned() }),
        }
    }
}

/// What becomes of one thing that is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestoreOutcome {
    /// It was not here.
    Added,
    /// It is here as it is.
    Same,
    /// It and what is here cannot both hold, and nothing was said of which is meant.
    Conflict,
    /// What is here stays.
    Kept,
    /// It took the place of what was here.
    Replaced,
    /// It cannot be restored; the note says why.
    Skipped,
}

impl RestoreOutcome {
    /// `added`, `same`, `conflict`, `kept`, `replaced`, `skipped`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Same => "same",
            Self::Conflict => "conflict",
            Self::Kept => "kept",
            Self::Replaced => "replaced",
            Self::Skipped => "skipped",
        }
    }
}

impl Serialize for RestoreOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// One thing of a backup, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RestoreLine {
    /// `certificate`, `trust`, `assignment`, `role`, `endpoint`, `decision`, `succession`, `crl`, `settings`, or what a file holds instead.
    pub what: &'static str,
    /// The subject of a certificate, the place of an assignment, a name.
    pub name: String,
    /// SHA-1 of the certificate concerned.
    pub thumbprint: Option<String>,
    /// What becomes of it.
    pub outcome: RestoreOutcome,
    /// Why, or what else is to be known.
    pub note: Option<String>,
}

impl RestoreLine {
    pub(crate) fn skipped(what: &'static str, name: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what, name: name.into(), thumbprint: None, outcome: RestoreOutcome::Skipped, note: Some(why.into()) }
    }
}

impl fmt::Display for RestoreLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.what, self.name, self.outcome.word())?;
        self.note.as_ref().map_or(Ok(()), |note| write!(f, " ({note})"))
    }
}

/// A certificate that comes in, with what belongs to it.
pub(crate) struct Incoming<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: Option<&'a PrivateKey>,
    pub(crate) friendly_name: Option<&'a str>,
    pub(crate) tags: &'a [String],
    /// Personal if there are none.
    pub(crate) stores: &'a [StoreName],
    pub(crate) archived: bool,
}

/// One thing that comes in.
#[cfg_attr(not(feature = "bundle"), allow(dead_code, reason = "only bundles hold all of them"))]
pub(crate) enum Piece<'a> {
    Role(Role),
    Certificate(Incoming<'a>),
    Assignment(Assignment),
    Succession(Succession),
    Endpoint(EndpointSettings),
    Decision(TrustDecision),
    Crl(&'a Crl),
    /// The text of the settings of backups.
    Settings(String),
}

/// The document that holds the settings of backups, which a store hands on.
pub(crate) const HANDED_ON: &str = "backup settings";

/// Everything that a store holds besides certificates and keys.
struct Whole {
    roles: Vec<Role>,
    assignments: Vec<Assignment>,
    successions: Vec<Succession>,
    endpoints: Vec<EndpointSettings>,
    decisions: Vec<TrustDecision>,
    crls: Vec<KeptCrl>,
    settings: Option<Document>,
}

impl Store {
    /// Takes in whatever `work` hands over, in one transaction: what contradicts itself is an error, and then nothing stays.
    pub(crate) fn fill<T>(&self, work: impl FnOnce(&mut dyn FnMut(Piece<'_>) -> Result<Vec<RestoreLine>>) -> Result<T>) -> Result<T> {
        self.change("take in a backup", |change| {
            work(&mut |piece| {
                let lines = change.take_piece(piece)?;
                match lines.iter().find(|line| line.outcome == RestoreOutcome::Conflict) {
                    Some(line) => Err(Error::Damaged { what: "the backup".to_owned(), why: format!("it contradicts itself: {line}") }),
                    None => Ok(lines),
                }
            })
        })
    }

    /// Takes over everything that another store holds, in one transaction, and tells from where. Nothing stays of a rehearsal, nor where
    /// there are conflicts and they are to be refused. Says what becomes of each thing, and whether anything changed.
    pub(crate) fn take_over(
        &self,
        other: &Self,
        from: &str,
        conflicts: Conflicts,
        rehearsal: bool,
        progress: Progress<'_>,
    ) -> Result<(Vec<RestoreLine>, bool)> {
        let whole = Whole {
            roles: other.roles()?.into_iter().filter(|role| !role.is_built_in()).collect(),
            assignments: other.assignments()?,
            successions: other.all_successions()?,
            endpoints: other.endpoints()?,
            decisions: other.decisions()?,
            crls: other.crls()?,
            settings: other.document(HANDED_ON)?,
        };
        let total = other.info()?.certificates;
        if rehearsal {
            return self.rehearse("restore", |change| Ok((change.take_over(other, &whole, conflicts, total, progress)?, false)));
        }
        let mut refused = None;
        let done = self.change("restore", |change| {
            let lines = change.take_over(other, &whole, conflicts, total, progress)?;
            if lines.iter().any(|line| line.outcome == RestoreOutcome::Conflict) {
                refused = Some((lines, false));
                return Err(Error::Cancelled { what: "restore".to_owned() }); // by which the transaction is undone
            }
            if change.head.is_none() {
                return Ok((lines, false)); // nothing was to be told, so nothing was changed
            }
            let count = |outcome| lines.iter().filter(|line| line.outcome == outcome).count().to_string();
            let details = [
                ("from", from.to_owned()),
                ("added", count(RestoreOutcome::Added)),
                ("same", count(RestoreOutcome::Same)),
                ("kept", count(RestoreOutcome::Kept)),
                ("replaced", count(RestoreOutcome::Replaced)),
                ("skipped", count(RestoreOutcome::Skipped)),
            ];
            change.record_of(Action::Restored, None, &details)?;
            Ok((lines, true))
        });
        refused.map_or(done, Ok)
    }
}

impl Change<'_> {
    fn take_over(&mut self, other: &Store, whole: &Whole, conflicts: Conflicts, total: u64, progress: Progress<'_>) -> Result<Vec<RestoreLine>> {
        let mut lines = Vec::new();
        for role in &whole.roles {
            lines.push(self.take_role(role, conflicts)?);
        }
        for (done, entry) in other.find(&Query { archived: Archived::Also, ..Query::default() })?.enumerate() {
            let entry = entry?;
            let key = match other.private_key(&entry) {
                Err(Error::NoPrivateKey { .. }) => None,
                key => Some(key?),
            };
            let incoming = Incoming {
                certificate: entry.certificate(),
                key: key.as_deref(),
                friendly_name: entry.friendly_name(),
                tags: entry.tags(),
                stores: entry.stores(),
                archived: entry.archived(),
            };
            lines.extend(self.take_certificate(&incoming, conflicts)?);
            if progress(done as u64 + 1, total) == ControlFlow::Break(()) {
                return Err(Error::Cancelled { what: "the restore".to_owned() });
            }
        }
        for assignment in whole.assignments.iter().rev() {
            lines.push(self.take_assignment(assignment, conflicts)?); // the oldest of each place first, as they came about
        }
        for succession in &whole.successions {
            lines.push(self.take_succession(succession, conflicts)?);
        }
        for endpoint in &whole.endpoints {
            lines.push(self.take_endpoint(endpoint, conflicts)?);
        }
        for decision in &whole.decisions {
            lines.push(self.take_decision(decision, conflicts)?);
        }
        for crl in &whole.crls {
            lines.push(self.take_crl(&crl.crl)?);
        }
        lines.extend(whole.settings.as_ref().map(|settings| self.take_settings(&settings.text, conflicts)).transpose()?);
        Ok(lines)
    }

    fn take_piece(&mut self, piece: Piece<'_>) -> Result<Vec<RestoreLine>> {
        let conflicts = Conflicts::Refuse;
        let line = match piece {
            Piece::Certificate(incoming) => return self.take_certificate(&incoming, conflicts),
            Piece::Role(role) => self.take_role(&role, conflicts),
            Piece::Assignment(assignment) => self.take_assignment(&assignment, conflicts),
            Piece::Succession(succession) => self.take_succession(&succession, conflicts),
            Piece::Endpoint(endpoint) => self.take_endpoint(&endpoint, conflicts),
            Piece::Decision(decision) => self.take_decision(&decision, conflicts),
            Piece::Crl(crl) => self.take_crl(crl),
            Piece::Settings(text) => self.take_settings(&text, conflicts),
        };
        line.map(|line| vec![line])
    }

    fn take_decision(&mut self, decision: &TrustDecision, conflicts: Conflicts) -> Result<RestoreLine> {
        let name = format!("{}:{}", decision.host, decision.port);
        let (outcome, note) = match self.decision_like(decision)? {
            None => (RestoreOutcome::Added, None),
            Some(known) if known.until == decision.until && known.why == decision.why => (RestoreOutcome::Same, None),
            Some(known) => {
                let until = known.until.map_or_else(|| "until it is removed".to_owned(), |until| format!("until {}", rfc3339(until)));
                resolved(conflicts, format!("it is trusted {until} here, because {:?}", visible(&known.why)))
            }
        };
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            self.decide(decision.clone())?;
        }
        Ok(line("decision", name, Some(decision.certificate.thumbprint()), outcome, note))
    }

    fn take_crl(&mut self, crl: &Crl) -> Result<RestoreLine> {
        let (taken, changed, note) = self.keep_crl(crl)?;
        let outcome = if taken { changed.into() } else { RestoreOutcome::Skipped };
        Ok(line("crl", Thumbprint::Sha256(Thumbprint::sha256_of(crl.der())).to_string(), None, outcome, note))
    }

    fn take_role(&mut self, role: &Role, conflicts: Conflicts) -> Result<RestoreLine> {
        let known = self.roles()?.into_iter().find(|known| known.name == role.name);
        let (outcome, note) = match known {
            None => (RestoreOutcome::Added, None),
            Some(known) if known == *role => (RestoreOutcome::Same, None),
            Some(_) => resolved(conflicts, "it has other rules here".to_owned()),
        };
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            self.define_role(role)?;
        }
        Ok(line("role", role.name.clone(), None, outcome, note))
    }

    fn take_certificate(&mut self, incoming: &Incoming<'_>, conflicts: Conflicts) -> Result<Vec<RestoreLine>> {
        let Incoming { certificate, key, friendly_name, tags, stores, archived } = *incoming;
        let (sha256, subject) = (Thumbprint::sha256_of(certificate.der()), visible(&certificate.subject().to_string()));
        let select = self.transaction.prepare_cached("SELECT friendly_name, archived FROM certificates WHERE sha256 = ?1");
        let known =
            select.and_then(|mut select| select.query_row([sha256], |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?))).optional());
        let known = self.sql(known)?;
        let mut notes = Vec::new();
        let name_here = known.as_ref().and_then(|(name, _)| name.as_deref()).filter(|name| friendly_name.is_some_and(|wanted| wanted != *name));
        notes.extend(name_here.map(|name| format!("it is called {:?} here, and stays so", visible(name))));
        let is_archived_here = known.as_ref().is_some_and(|(_, here)| *here);
        if known.is_some() && is_archived_here != archived {
            notes.push(if is_archived_here { "it is archived here, and stays so" } else { "it is not archived here, and stays so" }.to_owned());
        }
        let options = AddOptions {
            create_store: true,
            friendly_name: friendly_name.filter(|_| name_here.is_none()).map(str::to_owned),
            tags: tags.to_vec(),
            ..AddOptions::default()
        };
        let (trusting, mut keeping): (Vec<StoreName>, Vec<StoreName>) = stores.iter().cloned().partition(StoreName::is_trust);
        if keeping.is_empty() && trusting.is_empty() {
            keeping.push(StoreName::Personal);
        }
        // a key lies in no named store: that of a certificate which is only trusted is kept all the same
        let key_came = key.map(|key| self.keep_key(key)).transpose()?.unwrap_or(false);
        let mut changed = false;
        for store in keeping {
            changed |= self.keep(certificate, key, &AddOptions { store, ..options.clone() }, Action::Imported)?.changed;
        }
        let mut lines = Vec::new();
        for store in trusting {
            let is_trusted = self.is_member(&sha256, &store)?;
            let (outcome, note) = match (is_trusted, &known) {
                (true, _) => (RestoreOutcome::Same, None),
                (false, None) => (RestoreOutcome::Added, None),
                (false, Some(_)) => resolved(conflicts, "the certificate is here, and is not trusted".to_owned()),
            };
            if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
                changed |= self.keep(certificate, None, &AddOptions { store: store.clone(), ..options.clone() }, Action::Imported)?.changed;
            }
            lines.push(line("trust", format!("{store}: {subject}"), Some(certificate.thumbprint()), outcome, note));
        }
        if known.is_none() && archived {
            self.sql(self.transaction.execute("UPDATE certificates SET archived = 1 WHERE sha256 = ?1", params![sha256]))?;
        }
        if key_came && !changed {
            self.record(Action::Imported, Some(certificate), &[("key", "yes".to_owned())])?;
            changed = true;
        }
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        lines.insert(0, line("certificate", subject, Some(certificate.thumbprint()), changed.into(), note));
        Ok(lines)
    }

    fn is_member(&self, sha256: &[u8; 32], store: &StoreName) -> Result<bool> {
        let select = "SELECT 1 FROM memberships m JOIN certificates c ON c.id = m.certificate JOIN stores s ON s.id = m.store
            WHERE c.sha256 = ?1 AND s.name = ?2";
        let select = self.transaction.prepare_cached(select);
        self.sql(select.and_then(|mut select| select.exists(params![sha256, store.to_string()])))
    }

    /// What a certificate was for when the backup was made: a row of the same beginning is the same one. Who serves here is exchanged only
    /// where that is asked for.
    fn take_assignment(&mut self, wanted: &Assignment, conflicts: Conflicts) -> Result<RestoreLine> {
        let place = wanted.place();
        self.must_not_look_alike(&place)?;
        let role = self.roles()?.into_iter().find(|role| role.name == wanted.role);
        let kind = match (wanted.until, wanted.retained) {
            (None, _) => "",
            (Some(_), true) => ", retained",
            (Some(_), false) => ", former",
        };
        let told = |outcome, note| line("assignment", format!("{place}{kind}"), Some(wanted.thumbprint), outcome, note);
        if role.is_none() && wanted.holds() {
            return Ok(told(RestoreOutcome::Skipped, Some("there is no such role here; define it first".to_owned())));
        }
        let essential = role.is_none_or(|role| role.essential);
        let here = self.assignments_of(&place)?;
        let current = here.iter().find(|(_, known)| known.until.is_none());
        let same = here.iter().find(|(_, known)| known.sha256 == wanted.sha256 && known.since == wanted.since);
        let newer = || (RestoreOutcome::Kept, Some("what is known of it here is newer".to_owned()));
        let serves = |current: &Assignment| format!("{} serves here since {}", current.thumbprint, rfc3339(current.since));
        let (outcome, note) = match (same, current) {
            (Some((_, known)), _) if known == wanted => (RestoreOutcome::Same, None),
            (Some(_), _) if wanted.until.is_some() => newer(),
            (_, Some((_, current))) if current.sha256 == wanted.sha256 && wanted.until.is_none() => (RestoreOutcome::Same, None),
            (None, _) if wanted.until.is_some() => (RestoreOutcome::Added, None),
            (_, Some((_, current))) => resolved(conflicts, serves(current)),
            (None, None) => (RestoreOutcome::Added, None),
            (Some((_, known)), None) => {
                resolved(conflicts, format!("it no longer serves here since {}", known.until.map(rfc3339).unwrap_or_default()))
            }
        };
        match outcome {
            RestoreOutcome::Added => self.insert_assignment(wanted)?,
            RestoreOutcome::Replaced => {
                if let Some((id, current)) = current {
                    let ended = Assignment { until: Some(self.now().max(current.since)), retained: essential, ..current.clone() };
                    self.rewrite(*id, &ended)?;
                    self.record_of(Action::Retained, Some(ended.thumbprint.to_string()), &place.details())?;
                }
                match same {
                    Some((id, _)) => self.rewrite(*id, wanted)?,
                    None => self.insert_assignment(wanted)?,
                }
            }
            // old data may need it all the same
            RestoreOutcome::Kept if same.is_none() && essential => {
                self.insert_assignment(&Assignment { until: Some(self.now().max(wanted.since)), retained: true, ..wanted.clone() })?;
                self.record_of(Action::Retained, Some(wanted.thumbprint.to_string()), &place.details())?;
            }
            _ => {}
        }
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            let mut details = place.details();
            details.push(("restored", "yes".to_owned()));
            self.record_of(Action::Assigned, Some(wanted.thumbprint.to_string()), &details)?;
        }
        Ok(told(outcome, note))
    }

    fn take_succession(&mut self, succession: &Succession, conflicts: Conflicts) -> Result<RestoreLine> {
        let (outcome, note) = match self.succession_of(&succession.old_sha256)? {
            None => (RestoreOutcome::Added, None),
            Some(known) if known.new_sha256 == succession.new_sha256 => (RestoreOutcome::Same, None),
            Some(known) => resolved(conflicts, format!("here {} took its place", known.new)),
        };
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            self.keep_succession(succession)?;
        }
        Ok(line("succession", format!("{} by {}", succession.old, succession.new), Some(succession.new), outcome, note))
    }

    fn take_endpoint(&mut self, endpoint: &EndpointSettings, conflicts: Conflicts) -> Result<RestoreLine> {
        let known = self.endpoint(&endpoint.name)?;
        let (outcome, note) = match &known {
            None => (RestoreOutcome::Added, None),
            Some(known) if known == endpoint => (RestoreOutcome::Same, None),
            Some(_) => resolved(conflicts, "it has other settings here".to_owned()),
        };
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            // one whose certificate was gone already is restored as it was
            self.write_endpoint(Some(endpoint), endpoint)?;
        }
        Ok(line("endpoint", endpoint.name.clone(), None, outcome, note))
    }

    fn take_settings(&mut self, text: &str, conflicts: Conflicts) -> Result<RestoreLine> {
        let known = self.document(HANDED_ON)?;
        let (outcome, note) = match &known {
            None => (RestoreOutcome::Added, None),
            Some(known) if known.text == text => (RestoreOutcome::Same, None),
            Some(_) => resolved(conflicts, "backups have other settings here".to_owned()),
        };
        if matches!(outcome, RestoreOutcome::Added | RestoreOutcome::Replaced) {
            self.keep_document(HANDED_ON, &Document { text: text.to_owned(), secret: None })?; // passwords never travel
        }
        Ok(line("settings", "backups".to_owned(), None, outcome, note))
    }
}

impl From<bool> for RestoreOutcome {
    /// Whether anything changed.
    fn from(changed: bool) -> Self {
        if changed { Self::Added } else { Self::Same }
    }
}

/// What becomes of something that cannot hold beside what is here.
fn resolved(conflicts: Conflicts, note: String) -> (RestoreOutcome, Option<String>) {
    let outcome = match conflicts {
        Conflicts::Refuse => RestoreOutcome::Conflict,
        Conflicts::KeepOurs => RestoreOutcome::Kept,
        Conflicts::TakeTheirs => RestoreOutcome::Replaced,
    };
    (outcome, Some(note))
}

fn line(what: &'static str, name: String, thumbprint: Option<Thumbprint>, outcome: RestoreOutcome, note: Option<String>) -> RestoreLine {
    RestoreLine { what, name, thumbprint: thumbprint.map(|thumbprint| thumbprint.to_string()), outcome, note }
}
