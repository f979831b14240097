//! Sealed segments as the second copy of a store: what a damaged or restored store lost is taken from their files again.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, named_params};

use super::files::Files;
use super::incoming::Incoming;
use super::mark::Mark;
use super::migrate::{identity, meta, set_meta};
use super::segments::{Sealed, by_number};
use super::{Store, epoch, erase, record, salvage};
use crate::db::Error;
use crate::domain::UnixMillis;
use crate::travel::names::{SegmentName, is_id};
use crate::travel::segment::{self, Header, Segment, unframe};

/// The key of `meta` that says that segments in the sync folder may hold what is missing here.
const WANTED: &str = "rebuild";

impl Store {
    /// True where sealed events are missing here that the sync folder may have.
    pub fn wants_segments(&self) -> Result<bool, Error> {
        self.read(|connection| Ok(meta(connection, WANTED)?.is_some()))
    }

    /// True for a segment that the store does not know, or of which it lost events that it should still have.
    pub fn lacks(&self, name: &SegmentName) -> Result<bool, Error> {
        const SQL: &str =
            "SELECT last_seq + 1 - first_seq > (SELECT count(*) FROM event WHERE event.segment = segment.id)
            AND header <> '' FROM segment WHERE epoch = :epoch AND number = :number";
        self.read(|connection| {
            let known: Option<bool> = connection
                .prepare_cached(SQL)?
                .query_row(named_params! { ":epoch": name.epoch, ":number": name.number }, |row| row.get(0))
                .optional()?;
            Ok(known.unwrap_or(true))
        })
    }

    /// Takes from a segment's file what is missing here; answers how many events that were. A file that is no segment
    /// of this terminal is passed over.
    pub fn take_back(&mut self, name: &SegmentName, bytes: &[u8], now: UnixMillis) -> Result<usize, Error> {
        self.write(now, |connection| take_back(connection, name, bytes))
    }

    /// Ends the search: events of a segment that is not whole and that head office was not heard to have are sealed
    /// anew.
    pub fn have_segments(&mut self, now: UnixMillis) -> Result<(), Error> {
        self.write(now, |connection| {
            let incomplete = incomplete(connection)?;
            for sealed in incomplete.iter().filter(|sealed| sealed.acknowledged.is_none()) {
                open_again(connection, sealed)?;
            }
            connection
                .prepare_cached("DELETE FROM meta WHERE key = :key")?
                .execute(named_params! { ":key": WANTED })?;
            epoch::begin(connection)
        })?;
        self.learn_epoch()
    }

    /// Seals the events of a segment anew, under a new epoch: its file cannot be written any more, or is taken.
    pub fn unseal(&mut self, sealed: &Sealed, now: UnixMillis) -> Result<(), Error> {
        self.write(now, |connection| {
            open_again(connection, sealed)?;
            epoch::begin(connection)
        })?;
        self.learn_epoch()
    }

    /// Looks whether segments of ours are known that this store knows nothing of: then it is an old copy, or begun
    /// anew. It takes back what they hold, and counts under a new epoch.
    pub(super) fn catch_up(&mut self, now: UnixMillis) -> Result<(), Error> {
        let Some(files) = self.files.clone() else { return Ok(()) };
        let Some(mark) = Mark::read(&files.mark) else { return Ok(()) };
        let is_fresh = |connection: &Connection| -> rusqlite::Result<bool> {
            connection.query_row(
                "SELECT NOT EXISTS (SELECT 1 FROM event) AND NOT EXISTS (SELECT 1 FROM segment)",
                [],
                |row| row.get(0),
            )
        };
        if mark.terminal != self.identity.terminal && !self.read(is_fresh)? {
            // The mark of another store that lay here once.
            return Mark::of(&self.identity, 0).write(&files.mark).or(Ok(()));
        }
        if mark.terminal == self.identity.terminal && self.highest_number(&mark.epoch)? >= mark.number {
            return Ok(());
        }
        self.write(now, |connection| {
            set_meta(connection, "terminal", &mark.terminal)?;
            from_folder(connection, &files.outbox)?;
            erase::apply_all(connection)?;
            epoch::begin(connection)
        })?;
        self.learn_epoch()?;
        Mark::of(&self.identity, 0).write(&files.mark).or(Ok(()))
    }
}

/// Completes a store that was read from a damaged one; answers how many events came from segments.
pub(super) fn complete(files: &Files, connection: &mut Connection, knows_terminal: bool) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !knows_terminal
        && let Some(terminal) = Mark::read(&files.mark).map(|mark| mark.terminal).or_else(|| in_folder(&files.outbox))
    {
        set_meta(&transaction, "terminal", &terminal)?;
    }
    let taken = from_folder(&transaction, &files.outbox)?;
    transaction.execute_batch(
        "UPDATE event SET segment = NULL
         WHERE segment > 0 AND NOT EXISTS (SELECT 1 FROM segment WHERE segment.id = event.segment)",
    )?;
    // Segments that were delivered are no longer kept here.
    set_meta(&transaction, WANTED, "1")?;
    erase::apply_all(&transaction)?;
    epoch::begin(&transaction)?;
    transaction.commit()?;
    Ok(taken)
}

/// Takes back what the segments in a folder hold, in their order.
fn from_folder(connection: &Connection, folder: &Path) -> rusqlite::Result<usize> {
    let mut taken = 0;
    let names = names(folder);
    let of_one = |one: &SegmentName, next: &SegmentName| (&one.epoch, one.number) == (&next.epoch, next.number);
    // Of each segment its last revision.
    for name in names.chunk_by(of_one).filter_map(<[SegmentName]>::last) {
        if let Some(bytes) = read(&folder.join(name.to_string())) {
            taken += take_back(connection, name, &bytes)?;
        }
    }
    Ok(taken)
}

