//! The lines that sha256sum writes and checks, which stand before the entries that they are of.

use std::fmt::Write;

use super::{
    damaged,
    hex::{Hex, Sha256},
};
use crate::error::Result;

/// Where they stand.
pub(super) const FOLDER: &str = "sums/";

/// The largest that is read, far above what is written.
pub(super) const MAX_SIZE: u64 = 1 << 20;

/// The path of the sums of a segment; the first is 1.
pub(super) fn path(segment: u64, mark: Hex<16>) -> String {
    format!("{FOLDER}{segment:06}-{mark}.sha256")
}

/// The mark of the bundle to which such a path belongs.
pub(super) fn mark(text: &str) -> Option<Hex<16>> {
    let (number, mark) = text.strip_prefix(FOLDER)?.strip_suffix(".sha256")?.split_once('-')?;
    let (number, mark) = (number.parse().ok()?, Hex::parse(mark)?);
    (path(number, mark) == text).then_some(mark)
}

/// The paths of a segment, as it names them.
pub(super) fn paths(text: &[u8]) -> Option<Vec<Box<str>>> {
    let lines = str::from_utf8(text).ok()?.strip_suffix('\n')?;
    lines.split('\n').map(|line| Some(line.split_once("  ")?.1.into())).collect()
}

/// One line for each path and its hash.
pub(super) fn write<'a>(entries: impl Iterator<Item = (&'a str, Sha256)>) -> String {
    let mut text = String::new();
    for (path, hash) in entries {
        let _ = writeln!(text, "{hash}  {path}"); // a String takes everything
    }
    text
}

/// The hashes of a segment, whose paths must be the next of those announced, in their order.
pub(super) fn read(text: &[u8], announced: &[Box<str>]) -> Result<Vec<Sha256>> {
    let odd = || damaged("a list of sums does not agree with the entries announced");
    let text = str::from_utf8(text).ok().and_then(|text| text.strip_suffix('\n')).ok_or_else(odd)?;
    let mut announced = announced.iter();
    let line = |line: &str| {
        let (hash, path) = line.split_once("  ")?;
        (Some(path) == announced.next().map(|path| &**path)).then(|| Sha256::parse(hash))?
    };
    text.split('\n').map(line).collect::<Option<_>>().ok_or_else(odd)
}
