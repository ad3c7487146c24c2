//! What a backup by export takes: the certificates that roles need; and what it leaves out, with why.

use std::collections::{HashMap, HashSet};

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    certificate::Thumbprint,
    error::{Result, visible},
    store::{Assignment, Entry, KeyState, Role, Store, is_same_scope},
};

/// A certificate that a backup takes, with what it is for.
pub(super) struct Chosen {
    pub(super) entry: Entry,
    /// Current and retained ones, of roles that are in the backup.
    pub(super) assignments: Vec<Assignment>,
}

/// A certificate that a backup does not hold, and why.
///
/// Serialized: `thumbprint`, `role`, `scope`, `subject` (null where the certificate is not here), `why`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// SHA-1 of the certificate.
    pub thumbprint: Thumbprint,
    /// The role that it serves; empty where it serves none.
    pub role: String,
    /// Where; `None`: in the whole installation.
    pub scope: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Why it is not in the backup.
    pub why: String,
}

impl Serialize for LeftOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("LeftOut", 5)?;
        fields.serialize_field("thumbprint", &self.thumbprint.to_string())?;
        fields.serialize_field("role", &self.role)?;
        fields.serialize_field("scope", &self.scope)?;
        fields.serialize_field("subject", &self.subject)?;
        fields.serialize_field("why", &self.why)?;
        fields.end()
    }
}

/// What is taken and what is not.
pub(super) struct Choice {
    /// By role and scope, each certificate once.
    pub(super) taken: Vec<Chosen>,
    /// The roles of the host's own that these serve.
    pub(super) roles: Vec<Role>,
    /// Left out because their roles are not in the backup.
    pub(super) left_out: Vec<LeftOut>,
    /// What should be in it, and cannot: certificate or key is not here, or does not open.
    pub(super) lacking: Vec<LeftOut>,
}

impl Choice {
    /// What the store's roles need, in one scope or in all.
    pub(super) fn of(store: &Store, scope: Option<&str>) -> Result<Self> {
        let uses = store.uses()?;
        let mut choice = Self { taken: Vec::new(), roles: Vec::new(), left_out: Vec::new(), lacking: Vec::new() };
        let mut taken: HashMap<Thumbprint, usize> = HashMap::new();
        let mut own_roles = HashSet::new();
        let in_scope = |assignment: &Assignment| scope.is_none_or(|scope| is_same_scope(assignment.scope.as_deref(), scope));
        for held in uses.held.into_iter().filter(|held| in_scope(&held.assignment)) {
            let role = uses.roles.iter().find(|role| role.name == held.assignment.role);
            let left_out = |why: &str| LeftOut {
                thumbprint: held.assignment.thumbprint,
                role: held.assignment.role.clone(),
                scope: held.assignment.scope.clone(),
                subject: held.entry.as_ref().map(|entry| visible(&entry.subject().to_string())),
                why: why.to_owned(),
            };
            // a role that is not defined any more may be one that loses everything
            if role.is_some_and(|role| !role.in_backup) {
                choice.left_out.push(left_out("certificates of its role can be made again"));
                continue;
            }
            let why = match (&held.entry, held.key) {
                (None, _) => "the certificate is not in the store",
                (_, KeyState::Missing) => "its private key is not in the store",
                (_, KeyState::Unreadable) => "its private key does not open",
                (Some(entry), KeyState::Good) => {
                    let at = *taken.entry(held.assignment.sha256).or_insert_with(|| {
                        choice.taken.push(Chosen { entry: entry.clone(), assignments: Vec::new() });
                        choice.taken.len() - 1
                    });
                    choice.taken[at].assignments.push(held.assignment.clone());
                    if let Some(role) = role.filter(|role| !role.is_built_in() && own_roles.insert(role.name.clone())) {
                        choice.roles.push(role.clone());
                    }
                    continue;
                }
            };
            choice.lacking.push(left_out(why));
        }
        Ok(choice)
    }

    /// SHA-256 of what is taken.
    pub(super) fn hashes(&self) -> Vec<[u8; 32]> {
        self.taken.iter().map(|chosen| Thumbprint::sha256_of(chosen.entry.der())).collect()
    }
}
