//! Opening a store, and what is told of it.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
    time::Duration,
};

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{
    Store,
    diagnostic::{Diagnostic, DiagnosticCode, Diagnostics, Listener},
    installation::Installation,
    journal::{Action, Told, note_attempt},
    key_file,
    name::StoreName,
    place::{self, Group},
    pool::{self, Handle, Pool, connect},
    protector::{self, Means, Protector, unlock},
    schema,
    seal::{Seals, Secret, StoreId},
};
use crate::{
    certificate::{Certificate, pasted::hex},
    error::{Error, Result, visible},
    issue::Now,
};

/// How a store is made or opened.
#[derive(Clone)]
pub struct OpenOptions {
    pub(super) key_file: Option<PathBuf>,
    pub(super) passphrase: Option<Zeroizing<String>>,
    pub(super) locked: bool,
    pub(super) group: Option<String>,
    pub(super) others_read: bool,
    pub(super) busy: Duration,
    actor: String,
    clock: Arc<dyn Fn() -> Now + Send + Sync>,
    listener: Option<Listener>,
    installation: Option<String>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            key_file: None,
            passphrase: None,
            locked: false,
            group: None,
            others_read: false,
            busy: Duration::from_secs(10),
            actor: place::actor(),
            clock: Arc::new(Now::system),
            listener: None,
            installation: None,
        }
    }
}

impl OpenOptions {
    /// The key file, where it is not `<db>.key`. Recommended: beside the database it protects only a lone copy of that.
    pub fn key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.key_file = Some(path.into());
        self
    }

    /// Opens with this passphrase in place of the key file. A new store gets it as its protector; and a key file only if one
    /// is named.
    pub fn passphrase(mut self, passphrase: impl Into<String>) -> Self {
        self.passphrase = Some(Zeroizing::new(passphrase.into()));
        self
    }

    /// Opens without the key: public data can be read, nothing can be written, seals are not verified.
    pub fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// Makes the store for the members of this group, by its name or number: all of them may read and write it, key file
    /// included. Has no effect on a store that is there.
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Makes the store so that every account may read its public data: certificates and journal, never a key. Has no effect
    /// on a store that is there.
    pub fn others_read(mut self) -> Self {
        self.others_read = true;
        self
    }

    /// How long another process's write is waited for before it is [`Error::Busy`]; 10 seconds unless said.
    pub fn busy_deadline(mut self, deadline: Duration) -> Self {
        self.busy = deadline;
        self
    }

    /// What the host says of itself in the journal, behind user, program and process.
    pub fn actor(mut self, actor: impl AsRef<str>) -> Self {
        self.actor = format!("{}: {}", place::actor(), actor.as_ref());
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Fn() -> Now + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Who is told what happens in the store that is no error. It is called on the thread of the call that brought it about, or of
    /// another one at that time, when that is done and holds no lock: it may use the store. What its own calls bring about is not
    /// told. A panic of it goes no further.
    pub fn diagnostics(mut self, listener: impl Fn(&Diagnostic) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// What the host calls the installation that opens the store, where machine and path do not tell: in containers, or where stores are
    /// moved. A store of another installation makes no keys for roles.
    pub fn installation(mut self, name: impl Into<String>) -> Self {
        self.installation = Some(name.into());
        self
    }

    pub(super) fn installation_at(&self, path: &Path) -> Installation {
        Installation::present(self.installation.as_deref(), path)
    }

    pub(super) fn busy(&self) -> Duration {
        self.busy
    }

    pub(super) fn key_file_path(&self) -> Option<&Path> {
        self.key_file.as_deref()
    }

    /// A line of the journal that no open store writes.
    pub(super) fn told<'a>(&'a self, action: Action, details: &'a [(&'a str, String)]) -> Told<'a> {
        Told { at: (self.clock)().utc, actor: &self.actor, action, thumbprint: None, details }
    }

    /// What a store at this path is to be opened with.
    fn means<'a>(&'a self, key_path: &'a Path, group: Option<Group>) -> Means<'a> {
        match &self.passphrase {
            Some(text) => Means::Passphrase(text),
            None => Means::KeyFile(key_path, group),
        }
    }
}

