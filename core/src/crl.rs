//! Certificate revocation lists: reading one (RFC 5280 section 5).

use std::{fmt, ops::Range, sync::Arc};

use time::OffsetDateTime;

use crate::{
    asn1::{self, Malformed, Reader, context},
    certificate::{
        Name, SerialNumber, Thumbprint, algorithm,
        comparable::Comparable,
        extension::{self, Extension},
        frame,
        general_name::{GeneralName, tagged},
        name,
    },
    error::{Error, Result},
    pem,
};

/// The largest list that is read, in bytes; the largest of public CAs have some 30 MB.
const MAX_SIZE: usize = 100 << 20;

/// One certificate revocation list; immutable, and cheap to clone.
///
/// Reading checks the form. Signature, dates and whether it is of a kind that can be used are for `verify_chain`, which knows
/// the issuer.
#[derive(Clone)]
pub struct Crl(Arc<Parsed>);

struct Parsed {
    der: Box<[u8]>,
    signed: Range<usize>,
    signature_algorithm: Range<usize>,
    signature: Range<usize>,
    issuer: Comparable,
    issuer_der: Range<usize>,
    this_update: OffsetDateTime,
    next_update: Option<OffsetDateTime>,
    /// The content of revokedCertificates.
    entries: Range<usize>,
    scope: Scope,
}

/// More names or points than any real distribution point or certificate has.
const MAX_POINTS: usize = 100;

/// What a list is about, and what kind of list it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// `None`: it can be used. Otherwise what it is.
    pub(crate) unsupported: Option<&'static str>,
    /// What stands against relying on it, whoever issued it.
    pub(crate) unusable: Option<&'static str>,
    pub(crate) only_users: bool,
    pub(crate) only_cas: bool,
    pub(crate) only_attributes: bool,
    /// The bits of ReasonFlags that it is about; `None`: all.
    pub(crate) reasons: Option<u16>,
    /// The raw names of its distribution point; empty: every certificate of the issuer.
    pub(crate) points: Vec<Vec<u8>>,
    pub(crate) authority_key_id: Option<Vec<u8>>,
}

