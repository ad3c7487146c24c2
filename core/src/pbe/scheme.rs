//! How something is encrypted: which derivation, which cipher, and its AlgorithmIdentifier.

use std::fmt;

use zeroize::Zeroizing;

use super::{
    algorithm,
    cipher::Cipher,
    digest::Digest,
    keys::{Function, Keys, Purpose, Recipe},
    name, oid,
    password::Spelling,
    unsupported,
};
use crate::{
    asn1::{self, Malformed, Reader},
    error::{Error, Result},
};

/// A scheme with all its parameters.
pub(crate) struct Scheme {
    cipher: Cipher,
    /// Of the key; its length decides between the sizes of a cipher.
    key: Recipe,
    iv: Iv,
}

enum Iv {
    Given(Vec<u8>),
    /// As the key, for another purpose (RFC 7292 appendix B.3).
    Derived,
    /// The end of what is derived; the key is its beginning (RFC 8018 section 6.1).
    Tail,
}

impl Scheme {
    /// From the AlgorithmIdentifier that comes next; `what` is encrypted.
    pub(crate) fn read(reader: &mut Reader<'_>, what: &str) -> Result<Self> {
        let malformed = Error::damaged(what);
        let (scheme, mut parameters) = algorithm(reader).map_err(malformed)?;
        if scheme == oid::PBES2 {
            let parameters = parameters.sequence().map_err(malformed)?;
            return Self::pbes2(parameters, what);
        }
        let (function, cipher, length, iv): (fn(Digest) -> Function, _, _, _) = match scheme {
            oid::MD5_DES | oid::SHA1_DES => (Function::Pbkdf1, Cipher::Des, 16, Iv::Tail),
            oid::MD5_RC2 | oid::SHA1_RC2 => (Function::Pbkdf1, Cipher::Rc2(64), 16, Iv::Tail),
            oid::SHA1_RC4_128 => (pkcs12_key, Cipher::Rc4, 16, Iv::Given(Vec::new())),
            oid::SHA1_RC4_40 => (pkcs12_key, Cipher::Rc4, 5, Iv::Given(Vec::new())),
            oid::SHA1_3DES => (pkcs12_key, Cipher::TripleDes, 24, Iv::Derived),
            oid::SHA1_2DES => (pkcs12_key, Cipher::TripleDes, 16, Iv::Derived),
            oid::SHA1_RC2_128 => (pkcs12_key, Cipher::Rc2(128), 16, Iv::Derived),
            oid::SHA1_RC2_40 => (pkcs12_key, Cipher::Rc2(40), 5, Iv::Derived),
            other => return Err(unsupported(format!("encryption with {}", name(other)))),
        };
        let digest = if matches!(scheme, oid::MD5_DES | oid::MD5_RC2) { Digest::Md5 } else { Digest::Sha1 };
        let mut read = || -> Result<_, Malformed> {
            let mut parameters = parameters.sequence()?; // PBEParameter, or pkcs-12PbeParams
            let salt = parameters.expect(asn1::OCTET_STRING)?.octets()?.into_owned();
            let iterations = parameters.unsigned()?;
            parameters.finish()?;
            Ok((salt, iterations))
        };
        let (salt, iterations) = read().map_err(malformed)?;
        Ok(Self { cipher, key: Recipe { function: function(digest), salt, iterations, length }, iv })
    }

    /// RFC 8018 section 6.2 and appendix A.4.
    fn pbes2(mut parameters: Reader<'_>, what: &str) -> Result<Self> {
        let malformed = Error::damaged(what);
        let (function, derivation) = algorithm(&mut parameters).map_err(malformed)?;
        let (cipher, mut vector) = algorithm(&mut parameters).map_err(malformed)?;
        parameters.finish().map_err(malformed)?;
        let (cipher, length) = match cipher {
            oid::AES_128_CBC => (Cipher::Aes, 16),
            oid::AES_192_CBC => (Cipher::Aes, 24),
            oid::AES_256_CBC => (Cipher::Aes, 32),
            oid::CAMELLIA_128_CBC => (Cipher::Camellia, 16),
            oid::CAMELLIA_192_CBC => (Cipher::Camellia, 24),
            oid::CAMELLIA_256_CBC => (Cipher::Camellia, 32),
            oid::DES_CBC => (Cipher::Des, 8),
            oid::TRIPLE_DES_CBC => (Cipher::TripleDes, 24),
            oid::RC2_CBC => {
                let (bits, iv) = rc2_parameters(vector).map_err(malformed)?;
                let key = derivation_of(function, derivation, None, what)?;
                return Self { cipher: Cipher::Rc2(bits), key, iv: Iv::Given(iv) }.with_whole_vector(what);
            }
            other => return Err(unsupported(format!("encryption with {}", name(other)))),
        };
        let iv = vector.expect(asn1::OCTET_STRING).and_then(|iv| iv.octets()).map_err(malformed)?.into_owned();
        let key = derivation_of(function, derivation, Some(length), what)?;
        Self { cipher, key, iv: Iv::Given(iv) }.with_whole_vector(what)
    }

