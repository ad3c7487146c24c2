//! Files in and out: what is this file, and what does it hold?

mod der;
mod file;
mod keys;
mod kind;
mod pem;
mod pkcs12;
mod pkcs7;
mod read;
mod report;

#[cfg(feature = "tls")]
pub(crate) use self::file::write_for;
pub(crate) use self::{
    file::{Access, Folder, open, read_secret, temporary},
    pkcs12::write_with_uses,
    report::{chain_of, issuer_among},
};
pub use self::{
    file::{Replace, Secrecy, read_path, write_file},
    kind::{Detected, FileKind, detect},
    pkcs7::write_pkcs7,
    pkcs12::{Pfx, PfxContents, Reader, WriteOptions, write_pkcs12},
    read::{ReadOptions, read, read_pkcs12},
    report::{Bag, Content, FileFormat, ImportReport},
};

use crate::error::Error;

/// The most bags, or PEM blocks, that one file may hold.
const MAX_BAGS: usize = 100_000;

fn unknown(why: &str) -> Error {
    Error::UnknownFormat { why: why.to_owned() }
}

fn too_many_bags(what: &str) -> Error {
    Error::Unsupported { what: format!("{what} with more than {MAX_BAGS} parts"), why: "no more are read from one file".to_owned() }
}
