//! Files in and out: what is this file, and what does it hold?

mod report;

pub(crate) use self::report::chain_of;
pub use self::report::{Bag, Content, FileFormat, ImportReport};