/// A file of a store, with who may do what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileAccess {
    /// Where it is.
    pub path: PathBuf,
    /// User and group: `root:certs`.
    pub owner: String,
    /// The bits of its mode, such as 0o600.
    pub mode: u32,
}

/// Where a store is, and what guards it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StoreInfo {
    /// The database.
    pub path: PathBuf,
    /// The key file that is used, or would be.
    pub key_file: PathBuf,
    /// Why it is this one.
    pub key_file_why: &'static str,
    /// Whether the key file lies beside the database, where it protects only a lone copy of that.
    pub key_file_beside: bool,
    /// Whether it was opened without its key.
    pub locked: bool,
    /// What tells this store from others, in hex.
    pub id: String,
    /// The schema's major version.
    pub schema: u32,
    /// The version of certwright that made it.
    pub written_by: String,
    /// How many certificates there are, archived ones included.
    pub certificates: u64,
    /// How many private keys.
    pub private_keys: u64,
    /// How many lines the journal has.
    pub events: u64,
    /// The named stores.
    pub stores: Vec<StoreName>,
    /// What opens it.
    pub protectors: Vec<Protector>,
    /// The files that are there, with who may do what.
    pub files: Vec<FileAccess>,
    /// What should be other than it is.
    pub warnings: Vec<String>,
}

pub(super) struct Inner {
    pub(super) path: PathBuf,
    pub(super) key_file: PathBuf,
    key_file_why: &'static str,
    pub(super) id: StoreId,
    pub(super) group: Option<Group>,
    /// Whether somebody with the store's key chose the group: only then is anything given to it.
    pub(super) group_is_genuine: bool,
    pub(super) actor: String,
    pub(super) installation: Installation,
    pub(super) clock: Arc<dyn Fn() -> Now + Send + Sync>,
    pub(super) pool: Pool,
    unlocked: RwLock<Option<Arc<Unlocked>>>,
    system_roots: OnceLock<Arc<[Certificate]>>,
    pub(super) read_crls: Mutex<super::crl::Read>,
}

/// The protector that opened a store, with its secret: another process may rotate the store's key under our feet.
#[derive(Clone)]
pub(super) struct Opener {
    pub(super) id: Vec<u8>,
    pub(super) secret: Secret,
}

/// The keys of an open store.
pub(super) struct Unlocked {
    pub(super) opener: Opener,
    pub(super) store_key: Secret,
    pub(super) seals: Arc<Seals>,
    pub(super) generation: i64,
    store: StoreId,
}

impl Unlocked {
    pub(super) fn new(store: StoreId, opener: Opener, store_key: Secret, generation: i64) -> Result<Self> {
        Ok(Self { seals: Arc::new(Seals::new(store, &store_key)?), opener, store_key, generation, store })
    }

    fn with_opener(&self, opener: Opener) -> Result<Self> {
        Self::new(self.store, opener, self.store_key.clone(), self.generation)
    }
}

impl Inner {
    pub(super) fn unlocked(&self) -> Option<Arc<Unlocked>> {
        self.unlocked.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over newer keys; another thread may have found still newer ones.
    pub(super) fn set_unlocked(&self, unlocked: Unlocked) -> Arc<Unlocked> {
        let unlocked = Arc::new(unlocked);
        let mut kept = self.unlocked.write().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| kept.generation <= unlocked.generation) {
            *kept = Some(unlocked.clone());
        }
        unlocked
    }

    /// Goes on with another opener, if this is the one that is used.
    pub(super) fn replace_opener(&self, old: &[u8], new: Opener) -> Result<()> {
        let mut kept = self.unlocked.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(unlocked) = kept.as_ref().filter(|unlocked| unlocked.opener.id == old) {
            *kept = Some(Arc::new(unlocked.with_opener(new)?));
        }
        Ok(())
    }

    /// Goes on with another store key, whatever the opener is by then.
    pub(super) fn adopt_key(&self, store_key: Secret, generation: i64) -> Result<()> {
        let mut kept = self.unlocked.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(unlocked) = kept.as_ref().filter(|unlocked| unlocked.generation < generation) {
            *kept = Some(Arc::new(Unlocked::new(self.id, unlocked.opener.clone(), store_key, generation)?));
        }
        Ok(())
    }
}