    fn with_whole_vector(self, what: &str) -> Result<Self> {
        match &self.iv {
            Iv::Given(iv) if iv.len() != self.cipher.iv_len() => {
                let why = format!("an initialization vector in it has {} octets in place of {}", iv.len(), self.cipher.iv_len());
                Err(Error::Damaged { what: what.to_owned(), why })
            }
            _ => Ok(self),
        }
    }

    /// From the header of an old PEM key, such as `AES-128-CBC,0123…` (RFC 1421 section 4.6.1.3, with OpenSSL's names).
    pub(crate) fn from_dek_info(header: &str, what: &str) -> Result<Self> {
        let damaged = || Error::Damaged { what: what.to_owned(), why: "its header DEK-Info is cut short or altered".to_owned() };
        let (named, vector) = header.split_once(',').ok_or_else(damaged)?;
        let (cipher, length) = match named.trim() {
            "AES-128-CBC" => (Cipher::Aes, 16),
            "AES-192-CBC" => (Cipher::Aes, 24),
            "AES-256-CBC" => (Cipher::Aes, 32),
            "CAMELLIA-128-CBC" => (Cipher::Camellia, 16),
            "CAMELLIA-192-CBC" => (Cipher::Camellia, 24),
            "CAMELLIA-256-CBC" => (Cipher::Camellia, 32),
            "DES-CBC" => (Cipher::Des, 8),
            "DES-EDE-CBC" => (Cipher::TripleDes, 16),
            "DES-EDE3-CBC" => (Cipher::TripleDes, 24),
            "RC2-40-CBC" => (Cipher::Rc2(40), 5),
            "RC2-64-CBC" => (Cipher::Rc2(64), 8),
            "RC2-CBC" => (Cipher::Rc2(128), 16),
            other => {
                let shown: String = other.chars().filter(char::is_ascii_graphic).take(30).collect();
                return Err(unsupported(format!("encryption with {shown}")));
            }
        };
        let octet = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let iv = vector.trim().as_bytes().chunks(2).map(octet).collect::<Option<Vec<u8>>>().filter(|iv| iv.len() == cipher.iv_len());
        let iv = iv.ok_or_else(damaged)?;
        let key = Recipe { function: Function::BytesToKey, salt: iv[..8].to_vec(), iterations: 1, length }; // vectors have 8 or 16 octets
        Ok(Self { cipher, key, iv: Iv::Given(iv) })
    }

    /// AES-256 with PBKDF2 of HMAC-SHA-256; a vector is to be used once.
    pub(crate) fn aes_256(salt: &[u8], iterations: u32, iv: [u8; 16]) -> Self {
        let key = Recipe { function: Function::Pbkdf2(Digest::Sha256), salt: salt.to_vec(), iterations: iterations.into(), length: 32 };
        Self { cipher: Cipher::Aes, key, iv: Iv::Given(iv.to_vec()) }
    }

    /// 3DES with PKCS#12's own derivation of SHA-1, for readers that know nothing better; a salt is to be used once.
    pub(crate) fn triple_des(salt: &[u8], iterations: u32) -> Self {
        let key = Recipe { function: pkcs12_key(Digest::Sha1), salt: salt.to_vec(), iterations: iterations.into(), length: 24 };
        Self { cipher: Cipher::TripleDes, key, iv: Iv::Derived }
    }

