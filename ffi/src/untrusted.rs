//! Why a chain is not trusted: the paths that were tried, and every reason against each.

use certwright::{Error, Reason};

use crate::{
    error::cw_error,
    look::{at, look, look_at},
    status::cw_status,
    text::{Kept, KeptList, cw_str},
};

/// A path that was tried, and all that is wrong with it; it belongs to an error and never changes.
pub struct cw_refused_path {
    subjects: KeptList,
    reasons: Vec<cw_reason>,
}

/// One thing that is wrong with a path; it belongs to an error and never changes.
pub struct cw_reason {
    code: Kept,
    place: usize,
    certificate: Kept,
    message: Kept,
    advice: Kept,
}

impl cw_refused_path {
    fn new(subjects: &[String], reasons: &[Reason]) -> Self {
        Self { subjects: subjects.iter().map(String::as_str).collect(), reasons: reasons.iter().map(cw_reason::from).collect() }
    }

    /// Those of an error: the best one, then the others.
    pub(crate) fn all_of(error: &Error) -> Vec<Self> {
        let Error::Untrusted { path, reasons, others } = error else { return Vec::new() };
        let others = others.iter().map(|other| Self::new(&other.path, &other.reasons));
        [Self::new(path, reasons)].into_iter().chain(others).collect()
    }
}

impl From<&Reason> for cw_reason {
    fn from(reason: &Reason) -> Self {
        Self {
            code: Kept::new(reason.code()),
            place: reason.place,
            certificate: Kept::new(reason.certificate.as_str()),
            message: Kept::new(reason.to_string()),
            advice: Kept::new(reason.advice()),
        }
    }
}

/// How many paths were tried in vain, of an error of CW_STATUS_UNTRUSTED.
///
/// @param failure  the error that is looked at
/// @param out  how many; 0 if it is an error of another status
/// @param error  NULL, or where an error of this call goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_refused_path_count(failure: *const cw_error, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(failure, "failure", out, error, |failure| failure.refused_paths.len()) }
}

/// One of the paths that were tried in vain: first the best one, of which the message of the error speaks, then the others.
///
/// @param failure  the error that is looked at
/// @param index  counted from 0
/// @param out  valid until that error is freed, and never freed itself
/// @param error  NULL, or where an error of this call goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_error_refused_path_at(
    failure: *const cw_error,
    index: usize,
    out: *mut *const cw_refused_path,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(failure, "failure", index, out, error, |failure, index| Ok(at(&failure.refused_paths, index)?)) }
}

/// How many certificates it has.
///
/// @param path  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_refused_path_subject_count(path: *const cw_refused_path, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(path, "path", out, error, |path| path.subjects.count()) }
}

/// The subject of one of its certificates, as RFC 4514 writes it: the leaf first, the root last where one was found.
///
/// @param path  what is looked at
/// @param index  counted from 0
/// @param out  valid until the error is freed
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_refused_path_subject_at(
    path: *const cw_refused_path,
    index: usize,
    out: *mut cw_str,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(path, "path", index, out, error, |path, index| path.subjects.at(index)) }
}

/// How many things are wrong with it.
///
/// @param path  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_refused_path_reason_count(path: *const cw_refused_path, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(path, "path", out, error, |path| path.reasons.len()) }
}

/// One of the things that are wrong with it.
///
/// @param path  what is looked at
/// @param index  counted from 0
/// @param out  valid until the error is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_refused_path_reason_at(
    path: *const cw_refused_path,
    index: usize,
    out: *mut *const cw_reason,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(path, "path", index, out, error, |path, index| Ok(at(&path.reasons, index)?)) }
}

/// The word for it that stays, for programs, such as "expired"; of a rule that is broken the rule's, such as
/// "subject_alt_name_missing".
///
/// @param reason  what is looked at
/// @param out  valid until the error is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reason_code(reason: *const cw_reason, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(reason, "reason", out, error, |reason| reason.code.get()) }
}

/// Which certificate of the path it is about.
///
/// @param reason  what is looked at
/// @param out  0 for the leaf; counted up to the root
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reason_place(reason: *const cw_reason, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(reason, "reason", out, error, |reason| reason.place) }
}

/// The subject of that certificate, as RFC 4514 writes it.
///
/// @param reason  what is looked at
/// @param out  valid until the error is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reason_certificate(reason: *const cw_reason, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(reason, "reason", out, error, |reason| reason.certificate.get()) }
}

/// It as a sentence for people, with the certificate and the values concerned, such as "CN=srv1 expired 3 days ago, on
/// 2026-11-19".
///
/// @param reason  what is looked at
/// @param out  valid until the error is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reason_message(reason: *const cw_reason, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(reason, "reason", out, error, |reason| reason.message.get()) }
}

/// What could be done about it, by whoever runs the server or by whoever trusts it: one sentence.
///
/// @param reason  what is looked at
/// @param out  valid until the error is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_reason_advice(reason: *const cw_reason, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(reason, "reason", out, error, |reason| reason.advice.get()) }
}