/// What a list says of one serial number.
pub(crate) enum Found {
    Revoked {
        at: OffsetDateTime,
        why: &'static str,
    },
    NotListed,
    /// An entry cannot be understood, so that nothing can be told of any.
    Unusable(&'static str),
    Unsupported(&'static str),
}

impl Crl {
    /// Reads one list in DER, of at most 100 MiB; nothing may follow it.
    ///
    /// # Errors
    /// [`Error::Damaged`] if it is not a list; [`Error::TooLarge`].
    pub fn from_der(der: &[u8]) -> Result<Self> {
        if der.len() > MAX_SIZE {
            return Err(Error::TooLarge { what: "the CRL".to_owned(), size: der.len() as u64, limit: MAX_SIZE as u64 });
        }
        Parsed::read(der).map(|parsed| Self(Arc::new(parsed))).map_err(Error::damaged("the CRL"))
    }

    /// Reads every `X509 CRL` block of a PEM text, or the whole as DER.
    ///
    /// # Errors
    /// As [`from_der`](Self::from_der); [`Error::UnknownFormat`] if there is no list in it.
    pub fn read_all(data: &[u8]) -> Result<Vec<Self>> {
        if data.first() == Some(&asn1::SEQUENCE) {
            return Ok(vec![Self::from_der(data)?]);
        }
        let mut found = Vec::new();
        for block in pem::Blocks::new(data) {
            let block = block?;
            if block.label == "X509 CRL" {
                found.push(Self::from_der(&block.content)?);
            }
        }
        if found.is_empty() { Err(Error::UnknownFormat { why: "there is no CRL in it".to_owned() }) } else { Ok(found) }
    }

    /// The DER, byte for byte as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of its DER.
    pub fn sha256(&self) -> Thumbprint {
        Thumbprint::Sha256(Thumbprint::sha256_of(self.der()))
    }

    /// The name of the CA whose list it is.
    pub fn issuer_name(&self) -> Name {
        Name::from_checked_der(&self.0.der[self.0.issuer_der.clone()])
    }

    /// When it was made.
    pub fn this_update(&self) -> OffsetDateTime {
        self.0.this_update
    }

    /// When the next one is due at the latest.
    pub fn next_update(&self) -> Option<OffsetDateTime> {
        self.0.next_update
    }

    pub(crate) fn issuer(&self) -> &Comparable {
        &self.0.issuer
    }

    /// Whether what it lists are certificates that this issuer made. Attribute certificates are numbered by themselves.
    pub(crate) fn speaks_for(&self, issuer: &Comparable) -> bool {
        self.0.issuer == *issuer && !(self.0.scope.only_attributes && self.0.scope.unsupported.is_none())
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.0.scope
    }

    /// Whether the key of a SubjectPublicKeyInfo verifies its signature; `None` where the algorithm is not supported or is weak.
    pub(crate) fn is_signed_with(&self, spki: &[u8]) -> Option<bool> {
        let Parsed { der, signed, signature_algorithm, signature, .. } = &*self.0;
        let identifier = &der[signature_algorithm.clone()];
        if algorithm::is_weak(identifier) || !algorithm::parameters_fit(identifier) {
            return None;
        }
        algorithm::verify(spki, identifier, &der[signed.clone()], &der[signature.clone()])
    }

    /// Whether it is a later one of the same list: of the same issuer and key, about the same certificates.
    pub(crate) fn follows(&self, other: &Self) -> bool {
        self.0.issuer == other.0.issuer && self.0.scope == other.0.scope && self.0.this_update > other.0.this_update
    }

    /// Looks a serial number up (section 5.3). An entry for it revokes, whatever cannot be understood of it or of others; only
    /// from an entry that names another issuer on are the entries somebody else's.
    pub(crate) fn find(&self, serial: &SerialNumber) -> Found {
        let mut entries = Reader::der(&self.0.der[self.0.entries.clone()]);
        let mut not_listed = Found::NotListed;
        let mut own = true;
        while !entries.is_empty() {
            let Ok(entry) = Entry::read(&mut entries) else { return Found::Unusable("an entry is malformed") };
            own &= !entry.names_an_issuer;
            if own && SerialNumber::from_der_content(entry.serial).is_ok_and(|listed| listed == *serial) {
                return Found::Revoked { at: entry.at, why: entry.why };
            }
            if matches!(not_listed, Found::NotListed) {
                not_listed = match entry {
                    Entry { names_an_issuer: true, .. } => Found::Unsupported("an indirect CRL"),
                    Entry { not_understood: true, .. } => Found::Unusable("an entry has a critical extension that is not understood"),
                    _ => Found::NotListed,
                };
            }
        }
        not_listed
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({} bytes, of {})", self.0.der.len(), self.0.this_update)
    }
}

/// One revoked certificate.
struct Entry<'a> {
    serial: &'a [u8],
    at: OffsetDateTime,
    why: &'static str,
    /// It has a certificateIssuer (section 5.3.3).
    names_an_issuer: bool,
    /// It has another critical extension.
    not_understood: bool,
}

impl<'a> Entry<'a> {
    fn read(entries: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut entry = entries.sequence()?;
        let serial = entry.expect(asn1::INTEGER)?.content;
        let at = frame::instant(entry.element()?.raw)?;
        let extensions = if entry.is_empty() { Vec::new() } else { extension::list(entry.sequence()?)? };
        entry.finish()?;
        let mut why = "no reason given";
        let (mut names_an_issuer, mut not_understood) = (false, false);
        for Extension { oid, critical, value } in extensions {
            match oid {
                [0x55, 0x1d, 21] => why = reason(Reader::der(value).expect(asn1::ENUMERATED)?.content),
                [0x55, 0x1d, 29] => names_an_issuer = true,
                _ => not_understood |= critical,
            }
        }
        Ok(Self { serial, at, why, names_an_issuer, not_understood })
    }
}

/// CRLReason (section 5.3.1).
fn reason(content: &[u8]) -> &'static str {
    match content {
        [1] => "key compromise",
        [2] => "compromise of the CA",
        [3] => "affiliation changed",
        [4] => "superseded",
        [5] => "cessation of operation",
        [6] => "on hold",
        [8] => "removed from the list",
        [9] => "privilege withdrawn",
        [10] => "compromise of the attribute authority",
        _ => "no reason given",
    }
}

