//! Building paths (RFC 4158): from the leaf upward over every certificate that might be the issuer, the likeliest first.
//!
//! Two searches. The first goes only over certificates with which nothing is wrong and signatures that are right; the first
//! path of it that validation accepts is the answer. If there is none, the second goes over all, a few paths far, so that the
//! reasons can be told. A certificate whose name and key stand in the path already is never added: without the loop the path
//! is as good. Certificates from which no root can be reached by names are left out before any signature is looked at.

use std::{
    cell::OnceCell,
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    Anchor, Question, TrustAnchor, Verified, alone,
    budget::{Budget, Exhausted},
    facts::{Facts, Role},
    revocation::Known,
    validate::{self, Checked, End, Path, Step},
};
use crate::{
    asn1::Malformed,
    certificate::{Certificate, algorithm, comparable::Comparable},
    error::{Error, Result, visible},
    reason::{Fault, Reason, RefusedPath},
};

/// Signatures that are verified in one call.
const MAX_SIGNATURES: u64 = 100;
/// Edges that the first search looks at.
const MAX_STEPS: u64 = 20_000;
/// Complete paths that are validated in the first search.
const MAX_PATHS: u64 = 100;
/// Certificates of a path without its root.
const MAX_LENGTH: usize = 31;
/// Edges, paths and signatures of the second search, which only tells the reasons.
const MORE_STEPS: u64 = 1000;
const MORE_PATHS: u64 = 10;
const MORE_SIGNATURES: u64 = 20;
/// Certificates that are taken at all.
const MAX_CERTIFICATES: usize = 10_000;

/// A certificate that may stand in a path.
struct Node<'a> {
    facts: Facts<'a>,
    subject: NameId,
    issuer: NameId,
    key: KeyId,
    /// What is wrong with it as an intermediate.
    faults: OnceCell<Vec<Fault>>,
    /// A root may be above it.
    reachable: bool,
}

/// A root.
struct Root<'a> {
    anchor: &'a TrustAnchor,
    /// `None` for a name with its key.
    facts: Option<Facts<'a>>,
    subject: NameId,
    key: KeyId,
    faults: OnceCell<Vec<Fault>>,
}

type NameId = usize;
type KeyId = usize;

/// Which search is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    Right,
    Any,
}

/// Why a search ended before its end.
enum Stop {
    Found(Verified),
    Limit(Exhausted),
}

impl From<Exhausted> for Error {
    fn from(Exhausted { limit, unit }: Exhausted) -> Self {
        Self::WorkLimit { what: "the search for a path to a root".to_owned(), asked: limit + 1, limit, unit }
    }
}

struct Builder<'a> {
    question: &'a Question<'a>,
    /// The leaf first.
    nodes: Vec<Node<'a>>,
    /// Those above which a root may be, by name and then by key.
    by_subject: HashMap<NameId, BTreeMap<KeyId, Vec<usize>>>,
    roots_by_subject: HashMap<NameId, Vec<usize>>,
    roots: Vec<Root<'a>>,
    keys: Vec<&'a [u8]>,
    leaf_faults: Vec<Fault>,
    checked: HashMap<(usize, KeyId), Checked>,
    signatures_left: u64,
    steps_left: u64,
    paths_left: u64,
    budget: Budget,
    revocations: Known,
    /// The one path there is ends where paths may not grow longer.
    ends_at_the_bound: bool,
    refused: Vec<RefusedPath>,
    tried: HashSet<(Vec<usize>, usize)>,
}

