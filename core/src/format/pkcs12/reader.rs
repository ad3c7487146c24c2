//! Who is to read a PFX: what each program can open, and what is written for it.

use std::{fmt, str::FromStr};

use crate::{
    error::{Error, Result},
    key::KeyAlgorithm,
};

/// A program that has to open a PFX. What it cannot hold is refused before anything is written.
///
/// AES means AES-256-CBC under PBKDF2 with HMAC-SHA-256; 3DES means 3-key 3DES with PKCS#12's own derivation of SHA-1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reader {
    /// AES, HMAC-SHA-256; iterations that the loader of .NET 9 takes, as long as the file holds at most 98 keys.
    #[default]
    Default,
    /// Windows Server 2012 R2 and 2016, Windows 7 to 10 before version 1709: 3DES, HMAC-SHA-1; they call AES a wrong password.
    WindowsServer2016,
    /// Windows Server 2019, Windows 10 version 1709, and later: AES, HMAC-SHA-256.
    WindowsServer2019,
    /// `X509CertificateLoader` of .NET 9 and later with its defaults: AES, HMAC-SHA-256; at most 200 keys and 200 certificates,
    /// 300,000 iterations for one derivation and 1,000,000 for all, which it counts anew for every bag
    /// (`Pkcs12LoaderLimits` in the documentation of .NET).
    DotNet9,
    /// Java 8 and 11 before 8u301 and 11.0.12: 3DES, HMAC-SHA-1; the password in ASCII (JDK-8076190 brought AES).
    Java8,
    /// A truststore of Java 17: certificates alone, each marked with Oracle's trusted-key-usage, without which Java lists none;
    /// AES, HMAC-SHA-256, the password in ASCII.
    Java17Truststore,
    /// OpenSSL 1.1: AES, HMAC-SHA-256.
    OpenSsl11,
    /// OpenSSL 3: AES, HMAC-SHA-256, both of its default provider.
    OpenSsl3,
    /// NSS, which Firefox and Thunderbird use: AES, HMAC-SHA-256; no Ed25519 keys.
    Nss,
    /// SQL Server's `CREATE CERTIFICATE`, on Windows Server 2016 and later: RSA keys, for key exchange and in a provider of
    /// CryptoAPI (KeySpec 1), which is what it accepts for its connections; 3DES, HMAC-SHA-1.
    SqlServer,
    /// Systems in FIPS mode: AES and PBMAC1 with SHA-256 (RFC 9579), since PKCS#12's own derivation is not approved. OpenSSL 3.4
    /// and Java 26 read it, older ones do not.
    Fips,
}

/// How what is secret is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    Aes256,
    TripleDes,
}

/// How integrity is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Integrity {
    HmacSha256,
    HmacSha1,
    Pbmac1,
}

/// Which private keys it can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usable {
    Any,
    RsaAndEc,
    Rsa,
    None,
}

/// What is written for a reader.
pub(super) struct Profile {
    reader: Reader,
    name: &'static str,
    pub(super) encryption: Encryption,
    pub(super) integrity: Integrity,
    keys: Usable,
    /// It has the limits of .NET 9's loader.
    limited: bool,
    ascii_password: bool,
    /// Keys carry a provider of CryptoAPI, and are for key exchange.
    pub(super) key_exchange: bool,
}

impl Profile {
    const fn aes(reader: Reader, name: &'static str, keys: Usable) -> Self {
        let (encryption, integrity) = (Encryption::Aes256, Integrity::HmacSha256);
        Self { reader, name, encryption, integrity, keys, limited: false, ascii_password: false, key_exchange: false }
    }

    const fn triple_des(reader: Reader, name: &'static str, keys: Usable) -> Self {
        Self { encryption: Encryption::TripleDes, integrity: Integrity::HmacSha1, ..Self::aes(reader, name, keys) }
    }
}

static PROFILES: [Profile; 11] = [
    Profile::aes(Reader::Default, "default", Usable::Any),
    Profile::triple_des(Reader::WindowsServer2016, "windows-server-2016", Usable::RsaAndEc),
    Profile::aes(Reader::WindowsServer2019, "windows-server-2019", Usable::RsaAndEc),
    Profile { limited: true, ..Profile::aes(Reader::DotNet9, "dotnet9", Usable::RsaAndEc) },
    Profile { ascii_password: true, ..Profile::triple_des(Reader::Java8, "java8", Usable::RsaAndEc) },
    Profile { ascii_password: true, ..Profile::aes(Reader::Java17Truststore, "java17-truststore", Usable::None) },
    Profile::aes(Reader::OpenSsl11, "openssl-1.1", Usable::Any),
    Profile::aes(Reader::OpenSsl3, "openssl3", Usable::Any),
    Profile::aes(Reader::Nss, "nss", Usable::RsaAndEc),
    Profile { key_exchange: true, ..Profile::triple_des(Reader::SqlServer, "sql-server", Usable::Rsa) },
    Profile { integrity: Integrity::Pbmac1, ..Profile::aes(Reader::Fips, "fips", Usable::Any) },
];

