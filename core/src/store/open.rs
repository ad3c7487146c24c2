//! Making a store and opening one: the database, its key file, and the connection.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    mem,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Mutex, PoisonError, TryLockError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, config::DbConfig, params};

use super::{
    Store,
    change::Change,
    journal::Action,
    key_file::{self, KeyFile},
    name::StoreName,
    schema,
    seal::{self, Seals, Secret, StoreId, random},
};
use crate::{
    certificate::pasted::hex,
    error::{Error, Result},
    issue::Now,
};

/// How long another process's write is waited for.
const BUSY_DEADLINE: Duration = Duration::from_secs(10);

/// How a store is made or opened.
#[derive(Clone)]
pub struct OpenOptions {
    key_file: Option<PathBuf>,
    locked: bool,
    actor: String,
    clock: Arc<dyn Fn() -> Now + Send + Sync>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        let program = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
        let actor = format!("uid {}, {}[{}]", rustix::process::getuid().as_raw(), program.unwrap_or_default(), process::id());
        Self { key_file: None, locked: false, actor, clock: Arc::new(Now::system) }
    }
}

impl OpenOptions {
    /// The key file, where it is not `<db>.key`. Recommended: beside the database it protects only a lone copy of that.
    pub fn key_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.key_file = Some(path.into());
        self
    }

    /// Opens without the key: public data can be read, nothing can be written, seals are not verified.
    pub fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// Who acts, as the journal names it; user id and program unless said.
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = actor.into();
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Fn() -> Now + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

/// Where a store is, and what guards it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoreInfo {
    /// The database.
    pub path: PathBuf,
    /// The key file that is used, or would be.
    pub key_file: PathBuf,
    /// Whether the key file lies beside the database, where it protects only a lone copy of that.
    pub key_file_beside: bool,
    /// Whether it was opened without its key.
    pub locked: bool,
    /// What tells this store from others, in hex.
    pub id: String,
    /// The schema's major version.
    pub schema: u32,
    /// How many certificates there are, archived ones included.
    pub certificates: u64,
    /// How many private keys.
    pub private_keys: u64,
    /// The named stores.
    pub stores: Vec<StoreName>,
}

pub(super) struct Inner {
    pub(super) path: PathBuf,
    pub(super) key_file: PathBuf,
    pub(super) id: StoreId,
    pub(super) seals: Option<Seals>,
    pub(super) actor: String,
    pub(super) clock: Arc<dyn Fn() -> Now + Send + Sync>,
    handle: Mutex<Handle>,
    /// The process whose connection the handle holds; beside the mutex, which a fork may have left held for ever.
    pid: AtomicU32,
}

/// The connection, and what it has learned.
pub(super) struct Handle {
    pub(super) connection: Connection,
    pub(super) names: HashMap<i64, StoreName>,
}

