//! Everything that a store holds, as a bundle: written entry by entry, taken in again, and compared.
//!
//! Entries: `roles.json`; for each certificate `keys/ID.pem` (once for each key, before the first certificate that has it),
//! `certificates/SHA256.pem` and `certificates/SHA256.json` (what people call it, and where it lies); then `assignments/N.json`,
//! `successions/N.json`, `endpoints.json`, `decisions/N.json`, `crls/SHA256.der` (in parts where it is large), `settings.json` of
//! backups, and `journal/N.jsonl`, which is for people: a store that is restored goes on with a journal of its own.
//!
//! Protectors and passwords never travel; nor do the records of backups, and named stores that are empty.

mod compare;
mod forms;
mod read;
mod run;
mod signer;
mod write;

#[cfg(test)]
pub(super) use self::read::take_in;
pub(super) use self::signer::fingerprint;
