//! The certificate of a role, made where there is none; never a new key in place of one that something is encrypted with.

use crate::{
    certificate::name::escape,
    error::{Error, Result},
    issue::{Host, Purpose, SelfSigned},
    store::{AddOptions, Assignment, Entry, Get, Place, Role, Store},
};

use super::renew::RenewOptions;

/// The longest common name, in characters (RFC 5280 appendix A.1, ub-common-name).
const MAX_COMMON_NAME: usize = 64;
/// How often it is tried where others are at it too.
const ATTEMPTS: usize = 64;

/// How a certificate is made for a role that has none.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ProvideOptions {
    /// Its subject: a plain name, or an RFC 4514 string. Unless said, the host's first name for servers, else role and scope.
    pub subject: Option<String>,
    /// The host whose names and addresses a server's certificate is for; unless said, the one that this runs on.
    pub host: Option<Host>,
}

impl ProvideOptions {
    /// With this subject.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// For this host.
    pub fn host(mut self, host: Host) -> Self {
        self.host = Some(host);
        self
    }
}

/// The certificate of a role.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Provided {
    /// The certificate, whose key is in the store.
    pub entry: Entry,
    /// It was made, or renewed, by this call.
    pub made: bool,
}

impl Store {
    /// The certificate that is current for a role, in a scope or in the whole installation; where there is none yet, one is made with
    /// the role's defaults and assigned. Exactly one is made, however many processes ask at once. One that is not valid where that
    /// matters, is self-signed and may be renewed, is renewed, but never one of an essential role: `renew` does that when asked to.
    ///
    /// The key of an essential role is never made anew: where one was ever assigned here and is not now, or is not readable, that is
    /// an error. Only the journal and the assignments say whether one was: a host that moves from elsewhere imports and assigns first.
    ///
    /// # Errors
    /// [`Error::Missing`], which names the last backup that holds the key; [`Error::OtherInstallation`] where a key would be made;
    /// [`Error::UnknownRole`], [`Error::InvalidArgument`], [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn provide(&self, role: &str, scope: Option<&str>, options: &ProvideOptions) -> Result<Provided> {
        let place = Place::new(role, scope)?;
        let role = self.role(&place.role)?;
        for _ in 0..ATTEMPTS {
            if let Some(current) = self.current(&place)? {
                match self.serving(&role, &place, &current)? {
                    Some(entry) if self.is_to_be_renewed(&role, &entry)? => {
                        let renewed = self.renew(&entry, &RenewOptions::default())?;
                        // whatever is current by then
                        match self.current(&place)?.filter(|current| current.sha256 == renewed.entry.sha256()) {
                            Some(_) => return Ok(Provided { entry: renewed.entry, made: renewed.changed }),
                            None => continue,
                        }
                    }
                    Some(entry) => return Ok(Provided { entry, made: false }),
                    None if role.essential => return Err(self.missing(&place, Some(current.thumbprint))),
                    None => {}
                }
            }
            // before a key is made, which can take a while, whatever speaks against it
            self.put_assigned(None, &place, &AddOptions::default())?;
            let wanted = describe(&role, &place, options)?;
            let identity = wanted.issue(self.now())?;
            let name = place.scope().map_or_else(|| role.name.clone(), |scope| format!("{} {scope}", role.name));
            if let Some(entry) = self.put_assigned(Some(&identity), &place, &AddOptions::default().friendly_name(name))? {
                return Ok(Provided { entry, made: true });
            }
        }
        Err(Error::Busy { path: format!("the role {place} of {}", self.path().display()) })
    }

    /// The current certificate, if it is here with its key; an essential key must also open.
    fn serving(&self, role: &Role, place: &Place, current: &Assignment) -> Result<Option<Entry>> {
        let entry = match self.get_with(current.sha256, &Get::any()) {
            Err(Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        match entry.identity() {
            Ok(_) => Ok(Some(entry)),
            Err(Error::NoPrivateKey { .. }) => Ok(None),
            Err(Error::Tampered { .. } | Error::KeyMismatch { .. }) if role.essential => Err(self.missing(place, Some(current.thumbprint))),
            Err(error) => Err(error),
        }
    }

    /// Whether it is of no use any more, where that matters, and can be renewed here without exchanging a key that something is encrypted
    /// with.
    fn is_to_be_renewed(&self, role: &Role, entry: &Entry) -> Result<bool> {
        if role.essential || !role.expiry_matters || !role.renewable || !entry.is_self_signed() || entry.is_valid_at(self.now().utc) {
            return Ok(false);
        }
        let roles = self.roles()?;
        let is_essential = |one: &Assignment| one.until.is_none() && roles.iter().any(|role| role.name == one.role && role.essential);
        Ok(!entry.assignments()?.iter().any(is_essential))
    }
}

/// What is made for a role by its defaults.
fn describe(role: &Role, place: &Place, options: &ProvideOptions) -> Result<SelfSigned> {
    let serves = matches!(role.purpose, Purpose::Server | Purpose::Both);
    let host = if serves { options.host.clone().unwrap_or_else(Host::local) } else { Host::default() };
    let subject = match (&options.subject, host.names.first()) {
        (Some(subject), _) => subject.clone(),
        (None, Some(name)) => name.clone(),
        (None, None) => {
            let whole = place.scope().map_or_else(|| role.name.clone(), |scope| format!("{} {scope}", role.name));
            let mut subject = "CN=".to_owned();
            escape(whole.chars().take(MAX_COMMON_NAME).collect::<String>().trim(), &mut subject);
            subject
        }
    };
    let wanted = SelfSigned::new(&subject)?.host(&host).purpose(role.purpose);
    Ok(match role.default_key {
        Some(key) => wanted.key(key),
        None => wanted,
    })
}
