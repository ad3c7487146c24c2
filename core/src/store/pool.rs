//! The connections of an open store: one that writes, and a few that read.
//!
//! SQLite's connections must not cross a fork, and its locks are the process's. A child therefore closes what it inherited
//! before it opens its own; where a thread of the parent was at work in the store at the moment of the fork, it cannot.

use std::{
    collections::HashMap,
    fs, mem,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};

use super::{
    diagnostic::{DiagnosticCode, Diagnostics},
    name::StoreName,
    open::with_ending,
    schema,
};
use crate::error::{Error, Result};

/// How many idle readers are kept.
const READERS: usize = 4;
/// How long a reader is waited for where the log is to be emptied.
const NOT_LONG: Duration = Duration::from_millis(100);
/// How long a reader may go on before it looks again whether the store is still at its path.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// A change begins so soon where nobody else writes, also on a slow disk.
const SOON: Duration = Duration::from_millis(20);

/// A connection, and what it has learned.
pub(super) struct Handle {
    pub(super) connection: Connection,
    pub(super) names: HashMap<i64, StoreName>,
}

pub(super) struct Pool {
    path: PathBuf,
    read_only: bool,
    busy: Duration,
    /// Device and inode of the database that was opened.
    file: (u64, u64),
    writer: Mutex<Option<Handle>>,
    readers: Mutex<Vec<Handle>>,
    /// How many threads are at work in the connections.
    at_work: AtomicUsize,
    /// Whose connections they are.
    pid: AtomicU32,
    looked: Mutex<Instant>,
    /// Something secret was deleted, and may stand in the log still.
    wipe: AtomicBool,
    pub(super) diagnostics: Diagnostics,
}

/// Counts a thread that is at work, for as long as it lives.
struct AtWork<'a>(&'a AtomicUsize);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Pool {
    /// Takes over a first connection, made by [`connect`].
    pub(super) fn new(
        path: PathBuf,
        file: (u64, u64),
        connection: Connection,
        read_only: bool,
        busy: Duration,
        diagnostics: Diagnostics,
    ) -> Result<Self> {
        if identity(&path)? != file {
            return Err(Error::Moved { path: path.display().to_string() }); // between the look at it and the opening
        }
        Ok(Self {
            path,
            read_only,
            busy,
            file,
            writer: Mutex::new(None),
            readers: Mutex::new(vec![Handle { connection, names: HashMap::new() }]),
            at_work: AtomicUsize::new(0),
            pid: AtomicU32::new(process::id()),
            looked: Mutex::new(Instant::now()),
            wipe: AtomicBool::new(false),
            diagnostics,
        })
    }

