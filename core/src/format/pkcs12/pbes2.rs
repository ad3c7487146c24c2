//! Encryption with a password: PBES2 of PBKDF2 and AES-CBC (RFC 8018 section 6.2).

use aes::{Aes128, Aes192, Aes256};
use cbc::{
    Decryptor, Encryptor,
    cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7},
};
use zeroize::Zeroizing;

use super::{
    FILE, algorithm, damaged,
    keys::{Digest, Function, Keys, Recipe},
    oid, unsupported,
};
use crate::{
    asn1::{self, Reader},
    error::{Error, Result},
};

const ANEW: &str = "have it exported anew with AES-256 and SHA-256";

/// How something is encrypted.
pub(super) struct Pbes2 {
    /// The length of its key says which AES it is.
    recipe: Recipe,
    iv: [u8; 16],
}

impl Pbes2 {
    /// From the AlgorithmIdentifier that comes next.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let (scheme, mut parameters) = algorithm(reader)?;
        if scheme != oid::PBES2 {
            return Err(unsupported(format!("a PFX file encrypted with {}", oid::name(scheme)), ANEW));
        }
        let mut parameters = parameters.sequence().map_err(Error::damaged(FILE))?;
        let (function, derivation) = algorithm(&mut parameters)?;
        if function != oid::PBKDF2 {
            return Err(unsupported(format!("a PFX file whose key derivation is {}", oid::name(function)), ANEW));
        }
        let (cipher, mut vector) = algorithm(&mut parameters)?;
        parameters.finish().map_err(Error::damaged(FILE))?;
        let length = match cipher {
            oid::AES_128_CBC => 16,
            oid::AES_192_CBC => 24,
            oid::AES_256_CBC => 32,
            other => return Err(unsupported(format!("a PFX file encrypted with {}", oid::name(other)), ANEW)),
        };
        let vector = vector.expect(asn1::OCTET_STRING).and_then(|vector| vector.octets()).map_err(Error::damaged(FILE))?;
        let iv = vector.as_ref().try_into().map_err(|_| damaged("an initialization vector in it has another length than 16"))?;
        Ok(Self { recipe: pbkdf2_recipe(derivation, length)?, iv })
    }

    /// AES-256 with PBKDF2 of HMAC-SHA-256; a vector is to be used once.
    pub(super) fn aes_256(salt: &[u8], iterations: u32, iv: [u8; 16]) -> Self {
        let recipe = Recipe { function: Function::Pbkdf2, digest: Digest::Sha256, salt: salt.to_vec(), iterations: iterations.into(), length: 32 };
        Self { recipe, iv }
    }

    /// The AlgorithmIdentifier of what [`aes_256`](Self::aes_256) made.
    pub(super) fn identifier(&self) -> Vec<u8> {
        let oid = |content| asn1::tlv(asn1::OID, &[content]);
        let salt = asn1::tlv(asn1::OCTET_STRING, &[&self.recipe.salt]);
        let prf = asn1::sequence(&[&oid(oid::HMAC_SHA256), &[asn1::NULL, 0]]);
        let pbkdf2 = asn1::sequence(&[&salt, &asn1::unsigned(self.recipe.iterations), &prf]);
        let derivation = asn1::sequence(&[&oid(oid::PBKDF2), &pbkdf2]);
        let cipher = asn1::sequence(&[&oid(oid::AES_256_CBC), &asn1::tlv(asn1::OCTET_STRING, &[&self.iv])]);
        asn1::sequence(&[&oid(oid::PBES2), &asn1::sequence(&[&derivation, &cipher])])
    }

    /// `None` if what comes out is not padded as it must be: the password is another, or the octets were altered.
    pub(super) fn decrypt(&self, keys: &mut Keys<'_>, ciphertext: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let key = keys.key(&self.recipe)?;
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let length = match self.recipe.length {
            16 => decrypt::<Decryptor<Aes128>>(key, &self.iv, &mut buffer),
            24 => decrypt::<Decryptor<Aes192>>(key, &self.iv, &mut buffer),
            _ => decrypt::<Decryptor<Aes256>>(key, &self.iv, &mut buffer),
        };
        Ok(length.map(|length| {
            buffer.truncate(length); // the capacity, padding included, is wiped as well
            buffer
        }))
    }

    pub(super) fn encrypt(&self, keys: &mut Keys<'_>, plaintext: &[u8]) -> Result<Vec<u8>> {
        let key = keys.key(&self.recipe)?;
        let encryptor = Encryptor::<Aes256>::new_from_slices(key, &self.iv).map_err(|_| Error::internal("the AES key has a wrong length"))?;
        Ok(encryptor.encrypt_padded_vec::<Pkcs7>(plaintext))
    }
}

fn decrypt<M: BlockModeDecrypt + KeyIvInit>(key: &[u8], iv: &[u8], buffer: &mut [u8]) -> Option<usize> {
    let mode = M::new_from_slices(key, iv).ok()?;
    mode.decrypt_padded::<Pkcs7>(buffer).ok().map(<[u8]>::len)
}

/// PBKDF2-params (RFC 8018 appendix A.2).
fn pbkdf2_recipe(mut outer: Reader<'_>, length: usize) -> Result<Recipe> {
    let malformed = Error::damaged(FILE);
    let mut parameters = outer.sequence().map_err(malformed)?;
    let salt = parameters.expect(asn1::OCTET_STRING).and_then(|salt| salt.octets()).map_err(malformed)?;
    let iterations = parameters.unsigned().map_err(malformed)?;
    if parameters.peek() == Some(asn1::INTEGER) && parameters.unsigned().map_err(malformed)? != length as u64 {
        return Err(damaged("a key in it has another length than its cipher takes"));
    }
    let digest = if parameters.is_empty() {
        Digest::Sha1
    } else {
        let (prf, _) = algorithm(&mut parameters)?;
        Digest::from_hmac_oid(prf).ok_or_else(|| unsupported(format!("a PFX file whose PBKDF2 uses {}", oid::name(prf)), ANEW))?
    };
    parameters.finish().map_err(malformed)?;
    Ok(Recipe { function: Function::Pbkdf2, digest, salt: salt.into_owned(), iterations, length })
}
