//! Sealing: events that wait become a segment that is never changed again.

use rusqlite::{Connection, named_params};

use super::Store;
use super::epoch::{self, next_seq};
use super::mark::Mark;
use super::segments::{self, Part, Sealed, last_of, part, sha256_of, write};
use crate::db::Error;
use crate::domain::UnixMillis;
use crate::travel::names::SegmentName;
use crate::travel::segment::{About, CatalogInUse, MOST_EVENTS};

/// A segment that is ready to be kept.
struct Ready {
    name: SegmentName,
    header: String,
    parts: Vec<Part>,
    first_seq: u64,
    sha256: String,
    prev_sha256: String,
}

/// What stands in the way of sealing what waits.
enum Obstacle {
    /// Nothing: it is ready.
    None(Ready),
    /// The first event can no longer be read.
    Damaged(i64),
    /// The events do not follow on what their epoch sealed before.
    Gap,
}

impl Store {
    /// Notes which version a digest was, so that events can say it.
    pub fn note_catalog(&mut self, catalog: &CatalogInUse, now: UnixMillis) -> Result<(), Error> {
        const KNOWN: &str =
            "SELECT EXISTS (SELECT 1 FROM catalog_version WHERE sha256 = :sha256 AND version = :version)";
        const SQL: &str = "INSERT INTO catalog_version (sha256, version) VALUES (:sha256, :version)
                           ON CONFLICT (sha256) DO UPDATE SET version = excluded.version";
        let CatalogInUse { version, sha256 } = catalog;
        let known: bool = self.read(|connection| {
            connection
                .prepare_cached(KNOWN)?
                .query_row(named_params! { ":sha256": sha256, ":version": version }, |row| row.get(0))
        })?;
        if known {
            return Ok(());
        }
        self.write(now, |connection| {
            connection.prepare_cached(SQL)?.execute(named_params! { ":sha256": sha256, ":version": version }).map(drop)
        })
    }

    /// Seals the oldest events that wait, at most [`MOST_EVENTS`] of one epoch; an empty segment where none waits. The
    /// caller holds the sealer's lock.
    pub fn seal(&mut self, about: &About, now: UnixMillis) -> Result<Sealed, Error> {
        let terminal = self.identity.terminal.clone();
        // Each obstacle is out of the way after one step, so that this ends.
        loop {
            match self.read(|connection| prepare(connection, about, &terminal, now))? {
                Obstacle::None(ready) => {
                    let sealed = self.write(now, |connection| keep(connection, &ready, now))?;
                    self.set_mark(&sealed);
                    return Ok(sealed);
                }
                Obstacle::Damaged(seq) => self.write(now, |connection| {
                    connection
                        .prepare_cached("UPDATE event SET segment = 0 WHERE seq = :seq")?
                        .execute(named_params! { ":seq": seq })
                        .map(drop)
                })?,
                Obstacle::Gap => self.begin_epoch(now)?,
            }
        }
    }
}

impl Store {
    /// A mark that cannot be written is one that lags.
    fn set_mark(&self, sealed: &Sealed) {
        if let Some(files) = &self.files {
            let SegmentName { epoch, number, .. } = sealed.name.clone();
            let _ = Mark { terminal: self.identity.terminal.clone(), epoch, number }.write(&files.mark);
        }
    }
}

/// Reads what waits and makes it ready; nothing is changed yet, so that a sale is not kept waiting.
fn prepare(connection: &Connection, about: &About, terminal: &str, now: UnixMillis) -> rusqlite::Result<Obstacle> {
    const SQL: &str = "SELECT seq, epoch, clock_suspect, catalog_version.version, body, digest
        FROM event LEFT JOIN catalog_version ON catalog_version.sha256 = event.catalog
        WHERE segment IS NULL ORDER BY seq LIMIT :most";
    let mut parts: Vec<Part> = connection
        .prepare_cached(SQL)?
        .query_map(named_params! { ":most": MOST_EVENTS as u64 }, part)?
        .collect::<rusqlite::Result<_>>()?;
    if let Some(first) = parts.first().filter(|first| !first.intact) {
        return Ok(Obstacle::Damaged(first.seq));
    }
    let follows = |(one, next): (&Part, &Part)| next.intact && next.epoch == one.epoch && next.seq == one.seq + 1;
    let run = 1 + parts.iter().zip(parts.iter().skip(1)).take_while(|pair| follows(*pair)).count();
    parts.truncate(run);
    let epoch = match parts.first() {
        Some(first) => first.epoch.clone(),
        None => epoch::current(connection)?,
    };
    let before = last_of(connection, &epoch)?;
    let next = match parts.first() {
        Some(first) => first.seq,
        None => next_seq(connection)?,
    };
    let first_seq = u64::try_from(next).unwrap_or(0);
    if before.as_ref().is_some_and(|before| before.last_seq + 1 != first_seq) {
        return Ok(Obstacle::Gap);
    }
    let number = before.as_ref().map_or(0, |before| before.name.number) + 1;
    let name = SegmentName { epoch, number, revision: 0 };
    let sealed_utc = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    let header = about.header(terminal, &name, format!("{sealed_utc:.3}"));
    let text = serde_json::to_string(&header).unwrap_or_default();
    let prev_sha256 = before.map_or_else(String::new, |before| before.sha256);
    let bytes = write(&text, &header, &parts, first_seq, &prev_sha256);
    match (bytes.as_deref().and_then(sha256_of), parts.first()) {
        (Some(sha256), _) => Ok(Obstacle::None(Ready { name, header: text, parts, first_seq, sha256, prev_sha256 })),
        // A body that is no JSON object cannot be: it was one when it was stored.
        (None, Some(first)) => Ok(Obstacle::Damaged(first.seq)),
        (None, None) => Err(rusqlite::Error::QueryReturnedNoRows),
    }
}

/// Keeps it. Done over after a commit that failed, it finds itself.
fn keep(connection: &Connection, ready: &Ready, now: UnixMillis) -> rusqlite::Result<Sealed> {
    const SEGMENT: &str = "INSERT INTO segment
        (epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256, sealed_at)
        VALUES (:epoch, :number, 0, :first_seq, :last_seq, :header, :sha256, :prev_sha256, :now)";
    const EVENT: &str = "UPDATE event SET segment = :id, catalog_version = :version WHERE seq = :seq";
    let SegmentName { epoch, number, .. } = &ready.name;
    if let Some(there) = segments::by_number(connection, epoch, *number)? {
        return Ok(there);
    }
    connection.prepare_cached(SEGMENT)?.execute(named_params! {
        ":epoch": epoch,
        ":number": number,
        ":first_seq": ready.first_seq,
        ":last_seq": (ready.first_seq + ready.parts.len() as u64).saturating_sub(1),
        ":header": ready.header,
        ":sha256": ready.sha256,
        ":prev_sha256": ready.prev_sha256,
        ":now": now,
    })?;
    let id = connection.last_insert_rowid();
    let mut statement = connection.prepare_cached(EVENT)?;
    for part in &ready.parts {
        statement.execute(named_params! { ":id": id, ":version": part.catalog_version, ":seq": part.seq })?;
    }
    segments::by_number(connection, epoch, *number)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}
