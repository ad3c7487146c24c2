//! General names as they stand in a subjectAltName, in name constraints and in CRLs (RFC 5280 section 4.2.1.6).

use crate::asn1::{Element, Malformed, OID, Reader, context};

/// 1.3.6.1.5.5.7.8.9
const SMTP_UTF8_MAILBOX: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 9];

/// One general name; what it holds is not checked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GeneralName<'a> {
    Email(&'a [u8]),
    Dns(&'a [u8]),
    /// The DER of a `Name`.
    Directory(&'a [u8]),
    Uri(&'a [u8]),
    Ip(&'a [u8]),
    Other(OtherForm),
}

/// The forms that are not compared here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherForm {
    OtherName,
    /// The otherName for mailboxes outside ASCII (RFC 9598).
    SmtpUtf8Mailbox,
    X400Address,
    EdiPartyName,
    RegisteredId,
}

impl OtherForm {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OtherName => "otherName",
            Self::SmtpUtf8Mailbox => "SmtpUTF8Mailbox",
            Self::X400Address => "x400Address",
            Self::EdiPartyName => "ediPartyName",
            Self::RegisteredId => "registeredID",
        }
    }
}

impl<'a> GeneralName<'a> {
    pub(crate) fn of(element: Element<'a>) -> Result<Self, Malformed> {
        Ok(match element.tag {
            0xa0 => {
                let kind = element.inside().expect(OID).map_or(&[][..], |oid| oid.content);
                Self::Other(if kind == SMTP_UTF8_MAILBOX { OtherForm::SmtpUtf8Mailbox } else { OtherForm::OtherName })
            }
            0x81 => Self::Email(element.content),
            0x82 => Self::Dns(element.content),
            0xa3 => Self::Other(OtherForm::X400Address),
            0xa4 => {
                let mut inside = element.inside();
                let name = inside.sequence().map(|_| element.content)?; // a CHOICE is tagged explicitly
                crate::certificate::name::well_formed(name)?;
                Self::Directory(name)
            }
            0xa5 => Self::Other(OtherForm::EdiPartyName),
            0x86 => Self::Uri(element.content),
            0x87 => Self::Ip(element.content),
            0x88 => Self::Other(OtherForm::RegisteredId),
            _ => return Err(Malformed),
        })
    }

    /// Reads names to the end.
    pub(crate) fn list(mut names: Reader<'a>) -> Result<Vec<Self>, Malformed> {
        let mut found = Vec::new();
        while !names.is_empty() {
            found.push(Self::of(names.element()?)?);
        }
        Ok(found)
    }
}

/// The content of a `[n]` that is tagged implicitly and constructed.
pub(crate) fn tagged<'a>(reader: &mut Reader<'a>, n: u8) -> Result<Option<Reader<'a>>, Malformed> {
    Ok(reader.optional(context(n))?.map(|element| element.inside()))
}
