//! Bundles altered by whoever can seal one: at random, in what stands under age and in what stands under zstd.

use super::{
    forge::{compress, decrypt, encrypt, open},
    *,
};

/// Numbers that look random, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// Alters a few places: an octet, or a stretch that is left out, said twice, cut off behind, or filled.
    fn alter(&mut self, octets: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            let at = self.below(octets.len());
            let end = (at + 1 + self.below(600)).min(octets.len());
            match self.below(8) {
                0 => drop(octets.drain(at..end)),
                1 => {
                    let stretch = octets[at..end].to_vec();
                    octets.splice(at..at, stretch);
                }
                2 => octets.truncate(at),
                3 => octets[at..end].fill(0),
                _ => octets[at] ^= 1 << self.below(8),
            }
            if octets.is_empty() {
                return;
            }
        }
    }
}

#[test]
fn no_alteration_is_taken_and_none_makes_it_panic() {
    const RUNS: usize = 500;
    let recipient = fresh_recipient();
    // three segments
    let entries = entries(260, 40);
    let bundle = write_for(&entries, &recipient);
    let (framed, tar) = (decrypt(&bundle, &recipient), open(&bundle, &recipient));
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut saved = std::collections::BTreeSet::new();
    for run in 0..2 * RUNS {
        let mut altered = if run < RUNS { framed.clone() } else { tar.clone() };
        dice.alter(&mut altered);
        if altered == framed || altered == tar {
            continue;
        }
        let sealed = encrypt(&if run < RUNS { altered } else { compress(&altered) }, &recipient);
        if let Ok((read, found)) = read_for(&*sealed, &recipient, How::Strict) {
            // a mark of zstd that says nothing of the content
            assert!(run < RUNS && found == entries && read.signer_spki.is_some(), "{run}");
        }
        if let Ok((read, found)) = read_for(&*sealed, &recipient, How::Salvage) {
            let mut rest = entries.iter();
            assert!(found.iter().all(|one| rest.any(|right| right == one)), "{run}: each is right, in its place, and there once");
            assert_eq!(read.taken as usize, found.len(), "{run}");
            assert!(read.signer_spki.is_none() || read.fault.is_none() && found == entries, "{run}");
            saved.insert(found.len());
        }
    }
    assert!(saved.len() > 10, "they differ: {saved:?}");
}