impl Store {
    /// Makes a store with a new key file `<db>.key`; neither may be there.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] with the file that is there; [`Error::NotFound`] if the folder is missing; [`Error::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        Self::create_with(path, &OpenOptions::default())
    }

    /// Makes a store.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self> {
        let path = path.as_ref();
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::AlreadyExists { path: path.display().to_string() });
        }
        for ending in ["-wal", "-shm", "-journal"] {
            // SQLite would take what an older database left there for this one's
            let side_file = with_ending(path, ending);
            if fs::symlink_metadata(&side_file).is_ok() {
                return Err(Error::AlreadyExists { path: side_file.display().to_string() });
            }
        }
        let key_path = options.key_file.clone().unwrap_or_else(|| key_file::beside(path));
        let key_file = key_file::create(&key_path)?;
        if let Err(error) = create_database(path, &key_file) {
            let _ = fs::remove_file(&key_path); // it was made a moment ago and opens nothing
            return Err(error);
        }
        // the database is in place: from here on its key file stays, whatever happens
        key_file::sync_folder(path).map_err(|error| Error::io("create", path, &error))?;
        let store = Self::open_with(path, options)?;
        store.change("create a store", |change| change.record(Action::Created, None, &[("path", path.display().to_string())]))?;
        Ok(store)
    }

    /// Opens a store that is there, with its key file; never makes one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAStore`], [`Error::NewerSchema`], [`Error::KeyFileMissing`],
    /// [`Error::KeyFileExposed`], [`Error::KeyFileWrong`], [`Error::Damaged`], [`Error::Io`]; [`Error::Tampered`] for a
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
        let connection = connect(path, options.locked)?;
        schema::check(&connection, path)?;
        let id = store_id(&connection, path)?;
        let absolute = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
        let key_path = key_file::locate(options.key_file.as_deref(), &absolute);
        let key_path = std::path::absolute(&key_path).map_err(|error| Error::io("find", &key_path, &error))?;
        let seals = if options.locked { None } else { Some(Seals::new(id, &unlock(&connection, path, &key_path, &id)?)?) };
        Ok(Self(Arc::new(Inner {
            path: absolute,
            key_file: key_path,
            id,
            seals,
            actor: options.actor.clone(),
            clock: options.clock.clone(),
            handle: Mutex::new(Handle { connection, names: HashMap::new() }),
            pid: AtomicU32::new(process::id()),
        })))
    }

    /// Where it is, what guards it, how much is in it.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Damaged`].
    pub fn info(&self) -> Result<StoreInfo> {
        self.read(|handle| {
            let count = |table: &str| handle.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
            let same_folder = self.0.key_file.parent() == self.0.path.parent();
            Ok(StoreInfo {
                path: self.0.path.clone(),
                key_file: self.0.key_file.clone(),
                key_file_beside: same_folder,
                locked: self.0.seals.is_none(),
                id: hex(&self.0.id),
                schema: schema::VERSION,
                certificates: self.sql(count("certificates"))?.unsigned_abs(),
                private_keys: self.sql(count("keys"))?.unsigned_abs(),
                stores: self.store_names(handle)?,
            })
        })
    }

    fn store_names(&self, handle: &Handle) -> Result<Vec<StoreName>> {
        let mut statement = self.sql(handle.connection.prepare_cached("SELECT name FROM stores ORDER BY id"))?;
        let names = self.sql(statement.query_map([], |row| row.get::<_, String>(0)))?;
        names.map(|name| StoreName::parse(&self.sql(name)?)).collect()
    }

    /// The path of the database, absolute.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether it was opened without its key.
    pub fn is_locked(&self) -> bool {
        self.0.seals.is_none()
    }

    /// Runs a read on the connection. After a fork the child opens its own: a connection must not cross.
    pub(super) fn read<T>(&self, work: impl FnOnce(&mut Handle) -> Result<T>) -> Result<T> {
        let own = process::id();
        if self.0.pid.load(Ordering::Acquire) == own {
            return work(&mut self.0.handle.lock().unwrap_or_else(PoisonError::into_inner));
        }
        let mut handle = match self.0.handle.try_lock() {
            Ok(handle) => handle,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // either another thread of this child is about to reopen it, or a thread that only the parent has held it
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: self.0.path.display().to_string() }),
        };
        if self.0.pid.load(Ordering::Acquire) != own {
            // Closed before another is opened: SQLite would otherwise take its inherited notes for locks of this process,
            // and lock nothing. The parent's locks are the parent's and stay.
            let nothing = self.sql(Connection::open_in_memory())?;
            drop(mem::replace(&mut handle.connection, nothing));
            handle.connection = connect(&self.0.path, self.0.seals.is_none())?;
            handle.names.clear();
            self.0.pid.store(own, Ordering::Release);
        }
        work(&mut handle)
    }

    /// Runs a change in one immediate transaction, its journal lines included; nothing stays of one that fails.
    pub(super) fn change<T>(&self, action: &'static str, work: impl FnOnce(&mut Change<'_>) -> Result<T>) -> Result<T> {
        let Some(seals) = &self.0.seals else { return Err(Error::StoreLocked { action }) };
        self.read(|handle| {
            let Handle { connection, names, .. } = handle;
            let transaction = self.sql(connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate))?;
            let mut change = Change { store: self, transaction: &transaction, seals, names };
            let done = work(&mut change).and_then(|done| self.sql(transaction.commit()).map(|()| done));
            if done.is_err() {
                handle.names.clear(); // it may name a store whose making was rolled back
            }
            done
        })
    }

    /// SQLite's errors, with this store's path.
    pub(super) fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| schema::sqlite(&error, &self.0.path))
    }
}

