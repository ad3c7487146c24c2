//! The ciphers that files are encrypted with: CBC with padding, and RC4.

use aes::{Aes128, Aes192, Aes256};
use camellia::{Camellia128, Camellia192, Camellia256};
use cbc::{
    Decryptor, Encryptor,
    cipher::{BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit, StreamCipher, block_padding::Pkcs7},
};
use des::{Des, TdesEde2, TdesEde3};
use rc2::Rc2;
use rc4::Rc4;
use zeroize::Zeroizing;

/// A cipher; where its key may have several lengths, the key says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    Aes,
    Camellia,
    Des,
    TripleDes,
    /// With so many effective bits, 1 to 1024.
    Rc2(u16),
    Rc4,
}

impl Cipher {
    /// Not to be relied on any more.
    pub(super) fn is_legacy(self) -> bool {
        !matches!(self, Self::Aes | Self::Camellia)
    }

    /// In octets.
    pub(super) fn iv_len(self) -> usize {
        match self {
            Self::Aes | Self::Camellia => 16,
            Self::Des | Self::TripleDes | Self::Rc2(_) => 8,
            Self::Rc4 => 0,
        }
    }

    /// Whether a ciphertext can have so many octets: whole blocks, at least one, since padding is never nothing.
    pub(super) fn takes(self, ciphertext: usize) -> bool {
        let block = self.iv_len();
        block == 0 || ciphertext > 0 && ciphertext.is_multiple_of(block)
    }

    /// As people know it, with a key of so many octets.
    pub(super) fn name(self, key: usize) -> String {
        match self {
            Self::Aes => format!("AES-{}-CBC", 8 * key),
            Self::Camellia => format!("Camellia-{}-CBC", 8 * key),
            Self::Des => "DES-CBC".to_owned(),
            Self::TripleDes if key == 16 => "2-key 3DES-CBC".to_owned(),
            Self::TripleDes => "3DES-CBC".to_owned(),
            Self::Rc2(bits) => format!("{bits}-bit RC2-CBC"),
            Self::Rc4 => format!("{}-bit RC4", 8 * key),
        }
    }

    /// `None` if what comes out is not padded as it must be, or key or vector have a length that the cipher does not take.
    pub(super) fn decrypt(self, key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let length = match (self, key.len()) {
            (Self::Aes, 16) => cbc_decrypt::<Aes128>(new(key)?, iv, &mut buffer),
            (Self::Aes, 24) => cbc_decrypt::<Aes192>(new(key)?, iv, &mut buffer),
            (Self::Aes, _) => cbc_decrypt::<Aes256>(new(key)?, iv, &mut buffer),
            (Self::Camellia, 16) => cbc_decrypt::<Camellia128>(new(key)?, iv, &mut buffer),
            (Self::Camellia, 24) => cbc_decrypt::<Camellia192>(new(key)?, iv, &mut buffer),
            (Self::Camellia, _) => cbc_decrypt::<Camellia256>(new(key)?, iv, &mut buffer),
            (Self::Des, _) => cbc_decrypt::<Des>(new(key)?, iv, &mut buffer),
            (Self::TripleDes, 16) => cbc_decrypt::<TdesEde2>(new(key)?, iv, &mut buffer),
            (Self::TripleDes, _) => cbc_decrypt::<TdesEde3>(new(key)?, iv, &mut buffer),
            (Self::Rc2(bits), 1..=128) if matches!(bits, 1..=1024) => cbc_decrypt(Rc2::new_with_eff_key_len(key, bits.into()), iv, &mut buffer),
            (Self::Rc2(_), _) => None,
            (Self::Rc4, _) => {
                new::<Rc4>(key)?.apply_keystream(&mut buffer);
                Some(buffer.len())
            }
        }?;
        buffer.truncate(length); // the capacity, padding included, is wiped as well
        Some(buffer)
    }

    /// Of those that are written: AES-256 and 3DES. `None` for others.
    pub(super) fn encrypt(self, key: &[u8], iv: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes => cbc_encrypt::<Aes256>(new(key)?, iv, plaintext),
            Self::TripleDes => cbc_encrypt::<TdesEde3>(new(key)?, iv, plaintext),
            _ => None,
        }
    }
}

fn new<C: KeyInit>(key: &[u8]) -> Option<C> {
    C::new_from_slice(key).ok()
}

fn cbc_decrypt<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], buffer: &mut [u8]) -> Option<usize> {
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    mode.decrypt_padded::<Pkcs7>(buffer).ok().map(<[u8]>::len)
}

fn cbc_encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    Some(Encryptor::inner_iv_slice_init(cipher, iv).ok()?.encrypt_padded_vec::<Pkcs7>(plaintext))
}
