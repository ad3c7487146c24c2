//! What was found in a file.

use std::{
    ptr,
    sync::{Arc, OnceLock},
};

use certwright::ImportReport;

use crate::{
    bag::cw_bag,
    caller::free,
    certificate::cw_certificate,
    error::cw_error,
    identity::cw_identity,
    look::{at, look, look_at},
    opaque_key::cw_opaque_key,
    private_key::cw_private_key,
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// Everything that a file holds, in its order; it never changes. Nothing in it is verified: who signed it, whether it has
/// expired, whether anyone should trust it. Any number of threads may look at it.
pub struct cw_import_report {
    report: ImportReport,
    format: Kept,
    bags: Vec<cw_bag>,
    notes: KeptList,
    certificates: Vec<cw_certificate>,
    private_keys: Vec<cw_private_key>,
    opaque_keys: Vec<cw_opaque_key>,
    identities: OnceLock<Vec<cw_identity>>,
}

impl cw_import_report {
    pub(crate) fn new(report: ImportReport) -> Self {
        Self {
            format: Kept::new(report.format.to_string()),
            bags: report.bags.iter().map(cw_bag::new).collect(),
            notes: report.notes.iter().map(String::as_str).collect(),
            certificates: report.certificates().into_iter().cloned().map(cw_certificate::new).collect(),
            private_keys: report.private_keys().map(|key| cw_private_key::new(Arc::clone(key))).collect(),
            opaque_keys: report.opaque_keys().map(|key| cw_opaque_key::new(Arc::clone(key))).collect(),
            identities: OnceLock::new(),
            report,
        }
    }

    /// Matched the first time somebody looks: chains are found by signatures.
    fn identities(&self) -> &[cw_identity] {
        self.identities.get_or_init(|| self.report.identities().into_iter().map(cw_identity::new).collect())
    }
}

/// The kind of file: "DER", "PEM", "PKCS#12" or "PKCS#7".
///
/// @param report  what is looked at
/// @param out  valid until the report is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_format(report: *const cw_import_report, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.format.get()) }
}

/// How many bags, blocks or elements the file holds.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_bag_count(report: *const cw_import_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.bags.len()) }
}

/// One bag of a PFX or PKCS#7, one block of PEM, or the whole of a DER file.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_bag_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut *const cw_bag,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| at(&this.bags, index).map(ptr::from_ref)) }
}

/// How many notes there are.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_note_count(report: *const cw_import_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.notes.count()) }
}

/// What else is to be known, such as that the file has no integrity check.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_note_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| this.notes.at(index)) }
}

/// How many certificates it holds, each counted once.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_certificate_count(
    report: *const cw_import_report,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.certificates.len()) }
}

/// One of the certificates, in the order of the file, each once.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself; cw_certificate_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_certificate_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| at(&this.certificates, index).map(ptr::from_ref)) }
}

/// How many private keys it holds that can be used.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_private_key_count(
    report: *const cw_import_report,
    out: *mut usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.private_keys.len()) }
}

/// One of the private keys that can be used, in the order of the file.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself; cw_private_key_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_private_key_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut *const cw_private_key,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| at(&this.private_keys, index).map(ptr::from_ref)) }
}

/// How many private keys it holds of kinds that cannot be used here.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_opaque_key_count(report: *const cw_import_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.opaque_keys.len()) }
}

/// One of the private keys of kinds that cannot be used here, in the order of the file.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself; cw_opaque_key_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_opaque_key_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut *const cw_opaque_key,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| at(&this.opaque_keys, index).map(ptr::from_ref)) }
}

/// How many certificates have their private key in the same file.
///
/// @param report  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_identity_count(report: *const cw_import_report, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(report, "report", out, error, |this| this.identities().len()) }
}

/// A certificate with its key and chain, matched by public key; the chain by name and signature out of this file, without a
/// self-signed root.
///
/// @param report  what is looked at
/// @param index  counted from 0
/// @param out  valid until the report is freed, and never freed itself; cw_identity_clone gives one that lives on
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_identity_at(
    report: *const cw_import_report,
    index: usize,
    out: *mut *const cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(report, "report", index, out, error, |this, index| at(this.identities(), index).map(ptr::from_ref)) }
}

/// Frees a report, and what belongs to it. NULL does nothing.
///
/// @param report  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_import_report_free(report: *mut cw_import_report) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(report) }
}
