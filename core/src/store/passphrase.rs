//! The protector that people remember: a passphrase, made into a key by Argon2id (RFC 9106).

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::seal::Secret;
use crate::{
    certificate::pasted::{hex, unhex},
    error::{Error, Result},
    random::random,
};

/// How this kind of protector is stored by name.
pub(super) const KIND: &str = "passphrase";
/// The most memory that stored parameters may ask for, in KiB.
const MAX_MEMORY: u32 = 1 << 20;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 64;
const MAX_LENGTH: usize = 4096;

/// The cost of one guess, as it is stored beside the key that it wraps.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    algorithm: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

/// Parameters for a new passphrase: 64 MiB, 3 passes, 4 lanes, 16 octets of salt.
pub(super) fn parameters() -> Result<String> {
    let cost = Cost { algorithm: "argon2id-19".to_owned(), memory_kib: 64 << 10, passes: 3, lanes: 4, salt: hex(&random::<16>()?) };
    serde_json::to_string(&cost).map_err(|error| Error::internal(format!("parameters: {error}")))
}

/// Refuses what is no passphrase. How good it is, is for its owner to judge.
pub(super) fn check(passphrase: &str) -> Result<()> {
    if passphrase.is_empty() || passphrase.len() > MAX_LENGTH {
        return Err(Error::InvalidArgument { what: "passphrase", why: format!("it has 1 to {MAX_LENGTH} bytes") });
    }
    Ok(())
}

/// The secret that a passphrase gives under stored parameters, which are not believed: beyond 1 GiB or 10 passes they are refused.
pub(super) fn secret(passphrase: &str, parameters: &str) -> Result<Secret> {
    check(passphrase)?;
    let damaged = |why: &str| Error::Damaged { what: "a passphrase protector".to_owned(), why: why.to_owned() };
    let cost: Cost = serde_json::from_str(parameters).map_err(|_| damaged("its parameters do not parse"))?;
    if cost.algorithm != "argon2id-19" {
        return Err(Error::Unsupported { what: "a passphrase protector".to_owned(), why: "this version knows argon2id-19".to_owned() });
    }
    for (unit, asked, limit) in
        [("KiB of memory", cost.memory_kib, MAX_MEMORY), ("passes", cost.passes, MAX_PASSES), ("lanes", cost.lanes, MAX_LANES)]
    {
        if asked > limit {
            return Err(Error::WorkLimit { what: "a passphrase protector".to_owned(), asked: asked.into(), limit: limit.into(), unit });
        }
    }
    let salt = unhex(&cost.salt).filter(|salt| salt.len() >= 8).ok_or_else(|| damaged("its salt is too short"))?;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| damaged("its parameters are out of bounds"))?;
    let mut memory = Vec::new();
    let wanted = params.block_count();
    memory.try_reserve_exact(wanted).map_err(|_| Error::Unsupported {
        what: "a passphrase protector".to_owned(),
        why: format!("there is no room for the {} KiB of memory that it takes", cost.memory_kib),
    })?;
    memory.resize(wanted, Block::default());
    let mut secret = Secret::default();
    let made = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        passphrase.as_bytes(),
        &salt,
        secret.as_mut(),
        &mut memory,
    );
    memory.iter_mut().for_each(Zeroize::zeroize);
    made.map_err(|_| damaged("its parameters are out of bounds"))?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argon2id_gives_what_openssl_gives() {
        let parameters = r#"{"algorithm":"argon2id-19","memory_kib":256,"passes":3,"lanes":4,"salt":"00112233445566778899AABBCCDDEEFF"}"#;
        let found = secret("password", parameters).expect("derived");
        assert_eq!(hex(found.as_ref()), "0A213ADBABBFDDB6D3D1C93D36D7013D1CA62DD4A2F138C5E31C200A5E27F4AF");
    }

    #[test]
    fn no_two_passphrases_share_a_salt() {
        let (one, other) = (parameters().expect("made"), parameters().expect("made"));
        assert_ne!(one, other);
    }

    #[test]
    fn stored_parameters_are_bounded() {
        let of = |memory: u32, passes: u32| {
            secret("x", &format!(r#"{{"algorithm":"argon2id-19","memory_kib":{memory},"passes":{passes},"lanes":1,"salt":"{}"}}"#, "00".repeat(16)))
        };
        assert!(matches!(of(MAX_MEMORY + 1, 1), Err(Error::WorkLimit { .. })));
        assert!(matches!(of(64, 11), Err(Error::WorkLimit { .. })));
        assert!(matches!(of(1, 1), Err(Error::Damaged { .. })), "below what Argon2 allows");
        assert!(matches!(secret("x", "{}"), Err(Error::Damaged { .. })));
        assert!(matches!(secret("", "{}"), Err(Error::InvalidArgument { .. })));
    }
}