impl Parsed {
    fn read(der: &[u8]) -> Result<Self, Malformed> {
        let range = |part: &[u8]| {
            let start = part.as_ptr().addr() - der.as_ptr().addr(); // every part is borrowed from `der`
            start..start + part.len()
        };
        let mut outer = asn1::only_sequence(der)?;
        let tbs = outer.expect(asn1::SEQUENCE)?;
        let algorithm = outer.expect(asn1::SEQUENCE)?.raw;
        let bits = outer.expect(asn1::BIT_STRING)?.content;
        outer.finish()?;
        let (_, signature) = bits.split_first().filter(|(unused, _)| **unused == 0).ok_or(Malformed)?;

        let mut inner = tbs.inside();
        let version = if inner.peek() == Some(asn1::INTEGER) { inner.unsigned()? } else { 0 };
        if inner.expect(asn1::SEQUENCE)?.raw != algorithm {
            return Err(Malformed); // section 5.1.1.2
        }
        let issuer = inner.expect(asn1::SEQUENCE)?.raw;
        name::well_formed(issuer)?;
        let this_update = frame::instant(inner.element()?.raw)?;
        let next_update = match inner.peek() {
            Some(asn1::UTC_TIME | asn1::GENERALIZED_TIME) => Some(frame::instant(inner.element()?.raw)?),
            _ => None,
        };
        let entries = inner.optional(asn1::SEQUENCE)?.map_or(&[][..], |entries| entries.content);
        let listed = match inner.optional(context(0))? {
            Some(tagged) => {
                let mut inside = tagged.inside();
                let list = inside.expect(asn1::SEQUENCE)?;
                inside.finish()?;
                list.content
            }
            None => &[],
        };
        inner.finish()?;
        let extensions = extension::list(Reader::der(listed))?;
        let mut scope = Scope::read(&extensions)?;
        if version != 1 {
            scope.unusable.get_or_insert("it is not of version 2");
        }
        if next_update.is_none() {
            scope.unusable.get_or_insert("it does not say when the next one is due");
        }
        let place = |part: &[u8]| if part.is_empty() { 0..0 } else { range(part) };
        Ok(Self {
            signed: range(tbs.raw),
            signature_algorithm: range(algorithm),
            signature: range(signature),
            issuer: Comparable::of(issuer)?,
            issuer_der: range(issuer),
            this_update,
            next_update,
            entries: place(entries),
            scope,
            der: der.into(),
        })
    }
}

