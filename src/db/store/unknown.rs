//! Codes nobody knew: noted as events, listed for the manager, and ticked off.
//!
//! An event is never taken away; that a code was seen to is kept beside them, with the number of the last event it
//! covers. So a code that comes again is on the list again.

use rusqlite::named_params;

use super::migrate::set_meta;
use super::reading::count;
use super::{Recorded, Store};
use crate::db::Error;
use crate::domain::{Event, UnixMillis, UnknownCode};

/// No more of them are kept: a scanner that went mad must not fill the disk.
const MOST: u64 = 20_000;
/// Before a code in the keys of `meta`.
const SEEN_TO: &str = "unknown_seen_to:";

impl Store {
    /// Notes a code nobody knew; `None` where so many are noted that no more are taken.
    pub fn note_unknown(
        &mut self,
        event: &Event,
        catalog: Option<&str>,
        now: UnixMillis,
    ) -> Result<Option<Recorded>, Error> {
        const SQL: &str = "SELECT count(*) FROM event WHERE kind = 'unknown_code'";
        let noted = self.read(|connection| connection.prepare_cached(SQL)?.query_row([], |row| count(row, 0)))?;
        if noted >= MOST {
            return Ok(None);
        }
        self.record_event(event, catalog, now).map(Some)
    }

    /// Codes nobody knew and nobody saw to, the most frequent first.
    pub fn unknown_codes(&self, at_most: u32) -> Result<Vec<UnknownCode>, Error> {
        const SQL: &str = "SELECT about, count(*) AS times, max(wall) FROM event
            WHERE kind = 'unknown_code' AND about IS NOT NULL
            AND seq > coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = :seen_to || about), 0)
            GROUP BY about ORDER BY times DESC, about LIMIT :at_most";
        self.read(|connection| {
            connection
                .prepare_cached(SQL)?
                .query_map(named_params! { ":seen_to": SEEN_TO, ":at_most": at_most }, |row| {
                    Ok(UnknownCode { code: row.get(0)?, times: count(row, 1)?, last: row.get(2)? })
                })?
                .collect()
        })
    }

    /// Takes a code off the list until it comes again, or puts it back.
    pub fn see_to_unknown(&mut self, code: &str, done: bool, now: UnixMillis) -> Result<(), Error> {
        const LAST: &str = "SELECT coalesce(max(seq), 0) FROM event WHERE kind = 'unknown_code' AND about = :code";
        let key = format!("{SEEN_TO}{code}");
        self.write(now, |connection| {
            if !done {
                return connection
                    .prepare_cached("DELETE FROM meta WHERE key = :key")?
                    .execute(named_params! { ":key": key })
                    .map(drop);
            }
            let last: i64 =
                connection.prepare_cached(LAST)?.query_row(named_params! { ":code": code }, |row| row.get(0))?;
            set_meta(connection, &key, &last.to_string())
        })
    }
}