    /// The AlgorithmIdentifier of what `aes_256` or `triple_des` made.
    pub(crate) fn identifier(&self) -> Vec<u8> {
        let salt = asn1::tlv(asn1::OCTET_STRING, &[&self.key.salt]);
        let iterations = asn1::unsigned(self.key.iterations);
        let Iv::Given(iv) = &self.iv else {
            return asn1::sequence(&[&asn1::oid(oid::SHA1_3DES), &asn1::sequence(&[&salt, &iterations])]);
        };
        let prf = asn1::sequence(&[&asn1::oid(oid::HMAC_SHA256), &[asn1::NULL, 0]]);
        let derivation = asn1::sequence(&[&asn1::oid(oid::PBKDF2), &asn1::sequence(&[&salt, &iterations, &prf])]);
        let cipher = asn1::sequence(&[&asn1::oid(oid::AES_256_CBC), &asn1::tlv(asn1::OCTET_STRING, &[iv])]);
        asn1::sequence(&[&asn1::oid(oid::PBES2), &asn1::sequence(&[&derivation, &cipher])])
    }

    /// Whether its cipher or its derivation is not to be relied on any more. HMAC-SHA-1 is in PBKDF2, whose default it is:
    /// what is known against SHA-1 does not touch it (RFC 8018 appendix B.1.1).
    pub(crate) fn is_legacy(&self) -> bool {
        match self.key.function {
            Function::Pbkdf1(_) | Function::Pkcs12(..) | Function::BytesToKey | Function::Pbkdf2(Digest::Md5) => true,
            Function::Pbkdf2(_) | Function::Scrypt { .. } => self.cipher.is_legacy(),
        }
    }

    /// What comes out under the spelling of the password for which it is what is expected; `None` if there is none: the
    /// password is another, or the octets were altered.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the ciphertext does not consist of whole blocks; [`Error::WorkLimit`].
    pub(crate) fn decrypt(&self, keys: &mut Keys<'_>, ciphertext: &[u8], is_expected: impl Fn(&[u8]) -> bool) -> Result<Option<Zeroizing<Vec<u8>>>> {
        if !self.cipher.takes(ciphertext.len()) {
            return Err(Error::Damaged { what: keys.what().to_owned(), why: "something encrypted in it is cut short".to_owned() });
        }
        for spelling in keys.spellings(&self.key.function) {
            let (key, iv) = self.key_and_iv(keys, spelling)?;
            if let Some(plaintext) = self.cipher.decrypt(&key, &iv, ciphertext).filter(|plaintext| is_expected(plaintext)) {
                keys.prove(&self.key.function, spelling);
                return Ok(Some(plaintext));
            }
        }
        Ok(None)
    }

    /// Of what `aes_256` or `triple_des` made.
    pub(crate) fn encrypt(&self, keys: &mut Keys<'_>, plaintext: &[u8]) -> Result<Vec<u8>> {
        let spelling = keys.spellings(&self.key.function).first().copied().unwrap_or(Spelling::Utf8);
        let (key, iv) = self.key_and_iv(keys, spelling)?;
        self.cipher.encrypt(&key, &iv, plaintext).ok_or_else(|| Error::internal("the cipher does not take its key"))
    }

    fn key_and_iv(&self, keys: &mut Keys<'_>, spelling: Spelling) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>)> {
        let key = Zeroizing::new(keys.key(&self.key, spelling)?.to_vec());
        match (&self.iv, &self.key.function) {
            (Iv::Derived, Function::Pkcs12(digest, _)) => {
                let recipe = Recipe { function: Function::Pkcs12(*digest, Purpose::Iv), length: self.cipher.iv_len(), ..self.key.clone() };
                Ok((key, keys.key(&recipe, spelling)?.to_vec()))
            }
            (Iv::Given(iv), _) => Ok((key, iv.clone())),
            _ => {
                let (key, iv) = key.split_at(key.len().saturating_sub(self.cipher.iv_len()));
                Ok((Zeroizing::new(key.to_vec()), iv.to_vec()))
            }
        }
    }
}

