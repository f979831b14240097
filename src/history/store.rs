//! A store of sales → lines: what was sold here, sales that were taken back left out. Practice is in a store of its own.

use std::collections::HashSet;
use std::path::Path;

use super::lines::PIECE;
use super::read::Source;
use super::records::known;
use super::slips::{Slip, Slips};
use super::{Error, History};
use crate::db::EventStore;
use crate::db::store::PRACTICE_FILE;
use crate::domain::watch::Watch;
use crate::domain::{Day, Event, EventKind};
use crate::sheet::problem::{At, Problems};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Reads a store; the line of a problem is the number of the event. `None` where it is the store of practice sales.
pub fn read(
    source: &Source,
    history: &mut History,
    problems: &mut Problems,
    watch: &mut dyn Watch,
) -> Result<Option<(u64, Slips)>, Error> {
    if is_practice(&source.path) {
        problems.error(&source.name, At::START, "practice sales are not counted", "");
        return Ok(None);
    }
    let store = EventStore::open_read_only(&source.path)?;
    let mut taken_back = HashSet::new();
    for event in store.events()? {
        let event = event?;
        if let Some(Event { kind: EventKind::Void, about, .. }) = event.event().filter(|_| event.intact) {
            // The store has ids in one notation, a void may name the sale in another.
            taken_back.extend(about.sale.and_then(|id| uuid::Uuid::try_parse(&id).ok()));
        }
    }
    let start = history.files.begin(&source.name, 0, 0, None);
    let mut slips = Slips::default();
    let (mut last, mut rows) = (0, 0);
    for stored in store.events()? {
        let stored = stored?;
        last = match &store {
            EventStore::Terminal(_) => u64::try_from(stored.seq).unwrap_or(last),
            // There every store of every terminal has a first event.
            EventStore::Collected(_) => last + 1,
        };
        let event = stored.event().filter(|_| stored.intact);
        history.damaged += u64::from(event.is_none());
        let Some(event) = event.filter(|event| event.kind == EventKind::Sale) else { continue };
        if uuid::Uuid::try_parse(&stored.event_id).is_ok_and(|id| taken_back.contains(&id)) {
            continue;
        }
        let day = (!stored.clock_suspect).then(|| Day(stored.wall.div_euclid(DAY) as i32));
        let day = known(day);
        if day.is_none() {
            slips.note(Slip::Time, At { line: last, column: 1 }, stored.event_id.as_bytes());
        }
        for line in &event.lines {
            let quantity = line.quantity.saturating_mul(PIECE);
            let sku = line.sku.as_str().as_bytes();
            history.readers[0].line(stored.event_id.as_bytes(), sku, day, quantity, start + last);
            rows += 1;
        }
        if rows % 8192 == 0 && !watch.at(0) {
            return Err(Error::Stopped);
        }
    }
    history.rows += rows;
    problems.rows += rows;
    Ok(Some((last, slips)))
}

fn is_practice(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(PRACTICE_FILE))
}
