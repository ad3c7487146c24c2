//! Signing what rcgen encodes, with the names put in as bytes.
//!
//! rcgen keeps a name as a map, so that a second OU or DC replaces the first. It encodes everything else, and asks a
//! [`SigningKey`] for the signature: at that point the two names are exchanged in what it encoded, our own key signs, the
//! certificate is put together, and rcgen is told to stop.

use std::cell::RefCell;

use rcgen::{CertificateParams, PublicKeyData, SignatureAlgorithm, SigningKey};

use crate::{
    asn1::{self, Malformed, context},
    certificate::Name,
    error::{Error, Result},
    key::{KeyAlgorithm, PrivateKey},
};

/// Encodes and signs a certificate whose issuer is its subject.
pub(super) fn self_signed(params: &CertificateParams, subject: &Name, key: &PrivateKey) -> Result<Vec<u8>> {
    signed(params, Signer::new(key, subject, None)?)
}

/// The same, with these extensions (each in DER) in place of those that the parameters describe.
pub(super) fn self_signed_with(params: &CertificateParams, subject: &Name, key: &PrivateKey, extensions: &[Vec<u8>]) -> Result<Vec<u8>> {
    signed(params, Signer::new(key, subject, Some(extensions))?)
}

fn signed(params: &CertificateParams, signer: Signer<'_>) -> Result<Vec<u8>> {
    let stopped = params.self_signed(&signer);
    match (signer.made.take(), stopped) {
        (Some(made), _) => made,
        (None, Err(error)) => Err(Error::internal(format!("encoding a certificate: {error}"))),
        (None, Ok(_)) => Err(Error::internal("rcgen asked for no signature")),
    }
}

struct Signer<'a> {
    key: &'a PrivateKey,
    public_key: &'a [u8],
    name: &'a Name,
    extensions: Option<&'a [Vec<u8>]>,
    made: RefCell<Option<Result<Vec<u8>>>>,
}

impl<'a> Signer<'a> {
    fn new(key: &'a PrivateKey, name: &'a Name, extensions: Option<&'a [Vec<u8>]>) -> Result<Self> {
        let public_key = key.public_key_bits().ok_or_else(|| Error::internal("the public key is malformed"))?;
        Ok(Self { key, public_key, name, extensions, made: RefCell::new(None) })
    }

    fn certificate(&self, encoded: &[u8]) -> Result<Vec<u8>> {
        let (tbs, algorithm) = exchanged(encoded, self.name.der(), self.name.der(), self.extensions)
            .map_err(|Malformed| Error::internal("rcgen encoded something unexpected"))?;
        let signature = self.key.sign(&tbs)?;
        Ok(asn1::sequence(&[&tbs, algorithm, &asn1::bit_string(&signature)]))
    }
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public_key
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.key.algorithm() {
            KeyAlgorithm::EcP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyAlgorithm::EcP384 => &rcgen::PKCS_ECDSA_P384_SHA384,
            KeyAlgorithm::Ed25519 => &rcgen::PKCS_ED25519,
            KeyAlgorithm::Rsa(_) => &rcgen::PKCS_RSA_SHA256,
        }
    }
}

impl SigningKey for Signer<'_> {
    fn sign(&self, encoded: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.made.replace(Some(self.certificate(encoded)));
        Err(rcgen::Error::RemoteKeyError) // nothing is left for rcgen to do
    }
}

/// The TBSCertificate (RFC 5280 section 4.1.2) with other names, and other extensions if there are any; and its signature algorithm.
fn exchanged<'a>(encoded: &'a [u8], issuer: &[u8], subject: &[u8], extensions: Option<&[Vec<u8>]>) -> Result<(Vec<u8>, &'a [u8]), Malformed> {
    let mut tbs = asn1::only_sequence(encoded)?;
    let version = tbs.expect(context(0))?.raw;
    let serial = tbs.expect(asn1::INTEGER)?.raw;
    let algorithm = tbs.expect(asn1::SEQUENCE)?.raw;
    tbs.expect(asn1::SEQUENCE)?; // issuer
    let validity = tbs.expect(asn1::SEQUENCE)?.raw;
    tbs.expect(asn1::SEQUENCE)?; // subject
    let mut parts = vec![version, serial, algorithm, issuer, validity, subject];
    parts.push(tbs.expect(asn1::SEQUENCE)?.raw); // subjectPublicKeyInfo
    let own = tbs.optional(context(3))?.map(|extensions| extensions.raw.to_vec());
    tbs.finish()?;
    let extensions = match extensions {
        None => own,
        Some([]) => None, // section 4.1: a sequence of at least one
        Some(others) => {
            let others: Vec<&[u8]> = others.iter().map(Vec::as_slice).collect();
            Some(asn1::tlv(context(3), &[&asn1::sequence(&others)]))
        }
    };
    parts.extend(extensions.as_deref());
    Ok((asn1::sequence(&parts), algorithm))
}
