//! Files on disk: read within bounds, written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::read::MAX_FILE_SIZE;
use crate::error::{Error, Result};

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Whoever the umask allows.
    Public,
    /// Its owner alone, from the first byte on: for what holds a private key.
    Secret,
}

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// It stays as it is, and writing fails.
    Never,
    /// The new one takes its place.
    Existing,
}

/// Reads a regular file of at most 64 MiB into memory that is wiped when dropped.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooLarge`]; [`Error::Io`], also for a directory or a device.
pub fn read_path(path: impl AsRef<Path>) -> Result<Zeroizing<Vec<u8>>> {
    read_bounded(path.as_ref(), MAX_FILE_SIZE)
}

/// Reads a password: the whole of a file of at most 4 KiB, without a byte order mark, from UTF-16 where it is that, and without one line end
/// at its end.
///
/// # Errors
/// As [`read_path`]; [`Error::InvalidArgument`] where it is no text.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
    let octets = read_bounded(path, 4096)?;
    let (text, _) = crate::pem::decode_text(&octets);
    let text = text.strip_suffix(b"\n").map_or(&*text, |text| text.strip_suffix(b"\r").unwrap_or(text));
    let no_text = |_| Error::InvalidArgument { what: "password", why: format!("what {} holds is no text", path.display()) };
    std::str::from_utf8(text).map(|text| Zeroizing::new(text.to_owned())).map_err(no_text)
}

/// Reads a regular file of at most `limit` bytes.
fn read_bounded(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |error: io::Error| Error::io("read", path, &error);
    let refused = |reason: &str| Error::Io { action: "read", path: path.display().to_string(), reason: reason.to_owned(), os_code: None };
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(refused("it is a directory")); // said before it is opened, which Windows refuses
    }
    let file = open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(refused("it is not a regular file"));
    }
    let size = metadata.len();
    if size > limit {
        return Err(Error::TooLarge { what: format!("the file {}", path.display()), size, limit });
    }
    // room enough that the bytes are never moved, which would leave a copy behind
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or(usize::MAX).saturating_add(64)));
    file.take(size + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > size {
        return Err(refused("it grew while it was read"));
    }
    Ok(bytes)
}

/// A FIFO that nobody writes to does not block.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default(); // one low bit
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Writes a file whole or not at all: into a temporary file beside it, synced, then renamed.
///
/// A file that is replaced passes on neither owner nor mode; a symbolic link is replaced itself, not what it points to.
/// When this fails, nothing has changed and nothing is left behind; only if the folder itself cannot be synced at the end is
/// the new file in place all the same.
///
/// # Errors
/// [`Error::AlreadyExists`] if the file is there and is not to be replaced; [`Error::NotFound`] if its folder is not there;
/// [`Error::InvalidArgument`] if the path names no file; [`Error::Io`].
pub fn write_file(path: impl AsRef<Path>, bytes: &[u8], secrecy: Secrecy, replace: Replace) -> Result<()> {
    let mode = match secrecy {
        Secrecy::Public => 0o644,
        Secrecy::Secret => 0o600,
    };
    write_for(path.as_ref(), bytes, Access { mode, ..Access::default() }, replace)
}

/// Whose a file is, and what others may do with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) mode: u32,
    /// Number of the account; `None`: whoever writes it.
    pub(crate) owner: Option<u32>,
    /// Number of the group; `None`: that of whoever writes it.
    pub(crate) group: Option<u32>,
}

/// As [`write_file`], for somebody else. Owner and mode are those asked for before the file has its name.
pub(crate) fn write_for(path: &Path, bytes: &[u8], access: Access, replace: Replace) -> Result<()> {
    if path.file_name().is_none() {
        return Err(Error::InvalidArgument { what: "path", why: "it does not name a file".to_owned() });
    }
    let failed = |error: io::Error| Error::io("write", path, &error);
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let synced_later = Folder::open(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound { wanted: format!("the folder {}", folder.display()), near: Vec::new() },
        _ => failed(error),
    })?;
    if replace == Replace::Never && path.symlink_metadata().is_ok() {
        return Err(Error::AlreadyExists { path: path.display().to_string() }); // said before anything is written
    }
    let mut file = temporary(folder, access).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    match replace {
        Replace::Existing => file.persist(path),
        Replace::Never => file.persist_noclobber(path),
    }
    .map_err(|refused| failed(refused.error))?;
    synced_later.sync().map_err(failed)
}

