//! Roles, and which certificate serves one where.

use certwright::{Error, Thumbprint};
use pyo3::{prelude::*, types::PyDateTime};

use crate::{
    convert::{datetime, word},
    error::raise,
};

/// What a certificate is for, and the rules that hold for it.
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct Role(pub(super) certwright::Role);

impl From<certwright::Role> for Role {
    fn from(role: certwright::Role) -> Self {
        Self(role)
    }
}

#[pymethods]
impl Role {
    /// A role with the rules that lose nothing, unless said.
    #[new]
    #[pyo3(signature = (
        name, *, description = "", essential = true, in_backup = true, expiry_matters = true, purpose = "both", default_key = None, renewable = true,
    ))]
    #[allow(clippy::too_many_arguments, reason = "keywords in Python")]
    fn new(
        py: Python<'_>,
        name: &str,
        description: &str,
        essential: bool,
        in_backup: bool,
        expiry_matters: bool,
        purpose: &str,
        default_key: Option<&str>,
        renewable: bool,
    ) -> PyResult<Self> {
        let mut role = certwright::Role::new(name);
        role.description = description.to_owned();
        role.essential = essential;
        role.in_backup = in_backup;
        role.expiry_matters = expiry_matters;
        role.purpose = word(py, purpose)?;
        role.default_key = default_key.map(|key| word(py, key)).transpose()?;
        role.renewable = renewable;
        Ok(Self(role))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn description(&self) -> &str {
        &self.0.description
    }

    #[getter]
    fn essential(&self) -> bool {
        self.0.essential
    }

    #[getter]
    fn in_backup(&self) -> bool {
        self.0.in_backup
    }

    #[getter]
    fn expiry_matters(&self) -> bool {
        self.0.expiry_matters
    }

    #[getter]
    fn purpose(&self) -> String {
        self.0.purpose.to_string()
    }

    #[getter]
    fn default_key(&self) -> Option<String> {
        self.0.default_key.map(|key| key.to_string())
    }

    #[getter]
    fn renewable(&self) -> bool {
        self.0.renewable
    }

    /// Whether every store knows it.
    #[getter]
    fn built_in(&self) -> bool {
        self.0.is_built_in()
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Role {}>", self.0.name)
    }
}

/// The roles that every store knows; for the command line.
#[pyfunction]
pub(crate) fn built_in_roles() -> Vec<Role> {
    certwright::Role::built_in().into_iter().map(Role).collect()
}

/// "This certificate serves this role in this scope, since then."
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct Assignment(certwright::Assignment);

impl From<certwright::Assignment> for Assignment {
    fn from(assignment: certwright::Assignment) -> Self {
        Self(assignment)
    }
}

/// Assignments as objects of their own.
pub(super) fn objects(py: Python<'_>, assignments: Vec<certwright::Assignment>) -> PyResult<Vec<Py<Assignment>>> {
    assignments.into_iter().map(|assignment| Py::new(py, Assignment(assignment))).collect()
}

#[pymethods]
impl Assignment {
    #[getter]
    fn role(&self) -> &str {
        &self.0.role
    }

    #[getter]
    fn scope(&self) -> Option<&str> {
        self.0.scope.as_deref()
    }

    #[getter]
    fn thumbprint(&self) -> String {
        self.0.thumbprint.to_string()
    }

    #[getter]
    fn sha256(&self) -> String {
        self.0.sha256.to_string()
    }

    #[getter]
    fn since<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.since)
    }

    #[getter]
    fn until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.until.map(|until| datetime(py, until)).transpose()
    }

    #[getter]
    fn retained(&self) -> bool {
        self.0.retained
    }

    /// Whether the certificate is needed because of it.
    fn holds(&self) -> bool {
        self.0.holds()
    }

    fn __repr__(&self) -> String {
        let certwright::Assignment { role, scope, thumbprint, .. } = &self.0;
        let scope = scope.as_ref().map(|scope| format!(" ({scope})")).unwrap_or_default();
        let former = match (self.0.until, self.0.retained) {
            (None, _) => "",
            (Some(_), true) => ", retained",
            (Some(_), false) => ", former",
        };
        format!("<certwright.Assignment {role}{scope}: {thumbprint}{former}>")
    }
}

/// What assigning or unassigning came to.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Assigned {
    assignment: Py<Assignment>,
    changed: bool,
    replaced: Option<String>,
    notes: Vec<String>,
}

impl Assigned {
    pub(super) fn make(py: Python<'_>, assigned: certwright::Assigned) -> PyResult<Self> {
        Ok(Self {
            assignment: Py::new(py, Assignment(assigned.assignment))?,
            changed: assigned.changed,
            replaced: assigned.replaced.as_ref().map(Thumbprint::to_string),
            notes: assigned.notes,
        })
    }
}

/// One certificate took the place of another.
#[pyclass(frozen, eq, module = "certwright")]
#[derive(PartialEq)]
pub(crate) struct Succession(certwright::Succession);

impl From<certwright::Succession> for Succession {
    fn from(succession: certwright::Succession) -> Self {
        Self(succession)
    }
}

#[pymethods]
impl Succession {
    #[getter]
    fn old(&self) -> String {
        self.0.old.to_string()
    }

    #[getter]
    fn old_sha256(&self) -> String {
        self.0.old_sha256.to_string()
    }

    #[getter(new)]
    fn new_sha1(&self) -> String {
        self.0.new.to_string()
    }

    #[getter]
    fn new_sha256(&self) -> String {
        self.0.new_sha256.to_string()
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.at)
    }

    fn __repr__(&self) -> String {
        format!("<certwright.Succession {} by {}>", self.0.old, self.0.new)
    }
}

/// A role, alone or with a scope: `"master-key"`, `("database", "db1")`.
pub(super) fn place(value: &Bound<'_, PyAny>) -> PyResult<(String, Option<String>)> {
    if let Ok(role) = value.extract::<String>() {
        return Ok((role, None));
    }
    value.extract().map_err(|_| {
        let why = "each is a role, or a role and its scope".to_owned();
        raise(value.py(), &Error::InvalidArgument { what: "expected", why })
    })
}
