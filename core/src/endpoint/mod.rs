//! The security settings of a server port: off, HTTP, or HTTPS with a certificate; what a host gets to serve with.
//!
//! `fitness` says whether a certificate can be a server's; `live` follows the store, so that a change is served at once, and
//! `tls` does so for rustls. `dry_run` tells what a change would come to. `apply` writes for servers that read files, `check` looks
//! at what is really served, and `share` makes other machines trust it. `tls`, `apply` and `check` are there with the feature `tls`.

#[cfg(feature = "tls")]
mod apply;
#[cfg(feature = "tls")]
mod check;
mod dry_run;
mod fitness;
mod live;
#[cfg(feature = "tls")]
mod reload;
#[cfg(feature = "tls")]
mod replace;
mod share;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;

use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result, visible},
    format::{Content, ReadOptions, read},
    issue::{Host, SelfSigned},
    key::Identity,
    store::{AddOptions, EndpointSettings, EndpointState, Entry, Get, ImportOptions, Store, StoreName, must_be_a_name},
};

#[cfg(feature = "tls")]
pub use self::{
    apply::{Applied, ApplyOptions, FileLayout},
    check::{EndpointCheck, Finding},
    tls::EndpointResolver,
};
pub use self::{
    live::LiveIdentity,
    share::{Instruction, Shared},
};

/// How often settings are tried that others change at the same time.
const ATTEMPTS: usize = 64;

/// One endpoint of a store, by its name. Nothing is written before it is set, or before its certificate is asked for.
#[derive(Clone, Debug)]
pub struct Endpoint {
    store: Store,
    name: String,
    subject: Option<String>,
    host: Option<Host>,
    dry_run: bool,
}

/// The certificate that an endpoint is to have.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum EndpointCertificate<'a> {
    /// One from a file, which comes into the store; where it has no key, the store has it.
    File {
        /// What is in the file.
        data: &'a [u8],
        /// Its password.
        password: Option<&'a str>,
        /// The named store that it comes into, if it is not in the store yet; not one that means trust.
        store: StoreName,
    },
    /// One that the endpoint makes by itself, and renews: the one that it has or had, where that is valid and what would be made,
    /// by subject, names, addresses and kind of key; else another one is made.
    Generated,
    /// The one that it has; a generated one if it has none.
    #[default]
    Keep,
    /// A self-signed one, made as described; it comes into Personal.
    SelfSigned(&'a SelfSigned),
    /// One that is in the store.
    Stored(Thumbprint),
}

/// What a change came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointChange {
    /// The settings as they are then.
    pub settings: EndpointSettings,
    /// The certificate; `None` where the endpoint has none.
    pub certificate: Option<Entry>,
    /// Whether anything is other than before.
    pub changed: bool,
    /// What is to be known.
    pub warnings: Vec<String>,
}

impl Store {
    /// The endpoint of this name; `api` is the usual one. Reads nothing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a name that is not of 1 to 64 letters a to z, digits, `-`, `_` and `.`, the first of them a
    /// letter or a digit.
    pub fn endpoint(&self, name: &str) -> Result<Endpoint> {
        must_be_a_name("endpoint", name)?;
        Ok(Endpoint { store: self.clone(), name: name.to_owned(), subject: None, host: None, dry_run: false })
    }
}

impl Endpoint {
    /// With this subject for the certificates that it makes by itself: a plain name, or an RFC 4514 string. Unless said, the
    /// host's first name.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// On this host; unless said, the one that this runs on. Its names and addresses come into the certificates that the
    /// endpoint makes, and those of others are compared with them.
    #[must_use]
    pub fn host(mut self, host: Host) -> Self {
        self.host = Some(host);
        self
    }

