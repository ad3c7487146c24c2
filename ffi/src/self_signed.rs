//! Certificates that their own key signs.

use std::{ffi::c_char, sync::Arc};

use certwright::{DateInput, Host, KeyReader, Now, Purpose, SelfSigned, SerialNumber, ValidTo};

use crate::{
    caller::{Caller, free},
    certificate::{cw_certificate, time_of},
    error::cw_error,
    guard::{Failure, guard},
    identity::cw_identity,
    look::{change, choice, ip_address, look},
    private_key::{cw_private_key, key_algorithm},
    status::cw_status,
    text::{Kept, cw_str},
};

/// A certificate is for a TLS server.
pub const CW_PURPOSE_SERVER: u32 = 1;
/// A certificate is for a TLS client.
pub const CW_PURPOSE_CLIENT: u32 = 2;
/// A certificate is for a TLS server and client.
pub const CW_PURPOSE_BOTH: u32 = 3;
/// A certificate is for a CA that signs certificates and CRLs.
pub const CW_PURPOSE_CA: u32 = 4;
/// A certificate is for a key that others encrypt to; RSA only.
pub const CW_PURPOSE_ENCIPHER: u32 = 5;
/// A certificate is for signing code.
pub const CW_PURPOSE_CODE_SIGN: u32 = 6;

/// Windows of any version still met has to use the key.
pub const CW_KEY_READER_WINDOWS: u32 = 1;
/// .NET Framework has to use the key.
pub const CW_KEY_READER_NET_FRAMEWORK: u32 = 2;
/// SQL Server has to use the key.
pub const CW_KEY_READER_SQL_SERVER: u32 = 3;

pub(crate) const PURPOSES: [(u32, Purpose); 6] = [
    (CW_PURPOSE_SERVER, Purpose::Server),
    (CW_PURPOSE_CLIENT, Purpose::Client),
    (CW_PURPOSE_BOTH, Purpose::Both),
    (CW_PURPOSE_CA, Purpose::Ca),
    (CW_PURPOSE_ENCIPHER, Purpose::Encipher),
    (CW_PURPOSE_CODE_SIGN, Purpose::CodeSign),
];
const KEY_READERS: [(u32, KeyReader); 3] = [
    (CW_KEY_READER_WINDOWS, KeyReader::Windows),
    (CW_KEY_READER_NET_FRAMEWORK, KeyReader::NetFramework),
    (CW_KEY_READER_SQL_SERVER, KeyReader::SqlServer),
];

/// A certificate that is to be made, self-signed. Nothing happens before it is issued. Unless said otherwise: for a TLS server,
/// an EC P-256 key (RSA 3072 to encipher, RSA 2048 for a reader), valid from now less 5 minutes for 5 years, a random serial
/// number of 16 octets, and no subjectAltName. To be used by one thread at a time.
pub struct cw_self_signed {
    pub(crate) inner: SelfSigned,
    subject: Kept,
}

impl cw_self_signed {
    /// The core's builder takes itself and gives itself back.
    fn set(&mut self, set: impl FnOnce(SelfSigned) -> Result<SelfSigned, Failure>) -> Result<(), Failure> {
        self.inner = set(self.inner.clone())?;
        Ok(())
    }
}

/// Begins one, for a subject.
///
/// @param subject, subject_len  a plain name ("Integration API"), or a string of RFC 4514 ("CN=a, O=b")
/// @param out  what is to be made; the caller frees it with cw_self_signed_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SUBJECT
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_new(
    subject: *const c_char,
    subject_len: usize,
    out: *mut *mut cw_self_signed,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (subject, out) = (caller.text(subject, subject_len, "subject")?, caller.out(out, "out")?);
        let inner = SelfSigned::new(subject)?;
        out.give(cw_self_signed { subject: Kept::new(inner.subject().to_string()), inner });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its subject, as RFC 4514 writes it.
///
/// @param wanted  what is looked at
/// @param out  valid until it is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_subject(wanted: *const cw_self_signed, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(wanted, "wanted", out, error, |this| this.subject.get()) }
}

