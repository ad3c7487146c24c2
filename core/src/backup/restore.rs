//! Restoring: out of the files and their password alone, into a new store or into one that has gone on; and proving a file at any later time.

use std::{
    env, fmt, io,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde::Serialize;
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::{
    file_name::is_ours,
    pfx,
    proof::{self, BackupProof, Steps},
    run::sha256,
    scratch::Scratch,
    target::target,
};
use crate::{
    certificate::Thumbprint,
    error::{Error, Result},
    format::{Access, open, read_path, temporary},
    store::{Archived, Backup, BackupFile, BackupKind, Conflicts, Place, Progress, Query, RestoreLine, RestoreOutcome, Store},
};

/// How a backup is restored, or proven.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RestoreOptions<'a> {
    /// The password of a PFX, or the passphrase of a bundle.
    pub password: Option<&'a str>,
    /// What opens a bundle for recipients: identities of age, `AGE-SECRET-KEY-1…`.
    pub identities: Vec<Zeroizing<String>>,
    /// Nothing is restored, and what would become of each thing is said.
    pub dry_run: bool,
    /// What is done where the backup and this store cannot both hold.
    pub conflicts: Conflicts,
    /// The role, and the scope, of the only key in a file that says nothing of roles.
    pub role: Option<(String, Option<String>)>,
    /// SHA-256 of the key of another store that signed a bundle, in hex, where that is trusted.
    pub trust_signer: Option<String>,
    /// Of a bundle that is damaged, take what can be taken.
    pub salvage: bool,
}

impl<'a> RestoreOptions<'a> {
    /// With this password.
    pub fn password(mut self, password: &'a str) -> Self {
        self.password = Some(password);
        self
    }

    /// Without restoring anything.
    pub fn dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// Where both cannot hold.
    pub fn conflicts(mut self, conflicts: Conflicts) -> Self {
        self.conflicts = conflicts;
        self
    }

    /// For this role, and scope.
    pub fn role(mut self, role: impl Into<String>, scope: Option<&str>) -> Self {
        self.role = Some((role.into(), scope.map(str::to_owned)));
        self
    }
}

impl fmt::Debug for RestoreOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoreOptions")
            .field("password", &self.password.map(|_| ".."))
            .field("identities", &self.identities.len())
            .field("dry_run", &self.dry_run)
            .field("conflicts", &self.conflicts)
            .field("role", &self.role)
            .field("trust_signer", &self.trust_signer)
            .field("salvage", &self.salvage)
            .finish()
    }
}

/// What a restore came to, or would come to.
///
/// Serialized: its fields.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Restored {
    /// What form the backup has.
    pub kind: BackupKind,
    /// Whether the store is other than before.
    pub changed: bool,
    /// What becomes of each thing.
    pub lines: Vec<RestoreLine>,
    /// SHA-256 of the key that signed a bundle, in hex.
    pub signer: Option<String>,
    /// What else is to be known.
    pub notes: Vec<String>,
}

impl Restored {
    /// What cannot hold beside what is here.
    pub fn conflicts(&self) -> impl Iterator<Item = &RestoreLine> {
        self.lines.iter().filter(|line| line.outcome == RestoreOutcome::Conflict)
    }
}

/// What was taken out of files, in a store that lives for that alone.
pub(super) struct Staged {
    pub(super) scratch: Scratch,
    pub(super) proof: BackupProof,
    /// SHA-256 of each file, in hex, and its size.
    pub(super) files: Vec<(String, u64)>,
    /// Of a salvage, whether nothing was damaged.
    pub(super) is_whole: bool,
}

