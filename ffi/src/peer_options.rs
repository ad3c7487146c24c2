//! How what a peer presents is judged.

use certwright::{Certificate, SystemRoots, VerifyPeer};

use crate::{
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    error::cw_error,
    guard::guard,
    look::{change, choice},
    status::cw_status,
    verify_options::REVOCATIONS,
};

/// Beside the roots of the store, none counts.
pub const CW_SYSTEM_ROOTS_NONE: u32 = 1;
/// Beside the roots of the store, those of the operating system count.
pub const CW_SYSTEM_ROOTS_OS: u32 = 2;

/// Which roots of the system count, by number.
#[derive(Clone, Copy)]
enum System {
    None,
    Os,
}

const SYSTEMS: [(u32, System); 2] = [(CW_SYSTEM_ROOTS_NONE, System::None), (CW_SYSTEM_ROOTS_OS, System::Os)];

/// How a store judges what a peer presents. Unless said otherwise: at the time of the call, with the roots of the operating system
/// for servers, and whatever CRLs the store has. To be used by one thread at a time.
#[derive(Default)]
pub struct cw_peer_options {
    inner: VerifyPeer,
    roots: Vec<Certificate>,
}

impl cw_peer_options {
    /// The defaults where there are none.
    pub(crate) fn asked(options: Option<&Self>) -> VerifyPeer {
        let mut asked = VerifyPeer::default();
        if let Some(options) = options {
            asked.clone_from(&options.inner);
            if !options.roots.is_empty() {
                asked.system_roots = SystemRoots::Given(options.roots.as_slice().into());
            }
        }
        asked
    }
}

/// The options that hold unless others are set.
///
/// @param out  the options; the caller frees them with cw_peer_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_new(out: *mut *mut cw_peer_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_peer_options::default());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets when the chain must be right.
///
/// @param options  the options
/// @param at  the time; that of the call unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_at(options: *mut cw_peer_options, at: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_peer_options, _: &Caller| {
        options.inner.at = Some(time_of(at, "at")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets which roots of the system count for servers, by the rules for public CAs; takes back what cw_peer_options_root gave.
///
/// @param options  the options
/// @param which  one of CW_SYSTEM_ROOTS_…; CW_SYSTEM_ROOTS_OS unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_system_roots(options: *mut cw_peer_options, which: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_peer_options, _: &Caller| {
        options.inner.system_roots = match choice("system roots", which, &SYSTEMS)? {
            System::None => SystemRoots::None,
            System::Os => SystemRoots::Os,
        };
        options.roots.clear();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a root to those that count in place of the system's. They are held to the rules for public CAs as well: a CA of one's own, which
/// keeps to fewer, belongs into TrustedRoot.
///
/// @param options  the options
/// @param certificate  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_root(
    options: *mut cw_peer_options,
    certificate: *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_peer_options, caller: &Caller| {
        options.roots.push(caller.handle(certificate, "certificate")?.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets what follows where no CRL in the store covers a certificate.
///
/// @param options  the options
/// @param revocation  one of CW_REVOCATION_…; CW_REVOCATION_WHERE_GIVEN unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_revocation(options: *mut cw_peer_options, revocation: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_peer_options, _: &Caller| {
        options.inner.revocation = choice("revocation", revocation, &REVOCATIONS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees options. NULL does nothing.
///
/// @param options  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_peer_options_free(options: *mut cw_peer_options) {
    // SAFETY: the header asks the caller for NULL or some that is not used any more.
    unsafe { free(options) }
}