/// Whose segments lie in a folder.
fn in_folder(folder: &Path) -> Option<String> {
    let terminal = |name: &SegmentName| {
        let bytes = read(&folder.join(name.to_string()))?;
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        let header: Header = serde_json::from_slice(line).ok()?;
        is_id(&header.terminal).then_some(header.terminal)
    };
    names(folder).iter().find_map(terminal)
}

fn names(folder: &Path) -> Vec<SegmentName> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.filter_map(|entry| SegmentName::parse(entry.file_name().to_str()?)).collect();
    names.sort();
    names
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let fits = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= segment::LONGEST);
    fs::read(path).ok().filter(|_| fits)
}

fn take_back(connection: &Connection, name: &SegmentName, bytes: &[u8]) -> rusqlite::Result<usize> {
    let terminal = identity(connection)?.terminal;
    let Ok(segment) = segment::read(bytes, &terminal, name) else { return Ok(0) };
    let Some(id) = row_of(connection, name, bytes, &segment)? else { return Ok(0) };
    let mut taken = 0;
    for (line, seq) in segment.lines.iter().zip(segment.footer.first_seq..) {
        let Some(unframed) = unframe(&segment.header, seq, line) else { continue };
        let Ok(event) = Incoming::stored(unframed.body, 0) else { continue };
        let place = record::Place {
            seq: salvage::free_place(connection, i64::try_from(seq).unwrap_or(0))?,
            epoch: &name.epoch,
            wall: event.wall,
            clock_suspect: unframed.clock_suspect,
            segment: Some(id),
            catalog_version: unframed.catalog_version,
        };
        taken += put_back(connection, &event, &place)?;
    }
    Ok(taken)
}

/// The row of the segment, made where it is not known. `None` where another one is known by its name.
fn row_of(
    connection: &Connection,
    name: &SegmentName,
    bytes: &[u8],
    segment: &Segment<'_>,
) -> rusqlite::Result<Option<i64>> {
    const SQL: &str = "INSERT INTO segment
        (epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256, sealed_at)
        VALUES (:epoch, :number, :revision, :first_seq, :last_seq, :header, :sha256, :prev_sha256, :sealed_at)";
    if let Some(known) = by_number(connection, &name.epoch, name.number)? {
        let same = known.name.revision == name.revision && known.sha256 == segment.footer.sha256;
        return Ok(same.then_some(known.id));
    }
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let sealed_at = segment.header.sealed_utc.parse().map_or(0, jiff::Timestamp::as_millisecond);
    connection.prepare_cached(SQL)?.execute(named_params! {
        ":epoch": name.epoch,
        ":number": name.number,
        ":revision": name.revision,
        ":first_seq": segment.footer.first_seq,
        ":last_seq": segment.footer.last_seq,
        ":header": String::from_utf8_lossy(header),
        ":sha256": segment.footer.sha256,
        ":prev_sha256": segment.footer.prev_sha256,
        ":sealed_at": sealed_at,
    })?;
    Ok(Some(connection.last_insert_rowid()))
}

/// Puts an event of a segment where it belongs; 0 where it is there.
fn put_back(connection: &Connection, event: &Incoming, place: &record::Place<'_>) -> rusqlite::Result<usize> {
    const THERE: &str = "SELECT seq, body, digest, segment FROM event WHERE event_id = :event_id";
    const LINK: &str = "UPDATE event SET segment = :segment, epoch = :epoch, catalog_version = :version,
        clock_suspect = :clock_suspect WHERE seq = :seq";
    let there: Option<(i64, bool, Option<i64>)> = connection
        .prepare_cached(THERE)?
        .query_row(named_params! { ":event_id": event.event_id }, |row| {
            let body: String = row.get(1).unwrap_or_default();
            let digest: Vec<u8> = row.get(2).unwrap_or_default();
            Ok((row.get(0)?, digest == record::digest(&body) && body == event.body, row.get(3)?))
        })
        .optional()?;
    match there {
        Some((seq, true, None)) => connection
            .prepare_cached(LINK)?
            .execute(named_params! {
                ":segment": place.segment,
                ":epoch": place.epoch,
                ":version": place.catalog_version,
                ":clock_suspect": place.clock_suspect,
                ":seq": seq,
            })
            .map(|_| 0),
        Some((_, true, Some(_))) => Ok(0),
        Some((seq, false, _)) => {
            // Damaged here; the segment's checksum vouches for the other.
            connection.prepare_cached("DELETE FROM event WHERE seq = :seq")?.execute(named_params! { ":seq": seq })?;
            record::insert(connection, event, &record::Place { seq: Some(seq), ..*place }).map(|()| 1)
        }
        None => record::insert(connection, event, place).map(|()| 1),
    }
}

/// Segments of which events are missing.
fn incomplete(connection: &Connection) -> rusqlite::Result<Vec<Sealed>> {
    const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
        sealed_at, delivered, acknowledged FROM segment
        WHERE header <> '' AND last_seq + 1 - first_seq > (SELECT count(*) FROM event WHERE event.segment = segment.id)";
    connection.prepare_cached(SQL)?.query_map([], super::segments::sealed)?.collect()
}

/// Its events wait again; the caller begins an epoch.
pub(super) fn open_again(connection: &Connection, sealed: &Sealed) -> rusqlite::Result<()> {
    let id = named_params! { ":id": sealed.id };
    connection
        .prepare_cached("UPDATE event SET segment = NULL, catalog_version = NULL WHERE segment = :id")?
        .execute(id)?;
    connection.prepare_cached("DELETE FROM segment WHERE id = :id")?.execute(id).map(drop)
}
