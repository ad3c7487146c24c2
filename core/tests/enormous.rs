//! Input far above any real one is refused without a copy of it. A program of its own, since its memory is measured.

use std::fs::{self, File};

use certwright::{Certificate, Error, ReadOptions, Status, read_file, read_path};

const HUNDRED_MB: usize = 100_000_000;
/// Below the limit of 64 MiB, where the content decides; enough to tell work that grows with the square of it.
const ALLOWED: usize = 16 << 20;

/// The most memory that this process ever held, in bytes; 0 where the system does not say.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Refused with this status, in little memory beside the input's own.
fn refused(what: &str, status: Status, read: impl FnOnce() -> Result<(), Error>) {
    let before = peak();
    let found = read().map_err(|error| error.status());
    let grown = peak() - before;
    assert_eq!(found, Err(status), "{what}");
    assert!(grown < 32 << 20, "{what} took {grown} bytes of memory");
}

/// One test, since others beside it would be measured too.
#[test]
fn enormous_input_is_refused_in_little_memory() {
    let read = |data: &[u8]| read_file(data, &ReadOptions::default()).map(|_| ());
    let zeros = vec![0; HUNDRED_MB];
    refused("zeros", Status::TooLarge, || read(&zeros));
    refused("a certificate of zeros", Status::TooLarge, || Certificate::from_der(&zeros).map(|_| ()));
    refused("fewer zeros", Status::UnknownFormat, || read(&zeros[..ALLOWED]));
    drop(zeros);
    for (what, line, status) in [
        ("PEM without an end", "-----BEGIN CERTIFICATE-----\n", Status::Unsupported),
        ("PEM without the end of a label", "-----BEGIN ", Status::Unsupported),
        ("more blocks than are read", "-----BEGIN A-----\n-----END A-----\n", Status::Unsupported),
        ("a block of dashes without an end", "-----BEGIN A-----\n-----", Status::Unsupported),
        ("blanks", "\r\n", Status::UnknownFormat),
        ("base64", "AAAA", Status::UnknownFormat),
        ("the beginning of DER", "\x30\x10\x30\x10", Status::UnknownFormat),
    ] {
        let text = line.repeat(HUNDRED_MB / line.len() + 1);
        refused(what, Status::TooLarge, || read(text.as_bytes()));
        refused(what, status, || read(&text.as_bytes()[..ALLOWED]));
    }

    let backslashes = format!("-----BEGIN A-----\n{}\n-----END A-----\n", "\\".repeat(ALLOWED / 2));
    refused("a block of backslashes", Status::UnknownFormat, || read(backslashes.as_bytes()));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("zeros");
    File::create(&path).and_then(|file| file.set_len(HUNDRED_MB as u64)).expect("a file of holes");
    refused("a file of zeros", Status::TooLarge, || read_path(&path).map(|_| ()));
}
