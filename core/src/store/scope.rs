//! Where a certificate serves: a role, in a scope or in the whole installation.

use std::fmt;

use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization;

use super::{assignment::Assignment, role};
use crate::{
    certificate::Certificate,
    error::{Error, Result, visible},
};

/// The longest scope, in characters.
const MAX_SCOPE: usize = 128;

/// Where a certificate serves: a role, in a scope or in the whole installation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) role: String,
    /// Empty for the whole installation.
    pub(super) scope: String,
}

impl Place {
    /// Reads a role's name and a scope; an empty one is none.
    pub(crate) fn new(role: &str, scope: Option<&str>) -> Result<Self> {
        role::must_be_a_name("role", role)?;
        let scope = normal(scope.unwrap_or_default());
        if scope.chars().count() > MAX_SCOPE || visible(&scope) != scope {
            let why = format!("it is at most {MAX_SCOPE} characters, none of them a control character or a hidden one");
            return Err(Error::InvalidArgument { what: "scope", why });
        }
        Ok(Self { role: role.to_owned(), scope })
    }

    pub(crate) fn scope(&self) -> Option<&str> {
        Some(self.scope.as_str()).filter(|scope| !scope.is_empty())
    }

    /// A certificate that serves here from now on.
    pub(crate) fn assigned_now(&self, certificate: &Certificate, now: OffsetDateTime) -> Assignment {
        Assignment {
            role: self.role.clone(),
            scope: self.scope().map(str::to_owned),
            thumbprint: certificate.thumbprint(),
            sha256: certificate.sha256(),
            since: now.replace_nanosecond(0).unwrap_or(now), // 0 is always a nanosecond
            until: None,
            retained: false,
        }
    }

    /// Whether this is the scope.
    pub(crate) fn is_in(&self, scope: Option<&str>) -> bool {
        is_same_scope(scope, &self.scope)
    }

    pub(super) fn details(&self) -> Vec<(&'static str, String)> {
        vec![("role", self.role.clone()), ("scope", self.scope.clone())]
    }
}

/// A scope as it is kept: without blanks around it, and composed.
pub(super) fn normal(scope: &str) -> String {
    scope.trim().nfc().collect()
}

/// Whether two texts are one scope; none and an empty one are the whole installation.
pub(crate) fn is_same_scope(one: Option<&str>, other: &str) -> bool {
    normal(one.unwrap_or_default()).eq_ignore_ascii_case(&normal(other))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope() {
            Some(scope) => write!(f, "{} ({})", self.role, visible(scope)),
            None => f.write_str(&self.role),
        }
    }
}
