//! Reading a bundle: strictly, to restore it, or to save what can still be read of a damaged one.

use std::{
    collections::{BTreeMap, HashMap},
    io::{BufReader, Read},
};

use time::OffsetDateTime;

use super::{
    BundleKey, CONTENTS, MANIFEST, MAX_ENTRIES, MAX_ENTRY, SIGNATURE,
    contents::{self, Contents},
    damaged,
    hex::{Hex, Sha256},
    manifest::{self, Manifest, Record, SIGNATURE_SIZE, Told},
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
    /// The id of the store that it was made of, unless what says so is lost.
    pub(crate) store: Option<[u8; 16]>,
    /// The version of certwright that wrote it; empty if that is lost.
    pub(crate) written_by: String,
    /// What the writer counted; empty where the bundle is not whole.
    pub(crate) counts: BTreeMap<String, u64>,
    /// The key, in DER, that signed all of it; `None` where the bundle is not whole, and nobody vouches for what was taken.
    pub(crate) signer_spki: Option<Vec<u8>>,
    /// How many entries were given to the visitor.
    pub(crate) taken: u64,
    /// Those that were announced and not taken, with the reason.
    pub(crate) refused: Vec<(String, String)>,
    /// Whether nothing was lost that is not among those.
    pub(crate) names_all: bool,
    /// The first thing that was not as it should be; but a file that could not be read rather than that.
    pub(crate) fault: Option<Error>,
}

impl BundleRead {
    /// What people compare to know the signer: SHA-256 of the key in DER, in lower-case hex.
    pub(crate) fn fingerprint(&self) -> Option<String> {
        self.signer_spki.as_ref().map(|spki| Sha256::of(spki).to_string())
    }
}

/// Is given the path and the content of an entry, and whether the beginning of the bundle announced it.
pub(crate) type Visit<'a> = &'a mut dyn FnMut(&str, &[u8], bool) -> Result<()>;

/// Reads a bundle from its beginning to the end of the file and gives each entry to the visitor, in the order in which they were
/// written, as soon as its hash is right. Who signed them is known only afterwards: a visitor puts aside what it is given, and
/// it counts once the answer is `Ok` and the signer is one to trust.
///
/// # Errors
/// Those of the visitor, at once. [`Error::WrongPassword`], [`Error::PasswordRequired`] and [`Error::InvalidArgument`] for a key that
/// does not open it; [`Error::UnknownFormat`] for another file; [`Error::Unsupported`] for a newer format. Strictly, also
/// [`Error::Damaged`] for whatever is not as the writer makes it, [`Error::Tampered`] for a wrong signature, [`Error::TooLarge`],
/// [`Error::WorkLimit`], [`Error::Io`]; in a salvage these are the `fault` once its beginning was read. Where that is damaged and nothing
/// behind it could be taken, the `fault` is the error.
pub(crate) fn read_bundle(mut input: impl Read, key: &BundleKey<'_>, how: How, visit: Visit<'_>) -> Result<BundleRead> {
    let meter = Meter::new(seal::MAX_HEAD);
    let metered = BufReader::with_capacity(seal::MAX_HEAD as usize, Metered::new(&mut input, &meter));
    let opened = seal::open(metered, key, how, &meter)?;
    meter.lift();
    Reading::new(Unpacker::new(opened, &meter)?, how).run(visit)
}

/// Why an entry was not taken that was announced.
const UNREAD: &str = "the bundle is damaged or cut short there";

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
    how: How,
    /// What was announced; in a salvage without its beginning, what was met.
    contents: Contents,
    is_announced: bool,
    /// In a salvage, where each entry stands among these.
    places: HashMap<Box<str>, usize>,
    modified: u64,
    records: Vec<Record>,
    /// How many of the entries are behind, taken or refused.
    passed: usize,
    read: BundleRead,
}

impl<'a, R: Read> Reading<'a, R> {
    fn new(input: Unpacker<'a, R>, how: How) -> Self {
        let read = BundleRead {
            made: OffsetDateTime::UNIX_EPOCH,
            store: None,
            written_by: String::new(),
            counts: BTreeMap::new(),
            signer_spki: None,
            taken: 0,
            refused: Vec::new(),
            names_all: false,
            fault: None,
        };
        let contents = Contents::default();
        Self { input, how, contents, is_announced: false, places: HashMap::new(), modified: 0, records: Vec::new(), passed: 0, read }
    }

    fn run(mut self, visit: Visit<'_>) -> Result<BundleRead> {
        match self.whole(visit) {
            Ok((counts, signer)) if self.read.fault.is_none() => (self.read.counts, self.read.signer_spki) = (counts, Some(signer)),
            Ok(_) => {}
            Err(Stop::Visitor(error)) => return Err(error),
            Err(Stop::Fault(fault)) => {
                let is_of_damage = self.is_announced || matches!(fault, Error::Damaged { .. });
                if self.how == How::Strict || !is_of_damage {
                    return Err(fault);
                }
                self.read.fault.get_or_insert_with(|| fault.clone());
                self.salvage(visit)?;
                if !self.is_announced && self.read.taken == 0 {
                    return Err(self.read.fault.take().unwrap_or(fault));
                }
                self.refuse_until(self.contents.entries.len());
            }
        }
        Ok(self.read)
    }

    /// All of it, in its order: what was counted, and who signed.
    fn whole(&mut self, visit: Visit<'_>) -> Result<(BTreeMap<String, u64>, Vec<u8>), Stop> {
        self.announced()?;
        let mut number = 0;
        while self.passed < self.contents.entries.len() {
            number += 1;
            let (_, list) = self.file(&sums::path(number, self.contents.mark), sums::MAX_SIZE)?;
            let hashes = sums::read(&list, &self.contents.entries[self.passed..])?;
            self.segment(&hashes, visit)?;
        }
        let told = self.manifest()?;
        self.input.finish()?;
        Ok(told)
    }

