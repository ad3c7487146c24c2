//! What a change of an endpoint would come to, without making it.

use super::{Endpoint, EndpointCertificate, EndpointChange, fitness, must_hold_keys};
use crate::{
    certificate::Certificate,
    error::{Error, Result},
    store::{EndpointSettings, Entry, Get, StoreName},
};

/// What it would serve with.
enum Planned {
    /// One that is in the store.
    Known(Entry),
    /// One that would come into it.
    Foreign(Certificate),
    /// One that would be made.
    Made,
}

impl Endpoint {
    /// As `https`, which refuses what is refused here.
    pub(super) fn would_serve(
        &self,
        before: EndpointSettings,
        secure: impl Fn(&mut EndpointSettings),
        certificate: &EndpointCertificate<'_>,
    ) -> Result<EndpointChange> {
        if self.store.is_locked() {
            return Err(Error::StoreLocked { action: "set up an endpoint" });
        }
        let now = self.store.now();
        let planned = match certificate {
            EndpointCertificate::Generated => self.own(&before)?.map_or(Planned::Made, Planned::Known),
            EndpointCertificate::Keep if self.is_due(&before)? => Planned::Made,
            EndpointCertificate::Keep => Planned::Known(self.provided_entry(&before)?),
            EndpointCertificate::Stored(thumbprint) => Planned::Known(self.store.get_with(*thumbprint, &Get::any())?),
            EndpointCertificate::SelfSigned(wanted) => match self.store.described(wanted, &StoreName::Personal)? {
                Some(entry) => Planned::Known(entry),
                None => {
                    fitness::must_be_fit(wanted.issue(now)?.certificate(), now.utc)?;
                    Planned::Made
                }
            },
            EndpointCertificate::File { data, password, store } => {
                let leaf = self.leaf_of_file(data, *password)?;
                match self.known(leaf.sha256())?.filter(Entry::has_private_key) {
                    Some(entry) => Planned::Known(entry),
                    None => {
                        must_hold_keys(store)?;
                        self.store.must_have(store)?;
                        Planned::Foreign(leaf)
                    }
                }
            }
        };
        let is_own = match certificate {
            EndpointCertificate::Generated => true,
            EndpointCertificate::Keep => before.generated,
            _ => false,
        };
        if let Planned::Known(entry) = &planned
            && !is_own
        {
            fitness::must_serve(entry, now.utc)?;
        }
        let (mut settings, changed) = self.set(|settings| {
            secure(settings);
            let sha256 = match &planned {
                Planned::Known(entry) => Some(entry.sha256()),
                Planned::Foreign(leaf) => Some(leaf.sha256()),
                Planned::Made => None,
            };
            settings.generated = match certificate {
                EndpointCertificate::Generated => true,
                EndpointCertificate::Keep => settings.generated || sha256.is_none(),
                _ => settings.generated && sha256.is_some() && settings.certificate == sha256,
            };
            settings.certificate = sha256;
        })?;
        match planned {
            Planned::Known(_) => self.told(settings, changed, Vec::new()),
            Planned::Made => self.told(settings, true, Vec::new()),
            Planned::Foreign(leaf) => {
                let warnings = fitness::warnings(&leaf, &self.host_or_local(), false, now.utc);
                settings.certificate = None;
                Ok(EndpointChange { settings, certificate: None, changed: true, warnings })
            }
        }
    }

    /// Whether there are settings to forget.
    pub(super) fn would_forget(&self) -> Result<bool> {
        if self.store.is_locked() {
            return Err(Error::StoreLocked { action: "forget an endpoint" });
        }
        self.store.has_endpoint(&self.name)
    }
}
