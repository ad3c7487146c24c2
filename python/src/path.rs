//! `verify_chain`.

use certwright::{ChainPurpose, Crl, Name, Profile, Revocation, TrustAnchor, VerifyOptions};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyAny, PyDateTime, PyDict},
};
use time::OffsetDateTime;

use crate::{certificate::Certificate, convert::instant, error::raise, run};

/// A path that is right in all points.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct VerifiedChain {
    inner: certwright::Verified,
}

#[pymethods]
impl VerifiedChain {
    /// The certificates, the leaf first; the last is the root, where that is a certificate.
    #[getter]
    fn path(&self) -> Vec<Certificate> {
        self.inner.path.iter().cloned().map(Certificate::from).collect()
    }

    /// Whom the root stands for.
    #[getter]
    fn root(&self) -> String {
        self.inner.anchor.name().to_string()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.VerifiedChain of {}, to {}>", self.inner.path.len(), self.root())
    }
}

/// Looks for a path from the first certificate to a root, and judges it.
#[pyfunction]
#[pyo3(signature = (chain, **options))]
pub(crate) fn verify_chain(py: Python<'_>, chain: Vec<PyRef<'_, Certificate>>, options: Option<&Bound<'_, PyDict>>) -> PyResult<VerifiedChain> {
    let mut asked = VerifyOptions::new(Vec::<TrustAnchor>::new(), OffsetDateTime::now_utc());
    for (name, value) in options.into_iter().flatten() {
        if !value.is_none() {
            set(py, &mut asked, &name.extract::<String>()?, &value)?;
        }
    }
    let chain: Vec<certwright::Certificate> = chain.iter().map(|certificate| certificate.inner.clone()).collect();
    run(py, || certwright::verify_chain(&chain, &asked)).map(|inner| VerifiedChain { inner })
}

fn set(py: Python<'_>, asked: &mut VerifyOptions, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let refuse = |error: certwright::Error| raise(py, &error);
    match name {
        "roots" => asked.roots = each(value, root)?,
        "intermediates" => asked.intermediates = each(value, |one| Ok(one.cast::<Certificate>()?.get().inner.clone()))?,
        "crls" => {
            for data in each(value, |one| one.extract::<Vec<u8>>().map_err(|_| PyTypeError::new_err("a CRL is bytes, DER or PEM")))? {
                asked.crls.extend(run(py, || Crl::read_all(&data))?);
            }
        }
        "at" => asked.at = instant(value.cast::<PyDateTime>().map_err(|_| PyTypeError::new_err("at is a datetime.datetime"))?)?,
        "purpose" => asked.purpose = ChainPurpose::parse(&value.extract::<String>()?).map_err(refuse)?,
        "host" => asked.host = Some(value.extract()?),
        "email" => asked.email = Some(value.extract()?),
        "max_depth" => asked.max_depth = Some(value.extract()?),
        "profile" => asked.profile = Some(Profile::parse(&value.extract::<String>()?).map_err(refuse)?),
        "require_crls" => asked.revocation = if value.extract()? { Revocation::Required } else { Revocation::WhereGiven },
        "policies" => asked.policies.accepted = value.extract()?,
        "require_policy" => asked.policies.require_explicit = value.extract()?,
        "inhibit_policy_mapping" => asked.policies.inhibit_mapping = value.extract()?,
        "inhibit_any_policy" => asked.policies.inhibit_any = value.extract()?,
        _ => return Err(PyTypeError::new_err(format!("verify_chain() got an unexpected keyword argument '{name}'"))),
    }
    Ok(())
}

fn each<T>(values: &Bound<'_, PyAny>, read: impl Fn(&Bound<'_, PyAny>) -> PyResult<T>) -> PyResult<Vec<T>> {
    values.try_iter()?.map(|value| read(&value?)).collect()
}

/// A certificate, or a subject with the DER of its public key.
fn root(value: &Bound<'_, PyAny>) -> PyResult<TrustAnchor> {
    if let Ok(certificate) = value.cast::<Certificate>() {
        return Ok(certificate.get().inner.clone().into());
    }
    let Ok((subject, public_key)) = value.extract::<(String, Vec<u8>)>() else {
        return Err(PyTypeError::new_err("a root is a Certificate, or a tuple of a subject and the DER of its public key"));
    };
    run(value.py(), || TrustAnchor::named(Name::parse(&subject)?, &public_key))
}
