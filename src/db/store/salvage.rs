//! Reads what can still be read of a damaged store.
//!
//! A table is walked from the front until a page cannot be read, then from the back, then the rows between are asked
//! for one by one. Events whose digest does not agree stay where they are.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, named_params};

use super::incoming::Incoming;
use super::migrate::set_meta;
use super::{opening, record};
use crate::domain::UnixMillis;
use crate::travel::{self, names::is_id};

/// How many rows that are not there end the search where the last one is unknown.
const GIVE_UP_AFTER: i64 = 10_000;

/// What was taken over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Salvaged {
    pub events: usize,
    pub sales: usize,
    /// True where it still said which terminal it is of.
    pub knows_terminal: bool,
}

/// Copies what is readable into a new store. Only the new store's complaints are errors.
pub(super) fn take_over(damaged: &Path, into: &mut Connection) -> rusqlite::Result<Salvaged> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(old) = Connection::open_with_flags(damaged, flags) else {
        return Ok(Salvaged::default());
    };
    if opening::harden(&old).is_err() {
        return Ok(Salvaged::default());
    }
    let transaction = into.transaction_with_behavior(TransactionBehavior::Immediate)?;
    segments(&old, &transaction)?;
    let salvaged = Salvaged {
        events: events(&old, &transaction)?,
        sales: sales(&old, &transaction)?,
        knows_terminal: facts(&old, &transaction)?,
    };
    transaction.commit()?;
    Ok(salvaged)
}

/// What the store says of itself, its epoch left out; true where the terminal is among it.
fn facts(old: &Connection, new: &Connection) -> rusqlite::Result<bool> {
    let mut knows_terminal = false;
    let rows = readable(old, "SELECT key, value FROM meta", |row| Ok((row.get(0)?, row.get(1)?)));
    for (key, value) in rows {
        let (key, value): (String, String) = (key, value);
        let is_terminal = key == "terminal" && is_id(&value);
        knows_terminal |= is_terminal;
        if is_terminal || KEPT_FACTS.iter().any(|kept| key.starts_with(kept)) {
            set_meta(new, &key, &value)?;
        }
    }
    Ok(knows_terminal)
}

/// Beginnings of keys of `meta` that hold for the new store too.
const KEPT_FACTS: [&str; 3] = ["machine", "acks", "unknown_seen_to:"];

