//! Keys derived from the password: each once, and never with more work than is allowed.

use std::{
    cell::Cell,
    collections::{HashMap, hash_map::Entry},
};

use zeroize::Zeroizing;

use super::{digest::Digest, password::Spelling, pkcs12_kdf};
use crate::error::{Error, Result};

const ITERATIONS: &str = "iterations of key derivation";
const BYTES: &str = "bytes of memory for key derivation";

/// How much work a file may ask of its reader, retries included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// On the sum of the iterations of every key that is derived, of each of its parts where the function gives it in several;
    /// scrypt counts N·r·p.
    pub(crate) iterations: u64,
    /// Of scrypt, in octets.
    pub(crate) memory: u64,
}

impl Limits {
    /// For what was just written here.
    pub(crate) const NONE: Self = Self { iterations: u64::MAX, memory: u64::MAX };
}

impl Default for Limits {
    /// A few seconds, and 256 MiB.
    fn default() -> Self {
        Self { iterations: 10_000_000, memory: 256 << 20 }
    }
}

/// What is left of the work that one file may ask for, whatever is opened in it.
pub(crate) struct Budget {
    limits: Limits,
    spent: Cell<u64>,
    private_keys: Cell<usize>,
}

/// How many private keys one file may hold: each is proven, which takes up to some milliseconds.
pub(crate) const MAX_PRIVATE_KEYS: usize = 10_000;

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, spent: Cell::new(0), private_keys: Cell::new(0) }
    }
}

/// What the octets of PKCS#12's own derivation are for: the ID octet of RFC 7292 appendix B.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// Which function derives the key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    /// RFC 8018 section 5.1.
    Pbkdf1(Digest),
    /// RFC 8018 section 5.2.
    Pbkdf2(Digest),
    /// RFC 7292 appendix B.
    Pkcs12(Digest, Purpose),
    /// RFC 7914. The recipe's iterations are N.
    Scrypt { block_size: u32, parallelization: u32 },
    /// The key of an old PEM key: OpenSSL's EVP_BytesToKey with MD5.
    BytesToKey,
}

impl Function {
    fn is_pkcs12(&self) -> bool {
        matches!(self, Self::Pkcs12(..))
    }
}

/// All that makes a derived key, but for the password.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Recipe {
    pub(crate) function: Function,
    pub(crate) salt: Vec<u8>,
    pub(crate) iterations: u64,
    /// Of the key, in octets.
    pub(crate) length: usize,
}

impl Recipe {
    /// How much work it is, in iterations.
    fn work(&self) -> u64 {
        match self.function {
            Function::Scrypt { block_size, parallelization } => {
                self.iterations.saturating_mul(block_size.into()).saturating_mul(parallelization.into())
            }
            Function::Pbkdf2(digest) | Function::Pkcs12(digest, _) => {
                self.iterations.saturating_mul(self.length.div_ceil(digest.output_len()) as u64)
            }
            Function::Pbkdf1(_) | Function::BytesToKey => self.iterations,
        }
    }

    fn memory(&self) -> u64 {
        match self.function {
            Function::Scrypt { block_size, parallelization } => {
                let blocks = self.iterations.saturating_add(parallelization.into());
                blocks.saturating_mul(128).saturating_mul(block_size.into())
            }
            _ => 0,
        }
    }
}