/// Looks for a path from the leaf to a root.
pub(super) fn search<'a>(leaf: &'a Certificate, rest: &'a [Certificate], question: &'a Question<'a>) -> Result<Verified> {
    let mut builder = Builder::new(leaf, rest, question)?;
    if builder.leaf_faults.is_empty() && builder.nodes[0].reachable {
        match builder.climb(&mut vec![0], Search::Right) {
            Ok(()) => {}
            Err(Stop::Found(verified)) => return Ok(verified),
            // reasons of the paths that were tried would be no verdict: a right one may lie beyond the bound
            Err(Stop::Limit(limit)) => return Err(limit.into()),
        }
    }
    builder.steps_left = MORE_STEPS;
    builder.paths_left = MORE_PATHS;
    builder.signatures_left += MORE_SIGNATURES;
    let mut limit = None;
    if builder.nodes[0].reachable {
        match builder.climb(&mut vec![0], Search::Any) {
            Ok(()) => {}
            Err(Stop::Found(verified)) => return Ok(verified),
            // no path is right, as is known by now: what stops this search only leaves refused ones out
            Err(Stop::Limit(stopped)) => limit = Some(stopped),
        }
    }
    if builder.refused.is_empty() && limit.is_none() {
        limit = builder.refuse_incomplete().err();
    }
    match limit {
        // where its paths lead is not known; what is wrong with the leaf alone is
        Some(limit) if builder.refused.is_empty() && builder.leaf_faults.is_empty() => Err(limit.into()),
        Some(_) if builder.refused.is_empty() => {
            builder.refuse_leaf();
            Err(builder.verdict())
        }
        _ => Err(builder.verdict()),
    }
}

impl<'a> Builder<'a> {
    fn new(leaf: &'a Certificate, rest: &'a [Certificate], question: &'a Question<'a>) -> Result<Self> {
        let mut names = Interned::default();
        let mut keys = Interned::default();
        let mut nodes = Vec::new();
        let mut seen = HashSet::new();
        let count = 1 + rest.len() + question.intermediates.len() + question.roots.len();
        if count > MAX_CERTIFICATES {
            let (asked, limit) = (count as u64, MAX_CERTIFICATES as u64);
            return Err(Error::WorkLimit { what: "the chain".to_owned(), asked, limit, unit: "certificates" });
        }
        for certificate in std::iter::once(leaf).chain(rest).chain(question.intermediates) {
            if !seen.insert(certificate.der()) {
                continue;
            }
            let facts = Facts::of(certificate)?;
            let (subject, issuer) = (names.id(facts.subject.clone()), names.id(facts.issuer.clone()));
            let key = keys.id(certificate.public_key_der());
            nodes.push(Node { facts, subject, issuer, key, faults: OnceCell::new(), reachable: false });
        }
        let mut roots = Vec::new();
        for anchor in question.roots {
            let (facts, subject, key) = match &anchor.0 {
                Anchor::Certificate(certificate) => {
                    let facts = Facts::of(certificate)?;
                    let subject = names.id(facts.subject.clone());
                    (Some(facts), subject, keys.id(certificate.public_key_der()))
                }
                Anchor::Key { name, public_key } => {
                    let subject = Comparable::of(name.der()).map_err(|Malformed| Error::internal("a name that was read is malformed"))?;
                    (None, names.id(subject), keys.id(public_key.as_slice()))
                }
            };
            roots.push(Root { anchor, facts, subject, key, faults: OnceCell::new() });
        }
        mark_reachable(&mut nodes, &roots);
        let leaf_faults = alone::faults(&nodes[0].facts, Role::Leaf, question);
        let keys = keys.into_values();
        let mut roots_by_subject: HashMap<NameId, Vec<usize>> = HashMap::new();
        for (index, root) in roots.iter().enumerate() {
            roots_by_subject.entry(root.subject).or_default().push(index);
        }
        Ok(Self {
            question,
            by_subject: by_subject(&nodes, |node| node.reachable),
            nodes,
            roots_by_subject,
            roots,
            keys,
            leaf_faults,
            checked: HashMap::new(),
            signatures_left: MAX_SIGNATURES,
            steps_left: MAX_STEPS,
            paths_left: MAX_PATHS,
            budget: Budget::new(),
            revocations: Known::default(),
            ends_at_the_bound: false,
            refused: Vec::new(),
            tried: HashSet::new(),
        })
    }

