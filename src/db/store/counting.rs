//! The sales of a store added up, for reports: one thread reads the rows, others make sense of them.

use std::num::NonZero;
use std::thread;

use crossbeam_channel::Receiver;
use rusqlite::{Connection, Row};

use super::{Store, record};
use crate::db::Error;
use crate::domain::{Event, UnixMillis};
use crate::report::ledger::{Keep, Ledger};
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

/// Rows that go to a thread at once.
const BATCH: usize = 256;
/// More threads than this gain nothing: reading the rows takes its time, too.
const MOST_THREADS: usize = 4;

/// A sale as it was stored.
struct Stored {
    wall: UnixMillis,
    in_doubt: bool,
    /// `None` where it is no text any more.
    body: Option<(String, Vec<u8>)>,
}

impl Store {
    /// Adds up every sale that was not taken back. `store` is where this terminal stands, or empty; `ahead` the minutes its clock
    /// is ahead of UTC, for sales that do not say it.
    pub fn counted(&self, store: &str, ahead: i32, keep: &Keep) -> Result<Counted, Error> {
        let here = self.identity().terminal.clone();
        let stand = Stand { terminal: &here, store };
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
        let (batches, waiting) = crossbeam_channel::bounded::<Vec<Stored>>(2 * threads);
        thread::scope(|scope| {
            let counting: Vec<_> =
                (0..threads).map(|_| scope.spawn(|| count(&waiting, stand, ahead, keep.clone()))).collect();
            let read = self.read(|connection| each_batch(connection, |batch| drop(batches.send(batch))));
            // The threads end when nothing can come any more.
            drop(batches);
            let mut all = Counted { ledger: Ledger::keeping(keep.clone()), ..Counted::default() };
            for part in counting.into_iter().filter_map(|thread| thread.join().ok()) {
                if all.ledger.is_empty() {
                    all.ledger = part.ledger;
                } else {
                    all.ledger.absorb(&part.ledger);
                }
                all.unreadable += part.unreadable;
                all.damaged += part.damaged;
            }
            read.map(|()| all)
        })
    }
}

fn each_batch(connection: &Connection, mut send: impl FnMut(Vec<Stored>)) -> rusqlite::Result<()> {
    // In the order of the file, and by no index: nearly every row is read.
    const SQL: &str = "SELECT wall, clock_suspect, body, digest FROM event AS sale NOT INDEXED WHERE kind = 'sale'
        AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.kind = 'void' AND void.about = sale.event_id)";
    let mut statement = connection.prepare_cached(SQL)?;
    let mut rows = statement.query([])?;
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next()? {
        batch.push(stored(row));
        if batch.len() == BATCH {
            send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
        }
    }
    send(batch);
    Ok(())
}

/// A damaged row keeps no other from being read.
fn stored(row: &Row<'_>) -> Stored {
    let body = || {
        let (body, digest) = (row.get_ref("body").ok()?, row.get_ref("digest").ok()?);
        Some((body.as_str().ok()?.to_owned(), digest.as_blob().ok()?.to_owned()))
    };
    Stored { wall: row.get("wall").unwrap_or(0), in_doubt: row.get("clock_suspect").unwrap_or(true), body: body() }
}

fn count(waiting: &Receiver<Vec<Stored>>, stand: Stand<'_>, ahead: i32, keep: Keep) -> Counted {
    let mut counted = Counted { ledger: Ledger::keeping(keep), ..Counted::default() };
    for sale in waiting.iter().flatten() {
        let intact = sale.body.filter(|(body, digest)| record::digest(body) == digest.as_slice());
        let Some((body, _)) = intact else {
            counted.damaged += 1;
            continue;
        };
        let Ok(event) = serde_json::from_str::<Event>(&body) else {
            counted.unreadable += 1;
            continue;
        };
        let moment =
            if sale.in_doubt { Moment::IN_DOUBT } else { Moment::of(sale.wall, event.utc_offset_min.unwrap_or(ahead)) };
        counted.ledger.add(&event, moment, stand, 1);
    }
    counted
}
