//! One certificate in one place of an overview, and how it stands with it.

use std::ptr;

use certwright::{CertificateState, Error, OverviewLine};

use crate::{
    assignment::cw_assignment,
    entry::cw_entry,
    error::cw_error,
    look::look,
    role::cw_role,
    status::cw_status,
    text::{Kept, cw_str},
};

/// How it stands with a certificate: it and its key are here, and it is valid where that matters.
pub const CW_CERTIFICATE_STATE_GOOD: u32 = 1;
/// How it stands with a certificate: it ends within 30 days, and that matters.
pub const CW_CERTIFICATE_STATE_EXPIRING: u32 = 2;
/// How it stands with a certificate: it is not valid yet, and that matters.
pub const CW_CERTIFICATE_STATE_NOT_YET_VALID: u32 = 3;
/// How it stands with a certificate: it has expired, and that matters.
pub const CW_CERTIFICATE_STATE_EXPIRED: u32 = 4;
/// How it stands with a certificate: it has expired, and its key keeps decrypting.
pub const CW_CERTIFICATE_STATE_EXPIRED_DECRYPTING: u32 = 5;
/// How it stands with a certificate: it is here, and its private key is not.
pub const CW_CERTIFICATE_STATE_KEY_MISSING: u32 = 6;
/// How it stands with a certificate: its private key is here, and does not open.
pub const CW_CERTIFICATE_STATE_KEY_UNREADABLE: u32 = 7;
/// How it stands with a certificate: it is not here, or its row cannot be read, which cw_store_check tells.
pub const CW_CERTIFICATE_STATE_CERTIFICATE_MISSING: u32 = 8;

const STATES: [(u32, CertificateState); 8] = [
    (CW_CERTIFICATE_STATE_GOOD, CertificateState::Good),
    (CW_CERTIFICATE_STATE_EXPIRING, CertificateState::Expiring),
    (CW_CERTIFICATE_STATE_NOT_YET_VALID, CertificateState::NotYetValid),
    (CW_CERTIFICATE_STATE_EXPIRED, CertificateState::Expired),
    (CW_CERTIFICATE_STATE_EXPIRED_DECRYPTING, CertificateState::ExpiredDecrypting),
    (CW_CERTIFICATE_STATE_KEY_MISSING, CertificateState::KeyMissing),
    (CW_CERTIFICATE_STATE_KEY_UNREADABLE, CertificateState::KeyUnreadable),
    (CW_CERTIFICATE_STATE_CERTIFICATE_MISSING, CertificateState::CertificateMissing),
];

/// One certificate in one place: current, or retained. It never changes, and belongs to its overview.
pub struct cw_overview_line {
    assignment: cw_assignment,
    state: u32,
    serves: bool,
    meaning: Kept,
    entry: Option<cw_entry>,
    role: Option<cw_role>,
}

impl TryFrom<OverviewLine> for cw_overview_line {
    type Error = Error;

    fn try_from(line: OverviewLine) -> Result<Self, Error> {
        let number = STATES.iter().find(|(_, state)| *state == line.state).map(|(number, _)| *number);
        let unknown = || Error::Internal { why: format!("no number for {}", line.state.word()) };
        Ok(Self {
            assignment: line.assignment.into(),
            state: number.ok_or_else(unknown)?,
            serves: line.state.serves(),
            meaning: Kept::new(line.state.meaning()),
            entry: line.entry.map(cw_entry::new),
            role: line.role.map(cw_role::from),
        })
    }
}

/// Role, scope, certificate, dates.
///
/// @param line  what is looked at
/// @param out  valid until the overview is freed, and never freed itself
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_assignment(
    line: *const cw_overview_line,
    out: *mut *const cw_assignment,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| ptr::from_ref(&line.assignment)) }
}

/// How it stands with it.
///
/// @param line  what is looked at
/// @param out  one of CW_CERTIFICATE_STATE_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_state(line: *const cw_overview_line, out: *mut u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.state) }
}

/// The same for people, such as "expired but still decrypting".
///
/// @param line  what is looked at
/// @param out  valid until the overview is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_meaning(line: *const cw_overview_line, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.meaning.get()) }
}

/// Whether the role is served: the certificate does its work.
///
/// @param line  what is looked at
/// @param out  true or false
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_serves(line: *const cw_overview_line, out: *mut bool, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.serves) }
}

/// The certificate.
///
/// @param line  what is looked at
/// @param out  valid until the overview is freed, and never freed itself; NULL where it is not here
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_entry(line: *const cw_overview_line, out: *mut *const cw_entry, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.entry.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// The role's rules.
///
/// @param line  what is looked at
/// @param out  valid until the overview is freed, and never freed itself; NULL for a role that is not defined any more
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_line_role(line: *const cw_overview_line, out: *mut *const cw_role, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(line, "line", out, error, |line| line.role.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = include_str!("../include/certwright.h");
    const CORE: &str = include_str!("../../core/src/usage/state.rs");

    #[test]
    fn every_state_of_the_core_has_its_constant_and_a_number_of_its_own() {
        let variants = CORE.split_once("pub enum CertificateState {").and_then(|(_, rest)| rest.split_once("\n}")).expect("the enum").0;
        let variants: Vec<&str> = variants.lines().filter_map(|line| line.trim().strip_suffix(',')).collect();
        assert_eq!(STATES.map(|(_, state)| format!("{state:?}")).to_vec(), variants);
        for ((number, state), wanted) in STATES.into_iter().zip(1..) {
            assert_eq!(number, wanted);
            let line = format!("#define CW_CERTIFICATE_STATE_{} {number}\n", state.word().to_uppercase());
            assert!(HEADER.contains(&line), "{line}");
        }
    }
}
