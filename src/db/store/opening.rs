//! Opens a store: one copy at a time, damaged ones repaired, and with the settings under which a commit is on disk.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::check::{self, Depth};
use super::files::{Files, with_ending};
use super::{Identity, damage, fault, lock, migrate};
use crate::db::Error;
use crate::domain::{Problem, UnixMillis};

/// Ten seconds in pauses of [`lock`]: as long as `SQLite` waits itself.
pub(in crate::db) const LONG: u32 = 500;
/// One second.
const SHORT: u32 = 50;

/// A connection, and the lock that says so to whoever wants to move the file.
#[derive(Debug)]
pub(super) struct Live {
    pub connection: Connection,
    /// Dropped after the connection.
    _in_use: Option<File>,
}

/// The version of the `SQLite` inside, as text and as number.
pub fn sqlite_version() -> (&'static str, i32) {
    (rusqlite::version(), rusqlite::version_number())
}

/// Opens for writing; what is damaged is moved aside first.
pub(super) fn open_or_repair(
    files: &Files,
    now: UnixMillis,
    depth: Depth,
) -> Result<(Live, Identity, Option<Problem>), Error> {
    let locked = |purpose: &str, pauses| {
        let path = files.lock(purpose);
        lock::alone(&path, pauses).map_err(|error| fault::not_saved(&path, &error))
    };
    let Some(_opening) = locked("opening", LONG)? else {
        return Err(Error::Busy(files.store.clone()));
    };
    damage::finish_repair(files, now)?;
    let (connection, notice) = match connect(&files.store, now, depth) {
        Ok(connection) => (connection, None),
        Err(Error::Damaged { detail, .. }) => {
            let Some(_nobody_else) = locked("in-use", SHORT)? else {
                return Err(fault::damaged(&files.store, format!("{detail}; another copy has it open")));
            };
            let notice = damage::repair(files, now)?;
            (connect(&files.store, now, Depth::Quick)?, Some(notice))
        }
        Err(error) => return Err(error),
    };
    let path = files.lock("in-use");
    let in_use = lock::together(&path, LONG).map_err(|error| fault::not_saved(&path, &error))?;
    let identity = migrate::identity(&connection).map_err(|error| fault::sort(&files.store, error))?;
    let live = Live { connection, _in_use: in_use };
    Ok((live, identity, notice))
}

/// Opens without a way to change anything.
pub(super) fn open_read_only(files: &Files) -> Result<(Live, Identity), Error> {
    let path = &files.store;
    if !fs::exists(path).map_err(|error| fault::not_saved(path, &error))? {
        return Err(Error::Missing(path.clone()));
    }
    check::header(path)?;
    if fs::metadata(path).is_ok_and(|found| found.len() == 0) {
        return Err(Error::Missing(path.clone()));
    }
    let connection = match read_only(path, "") {
        // A directory that we may not write cannot hold the index of the log. Without a log there is nothing to index.
        Err(Error::NotSaved { .. }) if fs::metadata(with_ending(path, "-wal")).map_or(0, |log| log.len()) == 0 => {
            read_only(path, "&immutable=1")?
        }
        other => other?,
    };
    let identity = migrate::identity(&connection).map_err(|error| fault::sort(path, error))?;
    let live = Live { connection, _in_use: None };
    Ok((live, identity))
}

fn read_only(path: &Path, how: &str) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(path, how), flags).map_err(|error| fault::sort(path, error))?;
    harden(&connection).map_err(|error| fault::sort(path, error))?;
    check::ours(&connection, path)?;
    check::whole(&connection, path, Depth::Quick)?;
    match migrate::version(&connection).map_err(|error| fault::sort(path, error))? {
        0 => Err(Error::Missing(path.to_owned())),
        migrate::SCHEMA => Ok(connection),
        _ => in_this_schema(&connection).map_err(|error| fault::sort(path, error)),
    }
}

/// A copy in memory of the store of an older version, in the schema of this one: looking changes no file.
fn in_this_schema(old: &Connection) -> rusqlite::Result<Connection> {
    let mut copy = Connection::open_in_memory()?;
    Backup::new(old, &mut copy)?.run_to_completion(1000, Duration::ZERO, None)?;
    harden(&copy)?;
    migrate::migrate(&mut copy, 0)?;
    Ok(copy)
}

/// The path as `SQLite` takes it where it takes options as well.
pub(in crate::db) fn uri(path: &Path, how: &str) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    for byte in absolute.to_string_lossy().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.:~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    uri + "?mode=ro" + how
}

/// A connection for writing, to a store of this version's schema.
pub(super) fn connect(path: &Path, now: UnixMillis, depth: Depth) -> Result<Connection, Error> {
    check::header(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sorted = |error| fault::sort(path, error);
    begin(path)?;
    let mut connection = Connection::open_with_flags(path, flags).map_err(sorted)?;
    harden(&connection).map_err(sorted)?;
    check::ours(&connection, path)?;
    prepare(&connection).map_err(sorted)?;
    migrate::migrate(&mut connection, now).map_err(sorted)?;
    check::whole(&connection, path, depth)?;
    check::events(&connection, path, depth)?;
    migrate::identity(&connection).map_err(sorted)?;
    Ok(connection)
}

/// Makes a missing file, readable by nobody else; `SQLite` gives its log the same rights.
pub(in crate::db) fn begin(path: &Path) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(fault::not_saved(path, &error)),
        _ => Ok(()),
    }
}

/// A store in memory.
pub(super) fn in_memory(now: UnixMillis) -> Result<(Live, Identity), Error> {
    let make = || -> rusqlite::Result<(Live, Identity)> {
        let mut connection = Connection::open_in_memory()?;
        harden(&connection)?;
        prepare(&connection)?;
        migrate::migrate(&mut connection, now)?;
        let identity = migrate::identity(&connection)?;
        let live = Live { connection, _in_use: None };
        Ok((live, identity))
    };
    make().map_err(|error| fault::sort(Path::new(":memory:"), error))
}

/// A damaged file may hold anything: it must not make `SQLite` run something of its own.
pub(in crate::db) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Or a statement is planned anew whenever it is bound to other values, which takes longer than running it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;")
}

/// Under these a commit that returned is on disk (reliability.md section 7).
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;",
    )
}

/// Writes the log into the file and flushes it. What a failed commit may have left in the log is then truly on disk, or
/// this says that it is not.
pub(super) fn settle(connection: &Connection, path: &Path) -> Result<(), Error> {
    let (log, written): (i64, i64) = connection
        .query_row("PRAGMA wal_checkpoint(FULL)", [], |row| Ok((row.get(1)?, row.get(2)?)))
        .map_err(|error| fault::sort(path, error))?;
    if log == written { Ok(()) } else { Err(Error::Busy(path.to_owned())) }
}

/// Writes the log into the file and empties it; false where somebody reads from it.
pub(super) fn truncate_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).map(|busy| busy == 0)
}
