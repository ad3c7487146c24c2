//! Bundles as no writer makes them.

use std::io::{Cursor, Read, Write};

use age::{Decryptor, Encryptor, Identity, Recipient, x25519};

use super::*;
use crate::backup::bundle::ustar::{BLOCK, Block, Header, modified, padding};

/// A file of a tar.
#[derive(Clone, PartialEq)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) content: Vec<u8>,
    /// In place of the right one.
    pub(super) header: Option<Block>,
}

pub(super) fn file(path: &str, content: impl Into<Vec<u8>>) -> File {
    File { path: path.to_owned(), content: content.into(), header: None }
}

/// A header whose sum is right, with some octets replaced.
pub(super) fn header(name: &str, size: u64, changes: &[(usize, &[u8])]) -> Option<Block> {
    let mut block = Header { name, size, modified: modified(ABOUT.made) }.write().expect("fits");
    changes.iter().for_each(|(at, octets)| block[*at..at + octets.len()].copy_from_slice(octets));
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|octet| u32::from(*octet)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Some(block)
}

/// Takes off a layer: out of age.
pub(super) fn decrypt(bundle: &[u8], recipient: &FreshRecipient) -> Vec<u8> {
    let identity: x25519::Identity = recipient.identity.parse().expect("an identity");
    let mut out = Vec::new();
    let opened = Decryptor::new(bundle).expect("a head").decrypt(std::iter::once(&identity as &dyn Identity));
    opened.expect("opened").read_to_end(&mut out).expect("whole");
    out
}

/// The tar of a bundle.
pub(super) fn open(bundle: &[u8], recipient: &FreshRecipient) -> Vec<u8> {
    zstd::decode_all(Cursor::new(decrypt(bundle, recipient))).expect("whole")
}

/// The files of a tar, as far as they go.
pub(super) fn files(mut tar: &[u8]) -> Vec<File> {
    let mut files = Vec::new();
    while let Some((block, rest)) = tar.split_first_chunk::<BLOCK>() {
        let Ok(Header { name, size, .. }) = Header::read(block) else { break };
        let Some(content) = rest.get(..size as usize) else { break };
        files.push(file(name, content));
        tar = rest.get(size as usize + padding(size)..).unwrap_or_default();
    }
    files
}

/// The files of a right bundle of these entries, up to the manifest.
pub(super) fn right(entries: &Entries) -> Vec<File> {
    let recipient = fresh_recipient();
    let mut files = files(&open(&write_for(entries, &recipient), &recipient));
    files.truncate(files.len() - 2);
    files
}

/// With a manifest of what is there, signed.
pub(super) fn signed(files: Vec<File>, signer: &Signer) -> Vec<File> {
    let list: Vec<_> = files
        .iter()
        .map(|file| serde_json::json!({"path": file.path, "size": file.content.len(), "sha256": hex::Sha256::of(&file.content).to_string()}))
        .collect();
    let manifest = serde_json::json!({
        "format": 1, "written_by": env!("CARGO_PKG_VERSION"), "store": "5a".repeat(16), "made": "2026-03-04T05:06:07Z", "mark": "a5".repeat(16), "counts": {},
        "entries": list, "signer": base64(&signer.spki()),
    });
    signed_as(files, &manifest, signer)
}

/// With such a manifest, signed.
pub(super) fn signed_as(mut files: Vec<File>, manifest: &serde_json::Value, signer: &Signer) -> Vec<File> {
    let manifest = manifest.to_string();
    let message = [b"certwright bundle manifest 1\0", manifest.as_bytes()].concat();
    files.extend([file("manifest.json", manifest), file("manifest.sig", signer.sign(&message))]);
    files
}

fn base64(octets: &[u8]) -> String {
    <base64ct::Base64 as base64ct::Encoding>::encode_string(octets)
}

pub(super) fn tar(files: &[File]) -> Vec<u8> {
    let mut out = Vec::new();
    for file in files {
        let size = file.content.len() as u64;
        let header = file.header.or_else(|| Header { name: &file.path, size, modified: modified(ABOUT.made) }.write());
        out.extend(header.expect("fits"));
        out.extend(&file.content);
        out.resize(out.len() + padding(size), 0);
    }
    out.resize(out.len() + 2 * BLOCK, 0);
    out
}

pub(super) fn compress(tar: &[u8]) -> Vec<u8> {
    zstd::encode_all(tar, 3).expect("compressed")
}

pub(super) fn encrypt(content: &[u8], recipient: &FreshRecipient) -> Vec<u8> {
    let to: x25519::Recipient = recipient.recipient.parse().expect("a recipient");
    let mut writer = Encryptor::with_recipients(std::iter::once(&to as &dyn Recipient)).expect("sealed").wrap_output(Vec::new()).expect("written");
    writer.write_all(content).expect("written");
    writer.finish().expect("written")
}

/// Reads the bundle of such files.
pub(super) fn read_files(files: &[File], how: How) -> Result<(BundleRead, Entries)> {
    let recipient = fresh_recipient();
    read_for(&*encrypt(&compress(&tar(files)), &recipient), &recipient, how)
}

pub(super) fn refusal(files: &[File]) -> Option<Error> {
    read_files(files, How::Strict).err()
}
