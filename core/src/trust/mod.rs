//! Trust: what a server presents, whom this store believes, and why not.
//!
//! `server` names a server; `verify` judges what it, or a client, presents by decisions, TrustedPeople, TrustedRoot and the
//! system's roots; `decide` makes a decision of what a person was shown; `probe` looks at what a server presents (feature
//! `tls`), and `tls` has verifiers for rustls; `picture` shows a chain to people.

mod decide;
mod picture;
#[cfg(feature = "tls")]
mod probe;
mod server;
mod system;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;
mod verify;

pub use self::{
    decide::TrustRequest,
    picture::picture,
    server::{Server, StartTls},
    system::SystemRoots,
    verify::{Basis, Peer, Trusted, VerifyPeer},
};
#[cfg(feature = "tls")]
pub use self::{
    probe::{ClientCertificate, ProbeOptions, Probed, probe},
    tls::StoreVerifier,
};
