//! Pseudonyms that were to be forgotten: taken out of every segment that is kept, and of every one that still arrives. The
//! sales stay, as those of nobody. That somebody was to be forgotten is kept, or a copy of an old segment would bring him back.

use std::io;

use hashbrown::HashSet;
use rusqlite::{Connection, TransactionBehavior, named_params};
use serde_json::Value;

use super::draft::{Draft, pack, unpack};
use super::merge::{body, unreadable};
use super::{Collected, visits};
use crate::db::Error;
use crate::db::store::fault;

impl Collected {
    /// Forgets customers by their pseudonyms, those whose events did not arrive yet as well. Answers how many were new.
    pub fn forget(&mut self, pseudonyms: Vec<String>) -> Result<u64, Error> {
        let before = self.erased.len();
        let path = self.path.clone();
        let Self { connection, erased, .. } = self;
        let transact = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            forget(&transaction, erased, pseudonyms)?;
            transaction.commit()
        };
        let done = transact().map_err(|error| fault::sort(&path, error));
        if done.is_err() {
            self.reload()?;
        }
        done?;
        Ok((self.erased.len() - before) as u64)
    }
}

/// The same within a transaction.
pub(super) fn forget(
    connection: &Connection,
    erased: &mut HashSet<String>,
    pseudonyms: Vec<String>,
) -> rusqlite::Result<()> {
    let new: HashSet<String> = pseudonyms.into_iter().filter(|one| !erased.contains(one)).collect();
    if new.is_empty() {
        return Ok(());
    }
    for pseudonym in &new {
        connection
            .prepare_cached("INSERT OR IGNORE INTO erased (pseudonym) VALUES (:pseudonym)")?
            .execute(named_params! { ":pseudonym": pseudonym })?;
    }
    visits::forget(connection, &new)?;
    let segments: Vec<i64> = connection
        .prepare("SELECT id FROM segment WHERE customers > 0 AND state < 2")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for segment in segments {
        let packed = body(connection, segment)?;
        if let Some(packed) = without(&packed, &new).map_err(unreadable)? {
            connection
                .prepare_cached("UPDATE body SET packed = :packed WHERE segment = :segment")?
                .execute(named_params! { ":packed": packed, ":segment": segment })?;
        }
    }
    erased.extend(new);
    Ok(())
}

/// Takes what was to be forgotten out of a segment before it is kept.
pub(super) fn blank(draft: &mut Draft, erased: &HashSet<String>) -> io::Result<()> {
    if let Some(packed) = without(&draft.packed, erased)? {
        draft.packed = packed;
    }
    Ok(())
}

/// The segment with the pseudonyms taken out; `None` where it holds none of them.
fn without(packed: &[u8], erased: &HashSet<String>) -> io::Result<Option<Vec<u8>>> {
    if erased.is_empty() {
        return Ok(None);
    }
    let bytes = unpack(packed)?;
    let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(None) };
    let mut changed = false;
    let mut rest = String::with_capacity(text.len());
    for line in text.lines() {
        match anonymous(line, erased) {
            Some(line) => {
                changed = true;
                rest += &line;
            }
            None => rest += line,
        }
        rest.push('\n');
    }
    if changed { pack(rest.as_bytes()).map(Some) } else { Ok(None) }
}

/// The line without its customer, where that one was to be forgotten. The event that says so keeps its own.
fn anonymous(line: &str, erased: &HashSet<String>) -> Option<String> {
    if !line.contains("\"customer\":\"") {
        return None;
    }
    let mut value: Value = serde_json::from_str(line).ok()?;
    let is_erased = value["customer"].as_str().is_some_and(|customer| erased.contains(customer));
    if !is_erased || value["kind"] == "erase" {
        return None;
    }
    value["customer"] = Value::Null;
    serde_json::to_string(&value).ok()
}
