//! Customers that are to be forgotten: their pseudonyms are taken out of events and segments, and of whatever is stored
//! later. The sales stay, as those of nobody. That somebody was to be forgotten stays too, as a hash of the pseudonym, or a
//! copy of an old line would bring him back (reliability.md section 15).

use std::collections::HashSet;

use rusqlite::{Connection, named_params};
use serde_json::Value;

use super::incoming::Incoming;
use super::migrate::{meta, set_meta};
use super::segments::{Part, by_id, part, sha256_of, write};
use super::{Store, epoch, opening, rebuild, record};
use crate::db::Error;
use crate::domain::{EventKind, Step, TimedStep, UnixMillis};
use crate::travel::digest;
use crate::travel::names::SegmentName;
use crate::travel::segment::Header;

/// The key of `meta` that says that what was taken out may still stand in the log.
const PURGE: &str = "purge";

impl Store {
    /// True where the list of that number and content was taken.
    pub fn has_list(&self, number: u64, sha256: &str) -> Result<bool, Error> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM erase_list WHERE number = :number AND sha256 = :sha256)";
        self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_row(named_params! { ":number": number, ":sha256": sha256 }, |row| row.get(0))
        })
    }

    /// Forgets customers by their pseudonyms; `list` is the number and the SHA-256 of the list that says so. Segments
    /// they stood in get another revision. Answers how many events were changed.
    pub fn forget(
        &mut self,
        pseudonyms: &[String],
        list: Option<(u64, &str)>,
        now: UnixMillis,
    ) -> Result<usize, Error> {
        const LIST: &str = "INSERT INTO erase_list (number, sha256) VALUES (:number, :sha256)
                            ON CONFLICT (number) DO UPDATE SET sha256 = excluded.sha256";
        let changed = self.write(now, |connection| {
            let mut tombstone = connection.prepare_cached("INSERT OR IGNORE INTO erased (sha256) VALUES (:sha256)")?;
            let erased: HashSet<String> = pseudonyms.iter().map(|one| digest::of(one.as_bytes())).collect();
            for sha256 in &erased {
                tombstone.execute(named_params! { ":sha256": sha256 })?;
            }
            if let Some((number, sha256)) = list {
                connection.prepare_cached(LIST)?.execute(named_params! { ":number": number, ":sha256": sha256 })?;
            }
            // A step that was taken back may stand in the log still.
            set_meta(connection, PURGE, "1")?;
            apply(connection, &erased)
        })?;
        self.learn_epoch()?;
        self.purge(now)?;
        Ok(changed)
    }

    /// Clears the log of what was taken out; where somebody reads at the moment, the next visit does it.
    pub fn purge(&mut self, now: UnixMillis) -> Result<(), Error> {
        let is_due = |connection: &Connection| meta(connection, PURGE).map(|found| found.is_some());
        if self.files.is_none() || !self.read(is_due)? || !self.read(opening::truncate_log)? {
            return Ok(());
        }
        self.write(now, |connection| {
            connection
                .prepare_cached("DELETE FROM meta WHERE key = :key")?
                .execute(named_params! { ":key": PURGE })
                .map(drop)
        })
    }

    /// Segments that were issued again and are in the outbox: their elder files go.
    pub fn reissued(&self) -> Result<Vec<SegmentName>, Error> {
        const SQL: &str = "SELECT epoch, number, revision FROM segment WHERE revision > 0 AND delivered IS NOT NULL";
        let name =
            |row: &rusqlite::Row| Ok(SegmentName { epoch: row.get(0)?, number: row.get(1)?, revision: row.get(2)? });
        self.read(|connection| connection.prepare_cached(SQL)?.query_map([], name)?.collect())
    }
}

/// The event as it may be stored: of nobody, where its customer was to be forgotten.
pub(super) fn allowed(connection: &Connection, event: &Incoming) -> rusqlite::Result<Option<Incoming>> {
    let Some(customer) = event.customer.as_ref().filter(|_| event.kind != EventKind::Erase) else { return Ok(None) };
    let sha256 = digest::of(customer.as_bytes());
    Ok(is_erased(connection, customer)?.then(|| Incoming {
        body: anonymous(&event.body, &HashSet::from([sha256])).unwrap_or_else(|| event.body.clone()),
        customer: None,
        ..event.clone()
    }))
}

/// The step as it may be stored: a card that was to be forgotten is none.
pub(super) fn allowed_step(connection: &Connection, step: &TimedStep) -> rusqlite::Result<Option<TimedStep>> {
    let Step::Customer { pseudonym: Some(pseudonym), .. } = &step.step else { return Ok(None) };
    let erased = is_erased(connection, pseudonym)?;
    let nobody = Step::Customer { pseudonym: None, contexts: Vec::new() };
    Ok(erased.then(|| TimedStep { step: nobody, ..step.clone() }))
}

pub(super) fn is_erased(connection: &Connection, pseudonym: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased WHERE sha256 = :sha256)")?
        .query_row(named_params! { ":sha256": digest::of(pseudonym.as_bytes()) }, |row| row.get(0))
}

