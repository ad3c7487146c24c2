//! Measures the core beside bare ring and bare SQLite in the same run, and writes the rows as JSON to the path that is given.
//!
//! `cargo run --release -p certwright --example bench -- OUT.json`, and `… -- sizes FOLDER OUT.json` for the table of sizes,
//! which leaves its stores in the folder.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement that fails should stop with a trace")]

mod chain;
mod filled;
mod measure;
mod rows;
mod sizes;
mod usage;

use std::env;

use certwright::{Store, Thumbprint};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["chains"] => println!("{}", serde_json::json!([chain::chain_of_three(), chain::mesh()])),
        ["usage"] => println!("{}", serde_json::json!(usage::rows())),
        ["get", path] => println!("{}", rows::measured_get(path)),
        ["size", path] => println!("{}", sizes::measured(path)),
        // for the whole process, beside those of others
        ["show", path, thumbprint] => println!("{:?}", Store::open(path).unwrap().get(Thumbprint::parse(thumbprint).unwrap()).unwrap()),
        ["sizes", folder, out] => sizes::write(folder, out),
        [out] => rows::write(out),
        _ => panic!("give the path of the JSON file to write"),
    }
}