    /// Runs work that uses the connections or notes something, then tells what was noted.
    pub(super) fn run<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let at_work = self.enter()?;
        let done = work();
        let noted = self.diagnostics.take();
        drop(at_work);
        self.diagnostics.tell(&noted);
        done
    }

    /// Runs a read on an idle connection, or on one made for it.
    pub(super) fn read<T>(&self, work: impl FnOnce(&mut Handle) -> Result<T>) -> Result<T> {
        self.run(|| self.read_at_work(work))
    }

    fn read_at_work<T>(&self, work: impl FnOnce(&mut Handle) -> Result<T>) -> Result<T> {
        let due = lock(&self.looked).elapsed() >= LOOK_AGAIN;
        if due {
            self.look()?;
        }
        let idle = lock(&self.readers).pop();
        let mut handle = match idle {
            Some(handle) => handle,
            None => self.connect()?,
        };
        let done = work(&mut handle);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(handle);
        }
        done
    }

    /// Runs a change on the one connection that writes; threads wait for one another here, processes in SQLite.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Handle) -> Result<T>) -> Result<T> {
        self.run(|| self.write_at_work(work))
    }

    fn write_at_work<T>(&self, work: impl FnOnce(&mut Handle) -> Result<T>) -> Result<T> {
        self.look()?;
        let mut writer = lock(&self.writer);
        let handle = match &mut *writer {
            Some(handle) => handle,
            none => none.insert(self.connect()?),
        };
        let done = work(handle);
        if self.wipe.load(Ordering::Acquire) {
            if self.empty_log(&handle.connection) {
                self.wipe.store(false, Ordering::Release);
            } else {
                self.diagnostics.note(DiagnosticCode::DeletedRemains, || {
                    let path = self.path.display();
                    format!("somebody reads {path}, so what was deleted stands in its log until the next change that nobody reads beside")
                });
            }
        }
        if done.is_err() {
            handle.names.clear(); // it may name a store whose making was rolled back
        }
        done
    }

    /// Begins a change; threads were waited for, other processes are.
    pub(super) fn begin<'a>(&self, connection: &'a mut Connection) -> rusqlite::Result<Transaction<'a>> {
        let asked = Instant::now();
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let waited = asked.elapsed();
        if waited >= (self.busy / 4).max(SOON) {
            let in_vain = if begun.is_err() { ", in vain" } else { "" };
            self.diagnostics.note(DiagnosticCode::Waited, || {
                format!("a change of {} waited {} ms for another process's{in_vain}", self.path.display(), waited.as_millis())
            });
        }
        begun
    }

    /// The log beside the database is to be emptied after this change, or after the next one at which nobody reads.
    pub(super) fn must_wipe(&self) {
        self.wipe.store(true, Ordering::Release);
    }

    /// Writes everything into the database itself and empties the log beside it. Says whether that was done: who reads
    /// meanwhile is not waited for.
    fn empty_log(&self, connection: &Connection) -> bool {
        let _ = connection.busy_timeout(NOT_LONG);
        let held_up = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        let _ = connection.busy_timeout(self.busy);
        held_up == Ok(false)
    }

    fn connect(&self) -> Result<Handle> {
        let connection = connect(&self.path, self.read_only, self.busy)?;
        Ok(Handle { connection, names: HashMap::new() })
    }

    /// Counts this thread in, after the connections were found to be this process's own.
    fn enter(&self) -> Result<AtWork<'_>> {
        let own = process::id();
        if self.pid.load(Ordering::Acquire) != own {
            if self.at_work.load(Ordering::Acquire) > 0 && self.pid.load(Ordering::Acquire) != own {
                return Err(Error::Busy { path: self.path.display().to_string() }); // by a thread that only the parent has
            }
            let mut readers = lock(&self.readers);
            if self.pid.load(Ordering::Acquire) != own {
                drop(mem::take(&mut *readers));
                drop(lock(&self.writer).take());
                drop(self.diagnostics.take()); // the parent tells of those
                self.diagnostics.note(DiagnosticCode::Forked, || {
                    format!("process {own} is a fork of the one that opened {}, and opens it anew", self.path.display())
                });
                self.pid.store(own, Ordering::Release);
            }
        }
        self.at_work.fetch_add(1, Ordering::AcqRel);
        Ok(AtWork(&self.at_work))
    }

    /// Whether the path still leads to the database that is open.
    pub(super) fn look(&self) -> Result<()> {
        match identity(&self.path) {
            Ok(file) if file == self.file => {
                *lock(&self.looked) = Instant::now();
                Ok(())
            }
            _ => Err(Error::Moved { path: self.path.display().to_string() }),
        }
    }
}

impl Drop for Pool {
    /// Leaves the whole store in the database file, so that a copy of that one file is a copy of the store.
    fn drop(&mut self) {
        let own = self.pid.load(Ordering::Acquire) == process::id();
        if !own || self.read_only || self.look().is_err() || !log_is_filled(&self.path) {
            return;
        }
        let readers = mem::take(&mut *lock(&self.readers));
        let writer = lock(&self.writer).take();
        if let Some(handle) = writer.into_iter().chain(readers).next() {
            self.empty_log(&handle.connection); // where somebody still reads, the last to close does it
        }
    }
}

/// What the mutexes guard is whole at every moment, also when a thread panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log_is_filled(path: &Path) -> bool {
    fs::metadata(with_ending(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// Device and inode.
pub(super) fn identity(path: &Path) -> Result<(u64, u64)> {
    let about = fs::metadata(path).map_err(|error| Error::io("open", path, &error))?;
    Ok((about.dev(), about.ino()))
}

/// A connection with all that a store asks of SQLite.
pub(super) fn connect(path: &Path, read_only: bool, busy: Duration) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(busy)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?; // one plan for a statement, whatever is bound to it
        // the log and its index stay, with their owner and mode: who may only read cannot make them anew
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        // 32 MB of pages: with less, a thousand certificates that are asked for over and over in a store of a million push one another out
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768;",
        )?;
        connection.pragma_update(None, "query_only", read_only)?;
        Ok(connection)
    };
    open().map_err(|error| schema::sqlite(&error, path))
}
