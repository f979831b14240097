//! What is in the store: events for export and reports, and figures.

use std::collections::HashSet;

use rusqlite::types::ValueRef;
use rusqlite::{Row, named_params};
use uuid::Uuid;

use super::{Store, record, segments, sent};
use crate::db::Error;
use crate::domain::{Event, Outcome, UnixMillis};

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the order.
    pub seq: i64,
    /// In lower case with hyphens.
    pub event_id: String,
    /// The store it was first written to.
    pub epoch: String,
    /// When, in milliseconds; for display and reports.
    pub wall: UnixMillis,
    /// True where the clock could not be right.
    pub clock_suspect: bool,
    /// The store of the terminal, as head office heard of it; `None` in a terminal's own.
    pub store: Option<String>,
    /// Digest of the catalog that was sold from.
    pub catalog: Option<String>,
    /// One JSON object, unknown keys kept.
    pub body: String,
    /// False where the body is no longer what was stored.
    pub intact: bool,
}

/// How much is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events in all.
    pub events: u64,
    /// Those that head office was not heard to have. As long as it never acknowledged anything: those that are in no
    /// segment in the outbox of the sync folder, which is all of them where no folder is synced.
    pub unsent: u64,
    /// When the first of them happened.
    pub oldest_unsent: Option<UnixMillis>,
    /// How many have a date in doubt.
    pub clock_suspect: u64,
}

/// "41 sales, 22 with an add-on."
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Finished and not taken back.
    pub sales: u64,
    /// Those in which an add-on was accepted.
    pub with_add_on: u64,
    /// Accepted add-ons.
    pub add_ons: u64,
}

impl StoredEvent {
    /// What it says, where this version can read it.
    pub fn event(&self) -> Option<Event> {
        serde_json::from_str(&self.body).ok()
    }

    /// The terminal it was recorded on, where it came from another store.
    pub fn terminal(&self) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Origin {
            terminal: Option<String>,
        }
        serde_json::from_str::<Origin>(&self.body).ok()?.terminal
    }
}