/// A file beside the one that is to be, which goes when it is dropped.
#[cfg(unix)]
pub(crate) fn temporary(folder: &Path, access: Access) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::{PermissionsExt, fchown};
    let with_mode = |mode| fs::Permissions::from_mode(mode);
    let Access { mode, owner, group } = access;
    let given = owner.is_some() || group.is_some();
    // what will be somebody else's is nobody's before it is
    let first = if given { 0o600 } else { mode };
    let named = tempfile::Builder::new().prefix(".certwright-").permissions(with_mode(first)).tempfile_in(folder)?;
    if given {
        fchown(named.as_file(), owner, group)?;
        named.as_file().set_permissions(with_mode(mode))?; // whatever the umask took away is meant for them
    }
    Ok(named)
}

/// Elsewhere a file has the access rights that its folder gives it.
#[cfg(not(unix))]
pub(crate) fn temporary(folder: &Path, _: Access) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".certwright-").tempfile_in(folder)
}

/// The folder of a file that is renamed: until it is synced, a power failure may undo the renaming.
pub(crate) struct Folder {
    #[cfg(unix)]
    handle: File,
}

#[cfg(unix)]
impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { handle: File::open(path)? })
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        match self.handle.sync_all() {
            // some network file systems know no such thing
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            other => other,
        }
    }
}

#[cfg(not(unix))]
impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|_| Self {})
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("the file").permissions().mode() & 0o7777
    }

    #[test]
    fn a_secret_file_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pfx");
        write_file(&path, b"secret", Secrecy::Secret, Replace::Never).expect("written");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read(&path).expect("read"), b"secret");
        let path = folder.path().join("certificate.pem");
        write_file(&path, b"public", Secrecy::Public, Replace::Never).expect("written");
        assert_eq!(mode(&path) & !0o044, 0o600);
    }

    #[test]
    fn replaces_only_when_asked_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        write_file(&path, b"one", Secrecy::Public, Replace::Never).expect("written");
        let refused = write_file(&path, b"two", Secrecy::Public, Replace::Never);
        assert_eq!(refused, Err(Error::AlreadyExists { path: path.display().to_string() }));
        assert_eq!(fs::read(&path).expect("read"), b"one");
        write_file(&path, b"two", Secrecy::Secret, Replace::Existing).expect("replaced");
        assert_eq!(fs::read(&path).expect("read"), b"two");
        assert_eq!(mode(&path), 0o600);
        let taken = folder.path().join("folder");
        fs::create_dir(&taken).expect("a folder");
        let refused = write_file(&taken, b"three", Secrecy::Public, Replace::Existing).expect_err("it is a folder");
        assert_eq!(refused.status(), crate::Status::Io);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 2);
    }

    #[test]
    fn says_when_there_is_no_place_to_write_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing");
        let refused = write_file(missing.join("file"), b"", Secrecy::Public, Replace::Never);
        assert_eq!(refused, Err(Error::NotFound { wanted: format!("the folder {}", missing.display()), near: Vec::new() }));
        let refused = write_file("/", b"", Secrecy::Public, Replace::Existing);
        assert_eq!(refused, Err(Error::InvalidArgument { what: "path", why: "it does not name a file".to_owned() }));
    }

    #[test]
    fn reads_regular_files_within_the_limit_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        fs::write(&path, [7; 100]).expect("written");
        assert_eq!(read_bounded(&path, 100).expect("read").as_slice(), [7; 100]);
        let what = format!("the file {}", path.display());
        assert_eq!(read_bounded(&path, 99), Err(Error::TooLarge { what, size: 100, limit: 99 }));
        let io = |path: &Path, reason: &str| Error::Io { action: "read", path: path.display().to_string(), reason: reason.into(), os_code: None };
        assert_eq!(read_bounded(folder.path(), 9), Err(io(folder.path(), "it is a directory")));
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).expect("a FIFO");
        assert_eq!(read_bounded(&pipe, 9), Err(io(&pipe, "it is not a regular file")));
        let device = Path::new("/dev/null");
        assert_eq!(read_bounded(device, 9), Err(io(device, "it is not a regular file")));
        let missing = folder.path().join("missing");
        assert_eq!(read_bounded(&missing, 9), Err(Error::NotFound { wanted: format!("the file {}", missing.display()), near: Vec::new() }));
    }
}
