//! What is required, what is not, and what refers to a certificate.

use certwright::Thumbprint;
use pyo3::prelude::*;

use super::{
    Entry, Event,
    role::{Assignment, Role, Succession, objects},
};
use crate::{backup::Backup, trust::TrustDecision};

/// One certificate in one place: current, or retained.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct OverviewLine {
    assignment: Py<Assignment>,
    state: &'static str,
    meaning: &'static str,
    serves: bool,
    entry: Option<Py<Entry>>,
    role: Option<Py<Role>>,
}

impl OverviewLine {
    fn make(py: Python<'_>, line: certwright::OverviewLine) -> PyResult<Py<Self>> {
        let made = Self {
            assignment: Py::new(py, Assignment::from(line.assignment))?,
            state: line.state.word(),
            meaning: line.state.meaning(),
            serves: line.state.serves(),
            entry: line.entry.map(|entry| Entry::make(py, entry)).transpose()?,
            role: line.role.map(|role| Py::new(py, Role::from(role))).transpose()?,
        };
        Py::new(py, made)
    }
}

/// A certificate that is not required, and why.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Unneeded {
    entry: Py<Entry>,
    why: Vec<String>,
    is_over: bool,
    served: Vec<Py<Assignment>>,
}

impl Unneeded {
    pub(super) fn make(py: Python<'_>, one: certwright::Unneeded) -> PyResult<Py<Self>> {
        let made = Self { entry: Entry::make(py, one.entry)?, why: one.why, is_over: one.is_over, served: objects(py, one.served)? };
        Py::new(py, made)
    }
}

/// A certificate that is required without a role, and why.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct RequiredOtherwise {
    entry: Py<Entry>,
    why: Vec<String>,
}

/// The overview of a store.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct Overview {
    assignments: Vec<Py<OverviewLine>>,
    otherwise_required: Vec<Py<RequiredOtherwise>>,
    others: u64,
    not_required: Vec<Py<Unneeded>>,
}

impl Overview {
    pub(super) fn make(py: Python<'_>, overview: certwright::Overview) -> PyResult<Self> {
        let otherwise = |one: certwright::RequiredOtherwise| Py::new(py, RequiredOtherwise { entry: Entry::make(py, one.entry)?, why: one.why });
        Ok(Self {
            assignments: overview.assignments.into_iter().map(|line| OverviewLine::make(py, line)).collect::<PyResult<_>>()?,
            otherwise_required: overview.otherwise_required.into_iter().map(otherwise).collect::<PyResult<_>>()?,
            others: overview.others,
            not_required: overview.not_required.into_iter().map(|one| Unneeded::make(py, one)).collect::<PyResult<_>>()?,
        })
    }
}

/// Everything in a store that refers to a certificate.
#[pyclass(frozen, get_all, module = "certwright")]
pub(crate) struct WhereUsed {
    entry: Py<Entry>,
    assignments: Vec<Py<Assignment>>,
    endpoints: Vec<String>,
    decisions: Vec<Py<TrustDecision>>,
    issued: Vec<Py<Entry>>,
    issuers: Vec<String>,
    supersedes: Vec<Py<Succession>>,
    superseded_by: Option<Py<Succession>>,
    same_key: Vec<String>,
    last_export: Option<Py<Event>>,
    backup: Option<Py<Backup>>,
    required: Vec<String>,
}

impl WhereUsed {
    pub(super) fn make(py: Python<'_>, used: certwright::WhereUsed) -> PyResult<Self> {
        let shown = |all: Vec<Thumbprint>| all.iter().map(ToString::to_string).collect();
        let succession = |one: certwright::Succession| Py::new(py, Succession::from(one));
        Ok(Self {
            entry: Entry::make(py, used.entry)?,
            assignments: objects(py, used.assignments)?,
            endpoints: used.endpoints,
            decisions: used.decisions.into_iter().map(|one| Py::new(py, TrustDecision::from(one))).collect::<PyResult<_>>()?,
            issued: used.issued.into_iter().map(|entry| Entry::make(py, entry)).collect::<PyResult<_>>()?,
            issuers: shown(used.issuers),
            supersedes: used.supersedes.into_iter().map(succession).collect::<PyResult<_>>()?,
            superseded_by: used.superseded_by.map(succession).transpose()?,
            same_key: shown(used.same_key),
            last_export: used.last_export.map(|event| Py::new(py, Event::make(py, event)?)).transpose()?,
            backup: used.backup.map(|backup| Backup::make(py, backup)).transpose()?,
            required: used.required,
        })
    }
}
