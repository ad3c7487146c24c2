//! The files of a bundle one after another: out of age, zstd and tar.

use std::io::{self, BufRead, BufReader, Chain, Cursor, ErrorKind, Read};

use zeroize::Zeroizing;
use zstd::Decoder;

use super::{BUNDLE, damaged, meter::Meter, ustar};
use crate::error::{Error, Result};

/// The most memory that a zstd frame may ask for is 2 to this power: 128 MiB. What is written asks for 2 MiB.
const MAX_WINDOW: u32 = 27;

/// What may come out of a file, by what went in: far above what anything real gives, and no bomb.
const MAX_RATIO: u64 = 1000;
const SPARE: u64 = 128 << 20;

/// What setting a frame up counts for, in octets.
const FRAME: u64 = 16 << 10;

/// What is read, and first allocated, at once.
const PIECE: usize = 64 << 10;

/// How a zstd frame begins (RFC 8878 section 3.1.1).
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What is decompressed: the beginning of a frame that was looked for, and the rest.
type Source<R> = Chain<Cursor<&'static [u8]>, BufReader<R>>;

/// Reads the files of a tar in zstd frames.
pub(super) struct Unpacker<'a, R: Read> {
    /// None where there is no further frame.
    input: Option<Decoder<'static, Source<R>>>,
    meter: &'a Meter,
    came_out: u64,
}

/// A file whose content is still to be read.
pub(super) struct File {
    pub(super) path: String,
    pub(super) size: u64,
    /// Unix seconds.
    pub(super) modified: u64,
}

impl<'a, R: Read> Unpacker<'a, R> {
    pub(super) fn new(input: R, meter: &'a Meter) -> Result<Self> {
        Ok(Self { input: Some(decoder(&[], BufReader::with_capacity(PIECE, input))?), meter, came_out: 0 })
    }

    /// Goes on at the next frame, past all that is damaged; `false` where there is none.
    ///
    /// # Errors
    /// [`Error::Io`] where the file itself cannot be read; [`Error::WorkLimit`].
    pub(super) fn next_frame(&mut self) -> Result<bool> {
        let Some(input) = self.input.take() else { return Ok(false) };
        self.count(FRAME)?;
        let mut source = input.into_inner();
        let mut last = 0_u32;
        loop {
            let octets = match source.fill_buf() {
                Ok([]) => return Ok(false),
                Ok(octets) => octets,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    last = 0; // a piece is missing here
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
                Err(error) => return Err(self.meter.explain(&error)),
            };
            let end = octets.iter().position(|octet| {
                last = last << 8 | u32::from(*octet);
                last == u32::from_be_bytes(MAGIC)
            });
            let passed = end.map_or(octets.len(), |end| end + 1);
            source.consume(passed);
            if end.is_some() {
                self.input = Some(decoder(&MAGIC, source.into_inner().1)?);
                return Ok(true);
            }
        }
    }

    /// The next file.
    ///
    /// # Errors
    /// [`Error::Damaged`] at the end as well, and for all but plain files as certwright writes them.
    pub(super) fn next(&mut self) -> Result<File> {
        let mut block = [0; ustar::BLOCK];
        self.fill(&mut block)?;
        let header = ustar::Header::read(&block).map_err(damaged)?;
        Ok(File { path: header.name.to_owned(), size: header.size, modified: header.modified })
    }

    /// The content of a file of at most so many octets, and the zeros behind it.
    pub(super) fn content(&mut self, file: &File, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
        if file.size > limit {
            return Err(Error::TooLarge { what: format!("{} in {BUNDLE}", file.path), size: file.size, limit });
        }
        let size = usize::try_from(file.size).map_err(|_| Error::internal("a file that was to be read is larger than memory"))?;
        // What the header claims is allocated only as it comes, and what is outgrown is wiped.
        let mut content = Zeroizing::new(Vec::with_capacity(size.min(PIECE)));
        while content.len() < size {
            if content.len() == content.capacity() {
                let mut larger = Zeroizing::new(Vec::with_capacity(size.min(content.capacity() * 2)));
                larger.extend_from_slice(&content);
                content = larger;
            }
            let start = content.len();
            let end = size.min(content.capacity()).min(start + PIECE);
            content.resize(end, 0);
            self.fill(&mut content[start..])?;
        }
        let mut zeros = [0; ustar::BLOCK];
        let zeros = &mut zeros[..ustar::padding(file.size)];
        self.fill(zeros)?;
        if zeros.iter().any(|octet| *octet != 0) { Err(damaged("something stands behind the end of a file")) } else { Ok(content) }
    }

    /// The end: two empty blocks, and nothing behind them in any of the layers.
    pub(super) fn finish(&mut self) -> Result<()> {
        let mut end = [0; 2 * ustar::BLOCK];
        self.fill(&mut end)?;
        if end.iter().any(|octet| *octet != 0) {
            return Err(damaged("it holds more than it announces"));
        }
        // age knows only at its own end that nothing was cut off
        if self.of_this_frame(&mut [0])? + self.left()? > 0 { Err(damaged("something stands behind its end")) } else { Ok(()) }
    }

    fn fill(&mut self, mut into: &mut [u8]) -> Result<()> {
        while !into.is_empty() {
            let count = self.some(into)?;
            if count == 0 {
                return Err(damaged("it is cut short"));
            }
            into = &mut into[count..];
            self.count(count as u64)?;
        }
        Ok(())
    }

    fn count(&mut self, octets: u64) -> Result<()> {
        self.came_out += octets;
        let limit = self.meter.read().saturating_mul(MAX_RATIO).saturating_add(SPARE);
        if self.came_out <= limit {
            return Ok(());
        }
        Err(Error::WorkLimit { what: BUNDLE.to_owned(), asked: self.came_out, limit, unit: "bytes for its size" })
    }

    /// The next octets; none at the end of the last frame.
    fn some(&mut self, into: &mut [u8]) -> Result<usize> {
        loop {
            let count = self.of_this_frame(into)?;
            if count > 0 || self.left()? == 0 {
                return Ok(count);
            }
            self.count(FRAME)?;
            let source = self.input.take().map(Decoder::into_inner);
            self.input = source.map(|source| decoder(&[], source.into_inner().1)).transpose()?;
        }
    }

    fn of_this_frame(&mut self, into: &mut [u8]) -> Result<usize> {
        let input = self.input.as_mut().ok_or_else(|| damaged("it is cut short"))?;
        loop {
            match input.read(into) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                found => return found.map_err(|error: io::Error| self.meter.explain(&error)),
            }
        }
    }

    /// How many octets stand ready that are still to be decompressed; none at the end of the file alone.
    fn left(&mut self) -> Result<usize> {
        let source = self.input.as_mut().map(Decoder::get_mut);
        source.map_or(Ok(0), |source| source.fill_buf().map(<[u8]>::len)).map_err(|error| self.meter.explain(&error))
    }
}

/// Decompresses a frame that begins so.
fn decoder<R: Read>(beginning: &'static [u8], rest: BufReader<R>) -> Result<Decoder<'static, Source<R>>> {
    let decoder = Decoder::with_buffer(Cursor::new(beginning).chain(rest)).and_then(|mut decoder| {
        decoder.window_log_max(MAX_WINDOW)?;
        Ok(decoder.single_frame())
    });
    decoder.map_err(|_| Error::internal("zstd could not be set up"))
}
