//! Path validation: is this chain right, and if not, for which reasons (RFC 5280 sections 6.1 and 6.3)?
//!
//! On certificates alone: no store, no network, no clock of its own. A path is built in `build`, judged step by step in
//! `validate`; what can be said of one certificate by itself is in `alone` and `profile`.

mod alone;
mod budget;
mod build;
mod constraints;
mod facts;
mod host;
mod policy;
mod profile;
mod revocation;
mod suffix;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::BTreeSet;

use time::OffsetDateTime;

pub(crate) use self::host::canonical as canonical_host;
use self::host::{Host, Mailbox};
use crate::{
    asn1,
    certificate::{Certificate, Name, algorithm::PublicKey},
    crl::Crl,
    error::{Error, Result},
    reason::Reason,
};

/// What the leaf is to be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainPurpose {
    /// Anything: extended key usage is not looked at.
    Any,
    /// To be a TLS client.
    Client,
    /// To sign programs.
    CodeSigning,
    /// To protect e-mail.
    Email,
    /// To be a TLS server.
    #[default]
    Server,
    /// To sign timestamps.
    TimeStamping,
}

impl ChainPurpose {
    /// Reads `any`, `client`, `codesign`, `email`, `server`, `timestamping`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(match text {
            "any" => Self::Any,
            "client" => Self::Client,
            "codesign" => Self::CodeSigning,
            "email" => Self::Email,
            "server" => Self::Server,
            "timestamping" => Self::TimeStamping,
            _ => {
                let why = "it is one of any, client, codesign, email, server, timestamping".to_owned();
                return Err(Error::InvalidArgument { what: "purpose", why });
            }
        })
    }

    /// The extended key usage that is wanted.
    fn key_usage(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Client => Some("clientAuth"),
            Self::CodeSigning => Some("codeSigning"),
            Self::Email => Some("emailProtection"),
            Self::Server => Some("serverAuth"),
            Self::TimeStamping => Some("timeStamping"),
        }
    }
}

/// How much is asked of the form of certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// RFC 5280 section 6, and what it forbids so plainly that it need not be forgiven. For certificates of one's own CA.
    Rfc5280,
    /// Also the CA/Browser Forum's Baseline Requirements: what public CAs must keep to. They allow name constraints that are
    /// not critical, which RFC 5280 does not.
    WebPki,
}

impl Profile {
    /// Reads `rfc5280` or `webpki`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "rfc5280" => Ok(Self::Rfc5280),
            "webpki" => Ok(Self::WebPki),
            _ => Err(Error::InvalidArgument { what: "profile", why: "it is one of rfc5280, webpki".to_owned() }),
        }
    }
}

/// What follows where no CRL covers a certificate. One that revokes it always fails; so does one that cannot be relied on, unless
/// only its time or its key is wrong and another one covers the certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// Nothing: the certificate passes.
    #[default]
    WhereGiven,
    /// The chain fails.
    Required,
}

/// What is asked about certificate policies (RFC 5280 section 6.1.1 (c) to (g)); by default nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyOptions {
    /// The policies that are accepted, as dotted OIDs; empty: any. Only looked at where a policy is demanded.
    pub accepted: Vec<String>,
    /// A policy is demanded of the path.
    pub require_explicit: bool,
    /// CAs may not map policies to others.
    pub inhibit_mapping: bool,
    /// anyPolicy counts for nothing.
    pub inhibit_any: bool,
}

impl PolicyOptions {
    /// The accepted ones; that they are OIDs is seen to in `Question::new`.
    fn octets(&self) -> BTreeSet<Vec<u8>> {
        self.accepted.iter().filter_map(|policy| asn1::oid_from_text(policy)).collect()
    }
}

/// What a path may end in.
#[derive(Clone, Debug)]
pub struct TrustAnchor(Anchor);

#[derive(Clone, Debug)]
enum Anchor {
    Certificate(Certificate),
    Key { name: Name, public_key: Vec<u8> },
}