    /// Goes up from the last certificate of a path, every way.
    fn climb(&mut self, path: &mut Vec<usize>, search: Search) -> Result<(), Stop> {
        let Some(&last) = path.last() else { return Ok(()) };
        for root in self.roots_above(last, search)? {
            self.complete(path, root)?;
        }
        if path.len() == MAX_LENGTH || self.is_too_deep(path, search) {
            return Ok(());
        }
        for next in self.nodes_above(path, search)? {
            path.push(next);
            let outcome = self.climb(path, search);
            path.pop();
            outcome?;
        }
        Ok(())
    }

    /// Nothing longer than the caller allows can be right.
    fn is_too_deep(&self, path: &[usize], search: Search) -> bool {
        let intermediates = path.iter().skip(1).filter(|node| self.nodes[**node].subject != self.nodes[**node].issuer).count();
        search == Search::Right && self.question.max_depth.is_some_and(|most| intermediates > most)
    }

    fn roots_above(&mut self, last: usize, search: Search) -> Result<Vec<usize>, Stop> {
        let mut found = Vec::new();
        for root in self.roots_by_subject.get(&self.nodes[last].issuer).cloned().unwrap_or_default() {
            self.step()?;
            let own = self.is_own_root(last, root);
            if search == Search::Right && !own && !self.root_faults(root).is_empty() {
                continue;
            }
            let checked = self.check(last, self.roots[root].key)?;
            if search == Search::Right && checked != Checked::Right {
                continue;
            }
            found.push((checked != Checked::Right, if own { 0 } else { self.root_faults(root).len() }, root));
        }
        Ok(best(found))
    }

    fn nodes_above(&mut self, path: &[usize], search: Search) -> Result<Vec<usize>, Stop> {
        let Some(&last) = path.last() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for next in self.twins_above(path, self.nodes[last].issuer) {
            self.step()?;
            if search == Search::Right && !self.node_faults(next).is_empty() {
                continue;
            }
            let checked = self.check(last, self.nodes[next].key)?;
            if search == Search::Right && checked != Checked::Right {
                continue;
            }
            let (above, below) = (self.nodes[next].facts.certificate, self.nodes[last].facts.certificate);
            let differs = matches!((below.authority_key_id(), above.subject_key_id()), (Some(named), Some(own)) if named != own);
            let rank = (self.node_faults(next).len(), differs, Reverse(above.not_after()));
            found.push((checked != Checked::Right, rank, next));
        }
        Ok(best(found))
    }

    /// The certificates of a name, but those whose name and key stand in the path already, which cost no look at each.
    fn twins_above(&self, path: &[usize], name: NameId) -> Vec<usize> {
        let Some(by_key) = self.by_subject.get(&name) else { return Vec::new() };
        let stands_there = |key: KeyId| path.iter().any(|node| self.nodes[*node].subject == name && self.nodes[*node].key == key);
        let mut left = usize::try_from(self.steps_left).unwrap_or(usize::MAX).saturating_add(1); // what ends the search is among them
        let mut found = Vec::new();
        for twins in by_key.iter().filter(|(key, _)| !stands_there(**key)).map(|(_, twins)| twins) {
            found.extend(twins.iter().take(left));
            left -= twins.len().min(left);
        }
        found
    }

    /// The leaf is itself a root that signed itself.
    fn is_own_root(&self, last: usize, root: usize) -> bool {
        let leaf = self.nodes[last].facts.certificate;
        last == 0 && self.roots[root].facts.as_ref().is_some_and(|root| root.certificate == leaf)
    }

    /// Validates a path that has come to a root.
    fn complete(&mut self, path: &[usize], root: usize) -> Result<(), Stop> {
        if !self.tried.insert((path.to_vec(), root)) {
            return Ok(());
        }
        self.paths_left = self.paths_left.checked_sub(1).ok_or(Stop::Limit(Exhausted { limit: MAX_PATHS, unit: "paths" }))?;
        let reasons = self.judge(path, Some(root))?;
        let own = self.is_own_root(path[path.len() - 1], root);
        if reasons.is_empty() {
            let mut certificates: Vec<Certificate> = path.iter().map(|node| self.nodes[*node].facts.certificate.clone()).collect();
            let anchor = self.roots[root].anchor;
            certificates.extend(anchor.certificate().filter(|_| !own).cloned());
            return Err(Stop::Found(Verified { path: certificates, anchor: anchor.clone() }));
        }
        let above = (!own).then(|| visible(&self.roots[root].anchor.name().to_string()));
        self.refuse(path, above, reasons);
        Ok(())
    }