/// Segments, which catalog a digest was, and who is to be forgotten. An event whose segment cannot be read is looked for in the segment's file.
fn segments(old: &Connection, new: &Connection) -> rusqlite::Result<()> {
    const SEGMENTS: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
        sealed_at, delivered, acknowledged FROM segment";
    const INSERT: &str = "INSERT INTO segment
        (id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256, sealed_at, delivered, acknowledged)
        VALUES (:id, :epoch, :number, :revision, :first_seq, :last_seq, :header, :sha256, :prev_sha256, :sealed_at,
                :delivered, :acknowledged) ON CONFLICT DO NOTHING";
    for found in readable(old, SEGMENTS, super::segments::sealed) {
        let is_sound = found.id > 0
            && is_id(&found.name.epoch)
            && found.name.number > 0
            && found.last_seq < travel::MOST
            && found.first_seq <= found.last_seq + 1
            && travel::digest::is_one(&found.sha256);
        if is_sound {
            new.prepare_cached(INSERT)?.execute(named_params! {
                ":id": found.id, ":epoch": found.name.epoch, ":number": found.name.number,
                ":revision": found.name.revision, ":first_seq": found.first_seq, ":last_seq": found.last_seq,
                ":header": found.header, ":sha256": found.sha256, ":prev_sha256": found.prev_sha256,
                ":sealed_at": found.sealed_at, ":delivered": found.delivered, ":acknowledged": found.acknowledged,
            })?;
        }
    }
    let versions = readable(old, "SELECT sha256, version FROM catalog_version", |row| Ok((row.get(0)?, row.get(1)?)));
    for (sha256, version) in versions {
        let (sha256, version): (String, i64) = (sha256, version);
        new.prepare_cached(
            "INSERT INTO catalog_version (sha256, version) VALUES (:sha256, :version) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! { ":sha256": sha256, ":version": version })?;
    }
    for sha256 in readable(old, "SELECT sha256 FROM erased", |row| row.get::<_, String>(0)) {
        new.prepare_cached("INSERT INTO erased (sha256) VALUES (:sha256) ON CONFLICT DO NOTHING")?
            .execute(named_params! { ":sha256": sha256 })?;
    }
    Ok(())
}

/// One row of `event`. What the body says is read from the body, which the digest vouches for.
struct OldEvent {
    seq: i64,
    epoch: String,
    wall: UnixMillis,
    clock_suspect: bool,
    segment: Option<i64>,
    catalog_version: Option<u64>,
    event: Incoming,
}

fn old_event(row: &Row) -> rusqlite::Result<Option<OldEvent>> {
    let body: String = row.get("body")?;
    let digest: Vec<u8> = row.get("digest")?;
    let wall = row.get("wall")?;
    if digest != record::digest(&body) {
        return Ok(None);
    }
    let Ok(event) = Incoming::stored(body, wall) else {
        return Ok(None);
    };
    Ok(Some(OldEvent {
        seq: row.get("seq")?,
        epoch: row.get("epoch")?,
        clock_suspect: row.get("clock_suspect")?,
        segment: row.get("segment")?,
        catalog_version: row.get("catalog_version")?,
        wall,
        event,
    }))
}

fn events(old: &Connection, new: &Connection) -> rusqlite::Result<usize> {
    let mut kept = 0;
    let mut keep = |event: &OldEvent| -> rusqlite::Result<()> {
        kept += insert(new, event)?;
        Ok(())
    };
    let sql = Statements::of(old);
    let forward = walk(old, sql.forward, 0, &mut keep)?;
    if forward.reached_end {
        return Ok(kept);
    }
    let backward = walk(old, sql.backward, forward.last, &mut keep)?;
    let end = if backward.last > 0 { backward.last } else { i64::MAX };
    one_by_one(old, sql.one, forward.last + 1, end, &mut keep)?;
    Ok(kept)
}

/// How events are asked for.
struct Statements {
    forward: &'static str,
    backward: &'static str,
    one: &'static str,
}

impl Statements {
    /// By the columns there are: schema 1 knows no segments.
    fn of(old: &Connection) -> Self {
        if old.prepare("SELECT segment, catalog_version FROM event").is_ok() {
            Self {
                forward: "SELECT seq, epoch, wall, clock_suspect, body, digest, segment, catalog_version
                          FROM event NOT INDEXED WHERE seq > :from ORDER BY seq",
                backward: "SELECT seq, epoch, wall, clock_suspect, body, digest, segment, catalog_version
                           FROM event NOT INDEXED WHERE seq > :from ORDER BY seq DESC",
                one: "SELECT seq, epoch, wall, clock_suspect, body, digest, segment, catalog_version
                      FROM event NOT INDEXED WHERE seq = :seq",
            }
        } else {
            Self {
                forward:
                    "SELECT seq, epoch, wall, clock_suspect, body, digest, NULL AS segment, NULL AS catalog_version
                          FROM event NOT INDEXED WHERE seq > :from ORDER BY seq",
                backward:
                    "SELECT seq, epoch, wall, clock_suspect, body, digest, NULL AS segment, NULL AS catalog_version
                           FROM event NOT INDEXED WHERE seq > :from ORDER BY seq DESC",
                one: "SELECT seq, epoch, wall, clock_suspect, body, digest, NULL AS segment, NULL AS catalog_version
                      FROM event NOT INDEXED WHERE seq = :seq",
            }
        }
    }
}

struct Walk {
    /// The last row that could be read; 0 for none.
    last: i64,
    reached_end: bool,
}

fn walk(
    old: &Connection,
    sql: &str,
    from: i64,
    keep: &mut dyn FnMut(&OldEvent) -> rusqlite::Result<()>,
) -> rusqlite::Result<Walk> {
    let mut walk = Walk { last: 0, reached_end: false };
    let Ok(mut statement) = old.prepare(sql) else {
        return Ok(walk);
    };
    let Ok(mut rows) = statement.query(named_params! { ":from": from }) else {
        return Ok(walk);
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                walk.last = row.get("seq").unwrap_or(walk.last);
                if let Ok(Some(event)) = old_event(row) {
                    keep(&event)?;
                }
            }
            Ok(None) => walk.reached_end = true,
            Err(_) => {}
        }
        if walk.reached_end || rows.as_ref().is_none() {
            return Ok(walk);
        }
    }
}

