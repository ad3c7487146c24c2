//! Files in and out: what is this file, and what does it hold?

mod file;
mod report;

pub(crate) use self::report::chain_of;
pub use self::{
    file::{Replace, Secrecy, write_file},
    report::{Bag, Content, FileFormat, ImportReport},
};
