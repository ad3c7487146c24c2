//! The rows of the first table that are measured from Rust.

use std::{fs, hint::black_box, time::Instant};

use certwright::{AddOptions, Identity, Now, SelfSigned, Store};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair},
};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::{
    chain,
    filled::{Filled, in_own_process},
    measure::{Pair, figure, peak_memory, quietest, quietest_apart},
    usage,
};

/// How often a pair is measured.
const TIMES: usize = 20;
/// How many certificates the store of `get` has.
const STORE: usize = 100_000;
/// How many certificates with keys go into an empty store, and how often that is done.
const ADDED: usize = 10_000;
const ADDING_TIMES: usize = 3;

fn rows() -> Vec<Value> {
    [self_signed()].into_iter().chain(store_get()).chain([add_identities(), chain::chain_of_three(), chain::mesh()]).chain(usage::rows()).collect()
}

fn self_signed() -> Value {
    let random = SystemRandom::new();
    let wanted = SelfSigned::new("Integration API").unwrap().dns_name("srv1.corp.example").unwrap();
    let Pair { ours, peer, runs } = quietest(
        TIMES,
        2000,
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

/// Beside it the one statement that no reader of SQLite can do without.
pub fn get(filled: &Filled) -> Pair {
    let mut bare = filled.bare.prepare_cached("SELECT der FROM certificates WHERE sha1 = ?1").unwrap();
    let (mut ours, mut peers) = (filled.thumbprints.iter().cycle(), filled.thumbprints.iter().cycle());
    quietest_apart(
        TIMES,
        filled.thumbprints.len() * 10,
        || {
            black_box(filled.store.get(*ours.next().unwrap()).unwrap());
        },
        || {
            black_box(bare.query_row([peers.next().unwrap().as_bytes()], |row| row.get::<_, Vec<u8>>(0)).unwrap());
        },
    )
}

/// `get`, for the process that does nothing else.
pub fn measured_get(path: &str) -> Value {
    let Pair { ours, peer, runs } = get(&Filled::open(path));
    json!({"median": ours, "peer": peer, "runs": runs, "memory": peak_memory()})
}

fn store_get() -> [Value; 2] {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certs.db");
    Filled::make(&path, STORE);
    let measured = in_own_process("get", &path);
    let [time, peer, memory] = ["median", "peer", "memory"].map(|name| measured[name].as_f64().unwrap());
    let runs = measured["runs"].as_u64().unwrap() as usize;
    [
        json!({
            "work": format!("store.get(thumbprint), warm, {STORE} certificates, from Rust, parsed"),
            "ours": figure(time, "µs", runs, "Store::get"),
            "peer": figure(peer, "µs", runs, "bare SQLite: the DER alone"),
            "must": "under 10 µs",
            "holds": time < 10.0,
        }),
        json!({
            "work": format!("the same: peak memory of the process, {STORE} certificates"),
            "ours": figure(memory, "MB", 1, "VmHWM"),
            "peer": null,
            "must": "under 40 MB",
            "holds": memory < 40.0,
        }),
    ]
}

/// Beside it bare SQLite, which copies the finished rows from the store that was just filled into the same tables of another
/// one: what the tables and their indexes alone cost.
fn add_identities() -> Value {
    let one =
        |index| SelfSigned::new(&format!("CN=host {index},OU=Bench,O=Example")).unwrap().dns_name(&format!("host{index}.corp.example")).unwrap();
    let identities: Vec<Identity> = (0..ADDED).map(|index| one(index).issue(Now::system()).unwrap()).collect();
    let times = (0..ADDING_TIMES).map(|_| {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("certs.db"), folder.path().join("copy.db"));
        let store = Store::create(&path).unwrap();
        let start = Instant::now();
        let added = store.add_identities(&identities, &AddOptions::default()).unwrap();
        let ours = start.elapsed().as_secs_f64();
        assert_eq!(added, ADDED);
        drop(store);
        drop(Store::create(&copy).unwrap());
        let bare = Connection::open(&copy).unwrap();
        bare.execute("ATTACH ?1 AS filled", params![path.to_str().unwrap()]).unwrap();
        let start = Instant::now();
        bare.execute_batch("BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON; DELETE FROM main.events;").unwrap();
        for table in ["keys", "certificates", "alt_names", "memberships", "events"] {
            bare.execute(&format!("INSERT INTO main.{table} SELECT * FROM filled.{table}"), []).unwrap();
        }
        bare.execute_batch("COMMIT").unwrap();
        (ours, start.elapsed().as_secs_f64())
    });
    let (ours, peer) = times.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
    let rate = |seconds: f64| ADDED as f64 / seconds;
    json!({
        "work": format!("{ADDED} P-256 certificates, each with its own key, into an empty store, all indexes, one transaction"),
        "ours": figure(rate(ours), "a second", ADDING_TIMES, "Store::add_identities"),
        "peer": figure(rate(peer), "a second", ADDING_TIMES, "bare SQLite: finished rows copied into the same tables"),
        "must": "at least 10,000 a second",
        "holds": rate(ours) >= 10_000.0,
    })
}

/// Measures and writes the file.
pub fn write(out: &str) {
    fs::write(out, json!({"rows": rows()}).to_string()).unwrap();
}