    /// What can still be taken behind a place that is damaged.
    fn salvage(&mut self, visit: Visit<'_>) -> Result<()> {
        self.places = self.contents.entries.iter().cloned().zip(0..).collect();
        let mut is_lost = true;
        loop {
            match if is_lost { self.input.next_frame() } else { Ok(true) } {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(failure) => {
                    self.read.fault = Some(failure);
                    return Ok(());
                }
            }
            is_lost = match self.any_segment() {
                Ok(None) => return Ok(()),
                Ok(Some(hashes)) => match self.segment(&hashes, visit) {
                    Err(Stop::Visitor(error)) => return Err(error),
                    ended => ended.is_err(),
                },
                Err(_) => true,
            };
        }
    }

    /// What the bundle announces.
    fn announced(&mut self) -> Result<()> {
        let file = self.input.next()?;
        if file.path != CONTENTS {
            return Err(damaged(format_args!("{CONTENTS} is not the first of it")));
        }
        let json = self.input.content(&file, contents::MAX_SIZE)?;
        let contents = Contents::read(&json)?;
        let made = contents.made()?;
        self.modified = ustar::modified(made);
        self.check_time(&file)?;
        (self.read.made, self.read.store, self.read.written_by) = (made, Some(contents.store.0), contents.written_by.clone());
        (self.contents, self.is_announced, self.read.names_all) = (contents, true, true);
        self.record(&file, &json);
        Ok(())
    }

    /// The entries of a segment, which are the next.
    fn segment(&mut self, hashes: &[Sha256], visit: Visit<'_>) -> Result<(), Stop> {
        for expected in hashes {
            let path = self.contents.entries[self.passed].clone(); // `sums::read` found as many
            let (hash, content) = self.file(&path, MAX_ENTRY)?;
            if hash == *expected {
                visit(&path, &content, self.is_announced).map_err(Stop::Visitor)?;
                self.read.taken += 1;
            } else {
                let why = "its content is not that of its checksum";
                let fault = damaged(format_args!("{path}: {why}"));
                if self.how == How::Strict {
                    return Err(fault.into());
                }
                self.read.refused.push((path.to_string(), why.to_owned()));
                self.read.fault.get_or_insert(fault);
            }
            self.passed += 1;
        }
        Ok(())
    }

    /// The hashes of the segment that begins here, if it is one that has not been; `None` where there are no more.
    fn any_segment(&mut self) -> Result<Option<Vec<Sha256>>> {
        let odd = || damaged("this is no part of the bundle");
        let file = self.input.next()?;
        if self.is_announced {
            self.check_time(&file)?;
        }
        if file.path == MANIFEST {
            let json = self.input.content(&file, contents::MAX_SIZE)?;
            let told = Told::read(&json).filter(|told| self.is_its_mark(told.mark)).ok_or_else(odd)?;
            if !self.is_announced {
                self.told_at_the_end(&told);
            }
            return Ok(None);
        }
        let mark = sums::mark(&file.path).filter(|mark| self.is_its_mark(*mark)).ok_or_else(odd)?;
        let list = self.input.content(&file, sums::MAX_SIZE)?;
        let paths = sums::paths(&list).ok_or_else(odd)?;
        if !self.is_announced {
            sums::read(&list, &paths)?;
            self.met(&file, &paths)?;
            self.contents.mark = mark;
        }
        let first = paths.first().and_then(|path| self.places.get(path)).copied().filter(|first| *first >= self.passed).ok_or_else(odd)?;
        let hashes = sums::read(&list, &self.contents.entries[first..])?;
        self.refuse_until(first);
        Ok(Some(hashes))
    }

    /// Without an announcement, it is that of the first segment that is met.
    fn is_its_mark(&self, mark: Hex<16>) -> bool {
        mark == self.contents.mark || !self.is_announced && self.contents.entries.is_empty()
    }

    /// Takes what a segment holds for announced, where what announced it is lost.
    fn met(&mut self, list: &File, paths: &[Box<str>]) -> Result<()> {
        let mut places = HashMap::with_capacity(paths.len());
        for (path, place) in paths.iter().zip(self.contents.entries.len()..) {
            let is_new = contents::is_entry(path) && place < MAX_ENTRIES && !self.places.contains_key(path);
            if !is_new || places.insert(path.clone(), place).is_some() {
                return Err(damaged(format_args!("{} names too many entries, one twice, or one of a path that none may have", list.path)));
            }
        }
        self.refuse_until(self.contents.entries.len());
        self.modified = list.modified;
        self.read.made = i64::try_from(list.modified).ok().and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()).unwrap_or(self.read.made);
        self.contents.entries.extend_from_slice(paths);
        self.places.extend(places);
        Ok(())
    }

    /// What is said at the beginning is said once more at the end.
    fn told_at_the_end(&mut self, told: &Told) {
        (self.read.store, self.read.written_by, self.read.names_all) = (Some(told.store.0), told.written_by.clone(), true);
        let mut lost: Vec<&str> = told.entries.iter().map(|path| &**path).filter(|path| !self.places.contains_key(*path)).collect();
        lost.sort_unstable();
        self.read.refused.extend(lost.into_iter().map(|path| (path.to_owned(), UNREAD.to_owned())));
    }

    fn refuse_until(&mut self, end: usize) {
        let lost = &self.contents.entries[self.passed..end];
        self.read.refused.extend(lost.iter().map(|path| (path.to_string(), UNREAD.to_owned())));
        self.passed = end;
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
