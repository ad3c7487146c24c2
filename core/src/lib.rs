//! A certificate manager as a library.

#![forbid(unsafe_code)]

mod asn1;
mod certificate;
mod date;
mod error;
mod format;
mod issue;
mod key;
mod pem;
mod status;
mod store;

pub use crate::{
    certificate::{Attribute, Certificate, GeneralName, Name, SerialNumber, Thumbprint},
    date::DateInput,
    error::{Error, Result},
    format::{
        Bag, Content, FileFormat, ImportReport, ReadOptions, Replace, Secrecy, WriteOptions, read as read_file, read_path, read_pkcs12, write_file,
        write_pkcs12,
    },
    issue::{Host, KeyReader, Now, Purpose, SelfSigned, ValidTo},
    key::{Identity, KeyAlgorithm, PrivateKey},
    status::Status,
    store::{
        AddOptions, Added, Archived, Deleted, Entry, Event, ExportFormat, ExportOptions, Find, Get, ImportOptions, Imported, OpenOptions, Outcome,
        Query, Store, StoreInfo, StoreName,
    },
};
