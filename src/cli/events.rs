//! The sales of a store, and which of them were taken back.

use std::collections::HashSet;

use super::Failure;
use crate::db::store::{Store, StoredEvent};
use crate::domain::{Event, EventKind};

/// Hands every sale to `each`, and whether it was taken back; answers how many events can no longer be read.
pub fn each_sale(store: &Store, mut each: impl FnMut(StoredEvent, Event, bool)) -> Result<u64, Failure> {
    let mut damaged = 0;
    let mut voids = HashSet::new();
    for stored in store.events(0) {
        let void = stored?.event().filter(|event| event.kind == EventKind::Void).and_then(|event| event.about.sale);
        // The store has ids in one notation, a void may name the sale in another.
        voids.extend(void.and_then(|id| uuid::Uuid::try_parse(&id).ok()).map(|id| id.hyphenated().to_string()));
    }
    for stored in store.events(0) {
        let stored = stored?;
        if !stored.intact {
            damaged += 1;
            continue;
        }
        let Some(event) = stored.event().filter(|event| event.kind == EventKind::Sale) else { continue };
        let taken_back = voids.contains(&stored.event_id);
        each(stored, event, taken_back);
    }
    Ok(damaged)
}
