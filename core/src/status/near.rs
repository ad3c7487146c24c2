//! The statuses whose names come nearest to a text that is none.

use super::Status;

/// How much is shown of a text that is no code.
pub(super) const MAX_SHOWN: usize = 40;

/// Says which codes come nearest to a text: those whose words, or all of them run together, begin most like its own.
pub(super) fn nearest(text: &str) -> String {
    let text: String = text.chars().take(MAX_SHOWN).collect::<String>().to_ascii_lowercase();
    let words = words(&text);
    let likeness = |status: &Status| {
        let known = self::words(status.code());
        let best = |word: &&str| known.iter().map(|other| common(word, other)).max().unwrap_or(0);
        let together = common(&words.concat(), &known.concat());
        together.max(words.iter().map(best).filter(|letters| *letters > 1).sum())
    };
    let most = Status::all().map(|status| likeness(&status)).max().unwrap_or(0);
    if most < 3 {
        return "certwright explain lists them all".to_owned();
    }
    let nearest: Vec<&str> = Status::all().filter(|status| likeness(status) == most).map(Status::code).collect();
    format!("near it: {}", nearest.join(", "))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// How many letters two words have in common at their beginning.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}
