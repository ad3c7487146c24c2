//! Making a backup: chosen, written, stored, restored from where it is stored, and only then one that counts.

use std::{env, fmt, io::Read};

use ring::digest;
use serde::Serialize;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{
    BackupFiles, BackupSettings, Retention, SystemZone,
    choice::{Choice, LeftOut},
    file_name::{Named, file_name, is_ours},
    pfx::{self, Written},
    proof::{self, BackupProof, Steps},
    retention::Kept,
    scratch::Scratch,
    target::{Target, target},
};
use crate::{
    certificate::pasted::hex,
    error::{Error, Result},
    format::WriteOptions,
    store::{Backup, BackupFile, BackupKind, Progress, Store},
};

/// How many names are tried that others took.
const MAX_ATTEMPTS: u32 = 100;
/// How often a backup begins anew because the store changed under it, or others took its name.
pub(super) const MAX_STARTS: u32 = 5;

/// How one backup is made; what is not said follows the [`BackupSettings`].
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BackupOptions<'a> {
    /// A folder, or `s3://bucket/prefix`.
    pub location: Option<String>,
    /// What form it has; a PFX unless said here.
    pub kind: BackupKind,
    /// How many files a PFX backup has.
    pub files: Option<BackupFiles>,
    /// Only this scope, such as one database. Not of a bundle.
    pub scope: Option<String>,
    /// The password; never empty.
    pub password: Option<&'a str>,
    /// The recipients of a bundle, in place of a password.
    pub recipients: Option<Vec<String>>,
    /// How a PFX is written.
    pub write: Option<WriteOptions>,
}

impl<'a> BackupOptions<'a> {
    /// Where it is stored.
    pub fn location(mut self, location: impl Into<String>) -> Self {
        self.location = Some(location.into());
        self
    }

    /// What form it has.
    pub fn kind(mut self, kind: BackupKind) -> Self {
        self.kind = kind;
        self
    }

    /// How many files it has.
    pub fn files(mut self, files: BackupFiles) -> Self {
        self.files = Some(files);
        self
    }

    /// Only this scope.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Under this password.
    pub fn password(mut self, password: &'a str) -> Self {
        self.password = Some(password);
        self
    }

    /// For these recipients.
    pub fn recipients(mut self, recipients: impl IntoIterator<Item = String>) -> Self {
        self.recipients = Some(recipients.into_iter().collect());
        self
    }
}

impl fmt::Debug for BackupOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackupOptions")
            .field("location", &self.location)
            .field("kind", &self.kind)
            .field("files", &self.files)
            .field("scope", &self.scope)
            .field("password", &self.password.map(|_| ".."))
            .field("recipients", &self.recipients)
            .field("write", &self.write)
            .finish()
    }
}

/// A backup that was made, and what came of its proof.
///
/// Serialized: its fields.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BackupReport {
    /// The backup, as the store remembers it.
    pub backup: Backup,
    /// What came of the proof.
    pub proof: BackupProof,
    /// What is not in it because it can be made again.
    pub left_out: Vec<LeftOut>,
    /// What should be in it, and is not here to be taken: a finding.
    pub lacking: Vec<LeftOut>,
    /// Files of earlier backups that the retention let go.
    pub removed: Vec<String>,
    /// What else is to be known.
    pub notes: Vec<String>,
}

