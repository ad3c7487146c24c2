//! The key derivation of PKCS#12 itself (RFC 7292 appendix B).

use zeroize::{Zeroize, Zeroizing};

use super::{digest::Digest, keys::Purpose};

/// Fills `out` as appendix B.2 says; `password` is one of the spellings of it.
pub(super) fn derive(digest: Digest, purpose: Purpose, password: &[u8], salt: &[u8], iterations: u64, out: &mut [u8]) {
    let block = digest.block_len();
    let diversifier = vec![purpose as u8; block];
    let padded = |text: &[u8]| text.len().div_ceil(block) * block;
    let mut input = Zeroizing::new(Vec::with_capacity(padded(salt) + padded(password)));
    input.extend(salt.iter().cycle().take(padded(salt)));
    input.extend(password.iter().cycle().take(padded(password)));

    for piece in out.chunks_mut(digest.output_len()) {
        let hash = digest.repeated(&[&diversifier, &input], iterations);
        piece.copy_from_slice(&hash[..piece.len()]);
        let mut addend: Vec<u8> = hash.iter().copied().cycle().take(block).collect();
        for number in input.chunks_exact_mut(block) {
            add_and_one(number, &addend);
        }
        addend.zeroize();
    }
}

/// `number + addend + 1`, as big-endian numbers of one length; what overflows is dropped.
fn add_and_one(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1;
    for (octet, add) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*octet) + u16::from(*add) + carry;
        *octet = sum as u8; // the low octet
        carry = sum >> 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pbe::Spelling;

    /// From `openssl kdf -keylen LEN -kdfopt digest:D -kdfopt hexpass:... -kdfopt hexsalt:0102030405060708 -kdfopt iter:100
    /// -kdfopt id:3 PKCS12KDF`, OpenSSL 3.0.19, with the password "smeg".
    #[test]
    fn derives_what_openssl_derives() {
        let cases: [(Digest, &str); 5] = [
            (Digest::Sha1, "b893588748433728002ca07bc7c2f79bc2543ebd"),
            (Digest::Sha1, "b893588748433728002ca07bc7c2f79bc2543ebd17441fbfe79accd71f6a11728b9caceb564184861cf101491fb87533a600"),
            (Digest::Sha256, "b3b07348584041d9fee55f5be68e42d33f7b0087cebbe07f2effe2d35726e0fa"),
            (Digest::Sha384, "7c7b98d7f7c8a3cd351653e81a906139a769f46f4f9d5b761c2cbdb91afc70d16db84f0f50e843ffd5d8f05f1d848b24"),
            (
                Digest::Sha512,
                "2f38c9c9bc4d1cd9653d176913fbdcc9199ccab56582db37662307b3c8f40716680e544fdd0fd2f06bdb66c09597fd2f934626fcd410d77e24067c29711d8959",
            ),
        ];
        for (digest, wanted) in cases {
            let mut out = vec![0; wanted.len() / 2];
            derive(digest, Purpose::Mac, &Spelling::Bmp.octets(Some("smeg")), &[1, 2, 3, 4, 5, 6, 7, 8], 100, &mut out);
            let hex: String = out.iter().map(|octet| format!("{octet:02x}")).collect();
            assert_eq!(hex, wanted);
        }
    }
}