impl Store {
    /// Restores a backup; a file may also be one at `s3://bucket/prefix/name`. The files and their password are all that it takes. Everything
    /// is taken out of them first, then comes into this store in one transaction; roles, scopes, dates and names come back too. A file of
    /// another program is taken as well, for a role that is given. `progress` tells how much is done of how much; what is counted differs
    /// from part to part.
    ///
    /// Where this store has gone on since, what both cannot hold is a conflict, and unless said how it is resolved nothing is restored.
    /// What is here already stays as it is. No password, no protector and no trust in a named store comes out of a PFX.
    ///
    /// # Errors
    /// [`Error::Conflict`]; [`Error::PasswordRequired`], [`Error::WrongPassword`]; [`Error::Damaged`], [`Error::Tampered`] for files that
    /// are not whole; [`Error::OtherSigner`] for a bundle of another store whose key is not said to be trusted; [`Error::Unsupported`] for
    /// one of a later version; [`Error::UnknownRole`] for a role that is given and not known; [`Error::StoreLocked`],
    /// [`Error::Cancelled`], [`Error::NotFound`], [`Error::Io`].
    pub fn restore<P: AsRef<Path>>(&self, files: &[P], options: &RestoreOptions<'_>, progress: Progress<'_>) -> Result<Restored> {
        if self.is_locked() {
            return Err(Error::StoreLocked { action: "restore a backup" }); // before a slow derivation
        }
        if let Some((role, _)) = &options.role {
            self.role(role)?;
        }
        let staged = self.stage(files, options, &mut |done, total| progress(done, 2 * total))?;
        let from = files.iter().map(|file| file.as_ref().display().to_string()).collect::<Vec<_>>().join(", ");
        let BackupProof { kind, skipped, signer, notes, .. } = staged.proof;
        let mut halfway = |done, total| progress(total + done, 2 * total);
        let (lines, changed) = self.take_over(staged.scratch.store(), &from, options.conflicts, options.dry_run, &mut halfway)?;
        let mut restored = Restored { kind, changed, lines: lines.into_iter().chain(skipped).collect(), signer, notes };
        let conflicts: Vec<String> = restored.conflicts().map(ToString::to_string).collect();
        if !conflicts.is_empty() && !options.dry_run {
            return Err(Error::Conflict { what: conflicts });
        }
        if changed && staged.is_whole && restored.lines.iter().all(|line| line.outcome != RestoreOutcome::Skipped) {
            // the restore stands, whatever becomes of this
            if let Err(error) = self.remember(files, &staged.files, &staged.scratch, kind) {
                restored.notes.push(format!("the store does not remember the backup: {error}"));
            }
        }
        Ok(restored)
    }

    /// What was restored holds what is here from then on: a new machine knows its backup.
    fn remember<P: AsRef<Path>>(&self, files: &[P], staged: &[(String, u64)], scratch: &Scratch, kind: BackupKind) -> Result<()> {
        let mut known = self.genuine_backups()?.into_iter().flat_map(|backup| backup.files).map(|file| file.sha256);
        if known.any(|known| staged.iter().any(|(sha256, _)| *sha256 == known)) {
            return Ok(());
        }
        let described = files.iter().zip(staged).map(|(path, (sha256, size))| {
            let name = path.as_ref().file_name().unwrap_or_default().to_string_lossy().into_owned();
            BackupFile { name, size: *size, sha256: sha256.clone() }
        });
        let described = described.collect();
        let location = files.first().map(|first| location_of(first.as_ref())).unwrap_or_default();
        let with_key = scratch.store().find(&Query { archived: Archived::Also, has_private_key: Some(true), ..Query::default() })?;
        let holds = with_key.map(|entry| Ok(Thumbprint::sha256_of(entry?.der()))).collect::<Result<Vec<_>>>()?;
        let mut proof = BackupProof::of(kind);
        let mut quietly = |_, _| ControlFlow::Continue(());
        proof::use_keys(scratch.store(), self, &mut proof, &mut Steps { done: 0, total: u64::MAX, progress: &mut quietly })?;
        let (now, certificates) = (self.now().utc, proof.certificates);
        let backup = Backup {
            id: 0,
            at: now,
            restored: true,
            kind,
            location,
            files: described,
            scope: None,
            keys: holds.len() as u64,
            certificates,
            lacking: Vec::new(),
            proven: Some(now),
            contents_proven: now,
        };
        self.keep_backup(backup, &holds).map(|_| ())
    }

