//! The settings of endpoints, as the store keeps them, and what a change of them came to.

use std::ptr;

use certwright::{EndpointChange, EndpointSettings, EndpointState};

use crate::{
    caller::free,
    entry::cw_entry,
    error::cw_error,
    look::{at, handle, look, look_at, try_look},
    status::cw_status,
    store::cw_store,
    text::{Kept, KeptList, cw_str},
};

/// An endpoint is HTTP without TLS.
pub const CW_ENDPOINT_HTTP: u32 = 1;
/// An endpoint is HTTPS.
pub const CW_ENDPOINT_HTTPS: u32 = 2;
/// An endpoint is switched off.
pub const CW_ENDPOINT_OFF: u32 = 3;

const STATES: [(u32, EndpointState); 3] =
    [(CW_ENDPOINT_HTTP, EndpointState::Http), (CW_ENDPOINT_HTTPS, EndpointState::Https), (CW_ENDPOINT_OFF, EndpointState::Off)];

/// The settings of one endpoint; they never change.
pub struct cw_endpoint_settings {
    inner: EndpointSettings,
    name: Kept,
    sha256: Option<Kept>,
}

impl From<EndpointSettings> for cw_endpoint_settings {
    fn from(inner: EndpointSettings) -> Self {
        let sha256 = inner.certificate.as_ref().map(|sha256| Kept::new(sha256.to_string()));
        Self { name: Kept::new(inner.name.as_str()), sha256, inner }
    }
}

/// The settings of every endpoint of a store, by name; they never change.
pub struct cw_endpoints(Vec<cw_endpoint_settings>);

/// The settings of an endpoint, its certificate, what is to be known of them, and whether a change made them other than before; it
/// never changes. It keeps its store open.
pub struct cw_endpoint_change {
    settings: cw_endpoint_settings,
    changed: bool,
    certificate: Option<cw_entry>,
    warnings: KeptList,
}

impl From<EndpointChange> for cw_endpoint_change {
    fn from(change: EndpointChange) -> Self {
        Self {
            settings: change.settings.into(),
            changed: change.changed,
            certificate: change.certificate.map(cw_entry::new),
            warnings: change.warnings.into_iter().collect(),
        }
    }
}

/// The settings of every endpoint that were ever set, by name.
///
/// @param store  the store
/// @param out  the settings; the caller frees them with cw_endpoints_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for some that were altered
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_endpoints(store: *const cw_store, out: *mut *mut cw_endpoints, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        try_look(store, "store", out, error, |store| {
            Ok(handle(cw_endpoints(store.inner.endpoints()?.into_iter().map(cw_endpoint_settings::from).collect())))
        })
    }
}

/// How many there are.
///
/// @param endpoints  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoints_count(endpoints: *const cw_endpoints, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(endpoints, "endpoints", out, error, |endpoints| endpoints.0.len()) }
}

/// Those of one.
///
/// @param endpoints  what is looked at
/// @param index  counted from 0
/// @param out  valid until they are freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoints_at(
    endpoints: *const cw_endpoints,
    index: usize,
    out: *mut *const cw_endpoint_settings,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(endpoints, "endpoints", index, out, error, |endpoints, index| Ok(at(&endpoints.0, index)?)) }
}

/// Frees the settings of endpoints. NULL does nothing.
///
/// @param endpoints  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoints_free(endpoints: *mut cw_endpoints) {
    // SAFETY: the header asks the caller for NULL or some that is not used any more.
    unsafe { free(endpoints) }
}

/// The endpoint's name.
///
/// @param settings  what is looked at
/// @param out  valid as long as the settings are
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_settings_name(settings: *const cw_endpoint_settings, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| settings.name.get()) }
}

/// Off, HTTP or HTTPS.
///
/// @param settings  what is looked at
/// @param out  one of CW_ENDPOINT_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_settings_state(settings: *const cw_endpoint_settings, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, number_of) }
}

/// Its port.
///
/// @param settings  what is looked at
/// @param out  the port
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_settings_port(settings: *const cw_endpoint_settings, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| u32::from(settings.inner.port)) }
}

/// SHA-256 of its certificate, which it keeps where it is off or HTTP.
///
/// @param settings  what is looked at
/// @param out  in hex; valid as long as the settings are; none before one is wanted
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_settings_sha256(
    settings: *const cw_endpoint_settings,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| Kept::get_optional(settings.sha256.as_ref())) }
}

/// Whether its certificate is one that the endpoint makes by itself, and makes anew when it has expired.
///
/// @param settings  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_settings_generated(
    settings: *const cw_endpoint_settings,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(settings, "settings", out, error, |settings| settings.inner.generated) }
}

/// The settings as they are then.
///
/// @param change  what is looked at
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_settings(
    change: *const cw_endpoint_change,
    out: *mut *const cw_endpoint_settings,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(change, "change", out, error, |change| ptr::from_ref(&change.settings)) }
}

/// Whether anything is other than before.
///
/// @param change  what is looked at
/// @param out  true or false; false for what cw_endpoint_status gave
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_changed(change: *const cw_endpoint_change, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(change, "change", out, error, |change| change.changed) }
}

/// The certificate.
///
/// @param change  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL where the endpoint has none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_certificate(
    change: *const cw_endpoint_change,
    out: *mut *const cw_entry,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(change, "change", out, error, |change| change.certificate.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// How many things there are to be known.
///
/// @param change  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_warning_count(
    change: *const cw_endpoint_change,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(change, "change", out, error, |change| change.warnings.count()) }
}

/// One of the things to be known: that HTTP protects nothing, that the certificate has expired or is about to, that it is for none of
/// the host's names, that browsers refuse its key.
///
/// @param change  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_warning_at(
    change: *const cw_endpoint_change,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(change, "change", index, out, error, |change, index| change.warnings.at(index)) }
}

/// Frees what a change came to; the endpoint is not changed by that. NULL does nothing.
///
/// @param change  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_endpoint_change_free(change: *mut cw_endpoint_change) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(change) }
}

fn number_of(settings: &cw_endpoint_settings) -> u32 {
    STATES.iter().find(|(_, state)| *state == settings.inner.state).map_or(0, |(number, _)| *number)
}
