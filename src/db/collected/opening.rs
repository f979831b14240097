//! Opens a head-office store: one merge at a time, any number of readers.

use std::path::Path;

use hashbrown::HashSet;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{Collected, figures};
use crate::db::store::opening::{LONG, begin, harden};
use crate::db::store::{check, fault, files::with_ending, lock};
use crate::db::{COLLECTED_APPLICATION_ID, Error};

/// Index = `user_version` it starts from. Append only.
const MIGRATIONS: [&str; SCHEMA as usize] =
    [include_str!("../sql/collected/001.sql"), include_str!("../sql/collected/002.sql")];
/// The schema of this version.
const SCHEMA: i32 = 2;

/// Opens for merging.
pub(super) fn open(path: &Path) -> Result<Collected, Error> {
    let beside = with_ending(path, ".lock");
    let lock = lock::alone(&beside, LONG).map_err(|error| fault::not_saved(&beside, &error))?;
    let Some(lock) = lock else { return Err(Error::Busy(path.to_owned())) };
    check::header(path)?;
    begin(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sorted = |error| fault::sort(path, error);
    let mut connection = Connection::open_with_flags(path, flags).map_err(sorted)?;
    harden(&connection).map_err(sorted)?;
    connection.set_prepared_statement_cache_capacity(64);
    ours(&connection, path)?;
    prepare(&connection).map_err(sorted)?;
    migrate(&mut connection).map_err(sorted)?;
    let mut store = collected(path, connection, Some(lock));
    store.voided = store.run(|connection| {
        connection.prepare("SELECT DISTINCT sale FROM void")?.query_map([], |row| row.get(0))?.collect()
    })?;
    store.erased = store.run(|connection| {
        connection.prepare("SELECT pseudonym FROM erased")?.query_map([], |row| row.get(0))?.collect()
    })?;
    Ok(store)
}

/// True for a store of an earlier schema.
pub(super) fn is_older(path: &Path) -> Result<bool, Error> {
    let sorted = |error| fault::sort(path, error);
    check::header(path)?;
    if std::fs::metadata(path).map_or(0, |found| found.len()) == 0 || with_ending(path, "-journal").exists() {
        return Ok(false);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(sorted)?;
    ours(&connection, path)?;
    version(&connection).map(|found| (1..SCHEMA).contains(&found)).map_err(sorted)
}

/// Opens for reading. Where a merge was killed, what it left half done is taken back first, for which the file must be
/// writable.
pub(super) fn open_read_only(path: &Path) -> Result<Collected, Error> {
    let sorted = |error| fault::sort(path, error);
    check::header(path)?;
    if std::fs::metadata(path).map_or(0, |found| found.len()) == 0 {
        return Err(Error::Missing(path.to_owned()));
    }
    let is_hot = with_ending(path, "-journal").exists();
    let access = if is_hot { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(sorted)?;
    harden(&connection).map_err(sorted)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -65536;").map_err(sorted)?;
    ours(&connection, path)?;
    if version(&connection).map_err(sorted)? != SCHEMA {
        return Err(Error::Missing(path.to_owned()));
    }
    Ok(collected(path, connection, None))
}

fn collected(path: &Path, connection: Connection, lock: Option<std::fs::File>) -> Collected {
    Collected {
        path: path.to_owned(),
        connection,
        voided: HashSet::new(),
        erased: HashSet::new(),
        words: figures::Words::default(),
        _lock: lock,
    }
}

/// One file, so that it can be copied: no log beside it. Under these a commit that returned is on disk, and what was erased
/// is gone from it.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "PRAGMA journal_mode = DELETE;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA foreign_keys = OFF;
         PRAGMA cache_size = -65536;
         PRAGMA secure_delete = ON;",
    )
}

fn ours(connection: &Connection, path: &Path) -> Result<(), Error> {
    let sorted = |error| fault::sort(path, error);
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(sorted)?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(sorted)?;
    let found = version(connection).map_err(sorted)?;
    match () {
        () if application == 0 && found == 0 && tables == 0 => Ok(()),
        () if application != COLLECTED_APPLICATION_ID => Err(Error::Foreign { what: "store", path: path.to_owned() }),
        () if found > SCHEMA => Err(Error::Newer { what: "store", path: path.to_owned(), found, known: SCHEMA }),
        () if found < 1 => Err(fault::damaged(path, "its schema has no number")),
        () => Ok(()),
    }
}

fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let from = version(connection)?;
    if from == SCHEMA {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", COLLECTED_APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    transaction.commit()
}
