//! What was found in a file: every bag, taken or why not.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use crate::{
    certificate::{Certificate, Name, Thumbprint},
    crl::Crl,
    key::{Identity, OpaqueKey, PrivateKey, key_id},
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
    /// PKCS#7 or CMS (RFC 2315, RFC 5652), `.p7b` or `.p7c`.
    Pkcs7,
}

impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Der => "DER",
            Self::Pem => "PEM",
            Self::Pkcs12 => "PKCS#12",
            Self::Pkcs7 => "PKCS#7",
        })
    }
}

/// What a bag of a PFX, a PEM block, or the whole of a DER file holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Content {
    /// A certificate.
    Certificate(Certificate),
    /// A certificate revocation list.
    Crl(Crl),
    /// A private key.
    PrivateKey(Arc<PrivateKey>),
    /// A private key of a kind that cannot be used here, kept as it is.
    OpaqueKey {
        /// The key.
        key: Arc<OpaqueKey>,
        /// Why it cannot be used.
        why: String,
    },
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
    /// The provider of CryptoAPI or CNG that Windows kept the key in, and would put it into.
    pub key_provider: Option<String>,
    /// Windows kept the key for the machine, not for a user.
    pub machine_key: bool,
    /// It carries Oracle's mark of a certificate that Java trusts.
    pub trusted: bool,
    /// What the certificate is for, where a backup of certwright says so: JSON, which `restore` takes. Only a claim of the file.
    pub(crate) uses: Option<String>,
    /// How it was encrypted, such as `AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations`.
    pub encryption: Option<String>,
}

impl Bag {
    pub(crate) fn new(content: Content) -> Self {
        Self {
            content,
            friendly_name: None,
            local_key_id: None,
            key_provider: None,
            machine_key: false,
            trusted: false,
            uses: None,
            encryption: None,
        }
    }

    /// `certificate`, `private key`, or what it is instead.
    pub fn what(&self) -> &str {
        match &self.content {
            Content::Certificate(_) => "certificate",
            Content::Crl(_) => "CRL",
            Content::PrivateKey(_) | Content::OpaqueKey { .. } => "private key",
            Content::NotTaken { what, .. } => what,
        }
    }

    /// Why it was not taken; `None` if it was.
    pub fn refusal(&self) -> Option<&str> {
        match &self.content {
            Content::NotTaken { why, .. } | Content::OpaqueKey { why, .. } => Some(why),
            Content::Certificate(_) | Content::Crl(_) | Content::PrivateKey(_) => None,
        }
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

    /// The revocation lists, in the order of the file.
    pub fn crls(&self) -> impl Iterator<Item = &Crl> {
        self.bags.iter().filter_map(|bag| if let Content::Crl(crl) = &bag.content { Some(crl) } else { None })
    }

    /// The private keys, in the order of the file.
    pub fn private_keys(&self) -> impl Iterator<Item = &Arc<PrivateKey>> {
        self.bags.iter().filter_map(|bag| if let Content::PrivateKey(key) = &bag.content { Some(key) } else { None })
    }

    /// The private keys of kinds that cannot be used here, in the order of the file.
    pub fn opaque_keys(&self) -> impl Iterator<Item = &Arc<OpaqueKey>> {
        self.bags.iter().filter_map(|bag| if let Content::OpaqueKey { key, .. } = &bag.content { Some(key) } else { None })
    }

    /// Certificates with their keys and chains: matched by public key, chains by name and signature out of this file.
    ///
    /// A chain holds what lies between the certificate and a self-signed one; the self-signed one is left out. The friendly
    /// name is the certificate's, else that of its key; of several bags with the same key, of the one with its localKeyId.
    pub fn identities(&self) -> Vec<Identity> {
        let certificates = self.certificates();
        let mut keys: HashMap<_, (&Bag, &Arc<PrivateKey>)> = HashMap::new();
        let mut tied: HashMap<_, (&Bag, &Arc<PrivateKey>)> = HashMap::new();
        for bag in &self.bags {
            if let Content::PrivateKey(key) = &bag.content {
                let id = key_id(key.public_key_der());
                keys.entry(id).or_insert((bag, key));
                if bag.local_key_id.is_some() {
                    tied.entry((id, &bag.local_key_id)).or_insert((bag, key));
                }
            }
        }
        let mut issuers = Issuers::new(&certificates);
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for bag in &self.bags {
            let Content::Certificate(certificate) = &bag.content else { continue };
            if !seen.insert(certificate.der()) {
                continue;
            }
            let id = key_id(certificate.public_key_der());
            let Some((of_key, key)) = tied.get(&(id, &bag.local_key_id)).or_else(|| keys.get(&id)) else { continue };
            let chain = chain_of(certificate, |below| issuers.of(below));
            if let Ok(identity) = Identity::new(certificate.clone(), Arc::clone(key), chain) {
                found.push(identity.with_friendly_name(bag.friendly_name.clone().or_else(|| of_key.friendly_name.clone())));
            }
        }
        found
    }
}

/// Finds the issuers of certificates among the certificates of one file, each once, with bounded work.
struct Issuers<'a> {
    /// By subject, and by key identifier, or all of a subject under none.
    by_name: HashMap<(Name, Option<&'a [u8]>), Vec<&'a Certificate>>,
    /// Those of a subject that have no key identifier.
    without_key_id: HashMap<Name, Vec<&'a Certificate>>,
    known: HashMap<[u8; 32], Option<Certificate>>,
    checks_left: usize,
}

impl<'a> Issuers<'a> {
    /// How many signatures are looked at for one file; beyond that chains end early.
    const MAX_CHECKS: usize = 2000;

