//! Whether this store believes what a peer presents, and what that rests on.

use serde::{Serialize, Serializer};
use time::OffsetDateTime;

use super::SystemRoots;
use crate::{
    certificate::{Certificate, comparable::Comparable},
    crl::{Crl, Found},
    date::rfc3339,
    error::{Error, Result, visible},
    path::{self, ChainPurpose, Profile, Revocation, VerifyOptions, canonical_host, verify_chain},
    reason::{Fault, Reason, RefusedPath},
    store::{Pin, Store, StoreName, TrustDecision},
};

/// Who presents a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer<'a> {
    /// A client. Its name is for the host to look at; roots of the system do not count.
    Client,
    /// A server of this name or address. Decisions are looked for only where the port is known.
    Server {
        /// A DNS name in A-labels, or an address.
        host: &'a str,
        /// Its port.
        port: Option<u16>,
    },
}

/// How it is judged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct VerifyPeer {
    /// When it must be right; `None`: now, by the store's clock.
    pub at: Option<OffsetDateTime>,
    /// Which roots of the system count for servers.
    pub system_roots: SystemRoots,
    /// What follows where no CRL in the store covers a certificate.
    pub revocation: Revocation,
}

/// What trust rests on. Serialized: its word.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// A decision about this server.
    Decision(Box<TrustDecision>),
    /// A root of the system, which ends the path.
    System,
    /// The certificate is in TrustedPeople.
    TrustedPeople,
    /// A certificate in TrustedRoot, which ends the path.
    TrustedRoot,
}

impl Basis {
    /// `decision`, `system`, `trusted-people`, `trusted-root`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Decision(_) => "decision",
            Self::System => "system",
            Self::TrustedPeople => "trusted-people",
            Self::TrustedRoot => "trusted-root",
        }
    }
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// A chain that is believed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trusted {
    /// What that rests on.
    pub basis: Basis,
    /// The certificates from the leaf to what it rests on.
    pub path: Vec<Certificate>,
    /// What is to be known, such as that a CRL in the store is stale.
    pub notes: Vec<String>,
}

impl Store {
    /// Whether this store believes the chain that a peer presents, the leaf first: by a decision about this server; because
    /// the leaf is in TrustedPeople; by a root in TrustedRoot (profile `Rfc5280`); or, for a server, by a root of the system
    /// (profile `WebPki`). Certificates of the store fill gaps in the chain, and its CRLs are looked at; nothing is fetched.
    ///
    /// A decision overrules name and issuer, never dates, purpose or a revocation. Where there is one about a server that now
    /// presents something else, that is refused, whoever issued it.
    ///
    /// # Errors
    /// [`Error::ServerCertificateChanged`]; [`Error::Untrusted`] with every reason; [`Error::StoreLocked`], because without the
    /// key nobody can tell who made a certificate trusted; [`Error::Tampered`] for any decision or
    /// revocation list in the store that was altered; [`Error::WorkLimit`]; [`Error::InvalidArgument`] for an empty chain and a host that is none.
    pub fn verify(&self, chain: &[Certificate], peer: Peer<'_>, options: &VerifyPeer) -> Result<Trusted> {
        let Some(leaf) = chain.first() else {
            return Err(Error::InvalidArgument { what: "chain", why: "there is no certificate in it".to_owned() });
        };
        if self.is_locked() {
            return Err(Error::StoreLocked { action: "judge what a peer presents" });
        }
        let at = options.at.unwrap_or_else(|| self.now().utc);
        let at = at.replace_nanosecond(0).unwrap_or(at); // 0 is always a nanosecond
        let judge = Judge { store: self, chain, above: self.above(chain)?, peer, at, options: options.clone() };
        let (mut ended, mut passed_over) = (None, None);
        if let Peer::Server { host, port } = peer {
            let host = canonical_host(host)?;
            match port {
                Some(port) => match judge.by_decision(&host, port)? {
                    ByDecision::Trusted(trusted) => return Ok(trusted),
                    ByDecision::Ended(until) => ended = Some(until),
                    ByDecision::None => {}
                },
                None if self.decisions_of(&host, None)?.iter().any(|decision| decision.holds_at(at)) => {
                    passed_over = Some(host);
                }
                None => {}
            }
        }
        let trusted = match judge.by_people(leaf)? {
            Some(trusted) => Ok(trusted),
            None => judge.by_roots(),
        };
        let about_decisions = match (ended, &passed_over) {
            (Some(until), _) => Some(Fault::TrustEnded { until }),
            (None, Some(host)) => Some(Fault::PortUnknown { host: host.clone() }),
            (None, None) => None,
        };
        match (trusted, about_decisions) {
            (Ok(mut trusted), _) => {
                let note = |host| format!("there are decisions about {host}; none was looked at, because the port is not known");
                trusted.notes.splice(0..0, passed_over.map(note));
                Ok(trusted)
            }
            (Err(Error::Untrusted { path, mut reasons, others }), Some(fault)) => {
                reasons.push(Reason { place: 0, certificate: visible(&leaf.subject().to_string()), fault });
                Err(Error::Untrusted { path, reasons, others })
            }
            (Err(error), _) => Err(error),
        }
    }
}

