//! Make certificates with sound defaults.

mod host;
mod purpose;
pub(crate) mod renewal;
mod san;
mod self_signed;
mod tbs;
mod validity;

pub use self::{
    host::Host,
    purpose::{KeyReader, Purpose},
    self_signed::SelfSigned,
    validity::{Now, ValidTo},
};

#[cfg(test)]
mod tests;
