//! What stands in a bundle, taken into a store, entry by entry.

use std::{collections::HashMap, io::Read};

use super::{
    super::{
        bundle::{BundleKey, BundleRead, How, read_bundle},
        claim::RoleRules,
        settings,
    },
    forms::{About, AssignmentForm, DecisionForm, ENDPOINTS, EndpointForm, ROLES, SETTINGS, SuccessionForm, from_json, malformed},
};
use crate::{
    certificate::{Certificate, pasted::hex},
    crl::Crl,
    error::{Error, Result, visible},
    key::{PrivateKey, key_id},
    store::{Assignment, Incoming, Piece, RestoreLine, RestoreOutcome, Store, StoreName},
};

/// Takes all in, in one transaction. What is not taken of a bundle that is salvaged is in the lines.
pub(in crate::backup) fn take_in(into: &Store, input: impl Read, key: &BundleKey<'_>, how: How) -> Result<(BundleRead, Vec<RestoreLine>)> {
    into.fill(|take| {
        let mut reader = Reader { take, keys: HashMap::new(), certificate: None, crl: None, left_over: Vec::new(), how, is_vouched_for: false };
        let read = read_bundle(input, key, how, &mut |path, content, is_announced| {
            reader.is_vouched_for = how == How::Strict || matches!(key, BundleKey::Passphrase(_)) && is_announced;
            reader.entry(path, content)
        })?;
        reader.end_certificate(About::default())?;
        reader.leave_keys();
        reader.end_crl()?;
        let mut lines = reader.left_over;
        lines.extend(read.refused.iter().map(|(path, why)| RestoreLine::skipped("entry", visible(path), why.clone())));
        Ok((read, lines))
    })
}

/// As large as any that is read.
const MAX_CRL: u64 = 100 << 20;

/// Of a bundle that is not whole, no signature is seen: whom it trusts is not taken from it.
const NOBODY_VOUCHES: &str = "what is trusted is taken from a whole bundle only, whose signature vouches for it";

/// Takes in one thing.
type Take<'a> = &'a mut dyn FnMut(Piece<'_>) -> Result<Vec<RestoreLine>>;

struct Reader<'a> {
    take: Take<'a>,
    /// By their ids: each stands before the first certificate that it belongs to, which may be one that cannot be read.
    keys: HashMap<[u8; 32], PrivateKey>,
    /// Waits for what is said about it.
    certificate: Option<Certificate>,
    /// Of a CRL in parts, its name and what came of it so far.
    crl: Option<(String, Vec<u8>)>,
    left_over: Vec<RestoreLine>,
    how: How,
    /// Whoever made it knew the passphrase. With recipients anybody can make one, and the signature alone tells who did.
    is_vouched_for: bool,
}

