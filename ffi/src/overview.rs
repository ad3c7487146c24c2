//! What is required in a store, by role and scope, and how it stands with each.

use std::{ffi::c_char, ptr};

use certwright::{Error, Overview, OverviewOptions};

use crate::{
    backup::cw_backup,
    caller::{Caller, free},
    error::cw_error,
    guard::guard,
    look::{at, change, look, look_at},
    overview_line::cw_overview_line,
    status::cw_status,
    store::cw_store,
    unneeded::{cw_required_otherwise, cw_unneeded},
};

/// What is looked over.
pub struct cw_overview_options(OverviewOptions);

/// The overview of a store; it never changes, and keeps its store open.
pub struct cw_overview {
    assignments: Vec<cw_overview_line>,
    otherwise_required: Vec<cw_required_otherwise>,
    others: u64,
    not_required: Vec<cw_unneeded>,
    last_backup: Option<cw_backup>,
}

impl TryFrom<Overview> for cw_overview {
    type Error = Error;

    fn try_from(overview: Overview) -> Result<Self, Error> {
        Ok(Self {
            assignments: overview.assignments.into_iter().map(cw_overview_line::try_from).collect::<Result<_, _>>()?,
            otherwise_required: overview.otherwise_required.into_iter().map(cw_required_otherwise::from).collect(),
            others: overview.others,
            not_required: overview.not_required.into_iter().map(cw_unneeded::from).collect(),
            last_backup: overview.last_backup.map(cw_backup::from),
        })
    }
}

/// Options for all scopes, and for what is required alone.
///
/// @param out  the options; the caller frees them with cw_overview_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_options_new(out: *mut *mut cw_overview_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_overview_options(OverviewOptions::default()));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Looks over one scope only, such as one database.
///
/// @param options  the options
/// @param scope, scope_len  the scope; an empty one is the whole installation's; copied; NULL for all
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_options_scope(
    options: *mut cw_overview_options,
    scope: *const c_char,
    scope_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_overview_options, caller: &Caller| {
        options.0.scope = caller.optional_text(scope, scope_len, "scope")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Gives what is not required, too, each with why.
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_options_all(options: *mut cw_overview_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_overview_options, _: &Caller| {
        options.0.all = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees a set of options. NULL does nothing.
///
/// @param overview_options  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_options_free(overview_options: *mut cw_overview_options) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(overview_options) }
}

/// What is required, by role and scope, and how it stands with each. Each key is opened; whether it signs what its certificate
/// verifies is for cw_store_preflight to prove.
///
/// @param store  the store
/// @param options  how, or NULL for the defaults; they are not kept
/// @param out  the overview; the caller frees it with cw_overview_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_store_overview(
    store: *const cw_store,
    options: *const cw_overview_options,
    out: *mut *mut cw_overview,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (store, options, out) = (caller.handle(store, "store")?, caller.optional_handle(options), caller.out(out, "out")?);
        let options = options.map_or_else(OverviewOptions::default, |options| options.0.clone());
        out.give(store.inner.overview(&options)?.try_into()?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// How many assignments hold: certificates that are current or retained somewhere.
///
/// @param overview  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_assignment_count(overview: *const cw_overview, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(overview, "overview", out, error, |overview| overview.assignments.len()) }
}

/// One of them, by role and scope, the current certificate of each before those that are retained.
///
/// @param overview  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_assignment_at(
    overview: *const cw_overview,
    index: usize,
    out: *mut *const cw_overview_line,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(overview, "overview", index, out, error, |overview, index| Ok(at(&overview.assignments, index)?)) }
}

/// How many certificates are required without a role: used by an endpoint, or the issuer of what is valid. None where one scope is
/// asked for.
///
/// @param overview  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_otherwise_required_count(overview: *const cw_overview, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(overview, "overview", out, error, |overview| overview.otherwise_required.len()) }
}

/// One of these, with why.
///
/// @param overview  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_otherwise_required_at(
    overview: *const cw_overview,
    index: usize,
    out: *mut *const cw_required_otherwise,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(overview, "overview", index, out, error, |overview, index| Ok(at(&overview.otherwise_required, index)?)) }
}

/// How many certificates are not required.
///
/// @param overview  what is looked at
/// @param out  how many, whether they were asked for or not
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_others(overview: *const cw_overview, out: *mut u64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(overview, "overview", out, error, |overview| overview.others) }
}

/// How many of these are given: none where they were not asked for; in one scope, those that served there.
///
/// @param overview  what is looked at
/// @param out  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_not_required_count(overview: *const cw_overview, out: *mut usize, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(overview, "overview", out, error, |overview| overview.not_required.len()) }
}

/// One of these, with why.
///
/// @param overview  what is looked at
/// @param index  counted from 0
/// @param out  valid until it is freed, and never freed itself
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT if there are not so many
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_not_required_at(
    overview: *const cw_overview,
    index: usize,
    out: *mut *const cw_unneeded,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look_at(overview, "overview", index, out, error, |overview, index| Ok(at(&overview.not_required, index)?)) }
}

/// The newest backup that was proven to restore.
///
/// @param overview  what is looked at
/// @param out  valid until it is freed, and never freed itself; NULL if there is none
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_last_backup(overview: *const cw_overview, out: *mut *const cw_backup, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(overview, "overview", out, error, |overview| overview.last_backup.as_ref().map_or(ptr::null(), ptr::from_ref)) }
}

/// Frees an overview. NULL does nothing.
///
/// @param overview  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_overview_free(overview: *mut cw_overview) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(overview) }
}
