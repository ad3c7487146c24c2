//! Making a bundle, and taking one apart.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use ring::digest;

use super::{
    super::{
        bundle::{BundleKey, BundleSeal, How, fresh_recipient},
        choice::{Choice, LeftOut},
        file_name::{Named, file_name},
        proof::{self, BackupProof, Steps},
        restore::{RestoreOptions, Staged},
        run::{BackupReport, MAX_STARTS, Run},
        scratch::Scratch,
    },
    compare::difference,
    read::take_in,
    signer::{fingerprint, signer},
    write::{Inventory, Written, write},
};
use crate::{
    certificate::pasted::hex,
    date::rfc3339,
    error::{Error, Result, visible},
    format::open,
    store::{Backup, BackupFile, BackupKind, Progress, Store},
};

impl Run<'_> {
    /// Makes a bundle of everything, and proves it by what was stored.
    pub(in crate::backup) fn bundle(&mut self, progress: Progress<'_>) -> Result<BackupReport> {
        if self.options.scope.is_some() {
            return Err(Error::InvalidArgument { what: "scope", why: "a bundle holds everything".to_owned() });
        }
        let mut recipients = self.options.recipients.clone().unwrap_or_else(|| self.settings.recipients.clone());
        // to open it once without a secret of anybody's, and never again
        let fresh = fresh_recipient();
        let password = if recipients.is_empty() { Some(self.password("the bundle")?) } else { None };
        let (seal, key) = match &password {
            Some(password) => (BundleSeal::Passphrase(password), BundleKey::Passphrase(password)),
            None => {
                recipients.push(fresh.recipient.clone());
                (BundleSeal::Recipients(&recipients), BundleKey::Identities(std::slice::from_ref(&fresh.identity)))
            }
        };
        signer(self.store)?; // before the journal is looked at, in which its making is told
        let (inventory, choice, written) = self.write_bundle(&seal, progress)?;
        let written_there = inventory.certificates.len() as u64 + self.way(inventory.certificates.len());
        let mut steps = Steps { done: written_there, total: 2 * written_there, progress };
        let mut proof = self.prove_bundle(&inventory, &written, &key, &mut steps).map_err(|error| self.not_restorable(error))?;
        proof.recipient_proven = password.is_some();
        let now = self.store.now().utc;
        // those of roles are said with what they serve
        let mut lacking = choice.lacking;
        let is_said = |one: &LeftOut| lacking.iter().any(|known| known.thumbprint == one.thumbprint);
        let others: Vec<LeftOut> = inventory.unreadable.iter().filter(|one| !is_said(one)).cloned().collect();
        lacking.extend(others);
        let backup = Backup {
            id: 0,
            at: self.began,
            restored: false,
            kind: BackupKind::Bundle,
            location: self.target.shown(),
            files: self.stored.clone(),
            scope: None,
            keys: proof.keys,
            certificates: proof.certificates,
            lacking: lacking.iter().map(|one| one.thumbprint.to_string()).collect(),
            proven: password.is_some().then_some(now),
            contents_proven: now,
        };
        let mut notes = Vec::new();
        if password.is_none() {
            notes.push("contents proven, recipient unproven: verify the file once with the identity that will open it".to_owned());
        }
        let backup = self.store.keep_backup(backup, &inventory.with_key())?;
        Ok(BackupReport { backup, proof, left_out: Vec::new(), lacking, removed: Vec::new(), notes })
    }

    /// Writes what is here at one moment. What is deleted meanwhile makes it begin anew.
    fn write_bundle(&mut self, seal: &BundleSeal<'_>, progress: Progress<'_>) -> Result<(Inventory, Choice, Written)> {
        let named = Named { role: None, scope: None, subject: None, at: self.began };
        let taken = self.target.list()?;
        let mut number = (1..).find(|number| !taken.contains(&file_name(&named, "age", *number))).unwrap_or(1);
        for attempt in 1..=MAX_STARTS {
            let (choice, inventory) = self.standing_still(|| Ok((Choice::of(self.store, None)?, Inventory::of(self.store)?)))?;
            let way = self.way(inventory.certificates.len());
            let mut steps = Steps { done: 0, total: 2 * (inventory.certificates.len() as u64 + way), progress };
            let mut file = self.target.temporary()?;
            let failed = |error: io::Error| Error::io("write", Path::new("the bundle"), &error);
            let mut out = Hashed::new(BufWriter::with_capacity(1 << 16, file.as_file_mut()));
            let written = match write(self.store, &inventory, &mut out, seal, &mut steps) {
                Err(Error::NotFound { .. } | Error::NoPrivateKey { .. }) if attempt < MAX_STARTS => continue,
                written => written?.1,
            };
            out.flush().map_err(failed)?;
            let (size, sha256) = out.end();
            let name = file_name(&named, "age", number);
            match self.target.store(file, &name, &mut |done, size| steps.on_the_way(done, size, way)) {
                Err(Error::AlreadyExists { .. }) if attempt < MAX_STARTS => {
                    number += 1; // somebody else took it just now
                    continue;
                }
                stored => stored?,
            }
            self.stored.push(BackupFile { name, size, sha256 });
            return Ok((inventory, choice, written));
        }
        Err(Error::Busy { path: self.store.path().display().to_string() })
    }

    /// Takes what is stored apart, and compares it with what was written.
    fn prove_bundle(&self, inventory: &Inventory, written: &Written, key: &BundleKey<'_>, steps: &mut Steps<'_>) -> Result<BackupProof> {
        let file = self.stored.first().ok_or_else(|| Error::internal("no bundle was stored"))?;
        let scratch = Scratch::make()?;
        let way = self.way(inventory.certificates.len());
        let mut input = Hashed::new(self.target.fetch(&file.name, &mut |done, _| steps.on_the_way(done, file.size, way))?);
        steps.done += way;
        let (read, skipped) = take_in(scratch.store(), &mut input, key, How::Strict)?;
        if let Some(line) = skipped.iter().find(|line| line.what != "crl") {
            return Err(Error::Damaged { what: "the bundle".to_owned(), why: format!("something cannot be taken out of it: {line}") });
        }
        let (size, sha256) = input.end();
        if (size, sha256.as_str()) != (file.size, file.sha256.as_str()) {
            return Err(Error::Damaged { what: format!("the file {}", file.name), why: "it is stored otherwise than it was written".to_owned() });
        }
        let mut proof = BackupProof {
            made: Some(read.made),
            signer: read.fingerprint().map(|signer| signer.to_ascii_uppercase()),
            ..BackupProof::of(BackupKind::Bundle)
        };
        proof.own_signer = Some(proof.signer == fingerprint(self.store)?);
        proof::use_keys(scratch.store(), self.store, &mut proof, steps)?;
        match difference(inventory, written, &skipped, scratch.store())? {
            Some(why) => Err(Error::Damaged { what: "the bundle".to_owned(), why }),
            None => Ok(BackupProof { skipped, ..proof }),
        }
    }
}

