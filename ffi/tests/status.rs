//! The statuses of the header are those of the core: the same numbers, names and meanings.

use std::collections::BTreeMap;

use certwright::Status;

const HEADER: &str = include_str!("../include/certwright.h");

/// Number, and the line above it, by the name of the constant.
fn of_the_header() -> BTreeMap<&'static str, (u32, &'static str)> {
    let lines: Vec<&str> = HEADER.lines().map(str::trim).collect();
    let constant = |at: usize| {
        let (name, number) = lines[at].strip_suffix(',')?.strip_prefix("CW_STATUS_")?.split_once(" = ")?;
        let meaning = lines[at.checked_sub(2)?].trim_start_matches("* ");
        Some((name, (number.parse().ok()?, meaning)))
    };
    (0..lines.len()).filter_map(constant).collect()
}

#[test]
fn the_statuses_of_the_header_are_those_of_the_core() {
    let mut header = of_the_header();
    assert_eq!(header.remove("OK"), Some((0, "It did.")));
    for status in Status::all() {
        let meaning = status.meaning();
        let sentence = format!("{}{}.", meaning[..1].to_uppercase(), &meaning[1..]);
        let name = status.code().to_uppercase();
        assert_eq!(header.remove(name.as_str()), Some((status.number(), sentence.as_str())), "{name}");
    }
    assert!(header.is_empty(), "the core has no {header:?}");
}
