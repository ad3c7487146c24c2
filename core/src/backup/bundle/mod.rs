//! The file of a bundle: everything of a store in one sealed file that `age`, `zstd` and `tar` open, too.
//!
//! An age file (binary) holds zstd frames, which hold a tar of plain files. What stands under one number below is a frame of its own,
//! and so is each segment: where the file is damaged, a salvage goes on at the next that is not.
//!
//! 1. `bundle.json`: which store, when, and the paths of all entries, so that what a damaged file lacks can be named.
//! 2. Segments: `sums/000001-MARK.sha256`, in the form of sha256sum, then the entries that it lists; `sums/000002-MARK.sha256`, and so
//!    on. A hash stands before its content, so that an entry is believed or not as soon as it is read. The mark is random and another in
//!    each bundle: a salvage looks for frames in all that it can open, and an entry, such as a CRL whose content others choose, could
//!    hold one that was made for it.
//! 3. `manifest.json`: size and SHA-256 of all that stands before it, and the public key of the signer.
//!    `manifest.sig`: the Ed25519 signature over `manifest.json`, with a prefix that no other signature has.
//!
//! age proves that nothing was altered since it was sealed; who sealed it, the signature says. There is one right form: order,
//! names and headers of the tar are those that the writer makes, and a strict reader takes no others; where the frames end within it is not
//! looked at. Members of the JSON that are not known are passed over, so that a later version may add some without a new format. Damage
//! in the head of the age file, the first few hundred octets, costs everything.
//!
//! Content is wiped from memory, except what zstd holds of it while it works.

mod contents;
mod hex;
mod manifest;
mod meter;
mod pieces;
mod read;
mod seal;
mod sums;
mod unpack;
mod ustar;
mod write;

use std::{fmt, io, path::Path};

use time::OffsetDateTime;

pub use self::seal::{BundleKey, BundleSeal};
pub(crate) use self::{
    read::{BundleRead, How, read_bundle},
    seal::{fresh_recipient, must_be_recipients},
    write::BundleWriter,
};
use crate::error::Error;

/// What errors call it.
const BUNDLE: &str = "the bundle";

/// The format that is written, and the newest that is read.
const FORMAT: u64 = 1;

/// The largest content of an entry, in bytes: it is held in memory.
pub(crate) const MAX_ENTRY: u64 = 16 << 20;

/// The most entries of a bundle.
pub(crate) const MAX_ENTRIES: usize = 4_000_000;

const CONTENTS: &str = "bundle.json";
const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";

/// How a file in the format of age begins, whatever it holds.
const AGE: &[u8] = b"age-encryption.org/v1\n";

/// What a bundle says of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// The id of the store that it was made of.
    pub(crate) store: [u8; 16],
    /// When; whole seconds are kept.
    pub(crate) made: OffsetDateTime,
    /// Random: what its lists of sums are told by.
    pub(crate) mark: [u8; 16],
}

fn damaged(why: impl fmt::Display) -> Error {
    Error::Damaged { what: BUNDLE.to_owned(), why: why.to_string() }
}

fn io_error(action: &'static str, error: &io::Error) -> Error {
    Error::io(action, Path::new(BUNDLE), error)
}

#[cfg(test)]
mod tests;
