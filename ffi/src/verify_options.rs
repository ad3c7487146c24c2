//! How a chain is judged.

use std::ffi::c_char;

use certwright::{ChainPurpose, Profile, Revocation, TrustAnchor, VerifyOptions};
use time::OffsetDateTime;

use crate::{
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    crl::cw_crl,
    error::cw_error,
    guard::guard,
    look::{change, choice},
    name::cw_name,
    status::cw_status,
};

/// A chain may be for anything: extended key usage is not looked at.
pub const CW_CHAIN_PURPOSE_ANY: u32 = 1;
/// A chain is that of a TLS client.
pub const CW_CHAIN_PURPOSE_CLIENT: u32 = 2;
/// A chain is that of who signs programs.
pub const CW_CHAIN_PURPOSE_CODE_SIGNING: u32 = 3;
/// A chain is that of who protects e-mail.
pub const CW_CHAIN_PURPOSE_EMAIL: u32 = 4;
/// A chain is that of a TLS server.
pub const CW_CHAIN_PURPOSE_SERVER: u32 = 5;
/// A chain is that of who signs timestamps.
pub const CW_CHAIN_PURPOSE_TIME_STAMPING: u32 = 6;

/// Certificates keep to RFC 5280 section 6, and what it forbids so plainly that it need not be forgiven.
pub const CW_PROFILE_RFC5280: u32 = 1;
/// Certificates also keep to the CA/Browser Forum's Baseline Requirements.
pub const CW_PROFILE_WEB_PKI: u32 = 2;

/// A certificate that no revocation list covers passes.
pub const CW_REVOCATION_WHERE_GIVEN: u32 = 1;
/// A certificate that no revocation list covers fails.
pub const CW_REVOCATION_REQUIRED: u32 = 2;

const PURPOSES: [(u32, ChainPurpose); 6] = [
    (CW_CHAIN_PURPOSE_ANY, ChainPurpose::Any),
    (CW_CHAIN_PURPOSE_CLIENT, ChainPurpose::Client),
    (CW_CHAIN_PURPOSE_CODE_SIGNING, ChainPurpose::CodeSigning),
    (CW_CHAIN_PURPOSE_EMAIL, ChainPurpose::Email),
    (CW_CHAIN_PURPOSE_SERVER, ChainPurpose::Server),
    (CW_CHAIN_PURPOSE_TIME_STAMPING, ChainPurpose::TimeStamping),
];
const PROFILES: [(u32, Profile); 2] = [(CW_PROFILE_RFC5280, Profile::Rfc5280), (CW_PROFILE_WEB_PKI, Profile::WebPki)];
pub(crate) const REVOCATIONS: [(u32, Revocation); 2] =
    [(CW_REVOCATION_WHERE_GIVEN, Revocation::WhereGiven), (CW_REVOCATION_REQUIRED, Revocation::Required)];

/// How cw_verify_chain judges. Unless said otherwise: without a root, so that no chain is trusted; at the time of the call; for
/// a TLS server of any name. To be used by one thread at a time.
pub struct cw_verify_options {
    inner: VerifyOptions,
    at: Option<OffsetDateTime>,
}

impl cw_verify_options {
    /// With the time of this moment, unless another one was set.
    pub(crate) fn asked(&self) -> VerifyOptions {
        let mut asked = self.inner.clone();
        asked.at = self.at.unwrap_or_else(OffsetDateTime::now_utc);
        asked
    }
}

/// Options without a root.
///
/// @param out  the options; the caller frees them with cw_verify_options_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_new(out: *mut *mut cw_verify_options, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_verify_options { inner: VerifyOptions::new(Vec::<TrustAnchor>::new(), OffsetDateTime::UNIX_EPOCH), at: None });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Adds a root. Its dates, its path length and its constraints hold for what is below it, and the rules of the profile for
/// itself.
///
/// @param options  the options
/// @param certificate  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_root(
    options: *mut cw_verify_options,
    certificate: *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.roots.push(caller.handle(certificate, "certificate")?.inner.clone().into());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a root that is a name with its key, without dates and constraints.
