//! The roots that the operating system trusts.

use std::sync::Arc;

use crate::{certificate::Certificate, store::Store};

/// Which roots of the system count, beside those of the store. They are held to the rules for public CAs (profile `WebPki`); a CA of
/// one's own, which keeps to fewer, belongs into TrustedRoot.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum SystemRoots {
    /// These, in place of the system's.
    Given(Arc<[Certificate]>),
    /// None.
    None,
    /// Those of the operating system, read once for each open store.
    #[default]
    Os,
}

impl SystemRoots {
    pub(super) fn of(&self, store: &Store) -> Arc<[Certificate]> {
        match self {
            Self::Given(roots) => roots.clone(),
            Self::None => Arc::default(),
            Self::Os => store.system_roots(read),
        }
    }
}

/// What cannot be read is not trusted.
fn read() -> Arc<[Certificate]> {
    rustls_native_certs::load_native_certs().certs.iter().filter_map(|root| Certificate::from_der(root).ok()).collect()
}
