//! Endpoints: the security settings of a server port, set and asked for what is to be served.

use std::ffi::c_char;

use certwright::{Endpoint, EndpointCertificate, EndpointChange, Error, StoreName, Thumbprint};

use crate::{
    caller::{Caller, free},
    endpoint_settings::cw_endpoint_change,
    entry::cw_entry,
    error::cw_error,
    guard::{Failure, guard},
    host::cw_host,
    identity::cw_identity,
    look::{change, handle, look, try_look},
    self_signed::cw_self_signed,
    status::cw_status,
    store::cw_store,
    text::{Kept, cw_str},
};

/// One endpoint of a store: the security settings of a server port, off, HTTP, or HTTPS with a certificate. Nothing is written
/// before it is set, or before its certificate is asked for. It keeps its store open. Once that is set up (subject,
/// host, dry run), any number of threads may use it.
pub struct cw_endpoint {
    pub(crate) inner: Endpoint,
    name: Kept,
}

impl cw_endpoint {
    /// Sets it to HTTPS.
    fn https(&self, port: u32, certificate: &EndpointCertificate<'_>) -> Result<*mut cw_endpoint_change, Failure> {
        told(self.inner.https(port_of(port)?, certificate))
    }
}

fn told(change: certwright::Result<EndpointChange>) -> Result<*mut cw_endpoint_change, Failure> {
    Ok(handle(cw_endpoint_change::from(change?)))
}

/// A port that is to be set; `None` keeps the one that is.
fn port_of(port: u32) -> Result<Option<u16>, Failure> {
    match u16::try_from(port) {
        Ok(0) => Ok(None),
        Ok(port) => Ok(Some(port)),
        Err(_) => Err(Error::InvalidArgument { what: "port", why: "it is a number from 1 to 65535, or 0 to keep the one that is".to_owned() }.into()),
    }
}

/// The endpoint of this name. Reads nothing.
///
/// @param store  the store
/// @param name, name_len  1 to 64 letters a to z, digits, "-", "_" and ".", the first a letter or a digit; "api" is the usual one
/// @param out  the endpoint; the caller frees it with cw_endpoint_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another name
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_endpoint(
    store: *const cw_store,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut cw_endpoint,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, name, out) = (caller.handle(store, "store")?, caller.text(name, name_len, "name")?, caller.out(out, "out")?);
        out.give(cw_endpoint { inner: store.inner.endpoint(name)?, name: Kept::new(name) });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets the subject of the certificates that the endpoint makes by itself. It is read when one is to be made, and when HTTPS is
/// set: what cannot be a subject is CW_STATUS_INVALID_SUBJECT then.
///
/// @param endpoint  the endpoint
/// @param subject, subject_len  a plain name ("Integration API"), or a string of RFC 4514 ("CN=a, O=b"); copied; the host's first
///     name unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_subject(
    endpoint: *mut cw_endpoint,
    subject: *const c_char,
    subject_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |endpoint: &mut cw_endpoint, caller: &Caller| {
        let subject = caller.text(subject, subject_len, "subject")?;
        endpoint.inner = endpoint.inner.clone().subject(subject);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(endpoint, "endpoint", error, apply) }
}

/// Sets the host: its names and addresses come into the certificates that the endpoint makes by itself, and those of other
/// certificates are compared with them.
///
/// @param endpoint  the endpoint
/// @param host  the host; copied; the one that this runs on unless set
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_host(endpoint: *mut cw_endpoint, host: *const cw_host, error: *mut *mut cw_error) -> cw_status {
    let apply = |endpoint: &mut cw_endpoint, caller: &Caller| {
        let host = caller.handle(host, "host")?;
        endpoint.inner = endpoint.inner.clone().host(host.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(endpoint, "endpoint", error, apply) }
}

/// From then on its changes are verified and told, and not made: refusals are those of the change itself. A certificate that would be
/// made, or come from a file, is NULL in what is told. Who asks for one that is yet to be made gets CW_STATUS_INVALID_ARGUMENT.
///
/// @param endpoint  the endpoint
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_dry_run(endpoint: *mut cw_endpoint, error: *mut *mut cw_error) -> cw_status {
    let apply = |endpoint: &mut cw_endpoint, _: &Caller| {
        endpoint.inner = endpoint.inner.clone().dry_run();
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(endpoint, "endpoint", error, apply) }
}

/// Its name.
///
/// @param endpoint  what is looked at
/// @param out  valid until the endpoint is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_name(endpoint: *const cw_endpoint, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(endpoint, "endpoint", out, error, |this| this.name.get()) }
}

/// Its settings, its certificate, and what is to be known of that: that it has expired, lacks a name of the host, or is no longer in
/// the store, where it is NULL. Before any were set: HTTPS on port 9699 with a certificate yet to be made. Changes nothing.
///
/// @param endpoint  what is looked at
/// @param out  the settings; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for settings that were altered, which cw_endpoint_reset takes away
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_status(endpoint: *const cw_endpoint, out: *mut *mut cw_endpoint_change, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| told(this.inner.status())) }
}

/// Switches it off. Its certificate and port are kept.
///
/// @param endpoint  the endpoint
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_disable(
    endpoint: *const cw_endpoint,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| told(this.inner.disable())) }
}

/// Sets it to HTTP without TLS, which is for a network whose every part is trusted; a warning says so. Its certificate is kept.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_http(
    endpoint: *const cw_endpoint,
    port: u32,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| told(this.inner.http(port_of(port)?))) }
}