    fn refuse(&mut self, path: &[usize], root: Option<String>, reasons: Vec<Reason>) {
        let subjects = path.iter().map(|node| self.nodes[*node].facts.shown());
        self.refused.push(RefusedPath { path: subjects.chain(root).collect(), reasons });
    }

    /// Keeps the likeliest path that ends before any root.
    fn refuse_incomplete(&mut self) -> Result<(), Exhausted> {
        let mut path = vec![0];
        self.by_subject = by_subject(&self.nodes, |_| true);
        while path.len() < MAX_LENGTH
            && let Ok(above) = self.nodes_above(&path, Search::Any)
            && let Some(next) = above.first()
        {
            path.push(*next);
        }
        self.ends_at_the_bound = path.len() == MAX_LENGTH && self.nodes_above(&path, Search::Any).is_ok_and(|above| !above.is_empty());
        match self.judge(&path, None) {
            Ok(reasons) => self.refuse(&path, None, reasons),
            Err(Stop::Limit(limit)) => return Err(limit),
            Err(Stop::Found(_)) => {} // a path without a root never is
        }
        Ok(())
    }

    fn refuse_leaf(&mut self) {
        let certificate = self.nodes[0].facts.shown();
        let reason = |fault: &Fault| Reason { place: 0, certificate: certificate.clone(), fault: fault.clone() };
        let reasons = self.leaf_faults.iter().map(reason).collect();
        self.refuse(&[0], None, reasons);
    }

    fn judge(&mut self, path: &[usize], root: Option<usize>) -> Result<Vec<Reason>, Stop> {
        let mut signatures = Vec::with_capacity(path.len());
        for (place, node) in path.iter().enumerate() {
            let key = path.get(place + 1).map(|above| self.nodes[*above].key).or(root.map(|root| self.roots[root].key));
            signatures.push(match key {
                Some(key) => self.check(*node, key)?,
                None => Checked::NoIssuer,
            });
        }
        // what borrows from the builder is apart from what is spent
        let (mut budget, mut revocations) = (std::mem::replace(&mut self.budget, Budget::new()), std::mem::take(&mut self.revocations));
        let end = match root.map(|root| (root, &self.roots[root])) {
            None if self.ends_at_the_bound => End::TooDeep,
            None => End::Nowhere,
            Some((root, _)) if self.is_own_root(path[path.len() - 1], root) => End::Leaf,
            Some((root, Root { facts: Some(facts), .. })) => End::Certificate(facts, self.root_faults(root)),
            Some((_, Root { anchor, key, .. })) => End::Key { shown: visible(&anchor.name().to_string()), public_key: self.keys[*key] },
        };
        let steps = path.iter().zip(signatures).enumerate().map(|(place, (node, signature))| {
            let faults = if place == 0 { &self.leaf_faults } else { self.node_faults(*node) };
            Step { facts: &self.nodes[*node].facts, faults, signature }
        });
        let path = Path { steps: steps.collect(), end };
        let reasons = validate::reasons(&path, self.question, &mut budget, &mut revocations);
        (self.budget, self.revocations) = (budget, revocations);
        reasons.map_err(Stop::Limit)
    }

    fn node_faults(&self, node: usize) -> &[Fault] {
        self.nodes[node].faults.get_or_init(|| alone::faults(&self.nodes[node].facts, Role::Intermediate, self.question))
    }

    fn root_faults(&self, root: usize) -> &[Fault] {
        let Root { facts, faults, .. } = &self.roots[root];
        faults.get_or_init(|| facts.as_ref().map_or_else(Vec::new, |facts| alone::faults(facts, Role::Anchor, self.question)))
    }

