//! Who can open a bundle: the layer of age (age-encryption.org/v1), with a passphrase or X25519 keys.

use std::{
    cell::RefCell,
    fmt,
    io::{self, BufRead, Chain, Cursor, Read, Write},
    iter,
    str::FromStr,
};

use age::{
    DecryptError, Decryptor, Encryptor, Identity, Recipient, scrypt,
    secrecy::{ExposeSecret, SecretString},
    stream::{StreamReader, StreamWriter},
    x25519,
};
use age_core::format::{FileKey, Stanza};
use ring::{
    agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral},
    rand::SystemRandom,
};
use zeroize::Zeroizing;

use super::{AGE, BUNDLE, damaged, io_error, meter::Meter, pieces::Pieces, read::How};
use crate::{
    error::{Error, Result},
    pem::decode_text,
};

/// The work of deriving a key from a passphrase is 2 to this power: 256 MiB, about half a second. Never measured, lest a fast
/// machine make a bundle that a slow one refuses.
const WORK: u8 = 18;

/// The most that is done to open a bundle: 1 GiB, a few seconds.
const MAX_WORK: u8 = 20;

/// The most recipients of a bundle, all of which stand in its head.
const MAX_RECIPIENTS: usize = 64;

/// The longest head of a bundle that is read, in bytes and in lines; age parses it from the beginning for each line.
pub(super) const MAX_HEAD: u64 = 16 << 10;
const MAX_HEAD_LINES: usize = 512;

/// What stands between the head and the pieces, in bytes.
const NONCE_SIZE: u64 = 16;

/// Who can open a new bundle.
#[derive(Clone, Copy)]
pub enum BundleSeal<'a> {
    /// Whoever knows the passphrase.
    Passphrase(&'a str),
    /// The holder of the identity of any of these X25519 recipients (`age1…`); at most 64.
    Recipients(&'a [String]),
}

/// What opens a bundle.
#[derive(Clone, Copy)]
pub enum BundleKey<'a> {
    /// The passphrase that it was made with.
    Passphrase(&'a str),
    /// X25519 identities: each `AGE-SECRET-KEY-1…`, or the text of an identity file with such lines and comments.
    Identities(&'a [Zeroizing<String>]),
}

impl fmt::Debug for BundleSeal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passphrase(_) => f.write_str("Passphrase(..)"),
            Self::Recipients(recipients) => write!(f, "Recipients({})", recipients.len()), // one may be a secret, pasted here by mistake
        }
    }
}

impl fmt::Debug for BundleKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passphrase(_) => f.write_str("Passphrase(..)"),
            Self::Identities(_) => f.write_str("Identities(..)"),
        }
    }
}

/// A recipient made for one bundle and its identity, to prove that the bundle opens without asking anyone for a secret.
pub(crate) struct FreshRecipient {
    pub(crate) recipient: String,
    pub(crate) identity: Zeroizing<String>,
}

/// Makes one of the system's random octets.
pub(crate) fn fresh_recipient() -> FreshRecipient {
    let identity = x25519::Identity::generate();
    let secret = identity.to_string();
    FreshRecipient { recipient: identity.to_public().to_string(), identity: Zeroizing::new(secret.expose_secret().to_owned()) }
}

/// Begins a file that only those can open.
///
/// # Errors
/// [`Error::InvalidArgument`] for an empty passphrase and for what is no recipient.
pub(super) fn seal<W: Write>(out: W, seal: &BundleSeal<'_>) -> Result<StreamWriter<W>> {
    let sealed = match seal {
        BundleSeal::Passphrase("") => return Err(passphrase("it is empty; anyone could open the bundle")),
        BundleSeal::Passphrase(text) => {
            let mut recipient = scrypt::Recipient::new(SecretString::from(*text));
            recipient.set_work_factor(WORK);
            Encryptor::with_recipients(iter::once(&recipient as &dyn Recipient))
        }
        BundleSeal::Recipients(texts) => {
            let recipients = recipients(texts)?;
            Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn Recipient))
        }
    };
    let sealed = sealed.map_err(|_| Error::internal("the recipients of a bundle do not fit one another"))?;
    sealed.wrap_output(out).map_err(|error| io_error("write", &error))
}

/// Refuses what is no recipient; none at all is for the caller to judge.
pub(crate) fn must_be_recipients(texts: &[String]) -> Result<()> {
    if texts.len() >= MAX_RECIPIENTS {
        let why = format!("there are {}; at most {} are taken, because one more is made for the proof", texts.len(), MAX_RECIPIENTS - 1);
        return Err(Error::InvalidArgument { what: "recipients", why });
    }
    if texts.is_empty() { Ok(()) } else { recipients(texts).map(|_| ()) }
}