    /// For changes that are verified and told, and not made: refusals are those of the change itself. A certificate that would be
    /// made, or come from a file, is `None` in what is told. Who asks for one that is yet to be made is refused.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its settings: before any were set, HTTPS on port 9699 with a certificate yet to be made.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn settings(&self) -> Result<EndpointSettings> {
        Ok(self.store.endpoint_settings(&self.name)?.unwrap_or_else(|| EndpointSettings::initial(&self.name)))
    }

    /// Its settings, its certificate, and what is to be known of that: that it has expired, lacks a name of the host, or is no
    /// longer in the store, where it is `None`.
    ///
    /// # Errors
    /// As [`settings`](Self::settings).
    pub fn status(&self) -> Result<EndpointChange> {
        let settings = self.settings()?;
        self.told(settings, false, Vec::new())
    }

    /// Switches it off. Its certificate and port are kept.
    ///
    /// # Errors
    /// [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn disable(&self) -> Result<EndpointChange> {
        self.set(|settings| settings.state = EndpointState::Off).and_then(|(settings, changed)| self.told(settings, changed, Vec::new()))
    }

    /// Sets it to HTTP without TLS, which is for a network whose every part is trusted. Its certificate is kept.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for port 0; [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn http(&self, port: Option<u16>) -> Result<EndpointChange> {
        must_be_a_port(port)?;
        let (settings, changed) = self.set(|settings| {
            settings.state = EndpointState::Http;
            settings.port = port.unwrap_or(settings.port);
        })?;
        let warning = "HTTP protects nothing: whoever is on the way reads and changes what is sent; use it only in a safe intranet".to_owned();
        self.told(settings, changed, vec![warning])
    }

    /// Sets it to HTTPS with a certificate.
    ///
    /// A certificate is refused if its private key is not in the store or does not fit, if it is not valid now, if it is not
    /// for servers, or if its key is RSA below 2048 bits. Whether clients trust it is not looked at.
    ///
    /// # Errors
    /// [`Error::UnfitCertificate`]; [`Error::NoPrivateKey`], [`Error::NotFound`] also where one that was given is to be kept and is
    /// no longer in the store, [`Error::Ambiguous`] where a file holds several certificates that could be meant,
    /// [`Error::Unsupported`] where it has a key of a kind that cannot be used, what [`Store::import`] and [`SelfSigned::issue`] say;
    /// [`Error::InvalidArgument`] for port 0, and for TrustedRoot and TrustedPeople, into which no key is put;
    /// [`Error::StoreLocked`], [`Error::Tampered`]. Then nothing is changed.
    pub fn https(&self, port: Option<u16>, certificate: &EndpointCertificate<'_>) -> Result<EndpointChange> {
        must_be_a_port(port)?;
        let secure = |settings: &mut EndpointSettings| {
            settings.state = EndpointState::Https;
            settings.port = port.unwrap_or(settings.port);
        };
        let before = self.settings()?;
        self.generated()?; // whatever is wrong with it, before anything is changed
        if self.dry_run {
            return self.would_serve(before, secure, certificate);
        }
        let chosen = match certificate {
            EndpointCertificate::Keep => None,
            EndpointCertificate::Generated => {
                let own = self.own(&before)?.map(|entry| entry.sha256());
                let (settings, changed) = self.set(|settings| {
                    secure(settings);
                    settings.generated = true;
                    settings.certificate = own;
                })?;
                let (settings, made) = self.provided(settings)?;
                return self.told(settings, changed || made, Vec::new());
            }
            EndpointCertificate::Stored(thumbprint) => Some(self.store.get_with(*thumbprint, &Get::any())?),
            EndpointCertificate::SelfSigned(wanted) => {
                let options = AddOptions::to(StoreName::Personal).friendly_name(self.name.as_str());
                let must_fit = |certificate: &Certificate| fitness::must_be_fit(certificate, self.store.now().utc);
                Some(self.store.ensure_self_signed_if(wanted, &options, must_fit)?.entry)
            }
            EndpointCertificate::File { data, password, store } => Some(self.of_file(data, *password, store)?),
        };
        if let Some(entry) = chosen {
            fitness::must_serve(&entry, self.store.now().utc)?;
            let sha256 = entry.sha256();
            let (settings, changed) = self.set(|settings| {
                secure(settings);
                settings.generated = settings.generated && settings.certificate == Some(sha256);
                settings.certificate = Some(sha256);
            })?;
            return self.told(settings, changed, Vec::new());
        }
        if !before.generated && !self.is_due(&before)? {
            fitness::must_serve(&self.provided_entry(&before)?, self.store.now().utc)?;
        }
        let (settings, changed) = self.set(secure)?;
        let (settings, made) = self.provided(settings)?;
        self.told(settings, changed || made, Vec::new())
    }

    /// What it was before anything was set; its certificate stays in the store. Settings that were altered are taken away, too.
    ///
    /// # Errors
    /// [`Error::StoreLocked`].
    pub fn reset(&self) -> Result<EndpointChange> {
        let changed = if self.dry_run { self.would_forget()? } else { self.store.forget_endpoint(&self.name)? };
        self.told(EndpointSettings::initial(&self.name), changed, Vec::new())
    }

    /// Its certificate, as the store holds it. One that the endpoint makes by itself is made where there is none, and made anew
    /// where it has expired or is not valid yet; exactly one, however many processes ask at once.
    ///
    /// # Errors
    /// [`Error::EndpointState`] where it is not HTTPS; [`Error::NotFound`] where its certificate was given and is no longer in the
    /// store; [`Error::InvalidArgument`] in a dry run where it is yet to be made; [`Error::StoreLocked`], [`Error::Tampered`].
    pub fn certificate(&self) -> Result<Entry> {
        let (settings, _) = self.provided(self.settings()?)?;
        if settings.state != EndpointState::Https {
            return Err(Error::EndpointState { name: self.name.clone(), state: settings.state.word() });
        }
        self.provided_entry(&settings)
    }

    /// What it serves with: certificate, key and chain. A certificate that was given and has expired is served all the same,
    /// because clients then say so; `status` says it, too.
    ///
    /// # Errors
    /// As [`certificate`](Self::certificate); [`Error::NoPrivateKey`].
    pub fn identity(&self) -> Result<Identity> {
        self.certificate()?.identity()
    }

    /// What it serves with, kept in step with the store.
    pub fn live(&self) -> LiveIdentity {
        LiveIdentity::new(self.clone())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Changes the settings; says what they are then, and whether they are other than before.
    fn set(&self, change: impl Fn(&mut EndpointSettings)) -> Result<(EndpointSettings, bool)> {
        for _ in 0..ATTEMPTS {
            let before = self.store.endpoint_settings(&self.name)?;
            let mut after = before.clone().unwrap_or_else(|| EndpointSettings::initial(&self.name));
            change(&mut after);
            if before.as_ref() == Some(&after) {
                return Ok((after, false));
            }
            if self.dry_run {
                return Ok((after, true));
            }
            if self.store.keep_endpoint(before.as_ref(), &after, None)? {
                return Ok((after, true));
            }
        }
        Err(self.contended())
    }

    /// Makes the certificate that an endpoint of HTTPS makes by itself, where it has none that is valid; says whether it did. The
    /// settings are those that stand then, which are no longer of HTTPS where another process was faster.
    fn provided(&self, mut settings: EndpointSettings) -> Result<(EndpointSettings, bool)> {
        for _ in 0..ATTEMPTS {
            let now = self.store.now();
            if settings.state != EndpointState::Https || !self.is_due(&settings)? {
                return Ok((settings, false));
            }
            if self.store.is_locked() {
                return Err(Error::StoreLocked { action: "make a certificate" });
            }
            if self.is_dry_run() {
                let cure = format!("`{}` makes it", self.command("https"));
                let why = format!("the certificate of the endpoint {} is yet to be made, which a dry run does not do; {cure}", self.name);
                return Err(Error::InvalidArgument { what: "dry run", why });
            }
            let identity = self.generated()?.issue(now)?; // outside the transaction: it can take a while
            let before = self.store.endpoint_settings(&self.name)?;
            let (certificate, generated) = (Some(identity.certificate().sha256()), true);
            let after = EndpointSettings { certificate, generated, ..settings.clone() };
            let stands = before.clone().unwrap_or_else(|| EndpointSettings::initial(&self.name));
            if stands == settings && self.store.keep_endpoint(before.as_ref(), &after, Some(&identity))? {
                return Ok((after, true));
            }
            settings = self.settings()?; // another process was faster
        }
        Err(self.contended())
    }

    /// Whether a certificate is to be made. One that was given is never, and not found where it is gone.
    fn is_due(&self, settings: &EndpointSettings) -> Result<bool> {
        match self.entry(settings)? {
            Some(entry) => Ok(settings.generated && !entry.is_valid_at(self.store.now().utc)),
            None if settings.generated || settings.certificate.is_none() => Ok(true),
            None => Err(self.gone(settings)),
        }
    }

    /// The certificate of settings that were provided with one.
    fn provided_entry(&self, settings: &EndpointSettings) -> Result<Entry> {
        self.entry(settings)?.ok_or_else(|| self.gone(settings))
    }

    fn gone(&self, settings: &EndpointSettings) -> Error {
        let which = settings.certificate.as_ref().map(ToString::to_string).unwrap_or_default();
        let cure = format!("import it again, or give another one with `{}`", self.command("https certificate"));
        Error::NotFound { wanted: format!("the certificate {which} of the endpoint {} ({cure})", self.name), near: Vec::new() }
    }

    /// What is typed for this endpoint.
    fn command(&self, what: &str) -> String {
        format!("certwright api {what} --name {}", self.name)
    }

    /// What it makes by itself: for the names and addresses of the host, for 5 years.
    fn generated(&self) -> Result<SelfSigned> {
        let host = self.host_or_local();
        let subject = self.subject.clone().or_else(|| host.names.first().cloned()).unwrap_or_else(|| self.name.clone());
        Ok(SelfSigned::new(&subject)?.host(&host))
    }

    /// The one that it makes by itself, if there is one that is valid and would be made the same today: the one that it has, or
    /// the one that it made before it was given another.
    fn own(&self, settings: &EndpointSettings) -> Result<Option<Entry>> {
        let (wanted, now) = (self.generated()?, self.store.now().utc);
        let fits = |entry: &Entry| settings.generated && wanted.describes(entry) && entry.is_valid_at(now) && entry.has_private_key();
        match self.entry(settings)?.filter(fits) {
            Some(entry) => Ok(Some(entry)),
            None => Ok(self.store.described(&wanted, &StoreName::Personal)?.filter(|entry| entry.friendly_name() == Some(&self.name))),
        }
    }

    fn host_or_local(&self) -> Host {
        self.host.clone().unwrap_or_else(Host::local)
    }

    /// The certificate that settings name; `None` if they name none, or one that is no longer in the store.
    fn entry(&self, settings: &EndpointSettings) -> Result<Option<Entry>> {
        settings.certificate.map_or(Ok(None), |sha256| self.known(sha256))
    }

    /// A certificate as the store holds it, if it does.
    fn known(&self, sha256: Thumbprint) -> Result<Option<Entry>> {
        match self.store.get_with(sha256, &Get::any()) {
            Err(Error::NotFound { .. }) => Ok(None),
            found => found.map(Some),
        }
    }

    fn told(&self, settings: EndpointSettings, changed: bool, mut warnings: Vec<String>) -> Result<EndpointChange> {
        let certificate = self.entry(&settings)?;
        if let (Some(sha256), None) = (&settings.certificate, &certificate) {
            let next = if settings.generated {
                "a new one is made when it is next asked for".to_owned()
            } else {
                format!("import it again, or give another one with `{}`", self.command("https certificate"))
            };
            warnings.push(format!("its certificate {sha256} is no longer in the store; {next}"));
        }
        if let Some(entry) = certificate.as_ref().filter(|_| settings.state == EndpointState::Https) {
            warnings.extend(fitness::warnings(entry, &self.host_or_local(), settings.generated, self.store.now().utc));
        }
        Ok(EndpointChange { settings, certificate, changed, warnings })
    }

    /// The one certificate of a file that could be a server's, brought into the store.
    fn of_file(&self, data: &[u8], password: Option<&str>, store: &StoreName) -> Result<Entry> {
        let leaf = self.leaf_of_file(data, password)?;
        if let Some(entry) = self.known(leaf.sha256())?.filter(Entry::has_private_key) {
            return Ok(entry);
        }
        must_hold_keys(store)?;
        self.store.import(data, &ImportOptions::default().password(password).store(store.clone()))?;
        self.store.get_with(leaf.sha256(), &Get::any())
    }

    /// The one certificate of a file that could be a server's: its key is in the file or in the store.
    fn leaf_of_file(&self, data: &[u8], password: Option<&str>) -> Result<Certificate> {
        let report = read(data, &ReadOptions { password, ..ReadOptions::default() })?;
        let identities = report.identities();
        let leaf = match identities.as_slice() {
            [] => {
                let own: Vec<_> = report.certificates().into_iter().filter(|certificate| !certificate.is_ca()).collect();
                match own.as_slice() {
                    [leaf] => (*leaf).clone(),
                    [] => return Err(Error::UnknownFormat { why: "there is no certificate of a server in it".to_owned() }),
                    several => return Err(ambiguous(several.iter().map(|certificate| certificate.thumbprint().to_string()).collect())),
                }
            }
            [identity] => identity.certificate().clone(),
            several => return Err(ambiguous(several.iter().map(|identity| identity.certificate().thumbprint().to_string()).collect())),
        };
        fitness::must_be_fit(&leaf, self.store.now().utc)?; // before anything comes into the store
        let has_key = !identities.is_empty() || self.store.has_key_of(&leaf)?;
        if !has_key {
            let unusable = report.bags.iter().find_map(|bag| match &bag.content {
                Content::OpaqueKey { key, .. } => Some(key.kind()),
                _ => None,
            });
            if let Some(kind) = unusable {
                let why = "this kind of key cannot be used; take a certificate with a key of EC P-256 or P-384, Ed25519, or RSA of 2048 bits or more";
                return Err(Error::Unsupported { what: format!("a server's private key of the kind {}", visible(kind)), why: why.to_owned() });
            }
            return Err(Error::NoPrivateKey { thumbprint: leaf.thumbprint().to_string() });
        }
        Ok(leaf)
    }

    fn contended(&self) -> Error {
        Error::Busy { path: format!("the endpoint {} of {}", self.name, self.store.path().display()) }
    }
}

fn must_be_a_port(port: Option<u16>) -> Result<()> {
    match port {
        Some(0) => Err(Error::InvalidArgument { what: "port", why: "it is a number from 1 to 65535".to_owned() }),
        _ => Ok(()),
    }
}

/// Where trust is, no key comes; a certificate would be trusted without serving.
fn must_hold_keys(store: &StoreName) -> Result<()> {
    if store.is_trust() {
        let why = format!("a server's certificate comes with its key, which {store} never holds; leave it at Personal");
        return Err(Error::InvalidArgument { what: "named store", why });
    }
    Ok(())
}

fn ambiguous(candidates: Vec<String>) -> Error {
    Error::Ambiguous { wanted: "a server's certificate in the file".to_owned(), count: candidates.len(), candidates }
}