/// What the decisions about a server come to.
enum ByDecision {
    Trusted(Trusted),
    /// There was one, and it has ended.
    Ended(OffsetDateTime),
    None,
}

pub(super) struct Judge<'a> {
    store: &'a Store,
    chain: &'a [Certificate],
    /// What the store has that may stand above it.
    above: Vec<Certificate>,
    peer: Peer<'a>,
    at: OffsetDateTime,
    options: VerifyPeer,
}

impl<'a> Judge<'a> {
    /// One that is asked about lists alone.
    pub(super) fn of(store: &'a Store, chain: &'a [Certificate], above: Vec<Certificate>, at: OffsetDateTime) -> Self {
        Self { store, chain, above, peer: Peer::Client, at, options: VerifyPeer::default() }
    }

    /// By the lists that the store keeps.
    pub(super) fn must_not_be_revoked(&self, path: &[Certificate]) -> Result<()> {
        self.must_not_be_listed(path, &self.crls(path)?.0)
    }

    fn by_decision(&self, host: &str, port: u16) -> Result<ByDecision> {
        let all = self.store.decisions_of(host, Some(port))?;
        let Some(last) = all.last() else { return Ok(ByDecision::None) };
        let mut refused = None;
        for decision in all.iter().filter(|decision| decision.holds_at(self.at)) {
            match pinned(decision, self.chain, &self.above, self.at) {
                Ok(Some(path)) => {
                    let (crls, notes) = self.crls(&path)?;
                    self.must_not_be_listed(&path, &crls)?;
                    if decision.pin == Pin::Key {
                        self.must_not_be_revoked(std::slice::from_ref(&decision.certificate))?;
                    }
                    self.must_be_covered(&path, &crls)?;
                    let basis = Basis::Decision(Box::new(decision.clone()));
                    return Ok(ByDecision::Trusted(Trusted { basis, path, notes }));
                }
                Ok(None) => {}
                Err(error) => refused = Some(error),
            }
        }
        match (refused, all.iter().rfind(|decision| decision.holds_at(self.at))) {
            (Some(error), _) => Err(error),
            (None, Some(decision)) => Err(Error::ServerCertificateChanged {
                server: super::Server::new(host, port)?.to_string(),
                old: decision.certificate.sha256().to_string(),
                new: self.chain[0].sha256().to_string(), // `verify` has seen to it that there is one
                pin: decision.pin.word(),
                since: rfc3339(decision.since),
            }),
            (None, None) => Ok(last.until.map_or(ByDecision::None, ByDecision::Ended)),
        }
    }

    fn by_people(&self, leaf: &Certificate) -> Result<Option<Trusted>> {
        if !self.store.is_in(leaf, &StoreName::TrustedPeople)? {
            return Ok(None);
        }
        let host = match self.peer {
            Peer::Server { host, .. } => Some(host),
            Peer::Client => None,
        };
        let options = self.alone(host);
        path::trusted_by_itself(leaf, &options)?;
        let path = vec![leaf.clone()];
        let (crls, notes) = self.crls(&path)?;
        self.must_not_be_listed(&path, &crls)?;
        self.must_be_covered(&path, &crls)?;
        Ok(Some(Trusted { basis: Basis::TrustedPeople, path, notes }))
    }

    fn alone(&self, host: Option<&str>) -> VerifyOptions {
        let options = VerifyOptions::new(Vec::<Certificate>::new(), self.at).purpose(self.purpose()).profile(Profile::Rfc5280);
        match host {
            Some(host) => options.host(host),
            None => options,
        }
    }

    fn purpose(&self) -> ChainPurpose {
        match self.peer {
            Peer::Client => ChainPurpose::Client,
            Peer::Server { .. } => ChainPurpose::Server,
        }
    }

