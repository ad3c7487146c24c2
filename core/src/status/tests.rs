//! The table, and how a status is read.

use super::*;

#[test]
fn the_table_is_dense_and_in_order() {
    for (index, row) in TABLE.iter().enumerate() {
        let (status, code) = (row.status, row.code);
        assert_eq!(status.number() as usize, index + 1, "{code}");
        assert_eq!(Status::from_number(status.number()), Some(status));
        assert_eq!(status.code(), code);
        assert_eq!(Status::from_code(code), Some(status));
        assert!(!row.meaning.is_empty(), "{code}");
        for sentences in [row.cause, row.cure] {
            assert!(sentences.ends_with('.'), "{code}: {sentences}");
            assert!(sentences.starts_with(|first: char| first.is_uppercase() || "`c".contains(first)), "{code}: {sentences}");
            assert!(!sentences.contains("  ") && sentences.chars().all(|letter| letter.is_ascii_graphic() || letter == ' '), "{code}");
            assert_eq!(sentences.matches('`').count() % 2, 0, "{code}: {sentences}");
        }
    }
    assert_eq!(Status::from_number(0), None);
    assert_eq!(Status::from_number(TABLE.len() as u32 + 1), None);
}

#[test]
fn a_code_is_taken_in_either_case_and_with_dashes() {
    for text in ["not_found", "NOT_FOUND", "Not-Found", "not-found"] {
        assert_eq!(Status::from_code(text), Some(Status::NotFound), "{text}");
    }
    for text in ["", "not found", "not_found ", "notfound", "23", "not_found\0"] {
        assert_eq!(Status::from_code(text), None, "{text}");
    }
}

#[test]
fn a_number_or_a_code_is_read() {
    for text in ["23", " 23\n", "023", "not_found", " Not-Found "] {
        assert_eq!(text.parse(), Ok(Status::NotFound), "{text}");
    }
}

#[test]
fn an_unknown_one_is_refused_with_those_near_it() {
    for (text, why) in [
        ("0", "there is none of this number; they go from 1 to 55"),
        ("56", "there is none of this number; they go from 1 to 55"),
        ("99999999999999999999", "there is none of this number; they go from 1 to 55"),
        ("", "there is none called \"\"; certwright explain lists them all"),
        ("-1", "there is none called \"-1\"; certwright explain lists them all"),
        ("zzz", "there is none called \"zzz\"; certwright explain lists them all"),
        ("\u{1b}[2J", "there is none called \"\\u{1b}[2J\"; certwright explain lists them all"),
        ("not_fond", "there is none called \"not_fond\"; near it: not_found"),
        ("NotFound", "there is none called \"NotFound\"; near it: not_found"),
        ("wrong pasword", "there is none called \"wrong pasword\"; near it: wrong_password"),
        ("password", "there is none called \"password\"; near it: password_required, wrong_password"),
        ("schema", "there is none called \"schema\"; near it: newer_schema, older_schema"),
    ] {
        let refused = Err(Error::InvalidArgument { what: "status", why: why.to_owned() });
        assert_eq!(text.parse::<Status>(), refused, "{text}");
    }
    let long = "x".repeat(1_000_000);
    assert!(long.parse::<Status>().is_err_and(|error| error.to_string().len() < 200));
}
