//! The events that count, in one order whatever the order of arrival: by terminal, epoch and number.

use std::collections::HashSet;

use rusqlite::named_params;
use uuid::Uuid;

use super::Collected;
use super::draft::unpack;
use super::entry::{Frame, Id};
use super::merge::{body, parts, unreadable};
use crate::db::Error;
use crate::db::store::{StoredEvent, fault};
use crate::domain::EventKind;

/// Events of the segments that count, one segment in memory at a time. An event that stands in several is read once; lines
/// that this version cannot read are passed over.
#[derive(Debug)]
pub struct Sealed<'s> {
    store: &'s Collected,
    segments: std::vec::IntoIter<i64>,
    again: HashSet<(Id, i64)>,
    page: std::vec::IntoIter<StoredEvent>,
}

impl Collected {
    /// All events that count, taken back or not.
    pub fn events(&self) -> Result<Sealed<'_>, Error> {
        const SEGMENTS: &str = "SELECT s.id FROM segment AS s JOIN writer AS w ON w.id = s.writer
            WHERE s.state = 0 ORDER BY w.terminal, w.epoch, s.number";
        self.run(|connection| {
            let segments: Vec<i64> =
                connection.prepare(SEGMENTS)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let again = connection
                .prepare("SELECT id, segment FROM sale_again")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Sealed { store: self, segments: segments.into_iter(), again, page: Vec::new().into_iter() })
        })
    }

    /// The sales that were taken back, also those that did not arrive yet.
    pub fn taken_back(&self) -> Result<HashSet<Uuid>, Error> {
        const SQL: &str = "SELECT DISTINCT sale FROM void";
        self.run(|connection| {
            let id = |row: &rusqlite::Row| Ok(Uuid::from_bytes(row.get::<_, Id>(0)?));
            connection.prepare(SQL)?.query_map([], id)?.collect()
        })
    }

    /// How many lines of the segments that count this version cannot read.
    pub fn unreadable(&self) -> Result<u64, Error> {
        const SQL: &str = "SELECT coalesce(sum(unreadable), 0) FROM segment WHERE state = :counts";
        self.run(|connection| connection.query_row(SQL, named_params! { ":counts": 0 }, |row| row.get(0)))
    }

    /// How many events the segments that count hold.
    pub fn event_count(&self) -> Result<u64, Error> {
        const SQL: &str = "SELECT coalesce(sum(events), 0) FROM segment WHERE state = :counts";
        self.run(|connection| connection.query_row(SQL, named_params! { ":counts": 0 }, |row| row.get(0)))
    }
}

impl Sealed<'_> {
    fn open(&self, segment: i64) -> rusqlite::Result<Vec<StoredEvent>> {
        let bytes = unpack(&body(&self.store.connection, segment)?).map_err(unreadable)?;
        let (header, footer, lines) = parts(&bytes)?;
        let frame = Frame::new(&header.terminal, &header.epoch);
        let mut seen: HashSet<Id> = HashSet::with_capacity(lines.len());
        let mut events = Vec::with_capacity(lines.len());
        for (line, seq) in lines.into_iter().zip(footer.first_seq..) {
            let Some(entry) = frame.read(line, seq) else { continue };
            let is_sale = entry.event.kind == EventKind::Sale;
            if is_sale && (self.again.contains(&(entry.id, segment)) || !seen.insert(entry.id)) {
                continue;
            }
            events.push(StoredEvent {
                seq: seq.cast_signed(),
                event_id: Uuid::from_bytes(entry.id).hyphenated().to_string(),
                epoch: header.epoch.clone(),
                wall: entry.wall,
                clock_suspect: entry.clock_suspect,
                store: header.store.clone(),
                catalog: catalog(line),
                body: line.to_owned(),
                intact: true,
            });
        }
        Ok(events)
    }
}

/// The digest of the catalog that was sold from.
fn catalog(line: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Of {
        catalog: Option<String>,
    }
    if !line.contains("\"catalog\":") {
        return None;
    }
    serde_json::from_str::<Of>(line).ok()?.catalog
}

impl Iterator for Sealed<'_> {
    type Item = Result<StoredEvent, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.page.next() {
                return Some(Ok(event));
            }
            let segment = self.segments.next()?;
            match self.open(segment) {
                Ok(events) => self.page = events.into_iter(),
                Err(error) => return Some(Err(fault::sort(&self.store.path, error))),
            }
        }
    }
}
