//! One certificate as path validation looks at it: its names made comparable, its extensions at hand.

use std::cell::OnceCell;

use super::constraints::{NameConstraints, Subject};
use crate::{
    asn1::{self, Malformed},
    certificate::{Certificate, comparable::Comparable, extension::Extension, general_name::GeneralName, name},
    error::{Error, Result, visible},
};

/// The last arc of the extensions of 2.5.29 that are known here.
pub(super) mod arc {
    pub(in crate::path) const SUBJECT_KEY_ID: u8 = 14;
    pub(in crate::path) const KEY_USAGE: u8 = 15;
    pub(in crate::path) const SUBJECT_ALT_NAME: u8 = 17;
    pub(in crate::path) const BASIC_CONSTRAINTS: u8 = 19;
    pub(in crate::path) const NAME_CONSTRAINTS: u8 = 30;
    pub(in crate::path) const CRL_DISTRIBUTION_POINTS: u8 = 31;
    pub(in crate::path) const CERTIFICATE_POLICIES: u8 = 32;
    pub(in crate::path) const POLICY_MAPPINGS: u8 = 33;
    pub(in crate::path) const AUTHORITY_KEY_ID: u8 = 35;
    pub(in crate::path) const POLICY_CONSTRAINTS: u8 = 36;
    pub(in crate::path) const EXTENDED_KEY_USAGE: u8 = 37;
    pub(in crate::path) const INHIBIT_ANY_POLICY: u8 = 54;
}

/// 1.3.6.1.5.5.7.1.1
pub(super) const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];

/// What a certificate is in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Leaf,
    Intermediate,
    Anchor,
}

#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) subject: Comparable,
    pub(super) issuer: Comparable,
    pub(super) extensions: Vec<Extension<'a>>,
    shown: OnceCell<String>,
    constraints: OnceCell<Result<Option<NameConstraints>, &'static str>>,
    subjects: OnceCell<Result<Vec<Subject>, Malformed>>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(certificate: &'a Certificate) -> Result<Self> {
        let comparable = |der| Comparable::of(der).map_err(|Malformed| Error::internal("a parsed name is malformed"));
        let subject = comparable(certificate.subject_der())?;
        let issuer = if certificate.is_self_issued() { subject.clone() } else { comparable(certificate.issuer_der())? };
        Ok(Self {
            certificate,
            subject,
            issuer,
            extensions: certificate.extensions(),
            shown: OnceCell::new(),
            constraints: OnceCell::new(),
            subjects: OnceCell::new(),
        })
    }

    /// The extension 2.5.29.`arc`.
    pub(super) fn extension(&self, arc: u8) -> Option<&Extension<'a>> {
        self.extensions.iter().find(|extension| *extension.oid == [0x55, 0x1d, arc])
    }

    /// Section 6.1: subject and issuer are the same name.
    pub(super) fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// The names of the subjectAltName; `None` if the extension is malformed.
    pub(super) fn alternative_names(&self) -> Option<Vec<GeneralName<'a>>> {
        match self.extension(arc::SUBJECT_ALT_NAME) {
            Some(extension) => asn1::only_sequence(extension.value).and_then(GeneralName::list).ok(),
            None => Some(Vec::new()),
        }
    }

    /// What it permits and excludes as a CA (section 6.1.4 (g)), read once; what is wrong with the extension otherwise.
    pub(super) fn constraints(&self) -> Result<Option<&NameConstraints>, &'static str> {
        let read = || self.extension(arc::NAME_CONSTRAINTS).map(|extension| NameConstraints::read(extension.value, self.shown())).transpose();
        self.constraints.get_or_init(read).as_ref().map(Option::as_ref).map_err(|why| *why)
    }

    /// The names that constraints apply to (section 4.2.1.10), read once: the subject unless it is empty, its e-mail addresses,
    /// and every name of the subjectAltName.
    pub(super) fn subjects(&self) -> Result<&[Subject], Malformed> {
        self.subjects.get_or_init(|| self.read_subjects()).as_deref().map_err(|Malformed| Malformed)
    }

    fn read_subjects(&self) -> Result<Vec<Subject>, Malformed> {
        let mut found = Vec::new();
        let subject = self.certificate.subject_der();
        if !self.subject.is_empty() {
            found.push(Subject::of(&GeneralName::Directory(subject))?);
        }
        let mut mailboxes = Vec::new();
        name::walk(subject, |oid, value, _| {
            if oid == [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] {
                let is_text = matches!(value.tag, asn1::IA5_STRING | asn1::UTF8_STRING | asn1::PRINTABLE_STRING);
                mailboxes.push(if is_text { value.content } else { &[] }); // of another type it is malformed, as no mailbox is
            }
        })?;
        for mailbox in mailboxes {
            found.push(Subject::of(&GeneralName::Email(mailbox))?);
        }
        for name in self.alternative_names().ok_or(Malformed)? {
            found.push(Subject::of(&name)?);
        }
        Ok(found)
    }

    /// The subject for messages, not longer than they may be.
    pub(super) fn shown(&self) -> String {
        self.shown.get_or_init(|| visible(&self.certificate.subject().to_string())).clone()
    }

    /// The issuer for messages.
    pub(super) fn shown_issuer(&self) -> String {
        visible(&self.certificate.issuer().to_string())
    }

    /// keyUsage says nothing against it, or has this bit.
    pub(super) fn may(&self, usage: &str) -> bool {
        self.certificate.key_usage().is_none_or(|usages| usages.contains(&usage))
    }
}
