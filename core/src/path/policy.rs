//! Certificate policies (RFC 5280 sections 6.1.2 (a), (d) to (f), 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5 (a), (b), (g)).
//!
//! The valid_policy_tree is kept as one level for each certificate, in which a policy stands once, with the policies of the
//! level above that it comes from. The tree of the RFC repeats a node under every parent and can so grow beyond all bounds;
//! the levels say the same and stay as small as the certificates.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    PolicyOptions,
    facts::{Facts, arc},
};
use crate::{
    asn1::{self, Malformed, Reader},
    reason::Fault,
};

type Oid = Vec<u8>;

/// 2.5.29.32.0
const ANY_POLICY: &[u8] = &[0x55, 0x1d, 32, 0];

/// More policies or mappings than any real certificate has.
const MAX_POLICIES: usize = 100;

/// One level of the tree.
#[derive(Debug, Default)]
struct Level {
    /// Each policy with those of the level above that it comes from; none: it comes from anyPolicy.
    policies: BTreeMap<Oid, BTreeSet<Oid>>,
    /// The node of anyPolicy is there.
    any: bool,
}

/// The variables of section 6.1.2 that are about policies.
#[derive(Debug)]
pub(super) struct Policies {
    levels: Vec<Level>,
    explicit_policy: usize,
    policy_mapping: usize,
    inhibit_any_policy: usize,
}

/// What one certificate says of policies.
#[derive(Debug, Default)]
struct Said {
    /// `None` without the extension.
    policies: Option<BTreeSet<Oid>>,
    mappings: BTreeMap<Oid, BTreeSet<Oid>>,
    require_explicit: Option<usize>,
    inhibit_mapping: Option<usize>,
    inhibit_any: Option<usize>,
}

impl Policies {
    /// Section 6.1.2, for a path of `length` certificates.
    pub(super) fn new(options: &PolicyOptions, length: usize) -> Self {
        let unless = |inhibited: bool| if inhibited { 0 } else { length + 1 };
        Self {
            levels: vec![Level { policies: BTreeMap::new(), any: true }],
            explicit_policy: unless(options.require_explicit),
            policy_mapping: unless(options.inhibit_mapping),
            inhibit_any_policy: unless(options.inhibit_any),
        }
    }

    /// Sections 6.1.3 (d) to (f) and, where another certificate follows, 6.1.4 (a), (b), (h) to (j).
    pub(super) fn certificate(&mut self, facts: &Facts<'_>, is_last: bool) -> Result<(), Fault> {
        let said = Said::read(facts)?;
        let self_issued = facts.is_self_issued();
        let any_counts = self.inhibit_any_policy > 0 || !is_last && self_issued;
        self.take(&said, any_counts); // 6.1.3 (d), (e)
        if self.explicit_policy == 0 && self.is_null() {
            return Err(Fault::PolicyNotAccepted); // 6.1.3 (f)
        }
        if is_last {
            self.explicit_policy = self.explicit_policy.saturating_sub(1); // 6.1.5 (a)
            if said.require_explicit == Some(0) {
                self.explicit_policy = 0; // 6.1.5 (b)
            }
            return Ok(());
        }
        self.map(&said); // 6.1.4 (a), (b)
        if !self_issued {
            for counter in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy] {
                *counter = counter.saturating_sub(1); // 6.1.4 (h)
            }
        }
        let limits = [
            (&mut self.explicit_policy, said.require_explicit),
            (&mut self.policy_mapping, said.inhibit_mapping), // 6.1.4 (i)
            (&mut self.inhibit_any_policy, said.inhibit_any), // 6.1.4 (j)
        ];
        for (counter, limit) in limits {
            *counter = limit.map_or(*counter, |limit| limit.min(*counter));
        }
        Ok(())
    }

    /// Section 6.1.5 (g): the policies of the caller that the path is valid under.
    pub(super) fn finish(&self, options: &PolicyOptions) -> Result<(), Fault> {
        if self.explicit_policy > 0 || self.is_valid_under(&options.octets()) { Ok(()) } else { Err(Fault::PolicyNotAccepted) }
    }

    /// 6.1.3 (d) and (e). The last level holds what is expected of the certificate.
    fn take(&mut self, said: &Said, any_counts: bool) {
        let Some(level) = self.levels.last_mut() else { return };
        let Some(policies) = &said.policies else {
            *level = Level::default();
            return;
        };
        let any = any_counts && policies.contains(ANY_POLICY);
        if !any {
            level.policies.retain(|policy, _| policies.contains(policy));
        }
        if level.any {
            for policy in policies.iter().filter(|policy| *policy != ANY_POLICY) {
                level.policies.entry(policy.clone()).or_default();
            }
        }
        level.any &= any;
    }

    /// 6.1.4 (a), (b): the policies that are expected of the next certificate.
    fn map(&mut self, said: &Said) {
        let Some(level) = self.levels.last_mut() else { return };
        let allowed = self.policy_mapping > 0;
        if allowed && level.any {
            for policy in said.mappings.keys() {
                level.policies.entry(policy.clone()).or_default();
            }
        }
        if !allowed {
            level.policies.retain(|policy, _| !said.mappings.contains_key(policy));
        }
        let mut next = Level { policies: BTreeMap::new(), any: level.any };
        for policy in level.policies.keys() {
            match said.mappings.get(policy) {
                Some(mapped) => mapped.iter().for_each(|to| {
                    next.policies.entry(to.clone()).or_default().insert(policy.clone());
                }),
                None => {
                    next.policies.entry(policy.clone()).or_default().insert(policy.clone());
                }
            }
        }
        self.levels.push(next);
    }

    fn is_null(&self) -> bool {
        self.levels.last().is_none_or(|level| level.policies.is_empty() && !level.any)
    }

    /// Whether a node whose parent is anyPolicy, above one of the last level, is among the wanted ones; none wanted: any will do.
    fn is_valid_under(&self, wanted: &BTreeSet<Oid>) -> bool {
        let Some(last) = self.levels.last() else { return false };
        if wanted.is_empty() || last.any {
            return !self.is_null();
        }
        let mut reached: BTreeSet<&Oid> = last.policies.keys().collect();
        for level in self.levels.iter().rev() {
            let mut above = BTreeSet::new();
            for (policy, parents) in reached.iter().filter_map(|policy| level.policies.get_key_value(*policy)) {
                if parents.is_empty() && wanted.contains(policy) {
                    return true;
                }
                above.extend(parents);
            }
            reached = above;
        }
        false
    }
}

