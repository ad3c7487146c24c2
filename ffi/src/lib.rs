//! The C ABI of certwright: every function of `include/certwright.h`.
//!
//! No behaviour of its own: each function checks its pointers, makes one call of the core, and writes its outputs. The
//! header is made of these sources, so what stands at a public item here is written for readers of C.

#![allow(non_camel_case_types, reason = "the names are those of C")]
#![deny(improper_ctypes_definitions)]

mod bytes;
mod caller;
mod certificate;
mod error;
mod guard;
mod status;
mod text;
mod version;
