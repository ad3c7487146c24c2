//! What keeps keys secret and records honest: AES-256-GCM and HMAC-SHA-256 under keys derived from the store's key.

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    hmac,
};
use zeroize::Zeroizing;

use crate::{
    error::{Error, Result},
    random::random,
};

/// 32 secret octets, wiped when dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// The octets that tell one store from another.
pub(super) type StoreId = [u8; 16];

/// The keys of an unlocked store. ring keeps its own copies of them while the store is open.
pub(super) struct Seals {
    store: StoreId,
    keys: LessSafeKey,
    records: hmac::Key,
}

impl Seals {
    /// Derives them (HKDF-SHA-256, the store's id as salt) from the store's key.
    pub(super) fn new(store: StoreId, store_key: &Secret) -> Result<Self> {
        Ok(Self {
            store,
            keys: aead_key(&derive(&store, store_key, "certwright private keys 1")?)?,
            records: hmac::Key::new(hmac::HMAC_SHA256, derive(&store, store_key, "certwright records 1")?.as_ref()),
        })
    }

    /// Seals a private key, bound to this store, its own id and its kind.
    pub(super) fn seal_key(&self, id: &[u8], kind: &str, pkcs8: &[u8]) -> Result<Vec<u8>> {
        framed(&[b"key", &self.store, id, kind.as_bytes()], |about| encrypt(&self.keys, about, pkcs8))
    }

    /// Opens what `seal_key` sealed; `None` if it was altered or belongs elsewhere.
    pub(super) fn open_key(&self, id: &[u8], kind: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        framed(&[b"key", &self.store, id, kind.as_bytes()], |about| decrypt(&self.keys, about, sealed))
    }

    /// The seal of a record: whoever lacks the store's key cannot make it.
    pub(super) fn seal_record(&self, fields: &[&[u8]]) -> Vec<u8> {
        framed(fields, |fields| hmac::sign(&self.records, fields).as_ref().to_vec())
    }

    /// Whether the seal is this record's, in constant time.
    pub(super) fn is_sealed(&self, fields: &[&[u8]], seal: &[u8]) -> bool {
        framed(fields, |fields| hmac::verify(&self.records, fields, seal).is_ok())
    }
}

/// Wraps the store's key under a protector's secret, bound to all that describes the protector.
pub(super) fn wrap(secret: &Secret, store: &StoreId, about: &[&[u8]], store_key: &Secret) -> Result<Vec<u8>> {
    let key = aead_key(&derive(store, secret, "certwright protector 1")?)?;
    framed(about, |about| encrypt(&key, about, store_key.as_ref()))
}

/// Opens what `wrap` made; `None` if secret, store or description are others.
pub(super) fn unwrap(secret: &Secret, store: &StoreId, about: &[&[u8]], wrapped: &[u8]) -> Option<Secret> {
    let key = aead_key(&derive(store, secret, "certwright protector 1").ok()?).ok()?;
    let opened = framed(about, |about| decrypt(&key, about, wrapped))?;
    let mut store_key = Secret::default();
    if opened.len() != store_key.len() {
        return None;
    }
    store_key.copy_from_slice(&opened);
    Some(store_key)
}

/// Calls with fields that cannot run into one another: each with its length before it. Most are short, and need no allocation.
fn framed<T>(fields: &[&[u8]], work: impl FnOnce(&[u8]) -> T) -> T {
    let length = fields.iter().map(|field| field.len() + 8).sum();
    let (mut short, mut long) = ([0; 512], Vec::new());
    let whole = match short.get_mut(..length) {
        Some(short) => short,
        None => {
            long.resize(length, 0);
            long.as_mut_slice()
        }
    };
    let mut rest = &mut *whole;
    for field in fields {
        let (head, after) = rest.split_at_mut(8);
        head.copy_from_slice(&(field.len() as u64).to_be_bytes());
        let (place, after) = after.split_at_mut(field.len());
        place.copy_from_slice(field);
        rest = after;
    }
    work(whole)
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

fn derive(store: &StoreId, secret: &Secret, purpose: &str) -> Result<Secret> {
    let failed = |_| Error::internal("key derivation failed");
    let mut out = Secret::default();
    let pseudo_random = Salt::new(HKDF_SHA256, store).extract(secret.as_ref());
    pseudo_random.expand(&[purpose.as_bytes()], Length).map_err(failed)?.fill(out.as_mut()).map_err(failed)?;
    Ok(out)
}

fn aead_key(secret: &Secret) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, secret.as_ref()).map(LessSafeKey::new).map_err(|_| Error::internal("a key of 256 bits was refused"))
}

/// Nonce (96 random bits), ciphertext, tag.
fn encrypt(key: &LessSafeKey, about: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    let nonce = random::<NONCE_LEN>()?;
    let mut out = Vec::with_capacity(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plain);
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), &mut out[NONCE_LEN..])
        .map_err(|_| Error::internal("sealing failed"))?;
    out.extend_from_slice(tag.as_ref());
    Ok(out)
}

fn decrypt(key: &LessSafeKey, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut plain = Zeroizing::new(ciphertext.to_vec());
    let length = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(about), &mut plain).ok()?.len();
    plain.truncate(length); // what is cut off is the tag
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_only_where_it_was_sealed() {
        let secret = Secret::new([7; 32]);
        let seals = Seals::new([1; 16], &secret).expect("derived");
        let sealed = seals.seal_key(b"id", "pkcs8", b"the key").expect("sealed");
        assert_eq!(seals.open_key(b"id", "pkcs8", &sealed).as_deref().map(Vec::as_slice), Some(b"the key".as_slice()));
        assert!(seals.open_key(b"other", "pkcs8", &sealed).is_none(), "another row");
        assert!(seals.open_key(b"id", "pkcs11", &sealed).is_none(), "another kind");
        assert!(Seals::new([2; 16], &secret).expect("derived").open_key(b"id", "pkcs8", &sealed).is_none(), "another store");
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert!(seals.open_key(b"id", "pkcs8", &altered).is_none(), "octet {index}");
        }
        assert!(seals.open_key(b"id", "pkcs8", &sealed[..5]).is_none(), "cut short");
    }

    #[test]
    fn fields_do_not_run_into_one_another() {
        let seals = Seals::new([1; 16], &Secret::new([7; 32])).expect("derived");
        let seal = seals.seal_record(&[b"ab", b"c"]);
        assert!(seals.is_sealed(&[b"ab", b"c"], &seal));
        assert!(!seals.is_sealed(&[b"a", b"bc"], &seal));
    }

    #[test]
    fn a_wrapped_store_key_is_bound_to_its_protector() {
        let (secret, store_key) = (Secret::new([3; 32]), Secret::new([4; 32]));
        let wrapped = wrap(&secret, &[1; 16], &[b"id", b"key-file"], &store_key).expect("wrapped");
        assert_eq!(unwrap(&secret, &[1; 16], &[b"id", b"key-file"], &wrapped).as_deref(), Some(&*store_key));
        assert!(unwrap(&secret, &[2; 16], &[b"id", b"key-file"], &wrapped).is_none());
        assert!(unwrap(&secret, &[1; 16], &[b"id", b"other"], &wrapped).is_none());
        assert!(unwrap(&store_key, &[1; 16], &[b"id", b"key-file"], &wrapped).is_none());
    }
}
