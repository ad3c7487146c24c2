//! Where backups are stored: a folder, or S3-compatible object storage.

mod folder;
#[cfg(feature = "s3")]
mod s3;
#[cfg(test)]
mod tests;

use std::{fmt, io::Read, path::Path};

use tempfile::NamedTempFile;

use self::folder::StoredInFolder;
use crate::{
    error::{Error, Result, disturbs},
    store::Progress,
};

/// The most octets that a name may have; so many do everywhere.
const MAX_NAME: usize = 255;

/// A place where files are stored under names, each whole or not at all.
pub(crate) trait Target: Send + Sync {
    /// The place, for people; never with a credential.
    fn shown(&self) -> String;

    /// Whether files take their time to get there, and back.
    fn is_far(&self) -> bool;

    /// A file to write to before it is stored, its owner's alone and gone when it is dropped. Where files are stored in a folder it lies
    /// in that folder, so that one which cannot be written to is found out before any work is done.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the folder is not there; [`Error::Io`].
    fn temporary(&self) -> Result<NamedTempFile>;

    /// Stores a file that [`temporary`](Self::temporary) gave, under a name that is free. When this fails, nothing is stored and the file
    /// is gone.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the name is taken: what has it stays as it is; [`Error::InvalidArgument`] for a name that cannot be;
    /// [`Error::Cancelled`] if `progress` stopped it before it was done; [`Error::NotFound`] if the folder or the bucket is not there;
    /// [`Error::Io`]; of S3 also [`Error::Unreachable`], [`Error::TimedOut`], [`Error::HandshakeFailed`].
    fn store(&self, file: NamedTempFile, name: &str, progress: Progress<'_>) -> Result<()>;

    /// What is stored there under a name: read from the disk, or fetched whole before this returns.
    ///
    /// # Errors
    /// [`Error::NotFound`]; otherwise as [`store`](Self::store).
    fn fetch(&self, name: &str, progress: Progress<'_>) -> Result<Box<dyn Read + Send>>;

    /// Removes what is stored under a name, if it is there.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    fn remove(&self, name: &str) -> Result<()>;

    /// The names of what is stored there, in their order; without what lies deeper, and without what could not have been stored.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    fn list(&self) -> Result<Vec<String>>;
}

impl fmt::Debug for dyn Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.shown())
    }
}

/// The place that a location names: the path of a folder, or `s3://bucket/prefix`. The folder must be there; of S3 nothing is asked yet.
/// `environment` gives the variables by which S3 is reached.
///
/// # Errors
/// [`Error::InvalidArgument`] for a location, or a variable, of another form; [`Error::NotFound`] and [`Error::Io`] for the folder;
/// [`Error::Unsupported`] for storage of another kind.
pub(crate) fn target(location: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Box<dyn Target>> {
    if location.is_empty() {
        return Err(Error::InvalidArgument { what: "location", why: "it is empty; give a folder or s3://bucket/prefix".to_owned() });
    }
    match location.split_once("://") {
        Some((scheme, within)) if scheme.eq_ignore_ascii_case("s3") => s3(within, environment),
        Some((scheme, _)) if !scheme.is_empty() && scheme.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'+') => {
            let what = format!("storage at {}://", scheme.to_ascii_lowercase());
            Err(Error::Unsupported { what, why: "backups are stored in a folder or at s3://bucket/prefix".to_owned() })
        }
        _ => Ok(Box::new(StoredInFolder::open(Path::new(location))?)),
    }
}

#[cfg(feature = "s3")]
fn s3(within: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Box<dyn Target>> {
    Ok(Box::new(s3::StoredInS3::new(within, environment)?))
}

#[cfg(not(feature = "s3"))]
fn s3(_: &str, _: &dyn Fn(&str) -> Option<String>) -> Result<Box<dyn Target>> {
    let why = "this build is without it (feature s3); the Python package and its command line have it".to_owned();
    Err(Error::Unsupported { what: "storage at s3://".to_owned(), why })
}

/// A name that is one everywhere, and leads nowhere else. With a dot begins what is being written.
fn must_be_plain(name: &str) -> Result<&str> {
    let why = if name.is_empty() {
        "it is empty"
    } else if name.len() > MAX_NAME {
        "it has more than 255 octets"
    } else if name.starts_with('.') {
        "it begins with a dot"
    } else if name.contains(['/', '\\', ':']) {
        "it leads elsewhere: a slash, a backslash or a colon stands in it"
    } else if name.chars().any(disturbs) {
        "a character that cannot be seen stands in it"
    } else {
        return Ok(name);
    };
    Err(Error::InvalidArgument { what: "name", why: why.to_owned() })
}
