//! A text with PEM blocks: each block by what it holds, whatever its label says, and each oddity of the text in a note.

use std::collections::BTreeMap;

use super::{
    Bag, Content, Detected, FileFormat, FileKind, ImportReport, MAX_BAGS, ReadOptions,
    der::{self, Holds},
    keys, pkcs7, pkcs12, too_many_bags, unknown,
};
use crate::{
    asn1::Reader,
    certificate::Certificate,
    crl::Crl,
    error::{Error, Result},
    pbe::{Budget, Keys},
    pem::{Block, Blocks, Found, Oddity, shown},
};

/// How many notes of one sort there are; then they are counted.
const MAX_NOTES: usize = 10;

/// Reads every block. What is wrong with the only one is the error.
pub(super) fn read(mut blocks: Blocks<'_>, options: &ReadOptions<'_>) -> Result<ImportReport> {
    if blocks.are_more_than(MAX_BAGS) {
        return Err(too_many_bags("a PEM text"));
    }
    let budget = Budget::new(options.limits());
    let mut reading =
        Reading { options, budget: &budget, keys: keys::of_file(options, &budget), number: 0, bags: Vec::new(), notes: Notes::default() };
    let mut refusal = None;
    while let Some(found) = blocks.find_next() {
        reading.number += 1;
        let (what, read) = reading.block(found);
        match read {
            Ok(()) => {}
            // a file is not read in part where its password is missing, or something in it is to be refused
            Err(
                error @ (Error::PasswordRequired { .. }
                | Error::WrongPassword { .. }
                | Error::WorkLimit { .. }
                | Error::LegacyAlgorithm { .. }
                | Error::Unauthenticated { .. }),
            ) => return Err(error),
            Err(error) => {
                let why = if let Error::UnknownFormat { why } = &error { why.clone() } else { error.to_string() };
                reading.bags.push(Bag::new(Content::NotTaken { what, why }));
                refusal = Some(error);
            }
        }
        if reading.bags.len() > MAX_BAGS {
            return Err(too_many_bags("a PEM text"));
        }
    }
    match refusal {
        Some(error) if reading.number == 1 => Err(error),
        _ => {
            let mut notes: Vec<String> = blocks.oddities().into_iter().map(|oddity| format!("it {oddity}")).collect();
            notes.extend(reading.notes.lines());
            Ok(ImportReport { format: FileFormat::Pem, bags: reading.bags, notes })
        }
    }
}

/// Says what the blocks are, without reading what is in them.
pub(super) fn detect(mut blocks: Blocks<'_>) -> Detected {
    /// How many sorts of blocks are named.
    const NAMED: usize = 8;
    let (mut number, mut others, mut first, mut taken) = (0, 0, FileKind::Pem, false);
    let mut sorts: Vec<(String, usize)> = Vec::new();
    let mut hint = None;
    while let Some(found) = blocks.find_next() {
        let (what, kind) = match kind_of(found) {
            Ok((holds, kind, what)) => {
                taken |= holds.is_some_and(|holds| holds.taken().is_ok());
                hint = holds.and_then(Holds::hint).map(str::to_owned);
                (what, kind)
            }
            Err(what) => (what, FileKind::Pem),
        };
        if number == 0 {
            first = kind;
        }
        number += 1;
        match sorts.iter().position(|(sort, _)| *sort == what) {
            Some(known) => sorts[known].1 += 1,
            None if sorts.len() < NAMED => sorts.push((what, 1)),
            None => others += 1,
        }
    }
    let named = sorts.into_iter().map(|(what, count)| if count == 1 { what } else { format!("{count} times {what}") });
    let named: Vec<String> = named.chain((others > 0).then(|| format!("{others} of other sorts"))).collect();
    let blocks = if number == 1 { "1 block".to_owned() } else { format!("{number} blocks") };
    let found = Detected::new(if taken { FileKind::Pem } else { first }, format!("it is PEM with {blocks}: {}", named.join(", ")));
    Detected { hint: if number == 1 { hint } else { None }, ..found }
}

/// What a block holds, if that is known, the kind of file that it would be alone, and what it is called.
fn kind_of(found: Found<'_>) -> Result<(Option<Holds>, FileKind, String), String> {
    let label = found.label.clone().unwrap_or_default();
    if is_pgp(&label) {
        return Ok((None, FileKind::Pgp, called(&label)));
    }
    let block = found.decode().map_err(|_| format!("{}, damaged", called(&label)))?;
    let legacy = is_encrypted_key(&block).then_some(Holds::EncryptedPkcs8);
    let holds = legacy.or_else(|| der::holds(content_of(&block))).or_else(|| Holds::of_label(&label));
    Ok(match holds {
        _ if legacy.is_some() => (holds, FileKind::EncryptedPrivateKey, "an encrypted private key".to_owned()),
        Some(known) => (holds, known.kind(), known.what().to_owned()),
        None => (None, FileKind::Pem, called(&label)),
    })
}

struct Reading<'a> {
    options: &'a ReadOptions<'a>,
    budget: &'a Budget,
    keys: Keys<'a>,
    number: usize,
    bags: Vec<Bag>,
    notes: Notes,
}