/// Adds a DNS name: ASCII letters, digits, hyphens; "*" as the whole first label.
///
/// @param wanted  what is changed
/// @param name, name_len  the name
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no host name; an address is one for cw_self_signed_ip_address
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_dns_name(
    wanted: *mut cw_self_signed,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, caller| {
            let name = caller.text(name, name_len, "name")?;
            this.set(|made| Ok(made.dns_name(name)?))
        })
    }
}

/// Adds an IP address.
///
/// @param wanted  what is changed
/// @param address, address_len  the address, IPv4 or IPv6, as text
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for what is no address
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_ip_address(
    wanted: *mut cw_self_signed,
    address: *const c_char,
    address_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, caller| {
            let address = ip_address(caller.text(address, address_len, "address")?)?;
            this.set(|made| Ok(made.ip_address(address)))
        })
    }
}

/// Adds the names and the global addresses of this host. No name server is asked.
///
/// @param wanted  what is changed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_this_host(wanted: *mut cw_self_signed, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(wanted, "wanted", error, |this, _| this.set(|made| Ok(made.host(&Host::local())))) }
}

/// Writes each address as a DNS name too, for old clients. RFC 9525 forbids it.
///
/// @param wanted  what is changed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_addresses_also_as_dns(wanted: *mut cw_self_signed, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(wanted, "wanted", error, |this, _| this.set(|made| Ok(made.addresses_also_as_dns()))) }
}

/// Sets what it is for: its key usage, extended key usage and basic constraints.
///
/// @param wanted  what is changed
/// @param purpose  one of CW_PURPOSE_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_purpose(wanted: *mut cw_self_signed, purpose: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, _| {
            let purpose = choice("purpose", purpose, &PURPOSES)?;
            this.set(|made| Ok(made.purpose(purpose)))
        })
    }
}

/// Sets the kind of its key.
///
/// @param wanted  what is changed
/// @param algorithm  one of CW_KEY_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_key(wanted: *mut cw_self_signed, algorithm: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, _| {
            let algorithm = key_algorithm(algorithm)?;
            this.set(|made| Ok(made.key(algorithm)))
        })
    }
}

/// Sets a program that must be able to use the key.
///
/// @param wanted  what is changed
/// @param reader  one of CW_KEY_READER_…
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_reader(wanted: *mut cw_self_signed, reader: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, _| {
            let reader = choice("reader", reader, &KEY_READERS)?;
            this.set(|made| Ok(made.reader(reader)))
        })
    }
}

/// Sets when it begins. Today, here or in UTC, means now less 5 minutes; another day begins at 00:00:00Z.
///
/// @param wanted  what is changed
/// @param date, date_len  a date, as cw_date_parse reads it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_DATE, CW_STATUS_AMBIGUOUS_DATE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_from(
    wanted: *mut cw_self_signed,
    date: *const c_char,
    date_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, caller| {
            let date = DateInput::parse(caller.text(date, date_len, "date")?)?;
            this.set(|made| Ok(made.valid_from(date)))
        })
    }
}

/// Sets the second at which it begins.
///
/// @param wanted  what is changed
/// @param at  seconds since 1970-01-01T00:00:00Z
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_from_time(wanted: *mut cw_self_signed, at: i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, _| {
            let at = time_of(at, "at")?;
            this.set(|made| Ok(made.valid_from(DateInput::Instant(at))))
        })
    }
}

/// Sets when it ends; of a day the last second in UTC. Of this and the next four, the last one called counts.
///
/// @param wanted  what is changed
/// @param date, date_len  a date, as cw_date_parse reads it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_DATE, CW_STATUS_AMBIGUOUS_DATE
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_to(
    wanted: *mut cw_self_signed,
    date: *const c_char,
    date_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, caller| {
            let date = DateInput::parse(caller.text(date, date_len, "date")?)?;
            this.set(|made| Ok(made.valid_to(ValidTo::Date(date))))
        })
    }
}

