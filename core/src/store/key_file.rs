//! The default protector: a file with a secret, so that an unattended service opens its store without a prompt.

use std::{
    env,
    ffi::OsString,
    fs::{self, OpenOptions},
    io::{Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{place::Group, seal::Secret};
use crate::{
    error::{Error, Result},
    pem,
    random::random,
};

/// How this kind of protector is stored by name.
pub(super) const KIND: &str = "key-file";
const LABEL: &str = "CERTWRIGHT STORE KEY";
const MAX_SIZE: u64 = 4096;

/// What a key file holds: which protector it is, and its secret.
pub(super) struct KeyFile {
    pub(super) id: [u8; 16],
    pub(super) secret: Secret,
}

/// `<db>.key`.
pub(super) fn beside(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(".key");
    PathBuf::from(name)
}

/// The one that was named; else the one that the service manager hands over in `$CREDENTIALS_DIRECTORY`; else the one
/// beside the database. With why it is this one.
pub(super) fn locate(named: Option<&Path>, database: &Path) -> (PathBuf, &'static str) {
    if let Some(named) = named {
        return (named.to_owned(), "named by the caller");
    }
    let beside = beside(database);
    let handed_over = env::var_os("CREDENTIALS_DIRECTORY").zip(beside.file_name()).map(|(folder, name)| Path::new(&folder).join(name));
    match handed_over.filter(|path| path.exists()) {
        Some(path) => (path, "handed over in $CREDENTIALS_DIRECTORY"),
        None => (beside, "beside the database, where it is looked for unless named"),
    }
}

/// Makes a new one, 0600, or 0640 for a group; one that is there already is never replaced.
pub(super) fn create(path: &Path, group: Option<Group>) -> Result<KeyFile> {
    let made = KeyFile { id: random()?, secret: Secret::new(random()?) };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|error| Error::io("create", path, &error))?;
    let shared = group.map_or(Ok(()), |group| group.share(&file, path, 0o640)); // before there is a secret in it
    shared.inspect_err(|_| drop(fs::remove_file(path)))?;
    let content = Zeroizing::new([made.id.as_slice(), made.secret.as_slice()].concat());
    let text = Zeroizing::new(pem::encode(LABEL, &content));
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| sync_folder(path));
    written.map_err(|error| {
        let _ = fs::remove_file(path); // half a key file opens nothing
        Error::io("write", path, &error)
    })?;
    Ok(made)
}

/// Makes a new or renamed file's name last through a power cut.
pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

/// Whether the service manager made the file: it may give it root as its owner and the service as its group.
fn handed_over(path: &Path, owner: u32) -> bool {
    owner == 0 && env::var_os("CREDENTIALS_DIRECTORY").is_some_and(|folder| path.parent() == Some(Path::new(&folder)))
}

/// Reads one, after its mode was found private: to its owner, or to the group that the store was made for.
pub(super) fn read(path: &Path, store: &Path, group: Option<Group>) -> Result<KeyFile> {
    let failed = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::KeyFileMissing { path: path.display().to_string(), store: store.display().to_string() },
        _ => Error::io("read", path, error),
    };
    let wrong = || Error::KeyFileWrong { path: path.display().to_string(), store: store.display().to_string() };
    let nonblock = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default(); // one low bit; a FIFO does not block
    let mut file = OpenOptions::new().read(true).custom_flags(nonblock).open(path).map_err(|error| failed(&error))?;
    let about = file.metadata().map_err(|error| failed(&error))?; // of the file that was opened, whatever its name means now
    if !about.is_file() || about.len() > MAX_SIZE {
        return Err(wrong());
    }
    let for_group = group.is_some_and(|group| group.is(about.gid())) || handed_over(path, about.uid());
    if about.mode() & if for_group { 0o027 } else { 0o077 } != 0 {
        return Err(Error::KeyFileExposed { path: path.display().to_string(), mode: about.mode() & 0o7777 });
    }
    let mut text = Zeroizing::new(Vec::with_capacity(MAX_SIZE as usize));
    Read::by_ref(&mut file).take(MAX_SIZE).read_to_end(&mut text).map_err(|error| failed(&error))?;
    let block = pem::Blocks::new(&text).next().and_then(Result::ok).filter(|block| block.label == LABEL).ok_or_else(wrong)?;
    let (id, secret) = block.content.split_first_chunk::<16>().ok_or_else(wrong)?;
    let mut key_file = KeyFile { id: *id, secret: Secret::default() };
    if secret.len() != key_file.secret.len() {
        return Err(wrong());
    }
    key_file.secret.copy_from_slice(secret);
    Ok(key_file)
}
