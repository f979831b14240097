//! The finished sales of stores, each once, and which of them were taken back.

use std::collections::HashSet;
use std::slice::from_ref;

use uuid::Uuid;

use super::count::grouped;
use super::progress::Progress;
use super::{Exit, Failure};
use crate::catalog::watch::{Step, Watch as _};
use crate::db::store::StoredEvent;
use crate::db::{self, EventStore};
use crate::domain::{Event, EventKind};

/// What stands in stores and does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Events that are no longer what was stored.
    pub damaged: u64,
    /// Events that this version cannot read: of a newer one, as a rule.
    pub unreadable: u64,
}

impl LeftOut {
    /// A sentence for each, for people.
    pub fn notes(self) -> impl Iterator<Item = String> {
        let newer = "events of a newer goeswith, or that this one cannot read for another reason, left out";
        let said = [(self.damaged, "events that can no longer be read, left out"), (self.unreadable, newer)];
        said.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{what}: {}", grouped(count)))
    }
}

/// Hands every sale to `each`, and whether it was taken back.
pub fn each_sale(store: &EventStore, each: impl FnMut(StoredEvent, Event, bool)) -> Result<LeftOut, Failure> {
    Ok(each_sale_of(from_ref(store), &mut |_| true, each)?.unwrap_or_default())
}

/// The same under a bar with the time left, for stores of a chain; Ctrl+C stops it.
pub fn each_sale_watched(store: &EventStore, each: impl FnMut(StoredEvent, Event, bool)) -> Result<LeftOut, Failure> {
    let mut progress = Progress::start();
    progress.step(Step::ReadEvents, store.event_count()?);
    let left_out = each_sale_of(from_ref(store), &mut |done| progress.at(done), each)?;
    progress.finish();
    left_out.ok_or_else(|| Failure::new(Exit::Data, "stopped before the sales were read").hinted("nothing was changed"))
}

/// The same for several stores: an event that is in two of them counts once, and a sale may be taken back in another than
/// its own. `at` is told how many events were read; where it says to stop, nothing comes back.
pub fn each_sale_of(
    stores: &[EventStore],
    at: &mut dyn FnMut(u64) -> bool,
    mut each: impl FnMut(StoredEvent, Event, bool),
) -> Result<Option<LeftOut>, Failure> {
    let (mut left_out, mut voids) = (LeftOut::default(), HashSet::new());
    for store in stores {
        left_out.unreadable += store.unreadable()?;
        voids.extend(store.taken_back()?);
    }
    let mut known = HashSet::new();
    for (read, event) in (1_u64..).zip(read_all(stores)?) {
        let one = event?;
        if read.is_multiple_of(1024) && !at(read) {
            return Ok(None);
        }
        if !one.intact {
            left_out.damaged += 1;
            continue;
        }
        let Some(event) = one.event() else {
            left_out.unreadable += 1;
            continue;
        };
        let id = Uuid::try_parse(&one.event_id).ok();
        if event.kind != EventKind::Sale || stores.len() > 1 && id.is_some_and(|id| !known.insert(id)) {
            continue;
        }
        let taken_back = id.is_some_and(|id| voids.contains(&id));
        each(one, event, taken_back);
    }
    Ok(Some(left_out))
}

/// The events of all stores, one after the other.
fn read_all(stores: &[EventStore]) -> Result<impl Iterator<Item = Result<StoredEvent, db::Error>>, db::Error> {
    let all: Vec<_> = stores.iter().map(EventStore::events).collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten())
}
