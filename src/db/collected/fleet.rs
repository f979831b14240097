//! What is known of each terminal: heard when, from what it sells, what is missing of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, named_params};

use super::Collected;
use crate::db::Error;
use crate::domain::UnixMillis;
use crate::travel::ack::Ack;

/// One terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The random name of the installation.
    pub terminal: String,
    /// Its name for people, as its newest segment has it.
    pub name: Option<String>,
    /// The store it stands in.
    pub store: Option<String>,
    /// The program it runs.
    pub program: String,
    /// The catalog it sells from; version 0 was installed by hand.
    pub catalog_version: Option<u64>,
    /// SHA-256 of it, in hex.
    pub catalog_sha256: Option<String>,
    /// Numbers of the problems it sees.
    pub problems: Vec<String>,
    /// When its newest segment was sealed, by its own clock.
    pub sealed: Option<UnixMillis>,
    /// The newest segment's number within its epoch.
    pub number: u64,
    /// Segments that count.
    pub segments: u64,
    /// Events in them.
    pub events: u64,
    /// Lines in them that this version cannot read.
    pub unreadable: u64,
    /// How many stores of sales it has had.
    pub epochs: u64,
    /// True where two of them were written at the same time: a copy of the computer, or of its disk, sells as well.
    pub two_writers: bool,
    /// Events that did not arrive, though later ones did.
    pub gaps: Vec<Gap>,
    /// Segments with two contents; neither counts.
    pub conflicts: Vec<Conflict>,
    /// Files of it that are no segments.
    pub bad: Vec<Bad>,
}

/// Events that are missing, first and last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Of which store of sales.
    pub epoch: String,
    /// The first that is missing.
    pub first: u64,
    /// The last that is missing.
    pub last: u64,
}

/// A segment that arrived with two contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Of which store of sales.
    pub epoch: String,
    /// Which segment.
    pub number: u64,
    /// How many contents.
    pub contents: u64,
    /// Events in the largest of them.
    pub events: u64,
}

/// A file that is no segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What a store of sales on a terminal comes to.
struct Writer {
    id: i64,
    epoch: String,
    first_sealed: Option<UnixMillis>,
    last_sealed: Option<UnixMillis>,
}

impl Collected {
    /// Every terminal that was ever heard of, by its random name.
    pub fn terminals(&self) -> Result<Vec<Heard>, Error> {
        self.run(|connection| {
            let mut terminals: BTreeMap<String, Heard> = BTreeMap::new();
            for (terminal, writers) in writers(connection)? {
                let heard = heard(connection, &terminal, &writers)?;
                terminals.insert(terminal, heard);
            }
            let mut bad = connection.prepare("SELECT terminal, name, reason FROM bad ORDER BY terminal, name")?;
            let mut rows = bad.query([])?;
            while let Some(row) = rows.next()? {
                let terminal: String = row.get(0)?;
                let heard = terminals.entry(terminal.clone()).or_insert_with(|| Heard { terminal, ..Heard::default() });
                heard.bad.push(Bad { name: row.get(1)?, reason: row.get(2)? });
            }
            Ok(terminals.into_values().collect())
        })
    }

    /// How far everything of each terminal is here: of each of its stores the last event before the first that is missing.
    pub fn acks(&self) -> Result<Vec<Ack>, Error> {
        self.run(|connection| {
            let mut all = Vec::new();
            for (terminal, mut writers) in writers(connection)? {
                writers.sort_by_key(|writer| Reverse(writer.last_sealed));
                let mut seqs = Vec::new();
                for writer in writers.into_iter().take(MOST_ACKNOWLEDGED) {
                    seqs.push((writer.epoch, contiguous(connection, writer.id)?));
                }
                let mut seqs = seqs.into_iter();
                if let Some((epoch, seq)) = seqs.next() {
                    all.push(Ack { terminal, epoch, seq, others: seqs.collect() });
                }
            }
            Ok(all)
        })
    }

    /// Notes which files of these terminals are no segments, in place of what was noted of them before.
    pub fn note_bad(&mut self, terminals: &[&str], bad: &[(String, Bad)]) -> Result<(), Error> {
        const FORGET: &str = "DELETE FROM bad WHERE terminal = :terminal";
        const NOTE: &str = "INSERT OR REPLACE INTO bad (terminal, name, reason) VALUES (:terminal, :name, :reason)";
        self.run(|connection| {
            let transaction = connection.unchecked_transaction()?;
            for terminal in terminals {
                transaction.prepare_cached(FORGET)?.execute(named_params! { ":terminal": terminal })?;
            }
            for (terminal, Bad { name, reason }) in bad {
                let named = named_params! { ":terminal": terminal, ":name": name, ":reason": reason };
                transaction.prepare_cached(NOTE)?.execute(named)?;
            }
            transaction.commit()
        })
    }
}

