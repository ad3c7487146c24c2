//! Makes the kept stores of `corpus/store_file`: small real ones, in SQLite's smallest pages.

use std::{env, error::Error, fs, path::Path, sync::Arc};

use certwright::{AddOptions, Certificate, Identity, KeyAlgorithm, Now, OpenOptions, PrivateKey, Purpose, SelfSigned, Store, StoreName};
use rusqlite::Connection;

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::args().nth(1).ok_or("where to? give the folder")?;
    let out = Path::new(&out);
    let folder = tempfile::tempdir()?;

    let path = folder.path().join("empty.db");
    create(&path)?;
    shrink(&path, "DELETE", &out.join("empty.db"))?;

    let path = folder.path().join("full.db");
    fill(&create(&path)?)?;
    shrink(&path, "WAL", &out.join("full-wal.db"))?;
    shrink(&path, "DELETE", &out.join("full.db"))?;

    let newer = Connection::open(&path)?;
    newer.pragma_update(None, "user_version", 3)?;
    newer.close().map_err(|(_, error)| error)?;
    shrink(&path, "DELETE", &out.join("newer.db"))?;

    let path = folder.path().join("view.db");
    fs::copy(out.join("full.db"), &path)?;
    let view = Connection::open(&path)?;
    view.execute_batch(ENDLESS)?;
    view.close().map_err(|(_, error)| error)?;
    shrink(&path, "DELETE", &out.join("view.db"))?;

    let other = folder.path().join("other.db");
    let connection = Connection::open(&other)?;
    connection.execute_batch("PRAGMA page_size = 512; CREATE TABLE t (a);")?;
    connection.close().map_err(|(_, error)| error)?;
    fs::copy(&other, out.join("other-program.db"))?;

    fs::write(out.join("header-only"), b"SQLite format 3\0")?;
    fs::write(out.join("text"), b"no database\n")?;
    Ok(())
}

/// Whoever counts these certificates never comes to an end.
const ENDLESS: &str = "PRAGMA foreign_keys = OFF; DROP TABLE certificates;
CREATE VIEW certificates AS WITH RECURSIVE r (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r)
SELECT id, x'' AS sha1, x'' AS sha256, x'' AS key_id, '' AS subject, '' AS issuer, '' AS serial, 0 AS not_before, 0 AS not_after,
0 AS is_ca, 1 AS archived, 0 AS added, NULL AS friendly_name, NULL AS tags, x'' AS der FROM r;";

fn create(path: &Path) -> certwright::Result<Store> {
    Store::create_with(path, &OpenOptions::default().actor("fuzz"))
}

/// Something in every table.
fn fill(store: &Store) -> certwright::Result<()> {
    let key = Arc::new(PrivateKey::generate(KeyAlgorithm::Ed25519)?);
    let issue = |wanted: SelfSigned| wanted.issue_with_key(key.clone(), Now::system());
    let named = issue(SelfSigned::new("CN=named, O=Example")?.dns_name("named.example")?.ip_address([127, 0, 0, 1].into()))?;
    store.add_identity(&named, &AddOptions::default().friendly_name("a name").tags(["one".to_owned(), "two".to_owned()]))?;
    let trusted: Identity = issue(SelfSigned::new("trusted")?.purpose(Purpose::Ca))?;
    let trusted: &Certificate = trusted.certificate();
    store.add(trusted, &AddOptions::to(StoreName::TrustedRoot))?;
    store.add(trusted, &AddOptions::to(StoreName::parse("Web Hosting")?).create_store())?;
    store.archive(named.certificate().sha256())?;
    Ok(())
}

/// A copy in pages of 512 octets, with nothing in it that is not needed.
fn shrink(from: &Path, journal: &str, to: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open(from)?;
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    connection.execute_batch("PRAGMA page_size = 512; VACUUM;")?;
    connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    fs::copy(from, to).map(|_| ()).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
