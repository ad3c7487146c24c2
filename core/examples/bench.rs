//! Measures the core beside bare ring in the same run, and writes the rows as JSON to the path that is given.
//!
//! `cargo run --release -p certwright --example bench -- OUT.json`

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement that fails should stop with a trace")]

use std::{env, fs, hint::black_box, process, time::Instant};

use certwright::{AddOptions, Certificate, Now, PrivateKey, SelfSigned, Store, Thumbprint};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};
use rusqlite::Connection;
use serde_json::{Value, json};

/// How often a pair is measured. The processor of a shared machine changes its speed by half and more from one second to
/// the next; the time in which the peer was fastest is the one that counts, for both.
const TIMES: usize = 20;

/// Of several medians of two works in turn, those of the quietest time.
fn quietest(runs: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) -> (f64, f64) {
    let pairs = (0..TIMES).map(|_| in_turn(runs, &mut ours, &mut peer));
    pairs.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap()
}

/// Median of `runs` single times, in microseconds, of two works in turn, so that both see the same machine.
fn in_turn(runs: usize, mut ours: impl FnMut(), mut peer: impl FnMut()) -> (f64, f64) {
    let mut times = (Vec::with_capacity(runs), Vec::with_capacity(runs));
    for round in 0..runs + runs / 10 {
        let start = Instant::now();
        ours();
        let middle = Instant::now();
        peer();
        if round >= runs / 10 {
            times.0.push((middle - start).as_secs_f64() * 1e6);
            times.1.push(middle.elapsed().as_secs_f64() * 1e6);
        }
    }
    (median(times.0), median(times.1))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn figure(median: f64, unit: &str, runs: usize, what: &str) -> Value {
    json!({"median": median, "unit": unit, "runs": runs, "what": what})
}

fn self_signed() -> Value {
    let random = SystemRandom::new();
    let wanted = SelfSigned::new("Integration API").unwrap().dns_name("srv1.corp.example").unwrap();
    let runs = 2000;
    let (ours, peer) = quietest(
        runs,
        || {
            let identity = wanted.issue(Now::system()).unwrap();
            assert!(identity.private_key().matches(identity.certificate()));
            black_box(&identity);
        },
        || {
            let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
            black_box(pair.sign(&random, &[7; 400]).unwrap());
        },
    );
    json!({
        "work": "self-signed P-256, key included, from Rust, parsed, key matched",
        "ours": figure(ours, "µs", runs, "SelfSigned::issue"),
        "peer": figure(peer, "µs", runs, "bare ring: generate_pkcs8, from_pkcs8, one signature"),
        "must": "at most 1.3 times",
        "holds": ours <= 1.3 * peer,
    })
}

/// Memory of this process at its peak, in MB.
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

/// In a process of its own, so that its peak memory is that of getting alone. Beside it, on a connection of its own, the one
/// statement that no reader of SQLite can do without.
fn get(path: &str, sample: &str) -> Value {
    let store = Store::open(path).unwrap();
    let bare = Connection::open(path).unwrap();
    let mut bare = bare.prepare("SELECT der FROM certificates WHERE sha1 = ?1").unwrap();
    let thumbprints: Vec<Thumbprint> = fs::read_to_string(sample).unwrap().lines().map(|line| Thumbprint::parse(line).unwrap()).collect();
    let runs = thumbprints.len() * GET_ROUNDS;
    let (mut ours, mut peers) = (thumbprints.iter().cycle(), thumbprints.iter().cycle());
    let (time, peer) = quietest(
        runs,
        || {
            black_box(store.get(*ours.next().unwrap()).unwrap());
        },
        || {
            black_box(bare.query_row([peers.next().unwrap().as_bytes()], |row| row.get::<_, Vec<u8>>(0)).unwrap());
        },
    );
    json!({"median": time, "peer": peer, "runs": runs, "memory": peak_memory()})
}

/// How many certificates are asked for, and how often each; the first tenth of the work warms the caches.
const GET_SAMPLE: usize = 1000;
const GET_ROUNDS: usize = 10;

fn store_get(count: usize) -> [Value; 2] {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certs.db");
    let store = Store::create(&path).unwrap();
    let key = std::sync::Arc::new(PrivateKey::generate(certwright::KeyAlgorithm::EcP256).unwrap());
    let certificates = (0..count).map(|index| {
        let wanted = SelfSigned::new(&format!("CN=host {index},OU=Bench,O=Example")).unwrap().dns_name(&format!("host{index}.corp.example")).unwrap();
        wanted.issue_with_key(key.clone(), Now::system()).unwrap().certificate().clone()
    });
    let certificates: Vec<Certificate> = certificates.collect();
    store.add_all(&certificates, &AddOptions::default()).unwrap();
    let sample = folder.path().join("sample");
    let step = (count / GET_SAMPLE).max(1);
    let lines: Vec<String> = certificates.iter().step_by(step).map(|certificate| certificate.thumbprint().to_string()).collect();
    fs::write(&sample, lines.join("\n")).unwrap();
    let measured = process::Command::new(env::current_exe().unwrap()).arg("get").arg(&path).arg(&sample).output().unwrap();
    let measured: Value = serde_json::from_slice(&measured.stdout).unwrap();
    let [time, peer, memory] = ["median", "peer", "memory"].map(|name| measured[name].as_f64().unwrap());
    let runs = measured["runs"].as_u64().unwrap() as usize;
    [
        json!({
            "work": format!("store.get(thumbprint), warm, {count} certificates, from Rust, parsed"),
            "ours": figure(time, "µs", runs, "Store::get"),
            "peer": figure(peer, "µs", runs, "bare SQLite: the DER alone"),
            "must": "under 10 µs",
            "holds": time < 10.0,
        }),
        json!({
            "work": format!("the same: peak memory of the process, {count} certificates"),
            "ours": figure(memory, "MB", 1, "VmHWM"),
            "peer": null,
            "must": "under 40 MB",
            "holds": memory < 40.0,
        }),
    ]
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["get", path, sample] => println!("{}", get(path, sample)),
        [out] => {
            let rows: Vec<Value> = std::iter::once(self_signed()).chain(store_get(100_000)).collect();
            fs::write(out, json!({"rows": rows}).to_string()).unwrap();
        }
        _ => panic!("give the path of the JSON file to write"),
    }
}