impl Store {
    /// The events after `seq` in order; 0 for all.
    pub fn events(&self, after: i64) -> Events<'_> {
        Events { store: self, last: after, page: Vec::new().into_iter(), is_over: false }
    }

    /// At most so many events after `seq`, in order.
    pub fn events_after(&self, seq: i64, at_most: u32) -> Result<Vec<StoredEvent>, Error> {
        const SQL: &str = "SELECT seq, event_id, epoch, wall, clock_suspect, catalog, body, digest
                           FROM event WHERE seq > :seq ORDER BY seq LIMIT :at_most";
        self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_map(named_params! { ":seq": seq, ":at_most": at_most }, stored_event)?
                .collect()
        })
    }

    /// The sales that were taken back, also those that are not here.
    pub fn taken_back(&self) -> Result<HashSet<Uuid>, Error> {
        const SQL: &str = "SELECT about FROM event WHERE kind = 'void' AND about IS NOT NULL";
        self.read(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            let named = statement.query_map([], |row| text(row, "about"))?;
            // A damaged row takes nothing back, and keeps no other from doing so.
            Ok(named.filter_map(|named| Uuid::try_parse(&named.ok()?).ok()).collect())
        })
    }

    /// How much is stored.
    pub fn counts(&self) -> Result<Counts, Error> {
        const SQL: &str = "SELECT count(*), coalesce(sum(clock_suspect), 0) FROM event";
        // The first condition is that of the index, the second the one that is meant.
        const SEALED: &str = "SELECT coalesce(sum(last_seq + 1 - first_seq), 0), min(id) FROM segment
            WHERE (delivered IS NULL OR acknowledged IS NULL)
            AND (delivered IS NULL OR EXISTS (SELECT 1 FROM meta WHERE key = :acks)) AND last_seq >= first_seq";
        const OLDEST: &str = "SELECT min(wall) FROM event WHERE segment = :id";
        self.read(|connection| {
            let (events, clock_suspect) =
                connection.prepare_cached(SQL)?.query_row([], |row| Ok((count(row, 0)?, count(row, 1)?)))?;
            let (sealed, first): (u64, Option<i64>) = connection
                .prepare_cached(SEALED)?
                .query_row(named_params! { ":acks": sent::ACKS }, |row| Ok((count(row, 0)?, row.get(1)?)))?;
            let unsealed = segments::unsealed(connection)?;
            let oldest =
                connection.prepare_cached(OLDEST)?.query_row(named_params! { ":id": first }, |row| row.get(0))?;
            Ok(Counts {
                events,
                unsent: sealed + unsealed.events,
                oldest_unsent: if first.is_some() { oldest } else { unsealed.oldest },
                clock_suspect,
            })
        })
    }

    /// Sales from `from` up to and without `to`, those taken back left out.
    pub fn figures_between(&self, from: UnixMillis, to: UnixMillis) -> Result<Figures, Error> {
        const SQL: &str = "SELECT count(*), coalesce(sum(add_ons > 0), 0), coalesce(sum(add_ons), 0)
            FROM event AS sale
            WHERE kind = 'sale' AND wall >= :from AND wall < :to
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)";
        self.read(|connection| {
            connection.prepare_cached(SQL)?.query_row(named_params! { ":from": from, ":to": to }, |row| {
                Ok(Figures { sales: count(row, 0)?, with_add_on: count(row, 1)?, add_ons: count(row, 2)? })
            })
        })
    }

    /// Of the sales of one colleague in a time, by pseudonym: add-ons that were asked about, and those that were taken. Sales
    /// taken back do not count.
    pub fn own_between(&self, staff: &str, from: UnixMillis, to: UnixMillis) -> Result<(u64, u64), Error> {
        const SQL: &str = "SELECT body FROM event AS sale
            WHERE kind = 'sale' AND wall >= :from AND wall < :to AND instr(body, :staff) > 0
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)";
        let bodies: Vec<String> = self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_map(named_params! { ":from": from, ":to": to, ":staff": staff }, |row| row.get(0))?
                .collect()
        })?;
        let events = bodies.iter().filter_map(|body| serde_json::from_str::<Event>(body).ok());
        let own = events.filter(|event| event.staff.as_deref() == Some(staff));
        Ok(own.flat_map(|event| event.suggestions).fold((0, 0), |(asked, taken), row| match row.outcome {
            Outcome::Accepted => (asked + 1, taken + 1),
            Outcome::Declined => (asked + 1, taken),
            Outcome::NotAsked | Outcome::TakenWithoutAsking => (asked, taken),
        }))
    }
}

fn stored_event(row: &Row) -> rusqlite::Result<StoredEvent> {
    // A damaged row must not keep the others from being read, so that nothing but its number has to be right.
    let body = text(row, "body")?;
    let digest: Vec<u8> = row.get("digest").unwrap_or_default();
    Ok(StoredEvent {
        seq: row.get("seq")?,
        event_id: text(row, "event_id")?,
        epoch: text(row, "epoch")?,
        wall: row.get("wall").unwrap_or(0),
        clock_suspect: row.get("clock_suspect").unwrap_or(true),
        store: None,
        catalog: row.get("catalog").unwrap_or(None),
        intact: digest == record::digest(&body),
        body,
    })
}

/// A text as far as it is one.
fn text(row: &Row, column: &str) -> rusqlite::Result<String> {
    let bytes = match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => &[],
    };
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn count(row: &Row, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|count| u64::try_from(count).unwrap_or(0))
}

/// Events in order, read in pages.
#[derive(Debug)]
pub struct Events<'s> {
    store: &'s Store,
    last: i64,
    page: std::vec::IntoIter<StoredEvent>,
    is_over: bool,
}

impl Iterator for Events<'_> {
    type Item = Result<StoredEvent, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        const PAGE: u32 = 500;
        if self.page.len() == 0 && !self.is_over {
            match self.store.events_after(self.last, PAGE) {
                Ok(page) => {
                    self.is_over = page.is_empty();
                    self.page = page.into_iter();
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        let event = self.page.next()?;
        self.last = event.seq;
        Some(Ok(event))
    }
}