fn writers(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Vec<Writer>>> {
    const SQL: &str = "SELECT w.terminal, w.id, w.epoch, min(s.sealed), max(s.sealed)
        FROM writer AS w JOIN segment AS s ON s.writer = w.id GROUP BY w.id ORDER BY w.epoch";
    let mut writers: BTreeMap<String, Vec<Writer>> = BTreeMap::new();
    let mut statement = connection.prepare(SQL)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let writer = Writer {
            id: row.get(1)?,
            epoch: row.get(2)?,
            first_sealed: time(&row.get::<_, String>(3)?),
            last_sealed: time(&row.get::<_, String>(4)?),
        };
        writers.entry(row.get(0)?).or_default().push(writer);
    }
    Ok(writers)
}

fn time(text: &str) -> Option<UnixMillis> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// No terminal has had more stores of sales; an acknowledgement stays short.
const MOST_ACKNOWLEDGED: usize = 500;

/// The store of sales that was heard of last.
fn newest(writers: &[Writer]) -> Option<&Writer> {
    writers.iter().max_by_key(|writer| writer.last_sealed)
}

fn heard(connection: &Connection, terminal: &str, writers: &[Writer]) -> rusqlite::Result<Heard> {
    const LAST: &str = "SELECT name, store, program, catalog_version, catalog_sha256, problems, sealed, number
        FROM segment WHERE writer = :writer ORDER BY number DESC, revision DESC, sha256 LIMIT 1";
    const SUMS: &str = "SELECT count(*), coalesce(sum(events), 0), coalesce(sum(unreadable), 0)
        FROM segment WHERE writer = :writer AND state = 0";
    let mut heard = Heard { terminal: terminal.to_owned(), epochs: writers.len() as u64, ..Heard::default() };
    if let Some(newest) = newest(writers) {
        connection.prepare_cached(LAST)?.query_row(named_params! { ":writer": newest.id }, |row| {
            heard.name = row.get(0)?;
            heard.store = row.get(1)?;
            heard.program = row.get(2)?;
            heard.catalog_version = row.get(3)?;
            heard.catalog_sha256 = row.get(4)?;
            heard.problems = row.get::<_, String>(5)?.split_whitespace().map(ToOwned::to_owned).collect();
            heard.sealed = time(&row.get::<_, String>(6)?);
            heard.number = row.get(7)?;
            Ok(())
        })?;
    }
    for writer in writers {
        let (segments, events, unreadable): (u64, u64, u64) = connection
            .prepare_cached(SUMS)?
            .query_row(named_params! { ":writer": writer.id }, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        heard.segments += segments;
        heard.events += events;
        heard.unreadable += unreadable;
        heard.gaps.extend(gaps(connection, writer)?);
        heard.conflicts.extend(conflicts(connection, writer)?);
    }
    let overlap =
        |one: &Writer, other: &Writer| one.first_sealed < other.last_sealed && other.first_sealed < one.last_sealed;
    heard.two_writers =
        writers.iter().enumerate().any(|(at, one)| writers[..at].iter().any(|other| overlap(one, other)));
    Ok(heard)
}

/// First and last numbers of the segments in these states, in order.
fn ranges(connection: &Connection, writer: i64, up_to: i64) -> rusqlite::Result<Vec<(u64, u64)>> {
    const SQL: &str = "SELECT first_seq, last_seq FROM segment
        WHERE writer = :writer AND state <= :up_to ORDER BY first_seq, last_seq";
    connection
        .prepare_cached(SQL)?
        .query_map(named_params! { ":writer": writer, ":up_to": up_to }, |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// What lies between the segments that arrived; those that are set aside did arrive.
fn gaps(connection: &Connection, writer: &Writer) -> rusqlite::Result<Vec<Gap>> {
    let mut gaps = Vec::new();
    let mut due = begin(connection, writer.id)?;
    for (first, last) in ranges(connection, writer.id, 1)? {
        if first > due {
            gaps.push(Gap { epoch: writer.epoch.clone(), first: due, last: first - 1 });
        }
        due = due.max(last + 1).max(first);
    }
    Ok(gaps)
}

/// Where an epoch begins: after a clone, a repair or a restored backup a store counts on where it was.
fn begin(connection: &Connection, writer: i64) -> rusqlite::Result<u64> {
    const SQL: &str = "SELECT coalesce(min(first_seq), 1) FROM segment
        WHERE writer = :writer AND number = 1 AND state <= 1";
    connection.prepare_cached(SQL)?.query_row(named_params! { ":writer": writer }, |row| row.get(0))
}

/// The last event up to which all count; 0 for none.
fn contiguous(connection: &Connection, writer: i64) -> rusqlite::Result<u64> {
    let mut due = begin(connection, writer)?;
    for (first, last) in ranges(connection, writer, 0)? {
        if first > due {
            break;
        }
        due = due.max(last + 1);
    }
    Ok(due - 1)
}

fn conflicts(connection: &Connection, writer: &Writer) -> rusqlite::Result<Vec<Conflict>> {
    const SQL: &str = "SELECT number, count(*), max(events) FROM segment
        WHERE writer = :writer AND state = 1 GROUP BY number ORDER BY number";
    connection
        .prepare_cached(SQL)?
        .query_map(named_params! { ":writer": writer.id }, |row| {
            let epoch = writer.epoch.clone();
            Ok(Conflict { epoch, number: row.get(0)?, contents: row.get(1)?, events: row.get(2)? })
        })?
        .collect()
}