impl Scope {
    /// Section 5.2.
    fn read(extensions: &[Extension<'_>]) -> Result<Self, Malformed> {
        let mut scope = Self::default();
        let mut numbered = false;
        let mut seen: Vec<&[u8]> = Vec::new();
        for Extension { oid, critical, value } in extensions {
            if seen.contains(oid) {
                return Err(Malformed);
            }
            seen.push(oid);
            match oid {
                [0x55, 0x1d, 20] => {
                    numbered = true;
                    Reader::der(value).expect(asn1::INTEGER)?;
                    if *critical {
                        scope.unusable = Some("its number is marked critical, which RFC 5280 section 5.2.3 forbids");
                    }
                }
                [0x55, 0x1d, 27] => scope.unsupported = Some("a delta CRL"),
                [0x55, 0x1d, 28] => scope.distribution_point(asn1::only_sequence(value)?)?,
                [0x55, 0x1d, 35] => {
                    let mut inside = asn1::only_sequence(value)?;
                    scope.authority_key_id = inside.optional(0x80)?.map(|id| id.content.to_vec());
                }
                _ if *critical => scope.unusable = Some("it has a critical extension that is not understood"),
                _ => {}
            }
        }
        if !numbered {
            scope.unusable.get_or_insert("it has no number, which RFC 5280 section 5.2.3 demands");
        }
        Ok(scope)
    }

    /// IssuingDistributionPoint (section 5.2.5).
    fn distribution_point(&mut self, mut inside: Reader<'_>) -> Result<(), Malformed> {
        if let Some(mut point) = tagged(&mut inside, 0)? {
            match tagged(&mut point, 0)? {
                Some(names) if names.is_empty() => self.unsupported = Some("a CRL whose distribution point has no name"),
                Some(names) => self.points = raw_names(names)?,
                None => self.unsupported = Some("a CRL whose distribution point is named relative to its issuer"),
            }
        }
        let is_set = |element: Option<asn1::Element<'_>>| element.is_some_and(|flag| flag.content != [0]);
        self.only_users = is_set(inside.optional(0x81)?);
        self.only_cas = is_set(inside.optional(0x82)?);
        self.reasons = inside.optional(0x83)?.map(|flags| reason_flags(flags.content));
        if is_set(inside.optional(0x84)?) {
            self.unsupported = Some("an indirect CRL");
        }
        self.only_attributes = is_set(inside.optional(0x85)?);
        if [self.only_users, self.only_cas, self.only_attributes].iter().filter(|only| **only).count() > 1 {
            self.unsupported = Some("a CRL for two kinds of certificates alone at once");
        }
        inside.finish()
    }
}

/// The bits of ReasonFlags, the first one highest.
fn reason_flags(content: &[u8]) -> u16 {
    let octet = |at: usize| content.get(at + 1).copied().unwrap_or(0); // the first tells the unused bits
    u16::from_be_bytes([octet(0), octet(1)])
}

/// General names in their encoding.
fn raw_names(mut names: Reader<'_>) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut found = Vec::new();
    while !names.is_empty() {
        let name = names.element()?;
        GeneralName::of(name)?;
        if found.len() == MAX_POINTS {
            return Err(Malformed);
        }
        found.push(name.raw.to_vec());
    }
    Ok(found)
}

/// The directory names among general names.
fn directories(names: Reader<'_>) -> Result<Vec<Comparable>, Malformed> {
    let is_directory = |name| if let GeneralName::Directory(der) = name { Some(Comparable::of(der)) } else { None };
    GeneralName::list(names)?.into_iter().filter_map(is_directory).collect()
}

/// A distribution point of a certificate (section 4.2.1.13).
pub(crate) struct Point {
    /// The raw names, or those of the cRLIssuer where it has none of its own (section 6.3.3 (b) (2) (i)); `None` where they are
    /// relative to an issuer.
    pub(crate) names: Option<Vec<Vec<u8>>>,
    pub(crate) reasons: Option<u16>,
    /// Who issues its list, where that is somebody else than the certificate's issuer.
    pub(crate) crl_issuers: Option<Vec<Comparable>>,
}

/// The value of cRLDistributionPoints.
pub(crate) fn points(value: &[u8]) -> Result<Vec<Point>, Malformed> {
    let mut list = asn1::only_sequence(value)?;
    let mut found = Vec::new();
    while !list.is_empty() {
        if found.len() == MAX_POINTS {
            return Err(Malformed);
        }
        let mut point = list.sequence()?;
        let own = tagged(&mut point, 0)?;
        let reasons = point.optional(0x81)?.map(|flags| reason_flags(flags.content));
        let issuers = point.optional(context(2))?.map(|element| element.content);
        point.finish()?;
        let names = match own {
            Some(mut inside) => tagged(&mut inside, 0)?.map(raw_names).transpose()?,
            None => Some(issuers.map_or_else(|| Ok(Vec::new()), |issuers| raw_names(Reader::der(issuers)))?),
        };
        let crl_issuers = issuers.map(|issuers| directories(Reader::der(issuers))).transpose()?;
        found.push(Point { names, reasons, crl_issuers });
    }
    Ok(found)
}
