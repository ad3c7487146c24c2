//! Making certificates: options by keyword.

use std::net::IpAddr;

use certwright::{Error, Host, Now, SelfSigned, ValidTo};
use pyo3::prelude::*;

use crate::{
    convert::{date_input, word},
    error::raise,
    key::Identity,
    run,
};

/// The options that `self_signed` and `Store.create_self_signed` share.
pub(crate) struct Wanted<'a, 'py> {
    pub(crate) subject: &'a str,
    pub(crate) dns_names: Vec<String>,
    pub(crate) ip_addresses: Vec<String>,
    pub(crate) this_host: bool,
    pub(crate) addresses_also_as_dns: bool,
    pub(crate) purpose: &'a str,
    pub(crate) key: Option<&'a str>,
    pub(crate) reader: Option<&'a str>,
    pub(crate) valid_from: Option<Bound<'py, PyAny>>,
    pub(crate) valid_to: Option<Bound<'py, PyAny>>,
    pub(crate) days: Option<u32>,
    pub(crate) years: Option<u32>,
    pub(crate) no_expiry: bool,
}

impl Wanted<'_, '_> {
    pub(crate) fn build(&self, py: Python<'_>) -> PyResult<SelfSigned> {
        let refuse = |what, why: &str| raise(py, &Error::InvalidArgument { what, why: why.to_owned() });
        let fail = |error| raise(py, &error);
        let mut made = SelfSigned::new(self.subject).map_err(fail)?.purpose(word(py, self.purpose)?);
        for name in &self.dns_names {
            made = made.dns_name(name).map_err(fail)?;
        }
        for address in &self.ip_addresses {
            let address: IpAddr = address.trim().parse().map_err(|_| refuse("IP address", &format!("{address:?} is not one")))?;
            made = made.ip_address(address);
        }
        if self.this_host {
            made = made.host(&Host::local());
        }
        if self.addresses_also_as_dns {
            made = made.addresses_also_as_dns();
        }
        if let Some(key) = self.key {
            made = made.key(word(py, key)?);
        }
        if let Some(reader) = self.reader {
            made = made.reader(word(py, reader)?);
        }
        if let Some(from) = &self.valid_from {
            made = made.valid_from(date_input(from)?);
        }
        let to = match (&self.valid_to, self.days, self.years, self.no_expiry) {
            (None, None, None, false) => ValidTo::Default,
            (Some(to), None, None, false) => ValidTo::Date(date_input(to)?),
            (None, Some(days), None, false) => ValidTo::Days(days),
            (None, None, Some(years), false) => ValidTo::Years(years),
            (None, None, None, true) => ValidTo::NoExpiry,
            _ => return Err(refuse("validity", "give only one of valid_to, days, years and no_expiry")),
        };
        Ok(made.valid_to(to))
    }
}

/// Makes a key and a self-signed certificate, kept nowhere.
#[pyfunction]
#[pyo3(signature = (
    subject, *, dns_names = Vec::new(), ip_addresses = Vec::new(), this_host = false, addresses_also_as_dns = false,
    purpose = "server", key = None, reader = None, valid_from = None, valid_to = None, days = None, years = None, no_expiry = false,
))]
#[allow(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn self_signed(
    py: Python<'_>,
    subject: &str,
    dns_names: Vec<String>,
    ip_addresses: Vec<String>,
    this_host: bool,
    addresses_also_as_dns: bool,
    purpose: &str,
    key: Option<&str>,
    reader: Option<&str>,
    valid_from: Option<Bound<'_, PyAny>>,
    valid_to: Option<Bound<'_, PyAny>>,
    days: Option<u32>,
    years: Option<u32>,
    no_expiry: bool,
) -> PyResult<Identity> {
    let wanted = Wanted {
        subject,
        dns_names,
        ip_addresses,
        this_host,
        addresses_also_as_dns,
        purpose,
        key,
        reader,
        valid_from,
        valid_to,
        days,
        years,
        no_expiry,
    };
    let wanted = wanted.build(py)?;
    run(py, || wanted.issue(Now::system()).map(Identity::from))
}

/// Names and global addresses of this host, as (names, addresses).
#[pyfunction]
pub(crate) fn local_host(py: Python<'_>) -> (Vec<String>, Vec<String>) {
    let host = py.detach(Host::local);
    (host.names, host.addresses.iter().map(ToString::to_string).collect())
}
