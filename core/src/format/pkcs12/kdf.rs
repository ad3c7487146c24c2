//! The key derivation of PKCS#12 itself (RFC 7292 appendix B).

use ring::digest::{self, Algorithm};
use zeroize::{Zeroize, Zeroizing};

/// What the octets are for: the ID octet of appendix B.3.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Mac = 3,
}

/// The password as this derivation takes it: UTF-16 with its most significant octets first and two zero octets behind.
///
/// No password is no octets at all, which is not the same as an empty one (appendix B.1). Characters outside the BMP become
/// surrogates, as everybody writes them.
pub(super) fn bmp_password(password: Option<&str>) -> Zeroizing<Vec<u8>> {
    let Some(password) = password else { return Zeroizing::default() };
    let mut octets = Zeroizing::new(Vec::with_capacity(2 * password.len() + 2)); // never more units than octets of UTF-8
    octets.extend(password.encode_utf16().flat_map(u16::to_be_bytes));
    octets.extend([0, 0]);
    octets
}

/// Fills `out` as appendix B.2 says; `password` is what [`bmp_password`] makes.
pub(super) fn derive(algorithm: &'static Algorithm, purpose: Purpose, password: &[u8], salt: &[u8], iterations: u64, out: &mut [u8]) {
    let block = algorithm.block_len();
    let diversifier = vec![purpose as u8; block];
    let padded = |text: &[u8]| text.len().div_ceil(block) * block;
    let mut input = Zeroizing::new(Vec::with_capacity(padded(salt) + padded(password)));
    input.extend(salt.iter().cycle().take(padded(salt)));
    input.extend(password.iter().cycle().take(padded(password)));

    for piece in out.chunks_mut(algorithm.output_len()) {
        let mut hash = Zeroizing::new(vec![0; algorithm.output_len()]);
        let mut first = digest::Context::new(algorithm);
        first.update(&diversifier);
        first.update(&input);
        hash.copy_from_slice(first.finish().as_ref());
        for _ in 1..iterations {
            let next = digest::digest(algorithm, &hash);
            hash.copy_from_slice(next.as_ref());
        }
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
    use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512};

    use super::*;

    #[test]
    fn no_password_is_not_an_empty_one() {
        assert_eq!(bmp_password(None).as_slice(), b"");
        assert_eq!(bmp_password(Some("")).as_slice(), [0, 0]);
        assert_eq!(bmp_password(Some("a€")).as_slice(), [0, b'a', 0x20, 0xac, 0, 0]);
        assert_eq!(bmp_password(Some("\u{1f511}")).as_slice(), [0xd8, 0x3d, 0xdd, 0x11, 0, 0]);
    }

    /// From `openssl kdf -keylen LEN -kdfopt digest:D -kdfopt hexpass:... -kdfopt hexsalt:0102030405060708 -kdfopt iter:100
    /// -kdfopt id:3 PKCS12KDF`, OpenSSL 3.0.19, with the password "smeg".
    #[test]
    fn derives_what_openssl_derives() {
        let cases: [(&'static Algorithm, &str); 5] = [
            (&SHA1_FOR_LEGACY_USE_ONLY, "b893588748433728002ca07bc7c2f79bc2543ebd"),
            (&SHA1_FOR_LEGACY_USE_ONLY, "b893588748433728002ca07bc7c2f79bc2543ebd17441fbfe79accd71f6a11728b9caceb564184861cf101491fb87533a600"),
            (&SHA256, "b3b07348584041d9fee55f5be68e42d33f7b0087cebbe07f2effe2d35726e0fa"),
            (&SHA384, "7c7b98d7f7c8a3cd351653e81a906139a769f46f4f9d5b761c2cbdb91afc70d16db84f0f50e843ffd5d8f05f1d848b24"),
            (
                &SHA512,
                "2f38c9c9bc4d1cd9653d176913fbdcc9199ccab56582db37662307b3c8f40716680e544fdd0fd2f06bdb66c09597fd2f934626fcd410d77e24067c29711d8959",
            ),
        ];
        for (algorithm, wanted) in cases {
            let mut out = vec![0; wanted.len() / 2];
            derive(algorithm, Purpose::Mac, &bmp_password(Some("smeg")), &[1, 2, 3, 4, 5, 6, 7, 8], 100, &mut out);
            let hex: String = out.iter().map(|octet| format!("{octet:02x}")).collect();
            assert_eq!(hex, wanted);
        }
    }
}
