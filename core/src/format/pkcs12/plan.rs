//! What goes into a PFX, in its order, and whether a file holds just that.

use std::{
    collections::{HashMap, HashSet},
    iter,
    sync::Arc,
};

use subtle::ConstantTimeEq;

use super::{attributes::Attributes, reader::Profile};
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result},
    format::{Bag, Content},
    key::{Identity, KeyAlgorithm, PrivateKey},
};

/// The provider of CryptoAPI that Windows puts keys for key exchange into.
const KEY_PROVIDER: &str = "Microsoft Enhanced RSA and AES Cryptographic Provider";

/// What a PFX is to hold: any of these, in this order, each certificate and each key once.
#[derive(Clone, Copy, Debug, Default)]
pub struct PfxContents<'a> {
    /// Certificates with their keys and chains.
    pub identities: &'a [Identity],
    /// Certificates alone.
    pub certificates: &'a [Certificate],
    /// Their friendly names, in the same order; where one is missing, so is its name.
    pub certificate_names: &'a [Option<String>],
    /// Private keys alone.
    pub private_keys: &'a [Arc<PrivateKey>],
}

impl<'a> From<&'a [Identity]> for PfxContents<'a> {
    fn from(identities: &'a [Identity]) -> Self {
        Self { identities, ..Self::default() }
    }
}

impl<'a> From<&'a [Certificate]> for PfxContents<'a> {
    fn from(certificates: &'a [Certificate]) -> Self {
        Self { certificates, ..Self::default() }
    }
}

pub(super) struct Plan<'a> {
    pub(super) certificates: Vec<Planned<'a, Certificate>>,
    pub(super) keys: Vec<Planned<'a, PrivateKey>>,
}

pub(super) struct Planned<'a, T> {
    pub(super) item: &'a T,
    pub(super) attributes: Attributes,
}

impl<'a> Plan<'a> {
    /// `uses` is what each identity is for, in their order; where one is missing, nothing is said.
    pub(super) fn new(contents: &PfxContents<'a>, uses: &[Option<String>], profile: &Profile) -> Self {
        let mut plan = Self { certificates: Vec::new(), keys: Vec::new() };
        let mut written = HashSet::new();
        let mut key_ids: HashMap<&[u8], Option<[u8; 20]>> = HashMap::new();
        let of_key = |friendly_name, local_key_id| Attributes {
            friendly_name,
            local_key_id,
            key_provider: profile.key_exchange.then_some(KEY_PROVIDER),
            machine_key: profile.key_exchange,
            ..Attributes::default()
        };
        let uses = uses.iter().cloned().chain(iter::repeat(None));
        for (identity, uses) in contents.identities.iter().zip(uses) {
            if !written.insert(identity.certificate().der()) {
                continue;
            }
            let friendly_name = identity.friendly_name().and_then(written_name);
            let local_key_id = *key_ids.entry(identity.private_key().public_key_der()).or_insert_with(|| {
                let id = Some(Thumbprint::sha1_of(identity.certificate().der()));
                plan.keys.push(Planned { item: &**identity.private_key(), attributes: of_key(friendly_name.clone(), id) });
                id
            });
            let attributes = Attributes { friendly_name, local_key_id, uses, ..Attributes::default() };
            plan.certificates.push(Planned { item: identity.certificate(), attributes });
        }
        for key in contents.private_keys {
            key_ids.entry(key.public_key_der()).or_insert_with(|| {
                plan.keys.push(Planned { item: &**key, attributes: of_key(None, None) });
                None
            });
        }
        let trusted = plan.keys.is_empty();
        let mut names = HashSet::new();
        let chains = contents.identities.iter().flat_map(Identity::chain).map(|item| (item, None));
        let given = contents.certificate_names.iter().map(|name| name.as_deref().and_then(written_name)).chain(iter::repeat(None));
        for (item, given) in chains.chain(contents.certificates.iter().zip(given)) {
            if written.insert(item.der()) {
                let friendly_name = if trusted { Some(unique_name(item, given, &mut names)) } else { given };
                plan.certificates.push(Planned { item, attributes: Attributes { friendly_name, trusted, ..Attributes::default() } });
            }
        }
        plan
    }

    pub(super) fn key_algorithms(&self) -> Vec<KeyAlgorithm> {
        self.keys.iter().map(|planned| planned.item.algorithm()).collect()
    }

    /// What was read back is what was to be written.
    pub(super) fn compare(&self, bags: &[Bag]) -> Result<()> {
        let (certificates, keys) = bags.split_at_checked(self.certificates.len()).unwrap_or_default();
        let same_certificates = self.certificates.iter().zip(certificates).all(|(planned, bag)| {
            let same = matches!(&bag.content, Content::Certificate(found) if found == planned.item);
            same && planned.attributes.are_those_of(bag)
        });
        let same_keys = self.keys.iter().zip(keys).all(|(planned, bag)| {
            let same = matches!(&bag.content, Content::PrivateKey(found) if bool::from(found.pkcs8().ct_eq(planned.item.pkcs8())));
            same && planned.attributes.are_those_of(bag)
        });
        let complete = certificates.len() == self.certificates.len() && keys.len() == self.keys.len();
        if !complete || !same_certificates || !same_keys {
            return Err(Error::internal("the PFX file that was written holds something else than it should"));
        }
        Ok(())
    }
}

/// A name as it is written, without the zeros at its end that readers take for the end of the text; none if nothing is left.
fn written_name(name: &str) -> Option<String> {
    Some(name.trim_end_matches('\0').to_owned()).filter(|name| !name.is_empty())
}

/// The name given, or the common name. Java tells entries apart by their names in lower case: of two that are the same it
/// lists one.
fn unique_name(certificate: &Certificate, given: Option<String>, names: &mut HashSet<String>) -> String {
    let thumbprint = certificate.thumbprint();
    let own = || certificate.subject().common_name().as_deref().and_then(written_name);
    let name = given.or_else(own).unwrap_or_else(|| thumbprint.to_string());
    if names.insert(name.to_lowercase()) { name } else { format!("{name} {thumbprint}") }
}
