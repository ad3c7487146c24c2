//! Reading a bundle: strictly, to restore it, or to save what can still be read of a damaged one.

use std::{
    collections::BTreeMap,
    io::{BufReader, Read},
};

use time::OffsetDateTime;

use super::{
    BundleKey, CONTENTS, MANIFEST, MAX_ENTRY, SIGNATURE,
    contents::{self, Contents},
    damaged,
    hex::Sha256,
    manifest::{self, Manifest, Record, SIGNATURE_SIZE},
    meter::{Meter, Metered},
    seal, sums,
    unpack::{File, Unpacker},
    ustar,
};
use crate::error::{Error, Result};

/// What is made of a bundle that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It is refused.
    Strict,
    /// Every entry that can still be read and has the right hash is taken.
    Salvage,
}

/// What was read. In a strict reading it is whole.
#[derive(Debug)]
pub(crate) struct BundleRead {
    pub(crate) made: OffsetDateTime,
    /// The id of the store that it was made of.
    pub(crate) store: [u8; 16],
    /// The version of certwright that wrote it.
    pub(crate) written_by: String,
    /// What the writer counted; empty where the bundle is not whole.
    pub(crate) counts: BTreeMap<String, u64>,
    /// The key, in DER, that signed all of it; `None` where the bundle is not whole, and nobody vouches for what was taken.
    pub(crate) signer_spki: Option<Vec<u8>>,
    /// How many entries were given to the visitor.
    pub(crate) taken: u64,
    /// Those that were announced and not taken, with the reason.
    pub(crate) refused: Vec<(String, String)>,
    /// The first thing that was not as it should be.
    pub(crate) fault: Option<Error>,
}

impl BundleRead {
    /// What people compare to know the signer: SHA-256 of the key in DER, in lower-case hex.
    pub(crate) fn fingerprint(&self) -> Option<String> {
        self.signer_spki.as_ref().map(|spki| Sha256::of(spki).to_string())
    }
}

/// Reads a bundle from its beginning to the end of the file and gives each entry to the visitor, in the order in which they were
/// written, as soon as its hash is right. Who signed them is known only afterwards: a visitor puts aside what it is given, and
/// it counts once the answer is `Ok` and the signer is one to trust.
///
/// # Errors
/// Those of the visitor, at once. [`Error::WrongPassword`], [`Error::PasswordRequired`] and [`Error::InvalidArgument`] for a key that
/// does not open it; [`Error::UnknownFormat`] for another file; [`Error::Unsupported`] for a newer format. Strictly, also
/// [`Error::Damaged`] for whatever is not as the writer makes it, [`Error::Tampered`] for a wrong signature, [`Error::TooLarge`],
/// [`Error::WorkLimit`], [`Error::Io`]; in a salvage these are errors only before the contents are known, and the `fault` afterwards.
pub(crate) fn read_bundle(
    mut input: impl Read,
    key: &BundleKey<'_>,
    how: How,
    visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<BundleRead> {
    let meter = Meter::new(seal::MAX_HEAD);
    let metered = BufReader::with_capacity(seal::MAX_HEAD as usize, Metered::new(&mut input, &meter));
    let opened = seal::open(metered, key, &meter)?;
    meter.lift();
    Reading::new(Unpacker::new(opened, &meter)?)?.run(how, visit)
}

/// Why reading stopped.
enum Stop {
    Visitor(Error),
    Fault(Error),
}

impl From<Error> for Stop {
    fn from(fault: Error) -> Self {
        Self::Fault(fault)
    }
}

struct Reading<'a, R: Read> {
    input: Unpacker<'a, R>,
    contents: Contents,
    modified: u64,
    records: Vec<Record>,
    /// How many of the entries are behind, taken or refused.
    passed: usize,
    read: BundleRead,
}