/// Of the loader of .NET 9: on one derivation, on all of a file, and on keys and certificates each.
const MOST_ITERATIONS: u32 = 300_000;
const MOST_IN_ALL: u32 = 1_000_000;
const MOST_ENTRIES: usize = 200;
/// Fewer iterations than this are never chosen for a file that others than .NET 9 may read as well.
const LEAST_CHOSEN: u32 = 10_000;
/// With 3DES every bag has a derivation of its own: what Windows itself takes for each.
const LEAST_CHOSEN_OF_MANY: u32 = 2_000;

impl Reader {
    /// Every one there is.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        PROFILES.iter().map(|profile| profile.reader)
    }

    pub(super) fn profile(self) -> &'static Profile {
        PROFILES.iter().find(|profile| profile.reader == self).unwrap_or(&PROFILES[0]) // a test holds the table complete
    }
}

impl Profile {
    /// Refuses what the reader could not use.
    ///
    /// # Errors
    /// [`Error::Unsupported`]; [`Error::InvalidArgument`] for the password and for iterations.
    pub(super) fn check(&self, keys: &[KeyAlgorithm], certificates: usize, password: &str, iterations: Option<u32>) -> Result<()> {
        let refuse = |what: String, why: String| Err(Error::Unsupported { what, why });
        let taken = |key: &KeyAlgorithm| match self.keys {
            Usable::Any => true,
            Usable::RsaAndEc => *key != KeyAlgorithm::Ed25519,
            Usable::Rsa => matches!(key, KeyAlgorithm::Rsa(_)),
            Usable::None => false,
        };
        if let Some(key) = keys.iter().find(|key| !taken(key)) {
            let kinds = match self.keys {
                Usable::None => "no private keys, only certificates",
                Usable::Rsa => "RSA keys alone",
                _ => "RSA and EC keys",
            };
            return refuse(format!("a private key of the kind {key} for {}", self.name), format!("it takes {kinds}"));
        }
        for (count, what) in [(keys.len(), "private keys"), (certificates, "certificates")] {
            if self.limited && count > MOST_ENTRIES {
                let why = format!("it opens no file with more than {MOST_ENTRIES}; divide them among several files");
                return refuse(format!("a PFX file with {count} {what} for {}", self.name), why);
            }
        }
        if self.ascii_password && !password.is_ascii() {
            let why = format!("{} opens no file whose password has letters other than those of ASCII", self.name);
            return Err(Error::InvalidArgument { what: "password", why });
        }
        match iterations {
            Some(asked) if self.limited && asked > most_for_net9(keys.len()) => {
                let why = format!("{} takes at most {} for so many keys, not {asked}", self.name, most_for_net9(keys.len()));
                Err(Error::InvalidArgument { what: "iterations", why })
            }
            _ => Ok(()),
        }
    }

    /// What the loader of .NET 9 still opens, and more where it need not be that loader and would make them too few.
    pub(super) fn iterations(&self, keys: usize) -> u32 {
        let least = match self.encryption {
            _ if self.limited => 0,
            Encryption::Aes256 => LEAST_CHOSEN,
            Encryption::TripleDes => LEAST_CHOSEN_OF_MANY,
        };
        most_for_net9(keys).max(least)
    }

    /// How many iterations it takes to read a file, as [`read_file`](crate::read_file) counts them.
    pub(super) fn work(&self, keys: usize, certificates: usize, iterations: u32) -> u64 {
        let derivations = match self.encryption {
            Encryption::Aes256 => 1,
            Encryption::TripleDes => 3 * (keys + usize::from(certificates > 0)), // the key in two parts, and the vector
        };
        u64::from(iterations) * (derivations as u64 + 1) // and the integrity check
    }

    /// What whoever reads the file with another program should know.
    pub(super) fn notes(&self, keys: usize, certificates: usize, iterations: u32) -> Vec<String> {
        let most = most_for_net9(keys);
        let why = if keys > MOST_ENTRIES || certificates > MOST_ENTRIES {
            format!("it takes {MOST_ENTRIES} keys and {MOST_ENTRIES} certificates, not {keys} and {certificates}")
        } else if iterations > most {
            format!("for so many keys it takes {most} iterations, not {iterations}")
        } else {
            return Vec::new();
        };
        if self.reader == Reader::Default { vec![format!("the loader of .NET 9 refuses this file with its defaults: {why}")] } else { Vec::new() }
    }
}

