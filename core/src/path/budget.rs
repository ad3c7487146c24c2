//! How much work one call may make beyond the building of paths.

/// More comparisons than any real chain asks for; a CA with 500 constraints and a leaf with 500 names come to this.
const MAX_COMPARISONS: u64 = 250_000;
/// Certificates looked up in CRLs, each of which may be large.
const MAX_LOOKUPS: u64 = 100;

/// What is left.
#[derive(Debug)]
pub(super) struct Budget {
    comparisons: u64,
    lookups: u64,
}

/// More was asked for than is allowed: of what, and how much that would be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exhausted {
    pub(super) limit: u64,
    pub(super) unit: &'static str,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { comparisons: MAX_COMPARISONS, lookups: MAX_LOOKUPS }
    }

    #[cfg(test)]
    pub(super) fn of_comparisons(comparisons: u64) -> Self {
        Self { comparisons, ..Self::new() }
    }

    /// Takes comparisons of a name with a constraint.
    pub(super) fn compare(&mut self, count: u64) -> Result<(), Exhausted> {
        let exhausted = Exhausted { limit: MAX_COMPARISONS, unit: "comparisons of names" };
        self.comparisons = self.comparisons.checked_sub(count).ok_or(exhausted)?;
        Ok(())
    }

    /// Takes the look-up of a certificate in a CRL, with the verification of its signature where that is the first.
    pub(super) fn look_up(&mut self) -> Result<(), Exhausted> {
        self.lookups = self.lookups.checked_sub(1).ok_or(Exhausted { limit: MAX_LOOKUPS, unit: "look-ups in CRLs" })?;
        Ok(())
    }
}
