//! Whether a store is whole: ours, of a schema we know, and readable.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rusqlite::Connection;

use super::migrate::{SCHEMA, version};
use super::{fault, record};
use crate::db::{Error, STORE_APPLICATION_ID};

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// What opening needs.
    None,
    /// All pages of a store that is not large.
    Quick,
    /// Everything, indexes as well.
    Full,
}

/// Stores beyond this are checked by `doctor` alone, so that a counter starts at once.
const QUICK_UP_TO: u64 = 32 * 1024 * 1024;

/// The first bytes, before `SQLite` sees the file: nothing, or an `SQLite` file.
pub(in crate::db) fn header(path: &Path) -> Result<(), Error> {
    let metadata = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(fault::not_saved(path, &error)),
        Ok(metadata) if !metadata.is_file() => return Err(Error::NotAFile(path.to_owned())),
        Ok(metadata) => metadata,
    };
    if metadata.len() == 0 {
        return Ok(());
    }
    let mut start = [0_u8; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    match read {
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(fault::not_saved(path, &error)),
        Ok(()) if &start == b"SQLite format 3\0" => Ok(()),
        _ => Err(fault::damaged(path, "it does not begin as a store does")),
    }
}

/// Ours, and of a schema that we know. A file without anything in it is ours to begin.
pub(super) fn ours(connection: &Connection, path: &Path) -> Result<(), Error> {
    let sorted = |error| fault::sort(path, error);
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(sorted)?;
    let found = version(connection).map_err(sorted)?;
    let tables: Vec<String> = names(connection).map_err(sorted)?;
    let looks_like_ours = tables.iter().any(|name| name == "sale_step") && tables.iter().any(|name| name == "event");
    match () {
        () if application == 0 && found == 0 && tables.is_empty() => Ok(()),
        () if application != STORE_APPLICATION_ID && looks_like_ours => {
            Err(fault::damaged(path, "its mark is not that of a store"))
        }
        () if application != STORE_APPLICATION_ID => Err(Error::Foreign { what: "store", path: path.to_owned() }),
        // No version will ever have such a number: a damaged header.
        () if !(1..1 << 24).contains(&found) => Err(fault::damaged(path, "its schema has no number")),
        () if found > SCHEMA => Err(Error::Newer { what: "store", path: path.to_owned(), found, known: SCHEMA }),
        () if !looks_like_ours => Err(fault::damaged(path, "tables are missing")),
        () if found == SCHEMA => columns(connection, path),
        () => Ok(()),
    }
}

/// Every column we read: a schema that was changed on disk can be in order for `SQLite` and useless for us.
fn columns(connection: &Connection, path: &Path) -> Result<(), Error> {
    const TABLES: [&str; 8] = [
        "SELECT key, value FROM meta",
        "SELECT seq, event_id, epoch, kind, wall, clock_suspect, catalog, about, add_ons, body, digest, segment,
                catalog_version, customer FROM event",
        "SELECT id, epoch, number, revision, first_seq, last_seq, header, sha256, prev_sha256, sealed_at, delivered,
                acknowledged FROM segment",
        "SELECT sha256, version FROM catalog_version",
        "SELECT sha256 FROM erased",
        "SELECT number, sha256 FROM erase_list",
        "SELECT id, session, opened_at, state, event_id, catalog FROM sale",
        "SELECT sale, number, body FROM sale_step",
    ];
    for table in TABLES {
        if let Err(error) = connection.prepare(table) {
            return Err(fault::damaged(path, error.to_string()));
        }
    }
    Ok(())
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Reads every page, where that does not take long or is asked for.
pub(super) fn whole(connection: &Connection, path: &Path, depth: Depth) -> Result<(), Error> {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let sql = match depth {
        Depth::Full => "PRAGMA integrity_check(1)",
        Depth::Quick if size <= QUICK_UP_TO => "PRAGMA quick_check(1)",
        Depth::None | Depth::Quick => return Ok(()),
    };
    let verdict: String = connection.query_row(sql, [], |row| row.get(0)).map_err(|error| fault::sort(path, error))?;
    if verdict == "ok" { Ok(()) } else { Err(fault::damaged(path, verdict.lines().next().unwrap_or_default())) }
}

/// Holds every event against its digest, where that does not take long or is asked for: a page can be in order and a
/// text on it be changed all the same.
pub(super) fn events(connection: &Connection, path: &Path, depth: Depth) -> Result<(), Error> {
    let is_large = || std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > QUICK_UP_TO);
    if depth == Depth::None || depth == Depth::Quick && is_large() {
        return Ok(());
    }
    let changed = || -> rusqlite::Result<Option<i64>> {
        let mut statement = connection.prepare("SELECT seq, body, digest FROM event")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let digest: Vec<u8> = row.get(2)?;
            if digest != record::digest(&row.get::<_, String>(1)?) {
                return row.get(0).map(Some);
            }
        }
        Ok(None)
    };
    match changed().map_err(|error| fault::sort(path, error))? {
        None => Ok(()),
        Some(seq) => Err(fault::damaged(path, format!("event {seq} is no longer what was stored"))),
    }
}
