//! Whose numbers events carry. An epoch is a random name under which the events of one store are counted; head office
//! tells stores apart by it. It is minted anew whenever two computers could count on from the same place: after a clone,
//! a restored backup, a repair. What was sealed keeps its epoch; what was not travels under the new one.

use rusqlite::{Connection, named_params};

use super::Store;
use super::migrate::{meta, set_meta};
use crate::db::Error;
use crate::domain::UnixMillis;

/// The key of `meta` that says on which computer this store was last opened.
const MACHINE: &str = "machine";

impl Store {
    /// Tells which computer this is. Where it is another than the last time, the store was copied or moved: a new epoch
    /// begins, and this answers true.
    pub fn set_machine(&mut self, machine: &str, now: UnixMillis) -> Result<bool, Error> {
        if self.read(|connection| meta(connection, MACHINE))?.as_deref() == Some(machine) {
            return Ok(false);
        }
        let moved = self.write(now, |connection| {
            let known = meta(connection, MACHINE)?;
            // Also where none is known: the store of an older version may have been copied before anybody noted where.
            if known.as_deref() != Some(machine) {
                begin(connection)?;
                set_meta(connection, MACHINE, machine)?;
            }
            Ok(known.is_some_and(|known| known != machine))
        })?;
        self.learn_epoch()?;
        Ok(moved)
    }

    /// Counts under a new epoch from now on.
    pub fn begin_epoch(&mut self, now: UnixMillis) -> Result<(), Error> {
        self.write(now, begin)?;
        self.learn_epoch()
    }

    pub(super) fn learn_epoch(&mut self) -> Result<(), Error> {
        self.identity = self.read(super::migrate::identity)?;
        Ok(())
    }
}

/// The epoch of the next event. Asked in each transaction: another copy of the program may have begun one.
pub(super) fn current(connection: &Connection) -> rusqlite::Result<String> {
    meta(connection, "epoch")?.ok_or(rusqlite::Error::QueryReturnedNoRows)
}

/// Begins an epoch. Events that were not sealed go along; where numbers are missing between them (damage) each run gets
/// an epoch of its own, so that an epoch never has gaps.
pub(super) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    let seqs: Vec<i64> = connection
        .prepare_cached("SELECT seq FROM event WHERE segment IS NULL ORDER BY seq")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut current = None;
    for run in seqs.chunk_by(|one, next| next - one == 1) {
        let epoch = uuid::Uuid::new_v4().to_string();
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        connection
            .prepare_cached("UPDATE event SET epoch = :epoch WHERE segment IS NULL AND seq BETWEEN :first AND :last")?
            .execute(named_params! { ":epoch": epoch, ":first": first, ":last": last })?;
        current = (last + 1 == next_seq(connection)?).then_some(epoch);
    }
    let current = current.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    set_meta(connection, "epoch", &current)
}

/// The number of the next event.
pub(super) fn next_seq(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'event'")?
        .query_row([], |row| row.get(0))
}