///
/// @param options  the options
/// @param name  whom it stands for; not consumed
/// @param public_key, public_key_len  the DER of its SubjectPublicKeyInfo; copied
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_KEY
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_named_root(
    options: *mut cw_verify_options,
    name: *const cw_name,
    public_key: *const u8,
    public_key_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        let (name, key) = (caller.handle(name, "name")?, caller.octets(public_key, public_key_len, "public_key")?);
        options.inner.roots.push(TrustAnchor::named(name.inner.clone(), key)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a certificate that may lie between, beside those of the chain; one that is of no use does no harm.
///
/// @param options  the options
/// @param certificate  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_intermediate(
    options: *mut cw_verify_options,
    certificate: *const cw_certificate,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.intermediates.push(caller.handle(certificate, "certificate")?.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a revocation list, of any issuer. One that revokes a certificate always fails the chain; so does one that cannot be relied
/// on, unless only its time or its key is wrong and another one covers the certificate.
///
/// @param options  the options
/// @param crl  it is not consumed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_crl(options: *mut cw_verify_options, crl: *const cw_crl, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.crls.push(caller.handle(crl, "crl")?.inner.clone());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets when the chain must be right.
///
/// @param options  the options
/// @param at  the time; that of the call unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_at(options: *mut cw_verify_options, at: i64, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.at = Some(time_of(at, "at")?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets what the leaf is used for.
///
/// @param options  the options
/// @param purpose  one of CW_CHAIN_PURPOSE_…; CW_CHAIN_PURPOSE_SERVER unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_purpose(options: *mut cw_verify_options, purpose: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.purpose = choice("purpose", purpose, &PURPOSES)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the host that the leaf must be for. What is none is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
///
/// @param options  the options
/// @param host, host_len  a DNS name in A-labels or an IP address; copied; NULL for none: it is not looked at
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_host(
    options: *mut cw_verify_options,
    host: *const c_char,
    host_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.host = caller.optional_text(host, host_len, "host")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets the mailbox that the leaf must be for. What is none is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
///
/// @param options  the options
/// @param email, email_len  such as user@example.com; copied; NULL for none: it is not looked at
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_email(
    options: *mut cw_verify_options,
    email: *const c_char,
    email_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.email = caller.optional_text(email, email_len, "email")?.map(str::to_owned);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets how many intermediate certificates there may be, those not counted that a CA issued to itself.
///
/// @param options  the options
/// @param depth  how many; never more than 30
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_max_depth(options: *mut cw_verify_options, depth: usize, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.max_depth = Some(depth);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets how much is asked of the form of certificates.
///
/// @param options  the options
/// @param profile  one of CW_PROFILE_…; unless set CW_PROFILE_WEB_PKI for a server, else CW_PROFILE_RFC5280
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_profile(options: *mut cw_verify_options, profile: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.profile = Some(choice("profile", profile, &PROFILES)?);
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Sets what follows where no revocation list covers a certificate.
///
/// @param options  the options
/// @param revocation  one of CW_REVOCATION_…; CW_REVOCATION_WHERE_GIVEN unless set
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for another number
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_revocation(options: *mut cw_verify_options, revocation: u32, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.revocation = choice("revocation", revocation, &REVOCATIONS)?;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Adds a policy that is accepted; any is unless one was added. Only looked at where a policy is demanded, by
/// cw_verify_options_require_policy or by a CA. What is no OID is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
///
/// @param options  the options
/// @param policy, policy_len  a dotted OID; copied
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_policy(
    options: *mut cw_verify_options,
    policy: *const c_char,
    policy_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    let apply = |options: &mut cw_verify_options, caller: &Caller| {
        options.inner.policies.accepted.push(caller.text(policy, policy_len, "policy")?.to_owned());
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Demands a policy of the path (RFC 5280 section 6.1.1 (e)).
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_require_policy(options: *mut cw_verify_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.policies.require_explicit = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Forbids CAs to map policies to others (RFC 5280 section 6.1.1 (f)).
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_inhibit_policy_mapping(options: *mut cw_verify_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.policies.inhibit_mapping = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Lets anyPolicy count for nothing (RFC 5280 section 6.1.1 (g)).
///
/// @param options  the options
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_inhibit_any_policy(options: *mut cw_verify_options, error: *mut *mut cw_error) -> cw_status {
    let apply = |options: &mut cw_verify_options, _: &Caller| {
        options.inner.policies.inhibit_any = true;
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(options, "options", error, apply) }
}

/// Frees options. NULL does nothing.
///
/// @param options  NULL, or some that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_verify_options_free(options: *mut cw_verify_options) {
    // SAFETY: the header asks the caller for NULL or some that are not used any more.
    unsafe { free(options) }
}
