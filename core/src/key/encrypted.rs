//! Private keys under a password: EncryptedPrivateKeyInfo (RFC 5208 section 6), and the old encryption of PEM keys.

use zeroize::Zeroizing;

use super::{PrivateKey, is_pkcs8};
use crate::{
    asn1::{self, Reader},
    error::{Error, Result},
    pbe::{Budget, Keys, Limits, Scheme},
    pem::{self, Block},
    random::random,
};

/// What errors call it.
const KEY: &str = "the private key";
/// Of PBKDF2, for keys that are written.
const ITERATIONS: u32 = 600_000;

/// What to do about a key of OpenSSH.
pub(crate) const OPENSSH: &str = "convert a copy of an RSA or ECDSA key: ssh-keygen -p -m PKCS8 -f COPY";

/// What a key was before it was encrypted, and how it was.
pub(crate) struct Decrypted {
    pub(crate) der: Zeroizing<Vec<u8>>,
    /// The name of the scheme, if it is not to be relied on any more.
    pub(crate) legacy: Option<String>,
}

/// EncryptedPrivateKeyInfo: an algorithm, an OCTET STRING, no more.
pub(crate) fn is_encrypted_pkcs8(der: &[u8]) -> bool {
    let mut outer = Reader::ber(der);
    let Ok(mut inside) = outer.sequence() else { return false };
    let algorithm = inside.sequence().is_ok_and(|algorithm| algorithm.peek() == Some(asn1::OID));
    algorithm && inside.expect(asn1::OCTET_STRING).is_ok() && inside.is_empty() && outer.is_empty()
}

/// The PKCS#8 in an EncryptedPrivateKeyInfo.
///
/// # Errors
/// [`Error::PasswordRequired`], [`Error::WrongPassword`], [`Error::Damaged`], [`Error::Unsupported`], [`Error::WorkLimit`].
pub(crate) fn decrypt(der: &[u8], keys: &mut Keys<'_>) -> Result<Decrypted> {
    let malformed = Error::damaged(keys.what());
    let mut outer = Reader::ber(der);
    let mut info = outer.sequence().map_err(malformed)?;
    outer.finish().map_err(malformed)?;
    let (scheme, ciphertext) = encrypted_parts(&mut info, keys.what())?;
    keys.must_have_password()?;
    let der = scheme.decrypt(keys, &ciphertext, is_pkcs8)?.ok_or_else(|| keys.refused())?;
    Ok(Decrypted { der, legacy: scheme.is_legacy().then(|| scheme.to_string()) })
}

/// What follows inside of an EncryptedPrivateKeyInfo: how it is encrypted, and the ciphertext.
pub(crate) fn encrypted_parts(info: &mut Reader<'_>, what: &str) -> Result<(Scheme, Vec<u8>)> {
    let malformed = Error::damaged(what);
    let scheme = Scheme::read(info, what)?;
    let ciphertext = info.expect(asn1::OCTET_STRING).and_then(|string| string.octets()).map_err(malformed)?.into_owned();
    info.finish().map_err(malformed)?;
    Ok((scheme, ciphertext))
}

/// An EncryptedPrivateKeyInfo with this PKCS#8.
pub(crate) fn encrypted_info(scheme: &Scheme, keys: &mut Keys<'_>, pkcs8: &[u8]) -> Result<Vec<u8>> {
    let ciphertext = scheme.encrypt(keys, pkcs8)?;
    Ok(asn1::sequence(&[&scheme.identifier(), &asn1::tlv(asn1::OCTET_STRING, &[&ciphertext])]))
}

/// The key in a PEM block with the header `Proc-Type: 4,ENCRYPTED`: PKCS#1, SEC1 or DSA.
///
/// # Errors
/// As [`decrypt`].
pub(crate) fn decrypt_block(block: &Block, keys: &mut Keys<'_>) -> Result<Decrypted> {
    let damaged = || Error::Damaged { what: keys.what().to_owned(), why: "its header DEK-Info is missing".to_owned() };
    let scheme = Scheme::from_dek_info(block.dek_info.as_deref().ok_or_else(damaged)?, keys.what())?;
    keys.must_have_password()?;
    let der = scheme.decrypt(keys, &block.content, |der| asn1::only_sequence(der).is_ok())?.ok_or_else(|| keys.refused())?;
    Ok(Decrypted { der, legacy: Some(scheme.to_string()) })
}

impl PrivateKey {
    /// As [`from_der`](Self::from_der), also for encrypted PKCS#8: PBES2, PBES1 and the schemes of PKCS#12. A password for a
    /// key that is not encrypted counts for nothing.
    ///
    /// # Errors
    /// Those of [`from_der`](Self::from_der); [`Error::PasswordRequired`] without a password, [`Error::WrongPassword`], also
    /// for damage where the two cannot be told apart, otherwise [`Error::Damaged`]; [`Error::WorkLimit`] above 10,000,000 iterations or 256 MiB.
    pub fn from_der_with_password(der: &[u8], password: Option<&str>) -> Result<Self> {
        if is_encrypted_pkcs8(der) {
            let budget = Budget::new(Limits::default());
            return Self::from_der(&decrypt(der, &mut Keys::new(KEY, password, &budget))?.der);
        }
        Self::from_der(der)
    }

    /// As [`from_pem`](Self::from_pem), also for encrypted PKCS#8 and for the old encryption of PEM keys (RFC 1421 headers).
    ///
    /// # Errors
    /// As [`from_der_with_password`](Self::from_der_with_password).
    pub fn from_pem_with_password(pem: &[u8], password: Option<&str>) -> Result<Self> {
        for block in pem::Blocks::new(pem) {
            let block = block?;
            if block.label == "OPENSSH PRIVATE KEY" {
                return Err(Error::Unsupported { what: "a private key of OpenSSH".to_owned(), why: OPENSSH.to_owned() });
            }
            if block.label.ends_with("PRIVATE KEY") {
                return Self::from_block(&block, password);
            }
        }
        Err(Error::key("there is no PEM block of a private key in it"))
    }

    fn from_block(block: &Block, password: Option<&str>) -> Result<Self> {
        if block.encrypted {
            let budget = Budget::new(Limits::default());
            return Self::from_der(&decrypt_block(block, &mut Keys::new(KEY, password, &budget))?.der);
        }
        Self::from_der_with_password(&block.content, password)
    }

    /// PKCS#8, encrypted with AES-256-CBC under PBKDF2 with HMAC-SHA-256 and 600,000 iterations (RFC 5208 section 6).
    ///
    /// Not checked: whether the password is any good.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the password is empty; [`Error::Internal`] if the system gives no random octets.
    pub fn to_encrypted_pkcs8_der(&self, password: &str) -> Result<Vec<u8>> {
        if password.is_empty() {
            return Err(Error::InvalidArgument { what: "password", why: "it is empty, which protects nothing; give one".to_owned() });
        }
        let scheme = Scheme::aes_256(&random::<16>()?, ITERATIONS, random()?);
        let budget = Budget::new(Limits::NONE);
        encrypted_info(&scheme, &mut Keys::new(KEY, Some(password), &budget), self.pkcs8())
    }

    /// As [`to_encrypted_pkcs8_der`](Self::to_encrypted_pkcs8_der), as PEM.
    ///
    /// # Errors
    /// As there.
    pub fn to_encrypted_pkcs8_pem(&self, password: &str) -> Result<String> {
        Ok(pem::encode("ENCRYPTED PRIVATE KEY", &self.to_encrypted_pkcs8_der(password)?))
    }
}