impl Said {
    fn read(facts: &Facts<'_>) -> Result<Self, Fault> {
        let mut said = Self::default();
        let fault = |extension, why| move |Malformed| Fault::MalformedExtension { extension, why };
        let malformed = |extension| fault(extension, "it is malformed");
        if let Some(extension) = facts.extension(arc::CERTIFICATE_POLICIES) {
            said.policies = Some(
                policies(extension.value)
                    .map_err(fault("certificatePolicies", "it is malformed, a policy stands twice in it, or there are more than a hundred"))?,
            );
        }
        if let Some(extension) = facts.extension(arc::POLICY_MAPPINGS) {
            said.mappings =
                mappings(extension.value).map_err(fault("policyMappings", "it is malformed, maps anyPolicy, or there are more than a hundred"))?;
        }
        if let Some(extension) = facts.extension(arc::POLICY_CONSTRAINTS) {
            (said.require_explicit, said.inhibit_mapping) = constraints(extension.value).map_err(malformed("policyConstraints"))?;
        }
        if let Some(extension) = facts.extension(arc::INHIBIT_ANY_POLICY) {
            let mut inside = Reader::der(extension.value);
            let skip = inside.unsigned().and_then(|skip| inside.finish().map(|()| skip)).map_err(malformed("inhibitAnyPolicy"))?;
            said.inhibit_any = Some(usize::try_from(skip).unwrap_or(usize::MAX));
        }
        Ok(said)
    }
}

/// CertificatePolicies; qualifiers are passed over.
fn policies(value: &[u8]) -> Result<BTreeSet<Oid>, Malformed> {
    let mut list = asn1::only_sequence(value)?;
    let mut found = BTreeSet::new();
    while !list.is_empty() {
        let mut information = list.sequence()?;
        let policy = information.expect(asn1::OID)?.content;
        information.optional(asn1::SEQUENCE)?;
        information.finish()?;
        if found.len() == MAX_POLICIES || !found.insert(policy.to_vec()) {
            return Err(Malformed);
        }
    }
    if found.is_empty() { Err(Malformed) } else { Ok(found) }
}

/// PolicyMappings; anyPolicy is on neither side (6.1.4 (a)).
fn mappings(value: &[u8]) -> Result<BTreeMap<Oid, BTreeSet<Oid>>, Malformed> {
    let mut list = asn1::only_sequence(value)?;
    let mut found: BTreeMap<Oid, BTreeSet<Oid>> = BTreeMap::new();
    let mut count = 0;
    while !list.is_empty() {
        let mut mapping = list.sequence()?;
        let (from, to) = (mapping.expect(asn1::OID)?.content, mapping.expect(asn1::OID)?.content);
        mapping.finish()?;
        if from == ANY_POLICY || to == ANY_POLICY {
            return Err(Malformed);
        }
        count += 1;
        if count > MAX_POLICIES {
            return Err(Malformed);
        }
        found.entry(from.to_vec()).or_default().insert(to.to_vec());
    }
    if found.is_empty() { Err(Malformed) } else { Ok(found) }
}

/// PolicyConstraints, which is never empty: requireExplicitPolicy and inhibitPolicyMapping.
fn constraints(value: &[u8]) -> Result<(Option<usize>, Option<usize>), Malformed> {
    let mut inside = asn1::only_sequence(value)?;
    if inside.is_empty() {
        return Err(Malformed);
    }
    let mut skip = |tag| match inside.optional(tag)?.map(|skip| skip.content) {
        None => Ok(None),
        Some([]) => Err(Malformed),
        Some([first, ..]) if first & 0x80 != 0 => Err(Malformed),
        Some(octets) => Ok(Some(octets.iter().fold(0usize, |value, octet| value.saturating_mul(256).saturating_add(usize::from(*octet))))),
    };
    let limits = (skip(0x80)?, skip(0x81)?);
    inside.finish()?;
    Ok(limits)
}
