//! For servers that read their certificate from files: writing those, reloading the server, and looking whether it serves what
//! it should; else everything is put back.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use super::{
    Endpoint,
    reload::reload,
    replace::{Folders, Former, Replaced, Written, put_back, recover},
};
use crate::{
    certificate::Certificate,
    error::{Error, Result, visible},
    format::Access,
    key::Identity,
    trust::{ProbeOptions, Server, StartTls, probe},
};

/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// How a server wants its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileLayout {
    /// Apache httpd 2.4.8 or later: `SSLCertificateFile` with the chain, `SSLCertificateKeyFile`.
    Apache,
    /// HAProxy: one file, `crt`, with certificate, chain and key.
    Haproxy,
    /// nginx: `ssl_certificate` with the chain, `ssl_certificate_key`.
    Nginx,
    /// PostgreSQL: `ssl_cert_file` with the chain, `ssl_key_file`. Its key is refused where others than its account, or root and
    /// a group, can read it.
    Postgresql,
}

impl FileLayout {
    /// Reads `apache`, `haproxy`, `nginx`, `postgresql`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "apache" => Ok(Self::Apache),
            "haproxy" => Ok(Self::Haproxy),
            "nginx" => Ok(Self::Nginx),
            "postgresql" => Ok(Self::Postgresql),
            _ => Err(Error::InvalidArgument { what: "layout", why: "it is one of apache, haproxy, nginx, postgresql".to_owned() }),
        }
    }
}

/// What is written where, and how the server takes it up.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApplyOptions {
    /// How the server wants its files.
    pub layout: FileLayout,
    /// The file of the certificate and its chain; with [`FileLayout::Haproxy`] also of the key.
    pub certificate: PathBuf,
    /// The file of the key; `None` with [`FileLayout::Haproxy`] alone.
    pub key: Option<PathBuf>,
    /// The account that the files belong to, by name or number; unless given, the one that writes them.
    pub owner: Option<String>,
    /// The group that may read what holds the key, by name or number; unless given, nobody but the owner may.
    pub group: Option<String>,
    /// The command that makes the server read its files anew: the program and its arguments. No shell is between. An empty one is
    /// for a server that looks at its files by itself.
    pub reload: Vec<String>,
    /// Where it is looked for; unless given, `localhost` and the endpoint's port. PostgreSQL's way of beginning TLS is taken for that.
    pub server: Option<Server>,
    /// How long the command may take, and then how long the server may take to serve the certificate. 30 seconds unless said.
    pub timeout: Duration,
}

impl ApplyOptions {
    /// Files of this layout and a command.
    pub fn new(layout: FileLayout, certificate: impl Into<PathBuf>, key: Option<PathBuf>, reload: Vec<String>) -> Self {
        let timeout = Duration::from_secs(30);
        Self { layout, certificate: certificate.into(), key, owner: None, group: None, reload, server: None, timeout }
    }

    /// The files, the one with the certificate first, if they fit the layout.
    fn paths(&self) -> Result<Vec<&Path>> {
        let refuse = |why: &str| Err(Error::InvalidArgument { what: "key file", why: why.to_owned() });
        match (self.layout, &self.key) {
            (FileLayout::Haproxy, None) => Ok(vec![&self.certificate]),
            (FileLayout::Haproxy, Some(_)) => refuse("HAProxy has certificate and key in one file: name that alone"),
            (_, None) => refuse("this server has the key in a file of its own: name it"),
            (_, Some(key)) => Ok(vec![&self.certificate, key]),
        }
    }
}

/// What an application came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Applied {
    /// Whether anything was written.
    pub changed: bool,
    /// The files, the one with the certificate first.
    pub files: Vec<PathBuf>,
    /// Where the certificate was seen.
    pub server: Server,
    /// The certificate that is served there.
    pub certificate: Certificate,
}