    /// Proves that files restore, at any time after they were made: takes everything out of them, uses each key, and says what the
    /// store's roles need today that is not in them. A backup that the store remembers, and that opens by what was given, is then proven as
    /// of now. Where nothing is given that opens them, the password that the settings lead to is tried.
    ///
    /// # Errors
    /// As [`restore`](Self::restore), without [`Error::Conflict`] and [`Error::OtherSigner`]: who signed is in the proof;
    /// [`Error::KeyMismatch`] for a key that does not sign what its certificate verifies.
    pub fn verify_backup<P: AsRef<Path>>(&self, files: &[P], options: &RestoreOptions<'_>, progress: Progress<'_>) -> Result<BackupProof> {
        let of_settings = match (options.password, options.identities.as_slice()) {
            (None, []) => self.backup_password()?,
            _ => None,
        };
        let password = options.password.or(of_settings.as_ref().map(|password| password.as_str()));
        let given = RestoreOptions { trust_signer: None, salvage: false, role: None, ..options.clone() };
        let mut halfway = |done, total| progress(done, 2 * total);
        let staged = self.stage_of_anyone(files, &RestoreOptions { password, ..given.clone() }, &mut halfway);
        let mut staged = match staged {
            Err(Error::WrongPassword { .. }) if of_settings.is_some() => self.stage_of_anyone(files, &given, &mut halfway)?, // or it has none
            staged => staged?,
        };
        let total = staged.scratch.store().info()?.certificates;
        let mut steps = Steps { done: total, total: 2 * total, progress };
        proof::use_keys(staged.scratch.store(), self, &mut staged.proof, &mut steps)?;
        let mut hashes: Vec<&str> = staged.files.iter().map(|(sha256, _)| sha256.as_str()).collect();
        hashes.sort_unstable();
        let is_this = |backup: &Backup| {
            let mut own: Vec<&str> = backup.files.iter().map(|file| file.sha256.as_str()).collect();
            own.sort_unstable();
            own == hashes
        };
        let known = self.genuine_backups()?.into_iter().find(is_this);
        let scope = known.as_ref().and_then(|known| known.scope.as_deref());
        staged.proof.missing_today = proof::missing_today(self, staged.scratch.store(), scope)?;
        if let Some(known) = known.filter(|_| staged.proof.skipped.is_empty()) {
            self.note_proof(known.id, self.now().utc)?;
        }
        Ok(staged.proof)
    }

    /// Takes everything out of files, and refuses what another store signed unless that is trusted.
    fn stage<P: AsRef<Path>>(&self, files: &[P], options: &RestoreOptions<'_>, progress: Progress<'_>) -> Result<Staged> {
        let staged = self.stage_of_anyone(files, options, progress)?;
        if let (Some(signer), Some(false)) = (&staged.proof.signer, staged.proof.own_signer) {
            let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            if options.trust_signer.as_deref().map(plain) != Some(plain(signer)) {
                return Err(Error::OtherSigner { fingerprint: signer.clone() });
            }
        }
        Ok(staged)
    }

