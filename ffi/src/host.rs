//! What a host is called, and under which addresses others reach it.

use certwright::Host;

use crate::{
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{ip_address, look, look_at},
    status::cw_status,
    text::{KeptList, cw_str},
    texts::texts,
};

/// Names and addresses of a host; it never changes.
pub struct cw_host {
    pub(crate) inner: Host,
    names: KeptList,
    addresses: KeptList,
}

impl cw_host {
    fn new(inner: Host) -> Self {
        Self { names: inner.names.iter().map(String::as_str).collect(), addresses: inner.addresses.iter().map(ToString::to_string).collect(), inner }
    }
}

/// This host: its name, the full name that the hosts file gives to it, and its global addresses. Left out are loopback,
/// link-local, multicast and temporary addresses and those of container bridges. No name server is asked.
///
/// @param out  the host; the caller frees it with cw_host_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_local(out: *mut *mut cw_host, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_host::new(Host::local()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// A host by its names and addresses, such as the public ones of a host behind a gateway.
///
/// @param names, names_count  the full name first, then the short one; copied; certificates are made without those that none can hold
/// @param addresses, addresses_count  its addresses as text; copied
/// @param out  the host; the caller frees it with cw_host_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no address
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_new(
    names: *const cw_str,
    names_count: usize,
    addresses: *const cw_str,
    addresses_count: usize,
    out: *mut *mut cw_host,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (names, addresses, out) =
            (texts(caller, names, names_count, "names")?, texts(caller, addresses, addresses_count, "addresses")?, caller.out(out, "out")?);
        let addresses = addresses.into_iter().map(ip_address).collect::<Result<_, _>>()?;
        out.give(cw_host::new(Host { names: names.into_iter().map(str::to_owned).collect(), addresses }));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many names it has.
///
/// @param host  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_name_count(host: *const cw_host, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(host, "host", out, error, |this| this.names.count()) }
}

/// One of its names: the full one first where it is known, then the short one.
///
/// @param host  what is looked at
/// @param index  counted from 0
/// @param out  valid until the host is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_name_at(host: *const cw_host, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(host, "host", index, out, error, |this, index| this.names.at(index)) }
}

/// How many addresses it has.
///
/// @param host  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_address_count(host: *const cw_host, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(host, "host", out, error, |this| this.addresses.count()) }
}

/// One of its addresses as text, IPv4 first.
///
/// @param host  what is looked at
/// @param index  counted from 0
/// @param out  valid until the host is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_address_at(host: *const cw_host, index: usize, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(host, "host", index, out, error, |this, index| this.addresses.at(index)) }
}

/// Frees a host. NULL does nothing.
///
/// @param host  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_host_free(host: *mut cw_host) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(host) }
}