/// It counts a derivation for each key, one for the certificates and one for the integrity check.
fn most_for_net9(keys: usize) -> u32 {
    (MOST_IN_ALL / u32::try_from(keys).unwrap_or(u32::MAX).saturating_add(2)).min(MOST_ITERATIONS)
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.profile().name)
    }
}

impl FromStr for Reader {
    type Err = Error;

    /// By its name; case does not matter.
    fn from_str(text: &str) -> Result<Self> {
        let found = PROFILES.iter().find(|profile| profile.name.eq_ignore_ascii_case(text.trim()));
        found.map(|profile| profile.reader).ok_or_else(|| {
            let names: Vec<&str> = PROFILES.iter().map(|profile| profile.name).collect();
            Error::InvalidArgument { what: "reader", why: format!("it is one of {}", names.join(", ")) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_has_a_name_that_leads_back_to_it() {
        assert_eq!(Reader::all().len(), 11);
        for reader in Reader::all() {
            assert_eq!(reader.profile().reader, reader);
            assert_eq!(reader.to_string().to_uppercase().parse(), Ok(reader));
        }
        assert!("windows-95".parse::<Reader>().is_err_and(|error| error.to_string().contains("windows-server-2016")));
    }

    #[test]
    fn iterations_are_what_the_loader_of_net_9_takes() {
        for (keys, default, dotnet9) in
            [(0, 300_000, 300_000), (1, 300_000, 300_000), (2, 250_000, 250_000), (98, 10_000, 10_000), (200, 10_000, 4_950)]
        {
            assert_eq!(Reader::Default.profile().iterations(keys), default, "{keys}");
            assert_eq!(Reader::DotNet9.profile().iterations(keys), dotnet9, "{keys}");
        }
        let notes = |reader: Reader, keys, certificates, iterations| reader.profile().notes(keys, certificates, iterations).len();
        assert_eq!(notes(Reader::Default, 98, 98, 10_000), 0);
        assert_eq!(notes(Reader::Default, 99, 99, 10_000), 1);
        assert_eq!(notes(Reader::Default, 99, 99, 1_000), 0);
        assert_eq!(notes(Reader::Default, 1, 1, 300_001), 1);
        assert_eq!(notes(Reader::Default, 1, 201, 1_000), 1);
        assert_eq!(notes(Reader::OpenSsl3, 500, 500, 10_000), 0);
        assert_eq!(Reader::Java8.profile().iterations(1_000), 2_000);
    }

    #[test]
    fn what_a_reader_cannot_hold_is_refused_by_name() {
        let check = |reader: Reader, keys: &[KeyAlgorithm], certificates| {
            let refused = reader.profile().check(keys, certificates, "secret", None);
            refused.err().map(|error| error.to_string())
        };
        let rsa = KeyAlgorithm::Rsa(2048);
        for (reader, key, why) in [
            (Reader::DotNet9, KeyAlgorithm::Ed25519, "a private key of the kind ed25519 for dotnet9 is not supported: it takes RSA and EC keys"),
            (Reader::SqlServer, KeyAlgorithm::EcP256, "a private key of the kind p256 for sql-server is not supported: it takes RSA keys alone"),
            (
                Reader::Java17Truststore,
                rsa,
                "a private key of the kind rsa2048 for java17-truststore is not supported: it takes no private keys, only certificates",
            ),
        ] {
            assert_eq!(check(reader, &[rsa, key], 1).as_deref(), Some(why));
        }
        let many =
            "a PFX file with 201 private keys for dotnet9 is not supported: it opens no file with more than 200; divide them among several files";
        assert_eq!(check(Reader::DotNet9, &[rsa; 201], 1).as_deref(), Some(many));
        assert_eq!(check(Reader::DotNet9, &[rsa; 200], 200), None);
        assert!(check(Reader::DotNet9, &[rsa], 201).is_some());
        assert_eq!(check(Reader::Default, &[KeyAlgorithm::Ed25519; 201], 201), None);
        let java = Reader::Java8.profile();
        assert!(matches!(java.check(&[rsa], 1, "pässword", None), Err(Error::InvalidArgument { what: "password", .. })));
        let dotnet = Reader::DotNet9.profile();
        assert!(matches!(dotnet.check(&[rsa; 8], 8, "secret", Some(100_001)), Err(Error::InvalidArgument { what: "iterations", .. })));
        assert_eq!(dotnet.check(&[rsa; 8], 8, "secret", Some(100_000)), Ok(()));
    }
}