impl TrustAnchor {
    /// A name with its key (the DER of a SubjectPublicKeyInfo), without dates and constraints.
    ///
    /// # Errors
    /// [`Error::MalformedKey`] if it is not one.
    pub fn named(name: Name, public_key_der: &[u8]) -> Result<Self> {
        PublicKey::from_spki(public_key_der).map_err(|asn1::Malformed| Error::key("it is not a SubjectPublicKeyInfo"))?;
        Ok(Self(Anchor::Key { name, public_key: public_key_der.to_vec() }))
    }

    /// The certificate, if it is one.
    pub fn certificate(&self) -> Option<&Certificate> {
        match &self.0 {
            Anchor::Certificate(certificate) => Some(certificate),
            Anchor::Key { .. } => None,
        }
    }

    /// Whom it stands for.
    pub fn name(&self) -> Name {
        match &self.0 {
            Anchor::Certificate(certificate) => certificate.subject(),
            Anchor::Key { name, .. } => name.clone(),
        }
    }
}

/// Its dates, its path length and its constraints hold for what is below it, and the rules of the profile for itself.
impl From<Certificate> for TrustAnchor {
    fn from(certificate: Certificate) -> Self {
        Self(Anchor::Certificate(certificate))
    }
}

/// How a chain is judged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifyOptions {
    /// What a path may end in.
    pub roots: Vec<TrustAnchor>,
    /// Certificates that may lie between, in any order; those that are of no use do no harm.
    pub intermediates: Vec<Certificate>,
    /// Certificate revocation lists, of any issuers.
    pub crls: Vec<Crl>,
    /// When it must be right; fractions of a second are dropped.
    pub at: OffsetDateTime,
    /// What the leaf is used for.
    pub purpose: ChainPurpose,
    /// The host that it must be for: a DNS name in A-labels or an IP address; `None`: it is not looked at.
    pub host: Option<String>,
    /// The mailbox that it must be for.
    pub email: Option<String>,
    /// How many intermediate certificates there may be, those not counted that a CA issued to itself. There are never more than 30.
    pub max_depth: Option<usize>,
    /// `None`: `WebPki` for a server, else `Rfc5280`.
    pub profile: Option<Profile>,
    /// What follows where no CRL covers a certificate.
    pub revocation: Revocation,
    /// What is asked about policies.
    pub policies: PolicyOptions,
}

impl VerifyOptions {
    /// For a server at this time, with these roots.
    pub fn new(roots: impl IntoIterator<Item = impl Into<TrustAnchor>>, at: OffsetDateTime) -> Self {
        Self {
            roots: roots.into_iter().map(Into::into).collect(),
            intermediates: Vec::new(),
            crls: Vec::new(),
            at,
            purpose: ChainPurpose::default(),
            host: None,
            email: None,
            max_depth: None,
            profile: None,
            revocation: Revocation::default(),
            policies: PolicyOptions::default(),
        }
    }

    /// With certificates that may lie between.
    #[must_use]
    pub fn intermediates(mut self, intermediates: impl IntoIterator<Item = Certificate>) -> Self {
        self.intermediates.extend(intermediates);
        self
    }

    /// With revocation lists.
    #[must_use]
    pub fn crls(mut self, crls: impl IntoIterator<Item = Crl>) -> Self {
        self.crls.extend(crls);
        self
    }

    /// For this use.
    #[must_use]
    pub fn purpose(mut self, purpose: ChainPurpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// For this host.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// By this profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = Some(profile);
        self
    }
}

/// A path that is right in all points.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verified {
    /// The certificates, the leaf first; the last is the root, where that is a certificate.
    pub path: Vec<Certificate>,
    /// The root.
    pub anchor: TrustAnchor,
}