    fn stage_of_anyone<P: AsRef<Path>>(&self, files: &[P], options: &RestoreOptions<'_>, progress: Progress<'_>) -> Result<Staged> {
        let given = match &options.role {
            Some(_) if files.len() > 1 => {
                return Err(Error::InvalidArgument { what: "role", why: "a role is for one file; restore each for its own".to_owned() });
            }
            Some((role, scope)) => Some((self.role(role)?, Place::new(role, scope.as_deref())?)),
            None => None,
        };
        let Some(first) = files.first() else {
            return Err(Error::InvalidArgument { what: "files", why: "none is given; name the files of a backup".to_owned() });
        };
        let mut fetched = Some(Local::of(first.as_ref(), progress)?);
        let first = fetched.as_ref().map_or(first.as_ref(), Local::path);
        if is_bundle(first)? {
            if files.len() > 1 {
                return Err(Error::InvalidArgument { what: "files", why: "a bundle is restored by itself".to_owned() });
            }
            return self.stage_bundle(first, options, progress);
        }
        let scratch = Scratch::make()?;
        let mut staged = Staged { scratch, proof: BackupProof::of(BackupKind::Pfx), files: Vec::new(), is_whole: true };
        for (done, file) in files.iter().enumerate() {
            let file = fetched.take().map_or_else(|| Local::of(file.as_ref(), progress), Ok)?;
            let data = read_path(file.path())?;
            staged.files.push((sha256(&data), data.len() as u64));
            let apart =
                pfx::take_apart(staged.scratch.store(), &data, options.password, given.as_ref().map(|(role, place)| (role, place, self.now().utc)))?;
            staged.proof.skipped.extend(apart.skipped);
            staged.proof.notes.extend(apart.notes);
            if progress(done as u64 + 1, files.len() as u64).is_break() {
                return Err(Error::Cancelled { what: "the restore".to_owned() });
            }
        }
        staged.proof.notes.dedup();
        Ok(staged)
    }

    #[cfg(not(feature = "bundle"))]
    fn stage_bundle(&self, _: &Path, _: &RestoreOptions<'_>, _: Progress<'_>) -> Result<Staged> {
        Err(Error::Unsupported { what: "a bundle".to_owned(), why: "this build is without it (feature bundle)".to_owned() })
    }
}

/// A file to restore: on this machine, or fetched from where backups are stored.
enum Local {
    Here(PathBuf),
    Fetched(NamedTempFile),
}

impl Local {
    fn of(file: &Path, progress: Progress<'_>) -> Result<Self> {
        let Some((location, name)) = file.to_str().filter(|url| url.starts_with("s3://")).and_then(|url| url.rsplit_once('/')) else {
            return Ok(Self::Here(file.to_owned()));
        };
        let stored = target(location, &|name| env::var(name).ok())?;
        let failed = |error| Error::io("write", &env::temp_dir(), &error);
        let mut fetched = temporary(&env::temp_dir(), Access { mode: 0o600, ..Access::default() }).map_err(failed)?;
        // octets that come are no steps
        io::copy(&mut stored.fetch(name, &mut |_, _| progress(0, 1))?, &mut fetched).map_err(failed)?;
        Ok(Self::Fetched(fetched))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Here(path) => path,
            Self::Fetched(file) => file.path(),
        }
    }
}

/// Where a file is stored, for people.
fn location_of(file: &Path) -> String {
    match file.to_str().filter(|url| url.starts_with("s3://")).and_then(|url| url.rsplit_once('/')) {
        Some((location, _)) => location.to_owned(),
        None => {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).display().to_string()
        }
    }
}

/// The names of the files at a location (a folder, or `s3://bucket/prefix`) that look like backups of this program, in their order: for
/// who has lost the store that remembers them.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Io`]; of S3 also [`Error::Unreachable`], [`Error::TimedOut`], [`Error::HandshakeFailed`].
pub fn backup_files(location: &str) -> Result<Vec<String>> {
    let names = target(location, &|name| env::var(name).ok())?.list()?;
    Ok(names.into_iter().filter(|name| is_ours(name)).collect())
}

/// Whether a file begins as those of age do.
fn is_bundle(path: &Path) -> Result<bool> {
    use std::io::Read;
    let failed = |error| Error::io("read", path, &error);
    let mut head = Vec::new();
    open(path).and_then(|file| file.take(32).read_to_end(&mut head)).map_err(failed)?;
    Ok(head.starts_with(b"age-encryption.org/"))
}