fn recipients(texts: &[String]) -> Result<Vec<x25519::Recipient>> {
    let refused = |why: String| Error::InvalidArgument { what: "recipients", why };
    if texts.is_empty() || texts.len() > MAX_RECIPIENTS {
        return Err(refused(format!("there are {}; give 1 to {MAX_RECIPIENTS}", texts.len())));
    }
    let read = |(index, text): (usize, &String)| {
        let text = text.trim();
        let found = x25519::Recipient::from_str(text).map_err(|_| not_a_recipient(text));
        let found = found.and_then(|found| if is_weak(&found) { Err("is a key that keeps nothing secret") } else { Ok(found) });
        found.map_err(|why| refused(format!("the one at place {} {why}", index + 1)))
    };
    texts.iter().enumerate().map(read).collect()
}

/// What a text is that is no recipient. It may be a secret, and is not repeated.
fn not_a_recipient(text: &str) -> &'static str {
    const SECRET: &[u8] = b"AGE-SECRET-KEY-";
    if text.as_bytes().windows(SECRET.len()).any(|part| part.eq_ignore_ascii_case(SECRET)) {
        "is the secret identity, not its recipient; give the line that begins with age1, and keep the identity to yourself"
    } else if text.starts_with("ssh-") {
        "is a key of SSH, which is not taken; make one with age-keygen"
    } else {
        "is not a recipient; one begins with age1 and stands in the file that age-keygen writes"
    }
}

/// Whether anyone can derive what is agreed with this key, because it is of small order. age would stop the program at it.
fn is_weak(recipient: &x25519::Recipient) -> bool {
    let agreed = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new())
        .and_then(|own| agree_ephemeral(own, &UnparsedPublicKey::new(&X25519, octets(recipient)), |_| ()));
    agreed.is_err()
}

/// The key of a recipient, out of the only thing that age gives of it: its text in Bech32 (BIP 173), with a checksum of six letters.
fn octets(recipient: &x25519::Recipient) -> Vec<u8> {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let text = recipient.to_string();
    let letters = text.strip_prefix("age1").and_then(|text| text.get(..text.len().saturating_sub(6))).unwrap_or_default();
    let mut octets = Vec::with_capacity(32);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in letters.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap_or_default();
        held = held << 5 | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            octets.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    octets
}

/// What a bundle is read through.
pub(super) enum Opened<R> {
    /// Up to the first piece that is damaged.
    Strictly(Box<StreamReader<Chain<Cursor<Vec<u8>>, R>>>),
    /// All pieces that are not.
    Piecewise(Box<Pieces<R>>),
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Strictly(reader) => reader.read(into),
            Self::Piecewise(pieces) => pieces.read(into),
        }
    }
}

/// Keeps the key that one of the identities finds in the head of a file.
struct Keeper<'a> {
    identities: &'a [Box<dyn Identity>],
    /// On the heap, where moving it leaves no copy behind.
    found: RefCell<Option<Zeroizing<Vec<u8>>>>,
}

impl Identity for Keeper<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        let found = self.identities.iter().find_map(|identity| identity.unwrap_stanza(stanza))?;
        if let Ok(key) = &found {
            *self.found.borrow_mut() = Some(Zeroizing::new(key.expose_secret().to_vec()));
        }
        Some(found)
    }
}

/// Reads the head of a file and opens it.
///
/// # Errors
/// [`Error::UnknownFormat`] if it does not begin as a bundle does; [`Error::WrongPassword`]; [`Error::PasswordRequired`] and
/// [`Error::InvalidArgument`] where the key is of the other kind, or none at all; [`Error::WorkLimit`]; [`Error::Damaged`];
/// [`Error::Unsupported`]; [`Error::Io`].
pub(super) fn open<R: BufRead>(mut input: R, key: &BundleKey<'_>, how: How, meter: &Meter) -> Result<Opened<R>> {
    let identities: Vec<Box<dyn Identity>> = match key {
        BundleKey::Passphrase("") => return Err(passphrase("it is empty; no bundle has such a one")),
        BundleKey::Passphrase(text) => {
            let mut identity = scrypt::Identity::new(SecretString::from(*text));
            identity.set_max_work_factor(MAX_WORK);
            vec![Box::new(identity)]
        }
        BundleKey::Identities(texts) => identities(texts)?,
    };
    let mut head = head(&mut input, meter)?;
    if how == How::Strict {
        let identities = identities.iter().map(|identity| &**identity);
        return Ok(Opened::Strictly(Box::new(decrypt(Cursor::new(head).chain(input), key, identities, meter)?)));
    }
    let lines = head.len();
    input.by_ref().take(NONCE_SIZE).read_to_end(&mut head).map_err(|error| meter.explain(&error))?;
    let keeper = Keeper { identities: &identities, found: RefCell::new(None) };
    decrypt(&*head, key, iter::once(&keeper as &dyn Identity), meter)?;
    let pieces = keeper.found.take().and_then(|file_key| Pieces::new(input, &file_key, &head[lines..]));
    pieces.map(|pieces| Opened::Piecewise(Box::new(pieces))).ok_or_else(|| Error::internal("the key of a bundle was found and not kept"))
}

