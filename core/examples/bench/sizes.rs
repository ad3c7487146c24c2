//! The table of sizes: the same works in a small store, a large one and a very large one.

use std::{fmt::Debug, fs, hint::black_box, path::Path, time::Instant};

use certwright::{Order, Query, Store};
use rusqlite::{Connection, Row};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::{
    filled::{Filled, in_own_process},
    measure::{Pair, figure, peak_memory, quietest},
    rows::get,
};

const SIZES: [usize; 3] = [1000, 100_000, 1_000_000];

type Bound = (&'static str, fn(f64) -> bool);

/// One work of ours and the same of bare SQLite, which only fetches the DER.
struct Work {
    name: &'static str,
    ours: &'static str,
    peer: &'static str,
    unit: &'static str,
    /// What the figure must be, where something was promised.
    must: Option<Bound>,
    measure: fn(&Filled) -> Pair,
}

const WORKS: [Work; 5] = [
    Work {
        name: "get by thumbprint, warm, parsed",
        ours: "`Store::get`",
        peer: "bare SQLite: the DER alone",
        unit: "µs",
        must: Some(("under 10 µs", |time| time < 10.0)),
        measure: get,
    },
    Work {
        name: "find by part of the subject, one matches",
        ours: "`Store::find`",
        peer: "bare SQLite: the DER alone",
        unit: "ms",
        must: None,
        measure: find_by_part,
    },
    Work {
        name: "the next 100 to expire, where half have expired, parsed",
        ours: "`Store::find`",
        peer: "bare SQLite: the DER alone",
        unit: "ms",
        must: None,
        measure: next_to_expire,
    },
    Work {
        name: "open, with its key file",
        ours: "`Store::open`",
        peer: "bare SQLite: open and read one row",
        unit: "ms",
        must: None,
        measure: open,
    },
    Work {
        name: "read all, parsed",
        ours: "`Store::find`",
        peer: "bare SQLite: the DER alone",
        unit: "a second",
        must: Some(("at least 200,000 a second", |rate| rate >= 200_000.0)),
        measure: scan,
    },
];

fn find_by_part(filled: &Filled) -> Pair {
    let part = format!("host {}", filled.count / 2); // no other number below `count` begins with this one
    let query = Query { subject_contains: Some(part.clone()), ..Query::default() };
    let pattern = format!("%{part}%");
    let sql = "SELECT der FROM certificates WHERE id IN (SELECT id FROM certificates WHERE subject LIKE ?1)";
    let mut bare = filled.bare.prepare_cached(sql).unwrap();
    quietest(
        5,
        (200_000 / filled.count).clamp(3, 100),
        || assert_eq!(read(filled.store.find(&query).unwrap()), 1),
        || assert_eq!(read(bare.query_map([&pattern], der).unwrap()), 1),
    )
}

fn next_to_expire(filled: &Filled) -> Pair {
    let now = OffsetDateTime::now_utc();
    let query = Query { valid_at: Some(now), order: Order::NotAfter, limit: Some(100), ..Query::default() };
    let sql = "SELECT der FROM certificates WHERE not_before <= ?1 AND not_after >= ?1 ORDER BY not_after LIMIT 100";
    let mut bare = filled.bare.prepare_cached(sql).unwrap();
    quietest(
        10,
        50,
        || assert_eq!(read(filled.store.find(&query).unwrap()), 100),
        || assert_eq!(read(bare.query_map([now.unix_timestamp()], der).unwrap()), 100),
    )
}

fn open(filled: &Filled) -> Pair {
    let path = filled.store.path();
    quietest(
        10,
        50,
        || drop(black_box(Store::open(path).unwrap())),
        || {
            let bare = Connection::open(path).unwrap();
            black_box(bare.query_row("SELECT value FROM meta WHERE name = 'store_id'", [], |row| row.get::<_, Vec<u8>>(0)).unwrap());
        },
    )
}

fn scan(filled: &Filled) -> Pair {
    let mut bare = filled.bare.prepare_cached("SELECT der FROM certificates").unwrap();
    let pair = quietest(
        5,
        (100_000 / filled.count).clamp(1, 20),
        || assert_eq!(read(filled.store.find(&Query::default()).unwrap()), filled.count),
        || assert_eq!(read(bare.query_map([], der).unwrap()), filled.count),
    );
    let rate = |time: f64| filled.count as f64 / (time / 1e6);
    Pair { ours: rate(pair.ours), peer: rate(pair.peer), runs: pair.runs }
}

/// How many there are, each looked at.
fn read<T, E: Debug>(found: impl Iterator<Item = Result<T, E>>) -> usize {
    found
        .inspect(|one| {
            black_box(one.as_ref().unwrap());
        })
        .count()
}

fn der(row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
    row.get(0)
}

/// All works on one store, for a process that does nothing else.
pub fn measured(path: &str) -> Value {
    let filled = Filled::open(path);
    let works: Vec<Value> = WORKS
        .iter()
        .map(|work| {
            let Pair { ours, peer, runs } = (work.measure)(&filled);
            let unit = if work.unit == "ms" { 1e3 } else { 1.0 };
            json!([figure(ours / unit, work.unit, runs, ""), figure(peer / unit, work.unit, runs, "")])
        })
        .collect();
    json!({"works": works, "memory": peak_memory()})
}

/// Makes the stores in the folder, measures, and writes the file. The stores stay for the peers to be compared with.
pub fn write(folder: &str, out: &str) {
    let measured: Vec<(usize, Value)> = SIZES
        .into_iter()
        .map(|size| {
            let path = Path::new(folder).join(format!("{size}.db"));
            let start = Instant::now();
            Filled::make(&path, size);
            println!("{size} certificates issued and added in {:.1} s", start.elapsed().as_secs_f64());
            (size, in_own_process("size", &path))
        })
        .collect();
    let row = |work: &str, what: &str, must: Option<&str>, figure: &dyn Fn(&Value) -> Value, holds: &dyn Fn(usize, f64) -> bool| {
        let at: Map<_, _> = measured.iter().map(|(size, measured)| (size.to_string(), figure(measured))).collect();
        let holds = must.map(|_| measured.iter().all(|(size, measured)| holds(*size, figure(measured)["median"].as_f64().unwrap())));
        json!({"work": work, "what": what, "at": at, "must": must, "holds": holds})
    };
    let mut rows = Vec::new();
    for (index, work) in WORKS.iter().enumerate() {
        let must = work.must.map(|(must, _)| must);
        let ours = |measured: &Value| measured["works"][index][0].clone();
        let peer = |measured: &Value| measured["works"][index][1].clone();
        rows.push(row(work.name, work.ours, must, &ours, &|_, value| work.must.is_none_or(|(_, holds)| holds(value))));
        rows.push(row(work.name, work.peer, None, &peer, &|_, _| true));
    }
    let memory = |measured: &Value| figure(measured["memory"].as_f64().unwrap(), "MB", 1, "");
    let must = "under 60 MB";
    rows.push(row("peak memory of the process that did all of this", "VmHWM", Some(must), &memory, &|_, value| value < 60.0));
    fs::write(out, json!({"sizes": rows}).to_string()).unwrap();
}
