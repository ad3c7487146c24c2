//! Making a store: its protectors, the database, and the files beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, TransactionBehavior};

use super::{
    Store,
    journal::{Action, Head},
    key_file,
    name::StoreName,
    open::{OpenOptions, folder_of, with_ending},
    passphrase,
    place::{self, Group},
    pool::connect,
    protector::Row,
    schema,
    seal::{Seals, Secret, StoreId},
};
use crate::{
    error::{Error, Result},
    random::random,
};

impl Store {
    /// Makes a store with a new key file `<db>.key`; neither may be there.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] with the file that is there; [`Error::NotFound`] if the folder is missing;
    /// [`Error::NetworkFileSystem`]; [`Error::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        Self::create_with(path, &OpenOptions::default())
    }

    /// Makes a store.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`Error::NotFound`] for a group that is not there.
    pub fn create_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self> {
        let path = path.as_ref();
        if options.locked {
            return Err(Error::InvalidArgument { what: "locked", why: "a store is made with its key".to_owned() });
        }
        let group = options.group.as_deref().map(Group::parse).transpose()?;
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
        let folder = folder_of(path);
        if !folder.is_dir() {
            return Err(Error::NotFound { wanted: format!("the folder {}", folder.display()), near: Vec::new() });
        }
        place::must_be_local(folder)?;
        let made = protector_secrets(path, options, group)?;
        if let Err(error) = create_database(path, &made, options, group) {
            if let Some(key_path) = &made.key_path {
                let _ = fs::remove_file(key_path); // it was made a moment ago and opens nothing
            }
            return Err(error);
        }
        // the database is in place: from here on its key file stays, whatever happens
        key_file::sync_folder(path).map_err(|error| Error::io("create", path, &error))?;
        make_side_files(path, options, group)?;
        // with the key file that was just made, whatever else the service manager hands over
        let handed_over = made.key_path.filter(|made| key_file::locate(options.key_file.as_deref(), path).0 != *made);
        match handed_over {
            Some(made) => Self::open_with(path, &options.clone().key_file(made)),
            None => Self::open_with(path, options),
        }
    }
}

/// What opens a new store: made before the database, so that there is never one without it.
struct Protectors {
    key_path: Option<PathBuf>,
    rows: Vec<(Vec<u8>, &'static str, String, Secret)>,
}

fn protector_secrets(path: &Path, options: &OpenOptions, group: Option<Group>) -> Result<Protectors> {
    let mut made = Protectors { key_path: None, rows: Vec::new() };
    if let Some(text) = &options.passphrase {
        let parameters = passphrase::parameters()?;
        let secret = passphrase::secret(text, &parameters)?;
        made.rows.push((random::<16>()?.to_vec(), passphrase::KIND, parameters, secret));
    }
    if options.passphrase.is_none() || options.key_file.is_some() {
        let key_path = options.key_file.clone().unwrap_or_else(|| key_file::beside(path));
        let key_file = key_file::create(&key_path, group)?;
        made.rows.push((key_file.id.to_vec(), key_file::KIND, "{}".to_owned(), key_file.secret));
        made.key_path = Some(key_path);
    }
    Ok(made)
}

/// Builds the database under another name and gives it its own when it is whole.
fn create_database(path: &Path, protectors: &Protectors, options: &OpenOptions, group: Option<Group>) -> Result<()> {
    let failed = |error: std::io::Error| Error::io("create", path, &error);
    let unfinished = tempfile::Builder::new().prefix(".certwright-").tempfile_in(folder_of(path)).map_err(failed)?.into_temp_path();
    let id: StoreId = random()?;
    let store_key = Secret::new(random()?);
    let seals = Seals::new(id, &store_key)?;
    let rows = protectors.rows.iter().map(|(row, kind, parameters, secret)| Row::wrap(row, kind, parameters, secret, &id, &store_key, &seals));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let build = || -> rusqlite::Result<()> {
        let mut connection = Connection::open(&unfinished)?;
        connection.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(schema::TABLES)?;
        transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", schema::VERSION)?;
        transaction.execute("INSERT INTO meta VALUES ('store_id', ?1), ('written_by', ?2), ('generation', 1)", (id, env!("CARGO_PKG_VERSION")))?;
        if let Some(group) = group {
            group.keep(&transaction, &seals)?;
        }
        options.installation_at(path).keep(&transaction, &seals)?;
        for row in &rows {
            row.insert(&transaction)?;
        }
        for name in StoreName::BUILT_IN {
            transaction.execute("INSERT INTO stores (name) VALUES (?1)", [name.to_string()])?;
        }
        let mut head = Head::default();
        let details = [("path", path.display().to_string()), ("installation", "recorded".to_owned())];
        head.append(&transaction, &seals, &options.told(Action::Created, &details))?;
        head.keep(&transaction, &seals)?;
        transaction.commit()?;
        schema::add_missing(&mut connection)?;
        connection.close().map_err(|(_, error)| error)
    };
    build().map_err(|error| {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(with_ending(&unfinished, ending)); // SQLite leaves them where the disk was full
        }
        schema::sqlite(&error, path)
    })?;
    grant(&unfinished, options, group)?.sync_all().map_err(failed)?;
    unfinished.persist_noclobber(path).map_err(|error| failed(error.error))
}

/// The log and its index, made and left there with owner and mode, before anybody has the store open: a process that closes
/// a file of an open store gives up SQLite's locks on it.
fn make_side_files(path: &Path, options: &OpenOptions, group: Option<Group>) -> Result<()> {
    let connection = connect(path, false, options.busy)?;
    let touched = connection.execute_batch("BEGIN IMMEDIATE; UPDATE meta SET value = value WHERE name = 'written_by'; COMMIT;");
    touched.and_then(|()| connection.close().map_err(|(_, error)| error)).map_err(|error| schema::sqlite(&error, path))?;
    for ending in ["-wal", "-shm"] {
        grant(&with_ending(path, ending), options, group)?;
    }
    Ok(())
}

/// Gives the database or a file beside it its owner and mode; through the open file, so that no other is put in its place.
fn grant(path: &Path, options: &OpenOptions, group: Option<Group>) -> Result<fs::File> {
    let file = place::open_as_it_is(path)?;
    let others = if options.others_read { 0o044 } else { 0 };
    match group {
        Some(group) => group.share(&file, path, 0o660 | others)?,
        None if options.others_read => place::set_mode(&file, path, 0o600 | others)?,
        None => {} // as it was made: 0600
    }
    Ok(file)
}