/// Baskets that are open, and the last one that was finished.
fn apply_to_steps(connection: &Connection, erased: &HashSet<String>) -> rusqlite::Result<()> {
    const FIND: &str = "SELECT sale, number, body FROM sale_step WHERE instr(body, '\"pseudonym\":\"') > 0";
    const SQL: &str = "UPDATE sale_step SET body = :body WHERE sale = :sale AND number = :number";
    let steps: Vec<(String, i64, String)> = connection
        .prepare_cached(FIND)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (sale, number, body) in steps {
        let Ok(Value::Object(mut step)) = serde_json::from_str(&body) else { continue };
        let gone = |value: &Value| value.as_str().is_some_and(|text| erased.contains(&digest::of(text.as_bytes())));
        if let Some(pseudonym) = step.get_mut("pseudonym").filter(|value| gone(value)) {
            *pseudonym = Value::Null;
            let body = Value::Object(step).to_string();
            let named = named_params! { ":sale": sale, ":number": number, ":body": body };
            connection.prepare_cached(SQL)?.execute(named)?;
        }
    }
    Ok(())
}

/// Takes all who are to be forgotten out again, after events came back from segments.
pub(super) fn apply_all(connection: &Connection) -> rusqlite::Result<usize> {
    let erased: HashSet<String> = connection
        .prepare_cached("SELECT sha256 FROM erased")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    apply(connection, &erased)
}

fn apply(connection: &Connection, erased: &HashSet<String>) -> rusqlite::Result<usize> {
    const FIND: &str = "SELECT seq, body, segment FROM event
                        WHERE kind <> 'erase' AND instr(body, '\"customer\":\"') > 0";
    const SQL: &str = "UPDATE event SET body = :body, digest = :digest, customer = NULL WHERE seq = :seq";
    if erased.is_empty() {
        return Ok(0);
    }
    let mut changed: Vec<(i64, String, Option<i64>)> = Vec::new();
    let mut find = connection.prepare_cached(FIND)?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let body: String = row.get(1).unwrap_or_default();
        if let Some(body) = anonymous(&body, erased) {
            changed.push((row.get(0)?, body, row.get(2)?));
        }
    }
    for (seq, body, _) in &changed {
        connection.prepare_cached(SQL)?.execute(named_params! {
            ":body": body, ":digest": record::digest(body).as_slice(), ":seq": seq,
        })?;
    }
    apply_to_steps(connection, erased)?;
    let mut segments: Vec<i64> = changed.iter().filter_map(|(_, _, segment)| *segment).filter(|id| *id > 0).collect();
    segments.sort_unstable();
    segments.dedup();
    for id in segments {
        reissue(connection, id)?;
    }
    if !changed.is_empty() {
        set_meta(connection, PURGE, "1")?;
    }
    Ok(changed.len())
}

/// The body without its customer, where that one is to be forgotten: by the SHA-256 of its pseudonym.
fn anonymous(body: &str, erased: &HashSet<String>) -> Option<String> {
    let mut value: Value = serde_json::from_str(body).ok()?;
    let customer = value.get_mut("customer")?;
    customer.as_str().filter(|customer| erased.contains(&digest::of(customer.as_bytes())))?;
    *customer = Value::Null;
    Some(value.to_string())
}

/// A segment gets its next revision. One that is not whole here cannot: what there is of it is sealed anew, unless head
/// office has it, which takes the customer out by itself.
fn reissue(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    const EVENTS: &str = "SELECT seq, epoch, clock_suspect, catalog_version, body, digest FROM event
                          WHERE segment = :id ORDER BY seq";
    const SQL: &str = "UPDATE segment SET revision = :revision, header = :header, sha256 = :sha256, delivered = NULL,
                       acknowledged = NULL WHERE id = :id";
    let Some(sealed) = by_id(connection, id)? else { return Ok(()) };
    let parts: Vec<Part> = connection
        .prepare_cached(EVENTS)?
        .query_map(named_params! { ":id": id }, part)?
        .collect::<rusqlite::Result<_>>()?;
    let header = serde_json::from_str::<Header>(&sealed.header).ok();
    let header = header.map(|header| Header { revision: header.revision + 1, ..header });
    let is_whole = parts.len() as u64 == sealed.events() && parts.iter().all(|part| part.intact);
    let again = header.filter(|_| is_whole).and_then(|header| {
        let text = serde_json::to_string(&header).ok()?;
        let bytes = write(&text, &header, &parts, sealed.first_seq, &sealed.prev_sha256)?;
        Some((header.revision, text, sha256_of(&bytes)?))
    });
    if let Some((revision, text, sha256)) = again {
        return connection
            .prepare_cached(SQL)?
            .execute(named_params! { ":revision": revision, ":header": text, ":sha256": sha256, ":id": id })
            .map(drop);
    }
    if sealed.acknowledged.is_some() {
        return Ok(());
    }
    rebuild::open_again(connection, &sealed)?;
    epoch::begin(connection)
}