impl Endpoint {
    /// Writes the endpoint's certificate, chain and key for a server that reads files, has it read them, and connects until it
    /// serves that certificate. If it does not in time, the former files are put back and read anew, and the error says why.
    ///
    /// Where the files are already as they should be and the certificate is served, nothing is done. A file with the key has the
    /// mode 0600, or 0640 with a group, the other one 0644. The journal names the key that left the store. Names of
    /// files that are symbolic links are refused. The former files are kept beside the others, as `.certwright-former-NAME`, until it is
    /// known what is served; what somebody left so who was stopped in between is put back by the next one. Two processes apply to a
    /// folder one after the other; whoever can read that folder can keep them from it. In a dry run all of this is verified but the
    /// reload, and nothing is written.
    ///
    /// # Errors
    /// [`Error::ApplyFailed`]; as [`identity`](Self::identity); [`Error::InvalidArgument`] for paths that do not fit the layout, or an
    /// unknown account or group; [`Error::NotFound`] for a folder that is not there; [`Error::Io`], also where another process holds it.
    pub fn apply(&self, options: &ApplyOptions) -> Result<Applied> {
        let too_long = || Error::InvalidArgument { what: "timeout", why: "it is longer than any clock counts".to_owned() };
        Instant::now().checked_add(options.timeout.saturating_mul(2)).ok_or_else(too_long)?; // before anything is done
        let paths = options.paths()?;
        // before the certificate is asked for: who waits writes what the endpoint has then
        let folders = Folders::lock(paths.iter().copied(), Instant::now() + options.timeout)?;
        let entry = self.certificate()?;
        let identity = entry.identity()?;
        let server = self.server_of(options)?;
        let files = wanted(&identity, options)?;
        if !self.dry_run {
            paths.iter().try_for_each(|path| recover(path))?;
        }
        let former = files.iter().map(Former::read).collect::<Result<Vec<_>>>()?;
        let applied = |changed| Applied {
            changed,
            files: files.iter().map(|file| file.path.clone()).collect(),
            server: server.clone(),
            certificate: entry.certificate().clone(),
        };
        if files.iter().zip(&former).all(|(file, former)| former.is(file)) && serves(&server, &identity, options.timeout).is_ok() {
            return Ok(applied(false));
        }
        if self.dry_run {
            return Ok(applied(true));
        }
        let names: Vec<String> = paths.iter().map(|path| absolute(path).display().to_string()).collect();
        self.store().tell_key_export(&entry, &[("endpoint", self.name().to_owned()), ("files", names.join(", "))])?;

        let mut replaced = Vec::new();
        let written = files.iter().zip(&former).try_for_each(|(file, former)| {
            replaced.push(Replaced::by(file, former)?);
            Ok(())
        });
        let put_back = || {
            let done = put_back(&replaced);
            folders.sync();
            done
        };
        let error = match written.map(|()| take_up(options, &server, &identity)) {
            Ok(Ok(())) => {
                replaced.iter().for_each(Replaced::forget);
                folders.sync();
                return Ok(applied(true));
            }
            // no server has read anything: with the files back, nothing has happened
            Err(error) => match put_back() {
                Ok(()) => return Err(error),
                Err(failure) => return Err(failed(&server, &error, format!("and the former files could not be put back: {failure}"))),
            },
            Ok(Err(error)) => error,
        };
        let outcome = match put_back().map(|()| reload(&options.reload, options.timeout)) {
            Ok(Ok(())) => "the former files are back in their places, and were read anew".to_owned(),
            Ok(Err(failure)) => format!("the former files are back in their places, but were not read anew: {failure}"),
            Err(failure) => format!("and the former files could not be put back: {failure}"),
        };
        Err(failed(&server, &error, outcome))
    }

    fn server_of(&self, options: &ApplyOptions) -> Result<Server> {
        let server = match &options.server {
            Some(server) => server.clone(),
            None => Server::new("localhost", self.settings()?.port)?,
        };
        let goes_over = options.layout == FileLayout::Postgresql && server.starttls == StartTls::No;
        Ok(if goes_over { server.starttls(StartTls::Postgres) } else { server })
    }
}

