//! What a host asks before it starts, or after a move: is every certificate here that it will need?

use std::ops::ControlFlow;

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::state::CertificateState;
use crate::{
    date::rfc3339,
    error::{Error, Result, visible},
    issue::{Host, Purpose},
    path,
    store::{EndpointState, Entry, Get, Held, Place, Progress, Role, Store, Uses, Verdict},
};

/// Clocks of the machines that wrote the journal may be this much ahead.
const CLOCK_SKEW: Duration = Duration::minutes(5);

/// For how long a key may do without a backup that was proven.
const BACKUP_AGE: Duration = Duration::days(30);

/// What is looked at.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PreflightOptions {
    /// The host whose names servers' certificates must have; unless said, the one that this runs on.
    pub host: Option<Host>,
    /// Roles and scopes that the host will ask for: a current certificate must be there.
    pub expected: Vec<(String, Option<String>)>,
}

impl PreflightOptions {
    /// For this host.
    pub fn host(mut self, host: Host) -> Self {
        self.host = Some(host);
        self
    }

    /// With a current certificate for this role, in a scope or in the whole installation.
    pub fn expect(mut self, role: impl Into<String>, scope: Option<&str>) -> Self {
        self.expected.push((role.into(), scope.map(str::to_owned)));
        self
    }
}

/// What a preflight found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Preflight {
    /// One for each certificate that is required, and one for installation, clock and each thing that is expected.
    pub verdicts: Vec<Verdict>,
}

impl Preflight {
    /// Whether nothing is wrong.
    pub fn ok(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.ok)
    }
}

impl Store {
    /// Whether this store can serve: every required certificate is here, its key opens, signs, and what it signs is verified by its
    /// certificate; it is valid where that matters; servers' certificates are for this host; the clock is not before the journal's last
    /// line; the store is this installation's. What is wrong is a verdict, not an error.
    ///
    /// Not looked at: whether others trust the certificates, and what stands in files outside of the store.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Tampered`], [`Error::Io`]; [`Error::Cancelled`] if `progress` stopped it;
    /// [`Error::InvalidArgument`] for an expected role or scope that is not of its form.
    pub fn preflight(&self, options: &PreflightOptions, progress: Progress<'_>) -> Result<Preflight> {
        let expected = options.expected.iter().map(|(role, scope)| Place::new(role, scope.as_deref())).collect::<Result<Vec<_>>>()?;
        let mut found = Found { store: self, host: options.host.clone().unwrap_or_else(Host::local), verdicts: Vec::new() };
        found.installation()?;
        if found.clock()? {
            self.try_to_tell_expiries(); // by a clock that is right, and after it was looked at
        }
        let uses = self.uses()?;
        for place in &expected {
            let is_current =
                |held: &&Held| held.assignment.until.is_none() && held.assignment.role == place.role && place.is_in(held.assignment.scope.as_deref());
            if !uses.held.iter().any(|held| is_current(&held)) {
                found.say(place.to_string(), Err("it is expected, and no certificate is assigned".to_owned()));
            }
        }
        let endpoints: Vec<_> = self.endpoints()?.into_iter().filter(|settings| settings.state == EndpointState::Https).collect();
        let total = (uses.held.len() + endpoints.len()) as u64;
        let mut done = 0;
        let mut go_on = || {
            done += 1;
            match progress(done, total) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Error::Cancelled { what: "the preflight".to_owned() }),
            }
        };
        for held in &uses.held {
            let role = uses.roles.iter().find(|role| role.name == held.assignment.role);
            let state = CertificateState::of_held(held, role, self.now().utc);
            let kind = if held.assignment.retained { ", retained" } else { "" };
            let what = format!("{}{kind}: {}", held.assignment.place(), held.assignment.thumbprint);
            let verdict = found.of_certificate(held.entry.as_ref(), state, role.filter(|_| held.assignment.until.is_none()));
            found.say(what, verdict.map_err(|why| found.with_cure(why, state, &held.assignment.thumbprint)));
            go_on()?;
        }
        for settings in endpoints {
            found.endpoint(&settings)?;
            go_on()?;
        }
        found.backup(&uses)?;
        Ok(Preflight { verdicts: found.verdicts })
    }
}

struct Found<'a> {
    store: &'a Store,
    host: Host,
    verdicts: Vec<Verdict>,
}