impl Store {
    pub(in crate::backup) fn stage_bundle(&self, file: &Path, options: &RestoreOptions<'_>, progress: Progress<'_>) -> Result<Staged> {
        let key = match (options.password, options.identities.as_slice()) {
            (None, []) => return Err(Error::PasswordRequired { what: "the bundle".to_owned() }),
            (Some(password), []) => BundleKey::Passphrase(password),
            (_, identities) => BundleKey::Identities(identities),
        };
        if options.role.is_some() {
            return Err(Error::InvalidArgument { what: "role", why: "a bundle says by itself what its certificates are for".to_owned() });
        }
        let failed = |error: io::Error| Error::io("read", file, &error);
        let opened = open(file).map_err(failed)?;
        let size = opened.metadata().map_err(failed)?.len().max(1);
        let scratch = Scratch::make()?;
        let mut input = Hashed::new(BufReader::with_capacity(1 << 16, opened));
        let mut watched = Watched { input: &mut input, read: 0, size, progress, stopped: false };
        let how = if options.salvage { How::Salvage } else { How::Strict };
        let taken = take_in(scratch.store(), &mut watched, &key, how);
        if watched.stopped {
            return Err(Error::Cancelled { what: "the restore".to_owned() });
        }
        let (read, skipped) = taken?;
        let mut proof = BackupProof {
            made: Some(read.made),
            signer: read.fingerprint().map(|signer| signer.to_ascii_uppercase()),
            skipped,
            ..BackupProof::of(BackupKind::Bundle)
        };
        proof.own_signer = Some(proof.signer.is_some() && proof.signer == fingerprint(self)?);
        if proof.own_signer == Some(false) {
            let store = read.store.map_or_else(|| "a store that is not known".to_owned(), |id| format!("the store {}", hex(&id)));
            let writer = if read.written_by.is_empty() {
                "a certwright of an unknown version".to_owned()
            } else {
                format!("certwright {}", visible(&read.written_by))
            };
            proof.notes.push(format!("{writer} made it on {} of {store}", rfc3339(read.made)));
        }
        if let Some(fault) = &read.fault {
            proof.notes.push(format!("the bundle is not whole: {fault}; nobody vouches for what was taken"));
        }
        if !read.names_all {
            proof.notes.push("what it held besides is not known: its lists at the beginning and at the end are lost".to_owned());
        }
        io::copy(&mut input, &mut io::sink()).map_err(failed)?; // what a salvage did not look at
        let (size, sha256) = input.end();
        Ok(Staged { scratch, proof, files: vec![(sha256, size)], is_whole: read.fault.is_none() })
    }
}

/// Counts and hashes what goes through.
struct Hashed<T> {
    inner: T,
    count: u64,
    context: digest::Context,
}

impl<T> Hashed<T> {
    fn new(inner: T) -> Self {
        Self { inner, count: 0, context: digest::Context::new(&digest::SHA256) }
    }

    fn through(&mut self, octets: &[u8]) {
        self.count += octets.len() as u64;
        self.context.update(octets);
    }

    /// How many octets there were, and SHA-256 of them in hex.
    fn end(self) -> (u64, String) {
        (self.count, hex(self.context.finish().as_ref()))
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.through(&out[..count]);
        Ok(count)
    }
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(octets)?;
        self.through(&octets[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Tells how far the reading of a file has come, and ends it where that is asked for.
struct Watched<'a, R: Read> {
    input: R,
    read: u64,
    size: u64,
    progress: Progress<'a>,
    stopped: bool,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.stopped {
            return Err(io::Error::other("stopped"));
        }
        let count = self.input.read(out)?;
        self.read += count as u64;
        if (self.progress)(self.read.min(self.size), self.size).is_break() {
            self.stopped = true;
            return Err(io::Error::other("stopped"));
        }
        Ok(count)
    }
}
