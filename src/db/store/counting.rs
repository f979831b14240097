//! The sales of a store added up, for reports.

use rusqlite::Row;

use super::{Store, record};
use crate::db::Error;
use crate::domain::{Event, UnixMillis};
use crate::report::ledger::Ledger;
use crate::report::measures::{Moment, Stand};

/// What the sales of a store come to, and what could not count.
#[derive(Debug, Default)]
pub struct Counted {
    /// The sums.
    pub ledger: Ledger,
    /// Sales that this version cannot read.
    pub unreadable: u64,
    /// Sales that are no longer what was stored.
    pub damaged: u64,
}

impl Store {
    /// Adds up every sale that was not taken back. `store` is where this terminal stands, or empty; `ahead` the minutes its clock
    /// is ahead of UTC, for sales that do not say it.
    pub fn counted(&self, store: &str, ahead: i32) -> Result<Counted, Error> {
        const SQL: &str = "SELECT wall, clock_suspect, body, digest FROM event AS sale WHERE kind = 'sale'
            AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)
            ORDER BY seq";
        let here = self.identity().terminal.clone();
        self.read(|connection| {
            let mut counted = Counted::default();
            let mut statement = connection.prepare_cached(SQL)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                match sale(row) {
                    Read::Sale { event, wall, in_doubt } => {
                        let moment = match in_doubt {
                            true => Moment::IN_DOUBT,
                            false => Moment::of(wall, event.utc_offset_min.unwrap_or(ahead)),
                        };
                        counted.ledger.add(&event, moment, Stand { terminal: &here, store }, 1);
                    }
                    Read::Damaged => counted.damaged += 1,
                    Read::Unreadable => counted.unreadable += 1,
                }
            }
            Ok(counted)
        })
    }
}

enum Read {
    Sale { event: Box<Event>, wall: UnixMillis, in_doubt: bool },
    Damaged,
    Unreadable,
}

/// A damaged row keeps no other from being read.
fn sale(row: &Row<'_>) -> Read {
    let (Ok(body), Ok(digest)) = (row.get_ref("body"), row.get_ref("digest")) else { return Read::Damaged };
    let (Ok(body), Ok(digest)) = (body.as_str(), digest.as_blob()) else { return Read::Damaged };
    if record::digest(body) != digest {
        return Read::Damaged;
    }
    let Ok(event) = serde_json::from_str(body) else { return Read::Unreadable };
    let in_doubt = row.get("clock_suspect").unwrap_or(true);
    Read::Sale { event, wall: row.get("wall").unwrap_or(0), in_doubt }
}
