//! The finished sales of stores, each once, and which of them were taken back.

use std::collections::HashSet;
use std::slice::from_ref;

use super::Failure;
use crate::db::store::StoredEvent;
use crate::db::{self, EventStore};
use crate::domain::{Event, EventKind};

/// Hands every sale to `each`, and whether it was taken back; answers how many events can no longer be read.
pub fn each_sale(store: &EventStore, each: impl FnMut(StoredEvent, Event, bool)) -> Result<u64, Failure> {
    Ok(each_sale_of(from_ref(store), &mut |_| true, each)?.unwrap_or_default())
}

/// The same for several stores: an event that is in two of them counts once, and a sale may be taken back in another than
/// its own. `at` is told how many events were read, each of them twice; where it says to stop, nothing comes back.
pub fn each_sale_of(
    stores: &[EventStore],
    at: &mut dyn FnMut(u64) -> bool,
    mut each: impl FnMut(StoredEvent, Event, bool),
) -> Result<Option<u64>, Failure> {
    let (mut damaged, mut read) = (0, 0_u64);
    let mut go_on = || {
        read += 1;
        !read.is_multiple_of(1024) || at(read)
    };
    let mut voids = HashSet::new();
    for event in read_all(stores)? {
        let void = event?.event().filter(|event| event.kind == EventKind::Void).and_then(|event| event.about.sale);
        // The store has ids in one notation, a void may name the sale in another.
        voids.extend(void.and_then(|id| uuid::Uuid::try_parse(&id).ok()));
        if !go_on() {
            return Ok(None);
        }
    }
    let mut known = HashSet::new();
    for event in read_all(stores)? {
        let one = event?;
        if !go_on() {
            return Ok(None);
        }
        if !one.intact {
            damaged += 1;
            continue;
        }
        let Some(sale) = one.event().filter(|event| event.kind == EventKind::Sale) else { continue };
        let id = uuid::Uuid::try_parse(&one.event_id).ok();
        if stores.len() > 1 && id.is_some_and(|id| !known.insert(id)) {
            continue;
        }
        let taken_back = id.is_some_and(|id| voids.contains(&id));
        each(one, sale, taken_back);
    }
    Ok(Some(damaged))
}

/// The events of all stores, one after the other.
fn read_all(stores: &[EventStore]) -> Result<impl Iterator<Item = Result<StoredEvent, db::Error>>, db::Error> {
    let all: Vec<_> = stores.iter().map(EventStore::events).collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten())
}
