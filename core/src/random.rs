//! Random octets of the system.

use ring::rand::{SecureRandom, SystemRandom};

use crate::error::{Error, Result};

/// So many of them, fit for keys.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut octets = [0; N];
    SystemRandom::new().fill(&mut octets).map_err(|_| Error::internal("the system gave no random octets"))?;
    Ok(octets)
}
