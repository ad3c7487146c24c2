//! Private keys.

use std::{ffi::c_char, sync::Arc};

use certwright::{KeyAlgorithm, PrivateKey};

use crate::{
    bytes::{cw_bytes, cw_octets},
    caller::{Caller, free},
    certificate::cw_certificate,
    error::cw_error,
    guard::{Failure, guard},
    look::{choice, handle, look},
    status::cw_status,
    text::{Kept, cw_str},
};

/// A kind of key: ECDSA over P-256.
pub const CW_KEY_P256: u32 = 1;
/// A kind of key: ECDSA over P-384.
pub const CW_KEY_P384: u32 = 2;
/// A kind of key: Ed25519. Browsers, .NET and Apple refuse it for servers.
pub const CW_KEY_ED25519: u32 = 3;
/// A kind of key: RSA with 2048 bits.
pub const CW_KEY_RSA_2048: u32 = 4;
/// A kind of key: RSA with 3072 bits.
pub const CW_KEY_RSA_3072: u32 = 5;
/// A kind of key: RSA with 4096 bits.
pub const CW_KEY_RSA_4096: u32 = 6;

const ALGORITHMS: [(u32, KeyAlgorithm); 6] = [
    (CW_KEY_P256, KeyAlgorithm::EcP256),
    (CW_KEY_P384, KeyAlgorithm::EcP384),
    (CW_KEY_ED25519, KeyAlgorithm::Ed25519),
    (CW_KEY_RSA_2048, KeyAlgorithm::Rsa(2048)),
    (CW_KEY_RSA_3072, KeyAlgorithm::Rsa(3072)),
    (CW_KEY_RSA_4096, KeyAlgorithm::Rsa(4096)),
];

/// The kind that a constant names.
pub(crate) fn key_algorithm(number: u32) -> Result<KeyAlgorithm, Failure> {
    choice("algorithm", number, &ALGORITHMS)
}

/// The constant of a kind.
pub(crate) fn key_number(algorithm: KeyAlgorithm) -> u32 {
    ALGORITHMS.iter().find(|(_, one)| *one == algorithm).map_or(0, |(number, _)| *number)
}

/// A private key; it never changes, and is wiped when its last handle is freed. Any number of threads may use it.
pub struct cw_private_key {
    pub(crate) inner: Arc<PrivateKey>,
    algorithm: Kept,
}

impl cw_private_key {
    pub(crate) fn new(inner: impl Into<Arc<PrivateKey>>) -> Self {
        let inner = inner.into();
        Self { algorithm: Kept::new(inner.algorithm().to_string()), inner }
    }

    /// The same key, not another copy of the secret.
    fn shared(&self) -> Self {
        Self::new(Arc::clone(&self.inner))
    }
}