fn failed(server: &Server, error: &Error, outcome: String) -> Error {
    Error::ApplyFailed { server: server.to_string(), why: error.to_string(), outcome }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn wanted(identity: &Identity, options: &ApplyOptions) -> Result<Vec<Written>> {
    let owner = Some(options.owner.as_deref().map_or_else(|| Ok(nix::unistd::geteuid().as_raw()), user)?);
    let group = options.group.as_deref().map(group_of).transpose()?;
    let secret = Access { mode: if group.is_some() { 0o640 } else { 0o600 }, owner, group };
    let public = Access { mode: 0o644, owner, group };
    let certificates = std::iter::once(identity.certificate()).chain(identity.chain());
    let chain: String = certificates.map(Certificate::to_pem).collect();
    let key = identity.private_key().to_pkcs8_pem();
    match &options.key {
        None => {
            // room for all of it, so that no copy of the key is left where it was moved from
            let mut bytes = Zeroizing::new(Vec::with_capacity(chain.len() + key.len()));
            bytes.extend_from_slice(chain.as_bytes());
            bytes.extend_from_slice(key.as_bytes());
            Ok(vec![Written { path: options.certificate.clone(), bytes, access: secret }])
        }
        Some(path) => Ok(vec![
            Written { path: options.certificate.clone(), bytes: Zeroizing::new(chain.into_bytes()), access: public },
            Written { path: path.clone(), bytes: Zeroizing::new(key.as_bytes().to_vec()), access: secret },
        ]),
    }
}

fn user(text: &str) -> Result<u32> {
    match nix::unistd::User::from_name(text) {
        Ok(Some(user)) => Ok(user.uid.as_raw()),
        _ => number(text).ok_or_else(|| Error::InvalidArgument { what: "owner", why: format!("there is no account {:?} here", visible(text)) }),
    }
}

fn group_of(text: &str) -> Result<u32> {
    match nix::unistd::Group::from_name(text) {
        Ok(Some(group)) => Ok(group.gid.as_raw()),
        _ => number(text).ok_or_else(|| Error::InvalidArgument { what: "group", why: format!("there is no group {:?} here", visible(text)) }),
    }
}

/// The number of an account; the greatest means "as it is" to the system.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number != u32::MAX)
}

/// Reloads, and looks until the certificate is served.
fn take_up(options: &ApplyOptions, server: &Server, identity: &Identity) -> Result<()> {
    reload(&options.reload, options.timeout)?;
    let until = Instant::now() + options.timeout;
    let mut seen = None; // what was served tells more than that the last look took too long
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match serves(server, identity, left.max(PAUSE)) {
            Ok(()) => return Ok(()),
            Err(error) => {
                let is_over = Instant::now() >= until;
                if !matches!(error, Error::TimedOut { .. }) {
                    seen = Some(error);
                } else if is_over && seen.is_none() {
                    return Err(error);
                }
                if is_over && let Some(error) = seen {
                    return Err(error);
                }
                thread::sleep(PAUSE); // servers take up their files some time after the command has ended
            }
        }
    }
}

/// Whether certificate and chain are what is served.
fn serves(server: &Server, identity: &Identity, timeout: Duration) -> Result<()> {
    let probed = probe(server, &ProbeOptions { timeout, ..ProbeOptions::default() })?;
    let other = |why: String| Err(Error::HandshakeFailed { server: server.to_string(), kind: "other_certificate", why });
    match probed.chain.split_first() {
        Some((leaf, above)) if leaf == identity.certificate() => match identity.chain().iter().find(|one| !above.contains(one)) {
            Some(missing) => other(format!("it serves the certificate without {}", visible(&missing.subject().to_string()))),
            None => Ok(()),
        },
        Some((leaf, _)) => other(format!("it serves {}, not {}", leaf.sha256(), identity.certificate().sha256())),
        None => other("it serves no certificate".to_owned()),
    }
}
