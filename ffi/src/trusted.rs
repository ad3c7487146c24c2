//! Whether a store believes what a peer presents.

use std::{ffi::c_char, ptr};

use certwright::{Basis, Certificate, Error, Peer, Trusted};

use crate::{
    bytes::cw_octets,
    caller::{Caller, free},
    certificate::cw_certificate,
    decision::cw_trust_decision,
    error::cw_error,
    guard::{Failure, guard},
    look::{at, look, look_at},
    peer_options::cw_peer_options,
    status::cw_status,
    store::cw_store,
    text::{KeptList, cw_str},
};

/// Trust rests on a decision about this server.
pub const CW_BASIS_DECISION: u32 = 1;
/// Trust rests on a root of the system, which ends the path.
pub const CW_BASIS_SYSTEM: u32 = 2;
/// Trust rests on this: the certificate is in TrustedPeople.
pub const CW_BASIS_TRUSTED_PEOPLE: u32 = 3;
/// Trust rests on a certificate in TrustedRoot, which ends the path.
pub const CW_BASIS_TRUSTED_ROOT: u32 = 4;

/// A chain that is believed; it never changes.
pub struct cw_trusted {
    basis: u32,
    decision: Option<cw_trust_decision>,
    path: Vec<cw_certificate>,
    notes: KeptList,
}

impl TryFrom<Trusted> for cw_trusted {
    type Error = Error;

    fn try_from(trusted: Trusted) -> Result<Self, Error> {
        let (basis, decision) = match trusted.basis {
            Basis::Decision(decision) => (CW_BASIS_DECISION, Some((*decision).into())),
            Basis::System => (CW_BASIS_SYSTEM, None),
            Basis::TrustedPeople => (CW_BASIS_TRUSTED_PEOPLE, None),
            Basis::TrustedRoot => (CW_BASIS_TRUSTED_ROOT, None),
            other => return Err(Error::Internal { why: format!("no number for {}", other.word()) }),
        };
        let path = trusted.path.into_iter().map(cw_certificate::new).collect();
        Ok(Self { basis, decision, path, notes: trusted.notes.into_iter().collect() })
    }
}

/// The certificates of handles.
fn of_handles(caller: &Caller, chain: *const *const cw_certificate, count: usize) -> Result<Vec<Certificate>, Failure> {
    Ok(caller.handles(chain, count, "chain")?.into_iter().map(|one| one.inner.clone()).collect())
}

/// The certificates of DERs: the leaf, and what can be read of those above it, which are only help.
fn of_ders(caller: &Caller, ders: *const cw_octets, count: usize) -> Result<Vec<Certificate>, Failure> {
    let mut chain = Vec::new();
    for (place, der) in caller.array(ders, count, "ders")?.iter().enumerate() {
        match Certificate::from_der(caller.octets(der.data, der.len, "ders")?) {
            Ok(certificate) => chain.push(certificate),
            Err(error) if place == 0 => return Err(error.into()),
            Err(_) => {}
        }
    }
    Ok(chain)
}

fn server(host: &str, port: u32) -> Result<Peer<'_>, Error> {
    let port = u16::try_from(port).map_err(|_| Error::InvalidArgument { what: "port", why: "it is a number up to 65535".to_owned() })?;
    Ok(Peer::Server { host, port: Some(port).filter(|port| *port != 0) })
}

fn judge(store: &cw_store, chain: &[Certificate], peer: Peer<'_>, options: Option<&cw_peer_options>) -> Result<cw_trusted, Failure> {
    Ok(store.inner.verify(chain, peer, &cw_peer_options::asked(options))?.try_into()?)
}