impl Reading<'_> {
    /// Takes one block in; what it is called, and why it was not taken.
    fn block(&mut self, found: Found<'_>) -> (String, Result<()>) {
        let label = found.label.clone().unwrap_or_default();
        if is_pgp(&label) {
            return (called(&label), Err(unknown("it is of PGP, which is no X.509")));
        }
        match found.decode() {
            Ok(block) => self.content(block),
            Err(error) => (called(&label), Err(error)),
        }
    }

    fn content(&mut self, block: Block) -> (String, Result<()>) {
        block.oddities.iter().for_each(|oddity| self.notes.add(*oddity, self.number));
        if is_encrypted_key(&block) {
            return ("a private key".to_owned(), self.private_key(&block));
        }
        let promised = Holds::of_label(&block.label);
        let found = der::holds(content_of(&block)).map(|found| promised.filter(|label| label.is_like(found)).unwrap_or(found));
        let Some(holds) = found.or(promised) else {
            return (called(&block.label), Err(unknown("only certificates and private keys are taken")));
        };
        if found.is_some() && found != promised && !(block.label == "ANY PRIVATE KEY" && holds.is_private_key()) {
            let label = shown(&block.label);
            let label = if label.is_empty() { "with nothing" } else { &label };
            self.notes.wrong_label(format!("block {} is labelled {label} but holds {}", self.number, holds.what()));
        }
        let read = holds.taken().and_then(|()| match holds {
            Holds::Certificate => Certificate::from_der(content_of(&block)).map(Content::Certificate).map(Bag::new).map(|bag| self.bags.push(bag)),
            Holds::Crl => Crl::from_der(content_of(&block)).map(Content::Crl).map(Bag::new).map(|bag| self.bags.push(bag)),
            Holds::Pkcs7 => self.pkcs7(&block.content),
            Holds::Pkcs12 => self.pkcs12(&block.content),
            _ => self.private_key(&block),
        });
        (if holds.is_private_key() { "a private key" } else { holds.what() }.to_owned(), read)
    }

    fn private_key(&mut self, block: &Block) -> Result<()> {
        self.keys.count_private_key()?;
        let (content, note) = keys::private_key_of_block(block, &mut self.keys, self.options)?;
        self.bags.push(Bag::new(content));
        self.notes.of_block(self.number, note);
        Ok(())
    }

    fn pkcs7(&mut self, content: &[u8]) -> Result<()> {
        let found = pkcs7::read(content, MAX_BAGS - self.bags.len().min(MAX_BAGS))?;
        self.bags.extend(found.bags);
        self.notes.of_block(self.number, found.notes);
        Ok(())
    }

    fn pkcs12(&mut self, content: &[u8]) -> Result<()> {
        let report = pkcs12::read(content, self.options, self.budget)?;
        self.bags.extend(report.bags);
        self.notes.of_block(self.number, report.notes);
        Ok(())
    }
}

fn is_pgp(label: &str) -> bool {
    label.starts_with("PGP ")
}

/// OpenSSL's old encryption, whose content says nothing of itself.
fn is_encrypted_key(block: &Block) -> bool {
    block.encrypted && block.label.ends_with("PRIVATE KEY")
}

/// What is in a block. Behind a certificate that OpenSSL trusts stands what for.
fn content_of(block: &Block) -> &[u8] {
    match Reader::der(&block.content).element() {
        Ok(first) if block.label == "TRUSTED CERTIFICATE" => first.raw,
        _ => &block.content,
    }
}

/// What a block is called by its label alone.
fn called(label: &str) -> String {
    match Holds::of_label(label) {
        _ if label.ends_with("PRIVATE KEY") => "a private key".to_owned(),
        Some(holds) => holds.what().to_owned(),
        None => format!("a PEM block {}", shown(label)).trim_ascii_end().to_owned(),
    }
}

/// Notes in the order in which they are read: what many blocks have in common is one line.
#[derive(Default)]
struct Notes {
    odd: BTreeMap<Oddity, (Vec<usize>, usize)>,
    wrong_labels: (Vec<String>, usize),
    others: (Vec<String>, usize),
}

impl Notes {
    fn add(&mut self, oddity: Oddity, number: usize) {
        const NAMED: usize = 5;
        let (numbers, more) = self.odd.entry(oddity).or_default();
        if numbers.len() < NAMED { numbers.push(number) } else { *more += 1 }
    }

    fn wrong_label(&mut self, note: String) {
        bounded(&mut self.wrong_labels, note);
    }

    /// What was to be known of one block.
    fn of_block(&mut self, number: usize, notes: impl IntoIterator<Item = String>) {
        notes.into_iter().for_each(|note| bounded(&mut self.others, format!("block {number}: {note}")));
    }

    fn lines(self) -> impl Iterator<Item = String> {
        let odd = self.odd.into_iter().map(|(oddity, (numbers, more))| {
            let list = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            match (numbers.len(), more) {
                (1, 0) => format!("block {list} has {oddity}"),
                (_, 0) => format!("blocks {list} have {oddity}"),
                (_, more) => format!("blocks {list} and {more} more have {oddity}"),
            }
        });
        let labels = counted(self.wrong_labels, "blocks hold something else than their labels say");
        odd.chain(labels).chain(counted(self.others, "notes on other blocks were left out"))
    }
}

fn bounded((notes, more): &mut (Vec<String>, usize), note: String) {
    if notes.len() < MAX_NOTES { notes.push(note) } else { *more += 1 }
}

fn counted((notes, more): (Vec<String>, usize), what: &str) -> impl Iterator<Item = String> {
    let last = (more > 0).then(|| format!("{more} more {what}"));
    notes.into_iter().chain(last)
}

#[cfg(test)]
mod tests;
