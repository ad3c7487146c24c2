//! `PrivateKey` and `Identity`.

use std::sync::Arc;

use certwright::KeyAlgorithm;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBytes, PyString, PyType},
};

use crate::{
    certificate::Certificate,
    convert::{self, word},
    run,
};

/// A private key in memory, wiped when it is collected, never printed.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct PrivateKey {
    pub(crate) inner: Arc<certwright::PrivateKey>,
}

impl From<certwright::PrivateKey> for PrivateKey {
    fn from(inner: certwright::PrivateKey) -> Self {
        Self { inner: Arc::new(inner) }
    }
}

#[pymethods]
impl PrivateKey {
    #[staticmethod]
    fn generate(py: Python<'_>, algorithm: &str) -> PyResult<Self> {
        let algorithm: KeyAlgorithm = word(py, algorithm)?;
        run(py, || certwright::PrivateKey::generate(algorithm).map(Self::from))
    }

    #[staticmethod]
    #[pyo3(signature = (data, *, password = None))]
    fn from_der(py: Python<'_>, data: &[u8], password: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let password = convert::password(password)?;
        run(py, || certwright::PrivateKey::from_der_with_password(data, password.as_ref().map(|text| text.as_str())).map(Self::from))
    }

    #[staticmethod]
    #[pyo3(signature = (data, *, password = None))]
    fn from_pem(py: Python<'_>, data: &[u8], password: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let password = convert::password(password)?;
        run(py, || certwright::PrivateKey::from_pem_with_password(data, password.as_ref().map(|text| text.as_str())).map(Self::from))
    }

    /// From an object of pyca/cryptography.
    #[classmethod]
    fn from_cryptography(_class: &Bound<'_, PyType>, key: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = key.py();
        let forms = py.import("cryptography.hazmat.primitives.serialization")?;
        let (encoding, format) = (forms.getattr("Encoding")?.getattr("DER")?, forms.getattr("PrivateFormat")?.getattr("PKCS8")?);
        let der = key.call_method1("private_bytes", (encoding, format, forms.call_method0("NoEncryption")?))?;
        Self::from_der(py, der.extract()?, None)
    }

    /// As an object of pyca/cryptography.
    fn to_cryptography<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let forms = py.import("cryptography.hazmat.primitives.serialization")?;
        forms.call_method1("load_der_private_key", (PyBytes::new(py, &self.inner.to_pkcs8_der()), py.None()))
    }

    #[getter]
    fn algorithm(&self) -> String {
        self.inner.algorithm().to_string()
    }

    #[getter]
    fn public_key_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.public_key_der())
    }

    #[pyo3(signature = (*, password = None))]
    fn to_pkcs8_der<'py>(&self, py: Python<'py>, password: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyBytes>> {
        match convert::password(password)? {
            None => Ok(PyBytes::new(py, &self.inner.to_pkcs8_der())),
            Some(password) => Ok(PyBytes::new(py, &run(py, || self.inner.to_encrypted_pkcs8_der(&password))?)),
        }
    }

    #[pyo3(signature = (*, password = None))]
    fn to_pkcs8_pem<'py>(&self, py: Python<'py>, password: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyString>> {
        match convert::password(password)? {
            None => Ok(PyString::new(py, &self.inner.to_pkcs8_pem())),
            Some(password) => Ok(PyString::new(py, &run(py, || self.inner.to_encrypted_pkcs8_pem(&password))?)),
        }
    }

    fn matches(&self, certificate: &Certificate) -> bool {
        self.inner.matches(&certificate.inner)
    }

    fn sign<'py>(&self, py: Python<'py>, message: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &run(py, || self.inner.sign(message))?))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a PrivateKey is not pickled"))
    }

    fn __repr__(&self) -> String {
        format!("<certwright.PrivateKey {}>", self.inner.algorithm())
    }
}

/// A private key of a kind that cannot be used here, kept as it is.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct OpaqueKey {
    pub(crate) inner: Arc<certwright::OpaqueKey>,
}

#[pymethods]
impl OpaqueKey {
    #[getter]
    fn kind(&self) -> &str {
        self.inner.kind()
    }

    fn to_pkcs8_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.inner.to_pkcs8_der())
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("an OpaqueKey is not pickled"))
    }

    fn __repr__(&self) -> String {
        format!("<certwright.OpaqueKey {}>", self.inner.kind())
    }
}

/// A certificate, its private key, and the certificates above it.
#[pyclass(frozen, module = "certwright")]
pub(crate) struct Identity {
    pub(crate) inner: certwright::Identity,
}

impl From<certwright::Identity> for Identity {
    fn from(inner: certwright::Identity) -> Self {
        Self { inner }
    }
}

#[pymethods]
impl Identity {
    #[new]
    #[pyo3(signature = (certificate, private_key, chain = Vec::new(), *, friendly_name = None))]
    fn new(
        py: Python<'_>,
        certificate: &Bound<'_, Certificate>,
        private_key: &Bound<'_, PrivateKey>,
        chain: Vec<Bound<'_, Certificate>>,
        friendly_name: Option<String>,
    ) -> PyResult<Self> {
        let chain = chain.iter().map(|above| above.get().inner.clone()).collect();
        let (certificate, key) = (certificate.get().inner.clone(), private_key.get().inner.clone());
        run(py, || certwright::Identity::new(certificate, key, chain).map(|made| Self::from(made.with_friendly_name(friendly_name))))
    }

    #[getter]
    fn certificate(&self) -> Certificate {
        self.inner.certificate().clone().into()
    }

    #[getter]
    fn private_key(&self) -> PrivateKey {
        PrivateKey { inner: self.inner.private_key().clone() }
    }

    #[getter]
    fn chain(&self) -> Vec<Certificate> {
        self.inner.chain().iter().cloned().map(Certificate::from).collect()
    }

    #[getter]
    fn friendly_name(&self) -> Option<&str> {
        self.inner.friendly_name()
    }

    /// Key, certificate and chain as one PEM text; the key is not encrypted without a password.
    #[pyo3(signature = (*, password = None))]
    fn to_pem<'py>(&self, py: Python<'py>, password: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyString>> {
        match convert::password(password)? {
            None => Ok(PyString::new(py, &self.inner.to_pem())),
            Some(password) => Ok(PyString::new(py, &run(py, || self.inner.to_encrypted_pem(&password))?)),
        }
    }

    /// A ready `ssl.SSLContext` with this identity.
    #[pyo3(signature = (*, server_side = true))]
    fn ssl_context<'py>(&self, py: Python<'py>, server_side: bool) -> PyResult<Bound<'py, PyAny>> {
        let pem = PyBytes::new(py, self.inner.to_pem().as_bytes());
        py.import("certwright._ssl")?.call_method1("context", (pem, server_side))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("an Identity is not pickled"))
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Identity {} {}>", self.inner.certificate().thumbprint(), self.inner.certificate().subject())
    }
}