impl Store {
    /// Opens a store that is there, with its key file; never makes one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAStore`], [`Error::NewerSchema`], [`Error::OlderSchema`], [`Error::KeyFileMissing`],
    /// [`Error::KeyFileExposed`], [`Error::KeyFileWrong`], [`Error::WrongPassword`], [`Error::PasswordRequired`] for a store
    /// that only passphrases open, [`Error::NetworkFileSystem`], [`Error::Damaged`], [`Error::Io`]; [`Error::Tampered`] for a
    /// database with views, triggers or virtual tables, which a store never has.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, &OpenOptions::default())
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self> {
        let path = path.as_ref();
        looks_like_database(path)?;
        place::must_be_local(path)?;
        let file = pool::identity(path)?;
        let mut connection = connect(path, options.locked, options.busy)?;
        schema::check(&connection, path)?;
        let id = store_id(&connection, path)?;
        let absolute = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
        let (key_path, key_file_why) = key_file::locate(options.key_file.as_deref(), &absolute);
        let key_path = std::path::absolute(&key_path).map_err(|error| Error::io("find", &key_path, &error))?;
        let sql = |error| schema::sqlite(&error, path);
        let group = Group::load(&connection).map_err(sql)?;
        let diagnostics = Diagnostics::new(options.listener.clone());
        let unlocked = if options.locked {
            None
        } else {
            let generation = protector::generation(&connection).map_err(sql)?;
            let opened = unlock(&connection, path, &id, &options.means(&key_path, group.as_ref().map(|(group, _)| *group)), &diagnostics)
                .inspect_err(|error| {
                    if matches!(error, Error::KeyFileWrong { .. } | Error::WrongPassword { .. }) {
                        note_attempt(&connection, (options.clock)().utc, &options.actor, error.status().code());
                    }
                });
            let (opener, store_key) = opened?;
            schema::add_missing(&mut connection).map_err(sql)?;
            let unlocked = Unlocked::new(id, opener, store_key, generation)?;
            protector::note_strangers(&connection, path, &unlocked.seals, &diagnostics)?;
            if options.passphrase.is_none() && key_path.parent() == absolute.parent() {
                diagnostics.note(DiagnosticCode::KeyFileBeside, || {
                    format!("the key file {} lies beside the database, where it protects only a lone copy of that", key_path.display())
                });
            }
            Some(Arc::new(unlocked))
        };
        let group_is_genuine = group.as_ref().zip(unlocked.as_ref()).is_some_and(|((group, seal), unlocked)| group.is_genuine(&unlocked.seals, seal));
        if group.is_some() && unlocked.is_some() && !group_is_genuine {
            diagnostics.note(DiagnosticCode::GroupAltered, || {
                format!("the group of {} was set without the store's key; nothing is given to it", path.display())
            });
        }
        schema::note_newer(&connection, &diagnostics, path).map_err(sql)?;
        let group = group.map(|(group, _)| group);
        let store = Self(Arc::new(Inner {
            pool: Pool::new(absolute.clone(), file, connection, options.locked, options.busy, diagnostics)?,
            path: absolute,
            key_file: key_path,
            key_file_why,
            id,
            group,
            group_is_genuine,
            actor: options.actor.clone(),
            installation: options.installation_at(path),
            clock: options.clock.clone(),
            unlocked: RwLock::new(unlocked),
            system_roots: OnceLock::new(),
            read_crls: Mutex::default(),
        }));
        let other = store.other_installation().ok().flatten();
        store.0.pool.run(|| {
            if let Some(why) = other {
                store.note(DiagnosticCode::OtherInstallation, || format!("{} is not this installation's: {why}", path.display()));
            }
            Ok(()) // tells what was noted
        })?;
        Ok(store)
    }

