//! One thing in a file: taken, or why not.

use std::{ptr, sync::Arc};

use certwright::{Bag, Content};

use crate::{
    bytes::cw_octets,
    certificate::cw_certificate,
    crl::cw_crl,
    error::cw_error,
    look::look,
    opaque_key::cw_opaque_key,
    private_key::cw_private_key,
    status::cw_status,
    text::{Kept, cw_str},
};

/// One thing in a file; it belongs to the report, and never changes.
pub struct cw_bag {
    what: Kept,
    taken: bool,
    note: Option<Kept>,
    friendly_name: Option<Kept>,
    local_key_id: Option<Vec<u8>>,
    key_provider: Option<Kept>,
    machine_key: bool,
    trusted: bool,
    encryption: Option<Kept>,
    certificate: Option<cw_certificate>,
    private_key: Option<cw_private_key>,
    opaque_key: Option<cw_opaque_key>,
    crl: Option<cw_crl>,
}

impl cw_bag {
    pub(crate) fn new(bag: &Bag) -> Self {
        let kept = |text: &Option<String>| text.as_deref().map(Kept::new);
        let mut made = Self {
            what: Kept::new(bag.what()),
            taken: bag.refusal().is_none(),
            note: bag.refusal().map(Kept::new),
            friendly_name: kept(&bag.friendly_name),
            local_key_id: bag.local_key_id.clone(),
            key_provider: kept(&bag.key_provider),
            machine_key: bag.machine_key,
            trusted: bag.trusted,
            encryption: kept(&bag.encryption),
            certificate: None,
            private_key: None,
            opaque_key: None,
            crl: None,
        };
        match &bag.content {
            Content::Certificate(certificate) => made.certificate = Some(cw_certificate::new(certificate.clone())),
            Content::PrivateKey(key) => made.private_key = Some(cw_private_key::new(Arc::clone(key))),
            Content::OpaqueKey { key, .. } => made.opaque_key = Some(cw_opaque_key::new(Arc::clone(key))),
            Content::Crl(crl) => made.crl = Some(cw_crl::new(crl.clone())),
            _ => {}
        }
        made
    }
}

/// NULL where there is none.
fn pointer<T>(found: Option<&T>) -> *const T {
    found.map_or(ptr::null(), ptr::from_ref)
}

/// What it is: "certificate", "private key", "CRL", or what it is instead, such as "a certificate request".
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_what(bag: *const cw_bag, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| this.what.get()) }
}

/// Whether it is a certificate, a key that can be used, or a CRL; after an import into a store, whether the store holds it now.
///
/// @param bag  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_taken(bag: *const cw_bag, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| this.taken) }
}

/// Why it was not taken, or what is to be known of it.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed; none if there is nothing to say
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_note(bag: *const cw_bag, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| Kept::get_optional(this.note.as_ref())) }
}

/// Its name for people.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed; none if the file gives none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_friendly_name(bag: *const cw_bag, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| Kept::get_optional(this.friendly_name.as_ref())) }
}

/// The id by which a PFX ties key and certificate together; only a hint.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_local_key_id(bag: *const cw_bag, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| cw_octets::of_optional(this.local_key_id.as_deref())) }
}

/// The provider of CryptoAPI or CNG that Windows kept the key in, and would put it into.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed; none if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_key_provider(bag: *const cw_bag, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| Kept::get_optional(this.key_provider.as_ref())) }
}

/// Whether Windows kept the key for the machine, not for a user.
///
/// @param bag  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_machine_key(bag: *const cw_bag, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| this.machine_key) }
}

/// Whether it carries Oracle's mark of a certificate that Java trusts.
///
/// @param bag  what is looked at
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_trusted(bag: *const cw_bag, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| this.trusted) }
}

/// How it was encrypted, such as "AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations".
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed; none if it was not
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_encryption(bag: *const cw_bag, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| Kept::get_optional(this.encryption.as_ref())) }
}

/// The certificate that it is.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed, and never freed itself; NULL if it is something else
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_certificate(bag: *const cw_bag, out: *mut *const cw_certificate, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| pointer(this.certificate.as_ref())) }
}

/// The private key that it is, if it can be used.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed, and never freed itself; NULL if it is something else
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_private_key(bag: *const cw_bag, out: *mut *const cw_private_key, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| pointer(this.private_key.as_ref())) }
}

/// The private key that it is, if it is of a kind that cannot be used here.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed, and never freed itself; NULL if it is something else
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_opaque_key(bag: *const cw_bag, out: *mut *const cw_opaque_key, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| pointer(this.opaque_key.as_ref())) }
}

/// The revocation list that it is.
///
/// @param bag  what is looked at
/// @param out  valid until the report is freed, and never freed itself; NULL if it is something else
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_bag_crl(bag: *const cw_bag, out: *mut *const cw_crl, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(bag, "bag", out, error, |this| pointer(this.crl.as_ref())) }
}