/// Tells missing files, folders and other files apart before SQLite has a look.
fn looks_like_database(path: &Path) -> Result<()> {
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
    let mut start = [0; 16];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Ok(()) if start == *b"SQLite format 3\0" => Ok(()),
        Ok(()) => not_a_store("it is no database"),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => not_a_store("it is no database"),
        Err(error) => Err(Error::io("open", path, &error)),
    }
}

fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_DEADLINE)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?; // one plan for a statement, whatever is bound to it
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384;")?;
        connection.pragma_update(None, "query_only", read_only)?;
        Ok(connection)
    };
    open().map_err(|error| schema::sqlite(&error, path))
}

/// Builds the database under another name and gives it its own when it is whole.
fn create_database(path: &Path, key_file: &KeyFile) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Error::io("create", path, &error);
    let unfinished = tempfile::Builder::new().prefix(".certwright-").tempfile_in(folder).map_err(failed)?.into_temp_path();
    let id: StoreId = random()?;
    let store_key = Secret::new(random()?);
    let wrapped = seal::wrap(&key_file.secret, &id, &about_key_file(&id, &key_file.id), &store_key)?;
    let build = || -> rusqlite::Result<()> {
        let mut connection = Connection::open(&unfinished)?;
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(schema::TABLES)?;
        transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", schema::VERSION)?;
        transaction.execute("INSERT INTO meta VALUES ('store_id', ?1), ('written_by', ?2)", params![id, env!("CARGO_PKG_VERSION")])?;
        transaction.execute("INSERT INTO protectors VALUES (?1, ?2, '{}', ?3)", params![key_file.id, key_file::KIND, wrapped])?;
        for name in StoreName::BUILT_IN {
            transaction.execute("INSERT INTO stores (name) VALUES (?1)", [name.to_string()])?;
        }
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)
    };
    build().map_err(|error| {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(with_ending(&unfinished, ending)); // SQLite leaves them where the disk was full
        }
        schema::sqlite(&error, path)
    })?;
    fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    unfinished.persist_noclobber(path).map_err(|error| failed(error.error))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn store_id(connection: &Connection, path: &Path) -> Result<StoreId> {
    let id = connection.query_row("SELECT value FROM meta WHERE name = 'store_id'", [], |row| row.get::<_, StoreId>(0));
    id.map_err(|error| schema::sqlite(&error, path))
}

/// What a key file's wrapped store key is bound to.
fn about_key_file<'a>(store: &'a StoreId, protector: &'a [u8]) -> [&'a [u8]; 4] {
    [store, protector, key_file::KIND.as_bytes(), b"{}"]
}

/// The store's key out of the protector that the key file belongs to.
fn unlock(connection: &Connection, path: &Path, key_path: &Path, id: &StoreId) -> Result<Secret> {
    let wrong = || Error::KeyFileWrong { path: key_path.display().to_string(), store: path.display().to_string() };
    let key_file = key_file::read(key_path, path)?;
    let row = connection
        .query_row("SELECT kind, wrapped FROM protectors WHERE id = ?1", [key_file.id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .optional()
        .map_err(|error| schema::sqlite(&error, path))?;
    let (kind, wrapped) = row.ok_or_else(wrong)?;
    if kind != key_file::KIND {
        return Err(Error::Unsupported { what: format!("the protector kind {kind}"), why: "this version knows key files".to_owned() });
    }
    seal::unwrap(&key_file.secret, id, &about_key_file(id, &key_file.id), &wrapped).ok_or_else(wrong)
}
