//! What certificates are for, in a store of many.

use std::hint::black_box;

use certwright::{AddOptions, AssignOptions, Identity, Now, OverviewOptions, Query, SelfSigned, Store};
use rusqlite::{Connection, Row};
use serde_json::{Value, json};

use crate::{
    filled::Filled,
    measure::{Pair, figure, quietest_apart},
};

/// How many certificates the store has, and how many of them serve.
const CERTIFICATES: usize = 100_000;
const ASSIGNMENTS: usize = 1000;
const TIMES: usize = 10;
const RUNS: usize = 50;

/// The overview of all roles, and everything that refers to one certificate; beside each, the rows that it needs by bare SQLite.
pub fn rows() -> [Value; 2] {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certs.db");
    Filled::make(&path, CERTIFICATES - ASSIGNMENTS);
    let store = Store::open(&path).unwrap();
    let one = |index| SelfSigned::new(&format!("CN=database {index},O=Example")).unwrap().issue(Now::system()).unwrap();
    let identities: Vec<Identity> = (0..ASSIGNMENTS).map(one).collect();
    store.add_identities(&identities, &AddOptions::default()).unwrap();
    for (index, identity) in identities.iter().enumerate() {
        store.assign(identity.certificate().sha256(), "client", Some(&format!("database {index}")), &AssignOptions::default()).unwrap();
    }
    assert_eq!(store.find(&Query::default()).unwrap().count(), CERTIFICATES);
    store.tell_expiries().unwrap(); // as whoever looks for the first time does
    let bare = Connection::open(&path).unwrap();
    [overview(&store, &bare), where_used(&store, &bare, &identities)]
}

fn overview(store: &Store, bare: &Connection) -> Value {
    let sql = "SELECT a.role, a.scope, a.since, a.seal, c.der, k.sealed FROM assignments a JOIN certificates c ON c.sha256 = a.sha256
        JOIN keys k ON k.key_id = c.key_id ORDER BY a.role, a.scope";
    let mut statement = bare.prepare(sql).unwrap();
    let pair = quietest_apart(
        TIMES,
        RUNS,
        || {
            let overview = store.overview(&OverviewOptions::default()).unwrap();
            assert_eq!((overview.assignments.len(), overview.others as usize), (ASSIGNMENTS, CERTIFICATES - ASSIGNMENTS));
            black_box(&overview);
        },
        || assert_eq!(statement.query_map([], read_all::<6>).unwrap().count(), ASSIGNMENTS),
    );
    told("the overview of roles", "Store::overview, seals verified, keys opened", "bare SQLite: the rows alone", pair)
}

fn where_used(store: &Store, bare: &Connection, identities: &[Identity]) -> Value {
    let mut statement =
        bare.prepare("SELECT c.der, a.seal FROM certificates c JOIN assignments a ON a.sha256 = c.sha256 WHERE c.sha256 = ?1").unwrap();
    let (mut ours, mut peers) = (identities.iter().cycle(), identities.iter().cycle());
    let pair = quietest_apart(
        TIMES,
        RUNS,
        || {
            let used = store.where_used(ours.next().unwrap().certificate().sha256()).unwrap();
            assert_eq!(used.required.len(), 1);
            black_box(&used);
        },
        || {
            let sha256 = peers.next().unwrap().certificate().sha256();
            assert_eq!(statement.query_map([sha256.as_bytes()], read_all::<2>).unwrap().count(), 1);
        },
    );
    told("everything that refers to one certificate", "Store::where_used", "bare SQLite: it and its assignment", pair)
}

fn read_all<const N: usize>(row: &Row<'_>) -> rusqlite::Result<()> {
    for index in 0..N {
        black_box(row.get_ref(index)?);
    }
    Ok(())
}

fn told(work: &str, ours: &str, peer: &str, pair: Pair) -> Value {
    json!({
        "work": format!("{work}: {CERTIFICATES} certificates, {ASSIGNMENTS} assignments, from Rust"),
        "ours": figure(pair.ours / 1e3, "ms", pair.runs, ours),
        "peer": figure(pair.peer / 1e3, "ms", pair.runs, peer),
        "must": "under 5 ms",
        "holds": pair.ours < 5e3,
    })
}