    fn new(certificates: &[&'a Certificate]) -> Self {
        let mut by_name: HashMap<_, Vec<&Certificate>> = HashMap::new();
        let mut without_key_id: HashMap<_, Vec<&Certificate>> = HashMap::new();
        for certificate in certificates.iter().copied() {
            by_name.entry((certificate.subject(), None)).or_default().push(certificate);
            match certificate.subject_key_id() {
                Some(id) => by_name.entry((certificate.subject(), Some(id))).or_default().push(certificate),
                None => without_key_id.entry(certificate.subject()).or_default().push(certificate),
            }
        }
        Self { by_name, without_key_id, known: HashMap::new(), checks_left: Self::MAX_CHECKS }
    }

    fn of(&mut self, below: &Certificate) -> Option<Certificate> {
        let id = Thumbprint::sha256_of(below.der());
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        // only those whose key identifiers do not contradict each other: all others would be looked at in vain
        let wanted = below.authority_key_id();
        let named = self.by_name.get(&(below.issuer(), wanted)).into_iter().flatten();
        let nameless = self.without_key_id.get(&below.issuer()).filter(|_| wanted.is_some()).into_iter().flatten();
        let candidates = named.chain(nameless).copied();
        let found = issuer_among(below, candidates, &mut self.checks_left).cloned();
        self.known.insert(id, found.clone());
        found
    }
}

/// The first of the candidates, all named as the issuer, whose key signed the certificate. Those whose key identifiers
/// contradict each other are passed over; `checks_left` counts the signatures that are looked at.
pub(crate) fn issuer_among<'a>(
    below: &Certificate,
    candidates: impl Iterator<Item = &'a Certificate>,
    checks_left: &mut usize,
) -> Option<&'a Certificate> {
    let may_fit = |issuer: &&Certificate| match (below.authority_key_id(), issuer.subject_key_id()) {
        (Some(wanted), Some(own)) => wanted == own,
        _ => true,
    };
    for issuer in candidates.filter(may_fit) {
        *checks_left = checks_left.checked_sub(1)?;
        // where the algorithm cannot be verified here, key identifiers are what is left to go by
        if below.is_signed_by(issuer).unwrap_or_else(|| below.authority_key_id().is_some() && issuer.subject_key_id().is_some()) {
            return Some(issuer);
        }
    }
    None
}

/// The certificates above this one, nearest first, as far as `issuer_of` knows them; at most 16, none twice, and without a
/// self-signed one.
pub(crate) fn chain_of(leaf: &Certificate, mut issuer_of: impl FnMut(&Certificate) -> Option<Certificate>) -> Vec<Certificate> {
    const MAX_CHAIN: usize = 16;
    let mut chain: Vec<Certificate> = Vec::new();
    let mut below = leaf.clone();
    // where its signature cannot be verified here, a certificate of its own name counts as a root
    let is_root = |certificate: &Certificate| certificate.is_self_issued() && certificate.is_signed_by(certificate) != Some(false);
    while chain.len() < MAX_CHAIN && !is_root(&below) {
        let Some(issuer) = issuer_of(&below) else { break };
        if issuer == *leaf || chain.contains(&issuer) || is_root(&issuer) {
            break;
        }
        below = issuer.clone();
        chain.push(issuer);
    }
    chain
}
