//! What became of sealed segments: delivered, acknowledged, and at last no longer kept.
//!
//! An acknowledgement deletes nothing. Events go ninety days after it, or earlier, oldest first, where the store grew
//! beyond its cap; what head office was not heard to have is never deleted (reliability.md section 14).

use rusqlite::{Connection, named_params};

use super::Store;
use super::migrate::{meta, set_meta};
use super::segments::Sealed;
use crate::db::Error;
use crate::domain::UnixMillis;

/// Events are kept so long after head office was heard to have them.
pub const KEPT: UnixMillis = 90 * 24 * 60 * 60 * 1000;
/// Beyond this many bytes the oldest acknowledged events go earlier.
pub const MOST_BYTES: u64 = 500 << 20;
/// So many segments go at once, so that no sale waits for it.
const AT_ONCE: u32 = 4;

/// The key of `meta` that says that head office acknowledges at all.
pub(super) const ACKS: &str = "acks";

impl Store {
    /// Notes that segments were seen in the outbox.
    pub fn mark_delivered(&mut self, segments: &[Sealed], now: UnixMillis) -> Result<(), Error> {
        if segments.is_empty() {
            return Ok(());
        }
        self.write(now, |connection| {
            let mut statement = connection
                .prepare_cached("UPDATE segment SET delivered = :now WHERE id = :id AND delivered IS NULL")?;
            for sealed in segments {
                statement.execute(named_params! { ":now": now, ":id": sealed.id })?;
            }
            Ok(())
        })
    }

    /// Notes that head office has everything of an epoch up to `seq`, and what it no longer says it has. What cannot be
    /// is ignored: an epoch nothing was sealed under, a number that was not sealed yet. Answers whether it can be.
    pub fn acknowledge(&mut self, epoch: &str, seq: u64, now: UnixMillis) -> Result<bool, Error> {
        const NEWS: &str = "SELECT EXISTS (SELECT 1 FROM segment WHERE epoch = :epoch AND acknowledged IS NULL
                AND last_seq <= :seq)
            OR EXISTS (SELECT 1 FROM segment WHERE epoch = :epoch AND acknowledged IS NOT NULL AND last_seq > :seq
                AND header <> '')";
        const MORE: &str = "UPDATE segment SET acknowledged = :now
            WHERE epoch = :epoch AND acknowledged IS NULL AND last_seq <= :seq";
        // Head office may have lost its store, or somebody made the last one up.
        const LESS: &str = "UPDATE segment SET acknowledged = NULL
            WHERE epoch = :epoch AND acknowledged IS NOT NULL AND last_seq > :seq
            AND header <> ''";
        if self.last_seq_of(epoch)?.is_none_or(|last| seq > last) {
            return Ok(false);
        }
        let of_epoch = named_params! { ":epoch": epoch, ":seq": seq };
        if !self.read(|connection| connection.prepare_cached(NEWS)?.query_row(of_epoch, |row| row.get(0)))? {
            return Ok(true);
        }
        self.write(now, |connection| {
            if meta(connection, ACKS)?.is_none() {
                set_meta(connection, ACKS, "1")?;
            }
            connection.prepare_cached(MORE)?.execute(named_params! { ":now": now, ":epoch": epoch, ":seq": seq })?;
            connection.prepare_cached(LESS)?.execute(of_epoch).map(drop)
        })?;
        Ok(true)
    }

    /// The last event that was sealed under an epoch; `None` where nothing was.
    pub fn last_seq_of(&self, epoch: &str) -> Result<Option<u64>, Error> {
        const SQL: &str = "SELECT max(last_seq) FROM segment WHERE epoch = :epoch";
        self.read(|connection| {
            connection.prepare_cached(SQL)?.query_row(named_params! { ":epoch": epoch }, |row| row.get(0))
        })
    }

    /// Takes away some of what need not be kept any longer; answers how many segments' events went.
    pub fn retire(&mut self, now: UnixMillis) -> Result<usize, Error> {
        let before = if self.read(size)? > MOST_BYTES { UnixMillis::MAX } else { now.saturating_sub(KEPT) };
        let ids = self.read(|connection| oldest(connection, before, now))?;
        if ids.is_empty() {
            return Ok(0);
        }
        self.write(now, |connection| {
            let mut events = connection.prepare_cached("DELETE FROM event WHERE segment = :id")?;
            // The last of an epoch stays, without its header, so that its number is never given again.
            let mut segments = connection.prepare_cached(
                "DELETE FROM segment AS old WHERE id = :id
                 AND number < (SELECT max(number) FROM segment WHERE epoch = old.epoch)",
            )?;
            let mut last = connection.prepare_cached("UPDATE segment SET header = '' WHERE id = :id")?;
            for id in &ids {
                events.execute(named_params! { ":id": id })?;
                if segments.execute(named_params! { ":id": id })? == 0 {
                    last.execute(named_params! { ":id": id })?;
                }
            }
            Ok(ids.len())
        })
    }
}

/// The oldest segments that still have events, were acknowledged before a time, and not in a future that a wrong clock
/// made up.
fn oldest(connection: &Connection, before: UnixMillis, now: UnixMillis) -> rusqlite::Result<Vec<i64>> {
    const SQL: &str = "SELECT id FROM segment
        WHERE acknowledged IS NOT NULL AND delivered IS NOT NULL AND acknowledged <= :before AND acknowledged <= :now
        AND (header <> '' OR number < (SELECT max(number) FROM segment AS later WHERE later.epoch = segment.epoch))
        ORDER BY id LIMIT :most";
    connection
        .prepare_cached(SQL)?
        .query_map(named_params! { ":before": before, ":now": now, ":most": AT_ONCE }, |row| row.get(0))?
        .collect()
}

/// Bytes of the store that are in use.
fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
    Ok(pragma("page_count")?.saturating_sub(pragma("freelist_count")?) * pragma("page_size")?)
}
