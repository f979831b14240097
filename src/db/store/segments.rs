//! Segments: which events were sealed together, and the bytes they travel as. Their files are the business of
//! `sync::outbox`; the store can write each of them again, byte for byte, as long as it has its events.

use std::fs::File;

use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use super::reading::count;
use super::{Store, fault, lock, record};
use crate::db::Error;
use crate::domain::UnixMillis;
use crate::travel::names::SegmentName;
use crate::travel::segment::{self, CatalogInUse, Header, Line};

/// A segment as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its row.
    pub(super) id: i64,
    /// What its file is called.
    pub name: SegmentName,
    /// Of its first event.
    pub first_seq: u64,
    /// Of its last event; one less than the first where it has none.
    pub last_seq: u64,
    /// Its first line.
    pub(super) header: String,
    /// As its last line has it.
    pub sha256: String,
    /// That of the one before it.
    pub(super) prev_sha256: String,
    /// When it was sealed.
    pub sealed_at: UnixMillis,
    /// When it was first seen in the outbox of the sync folder.
    pub delivered: Option<UnixMillis>,
    /// When head office was first heard to have it.
    pub acknowledged: Option<UnixMillis>,
}

impl Sealed {
    /// The catalog that was in use when it was sealed.
    pub fn catalog(&self) -> Option<CatalogInUse> {
        serde_json::from_str::<Header>(&self.header).ok()?.catalog
    }

    /// How many events it has.
    pub fn events(&self) -> u64 {
        (self.last_seq + 1).saturating_sub(self.first_seq)
    }
}

/// Events that are in no segment yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsealed {
    /// How many.
    pub events: u64,
    /// When the first of them happened.
    pub oldest: Option<UnixMillis>,
}

/// While this lives, no other copy of the program seals.
#[derive(Debug)]
pub struct Sealing {
    _lock: Option<File>,
}

impl Store {
    /// Takes the sealer's lock; `None` where another copy has it.
    pub fn sealing(&self) -> Result<Option<Sealing>, Error> {
        let Some(files) = &self.files else { return Ok(Some(Sealing { _lock: None })) };
        let path = files.lock("sealing");
        let lock = lock::alone(&path, 0).map_err(|error| fault::not_saved(&path, &error))?;
        Ok(lock.map(|lock| Sealing { _lock: Some(lock) }))
    }

    /// What waits to be sealed.
    pub fn unsealed(&self) -> Result<Unsealed, Error> {
        self.read(unsealed)
    }

    /// The segment that was sealed last.
    pub fn last_sealed(&self) -> Result<Option<Sealed>, Error> {
        const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
            sealed_at, delivered, acknowledged FROM segment ORDER BY id DESC LIMIT 1";
        self.read(|connection| connection.prepare_cached(SQL)?.query_row([], sealed).optional())
    }

    /// Segments that were not delivered yet, or that head office was not heard to have, oldest first.
    pub fn waiting(&self) -> Result<Vec<Sealed>, Error> {
        const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
            sealed_at, delivered, acknowledged FROM segment
            WHERE delivered IS NULL OR acknowledged IS NULL ORDER BY id";
        self.read(|connection| connection.prepare_cached(SQL)?.query_map([], sealed)?.collect())
    }

    /// One segment by its name, whatever its revision.
    pub fn sealed(&self, epoch: &str, number: u64) -> Result<Option<Sealed>, Error> {
        self.read(|connection| by_number(connection, epoch, number))
    }

    /// The highest number that was sealed under an epoch; 0 where none was.
    pub fn highest_number(&self, epoch: &str) -> Result<u64, Error> {
        const SQL: &str = "SELECT coalesce(max(number), 0) FROM segment WHERE epoch = :epoch";
        self.read(|connection| {
            connection.prepare_cached(SQL)?.query_row(named_params! { ":epoch": epoch }, |row| count(row, 0))
        })
    }

    /// The bytes of a segment, the same as when it was sealed; `None` where its events are no longer all there.
    pub fn bytes_of(&self, sealed: &Sealed) -> Result<Option<Vec<u8>>, Error> {
        let terminal = self.identity.terminal.clone();
        self.read(|connection| bytes(connection, sealed, &terminal))
    }
}

pub(super) fn unsealed(connection: &Connection) -> rusqlite::Result<Unsealed> {
    const SQL: &str = "SELECT count(*), (SELECT wall FROM event WHERE segment IS NULL ORDER BY seq LIMIT 1)
                       FROM event WHERE segment IS NULL";
    connection.prepare_cached(SQL)?.query_row([], |row| Ok(Unsealed { events: count(row, 0)?, oldest: row.get(1)? }))
}

