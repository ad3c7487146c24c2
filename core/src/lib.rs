//! A certificate manager as a library.

#![forbid(unsafe_code)]

mod asn1;
mod certificate;
mod date;
mod error;
mod format;
mod key;
mod pem;
mod status;

pub use crate::{
    certificate::{Attribute, Certificate, GeneralName, Name, SerialNumber, Thumbprint},
    date::DateInput,
    error::{Error, Result},
    format::{Bag, Content, FileFormat, ImportReport, ReadOptions, Replace, Secrecy, WriteOptions, read as read_file, write_file, write_pkcs12},
    key::{Identity, KeyAlgorithm, PrivateKey},
    status::Status,
};