/// Makes a new key. RSA takes a while: 3072 bits 150 ms in the middle, single ones a second.
///
/// @param algorithm  one of CW_KEY_…
/// @param out  the key; the caller frees it with cw_private_key_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_generate(algorithm: u32, out: *mut *mut cw_private_key, error: *mut *mut cw_error) -> cw_status {
    let body = |caller: &Caller| {
        let out = caller.out(out, "out")?;
        out.give(cw_private_key::new(PrivateKey::generate(key_algorithm(algorithm)?)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads PKCS#8, SEC1 or PKCS#1 in DER, encrypted PKCS#8 too, and checks that private and public key belong together.
///
/// @param der, der_len  the octets
/// @param password, password_len  what it is encrypted with; NULL is none, which is not an empty one. For a key that is not encrypted it counts
/// for nothing
/// @param out  the key; the caller frees it with cw_private_key_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_KEY; CW_STATUS_UNSUPPORTED for another algorithm or curve, RSA outside 2048 to 4096 bits, public exponents
/// below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD, CW_STATUS_DAMAGED; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_from_der(
    der: *const u8,
    der_len: usize,
    password: *const c_char,
    password_len: usize,
    out: *mut *mut cw_private_key,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (der, password) = (caller.octets(der, der_len, "der")?, caller.optional_text(password, password_len, "password")?);
        let out = caller.out(out, "out")?;
        out.give(cw_private_key::new(PrivateKey::from_der_with_password(der, password)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Reads the first private key of a PEM text, encrypted or not; text and certificates around it are passed over.
///
/// @param pem, pem_len  the text
/// @param password, password_len  what it is encrypted with; NULL is none, which is not an empty one. For a key that is not encrypted it counts
/// for nothing
/// @param out  the key; the caller frees it with cw_private_key_free
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_MALFORMED_KEY; CW_STATUS_UNSUPPORTED for another algorithm or curve, RSA outside 2048 to 4096 bits, public exponents
/// below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD, CW_STATUS_DAMAGED; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_from_pem(
    pem: *const u8,
    pem_len: usize,
    password: *const c_char,
    password_len: usize,
    out: *mut *mut cw_private_key,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (pem, password) = (caller.octets(pem, pem_len, "pem")?, caller.optional_text(password, password_len, "password")?);
        let out = caller.out(out, "out")?;
        out.give(cw_private_key::new(PrivateKey::from_pem_with_password(pem, password)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Its kind: "p256", "p384", "ed25519", or "rsa" with the number of bits.
///
/// @param key  what is looked at
/// @param out  valid until the key is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_algorithm(key: *const cw_private_key, out: *mut cw_str, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| this.algorithm.get()) }
}

/// The DER of its public key, a SubjectPublicKeyInfo.
///
/// @param key  what is looked at
/// @param out  valid until the key is freed
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_public_key_der(key: *const cw_private_key, out: *mut cw_octets, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| cw_octets::of(this.inner.public_key_der())) }
}

/// It as PKCS#8.
///
/// @param key  what is looked at
/// @param password, password_len  what it is encrypted with, under PBES2 with AES-256; NULL is none, and the key then stands there for everyone to
/// read
/// @param out  the caller frees it with cw_bytes_free, which wipes it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for an empty password
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_to_pkcs8_der(
    key: *const cw_private_key,
    password: *const c_char,
    password_len: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (key, password) = (caller.handle(key, "key")?, caller.optional_text(password, password_len, "password")?);
        let out = caller.out(out, "out")?;
        out.write(match password {
            None => cw_bytes::new(key.inner.to_pkcs8_der().as_slice()),
            Some(password) => cw_bytes::new(key.inner.to_encrypted_pkcs8_der(password)?),
        });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// It as PKCS#8 in PEM.
///
/// @param key  what is looked at
/// @param password, password_len  what it is encrypted with, under PBES2 with AES-256; NULL is none, and the key then stands there for everyone to
/// read
/// @param out  the caller frees it with cw_bytes_free, which wipes it
/// @param error  NULL, or where an error goes
/// @return CW_STATUS_INVALID_ARGUMENT for an empty password
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_to_pkcs8_pem(
    key: *const cw_private_key,
    password: *const c_char,
    password_len: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (key, password) = (caller.handle(key, "key")?, caller.optional_text(password, password_len, "password")?);
        let out = caller.out(out, "out")?;
        out.write(match password {
            None => cw_bytes::new(key.inner.to_pkcs8_pem().as_bytes()),
            Some(password) => cw_bytes::new(key.inner.to_encrypted_pkcs8_pem(password)?),
        });
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Whether the public key of a certificate is this key's.
///
/// @param key  what is looked at
/// @param certificate  looked at too
/// @param out  whether
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_matches(
    key: *const cw_private_key,
    certificate: *const cw_certificate,
    out: *mut bool,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (key, certificate) = (caller.handle(key, "key")?, caller.handle(certificate, "certificate")?);
        let out = caller.out(out, "out")?;
        out.write(key.inner.matches(&certificate.inner));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Signs with the one algorithm of its kind: ECDSA P-256 with SHA-256, P-384 with SHA-384 (both as DER), Ed25519, RSA
/// PKCS#1 v1.5 with SHA-256.
///
/// @param key  what is looked at
/// @param message, message_len  what is signed
/// @param out  the signature; the caller frees it with cw_bytes_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_sign(
    key: *const cw_private_key,
    message: *const u8,
    message_len: usize,
    out: *mut cw_bytes,
    error: *mut *mut cw_error,
) -> cw_status {
    let body = |caller: &Caller| {
        let (key, message) = (caller.handle(key, "key")?, caller.octets(message, message_len, "message")?);
        let out = caller.out(out, "out")?;
        out.write(cw_bytes::new(key.inner.sign(message)?));
        Ok(())
    };
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { guard(error, body) }
}

/// Another handle of the same key, which lives on when this one is freed. Nothing is copied.
///
/// @param key  what is looked at
/// @param out  the handle; the caller frees it with cw_private_key_free
/// @param error  NULL, or where an error goes
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_clone(key: *const cw_private_key, out: *mut *mut cw_private_key, error: *mut *mut cw_error) -> cw_status {
    // SAFETY: the header asks for the promises of a `Caller`.
    unsafe { look(key, "key", out, error, |this| handle(this.shared())) }
}

/// Frees a key, and wipes it if this is its last handle. NULL does nothing.
///
/// @param key  NULL, or one that nobody uses any more
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_private_key_free(key: *mut cw_private_key) {
    // SAFETY: the header asks the caller for NULL or one that is not used any more.
    unsafe { free(key) }
}