/// Sets it to HTTPS with the certificate that it has; with one that it makes by itself if it has none.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNFIT_CERTIFICATE, CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_NOT_FOUND of a certificate that was given, where it is gone, too;
///     CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_https(
    endpoint: *const cw_endpoint,
    port: u32,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| this.https(port, &EndpointCertificate::Keep)) }
}

/// Sets it to HTTPS with a certificate that it makes by itself, for 5 years, and makes anew when that has expired. The one that it has
/// or had is taken where that is valid and what would be made, by subject, names, addresses and kind of key; else another one is made.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_https_generated(
    endpoint: *const cw_endpoint,
    port: u32,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| this.https(port, &EndpointCertificate::Generated)) }
}

/// Sets it to HTTPS with a certificate of the store. It is refused if its private key is not in the store or does not fit, if it is
/// not valid now, if it is not for servers, or if its key is RSA below 2048 bits. Whether clients trust it is not looked at.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNFIT_CERTIFICATE with every reason in the message; CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_NOT_FOUND,
///     CW_STATUS_AMBIGUOUS, CW_STATUS_INVALID_THUMBPRINT; CW_STATUS_INVALID_ARGUMENT for a port above 65535;
///     CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_https_stored(
    endpoint: *const cw_endpoint,
    port: u32,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, thumbprint, out) =
            (caller.handle(endpoint, "endpoint")?, caller.text(thumbprint, thumbprint_len, "thumbprint")?, caller.out(out, "out")?);
        out.write(endpoint.https(port, &EndpointCertificate::Stored(Thumbprint::parse(thumbprint)?))?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets it to HTTPS with a self-signed certificate, which is made as described and comes into Personal; one that is there already
/// and is as described is taken.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param wanted  what is to be made; it is not consumed
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNFIT_CERTIFICATE for one that is not for servers, and what cw_store_create_self_signed says;
///     CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_https_self_signed(
    endpoint: *const cw_endpoint,
    port: u32,
    wanted: *const cw_self_signed,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, wanted, out) = (caller.handle(endpoint, "endpoint")?, caller.handle(wanted, "wanted")?, caller.out(out, "out")?);
        out.write(endpoint.https(port, &EndpointCertificate::SelfSigned(&wanted.inner))?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Sets it to HTTPS with the certificate of a server in a file, which comes into the store; where the file has no key, the store has
/// it. It is refused as by cw_endpoint_https_stored, before anything comes into the store.
///
/// @param endpoint  the endpoint
/// @param port  its port; 0 keeps the one that is
/// @param data, data_len  what is in the file
/// @param password, password_len  its password; NULL is none
/// @param name, name_len  the named store that the certificate comes into, if it is not in the store yet; NULL for Personal;
///     not TrustedRoot or TrustedPeople, into which no key is put
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_UNFIT_CERTIFICATE with every reason in the message; CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_AMBIGUOUS where it holds
///     several that could be meant; CW_STATUS_UNKNOWN_FORMAT where it holds none; what cw_store_import says;
///     CW_STATUS_INVALID_ARGUMENT for such a named store or a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_https_file(
    endpoint: *const cw_endpoint,
    port: u32,
    data: *const u8,
    data_len: usize,
    password: *const c_char,
    password_len: usize,
    name: *const c_char,
    name_len: usize,
    out: *mut *mut cw_endpoint_change,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (endpoint, data, password, name, out) = (
            caller.handle(endpoint, "endpoint")?,
            caller.octets(data, data_len, "data")?,
            caller.optional_text(password, password_len, "password")?,
            caller.optional_text(name, name_len, "name")?,
            caller.out(out, "out")?,
        );
        let store = name.map_or(Ok(StoreName::Personal), StoreName::parse)?;
        out.write(endpoint.https(port, &EndpointCertificate::File { data, password, store })?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Makes it what it was before anything was set; its certificate stays in the store. Settings that were altered are taken away, too.
///
/// @param endpoint  the endpoint
/// @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_reset(endpoint: *const cw_endpoint, out: *mut *mut cw_endpoint_change, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| told(this.inner.reset())) }
}

/// Its certificate, as the store holds it. One that the endpoint makes by itself is made where there is none, and made anew where it
/// has expired or is not valid yet; exactly one, however many processes ask at once.
///
/// @param endpoint  the endpoint
/// @param out  the entry; the caller frees it with cw_entry_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_ENDPOINT_STATE where it is not HTTPS; CW_STATUS_NOT_FOUND where its certificate was given and is no longer in
///     the store; CW_STATUS_INVALID_ARGUMENT in a dry run where it is yet to be made; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_certificate(endpoint: *const cw_endpoint, out: *mut *mut cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| Ok(handle(cw_entry::new(this.inner.certificate()?)))) }
}

/// What it serves with: certificate, key and chain. A certificate that was given and has expired is served all the same, because
/// clients then say so; cw_endpoint_status says it, too. A server that runs on asks cw_live_identity_get instead.
///
/// @param endpoint  the endpoint
/// @param out  the identity; the caller frees it with cw_identity_free
/// @param error  NULL, or where an error goes
/// @return as cw_endpoint_certificate; CW_STATUS_NO_PRIVATE_KEY
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_identity(endpoint: *const cw_endpoint, out: *mut *mut cw_identity, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { try_look(endpoint, "endpoint", out, error, |this| Ok(handle(cw_identity::new(this.inner.identity()?)))) }
}

/// Frees an endpoint; its settings stay in the store. NULL does nothing.
///
/// @param endpoint  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_free(endpoint: *mut cw_endpoint) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(endpoint) }
}