impl Found<'_> {
    fn say(&mut self, what: impl Into<String>, found: std::result::Result<String, String>) {
        self.verdicts.push(Verdict { what: what.into(), ok: found.is_ok(), found: found.unwrap_or_else(|why| why) });
    }

    fn installation(&mut self) -> Result<()> {
        let other = match self.store.other_installation() {
            Err(error @ Error::Tampered { .. }) => Some(error.to_string()),
            other => other?,
        };
        let verdict = match other {
            None => Ok("the store is this installation's".to_owned()),
            Some(why) => Err(format!("{why}; use the original, or run certwright store adopt")),
        };
        self.say("installation", verdict);
        Ok(())
    }

    /// A clock that was set back makes new certificates that are not valid yet, and old ones that seem valid. Says whether it is right.
    fn clock(&mut self) -> Result<bool> {
        let now = self.store.now().utc;
        let ahead = self.store.last_sealed_event()?.filter(|line| line.at > now.saturating_add(CLOCK_SKEW));
        let (now, is_behind) = (rfc3339(now), ahead.is_some());
        let verdict = match ahead {
            Some(line) => Err(format!("it is {now}, before line {} of the journal ({}): set the clock", line.number, rfc3339(line.at))),
            None => Ok(format!("it is {now}, not before the journal's last line")),
        };
        self.say("clock", verdict);
        Ok(!is_behind)
    }

    /// A certificate that is required; with its role where it is current.
    fn of_certificate(&self, entry: Option<&Entry>, state: CertificateState, role: Option<&Role>) -> std::result::Result<String, String> {
        let Some(entry) = entry.filter(|_| state.serves()) else { return Err(state.meaning().to_owned()) };
        let proven = entry.identity().and_then(|identity| {
            identity.private_key().prove()?;
            if identity.private_key().matches(entry) { Ok(()) } else { Err(Error::KeyMismatch { thumbprint: entry.thumbprint().to_string() }) }
        });
        proven.map_err(|error| error.to_string())?;
        if role.is_some_and(|role| matches!(role.purpose, Purpose::Server | Purpose::Both)) {
            self.names(entry)?;
        }
        let until = match state {
            CertificateState::ExpiredDecrypting => format!("expired on {}, still decrypting", rfc3339(entry.not_after())),
            CertificateState::Expiring => format!("expires on {}", rfc3339(entry.not_after())),
            _ => format!("valid until {}", rfc3339(entry.not_after())),
        };
        Ok(format!("{until}; its key opens and signs"))
    }

    fn names(&self, entry: &Entry) -> std::result::Result<(), String> {
        let addresses = self.host.addresses.iter().map(ToString::to_string);
        let names: Vec<String> = self.host.names.iter().cloned().chain(addresses).collect();
        if names.is_empty() {
            return Err("whether it is for this host cannot be told: no name of the host is known".to_owned());
        }
        if names.iter().any(|name| path::is_for_host(entry, name)) {
            return Ok(());
        }
        // addresses are told only where there is no name
        let shown: Vec<String> = names.iter().take(self.host.names.len().max(1)).map(|name| visible(name)).collect();
        Err(format!("it is for none of this host's names: {}", shown.join(", ")))
    }

    fn endpoint(&mut self, settings: &crate::store::EndpointSettings) -> Result<()> {
        let now = self.store.now().utc;
        let entry = match settings.certificate.map(|sha256| self.store.get_with(sha256, &Get::any())) {
            Some(Err(Error::NotFound { .. })) | None => None,
            Some(found) => Some(found?),
        };
        let verdict = match &entry {
            None if settings.generated => Ok("its certificate is made when it is first asked for".to_owned()),
            Some(entry) if settings.generated && !entry.is_valid_at(now) => Ok("a new certificate is made when it is next asked for".to_owned()),
            None => Err("its certificate is not in the store; import it again, or give it another one".to_owned()),
            Some(entry) => {
                let state = CertificateState::of(Some(entry), crate::store::KeyState::Good, true, now); // the key is opened by what follows
                self.of_certificate(Some(entry), state, None).and_then(|found| self.names(entry).map(|()| found))
            }
        };
        self.say(format!("endpoint {}", settings.name), verdict);
        Ok(())
    }

    /// When each key that backups take was last proven to be in one. What was made a short time ago may wait for the next.
    fn backup(&mut self, uses: &Uses) -> Result<()> {
        let now = self.store.now().utc;
        let is_old = |at: OffsetDateTime| now - at > BACKUP_AGE;
        let (state, proven) = (self.store.backup_state()?, self.store.backed_up()?);
        let in_backup =
            |held: &&Held| uses.roles.iter().find(|role| role.name == held.assignment.role).is_none_or(|role| role.in_backup) && held.entry.is_some();
        let at_of = |held: &Held| <[u8; 32]>::try_from(held.assignment.sha256.as_bytes()).ok().and_then(|sha256| proven.get(&sha256).copied());
        let overdue = uses.held.iter().filter(in_backup).find(|held| at_of(held).map_or(is_old(held.assignment.since), is_old));
        let newest = self.store.genuine_backups()?.into_iter().find(|backup| backup.proven.is_some());
        let verdict = match (overdue, newest) {
            _ if state.failures > 0 => {
                let (at, why) = (state.failed_at.map(rfc3339).unwrap_or_default(), state.why.unwrap_or_default());
                Err(format!("{} scheduled ones failed in a row, the last on {at}: {why}", state.failures))
            }
            (Some(held), _) => {
                let what = format!("{}, which serves {}", held.assignment.thumbprint, held.assignment.place());
                Err(match at_of(held) {
                    Some(at) => format!("the last one that holds {what}, was proven on {}: make another, or prove it again", rfc3339(at)),
                    None => format!("no backup that was proven holds {what}: make one"),
                })
            }
            (None, Some(backup)) => Ok(format!("proven on {}: {}", backup.proven.map(rfc3339).unwrap_or_default(), backup.shown())),
            (None, None) => Ok("none was made yet".to_owned()),
        };
        self.say("backup", verdict);
        Ok(())
    }

    /// What is wrong, with the backup that would help.
    fn with_cure(&self, why: String, state: CertificateState, thumbprint: &crate::certificate::Thumbprint) -> String {
        use CertificateState::{CertificateMissing, KeyMissing, KeyUnreadable};
        if !matches!(state, CertificateMissing | KeyMissing | KeyUnreadable) {
            return why;
        }
        if let Ok(Some(backup)) = self.store.backup_that_holds(thumbprint) {
            return format!("{why}; it is in {}: restore that", backup.shown());
        }
        match self.store.last_export(thumbprint) {
            Ok(Some(event)) => format!("{why}; it was last exported on {} (line {} of the journal): import that", rfc3339(event.at), event.number),
            _ => format!("{why}; import it from a backup"),
        }
    }
}
