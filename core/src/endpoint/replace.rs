//! Files put in the place of others, which are kept until it is known whether the new ones do.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File},
    io::Read,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use crate::{
    error::{Error, Result},
    format::{Access, Replace, write_for},
};

/// How long is waited between two looks at a lock.
const PAUSE: Duration = Duration::from_millis(50);
/// More than any certificate, chain and key have.
const MAX_SIZE: u64 = 16 * 1024 * 1024;

/// A file to be.
pub(super) struct Written {
    pub(super) path: PathBuf,
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) access: Access,
}

/// Folders of files, which no other process writes to in this way meanwhile.
pub(super) struct Folders(Vec<File>);

impl Folders {
    /// Waits for others no longer than until then. Whoever can read a folder can hold it. Refuses paths that name one file twice.
    pub(super) fn lock<'a>(paths: impl IntoIterator<Item = &'a Path>, until: Instant) -> Result<Self> {
        let (mut folders, mut files) = (Vec::new(), BTreeSet::new());
        for path in paths {
            let folder = folder_of(path);
            let opened = File::open(&folder).and_then(|opened| Ok((opened.metadata()?, opened)));
            let (about, opened) = opened.map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => Error::NotFound { wanted: format!("the folder {}", folder.display()), near: Vec::new() },
                _ => Error::io("open", &folder, &error),
            })?;
            let id = (about.dev(), about.ino());
            if !files.insert((id, path.file_name())) {
                return Err(Error::InvalidArgument { what: "path", why: format!("{} is named twice; name two files", path.display()) });
            }
            folders.push((id, folder, opened));
        }
        folders.sort_by_key(|(id, ..)| *id); // so that two that want the same ones do not wait for each other
        folders.dedup_by_key(|(id, ..)| *id);
        let lock = |(_, path, folder): ((u64, u64), PathBuf, File)| loop {
            match rustix::fs::flock(&folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(folder),
                Err(rustix::io::Errno::WOULDBLOCK) if Instant::now() < until => thread::sleep(PAUSE),
                Err(rustix::io::Errno::WOULDBLOCK) => {
                    let reason = "another process holds it; try again".to_owned();
                    return Err(Error::Io { action: "lock", path: path.display().to_string(), reason, os_code: None });
                }
                Err(error) => return Err(Error::io("lock", &path, &error.into())),
            }
        };
        Ok(Self(folders.into_iter().map(lock).collect::<Result<_>>()?))
    }

    /// Until then, a power failure may undo what was renamed and removed.
    pub(super) fn sync(&self) {
        for folder in &self.0 {
            let _ = folder.sync_all(); // some file systems know no such thing
        }
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Under which name a file is kept while another is tried in its place.
fn kept(path: &Path) -> PathBuf {
    let mut name = OsString::from(".certwright-former-");
    name.push(path.file_name().unwrap_or_default());
    folder_of(path).join(name)
}

/// Puts back what somebody kept who did not come to an end.
pub(super) fn recover(path: &Path) -> Result<()> {
    match fs::rename(kept(path), path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("put back", path, &error)),
        _ => Ok(()),
    }
}

/// A file as it was.
pub(super) struct Former(Option<(Zeroizing<Vec<u8>>, Access)>);

impl Former {
    /// What the name leads to is looked at once: between two looks, whoever owns the folder could put something else there.
    pub(super) fn read(file: &Written) -> Result<Self> {
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
    pub(super) fn is(&self, file: &Written) -> bool {
        self.0.as_ref().is_some_and(|(bytes, access)| {
            let same_group = file.access.group.is_none() || access.group == file.access.group;
            **bytes == *file.bytes && access.mode == file.access.mode && access.owner == file.access.owner && same_group
        })
    }
}

/// A file in whose place another one was put.
pub(super) struct Replaced {
    path: PathBuf,
    /// There was one before.
    is_kept: bool,
}

impl Replaced {
    /// Keeps the former file beside the new one, whole with all that belongs to it.
    pub(super) fn by(file: &Written, former: &Former) -> Result<Self> {
        let replaced = Self { path: file.path.clone(), is_kept: former.0.is_some() };
        if replaced.is_kept {
            let kept = kept(&file.path);
            // a second name; where the system gives none, another name, unless that would take the place of what is kept there
            let done = fs::hard_link(&file.path, &kept).or_else(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Err(error),
                _ => fs::rename(&file.path, &kept),
            });
            done.map_err(|error| Error::io("keep", &file.path, &error))?;
        }
        match write_for(&file.path, &file.bytes, file.access, Replace::Existing) {
            Ok(()) => Ok(replaced),
            Err(error) => {
                replaced.put_back()?;
                Err(error)
            }
        }
    }

    fn put_back(&self) -> Result<()> {
        if !self.is_kept {
            return removed(&self.path);
        }
        let kept = kept(&self.path);
        fs::rename(&kept, &self.path).map_err(|error| Error::io("put back", &self.path, &error))?;
        removed(&kept) // of two names of one file, renaming leaves both
    }

    /// The new one is served.
    pub(super) fn forget(&self) {
        if self.is_kept {
            let _ = removed(&kept(&self.path)); // the next who writes here begins with that
        }
    }
}

fn removed(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", path, &error)),
        _ => Ok(()),
    }
}

/// Every one of them, whatever becomes of the others.
pub(super) fn put_back(replaced: &[Replaced]) -> Result<()> {
    let failures: Vec<Error> = replaced.iter().rev().filter_map(|one| one.put_back().err()).collect();
    failures.into_iter().next().map_or(Ok(()), Err)
}
