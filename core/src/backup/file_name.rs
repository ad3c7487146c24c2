//! What the files of a backup are called, on every file system.

use time::{OffsetDateTime, UtcOffset};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest name: Windows has 260 characters for the whole path.
const MAX_NAME: usize = 150;

/// All names begin with it; so none is `CON` or another device of Windows, and none is hidden.
const FIRST: &str = "certwright";

/// What a file is of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    /// The role of the certificate in it; `None` with the subject: all of them.
    pub(crate) role: Option<&'a str>,
    pub(crate) scope: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) at: OffsetDateTime,
}

/// `certwright_database_db1_CN-srv1_20261127T053210Z.pfx`; without role and subject `certwright_backup_db1_20261127T053210Z.pfx`.
///
/// Of ASCII letters, digits, `-`, `_` and `.`, at most 150 bytes. What is different may come out the same; whoever finds the name taken
/// asks again with the next `attempt`, of which the first is 1.
pub(crate) fn file_name(what: &Named<'_>, ending: &str, attempt: u32) -> String {
    let at = what.at.checked_to_offset(UtcOffset::UTC).unwrap_or(what.at);
    let (date, time) = (at.date(), at.time());
    let stamp = format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        date.year().max(0), // before our era nothing was backed up
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    let again = if attempt > 1 { format!("-{attempt}") } else { String::new() };
    let last = format!("_{stamp}{again}.{ending}");

    let role = what.role.or(if what.subject.is_none() { Some("backup") } else { None });
    let mut parts: Vec<String> = [role, what.scope, what.subject].into_iter().flatten().map(folded).collect();
    let room = MAX_NAME.saturating_sub(FIRST.len() + last.len());
    // each with the line before it; the longest gives first
    while parts.iter().map(|part| part.len() + 1).sum::<usize>() > room {
        match parts.iter_mut().max_by_key(|part| part.len()).filter(|part| part.len() > 1) {
            Some(longest) => drop(longest.pop()),
            None => break,
        }
    }
    let parts: String = parts.iter().map(|part| format!("_{}", trimmed(part))).collect();
    format!("{FIRST}{parts}{last}")
}

/// Whether it is a name that [`file_name`] gives: what is another's is never removed.
pub(crate) fn is_ours(name: &str) -> bool {
    let stamped = || {
        let (_, last) = name.strip_prefix(FIRST)?.strip_prefix('_')?.rsplit_once('_')?;
        let (stamp, rest) = last.split_at_checked("20261127T053210Z".len())?;
        let is_stamp = stamp.bytes().zip("00000000T000000Z".bytes()).all(|(octet, form)| match form {
            b'0' => octet.is_ascii_digit(),
            fixed => octet == fixed,
        });
        let (again, ending) = rest.split_once('.')?;
        let is_number = |digits: &str| !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|octet| octet.is_ascii_digit());
        let is_again = again.is_empty() || again.strip_prefix('-').is_some_and(is_number);
        let is_ending =
            ending.split('.').all(|part| !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit()));
        Some(is_stamp && is_again && is_ending)
    };
    name.len() <= MAX_NAME && name.chars().all(is_safe) && stamped().unwrap_or(false)
}

fn is_safe(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.".contains(letter)
}

/// Letters without their accents; each run of anything else is one `-`.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'Æ' => folded.push_str("Ae"),
            'œ' => folded.push_str("oe"),
            'Œ' => folded.push_str("Oe"),
            'ø' => folded.push('o'),
            'Ø' => folded.push('O'),
            'đ' => folded.push('d'),
            'Đ' => folded.push('D'),
            'ł' => folded.push('l'),
            'Ł' => folded.push('L'),
            '-' | '_' | '.' if folded.ends_with(letter) => {}
            _ if is_safe(letter) => folded.push(letter),
            _ if folded.ends_with('-') => {}
            _ => folded.push('-'),
        }
        if folded.len() > MAX_NAME {
            break;
        }
    }
    trimmed(&folded).to_owned()
}