impl<'a, R: Read> Reading<'a, R> {
    fn new(mut input: Unpacker<'a, R>) -> Result<Self> {
        let file = input.next()?;
        if file.path != CONTENTS {
            return Err(damaged(format_args!("{CONTENTS} is not the first of it")));
        }
        let json = input.content(&file, contents::MAX_SIZE)?;
        let contents = Contents::read(&json)?;
        let made = contents.made()?;
        let read = BundleRead {
            made,
            store: contents.store.0,
            written_by: contents.written_by.clone(),
            counts: BTreeMap::new(),
            signer_spki: None,
            taken: 0,
            refused: Vec::new(),
            fault: None,
        };
        let mut reading = Self { input, contents, modified: ustar::modified(made), records: Vec::new(), passed: 0, read };
        reading.check_time(&file)?;
        reading.record(&file, &json);
        Ok(reading)
    }

    fn run(mut self, how: How, visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>) -> Result<BundleRead> {
        let stop = self.entries(how, visit).and_then(|()| Ok(self.manifest()?));
        let ended = match stop {
            Ok((counts, signer)) => self.input.finish().map(|()| (counts, signer)),
            Err(Stop::Visitor(error)) => return Err(error),
            Err(Stop::Fault(fault)) => Err(fault),
        };
        let mut read = self.read;
        match ended {
            Ok((counts, signer)) if read.fault.is_none() => (read.counts, read.signer_spki) = (counts, Some(signer)),
            Err(fault) if how == How::Strict => return Err(fault),
            Err(fault) => {
                let why = || "the bundle cannot be read as far as there".to_owned();
                read.refused.extend(self.contents.entries[self.passed..].iter().map(|path| (path.to_string(), why())));
                read.fault.get_or_insert(fault);
            }
            Ok(_) => {}
        }
        Ok(read)
    }

    /// All segments, until every entry that was announced has come.
    fn entries(&mut self, how: How, visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>) -> Result<(), Stop> {
        let mut segment = 0;
        while self.passed < self.contents.entries.len() {
            segment += 1;
            let (_, list) = self.file(&sums::path(segment), sums::MAX_SIZE)?;
            for expected in sums::read(&list, &self.contents.entries[self.passed..])? {
                let path = self.contents.entries[self.passed].clone(); // `sums::read` found as many
                let (hash, content) = self.file(&path, MAX_ENTRY)?;
                if hash == expected {
                    visit(&path, &content).map_err(Stop::Visitor)?;
                    self.read.taken += 1;
                } else {
                    let why = "its content is not that of its checksum";
                    let fault = damaged(format_args!("{path}: {why}"));
                    if how == How::Strict {
                        return Err(fault.into());
                    }
                    self.read.refused.push((path.to_string(), why.to_owned()));
                    self.read.fault.get_or_insert(fault);
                }
                self.passed += 1;
            }
        }
        Ok(())
    }

    /// The manifest and its signature: what was counted, and who signed.
    fn manifest(&mut self) -> Result<(BTreeMap<String, u64>, Vec<u8>)> {
        let file = self.next(MANIFEST)?;
        let json = self.input.content(&file, manifest::max_size(&self.records))?;
        let manifest = Manifest::read(&json)?;
        let file = self.next(SIGNATURE)?;
        let signature = self.input.content(&file, SIGNATURE_SIZE as u64)?;
        let signer = manifest.signer_spki()?;
        manifest::verify(&signer, &manifest::message(&json), &signature)?;
        manifest.check(&self.contents, &self.records)?;
        Ok((manifest.counts, signer))
    }

    /// The content of the next file, which must be this one, and its hash.
    fn file(&mut self, path: &str, limit: u64) -> Result<(Sha256, zeroize::Zeroizing<Vec<u8>>)> {
        let file = self.next(path)?;
        let content = self.input.content(&file, limit)?;
        Ok((self.record(&file, &content), content))
    }

    fn next(&mut self, path: &str) -> Result<File> {
        let file = self.input.next()?;
        if file.path != path {
            return Err(damaged(format_args!("{path} is not where it should be")));
        }
        self.check_time(&file)?;
        Ok(file)
    }

    fn check_time(&self, file: &File) -> Result<()> {
        if file.modified == self.modified { Ok(()) } else { Err(damaged(format_args!("{} is not of the time of the bundle", file.path))) }
    }

    fn record(&mut self, file: &File, content: &[u8]) -> Sha256 {
        let sha256 = Sha256::of(content);
        self.records.push(Record { path: file.path.as_str().into(), size: file.size, sha256 });
        sha256
    }
}