/// Such as `AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations`.
impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = if matches!(self.iv, Iv::Tail) { 8 } else { self.key.length };
        let iterations = self.key.iterations;
        write!(f, "{}, ", self.cipher.name(length))?;
        match &self.key.function {
            Function::Pbkdf1(digest) => write!(f, "PBKDF1 with {digest}, {iterations} iterations"),
            Function::Pbkdf2(digest) => write!(f, "PBKDF2 with HMAC-{digest}, {iterations} iterations"),
            Function::Pkcs12(digest, _) => write!(f, "PKCS#12 derivation with {digest}, {iterations} iterations"),
            Function::Scrypt { block_size, parallelization } => write!(f, "scrypt with N={iterations}, r={block_size}, p={parallelization}"),
            Function::BytesToKey => write!(f, "MD5 of the password"),
        }
    }
}

fn pkcs12_key(digest: Digest) -> Function {
    Function::Pkcs12(digest, Purpose::Key)
}

/// The derivation of PBES2 with its parameters, for a key of this length, or where the cipher takes any, of the one they name.
fn derivation_of(function: &[u8], parameters: Reader<'_>, length: Option<usize>, what: &str) -> Result<Recipe> {
    match function {
        oid::PBKDF2 => {
            let parameters = Pbkdf2::read(parameters, what)?;
            let length = key_length(length, parameters.length, what)?;
            Ok(parameters.recipe(length))
        }
        oid::SCRYPT => scrypt_recipe(parameters, length, what),
        other => Err(unsupported(format!("key derivation with {}", name(other)))),
    }
}

fn key_length(wanted: Option<usize>, named: Option<u64>, what: &str) -> Result<usize> {
    let named = named.map(|named| usize::try_from(named).unwrap_or(usize::MAX));
    match (wanted, named) {
        (Some(wanted), None) => Ok(wanted),
        (Some(wanted), Some(named)) if named == wanted => Ok(wanted),
        (None, Some(named @ 1..=128)) => Ok(named),
        (None, None) => Ok(16),
        _ => Err(Error::Damaged { what: what.to_owned(), why: "a key in it has another length than its cipher takes".to_owned() }),
    }
}

/// PBKDF2-params (RFC 8018 appendix A.2).
pub(crate) struct Pbkdf2 {
    salt: Vec<u8>,
    iterations: u64,
    /// Of the key, in octets, where it is stated.
    pub(crate) length: Option<u64>,
    /// Where it is stated.
    pub(crate) prf: Option<Digest>,
}

impl Pbkdf2 {
    /// From the parameters of the AlgorithmIdentifier.
    pub(crate) fn read(mut outer: Reader<'_>, what: &str) -> Result<Self> {
        let malformed = Error::damaged(what);
        let mut parameters = outer.sequence().map_err(malformed)?;
        if parameters.peek() == Some(asn1::SEQUENCE) {
            return Err(unsupported("a salt of PBKDF2 that is not given but computed"));
        }
        let salt = parameters.expect(asn1::OCTET_STRING).and_then(|salt| salt.octets()).map_err(malformed)?.into_owned();
        let iterations = parameters.unsigned().map_err(malformed)?;
        let length = match parameters.peek() {
            Some(asn1::INTEGER) => Some(parameters.unsigned().map_err(malformed)?),
            _ => None,
        };
        let prf = if parameters.is_empty() {
            None
        } else {
            let (prf, _) = algorithm(&mut parameters).map_err(malformed)?;
            Some(Digest::from_hmac_oid(prf).ok_or_else(|| unsupported(format!("PBKDF2 with {}", name(prf))))?)
        };
        parameters.finish().map_err(malformed)?;
        Ok(Self { salt, iterations, length, prf })
    }

    /// For a key of this length; the PRF is that of SHA-1 where none is stated.
    pub(crate) fn recipe(self, length: usize) -> Recipe {
        let function = Function::Pbkdf2(self.prf.unwrap_or(Digest::Sha1));
        Recipe { function, salt: self.salt, iterations: self.iterations, length }
    }
}