impl Reader<'_> {
    /// In a salvage, one that cannot be used is left over, and the others go on.
    fn entry(&mut self, path: &str, content: &[u8]) -> Result<()> {
        match self.take_entry(path, content) {
            Err(error @ (Error::StoreLocked { .. } | Error::Io { .. } | Error::Busy { .. } | Error::Cancelled { .. })) => Err(error),
            Err(error) if self.how == How::Salvage => {
                self.left_over.push(RestoreLine::skipped("entry", visible(path), error.to_string()));
                Ok(())
            }
            other => other,
        }
    }

    fn take_entry(&mut self, path: &str, content: &[u8]) -> Result<()> {
        if !path.starts_with("crls/") {
            self.end_crl()?;
        }
        match path.split_once('/') {
            None if path == ROLES => {
                let roles: Vec<RoleRules> = from_json(path, content)?;
                roles.iter().try_for_each(|rules| {
                    let role = rules.role()?;
                    if role.is_built_in() { Ok(()) } else { self.put(Piece::Role(role)) }
                })
            }
            None if path == ENDPOINTS || path == SETTINGS => {
                if !self.is_vouched_for {
                    self.left_over.push(RestoreLine::skipped("settings", path, NOBODY_VOUCHES));
                    return Ok(());
                }
                if path == SETTINGS {
                    return self.settings(path, content);
                }
                let endpoints: Vec<EndpointForm> = from_json(path, content)?;
                endpoints.into_iter().try_for_each(|form| self.put(Piece::Endpoint(form.settings()?)))
            }
            Some(("keys", _)) => {
                self.end_certificate(About::default())?;
                let key = PrivateKey::from_pem(content)?;
                self.keys.insert(key_id(key.public_key_der()), key);
                Ok(())
            }
            Some(("certificates", name)) if name.ends_with(".pem") => {
                self.end_certificate(About::default())?;
                self.certificate = Some(Certificate::from_pem(content)?);
                Ok(())
            }
            Some(("certificates", name)) if name.ends_with(".json") => {
                let about: About = from_json(path, content)?;
                if let Some(certificate) = &self.certificate
                    && !name.starts_with(&certificate.sha256().to_string())
                {
                    return Err(malformed(path)); // it is about another one
                }
                self.end_certificate(about)
            }
            Some(("assignments", _)) => {
                self.end_certificate(About::default())?;
                let mut all: Vec<AssignmentForm> = from_json(path, content)?;
                all.reverse(); // the oldest of each place first, as they came about
                all.into_iter().try_for_each(|form| self.assignment(form.assignment()?))
            }
            Some(("successions", _)) => {
                let all: Vec<SuccessionForm> = from_json(path, content)?;
                all.into_iter().try_for_each(|form| self.put(Piece::Succession(form.succession()?)))
            }
            Some(("decisions", _)) => {
                let all: Vec<DecisionForm> = from_json(path, content)?;
                if !self.is_vouched_for {
                    self.left_over.push(RestoreLine::skipped("decision", path, NOBODY_VOUCHES));
                    return Ok(());
                }
                all.into_iter().try_for_each(|form| self.put(Piece::Decision(form.decision(path)?)))
            }
            Some(("crls", name)) => self.crl_part(name, content),
            Some(("journal", _)) => Ok(()), // for people
            _ => {
                self.left_over.push(RestoreLine::skipped("entry", visible(path), "a later version may know what it is"));
                Ok(())
            }
        }
    }

    /// The keys none of whose certificates came.
    fn leave_keys(&mut self) {
        let why = "its certificate is not in what can be read";
        self.left_over.extend(self.keys.drain().map(|(id, _)| RestoreLine::skipped("private key", hex(&id), why)));
    }

    fn put(&mut self, piece: Piece<'_>) -> Result<()> {
        let lines = (self.take)(piece)?;
        self.left_over.extend(lines.into_iter().filter(|line| line.outcome == RestoreOutcome::Skipped));
        Ok(())
    }

    /// One that nobody vouches for is kept for old data; who serves from here on is for people to say.
    fn assignment(&mut self, assignment: Assignment) -> Result<()> {
        if self.is_vouched_for || assignment.until.is_some() {
            return self.put(Piece::Assignment(assignment));
        }
        let what = format!("{} {}", assignment.place(), assignment.thumbprint);
        self.left_over.push(RestoreLine::skipped("assignment", what, "retained, because nobody vouches for it: assign it where it is to serve"));
        self.put(Piece::Assignment(Assignment { until: Some(assignment.since), retained: true, ..assignment }))
    }

    fn settings(&mut self, path: &str, content: &[u8]) -> Result<()> {
        let text = String::from_utf8(content.to_vec()).map_err(|_| malformed(path))?;
        match settings::read(&text) {
            Ok(_) => self.put(Piece::Settings(text)),
            Err(error) => {
                self.left_over.push(RestoreLine::skipped("settings", path, error.to_string()));
                Ok(())
            }
        }
    }

    /// Takes the certificate that waits, and its key, in.
    fn end_certificate(&mut self, about: About) -> Result<()> {
        let Some(certificate) = self.certificate.take() else { return Ok(()) };
        let key = self.keys.remove(&key_id(certificate.public_key_der()));
        let mut stores = about.stores()?;
        if !self.is_vouched_for && stores.iter().any(StoreName::is_trust) {
            stores.retain(|store| !store.is_trust());
            let name = visible(&certificate.subject().to_string());
            self.left_over.push(RestoreLine::skipped("trust", name, NOBODY_VOUCHES));
        }
        self.put(Piece::Certificate(Incoming {
            certificate: &certificate,
            key: key.as_ref(),
            friendly_name: about.friendly_name.as_deref(),
            tags: &about.tags,
            stores: &stores,
            archived: about.archived,
        }))
    }

    fn crl_part(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let whole = name.split_once(".der").map_or(name, |(whole, _)| whole);
        match &mut self.crl {
            Some((known, parts)) if known == whole => {
                let size = (parts.len() + content.len()) as u64;
                if size > MAX_CRL {
                    return Err(Error::TooLarge { what: "a revocation list".to_owned(), size, limit: MAX_CRL });
                }
                parts.extend_from_slice(content);
            }
            _ => {
                self.end_crl()?;
                self.crl = Some((whole.to_owned(), content.to_vec()));
            }
        }
        Ok(())
    }

    fn end_crl(&mut self) -> Result<()> {
        let Some((name, der)) = self.crl.take() else { return Ok(()) };
        match Crl::from_der(&der) {
            Ok(crl) => self.put(Piece::Crl(&crl)),
            // a part may be among what was lost
            Err(error) if self.how == How::Salvage => {
                self.left_over.push(RestoreLine::skipped("crl", visible(&name), error.to_string()));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