    /// Where it is and why, what guards it, who may do what with its files, how much is in it, and what should be other than
    /// it is.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn info(&self) -> Result<StoreInfo> {
        let protectors = self.protectors()?;
        let inner = &*self.0;
        let side_files = ["", "-wal", "-shm"].map(|ending| with_ending(&inner.path, ending));
        let files = side_files
            .iter()
            .chain([&inner.key_file])
            .filter_map(|path| place::access(path).map(|(owner, mode)| FileAccess { path: path.clone(), owner, mode }));
        let mut info = self.read(|handle, _| {
            let count = |table: &str| self.sql(handle.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)));
            let written_by = handle.connection.query_row("SELECT value FROM meta WHERE name = 'written_by'", [], |row| row.get(0)).optional();
            Ok(StoreInfo {
                path: inner.path.clone(),
                key_file: inner.key_file.clone(),
                key_file_why: inner.key_file_why,
                key_file_beside: inner.key_file.parent() == inner.path.parent(),
                locked: self.is_locked(),
                id: hex(&inner.id),
                schema: schema::VERSION,
                written_by: visible(&self.sql(written_by)?.unwrap_or_else(String::new)),
                certificates: count("certificates")?.unsigned_abs(),
                private_keys: count("keys")?.unsigned_abs(),
                events: count("events")?.unsigned_abs(),
                stores: self.store_names(handle)?,
                protectors: protectors.clone(),
                files: Vec::new(),
                warnings: Vec::new(),
            })
        })?;
        info.files = files.collect();
        info.warnings = self.warnings(&info);
        Ok(info)
    }

    fn warnings(&self, info: &StoreInfo) -> Vec<String> {
        let mut warnings = Vec::new();
        let has_key_file = info.protectors.iter().any(|protector| protector.kind == key_file::KIND);
        if has_key_file && info.key_file_beside && info.key_file.exists() {
            warnings.push(
                "the key file lies beside the database, where it protects only a lone copy of that; name another place with --key-file".to_owned(),
            );
        }
        if let Ok(Some(why)) = self.other_installation() {
            warnings.push(format!("it is not this installation's: {why}; no keys are made in it for roles before it is adopted"));
        }
        let genuine = info.protectors.iter().filter(|protector| protector.genuine != Some(false)).count();
        if genuine < info.protectors.len() {
            warnings.push("a protector was added or altered without the store's key; it opens nothing, remove it".to_owned());
        }
        if genuine == 1 {
            warnings.push("there is only one protector: if it is lost, so is every private key; add another one and keep it elsewhere".to_owned());
        }
        for file in &info.files {
            let allowed = match (self.0.group.is_some(), file.path == info.key_file) {
                (true, true) => 0o640,
                (false, true) => 0o600,
                (true, false) => 0o664,
                (false, false) => 0o644,
            };
            if file.mode & 0o777 & !allowed != 0 {
                warnings.push(format!("{} has mode {:04o}: others may do more with it than a store needs", file.path.display(), file.mode));
            }
        }
        warnings
    }

    fn store_names(&self, handle: &Handle) -> Result<Vec<StoreName>> {
        let mut statement = self.sql(handle.connection.prepare_cached("SELECT name FROM stores ORDER BY id"))?;
        let names = self.sql(statement.query_map([], |row| row.get::<_, String>(0)))?;
        let names = self.sql(names.collect::<rusqlite::Result<Vec<_>>>())?;
        Ok(names.iter().filter_map(|name| StoreName::parse(name).ok()).collect())
    }

    /// The path of the database, absolute.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether it was opened without its key.
    pub fn is_locked(&self) -> bool {
        self.0.unlocked().is_none()
    }

    /// Who changes the store, as the journal says it.
    pub(crate) fn actor(&self) -> &str {
        &self.0.actor
    }

    /// The roots of the system, read at the first call.
    pub(crate) fn system_roots(&self, read: impl FnOnce() -> Arc<[Certificate]>) -> Arc<[Certificate]> {
        self.0.system_roots.get_or_init(read).clone()
    }

    /// Runs a read, with the seals of an open store. Where one does not fit, another process may have rotated the store's
    /// key: then it runs once more.
    pub(super) fn read<T>(&self, work: impl Fn(&mut Handle, Option<&Seals>) -> Result<T>) -> Result<T> {
        let mut outcome = None;
        self.read_by(&mut |handle, seals| {
            outcome = Some(work(handle, seals)?);
            Ok(())
        })?;
        outcome.ok_or_else(|| Error::internal("nothing was read"))
    }

    /// The same, in the program once for all reads.
    fn read_by(&self, work: &mut dyn FnMut(&mut Handle, Option<&Seals>) -> Result<()>) -> Result<()> {
        let unlocked = self.0.unlocked();
        let seals = unlocked.as_ref().map(|unlocked| &*unlocked.seals);
        let done = self.0.pool.read(|handle| work(handle, seals));
        let (Err(Error::Tampered { .. }), Some(unlocked)) = (&done, &unlocked) else { return done };
        let newer = self.0.pool.read(|handle| {
            let generation = self.sql(protector::generation(&handle.connection))?;
            if generation == unlocked.generation {
                return Ok(None);
            }
            self.reopened(&handle.connection, unlocked, generation).map(Some)
        })?;
        let Some(newer) = newer else { return done };
        self.0.pool.read(|handle| work(handle, Some(&newer.seals)))
    }

    /// Runs a read of one moment, with the seals of that moment: for work that tells what does not fit in place of failing,
    /// so that `read` would not notice that another process rotated the store's key.
    pub(super) fn read_at_once<T>(&self, work: impl Fn(&Transaction<'_>, Option<&Seals>, &mut HashMap<i64, StoreName>) -> Result<T>) -> Result<T> {
        let mut outcome = None;
        self.read_at_once_by(&mut |transaction, seals, names| {
            outcome = Some(work(transaction, seals, names)?);
            Ok(())
        })?;
        outcome.ok_or_else(|| Error::internal("nothing was read"))
    }

    /// The same, in the program once for all reads.
    fn read_at_once_by(&self, work: &mut AtOnce<'_>) -> Result<()> {
        self.read_by(&mut |handle, _| {
            let transaction = self.sql(handle.connection.transaction())?;
            let unlocked = self.0.unlocked().map(|unlocked| self.still_unlocked(&transaction, unlocked)).transpose()?;
            work(&transaction, unlocked.as_ref().map(|unlocked| &*unlocked.seals), &mut handle.names)
        })
    }

    /// Goes on with the key that another process made.
    pub(super) fn reopened(&self, connection: &Connection, unlocked: &Unlocked, generation: i64) -> Result<Arc<Unlocked>> {
        let newer = protector::reopen(connection, &self.0.path, &self.0.id, &unlocked.opener, generation)?;
        self.note(DiagnosticCode::KeyRotated, || {
            format!("the key of {} was rotated by another process; the new one is used from here on", self.0.path.display())
        });
        Ok(self.0.set_unlocked(newer))
    }

    /// SQLite's errors, with this store's path.
    pub(super) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| schema::sqlite(&error, &self.0.path))
    }
}