/// A password, and the keys that were derived from it.
pub(crate) struct Keys<'a> {
    /// What errors call that which is opened with it.
    what: &'static str,
    password: Option<&'a str>,
    budget: &'a Budget,
    /// Nothing more is derived.
    sealed: bool,
    derived: HashMap<(Recipe, Spelling), Zeroizing<Vec<u8>>>,
    /// How the password was spelled where it opened something, with PKCS#12's own derivation and with others.
    proven: HashMap<bool, Spelling>,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(what: &'static str, password: Option<&'a str>, budget: &'a Budget) -> Self {
        Self { what, password, budget, sealed: false, derived: HashMap::new(), proven: HashMap::new() }
    }

    /// One more private key that will be proven.
    ///
    /// # Errors
    /// [`Error::Unsupported`] above 10,000 in one file.
    pub(crate) fn count_private_key(&self) -> Result<()> {
        let count = self.budget.private_keys.get() + 1;
        self.budget.private_keys.set(count);
        if count > MAX_PRIVATE_KEYS {
            let what = format!("a file with more than {MAX_PRIVATE_KEYS} private keys");
            return Err(Error::Unsupported { what, why: "no more are read from one file".to_owned() });
        }
        Ok(())
    }

    pub(crate) fn what(&self) -> &'static str {
        self.what
    }

    /// The spellings of the password to try: what opened something before, then the likeliest.
    pub(crate) fn spellings(&self, function: &Function) -> Vec<Spelling> {
        let mut all = Spelling::all(function, self.password);
        let proven = self.proven.get(&function.is_pkcs12());
        all.sort_by_key(|spelling| Some(spelling) != proven); // stable
        all
    }

    /// Remembers that the password, spelled like this, opened something.
    pub(crate) fn prove(&mut self, function: &Function, spelling: Spelling) {
        self.proven.insert(function.is_pkcs12(), spelling);
    }

    /// How the password was spelled where PKCS#12's own derivation opened something.
    pub(crate) fn proven_pkcs12(&self) -> Option<Spelling> {
        self.proven.get(&true).copied()
    }

    /// The key of the recipe, derived unless it was before.
    pub(crate) fn key(&mut self, recipe: &Recipe, spelling: Spelling) -> Result<&[u8]> {
        let vacant = match self.derived.entry((recipe.clone(), spelling)) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(vacant) => vacant,
        };
        if self.sealed {
            return Err(Error::internal("a key was derived anew that should be known"));
        }
        let Budget { limits, spent, .. } = self.budget;
        let asked = spent.get().saturating_add(recipe.work());
        let limit = limits.iterations.min(u64::from(u32::MAX)); // what PBKDF2 takes
        let within = u32::try_from(recipe.iterations).ok().filter(|_| asked <= limit);
        let over = |asked, limit, unit| Error::WorkLimit { what: self.what.to_owned(), asked, limit, unit };
        let Some(iterations) = within else { return Err(over(asked, limit, ITERATIONS)) };
        if iterations == 0 {
            return Err(Error::Damaged { what: self.what.to_owned(), why: "an iteration count in it is 0".to_owned() });
        }
        if recipe.memory() > limits.memory {
            return Err(over(recipe.memory(), limits.memory, BYTES));
        }
        spent.set(asked);
        let key = derive(recipe, iterations, &spelling.octets(self.password)).ok_or_else(|| Error::Damaged {
            what: self.what.to_owned(),
            why: "the parameters of its key derivation contradict each other".to_owned(),
        })?;
        Ok(vacant.insert(key))
    }

    /// Nothing more may be derived: what is not known by then is an error.
    pub(crate) fn seal(&mut self) {
        self.sealed = true;
    }

    /// Without a password nothing is tried: a key of its own, unlike a PFX, is never encrypted under none.
    pub(crate) fn must_have_password(&self) -> Result<()> {
        if self.password.is_none() { Err(self.refused()) } else { Ok(()) }
    }

    /// The error for what the password does not open.
    pub(crate) fn refused(&self) -> Error {
        match self.password {
            None => Error::PasswordRequired { what: self.what.to_owned() },
            Some(_) => Error::WrongPassword { what: self.what.to_owned() },
        }
    }
}