    /// What is listed stays revoked, whoever else trusts it, and however stale the list is. The lists were verified when they
    /// came into the store. Where the issuer of the certificate is known here, they must be that issuer's and not those of another CA
    /// of its name; where it is not, nobody can tell, and the list counts. What only the peer says is heard against it and not for it:
    /// for any signature somebody can find another key that verifies it.
    fn must_not_be_listed(&self, path: &[Certificate], crls: &[Crl]) -> Result<()> {
        if crls.is_empty() {
            return Ok(());
        }
        let (roots, system) = (self.store.in_named_store(&StoreName::TrustedRoot)?, self.options.system_roots.of(self.store));
        let known = || self.above.iter().chain(path).chain(&roots).chain(system.iter());
        for (place, certificate) in path.iter().enumerate() {
            let Ok(issuer) = Comparable::of(certificate.issuer_der()) else { continue };
            for crl in crls.iter().filter(|crl| crl.speaks_for(&issuer)) {
                let shown = || visible(&crl.issuer_name().to_string());
                let fault = match crl.find(certificate.serial()) {
                    Found::NotListed => continue,
                    Found::Revoked { at, why } => Fault::Revoked { at, why },
                    Found::Unusable(why) => Fault::CrlUnusable { issuer: shown(), why: why.to_owned() },
                    Found::Unsupported(what) => Fault::CrlUnsupported { issuer: shown(), what },
                };
                let is_its_list = |above: &Certificate| crl.is_signed_with(above.public_key_der()) == Some(true);
                let issuers: Vec<&Certificate> = known().filter(|above| issued(above, certificate, &issuer)).collect();
                let says_the_peer = self.chain.iter().any(|above| issued(above, certificate, &issuer) && is_its_list(above));
                if issuers.is_empty() || says_the_peer || issuers.into_iter().any(is_its_list) {
                    return Err(refused(path, place, fault));
                }
            }
        }
        Ok(())
    }

    /// Where lists are demanded: a current one for each certificate that another one issued, by the key of that one. Where the issuer
    /// is not at hand, nobody can tell whose list it is, and none covers the certificate.
    fn must_be_covered(&self, path: &[Certificate], crls: &[Crl]) -> Result<()> {
        if self.options.revocation != Revocation::Required {
            return Ok(());
        }
        let (roots, system) = (self.store.in_named_store(&StoreName::TrustedRoot)?, self.options.system_roots.of(self.store));
        let known = || self.chain.iter().chain(&self.above).chain(path).chain(&roots).chain(system.iter());
        for (place, certificate) in path.iter().enumerate().filter(|(_, certificate)| !certificate.is_self_issued()) {
            let is_ca = certificate.is_ca();
            let covers = |crl: &Crl| {
                let scope = crl.scope();
                let all = scope.points.is_empty() && scope.reasons.is_none() && !scope.only_attributes;
                all && !(scope.only_users && is_ca) && (is_ca || !scope.only_cas)
            };
            let is_current = |crl: &Crl| {
                let says_so = covers(crl) && crl.this_update() <= self.at && !is_stale(crl, self.at);
                says_so && matches!(crl.find(certificate.serial()), Found::NotListed)
            };
            let is_covered = Comparable::of(certificate.issuer_der()).is_ok_and(|issuer| {
                crls.iter()
                    .filter(|crl| crl.speaks_for(&issuer) && is_current(crl))
                    .any(|crl| known().any(|above| issued(above, certificate, &issuer) && crl.is_signed_with(above.public_key_der()) == Some(true)))
            });
            if !is_covered {
                let fault = Fault::CrlMissing { issuer: visible(&certificate.issuer().to_string()) };
                return Err(refused(path, place, fault));
            }
        }
        Ok(())
    }

    fn by_roots(&self) -> Result<Trusted> {
        let own = self.store.in_named_store(&StoreName::TrustedRoot)?;
        let private = match self.under(own, Profile::Rfc5280, Basis::TrustedRoot) {
            Err(error @ (Error::Untrusted { .. } | Error::WorkLimit { .. })) => error,
            done => return done,
        };
        if self.peer == Peer::Client {
            return Err(private);
        }
        let system = self.options.system_roots.of(self.store);
        if system.is_empty() {
            return Err(private);
        }
        match self.under(system.iter().cloned(), Profile::WebPki, Basis::System) {
            Err(public @ (Error::Untrusted { .. } | Error::WorkLimit { .. })) => Err(likelier(private, public)),
            done => done,
        }
    }

    fn under(&self, roots: impl IntoIterator<Item = Certificate>, profile: Profile, basis: Basis) -> Result<Trusted> {
        let (crls, stale) = self.crls(&[])?;
        let mut options = self.question(roots, profile).crls(crls.iter().cloned());
        options.revocation = self.options.revocation;
        let found = match verify_chain(self.chain, &options) {
            // that a list is stale is said, and fails only where lists are demanded
            Err(Error::Untrusted { reasons, .. })
                if !stale.is_empty()
                    && self.options.revocation == Revocation::WhereGiven
                    && reasons.iter().all(|reason| matches!(reason.fault, Fault::CrlUnusable { .. })) =>
            {
                options.crls.retain(|crl| !is_stale(crl, self.at));
                verify_chain(self.chain, &options)
            }
            found => found,
        }?;
        if !stale.is_empty() {
            self.must_not_be_listed(&found.path, &crls)?;
        }
        Ok(Trusted { basis, path: found.path, notes: stale })
    }

