//! A folder: of a disk, or of another machine.

use std::{
    fs, io,
    io::Read,
    path::{self, Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{Target, must_be_plain};
use crate::{
    error::{Error, Result},
    format::{Access, Folder, open, temporary},
    store::Progress,
};

pub(super) struct StoredInFolder {
    /// Absolute: where a process stands may change.
    path: PathBuf,
}

impl StoredInFolder {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let path = path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Ok(Self { path }),
            Ok(_) => {
                let reason = "it is not a folder".to_owned();
                Err(Error::Io { action: "store in", path: path.display().to_string(), reason, os_code: None })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing(&path)),
            Err(error) => Err(Error::io("find", &path, &error)),
        }
    }

    /// What is not there may be the whole folder: its disk may have gone.
    fn failed(&self, action: &'static str, path: &Path, error: &io::Error) -> Error {
        if error.kind() == io::ErrorKind::NotFound && !self.path.is_dir() {
            return missing(&self.path);
        }
        Error::io(action, path, error)
    }
}

fn missing(folder: &Path) -> Error {
    let wanted = format!("the folder {} (attach its disk or make it: it is not made here, because that would fill the wrong disk)", folder.display());
    Error::NotFound { wanted, near: Vec::new() }
}

impl Target for StoredInFolder {
    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn is_far(&self) -> bool {
        false
    }

    fn temporary(&self) -> Result<NamedTempFile> {
        temporary(&self.path, Access { mode: 0o600, ..Access::default() }).map_err(|error| self.failed("write to", &self.path, &error))
    }

    fn store(&self, file: NamedTempFile, name: &str, progress: Progress<'_>) -> Result<()> {
        let path = self.path.join(must_be_plain(name)?);
        let failed = |error: io::Error| self.failed("write", &path, &error);
        let size = file.as_file().metadata().map_err(failed)?.len();
        if progress(0, size).is_break() {
            return Err(Error::Cancelled { what: "storing the backup".to_owned() });
        }
        let folder = Folder::open(&self.path).map_err(failed)?;
        if path.symlink_metadata().is_ok() {
            return Err(Error::AlreadyExists { path: path.display().to_string() });
        }
        file.as_file().sync_all().map_err(failed)?;
        file.persist_noclobber(&path).map_err(|refused| failed(refused.error))?;
        folder.sync().map_err(|error| {
            let _ = fs::remove_file(&path); // not known to last, so not stored
            failed(error)
        })?;
        let _ = progress(size, size); // too late to stop it
        Ok(())
    }

    fn fetch(&self, name: &str, progress: Progress<'_>) -> Result<Box<dyn Read + Send>> {
        let path = self.path.join(must_be_plain(name)?);
        let failed = |error: io::Error| self.failed("read", &path, &error);
        let file = open(&path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        if !found.is_file() {
            let reason = "it is not a regular file".to_owned();
            return Err(Error::Io { action: "read", path: path.display().to_string(), reason, os_code: None });
        }
        #[cfg(target_os = "linux")] // what was just written is read from the disk, and not from memory
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        if progress(0, found.len()).is_break() {
            return Err(Error::Cancelled { what: "reading the backup".to_owned() });
        }
        Ok(Box::new(file))
    }

    fn remove(&self, name: &str) -> Result<()> {
        let path = self.path.join(must_be_plain(name)?);
        let failed = |error: io::Error| self.failed("remove", &path, &error);
        let folder = Folder::open(&self.path).map_err(failed)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(error)),
            Ok(()) => folder.sync().map_err(failed),
        }
    }

    fn list(&self) -> Result<Vec<String>> {
        let failed = |error: io::Error| self.failed("list", &self.path, &error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if let (true, Ok(name)) = (entry.file_type().map_err(failed)?.is_file(), entry.file_name().into_string()) {
                names.push(name);
            }
        }
        names.retain(|name| must_be_plain(name).is_ok());
        names.sort_unstable();
        Ok(names)
    }
}