fn one_by_one(
    old: &Connection,
    sql: &str,
    from: i64,
    end: i64,
    keep: &mut dyn FnMut(&OldEvent) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let Ok(mut statement) = old.prepare(sql) else {
        return Ok(());
    };
    let mut missing = 0;
    for seq in from..end {
        match statement.query_row(named_params! { ":seq": seq }, old_event) {
            Ok(Some(event)) => {
                keep(&event)?;
                missing = 0;
            }
            _ => missing += 1,
        }
        if missing > GIVE_UP_AFTER {
            break;
        }
    }
    Ok(())
}

fn insert(new: &Connection, old: &OldEvent) -> rusqlite::Result<usize> {
    let is_new = !record::is_stored(new, &old.event.event_id)?;
    if is_new {
        let place = record::Place {
            seq: free_place(new, old.seq)?,
            epoch: &old.epoch,
            wall: old.wall,
            clock_suspect: old.clock_suspect,
            segment: old.segment,
            catalog_version: old.catalog_version,
        };
        record::insert(new, &old.event, &place)?;
    }
    Ok(usize::from(is_new))
}

/// The place an event had, unless damage made it one that is taken or cannot be.
pub(super) fn free_place(new: &Connection, seq: i64) -> rusqlite::Result<Option<i64>> {
    let is_taken: bool = new
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE seq = :seq)")?
        .query_row(named_params! { ":seq": seq }, |row| row.get(0))?;
    Ok(Some(seq).filter(|seq| !is_taken && (1..1 << 48).contains(seq)))
}

/// Open sales with the steps of each that can be read.
fn sales(old: &Connection, new: &Connection) -> rusqlite::Result<usize> {
    const SALE: &str = "INSERT INTO sale (id, session, opened_at, state, catalog)
                        VALUES (:id, :session, :opened_at, 'open', :catalog) ON CONFLICT DO NOTHING";
    const STEP: &str = "INSERT INTO sale_step (sale, number, body) VALUES (:sale, :number, :body)
                        ON CONFLICT DO NOTHING";
    let mut kept = 0;
    let found = readable(old, "SELECT id, session, opened_at, catalog FROM sale WHERE state = 'open'", |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    for (id, session, opened_at, catalog) in found {
        let (id, session, opened_at, catalog): (String, String, i64, Option<String>) =
            (id, session, opened_at, catalog);
        kept += new.prepare_cached(SALE)?.execute(named_params! {
            ":id": id, ":session": session, ":opened_at": opened_at, ":catalog": catalog,
        })?;
    }
    let steps = readable(
        old,
        "SELECT sale, number, body FROM sale_step WHERE sale IN (SELECT id FROM sale WHERE state = 'open')",
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    );
    for (sale, number, body) in steps {
        let (sale, number, body): (String, i64, String) = (sale, number, body);
        let is_step = serde_json::from_str::<crate::domain::TimedStep>(&body).is_ok();
        let is_known: bool = new
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM sale WHERE id = :id)")?
            .query_row(named_params! { ":id": sale }, |row| row.get(0))?;
        if is_step && is_known {
            new.prepare_cached(STEP)?.execute(named_params! { ":sale": sale, ":number": number, ":body": body })?;
        }
    }
    Ok(kept)
}

/// The rows up to the first that cannot be read.
fn readable<T>(old: &Connection, sql: &str, take: fn(&Row) -> rusqlite::Result<T>) -> Vec<T> {
    let Ok(mut statement) = old.prepare(sql) else {
        return Vec::new();
    };
    let Ok(rows) = statement.query_map([], take) else {
        return Vec::new();
    };
    rows.map_while(Result::ok).collect()
}
