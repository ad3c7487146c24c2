//! What was found in a file: every bag, taken or why not.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use crate::{
    certificate::{Certificate, Name},
    key::{Identity, PrivateKey, key_id},
};

/// What kind of file it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFormat {
    /// One certificate or private key in DER.
    Der,
    /// PEM blocks.
    Pem,
    /// PKCS#12 (RFC 7292), `.pfx` or `.p12`.
    Pkcs12,
}

impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Der => "DER",
            Self::Pem => "PEM",
            Self::Pkcs12 => "PKCS#12",
        })
    }
}

/// What a bag of a PFX, a PEM block, or the whole of a DER file holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Content {
    /// A certificate.
    Certificate(Certificate),
    /// A private key.
    PrivateKey(Arc<PrivateKey>),
    /// Something that was not taken: what it is, and why.
    NotTaken {
        /// Such as "a CRL".
        what: String,
        /// Such as "the algorithm is not supported".
        why: String,
    },
}

/// One thing in a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Bag {
    /// What it holds.
    pub content: Content,
    /// The name for people, if the file gives one.
    pub friendly_name: Option<String>,
    /// The id by which a PFX ties key and certificate together; only a hint.
    pub local_key_id: Option<Vec<u8>>,
}

impl Bag {
    pub(crate) fn new(content: Content) -> Self {
        Self { content, friendly_name: None, local_key_id: None }
    }

    /// `certificate`, `private key`, or what it is instead.
    pub fn what(&self) -> &str {
        match &self.content {
            Content::Certificate(_) => "certificate",
            Content::PrivateKey(_) => "private key",
            Content::NotTaken { what, .. } => what,
        }
    }

    /// Why it was not taken; `None` if it was.
    pub fn refusal(&self) -> Option<&str> {
        if let Content::NotTaken { why, .. } = &self.content { Some(why) } else { None }
    }
}

/// Everything that a file holds, in its order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportReport {
    /// What kind of file it is.
    pub format: FileFormat,
    /// Every bag, block or element.
    pub bags: Vec<Bag>,
    /// What else is to be known, such as that the file has no integrity check.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// The certificates, in the order of the file, each once.
    pub fn certificates(&self) -> Vec<&Certificate> {
        let mut seen = HashSet::new();
        let all = self.bags.iter().filter_map(|bag| if let Content::Certificate(certificate) = &bag.content { Some(certificate) } else { None });
        all.filter(|certificate| seen.insert(certificate.der())).collect()
    }

    /// The private keys, in the order of the file.
    pub fn private_keys(&self) -> impl Iterator<Item = &Arc<PrivateKey>> {
        self.bags.iter().filter_map(|bag| if let Content::PrivateKey(key) = &bag.content { Some(key) } else { None })
    }

    /// Certificates with their keys and chains: matched by public key, chains by name and signature out of this file.
    ///
    /// A chain holds what lies between the certificate and a self-signed one; the self-signed one is left out.
    pub fn identities(&self) -> Vec<Identity> {
        let certificates = self.certificates();
        let keys: HashMap<_, _> = self.private_keys().map(|key| (key_id(key.public_key_der()), key)).collect();
        let mut by_subject: HashMap<Name, Vec<&Certificate>> = HashMap::new();
        certificates.iter().for_each(|certificate| by_subject.entry(certificate.subject()).or_default().push(certificate));
        let names = self.friendly_names();
        let mut found = Vec::new();
        for certificate in &certificates {
            let id = key_id(certificate.public_key_der());
            let Some(key) = keys.get(&id) else { continue };
            let chain = chain_of(certificate, |name| by_subject.get(name).into_iter().flatten().take(64).map(|other| (*other).clone()).collect());
            if let Ok(identity) = Identity::new((*certificate).clone(), Arc::clone(key), chain) {
                found.push(identity.with_friendly_name(names.get(&id).map(|name| (*name).to_owned())));
            }
        }
        found
    }

    /// The name that the file gives to a certificate or its key, by the id of the key.
    fn friendly_names(&self) -> HashMap<[u8; 32], &str> {
        let named = self.bags.iter().filter_map(|bag| {
            let id = match &bag.content {
                Content::Certificate(certificate) => key_id(certificate.public_key_der()),
                Content::PrivateKey(key) => key_id(key.public_key_der()),
                Content::NotTaken { .. } => return None,
            };
            Some((id, bag.friendly_name.as_deref()?))
        });
        named.collect()
    }
}

/// The certificates above this one, nearest first, as far as `by_subject` has them; at most 16, none twice.
pub(crate) fn chain_of(leaf: &Certificate, mut by_subject: impl FnMut(&Name) -> Vec<Certificate>) -> Vec<Certificate> {
    const MAX_CHAIN: usize = 16;
    let mut chain: Vec<Certificate> = Vec::new();
    let mut below = leaf.clone();
    while chain.len() < MAX_CHAIN && !below.is_self_issued() {
        let fits = |issuer: &Certificate| {
            issuer != leaf
                && !chain.contains(issuer)
                && !issuer.is_self_issued()
                && below.is_signed_by(issuer).unwrap_or_else(|| key_ids_fit(&below, issuer))
        };
        let Some(issuer) = by_subject(&below.issuer()).into_iter().find(fits) else { break };
        below = issuer.clone();
        chain.push(issuer);
    }
    chain
}

/// What is left to go by where a signature cannot be verified.
fn key_ids_fit(below: &Certificate, issuer: &Certificate) -> bool {
    below.authority_key_id().is_some() && below.authority_key_id() == issuer.subject_key_id()
}