/// Whether the store believes the chain that a server presents: by a decision about this server; because the leaf is in
/// TrustedPeople; by a root in TrustedRoot; or by a root of the system, and then by the rules of public CAs. Certificates of the
/// store fill gaps in the chain, and its CRLs are looked at; nothing is fetched.
///
/// A decision overrules name and issuer, never dates, purpose or a revocation. Where there is one about a server that presents
/// something else, that is refused, whoever issued it.
///
/// @param store  the store
/// @param chain, chain_count  what it presents, the leaf first; not consumed
/// @param host, host_len  a DNS name in A-labels, or an address; not kept
/// @param port  its port; 0 if it is not known: then no decision is looked for
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what that rests on; the caller frees it with cw_trusted_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_SERVER_CERTIFICATE_CHANGED; CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at;
///     CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for a decision or CRL in the store that was altered, about whomever it is;
///     CW_STATUS_WORK_LIMIT; CW_STATUS_INVALID_ARGUMENT for an empty chain and a host that is none
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_verify_server(
    store: *const cw_store,
    chain: *const *const cw_certificate,
    chain_count: usize,
    host: *const c_char,
    host_len: usize,
    port: u32,
    options: *const cw_peer_options,
    out: *mut *mut cw_trusted,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, chain) = (caller.handle(store, "store")?, of_handles(caller, chain, chain_count)?);
        let peer = server(caller.text(host, host_len, "host")?, port)?;
        let (options, out) = (caller.optional_handle(options), caller.out(out, "out")?);
        out.give(judge(store, &chain, peer, options)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// As cw_store_verify_server, of certificates as a TLS library hands them out. The first one must be readable; of the others
/// those are left out that are not, as none of them is needed that is at hand in the store.
///
/// @param store  the store
/// @param ders, ders_count  what it presents, the leaf first, each certificate in DER; copied
/// @param host, host_len  a DNS name in A-labels, or an address; not kept
/// @param port  its port; 0 if it is not known: then no decision is looked for
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what that rests on; the caller frees it with cw_trusted_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_verify_server; CW_STATUS_MALFORMED_CERTIFICATE and CW_STATUS_TOO_LARGE of the first one
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_verify_server_der(
    store: *const cw_store,
    ders: *const cw_octets,
    ders_count: usize,
    host: *const c_char,
    host_len: usize,
    port: u32,
    options: *const cw_peer_options,
    out: *mut *mut cw_trusted,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, chain) = (caller.handle(store, "store")?, of_ders(caller, ders, ders_count)?);
        let peer = server(caller.text(host, host_len, "host")?, port)?;
        let (options, out) = (caller.optional_handle(options), caller.out(out, "out")?);
        out.give(judge(store, &chain, peer, options)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether the store believes the chain that a client presents: because the leaf is in TrustedPeople, or by a root in
/// TrustedRoot. Roots of the system do not count. Who the client is, its names say; that is for the caller to look at.
///
/// @param store  the store
/// @param chain, chain_count  what it presents, the leaf first; not consumed
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what that rests on; the caller frees it with cw_trusted_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at; CW_STATUS_STORE_LOCKED;
///     CW_STATUS_TAMPERED for a CRL in the store that was altered, of whomever it is; CW_STATUS_WORK_LIMIT;
///     CW_STATUS_INVALID_ARGUMENT for an empty chain
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_verify_client(
    store: *const cw_store,
    chain: *const *const cw_certificate,
    chain_count: usize,
    options: *const cw_peer_options,
    out: *mut *mut cw_trusted,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, chain) = (caller.handle(store, "store")?, of_handles(caller, chain, chain_count)?);
        let (options, out) = (caller.optional_handle(options), caller.out(out, "out")?);
        out.give(judge(store, &chain, Peer::Client, options)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// As cw_store_verify_client, of certificates as a TLS library hands them out. The first one must be readable; of the others
/// those are left out that are not, as none of them is needed that is at hand in the store.
///
/// @param store  the store
/// @param ders, ders_count  what it presents, the leaf first, each certificate in DER; copied
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  what that rests on; the caller frees it with cw_trusted_free
/// @param error  NULL, or where an error goes
/// @return as cw_store_verify_client; CW_STATUS_MALFORMED_CERTIFICATE and CW_STATUS_TOO_LARGE of the first one
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_verify_client_der(
    store: *const cw_store,
    ders: *const cw_octets,
    ders_count: usize,
    options: *const cw_peer_options,
    out: *mut *mut cw_trusted,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, chain) = (caller.handle(store, "store")?, of_ders(caller, ders, ders_count)?);
        let (options, out) = (caller.optional_handle(options), caller.out(out, "out")?);
        out.give(judge(store, &chain, Peer::Client, options)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// What trust rests on.
///
/// @param trusted  what is looked at
/// @param out  one of CW_BASIS_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_basis(trusted: *const cw_trusted, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(trusted, "trusted", out, error, |trusted| trusted.basis) }
}

/// The decision that trust rests on.
///
/// @param trusted  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if it rests on something else
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_decision(trusted: *const cw_trusted, out: *mut *const cw_trust_decision, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(trusted, "trusted", out, error, |trusted| trusted.decision.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// How many certificates the path has.
///
/// @param trusted  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_path_count(trusted: *const cw_trusted, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(trusted, "trusted", out, error, |trusted| trusted.path.len()) }
}

/// One of the certificates of the path, from the leaf to what trust rests on.
///
/// @param trusted  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_path_at(
    trusted: *const cw_trusted,
    index: usize,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(trusted, "trusted", index, out, error, |trusted, index| Ok(at(&trusted.path, index)?)) }
}

/// How many things there are to be known, such as that a CRL in the store is stale.
///
/// @param trusted  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_note_count(trusted: *const cw_trusted, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(trusted, "trusted", out, error, |trusted| trusted.notes.count()) }
}

/// One of the things to be known.
///
/// @param trusted  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_note_at(trusted: *const cw_trusted, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(trusted, "trusted", index, out, error, |trusted, index| trusted.notes.at(index)) }
}

/// Frees a verdict. NULL does nothing.
///
/// @param trusted  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_trusted_free(trusted: *mut cw_trusted) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(trusted) }
}