impl Store {
    /// Makes a backup, and proves that it restores from where it is stored: into a store that lives for that alone, where each key is used
    /// and everything compared with what was written. One that does not is removed, and those before it stay; of those, the retention then lets
    /// go what it may. `progress` counts certificates, once for writing and once for the proof; in S3 also their way there and back.
    ///
    /// A PFX takes the certificates that are assigned or retained in roles that are in the backup, and their keys and chains; a bundle
    /// takes everything. Certificates whose keys are not here are in [`BackupReport::lacking`], and the others are backed up all the same.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] without a location, and for an empty password; [`Error::PasswordRequired`]; [`Error::NotFound`] where
    /// nothing is to be backed up, and for a location that is not there; [`Error::NotRestorable`] where the proof failed;
    /// [`Error::Cancelled`], [`Error::Busy`] where the store does not hold still; [`Error::StoreLocked`], [`Error::Io`]; of S3
    /// [`Error::Unreachable`], [`Error::TimedOut`], [`Error::HandshakeFailed`].
    pub fn backup(&self, options: &BackupOptions<'_>, progress: Progress<'_>) -> Result<BackupReport> {
        let settings = self.backup_settings()?;
        let no_location = || Error::InvalidArgument { what: "location", why: "none is set; give a folder or s3://bucket/prefix".to_owned() };
        let location = options.location.clone().or_else(|| settings.location.clone()).ok_or_else(no_location)?;
        let target = target(&location, &|name| env::var(name).ok())?;
        let mut run = Run { store: self, target: &*target, settings: &settings, options, began: self.now().utc, stored: Vec::new() };
        let made = match options.kind {
            BackupKind::Pfx => run.pfx(progress),
            #[cfg(feature = "bundle")]
            BackupKind::Bundle => run.bundle(progress),
            #[cfg(not(feature = "bundle"))]
            BackupKind::Bundle => {
                Err(Error::Unsupported { what: "a bundle".to_owned(), why: "this build is without it (feature bundle)".to_owned() })
            }
        };
        match made {
            Ok(mut report) => {
                run.let_go(&mut report);
                Ok(report)
            }
            Err(error) => {
                let is_left = |file: &&BackupFile| run.target.remove(&file.name).is_err();
                let left: Vec<&str> = run.stored.iter().filter(is_left).map(|file| file.name.as_str()).collect();
                if !left.is_empty() {
                    // what failed is what the caller must hear of
                    let _ = self.note_left_behind(&run.target.shown(), &left);
                }
                Err(error)
            }
        }
    }
}

/// One backup under way.
pub(super) struct Run<'a> {
    pub(super) store: &'a Store,
    pub(super) target: &'a dyn Target,
    pub(super) settings: &'a BackupSettings,
    pub(super) options: &'a BackupOptions<'a>,
    /// When it began, by which it is dated: what changes while it is made is for the next one.
    pub(super) began: OffsetDateTime,
    /// The files that were stored so far.
    pub(super) stored: Vec<BackupFile>,
}

