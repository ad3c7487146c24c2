//! The C ABI of certwright: every function of `include/certwright.h`.
//!
//! No behaviour of its own: each function checks its pointers, makes one call of the core, and writes its outputs. The
//! header is made of these sources, so what stands at a public item here is written for readers of C.

#![allow(non_camel_case_types, reason = "the names are those of C")]
#![deny(improper_ctypes_definitions)]

mod add;
mod altered;
mod apply;
mod assign;
mod assignment;
mod backup;
mod backup_due;
mod backup_options;
mod backup_proof;
mod backup_report;
mod backup_settings;
mod bag;
mod bytes;
mod caller;
mod certificate;
mod check;
mod cleanup;
mod crl;
mod decision;
mod diagnostic;
mod endpoint;
mod endpoint_check;
mod endpoint_settings;
mod entry;
mod error;
mod expiry;
mod explain;
mod export;
mod files;
mod find;
mod guard;
mod host;
mod identity;
mod import;
mod info;
mod installation;
mod journal;
mod left_out;
mod live_identity;
mod look;
mod name;
mod opaque_key;
mod open_options;
mod overview;
mod overview_line;
mod password;
mod peer_options;
mod pfx_writer;
mod preflight;
mod private_key;
mod probe;
mod protector;
mod provide;
mod query;
mod read_options;
mod remove;
mod renew;
mod report;
mod restore;
mod restore_line;
mod role;
mod roles;
mod self_signed;
mod shared;
mod status;
mod store;
mod succession;
mod text;
mod texts;
mod threads;
mod trust_request;
mod trusted;
mod units;
mod unneeded;
mod untrusted;
mod verify;
mod verify_options;
mod version;
mod where_used;
