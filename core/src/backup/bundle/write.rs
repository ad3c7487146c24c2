//! Writing a bundle, in one pass and with little memory, however many entries there are.

use std::{collections::BTreeMap, io::Write};

use age::stream::StreamWriter;
use zeroize::Zeroizing;
use zstd::Encoder;

use super::{
    About, BundleSeal, CONTENTS, MANIFEST, MAX_ENTRY, SIGNATURE,
    contents::Contents,
    hex::Sha256,
    io_error,
    manifest::{self, Manifest, Record},
    seal, sums, ustar,
};
use crate::error::{Error, Result};

/// zstd's own default: nearly as small as slower ones, and never what one waits for.
const LEVEL: i32 = 3;

/// What is held before it is written, behind its sums: so many entries, or so many octets.
const SEGMENT_ENTRIES: usize = 128;
const SEGMENT_SIZE: usize = 1 << 20;

/// A bundle that is being written. Dropped before [`finish`](Self::finish), it leaves a file that readers call cut short.
pub(crate) struct BundleWriter<W: Write> {
    tar: Tar<W>,
    contents: Contents,
    /// How many entries were given.
    given: usize,
    segment: Vec<Zeroizing<Vec<u8>>>,
    segment_size: usize,
    segments: u64,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a bundle with the entries that are to follow, in their order. With a passphrase it takes half a second.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a seal that is none; [`Error::WorkLimit`] for too many entries; [`Error::Io`].
    pub(crate) fn new(out: W, seal: &BundleSeal<'_>, about: &About, paths: &[String]) -> Result<Self> {
        let contents = Contents::new(about, paths)?;
        let json = serde_json::to_vec(&contents).map_err(|_| Error::internal("the contents of a bundle could not be written"))?;
        let mut tar = Tar::new(seal::seal(out, seal)?, ustar::modified(about.made))?;
        tar.put(CONTENTS, &json)?;
        tar.next_frame()?;
        Ok(Self { tar, contents, given: 0, segment: Vec::new(), segment_size: 0, segments: 0 })
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 16 MiB; [`Error::Internal`] if another path was announced; [`Error::Io`].
    pub(crate) fn entry(&mut self, path: &str, content: &[u8]) -> Result<()> {
        if self.contents.entries.get(self.given).map(|path| &**path) != Some(path) {
            return Err(Error::internal(format!("{path} is not the next entry that the bundle announced")));
        }
        if content.len() as u64 > MAX_ENTRY {
            return Err(Error::TooLarge { what: path.to_owned(), size: content.len() as u64, limit: MAX_ENTRY });
        }
        if self.segment.len() == SEGMENT_ENTRIES || self.segment_size + content.len() > SEGMENT_SIZE {
            self.end_segment()?;
        }
        self.segment_size += content.len();
        self.segment.push(Zeroizing::new(content.to_vec()));
        self.given += 1;
        Ok(())
    }

    /// Ends the bundle with its manifest, signed by the holder of the Ed25519 key whose SubjectPublicKeyInfo is given, and gives
    /// back what it was written to.
    ///
    /// # Errors
    /// Those of `sign`; [`Error::Tampered`] if what it gives is not that key's signature; [`Error::Internal`] if entries are missing;
    /// [`Error::Io`].
    pub(crate) fn finish(mut self, counts: BTreeMap<String, u64>, signer_spki: &[u8], sign: impl FnOnce(&[u8]) -> Result<Vec<u8>>) -> Result<W> {
        if self.given < self.contents.entries.len() {
            return Err(Error::internal("a bundle announced more entries than it was given"));
        }
        self.end_segment()?;
        let records = std::mem::take(&mut self.tar.records);
        let limit = manifest::max_size(&records);
        let manifest = Manifest::new(&self.contents, counts, records, signer_spki).write()?;
        if manifest.len() as u64 > limit {
            return Err(Error::internal("the counts of a bundle are longer than a reader takes"));
        }
        let message = manifest::message(&manifest);
        let signature = sign(&message)?;
        manifest::verify(signer_spki, &message, &signature)?;
        self.tar.put(MANIFEST, &manifest)?;
        self.tar.put(SIGNATURE, &signature)?;
        self.tar.finish()
    }

    /// Writes what is held, its sums first.
    fn end_segment(&mut self) -> Result<()> {
        let held = std::mem::take(&mut self.segment);
        self.segment_size = 0;
        if held.is_empty() {
            return Ok(());
        }
        let paths = &self.contents.entries[self.given - held.len()..self.given];
        let entries: Vec<_> = paths.iter().zip(&held).map(|(path, content)| (&**path, content, Sha256::of(content))).collect();
        self.segments += 1;
        self.tar.put(&sums::path(self.segments, self.contents.mark), sums::write(entries.iter().map(|(path, _, hash)| (*path, *hash))).as_bytes())?;
        entries.iter().try_for_each(|(path, content, hash)| self.tar.put_hashed(path, content, *hash))?;
        self.tar.next_frame()
    }
}

/// A tar in frames of zstd in age, and the record of what was put into it.
struct Tar<W: Write> {
    /// The frame that is being written; none after one could not be ended.
    out: Option<Encoder<'static, StreamWriter<W>>>,
    modified: u64,
    records: Vec<Record>,
}

impl<W: Write> Tar<W> {
    fn new(out: StreamWriter<W>, modified: u64) -> Result<Self> {
        Ok(Self { out: Some(frame(out)?), modified, records: Vec::new() })
    }

    fn put(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.put_hashed(path, content, Sha256::of(content))
    }

    fn put_hashed(&mut self, path: &str, content: &[u8], sha256: Sha256) -> Result<()> {
        let size = content.len() as u64;
        let header = ustar::Header { name: path, size, modified: self.modified }.write();
        let header = header.ok_or_else(|| Error::internal("a tar does not hold a file so large"))?;
        let zeros = &[0; ustar::BLOCK][..ustar::padding(size)];
        let out = self.out.as_mut().ok_or_else(failed_before)?;
        for part in [&header, content, zeros] {
            out.write_all(part).map_err(|error| io_error("write", &error))?;
        }
        self.records.push(Record { path: path.into(), size, sha256 });
        Ok(())
    }

    /// What stands before this place can be read without what follows, and what follows without what stands before.
    fn next_frame(&mut self) -> Result<()> {
        let out = self.out.take().ok_or_else(failed_before)?;
        self.out = Some(frame(out.finish().map_err(|error| io_error("write", &error))?)?);
        Ok(())
    }

    fn finish(self) -> Result<W> {
        let mut out = self.out.ok_or_else(failed_before)?;
        let end = out.write_all(&[0; 2 * ustar::BLOCK]);
        let finished = end.and_then(|()| out.finish()?.finish());
        finished.map_err(|error| io_error("write", &error))
    }
}

/// Begins a frame.
fn frame<W: Write>(out: W) -> Result<Encoder<'static, W>> {
    let encoder = Encoder::new(out, LEVEL).and_then(|mut encoder| {
        encoder.include_checksum(true)?;
        Ok(encoder)
    });
    encoder.map_err(|_| Error::internal("zstd could not be set up"))
}

fn failed_before() -> Error {
    Error::internal("a bundle was written on after it had failed")
}