/// `None` where the parameters do not fit together.
fn derive(recipe: &Recipe, iterations: u32, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; recipe.length]);
    match &recipe.function {
        Function::Pbkdf1(digest) => {
            let hash = digest.repeated(&[password, &recipe.salt], recipe.iterations);
            key.copy_from_slice(hash.get(..recipe.length)?);
        }
        Function::Pbkdf2(digest) => digest.pbkdf2(password, &recipe.salt, iterations, &mut key),
        Function::Pkcs12(digest, purpose) => pkcs12_kdf::derive(*digest, *purpose, password, &recipe.salt, recipe.iterations, &mut key),
        Function::Scrypt { block_size, parallelization } => {
            let log_n = iterations.is_power_of_two().then(|| iterations.trailing_zeros() as u8)?; // at most 31
            let params = scrypt::Params::new(log_n, *block_size, *parallelization).ok()?;
            scrypt::scrypt(password, &recipe.salt, &params, &mut key).ok()?;
        }
        Function::BytesToKey => {
            let mut last = Zeroizing::new(Vec::new());
            for piece in key.chunks_mut(Digest::Md5.output_len()) {
                last = Digest::Md5.repeated(&[&last, password, &recipe.salt], recipe.iterations);
                piece.copy_from_slice(&last[..piece.len()]);
            }
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "the file";

    fn budget(iterations: u64) -> Budget {
        Budget::new(Limits { iterations, memory: 1 << 20 })
    }

    fn keys(budget: &Budget) -> Keys<'_> {
        Keys::new(FILE, Some("password"), budget)
    }

    fn recipe(iterations: u64) -> Recipe {
        Recipe { function: Function::Pbkdf2(Digest::Sha256), salt: vec![7; 16], iterations, length: 32 }
    }

    fn over(asked: u64, limit: u64) -> Result<&'static [u8]> {
        Err(Error::WorkLimit { what: FILE.to_owned(), asked, limit, unit: ITERATIONS })
    }

    #[test]
    fn a_key_asked_for_twice_is_work_once() {
        let budget = budget(150);
        let mut keys = keys(&budget);
        let first = keys.key(&recipe(100), Spelling::Utf8).expect("within the limit").to_vec();
        assert_eq!(keys.key(&recipe(100), Spelling::Utf8), Ok(first.as_slice()));
        assert_eq!(keys.key(&recipe(50), Spelling::Utf8).map(<[u8]>::len), Ok(32));
        assert_eq!(keys.key(&recipe(1), Spelling::Utf8), over(151, 150));
    }

    #[test]
    fn another_spelling_is_another_key_and_more_work() {
        let budget = budget(150);
        let mut keys = keys(&budget);
        let first = keys.key(&recipe(75), Spelling::Utf8).expect("within the limit").to_vec();
        assert_ne!(keys.key(&recipe(75), Spelling::Bmp).expect("within the limit"), first);
        assert_eq!(keys.key(&recipe(1), Spelling::Utf8), over(151, 150));
    }

    #[test]
    fn each_part_of_a_long_key_is_work() {
        let budget = budget(299);
        let long = Recipe { length: 48, function: Function::Pkcs12(Digest::Sha1, Purpose::Key), ..recipe(100) };
        assert_eq!(keys(&budget).key(&long, Spelling::Bmp), over(300, 299));
    }

    #[test]
    fn what_is_opened_with_other_passwords_spends_the_same_budget() {
        let budget = budget(150);
        assert!(keys(&budget).key(&recipe(100), Spelling::Utf8).is_ok());
        assert_eq!(Keys::new(FILE, None, &budget).key(&recipe(51), Spelling::Utf8), over(151, 150));
    }

    #[test]
    fn no_iterations_are_damage_and_too_many_are_refused_before_any_work() {
        let budget = budget(u64::MAX);
        let mut keys = keys(&budget);
        let damaged = Error::Damaged { what: FILE.to_owned(), why: "an iteration count in it is 0".to_owned() };
        assert_eq!(keys.key(&recipe(0), Spelling::Utf8), Err(damaged));
        assert_eq!(keys.key(&recipe(u64::MAX), Spelling::Utf8), over(u64::MAX, u32::MAX.into()));
    }

    /// The first vector is of RFC 7914 section 12.
    #[test]
    fn scrypt_is_bounded_in_work_and_in_memory() {
        let recipe = |n, block_size, parallelization| Recipe {
            function: Function::Scrypt { block_size, parallelization },
            salt: b"NaCl".to_vec(),
            iterations: n,
            length: 8,
        };
        let budget = budget(10_000_000);
        let mut keys = keys(&budget);
        assert_eq!(
            keys.key(&recipe(1024, 8, 16), Spelling::Utf8),
            Err(Error::WorkLimit { what: FILE.to_owned(), asked: 1040 * 1024, limit: 1 << 20, unit: BYTES })
        );
        assert_eq!(keys.key(&recipe(1 << 20, 8, 2), Spelling::Utf8), over(16 << 20, 10_000_000));
        assert_eq!(keys.key(&recipe(16, 8, 1), Spelling::Utf8).map(<[u8]>::len), Ok(8));
        assert!(matches!(keys.key(&recipe(17, 8, 1), Spelling::Utf8), Err(Error::Damaged { .. })));
        let budget = Budget::new(Limits::default());
        let mut keys = self::keys(&budget);
        let expected = [0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00];
        assert_eq!(keys.key(&recipe(1024, 8, 16), Spelling::Utf8), Ok(expected.as_slice()));
    }
}
