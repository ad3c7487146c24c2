//! How the integrity of a PFX is proven: HMAC with PKCS#12's own key derivation (RFC 7292 section 4), or PBMAC1 (RFC 9579).

use super::{FILE, check_legacy, damaged, oid};
use crate::{
    asn1::{self, Reader},
    error::{Error, Result},
    pbe::{self, Digest, Function, Keys, Pbkdf2, Purpose, Recipe, Spelling},
};

/// The least and the most octets of a PBMAC1 key: below the least it could be found by trying, above the most no digest is long.
const KEY_LENGTHS: std::ops::RangeInclusive<u64> = 16..=64;

/// MacData (RFC 7292 section 4).
pub(super) struct Mac {
    /// How its key is derived.
    key: Recipe,
    digest: Digest,
    tag: Vec<u8>,
    is_pbmac1: bool,
}

impl Mac {
    pub(super) fn read(mut data: Reader<'_>) -> Result<Self> {
        let malformed = Error::damaged(FILE);
        let mut info = data.sequence().map_err(malformed)?;
        let (kind, parameters) = pbe::algorithm(&mut info).map_err(malformed)?;
        let tag = info.expect(asn1::OCTET_STRING).and_then(|tag| tag.octets()).map_err(malformed)?.into_owned();
        info.finish().map_err(malformed)?;
        let salt = data.expect(asn1::OCTET_STRING).and_then(|salt| salt.octets()).map_err(malformed)?.into_owned();
        let iterations = if data.is_empty() { 1 } else { data.unsigned().map_err(malformed)? };
        data.finish().map_err(malformed)?;
        if kind == oid::PBMAC1 {
            return Self::pbmac1(parameters, tag);
        }
        let digest = Digest::from_oid(kind).ok_or_else(|| pbe::unsupported(format!("an integrity check with {}", pbe::name(kind))))?;
        let key = Recipe { function: Function::Pkcs12(digest, Purpose::Mac), salt, iterations, length: digest.output_len() };
        Ok(Self { key, digest, tag, is_pbmac1: false })
    }

    /// PBMAC1-params (RFC 8018 appendix A.5), and what RFC 9579 section 3 demands of them: PBKDF2, with the length of its key
    /// and its PRF stated. Salt and iterations of MacData itself count for nothing.
    fn pbmac1(mut outer: Reader<'_>, tag: Vec<u8>) -> Result<Self> {
        let malformed = Error::damaged(FILE);
        let mut parameters = outer.sequence().map_err(malformed)?;
        let (function, derivation) = pbe::algorithm(&mut parameters).map_err(malformed)?;
        let (scheme, _) = pbe::algorithm(&mut parameters).map_err(malformed)?;
        parameters.finish().map_err(malformed)?;
        if function != pbe::oid::PBKDF2 {
            return Err(pbe::unsupported(format!("an integrity check whose key derivation is {}", pbe::name(function))));
        }
        let derivation = Pbkdf2::read(derivation, FILE)?;
        let length = derivation.length.ok_or_else(|| damaged("its integrity check does not state the length of its key"))?;
        if derivation.prf.is_none() {
            return Err(damaged("its integrity check does not state the function of its key derivation"));
        }
        if !KEY_LENGTHS.contains(&length) {
            return Err(damaged(&format!("the key of its integrity check has {length} octets")));
        }
        let digest = Digest::from_hmac_oid(scheme).ok_or_else(|| pbe::unsupported(format!("an integrity check with {}", pbe::name(scheme))))?;
        Ok(Self { key: derivation.recipe(length as usize), digest, tag, is_pbmac1: true }) // at most 64
    }

    /// A new one under HMAC of this digest; a salt is to be used once.
    pub(super) fn hmac(digest: Digest, salt: &[u8], iterations: u32) -> Self {
        let function = Function::Pkcs12(digest, Purpose::Mac);
        let key = Recipe { function, salt: salt.to_vec(), iterations: iterations.into(), length: digest.output_len() };
        Self { key, digest, tag: Vec::new(), is_pbmac1: false }
    }

    /// A new one under PBMAC1 with SHA-256; a salt is to be used once.
    pub(super) fn pbmac1_sha256(salt: &[u8], iterations: u32) -> Self {
        let key = Recipe { function: Function::Pbkdf2(Digest::Sha256), salt: salt.to_vec(), iterations: iterations.into(), length: 32 };
        Self { key, digest: Digest::Sha256, tag: Vec::new(), is_pbmac1: true }
    }

    /// The MacData of what `hmac` with SHA-1 or SHA-256, or `pbmac1_sha256`, made.
    pub(super) fn encode(&self, authenticated: &[u8], keys: &mut Keys<'_>) -> Result<Vec<u8>> {
        let spelling = keys.spellings(&self.key.function).first().copied().unwrap_or(Spelling::Utf8);
        let tag = self.digest.hmac(keys.key(&self.key, spelling)?, authenticated);
        let null: &[u8] = &[asn1::NULL, 0];
        let salt = asn1::tlv(asn1::OCTET_STRING, &[&self.key.salt]);
        let iterations = asn1::unsigned(self.key.iterations);
        let with_tag = |algorithm: &[u8]| asn1::sequence(&[algorithm, &asn1::tlv(asn1::OCTET_STRING, &[&tag])]);
        if self.is_pbmac1 {
            let hmac = asn1::sequence(&[&asn1::oid(pbe::oid::HMAC_SHA256), null]);
            let derivation = asn1::sequence(&[&salt, &iterations, &asn1::unsigned(self.key.length as u64), &hmac]);
            let derivation = asn1::sequence(&[&asn1::oid(pbe::oid::PBKDF2), &derivation]);
            let algorithm = asn1::sequence(&[&asn1::oid(oid::PBMAC1), &asn1::sequence(&[&derivation, &hmac])]);
            // not used, but not optional; one iteration is the default, which DER leaves out
            return Ok(asn1::sequence(&[&with_tag(&algorithm), &asn1::tlv(asn1::OCTET_STRING, &[b"NOT USED"])]));
        }
        let digest = if self.digest == Digest::Sha1 { pbe::oid::SHA1 } else { pbe::oid::SHA256 };
        Ok(asn1::sequence(&[&with_tag(&asn1::sequence(&[&asn1::oid(digest), null])), &salt, &iterations]))
    }

    /// What it is, if it is not to be relied on any more.
    pub(super) fn legacy(&self) -> Option<String> {
        if self.digest.is_legacy() {
            return Some(format!("an integrity check with {}", self.digest));
        }
        (self.key.function == Function::Pbkdf2(Digest::Md5)).then(|| "an integrity check whose key is derived with MD5".to_owned())
    }

    /// # Errors
    /// [`Error::WrongPassword`] or [`Error::PasswordRequired`] if the tag is another under each spelling of the password;
    /// [`Error::LegacyAlgorithm`] where such are to be refused.
    pub(super) fn verify(&self, authenticated: &[u8], keys: &mut Keys<'_>, refuse_legacy: bool) -> Result<()> {
        if let Some(algorithm) = self.legacy() {
            check_legacy(&algorithm, refuse_legacy)?;
        }
        for spelling in keys.spellings(&self.key.function) {
            if self.digest.is_hmac(keys.key(&self.key, spelling)?, authenticated, &self.tag) {
                keys.prove(&self.key.function, spelling);
                return Ok(());
            }
        }
        Err(keys.refused())
    }
}
