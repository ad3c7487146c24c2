//! Sealing everything in a store anew under another key, inside one transaction.

use rusqlite::params;

use super::{
    change::{Change, membership},
    journal::{self, Action},
    name::StoreName,
    open::Opener,
    protector::{Rotated, Row},
    seal::{Seals, Secret},
};
use crate::{
    certificate::pasted::hex,
    error::{Error, Result},
};

/// How many rows are held in memory at a time.
const PAGE: i64 = 1000;

pub(super) fn rotate(change: &mut Change<'_>, openers: &[Opener], kept: &[Row], dropped: &[Row], store_key: &Secret) -> Result<Rotated> {
    let store = change.store.0.id;
    let seals = Seals::new(store, store_key)?;
    let private_keys = keys(change, &seals)?;
    memberships(change, &seals)?;
    change.seal_decisions_anew(&seals)?;
    change.seal_crls_anew(&seals)?;
    change.seal_endpoints_anew(&seals)?;
    change.seal_roles_anew(&seals)?;
    change.seal_assignments_anew(&seals)?;
    change.seal_successions_anew(&seals)?;
    change.seal_installation_anew(&seals)?;
    change.seal_backups_anew(&seals)?;
    change.seal_documents_anew(&seals)?;
    change.flush_head()?;
    let sealed_anew = journal::seal_anew(change.transaction, &change.seals, &seals);
    change.sql(sealed_anew)??;
    change.sql(change.transaction.execute("DELETE FROM protectors", []))?;
    for row in kept {
        let Some(opener) = openers.iter().find(|opener| opener.id == row.id) else { continue };
        let row = Row::wrap(&row.id, &row.kind, &row.parameters, &opener.secret, &store, store_key, &seals)?;
        change.sql(row.insert(change.transaction))?;
    }
    change.generation = change.generation.checked_add(1).ok_or_else(|| Error::Tampered { what: "the count of rotations".to_owned() })?;
    let generation = "INSERT INTO meta VALUES ('generation', ?1) ON CONFLICT DO UPDATE SET value = excluded.value";
    change.sql(change.transaction.execute(generation, [change.generation]))?;
    if let Some(group) = change.store.0.group.filter(|_| change.store.0.group_is_genuine) {
        change.sql(group.keep(change.transaction, &seals))?;
    }
    change.seals = std::sync::Arc::new(seals);
    let dropped: Vec<String> = dropped.iter().map(|row| hex(&row.id)).collect();
    change.record(Action::KeyRotated, None, &[("private keys", private_keys.to_string()), ("protectors dropped", dropped.join(" "))])?;
    Ok(Rotated { private_keys, dropped })
}

/// Seals the private keys anew; says how many there are.
fn keys(change: &Change<'_>, seals: &Seals) -> Result<usize> {
    let (mut after, mut count) = (Some(i64::MIN), 0);
    while let Some(from) = after {
        let mut select =
            change.sql(change.transaction.prepare_cached("SELECT id, key_id, kind, sealed FROM keys WHERE id >= ?1 ORDER BY id LIMIT ?2"))?;
        let rows = select.query_map([from, PAGE], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?, row.get::<_, Vec<u8>>(3)?))
        });
        let rows = change.sql(rows.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))?;
        for (id, key_id, kind, sealed) in &rows {
            after = id.checked_add(1);
            let Some(plain) = change.seals.open_key(key_id, kind, sealed) else {
                // one that no certificate needs is junk, and nobody's loss
                let unneeded = "DELETE FROM keys WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM certificates WHERE key = ?1 OR key_id = ?2)";
                if change.sql(change.transaction.execute(unneeded, params![id, key_id]))? == 0 {
                    return Err(Error::Tampered { what: format!("the private key {}", hex(key_id)) });
                }
                continue;
            };
            let sealed = seals.seal_key(key_id, kind, &plain)?;
            change.sql(change.transaction.execute("UPDATE keys SET sealed = ?2 WHERE id = ?1", params![id, sealed]))?;
            count += 1;
        }
        if rows.is_empty() {
            break;
        }
    }
    Ok(count)
}

/// Seals anew who is trusted.
fn memberships(change: &Change<'_>, seals: &Seals) -> Result<()> {
    let select = "SELECT m.certificate, m.store, m.seal, s.name, c.sha256 FROM memberships m
        JOIN stores s ON s.id = m.store JOIN certificates c ON c.id = m.certificate WHERE m.seal <> x''";
    let mut select = change.sql(change.transaction.prepare(select))?;
    let rows = select.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, String>(3)?, row.get::<_, [u8; 32]>(4)?))
    });
    for (certificate, store, seal, name, sha256) in change.sql(rows.and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>))? {
        let Some(name) = StoreName::parse(&name).ok().filter(StoreName::is_trust) else { continue };
        let place = membership(&sha256, &name);
        if !change.seals.is_sealed(&place.fields(), &seal) {
            return Err(Error::Tampered { what: format!("the place of {} in {name}", hex(&sha256)) });
        }
        let update = "UPDATE memberships SET seal = ?3 WHERE certificate = ?1 AND store = ?2";
        change.sql(change.transaction.execute(update, params![certificate, store, seals.seal_record(&place.fields())]))?;
    }
    Ok(())
}
