//! What could go: what is not required, and whose time is over.

use crate::{
    error::Result,
    store::{Store, StoreName, is_same_scope as is_same},
};

use super::overview::{OverviewOptions, Unneeded};

/// What is looked for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CleanupOptions {
    /// Only what served in this scope, such as one database.
    pub scope: Option<String>,
    /// Those with a private key of which no role is known, too: somebody may use them without saying so, and one that has expired may
    /// still decrypt.
    pub unassigned: bool,
}

impl CleanupOptions {
    /// Only what served in this scope.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Those of which no role is known, too.
    pub fn unassigned(mut self) -> Self {
        self.unassigned = true;
        self
    }
}

/// A certificate that could go, and why.
pub type Leftover = Unneeded;

impl Store {
    /// The certificates that could go: none that is required, none that is trusted or a chain may need (those in TrustedRoot,
    /// TrustedPeople and Intermediate) before it has expired, and none that the journal says was assigned where no assignment of it is
    /// known. Nothing is removed: [`delete_all`](Self::delete_all) does that.
    ///
    /// # Errors
    /// As [`overview`](Self::overview).
    pub fn leftovers(&self, options: &CleanupOptions) -> Result<Vec<Leftover>> {
        let now = self.now().utc;
        let looked_over = OverviewOptions { scope: options.scope.clone(), all: true };
        let is_for_others = |name: &StoreName| name.is_trust() || *name == StoreName::Intermediate;
        let ever_assigned = self.ever_assigned()?;
        let could_go = |one: &Leftover| {
            let (entry, is_kept) = (&one.entry, one.entry.not_after() >= now && one.entry.stores().iter().any(is_for_others));
            let places = ever_assigned.get(&entry.thumbprint().to_string()).map(Vec::as_slice).unwrap_or_default();
            let is_known =
                |(role, scope): &(String, String)| one.served.iter().any(|served| served.role == *role && is_same(served.scope.as_deref(), scope));
            let lost = !places.iter().all(is_known);
            !is_kept && !lost && (one.is_over || options.unassigned && entry.has_private_key())
        };
        Ok(self.not_required(&self.uses()?, &looked_over, now)?.into_iter().filter(could_go).collect())
    }
}
