//! The conditions of `find` and `select`.

use certwright::{Archived, Error, Now, Query, SerialNumber};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBytes, PyDateTime, PyDelta, PyDict, PyString},
};
use time::Duration;

use crate::{
    convert::{instant, octets_of_hex, store_name, thumbprint, word},
    error::raise,
};

/// A query from the keywords that Python was called with; a keyword that is `None` is no condition.
pub(super) fn query(py: Python<'_>, text: Option<String>, conditions: Option<&Bound<'_, PyDict>>) -> PyResult<Query> {
    let mut query = Query { text, ..Query::default() };
    for (name, value) in conditions.into_iter().flatten() {
        let name: String = name.extract()?;
        if name == "archived" {
            query.archived = match value.extract::<Option<bool>>()? {
                Some(false) => Archived::No,
                Some(true) => Archived::Only,
                None => Archived::Also,
            };
        } else if !is_known(&name) {
            return Err(PyTypeError::new_err(format!("got an unexpected keyword argument '{name}'")));
        } else if !value.is_none() {
            set(py, &mut query, &name, &value).map_err(|error| named(py, &name, error))?;
        }
    }
    Ok(query)
}

/// The keywords, each of which `set` knows.
const KNOWN: [&str; 29] = [
    "contains",
    "subject",
    "issuer",
    "serial",
    "subject_contains",
    "issuer_contains",
    "thumbprint",
    "subject_key_id",
    "dns_name",
    "ip_address",
    "friendly_name",
    "tag",
    "store",
    "has_private_key",
    "is_ca",
    "self_signed",
    "key_algorithm",
    "signature_hash",
    "validity_over",
    "validity_under",
    "expiring_before",
    "valid_at",
    "expired",
    "role",
    "scope",
    "required",
    "order",
    "descending",
    "limit",
];

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

fn set(py: Python<'_>, query: &mut Query, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let fail = |error: Error| raise(py, &error);
    match name {
        "contains" => query.contains = value.extract()?,
        "subject" => query.subject = value.extract()?,
        "issuer" => query.issuer = value.extract()?,
        "serial" => query.serial = Some(SerialNumber::parse(&value.extract::<String>()?).map_err(fail)?),
        "subject_contains" => query.subject_contains = value.extract()?,
        "issuer_contains" => query.issuer_contains = value.extract()?,
        "thumbprint" => query.thumbprint = Some(thumbprint(value)?),
        "subject_key_id" => query.subject_key_id = Some(key_id(value)?),
        "dns_name" => query.dns_name = value.extract()?,
        "ip_address" => {
            let text: String = value.extract()?;
            let wrong = |_| fail(Error::InvalidArgument { what: "IP address", why: format!("{text:?} is not one") });
            query.ip_address = Some(text.trim().parse().map_err(wrong)?);
        }
        "friendly_name" => query.friendly_name = value.extract()?,
        "tag" => query.tag = value.extract()?,
        "store" => query.store = store_name(py, Some(&value.extract::<String>()?))?,
        "has_private_key" => query.has_private_key = value.extract()?,
        "is_ca" => query.is_ca = value.extract()?,
        "self_signed" => query.self_signed = value.extract()?,
        "key_algorithm" => query.key_algorithm = value.extract()?,
        "signature_hash" => query.signature_hash = value.extract()?,
        "validity_over" => query.validity_over = Some(length(value)?),
        "validity_under" => query.validity_under = Some(length(value)?),
        "expiring_before" => query.expiring_before = Some(instant(value.cast::<PyDateTime>()?)?),
        "valid_at" => query.valid_at = Some(instant(value.cast::<PyDateTime>()?)?),
        "expired" => query.expired_at = Some((Now::system().utc, value.extract()?)),
        "role" => query.role = value.extract()?,
        "scope" => query.scope = value.extract()?,
        "required" => query.required = value.extract()?,
        "order" => query.order = word(py, &value.extract::<String>()?)?,
        "descending" => query.descending = value.extract()?,
        _ => query.limit = value.extract()?,
    }
    Ok(())
}

/// A length of time: a `timedelta`, or a number of days.
fn length(value: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let part = |name: &str| value.getattr(name)?.extract::<i64>();
    let (days, seconds) = if value.is_instance_of::<PyDelta>() { (part("days")?, part("seconds")?) } else { (value.extract::<i64>()?, 0) };
    let wrong = || raise(value.py(), &Error::InvalidArgument { what: "validity", why: format!("{days} days are too many") });
    Ok(Duration::seconds(days.checked_mul(86_400).and_then(|whole| whole.checked_add(seconds)).ok_or_else(wrong)?))
}

/// A subjectKeyIdentifier: its octets, or their hex as it was pasted.
fn key_id(value: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(octets) = value.cast::<PyBytes>() {
        return Ok(octets.as_bytes().to_vec());
    }
    let text = value.cast::<PyString>().map_err(|_| PyTypeError::new_err("a key id is a str or bytes"))?;
    let wrong = || Error::InvalidArgument { what: "key id", why: "it is not pairs of hexadecimal digits".to_owned() };
    octets_of_hex(&text.to_cow()?).ok_or_else(|| raise(value.py(), &wrong()))
}

/// The error of a value of the wrong type, with the keyword it was given for.
fn named(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) {
        return PyTypeError::new_err(format!("argument '{name}': {}", error.value(py)));
    }
    error
}