    fn step(&mut self) -> Result<(), Stop> {
        self.steps_left = self.steps_left.checked_sub(1).ok_or(Stop::Limit(Exhausted { limit: MAX_STEPS, unit: "steps" }))?;
        Ok(())
    }

    /// Whether a key verifies a certificate's signature, looked at once.
    fn check(&mut self, node: usize, key: KeyId) -> Result<Checked, Stop> {
        if let Some(checked) = self.checked.get(&(node, key)) {
            return Ok(*checked);
        }
        let certificate = self.nodes[node].facts.certificate;
        let checked = if algorithm::is_weak(certificate.signature_algorithm_der()) {
            Checked::Weak
        } else {
            let limit = Stop::Limit(Exhausted { limit: MAX_SIGNATURES, unit: "signatures" });
            self.signatures_left = self.signatures_left.checked_sub(1).ok_or(limit)?;
            match certificate.is_signed_with(self.keys[key]) {
                Some(true) => Checked::Right,
                Some(false) => Checked::Wrong,
                None => Checked::Unsupported,
            }
        };
        self.checked.insert((node, key), checked);
        Ok(checked)
    }

    /// The refused path with the fewest reasons, and among those the shortest, with all the others.
    fn verdict(mut self) -> Error {
        self.refused.sort_by_key(|refused| (refused.reasons.len(), refused.path.len()));
        let mut refused = self.refused.into_iter();
        match refused.next() {
            Some(RefusedPath { path, reasons }) => Error::Untrusted { path, reasons, others: refused.collect() },
            None => Error::internal("a search for a path told nothing"),
        }
    }
}

/// The best first: whether the signature is not right, a rank, what is ranked. Where some have right signatures, only those.
fn best<Rank: Ord>(mut found: Vec<(bool, Rank, usize)>) -> Vec<usize> {
    found.sort();
    let some_right = found.first().is_some_and(|(wrong, ..)| !wrong);
    found.into_iter().filter(|(wrong, ..)| !(some_right && *wrong)).map(|(.., index)| index).collect()
}

/// The certificates above the leaf that are wanted, by name and key.
fn by_subject(nodes: &[Node<'_>], wanted: impl Fn(&Node<'_>) -> bool) -> HashMap<NameId, BTreeMap<KeyId, Vec<usize>>> {
    let mut found: HashMap<NameId, BTreeMap<KeyId, Vec<usize>>> = HashMap::new();
    for (index, node) in nodes.iter().enumerate().skip(1).filter(|(_, node)| wanted(node)) {
        found.entry(node.subject).or_default().entry(node.key).or_default().push(index);
    }
    found
}

/// Goes down from the names of the roots.
fn mark_reachable(nodes: &mut [Node<'_>], roots: &[Root<'_>]) {
    let mut by_issuer: HashMap<NameId, Vec<usize>> = HashMap::new();
    for (index, node) in nodes.iter().enumerate() {
        by_issuer.entry(node.issuer).or_default().push(index);
    }
    let mut open: Vec<NameId> = roots.iter().map(|root| root.subject).collect();
    let mut seen: HashSet<NameId> = HashSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        for index in by_issuer.remove(&name).unwrap_or_default() {
            nodes[index].reachable = true;
            open.push(nodes[index].subject);
        }
    }
}

/// Values with small numbers in their place.
struct Interned<T> {
    ids: HashMap<T, usize>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { ids: HashMap::new() }
    }
}

impl<T: std::hash::Hash + Eq> Interned<T> {
    fn id(&mut self, value: T) -> usize {
        let next = self.ids.len();
        *self.ids.entry(value).or_insert(next)
    }

    fn into_values(self) -> Vec<T> {
        let mut values: Vec<(T, usize)> = self.ids.into_iter().collect();
        values.sort_by_key(|(_, id)| *id);
        values.into_iter().map(|(value, _)| value).collect()
    }
}