/// scrypt-params (RFC 7914 section 7.1).
fn scrypt_recipe(mut outer: Reader<'_>, length: Option<usize>, what: &str) -> Result<Recipe> {
    let mut read = || -> Result<_, Malformed> {
        let mut parameters = outer.sequence()?;
        let salt = parameters.expect(asn1::OCTET_STRING)?.octets()?.into_owned();
        let (n, r, p) = (parameters.unsigned()?, parameters.unsigned()?, parameters.unsigned()?);
        let named = if parameters.is_empty() { None } else { Some(parameters.unsigned()?) };
        parameters.finish()?;
        let small = |number: u64| u32::try_from(number).map_err(|_| Malformed);
        let function = Function::Scrypt { block_size: small(r)?, parallelization: small(p)? };
        Ok((Recipe { function, salt, iterations: n, length: 0 }, named))
    };
    let (recipe, named) = read().map_err(Error::damaged(what))?;
    Ok(Recipe { length: key_length(length, named, what)?, ..recipe })
}

/// RC2-CBC-Parameter: how many bits are effective, and the vector (RFC 8018 appendix B.2.3).
fn rc2_parameters(mut parameters: Reader<'_>) -> Result<(u16, Vec<u8>), Malformed> {
    if parameters.peek() != Some(asn1::SEQUENCE) {
        return Ok((32, parameters.expect(asn1::OCTET_STRING)?.octets()?.into_owned()));
    }
    let mut parameters = parameters.sequence()?;
    let bits = match parameters.peek() {
        Some(asn1::INTEGER) => match parameters.unsigned()? {
            160 => 40,
            120 => 64,
            58 => 128,
            bits @ 256..=1024 => bits as u16, // at most 1024
            _ => return Err(Malformed),
        },
        _ => 32,
    };
    let iv = parameters.expect(asn1::OCTET_STRING)?.octets()?.into_owned();
    parameters.finish()?;
    Ok((bits, iv))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::{sequence, tlv, unsigned};

    /// PBES2 of AES-256 with a vector of so many octets, and a key whose length may be stated.
    fn pbes2(vector: usize, length: Option<u64>) -> Result<Scheme> {
        let prf = sequence(&[&asn1::oid(oid::HMAC_SHA256), &[asn1::NULL, 0]]);
        let stated = length.map(unsigned).unwrap_or_default();
        let parameters = sequence(&[&tlv(asn1::OCTET_STRING, &[&[1; 8]]), &unsigned(1000), &stated, &prf]);
        let derivation = sequence(&[&asn1::oid(oid::PBKDF2), &parameters]);
        let cipher = sequence(&[&asn1::oid(oid::AES_256_CBC), &tlv(asn1::OCTET_STRING, &[&vec![2; vector]])]);
        Scheme::read(&mut Reader::der(&sequence(&[&asn1::oid(oid::PBES2), &sequence(&[&derivation, &cipher])])), "the key")
    }

    fn why(scheme: Result<Scheme>) -> String {
        match scheme {
            Err(Error::Damaged { why, .. }) => why,
            Err(other) => other.to_string(),
            Ok(scheme) => format!("read: {scheme}"),
        }
    }

    #[test]
    fn vectors_and_keys_have_the_lengths_that_the_cipher_takes() {
        assert!(pbes2(16, None).is_ok() && pbes2(16, Some(32)).is_ok());
        assert_eq!(why(pbes2(8, None)), "an initialization vector in it has 8 octets in place of 16");
        assert_eq!(why(pbes2(0, None)), "an initialization vector in it has 0 octets in place of 16");
        for length in [16, 33, u64::MAX] {
            assert_eq!(why(pbes2(16, Some(length))), "a key in it has another length than its cipher takes");
        }
    }

    #[test]
    fn a_dek_info_that_is_none_is_damage() {
        let vector = "00112233445566778899AABBCCDDEEFF";
        assert!(Scheme::from_dek_info(&format!("AES-256-CBC,{vector}"), "the key").is_ok());
        for header in [
            "",
            "AES-256-CBC",
            "AES-256-CBC,",
            "AES-256-CBC,0011",
            &format!("AES-256-CBC,{vector}00"),
            &format!("AES-256-CBC,{}", vector.replace('9', "x")),
            &format!("DES-EDE3-CBC,{vector}"),
        ] {
            assert_eq!(why(Scheme::from_dek_info(header, "the key")), "its header DEK-Info is cut short or altered", "{header}");
        }
        let unknown = why(Scheme::from_dek_info("BLOWFISH\u{7}-CBC,00", "the key"));
        assert!(unknown.starts_with("encryption with BLOWFISH-CBC is not supported"), "{unknown}");
    }
}