/// Sets the second at which it ends, and is still valid.
///
/// @param wanted  what is changed
/// @param at  seconds since 1970-01-01T00:00:00Z
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_to_time(wanted: *mut cw_self_signed, at: i64, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, _| {
            let at = time_of(at, "at")?;
            this.set(|made| Ok(made.valid_to(ValidTo::Date(DateInput::Instant(at)))))
        })
    }
}

/// Lets it end so many days of 24 hours after its beginning.
///
/// @param wanted  what is changed
/// @param days  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_days(wanted: *mut cw_self_signed, days: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(wanted, "wanted", error, |this, _| this.set(|made| Ok(made.valid_to(ValidTo::Days(days))))) }
}

/// Lets it end at the same time of day so many years after its beginning; 29 February becomes 28.
///
/// @param wanted  what is changed
/// @param years  how many
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_valid_years(wanted: *mut cw_self_signed, years: u32, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(wanted, "wanted", error, |this, _| this.set(|made| Ok(made.valid_to(ValidTo::Years(years))))) }
}

/// Lets it end at 9999-12-31T23:59:59Z, which RFC 5280 gives the meaning "none".
///
/// @param wanted  what is changed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_no_expiry(wanted: *mut cw_self_signed, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { change(wanted, "wanted", error, |this, _| this.set(|made| Ok(made.valid_to(ValidTo::NoExpiry)))) }
}

/// Sets its serial number, in place of a random one.
///
/// @param wanted  what is changed
/// @param serial, serial_len  the number, as cw_serial_parse reads it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_SERIAL_NUMBER; one of 0 or of more than 20 octets is refused when it is issued
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_serial(
    wanted: *mut cw_self_signed,
    serial: *const c_char,
    serial_len: usize,
    error: *mut *mut cw_error,
) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe {
        change(wanted, "wanted", error, |this, caller| {
            let serial = SerialNumber::parse(caller.text(serial, serial_len, "serial")?)?;
            this.set(|made| Ok(made.serial(serial)))
        })
    }
}

/// Makes the certificate, by the clock and the time zone of the system. Everything is checked before a key is made.
///
/// @param wanted  what is to be made; it is not changed, and can be issued again
/// @param key  the key that it is for; NULL makes one of the kind asked for
/// @param out  certificate and key; the caller frees them with cw_identity_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_VALIDITY if it would not end after its beginning; CW_STATUS_INVALID_ARGUMENT for a key that does not go
/// with purpose or reader, or a time before 1950 or after 9999; CW_STATUS_INVALID_SERIAL_NUMBER
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_issue(
    wanted: *const cw_self_signed,
    key: *const cw_private_key,
    out: *mut *mut cw_identity,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let wanted = caller.handle(wanted, "wanted")?;
        let key = caller.optional_handle(key);
        let out = caller.out(out, "out")?;
        out.give(cw_identity::new(match key {
            None => wanted.inner.issue(Now::system())?,
            Some(key) => wanted.inner.issue_with_key(Arc::clone(&key.inner), Now::system())?,
        }));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether a certificate is what would be made: subject, names, purpose and kind of key. Dates are not compared.
///
/// @param wanted  what is looked at
/// @param certificate  looked at too
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_describes(
    wanted: *const cw_self_signed,
    certificate: *const cw_certificate,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (wanted, certificate) = (caller.handle(wanted, "wanted")?, caller.handle(certificate, "certificate")?);
        let out = caller.out(out, "out")?;
        out.write(wanted.inner.describes(&certificate.inner));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Frees what was to be made. NULL does nothing.
///
/// @param wanted  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_self_signed_free(wanted: *mut cw_self_signed) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(wanted) }
}
