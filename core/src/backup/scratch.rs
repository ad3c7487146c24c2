//! A store that lives for one proof or one restore: temporary files, sealed under a key that nobody else ever has, removed at the end.

use tempfile::TempDir;

use crate::{
    certificate::pasted::hex,
    error::{Error, Result},
    random::random,
    store::{OpenOptions, Store},
};

pub(super) struct Scratch {
    // before its folder: what is open goes first
    store: Store,
    _folder: TempDir,
}

impl Scratch {
    /// In the folder for temporary files. What is left of it by a machine that lost its power opens for nobody.
    pub(super) fn make() -> Result<Self> {
        let folder = temporary_folder().map_err(|error| Error::io("write", &std::env::temp_dir(), &error))?;
        let options = OpenOptions::default().passphrase(hex(&random::<32>()?)).installation("scratch");
        let store = Store::create_with(folder.path().join("scratch.db"), &options)?;
        Ok(Self { store, _folder: folder })
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }
}

/// Its owner's alone.
fn temporary_folder() -> std::io::Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix(".certwright-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir()
}