pub(super) fn by_number(connection: &Connection, epoch: &str, number: u64) -> rusqlite::Result<Option<Sealed>> {
    const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
        sealed_at, delivered, acknowledged FROM segment WHERE epoch = :epoch AND number = :number";
    connection.prepare_cached(SQL)?.query_row(named_params! { ":epoch": epoch, ":number": number }, sealed).optional()
}

pub(super) fn by_id(connection: &Connection, id: i64) -> rusqlite::Result<Option<Sealed>> {
    const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
        sealed_at, delivered, acknowledged FROM segment WHERE id = :id";
    connection.prepare_cached(SQL)?.query_row(named_params! { ":id": id }, sealed).optional()
}

/// The last segment of an epoch.
pub(super) fn last_of(connection: &Connection, epoch: &str) -> rusqlite::Result<Option<Sealed>> {
    const SQL: &str = "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256,
        sealed_at, delivered, acknowledged FROM segment WHERE epoch = :epoch ORDER BY number DESC LIMIT 1";
    connection.prepare_cached(SQL)?.query_row(named_params! { ":epoch": epoch }, sealed).optional()
}

/// A row in the order of the columns above.
pub(super) fn sealed(row: &Row) -> rusqlite::Result<Sealed> {
    Ok(Sealed {
        id: row.get(0)?,
        name: SegmentName { epoch: row.get(1)?, number: row.get(2)?, revision: row.get(3)? },
        first_seq: row.get(4)?,
        last_seq: row.get(5)?,
        header: row.get(6)?,
        sha256: row.get(7)?,
        prev_sha256: row.get(8)?,
        sealed_at: row.get(9)?,
        delivered: row.get(10)?,
        acknowledged: row.get(11)?,
    })
}

/// An event as it goes into a segment.
pub(super) struct Part {
    pub seq: i64,
    pub epoch: String,
    pub clock_suspect: bool,
    pub catalog_version: Option<u64>,
    pub body: String,
    pub intact: bool,
}

/// A row with seq, epoch, `clock_suspect`, catalog version, body and digest.
pub(super) fn part(row: &Row) -> rusqlite::Result<Part> {
    let body: String = row.get(4).unwrap_or_default();
    let digest: Vec<u8> = row.get(5).unwrap_or_default();
    Ok(Part {
        seq: row.get(0)?,
        epoch: row.get(1).unwrap_or_default(),
        clock_suspect: row.get(2).unwrap_or(true),
        catalog_version: row.get(3).unwrap_or_default(),
        intact: digest == record::digest(&body),
        body,
    })
}

fn bytes(connection: &Connection, sealed: &Sealed, terminal: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    const SQL: &str = "SELECT seq, epoch, clock_suspect, catalog_version, body, digest FROM event
                       WHERE segment = :id ORDER BY seq";
    let parts: Vec<Part> = connection
        .prepare_cached(SQL)?
        .query_map(named_params! { ":id": sealed.id }, part)?
        .collect::<rusqlite::Result<_>>()?;
    if parts.len() as u64 != sealed.events() || parts.iter().any(|part| !part.intact) {
        return Ok(None);
    }
    let Ok(header) = serde_json::from_str::<Header>(&sealed.header) else { return Ok(None) };
    let bytes = write(&sealed.header, &header, &parts, sealed.first_seq, &sealed.prev_sha256);
    Ok(bytes.filter(|bytes| header.terminal == terminal && sha256_of(bytes).as_deref() == Some(&sealed.sha256)))
}

/// The bytes of a segment. Events are numbered from the first on, in their order.
pub(super) fn write(text: &str, header: &Header, parts: &[Part], first_seq: u64, prev: &str) -> Option<Vec<u8>> {
    let line = |(part, seq)| {
        let Part { clock_suspect, catalog_version, body, .. }: &Part = part;
        Line { seq, clock_suspect: *clock_suspect, catalog_version: *catalog_version, body }
    };
    let lines: Vec<Line> = parts.iter().zip(first_seq..).map(line).collect();
    segment::seal_again(text, header, &lines, first_seq, prev)
}

/// The checksum in the last line of a segment.
pub(super) fn sha256_of(bytes: &[u8]) -> Option<String> {
    let text = bytes.strip_suffix(b"\n")?;
    let last = text.rsplit(|byte| *byte == b'\n').next()?;
    serde_json::from_slice::<segment::Footer>(last).ok().map(|footer| footer.sha256)
}
