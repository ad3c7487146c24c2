//! A process that uses a store as it is told to, one command a line, for the tests of many processes on one store.
//!
//! Each answer is a line of JSON: `{"ok": …}`, or `{"error": the status' code, "message": …}`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "whoever drives it sees the trace")]

use std::{io, ops::ControlFlow};

use certwright::{AddOptions, Archived, Entry, Error, OpenOptions, Query, Result, RotateOptions, SelfSigned, Store};
use serde_json::{Value, json};

const MANUAL: &str = "create PATH [group=GROUP] [others_read], open PATH [locked], close, new NAME, archive NAME, delete NAME, rotate, list, \
                      events, check, load NAME COUNT";

fn main() {
    let mut store = None;
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let answer = match obey(&mut store, &words) {
            Ok(value) => json!({ "ok": value }),
            Err(error) => json!({ "error": error.status().code(), "message": error.to_string() }),
        };
        println!("{answer}");
    }
}

fn obey(open: &mut Option<Store>, words: &[&str]) -> Result<Value> {
    match (words, open.as_ref()) {
        (["create", path, options @ ..], _) => {
            drop(Store::create_with(path, &options.iter().fold(OpenOptions::default(), |made, option| set(made, option)))?);
        }
        (["open", path, options @ ..], _) => {
            *open = Some(Store::open_with(path, &options.iter().fold(OpenOptions::default(), |made, option| set(made, option)))?);
        }
        (["close"], _) => *open = None,
        (["new", name], Some(store)) => drop(make(store, name)?),
        (["archive", name], Some(store)) => drop(store.archive(&one(store, name)?)?),
        (["delete", name], Some(store)) => drop(store.delete(&one(store, name)?)?),
        (["rotate"], Some(store)) => drop(store.rotate_key(&RotateOptions::default())?),
        (["list"], Some(store)) => return Ok(names(store, &Query { archived: Archived::Also, ..Query::default() })?.into()),
        (["events"], Some(store)) => return Ok(json!(store.events(0, 100_000)?)),
        (["check"], Some(store)) => {
            let report = store.check(&mut |_, _| ControlFlow::Continue(()))?;
            return Ok(if report.ok() { json!("whole") } else { json!(report.verdicts) });
        }
        (["load", name, count], Some(store)) => load(store, name, count.parse().unwrap())?,
        _ => return Err(Error::InvalidArgument { what: "command", why: format!("with an open store where one is needed: {MANUAL}") }),
    }
    Ok(Value::Null)
}

fn set(options: OpenOptions, text: &str) -> OpenOptions {
    match text.split_once('=') {
        Some(("group", group)) => options.group(group),
        None if text == "others_read" => options.others_read(),
        None if text == "locked" => options.locked(),
        _ => panic!("{text} is none of: {MANUAL}"),
    }
}

fn make(store: &Store, name: &str) -> Result<Entry> {
    let tag = name.split('-').next().unwrap_or(name).to_owned();
    store.create_self_signed(&SelfSigned::new(name)?, &AddOptions::default().tags([tag]))
}

fn one(store: &Store, name: &str) -> Result<Entry> {
    store.select(&Query { archived: Archived::Also, ..Query::subject(name) })
}

fn names(store: &Store, query: &Query) -> Result<Vec<String>> {
    store.find(query)?.map(|entry| Ok(entry?.subject().common_name().unwrap_or_default())).collect()
}

/// Adds this many; of three, archives the first, deletes the second, and keeps the third. Reads its own in between.
fn load(store: &Store, name: &str, count: usize) -> Result<()> {
    let mut kept = Vec::new();
    for number in 0..count {
        let own = format!("{name}-{number}");
        let entry = make(store, &own)?;
        assert!(entry.identity()?.private_key().matches(&entry));
        match number % 3 {
            0 => drop(store.archive(&entry)?),
            1 => drop(store.delete(&entry)?),
            _ => kept.push(own),
        }
        assert_eq!(names(store, &Query { tag: Some(name.to_owned()), ..Query::default() })?, kept);
    }
    Ok(())
}
