//! Events into the store: those of other programs, and our own.

use rusqlite::{Connection, named_params};
use sha2::{Digest as _, Sha256};

use super::clock::{is_ahead, is_suspect};
use super::incoming::{BadLine, Incoming};
use super::{Store, epoch, erase};
use crate::db::Error;
use crate::domain::{Event, EventKind, UnixMillis};

/// An event that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// As it was given, or as it was made up.
    pub event_id: String,
    /// False where an event of that id was there already.
    pub stored: bool,
}

/// Where an event goes in a store.
pub(super) struct Place<'a> {
    /// `None` for the next.
    pub seq: Option<i64>,
    pub epoch: &'a str,
    pub wall: UnixMillis,
    pub clock_suspect: bool,
    /// The segment it was sealed in; `None` where it waits.
    pub segment: Option<i64>,
    pub catalog_version: Option<u64>,
}

impl<'a> Place<'a> {
    /// Behind everything that is there.
    pub fn next(epoch: &'a str, wall: UnixMillis, clock_suspect: bool) -> Self {
        Self { seq: None, epoch, wall, clock_suspect, segment: None, catalog_version: None }
    }
}

/// What decides whether a time is marked as doubtful.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub now: UnixMillis,
    pub not_before: UnixMillis,
}

impl Store {
    /// Stores events in one commit, in order. When it returns, all of them are on disk; a repeated id is not stored
    /// twice. A customer that is to be forgotten is, in events that were stored before and in those that come.
    pub fn record(&mut self, events: &[Incoming], now: UnixMillis) -> Result<Vec<Recorded>, Error> {
        let times = self.times(now);
        let recorded =
            self.write(now, |connection| events.iter().map(|event| add(connection, event, times)).collect())?;
        let erased: Vec<String> = events
            .iter()
            .filter(|event| event.kind == EventKind::Erase)
            .filter_map(|event| event.customer.clone())
            .collect();
        if !erased.is_empty() {
            self.forget(&erased, None, now)?;
        }
        Ok(recorded)
    }

    /// Stores one event of our own, such as an unknown code.
    pub fn record_event(&mut self, event: &Event, catalog: Option<&str>, now: UnixMillis) -> Result<Recorded, Error> {
        let incoming = self.ready(event, catalog, now)?;
        let recorded = self.record(std::slice::from_ref(&incoming), now)?;
        Ok(recorded.into_iter().next().unwrap_or(Recorded { event_id: incoming.given_id, stored: false }))
    }

    /// True where `now` cannot be right, by what is known of this version, the catalog and the last event.
    pub fn is_clock_suspect(&self, now: UnixMillis) -> Result<bool, Error> {
        let last = self.read(last_wall)?;
        Ok(is_suspect(now, self.not_before, last))
    }

    pub(super) fn times(&self, now: UnixMillis) -> Times {
        Times { now, not_before: self.not_before }
    }

    /// An event of our own made ready; that it cannot be is a fault of this program, and nothing was saved.
    pub(super) fn ready(&self, event: &Event, catalog: Option<&str>, now: UnixMillis) -> Result<Incoming, Error> {
        Incoming::from_event(event, catalog, now)
            .map_err(|BadLine(detail)| Error::NotSaved { path: self.path().to_owned(), detail })
    }
}

/// Adds one event, unless its id is there.
pub(super) fn add(connection: &Connection, event: &Incoming, times: Times) -> rusqlite::Result<Recorded> {
    // Looked up rather than left to the conflict: a refused row would leave a gap in the sequence.
    let stored = !is_stored(connection, &event.event_id)?;
    if stored {
        let clock_suspect =
            is_suspect(times.now, times.not_before, last_wall(connection)?) || is_ahead(event.wall, times.now);
        let epoch = epoch::current(connection)?;
        let allowed = erase::allowed(connection, event)?;
        insert(connection, allowed.as_ref().unwrap_or(event), &Place::next(&epoch, event.wall, clock_suspect))?;
    }
    Ok(Recorded { event_id: event.given_id.clone(), stored })
}

/// True where an event of that id is there.
pub(super) fn is_stored(connection: &Connection, event_id: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE event_id = :event_id)")?
        .query_row(named_params! { ":event_id": event_id }, |row| row.get(0))
}

/// The time of the last event whose clock was not in doubt.
fn last_wall(connection: &Connection) -> rusqlite::Result<Option<UnixMillis>> {
    connection.prepare_cached("SELECT max(wall) FROM event WHERE clock_suspect = 0")?.query_row([], |row| row.get(0))
}

/// Writes one row.
pub(super) fn insert(connection: &Connection, event: &Incoming, place: &Place) -> rusqlite::Result<()> {
    const SQL: &str = "INSERT INTO event
        (seq, event_id, epoch, kind, wall, clock_suspect, catalog, about, add_ons, body, digest, segment, catalog_version,
         customer)
        VALUES (:seq, :event_id, :epoch, :kind, :wall, :clock_suspect, :catalog, :about, :add_ons, :body, :digest,
                :segment, :catalog_version, :customer)";
    connection
        .prepare_cached(SQL)?
        .execute(named_params! {
            ":seq": place.seq,
            ":event_id": event.event_id,
            ":epoch": place.epoch,
            ":kind": event.kind.word(),
            ":wall": place.wall,
            ":clock_suspect": place.clock_suspect,
            ":catalog": event.catalog,
            ":about": event.about,
            ":add_ons": event.add_ons,
            ":body": event.body,
            ":digest": digest(&event.body).as_slice(),
            ":segment": place.segment,
            ":catalog_version": place.catalog_version,
            ":customer": event.customer.as_ref().filter(|_| event.kind == EventKind::Sale),
        })
        .map(drop)
}

/// Vouches for a body, so that a damaged one is noticed.
pub(super) fn digest(body: &str) -> Vec<u8> {
    Sha256::digest(body.as_bytes()).to_vec()
}
