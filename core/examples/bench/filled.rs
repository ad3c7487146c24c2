//! Stores with many certificates in them, and what is asked of them.

use std::{
    env, fs,
    ops::Range,
    path::Path,
    process::Command,
    sync::{Arc, mpsc},
    thread,
};

use certwright::{AddOptions, Certificate, DateInput, KeyAlgorithm, Now, PrivateKey, SelfSigned, Store, Thumbprint, ValidTo};
use rusqlite::Connection;
use serde_json::Value;
use time::Duration;

/// How many go into one transaction.
const BATCH: usize = 50_000;
/// How many certificates are asked for.
const SAMPLE: usize = 1000;

/// A store that this process measures, and beside it a connection of its own, to do the same with bare SQLite.
pub struct Filled {
    pub store: Store,
    pub bare: Connection,
    pub count: usize,
    /// Of certificates that are spread over the store.
    pub thumbprints: Vec<Thumbprint>,
}

impl Filled {
    /// Makes one, with the thumbprints to ask for in a file beside it. While one thread issues, another inserts.
    pub fn make(path: &Path, count: usize) {
        let store = Store::create(path).unwrap();
        let key = Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).unwrap());
        let mut lines = Vec::new();
        thread::scope(|scope| {
            let (send, batches) = mpsc::sync_channel(1);
            scope.spawn(move || {
                for start in (0..count).step_by(BATCH) {
                    send.send(issue(start..count.min(start + BATCH), &key)).unwrap();
                }
            });
            let mut index = 0;
            for batch in batches {
                store.add_all(&batch, &AddOptions::default()).unwrap();
                for certificate in batch {
                    if index % (count / SAMPLE).max(1) == 0 {
                        lines.push(certificate.thumbprint().to_string());
                    }
                    index += 1;
                }
            }
        });
        fs::write(path.with_extension("sample"), lines.join("\n")).unwrap();
    }

    /// One that was made.
    pub fn open(path: &str) -> Self {
        let bare = Connection::open(path).unwrap();
        let sample = fs::read_to_string(Path::new(path).with_extension("sample")).unwrap();
        Self {
            store: Store::open(path).unwrap(),
            count: bare.query_row("SELECT count(*) FROM certificates", [], |row| row.get::<_, u32>(0)).unwrap() as usize,
            bare,
            thumbprints: sample.lines().map(|line| Thumbprint::parse(line).unwrap()).collect(),
        }
    }
}

/// Half of them have expired.
fn issue(indexes: Range<usize>, key: &Arc<PrivateKey>) -> Vec<Certificate> {
    let now = Now::system();
    let from = DateInput::Instant(now.utc - Duration::days(1000));
    let one = |index: usize| {
        let subject = format!("CN=host {index},OU=Bench,O=Example");
        let wanted = SelfSigned::new(&subject).unwrap().dns_name(&format!("host{index}.corp.example")).unwrap();
        let wanted = wanted.valid_from(from).valid_to(ValidTo::Days(1 + (index * 7919 % 2000) as u32));
        wanted.issue_with_key(key.clone(), now).unwrap().certificate().clone()
    };
    indexes.map(one).collect()
}

/// What this program prints when it measures a store in a process of its own, so that its peak memory is that of this alone.
pub fn in_own_process(command: &str, path: &Path) -> Value {
    let done = Command::new(env::current_exe().unwrap()).arg(command).arg(path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}