fn decrypt<'a, R: BufRead>(
    input: R,
    key: &BundleKey<'_>,
    identities: impl Iterator<Item = &'a dyn Identity>,
    meter: &Meter,
) -> Result<StreamReader<R>> {
    let opened = Decryptor::new_buffered(input).map_err(|error| refusal(&error, meter))?;
    match (key, opened.is_scrypt()) {
        (BundleKey::Passphrase(_), false) => return Err(passphrase("the bundle was made for recipients; give the identity of one of them")),
        (BundleKey::Identities(_), true) => return Err(Error::PasswordRequired { what: BUNDLE.to_owned() }),
        _ => {}
    }
    opened.decrypt(identities).map_err(|error| refusal(&error, meter))
}

/// The lines of the head, the last of which begins with dashes; fewer, if the file or what is read of it ends before.
fn head<R: BufRead>(input: &mut R, meter: &Meter) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    for number in 0..MAX_HEAD_LINES {
        let start = head.len();
        input.read_until(b'\n', &mut head).map_err(|error| meter.explain(&error))?;
        if number == 0 {
            check_magic(&head)?;
        }
        if head[start..].starts_with(b"---") || head.last() != Some(&b'\n') {
            return Ok(head);
        }
    }
    Err(damaged("its head has too many lines"))
}

fn check_magic(head: &[u8]) -> Result<()> {
    if head == AGE {
        return Ok(());
    }
    if AGE.starts_with(head) && !head.is_empty() {
        return Err(damaged("it is cut short"));
    }
    if head.starts_with(b"age-encryption.org/") {
        let why = "a newer program sealed it; only version 1 of the format is read".to_owned();
        return Err(Error::Unsupported { what: "this version of the age format".to_owned(), why });
    }
    Err(Error::UnknownFormat { why: "this is not a bundle, which begins as a binary file of age does".to_owned() })
}

fn refusal(error: &DecryptError, meter: &Meter) -> Error {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            Error::WrongPassword { what: BUNDLE.to_owned() }
        }
        DecryptError::ExcessiveWork { required, .. } => Error::WorkLimit {
            what: BUNDLE.to_owned(),
            asked: 1_u64.checked_shl(u32::from(*required)).unwrap_or(u64::MAX),
            limit: 1 << MAX_WORK,
            unit: "iterations of key derivation",
        },
        DecryptError::Io(error) => meter.explain(error),
        _ => damaged("its head is cut short or altered"),
    }
}

/// The identities in such texts: the lines that are neither empty nor comments. None of them is ever repeated.
fn identities(texts: &[Zeroizing<String>]) -> Result<Vec<Box<dyn Identity>>> {
    let refused = |why: String| Error::InvalidArgument { what: "identities", why };
    let mut found: Vec<Box<dyn Identity>> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let (text, _) = decode_text(text.as_bytes()); // a byte order mark
        let text = str::from_utf8(&text).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let identity = x25519::Identity::from_str(line)
                .map_err(|_| refused(format!("the one at place {}, line {}: {}", index + 1, number + 1, not_an_identity(line))))?;
            found.push(Box::new(identity));
        }
    }
    if found.is_empty() { Err(refused("there is none; one begins with AGE-SECRET-KEY-1".to_owned())) } else { Ok(found) }
}

fn not_an_identity(line: &str) -> &'static str {
    if line.starts_with("age1") {
        "this is a recipient, which cannot open anything; its identity begins with AGE-SECRET-KEY-1"
    } else if line.starts_with("age-encryption.org/") || line.starts_with("-----BEGIN AGE") {
        "the identity is itself sealed with a passphrase; open it with age -d first"
    } else {
        "this is not an identity of age, which begins with AGE-SECRET-KEY-1"
    }
}

fn passphrase(why: &str) -> Error {
    Error::InvalidArgument { what: "passphrase", why: why.to_owned() }
}