/// Work that sees one moment of a store.
type AtOnce<'a> = dyn FnMut(&Transaction<'_>, Option<&Seals>, &mut HashMap<i64, StoreName>) -> Result<()> + 'a;

/// Tells missing files, folders and other files apart before SQLite has a look. The file is not opened: who closes a file
/// gives up all locks of its process on it, those of a store that is open included.
pub(super) fn looks_like_database(path: &Path) -> Result<()> {
    let not_a_store = |why: &str| Err(Error::NotAStore { path: path.display().to_string(), why: why.to_owned() });
    let about = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound { wanted: format!("the store {}", path.display()), near: Vec::new() },
        _ => Error::io("open", path, &error),
    })?;
    if about.is_dir() {
        return not_a_store("it is a directory");
    }
    if !about.is_file() {
        return not_a_store("it is not a regular file");
    }
    if about.len() == 0 {
        return not_a_store("it is empty");
    }
    if about.len() < 512 {
        return not_a_store("it is no database"); // SQLite would take it for an empty one
    }
    Ok(())
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn store_id(connection: &Connection, path: &Path) -> Result<StoreId> {
    let id = connection.query_row("SELECT value FROM meta WHERE name = 'store_id'", [], |row| row.get::<_, StoreId>(0));
    id.map_err(|error| schema::sqlite(&error, path))
}
