//! For servers that read their certificate from files: writing those, reloading the server, and looking whether it serves what
//! it should; else everything is put back.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use super::Endpoint;
use crate::{
    certificate::{Certificate, Thumbprint},
    error::{Error, Result, visible},
    format::{Access, Replace, write_for},
    key::Identity,
    trust::{ProbeOptions, Server, StartTls, probe},
};

/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// More than any certificate, chain and key have.
const MAX_SIZE: u64 = 16 * 1024 * 1024;
/// How much of what a command says is told.
const TOLD: usize = 500;

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
    /// files that are symbolic links are refused. The former files are kept beside the others, as `.certwright-former-…`, until it is
    /// known what is served; two processes apply to a folder one after the other. In a dry run all of this is verified but the
    /// reload, and nothing is written.
    ///
    /// # Errors
    /// [`Error::ApplyFailed`]; as [`identity`](Self::identity); [`Error::InvalidArgument`] for paths that do not fit the layout, or an
    /// unknown account or group; [`Error::Io`].
    pub fn apply(&self, options: &ApplyOptions) -> Result<Applied> {
        let entry = self.certificate()?;
        let identity = entry.identity()?;
        let server = self.server_of(options)?;
        let too_long = || Error::InvalidArgument { what: "timeout", why: "it is longer than any clock counts".to_owned() };
        Instant::now().checked_add(options.timeout.saturating_mul(2)).ok_or_else(too_long)?; // before anything is done
        let files = wanted(&identity, options)?;
        let _alone = Folders::lock(&files, options.timeout)?;
        let former = files.iter().map(Former::read).collect::<Result<Vec<_>>>()?;
        let applied = |changed| Applied {
            changed,
            files: files.iter().map(|file| file.path.clone()).collect(),
            server: server.clone(),
            certificate: entry.certificate().clone(),
        };
        let sha256 = entry.sha256();
        if files.iter().zip(&former).all(|(file, former)| former.is(file)) && serves(&server, sha256, options.timeout).is_ok() {
            return Ok(applied(false));
        }
        if self.dry_run {
            return Ok(applied(true));
        }
        let paths: Vec<String> = files.iter().map(|file| absolute(&file.path).display().to_string()).collect();
        self.store().tell_key_export(&entry, &[("endpoint", self.name().to_owned()), ("files", paths.join(", "))])?;

        let mut replaced = Vec::new();
        let written = files.iter().zip(&former).try_for_each(|(file, former)| {
            replaced.push(Replaced::by(file, former)?);
            Ok(())
        });
        let error = match written.map(|()| take_up(options, &server, sha256)) {
            Ok(Ok(())) => {
                replaced.iter().for_each(Replaced::forget);
                return Ok(applied(true));
            }
            // no server has read anything: with the files back, nothing has happened
            Err(error) => match put_back(replaced) {
                Ok(()) => return Err(error),
                Err(failure) => return Err(failed(&server, &error, format!("and the former files could not be put back: {failure}"))),
            },
            Ok(Err(error)) => error,
        };
        let outcome = match put_back(replaced).map(|()| reload(options)) {
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

/// The folders of the files, which no other process applies to meanwhile.
struct Folders {
    _locked: Vec<File>,
}

impl Folders {
    /// Waits for others no longer than this.
    fn lock(files: &[Written], patience: Duration) -> Result<Self> {
        let mut folders: Vec<PathBuf> = files.iter().map(|file| folder_of(&file.path)).collect();
        folders.sort(); // so that two that want the same ones do not wait for each other
        folders.dedup();
        let until = Instant::now() + patience; // twice of it is still a time
        let lock = |path: &PathBuf| {
            let folder = File::open(path).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => Error::NotFound { wanted: format!("the folder {}", path.display()), near: Vec::new() },
                _ => Error::io("open", path, &error),
            })?;
            loop {
                match rustix::fs::flock(&folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
                    Ok(()) => return Ok(folder),
                    Err(rustix::io::Errno::WOULDBLOCK) if Instant::now() < until => thread::sleep(PAUSE),
                    Err(rustix::io::Errno::WOULDBLOCK) => return Err(Error::Busy { path: format!("the folder {}", path.display()) }),
                    Err(error) => return Err(Error::io("lock", path, &error.into())),
                }
            }
        };
        Ok(Self { _locked: folders.iter().map(lock).collect::<Result<_>>()? })
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A file to be.
struct Written {
    path: PathBuf,
    bytes: Zeroizing<Vec<u8>>,
    access: Access,
}

fn wanted(identity: &Identity, options: &ApplyOptions) -> Result<Vec<Written>> {
    let refuse = |why: &str| Err(Error::InvalidArgument { what: "key file", why: why.to_owned() });
    let owner = Some(options.owner.as_deref().map_or_else(|| Ok(nix::unistd::geteuid().as_raw()), user)?);
    let group = options.group.as_deref().map(group_of).transpose()?;
    let secret = Access { mode: if group.is_some() { 0o640 } else { 0o600 }, owner, group };
    let public = Access { mode: 0o644, owner, group };
    let mut chain = Zeroizing::new(Vec::new());
    for certificate in std::iter::once(identity.certificate()).chain(identity.chain()) {
        chain.extend_from_slice(certificate.to_pem().as_bytes());
    }
    let key = identity.private_key().to_pkcs8_pem();
    match (options.layout, &options.key) {
        (FileLayout::Haproxy, None) => {
            // room for all of it, so that no copy of the key is left where it was moved from
            let mut bytes = Zeroizing::new(Vec::with_capacity(chain.len() + key.len()));
            bytes.extend_from_slice(&chain);
            bytes.extend_from_slice(key.as_bytes());
            Ok(vec![Written { path: options.certificate.clone(), bytes, access: secret }])
        }
        (FileLayout::Haproxy, Some(_)) => refuse("HAProxy has certificate and key in one file: name that alone"),
        (_, None) => refuse("this server has the key in a file of its own: name it"),
        (_, Some(path)) if *path == options.certificate => refuse("it is the file of the certificate: name another one"),
        (_, Some(path)) => Ok(vec![
            Written { path: options.certificate.clone(), bytes: chain, access: public },
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

/// A file as it was.
struct Former(Option<(Zeroizing<Vec<u8>>, Access)>);

impl Former {
    /// What the name leads to is looked at once: between two looks, whoever owns the folder could put something else there.
    fn read(file: &Written) -> Result<Self> {
        use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
        let path = &file.path;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let opened = File::options().read(true).custom_flags(i32::try_from(flags.bits()).unwrap_or_default()).open(path); // low bits
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self(None)),
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                let why = format!("{} is a symbolic link: name the file that it leads to", path.display());
                return Err(Error::InvalidArgument { what: "path", why });
            }
            Err(error) => return Err(Error::io("open", path, &error)),
        };
        let io = |error: std::io::Error| Error::io("read", path, &error);
        let about = opened.metadata().map_err(io)?;
        if !about.is_file() {
            return Err(Error::InvalidArgument { what: "path", why: format!("{} is not a regular file", path.display()) });
        }
        if about.len() > MAX_SIZE {
            return Err(Error::TooLarge { what: format!("the file {}", path.display()), size: about.len(), limit: MAX_SIZE });
        }
        // room for all of it, so that no copy of a key is left where it was moved from
        let mut bytes = Zeroizing::new(Vec::with_capacity(about.len() as usize + 1));
        (&mut opened).take(about.len()).read_to_end(&mut bytes).map_err(io)?;
        let access = Access { mode: about.mode() & 0o7777, owner: Some(about.uid()), group: Some(about.gid()) };
        Ok(Self(Some((bytes, access))))
    }

    /// Whether nothing is to be written.
    fn is(&self, file: &Written) -> bool {
        self.0.as_ref().is_some_and(|(bytes, access)| {
            let same_group = file.access.group.is_none() || access.group == file.access.group;
            **bytes == *file.bytes && access.mode == file.access.mode && access.owner == file.access.owner && same_group
        })
    }
}

/// A file in whose place another one was put, and where it is kept meanwhile.
struct Replaced {
    path: PathBuf,
    /// `None`: there was none.
    former: Option<PathBuf>,
}

impl Replaced {
    /// Keeps the former file beside the new one, whole with all that belongs to it.
    fn by(file: &Written, former: &Former) -> Result<Self> {
        let path = file.path.clone();
        let kept = former.0.as_ref().map(|_| keep(&path)).transpose()?;
        let replaced = Self { path, former: kept };
        match write_for(&file.path, &file.bytes, file.access, Replace::Existing) {
            Ok(()) => Ok(replaced),
            Err(error) => {
                replaced.put_back()?;
                Err(error)
            }
        }
    }

    fn put_back(&self) -> Result<()> {
        match &self.former {
            Some(former) => fs::rename(former, &self.path).map_err(|error| Error::io("put back", &self.path, &error)),
            None => match fs::remove_file(&self.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", &self.path, &error)),
                _ => Ok(()),
            },
        }
    }

    /// The new one is served.
    fn forget(&self) {
        if let Some(former) = &self.former {
            let _ = fs::remove_file(former); // it is the former file of a server that needs it no more
        }
    }
}

/// Every one of them, whatever becomes of the others.
fn put_back(replaced: Vec<Replaced>) -> Result<()> {
    let failures: Vec<Error> = replaced.iter().rev().filter_map(|one| one.put_back().err()).collect();
    failures.into_iter().next().map_or(Ok(()), Err)
}

/// A second name for a file beside it; where the system gives none, another name.
fn keep(path: &Path) -> Result<PathBuf> {
    let number = crate::certificate::pasted::hex(&crate::random::random::<8>()?);
    let kept = folder_of(path).join(format!(".certwright-former-{number}"));
    fs::hard_link(path, &kept).or_else(|_| fs::rename(path, &kept)).map_err(|error| Error::io("keep", path, &error))?;
    Ok(kept)
}

/// Reloads, and looks until the certificate is served.
fn take_up(options: &ApplyOptions, server: &Server, sha256: Thumbprint) -> Result<()> {
    reload(options)?;
    let until = Instant::now() + options.timeout;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match serves(server, sha256, left.max(PAUSE)) {
            Ok(()) => return Ok(()),
            Err(error) if Instant::now() >= until => return Err(error),
            Err(_) => thread::sleep(PAUSE), // servers take up their files some time after the command has ended
        }
    }
}

/// Whether the certificate is what is served.
fn serves(server: &Server, sha256: Thumbprint, timeout: Duration) -> Result<()> {
    let probed = probe(server, &ProbeOptions { timeout, ..ProbeOptions::default() })?;
    match probed.chain.first().map(Certificate::sha256) {
        Some(served) if served == sha256 => Ok(()),
        served => {
            let served = served.map_or_else(|| "none".to_owned(), |served| served.to_string());
            Err(Error::HandshakeFailed { server: server.to_string(), kind: "other_certificate", why: format!("it serves {served}, not {sha256}") })
        }
    }
}

fn reload(options: &ApplyOptions) -> Result<()> {
    let Some((program, arguments)) = options.reload.split_first() else { return Ok(()) };
    let failed = |why: String| Error::Io { action: "run", path: program.clone(), reason: why, os_code: None };
    let io = |error: std::io::Error| Error::io("run", Path::new(program), &error);
    // into a file: a server that the command leaves running would hold a pipe open
    let mut said = tempfile::tempfile().map_err(io)?;
    let mut child = Command::new(program)
        .args(arguments)
        .process_group(0) // so that those whom it starts can be stopped with it
        .stdin(Stdio::null())
        .stdout(said.try_clone().map_err(io)?)
        .stderr(said.try_clone().map_err(io)?)
        .spawn()
        .map_err(io)?;
    let until = Instant::now() + options.timeout;
    let status: ExitStatus = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() >= until => {
                let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
                let _ = group.map(|group| rustix::process::kill_process_group(group, rustix::process::Signal::KILL));
                let _ = child.kill().and_then(|()| child.wait()); // it is given up either way
                return Err(failed(format!("it did not end within {} s", options.timeout.as_secs_f32())));
            }
            Ok(None) => thread::sleep(PAUSE),
            // a host that ignores SIGCHLD: how it ended is lost, and what is served tells
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::CHILD.raw_os_error()) => return Ok(()),
            Err(error) => return Err(io(error)),
        }
    };
    if status.success() { Ok(()) } else { Err(failed(format!("it failed with {status}{}", words(&mut said)))) }
}

/// The end of what a command said.
fn words(said: &mut File) -> String {
    let mut bytes = Vec::new();
    let length = said.seek(SeekFrom::End(0)).unwrap_or_default();
    let read = said.seek(SeekFrom::Start(length.saturating_sub(64 * 1024))).and_then(|_| said.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<String> = text.lines().map(visible).filter(|line| !line.trim().is_empty()).collect();
    let all = lines.join("; ");
    let start = all.char_indices().rev().nth(TOLD - 1).map_or(0, |(at, _)| at);
    if read.is_err() || all.is_empty() { String::new() } else { format!(": {}", &all[start..]) }
}