    /// The lists of the store that speak of the chain and the path, and what is to be said of those that are stale.
    fn crls(&self, path: &[Certificate]) -> Result<(Vec<Crl>, Vec<String>)> {
        let all = self.chain.iter().chain(&self.above).chain(path);
        let issuers: Vec<Comparable> = all.filter_map(|certificate| Comparable::of(certificate.issuer_der()).ok()).collect();
        let crls = self.store.crls_of(&issuers)?;
        let stale = crls.iter().filter(|crl| is_stale(crl, self.at)).map(|crl| {
            let (issuer, due) = (visible(&crl.issuer_name().to_string()), crl.next_update().map(rfc3339).unwrap_or_default());
            format!("the CRL of {issuer} in the store is stale: the next one was due on {due}")
        });
        let stale = stale.collect();
        Ok((crls, stale))
    }

    fn question(&self, roots: impl IntoIterator<Item = Certificate>, profile: Profile) -> VerifyOptions {
        let options = VerifyOptions::new(roots, self.at).purpose(self.purpose()).profile(profile);
        let options = options.intermediates(self.above.iter().cloned());
        match self.peer {
            Peer::Server { host, .. } => options.host(host),
            Peer::Client => options,
        }
    }
}

/// Whether a certificate of the issuer's name verifies the signature of another one.
fn issued(above: &Certificate, certificate: &Certificate, issuer: &Comparable) -> bool {
    Comparable::of(above.subject_der()).is_ok_and(|subject| subject == *issuer) && certificate.is_signed_by(above) == Some(true)
}

/// A path that one fault of one certificate stands against.
fn refused(path: &[Certificate], place: usize, fault: Fault) -> Error {
    let shown = |certificate: &Certificate| visible(&certificate.subject().to_string());
    let reason = Reason { place, certificate: path.get(place).map(shown).unwrap_or_default(), fault };
    Error::Untrusted { path: path.iter().map(shown).collect(), reasons: vec![reason], others: Vec::new() }
}

fn is_stale(crl: &Crl, at: OffsetDateTime) -> bool {
    crl.next_update().is_some_and(|due| due < at)
}

/// The path by which a decision makes what is presented trusted; `None` if the decision is about something else.
pub(super) fn pinned(decision: &TrustDecision, chain: &[Certificate], above: &[Certificate], at: OffsetDateTime) -> Result<Option<Vec<Certificate>>> {
    let Some(leaf) = chain.first() else { return Ok(None) };
    let fits = match decision.pin {
        Pin::Ca => {
            let options = VerifyOptions::new([decision.certificate.clone()], at).profile(Profile::Rfc5280).host(decision.host.as_str());
            let options = options.intermediates(above.iter().cloned());
            return match verify_chain(chain, &options) {
                Ok(found) => Ok(Some(found.path)),
                Err(Error::Untrusted { reasons, .. }) if reasons.iter().any(|reason| is_elsewhere(&reason.fault)) => Ok(None),
                Err(error) => Err(error),
            };
        }
        Pin::Certificate => *leaf == decision.certificate,
        Pin::Key => leaf.public_key_der() == decision.certificate.public_key_der(),
    };
    if !fits {
        return Ok(None);
    }
    let options = VerifyOptions::new(Vec::<Certificate>::new(), at).profile(Profile::Rfc5280);
    path::trusted_by_itself(leaf, &options).map(|()| Some(vec![leaf.clone()]))
}

/// Whether the path led to no root that was asked for.
fn is_elsewhere(fault: &Fault) -> bool {
    matches!(fault, Fault::IssuerNotFound { .. } | Fault::RootNotTrusted | Fault::BadSignature { .. })
}

/// Of two refusals the one that came to a root; if neither did, the first. The other one's paths follow it.
fn likelier(first: Error, second: Error) -> Error {
    let arrived = |error: &Error| match error {
        Error::Untrusted { reasons, .. } => !reasons.iter().any(|reason| is_elsewhere(&reason.fault)),
        _ => false,
    };
    let (chosen, other) = if arrived(&second) && !arrived(&first) { (second, first) } else { (first, second) };
    match (chosen, other) {
        (Error::Untrusted { path, reasons, mut others }, Error::Untrusted { path: other_path, reasons: other_reasons, others: more }) => {
            let other = RefusedPath { path: other_path, reasons: other_reasons };
            let known = |refused: &RefusedPath| refused.path == path && refused.reasons == reasons;
            others.extend(std::iter::once(other).chain(more).filter(|refused| !known(refused)));
            Error::Untrusted { path, reasons, others }
        }
        (chosen, _) => chosen,
    }
}