/// Looks for a path from the first certificate of a chain to a root, and judges it (RFC 5280 sections 6.1 and 6.3).
///
/// The other certificates of the chain are taken as intermediates, in any order. Checked are signatures, dates, CA flags,
/// path lengths, key usages, name constraints, policies, critical extensions, host or mailbox, the lists given, and the rules of
/// the profile. Not checked: OCSP, Certificate Transparency, and anything that the network would tell.
///
/// The work is bounded in signatures, paths and depth, whatever the certificates say.
///
/// # Errors
/// [`Error::Untrusted`] with all that is wrong with the best path, and the others that were tried;
/// [`Error::WorkLimit`] where the bounds ended the search while a right path might still have been found, as in a mesh of CAs:
/// there is no verdict then, and the reasons of the paths tried so far would be none. Where no path can be right, because of the
/// leaf or because all were tried, the reasons are told whatever the bounds;
/// [`Error::InvalidArgument`] for an empty chain, a host, mailbox or policy that is none.
pub fn verify_chain(chain: &[Certificate], options: &VerifyOptions) -> Result<Verified> {
    let Some((leaf, rest)) = chain.split_first() else {
        return Err(Error::InvalidArgument { what: "chain", why: "there is no certificate in it".to_owned() });
    };
    build::search(leaf, rest, &Question::new(options)?)
}

/// Judges a certificate that is trusted by itself, without an issuer: its dates, its purpose, its extensions, its form, and
/// whether it is for the host, if one is asked for. Roots, intermediates and lists are not looked at.
///
/// # Errors
/// [`Error::Untrusted`] with all that is wrong with it.
pub(crate) fn trusted_by_itself(certificate: &Certificate, options: &VerifyOptions) -> Result<()> {
    let facts = facts::Facts::of(certificate)?;
    let faults = alone::faults(&facts, facts::Role::Leaf, &Question::new(options)?);
    if faults.is_empty() {
        return Ok(());
    }
    let reasons = faults.into_iter().map(|fault| Reason { place: 0, certificate: facts.shown(), fault });
    Err(Error::Untrusted { path: vec![facts.shown()], reasons: reasons.collect(), others: Vec::new() })
}

/// Whether a host is among the names of a certificate; nothing else is looked at.
pub(crate) fn is_for_host(certificate: &Certificate, host: &str) -> bool {
    let (Ok(facts), Ok(host)) = (facts::Facts::of(certificate), Host::parse(host)) else { return false };
    facts.alternative_names().is_some_and(|names| host.is_among(&names))
}

/// The options, read.
struct Question<'a> {
    at: OffsetDateTime,
    roots: &'a [TrustAnchor],
    intermediates: &'a [Certificate],
    crls: &'a [Crl],
    purpose: ChainPurpose,
    profile: Profile,
    host: Option<(&'a str, Host)>,
    email: Option<(&'a str, Mailbox)>,
    max_depth: Option<usize>,
    revocation: Revocation,
    policies: &'a PolicyOptions,
}

impl<'a> Question<'a> {
    fn new(options: &'a VerifyOptions) -> Result<Self> {
        let host = match &options.host {
            Some(text) => Some((text.as_str(), Host::parse(text)?)),
            None => None,
        };
        let email = match &options.email {
            Some(text) => {
                let refused = || Error::InvalidArgument { what: "email", why: "it is not a mailbox such as user@example.com".to_owned() };
                Some((text.as_str(), Mailbox::parse(text.as_bytes()).ok_or_else(refused)?))
            }
            None => None,
        };
        if let Some(stranger) = options.policies.accepted.iter().find(|policy| asn1::oid_from_text(policy).is_none()) {
            let why = format!("{:?} is not an OID", crate::error::visible(stranger));
            return Err(Error::InvalidArgument { what: "policies", why });
        }
        let default = if options.purpose == ChainPurpose::Server { Profile::WebPki } else { Profile::Rfc5280 };
        Ok(Self {
            at: options.at.replace_nanosecond(0).unwrap_or(options.at), // 0 is always a nanosecond
            roots: &options.roots,
            intermediates: &options.intermediates,
            crls: &options.crls,
            purpose: options.purpose,
            profile: options.profile.unwrap_or(default),
            host,
            email,
            max_depth: options.max_depth,
            revocation: options.revocation,
            policies: &options.policies,
        })
    }
}