/// Without what must not stand at an end; never empty.
fn trimmed(part: &str) -> &str {
    let trimmed = part.trim_matches(['-', '_', '.']);
    if trimmed.is_empty() { "-" } else { trimmed }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const AT: OffsetDateTime = datetime!(2026-11-27 06:32:10.9 +1);

    fn named(role: Option<&str>, scope: Option<&str>, subject: Option<&str>) -> String {
        file_name(&Named { role, scope, subject, at: AT }, "pfx", 1)
    }

    #[test]
    fn says_what_is_in_the_file() {
        for (found, expected) in [
            (named(Some("database"), Some("db1"), Some("CN=srv1")), "certwright_database_db1_CN-srv1_20261127T053210Z.pfx"),
            (named(Some("master-key"), None, Some("CN=srv1")), "certwright_master-key_CN-srv1_20261127T053210Z.pfx"),
            (named(None, None, Some("CN=srv1")), "certwright_CN-srv1_20261127T053210Z.pfx"),
            (named(None, None, None), "certwright_backup_20261127T053210Z.pfx"),
            (named(None, Some("db1"), None), "certwright_backup_db1_20261127T053210Z.pfx"),
            (named(Some("client"), Some("Zürich/Straße"), Some("CN=a, O=Łódź")), "certwright_client_Zurich-Strasse_CN-a-O-Lodz_20261127T053210Z.pfx"),
            (named(None, Some("日本"), None), "certwright_backup_-_20261127T053210Z.pfx"),
            (named(None, Some("ﬁle № １"), None), "certwright_backup_file-No-1_20261127T053210Z.pfx"),
        ] {
            assert_eq!(found, expected);
            assert!(is_ours(&found), "{found}");
        }
    }

    #[test]
    fn the_attempt_sets_apart_what_folds_to_the_same() {
        let what = Named { role: None, scope: Some("a:b"), subject: None, at: AT };
        let other = Named { scope: Some("a/b"), ..what };
        assert_eq!(file_name(&what, "pfx", 1), file_name(&other, "pfx", 1));
        assert_eq!(file_name(&other, "pfx", 2), "certwright_backup_a-b_20261127T053210Z-2.pfx");
        assert_eq!(file_name(&other, "tar.age", 3), "certwright_backup_a-b_20261127T053210Z-3.tar.age");
        assert_eq!(file_name(&other, "pfx", 0), file_name(&other, "pfx", 1));
    }

    #[test]
    fn is_safe_everywhere_whatever_the_names_are() {
        let (long, accents) = ("x".repeat(300), "e\u{301}".repeat(300));
        let (dots, more_dots) = ("a.".repeat(150), "ab-.".repeat(150));
        let nasty = [
            "CON",
            "nul",
            "COM1.txt",
            "LPT9",
            "..\\..",
            "../../etc/passwd",
            "/",
            "\\\\srv\\share",
            "C:\\x",
            "",
            " ",
            ".",
            "..",
            "...",
            ".hidden",
            "dots...",
            "blank ",
            "new\nline",
            "tab\t",
            "nul\0",
            "a:b",
            "a*b?c",
            "<>|\"'",
            "%TEMP%",
            "$HOME",
            "`id`",
            "~",
            "-rf",
            "--",
            "🔑",
            "🔑🔑x🔑",
            "\u{202e}gpj",
            "\u{200e}",
            "日本",
            "a_b",
            "__",
            "_x_",
            "certwright_backup_20261127T053210Z.pfx",
            "a\u{2024}b",
            "\u{ff0f}",
            "\u{2215}",
            long.as_str(),
            accents.as_str(),
            dots.as_str(),
            more_dots.as_str(),
            "a..b",
        ];
        for role in [None, Some("database"), Some("r-123456789-123456789-123456789-123456789-123456789-123456789-12")] {
            for scope in nasty {
                for subject in nasty.map(Some).into_iter().chain([None]) {
                    for (ending, attempt) in [("pfx", 1), ("tar.age", u32::MAX)] {
                        let name = file_name(&Named { role, scope: Some(scope), subject, at: AT }, ending, attempt);
                        assert!(name.len() <= MAX_NAME && name.chars().all(is_safe), "{name}");
                        assert!(name.starts_with("certwright_") && name.ends_with(ending) && !name.contains(".."), "{name}");
                        assert!(name.split('_').all(|part| !part.is_empty() && !part.starts_with('.')), "{name}");
                        let ends = |part: &str| part == "-" || part.ends_with(|last: char| last.is_ascii_alphanumeric());
                        assert!(name.split('_').all(ends), "{name}");
                        assert!(is_ours(&name), "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn keeps_the_beginning_of_what_is_too_long() {
        let name = named(Some("database"), Some(&"s".repeat(300)), Some(&format!("CN={}", "n".repeat(300))));
        assert_eq!(name.len(), MAX_NAME, "{name}");
        assert!(name.starts_with("certwright_database_ssss") && name.contains("_CN-nnnn"), "{name}");
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        for at in [time::PrimitiveDateTime::MIN, time::PrimitiveDateTime::MAX] {
            assert!(is_ours(&file_name(&Named { role: None, scope: None, subject: None, at: at.assume_utc() }, "pfx", 1)));
        }
    }

    #[test]
    fn what_is_anothers_is_not_ours() {
        for name in [
            "",
            "certwright",
            "certwright_",
            "certwright.pfx",
            "certwright_20261127T053210Z.pfx",
            "certwright_backup_20261127T053210Z",
            "certwright_backup_20261127T053210Z.",
            "certwright_backup_20261127T053210Z.pfx.",
            "certwright_backup_20261127T053210Z.PFX",
            "certwright_backup_20261127T053210Z-.pfx",
            "certwright_backup_20261127T053210Z-02.pfx",
            "certwright_backup_20261127T053210Z (1).pfx",
            "certwright_backup_20261127T05321Z.pfx",
            "certwright_backup_2026112ét053210Z.pfx",
            "Certwright_backup_20261127T053210Z.pfx",
            "/srv/certwright_backup_20261127T053210Z.pfx",
            "certwright_../x_20261127T053210Z.pfx",
            ".certwright_backup_20261127T053210Z.pfx.tmp",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
