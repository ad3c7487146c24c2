//! PKCS#7, the `.p7b` and `.p7c` files: certificates out of signed data, and into it (RFC 2315 section 9, RFC 5652 section 5).

use super::{
    Bag, Content, MAX_BAGS,
    pkcs12::{
        content_info,
        oid::{DATA, SIGNED_DATA},
    },
    too_many_bags,
};
use crate::{
    asn1::{self, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, SET, context},
    certificate::Certificate,
    crl::Crl,
    error::{Error, Result},
};

/// What errors call it.
const FILE: &str = "the PKCS#7 file";

/// How many sorts of what is not taken are told apart.
const MAX_SORTS: usize = 16;

/// What signed data holds.
pub(super) struct Contents {
    pub(super) bags: Vec<Bag>,
    pub(super) notes: Vec<String>,
}

/// Reads the certificates of signed data in DER or BER, at most so many, whether anything was signed or not; a signature is not
/// checked. What is not taken is one bag for each sort of it.
///
/// # Errors
/// [`Error::UnknownFormat`] if it holds something else, or nothing at all; [`Error::Damaged`]; [`Error::Unsupported`] for
/// too many parts.
pub(super) fn read(data: &[u8], most: usize) -> Result<Contents> {
    let malformed = Error::damaged(FILE);
    let mut outer = Reader::ber(data);
    let mut info = outer.sequence().map_err(malformed)?;
    if !outer.is_empty() {
        return Err(Error::Damaged { what: FILE.to_owned(), why: "other bytes follow it".to_owned() });
    }
    let kind = info.expect(OID).map_err(malformed)?.content;
    if kind != SIGNED_DATA {
        return Err(Error::UnknownFormat { why: format!("it is {}", not_signed(kind)) });
    }
    let mut content = info.expect(context(0)).map_err(malformed)?.inside();
    info.finish().map_err(malformed)?;
    let mut signed = content.sequence().map_err(malformed)?;
    content.finish().map_err(malformed)?;

    signed.expect(INTEGER).map_err(malformed)?;
    signed.expect(SET).map_err(malformed)?;
    let mut found = Contents { bags: Vec::new(), notes: Vec::new() };
    let mut carried = signed.sequence().map_err(malformed)?;
    let kind = carried.expect(OID).map_err(malformed)?.content;
    if let Some(content) = carried.optional(context(0)).map_err(malformed)? {
        found.notes.push(format!("its signed content, {}, was passed over", carried_content(kind, content.inside())));
    }
    carried.finish().map_err(malformed)?;
    if let Some(certificates) = signed.optional(context(0)).map_err(malformed)? {
        found.add(certificates.inside(), certificate, most)?;
    }
    if let Some(lists) = signed.optional(context(1)).map_err(malformed)? {
        found.add(lists.inside(), revocation, most)?;
    }
    let signers = signed.expect(SET).map_err(malformed)?;
    signed.finish().map_err(malformed)?;
    if !signers.content.is_empty() {
        found.notes.push("it is signed; the signature was not checked".to_owned());
    }
    if found.bags.is_empty() {
        return Err(Error::UnknownFormat { why: "it is PKCS#7 without a certificate".to_owned() });
    }
    Ok(found)
}

impl Contents {
    fn add(&mut self, mut parts: Reader<'_>, read: fn(asn1::Element<'_>) -> Content, most: usize) -> Result<()> {
        // a few octets each: a bag for every one would hold many times their size
        let mut sorts: Vec<(usize, usize)> = Vec::new(); // the bag of each sort, and how many there are
        while !parts.is_empty() {
            let content = read(parts.element().map_err(Error::damaged(FILE))?);
            let is_taken = matches!(content, Content::Certificate(_) | Content::Crl(_));
            let known = sorts.iter().position(|(bag, _)| is_same_sort(&self.bags[*bag].content, &content));
            match known.or_else(|| (!is_taken && sorts.len() == MAX_SORTS).then_some(MAX_SORTS - 1)) {
                Some(sort) => sorts[sort].1 += 1,
                None if self.bags.len() == most => return Err(too_many_bags("a PKCS#7 file")),
                None => {
                    if !is_taken {
                        sorts.push((self.bags.len(), 1));
                    }
                    self.bags.push(Bag::new(content));
                }
            }
        }
        for (bag, count) in sorts.into_iter().filter(|(_, count)| *count > 1) {
            if let Content::NotTaken { why, .. } = &mut self.bags[bag].content {
                why.push_str(&format!(" ({count} of them)"));
            }
        }
        Ok(())
    }
}