impl Run<'_> {
    fn pfx(&mut self, progress: Progress<'_>) -> Result<BackupReport> {
        let password = self.password("the backup")?;
        let write = self.options.write.clone().map_or_else(|| self.settings.reader().map(WriteOptions::reader), Ok)?;
        let scope = self.options.scope.as_deref();
        let choice = self.standing_still(|| Choice::of(self.store, scope))?;
        if choice.taken.is_empty() {
            let wanted = scope.map_or_else(|| "a certificate to back up".to_owned(), |scope| format!("a certificate to back up in {scope:?}"));
            let near = choice.lacking.iter().map(|one| format!("{} ({}): {}", one.thumbprint, one.role, one.why)).collect();
            return Err(Error::NotFound { wanted, near });
        }
        let count = choice.taken.len();
        let mut steps = Steps { done: 0, total: 2 * (count as u64 + self.way(count)), progress };
        let (mut notes, mut written) = (Vec::new(), Vec::with_capacity(count));
        let size = match self.options.files.unwrap_or(self.settings.files) {
            BackupFiles::One => count,
            BackupFiles::Each => 1,
        };
        for from in (0..count).step_by(size) {
            let (pfx, its) = pfx::write(&choice, from, size, &password, &write)?;
            notes.extend(pfx.notes);
            written.extend(its);
            let named = match choice.taken[from].assignments.first() {
                Some(first) if size == 1 => {
                    // its thumbprint sets apart those of one subject
                    let entry = &choice.taken[from].entry;
                    let subject = format!("{} {}", &entry.thumbprint().to_string()[..8], entry.subject());
                    self.store_named(&pfx.bytes, Some(&first.role), first.scope.as_deref(), Some(&subject), size, &mut steps)
                }
                _ => self.store_named(&pfx.bytes, None, scope, None, size, &mut steps),
            };
            named?;
        }
        notes.sort();
        notes.dedup();
        let proof = self.prove_pfx(&choice, &written, &password, &mut steps).map_err(|error| self.not_restorable(error))?;
        let now = self.store.now().utc;
        let backup = Backup {
            id: 0,
            at: self.began,
            restored: false,
            kind: BackupKind::Pfx,
            location: self.target.shown(),
            files: self.stored.clone(),
            scope: self.options.scope.clone(),
            keys: proof.keys,
            certificates: proof.certificates,
            lacking: choice.lacking.iter().map(|one| one.thumbprint.to_string()).collect(),
            proven: Some(now),
            contents_proven: now,
        };
        let backup = self.store.keep_backup(backup, &choice.hashes())?;
        Ok(BackupReport { backup, proof, left_out: choice.left_out, lacking: choice.lacking, removed: Vec::new(), notes })
    }

    /// Takes what is stored apart, and compares it with what was chosen.
    fn prove_pfx(&self, choice: &Choice, written: &[Written], password: &str, steps: &mut Steps<'_>) -> Result<BackupProof> {
        let scratch = Scratch::make()?;
        let mut proof = BackupProof::of(BackupKind::Pfx);
        let way = self.way(written.len() / self.stored.len().max(1));
        for file in &self.stored {
            let data = self.fetch(file, &mut |done, _| steps.on_the_way(done, file.size, way))?;
            steps.done += way;
            let apart = pfx::take_apart(scratch.store(), &data, Some(password), None)?;
            proof.skipped.extend(apart.skipped);
            proof.notes.extend(apart.notes);
        }
        proof.notes.dedup(); // of many files, each says the same
        if let Some(line) = proof.skipped.first() {
            return Err(Error::Damaged { what: "the backup".to_owned(), why: format!("something cannot be taken out of it: {line}") });
        }
        proof::use_keys(scratch.store(), self.store, &mut proof, steps)?;
        match proof::difference(choice, written, scratch.store())? {
            Some(why) => Err(Error::Damaged { what: "the backup".to_owned(), why }),
            None => Ok(proof),
        }
    }

    /// What is stored under a name, which must be what was written.
    fn fetch(&self, file: &BackupFile, progress: Progress<'_>) -> Result<Zeroizing<Vec<u8>>> {
        let mut data = Zeroizing::new(Vec::with_capacity(usize::try_from(file.size).unwrap_or(0)));
        let failed = |error| Error::io("read", std::path::Path::new(&file.name), &error);
        self.target.fetch(&file.name, progress)?.take(file.size + 1).read_to_end(&mut data).map_err(failed)?;
        if data.len() as u64 != file.size || sha256(&data) != file.sha256 {
            return Err(Error::Damaged { what: format!("the file {}", file.name), why: "it is stored otherwise than it was written".to_owned() });
        }
        Ok(data)
    }

    /// The password that is given, or that the settings lead to.
    pub(super) fn password(&self, what: &str) -> Result<Zeroizing<String>> {
        match self.options.password {
            Some("") => Err(Error::InvalidArgument { what: "password", why: "it is empty, which protects nothing; give one".to_owned() }),
            Some(given) => Ok(Zeroizing::new(given.to_owned())),
            None => self.store.backup_password()?.ok_or_else(|| Error::PasswordRequired { what: what.to_owned() }),
        }
    }

    /// What `look` sees while nobody changes the store.
    pub(super) fn standing_still<T>(&self, look: impl Fn() -> Result<T>) -> Result<T> {
        for _ in 0..MAX_STARTS {
            let before = self.store.last_event()?;
            let seen = look()?;
            if self.store.last_event()? == before {
                return Ok(seen);
            }
        }
        Err(Error::Busy { path: self.store.path().display().to_string() })
    }

    /// What the way of so many certificates to where they are stored, and that back, is worth in steps beside writing and using each.
    pub(super) fn way(&self, count: usize) -> u64 {
        if self.target.is_far() { count as u64 } else { 0 }
    }

    /// Stores a PFX of so many certificates under a name that is free.
    fn store_named(
        &mut self,
        bytes: &[u8],
        role: Option<&str>,
        scope: Option<&str>,
        subject: Option<&str>,
        count: usize,
        steps: &mut Steps<'_>,
    ) -> Result<()> {
        use std::io::Write;
        let named = Named { role, scope, subject, at: self.began };
        let way = self.way(count);
        for attempt in 1..=MAX_ATTEMPTS {
            let name = file_name(&named, "pfx", attempt);
            let mut file = self.target.temporary()?;
            file.write_all(bytes).map_err(|error| Error::io("write", std::path::Path::new(&name), &error))?;
            match self.target.store(file, &name, &mut |done, size| steps.on_the_way(done, size, way)) {
                Err(Error::AlreadyExists { .. }) if attempt < MAX_ATTEMPTS => {}
                Ok(()) => {
                    steps.done += way;
                    self.stored.push(BackupFile { name, size: bytes.len() as u64, sha256: sha256(bytes) });
                    return (0..count).try_for_each(|_| steps.step());
                }
                other => return other,
            }
        }
        Err(Error::internal("no name is free for a backup"))
    }

    pub(super) fn not_restorable(&self, error: Error) -> Error {
        use Error::{Damaged, KeyMismatch, MalformedCertificate, MalformedKey, Tampered, UnknownFormat, WrongPassword};
        let is_its_fault = matches!(
            error,
            Damaged { .. }
                | KeyMismatch { .. }
                | MalformedCertificate { .. }
                | MalformedKey { .. }
                | Tampered { .. }
                | UnknownFormat { .. }
                | WrongPassword { .. }
        );
        if !is_its_fault {
            return error; // a full disk, or a place that cannot be reached: it says by itself what is wrong
        }
        let backup = self.stored.first().map_or_else(|| self.target.shown(), |file| file.name.clone());
        Error::NotRestorable { backup, why: error.to_string() }
    }

    /// Removes what the retention lets go, of the same form and scope, at the same place.
    fn let_go(&self, report: &mut BackupReport) {
        if let Err(error) = self.try_to_let_go(report) {
            report.notes.push(format!("earlier backups stay: {error}"));
        }
    }

    fn try_to_let_go(&self, report: &mut BackupReport) -> Result<()> {
        let is_alike = |backup: &Backup| {
            let (kind, scope) = (report.backup.kind, &report.backup.scope);
            !backup.restored && backup.location == report.backup.location && backup.kind == kind && backup.scope == *scope
        };
        let alike: Vec<Backup> = self.store.genuine_backups()?.into_iter().filter(is_alike).collect();
        let kept =
            |backup: &Backup| Kept { id: backup.id.cast_signed(), at: backup.at, proven: backup.proven.is_some() && backup.lacking.is_empty() };
        let kept: Vec<Kept> = alike.iter().map(kept).collect();
        if self.settings.retention != Retention::default() && report.backup.proven.is_none() {
            let note = "earlier backups stay until this one, or a later one, was verified with the identity that will open it";
            report.notes.push(note.to_owned());
        }
        // one that lacks something is not what the rules count as proven, and yet the newest that opened
        let last_proven = alike.iter().find(|backup| backup.proven.is_some()).map(|backup| backup.id);
        for id in self.settings.retention.to_remove(&kept, &SystemZone) {
            let is_this = |backup: &&Backup| backup.id.cast_signed() == id && Some(backup.id) != last_proven;
            let Some(backup) = alike.iter().find(is_this) else { continue };
            // first, so that none is remembered of which a part is gone
            self.store.forget_backup(backup.id, "the retention let it go")?;
            for file in backup.files.iter().filter(|file| is_ours(&file.name)) {
                match self.target.remove(&file.name) {
                    Ok(()) => report.removed.push(file.name.clone()),
                    Err(error) => report.notes.push(format!("{} was to go, and could not be removed: {error}", file.name)),
                }
            }
        }
        Ok(())
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}
