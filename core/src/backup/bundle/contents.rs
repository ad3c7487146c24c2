//! `bundle.json`: what a bundle says of itself before anything else, and which paths its entries may have.

use std::{collections::HashSet, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, SeqAccess, Visitor},
};
use time::OffsetDateTime;

use super::{About, CONTENTS, FORMAT, MANIFEST, MAX_ENTRIES, SIGNATURE, damaged, hex::Hex, sums, ustar::MAX_NAME};
use crate::{
    date::{DateInput, rfc3339},
    error::{Error, Result},
};

/// The largest that is read: so many paths of full length, and room for what a later version may add.
pub(super) const MAX_SIZE: u64 = 512 << 20;

/// What a bundle is, and the paths of its entries in their order.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) format: u64,
    pub(super) written_by: String,
    pub(super) store: Hex<16>,
    pub(super) made: String,
    pub(super) mark: Hex<16>,
    #[serde(deserialize_with = "paths")]
    pub(super) entries: Vec<Box<str>>,
}

/// What is read of every format, before anything else is.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

impl Contents {
    /// # Errors
    /// [`Error::Internal`] for a path that an entry may not have, or two the same.
    pub(super) fn new(about: &About, paths: &[String]) -> Result<Self> {
        if paths.len() > MAX_ENTRIES {
            return Err(Error::WorkLimit { what: super::BUNDLE.to_owned(), asked: paths.len() as u64, limit: MAX_ENTRIES as u64, unit: "entries" });
        }
        if let Some(odd) = paths.iter().find(|path| !is_entry(path)) {
            return Err(Error::internal(format!("no entry of a bundle may be called {odd:?}")));
        }
        let contents = Self {
            format: FORMAT,
            written_by: env!("CARGO_PKG_VERSION").to_owned(),
            store: Hex(about.store),
            made: rfc3339(about.made),
            mark: Hex(about.mark),
            entries: paths.iter().map(|path| path.as_str().into()).collect(),
        };
        if contents.repeats() { Err(Error::internal("two entries of a bundle have one path")) } else { Ok(contents) }
    }

    /// # Errors
    /// [`Error::Unsupported`] for what a newer version wrote; [`Error::Damaged`].
    pub(super) fn read(json: &[u8]) -> Result<Self> {
        let malformed = |error: serde_json::Error| damaged(format!("{CONTENTS} cannot be read, line {}, column {}", error.line(), error.column()));
        let Format { format } = serde_json::from_slice(json).map_err(malformed)?;
        if format > FORMAT {
            let why = "a newer version of certwright wrote it; use that".to_owned();
            return Err(Error::Unsupported { what: format!("a bundle of format {format}"), why });
        }
        if format != FORMAT {
            return Err(damaged(format!("{CONTENTS} names a format that there never was")));
        }
        let contents: Self = serde_json::from_slice(json).map_err(malformed)?;
        if contents.repeats() { Err(damaged(format!("{CONTENTS} names an entry twice"))) } else { Ok(contents) }
    }

    /// When it was made.
    pub(super) fn made(&self) -> Result<OffsetDateTime> {
        match DateInput::parse(&self.made) {
            Ok(DateInput::Instant(made)) if rfc3339(made) == self.made => Ok(made),
            _ => Err(damaged(format!("{CONTENTS} does not say when it was made"))),
        }
    }

    fn repeats(&self) -> bool {
        let mut seen = HashSet::with_capacity(self.entries.len());
        !self.entries.iter().all(|path| seen.insert(&**path))
    }
}

/// Whether an entry may have this path: relative, of plain letters, and none that the format itself has.
pub(super) fn is_entry(path: &str) -> bool {
    let plain = |part: &str| {
        let letters = part.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-'));
        letters && !matches!(part, "" | "." | "..")
    };
    path.len() <= MAX_NAME && path.split('/').all(plain) && !path.starts_with(sums::FOLDER) && ![CONTENTS, MANIFEST, SIGNATURE].contains(&path)
}

/// Reads a list of paths that entries may have, so many at most, lest a short text become a long list.
fn paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Box<str>>, D::Error> {
    let mut paths = Vec::new();
    each(deserializer, |path: Box<str>| {
        let is_one = paths.len() < MAX_ENTRIES && is_entry(&path);
        paths.push(path);
        is_one
    })?;
    Ok(paths)
}

/// Gives away each thing of a list as it is read, until one is refused.
pub(super) fn each<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D, take: impl FnMut(T) -> bool) -> Result<(), D::Error> {
    struct Each<T, F>(F, PhantomData<T>);

    impl<'de, T: Deserialize<'de>, F: FnMut(T) -> bool> Visitor<'de> for Each<T, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of entries")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
            while let Some(one) = list.next_element()? {
                if !(self.0)(one) {
                    return Err(de::Error::custom("too many entries, or one of a path that none may have"));
                }
            }
            Ok(())
        }
    }

    deserializer.deserialize_seq(Each(take, PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_and_plain() {
        for path in ["a", "keys/1F.pem", "a/b/c-d_e.f", ".hidden", "a..b", &"a".repeat(100)] {
            assert!(is_entry(path), "{path}");
        }
        let long = "a".repeat(101);
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a/",
            "a//b",
            "..",
            "../a",
            "a/../b",
            "a/..",
            ".",
            "a/./b",
            "a b",
            "a\\b",
            "C:a",
            "ä",
            "a\nb",
            "a\0",
            "bundle.json",
            "manifest.json",
            "manifest.sig",
            "sums/x",
            &long,
        ] {
            assert!(!is_entry(path), "{path:?}");
        }
    }
}