/// Of what is not taken.
fn is_same_sort(one: &Content, other: &Content) -> bool {
    match (one, other) {
        (Content::NotTaken { what: one, why: because }, Content::NotTaken { what: other, why }) => one == other && because == why,
        _ => false,
    }
}

/// One of the CertificateChoices (RFC 5652 section 10.2.2).
fn certificate(choice: asn1::Element<'_>) -> Content {
    let what = match choice.tag {
        SEQUENCE => match Certificate::from_der(choice.raw) {
            Ok(certificate) => return Content::Certificate(certificate),
            Err(error) => return Content::NotTaken { what: "a certificate".to_owned(), why: error.to_string() },
        },
        0xa0 => "an extended certificate",
        0xa1 | 0xa2 => "an attribute certificate",
        _ => "a certificate of another kind",
    };
    Content::NotTaken { what: what.to_owned(), why: "only X.509 certificates are taken".to_owned() }
}

/// One of the RevocationInfoChoices (RFC 5652 section 10.2.1).
fn revocation(choice: asn1::Element<'_>) -> Content {
    let not_taken = |what: &str, why: String| Content::NotTaken { what: what.to_owned(), why };
    match choice.tag {
        SEQUENCE => Crl::from_der(choice.raw).map_or_else(|error| not_taken("a CRL", error.to_string()), Content::Crl),
        _ => not_taken("revocation information of another kind", "only CRLs are taken".to_owned()),
    }
}

fn not_signed(kind: &[u8]) -> String {
    match asn1::oid_shown(kind).as_str() {
        "1.2.840.113549.1.7.1" => "PKCS#7 of plain data".to_owned(),
        "1.2.840.113549.1.7.3" => "PKCS#7 encrypted to a certificate; it holds no certificate to take".to_owned(),
        "1.2.840.113549.1.7.6" => "PKCS#7 of encrypted data".to_owned(),
        other => format!("PKCS#7 of the kind {other}; signed data is read"),
    }
}

/// Of what kind the content is that was signed, and how long.
fn carried_content(kind: &[u8], mut content: Reader<'_>) -> String {
    let size = content.expect(OCTET_STRING).and_then(|octets| octets.octets().map(|octets| octets.len()));
    let size = size.map_or_else(|_| String::new(), |size| format!(" of {size} bytes"));
    if kind == DATA { format!("data{size}") } else { format!("{}{size}", asn1::oid_shown(kind)) }
}

/// The bytes of a `.p7b`: signed data with these certificates, each once, and nothing signed. Their order is that of DER,
/// by their octets; a reader finds a chain by names.
///
/// # Errors
/// [`Error::InvalidArgument`] without a certificate.
///
/// ```
/// # fn main() -> certwright::Result<()> {
/// use certwright::{FileFormat, Now, ReadOptions, SelfSigned, read_file, write_pkcs7};
///
/// let made = SelfSigned::new("srv1")?.issue(Now::system())?;
/// let report = read_file(&write_pkcs7(&[made.certificate().clone()])?, &ReadOptions::default())?;
/// assert_eq!(report.format, FileFormat::Pkcs7);
/// assert_eq!(report.certificates(), [made.certificate()]);
/// # Ok(())
/// # }
/// ```
pub fn write_pkcs7(certificates: &[Certificate]) -> Result<Vec<u8>> {
    let mut set: Vec<&[u8]> = certificates.iter().map(Certificate::der).collect();
    set.sort_unstable(); // as X.690 section 11.6 has it: no certificate is the beginning of another
    set.dedup();
    let why = match set.len() {
        0 => "none were given to write",
        count if count > MAX_BAGS => "there are more than can be read again",
        _ => "",
    };
    if !why.is_empty() {
        return Err(Error::InvalidArgument { what: "certificates", why: why.to_owned() });
    }
    let none = asn1::tlv(SET, &[]);
    let signed = asn1::sequence(&[&asn1::unsigned(1), &none, &asn1::sequence(&[&asn1::oid(DATA)]), &asn1::tlv(context(0), &set), &none]);
    let written = content_info(SIGNED_DATA, &signed);
    let again = read(&written, MAX_BAGS)?;
    let same = again.bags.iter().map(|bag| if let Content::Certificate(one) = &bag.content { one.der() } else { &[] }).eq(set);
    if same { Ok(written) } else { Err(Error::internal("a PKCS#7 file was not read back as it was written")) }
}

#[cfg(test)]
mod tests;
